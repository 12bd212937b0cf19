"""Steps and their order."""

from __future__ import annotations

from dataclasses import replace

from provisioner.engine.schedule import office_phases, schedule
from provisioner.model.account import Account, Identity
from provisioner.model.address import Address
from provisioner.model.plan import AccountPlan, Action, AttributeChange, Change, ChangeKind, Reason, StepAction
from provisioner.model.resource import HandoffPlan
from provisioner.model.values import EMPTY, Unknown, attributes
from tests.engine.making import ACCESS, CLIENT, KEY, MODULE, OFFICE_KEY, day, place

BEFORE = attributes(application="Huma", rights="few", tokenId=3)
AFTER = BEFORE.with_items({"rights": "all"})


def change(of: Address, action: Action, *needs: Address, **more: object) -> Change:
    made = Change(of, action, Reason.CONFIGURATION, before=BEFORE, after=AFTER, native_id="n", depends_on=needs)
    return replace(made, **more)  # type: ignore[arg-type]


def plan_of(*changes: Change) -> AccountPlan:
    return AccountPlan(Account(CLIENT, "Nordlys", Identity()), "line", 1, tuple(changes))


def keys(*changes: Change) -> list[str]:
    return [one.key for one in schedule(plan_of(*changes))]


def short(*changes: Change) -> list[str]:
    return [f"{one.action} {one.address.name} {one.generation}" for one in schedule(plan_of(*changes))]


def test_what_is_needed_is_made_first_and_ended_last() -> None:
    made = [
        change(ACCESS, Action.CREATE, KEY),
        change(KEY, Action.CREATE, MODULE),
        change(MODULE, Action.ADOPT),
    ]
    assert short(*made) == ["adopt m1 1", "create k1 1", "create a1 1"]
    ended = [
        change(MODULE, Action.FORGET),
        change(KEY, Action.DELETE, MODULE),
        change(ACCESS, Action.DELETE, KEY),
    ]
    assert short(*ended) == ["delete a1 1", "delete k1 1", "forget m1 1"]


def test_pure_ends_come_last() -> None:
    other = Address(CLIENT, "access", "a0")
    assert short(change(other, Action.DELETE), change(KEY, Action.CREATE), change(MODULE, Action.UPDATE)) == [
        "create k1 1",
        "update m1 1",
        "delete a0 1",
    ]


def test_a_replacement_is_split_in_its_own_order() -> None:
    assert short(change(ACCESS, Action.DELETE_THEN_CREATE, generation=4)) == ["delete a1 3", "create a1 4"]
    (made,) = schedule(plan_of(change(KEY, Action.CREATE_THEN_DELETE, generation=4)))
    assert (made.action, made.generation, made.replaces, made.native_id) == (StepAction.CREATE, 4, True, None)


def test_what_needed_a_replaced_thing_is_ended_before_it_and_made_after_it() -> None:
    second = Address(CLIENT, "access", "b2")
    assert short(
        change(ACCESS, Action.DELETE_THEN_CREATE, generation=2),
        change(second, Action.DELETE_THEN_CREATE, ACCESS, generation=2),
        change(KEY, Action.DELETE, ACCESS),
    ) == ["delete b2 1", "delete k1 1", "delete a1 1", "create a1 2", "create b2 2"]


def test_what_makes_room_goes_only_once_the_new_one_has_what_it_needs() -> None:
    assert short(
        change(ACCESS, Action.DELETE_THEN_CREATE, KEY, generation=2),
        change(KEY, Action.CREATE_THEN_DELETE, generation=2),
    ) == ["create k1 2", "delete a1 1", "create a1 2"]


def test_old_generations_end_after_those_that_moved_and_before_the_one_in_force() -> None:
    old = change(KEY, Action.DELETE, MODULE, deposed=True, generation=1)
    assert short(change(KEY, Action.NO_OP, generation=2), old, change(ACCESS, Action.UPDATE, KEY)) == [
        "update a1 1",
        "delete k1 1",
    ]
    older = replace(old, generation=2)
    assert short(change(KEY, Action.DELETE, MODULE, generation=3), old, older, change(ACCESS, Action.DELETE, KEY)) == [
        "delete a1 1",
        "delete k1 1",
        "delete k1 2",
        "delete k1 3",
    ]
    gone = replace(old, action=Action.FORGET)
    assert short(change(KEY, Action.UPDATE, generation=2), gone) == ["update k1 2", "forget k1 1"]


def test_adopting_records_what_is_there_and_then_changes_it() -> None:
    differs = (AttributeChange.of("rights", "few", "all", ChangeKind.UPDATE),)
    adopt, update = schedule(plan_of(change(KEY, Action.ADOPT, attribute_changes=differs, holds_secret=True)))
    assert (adopt.action, adopt.attributes, adopt.holds_secret, adopt.native_id) == (
        StepAction.ADOPT,
        BEFORE,
        True,
        "n",
    )
    assert (update.action, update.attributes, update.before) == (StepAction.UPDATE, AFTER, BEFORE)
    assert not update.holds_secret
    noted = (AttributeChange.of("keyName", "a", "b", ChangeKind.NOTED),)
    assert short(change(KEY, Action.ADOPT, attribute_changes=noted)) == ["adopt k1 1"]


def test_a_step_has_all_that_its_doer_needs() -> None:
    wanted = AFTER.with_items({"tokenId": Unknown(), "key": Unknown(OFFICE_KEY, "generation")})
    (made,) = schedule(
        plan_of(
            change(
                KEY,
                Action.CREATE,
                MODULE,
                before=EMPTY,
                after=wanted,
                driver="api",
                expires_on=day("2027-01-01"),
                holds_secret=True,
                integration="huma",
                handoff=HandoffPlan("Huma AS"),
                source=place(3),
            )
        )
    )
    assert made.attributes == wanted.without("tokenId")
    assert (made.driver, made.expires_on, made.holds_secret, made.replaces) == ("api", day("2027-01-01"), True, False)
    assert (made.integration, made.handoff, made.source) == ("huma", HandoffPlan("Huma AS"), place(3))
    (ended,) = schedule(plan_of(change(KEY, Action.DELETE, MODULE, driver="guided")))
    assert (ended.attributes, ended.before, ended.native_id, ended.driver) == (BEFORE, BEFORE, "n", "guided")


def test_what_is_not_pending_is_no_step() -> None:
    waiting = (Action.NO_OP, Action.HOLD, Action.AWAIT, Action.ASK)
    assert keys(*(change(Address(CLIENT, "key", f"k{number}"), action) for number, action in enumerate(waiting))) == []


def test_the_office_ends_things_after_its_clients() -> None:
    other = Address(CLIENT, "key", "k0")
    steps = schedule(
        plan_of(
            change(other, Action.DELETE),
            change(ACCESS, Action.DELETE_THEN_CREATE, generation=2),
            change(KEY, Action.CREATE),
        )
    )
    first, last = office_phases(steps)
    assert [one.key for one in last] == [f"delete {other} #1"]
    assert first + last == steps
    assert office_phases(()) == ((), ())
    assert office_phases(last) == ((), last)


def test_a_ring_loses_no_step() -> None:
    assert sorted(short(change(KEY, Action.CREATE, ACCESS), change(ACCESS, Action.CREATE, KEY))) == [
        "create a1 1",
        "create k1 1",
    ]
