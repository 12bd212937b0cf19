"""What becomes of a state: one outcome, one next state."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from provisioner.engine.fold import (
    Convergence,
    advance_intent,
    empty_state,
    fold,
    is_converged,
    open_intent,
    resolve_step,
    summarise,
)
from provisioner.engine.schedule import schedule
from provisioner.engine.words import WORDS
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
    Settled,
    SettledAs,
    Skipped,
    Stored,
)
from provisioner.model.plan import StepAction
from provisioner.model.resource import HandoffPlan
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import AccountState, IntentPhase, Inventory, InventoryStatus, violations
from provisioner.model.values import FrozenMap, Unknown, Value, attributes
from provisioner.model.work import Handoff, HandoffStatus
from tests.engine.making import (
    ACCESS,
    CLIENT,
    KEY,
    KEY_ATTRIBUTES,
    MODULE,
    NOW,
    OFFICE,
    OFFICE_KEY,
    codes,
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

CREATE = StepAction.CREATE
DIAGNOSTIC = WORDS("permanent-kept", address=KEY)


def after(prior: AccountState, *outcomes: object) -> AccountState:
    for outcome in outcomes:
        prior = fold(prior, outcome)  # type: ignore[arg-type]
        assert violations(prior) == ()
    return prior


def numbers(found: AccountState, of: Address = KEY) -> tuple[list[int], int]:
    entry_found = found.entry(of)
    assert entry_found is not None
    return [old.number for old in entry_found.deposed], entry_found.current.number


def test_a_create_makes_an_entry_and_ends_its_intent() -> None:
    made = step(
        CREATE,
        holds_secret=True,
        driver="api",
        depends_on=(MODULE,),
        integration="huma",
        expires_on=day("2027-01-01"),
        handoff=HandoffPlan("Huma AS"),
    )
    begun = open_intent(state(), intent(made))
    found = after(
        begun,
        Applied(made, NOW, "i1", native_id="77", computed=attributes(tokenId=5), secret=SecretStatus.SEALED),
    )
    assert (found.serial, found.intents) == (5, ())
    made_entry = found.entry(KEY)
    assert made_entry is not None
    assert (made_entry.depends_on, made_entry.integration, made_entry.adopted) == ((MODULE,), "huma", False)
    current = made_entry.current
    assert (current.number, current.native_id, current.driver, current.intent_id) == (1, "77", "api", "i1")
    assert current.attributes == KEY_ATTRIBUTES.with_items({"tokenId": 5})
    assert (current.secret, current.expires_on) == (SecretStatus.SEALED, day("2027-01-01"))
    assert current.handoff == Handoff("Huma AS", HandoffStatus.AWAITING)


def test_a_secret_that_did_not_reach_us_is_lost_and_what_has_none_has_none() -> None:
    found = after(state(), Applied(step(CREATE, holds_secret=True), NOW, "i1"), Applied(step(CREATE, ACCESS), NOW))
    assert [one.current.secret for one in found.entries] == [None, SecretStatus.LOST]


def test_what_is_incomplete_is_tainted() -> None:
    found = after(state(), Applied(step(CREATE), NOW, incomplete="rights"))
    assert found.entries[0].tainted


def test_a_value_that_nobody_knows_is_not_stored() -> None:
    made = step(CREATE)
    made = replace(made, attributes=made.attributes.with_items({"tokenId": Unknown(), "more": (Unknown(), 1)}))
    found = after(state(), Applied(made, NOW))
    assert found.entries[0].current.attributes == KEY_ATTRIBUTES.with_items({"more": (None, 1)})


def test_a_replacement_deposes_and_another_create_after_a_loss_does_not() -> None:
    assert numbers(after(state(entry()), Applied(step(CREATE, number=2, replaces=True), NOW))) == ([1], 2)
    assert numbers(after(state(entry()), Applied(step(CREATE, number=2), NOW))) == ([], 2)
    both = replace(entry(), current=generation(number=2), deposed=(generation(),))
    assert numbers(after(state(both), Applied(step(CREATE, number=3), NOW))) == ([1], 3)


def test_a_create_upon_another_state_than_planned_loses_nothing() -> None:
    later = replace(entry(), current=generation(number=4))
    assert numbers(after(state(later), Applied(step(CREATE, number=2), NOW))) == ([4], 5)
    assert numbers(after(state(entry()), Applied(step(CREATE, number=5), NOW))) == ([1], 5)


def test_an_update_keeps_the_generation() -> None:
    changed = step(
        StepAction.UPDATE, native_id="new id", integration="other", depends_on=(MODULE,), expires_on=day("2030-01-01")
    )
    changed = replace(changed, attributes=KEY_ATTRIBUTES.with_items({"rights": "few"}))
    found = after(state(replace(entry(), integration="huma")), Applied(changed, NOW + timedelta(days=1)))
    current = found.entries[0].current
    assert (current.number, current.made_at, current.native_id) == (1, NOW, "new id")
    assert (current.attributes["rights"], current.expires_on, current.secret) == ("few", None, SecretStatus.STORED)
    assert (found.entries[0].integration, found.entries[0].depends_on) == ("other", (MODULE,))
    again = after(found, Applied(replace(changed, native_id=None, integration=None), NOW, incomplete="rights"))
    assert (again.entries[0].tainted, again.entries[0].integration) == (True, "other")
    assert again.entries[0].current.native_id == "new id"
    assert after(again, Applied(changed, NOW)).entries[0].tainted, "an update does not mend what is incomplete"


def test_ending_the_only_generation_removes_the_entry() -> None:
    for action in (StepAction.DELETE, StepAction.FORGET):
        assert after(state(entry()), Applied(step(action), NOW)).entries == ()
        assert after(state(), Applied(step(action), NOW)).entries == ()
    assert after(state(), Applied(step(StepAction.UPDATE), NOW)).entries == ()


def test_ending_an_old_generation_removes_only_it() -> None:
    three = replace(entry(), current=generation(number=3), deposed=(generation(), generation(number=2)))
    assert numbers(after(state(three), Applied(step(StepAction.DELETE, number=1), NOW))) == ([2], 3)
    assert numbers(after(state(three), Applied(step(StepAction.FORGET, number=2), NOW))) == ([1], 3)
    assert numbers(after(state(three), Applied(step(StepAction.DELETE, number=9), NOW))) == ([1, 2], 3)


def test_ending_the_one_in_force_brings_the_youngest_old_one_into_sight() -> None:
    three = replace(entry(), current=generation(number=3), deposed=(generation(), generation(number=2)))
    found = after(state(three), Applied(step(StepAction.DELETE, number=3), NOW))
    assert numbers(found) == ([1], 2)
    assert found.entries[0].tainted
    remade = after(found, Applied(step(CREATE, number=4), NOW))
    assert (numbers(remade), remade.entries[0].tainted) == (([1, 2], 4), False)


def test_adopting_is_no_making() -> None:
    attested = Inventory(InventoryStatus.ATTESTED, exists=(ACCESS, KEY))
    adopted = step(StepAction.ADOPT, native_id="x", holds_secret=True, handoff=HandoffPlan("Huma AS"))
    found = after(state(inventory=attested), Applied(adopted, NOW))
    (made,) = found.entries
    assert (made.adopted, made.current.native_id, made.current.driver) == (True, "x", "")
    assert (made.current.secret, made.current.handoff) == (SecretStatus.NEVER_HELD, None)
    assert found.inventory.exists == (ACCESS,)
    plain = after(state(), Applied(step(StepAction.ADOPT, ACCESS), NOW, native_id="told"))
    assert (plain.entries[0].current.secret, plain.entries[0].current.native_id) == (None, "told")


def test_adopting_in_the_place_of_what_is_gone_keeps_the_old_ones() -> None:
    both = replace(entry(), current=generation(number=2), deposed=(generation(),))
    assert numbers(after(state(both), Applied(step(StepAction.ADOPT, number=3), NOW))) == ([1], 3)


def test_what_was_not_done_leaves_the_entries() -> None:
    prior = state(entry(ACCESS))
    assert fold(prior, Skipped(step(CREATE), DIAGNOSTIC)) is prior
    assert fold(prior, Failed(step(CREATE), NOW, DIAGNOSTIC)) is prior
    begun = open_intent(prior, intent(step(CREATE)))
    found = after(begun, Failed(step(CREATE), NOW, DIAGNOSTIC, "i1"))
    assert (found.serial, found.intents, found.entries) == (5, (), prior.entries)


def test_awaiting_a_person_is_no_commit() -> None:
    begun = open_intent(state(), intent(step(CREATE)))
    found = after(begun, Awaiting(begun.intents[0], NOW))
    assert found.serial == begun.serial
    assert (found.intents[0].phase, found.intents[0].deadline) == (IntentPhase.AWAITING, None)


@pytest.mark.parametrize(
    ("holds", "reached", "status"),
    [
        (True, False, SecretStatus.LOST),
        (True, True, SecretStatus.SEALED),
        (False, False, None),
    ],
)
def test_settling_folds_what_happened(holds: bool, reached: bool, status: SecretStatus | None) -> None:
    begun = open_intent(state(), intent(step(CREATE, holds_secret=holds)))
    happened = Settled(begun.intents[0], SettledAs.HAPPENED, NOW, "api", native_id="9", has_secret=reached)
    found = after(begun, happened)
    assert (found.entries[0].current.secret, found.entries[0].current.native_id) == (status, "9")
    assert (found.intents, found.serial) == ((), 5)
    assert fold(found, happened) is found, "it is settled once"


def test_settling_what_did_not_happen_or_is_not_known() -> None:
    begun = open_intent(state(), intent(step(CREATE)))
    did_not = after(begun, Settled(begun.intents[0], SettledAs.DID_NOT_HAPPEN, NOW, "kari"))
    assert (did_not.entries, did_not.intents, did_not.serial) == ((), (), 5)
    unknown = Settled(begun.intents[0], SettledAs.UNKNOWN, NOW, "api", question=DIAGNOSTIC)
    assert fold(begun, unknown) is begun


def test_a_lost_key_is_replaced_by_the_next_plan() -> None:
    begun = open_intent(state(), intent(step(CREATE, holds_secret=True)))
    found = after(begun, Settled(begun.intents[0], SettledAs.HAPPENED, NOW, "api"))
    planned = plan(request(wanted(), prior=found))
    assert [one.key for one in schedule(planned.plan)] == [f"create {KEY} #2"]
    assert codes(planned) == []


def test_attesting_adds_what_is_there_and_is_not_ours() -> None:
    first = after(state(entry(), inventory=Inventory()), Attested(CLIENT, NOW, "kari", exists=(KEY, ACCESS)))
    assert first.inventory == Inventory(InventoryStatus.UNKNOWN, NOW, "kari", (ACCESS,))
    second = after(first, Attested(CLIENT, NOW, "per", empty=True))
    assert second.inventory == Inventory(InventoryStatus.ATTESTED, NOW, "per", (ACCESS,))
    assert second.serial == 6


def test_what_was_read_whole_is_known_without_anybody_saying_it() -> None:
    found = after(state(inventory=Inventory()), Attested(CLIENT, NOW, "kari", empty=True, exists=(KEY,), read=True))
    assert found.inventory == Inventory(InventoryStatus.READ, NOW, "kari", (KEY,))
    part = after(state(inventory=Inventory()), Attested(CLIENT, NOW, "kari", exists=(KEY,), read=True))
    assert part.inventory.status is InventoryStatus.UNKNOWN, "of the rest nothing was read"


def test_of_one_thing_the_last_word_counts() -> None:
    unknown = state(inventory=Inventory(InventoryStatus.UNKNOWN))
    first = after(unknown, Attested(CLIENT, NOW, "kari", unsure=(KEY, ACCESS)))
    assert first.inventory == Inventory(InventoryStatus.UNKNOWN, NOW, "kari", unsure=(ACCESS, KEY))
    second = after(first, Attested(CLIENT, NOW, "per", exists=(KEY,), absent=(ACCESS,)))
    assert second.inventory == Inventory(InventoryStatus.UNKNOWN, NOW, "per", (KEY,), (ACCESS,))
    third = after(second, Attested(CLIENT, NOW, "per", absent=(KEY,), unsure=(ACCESS,)))
    assert third.inventory == Inventory(InventoryStatus.UNKNOWN, NOW, "per", (), (KEY,), (ACCESS,))
    fourth = after(third, Attested(CLIENT, NOW, "per", empty=True))
    assert fourth.inventory == Inventory(InventoryStatus.ATTESTED, NOW, "per")


def test_what_becomes_of_one_generation_is_noted_on_it() -> None:
    both = replace(entry(), current=generation(number=2), deposed=(generation(),))
    found = after(state(both), Stored(KEY, 1, SecretStatus.LOST, NOW))
    assert found.entries[0].deposed[0].secret is SecretStatus.LOST
    assert found.entries[0].current.secret is SecretStatus.STORED
    confirmed = Handoff("Huma AS", HandoffStatus.CONFIRMED, "kari", NOW)
    found = after(found, HandedOff(KEY, 2, confirmed, NOW))
    assert (found.entries[0].current.handoff, found.serial) == (confirmed, 6)
    assert fold(found, HandedOff(KEY, 7, confirmed, NOW)) is found
    assert fold(found, Stored(ACCESS, 1, SecretStatus.STORED, NOW)) is found


def test_what_a_provider_notes_later_is_kept_beside_what_is_known_of_that_making() -> None:
    both = state(replace(entry(), current=generation(number=2), deposed=(generation(),)))
    notes = attributes(_granted=[14], owner="somebody else")
    found = after(both, Learnt(KEY, 2, notes, NOW))
    before = both.entries[0].current.attributes
    assert found.entries[0].current.attributes == before.with_items(attributes(_granted=[14])), "no other name is taken"
    assert (found.entries[0].deposed, found.serial) == (both.entries[0].deposed, both.serial + 1)
    assert violations(found) == violations(both)
    assert fold(both, Learnt(KEY, 7, notes, NOW)) is both


def test_the_company_is_learnt_more_and_more_exactly() -> None:
    first = after(state(), Bound(CLIENT, Identity(organization_number="312345676"), NOW))
    second = after(first, Bound(CLIENT, Identity(company_id=7), NOW))
    assert second.bound_to == Identity(7, "312345676")


def test_a_person_may_take_entries_out() -> None:
    found = after(state(entry(), entry(ACCESS)), Edited(CLIENT, NOW, "kari", remove=(KEY,)))
    assert ([one.address for one in found.entries], found.serial) == ([ACCESS], 5)


def test_one_intent_an_address() -> None:
    begun = open_intent(state(), intent(step(CREATE)))
    assert begun.serial == 4
    with pytest.raises(ValueError, match="open at"):
        open_intent(begun, intent(step(CREATE), id="i2"))
    with pytest.raises(ValueError, match="open at"):
        open_intent(begun, intent(step(CREATE, ACCESS)))
    with pytest.raises(ValueError, match="is not of"):
        open_intent(state(), intent(step(CREATE, OFFICE_KEY)))
    both = open_intent(begun, intent(step(CREATE, ACCESS), id="i2"))
    assert [one.address for one in both.intents] == [ACCESS, KEY]


def test_an_intent_is_claimed_and_put_back() -> None:
    begun = open_intent(state(), intent(step(CREATE), IntentPhase.AWAITING))
    claimed = advance_intent(begun, "i1", IntentPhase.CALLING, "kari", NOW)
    assert (claimed.intents[0].claimant, claimed.intents[0].deadline, claimed.serial) == ("kari", NOW, 4)
    assert violations(claimed) == ()
    with pytest.raises(KeyError):
        advance_intent(begun, "i9", IntentPhase.CALLING, "kari", NOW)


def test_references_are_followed_to_committed_entries() -> None:
    shared = replace(entry(OFFICE_KEY), current=generation(OFFICE_KEY, 3, attributes(tokenId=5)))
    asked = step(CREATE, ACCESS)
    references: dict[str, Value] = {
        "id": Unknown(OFFICE_KEY, "native_id"),
        "deep": FrozenMap({"number": (Unknown(OFFICE_KEY, "generation"),)}),
        "token": Unknown(OFFICE_KEY, "tokenId"),
        "never": Unknown(OFFICE_KEY, "other"),
    }
    asked = replace(asked, attributes=asked.attributes.with_items(references))
    office = state(shared)
    found = resolve_step(asked, {OFFICE: office, CLIENT: state()})
    assert not isinstance(found, tuple)
    assert found.attributes == asked.attributes.with_items(
        {"id": "shared-3", "deep": FrozenMap({"number": (3,)}), "token": 5, "never": None}
    )
    assert resolve_step(asked, {CLIENT: state()}) == (OFFICE_KEY,)
    assert resolve_step(asked, {OFFICE: empty_state(OFFICE, "line")}) == (OFFICE_KEY,)
    plain = step(CREATE)
    assert resolve_step(plain, {}) == plain


def test_a_summary_counts_what_is_open() -> None:
    lost = replace(entry(), current=replace(generation(number=2), secret=SecretStatus.LOST), deposed=(generation(),))
    prior = replace(
        state(lost, replace(entry(ACCESS), tainted=True), entry(MODULE)),
        intents=(intent(step(CREATE, ACCESS)), intent(step(CREATE), IntentPhase.AWAITING, "i2")),
        bound_to=Identity(company_id=7),
    )
    found = summarise(prior, None, NOW, "1.2")
    assert (found.resources, found.open_intents, found.awaiting, found.tainted, found.deposed) == (3, 1, 1, 2, 1)
    assert (found.input_digest, found.desired_digest, found.due_at) == ("", "", None)
    assert (found.last_seen, found.generated_by, found.bound_to) == (NOW, "1.2", Identity(company_id=7))
    assert not found.is_settled
    calm = summarise(state(entry()), Convergence("in", "out", NOW), NOW, "1.2")
    assert (calm.input_digest, calm.desired_digest, calm.due_at) == ("in", "out", NOW)
    assert calm.is_settled


def test_an_account_is_converged_once_all_was_done_and_nothing_waits() -> None:
    planned = plan(request(wanted(), wanted(MODULE), prior=state(entry()))).plan
    keys = frozenset(one.key for one in schedule(planned))
    assert is_converged(planned, keys)
    assert not is_converged(planned, frozenset())
    held = plan(request(wanted(), prior=state(inventory=Inventory()))).plan
    assert not is_converged(held, frozenset())
    assert is_converged(plan(request(wanted(), prior=state(entry()))).plan, frozenset())


def test_a_new_account_begins_at_nothing() -> None:
    fresh = empty_state(AccountRef.client("x"), "l")
    assert (fresh.serial, fresh.entries, violations(fresh)) == (0, (), ())
