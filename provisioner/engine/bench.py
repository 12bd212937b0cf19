"""What is on the table while one account is planned, and what each resource looks like on it.

Promises: facts only, each taken from the request or from what was decided before. Does not: decide or report by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from provisioner.engine.graph import references
from provisioner.engine.match import Found, Sightings
from provisioner.engine.request import PlanRequest
from provisioner.engine.resolve import NATIVE_ID, lookup
from provisioner.engine.words import WORDS
from provisioner.model.address import Address
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.plan import Action, AttributeChange, Change
from provisioner.model.resource import Desired, Live, ResourceType
from provisioner.model.state import Entry, Intent
from provisioner.model.values import Attributes, Unknown, Value, is_known

STUCK = (Action.HOLD, Action.AWAIT, Action.ASK)
ENDS = (Action.DELETE, Action.FORGET)
MAKES = (Action.CREATE, Action.DELETE_THEN_CREATE, Action.CREATE_THEN_DELETE)


@dataclass(slots=True)
class Bench:
    """What is on the table while one account is planned; filled in the order of need."""

    request: PlanRequest
    desired: Mapping[Address, Desired]
    """What is wanted; in a destroy, without what is in scope."""
    declared: Mapping[Address, Desired]
    """What the manifests say, a destroy or not."""
    entries: Mapping[Address, Entry]
    needs: Mapping[Address, tuple[Address, ...]]
    """What must be there before each of ours, declared or not."""
    sightings: Sightings
    rivals: frozenset[Address]
    """Those of which one thing that is there could be several."""
    leaving: Mapping[tuple[str, str], Address]
    """What is ours and no longer wanted, by kind and identity, where there can be only one."""
    changes: dict[Address, Change] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    taken: list[Live] = field(default_factory=list)
    """What is taken over, and so no longer unmanaged."""

    def tell(self, code: str, address: Address, **values: object) -> Diagnostic:
        """A diagnostic about `address`, at the place where it was declared."""
        wanted = self.declared.get(address)
        return WORDS(code, Place(wanted.source if wanted else None, address), address=address, **values)

    def report(self, code: str, address: Address, **values: object) -> None:
        """The same, put among what is reported."""
        self.diagnostics.append(self.tell(code, address, **values))

    def intent(self, address: Address) -> Intent | None:
        """The open intent about `address`."""
        return self.request.prior.intent_at(address) if self.request.prior is not None else None

    def step_of(self, need: Address) -> Change | None:
        """What is about to be done with something that is needed, here or in the office."""
        if need.account == self.request.account.ref:
            return self.changes.get(need)
        office = self.request.office
        if office is None or office.plan is None:
            return None
        return next((change for change in office.plan.changes if change.address == need and not change.deposed), None)

    def entry_of(self, need: Address) -> Entry | None:
        """The committed entry of something that is needed, here or in the office."""
        if need.account == self.request.account.ref:
            return self.entries.get(need)
        office = self.request.office
        return office.state.entry(need) if office is not None and office.state is not None else None

    def is_moving(self, need: Address) -> bool:
        """Whether what is needed is about to be made, or made anew."""
        change = self.step_of(need)
        return change is not None and change.action in MAKES

    def find(self, unknown: Unknown) -> Value:
        """What a reference stands for, as far as it is known before apply."""
        entry = self.entry_of(unknown.of) if unknown.of is not None else None
        if unknown.of is None or self.is_moving(unknown.of):
            return unknown
        return lookup(entry, unknown.attribute) if entry is not None else self._as_adopted(unknown, unknown.of)

    def _as_adopted(self, unknown: Unknown, of: Address) -> Value:
        """What is known of a thing that this plan takes over: as it was read it will be recorded."""
        change = self.step_of(of)
        if change is None or change.action is not Action.ADOPT:
            return unknown
        value = change.native_id if unknown.attribute == NATIVE_ID else change.after.get(unknown.attribute)
        return unknown if value is None else value

    def settled(self, wanted: Attributes, before: Attributes) -> Attributes:
        """`wanted` with the value as it is wherever a reference is not known and will not move either."""
        if not before:
            return wanted
        kept = {
            name: before[name]
            for name, value in wanted.items()
            if not is_known(value)
            and before.get(name) is not None
            and not any(self.is_moving(need) for need in references(value))
        }
        return wanted.with_items(kept) if kept else wanted


@dataclass(frozen=True, slots=True)
class View:
    """One resource with all that is known of it."""

    address: Address
    type: ResourceType
    wanted: Desired | None
    attributes: Attributes
    """As wanted, references followed."""
    entry: Entry | None
    found: Found
    """Ours, or where there is none of ours, one with its identity."""
    candidates: tuple[Live, ...]
    """Those that are not ours and have its identity."""
    before: Attributes
    differences: tuple[AttributeChange, ...]
    drift: tuple[AttributeChange, ...]

    @property
    def stranger(self) -> bool:
        """Whether ours is gone and another is there instead."""
        return self.entry is not None and bool(self.candidates)


def due_day(wanted: Desired, last: date) -> date:
    """The day from which a thing with that last day is replaced for its age."""
    return last - timedelta(days=wanted.rotate_before_days)
