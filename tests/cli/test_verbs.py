"""The smaller verbs: what they ask of the runtime and what they print."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic, Severity
from provisioner.model.errors import ManifestInvalid, UsageError
from provisioner.model.secrets import Sensitive
from provisioner.runtime.first_day.scaffold import InitWish
from provisioner.runtime.session import Validation
from provisioner.runtime.worklist.inventory import AttestedAccount, AttestWish
from provisioner.spi.provider import DoctorLine, DoctorReport, Health
from tests.cli.driver import Person, provisioner
from tests.cli.samples import AT, BAKERY, KEY, Stage, problem


class TestValidate:
    def test_success_counts(self, stage: Stage) -> None:
        stage.answers("session.validate", Validation((), 13, 57))
        result = provisioner("validate")
        assert result == type(result)(0, "Success! The manifests are valid: 13 accounts, 57 resources.\n", "")

    def test_warnings_do_not_fail(self, stage: Stage) -> None:
        stage.answers("session.validate", Validation((problem(Severity.WARNING),), 1, 1))
        result = provisioner("validate")
        assert result.code == 0
        assert result.out.startswith("Success!")
        assert "Something is wrong." in result.err

    def test_errors_fail(self, stage: Stage) -> None:
        stage.answers("session.validate", Validation((problem(source=AT), problem(account=BAKERY)), 1, 1))
        result = provisioner("validate")
        assert (result.code, result.out) == (1, "")
        assert result.err.count("Something is wrong.") == 2

    def test_files_are_of_the_project_they_stand_in(self, stage: Stage) -> None:
        file = stage.root / "office.yaml"
        file.write_text("", encoding="utf-8")
        stage.answers("session.validate", Validation((), 1, 1))
        assert provisioner("validate", str(file)).code == 0
        assert stage.opened[0].options.directory == stage.root
        assert stage.asked["session.validate"] == [((file,),)]
        assert provisioner("-C", str(stage.root), "validate", str(file)).code == 0

    def test_files_that_no_pattern_takes_in_are_refused(self, stage: Stage) -> None:
        file = stage.root / "clients.yml"
        file.write_text("kind: Client", encoding="utf-8")
        stage.answers("session.validate", Validation((), 1, 1))
        result = provisioner("validate", str(file))
        assert result.code == 1
        assert "none of the project's manifests" in result.err

    def test_files_of_elsewhere_are_refused(self, stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> None:
        file = tmp_path_factory.mktemp("other") / "clients.yaml"
        file.write_text("", encoding="utf-8")
        stage.answers("session.validate", Validation((), 1, 1))
        result = provisioner("validate", str(file))
        assert result.code == 1
        assert "is not in the project" in result.err

    def test_one_project_at_a_time(self, stage: Stage) -> None:
        root = str(stage.root)
        for words in ([root, root], ["-C", root, root]):
            assert provisioner("validate", *words).code == 1
        assert stage.opened == []

    def test_json(self, stage: Stage) -> None:
        stage.answers("session.validate", Validation((problem(source=AT), problem(Severity.WARNING)), 1, 1))
        result = provisioner("validate", "--format", "json")
        document = result.json
        assert (result.code, result.err) == (1, "")
        assert (document["valid"], document["error_count"], document["warning_count"]) == (False, 1, 1)
        assert document["diagnostics"][0]["source"] == {"file": AT.file, "line": 2, "column": 3}

    def test_a_broken_project_file_is_told_both_ways(self, stage: Stage) -> None:
        stage.answers("session.validate", ManifestInvalid((problem(),)))
        assert provisioner("validate", "--format", "json").json["error_count"] == 1
        result = provisioner("validate")
        assert result.code == 1
        assert "Something is wrong." in result.err
        assert "hold errors" not in result.err  # whoever has read what is wrong knows it

    def test_a_diagnostic_has_the_shape_it_has_in_a_plan(self) -> None:
        from provisioner.cli import machine
        from provisioner.reports import json_report
        from provisioner.reports.view import view
        from tests.cli import samples

        found = problem(address=KEY, source=AT, related=(AT,))
        document = json_report.document(view(samples.plan(diagnostics=(found,)), {}))
        assert document["diagnostics"] == [machine.diagnostic(found)]


class TestInventory:
    def test_everything_empty(self, stage: Stage) -> None:
        empty = (AttestedAccount(AccountRef.office(), True, ()), AttestedAccount(BAKERY, True, ()))
        stage.answers("worklist.inventory.attest", empty)
        result = provisioner("inventory", "attest", "--all", "--empty", "--by", "kari")
        assert (result.code, result.err) == (0, "")
        assert result.out.splitlines() == ["office: recorded as empty.", "client/nordlys-bakeri: recorded as empty."]
        ((wish,),) = stage.asked["worklist.inventory.attest"]
        assert wish == AttestWish(by="kari", everyone=True, empty=True)

    def test_single_things(self, stage: Stage) -> None:
        stage.answers("worklist.inventory.attest", (AttestedAccount(BAKERY, False, (KEY,)),))
        result = provisioner("inventory", "attest", str(KEY), "--exists")
        assert f"holding {KEY}" in result.out
        ((wish,),) = stage.asked["worklist.inventory.attest"]
        assert (wish.addresses, wish.empty) == ((KEY,), False)
        assert wish.by

    def test_empty_but_for_one(self, stage: Stage) -> None:
        stage.language = "nb"
        stage.answers("worklist.inventory.attest", (AttestedAccount(BAKERY, True, (KEY,)),))
        words = ["inventory", "attest", str(KEY), "--exists", "--client", BAKERY.name, "--office", "--empty"]
        assert f"tom, bortsett fra {KEY}" in provisioner(*words).out

    def test_no_account(self, stage: Stage) -> None:
        in_hand = AttestedAccount(BAKERY, False, (KEY,), in_hand=((KEY, "ola"),))
        stage.answers("worklist.inventory.attest", (in_hand,))
        said = provisioner("inventory", "attest", str(KEY), "--exists", "--by", "kari", "--format", "json").json
        assert (said["format_version"], said["by"]) == ("1.0", "kari")
        (account,) = said["accounts"]
        assert (account["account"], account["empty"], account["exists"]) == (str(BAKERY), False, [str(KEY)])
        assert account["in_hand"] == [{"address": str(KEY), "claimant": "ola"}]
        assert (account["absent"], account["closed"]) == ([], [])
        stage.answers("worklist.inventory.attest", ())
        assert "No account fits." in provisioner("inventory", "attest", "--all", "--empty").out

    @pytest.mark.parametrize(
        "words",
        [
            [],
            ["--all"],
            ["--empty"],
            ["--exists"],
            [str(KEY)],
            [str(KEY), "--empty"],
            ["--client", "x", "--exists"],
            [str(KEY), "--exists", "--client", "x"],
            ["huma", "--exists"],
        ],
    )
    def test_half_a_statement_is_a_usage_error(self, stage: Stage, words: list[str]) -> None:
        assert provisioner("inventory", "attest", *words).code == 1
        assert stage.opened == []


class TestSecret:
    def test_the_key_is_the_only_result(self, stage: Stage, tmp_path: Path) -> None:
        identity = tmp_path / "identity.txt"
        identity.write_text("x", encoding="utf-8")
        stage.answers("secrets.access.show_secret", Sensitive("s3cret"))
        words = ["secret", "show", str(KEY), "--identity", str(identity)]
        result = provisioner(*words)
        assert (result.code, result.out, result.err) == (0, "s3cret\n", "")
        assert stage.asked["secrets.access.show_secret"] == [(KEY, None, identity)]
        assert "stands on the screen" in provisioner(*words, "--generation", "2", terminal=True).err
        assert stage.asked["secrets.access.show_secret"][1] == (KEY, 2, identity)

    @pytest.mark.parametrize("words", [[str(KEY)], [str(KEY), "--identity", "nowhere"], []])
    def test_without_an_identity_it_is_a_usage_error(self, stage: Stage, words: list[str]) -> None:
        assert provisioner("secret", "show", *words).code == 1


class TestDoctor:
    @staticmethod
    def tells(stage: Stage, level: str, *findings: Diagnostic) -> None:
        """One of each kind that needs no finding of its own, and a stranger's topic with `findings`."""
        mild = [
            DoctorLine("clock", problem(Severity.INFO), health) for health in (Health.OK, Health.NOTE, Health.UNKNOWN)
        ]
        lines = (*mild, *(DoctorLine("weather", finding) for finding in findings))
        stage.answers("first_day.examining.examine", DoctorReport(level, lines))

    def test_a_line_for_each_thing_aligned_and_in_words(self, stage: Stage) -> None:
        self.tells(stage, "2", problem(Severity.WARNING))
        result = provisioner("doctor")
        assert result.code == 0
        lines = [line for line in result.out.splitlines() if "Something is wrong." in line]
        assert [line.split("Something")[0] for line in lines] == [
            "✓ ok       clock    ",
            "· note     clock    ",
            "? unknown  clock    ",
            "! warning  weather  ",
        ]
        assert result.out.endswith("\n\nLevel: 2\nNothing is wrong.\n")
        assert "\x1b" not in result.out
        assert result.err == ""

    def test_something_wrong_fails_and_json_has_it_all(self, stage: Stage) -> None:
        self.tells(stage, "", problem())
        result = provisioner("doctor")
        assert result.code == 1
        assert "Level: not known\nWrong: 1. " in result.out
        document = provisioner("doctor", "--format", "json").json
        assert (document["level"], document["valid"], len(document["diagnostics"])) == (None, False, 4)
        assert [line["health"] for line in document["lines"]] == ["ok", "note", "unknown", "wrong"]

    def test_in_norwegian(self, stage: Stage) -> None:
        self.tells(stage, "", problem())
        told = provisioner("--lang", "nb", "doctor").out
        assert "✗ feil     weather  " in told
        assert "Nivå: ikke kjent\nFeil: 1. " in told


class TestInit:
    @pytest.fixture(autouse=True)
    def _fake(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        from provisioner.runtime.first_day import scaffold

        self.wishes: list[InitWish] = []

        def initialise(wish: InitWish) -> scaffold.Scaffolded:
            self.wishes.append(wish)
            if wish.name == "full":
                raise OSError(28, "No space left on device", str(wish.directory))
            return scaffold.Scaffolded((wish.directory / "provisioner.yaml",), (), "age1xyz", wish.directory / "id.txt")

        monkeypatch.setattr(scaffold, "initialise", initialise)

    def test_what_was_written_is_the_result(self, tmp_path: Path) -> None:
        result = provisioner("init", str(tmp_path), "--office-name", "Fjord Regnskap ÅS", "--lang", "nb")
        assert result.code == 0
        assert result.out == f"Laget {tmp_path.as_posix()}/provisioner.yaml\n"
        assert "age1xyz" in result.err
        assert f"provisioner validate {tmp_path.as_posix()}" in result.err
        (wish,) = self.wishes
        assert (wish.name, wish.display_name, wish.language) == ("fjord-regnskap-as", "Fjord Regnskap ÅS", "nb")
        assert wish.endpoint == "https://tripletex.no"

    def test_every_option_counts(self, tmp_path: Path) -> None:
        words = ["-C", str(tmp_path), "init", "--name", "fjord", "--organization-number", "312 345 676"]
        assert provisioner(*words, "--language", "nb", "--endpoint", "simulator", "--lang", "en").code == 0
        (wish,) = self.wishes
        assert wish == InitWish(tmp_path, "fjord", "", "312 345 676", "nb", "simulator")

    @pytest.mark.parametrize("name", ["Fjord", "a b", "-a", "æ"])
    def test_a_name_is_plain(self, name: str, tmp_path: Path) -> None:
        assert provisioner("init", str(tmp_path), f"--name={name}").code == 1
        assert self.wishes == []

    def test_a_full_disk_is_no_bug(self, tmp_path: Path) -> None:
        result = provisioner("init", str(tmp_path), "--name", "full")
        assert result.code == 1
        assert result.err.startswith("Error: ")
        assert "No space left on device" in result.err


class TestState:
    def test_init_creates(self, stage: Stage) -> None:
        stage.answers("state.states.create_state", None)
        result = provisioner("state", "init")
        assert (result.code, result.out) == (0, "")
        assert "The state is in place." in result.err

    def test_an_account_by_its_short_name(self, stage: Stage) -> None:
        stage.answers("state.states.account_states", ())
        for word, ref in (("nordlys-bakeri", BAKERY), ("office", AccountRef.office()), (str(BAKERY), BAKERY)):
            assert provisioner("state", "list", word).code == 0
            assert stage.asked["state.states.account_states"][-1] == (ref,)
        assert provisioner("state", "list", "clients/x").code == 1

    def test_what_is_not_there(self, stage: Stage) -> None:
        stage.answers("state.states.account_states", ())
        stage.answers("state.states.find_entry", UsageError("There is nothing."))
        assert provisioner("state", "list").out == "The state holds nothing yet.\n"
        assert provisioner("state", "list", "--format", "json").json["accounts"] == []
        assert provisioner("state", "show", str(KEY)).code == 1


def test_a_person_is_handed_over_only_where_there_is_one(stage: Stage) -> None:
    stage.answers("session.validate", Validation((), 1, 1))
    provisioner("validate")
    provisioner("validate", person=Person())
    assert [workspace.options.console is not None for workspace in stage.opened] == [False, True]


def test_the_workspace_is_closed_whatever_happens(stage: Stage) -> None:
    stage.answers("session.validate", RuntimeError("bug"))
    assert provisioner("validate").code == 1
    assert not stage.opened[0].is_open
