"""A state under another name: all of it goes along, nothing else changes, and the way back is the way back."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from provisioner.engine.fold import fold
from provisioner.engine.moving import as_of, can_move, emptied, is_free, take_over, under
from provisioner.model.account import Identity
from provisioner.model.address import AccountRef, Address
from provisioner.model.outcome import Moved
from provisioner.model.plan import StepAction
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import AccountState, IntentPhase, TakenOver, violations
from provisioner.testing import strategies as drawn
from tests.engine.making import ACCESS, CLIENT, KEY, MODULE, NOW, OFFICE_KEY, entry, generation, intent, state, step

NEW = AccountRef.client("nordlys-as")
FREE = AccountState(NEW, "other", 3)


def renamed(address: Address) -> Address:
    return Address(NEW, address.kind, address.name)


def test_everything_that_is_ours_goes_along() -> None:
    waiting = replace(
        intent(step(StepAction.CREATE, ACCESS, depends_on=(OFFICE_KEY, MODULE)), IntentPhase.AWAITING), deadline=None
    )
    before = replace(
        state(entry(KEY, MODULE, OFFICE_KEY), entry(MODULE)),
        intents=(waiting,),
        bound_to=Identity(company_id=7),
    )
    before = replace(before, inventory=replace(before.inventory, exists=(ACCESS,)))
    after = fold(FREE, Moved(NEW, NOW, came_from=before))
    assert [found.address for found in after.entries] == [renamed(KEY), renamed(MODULE)]
    assert after.entries[0].depends_on == (renamed(MODULE), OFFICE_KEY)
    assert replace(after.entries[0].current, stored_as=None) == before.entries[0].current
    assert [found.address for found in after.intents] == [renamed(ACCESS)]
    assert after.intents[0].step.depends_on == (OFFICE_KEY, renamed(MODULE))
    assert (after.inventory.status, after.inventory.exists) == (before.inventory.status, (renamed(ACCESS),))
    assert (after.account, after.lineage, after.serial) == (NEW, "other", 4)
    assert after.bound_to == before.bound_to
    assert after.taken_over == TakenOver(CLIENT, before.lineage, before.serial)
    assert violations(after) == ()


def test_what_is_left_keeps_its_company_and_its_history() -> None:
    before = replace(state(entry()), bound_to=Identity(company_id=7))
    left = fold(before, Moved(CLIENT, NOW, went_to=NEW))
    assert left == AccountState(CLIENT, before.lineage, before.serial + 1, bound_to=Identity(company_id=7))
    assert is_free(left)
    assert not is_free(before)


def test_where_a_stored_secret_lies_is_remembered() -> None:
    kept = replace(generation(), secret=SecretStatus.STORED)
    sealed = replace(generation(number=2), secret=SecretStatus.SEALED)
    before = state(replace(entry(), current=sealed, deposed=(kept,)))
    after = under(before, NEW)
    assert after.entries[0].deposed[0].stored_as == KEY
    assert after.entries[0].current.stored_as is None
    third = under(after, AccountRef.client("tredje"))
    assert third.entries[0].deposed[0].stored_as == KEY
    assert under(third, CLIENT) == before


def test_nothing_moves_while_a_call_is_open() -> None:
    assert can_move(state(entry()))
    assert not can_move(replace(state(), intents=(intent(step(StepAction.CREATE)),)))


@settings(deadline=None, max_examples=60)
@given(drawn.account_states())
def test_there_and_back_is_the_same(before: AccountState) -> None:
    after = under(before, NEW)
    assert violations(after) == ()
    assert under(after, before.account) == before
    assert {address.account for found in after.entries for address in (found.address,)} <= {NEW}
    moved = take_over(FREE, before)
    assert replace(moved, taken_over=None, lineage=before.lineage, serial=before.serial) == replace(
        after, taken_over=None
    )
    assert moved.taken_over == as_of(before)
    assert violations(emptied(before)) == ()
