"""Work that is given back: by who has it, only what was not done, and then anybody may take it on."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner.model.address import Address
from provisioner.model.errors import UsageError
from provisioner.model.outcome import Applied
from provisioner.model.state import IntentPhase
from provisioner.runtime.worklist.items import complete_work, list_work, start_work
from provisioner.runtime.worklist.releasing import release_work
from provisioner.testing.fakes import Fault, FaultKind, done
from tests.runtime.firm import Firm, make_firm

HUMA = Address.parse("client/brygga/key/huma")


@pytest.fixture
def by_hand(tmp_path: Path) -> Firm:
    """A firm whose keys a person makes, with all of it waiting."""
    firm = make_firm(tmp_path, settings="{guided: [key, office_key]}")
    firm.apply()
    return firm


def the_id(firm: Firm) -> str:
    with firm.process() as workspace:
        return next(item.item.id for item in list_work(workspace) if item.item.address == HUMA)


def test_what_is_given_back_waits_for_anybody(by_hand: Firm) -> None:
    intent_id = the_id(by_hand)
    with by_hand.process() as workspace:
        start_work(workspace, intent_id, "ola")
        released = release_work(workspace, intent_id, "ola")
        assert (released.phase, released.claimant, released.deadline) == (IntentPhase.AWAITING, "", None)
        assert start_work(workspace, intent_id, "kari").claimant == "kari"
        report = complete_work(workspace, intent_id, done("the-key-that-kari-saw", by="kari"))
    assert isinstance(report.outcomes()[0], Applied)


def test_only_who_has_it_gives_it_back(by_hand: Firm) -> None:
    intent_id = the_id(by_hand)
    with by_hand.process() as workspace:
        with pytest.raises(UsageError, match="Nobody has taken on"):
            release_work(workspace, intent_id, "ola")
        start_work(workspace, intent_id, "ola")
        with pytest.raises(UsageError, match="ola has taken on") as caught:
            release_work(workspace, intent_id, "kari")
        assert "--by ola" in caught.value.hint
        assert start_work(workspace, intent_id, "ola").claimant == "ola", "nothing was changed"


def test_what_a_run_left_behind_is_nobodys_to_give_back(tmp_path: Path) -> None:
    firm = make_firm(tmp_path)
    firm.attest()
    firm.world.plant(Fault(FaultKind.LOST_CALL, "apply", HUMA))
    firm.apply()
    with firm.process() as workspace, pytest.raises(UsageError, match="nobody knows how it ended") as caught:
        release_work(workspace, the_id(firm), "kari")
    assert f"provisioner recover {HUMA}" in caught.value.hint


def test_what_is_not_open_cannot_be_given_back(by_hand: Firm) -> None:
    with by_hand.process() as workspace, pytest.raises(UsageError, match="No work is open"):
        release_work(workspace, "abcdefgh23456789", "kari")
