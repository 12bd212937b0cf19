"""The short way of a first plan comes to the very plan that the long way comes to, and is taken where it should be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provisioner.engine.all_new import all_new
from provisioner.engine.planner import plan_account, weigh_each
from provisioner.engine.request import OfficeView, PlannedAccount, PlanOptions, PlanRequest
from provisioner.model.account import Account, Identity
from provisioner.model.address import Address
from provisioner.model.diagnostics import SourceRange
from provisioner.model.plan import AccountPlan, Action, Change, Reason
from provisioner.model.resource import Desired, HandoffPlan
from provisioner.model.state import AccountState, Inventory, InventoryStatus
from provisioner.model.values import FrozenMap, Unknown
from provisioner.testing import strategies as drawn
from provisioner.testing.strategies import TYPES
from tests.engine.making import (
    ACCESS,
    ACCESS_ATTRIBUTES,
    CLIENT,
    KEY,
    MODULE,
    NOW,
    OFFICE_KEY,
    entry,
    generation,
    live,
    read,
    request,
    state,
    wanted,
)

HANDED = HandoffPlan("Huma AS", "portal")
TODAY = NOW.date()


def by_address(asked: PlanRequest) -> dict[Address, Desired]:
    return {one.address: one for one in sorted(asked.desired, key=lambda one: one.address)}


def shortly(asked: PlanRequest) -> bool:
    """Whether the short way is taken; either way the plan is that of the long one."""
    declared = by_address(asked)
    assert plan_account(asked) == weigh_each(asked, declared)
    return all_new(asked, declared) is not None


def full(of: Address = KEY) -> Desired:
    """With everything that a plan carries along."""
    return replace(
        wanted(of, None, MODULE),
        origins=FrozenMap({"setup": SourceRange("b.yaml", 2, 1), "application": SourceRange("a.yaml", 1, 1)}),
        integration="huma",
        adopt=True,
        protect=True,
        expires_on=TODAY + timedelta(days=90),
        rotate_before_days=14,
        handoff=HANDED,
        search="huma",
    )


def test_a_first_plan_takes_the_short_way() -> None:
    asked = replace(request(full(), wanted(MODULE, None), prior=state()), input_digest="abc")
    assert shortly(asked)
    plan = plan_account(asked).plan
    assert [change.action for change in plan.changes] == [Action.CREATE, Action.CREATE]
    assert plan.changes[0].origins[0][0] == "application"
    assert plan.changes[0].after["tokenId"] == Unknown()
    assert plan.due_at is not None
    assert plan.due_at.date() == TODAY + timedelta(days=76)
    assert (plan.input_digest, plan.lineage, plan.serial) == ("abc", "line", 4)


def test_it_is_taken_with_a_look_that_found_nothing_and_without_any_state() -> None:
    assert shortly(request(full(), wanted(MODULE, None), seen=read()))
    assert shortly(request(seen=read()))


KEEP = (full(), wanted(MODULE, None))
SEEN = state()


@pytest.mark.parametrize(
    "asked",
    [
        request(*KEEP),
        request(*KEEP, seen=read(complete=("key",))),
        request(*KEEP, seen=replace(read(), visible=False), prior=SEEN),
        request(*KEEP, seen=read(live()), prior=SEEN),
        request(*KEEP, prior=state(entry())),
        request(*KEEP, prior=state(inventory=Inventory(InventoryStatus.ATTESTED, exists=(KEY,)))),
        request(*KEEP, prior=replace(SEEN, bound_to=Identity(company_id=99))),
        replace(request(*KEEP, prior=SEEN), options=PlanOptions(targets=(KEY,))),
        replace(request(*KEEP, prior=SEEN), options=PlanOptions(recreate=frozenset({KEY}))),
        replace(request(*KEEP, prior=SEEN), options=PlanOptions(rotate=frozenset({KEY}))),
        replace(request(*KEEP, prior=SEEN), options=PlanOptions(destroy=True)),
        request(replace(KEEP[0], expires_on=TODAY - timedelta(days=1)), KEEP[1], prior=SEEN),
        request(KEEP[0], prior=SEEN),
        request(KEEP[0], wanted(MODULE, None, KEY), prior=SEEN),
        request(*KEEP, wanted(Address(CLIENT, "odd", "x"), ACCESS_ATTRIBUTES), prior=SEEN),
    ],
    ids=[
        "not-inventoried",
        "not-listed",
        "not-visible",
        "something-there",
        "something-ours",
        "attested",
        "another-company",
        "targets",
        "recreate",
        "rotate",
        "destroy",
        "expired",
        "nothing-to-need",
        "ring",
        "unknown-kind",
    ],
)
def test_whatever_takes_more_goes_the_long_way(asked: PlanRequest) -> None:
    assert not shortly(asked)


def office(*changes: Change, prior: AccountState | None = None) -> OfficeView:
    return OfficeView(prior, AccountPlan(Account(OFFICE_KEY.account, "Office", Identity()), "", 0, changes))


def through(view: OfficeView | None) -> PlanRequest:
    attributes = ACCESS_ATTRIBUTES.with_items({"key": Unknown(OFFICE_KEY, "generation")})
    return replace(request(wanted(ACCESS, attributes, OFFICE_KEY), prior=SEEN), office=view)


def test_what_the_office_has_or_makes_is_there() -> None:
    made = office(Change(OFFICE_KEY, Action.CREATE, Reason.NOT_IN_STATE))
    assert shortly(through(made))
    held = replace(state(), entries=(replace(entry(), address=OFFICE_KEY, current=generation(OFFICE_KEY)),))
    assert shortly(through(OfficeView(held, None)))
    (change,) = plan_account(through(OfficeView(held, None))).plan.changes
    assert change.after["key"] == 1


def test_what_the_office_has_not_is_waited_for() -> None:
    for view in (
        None,
        OfficeView(None, None),
        office(Change(OFFICE_KEY, Action.HOLD, Reason.NOT_INVENTORIED)),
        office(Change(OFFICE_KEY, Action.DELETE, Reason.NOT_IN_MANIFEST)),
    ):
        assert not shortly(through(view))


def test_two_of_a_thing_of_which_there_can_be_one_are_told() -> None:
    other = wanted(Address(CLIENT, "module", "m2"), None)
    asked = request(wanted(MODULE, None), replace(other, attributes=wanted(MODULE, None).attributes), prior=SEEN)
    assert shortly(asked)
    assert [found.code for found in plan_account(asked).diagnostics] == ["same-thing-twice"]


@settings(max_examples=150)
@given(desired=drawn.desired_sets(), prior=st.none() | drawn.account_states(), listed=drawn.complete_kinds())
def test_both_ways_lead_to_one_plan(
    desired: tuple[Desired, ...], prior: AccountState | None, listed: frozenset[str]
) -> None:
    for held in (prior, replace(prior, entries=(), intents=()) if prior is not None else None):
        for seen in (None, replace(read(), account=drawn.CLIENT, complete=listed)):
            asked = PlanRequest(drawn.ACCOUNT, TYPES, desired, held, seen, NOW)
            made: PlannedAccount = plan_account(asked)
            assert made == weigh_each(asked, by_address(asked))
