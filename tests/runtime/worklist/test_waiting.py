"""What waits since an earlier apply is done by whoever is at hand later, in their name and by the same rules."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from provisioner.model.address import Address
from provisioner.model.errors import ManifestInvalid
from provisioner.model.outcome import Applied
from provisioner.model.secrets import SecretStatus
from provisioner.runtime.state.states import find_entry
from provisioner.runtime.worklist.items import list_work, start_work
from provisioner.runtime.worklist.waiting import nobody_has, take_up
from provisioner.testing.fakes import Person, ScriptedOperator, done
from tests.runtime.firm import Firm, make_firm

HUMA = Address.parse("client/brygga/key/huma")
THEIRS = Address.parse("client/nordlys/key/huma")


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """A firm whose keys wait since an apply with nobody at hand."""
    made = make_firm(tmp_path, settings="{guided: [key, office_key]}")
    made.apply()
    return made


def test_it_is_taken_on_done_and_recorded(firm: Firm) -> None:
    firm.operator = Person(firm.world)
    with firm.process() as workspace:
        report = take_up(workspace, nobody_has(workspace, {HUMA}), threading.Event())
        (outcome,) = report.outcomes()
        assert isinstance(outcome, Applied)
        assert find_entry(workspace, HUMA).current.secret is SecretStatus.STORED
        assert HUMA not in {one.item.address for one in list_work(workspace)}
    assert len(firm.world.things(HUMA.account, "key")) == 1, "and nothing is made twice"


def test_what_somebody_has_taken_on_is_theirs(firm: Firm) -> None:
    firm.operator = Person(firm.world)
    with firm.process() as workspace:
        found = nobody_has(workspace, {HUMA, THEIRS})
        start_work(workspace, next(one.item.id for one in found if one.item.address == THEIRS), "ola")
        report = take_up(workspace, found, threading.Event())
        assert [outcome.step.address for outcome in report.outcomes() if isinstance(outcome, Applied)] == [HUMA]
        assert [one.claimant for one in list_work(workspace) if one.item.address == THEIRS] == ["ola"]
        assert nobody_has(workspace, {THEIRS}) == ()


def test_a_key_that_cannot_be_one_is_asked_for_again_and_never_recorded(firm: Firm) -> None:
    operator = ScriptedOperator([done("n1")], ["n2", "n3", "n4"])
    firm.operator = operator
    with firm.process() as workspace:
        with pytest.raises(ManifestInvalid):
            take_up(workspace, nobody_has(workspace, {HUMA}), threading.Event())
        assert len(operator.asked) == 3
        (left,) = [one for one in list_work(workspace) if one.item.address == HUMA]
        assert left.claimant == operator.name, "the key may still be on their screen"


def test_without_anybody_or_once_stopped_nothing_is_taken_on(firm: Firm) -> None:
    stop = threading.Event()
    with firm.process() as workspace:
        assert take_up(workspace, nobody_has(workspace, {HUMA}), stop).accounts == ()
    stop.set()
    firm.operator = Person(firm.world)
    with firm.process() as workspace:
        report = take_up(workspace, nobody_has(workspace, {HUMA}), stop)
        assert (report.accounts, report.interrupted) == ((), True)
        assert all(not one.claimant for one in list_work(workspace))
