"""(AccountState, Outcome) -> AccountState: the only maker of a next state.

Promises: what it makes keeps the integrity rules of model/state.py whenever what it was given did; the serial grows by
one with each outcome that is committed, and with nothing else; no generation is ever dropped but by the end of that
very generation. Does not: store, seal, or decide what comes next.

An intent is written beside the body, so opening and advancing one leaves the serial alone. When the generation in
force is ended while older ones are still there, the youngest of them comes into force, tainted: it stays in sight and
the next plan ends or replaces it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from provisioner.engine.editing import edited
from provisioner.engine.moving import emptied, take_over
from provisioner.engine.resolve import lookup, resolve_attributes
from provisioner.engine.schedule import schedule
from provisioner.model.account import Identity
from provisioner.model.address import AccountRef, Address
from provisioner.model.outcome import (
    Applied,
    Attested,
    Awaiting,
    Bound,
    Edited,
    Failed,
    HandedOff,
    Learnt,
    Moved,
    Noted,
    Outcome,
    Settled,
    SettledAs,
    Skipped,
    Stored,
)
from provisioner.model.plan import AccountPlan, Action, Step, StepAction
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import (
    AccountState,
    Entry,
    Generation,
    Intent,
    IntentPhase,
    InventoryStatus,
    StoreUse,
    Summary,
)
from provisioner.model.values import Attributes, FrozenMap, Unknown, Value
from provisioner.model.work import Handoff


def empty_state(account: AccountRef, lineage: str) -> AccountState:
    """The state of an account about which nothing is recorded yet."""
    return AccountState(account=account, lineage=lineage, serial=0)


def fold(state: AccountState, outcome: Outcome) -> AccountState:
    """The state after `outcome`; the same one where it leaves nothing to commit."""
    match outcome:
        case Skipped():
            return state  # nothing was begun
        case Awaiting(intent=intent):
            return _with_intent(state, replace(intent, phase=IntentPhase.AWAITING, deadline=None))
        case Failed(intent_id=intent_id):
            return state if intent_id is None else _committed(_without_intent(state, intent_id))
        case Settled():
            return _settled(state, outcome)
        case Applied():
            return _committed(_without_intent(_applied(state, outcome), outcome.intent_id))
        case Attested():
            return _committed(_attested(state, outcome))
        case Stored() | HandedOff() | Learnt():
            return _noted(state, outcome)
        case Bound(identity=identity):
            return _committed(replace(state, bound_to=identity.merged_with(state.bound_to or Identity())))
        case Edited():
            return _committed(edited(state, outcome))
        case Noted():
            return _committed(state)
        case Moved(came_from=earlier):
            return _committed(emptied(state) if earlier is None else take_over(state, earlier))
        case _:
            assert_never(outcome)


def audited(state: AccountState, head: str) -> AccountState:
    """The next state with the digest of the audit record that goes with it."""
    return replace(state, audit_head=head)


def _committed(state: AccountState) -> AccountState:
    return replace(state, serial=state.serial + 1)


def _applied(state: AccountState, outcome: Applied) -> AccountState:
    step, entry = outcome.step, state.entry(outcome.step.address)
    if step.action is StepAction.CREATE:
        unsure = tuple(address for address in state.inventory.unsure if address != step.address)
        inventory = replace(state.inventory, unsure=unsure)
        return _with_entry(replace(state, inventory=inventory), _created(entry, outcome))
    if step.action is StepAction.ADOPT:
        return _with_entry(_said_no_more(state, step.address), _adopted(entry, outcome))
    if entry is None:
        return state
    if step.action is StepAction.UPDATE:
        return _with_entry(state, _updated(entry, outcome))
    if step.action is StepAction.FORGET:  # it may be there or not: what was said of it before us says nothing now
        state = _said_no_more(state, step.address)
    return _ended(state, entry, step.generation)


def _created(entry: Entry | None, outcome: Applied) -> Entry:
    """The entry with its new generation in force. The one before is deposed where it may still be there: when the
    step takes its place, or when it is not the one that the step was planned upon."""
    step = outcome.step
    deposed: tuple[Generation, ...] = ()
    if entry is not None:
        stays = step.replaces or entry.current.number != step.generation - 1
        deposed = (*entry.deposed, entry.current) if stays else entry.deposed
    lost = SecretStatus.LOST if step.holds_secret else None
    current = Generation(
        number=max([step.generation, *(generation.number + 1 for generation in deposed)]),
        attributes=_known(step.attributes.with_items(outcome.computed)),
        made_at=outcome.at,
        native_id=outcome.native_id,
        driver=step.driver,
        intent_id=outcome.intent_id,
        expires_on=step.expires_on,
        secret=outcome.secret if outcome.secret is not None else lost,
        handoff=Handoff(vendor=step.handoff.vendor) if step.handoff is not None else None,
    )
    return Entry(
        address=step.address,
        current=current,
        deposed=deposed,
        tainted=bool(outcome.incomplete),
        depends_on=step.depends_on,
        integration=step.integration,
    )


def _adopted(entry: Entry | None, outcome: Applied) -> Entry:
    """The entry of a thing that was there before us. Its secret was never ours, and its vendor has it already."""
    step = outcome.step
    deposed = entry.deposed if entry is not None else ()
    current = Generation(
        number=max([step.generation, *(generation.number + 1 for generation in deposed)]),
        attributes=_known(step.attributes.with_items(outcome.computed)),
        made_at=outcome.at,
        native_id=outcome.native_id if outcome.native_id is not None else step.native_id,
        intent_id=outcome.intent_id,
        expires_on=step.expires_on,
        secret=SecretStatus.NEVER_HELD if step.holds_secret else None,
    )
    return Entry(
        address=step.address,
        current=current,
        deposed=deposed,
        tainted=bool(outcome.incomplete),
        depends_on=step.depends_on,
        integration=step.integration,
        adopted=True,
    )


def _updated(entry: Entry, outcome: Applied) -> Entry:
    step, current = outcome.step, entry.current
    native_id = next((found for found in (outcome.native_id, step.native_id) if found is not None), current.native_id)
    return replace(
        entry,
        current=replace(
            current,
            attributes=_known(step.attributes.with_items(outcome.computed)),
            native_id=native_id,
        ),
        tainted=entry.tainted or bool(outcome.incomplete),
        depends_on=step.depends_on,
        integration=step.integration if step.integration is not None else entry.integration,
    )


def _ended(state: AccountState, entry: Entry, number: int) -> AccountState:
    """The state after that generation ended, or was forgotten."""
    if number != entry.current.number:
        left = tuple(generation for generation in entry.deposed if generation.number != number)
        return _with_entry(state, replace(entry, deposed=left))
    if not entry.deposed:
        return replace(state, entries=tuple(other for other in state.entries if other.address != entry.address))
    promoted = replace(entry, current=entry.deposed[-1], deposed=entry.deposed[:-1], tainted=True)
    return _with_entry(state, promoted)


def _settled(state: AccountState, outcome: Settled) -> AccountState:
    """What looking again told is folded as what would have been recorded then."""
    intent = outcome.intent
    if outcome.as_ is SettledAs.UNKNOWN or state.intent(intent.id) is None:
        return state
    if outcome.as_ is SettledAs.DID_NOT_HAPPEN:
        return _committed(_without_intent(state, intent.id))
    lost = SecretStatus.LOST if intent.step.holds_secret else None
    happened = Applied(
        step=intent.step,
        at=outcome.at,
        intent_id=intent.id,
        native_id=outcome.native_id,
        computed=outcome.computed,
        secret=SecretStatus.SEALED if outcome.has_secret else lost,
    )
    return fold(state, happened)


def _attested(state: AccountState, outcome: Attested) -> AccountState:
    """What was named before stays named: a person names a few things first and says that there is no more later. Of one
    thing the last word counts, and of what is ours there is nothing to say."""
    before = state.inventory
    ours = {entry.address for entry in state.entries}
    new = {*outcome.exists, *outcome.absent, *outcome.unsure}
    # "Nothing but what was named" answers what nobody knew, and says again what was said not to be there.
    kept = (before.exists, (), ()) if outcome.empty else (before.exists, before.absent, before.unsure)
    named = (outcome.exists, outcome.absent, outcome.unsure)
    exists, absent, unsure = (
        tuple(sorted(({*old} - new | {*said}) - ours)) for old, said in zip(kept, named, strict=True)
    )
    inventory = replace(before, at=outcome.at, by=outcome.by, exists=exists, absent=absent, unsure=unsure)
    known = InventoryStatus.READ if outcome.read else InventoryStatus.ATTESTED
    return replace(state, inventory=replace(inventory, status=known) if outcome.empty else inventory)


def _said_no_more(state: AccountState, address: Address) -> AccountState:
    """The state without what a person said of a thing that is ours now."""
    said = state.inventory
    exists, absent, unsure = (
        tuple(other for other in named if other != address) for named in (said.exists, said.absent, said.unsure)
    )
    return replace(state, inventory=replace(said, exists=exists, absent=absent, unsure=unsure))


def _noted(state: AccountState, outcome: Stored | HandedOff | Learnt) -> AccountState:
    """The state with something noted on one generation; unchanged where that generation is no longer there."""
    entry = state.entry(outcome.address)
    if entry is None or outcome.generation not in {entry.current.number, *(old.number for old in entry.deposed)}:
        return state

    def noted(generation: Generation) -> Generation:
        if generation.number != outcome.generation:
            return generation
        if isinstance(outcome, Stored):
            return replace(generation, secret=outcome.status, stored_in=outcome.store)
        if isinstance(outcome, Learnt):
            own = {name: value for name, value in outcome.notes.items() if name.startswith("_")}
            return replace(generation, attributes=generation.attributes.with_items(own))
        return replace(generation, handoff=outcome.handoff)

    marked = replace(entry, current=noted(entry.current), deposed=tuple(noted(old) for old in entry.deposed))
    return _committed(_with_entry(state, marked))


def _known(attributes: Attributes) -> Attributes:
    """What is stored: a value that nobody knows even now is not there."""
    found = resolve_attributes(attributes, lambda unknown: None)
    return FrozenMap({name: value for name, value in found.items() if not isinstance(attributes[name], Unknown)})


def _with_entry(state: AccountState, entry: Entry) -> AccountState:
    others = (other for other in state.entries if other.address != entry.address)
    return replace(state, entries=tuple(sorted((*others, entry), key=lambda one: one.address)))


def _with_intent(state: AccountState, intent: Intent) -> AccountState:
    others = (other for other in state.intents if other.id != intent.id)
    return replace(state, intents=tuple(sorted((*others, intent), key=lambda one: one.address)))


def _without_intent(state: AccountState, intent_id: str | None) -> AccountState:
    return replace(state, intents=tuple(intent for intent in state.intents if intent.id != intent_id))


def open_intent(state: AccountState, intent: Intent) -> AccountState:
    """The state with `intent` open. ValueError where something is open at its address, or its id was used."""
    if state.intent(intent.id) is not None or state.intent_at(intent.address) is not None:
        raise ValueError(f"something is open at {intent.address} already")
    if intent.address.account != state.account:
        raise ValueError(f"{intent.address} is not of {state.account}")
    return _with_intent(state, intent)


def advance_intent(
    state: AccountState, intent_id: str, phase: IntentPhase, claimant: str, deadline: datetime | None
) -> AccountState:
    """The state with one intent further on. KeyError where none is open under that id."""
    intent = state.intent(intent_id)
    if intent is None:
        raise KeyError(intent_id)
    return _with_intent(state, replace(intent, phase=phase, claimant=claimant, deadline=deadline))


def resolve_step(step: Step, states: Mapping[AccountRef, AccountState]) -> Step | tuple[Address, ...]:
    """The step with every reference followed to a committed entry, or the addresses that have none yet."""
    missing: set[Address] = set()

    def find(unknown: Unknown) -> Value:
        state = states.get(unknown.of.account) if unknown.of is not None else None
        entry = state.entry(unknown.of) if state is not None and unknown.of is not None else None
        if unknown.of is not None and entry is None:
            missing.add(unknown.of)
        return lookup(entry, unknown.attribute) if entry is not None else None

    attributes = resolve_attributes(step.attributes, find)
    return tuple(sorted(missing)) if missing else replace(step, attributes=attributes)


@dataclass(frozen=True, slots=True)
class Convergence:
    """What is remembered of a commit that leaves an account converged."""

    input_digest: str
    """Of everything that had a say."""
    desired_digest: str
    """Of what is desired."""
    due_at: datetime | None
    """When the plan would change by the passing of time alone."""


def summarise(state: AccountState, convergence: Convergence | None, now: datetime, engine_version: str) -> Summary:
    """What is kept of `state` where it can be read without loading it."""
    return Summary(
        account=state.account,
        lineage=state.lineage,
        serial=state.serial,
        input_digest=convergence.input_digest if convergence is not None else "",
        desired_digest=convergence.desired_digest if convergence is not None else "",
        due_at=convergence.due_at if convergence is not None else None,
        last_seen=now,
        generated_by=engine_version,
        resources=len(state.entries),
        open_intents=sum(intent.phase is IntentPhase.CALLING for intent in state.intents),
        awaiting=sum(intent.phase is IntentPhase.AWAITING for intent in state.intents),
        tainted=sum(entry.tainted or entry.current.secret is SecretStatus.LOST for entry in state.entries),
        deposed=sum(len(entry.deposed) for entry in state.entries),
        unsure=len(state.inventory.unsure),
        bound_to=state.bound_to,
        stored_in=_store_uses(state),
    )


def _store_uses(state: AccountState) -> tuple[StoreUse, ...]:
    generations = (each for entry in state.entries for each in (*entry.deposed, entry.current))
    counted = Counter(each.stored_in for each in generations if each.secret is SecretStatus.STORED and each.stored_in)
    return tuple(StoreUse(store, count) for store, count in sorted(counted.items()))


def is_converged(plan: AccountPlan, done: frozenset[str]) -> bool:
    """Whether nothing of a whole (not narrowed) plan is left once the steps with the keys `done` were applied."""
    settled = all(change.action is Action.NO_OP or change.action.is_pending for change in plan.changes)
    return settled and all(step.key in done for step in schedule(plan))
