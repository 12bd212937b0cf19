"""One resource at a time: gathers the facts that the decision rests on and turns the decision into a Change.

Promises: every fact comes from the request; a create or update whose need is not met is held and names the need.
Does not: decide (decide.py), or look at what comes after it in the order (planner.py).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from provisioner.engine.bench import ENDS, MAKES, STUCK, Bench, View, due_day
from provisioner.engine.decide import Decision, Difference, Parting, Pending, Presence, Rotation, Situation, decide
from provisioner.engine.diff import acts, diff, still_wanted
from provisioner.engine.explain import explain, told_about
from provisioner.engine.leaving import is_over, whose
from provisioner.engine.match import Found, identity_mark
from provisioner.engine.resolve import resolve_attributes, usage_key
from provisioner.model.address import Address
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.plan import Action, AttributeChange, Change, ChangeKind, Reason, StepAction
from provisioner.model.resource import Desired, Live, ResourceType, Role
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import Entry, Generation, Intent, IntentPhase, InventoryStatus
from provisioner.model.values import EMPTY, Attributes, FrozenMap, Unknown, is_known


def assess(bench: Bench, address: Address) -> Change | None:
    """What is done with `address`, given what was already decided about what it needs."""
    known = bench.request.types.get(address.kind)
    if known is None:
        bench.report("unknown-kind", address, kind=address.kind)
        entry = bench.entries.get(address)
        return None if entry is None else _kept(entry)
    view = _view(bench, address, known)
    situation = _situation(bench, view)
    pending = _pending(bench, view, situation)
    decision = decide(situation if pending is situation.pending else replace(situation, pending=pending))
    if decision is None:
        return None
    decision, waits_for = _held(bench, view, decision)
    explain(bench, view, situation, decision)
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
        drift = diff(known, recorded, seen) if seen else ()
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
        inventoried=prior is not None
        and (prior.inventory.status is not InventoryStatus.UNKNOWN or view.address in prior.inventory.absent),
        adopt=wanted is not None and wanted.adopt,
        attested=prior is not None and view.address in prior.inventory.exists,
        unsure=prior is not None and view.address in prior.inventory.unsure,
        recreate=view.address in bench.request.options.recreate,
        tainted=entry is not None and entry.tainted,
        secret_lost=current is not None and current.secret is SecretStatus.LOST,
        expiring=wanted is not None and entry is not None and is_expiring(wanted, entry, bench.request.now),
        rotation=_rotation(bench, view),
        protected=declared is not None and declared.protect,
        in_use=current is not None
        and bool({current.native_id, usage_key(view.address, current.number)} & bench.request.in_use),
        parting=parting_of(bench, view.entry),
        destroyed=bench.request.options.destroy and declared is not None and wanted is None,
    )


def parting_of(bench: Bench, entry: Entry | None, generation: Generation | None = None) -> Parting:
    """What becomes of a generation, by default the one in force, because the client leaves."""
    leaving, known = bench.request.leaving, bench.request.types.get(entry.address.kind) if entry is not None else None
    if leaving is None or entry is None or known is None or bench.request.options.destroy:
        return Parting.STAYS
    if not is_over(leaving, bench.request.now):
        return Parting.LATER
    return whose(leaving, known, (generation or entry.current).attributes, entry.depends_on)


def _rotation(bench: Bench, view: View) -> Rotation:
    if view.address not in bench.request.options.rotate:
        return Rotation.NOT_ASKED
    return Rotation.UNDER_WAY if view.entry is not None and view.entry.deposed else Rotation.ASKED


def is_expiring(wanted: Desired, entry: Entry, now: datetime) -> bool:
    """Whether the last day is near and a later one is wanted."""
    last = entry.current.expires_on
    if last is None or wanted.expires_on is None or wanted.expires_on <= last:
        return False
    return now.astimezone(UTC).date() >= due_day(wanted, last)


def _pending(bench: Bench, view: View, situation: Situation) -> Pending:
    if view.address in bench.request.set_aside:
        return Pending.CALLING  # a key was made there, and nobody has said what became of it
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
    leaving = None
    if bench.leaving and decision.action is Action.CREATE:
        leaving = bench.leaving.get((view.address.kind, identity_mark(view.type, view.attributes) or ""))
    if leaving is not None:
        bench.report("same-as-leaving", view.address, other=leaving)
        waits.add(leaving)
    for need in bench.needs[view.address] if view.wanted is not None else ():
        change = bench.step_of(need)
        if change is not None:
            missing, stuck = change.action in ENDS, change.action in STUCK
        else:  # the office's is in place where it is committed; one of our own that is not decided yet is in a ring
            missing = need not in bench.desired and bench.entry_of(need) is None
            stuck = need.account == view.address.account
        if missing:
            bench.report("missing-dependency", view.address, needed=need)
        if missing or stuck:
            waits.add(need)
    return (Decision(Action.HOLD, Reason.WAITS_FOR), tuple(sorted(waits))) if waits else (decision, ())


def _change(bench: Bench, view: View, decision: Decision, waits_for: tuple[Address, ...]) -> Change:
    address, action, wanted, entry = view.address, decision.action, view.wanted, view.entry
    current = entry.current if entry is not None else None
    declared = bench.declared.get(address)  # also of what is to be destroyed
    intent = bench.intent(address) if action in (Action.AWAIT, Action.ASK) else None
    notes = (*_notes(view, decision), *told_about(bench, view, decision))
    makes = action in MAKES or action is Action.ADOPT
    number = (current.number if current is not None else 0) + (1 if makes or current is None else 0)
    keeps = current is not None and not makes and action not in STUCK
    expires_on = current.expires_on if current is not None and keeps else wanted.expires_on if wanted else None
    # What is adopted in the place of one that is gone is the one that is there.
    there = view.candidates[0] if action is Action.ADOPT and view.candidates else view.found.live
    native_id = there.native_id if there is not None else None
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
        gone=entry is not None and view.found.presence is Presence.ABSENT,
        generation=number,
        native_id=native_id,
        depends_on=bench.needs[address] if wanted is not None else entry.depends_on if entry is not None else (),
        waits_for=waits_for,
        since=intent.opened_at if intent is not None else None,
        intent_id=intent.id if intent is not None else None,
        integration=wanted.integration if wanted is not None else entry.integration if entry is not None else None,
        expires_on=expires_on,
        holds_secret=view.type.holds_secret,
        handoff=wanted.handoff if wanted is not None else None,
        source=declared.source if declared is not None else None,
        origins=tuple(sorted(wanted.origins.items())) if wanted is not None else (),
        notes=notes,
    )


def _notes(view: View, decision: Decision) -> tuple[Diagnostic, ...]:
    """What was said with the wish: what concerns the making too where one is made, or would be once nothing waits."""
    wanted = view.wanted
    if wanted is None:
        return ()
    waits = decision.action in STUCK and view.entry is None and not view.candidates
    return (*wanted.notes, *wanted.cautions) if waits or decision.action in MAKES else wanted.notes


def _after(view: View, action: Action) -> Attributes:
    """As it is wanted: what is known after apply is Unknown, what belongs to the moment of creation stays."""
    if view.wanted is None or action in ENDS:
        return EMPTY
    if action is Action.NO_OP:
        return view.before
    if action is Action.ADOPT:  # how it was made nobody told us, and the manifest does not know either
        return view.before.with_items(view.attributes.without(*view.type.names(Role.AT_CREATION)))
    if action in MAKES or (view.entry is None and not view.candidates):
        computed = (name for name in view.type.names(Role.COMPUTED) if name not in view.attributes)
        return view.attributes.with_items({name: Unknown() for name in computed})
    kept = [name for name in view.type.names(Role.AT_CREATION) if view.before.get(name) is not None]
    return view.before.with_items(view.attributes.without(*kept))
