"""The account in which everything is still to be made, as in a first plan: decided without a look at each row.

Promises: for such an account the very changes that assess.py makes one by one (a test holds the two together), and None
for any other: where something is ours or there, asked for by name, attested, too old, in a ring or without what it
needs. Does not: report anything, for there is nothing to report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date
from typing import Final

from provisioner.engine.bench import ENDS, STUCK, Bench, due_day
from provisioner.engine.graph import needed_by
from provisioner.engine.match import Sightings
from provisioner.engine.request import PlanOptions, PlanRequest
from provisioner.engine.resolve import resolve_attributes
from provisioner.model.address import Address
from provisioner.model.plan import Action, Change, Reason
from provisioner.model.resource import Desired, ResourceType, Role
from provisioner.model.state import InventoryStatus
from provisioner.model.values import EMPTY, Unknown

_LATER: Final = Unknown()
_NO_OPTIONS: Final = PlanOptions()
_NOBODY: Final = Sightings({}, (), frozenset())


@dataclass(frozen=True, slots=True)
class AllNew:
    """What is decided about such an account."""

    changes: tuple[Change, ...]
    """A create for everything that is wanted, by address."""
    needs: Mapping[Address, tuple[Address, ...]]
    """What must be there before each."""
    due_on: date | None
    """The day from which the first of them is replaced for its age."""


def all_new(request: PlanRequest, declared: Mapping[Address, Desired]) -> AllNew | None:
    """The decision, or None where it takes more than a create for each of `declared`."""
    if not _is_plain(request):
        return None
    needs = {address: needed_by(wanted) for address, wanted in declared.items()}
    if not _are_met(request, needs):
        return None
    listed = request.read.complete if request.read is not None else frozenset()
    inventoried = request.prior is not None and request.prior.inventory.status is not InventoryStatus.UNKNOWN
    kinds: dict[str, _Kind | None] = {}
    today = request.now.astimezone(UTC).date()
    changes: list[Change] = []
    due: date | None = None
    for address, wanted in declared.items():
        if address.kind not in kinds:
            seen = address.kind in listed
            known = request.types.get(address.kind)
            kinds[address.kind] = _Kind.of(known, seen) if known is not None and (seen or inventoried) else None
        kind, last = kinds[address.kind], wanted.expires_on
        if kind is None:
            return None
        if last is not None:
            if last < today:
                return None
            day = due_day(wanted, last)
            due = day if due is None or day < due else due
        changes.append(_create(request, kind, wanted, needs[address]))
    return AllNew(tuple(changes), needs, due)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What all of one kind have."""

    type: ResourceType
    computed: Mapping[str, Unknown]
    seen: bool

    @classmethod
    def of(cls, known: ResourceType, seen: bool) -> _Kind:
        return cls(known, dict.fromkeys(known.names(Role.COMPUTED), _LATER), seen)


def _is_plain(request: PlanRequest) -> bool:
    """Whether nothing is ours, nothing is there, and nothing was asked for by name."""
    prior, read = request.prior, request.read
    if request.options != _NO_OPTIONS or request.leaving is not None or request.set_aside:
        return False
    if read is not None and (read.live or not read.visible):
        return False
    if prior is None:
        return True
    same = prior.bound_to is None or prior.bound_to.agrees_with(request.account.identity)
    return same and not (prior.entries or prior.intents or prior.inventory.exists or prior.inventory.unsure)


def _are_met(request: PlanRequest, needs: Mapping[Address, tuple[Address, ...]]) -> bool:
    """Whether all that is needed is made here without needs of its own, or in place at the office, or made there."""
    bench = _bench(request)
    met: set[Address] = set()
    for wanted in needs.values():
        for need in wanted:
            if need in met:
                continue
            if need.account == request.account.ref:
                if need not in needs or needs[need]:
                    return False
            else:
                step = bench.step_of(need)
                if bench.entry_of(need) is None if step is None else step.action in ENDS or step.action in STUCK:
                    return False
            met.add(need)
    return True


def _bench(request: PlanRequest) -> Bench:
    """A table with nothing on it but the office."""
    return Bench(request, {}, {}, {}, {}, _NOBODY, frozenset(), {})


def _create(request: PlanRequest, kind: _Kind, wanted: Desired, needs: tuple[Address, ...]) -> Change:
    """As `assess` makes it."""
    attributes = wanted.attributes
    for need in needs:
        if need.account != wanted.address.account:
            attributes = resolve_attributes(attributes, _bench(request).find)
            break
    later = kind.computed
    if not later.keys().isdisjoint(attributes.keys()):
        later = {name: unknown for name, unknown in later.items() if name not in attributes}
    return Change(
        address=wanted.address,
        action=Action.CREATE,
        reason=Reason.NOT_IN_STATE,
        before=EMPTY,
        after=attributes.with_items(later) if later else attributes,
        live_known=kind.seen,
        depends_on=needs,
        integration=wanted.integration,
        expires_on=wanted.expires_on,
        holds_secret=kind.type.holds_secret,
        handoff=wanted.handoff,
        source=wanted.source,
        origins=tuple(sorted(wanted.origins.items())),
        notes=(*wanted.notes, *wanted.cautions) if wanted.cautions else wanted.notes,
    )
