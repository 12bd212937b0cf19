"""Drift: what moved is told with since when, what could not be read is never told to be in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner.model.address import AccountRef, Address
from provisioner.model.values import FrozenMap, attributes
from provisioner.runtime.life.drifting import DriftReport, DriftWish, find_drift
from tests.runtime.firm import Firm, make_firm

NORDLYS, BRYGGA = AccountRef.client("nordlys"), AccountRef.client("brygga")


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    made = make_firm(tmp_path)
    made.attest()
    made.apply()
    return made


def drift(firm: Firm, wish: DriftWish | None = None) -> DriftReport:
    with firm.process() as workspace:
        return find_drift(workspace, wish)


def test_what_was_just_applied_has_not_moved(firm: Firm) -> None:
    found = drift(firm)
    assert (found.drifted, found.unmanaged, found.unknown) == ((), (), ())
    assert found.seen == len(firm.world.things())


def test_what_was_removed_on_the_screen_is_gone_since_it_was_recorded(firm: Firm) -> None:
    (key,) = firm.world.things(BRYGGA, "key")
    recorded = firm.clock.now()
    firm.clock.advance(86_400)
    firm.world.remove(key.native_id)
    (one,) = drift(firm).drifted
    assert (one.address, one.gone, one.changes) == (Address.parse("client/brygga/key/huma"), True, ())
    assert one.as_of is not None
    assert one.as_of <= recorded


def test_what_was_changed_on_the_screen_is_told_with_both_values(firm: Firm) -> None:
    (note,) = firm.world.things(NORDLYS, "note")
    firm.world.change(note.native_id, attributes(text="noe annet"))
    (one,) = drift(firm).drifted
    assert (one.gone, [(change.name, change.before, change.after) for change in one.changes]) == (
        False,
        [("text", "hei", "noe annet")],
    )


def test_what_is_there_and_not_ours_is_listed_and_no_drift(firm: Firm) -> None:
    firm.world.make(NORDLYS, "note", attributes(text="fremmed"))
    found = drift(firm)
    assert found.drifted == ()
    assert [live.kind for live in found.unmanaged] == ["note"]


def test_what_cannot_be_read_is_unknown_rather_than_in_order(firm: Firm) -> None:
    firm.world.unreadable.add(BRYGGA)
    (key,) = firm.world.things(BRYGGA, "key")
    firm.world.remove(key.native_id)
    found = drift(firm)
    assert found.drifted == ()
    assert found.unknown == (Address.parse("client/brygga/key/huma"),)


def test_it_can_be_narrowed_and_writes_nothing(firm: Firm) -> None:
    for account in (NORDLYS, BRYGGA):
        for key in firm.world.things(account, "key"):
            firm.world.remove(key.native_id)
    with firm.process() as workspace:
        before = [(one.account, one.serial) for one in workspace.backend().summaries()]
    only = drift(firm, DriftWish(clients=("brygga",)))
    assert {one.address.account for one in only.drifted} == {BRYGGA}
    by_label = drift(firm, DriftWish(selector=FrozenMap({"bransje": "handel"})))
    assert {one.address.account for one in by_label.drifted} == {NORDLYS}
    with firm.process() as workspace:
        assert [(one.account, one.serial) for one in workspace.backend().summaries()] == before
