"""What a run that was cut off left behind: looked into, told in plain words, answered by a person, never redone."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from provisioner.model.address import Address
from provisioner.model.errors import UsageError
from provisioner.model.work import AnswerKind
from provisioner.runtime.applying.recovery import Recovery, find_cut_off, recover
from provisioner.runtime.worklist.items import complete_work
from provisioner.spi.operator import Answer
from provisioner.testing.fakes import Fault, FaultKind, Killed
from tests.runtime.firm import Firm, make_firm


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    made = make_firm(tmp_path)
    made.attest()
    return made


def key_of(firm: Firm) -> Address:
    return next(change.address for change in firm.plan().changes() if change.address.name == "huma")


def cut_off(firm: Firm, kind: FaultKind) -> Address:
    """A run that dies at the call for a key."""
    address = key_of(firm)
    firm.world.plant(Fault(kind, "apply", address))
    with contextlib.suppress(Killed):
        firm.apply()
    return address


def look(firm: Firm) -> Recovery:
    with firm.process() as workspace:
        return recover(workspace)


def test_nothing_is_open_where_nothing_was_cut_off(firm: Firm) -> None:
    firm.apply()
    assert look(firm).unsettled == ()


def test_a_call_that_never_arrived_is_settled_by_looking(firm: Firm) -> None:
    address = cut_off(firm, FaultKind.KILLED_BEFORE)
    firm.clock.advance(3600)
    before = firm.world.snapshot()
    found = look(firm)
    assert found.unsettled == ()
    assert [getattr(outcome, "as_", None) for outcome in found.report.outcomes()] == ["did-not-happen"]
    assert firm.world.snapshot() == before
    firm.apply()
    assert len(firm.world.things(address.account, "key")) == 1


def test_while_the_call_may_still_arrive_nobody_says_that_it_did_not(firm: Firm) -> None:
    address = cut_off(firm, FaultKind.KILLED_BEFORE)
    found = look(firm)
    assert [item.address for item in found.unsettled] == [address]
    assert found.unsettled[0].shows_key


@pytest.mark.parametrize("kind", [AnswerKind.NOT_DONE, AnswerKind.LOST])
def test_an_answer_is_recorded_under_the_address(firm: Firm, kind: AnswerKind) -> None:
    address = cut_off(firm, FaultKind.KILLED_BEFORE)
    with firm.process() as workspace:
        item = find_cut_off(workspace, str(address))
        assert find_cut_off(workspace, item.intent_id) == item
        report = complete_work(workspace, item.intent_id, Answer(kind, "kari"))
    assert [account.problem for account in report.accounts] == [None]
    assert look(firm).unsettled == ()


@pytest.mark.parametrize("named", ["client/nordlys/key/nothing", "abcdefgh23456789"])
def test_what_was_never_open_is_told_with_where_to_look(firm: Firm, named: str) -> None:
    with firm.process() as workspace, pytest.raises(UsageError, match="Nothing was left open") as caught:
        find_cut_off(workspace, named)
    assert "provisioner recover" in caught.value.hint


def test_looking_twice_tells_the_same(firm: Firm) -> None:
    cut_off(firm, FaultKind.KILLED_AFTER)
    assert look(firm).unsettled == look(firm).unsettled
