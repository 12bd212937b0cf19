"""Rails: the numbers, the expiry, and the state that moved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provisioner.engine.guard import check_expiry, check_guards, check_missing, refuse_stale
from provisioner.engine.request import PlanOptions
from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import StaleState
from provisioner.model.manifest import Guardrails
from provisioner.model.plan import AccountPlan, Action, Change, Reason, StepAction
from provisioner.testing.strategies import TYPES
from tests.engine.making import (
    ACCESS,
    ACCOUNT,
    CLIENT,
    KEY,
    MODULE,
    day,
    entry,
    generation,
    intent,
    plan,
    request,
    state,
    step,
    wanted,
)


def ending(count: int, action: Action = Action.DELETE, *, deposed: bool = False) -> AccountPlan:
    changes = tuple(
        Change(Address(CLIENT, "key", f"k{number}"), action, Reason.NOT_IN_MANIFEST, deposed=deposed)
        for number in range(count)
    )
    return AccountPlan(ACCOUNT, "line", 1, changes)


RAILS = Guardrails(max_deletes_count=5, max_deletes_percent=10)


@pytest.mark.parametrize(
    ("deletes", "managed", "trips"),
    [(6, 59, True), (6, 60, False), (5, 5, False), (100, 1000, False), (101, 1000, True), (6, 0, True)],
)
def test_both_count_and_share_must_be_passed(deletes: int, managed: int, trips: bool) -> None:
    counts = {CLIENT: managed - managed // 2, AccountRef.office(): managed // 2}
    found = check_guards([ending(deletes)], RAILS, counts, allow_deletes=False)
    assert [told.code for told in found] == (["too-many-deletes"] if trips else [])
    assert check_guards([ending(deletes)], RAILS, counts, allow_deletes=True) == ()


def test_the_numbers_stand_in_the_message() -> None:
    plans = [ending(4), ending(3, Action.DELETE_THEN_CREATE), ending(9, Action.FORGET), ending(9, deposed=True)]
    (told,) = check_guards(plans, RAILS, {CLIENT: 20}, allow_deletes=False)
    assert "7 of 20 managed resources (35 %)" in told.summary
    assert "5 or 10 %" in told.text.detail
    assert "7 av 20" in told.told_in("nb").summary
    (told,) = check_guards([ending(6)], RAILS, {}, allow_deletes=False)
    assert "6 of 0 managed resources (100 %)" in told.summary


def test_a_key_without_a_last_day_is_an_error_where_the_project_asks_for_one() -> None:
    desired = (wanted(KEY), wanted(MODULE), wanted(Address(CLIENT, "robot", "r"), wanted().attributes))
    strict = Guardrails(require_expiry=True)
    (told,) = check_expiry(desired, TYPES, strict)
    assert (told.code, told.address, told.source) == ("expiry-required", KEY, wanted().source)
    assert check_expiry(desired, TYPES, Guardrails()) == ()
    assert check_expiry([replace(wanted(KEY), expires_on=day("2027-01-01"))], TYPES, strict) == ()


def test_a_plan_fits_only_the_state_it_was_made_from() -> None:
    prior = state(entry())
    made = plan(request(wanted(), prior=prior)).plan
    refuse_stale(made, prior)
    with pytest.raises(StaleState, match="has moved") as moved:
        refuse_stale(made, replace(prior, serial=5))
    assert "serial 4; the state is at 5" in moved.value.detail
    with pytest.raises(StaleState, match="another state"):
        refuse_stale(made, replace(prior, lineage="foreign"))
    with pytest.raises(StaleState, match="another state") as gone:
        refuse_stale(made, None)
    assert "(none)" in gone.value.detail
    fresh = plan(request(wanted())).plan
    refuse_stale(fresh, None)
    with pytest.raises(StaleState):
        refuse_stale(fresh, replace(prior, serial=0))


def test_a_plan_is_refused_once_something_was_begun_under_it() -> None:
    prior = state()
    made = plan(request(wanted(), wanted(ACCESS), prior=prior)).plan
    begun = replace(prior, intents=(intent(step(StepAction.CREATE)),))
    with pytest.raises(StaleState, match="was begun on client/nordlys/key/k1"):
        refuse_stale(made, begun)
    elsewhere = replace(prior, intents=(intent(step(StepAction.CREATE, MODULE)),))
    refuse_stale(made, elsewhere)


def test_what_only_records_does_not_mind_what_was_begun() -> None:
    both = replace(entry(), current=generation(number=2), deposed=(generation(),))
    begun = replace(state(both), intents=(intent(step(StepAction.UPDATE, number=2)),))
    made = plan(replace(request(prior=begun), options=PlanOptions())).plan
    assert {change.action for change in made.changes} == {Action.ASK, Action.NO_OP}
    refuse_stale(made, begun)


@pytest.mark.parametrize(
    ("missing", "managed", "trips"), [(0, 0, False), (5, 5, False), (6, 60, False), (6, 59, True), (40, 400, False)]
)
def test_a_list_that_shrank_trips_where_both_count_and_share_are_passed(
    missing: int, managed: int, trips: bool
) -> None:
    found = check_missing(missing, managed, Guardrails(), allowed=False)
    assert [told.code for told in found] == (["too-many-missing"] if trips else [])
    assert check_missing(missing, managed, Guardrails(), allowed=True) == ()


def test_how_many_are_missing_stands_in_the_message() -> None:
    (told,) = check_missing(3, 4, Guardrails(max_missing_count=0, max_missing_percent=20), allowed=False)
    assert told.summary == "3 of 4 managed clients (75 %) are no longer in the lists."
    assert "0 or 20 %" in told.text.detail
    assert "3 av 4 klienter (75 %)" in told.told_in("nb").summary


def test_what_ends_with_a_client_that_leaves_is_written_for_that_very_client() -> None:
    leaving = ending(9)
    leaving = replace(leaving, changes=tuple(replace(one, reason=Reason.OFFBOARDED) for one in leaving.changes))
    assert check_guards([leaving], RAILS, {CLIENT: 20}, allow_deletes=False) == ()
    assert check_guards([leaving, ending(6)], RAILS, {CLIENT: 20}, allow_deletes=False) != ()
