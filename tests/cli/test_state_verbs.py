"""state rm, mv, pull, push, migrate, history, at, diff, check, repair, prune: what is asked, said and returned."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from provisioner.engine.comparing import EntryChange, EntryChangeKind, FactChange
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Severity
from provisioner.model.errors import LeaseHeld, StaleState, StateTooNew
from provisioner.model.manifest import HistoryPolicy
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import AccountState, AuditRecord
from provisioner.model.values import attributes
from provisioner.runtime.state.archives import Pushed, PushKind, PushWish
from provisioner.runtime.state.edits import EditWish, Forgetting
from provisioner.runtime.state.history import Difference, HistoryRow, Point, StateAt
from provisioner.runtime.state.integrity import Finding
from provisioner.runtime.state.migrating import Migrated
from provisioner.runtime.state.repairing import Repair, RepairKind
from provisioner.runtime.state.restoring import GoingBack
from provisioner.runtime.state.retention import Prunable
from provisioner.spi.backend import Version
from tests.cli.driver import Person, provisioner
from tests.cli.samples import BAKERY, KEY, NOW, Stage, problem

OTHER = Address(BAKERY, "user_key", "other")
FORGETTING = Forgetting(KEY, 2, (SecretStatus.LOST, SecretStatus.STORED), (OTHER,) * 5)


def asked(stage: Stage, name: str) -> Any:
    (call,) = stage.asked[name]
    return call


@pytest.fixture
def forgetting(stage: Stage) -> Stage:
    stage.answers("state.edits.look_at_forgetting", (FORGETTING,))
    stage.answers("state.edits.forget", (FORGETTING,))
    return stage


def test_rm_says_what_it_means_and_asks(forgetting: Stage) -> None:
    result = provisioner("state", "rm", str(KEY), "--reason", "by hand", person=Person(typed=["yes"]))
    assert (result.code, result.out) == (0, "Forgotten: 1.\n")
    assert asked(forgetting, "state.edits.forget")[1].reason == "by hand"
    for words in (
        "2 generations",
        "stays valid",
        "lost, stored",
        "(+2)",
        "Nothing is ended in Tripletex",
        "adopt: true",
    ):
        assert words in result.err


@pytest.mark.parametrize("typed", [["no"], ["y"], []])
def test_rm_only_takes_yes(forgetting: Stage, typed: list[str]) -> None:
    result = provisioner("state", "rm", str(KEY), person=Person(typed=typed))
    assert result.code == 1
    assert "not approved" in result.err
    assert forgetting.asked["state.edits.forget"] == []


def test_rm_without_anybody(forgetting: Stage) -> None:
    assert provisioner("state", "rm", str(KEY)).code == 1
    assert forgetting.asked["state.edits.look_at_forgetting"] == []
    forgetting.answers("state.edits.look_at_forgetting", (Forgetting(KEY, 1, (), ()),))
    result = provisioner("state", "rm", str(KEY), "--auto-approve", "--by", "ola")
    assert result.code == 0
    assert "stays valid" not in result.err
    assert asked(forgetting, "state.edits.forget") == ((KEY,), EditWish("ola"))


def test_mv(stage: Stage) -> None:
    stage.answers("state.edits.rename", None)
    result = provisioner("state", "mv", str(KEY), str(OTHER), "--by", "ola", "--reason", "clearer")
    assert asked(stage, "state.edits.rename") == (KEY, OTHER, EditWish("ola", "clearer"))
    assert f"{KEY} is {OTHER} now" in result.out
    assert "heter nå" in provisioner("--lang", "nb", "state", "mv", str(KEY), str(OTHER)).out


def test_pull(stage: Stage, tmp_path: Path) -> None:
    stage.answers("state.archives.pull", "{ø}\n".encode())
    assert provisioner("state", "pull").out == "{ø}\n"
    file = tmp_path / "out.json"
    result = provisioner("state", "pull", "nordlys-bakeri", "--out", str(file))
    assert (result.out, file.read_bytes()) == ("", "{ø}\n".encode())
    assert str(file) in result.err
    assert stage.asked["state.archives.pull"] == [(None,), (BAKERY,)]
    blocked = provisioner("state", "pull", "--out", str(file / "under"))
    assert blocked.code == 1
    assert "cannot be written" in blocked.err


def test_push(stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "in.json"
    file.write_bytes(b"{}")
    done = tuple(Pushed(BAKERY, kind, serial) for serial, kind in enumerate(PushKind, 1))
    stage.answers("state.archives.push", done)
    result = provisioner("state", "push", str(file), "office", "--force", " because ")
    assert asked(stage, "state.archives.push") == (PushWish(b"{}", AccountRef.office(), "because"),)
    assert [line.partition(": ")[2] for line in result.out.splitlines()] == [
        "is there already, at serial 1.",
        "restored with its history, at serial 2.",
        "laid over what was there, as serial 3.",
    ]
    rows = provisioner("state", "push", str(file), "--format", "json").json["pushed"]
    assert rows[2] == {"account": str(BAKERY), "result": "pushed", "serial": 3}


@pytest.mark.parametrize(
    ("error", "code"), [(StaleState("older"), 5), (StateTooNew("newer"), 6), (LeaseHeld("ola"), 4)]
)
def test_push_tells_why_not(stage: Stage, tmp_path: Path, error: Exception, code: int) -> None:
    file = tmp_path / "in.json"
    file.write_bytes(b"{}")
    stage.answers("state.archives.push", error)
    result = provisioner("state", "push", str(file))
    assert (result.code, result.out) == (code, "")
    assert str(error) in result.err


def test_migrate(stage: Stage) -> None:
    stage.answers("state.migrating.migrate", Migrated("postgresql://k:***@db/f", (BAKERY,), (AccountRef.office(),)))
    result = provisioner("state", "migrate", "--to", "postgresql://k:s3cret@db/f")
    assert "    state: postgresql://k:***@db/f\n" in result.out
    assert "s3cret" not in result.out + result.err
    assert "lease break" in result.err
    document = provisioner("state", "migrate", "--to", "x:y", "--format", "json").json
    assert document["moved"] == [str(BAKERY)]
    assert provisioner("state", "migrate").code == 1


ADDED = EntryChange(KEY, EntryChangeKind.ADDED)
CHANGED = EntryChange(
    OTHER, EntryChangeKind.CHANGED, (FactChange("generation", 1, 2), FactChange("secret", None, "sealed"))
)
RECORD = AuditRecord("a", NOW, BAKERY, "kari", "applied", KEY, detail=attributes(action="create"))
ROW = HistoryRow(BAKERY, Version(2, NOW), RECORD, (ADDED, CHANGED))


def test_history(stage: Stage) -> None:
    many = replace(ROW, changes=(ADDED,) * 5, record=None, version=Version(3))
    oldest = HistoryRow(BAKERY, Version(1, NOW), is_oldest=True)
    rows = (oldest, ROW, many, replace(oldest, version=Version(4, NOW)), HistoryRow(BAKERY, Version(5), problem="S3"))
    stage.answers("state.history.read_history", rows)
    cells = [
        [cell.strip() for cell in line.split("  ") if cell.strip()]
        for line in provisioner("state", "history").out.splitlines()
    ]
    assert cells == [
        ["ACCOUNT", "SERIAL", "TIME", "WHO", "WHAT", "CHANGED"],
        [str(BAKERY), "1", "2026-11-22T09:00:00Z", "-", "-", "-"],
        [str(BAKERY), "2", "2026-11-22T09:00:00Z", "kari", f"applied create {KEY}", "+user_key/huma, ~user_key/other"],
        [str(BAKERY), "3", "-", "-", "-", "+user_key/huma, +user_key/huma, +user_key/huma (+2)"],
        [str(BAKERY), "4", "2026-11-22T09:00:00Z", "-", "-", "(what was before is not kept)"],
        [str(BAKERY), "5", "-", "-", "-", "(cannot be read: S3)"],
    ]
    assert stage.asked["state.history.read_history"] == [(None, None)]


def test_history_of_one_thing(stage: Stage) -> None:
    stage.answers("state.history.read_history", (ROW,))
    assert 'generation: 1 -> 2; secret: null -> "sealed"' in provisioner("state", "history", str(OTHER)).out
    assert "  added" in provisioner("state", "history", str(KEY)).out
    provisioner("state", "history", "nordlys-bakeri")
    assert stage.asked["state.history.read_history"] == [(None, OTHER), (None, KEY), (BAKERY, None)]
    (document,) = provisioner("state", "history", "--format", "json").json["history"]
    assert document["record"]["detail"] == {"action": "create"}
    assert document["changes"][1]["facts"][0] == {"name": "generation", "before": 1, "after": 2}
    stage.answers("state.history.read_history", ())
    assert provisioner("state", "history").out == "Nothing is recorded of that.\n"
    assert provisioner("state", "history", "a/b").code == 1


STATE = AccountState(BAKERY, "lineage", 3)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (StateAt(BAKERY, Version(3, NOW), STATE), "serial 3, written 2026-11-22T09:00:00Z."),
        (StateAt(BAKERY, Version(3), STATE), "at a time that was not noted"),
        (StateAt(BAKERY), "nothing was recorded then"),
        (StateAt(BAKERY, unknown="pruned", detail="7"), "the oldest that is kept is serial 7"),
        (StateAt(BAKERY, unknown="times", detail="1-4"), "one of the serials 1-4"),
        (StateAt(BAKERY, Version(3), unknown="unreadable", detail="S2"), "cannot be read: S2"),
    ],
)
def test_at(stage: Stage, found: StateAt, said: str) -> None:
    stage.answers("state.history.states_at", (found,))
    result = provisioner("state", "at", "2026-11-22T10:00:00+01:00", "nordlys-bakeri")
    assert asked(stage, "state.history.states_at") == (Point(at=NOW), BAKERY)
    assert said in result.err
    assert "UTC" not in result.err
    document = provisioner("state", "at", "3", "nordlys-bakeri", "--format", "json").json["accounts"]
    assert document[0]["unknown"] == (found.unknown or None)


def test_at_says_which_zone_it_assumed(stage: Stage) -> None:
    stage.answers("state.history.states_at", ())
    result = provisioner("state", "at", "2026-11-22T09:00")
    assert "2026-11-22T09:00 names no zone and is read as UTC: 2026-11-22T09:00:00Z." in result.err
    assert asked(stage, "state.history.states_at") == (Point(at=NOW), None)
    assert "leses som UTC" in provisioner("--lang", "nb", "state", "at", "2026-11-22").err
    assert provisioner("state", "at", "soon").code == 1


def test_diff(stage: Stage) -> None:
    before, after = StateAt(BAKERY), StateAt(BAKERY, Version(3, NOW), STATE)
    gone = StateAt(BAKERY, unknown="pruned", detail="7")
    stage.answers(
        "state.history.difference", (Difference(before, after, (ADDED, CHANGED)), Difference(gone, after, ()))
    )
    result = provisioner("state", "diff", "2026-11-22T09:00:00Z..", "nordlys-bakeri")
    assert asked(stage, "state.history.difference") == (Point(at=NOW), Point(), BAKERY)
    assert result.out.splitlines() == [
        f"{BAKERY}: 0 -> 3",
        f"  + {KEY}",
        f"  ~ {OTHER}",
        "      generation: 1 -> 2",
        '      secret: null -> "sealed"',
        f"{BAKERY}: what stood there then is not kept any more; the oldest that is kept is serial 7.",
    ]
    documents = provisioner("state", "diff", "1..now", "--format", "json").json["accounts"]
    assert documents[0]["after"] == {
        "account": str(BAKERY),
        "serial": 3,
        "at": "2026-11-22T09:00:00Z",
        "unknown": None,
        "detail": None,
    }
    stage.answers("state.history.difference", ())
    assert provisioner("state", "diff", "1..2", "office").out == "Nothing differs.\n"
    for wrong in ("1", "..2", "a..b"):
        assert provisioner("state", "diff", wrong).code == 1


class Counted:
    """A backend with three accounts."""

    def summaries(self) -> list[int]:
        return [1, 2, 3]


@pytest.fixture
def counted(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr("tests.cli.samples.FakeWorkspace.backend", lambda self: Counted(), raising=False)
    return stage


@pytest.mark.parametrize(
    ("severities", "code", "said"),
    [
        ((), 0, "keeps its rules: 3 accounts"),
        ((Severity.INFO,), 0, "keeps its rules"),
        ((Severity.WARNING,), 0, "Errors: 0. Warnings: 1."),
        ((Severity.ERROR, Severity.WARNING), 6, "Errors: 1. Warnings: 1."),
    ],
)
def test_check(counted: Stage, severities: tuple[Severity, ...], code: int, said: str) -> None:
    findings = tuple(Finding("C3", BAKERY, problem(severity)) for severity in severities)
    counted.answers("state.integrity.check_state", findings)
    result = provisioner("state", "check")
    assert result.code == code
    assert said in result.out
    assert ("Something is wrong." in result.err) is bool(severities)
    document = provisioner("state", "check", "nordlys-bakeri", "--format", "json").json
    assert (document["valid"], document["accounts"], len(document["findings"])) == (code == 0, 1, len(severities))
    assert all(item["rule"] == "C3" for item in document["findings"])


REPAIRS = (
    Repair(RepairKind.SUMMARY, BAKERY, fields=("serial", "resources")),
    Repair(RepairKind.TAKE_IN, BAKERY, KEY, 2),
    Repair(RepairKind.LET_GO, BAKERY, KEY, 1),
)


def test_repair_shows_and_asks(stage: Stage) -> None:
    stage.answers("state.repairing.plan_repairs", REPAIRS)
    stage.answers("state.repairing.repair", REPAIRS)
    result = provisioner("state", "repair", person=Person(typed=["yes"]))
    assert result.out == "Mended: 3.\n"
    for words in ("its summary anew (serial, resources)", "take in the key of generation 2", "let go of the copy"):
        assert words in result.err
    rows = provisioner("state", "repair", "--auto-approve", "--format", "json").json["repaired"]
    assert rows[1] == {"account": str(BAKERY), "repair": "take-in", "address": str(KEY), "generation": 2, "fields": []}
    stage.asked["state.repairing.repair"].clear()
    assert provisioner("state", "repair", person=Person(typed=["no"])).code == 1
    assert provisioner("state", "repair").code == 1
    assert stage.asked["state.repairing.repair"] == []


def test_there_may_be_nothing_to_repair(stage: Stage) -> None:
    stage.answers("state.repairing.plan_repairs", ())
    stage.answers("state.repairing.repair", ())
    assert "nothing that can be mended" in provisioner("state", "repair", "--auto-approve").out


def test_prune(stage: Stage) -> None:
    stage.answers("state.retention.prunable", (Prunable(BAKERY, 4, 5),))
    stage.answers("state.retention.prune", 4)
    result = provisioner("state", "prune", "--keep-for", "2w", "--keep-serials", "3", person=Person(typed=["yes"]))
    assert asked(stage, "state.retention.prunable") == (HistoryPolicy(14, 3), None)
    assert result.out == "Forgotten: 4 serials.\n"
    assert f"{BAKERY}: 4 serials before serial 5" in result.err
    rows = provisioner("state", "prune", "--keep-serials", "1", "--auto-approve", "--format", "json").json["pruned"]
    assert rows == [{"account": str(BAKERY), "serials": 4}]
    stage.asked["state.retention.prune"].clear()
    assert provisioner("state", "prune", "--keep-serials", "1", person=Person(typed=["no"])).code == 1
    assert stage.asked["state.retention.prune"] == []
    stage.answers("state.retention.prunable", ())
    assert "nothing older" in provisioner("state", "prune", "--keep-serials", "1", "--auto-approve").out


def test_restore_says_what_it_means_and_asks(stage: Stage) -> None:
    record = AuditRecord("a1", NOW, KEY.account, "kari", "applied", KEY)
    change = EntryChange(KEY, EntryChangeKind.REMOVED)
    planned = GoingBack(KEY.account, 3, 5, 1, (change,), (record,), is_readable=True)
    stage.answers("state.restoring.look_back", planned)
    stage.answers("state.restoring.go_back", 6)
    words = ("state", "restore", str(KEY.account), "--serial", "3", "--reason", "the disk", "--by", "ola")
    left = provisioner(*words, person=Person(typed=["no"]))
    assert (left.code, stage.asked["state.restoring.go_back"]) == (1, [])
    assert f"{KEY.account}: back from serial 5 to serial 3, which records 1 things." in left.err
    assert f"{KEY}: is recorded no longer" in left.err
    assert f"2026-11-22T09:00:00Z  kari  applied  {KEY}" in left.err
    done = provisioner(*words, "--auto-approve")
    assert done.out == f"{KEY.account}: serial 6 records what serial 3 did.\n"
    assert stage.asked["state.restoring.go_back"] == [(planned, EditWish("ola", "the disk"))]
    stage.answers("state.restoring.look_back", replace(planned, changes=(), is_readable=False))
    assert "Serial 5 cannot be read" in provisioner(*words, "--auto-approve").err
