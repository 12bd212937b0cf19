"""The planner, row by row: what it finds out, what it says, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provisioner.engine.planner import desired_digest
from provisioner.engine.request import PlanOptions
from provisioner.engine.resolve import usage_key
from provisioner.model.account import Identity
from provisioner.model.address import Address
from provisioner.model.diagnostics import Diagnostic, Severity, Text
from provisioner.model.plan import Action, ChangeKind, Reason, StepAction
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import IntentPhase, Inventory, InventoryStatus
from provisioner.model.values import Unknown, attributes
from provisioner.model.work import Handoff, HandoffStatus
from provisioner.testing.strategies import TYPES
from tests.engine.making import (
    ACCESS,
    CLIENT,
    KEY,
    KEY_ATTRIBUTES,
    MODULE,
    NOW,
    codes,
    day,
    entry,
    generation,
    intent,
    live,
    only,
    plan,
    read,
    request,
    state,
    step,
    wanted,
)

UNKNOWN_INVENTORY = Inventory()


def recreate(of: Address = KEY) -> PlanOptions:
    return PlanOptions(recreate=frozenset({of}))


def test_a_create_says_what_is_known_after_apply() -> None:
    change = only(plan(request(wanted(), prior=state())))
    assert (change.action, change.reason, change.generation) == (Action.CREATE, Reason.NOT_IN_STATE, 1)
    assert change.after["tokenId"] == Unknown()
    assert "token" not in change.after
    assert change.before == attributes()
    assert change.holds_secret


def test_a_create_waits_until_the_account_is_inventoried() -> None:
    planned = plan(request(wanted(), wanted(MODULE), prior=state(inventory=UNKNOWN_INVENTORY)))
    assert {(change.action, change.reason) for change in planned.plan.changes} == {
        (Action.HOLD, Reason.NOT_INVENTORIED)
    }
    (told,) = planned.diagnostics
    assert (told.code, told.severity, told.account) == ("not-inventoried", Severity.WARNING, CLIENT)
    assert told.summary.endswith("so 2 new resources wait.")
    (one,) = plan(request(wanted(), prior=state(inventory=UNKNOWN_INVENTORY))).diagnostics
    assert one.summary.endswith("so 1 new resource waits.")
    assert one.told_in("nb").summary.endswith("derfor venter 1 ny ressurs.")
    assert "--client nordlys --empty" in told.hint


@pytest.mark.parametrize("status", [InventoryStatus.READ, InventoryStatus.ATTESTED])
def test_an_inventoried_account_needs_no_look(status: InventoryStatus) -> None:
    assert only(plan(request(wanted(), prior=state(inventory=Inventory(status))))).action is Action.CREATE


def test_a_complete_look_is_as_good_as_an_inventory() -> None:
    change = only(plan(request(wanted(), prior=None, seen=read())))
    assert (change.action, change.live_known) == (Action.CREATE, True)
    blind = only(plan(request(wanted(), prior=None, seen=read(complete=("module",)))))
    assert (blind.action, blind.live_known) == (Action.HOLD, False)


def test_an_account_that_cannot_be_entered_tells_nothing() -> None:
    planned = plan(request(wanted(), prior=state(entry()), seen=read(visible=False)))
    assert only(planned).action is Action.NO_OP
    assert not only(planned).live_known
    assert codes(planned) == ["not-visible"]


def test_what_is_there_and_not_ours_is_a_conflict() -> None:
    planned = plan(request(wanted(), prior=state(), seen=read(live(native_id="x"))))
    change = only(planned)
    assert (change.action, change.reason) == (Action.HOLD, Reason.CONFLICT)
    assert codes(planned) == ["conflict-exists"]
    assert [one.native_id for one in planned.plan.unmanaged] == ["x"]


def test_adopting_takes_over_and_then_updates() -> None:
    there = live(native_id="x", found=KEY_ATTRIBUTES.with_items({"rights": "few", "keyName": "old", "tokenId": 9}))
    planned = plan(request(replace(wanted(), adopt=True), prior=state(), seen=read(there)))
    change = only(planned)
    assert (change.action, change.reason, change.native_id) == (Action.ADOPT, Reason.ADOPT_ASKED, "x")
    assert [(found.name, found.kind) for found in change.attribute_changes] == [
        ("rights", ChangeKind.UPDATE),
        ("keyName", ChangeKind.NOTED),
    ]
    assert (change.after["rights"], change.after["keyName"], change.after["tokenId"]) == ("all", "old", 9)
    assert planned.plan.unmanaged == ()


def test_adopting_what_could_not_be_read_in_full_compares_what_could() -> None:
    there = live(native_id="x", found=attributes(application="Huma"))
    change = only(plan(request(replace(wanted(), adopt=True), prior=state(), seen=read(there))))
    assert (change.action, change.attribute_changes) == (Action.ADOPT, ())


def test_what_is_made_differently_is_not_taken_over() -> None:
    there = live(native_id="x", found=KEY_ATTRIBUTES.with_items({"setup": "custom"}))
    planned = plan(request(replace(wanted(), adopt=True), prior=state(), seen=read(there)))
    assert (only(planned).action, only(planned).reason) == (Action.HOLD, Reason.CONFLICT)
    (told,) = planned.diagnostics
    assert told.code == "conflict-differs"
    assert "setup" in told.text.detail


def test_what_could_be_several_is_not_taken_over() -> None:
    several = read(live(native_id="x"), live(native_id="y"))
    planned = plan(request(replace(wanted(), adopt=True), prior=state(), seen=several))
    assert only(planned).action is Action.HOLD
    assert codes(planned) == ["conflict-ambiguous"]
    other = Address(CLIENT, "key", "k2")
    twice = [replace(wanted(of, KEY_ATTRIBUTES), adopt=True) for of in (KEY, other)]
    both = plan(request(*twice, prior=state(), seen=read(live(native_id="x"))))
    assert {change.action for change in both.plan.changes} == {Action.HOLD}


def test_an_attested_thing_is_adopted_unseen() -> None:
    prior = state(inventory=Inventory(exists=(KEY,)))
    change = only(plan(request(wanted(), prior=prior)))
    assert (change.action, change.reason, change.native_id) == (Action.ADOPT, Reason.ATTESTED, None)


def test_what_concerns_the_making_is_said_where_one_is_made_or_would_be() -> None:
    why = Diagnostic("needed", Severity.INFO, Text("It is needed."))
    costs = Diagnostic("costs", Severity.INFO, Text("One can cost money."))
    module = replace(wanted(MODULE), notes=(why,), cautions=(costs,))

    def said(**more: object) -> tuple[Action, list[str]]:
        change = only(plan(request(module, **more)))  # type: ignore[arg-type]
        return change.action, [note.code for note in change.notes]

    assert said(prior=state()) == (Action.CREATE, ["needed", "costs"])
    assert said(prior=state(inventory=UNKNOWN_INVENTORY)) == (Action.HOLD, ["needed", "costs"])
    assert said(prior=state(), seen=read(live(MODULE, native_id=None))) == (Action.ADOPT, ["needed"])
    assert said(prior=state(entry(MODULE)), seen=read()) == (Action.CREATE, ["needed", "costs"])
    assert said(prior=state(entry(MODULE))) == (Action.NO_OP, ["needed"])


def test_what_is_adopted_in_the_place_of_one_that_is_gone_is_the_one_that_is_there() -> None:
    other = live(MODULE, native_id="another")
    change = only(plan(request(wanted(MODULE), prior=state(entry(MODULE)), seen=read(other))))
    assert (change.action, change.native_id) == (Action.ADOPT, "another")


def test_a_permanent_thing_is_always_adopted_and_never_ended() -> None:
    found = only(plan(request(wanted(MODULE), prior=state(), seen=read(live(MODULE, native_id=None)))))
    assert (found.action, found.reason) == (Action.ADOPT, Reason.PERMANENT)
    planned = plan(request(prior=state(entry(MODULE))))
    assert (only(planned).action, only(planned).reason) == (Action.FORGET, Reason.PERMANENT)
    assert [note.code for note in only(planned).notes] == ["permanent-kept"]
    tainted = plan(request(wanted(MODULE), prior=state(replace(entry(MODULE), tainted=True))))
    assert (only(tainted).action, codes(tainted)) == (Action.HOLD, ["permanent-differs"])


def test_a_vanished_secret_is_made_again_only_when_asked() -> None:
    prior = state(entry())
    planned = plan(request(wanted(), prior=prior, seen=read()))
    assert (only(planned).action, only(planned).reason) == (Action.HOLD, Reason.NEEDS_RECREATE)
    assert f"--recreate {KEY}" in planned.diagnostics[0].hint
    asked = plan(replace(request(wanted(), prior=prior, seen=read()), options=recreate()))
    assert (only(asked).action, only(asked).reason, only(asked).generation) == (Action.CREATE, Reason.VANISHED, 2)
    other = plan(request(wanted(ACCESS), prior=state(entry(ACCESS)), seen=read()))
    assert (only(other).action, only(other).reason) == (Action.CREATE, Reason.VANISHED)


def test_recreate_replaces_what_is_there() -> None:
    change = only(plan(replace(request(wanted(), prior=state(entry())), options=recreate())))
    assert (change.action, change.reason) == (Action.CREATE_THEN_DELETE, Reason.RECREATE_ASKED)


def test_another_thing_in_the_place_of_ours_is_a_conflict() -> None:
    planned = plan(request(wanted(), prior=state(entry()), seen=read(live(native_id="another"))))
    assert (only(planned).action, codes(planned)) == (Action.HOLD, ["conflict-exists"])
    assert [one.native_id for one in planned.plan.unmanaged] == ["another"]


def test_configuration_and_drift_are_told_apart() -> None:
    drifted = live(found=KEY_ATTRIBUTES.with_items({"rights": "few"}))
    change = only(plan(request(wanted(), prior=state(entry()), seen=read(drifted))))
    assert (change.action, change.reason) == (Action.UPDATE, Reason.DRIFT)
    assert [(found.name, found.before, found.after) for found in change.drift] == [("rights", "all", "few")]
    moved = wanted(found=KEY_ATTRIBUTES.with_items({"rights": "some"}))
    change = only(plan(request(moved, prior=state(entry()), seen=read(live()))))
    assert (change.action, change.reason, change.drift) == (Action.UPDATE, Reason.CONFIGURATION, ())


def test_what_belongs_to_the_moment_of_creation_is_noted_and_kept() -> None:
    moved = wanted(found=KEY_ATTRIBUTES.with_items({"keyName": "new", "rights": "some"}))
    change = only(plan(request(moved, prior=state(entry()))))
    assert [found.kind for found in change.attribute_changes] == [ChangeKind.UPDATE, ChangeKind.NOTED]
    assert change.after["keyName"] == KEY_ATTRIBUTES["keyName"]
    only_name = wanted(found=KEY_ATTRIBUTES.with_items({"keyName": "new"}))
    change = only(plan(request(only_name, prior=state(entry()))))
    assert (change.action, [found.name for found in change.attribute_changes]) == (Action.NO_OP, ["keyName"])


@pytest.mark.parametrize(
    ("kind", "action", "number"), [(KEY, Action.CREATE_THEN_DELETE, 2), (ACCESS, Action.DELETE_THEN_CREATE, 2)]
)
def test_an_immutable_difference_replaces_in_the_types_order(kind: Address, action: Action, number: int) -> None:
    name = "setup" if kind is KEY else "key"
    found = wanted(kind).attributes.with_items({name: "other"})
    change = only(plan(request(wanted(kind, found), prior=state(entry(kind)))))
    assert (change.action, change.reason, change.generation) == (action, Reason.CONFIGURATION, number)
    assert change.native_id == f"{kind.name}-1"


@pytest.mark.parametrize(
    ("tainted", "secret", "reason"),
    [(True, SecretStatus.STORED, Reason.TAINTED), (False, SecretStatus.LOST, Reason.SECRET_LOST)],
)
def test_what_is_incomplete_or_lost_is_replaced(tainted: bool, secret: SecretStatus, reason: Reason) -> None:
    broken = replace(entry(), tainted=tainted, current=replace(generation(), secret=secret))
    change = only(plan(request(wanted(), prior=state(broken))))
    assert (change.action, change.reason) == (Action.CREATE_THEN_DELETE, reason)


def test_a_secret_that_was_never_ours_is_no_fault() -> None:
    adopted = replace(entry(), current=replace(generation(), secret=SecretStatus.NEVER_HELD), adopted=True)
    assert only(plan(request(wanted(), prior=state(adopted)))).action is Action.NO_OP


@pytest.mark.parametrize(
    ("last", "later", "action", "told"),
    [
        ("2026-11-20", "2027-11-20", Action.CREATE_THEN_DELETE, []),
        ("2026-12-01", "2027-11-20", Action.CREATE_THEN_DELETE, []),
        ("2026-12-02", "2027-11-20", Action.NO_OP, []),
        ("2026-11-20", "2026-11-20", Action.NO_OP, ["expires-soon"]),
        ("2026-11-20", "2026-11-19", Action.NO_OP, ["expires-soon"]),
    ],
)
def test_expiring_replaces_only_for_a_later_day(last: str, later: str, action: Action, told: list[str]) -> None:
    desired = replace(wanted(), expires_on=day(later), rotate_before_days=30)
    old = replace(entry(), current=replace(generation(), expires_on=day(last)))
    planned = plan(request(desired, prior=state(old)))
    assert (only(planned).action, codes(planned)) == (action, told)
    due = planned.plan.due_at
    assert due is not None
    assert due.isoformat() == ("2026-11-02T00:00:00+00:00" if last == "2026-12-02" else due.isoformat())
    assert (due.hour, due.utcoffset() is not None) == (0, True)


def test_the_due_day_is_that_of_what_will_be_there_after_apply() -> None:
    desired = replace(wanted(), expires_on=day("2027-01-31"), rotate_before_days=30)
    planned = plan(request(desired, prior=state()))
    assert planned.plan.due_at is not None
    assert planned.plan.due_at.date() == day("2027-01-01")
    held = plan(request(desired, prior=state(inventory=UNKNOWN_INVENTORY)))
    assert held.plan.due_at is None


def test_nothing_is_made_for_a_day_that_has_passed() -> None:
    planned = plan(request(replace(wanted(), expires_on=day("2026-10-31")), prior=state()))
    assert codes(planned) == ["already-expired"]
    assert planned.diagnostics[0].severity is Severity.ERROR


def test_what_is_protected_is_not_ended() -> None:
    desired = replace(wanted(found=KEY_ATTRIBUTES.with_items({"setup": "custom"})), protect=True)
    planned = plan(request(desired, prior=state(entry())))
    assert (only(planned).action, only(planned).reason) == (Action.HOLD, Reason.PROTECTED)
    assert "replaced" in planned.diagnostics[0].summary
    destroyed = plan(replace(request(desired, prior=state(entry())), options=PlanOptions(destroy=True)))
    assert (only(destroyed).action, codes(destroyed)) == (Action.HOLD, ["protected"])
    assert "avsluttet" in destroyed.diagnostics[0].told_in("nb").summary


def test_a_thing_that_others_go_through_is_not_ended() -> None:
    for used in ("k1-1", usage_key(KEY, 1)):
        planned = plan(replace(request(prior=state(entry())), in_use=frozenset({used})))
        assert (only(planned).action, only(planned).reason, codes(planned)) == (
            Action.HOLD,
            Reason.OVERLAP,
            ["still-in-use"],
        )
    assert only(plan(replace(request(prior=state(entry())), in_use=frozenset({"x"})))).action is Action.DELETE


@pytest.mark.parametrize(
    ("status", "used", "action", "reason"),
    [
        (None, False, Action.DELETE, Reason.DEPOSED),
        (HandoffStatus.CONFIRMED, False, Action.DELETE, Reason.DEPOSED),
        (HandoffStatus.DELIVERED, False, Action.NO_OP, Reason.OVERLAP),
        (HandoffStatus.CONFIRMED, True, Action.NO_OP, Reason.OVERLAP),
    ],
)
def test_an_old_generation_goes_once_its_successor_is_in_place(
    status: HandoffStatus | None, used: bool, action: Action, reason: Reason
) -> None:
    handoff = None if status is None else Handoff("Vendor", status)
    both = replace(entry(), current=replace(generation(number=2), handoff=handoff), deposed=(generation(),))
    asked = request(wanted(), prior=state(both))
    planned = plan(replace(asked, in_use=frozenset({"k1-1"} if used else ())))
    current, old = planned.plan.changes
    assert (current.action, current.deposed) == (Action.NO_OP, False)
    assert (old.action, old.reason, old.deposed, old.generation, old.native_id) == (action, reason, True, 1, "k1-1")


def test_an_old_generation_stays_while_its_successor_is_replaced_again() -> None:
    both = replace(entry(), tainted=True, current=generation(number=2), deposed=(generation(),))
    current, old = plan(request(wanted(), prior=state(both))).plan.changes
    assert (current.action, old.action) == (Action.CREATE_THEN_DELETE, Action.NO_OP)
    current, old = plan(request(prior=state(both))).plan.changes
    assert (current.action, old.action) == (Action.DELETE, Action.DELETE)


def test_an_open_call_is_asked_about_whatever_is_wanted() -> None:
    begun = replace(state(), intents=(intent(step(StepAction.CREATE)),))
    for desired in ((wanted(),), ()):
        planned = plan(request(*desired, prior=begun))
        change = only(planned)
        assert (change.action, change.reason, change.intent_id, change.since) == (
            Action.ASK,
            Reason.OPEN_INTENT,
            "i1",
            NOW,
        )
        assert codes(planned) == ["open-intent"]


def test_what_a_person_was_asked_is_waited_for_while_it_is_wanted_the_same() -> None:
    asked = replace(state(), intents=(intent(step(StepAction.CREATE), IntentPhase.AWAITING),))
    same = wanted(found=KEY_ATTRIBUTES.with_items({"keyName": "another"}))
    change = only(plan(request(same, prior=asked)))
    assert (change.action, change.reason, change.since) == (Action.AWAIT, Reason.AWAITING_PERSON, NOW)
    moved = wanted(found=KEY_ATTRIBUTES.with_items({"setup": "custom"}))
    for desired in ((moved,), ()):
        planned = plan(request(*desired, prior=asked))
        assert (only(planned).action, only(planned).reason) == (Action.ASK, Reason.AWAITING_CHANGED)
        assert codes(planned) == ["awaiting-changed"]


def test_an_end_that_a_person_was_asked_for_is_waited_for_while_it_is_still_meant() -> None:
    asked = replace(state(entry(ACCESS)), intents=(intent(step(StepAction.DELETE, ACCESS), IntentPhase.AWAITING),))
    assert only(plan(request(prior=asked))).action is Action.AWAIT
    assert only(plan(request(wanted(ACCESS), prior=asked))).action is Action.ASK
    moved = wanted(ACCESS, wanted(ACCESS).attributes.with_items({"key": "other"}))
    assert only(plan(request(moved, prior=asked))).action is Action.AWAIT


def test_the_end_of_an_old_generation_comes_before_anything_else_of_it() -> None:
    both = replace(entry(), current=generation(number=2), deposed=(generation(),))
    asked = replace(state(both), intents=(intent(step(StepAction.DELETE), IntentPhase.AWAITING),))
    current, old = plan(request(wanted(), prior=asked)).plan.changes
    assert (current.action, old.action, old.intent_id) == (Action.NO_OP, Action.AWAIT, "i1")
    moved = wanted(found=KEY_ATTRIBUTES.with_items({"rights": "some"}))
    current, old = plan(request(moved, prior=asked)).plan.changes
    assert (current.action, current.reason, current.waits_for) == (Action.HOLD, Reason.WAITS_FOR, (KEY,))
    calling = replace(state(both), intents=(intent(step(StepAction.DELETE)),))
    current, old = plan(request(wanted(), prior=calling)).plan.changes
    assert (current.action, old.action) == (Action.NO_OP, Action.ASK)
    other = replace(state(both), intents=(intent(step(StepAction.UPDATE, number=2), IntentPhase.AWAITING),))
    current, old = plan(request(wanted(), prior=other)).plan.changes
    assert (current.action, old.action) == (Action.AWAIT, Action.NO_OP)


def test_a_company_that_changed_under_its_name_stops_everything() -> None:
    prior = replace(state(entry()), bound_to=Identity(company_id=8))
    planned = plan(request(wanted(), wanted(MODULE), prior=prior))
    assert {(change.action, change.reason) for change in planned.plan.changes} == {(Action.HOLD, Reason.CONFLICT)}
    assert codes(planned) == ["company-changed"]
    assert planned.diagnostics[0].severity is Severity.ERROR
    same = replace(state(entry()), bound_to=Identity(company_id=7, organization_number="312345676"))
    assert codes(plan(request(wanted(), prior=same))) == []


def test_a_kind_that_nobody_knows_is_left_alone() -> None:
    strange = Address(CLIENT, "robot", "r1")
    known = replace(entry(), address=strange)
    planned = plan(request(prior=state(known)))
    assert (only(planned).action, codes(planned)) == (Action.HOLD, ["unknown-kind"])
    declared = replace(wanted(), address=strange)
    planned = plan(request(declared, prior=state()))
    assert (planned.plan.changes, codes(planned)) == ((), ["unknown-kind"])


def test_the_digest_of_what_is_wanted_leaves_out_what_moves_with_the_clock() -> None:
    one = wanted()
    digest = desired_digest([one], TYPES)
    later = replace(one, expires_on=day("2030-01-01"), attributes=one.attributes.with_items({"keyName": "tomorrow"}))
    assert desired_digest([later], TYPES) == digest
    for other in (
        replace(one, attributes=one.attributes.with_items({"rights": "x"})),
        replace(one, protect=True),
        replace(one, rotate_before_days=3),
        replace(one, depends_on=(MODULE,)),
    ):
        assert desired_digest([other], TYPES) != digest
    two = wanted(MODULE)
    assert desired_digest([one, two], TYPES) == desired_digest([two, one], TYPES)
