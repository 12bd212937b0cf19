"""What has moved since it was recorded: changed or removed on the screen, by somebody or something that was not us.

Promises: looks at every account in scope and writes nothing; everything that is recorded is told to have moved, to be
in order, or not to be known, and what could not be read is never in order. Does not: say what to do; a plan does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from provisioner.engine.moving import under
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.errors import StateCorrupt, StateTooNew
from provisioner.model.plan import AccountPlan, AttributeChange, Change, StepAction
from provisioner.model.resource import Live
from provisioner.model.state import AccountState, AuditRecord, Entry, Generation, IntentPhase
from provisioner.model.values import NO_LABELS, FrozenMap
from provisioner.runtime.session import PlanWish, RefreshMode, make_plan
from provisioner.runtime.workspace import Workspace
from provisioner.spi.backend import Backend

_ENDS: Final = frozenset({StepAction.DELETE.value, StepAction.FORGET.value})


@dataclass(frozen=True, slots=True)
class DriftWish:
    """Which accounts are looked at."""

    clients: tuple[str, ...] = ()
    """Only these; empty: all."""
    selector: FrozenMap[str] = NO_LABELS
    """Only clients with these labels."""


@dataclass(frozen=True, slots=True)
class Drifted:
    """One thing that is no longer as recorded."""

    address: Address
    """Which."""
    generation: int
    """Which making of it."""
    gone: bool
    """Whether it is not there any more."""
    changes: tuple[AttributeChange, ...]
    """What about it is different."""
    as_of: datetime
    """When it was last known to be as recorded: when it was made, changed or taken over. It moved after that."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What looking found about something that ours rests on: a key's owner, a company's name."""

    finding: Diagnostic
    """In the provider's words."""
    as_of: datetime | None
    """When the thing that it is about was last known to be as recorded; None where it is about a whole account."""


@dataclass(frozen=True, slots=True)
class DriftReport:
    """What one look at everything told."""

    drifted: tuple[Drifted, ...]
    """By address."""
    moved: tuple[Moved, ...]
    """By address; nothing about what is told to be gone, for nothing rests on that any more."""
    unmanaged: tuple[Live, ...]
    """What is there and not ours: listed, never touched."""
    unknown: tuple[Address, ...]
    """Ours, and nobody could tell whether it is there: what cannot be read is not in order."""
    unread: tuple[Diagnostic, ...]
    """What of ours could not be compared with what it was, for that is not on record, or cannot be read."""
    seen: int
    """How many things of ours were seen to be there or not."""
    diagnostics: tuple[Diagnostic, ...]
    """All that the plan says."""

    @property
    def count(self) -> int:
        """How many things, or accounts, are not as they were."""
        told = {one.address for one in self.drifted}
        others = {one.finding.address or one.finding.account for one in self.moved}
        return len(self.drifted) + len(others - told)


@dataclass(frozen=True, slots=True)
class _Sighting:
    """One generation of ours, and what the plan says of it."""

    address: Address
    generation: Generation
    change: Change | None
    """None where the account was not even planned."""
    by_us: bool
    """Whether it may be our own doing that it is gone: a call of which nobody knows the end, or work that waits."""
    as_of: datetime

    @property
    def is_known(self) -> bool:
        return self.change is not None and self.change.live_known

    def told(self) -> Drifted | None:
        """What moved about it."""
        change = self.change
        if change is None or (change.gone and self.by_us) or not (change.gone or change.drift):
            return None
        changes = () if change.gone else change.drift
        return Drifted(self.address, self.generation.number, change.gone, changes, self.as_of)


def find_drift(workspace: Workspace, wish: DriftWish | None = None) -> DriftReport:
    """Looks at every account in scope. ManifestInvalid where the manifests do not even say what is wanted."""
    wish = wish or DriftWish()
    plan = make_plan(workspace, PlanWish(clients=wish.clients, selector=wish.selector, refresh=RefreshMode.ALL)).plan
    backend = workspace.backend()
    sightings = [sighting for account in plan.accounts for sighting in _sightings(backend, account)]
    drifted = [told for sighting in sightings if (told := sighting.told()) is not None]
    return DriftReport(
        drifted=tuple(sorted(drifted, key=lambda one: (one.address, one.generation))),
        moved=tuple(_moved(plan.diagnostics, sightings, {one.address for one in drifted if one.gone})),
        unmanaged=tuple(live for account in plan.accounts for live in account.unmanaged),
        unknown=tuple(sorted({one.address for one in sightings if not one.is_known})),
        unread=tuple(one for one in plan.diagnostics if one.unread),
        seen=sum(one.is_known for one in sightings),
        diagnostics=plan.diagnostics,
    )


def _moved(found: Iterable[Diagnostic], sightings: Iterable[_Sighting], gone: set[Address]) -> Iterator[Moved]:
    in_force: dict[Address | None, datetime] = {}
    for sighting in sightings:
        in_force.setdefault(sighting.address, sighting.as_of)  # the current generation comes first
    drift = [one for one in found if one.drift and one.address not in gone]
    for finding in sorted(drift, key=lambda one: (str(one.address or one.account or ""), one.code)):
        yield Moved(finding, in_force.get(finding.address))


def _sightings(backend: Backend, account: AccountPlan) -> Iterator[_Sighting]:
    """Everything that is recorded of an account, with what the plan says of it."""
    state = _recorded(backend, account)
    if state is None or not state.entries:
        return
    changes = {(one.address, one.generation if one.deposed else 0): one for one in account.changes}
    ours = state if state.account == account.account.ref else under(state, account.account.ref)
    told = _last_done(backend.audit(state.account), state.account, account.account.ref)
    for entry in ours.entries:
        for generation in (entry.current, *entry.deposed):
            number = generation.number
            change = changes.get((entry.address, 0 if generation is entry.current else number))
            as_of = max(told.get((entry.address, number), generation.made_at), generation.made_at)
            yield _Sighting(entry.address, generation, change, _is_by_us(ours, entry, generation), as_of)


def _recorded(backend: Backend, account: AccountPlan) -> AccountState | None:
    """What we have; of a client that was renamed, under its earlier name. None where it cannot be read: the plan's
    errors say so."""
    names = (account.account.ref, account.moved_from)
    try:
        states = [backend.load(name) for name in names if name is not None]
    except (StateCorrupt, StateTooNew):
        return None
    return next((state for state in states if state is not None and state.entries), None)


def _is_by_us(state: AccountState, entry: Entry, generation: Generation) -> bool:
    intent = state.intent_at(entry.address)
    if intent is None:
        return False
    ending = intent.step.action is StepAction.DELETE and intent.step.generation == generation.number
    return ending or intent.phase is IntentPhase.CALLING


def _last_done(
    records: Iterable[AuditRecord], before: AccountRef, now: AccountRef
) -> Mapping[tuple[Address, int], datetime]:
    """When each generation was last made, changed or taken over, by its address of today."""
    told: dict[tuple[Address, int], datetime] = {}
    for record in records:
        address, number = record.address, record.detail.get("generation")
        if address is None or record.event != "applied" or record.detail.get("action") in _ENDS:
            continue
        if isinstance(number, int):
            today = Address(now, address.kind, address.name) if address.account == before else address
            told[today, number] = record.at
    return told
