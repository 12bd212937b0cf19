"""What the simulation found, each in the smallest run that shows it."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from provisioner.model.account import Identity
from provisioner.model.address import Address
from provisioner.model.errors import ProvisionerError, StaleState
from provisioner.model.outcome import Bound, Stored
from provisioner.model.secrets import SecretStatus, Sensitive
from provisioner.runtime.applying.journal import CallGuard, Journal
from provisioner.runtime.rescue import RescueFiles
from provisioner.runtime.session import PlanWish, settle_open
from provisioner.runtime.state.accounts import account_of
from provisioner.runtime.state.books import open_books
from provisioner.runtime.state.states import find_entry
from provisioner.runtime.worklist import items as working
from provisioner.runtime.worklist.items import complete_work, list_work, start_work
from provisioner.spi.backend import Deposit
from provisioner.testing.fakes import Fault, FaultKind, Killed, done, not_done
from tests.runtime.firm import Firm, actions, make_firm

HUMA = Address.parse("client/brygga/key/huma")
BRYGGA = PlanWish(clients=("brygga",))


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """A firm whose keys are made by program."""
    return make_firm(tmp_path)


@pytest.fixture
def by_hand(tmp_path: Path) -> Firm:
    """A firm whose keys are made by a person, who has been asked."""
    made = make_firm(tmp_path, settings="{guided: [key, office_key]}")
    made.apply()
    return made


def waiting(firm: Firm) -> str:
    """The work at HUMA."""
    with firm.process() as workspace:
        return next(item.item.id for item in list_work(workspace) if item.item.address == HUMA)


def test_what_was_begun_since_the_plan_stops_the_account_in_words(by_hand: Firm) -> None:
    with by_hand.process() as workspace, open_books(workspace, HUMA.account, "test") as books:
        intent = books.state.intent_at(HUMA)
        assert intent is not None
        journal = Journal(workspace, books, account_of(books.state), "", [])
        with pytest.raises(StaleState, match="has been begun"):
            journal.perform(intent.step, CallGuard({}))


def test_work_that_ended_before_it_was_taken_on_says_so(by_hand: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    intent_id = waiting(by_hand)
    with by_hand.process() as workspace:
        before = working._find(workspace, intent_id)
        complete_work(workspace, intent_id, not_done())
        monkeypatch.setattr(working, "_find", lambda *_: before)
        with pytest.raises(StaleState, match="just recorded"):
            start_work(workspace, intent_id, "ola")
        report = complete_work(workspace, intent_id, done("second-key"))
    assert [account.problem.code for account in report.accounts if account.problem] == ["stale-state"]
    assert [notice.code for notice in report.notices] == ["deposited"]


def test_an_id_that_another_outcome_was_committed_under_is_no_success(firm: Firm) -> None:
    with firm.process() as workspace, open_books(workspace, HUMA.account, "test") as books:
        bound = Bound(HUMA.account, Identity(organization_number="923609016"), workspace.clock.now())
        books.commit(bound, commit_id="one")
        with pytest.raises(StaleState, match="recorded already, at serial 1"):
            books.commit(bound, commit_id="one")
        assert books.state.serial == 1


def test_a_secret_that_comes_to_light_after_it_was_said_to_be_lost_is_taken_in(firm: Firm) -> None:
    firm.attest()
    firm.world.plant(Fault(FaultKind.KILLED_AFTER, "apply", HUMA))
    with pytest.raises(Killed):
        firm.apply(BRYGGA)
    firm.clock.advance(3600)
    with firm.process() as workspace:
        settle_open(workspace)
        lost = find_entry(workspace, HUMA).current
        assert lost.secret is SecretStatus.LOST
        assert lost.intent_id is not None
        secret = Sensitive(firm.world.things(HUMA.account, "key")[0].secret)
        workspace.backend().deposit(Deposit(lost.intent_id, HUMA, 1, workspace.sealer.seal(secret)))
        outcomes = settle_open(workspace).outcomes()
        assert [outcome.status for outcome in outcomes if isinstance(outcome, Stored)] == [SecretStatus.SEALED]
        assert find_entry(workspace, HUMA).current.secret is SecretStatus.SEALED
        assert workspace.backend().sealed(HUMA, 1) is not None
        assert workspace.backend().deposits(HUMA.account) == ()
    assert actions(firm.plan(BRYGGA)) == {}


def test_a_key_that_is_pasted_while_somebody_works_on_the_account_is_kept(by_hand: Firm) -> None:
    intent_id = waiting(by_hand)
    with by_hand.process() as workspace:
        start_work(workspace, intent_id, "ola")
    with by_hand.process() as other, open_books(other, HUMA.account, "something else"), by_hand.process() as workspace:
        report = complete_work(workspace, intent_id, done("the-only-key", by="ola"))
        assert [account.exit_code for account in report.accounts] == [4]
        assert [notice.code for notice in report.notices] == ["deposited"]
    with by_hand.process() as workspace:
        settle_open(workspace)
        assert find_entry(workspace, HUMA).current.secret is SecretStatus.SEALED


def test_a_secret_that_was_set_aside_is_taken_in_also_where_nobody_can_look(firm: Firm) -> None:
    firm.attest()
    count = 0

    def refuse(method: str, after: bool) -> None:
        nonlocal count
        count += method == "commit" and not after
        if count >= 2 and method == "commit":
            raise ProvisionerError("The disk is gone.")

    firm.watch = refuse
    firm.apply(BRYGGA)
    firm.watch = None
    firm.world.plant(Fault(FaultKind.REFUSED, "settle"))
    with firm.process() as workspace:
        settle_open(workspace)
        assert find_entry(workspace, HUMA).current.secret is SecretStatus.SEALED


def test_a_disk_that_is_full_is_told_in_words(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    firm.attest()
    count = 0

    def refuse(method: str, after: bool) -> None:
        nonlocal count
        count += method == "commit" and not after
        if count >= 2 and method in ("commit", "deposit"):
            raise ProvisionerError("The disk is gone.")

    def full(self: RescueFiles, deposit: Deposit) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(RescueFiles, "keep", full)
    firm.watch = refuse
    report = firm.apply(BRYGGA)
    assert [(notice.code, notice.severity.value) for notice in report.notices] == [("not-rescued", "error")]
    assert "No space left" in report.notices[0].text.summary
    firm.watch = None
    firm.clock.advance(3600)
    firm.apply(BRYGGA)
    with firm.process() as workspace:
        assert find_entry(workspace, HUMA).current.number == 2


def test_a_key_that_nothing_recorded_is_opened_by_stays_set_aside_and_is_told(firm: Firm) -> None:
    """Its call was said not to have happened, and then it was found set aside all the same."""
    firm.attest()
    firm.apply(BRYGGA)
    ghost = Address(HUMA.account, "key", "ghost")
    with firm.process() as workspace:
        deposit = Deposit("late", ghost, 1, workspace.sealer.seal(Sensitive("the-only-copy")), "n-ghost")
        workspace.backend().deposit(deposit)
        for _ in range(2):
            report = settle_open(workspace)
            assert [notice.code for notice in report.notices] == ["state-deposit-stranger"]
            assert workspace.backend().deposits(HUMA.account) == (deposit,)
