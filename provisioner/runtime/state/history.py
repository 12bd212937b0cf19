"""What stood in the state before: every serial that is kept, at a time, and between two.

Promises: only reads; one serial or account that cannot be read is told and does not hide the others; what nobody can
know (a time before times were written down, a serial that was pruned) is said so, never guessed. Does not: bring
anything back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from provisioner.engine.comparing import EntryChange, compare
from provisioner.formats.canonical import digest
from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import ProvisionerError, StateCorrupt, StateTooNew, UsageError
from provisioner.model.state import AccountState, AuditRecord
from provisioner.runtime.state.refusals import REFUSALS
from provisioner.runtime.workspace import Workspace
from provisioner.spi.backend import Backend, Version


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One serial."""

    account: AccountRef
    """Whose."""
    version: Version
    """Which, and when."""
    record: AuditRecord | None = None
    """What was done, where the audit can tell."""
    changes: tuple[EntryChange, ...] = ()
    """What differs from the serial before."""
    is_oldest: bool = False
    """Whether the serial before it is not kept any more or cannot be read, so that nothing can be compared."""
    problem: str = ""
    """Why it cannot be read; empty where it can."""


@dataclass(frozen=True, slots=True)
class Point:
    """A moment in an account's history."""

    serial: int | None = None
    """This serial; or"""
    at: datetime | None = None
    """what stood there at this time; neither: now."""


@dataclass(frozen=True, slots=True)
class StateAt:
    """What stood in one account at a point."""

    account: AccountRef
    """Which."""
    version: Version | None = None
    """The serial in force then; None where there was none, or nobody knows which."""
    state: AccountState | None = None
    """What stood in it, without what was open."""
    unknown: str = ""
    """Why it cannot be told: `pruned`, `times` (not written down then), `unreadable`; empty where it can."""
    detail: str = ""
    """More about why."""


def read_history(
    workspace: Workspace, account: AccountRef | None = None, address: Address | None = None
) -> tuple[HistoryRow, ...]:
    """Every serial of every account, of one, or those in which one thing changed; oldest first."""
    backend = workspace.backend()
    accounts = _accounts(backend, address.account if address is not None else account)
    rows = [row for each in accounts for row in _rows(backend, each)]
    return tuple(rows) if address is None else _about(rows, address)


def _about(rows: Sequence[HistoryRow], address: Address) -> tuple[HistoryRow, ...]:
    """Those in which the thing changed, under the names that it had before, too. UsageError where there are none."""
    found: list[HistoryRow] = []
    name = str(address)
    for row in reversed(rows):
        changes = tuple(change for change in row.changes if str(change.address) == name)
        renamed = row.record.detail.get("renamed") if row.record is not None else None
        if isinstance(renamed, tuple) and renamed and renamed[-1] == name:
            name = str(renamed[0])
            changes = tuple(change for change in row.changes if str(change.address) in map(str, renamed))
        if changes or row.problem:
            found.append(replace(row, changes=changes))
    if not any(row.changes for row in found):
        raise UsageError.of(REFUSALS("never-recorded", address=address))
    return tuple(reversed(found))


def _accounts(backend: Backend, account: AccountRef | None) -> tuple[AccountRef, ...]:
    there = tuple(summary.account for summary in backend.summaries())
    if account is None:
        return there
    if account not in there:
        raise UsageError.of(REFUSALS("no-state-of", account=account))
    return (account,)


def _rows(backend: Backend, account: AccountRef) -> Iterator[HistoryRow]:
    records = _by_link(backend.audit(account))
    before: AccountState | None = None
    known = 0
    for version in backend.history(account):
        try:
            state = backend.load(account, version.serial)
        except (StateCorrupt, StateTooNew) as error:
            yield HistoryRow(account, version, problem=error.summary)
            continue
        if state is None:
            continue  # pruned while we looked
        follows = version.serial == known + 1
        changes = compare(before, state) if follows else ()
        record = records.get(state.audit_head)
        yield HistoryRow(account, version, record, changes, is_oldest=not follows)
        before, known = state, version.serial


def _by_link(records: Sequence[AuditRecord]) -> Mapping[str, AuditRecord]:
    """By what the state that was written with it holds of each."""
    return {digest(record): record for record in records}


def states_at(workspace: Workspace, point: Point, account: AccountRef | None = None) -> tuple[StateAt, ...]:
    """What stood there at `point`, by account. UsageError where a serial is named without an account."""
    if point.serial is not None and account is None:
        raise UsageError.of(REFUSALS("serials-of-its-own"))
    backend = workspace.backend()
    return tuple(_state_at(backend, each, point) for each in _accounts(backend, account))


def span(first: object, last: object) -> tuple[str, str]:
    """From where to where, in English and in Norwegian."""
    return f"{first} to {last}", f"{first} til {last}"


def _state_at(backend: Backend, account: AccountRef, point: Point) -> StateAt:
    versions = backend.history(account)
    chosen: Version | None
    if point.serial is not None:
        chosen = next((version for version in versions if version.serial == point.serial), None)
        if chosen is None:
            there, there_nb = span(versions[0].serial, versions[-1].serial) if versions else ("none", "ingen")
            values = {"account": account, "serial": point.serial, "there": there, "there_nb": there_nb}
            raise UsageError.of(REFUSALS("no-serial", **values))
    elif point.at is not None:
        moment = point.at
        chosen = next((item for item in reversed(versions) if item.at is not None and item.at <= moment), None)
        if chosen is None and versions and versions[0].at is None:
            last = next(item.serial for item in reversed(versions) if item.at is None)
            return StateAt(account, unknown="times", detail=f"{versions[0].serial}-{last}")
        if chosen is None and versions and versions[0].serial > 1:
            return StateAt(account, unknown="pruned", detail=str(versions[0].serial))
    else:
        chosen = versions[-1] if versions else None
    if chosen is None:
        return StateAt(account)
    try:
        return StateAt(account, chosen, backend.load(account, chosen.serial))
    except ProvisionerError as error:
        if not isinstance(error, StateCorrupt | StateTooNew):
            raise
        return StateAt(account, chosen, unknown="unreadable", detail=error.summary)


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed in one account between two points."""

    before: StateAt
    """The earlier."""
    after: StateAt
    """The later."""
    changes: tuple[EntryChange, ...]
    """What differs; empty also where one of the two cannot be told."""

    @property
    def is_known(self) -> bool:
        """Whether both could be told."""
        return not (self.before.unknown or self.after.unknown)


def difference(
    workspace: Workspace, earlier: Point, later: Point, account: AccountRef | None = None
) -> tuple[Difference, ...]:
    """What changed between the two, by account; accounts in which nothing did are left out."""
    if account is None and not (earlier.serial is None and later.serial is None):
        raise UsageError.of(REFUSALS("serials-of-its-own"))
    backend = workspace.backend()
    found = []
    for each in _accounts(backend, account):
        before, after = _state_at(backend, each, earlier), _state_at(backend, each, later)
        known = not (before.unknown or after.unknown)
        changes = compare(before.state, after.state) if known else ()
        if changes or not known:
            found.append(Difference(before, after, changes))
    return tuple(found)
