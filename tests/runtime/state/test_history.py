"""What stood there before, and what nobody can know."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from provisioner.engine.comparing import EntryChangeKind
from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import BackendFailed, StateCorrupt, UsageError
from provisioner.model.state import AccountState
from provisioner.runtime.state.edits import EditWish, rename
from provisioner.runtime.state.history import Point, difference, read_history, states_at
from provisioner.spi.backend import PruneRequest, Version
from provisioner.testing.backend_suite.ground import acquire
from provisioner.testing.fakes import MemoryBackend
from provisioner.testing.samples import NOW
from tests.runtime.firm import CLIENT, Firm, make_firm

NORDLYS = AccountRef.client("nordlys")
NOTE = Address(NORDLYS, "note", "lapp")
WEEK = timedelta(days=7)


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """Applied, and changed a week later."""
    made = make_firm(tmp_path)
    made.attest()
    made.apply()
    made.clock.advance(WEEK.total_seconds())
    made.write("clients.yaml", CLIENT.replace("text: hei", "text: ho"))
    made.apply()
    return made


def versions(firm: Firm) -> list[Version]:
    return list(MemoryBackend(firm.disk).history(NORDLYS))


def test_history_says_who_did_what(firm: Firm) -> None:
    with firm.process() as workspace:
        rows = read_history(workspace, NORDLYS)
        everywhere = read_history(workspace)
        of_note = read_history(workspace, address=NOTE)
    assert [row.version for row in rows] == versions(firm)
    assert all(row.record is not None and row.record.actor == "kari" for row in rows)
    assert not any(row.is_oldest for row in rows)
    assert {row.account for row in everywhere} == {NORDLYS, AccountRef.client("brygga"), AccountRef.office()}
    made, changed = of_note
    assert [change.kind for change in made.changes] == [EntryChangeKind.ADDED]
    assert made.record is not None
    assert made.record.address == NOTE
    (change,) = changed.changes
    assert {fact.name: (fact.before, fact.after) for fact in change.facts} == {"attributes.text": ("hei", "ho")}


def test_a_serial_that_cannot_be_read_is_told_and_the_rest_too(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    load = MemoryBackend.load

    def cannot(self: MemoryBackend, account: AccountRef, serial: int | None = None) -> AccountState | None:
        if serial == 2:
            raise StateCorrupt("It breaks rule S3")
        return load(self, account, serial)

    monkeypatch.setattr(MemoryBackend, "load", cannot)
    with firm.process() as workspace:
        rows = read_history(workspace, NORDLYS)
        (at,) = states_at(workspace, Point(serial=2), NORDLYS)
        (unknown,) = difference(workspace, Point(serial=2), Point(), NORDLYS)
    assert [(row.version.serial, row.problem) for row in rows][:3] == [(1, ""), (2, "It breaks rule S3"), (3, "")]
    assert rows[2].is_oldest
    assert (at.unknown, at.detail) == ("unreadable", "It breaks rule S3")
    assert (unknown.is_known, unknown.changes) == (False, ())

    def storage_fails(self: MemoryBackend, account: AccountRef, serial: int | None = None) -> AccountState | None:
        raise BackendFailed("gone")

    monkeypatch.setattr(MemoryBackend, "load", storage_fails)
    with firm.process() as workspace, pytest.raises(BackendFailed):
        states_at(workspace, Point(serial=2), NORDLYS)


def text_at(firm: Firm, point: Point) -> object:
    with firm.process() as workspace:
        (found,) = states_at(workspace, point, NORDLYS)
    entry = found.state.entry(NOTE) if found.state is not None else None
    return entry.current.attributes["text"] if entry is not None else None


def test_what_stood_there_at_a_time(firm: Firm) -> None:
    assert text_at(firm, Point(at=NOW + WEEK - timedelta(seconds=1))) == "hei"
    assert text_at(firm, Point(at=NOW + WEEK)) in ("hei", "ho")
    assert text_at(firm, Point()) == text_at(firm, Point(at=NOW + 2 * WEEK)) == "ho"
    assert text_at(firm, Point(at=NOW - timedelta(days=1))) is None
    assert text_at(firm, Point(serial=1)) is None
    with firm.process() as workspace:
        with pytest.raises(UsageError, match="serials of its own"):
            states_at(workspace, Point(serial=1))
        with pytest.raises(UsageError, match="no serial 999"):
            states_at(workspace, Point(serial=999), NORDLYS)
        with pytest.raises(UsageError, match="no state of client/nobody"):
            states_at(workspace, Point(), AccountRef.client("nobody"))
        assert {item.unknown for item in states_at(workspace, Point(at=NOW - WEEK))} == {""}


def test_what_changed_between_two_times(firm: Firm) -> None:
    with firm.process() as workspace:
        (changed,) = difference(workspace, Point(at=NOW + WEEK / 2), Point())
        assert changed.after.account == NORDLYS
        assert [change.address for change in changed.changes] == [NOTE]
        assert difference(workspace, Point(), Point()) == ()
        with pytest.raises(UsageError, match="serials of its own"):
            difference(workspace, Point(), Point(serial=1))


def test_what_was_pruned_or_not_written_down_is_not_guessed(firm: Firm) -> None:
    backend, now = MemoryBackend(firm.disk), firm.clock.as_clock().now()
    last = versions(firm)[-1].serial
    backend.prune(PruneRequest(acquire(backend, NORDLYS, now=now).lease, last, now))
    with firm.process() as workspace:
        (found,) = states_at(workspace, Point(at=NOW), NORDLYS)
        assert (found.unknown, found.detail, found.version) == ("pruned", str(last), None)
        (row,) = read_history(workspace, NORDLYS)
        assert (row.is_oldest, row.changes) == (True, ())
        firm.disk.accounts[NORDLYS].times[last] = None
        (found,) = states_at(workspace, Point(at=NOW), NORDLYS)
        assert (found.unknown, found.detail) == ("times", f"{last}-{last}")


def test_the_history_of_a_thing_goes_on_under_the_name_it_had_before(firm: Firm) -> None:
    other, third = Address(NORDLYS, "note", "annen"), Address(NORDLYS, "note", "tredje")
    with firm.process() as workspace:
        before = read_history(workspace, address=NOTE)
        rename(workspace, NOTE, other, EditWish("kari"))
        rename(workspace, other, third, EditWish("kari"))
        rows = read_history(workspace, address=third)
        assert [row.version.serial for row in rows[: len(before)]] == [row.version.serial for row in before]
        assert [{str(change.address) for change in row.changes} for row in rows[len(before) :]] == [
            {str(NOTE), str(other)},
            {str(other), str(third)},
        ]


def test_of_what_was_never_there_there_is_no_history(firm: Firm) -> None:
    with firm.process() as workspace:
        with pytest.raises(UsageError, match="Nothing was ever recorded at client/nordlys/note/aldri"):
            read_history(workspace, address=Address(NORDLYS, "note", "aldri"))
        with pytest.raises(UsageError, match="There is no state of"):
            read_history(workspace, AccountRef.client("nobody"))
