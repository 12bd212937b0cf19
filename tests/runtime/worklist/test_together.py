"""Work that is done in one go: each item under its own account's lease, and none in the way of another."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import LeaseHeld, UsageError
from provisioner.model.outcome import Applied, Failed
from provisioner.model.state import IntentPhase
from provisioner.runtime.reading.prepare import Prepared, prepare
from provisioner.runtime.state.books import open_books
from provisioner.runtime.worklist.items import (
    OpenWork,
    Recorded,
    complete_together,
    done_together,
    list_work,
    start_together,
    start_work,
)
from provisioner.runtime.workspace import Workspace
from provisioner.testing.fakes import done, refused
from tests.runtime.firm import OFFICE, Firm, make_firm

NAMES = ("brygga", "fjellsport", "nordlys")
NUMBERS = ("923 609 016", "974 760 673", "312 345 676")
CLIENTS = "---\n".join(
    f"kind: Client\nname: {name}\norganizationNumber: {number}\nintegrations:\n"
    "  finale: {kind: link, to: finale}\n  huma: {kind: key, application: Huma}\n"
    for name, number in zip(NAMES, NUMBERS, strict=True)
)
UNKNOWN = "zzzzzzzzzzzzzzzz"


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """Three clients to attach to one key of the office's, and a key to make for each, by a person who is not there."""
    root = tmp_path / "firm"
    root.mkdir()
    made = make_firm(root, "{guided: [link, key]}", {"office.yaml": OFFICE, "clients.yaml": CLIENTS})
    made.apply()
    return made


def work(firm: Firm) -> dict[str, OpenWork]:
    with firm.process() as workspace:
        return {str(item.item.address): item for item in list_work(workspace)}


def links(firm: Firm) -> tuple[str, ...]:
    found = work(firm)
    return tuple(found[f"client/{name}/link/finale"].item.id for name in NAMES)


def kinds(recorded: tuple[Recorded, ...]) -> list[type[object] | None]:
    return [type(each.report.outcomes()[0]) if each.report is not None else None for each in recorded]


def test_one_id_stands_for_all_that_is_done_with_it(firm: Firm) -> None:
    found = tuple(work(firm).values())
    for intent_id in links(firm):
        assert {each.item.id for each in done_together(found, intent_id)} == set(links(firm))
    assert done_together(found, UNKNOWN) == ()


def test_what_shows_a_key_is_in_nobodys_group(firm: Firm) -> None:
    found = work(firm)
    key = found["client/brygga/key/huma"].item
    assert key.group == found["client/nordlys/key/huma"].item.group != ""
    assert key.sheet is None
    assert [each.item.id for each in done_together(tuple(found.values()), key.id)] == [key.id]


def test_another_key_is_another_piece_of_work(firm: Firm) -> None:
    firm.write("office.yaml", OFFICE + "  zapier: {application: Zapier}\n")
    both = "  zapier: {kind: link, to: zapier}\n  finale:"
    firm.write("clients.yaml", CLIENTS.replace("  finale:", both, 1))
    firm.apply()
    found = work(firm)
    other = found["client/brygga/link/zapier"].item
    assert other.group == found["client/brygga/link/finale"].item.group
    assert [each.item.id for each in done_together(tuple(found.values()), other.id)] == [other.id]


def test_all_are_taken_on_and_what_somebody_else_has_is_left(firm: Firm) -> None:
    first, second, third = links(firm)
    with firm.process() as workspace:
        start_work(workspace, second, "ola")
        taken = start_together(workspace, (first, second, UNKNOWN, third), "kari")
    assert [each.intent_id for each in taken] == [first, second, UNKNOWN, third]
    assert [each.work.claimant if each.work is not None else None for each in taken] == ["kari", None, None, "kari"]
    assert "ola has already begun" in str(taken[1].problem)
    assert "No work is open" in str(taken[2].problem)
    claimed = {each.item.id: each.claimant for each in work(firm).values() if each.claimant}
    assert claimed == {first: "kari", second: "ola", third: "kari"}


def test_an_account_that_somebody_holds_stops_only_its_own(firm: Firm) -> None:
    first, second, third = links(firm)
    held = Address.parse("client/fjellsport/link/finale").account
    with firm.process() as workspace, open_books(workspace, held, "a long job"):
        taken = start_together(workspace, (first, second, third), "kari")
        recorded = complete_together(workspace, (first, second, third), done(by="kari"))
    assert [type(each.problem) for each in taken] == [type(None), LeaseHeld, type(None)]
    codes = [account.exit_code for each in recorded if each.report is not None for account in each.report.accounts]
    assert codes == [0, 4, 0]
    assert [each.item.id for each in work(firm).values() if each.item.id in (first, second, third)] == [second]


def test_each_is_recorded_for_itself(firm: Firm) -> None:
    first, second, third = links(firm)
    with firm.process() as workspace:
        start_together(workspace, (first, second, third), "kari")
        assert kinds(complete_together(workspace, (second,), refused("not in the list", by="kari"))) == [Failed]
        recorded = complete_together(workspace, (first, second, third), done(by="kari"))
    assert kinds(recorded) == [Applied, None, Applied]
    assert "No work is open" in str(recorded[1].problem)
    with firm.process() as workspace:
        states = [workspace.backend().load(AccountRef.client(name)) for name in NAMES]
    entries = [[str(entry.address) for entry in state.entries] if state is not None else None for state in states]
    assert entries == [["client/brygga/link/finale"], [], ["client/nordlys/link/finale"]]


def test_what_shows_a_key_is_done_alone(firm: Firm) -> None:
    key = work(firm)["client/nordlys/key/huma"].item.id
    several = (*links(firm), key)
    with firm.process() as workspace:
        with pytest.raises(UsageError, match=rf"{key} \(client/nordlys/key/huma\) shows a key"):
            start_together(workspace, several, "kari")
        with pytest.raises(UsageError, match="shows a key"):
            complete_together(workspace, several, done(by="kari"))
        assert {each.phase for each in list_work(workspace)} == {IntentPhase.AWAITING}
        (taken,) = start_together(workspace, (key,), "kari")
    assert taken.work is not None


def test_the_manifests_are_read_once_however_many_there_are(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Workspace] = []

    def count(workspace: Workspace) -> Prepared:
        read.append(workspace)
        return prepare(workspace)

    monkeypatch.setattr("provisioner.runtime.worklist.items.prepare", count)
    with firm.process() as workspace:
        start_together(workspace, links(firm)[:1], "kari")
        for_one = len(read)
        start_together(workspace, links(firm), "kari")
    assert len(read) - for_one == for_one
