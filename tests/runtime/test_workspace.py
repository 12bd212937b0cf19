"""A workspace: found from below, opened piece by piece, closed for good."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from provisioner.model.errors import AnotherWorld, ManifestInvalid, StateMissing, UsageError
from provisioner.model.values import FrozenMap
from provisioner.runtime.files import find_project, manifest_files
from provisioner.runtime.platform import Surroundings
from provisioner.runtime.session import PlanWish, apply_plan, make_plan, validate
from provisioner.runtime.state.states import create_state
from provisioner.runtime.worklist.inventory import AttestWish, attest
from provisioner.runtime.workspace import OpenOptions, Workspace
from provisioner.testing.fakes import FakePlugin, FakeWorld
from tests.runtime.firm import CLIENT, PROJECT, Firm


def test_a_project_is_found_from_below_and_nowhere_else(firm: Firm, tmp_path: Path) -> None:
    below = firm.root / "clients" / "deep"
    below.mkdir(parents=True)
    assert find_project(below) == firm.root.resolve()
    with pytest.raises(UsageError, match=r"no provisioner\.yaml"):
        find_project(tmp_path)


def test_files_are_sorted_once_each_and_hidden_ones_left_out(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yaml", "provisioner.yaml", "x/c.yaml", ".git/d.yaml", "x/.e.yaml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("", encoding="utf-8")
    found = manifest_files(tmp_path, ("*.yaml", "**/*.yaml"))
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a.yaml", "b.yaml", "x/c.yaml"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "project-empty"),
        ("kind: Project\nname: x\n", "missing-field"),
        ("kind: [\n", None),
        (PROJECT.format(public_key="age1nope", settings="{}"), None),
    ],
)
def test_a_broken_project_file_says_where(firm: Firm, text: str, code: str | None) -> None:
    firm.write("provisioner.yaml", text)
    with firm.process() as workspace, pytest.raises(ManifestInvalid) as caught:
        _ = workspace.project
    found = caught.value.diagnostics
    assert found
    assert {item.source.file for item in found if item.source} == {"provisioner.yaml"}
    assert code is None or code in {item.code for item in found}


def test_a_project_file_tells_all_of_its_stages_and_the_other_files_too(firm: Firm) -> None:
    text = (firm.root / "provisioner.yaml").read_text(encoding="utf-8")
    text = text.replace("desk:here", "dekk:here").replace("kind: Project", "kind: Project\nlanguage: no")
    firm.write("provisioner.yaml", re.sub(r"age1\w+", "age1abc", text))
    firm.write("clients.yaml", CLIENT.replace("labels:", "lables:"))
    with firm.process() as workspace, pytest.raises(ManifestInvalid) as caught:
        validate(workspace)
    told = {(item.code, item.source.file if item.source else "") for item in caught.value.diagnostics}
    assert ("unknown-choice", "provisioner.yaml") in told
    assert ("recipient-form", "provisioner.yaml") in told
    assert ("unknown-field", "clients.yaml") in told
    assert len([one for one in told if one[1] == "provisioner.yaml"]) == 3


def test_what_two_stages_say_of_one_line_is_told_once(firm: Firm) -> None:
    text = (firm.root / "provisioner.yaml").read_text(encoding="utf-8")
    firm.write("provisioner.yaml", re.sub(r"(  fake: ).*", r"\g<1>5", text).replace("  fake:", "  faek:"))
    with firm.process() as workspace, pytest.raises(ManifestInvalid) as caught:
        validate(workspace)
    lines = [item.source.line for item in caught.value.diagnostics if item.source]
    assert len(lines) == len(set(lines))


def test_an_unknown_provider_or_backend_is_named(firm: Firm) -> None:
    text = (firm.root / "provisioner.yaml").read_text(encoding="utf-8")
    firm.write("provisioner.yaml", text.replace("desk:here", "floppy:a"))
    with firm.process() as workspace, pytest.raises(UsageError, match="no state backend called `floppy`"):
        workspace.backend()
    firm.write("provisioner.yaml", text.replace("  fake:", "  faek:"))
    with firm.process() as workspace, pytest.raises((UsageError, ManifestInvalid)):
        _ = workspace.provider


def test_errors_in_manifests_stop_a_plan_and_are_all_told(firm: Firm) -> None:
    firm.write("clients.yaml", CLIENT.replace("923 609 016", "923 609 017").replace("labels:", "lables:"))
    with firm.process() as workspace:
        found = validate(workspace).diagnostics
        assert len({item.source.line for item in found if item.source}) >= 2
        with pytest.raises(ManifestInvalid) as caught:
            make_plan(workspace)
    assert set(caught.value.diagnostics) <= set(found)


def test_validate_can_look_at_some_files_only(firm: Firm) -> None:
    firm.write("clients.yaml", CLIENT.replace("labels:", "lables:"))
    with firm.process() as workspace:
        assert validate(workspace, (firm.root / "office.yaml",)).diagnostics == ()
        assert validate(workspace, (firm.root / "clients.yaml",)).diagnostics
        assert validate(workspace).accounts == 2


def test_a_mistake_in_two_files_is_told_for_either(firm: Firm) -> None:
    firm.write("more.yaml", "kind: Client\nname: dobbel\norganizationNumber: 312 345 676\n")
    with firm.process() as workspace:
        told = {
            name: [item.code for item in validate(workspace, (firm.root / name,)).diagnostics]
            for name in ("clients.yaml", "more.yaml", "office.yaml")
        }
    assert told == {"clients.yaml": ["same-company-twice"], "more.yaml": ["same-company-twice"], "office.yaml": []}


def test_a_name_nobody_answers_to_is_answered_with_the_nearest(firm: Firm) -> None:
    with firm.process() as workspace, pytest.raises(ManifestInvalid) as caught:
        make_plan(workspace, PlanWish(clients=("brygge",)))
    assert [(item.code, item.hint) for item in caught.value.diagnostics] == [("unknown-client", "Did you mean brygga?")]


def test_references_to_secrets(firm: Firm) -> None:
    firm.variables["TOKEN"] = " abc \n"
    firm.variables["EMPTY"] = ""
    firm.write("token.txt", "def\n")
    with firm.process() as workspace:
        told = {
            name: workspace.resolve(name)
            for name in ("env:TOKEN", "env:EMPTY", "env:NONE", "file:token.txt", "file:no")
        }
        assert {name: secret.reveal() if secret else None for name, secret in told.items()} == {
            "env:TOKEN": "abc",
            "env:EMPTY": None,
            "env:NONE": None,
            "file:token.txt": "def",
            "file:no": None,
        }
        (firm.root / "bad.txt").write_bytes(b"\xff\xfe\x00")
        for wrong in ("hunter2", "vault:x", "env:"):
            with pytest.raises(UsageError):
                workspace.resolve(wrong)
        with pytest.raises(UsageError, match="cannot be read"):
            workspace.resolve("file:bad.txt")


def sqlite_firm(firm: Firm, extra: str = "") -> OpenOptions:
    text = (firm.root / "provisioner.yaml").read_text(encoding="utf-8")
    text = text.replace("desk:here", "sqlite:.provisioner/state.db").replace("  store: kept:there\n", "") + extra
    firm.write("provisioner.yaml", text)
    return OpenOptions(
        directory=firm.root,
        surroundings=Surroundings({}, "kari@fjord (process 1)", "kari"),
        guests=(FakePlugin(FakeWorld()),),
    )


def test_a_state_that_is_missing_is_never_an_empty_start(firm: Firm) -> None:
    options = sqlite_firm(firm)
    with Workspace(options) as workspace, pytest.raises(StateMissing):
        make_plan(workspace)
    assert not (firm.root / ".provisioner" / "state.db").exists()
    with Workspace(options) as workspace:
        create_state(workspace)
    with Workspace(options) as workspace:
        assert make_plan(workspace).plan.accounts


def test_a_pipeline_refuses_a_state_on_one_machine_unless_told_so(firm: Firm) -> None:
    options = sqlite_firm(firm)
    pipeline = replace(options, surroundings=Surroundings({"CI": "true"}, "runner@x (process 1)", "runner"))
    with Workspace(pipeline) as workspace, pytest.raises(UsageError, match="this is a pipeline"):
        create_state(workspace)
    sqlite_firm(firm, "singleMachine: true\n")
    with Workspace(pipeline) as workspace:
        create_state(workspace)


def test_an_ephemeral_world_needs_no_state_beforehand(firm: Firm) -> None:
    options = sqlite_firm(firm)
    assert options.directory == firm.root
    with Workspace(replace(options, endpoint="simulator")) as workspace:
        assert workspace.endpoint_address == "simulator"
        workspace.backend()
    named = replace(options, surroundings=Surroundings({"PROVISIONER_ENDPOINT": "simulator"}, "k", "k"))
    with Workspace(named) as workspace:
        assert workspace.endpoint_address == "simulator"
    with Workspace(options) as workspace, pytest.raises(UsageError, match="names no endpoint"):
        workspace.endpoint()


def test_a_selector_that_nobody_has_is_an_error(firm: Firm) -> None:
    with firm.process() as workspace, pytest.raises(ManifestInvalid) as caught:
        make_plan(workspace, PlanWish(selector=FrozenMap({"bransje": "handle"})))
    assert [(item.code, item.hint) for item in caught.value.diagnostics] == [
        ("selector-matches-nobody", "The clients' labels are: bransje=handel.")
    ]
    with firm.process() as workspace:
        accounts = make_plan(workspace, PlanWish(selector=FrozenMap({"bransje": "handel"}))).plan.accounts
    assert [str(account.account.ref) for account in accounts] == ["office", "client/nordlys"]


def test_a_state_of_one_world_says_nothing_of_another(firm: Firm) -> None:
    options = sqlite_firm(firm)
    with Workspace(replace(options, endpoint="simulator")) as workspace:
        attest(workspace, AttestWish(by="kari", everyone=True, empty=True))
        assert apply_plan(workspace, make_plan(workspace).data).outcomes()
        assert all(account.skipped for account in make_plan(workspace).plan.accounts)
    with Workspace(replace(options, endpoint="simulator+http://127.0.0.1:1")) as workspace:
        assert all(account.skipped for account in make_plan(workspace).plan.accounts), "another way to the same world"
    with Workspace(replace(options, endpoint="https://tripletex.no")) as workspace:
        plan = make_plan(workspace).plan
        assert {item.code for item in plan.diagnostics} == {"another-world"}
        assert plan.changes() == ()
        report = apply_plan(workspace, make_plan(workspace).data)
        assert {item.problem.code for item in report.accounts if item.problem} == {"another-world"}
        with pytest.raises(AnotherWorld, match="is about simulator"):
            attest(workspace, AttestWish(by="kari", clients=("brygga",), empty=True))
