"""Work for people: claimed by one, answered once, and never made a second time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from provisioner.model.address import Address
from provisioner.model.errors import ManifestInvalid, UsageError
from provisioner.model.outcome import Applied, Awaiting, Failed, Settled
from provisioner.model.plan import Action, Reason
from provisioner.model.secrets import SecretStatus, Sensitive
from provisioner.model.state import IntentPhase
from provisioner.model.work import AnswerKind, WorkItem
from provisioner.runtime.secrets.access import show_secret
from provisioner.runtime.session import PlanWish, RefreshMode, settle_open
from provisioner.runtime.state.states import find_entry
from provisioner.runtime.worklist.items import ANSWERED_INSTEAD, OpenWork, complete_work, list_work, start_work
from provisioner.spi.operator import Answer
from provisioner.testing.fakes import Person, ScriptedOperator, done, lost, not_done, refused
from tests.runtime.firm import CLIENT, Firm, actions, make_firm

HUMA = Address.parse("client/brygga/key/huma")


@pytest.fixture
def by_hand(tmp_path: Path) -> Firm:
    """A firm whose keys are made by a person, who is not at hand."""
    root = tmp_path / "firm"
    root.mkdir()
    return make_firm(root, settings="{guided: [key, office_key]}")


def work(firm: Firm) -> dict[str, OpenWork]:
    with firm.process() as workspace:
        return {str(item.item.address): item for item in list_work(workspace)}


def answer(firm: Firm, address: Address, said: Answer) -> object:
    """Claims the work at `address`, answers it, and gives back what was recorded."""
    intent_id = work(firm)[str(address)].item.id
    with firm.process() as workspace:
        start_work(workspace, intent_id, "ola")
        return complete_work(workspace, intent_id, replace(said, by="ola")).outcomes()[0]


def test_without_a_person_every_step_of_theirs_awaits_and_blocks_only_what_needs_it(by_hand: Firm) -> None:
    report = by_hand.apply()
    awaiting = {str(item.intent.address) for item in report.outcomes() if isinstance(item, Awaiting)}
    assert awaiting == {"office/office_key/finale", "client/brygga/key/huma", "client/nordlys/key/huma"}
    assert actions(by_hand.plan()) == {
        "office/office_key/finale": "await",
        "client/brygga/key/huma": "await",
        "client/nordlys/key/huma": "await",
        "client/nordlys/link/finale": "hold",
    }
    assert set(work(by_hand)) == awaiting
    by_hand.apply()
    assert set(work(by_hand)) == awaiting, "nothing is planned twice"


def test_a_person_at_hand_does_it_right_away(by_hand: Firm) -> None:
    by_hand.operator = Person(by_hand.world)
    report = by_hand.apply()
    assert all(isinstance(outcome, Applied) for outcome in report.outcomes())
    assert actions(by_hand.plan()) == {}


def test_claimed_work_belongs_to_one(by_hand: Firm) -> None:
    by_hand.apply()
    intent_id = work(by_hand)[str(HUMA)].item.id
    with by_hand.process() as workspace:
        assert start_work(workspace, intent_id, "ola").phase is IntentPhase.CALLING
        assert start_work(workspace, intent_id, "ola").claimant == "ola"
        with pytest.raises(UsageError, match="ola has already begun"):
            start_work(workspace, intent_id, "kari")
    assert work(by_hand)[str(HUMA)].claimant == "ola"
    assert actions(by_hand.plan())[str(HUMA)] == "ask"
    with by_hand.process() as workspace:
        assert settle_open(workspace).accounts == (), "claimed work is not looked into behind the person's back"


def test_nobody_answers_what_another_has_taken_on(by_hand: Firm) -> None:
    by_hand.apply()
    intent_id = work(by_hand)[str(HUMA)].item.id
    with by_hand.process() as workspace:
        start_work(workspace, intent_id, "kari")
        with pytest.raises(UsageError, match="kari has taken on") as refused_:
            complete_work(workspace, intent_id, not_done(by="ola"))
        assert "--instead-of kari" in refused_.value.hint
        assert "kari har tatt" in refused_.value.told_in("nb").summary
        with pytest.raises(UsageError, match="per has not taken on"):
            complete_work(workspace, intent_id, replace(not_done(by="ola"), instead_of="per"))
        assert work(by_hand)[str(HUMA)].claimant == "kari"
        (outcome,) = complete_work(workspace, intent_id, replace(not_done(by="ola"), instead_of="kari")).outcomes()
        assert isinstance(outcome, Settled)
        told = [record.detail for record in workspace.backend().audit(HUMA.account) if record.event == ANSWERED_INSTEAD]
    assert [(each["by"], each["insteadOf"], each["intent"]) for each in told] == [("ola", "kari", intent_id)]


def test_the_hint_of_a_second_start_says_how_it_is_given_back(by_hand: Firm) -> None:
    by_hand.apply()
    intent_id = work(by_hand)[str(HUMA)].item.id
    with by_hand.process() as workspace:
        start_work(workspace, intent_id, "kari")
        with pytest.raises(UsageError) as taken:
            start_work(workspace, intent_id, "ola")
    for language in ("en", "nb"):
        assert f"provisioner work release {intent_id}" in taken.value.told_in(language).hint


def test_how_it_is_done_is_nobodys_before_it_is_claimed(by_hand: Firm) -> None:
    by_hand.apply()
    before = work(by_hand)[str(HUMA)]
    assert (before.shown.steps, before.shown.check, before.shown.title) == ((), "", before.item.title)
    with by_hand.process() as workspace:
        claimed = start_work(workspace, before.item.id, "kari")
    assert claimed.shown == claimed.item


def test_done_work_is_sealed_and_stored(by_hand: Firm, tmp_path: Path) -> None:
    by_hand.apply()
    outcome = answer(by_hand, HUMA, done("shown-once-4711", by="ola"))
    assert isinstance(outcome, Applied)
    identity = tmp_path / "identity.txt"
    identity.write_text(by_hand.identity, encoding="utf-8")
    with by_hand.process() as workspace:
        assert find_entry(workspace, HUMA).current.secret is SecretStatus.STORED
        assert show_secret(workspace, HUMA, None, identity).reveal() == "shown-once-4711"
        with pytest.raises(UsageError, match="no generation 7"):
            show_secret(workspace, HUMA, 7, identity)
    assert str(HUMA) not in actions(by_hand.plan(PlanWish(refresh=RefreshMode.NONE)))


def test_work_that_was_not_done_is_planned_again(by_hand: Firm) -> None:
    by_hand.apply()
    assert isinstance(answer(by_hand, HUMA, not_done(by="ola")), Settled)
    assert actions(by_hand.plan())[str(HUMA)] == "create"


def made_and_lost(firm: Firm) -> Callable[[WorkItem], Answer]:
    """Does what is asked for, and then closes the window."""

    def reply(item: WorkItem) -> Answer:
        Person(firm.world).perform(item)
        return lost(by="ola")

    return reply


def check_it_is_replaced(firm: Firm) -> None:
    """The key that nobody has gives way to one that somebody has."""
    with firm.process() as workspace:
        entry = find_entry(workspace, HUMA)
        assert (entry.current.number, entry.current.secret) == (1, SecretStatus.LOST)
        assert workspace.backend().sealed(HUMA, 1) is None
    plan = firm.plan()
    (change,) = [each for each in plan.changes() if each.address == HUMA]
    assert (change.action, change.reason) == (Action.CREATE_THEN_DELETE, Reason.SECRET_LOST)
    firm.operator = Person(firm.world)
    firm.apply()
    firm.apply()
    with firm.process() as workspace:
        entry = find_entry(workspace, HUMA)
        assert (entry.current.number, entry.current.secret) == (2, SecretStatus.STORED)
        assert entry.deposed == ()
    assert len(firm.world.things(HUMA.account, "key")) == 1
    assert str(HUMA) not in actions(firm.plan())


def test_a_key_that_was_made_and_lost_is_replaced(by_hand: Firm) -> None:
    by_hand.apply()
    item = work(by_hand)[str(HUMA)].item
    outcome = answer(by_hand, HUMA, made_and_lost(by_hand)(item))
    assert isinstance(outcome, Applied)
    assert outcome.secret is SecretStatus.LOST
    check_it_is_replaced(by_hand)


def test_a_person_at_hand_may_lose_a_key_too(by_hand: Firm) -> None:
    by_hand.operator = ScriptedOperator([made_and_lost(by_hand)])
    (outcome,) = [each for each in by_hand.apply(PlanWish(clients=("brygga",))).outcomes() if isinstance(each, Applied)]
    assert (outcome.step.address, outcome.secret) == (HUMA, SecretStatus.LOST)
    check_it_is_replaced(by_hand)


def test_only_a_key_that_is_shown_can_be_lost(by_hand: Firm) -> None:
    by_hand.apply()
    intent_id = work(by_hand)[str(HUMA)].item.id
    with by_hand.process() as workspace:
        complete_work(workspace, intent_id, Person(by_hand.world).perform(work(by_hand)[str(HUMA)].item))
    by_hand.write("clients.yaml", CLIENT.replace("  huma: {kind: key, application: Huma}\n", "  andre: {kind: note}\n"))
    by_hand.apply()
    intent_id = work(by_hand)[str(HUMA)].item.id
    with by_hand.process() as workspace, pytest.raises(UsageError, match="no key that could be lost"):
        complete_work(workspace, intent_id, lost(by="ola"))
    assert work(by_hand)[str(HUMA)].phase is IntentPhase.AWAITING


def test_a_refusal_is_a_failure_with_its_reason(by_hand: Firm) -> None:
    by_hand.apply()
    outcome = answer(by_hand, HUMA, refused("The tab is not there.", by="ola"))
    assert isinstance(outcome, Failed)
    assert outcome.diagnostic.summary == "ola could not do it: The tab is not there."
    assert actions(by_hand.plan())[str(HUMA)] == "create"


@pytest.mark.parametrize("secret", [None, Sensitive("n17")])
def test_an_answer_that_cannot_be_right_records_nothing(by_hand: Firm, secret: Sensitive | None) -> None:
    by_hand.apply()
    intent_id = work(by_hand)[str(HUMA)].item.id
    with by_hand.process() as workspace, pytest.raises(ManifestInvalid):
        complete_work(workspace, intent_id, Answer(AnswerKind.DONE, by="ola", secret=secret))
    assert work(by_hand)[str(HUMA)].phase is IntentPhase.AWAITING


def test_unclaimed_work_can_be_completed_in_one_go(by_hand: Firm) -> None:
    by_hand.apply()
    intent_id = work(by_hand)[str(HUMA)].item.id
    with by_hand.process() as workspace:
        complete_work(workspace, intent_id, done("shown-once", by="ola"))
        with pytest.raises(UsageError, match="No work is open"):
            complete_work(workspace, intent_id, done("shown-once", by="ola"))


def test_work_that_is_no_longer_wanted_is_asked_about(by_hand: Firm) -> None:
    by_hand.apply()
    by_hand.write("clients.yaml", CLIENT.replace("  huma: {kind: key, application: Huma}\n", "  andre: {kind: note}\n"))
    assert actions(by_hand.plan())[str(HUMA)] == "ask"
    answer(by_hand, HUMA, not_done(by="ola"))
    assert str(HUMA) not in actions(by_hand.plan())


def test_work_of_an_account_somebody_holds_says_so(by_hand: Firm) -> None:
    from provisioner.runtime.state.books import open_books

    by_hand.apply()
    intent_id = work(by_hand)[str(HUMA)].item.id
    with by_hand.process() as workspace, open_books(workspace, HUMA.account, "a long job"):
        report = complete_work(workspace, intent_id, done("shown-once", by="ola"))
    assert [(item.problem.code, item.exit_code) for item in report.accounts if item.problem] == [("lease-held", 4)]


def test_rounds_of_work_converge(by_hand: Firm) -> None:
    for _ in range(3):
        by_hand.apply()
        for address, item in work(by_hand).items():
            answer(by_hand, Address.parse(address), Person(by_hand.world).perform(item.item))
    assert actions(by_hand.plan(PlanWish())) == {}
    assert len(by_hand.world.things(kind="key")) == 2
