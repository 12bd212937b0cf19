"""The laws of planning, scheduling and folding, over drawn states, manifests and worlds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from provisioner.engine.guard import refuse_stale
from provisioner.engine.planner import plan_account
from provisioner.engine.request import PlanOptions, PlanRequest
from provisioner.engine.schedule import office_phases, schedule
from provisioner.model.address import Address
from provisioner.model.errors import StaleState
from provisioner.model.offboarding import Departure, Leaving, Offboarding, OurPeople
from provisioner.model.plan import Action, Change, Reason, Step, StepAction
from provisioner.model.resource import Desired, Live, Read
from provisioner.model.state import AccountState, violations
from provisioner.testing import strategies as drawn
from tests.properties.world import World, known_ids

MAKES = (StepAction.CREATE, StepAction.UPDATE, StepAction.ADOPT)
laws = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@st.composite
def worlds(draw: st.DrawFn, trouble: drawn.Trouble = drawn.STORMY) -> World:
    state = draw(drawn.account_states(trouble))
    things = draw(drawn.things(state, trouble))
    return World(state, list(things), draw(drawn.complete_kinds(trouble)))


def as_wanted(state: AccountState) -> tuple[Desired, ...]:
    """Manifests that say exactly what the state says."""
    return tuple(
        Desired(entry.address, entry.current.attributes.without("tokenId"), depends_on=entry.depends_on)
        for entry in state.entries
    )


def pending(changes: tuple[Change, ...]) -> list[Change]:
    return [change for change in changes if change.action.is_pending]


@laws
@given(drawn.account_states())
def test_drawn_states_keep_the_rules(state: AccountState) -> None:
    assert violations(state) == ()


@laws
@given(st.data())
def test_law_1_the_same_three_times_is_no_change(data: st.DataObject) -> None:
    world = data.draw(worlds(drawn.CALM))
    desired = tuple(
        wanted
        if set(wanted.depends_on) <= {entry.address for entry in world.state.entries}
        else replace(wanted, depends_on=())
        for wanted in as_wanted(world.state)
    )
    planned = world.plan(desired)
    assert {change.action for change in planned.plan.changes} <= {Action.NO_OP}
    assert len(planned.plan.changes) == len(world.state.entries)
    assert schedule(planned.plan) == ()


@laws
@given(worlds(drawn.ORDERLY), drawn.desired_sets())
def test_law_2_a_plan_that_was_applied_leaves_nothing_but_old_generations(
    world: World, desired: tuple[Desired, ...]
) -> None:
    # What is protected is held for a value that is not known yet, though that may turn out to be the same.
    desired = tuple(replace(wanted, protect=False) for wanted in desired)
    assert world.apply(world.plan(desired))
    second = world.plan(desired)
    assert {change.reason for change in pending(second.plan.changes)} <= {Reason.DEPOSED}
    assert world.apply(second)
    assert pending(world.plan(desired).plan.changes) == []


@laws
@given(worlds(drawn.CALM), st.data())
def test_law_2_a_rotation_makes_one_successor_each_and_then_leaves_nothing_but_the_old_ones(
    world: World, data: st.DataObject
) -> None:
    """A key that is being rotated already gets no further one, however often it is asked for."""
    there = {entry.address for entry in world.state.entries}
    desired = tuple(
        wanted if set(wanted.depends_on) <= there else replace(wanted, depends_on=())
        for wanted in as_wanted(world.state)
    )
    held = [entry.address for entry in world.state.entries if drawn.TYPES[entry.address.kind].holds_secret]
    chosen = frozenset(data.draw(st.lists(st.sampled_from(held), unique=True))) if held else frozenset[Address]()
    before = {entry.address: entry.current.number for entry in world.state.entries}
    busy = {entry.address for entry in world.state.entries if entry.deposed}
    assert world.apply(world.plan(desired, PlanOptions(rotate=chosen)))
    for entry in world.state.entries:
        if entry.address in held:
            assert entry.current.number == before[entry.address] + (entry.address in chosen - busy)
    again = world.plan(desired, PlanOptions(rotate=chosen)).plan.changes
    assert not [change for change in again if change.reason is Reason.ROTATION]
    assert {change.reason for change in pending(world.plan(desired).plan.changes)} <= {Reason.DEPOSED}


@laws
@given(worlds(drawn.ORDERLY), drawn.desired_sets(), st.booleans())
def test_law_2_a_client_that_left_is_left_in_peace(world: World, desired: tuple[Desired, ...], all_known: bool) -> None:
    """What is ours ends, what is the client's own and what is permanent never does, and then nothing is left to do."""
    people = OurPeople(("red",), () if all_known else ("green",))
    leaving = Leaving(Offboarding(Departure.LEAVES, drawn.NOW.date()), people)
    desired = tuple(replace(wanted, protect=False) for wanted in desired)
    held = {
        (entry.address, generation.number): generation.attributes.get("keyName")
        for entry in world.state.entries
        for generation in (*entry.deposed, entry.current)
    }
    planned = world.plan(desired, leaving=leaving)
    for step in schedule(planned.plan):
        assert step.action in (StepAction.DELETE, StepAction.FORGET)
        if step.action is StepAction.DELETE:
            assert step.address.kind == "key"
            assert held[step.address, step.generation] == "red"
    assert world.apply(planned)
    left = world.plan(desired, leaving=leaving).plan.changes
    assert pending(left) == []
    assert {change.reason for change in left} <= {Reason.WHOSE}
    assert not (all_known and left)


@laws
@given(worlds(), drawn.desired_sets())
def test_law_4_a_plan_of_another_state_is_refused(world: World, desired: tuple[Desired, ...]) -> None:
    plan = world.plan(desired).plan
    refuse_stale(plan, world.state)
    for other in (
        replace(world.state, serial=world.state.serial + 1),
        replace(world.state, lineage="another"),
        None,
    ):
        with pytest.raises(StaleState):
            refuse_stale(plan, other)


@laws
@given(worlds(), drawn.desired_sets(), st.booleans())
def test_law_5_what_is_not_ours_is_never_touched(world: World, desired: tuple[Desired, ...], destroy: bool) -> None:
    ours = known_ids(world.state)
    identities = {
        (entry.address.kind, drawn.TYPES[entry.address.kind].identity(generation.attributes))
        for entry in world.state.entries
        for generation in (*entry.deposed, entry.current)
    }
    planned = world.plan(desired, PlanOptions(destroy=destroy))
    steps = schedule(planned.plan)
    adopted = {step.address for step in steps if step.action is StepAction.ADOPT}
    for step in steps:
        if step.action in (StepAction.UPDATE, StepAction.DELETE) and step.address not in adopted:
            assert world.state.entry(step.address) is not None
            known = drawn.TYPES[step.address.kind]
            assert (
                step.native_id is None
                or step.native_id in ours
                or (step.address.kind, known.identity(step.before)) in identities
            )
    by_address = {wanted.address: wanted for wanted in desired}
    for address in adopted:
        assert by_address[address].adopt or address.kind == "module" or address in world.state.inventory.exists
    touched = {step.native_id for step in steps if step.native_id is not None}
    assert not touched & {live.native_id for live in planned.plan.unmanaged}


@laws
@given(worlds(), drawn.desired_sets(), st.booleans())
def test_law_6_needs_first_and_ends_last(world: World, desired: tuple[Desired, ...], destroy: bool) -> None:
    plan = world.plan(desired, PlanOptions(destroy=destroy)).plan
    steps = schedule(plan)
    assert len({step.key for step in steps}) == len(steps)
    place = {step.key: index for index, step in enumerate(steps)}
    for step in steps:
        for other in steps:
            if other.address not in step.depends_on:
                continue
            if step.action in MAKES and other.action in MAKES:
                assert place[other.key] < place[step.key]
            if step.action not in MAKES and other.action not in MAKES:
                assert place[step.key] < place[other.key]
    assert_replacements_are_whole(steps, plan.changes)
    first, last = office_phases(steps)
    assert first + last == steps
    assert all(step.action not in MAKES for step in last)


def assert_replacements_are_whole(steps: tuple[Step, ...], changes: tuple[Change, ...]) -> None:
    made = {(step.address, step.action): step for step in steps}
    for change in changes:
        create = made.get((change.address, StepAction.CREATE))
        if change.action is Action.DELETE_THEN_CREATE:
            end = made[change.address, StepAction.DELETE]
            assert create is not None
            assert steps.index(end) < steps.index(create)
            assert end.generation == create.generation - 1
        if change.action is Action.CREATE_THEN_DELETE:
            assert create is not None
            assert create.replaces


@laws
@given(st.data())
def test_law_7_order_changes_nothing(data: st.DataObject) -> None:
    world = data.draw(worlds())
    desired = data.draw(drawn.desired_sets())
    targets = tuple(data.draw(st.lists(st.sampled_from(drawn.ADDRESSES), unique=True, max_size=2)))
    plain = plan_account(request(world.state, desired, world.read(), targets))
    read = world.read()
    shuffled: tuple[Live, ...] = tuple(data.draw(st.permutations(read.live)))
    other = plan_account(
        request(
            world.state,
            tuple(data.draw(st.permutations(desired))),
            replace(read, live=shuffled),
            targets[::-1],
        )
    )
    assert other == plain
    assert schedule(other.plan) == schedule(plain.plan)


def request(state: AccountState, desired: tuple[Desired, ...], read: Read, targets: tuple[Address, ...]) -> PlanRequest:
    return PlanRequest(drawn.ACCOUNT, drawn.TYPES, desired, state, read, drawn.NOW, options=PlanOptions(targets))


@laws
@given(worlds(replace(drawn.STORMY, nameless=False)), drawn.desired_sets(), st.data())
def test_law_9_whatever_fails_nothing_is_lost_and_it_ends(
    world: World, desired: tuple[Desired, ...], data: st.DataObject
) -> None:
    fates = st.lists(st.sampled_from(["done", "failed", "lost", "unsent"]), max_size=8)
    for _ in range(2):
        world.apply(world.plan(desired), data.draw(fates))
        assert set(world.made) <= known_ids(world.state) | open_creates(world)
        world.settle()
        assert set(world.made) <= known_ids(world.state)
        assert set(world.made.values()) <= {entry.address for entry in world.state.entries}
    for _ in range(6):
        planned = world.plan(desired)
        if not pending(planned.plan.changes):
            break
        world.apply(planned)
    else:
        raise AssertionError(f"it never ends: {pending(world.plan(desired).plan.changes)}")
    assert {change.action for change in planned.plan.changes} <= {Action.NO_OP, Action.HOLD}


def open_creates(world: World) -> set[str]:
    """Ids of things whose making is still an open question, and so not forgotten."""
    asked = {intent.address for intent in world.state.intents}
    return {native_id for native_id, address in world.made.items() if address in asked}


@laws
@given(worlds(drawn.ORDERLY), drawn.desired_sets())
def test_destroy_leaves_nothing_but_what_is_permanent_or_protected(world: World, desired: tuple[Desired, ...]) -> None:
    assume(not any(wanted.protect for wanted in desired))
    world.apply(world.plan(desired))
    everything = PlanOptions(destroy=True)
    assert world.apply(world.plan(desired, everything))
    assert world.state.entries == ()
    assert {thing.kind for thing in world.things} <= {"module"}
    assert world.plan(desired, everything).plan.changes == ()
