"""A key that lies set aside is held: no answer makes it lost, and none makes it a second time."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner.model.address import Address
from provisioner.model.errors import ProvisionerError, UsageError
from provisioner.model.outcome import ApplyReport
from provisioner.model.plan import Action, Reason
from provisioner.model.secrets import SecretStatus, Sensitive
from provisioner.model.work import AnswerKind
from provisioner.runtime.applying.recovery import Recovery, find_cut_off, find_stranger, let_go, recover, strangers
from provisioner.runtime.planning.wish import PlanWish
from provisioner.runtime.state.states import find_entry
from provisioner.runtime.worklist.items import complete_work
from provisioner.spi.operator import Answer
from tests.runtime.firm import Firm, actions, make_firm

HUMA = Address.parse("client/brygga/key/huma")
ONLY = PlanWish(clients=("brygga",))


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    made = make_firm(tmp_path)
    made.attest()
    return made


def full(firm: Firm, *refused: str) -> None:
    """From the commit of the key on the disk is full: nothing of `refused` can be written."""
    count = 0

    def refuse(method: str, after: bool) -> None:
        nonlocal count
        count += method == "commit" and not after
        if count >= 2 and method in refused and not after:
            raise ProvisionerError("The disk is full.", hint="Make room.")

    firm.watch = refuse


def set_aside(firm: Firm, *refused: str) -> None:
    """The key was made, and could not be recorded."""
    full(firm, *(refused or ("commit",)))
    firm.apply(ONLY)
    assert len(keys(firm)) == 1


def keys(firm: Firm) -> list[str]:
    return [str(thing.secret) for thing in firm.world.things(HUMA.account, "key")]


def answer(firm: Firm, kind: AnswerKind, secret: str = "") -> ApplyReport:
    with firm.process() as workspace:
        named = find_cut_off(workspace, str(HUMA))
        return complete_work(
            workspace, named.intent_id, Answer(kind, by="kari", secret=Sensitive(secret) if secret else None)
        )


def look(firm: Firm) -> Recovery:
    with firm.process() as workspace:
        return recover(workspace)


def is_whole(firm: Firm) -> bool:
    """Whether the one key is there, held, and wanted no differently."""
    with firm.process() as workspace:
        entry = find_entry(workspace, HUMA)
    held = entry.current.secret is SecretStatus.SEALED and not entry.tainted
    return held and len(keys(firm)) == 1 and actions(firm.plan(ONLY)) == {}


@pytest.mark.parametrize("kind", [AnswerKind.NOT_DONE, AnswerKind.LOST])
@pytest.mark.parametrize("refused", [("commit",), ("commit", "deposit")], ids=["with the state", "in a rescue file"])
def test_whatever_is_answered_the_key_is_taken_in_first(firm: Firm, kind: AnswerKind, refused: tuple[str, ...]) -> None:
    set_aside(firm, *refused)
    firm.watch = None
    (account,) = answer(firm, kind).accounts
    assert account.problem is not None
    assert account.problem.code == "answered-by-its-key"
    assert account.exit_code == 1
    assert is_whole(firm)


def test_that_it_was_done_is_no_other_answer(firm: Firm) -> None:
    set_aside(firm)
    firm.watch = None
    report = answer(firm, AnswerKind.DONE, keys(firm)[0])
    assert [account.problem for account in report.accounts] == [None]
    assert [notice.code for notice in report.notices] == ["answered-by-its-key"]
    assert is_whole(firm)


@pytest.mark.parametrize("refused", [("commit",), ("commit", "deposit")], ids=["with the state", "in a rescue file"])
def test_while_it_cannot_be_taken_in_nobody_is_told_that_it_is_lost(firm: Firm, refused: tuple[str, ...]) -> None:
    set_aside(firm, *refused)
    found = look(firm)
    assert [(item.address, item.is_set_aside) for item in found.unsettled] == [(HUMA, True)]
    assert [
        *(notice.code for notice in found.report.notices),
        *(account.problem.text.summary for account in found.report.accounts if account.problem is not None),
    ] == (["still-set-aside"] if "deposit" in refused else ["The disk is full."])
    (account,) = answer(firm, AnswerKind.LOST).accounts
    assert account.problem is not None
    assert account.problem.text.summary == "The disk is full.", "nothing was recorded"
    firm.watch = None
    assert look(firm).unsettled == ()
    assert is_whole(firm)


def stranger(firm: Firm) -> None:
    """Somebody said that the call did nothing, before its process woke up and set the key aside."""
    set_aside(firm)
    firm.watch = None
    (deposit,) = firm.disk.deposits.values()
    firm.disk.deposits.clear()
    assert answer(firm, AnswerKind.NOT_DONE).accounts[0].problem is None
    firm.disk.deposits[deposit.intent_id] = deposit


def test_where_a_key_of_nothing_lies_set_aside_nothing_is_made(firm: Firm) -> None:
    stranger(firm)
    plan = firm.plan(ONLY)
    (change,) = (change for change in plan.changes() if change.address == HUMA)
    assert (change.action, change.reason) == (Action.ASK, Reason.OPEN_INTENT)
    (told,) = (item for item in plan.diagnostics if item.code == "state-deposit-stranger")
    assert f"provisioner recover {HUMA} --not-done" in told.hint
    firm.apply(ONLY)
    assert len(keys(firm)) == 1, "a second one would be a double"


def test_somebody_who_ended_it_says_so_and_then_another_is_made(firm: Firm) -> None:
    stranger(firm)
    assert firm.world.remove(firm.world.things(HUMA.account, "key")[0].native_id)
    with firm.process() as workspace:
        found = find_stranger(workspace, str(HUMA))
        assert found is not None
        let_go(workspace, found, "kari")
        assert list(strangers(workspace)) == []
        (record,) = (item for item in workspace.backend().audit() if item.event == "key-let-go")
        assert (record.address, record.detail["by"]) == (HUMA, "kari")
    firm.apply(ONLY)
    assert len(keys(firm)) == 1
    assert actions(firm.plan(ONLY)) == {}


def test_a_lost_key_that_is_found_again_is_not_replaced(firm: Firm) -> None:
    set_aside(firm)
    firm.watch = None
    deposits = dict(firm.disk.deposits)
    firm.disk.deposits.clear()
    answer(firm, AnswerKind.LOST)
    assert actions(firm.plan(ONLY)) == {str(HUMA): "create-delete"}
    firm.disk.deposits.update(deposits)
    report = look(firm).report
    assert [type(outcome).__name__ for outcome in report.outcomes()] == ["Stored"]
    assert is_whole(firm)


def test_what_belongs_to_something_recorded_is_not_let_go_of(firm: Firm) -> None:
    set_aside(firm)
    firm.watch = None
    (deposit,) = firm.disk.deposits.values()
    with firm.process() as workspace:
        assert find_stranger(workspace, str(HUMA)) is None
        with pytest.raises(UsageError, match="belongs to something"):
            let_go(workspace, deposit, "kari")
    assert firm.disk.deposits
