"""Drift: what moved is told with since when, what could not be read is never told to be in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner.model.address import AccountRef, Address
from provisioner.model.values import FrozenMap, attributes
from provisioner.runtime.life.drifting import DriftReport, DriftWish, find_drift
from tests.runtime.firm import CLIENT, Firm, make_firm

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
    assert one.as_of <= recorded


@pytest.mark.parametrize("kind", ["module", "key", "note", "link"])
def test_a_thing_of_any_kind_is_told(firm: Firm, kind: str) -> None:
    """Whatever the plan does about it: some are made again, some are held."""
    (thing,) = firm.world.things(NORDLYS, kind)
    firm.world.remove(thing.native_id)
    assert [(one.address.kind, one.gone) for one in drift(firm).drifted] == [(kind, True)]


def test_all_of_them_are_told_though_some_wait_for_others(firm: Firm) -> None:
    for thing in firm.world.things():
        firm.world.remove(thing.native_id)
    found = drift(firm)
    assert len(found.drifted) == found.seen == 6
    assert all(one.gone for one in found.drifted)


def test_it_was_in_order_when_it_was_last_done_and_not_when_the_account_was_last_written(firm: Firm) -> None:
    made = firm.clock.now()
    (key,) = firm.world.things(NORDLYS, "key")
    firm.world.remove(key.native_id)
    firm.clock.advance(86_400)
    firm.write("clients.yaml", CLIENT.replace("text: hei", "text: hallo"))
    firm.apply()
    (note,) = firm.world.things(NORDLYS, "note")
    firm.world.change(note.native_id, attributes(text="noe annet"))
    told = {one.address.kind: one.as_of for one in drift(firm).drifted}
    assert told["key"] <= made < told["note"] <= firm.clock.now()


def test_what_a_person_was_asked_to_end_is_no_drift_once_it_is_gone(tmp_path: Path) -> None:
    firm = make_firm(tmp_path)
    firm.attest()
    firm.apply()
    firm.write("provisioner.yaml", (tmp_path / "provisioner.yaml").read_text("utf-8").replace("{}", "{guided: [note]}"))
    firm.write("clients.yaml", CLIENT.replace("  lapp: {kind: note, text: hei}\n", ""))
    firm.apply()
    (note,) = firm.world.things(NORDLYS, "note")
    firm.world.remove(note.native_id)
    assert drift(firm).drifted == ()


def test_a_client_that_was_renamed_in_the_manifests_is_looked_at_under_its_new_name(firm: Firm) -> None:
    (key,) = firm.world.things(BRYGGA, "key")
    firm.world.remove(key.native_id)
    firm.world.rename(BRYGGA, AccountRef.client("bryggen"))
    firm.write("clients.yaml", CLIENT.replace("name: brygga", "name: bryggen"))
    assert [(str(one.address), one.gone) for one in drift(firm).drifted] == [("client/bryggen/key/huma", True)]


def test_an_account_whose_manifest_is_wrong_is_not_in_order(firm: Firm) -> None:
    firm.write("clients.yaml", CLIENT.replace("{kind: note, text: hei}", "{kind: nonsense}"))
    found = drift(firm)
    assert {str(address) for address in found.unknown} >= {"client/nordlys/note/lapp", "client/nordlys/key/huma"}


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
