"""Tick lists on the work page: what is ticked is recorded, and nothing else; and what somebody looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from provisioner.model.address import Address
from provisioner.runtime.worklist.inventory import AttestWish, attest, list_to_look
from provisioner.runtime.worklist.items import list_work, start_work
from provisioner.runtime.workspace import Workspace
from tests.runtime.firm import Firm, make_firm
from tests.runtime.worklist.test_desk import Tab, open_tab
from tests.runtime.worklist.test_together import NAMES, NUMBERS
from tests.runtime.worklist.test_together import firm as firm  # a fixture

LOOKED_AT = Address.parse("client/brygga/key/huma")


@pytest.fixture
def workspace(firm: Firm) -> Iterator[Workspace]:
    with firm.process() as opened:
        yield opened


@pytest.fixture
def rows(workspace: Workspace) -> dict[str, str]:
    """The ids of the tick list, by client."""
    found = {str(one.item.address): one.item.id for one in list_work(workspace)}
    return {name: found[f"client/{name}/link/finale"] for name in NAMES}


def left(workspace: Workspace) -> dict[str, str]:
    """What is still open of the list, by client, and whose it is."""
    return {
        one.item.address.account.name: one.claimant for one in list_work(workspace) if one.item.address.kind == "link"
    }


def taken(workspace: Workspace, rows: dict[str, str]) -> Tab:
    tab = open_tab(workspace)
    tab.post("/start", id=rows["nordlys"])
    return tab


def test_what_is_ticked_is_done_and_the_rest_stays_open(workspace: Workspace, rows: dict[str, str]) -> None:
    tab = taken(workspace, rows)
    assert left(workspace) == dict.fromkeys(NAMES, "ola")
    tab.post("/complete", id=rows["nordlys"], kind="done", row=rows["nordlys"], checked="yes")
    assert "Recorded as done: 1 of your 3." in tab.text()
    assert left(workspace) == dict.fromkeys(("brygga", "fjellsport"), "ola")


def test_a_row_is_found_by_its_address_and_its_organisation_number(workspace: Workspace, rows: dict[str, str]) -> None:
    page = taken(workspace, rows).text()
    for name, number in zip(NAMES, NUMBERS, strict=True):
        assert f'data-line="{name}" data-find="client/{name}/link/finale {number.replace(" ", "")}"' in page


def test_several_are_ticked_at_once(workspace: Workspace, rows: dict[str, str]) -> None:
    tab = taken(workspace, rows)
    tab.post_pairs("/complete", [("id", rows["nordlys"]), ("kind", "done"), *(("row", one) for one in rows.values())])
    assert "Recorded as done: 3 of your 3." in tab.text()
    assert left(workspace) == {}


def test_nothing_ticked_records_nothing(workspace: Workspace, rows: dict[str, str]) -> None:
    tab = taken(workspace, rows)
    tab.post("/complete", id=rows["nordlys"], kind="done")
    assert "Nothing was ticked" in tab.text()
    assert len(left(workspace)) == 3


def test_of_those_not_ticked_the_screen_would_not_and_one_message_names_them(
    workspace: Workspace, rows: dict[str, str]
) -> None:
    tab = taken(workspace, rows)
    tab.post("/complete", id=rows["nordlys"], kind="refused", row=rows["nordlys"], note="står ikke i listen")
    told = tab.text()
    assert "Recorded as done: 1 of your 3. The screen would not, for brygga, fjellsport: står ikke i listen" in told
    assert told.count("står ikke i listen") == 1
    assert left(workspace) == {}
    with_entries = [name for name in NAMES if attached(workspace, name)]
    assert with_entries == ["nordlys"]


def attached(workspace: Workspace, name: str) -> bool:
    state = workspace.backend().load(Address.parse(f"client/{name}/link/finale").account)
    return state is not None and state.entry(Address.parse(f"client/{name}/link/finale")) is not None


def test_a_refusal_says_why(workspace: Workspace, rows: dict[str, str]) -> None:
    tab = taken(workspace, rows)
    tab.post("/complete", id=rows["nordlys"], kind="refused", note="  ")
    assert "Write what the screen said" in tab.text()
    assert len(left(workspace)) == 3


def test_a_row_of_somebody_elses_is_not_recorded(workspace: Workspace, rows: dict[str, str]) -> None:
    start_work(workspace, rows["brygga"], "kari")
    tab = taken(workspace, rows)
    assert left(workspace)["brygga"] == "kari"
    pairs = [("id", rows["nordlys"]), ("kind", "done"), *(("row", one) for one in rows.values())]
    tab.post_pairs("/complete", pairs)
    assert "Recorded as done: 2 of your 2." in tab.text()
    assert left(workspace) == {"brygga": "kari"}


@pytest.mark.parametrize("seen", ["there", "absent"])
def test_what_somebody_must_look_at_is_answered_on_the_page(tmp_path: Path, seen: str) -> None:
    firm = make_firm(tmp_path)
    with firm.process() as workspace:
        attest(workspace, AttestWish(by="kari", clients=("brygga",), empty=True, unsure=(LOOKED_AT,)))
        tab = open_tab(workspace)
        assert "1 thing waits." in tab.text()
        assert f'name="see:{LOOKED_AT}"' in tab.text()
        tab.post("/look")
        assert "Nothing was ticked" in tab.text()
        tab.post_pairs("/look", [(f"see:{LOOKED_AT}", seen)])
        assert ("there 1, not there 0" if seen == "there" else "there 0, not there 1") in tab.text()
        assert list_to_look(workspace) == ()
        state = workspace.backend().load(LOOKED_AT.account)
        assert state is not None
        assert LOOKED_AT in (state.inventory.exists if seen == "there" else state.inventory.absent)
        assert state.inventory.by == "ola"


def test_what_cannot_be_an_address_records_nothing(tmp_path: Path) -> None:
    firm = make_firm(tmp_path)
    with firm.process() as workspace:
        attest(workspace, AttestWish(by="kari", clients=("brygga",), empty=True, unsure=(LOOKED_AT,)))
        tab = open_tab(workspace)
        tab.post_pairs("/look", [("see:nowhere", "there"), (f"see:{LOOKED_AT}", "there")])
        assert "Nothing was recorded." in tab.text()
        assert len(list_to_look(workspace)) == 1
