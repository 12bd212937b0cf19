"""What resources need of each other, here and in the office; targets and destroy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provisioner.engine.fold import fold
from provisioner.engine.planner import plan_account
from provisioner.engine.request import OfficeView, PlannedAccount, PlanOptions, PlanRequest
from provisioner.engine.schedule import schedule
from provisioner.model.account import Account
from provisioner.model.address import AccountRef, Address
from provisioner.model.outcome import Applied
from provisioner.model.plan import AccountPlan, Action, Change, Reason
from provisioner.model.resource import Desired
from provisioner.model.state import AccountState, Inventory
from provisioner.model.values import Unknown, attributes
from provisioner.testing.strategies import TYPES
from tests.engine.making import (
    ACCESS,
    ACCESS_ATTRIBUTES,
    CLIENT,
    KEY,
    KEY_ATTRIBUTES,
    MODULE,
    NOW,
    OFFICE,
    OFFICE_KEY,
    codes,
    entry,
    generation,
    only,
    plan,
    read,
    request,
    state,
    wanted,
)

SHARED = Unknown(OFFICE_KEY, "generation")
THROUGH = wanted(ACCESS, ACCESS_ATTRIBUTES.with_items({"key": SHARED}), OFFICE_KEY)
OFFICE_ACCOUNT = Account(OFFICE, "Fjord Regnskap", replace(request().account.identity, company_id=1))


def by_address(planned: PlannedAccount) -> dict[Address, Change]:
    return {change.address: change for change in planned.plan.changes if not change.deposed}


def office(prior: AccountState | None, *desired: Desired, **more: object) -> OfficeView:
    asked = PlanRequest(OFFICE_ACCOUNT, TYPES, desired, prior, None, NOW, **more)  # type: ignore[arg-type]
    return OfficeView(prior, plan_account(asked).plan)


def through(view: OfficeView | None, prior: AccountState | None = None) -> PlannedAccount:
    return plan(replace(request(THROUGH, prior=prior or state()), office=view))


def test_what_needs_something_held_is_held_all_the_way() -> None:
    second = Address(CLIENT, "key", "k2")
    prior = state(inventory=Inventory(exists=(second, ACCESS)))
    chain = (
        wanted(KEY),
        wanted(second, KEY_ATTRIBUTES.with_items({"application": "Other"}), KEY),
        wanted(ACCESS, None, second),
    )
    found = by_address(plan(request(*chain, prior=prior)))
    assert found[KEY].reason is Reason.NOT_INVENTORIED
    assert found[second].action is Action.ADOPT  # taking over asks nothing of the world
    asked = wanted(ACCESS, ACCESS_ATTRIBUTES.with_items({"key": Unknown(KEY, "generation")}))
    found = by_address(plan(request(chain[0], asked, prior=prior)))
    assert (found[ACCESS].action, found[ACCESS].reason, found[ACCESS].waits_for) == (
        Action.HOLD,
        Reason.WAITS_FOR,
        (KEY,),
    )
    empty = state(inventory=Inventory(exists=()))
    seen = read(complete=("access", "module"))
    found = by_address(plan(request(chain[0], wanted(ACCESS, None, KEY), prior=empty, seen=seen)))
    assert (found[ACCESS].reason, found[ACCESS].waits_for) == (Reason.WAITS_FOR, (KEY,))


def test_what_needs_nothing_that_is_there_says_so() -> None:
    planned = plan(request(wanted(KEY, None, MODULE), prior=state()))
    assert (only(planned).action, only(planned).waits_for) == (Action.HOLD, (MODULE,))
    assert codes(planned) == ["missing-dependency"]
    leaving = plan(request(wanted(KEY, None, ACCESS), prior=state(entry(ACCESS))))
    found = by_address(leaving)
    assert (found[KEY].action, codes(leaving)) == (Action.HOLD, ["missing-dependency"])
    assert found[ACCESS].action is Action.HOLD, "it is still asked for"


def test_a_ring_is_named_and_nothing_of_it_is_done() -> None:
    planned = plan(request(wanted(KEY, None, MODULE), wanted(MODULE, None, KEY), prior=state()))
    (told,) = planned.diagnostics
    assert told.code == "dependency-cycle"
    assert f"{KEY} -> {MODULE} -> {KEY}" in told.text.detail
    assert {change.action for change in planned.plan.changes} == {Action.HOLD}


def test_a_client_reads_the_office_as_committed() -> None:
    shared = replace(entry(OFFICE_KEY), current=generation(OFFICE_KEY, 3))
    change = only(through(office(state(shared), wanted(OFFICE_KEY))))
    assert (change.action, change.after["key"]) == (Action.CREATE, 3)
    assert change.depends_on == (OFFICE_KEY,)


def test_a_key_about_to_be_made_is_known_after_apply() -> None:
    prior = replace(state(), account=OFFICE)
    change = only(through(office(prior, wanted(OFFICE_KEY))))
    assert (change.action, change.after["key"]) == (Action.CREATE, SHARED)


def test_of_a_key_about_to_be_taken_over_what_was_read_is_known() -> None:
    prior = state(inventory=Inventory(exists=(OFFICE_KEY,)))
    view = office(prior, wanted(OFFICE_KEY))
    assert view.plan is not None
    (taken,) = view.plan.changes
    assert taken.action is Action.ADOPT
    by_name, unread = Unknown(OFFICE_KEY, "application"), Unknown(OFFICE_KEY, "number")
    for asked, known in ((by_name, KEY_ATTRIBUTES["application"]), (unread, unread)):
        through_it = wanted(ACCESS, ACCESS_ATTRIBUTES.with_items({"key": asked}), OFFICE_KEY)
        change = only(plan(replace(request(through_it, prior=state()), office=view)))
        assert (change.action, change.after["key"]) == (Action.CREATE, known)


def test_a_key_about_to_be_replaced_moves_those_that_go_through_it() -> None:
    prior = state(entry(OFFICE_KEY))
    moved = wanted(OFFICE_KEY, KEY_ATTRIBUTES.with_items({"setup": "custom"}))
    mine = replace(entry(ACCESS), current=generation(ACCESS, 1, ACCESS_ATTRIBUTES.with_items({"key": 1})))
    change = only(through(office(prior, moved), state(mine)))
    assert (change.action, change.attribute_changes[0].after) == (Action.DELETE_THEN_CREATE, SHARED)
    assert only(through(office(prior, wanted(OFFICE_KEY)), state(mine))).action is Action.NO_OP


@pytest.mark.parametrize("view", ["none", "no plan", "held"])
def test_an_office_that_is_not_ready_holds_the_client(view: str) -> None:
    unread = replace(state(inventory=Inventory()), account=OFFICE)
    views = {
        "none": None,
        "no plan": OfficeView(None, None),
        "held": office(unread, wanted(OFFICE_KEY)),
    }
    planned = through(views[view])
    assert (only(planned).action, only(planned).waits_for) == (Action.HOLD, (OFFICE_KEY,))
    assert codes(planned) == ([] if view == "held" else ["missing-dependency"])


def test_a_value_that_cannot_be_known_and_will_not_move_stays_as_it_is() -> None:
    unread = replace(state(inventory=Inventory()), account=OFFICE)
    mine = replace(entry(ACCESS), current=generation(ACCESS, 1, ACCESS_ATTRIBUTES.with_items({"key": 1})))
    assert only(through(office(unread, wanted(OFFICE_KEY)), state(mine))).action is Action.NO_OP
    without = replace(entry(ACCESS), current=generation(ACCESS, 1, ACCESS_ATTRIBUTES.without("key")))
    assert only(through(office(unread, wanted(OFFICE_KEY)), state(without))).action is Action.HOLD


def test_an_id_that_the_vendor_never_told_is_none_before_and_after() -> None:
    desired = (wanted(KEY), wanted(ACCESS, ACCESS_ATTRIBUTES.with_items({"key": Unknown(KEY, "keyId")})))
    prior = state()
    planned = plan(request(*desired, prior=prior))
    for step in schedule(planned.plan):
        found = replace(step, attributes=step.attributes.with_items({"key": None})) if step.address == ACCESS else step
        prior = fold(prior, Applied(found, NOW))
    prior = replace(
        prior, entries=tuple(replace(one, current=replace(one.current, secret=None)) for one in prior.entries)
    )
    assert {change.action for change in plan(request(*desired, prior=prior)).plan.changes} == {Action.NO_OP}


def test_a_delete_waits_for_what_needs_it_and_cannot_go() -> None:
    protected = replace(wanted(ACCESS, None, KEY), protect=True)
    prior = state(entry(KEY), entry(ACCESS, KEY))
    everything = PlanOptions(destroy=True)
    found = by_address(plan(replace(request(protected, wanted(KEY), prior=prior), options=everything)))
    assert (found[ACCESS].reason, found[KEY].action) == (Reason.PROTECTED, Action.HOLD)
    assert (found[KEY].reason, found[KEY].waits_for) == (Reason.WAITS_FOR, (ACCESS,))
    free = by_address(plan(replace(request(prior=prior), options=everything)))
    assert {change.action for change in free.values()} == {Action.DELETE}


def test_a_delete_follows_what_moves_away() -> None:
    found = by_address(plan(request(wanted(ACCESS), prior=state(entry(KEY), entry(ACCESS, KEY)))))
    assert (found[ACCESS].action, found[KEY].action) == (Action.NO_OP, Action.DELETE)


def test_a_target_pulls_in_what_it_needs() -> None:
    other = Address(CLIENT, "key", "k2")
    desired = (
        wanted(KEY, None, MODULE),
        wanted(other, KEY_ATTRIBUTES.with_items({"application": "Other"})),
        wanted(MODULE),
        wanted(ACCESS, None, KEY),
    )
    asked = replace(request(*desired, prior=state()), options=PlanOptions(targets=(KEY,)))
    assert set(by_address(plan(asked))) == {KEY, MODULE}
    office_only = replace(asked, options=PlanOptions(targets=(OFFICE_KEY,)))
    assert plan(office_only).plan.changes == ()
    assert plan(office_only).diagnostics == ()


def test_what_is_destroyed_says_so_and_what_left_the_manifests_says_that() -> None:
    prior = state(entry(KEY), entry(ACCESS))
    found = by_address(plan(replace(request(wanted(KEY), prior=prior), options=PlanOptions(destroy=True))))
    assert (found[KEY].action, found[KEY].reason) == (Action.DELETE, Reason.DESTROY_ASKED)
    assert (found[ACCESS].action, found[ACCESS].reason) == (Action.DELETE, Reason.NOT_IN_MANIFEST)
    assert (found[KEY].source, found[ACCESS].source) == (wanted(KEY).source, None)


def test_a_destroyed_target_pulls_in_what_needs_it() -> None:
    prior = state(entry(KEY, MODULE), entry(MODULE), entry(ACCESS))
    desired = (wanted(KEY, None, MODULE), wanted(MODULE), wanted(ACCESS))
    options = PlanOptions(targets=(MODULE,), destroy=True)
    found = by_address(plan(replace(request(*desired, prior=prior), options=options)))
    assert {address: change.action for address, change in found.items()} == {
        KEY: Action.DELETE,
        MODULE: Action.FORGET,
    }


def test_a_destroy_asks_about_what_a_person_was_asked_to_make_and_makes_nothing() -> None:
    planned = plan(replace(request(wanted(), prior=state()), options=PlanOptions(destroy=True)))
    assert planned.plan.changes == ()


def test_an_address_that_names_nothing_is_an_error_with_a_guess() -> None:
    wrong = Address(CLIENT, "key", "k11")
    far = Address(CLIENT, "robot", "zzz")
    for options in (PlanOptions(targets=(wrong,)), PlanOptions(recreate=frozenset({wrong}))):
        planned = plan(replace(request(wanted(), prior=state()), options=options))
        assert codes(planned) == ["unknown-target"]
        assert f"Did you mean {KEY}?" in planned.diagnostics[0].hint
    planned = plan(replace(request(prior=state()), options=PlanOptions(targets=(far,))))
    assert "lists every address" in planned.diagnostics[0].hint
    elsewhere = Address(AccountRef.client("other"), "key", "k1")
    assert codes(plan(replace(request(prior=state()), options=PlanOptions(targets=(elsewhere,))))) == []


def test_two_declarations_of_one_thing_are_an_error_where_there_can_be_only_one() -> None:
    twin = Address(CLIENT, "access", "a2")
    planned = plan(request(wanted(ACCESS), wanted(twin, ACCESS_ATTRIBUTES), prior=state()))
    assert codes(planned) == ["same-thing-twice"]
    assert planned.diagnostics[0].related == (wanted().source,)
    unknown = attributes(label=Unknown(KEY, "tokenId"), key="none", template="X")
    assert codes(plan(request(wanted(KEY), wanted(ACCESS, unknown), wanted(twin, unknown), prior=state()))) == []
    second_key = Address(CLIENT, "key", "k2")
    assert codes(plan(request(wanted(), wanted(second_key, KEY_ATTRIBUTES), prior=state()))) == []


def test_a_plan_carries_where_it_was_made_from() -> None:
    planned = plan(replace(request(wanted(), prior=state()), input_digest="abc")).plan
    assert (planned.lineage, planned.serial, planned.input_digest) == ("line", 4, "abc")
    fresh: AccountPlan = plan(request(wanted())).plan
    assert (fresh.lineage, fresh.serial) == ("", 0)


def test_a_new_name_for_the_same_thing_waits_until_the_old_one_is_gone() -> None:
    renamed = Address(CLIENT, "access", "b1")
    prior = state(entry(ACCESS))
    planned = plan(request(wanted(renamed, ACCESS_ATTRIBUTES), prior=prior))
    found = by_address(planned)
    assert (found[ACCESS].action, codes(planned)) == (Action.DELETE, ["same-as-leaving"])
    assert (found[renamed].reason, found[renamed].waits_for) == (Reason.WAITS_FOR, (ACCESS,))
    for step in schedule(planned.plan):
        prior = fold(prior, Applied(step, NOW))
    assert only(plan(request(wanted(renamed, ACCESS_ATTRIBUTES), prior=prior))).action is Action.CREATE
    second_key = Address(CLIENT, "key", "k2")
    both = by_address(plan(request(wanted(second_key, KEY_ATTRIBUTES), prior=state(entry(KEY)))))
    assert (both[second_key].action, both[KEY].action) == (Action.CREATE, Action.DELETE)


def test_a_strange_need_of_another_account_that_is_being_ended_is_missing() -> None:
    prior = state(entry(OFFICE_KEY))
    planned = through(office(prior))
    assert (only(planned).action, codes(planned)) == (Action.HOLD, ["missing-dependency"])
