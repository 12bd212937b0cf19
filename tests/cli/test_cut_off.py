"""recover, lease and audit on the real runtime: what a run left behind, who has what, and what was done."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import BackendFailed
from provisioner.model.state import Lease
from provisioner.spi.backend import CommitRequest
from provisioner.testing.fakes import Fault, FaultKind
from provisioner.testing.memory import MemoryBackend
from tests.cli.driver import Person, Result, provisioner
from tests.cli.samples import NOW, Stage
from tests.cli.test_real import HUMA, Firm, firm

__all__ = ["firm"]
ADDRESS = Address.parse(HUMA)


@pytest.fixture
def cut(firm: Firm) -> Firm:
    """A run that got no answer for a key, in time for it to still arrive."""
    assert firm("state", "init").code == 0
    assert firm("inventory", "attest", "--all", "--empty").code == 0
    firm.world.plant(Fault(FaultKind.LOST_CALL, "apply", ADDRESS))
    assert firm("apply", "--auto-approve").code == 1
    return firm


def test_recover_says_what_to_look_for_and_how_to_answer(cut: Firm) -> None:
    told = cut("recover")
    assert told.code == 1
    assert f"create {HUMA}: begun " in told.out
    assert "if it is there, nobody has what it showed, so answer lost" in told.out
    assert "To be answered: 1." in told.err
    assert "Apply" not in told.out  # it is no apply, and nothing that counts one may be read from it


def test_recover_is_a_document_for_programs(cut: Firm) -> None:
    found = cut("recover", "--format", "json")
    assert found.code == 1
    (item,) = found.json["unsettled"]
    assert (item["address"], item["action"], item["shows_key"]) == (HUMA, "create", True)
    assert item["question"]["severity"] == "error"


@pytest.mark.parametrize("word", ["--not-done", "--lost"])
def test_an_answer_under_the_address_ends_it(cut: Firm, word: str) -> None:
    assert cut("recover", HUMA, word).code == 0
    again = cut("recover")
    assert (again.code, again.out) == (0, "Nothing was left open: every call that was begun has ended.\n")


def test_a_person_at_the_terminal_is_asked_one_by_one_and_may_leave_it(cut: Firm) -> None:
    left = cut("recover", person=Person(["later"]))
    assert left.code == 1
    answered = cut("recover", person=Person(["not-done"]))
    assert answered.code == 0
    assert cut("recover").code == 0


def test_a_person_may_have_kept_the_key(cut: Firm) -> None:
    assert cut("recover", person=Person(["done"], ["the-key-they-kept"])).code == 0
    shown = cut("secret", "show", HUMA, "--identity", str(cut.identity))
    assert "the-key-they-kept" in shown.out


@dataclass
class Aside:
    """A run was shown a key and could not record it; the disk is full until there is room."""

    firm: Firm
    has_room: bool = False

    def __call__(self, *words: str, person: Person | None = None) -> Result:
        return self.firm(*words, person=person)


@pytest.fixture
def aside(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> Aside:
    assert firm("state", "init").code == 0
    assert firm("inventory", "attest", "--all", "--empty").code == 0
    made = Aside(firm)
    commit = MemoryBackend.commit

    def full(self: MemoryBackend, request: CommitRequest) -> int:
        if not made.has_room and firm.world.things(ADDRESS.account, "key"):
            raise BackendFailed("The disk is full.")
        return commit(self, request)

    monkeypatch.setattr(MemoryBackend, "commit", full)
    firm("apply", "--auto-approve", "--client", "nordlys")
    return made


def test_of_a_key_that_is_set_aside_nobody_is_asked(aside: Aside) -> None:
    told = aside("recover", person=Person([]))
    assert told.code == 6, "the state could not be written"
    assert "Its key is set aside: make room" in told.out
    assert "answer lost" not in told.out
    aside.has_room = True
    refused = aside("recover", HUMA, "--lost")
    assert refused.code == 1
    assert f"The key of {HUMA} had been set aside, and is recorded now." in refused.out
    assert "its key had been set aside and is recorded now" in " ".join(refused.out.split())
    assert aside("recover").code == 0
    assert aside("secret", "list").out.count("sealed") >= 1


def test_a_key_of_nothing_is_let_go_of_once_somebody_says_that_it_is_not_there(aside: Aside) -> None:
    aside.has_room = True
    deposits = dict(aside.firm.disk.deposits)
    aside.firm.disk.deposits.clear()
    assert aside("recover", HUMA, "--not-done").code == 0
    aside.firm.disk.deposits.update(deposits)
    assert f"provisioner recover {HUMA} --not-done" in aside("plan", "--client", "nordlys").err.replace("\n    ", " ")
    refused = aside("recover", HUMA, "--lost")
    assert (refused.code, "end it in Tripletex by hand" in refused.err) == (1, True)
    assert "is kept no longer" in aside("recover", HUMA, "--not-done").out
    assert not aside.firm.disk.deposits


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("recover", "--done"), "What is the answer about?"),
        (("recover", HUMA), "Say one of --done, --not-done, --lost."),
        (("recover", "client/nordlys/key/nobody", "--done"), "Nothing was left open at client/nordlys/key/nobody."),
        (("recover", HUMA, "--lost", "--secret-stdin"), "--secret-stdin goes with --done."),
        (("recover", HUMA, "--not-done", "--lost"), "These answers contradict each other: not-done, lost."),
        (("work", "complete", "i1", "--done", "--refused"), "These answers contradict each other: done, refused."),
        (("work", "release", "i1", "--pressed", "--not-pressed"), "These answers contradict each other: yes, no."),
    ],
)
def test_half_an_answer_is_refused(cut: Firm, words: tuple[str, ...], told: str) -> None:
    refused = cut(*words)
    assert refused.code == 1
    assert told in refused.err


def test_nothing_is_told_where_nothing_happened(firm: Firm) -> None:
    assert firm("state", "init").code == 0
    assert firm("recover").out == "Nothing was left open: every call that was begun has ended.\n"
    assert firm("lease", "list").out == "Nobody works on anything now.\n"
    assert firm("audit", "log").out == "Nothing of that was recorded.\n"
    assert firm("--lang", "nb", "lease", "list").out == "Ingen arbeider med noe nå.\n"


def test_leases_are_listed_and_broken(stage: Stage) -> None:
    lease = Lease(AccountRef.client("nordlys"), "ola@fjord (process 7)", "apply fjord", 3, NOW)
    stage.answers("state.leasing.list_leases", (lease,))
    stage.answers("state.leasing.break_lease", lease)
    header, row = provisioner("lease", "list").out.splitlines()
    assert header.split() == ["ACCOUNT", "HOLDER", "WHAT", "FOR", "UNTIL"]
    assert row == "client/nordlys  ola@fjord (process 7)  apply fjord  2026-11-22T09:00:00Z"
    assert provisioner("lease", "list", "--format", "json").json["leases"][0]["fence"] == 3
    told = provisioner("lease", "break", "nordlys", "--reason", "switched off", "--by", "kari")
    assert told.out.startswith("client/nordlys: the lease of ola@fjord (process 7) (apply fjord) is broken.")
    (wish,) = stage.asked["state.leasing.break_lease"][0]
    assert (str(wish.account), wish.reason, wish.by) == ("client/nordlys", "switched off", "kari")
    assert provisioner("lease", "break", "nordlys").code == 1  # never without a reason


def test_the_audit_of_one_resource(cut: Firm) -> None:
    assert cut("recover", HUMA, "--lost").code == 0
    header, *rows = cut("audit", "log", HUMA).out.splitlines()
    assert header.split() == ["WHEN", "WHO", "WHAT", "ABOUT", "COMMIT", "DETAIL"]
    assert rows
    assert all(HUMA in row for row in rows)
    everything = cut("audit", "log", "--format", "json").json["records"]
    mine = cut("audit", "log", "nordlys", "--format", "json").json["records"]
    assert 0 < len(mine) < len(everything)
    assert cut("audit", "log", "--since", "2099-01-01").out == "Nothing of that was recorded.\n"
    assert cut("audit", "log", "no such/thing/at/all").code == 1


def test_an_export_is_verified_without_the_state(cut: Firm, tmp_path: Path) -> None:
    export = tmp_path / "audit.jsonl"
    assert cut("audit", "verify").out.startswith("The audit holds: ")
    assert cut("audit", "export", "--out", str(export)).code == 0
    printed = cut("audit", "export").out
    assert printed.splitlines()[1:] == export.read_text("utf-8").splitlines()[1:]  # the first says when
    assert provisioner("audit", "verify", str(export)).code == 0
    held = provisioner("audit", "verify", str(export), "--format", "json").json
    assert (held["holds"], held["diagnostics"], held["broken_accounts"]) == (True, [], [])
    assert held["records"] >= held["accounts"] > 0
    assert cut("recover", HUMA, "--not-done").code == 0
    assert cut("audit", "verify", "--against", str(export)).code == 0


def test_a_touched_export_is_told_by_account_and_ends_with_6(cut: Firm, tmp_path: Path) -> None:
    export = tmp_path / "audit.jsonl"
    assert cut("audit", "export", "--out", str(export)).code == 0
    lines = export.read_text("utf-8").splitlines()
    touched = [line for line in lines if json.loads(line).get("account") != "client/brygga"]
    export.write_text("\n".join(touched) + "\n", encoding="utf-8")
    told = provisioner("audit", "verify", str(export))
    assert told.code == 6
    assert "The audit of client/brygga does not end where its state says that it ends." in told.err
    for_programs = provisioner("audit", "verify", str(export), "--format", "json")
    assert (for_programs.code, for_programs.err) == (6, "")
    said = for_programs.json
    assert (said["format_version"], said["holds"], said["broken_accounts"]) == ("1.0", False, ["client/brygga"])
    assert [(one["code"], one["account"]) for one in said["diagnostics"]] == [("audit-cut", "client/brygga")]
    assert provisioner("audit", "verify", str(tmp_path)).code == 1
    (tmp_path / "x").write_text("hei", encoding="utf-8")
    assert provisioner("audit", "verify", str(tmp_path / "x")).code == 6


def test_an_export_that_cannot_be_written_says_so(cut: Firm, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    told = cut("audit", "export", "--out", str(tmp_path / "file" / "audit.jsonl"))
    assert told.code == 1
    assert "cannot be written" in told.err
