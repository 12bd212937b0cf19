"""The workbook that comes back: what is there is not made again, and the firm ends in the same world as otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from provisioner.model.work import AnswerKind
from tests.end_to_end.firm import Firm, copy_of_example
from tests.end_to_end.test_first_day import changes
from tests.end_to_end.test_level_zero import GUIDED, ROUNDS, perform

THERE, NOT_THERE = "there", "not there"
HUMA = "client/nordlys-bakeri/user_key/huma"


@pytest.fixture
def firm(example: Firm) -> Firm:
    """The example at level 0, with everything said not to be there."""
    example.edit("provisioner.yaml", "drivers: [api, guided]", GUIDED)
    example.attest_all()
    return example


def waiting(firm: Firm) -> dict[str, dict[str, Any]]:
    """What waits, by address."""
    return {one["item"]["address"]: one["item"] for one in firm.run("work", "--format", "json").json()["items"]}


def workbook(firm: Firm, answers: dict[str, str]) -> str:
    """The workbook with these answers: of addresses of clients, there or not."""
    path = firm.directory / "answers.xlsx"
    firm.run("inventory", "--out", str(path), "--overwrite")
    book = openpyxl.load_workbook(path)
    hidden = {row[1]: row[2] for row in book["_provisioner"].iter_rows(values_only=True) if row[0] == "product"}
    names = {row[1]: row[4] for row in book["_provisioner"].iter_rows(values_only=True) if row[0] == "client"}
    sheet = book["Clients"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    lines = {sheet.cell(row, 1).value: row for row in range(2, sheet.max_row + 1)}
    for address, answer in answers.items():
        _, client, _, product = address.split("/")
        sheet.cell(lines[names[client]], columns[hidden[product]]).value = answer
    book.save(path)
    return str(path)


def round_of_work(firm: Firm) -> tuple[int, list[str]]:
    """Everything that waits is done on the screens: keys are told one by one, the rest by the workbook and, where a
    workbook has no column for it, by its id. How much it was, and what the workbook told."""
    items = waiting(firm)
    by_id = {item["id"]: address for address, item in items.items()}
    told: dict[str, str] = {}
    for intent, answer in perform(firm).items():
        assert answer.kind is AnswerKind.DONE, answer.note
        address = by_id[intent]
        if answer.secret is not None:
            firm.run("work", "complete", intent, "--done", "--secret-stdin", stdin=answer.secret.reveal())
        elif address.startswith("client/") and "/module/" not in address:
            told[address] = THERE
    if told:
        firm.run("work", "complete", "--from", workbook(firm, told))
    for item in waiting(firm).values():
        firm.run("work", "complete", item["id"], "--done")
    return len(items), sorted(told)


def test_the_example_converges_from_the_workbook_and_ends_in_the_same_world(firm: Firm, tmp_path: Path) -> None:
    told: list[str] = []
    for _ in range(ROUNDS):
        firm.run("apply", "--auto-approve")
        count, by_workbook = round_of_work(firm)
        told += by_workbook
        if not count:
            break
    assert "No changes." in firm.run("plan", "--detailed-exitcode").out
    assert {address.split("/")[2] for address in told} == {"menu_activation", "client_access"}
    by_api = copy_of_example(tmp_path / "by-api")
    by_api.attest_all()
    by_api.apply()
    assert firm.world() == by_api.world()


def test_a_key_is_named_and_left_and_what_is_not_there_stays_open(firm: Firm) -> None:
    firm.run("apply", "--auto-approve")
    for item in waiting(firm).values():
        if "/module/" in item["address"]:
            firm.run("work", "complete", item["id"], "--done")
    firm.run("apply", "--auto-approve")
    before = waiting(firm)
    menu = next(address for address in before if "/menu_activation/" in address)
    told = firm.run("work", "complete", "--from", workbook(firm, {HUMA: THERE, menu: NOT_THERE}))
    assert f"Left out: {HUMA}." in told.err
    assert "Found there, and to be taken over by the next apply: 0." in told.out
    assert waiting(firm).keys() == before.keys()


def test_an_import_ends_what_it_says_is_there_so_that_nobody_makes_it_twice(firm: Firm) -> None:
    firm.run("apply", "--auto-approve")
    for item in waiting(firm).values():
        if "/module/" in item["address"]:
            firm.run("work", "complete", item["id"], "--done")
    firm.run("apply", "--auto-approve")
    before = waiting(firm)
    menu = next(address for address in before if "/menu_activation/" in address)
    firm.run("work", "start", before[menu]["id"], "--by", "ola")
    told = firm.run("import", "--from", workbook(firm, {HUMA: THERE, menu: THERE}), "--by", "kari")
    assert "so it waits no more: 1." in told.out
    assert f"ola has taken it on to make: {menu}" in told.out
    assert waiting(firm).keys() == before.keys() - {HUMA}
    (became,) = [(action, reason) for address, action, reason in changes(firm) if address == HUMA]
    assert became == ("no-op", "attested"), "it is taken over"


def test_the_workbook_of_how_things_stand_is_taken_in_as_the_other(firm: Firm) -> None:
    firm.run("apply", "--auto-approve")
    for item in waiting(firm).values():
        firm.run("work", "complete", item["id"], "--done")
    firm.run("apply", "--auto-approve")
    before = waiting(firm)
    path = firm.directory / "now.xlsx"
    firm.run("status", "--xlsx", str(path))
    told = firm.run("work", "complete", "--from", str(path))
    assert "Found there, and to be taken over by the next apply: 0." in told.out
    assert waiting(firm).keys() == before.keys(), "what waits is not said to be there"
    again = firm.run("import", "--from", str(path), "--format", "json").json()
    assert again["files"] == []
    assert not any(again["recorded"].values())


def test_a_workbook_without_its_hidden_sheet_is_refused_by_both_verbs(firm: Firm) -> None:
    path = firm.directory / "now.xlsx"
    firm.run("status", "--xlsx", str(path))
    book = openpyxl.load_workbook(path)
    book.remove(book["_provisioner"])
    book.save(path)
    for words in (("import", "--from", str(path)), ("work", "complete", "--from", str(path))):
        refused = firm.run(*words, code=1)
        assert "now.xlsx lacks its hidden sheet, «_provisioner»" in " ".join(refused.err.split())
    norwegian = firm.run("import", "--from", str(path), "--lang", "nb", code=1)
    assert "Feil: now.xlsx mangler det skjulte arket «_provisioner»" in norwegian.err
    assert "Tips: Ta filen slik den var før arket ble slettet" in norwegian.err


def test_a_workbook_is_taken_in_alone(firm: Firm) -> None:
    path = firm.directory / "now.xlsx"
    firm.run("status", "--xlsx", str(path))
    assert "--from stands alone" in firm.run("work", "complete", "x", "--from", str(path), code=1).err
    assert "Which work?" in firm.run("work", "complete", code=1).err
