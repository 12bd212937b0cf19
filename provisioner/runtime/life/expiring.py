"""What is near its last day, and what becomes of it.

Promises: only looks; says of each whether a plan replaces it by itself and from which day, or what a person must change
first, as the planner itself would decide it. Does not: plan or warn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from provisioner.engine.assess import is_expiring
from provisioner.engine.bench import due_day
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, SourceRange
from provisioner.model.resource import Desired
from provisioner.model.state import AccountState, Entry, Generation
from provisioner.runtime.planning.scope import refuse_unknown
from provisioner.runtime.reading.prepare import Prepared, prepare
from provisioner.runtime.state.accounts import account_of
from provisioner.runtime.state.states import account_states
from provisioner.runtime.workspace import Workspace


class Renewal(StrEnum):
    """What becomes of a thing that is near its last day."""

    NEXT_PLAN = "next-plan"
    """The next plan replaces it."""
    BY_ITSELF = "by-itself"
    """A plan replaces it from a certain day on."""
    MANIFEST = "manifest"
    """Nothing later is wanted: only a change of the manifest gets it replaced."""
    PROTECTED = "protected"
    """It would be replaced, and the manifest says that it may not be."""
    REPLACED = "replaced"
    """Its successor is in place; it goes once its vendor has that one."""
    UNWANTED = "unwanted"
    """No manifest wants it any more."""


@dataclass(frozen=True, slots=True)
class ListedExpiry:
    """One generation with a last day."""

    address: Address
    """Whose."""
    account_name: str
    """The company it belongs to, as people know it."""
    generation: int
    """Which."""
    last_day: date
    """The last day."""
    days: int
    """How many days are left; below nothing where it has passed."""
    renewal: Renewal
    """What becomes of it."""
    replaced_from: date | None
    """From which day a plan replaces it; None where none does."""
    source: SourceRange | None
    """Where it is declared."""


@dataclass(frozen=True, slots=True)
class Expiries:
    """All that is near its last day."""

    listed: tuple[ListedExpiry, ...]
    """By day, then by address."""
    diagnostics: tuple[Diagnostic, ...]
    """What is wrong with the manifests, so that something may be missing."""
    now: datetime
    """When it was looked."""


def list_expiring(workspace: Workspace, within_days: int, clients: tuple[str, ...] = ()) -> Expiries:
    """Everything of which the last day comes within so many days, or has passed. ManifestInvalid for a client nobody
    knows."""
    prepared = prepare(workspace)
    now = workspace.clock.now()
    states = account_states(workspace)
    there = {*(state.account for state in states), *workspace.unreadable}
    refuse_unknown(clients, {account for account in there if not account.is_office})
    until = _day(now) + timedelta(days=within_days)
    found = [
        item
        for state in states
        if not clients or state.account.name in clients
        for item in _of_account(state, _Wanted(prepared, state.account), now, until)
    ]
    return Expiries(tuple(sorted(found, key=lambda item: (item.last_day, item.address))), prepared.diagnostics, now)


def _day(now: datetime) -> date:
    """The planner's day."""
    return now.astimezone(UTC).date()


class _Wanted:
    """What the manifests ask of one account, at any day."""

    def __init__(self, prepared: Prepared, account: AccountRef) -> None:
        self._prepared = prepared
        self.declared = next((item for item in prepared.accounts if item.account.ref == account), None)
        self._found: dict[datetime, Mapping[Address, Desired]] = {}

    def at(self, address: Address, moment: datetime) -> Desired | None:
        """How `address` is wanted then."""
        if self.declared is None:
            return None
        if moment not in self._found:
            desired = self._prepared.expand(self.declared, moment).desired
            self._found[moment] = {item.address: item for item in desired}
        return self._found[moment].get(address)


def _of_account(state: AccountState, wanted: _Wanted, now: datetime, until: date) -> Iterator[ListedExpiry]:
    account = wanted.declared.account if wanted.declared is not None else account_of(state)
    for entry in state.entries:
        for generation in (*entry.deposed, entry.current):
            last = generation.expires_on
            if last is None or last > until:
                continue
            renewal, replaced_from = _renewal(entry, generation, wanted, now)
            declared = wanted.at(entry.address, now)
            yield ListedExpiry(
                address=entry.address,
                account_name=account.display_name,
                generation=generation.number,
                last_day=last,
                days=(last - _day(now)).days,
                renewal=renewal,
                replaced_from=replaced_from,
                source=declared.source if declared is not None else None,
            )


def _renewal(entry: Entry, generation: Generation, wanted: _Wanted, now: datetime) -> tuple[Renewal, date | None]:
    declared, last = wanted.at(entry.address, now), generation.expires_on
    if generation.number != entry.current.number:
        return Renewal.REPLACED, None
    if declared is None or last is None:
        return Renewal.UNWANTED, None
    due = due_day(declared, last)
    # A length of time is counted from the day it is asked on, so it is asked on the day when it matters.
    moment = now if due <= _day(now) else datetime.combine(due, time.min, tzinfo=UTC)
    then = wanted.at(entry.address, moment)
    if then is None or not is_expiring(then, entry, moment):
        return Renewal.MANIFEST, None
    if declared.protect:
        return Renewal.PROTECTED, None
    return (Renewal.NEXT_PLAN, _day(now)) if moment == now else (Renewal.BY_ITSELF, due)
