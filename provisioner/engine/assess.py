"""One resource at a time: gathers the facts that the decision rests on and turns the decision into a Change.

Promises: every fact comes from the request; a create or update whose need is not met is held and names the need.
Does not: decide (decide.py), or look at what comes after it in the order (planner.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from provisioner.engine.decide import Decision, Difference, Pending, Presence, Situation, decide
from provisioner.engine.diff import acts, diff, still_wanted
from provisioner.engine.graph import needed_by, references
from provisioner.engine.match import Found, Sightings
from provisioner.engine.request import PlanRequest
from provisioner.engine.resolve import lookup, resolve_attributes, usage_key
from provisioner.engine.words import WORDS
from provisioner.model.address import Address
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.plan import Action, AttributeChange, Change, ChangeKind, Reason, StepAction
from provisioner.model.resource import Desired, Live, ResourceType, Role
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import Entry, Intent, IntentPhase, InventoryStatus
from provisioner.model.values import EMPTY, Attributes, FrozenMap, Unknown, Value, is_known

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
    sightings: Sightings
    rivals: frozenset[Address] = frozenset()
    """Those of which one thing that is there could be several."""
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
        if unknown.of is None or entry is None or self.is_moving(unknown.of):
            return unknown
        return lookup(entry, unknown.attribute)

    def settled(self, wanted: Attributes, before: Attributes) -> Attributes:
        """`wanted` with the value as it is wherever a reference is not known and will not move either."""
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


def assess(bench: Bench, address: Address) -> Change | None:
    """What is done with `address`, given what was already decided about what it needs."""
    known = bench.request.types.get(address.kind)
    if known is None:
        bench.report("unknown-kind", address, kind=address.kind)
        entry = bench.entries.get(address)
        return None if entry is None else _kept(entry)
    view = _view(bench, address, known)
    situation = _situation(bench, view)
    decision = decide(replace(situation, pending=_pending(bench, view, situation)))
    if decision is None:
        return None
    decision, waits_for = _held(bench, view, decision)
    _explain(bench, view, situation, decision)
    if decision.action is Action.ADOPT:
        bench.taken.extend(view.candidates)
    return _change(bench, view, decision, waits_for)


def _kept(entry: Entry) -> Change:
    """A resource of a kind that nobody knows: left alone."""
    current = entry.current
    return Change(
        entry.address,
        Action.HOLD,
        Reason.CONFLICT,
        before=current.attributes,
        generation=current.number,
        native_id=current.native_id,
        depends_on=entry.depends_on,
        integration=entry.integration,
    )


def _view(bench: Bench, address: Address, known: ResourceType) -> View:
    wanted, entry = bench.desired.get(address), bench.entries.get(address)
    resolved = resolve_attributes(wanted.attributes, bench.find) if wanted is not None else EMPTY
    found = bench.sightings.found[address, entry.current.number] if entry is not None else None
    candidates: tuple[Live, ...] = ()
    if wanted is not None and (found is None or found.presence is Presence.ABSENT):
        candidates = bench.sightings.candidates(known, resolved)
    drift: tuple[AttributeChange, ...] = ()
    if candidates:
        before = _readable(known, candidates[0]) if len(candidates) == 1 else EMPTY
        compared = FrozenMap({name: value for name, value in resolved.items() if name in before})
    else:
        recorded = entry.current.attributes if entry is not None else EMPTY
        seen = _readable(known, found.live) if found is not None and found.live is not None else EMPTY
        before = recorded.with_items(seen)
        drift = diff(known, recorded, seen)
        compared = bench.settled(resolved, before)
    if found is None:
        absent = Presence.ABSENT if address.kind in bench.sightings.listed else Presence.NOT_KNOWN
        found = Found(Presence.PRESENT if candidates else absent, candidates[0] if len(candidates) == 1 else None)
    return View(
        address=address,
        type=known,
        wanted=wanted,
        attributes=resolved if candidates else compared,
        entry=entry,
        found=found,
        candidates=candidates,
        before=before,
        differences=diff(known, before, compared) if entry is not None or candidates else (),
        drift=drift,
    )


def _readable(known: ResourceType, live: Live) -> Attributes:
    """What was read of a thing, but for what is never stored."""
    return live.attributes.without(*known.names(Role.SECRET))


def _situation(bench: Bench, view: View) -> Situation:
    wanted, entry, prior = view.wanted, view.entry, bench.request.prior
    declared = bench.declared.get(view.address)
    current = entry.current if entry is not None else None
    kinds = {change.kind for change in acts(view.differences)}
    gravest = Difference.MUTABLE if kinds else Difference.NONE
    configured = current is None or bool(acts(diff(view.type, current.attributes, view.attributes)))
    return Situation(
        desired=wanted is not None,
        prior=entry is not None,
        live=view.found.presence,
        stranger=view.stranger,
        ambiguous=bool(view.candidates) and (len(view.candidates) > 1 or view.address in bench.rivals),
        difference=Difference.IMMUTABLE if ChangeKind.REPLACE in kinds else gravest,
        configured=configured,
        permanent=view.type.permanent,
        holds_secret=view.type.holds_secret,
        replacement=view.type.replacement,
        inventoried=prior is not None and prior.inventory.status is not InventoryStatus.UNKNOWN,
        adopt=wanted is not None and wanted.adopt,
        attested=prior is not None and view.address in prior.inventory.exists,
        recreate=view.address in bench.request.options.recreate,
        tainted=entry is not None and entry.tainted,
        secret_lost=current is not None and current.secret is SecretStatus.LOST,
        expiring=wanted is not None and entry is not None and is_expiring(wanted, entry, bench.request.now),
        protected=declared is not None and declared.protect,
        in_use=current is not None
        and bool({current.native_id, usage_key(view.address, current.number)} & bench.request.in_use),
    )


def due_day(wanted: Desired, last: date) -> date:
    """The day from which a thing with that last day is replaced for its age."""
    return last - timedelta(days=wanted.rotate_before_days)


def is_expiring(wanted: Desired, entry: Entry, now: datetime) -> bool:
    """Whether the last day is near and a later one is wanted."""
    last = entry.current.expires_on
    if last is None or wanted.expires_on is None or wanted.expires_on <= last:
        return False
    return now.astimezone(UTC).date() >= due_day(wanted, last)


def _pending(bench: Bench, view: View, situation: Situation) -> Pending:
    intent = bench.intent(view.address)
    if intent is None or _is_about_old(view.entry, intent):
        return Pending.NOTHING
    if intent.phase is IntentPhase.CALLING:
        return Pending.CALLING
    if intent.step.action is not StepAction.DELETE:
        same = view.wanted is not None and still_wanted(view.type, intent.step.attributes, view.attributes)
    elif view.wanted is None:
        same = True
    else:
        decision = decide(situation)
        same = decision is not None and decision.action is Action.DELETE_THEN_CREATE
    return Pending.AWAITING_SAME if same else Pending.AWAITING_CHANGED


def _is_about_old(entry: Entry | None, intent: Intent) -> bool:
    """Whether the intent ends a generation that is no longer in force."""
    numbers = {generation.number for generation in entry.deposed} if entry is not None else set()
    return intent.step.action is StepAction.DELETE and intent.step.generation in numbers


def _held(bench: Bench, view: View, decision: Decision) -> tuple[Decision, tuple[Address, ...]]:
    """The decision, or a hold where something it needs is not in place; and what it waits for."""
    whole = not acts(view.differences) and all(is_known(value) for value in view.attributes.values())
    updates = decision.action is Action.ADOPT and not whole
    if not (updates or decision.action in MAKES or decision.action in (Action.UPDATE, Action.DELETE)):
        return decision, ()
    waits: set[Address] = set()
    if bench.intent(view.address) is not None:
        waits.add(view.address)  # one open intent a resource: the old generation's comes first
    for need in needed_by(view.wanted) if view.wanted is not None else ():
        change, entry = bench.step_of(need), bench.entry_of(need)
        missing = change.action in ENDS if change is not None else entry is None or _is_ours(bench, need)
        if missing:
            bench.report("missing-dependency", view.address, needed=need)
        if missing or (change is not None and change.action in STUCK):
            waits.add(need)
    return (Decision(Action.HOLD, Reason.WAITS_FOR), tuple(sorted(waits))) if waits else (decision, ())


def _is_ours(bench: Bench, need: Address) -> bool:
    """Whether `need` is of this account, so that its change would be known if it were in place."""
    return need.account == bench.request.account.ref


def _explain(bench: Bench, view: View, situation: Situation, decision: Decision) -> None:
    """Report what a person must know or do about a decision."""
    address, reason = view.address, decision.reason
    if decision.action is Action.ASK:
        _explain_question(bench, address, reason)
    elif decision.action is Action.HOLD and reason is Reason.CONFLICT:
        _explain_conflict(bench, view, situation)
    elif decision.action is Action.HOLD and reason is Reason.PERMANENT:
        bench.report("permanent-differs", address)
    elif decision.action is Action.HOLD and reason is Reason.PROTECTED:
        gone = view.wanted is None
        bench.report(
            "protected",
            address,
            deed="ended" if gone else "replaced",
            deed_nb="avsluttet" if gone else "erstattet",
        )
    elif reason is Reason.NEEDS_RECREATE:
        bench.report("needs-recreate", address)
    elif reason is Reason.OVERLAP:
        bench.report("still-in-use", address)
    _explain_dates(bench, view, decision)


def _explain_question(bench: Bench, address: Address, reason: Reason) -> None:
    intent = bench.intent(address)
    assert intent is not None, "a question is asked about an open intent"
    code = "open-intent" if reason is Reason.OPEN_INTENT else "awaiting-changed"
    since = f"{intent.opened_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    bench.report(code, address, step=intent.step.key, since=since, intent=intent.id)


def _explain_conflict(bench: Bench, view: View, situation: Situation) -> None:
    if situation.ambiguous:
        bench.report("conflict-ambiguous", view.address, count=len(view.candidates))
    elif situation.permanent or situation.attested or (situation.adopt and not situation.prior):
        differing = [change.name for change in view.differences if change.kind is ChangeKind.REPLACE]
        bench.report("conflict-differs", view.address, differences=", ".join(differing))
    else:
        bench.report("conflict-exists", view.address)


def _explain_dates(bench: Bench, view: View, decision: Decision) -> None:
    wanted, entry, today = view.wanted, view.entry, bench.request.now.astimezone(UTC).date()
    if wanted is None:
        return
    if decision.action in MAKES and wanted.expires_on is not None and wanted.expires_on < today:
        bench.report("already-expired", view.address, date=wanted.expires_on.isoformat())
    elif decision.action in (Action.NO_OP, Action.UPDATE) and entry is not None:
        last = entry.current.expires_on
        if last is not None and today >= due_day(wanted, last):
            bench.report("expires-soon", view.address, date=last.isoformat())


def _change(bench: Bench, view: View, decision: Decision, waits_for: tuple[Address, ...]) -> Change:
    address, action, wanted, entry = view.address, decision.action, view.wanted, view.entry
    current = entry.current if entry is not None else None
    intent = bench.intent(address) if action in (Action.AWAIT, Action.ASK) else None
    notes = wanted.notes if wanted is not None else ()
    if decision == Decision(Action.FORGET, Reason.PERMANENT):
        notes = (*notes, bench.tell("permanent-kept", address))
    makes = action in MAKES or action is Action.ADOPT
    number = (current.number if current is not None else 0) + (1 if makes or current is None else 0)
    keeps = current is not None and not makes and action not in STUCK
    expires_on = current.expires_on if current is not None and keeps else wanted.expires_on if wanted else None
    native_id = view.found.live.native_id if view.found.live is not None else None
    if native_id is None and current is not None and action is not Action.CREATE:
        native_id = current.native_id
    return Change(
        address=address,
        action=action,
        reason=decision.reason,
        before=EMPTY if action is Action.CREATE else view.before,
        after=_after(view, action),
        attribute_changes=() if action is Action.CREATE else view.differences,
        drift=view.drift,
        live_known=view.found.presence is not Presence.NOT_KNOWN,
        generation=number,
        native_id=native_id,
        depends_on=needed_by(wanted) if wanted is not None else entry.depends_on if entry is not None else (),
        waits_for=waits_for,
        since=intent.opened_at if intent is not None else None,
        intent_id=intent.id if intent is not None else None,
        integration=wanted.integration if wanted is not None else entry.integration if entry is not None else None,
        expires_on=expires_on,
        holds_secret=view.type.holds_secret,
        handoff=wanted.handoff if wanted is not None else None,
        source=wanted.source if wanted is not None else None,
        origins=tuple(sorted(wanted.origins.items())) if wanted is not None else (),
        notes=notes,
    )


def _after(view: View, action: Action) -> Attributes:
    """As it is wanted: what is known after apply is Unknown, what belongs to the moment of creation stays."""
    if view.wanted is None or action in ENDS:
        return EMPTY
    if action is Action.NO_OP:
        return view.before
    if action in MAKES or (view.entry is None and not view.candidates):
        computed = (name for name in view.type.names(Role.COMPUTED) if name not in view.attributes)
        return view.attributes.with_items({name: Unknown() for name in computed})
    kept = [name for name in view.type.names(Role.AT_CREATION) if view.before.get(name) is not None]
    return view.before.with_items(view.attributes.without(*kept))
