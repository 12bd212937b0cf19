"""The first day of a firm with 300 clients and no API: their list, a workbook, manifests, and a plan that makes nothing
that may be there."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from benchmarks.fleet import BUSINESSES, PLACES, organization_numbers
from tests.end_to_end.firm import Firm

CLIENTS = 300
INTEGRATIONS = ("huma", "tamigo", "shopify-connectmyapps")
OWNER, ACCEPTED, AUTHORITY = "Eier (e-post)", "Avtalen godtatt av", "Med hvilken fullmakt"
THERE, NOT_THERE, UNKNOWN = "finnes", "finnes ikke", "vet ikke"


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """A firm that has just begun: no client is in its manifests, and there is no state."""
    found = Firm(tmp_path / "fjord")
    found.directory.mkdir()
    found.run(
        *("init", "--name", "fjord-regnskap", "--organization-number", "314286014", "--language", "nb"),
    )
    return found


def crm_list(firm: Firm, clients: int = CLIENTS) -> str:
    """Their own list, as Excel writes it."""
    numbers = organization_numbers()
    lines = ["Kundenr;Navn;Org.nr;Bransje"]
    for place in range(clients):
        name = f"{PLACES[place % len(PLACES)]} {BUSINESSES[place // len(PLACES) % len(BUSINESSES)]} {place // 90} AS"
        lines.append(f"{1000 + place};{name};{next(numbers)};{'handel' if place % 3 else 'bygg'}")
    path = firm.directory / "klienter.csv"
    path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8-sig", newline="")
    return str(path)


def headings(sheet: Any) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[1] if cell.value}


def fill_in(path: Path, seed: int = 1) -> Counter[str]:
    """What people write into the workbook; how often each answer."""
    workbook = openpyxl.load_workbook(path)
    clients, once, keys = workbook["Klienter"], workbook["Integrasjoner"], workbook["Nøkler"]
    at, chance = headings(clients), Random(seed)
    counted: Counter[str] = Counter()
    answered: dict[tuple[str, str], str] = {}
    for row in range(2, clients.max_row + 1):
        shop = clients.cell(row, at["bransje"]).value == "handel"
        for title, wanted in (("Huma", True), ("tamigo", row % 4 == 0), ("Shopify av ConnectMyApps", shop)):
            if wanted:
                said = chance.choices((THERE, NOT_THERE, UNKNOWN), (6, 2, 1))[0]
                clients.cell(row, at[title]).value = said
                counted[said] += 1
                answered[clients.cell(row, 2).value, title] = said
    at = headings(once)
    for row in range(2, once.max_row + 1):
        if once.cell(row, at["ID"]).value == "huma":
            once.cell(row, at[OWNER]).value = "kari@fjord.example"
        if once.cell(row, at["Settes opp med"]).value == "menyen":
            once.cell(row, at[ACCEPTED]).value = "kari@fjord.example"
            once.cell(row, at[AUTHORITY]).value = "oppdragsavtale 2026-03"
    at = headings(keys)
    for row in range(2, keys.max_row + 1):
        number, title = keys.cell(row, 2).value, keys.cell(row, 3).value
        if title == "tamigo" and (number, title) in answered:
            keys.cell(row, at[OWNER]).value = f"post{row}@kunde.example"
            keys.cell(row, at["Hvem har nøkkelen"]).value = "Kunden selv"
    workbook.save(path)
    return counted


def cells(path: Path) -> dict[str, list[list[str]]]:
    """What stands in the sheets that people see, but for the order of rows."""
    workbook = openpyxl.load_workbook(path, read_only=True)
    return {
        sheet.title: sorted([str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True))
        for sheet in workbook.worksheets
        if sheet.title != "_provisioner"
    }


def start(firm: Firm, clients: int = CLIENTS) -> tuple[Path, Counter[str]]:
    """The workbook, filled in."""
    path = firm.directory / "status.xlsx"
    columns = [word for name in INTEGRATIONS for word in ("--integration", name)]
    firm.run("inventory", "--out", str(path), "--clients", crm_list(firm, clients), *columns)
    return path, fill_in(path)


def changes(firm: Firm) -> Iterator[tuple[str, str, str]]:
    """Address, what is done, and why."""
    for row in firm.run("plan", "--format", "json").json()["resource_changes"]:
        yield row["address"], "-".join(row["change"]["actions"]), row["reason"]


def test_three_hundred_clients_in_one_day(firm: Firm) -> None:
    path, counted = start(firm)
    said = firm.run("import", "--from", str(path))
    assert "300 nye klienter" in said.out
    told = f"Finnes: {counted[THERE]}. Finnes ikke, og skal lages: {counted[NOT_THERE]}. Vet ikke: {counted[UNKNOWN]}."
    assert told in said.out
    assert len(list((firm.directory / "profiles").iterdir())) == 3, "what they share is said three times, not 300"
    assert "Success!" in firm.run("validate").out
    assert firm.run("fmt", "--check").out == ""

    found = [one for one in changes(firm) if "/module/" not in one[0]]
    assert Counter(reason for _, _, reason in found) == {
        "attested": counted[THERE],
        "not-in-state": counted[NOT_THERE],
        "unsure": counted[UNKNOWN],
    }
    work = firm.run("work", "list", "--format", "json").json()["items"]
    unsure = {address for address, _, reason in found if reason == "unsure"}
    assert {one["item"]["address"] for one in work} == unsure

    again = firm.directory / "igjen.xlsx"
    firm.run("inventory", "--out", str(again))
    assert cells(again) == cells(path), "the same answers, owners and words"
    before = firm.files()
    repeated = firm.run("import", "--from", str(again), "--format", "json").json()
    assert (repeated["files"], repeated["recorded"]) == ([], {"there": [], "not_there": [], "unknown": []})
    assert firm.files() == before


def test_what_nobody_knew_is_looked_at_and_told(firm: Firm) -> None:
    path, counted = start(firm, 12)
    firm.run("import", "--from", str(path))
    waiting = [one["item"]["address"] for one in firm.run("work", "list", "--format", "json").json()["items"]]
    assert len(waiting) == counted[UNKNOWN] >= 2
    assert "Finnes det en brukernøkkel for " in firm.run("work").out
    firm.run("inventory", "attest", waiting[0], "--exists")
    firm.run("inventory", "attest", *waiting[1:], "--absent")
    assert "Ingen oppgaver venter" in firm.run("work").out
    reasons = {address: reason for address, _, reason in changes(firm)}
    assert reasons[waiting[0]] == "attested"
    assert {reasons[address] for address in waiting[1:]} == {"not-in-state"}
    firm.run("inventory", "attest", waiting[0], "--exists", "--absent", code=1)
    firm.run("inventory", "attest", "--absent", code=1)


def test_what_is_there_is_taken_over_and_stands_in_the_status(firm: Firm) -> None:
    path, counted = start(firm, 12)
    firm.run("import", "--from", str(path))
    firm.run("apply", "--auto-approve")
    rows = firm.run("status", "--format", "json").json()["status"]
    standing = Counter(row["status"] for row in rows)
    assert standing == {
        "there": counted[THERE],
        "awaiting": standing["awaiting"],
        "not-there": counted[NOT_THERE] - standing["awaiting"],
        "unknown": counted[UNKNOWN],
    }
    assert standing["awaiting"] > 0
    assert all(row["owner"] and row["last_seen"] for row in rows)
    assert firm.run("status", "--format", "csv").out.count("\n") == len(rows) + 1
    one = firm.run("status", "--client", rows[0]["client"])
    assert one.out.count("\n") == 1 + sum(row["client"] == rows[0]["client"] for row in rows)
    firm.run("status", "--client", "ukjent", code=1)
    shown = firm.directory / "naa.xlsx"
    firm.run("status", "--xlsx", str(shown))
    firm.run("status", "--xlsx", str(shown), code=1)
    workbook = openpyxl.load_workbook(shown)
    assert workbook["Status"].max_row == len(rows) + 1
    answers = [cell for row in workbook["Klienter"].iter_rows(min_row=2, min_col=4, values_only=True) for cell in row]
    assert Counter(answers)["venter"] == standing["awaiting"]
    # A workbook after the first apply still says the same, and changes nothing.
    firm.run("inventory", "--out", str(path), "--overwrite")
    assert firm.run("import", "--from", str(path), "--format", "json").json()["files"] == []


def test_looking_first_writes_nothing(firm: Firm) -> None:
    path, _ = start(firm, 12)
    before = firm.files()
    dry = firm.run("import", "--from", str(path), "--dry-run")
    assert "ingenting ble skrevet" in dry.out
    shown = firm.run("import", "--from", str(path), "--diff")
    assert "+++ b/profiles/huma.yaml" in shown.out
    assert "+kind: Client" in shown.out
    assert firm.files() == before
    assert not (firm.directory / ".provisioner" / "state.db").exists()


def test_nothing_that_is_there_is_overwritten_unasked(firm: Firm) -> None:
    path, _ = start(firm, 12)
    firm.write("profiles/huma.yaml", "# mine\n")
    before = firm.files()
    refused = firm.run("import", "--from", str(path), code=1)
    assert "profiles/huma.yaml ville blitt overskrevet" in refused.err
    assert firm.files() == before
    firm.run("import", "--from", str(path), "--overwrite")
    assert "kind: Profile" in (firm.directory / "profiles/huma.yaml").read_text(encoding="utf-8")


def test_below_another_directory(firm: Firm) -> None:
    path, _ = start(firm, 12)
    assert "Ingen av mønstrene" in firm.run("import", "--from", str(path), "--out", "nye", code=1).err
    assert "er ikke i prosjektet" in firm.run("import", "--from", str(path), "--out", "../nye", code=1).err
    firm.edit("provisioner.yaml", '"office.yaml", ', '"office.yaml", "nye/**/*.yaml", ')
    firm.run("import", "--from", str(path), "--out", "nye")
    written = (firm.directory / "nye/profiles/huma.yaml").read_text(encoding="utf-8")
    assert written.startswith("# yaml-language-server: $schema=../../.schemas/manifest.v1.json\nkind: Profile\n")
    firm.run("validate")


def test_a_list_of_clients_alone_becomes_clients(firm: Firm) -> None:
    said = firm.run("import", "--from", crm_list(firm, 12))
    assert "12 nye klienter" in said.out
    assert "Finnes" not in said.out
    listed = firm.run("clients", "--selector", "bransje=handel", "--format", "json").json()["clients"]
    assert len(listed) == 8
    firm.run("validate")
    assert "No changes." in firm.run("plan").out


def test_one_bad_cell_and_nothing_is_written(firm: Firm) -> None:
    path, _ = start(firm, 12)
    workbook = openpyxl.load_workbook(path)
    workbook["Klienter"]["D3"] = "kanskje"
    workbook.save(path)
    before = firm.files()
    said = firm.run("import", "--from", str(path), code=1)
    assert "Klienter!D3: «kanskje» er ikke noe svar." in said.err
    assert firm.files() == before


def test_what_is_said_of_something_undeclared_is_told(firm: Firm) -> None:
    path, _ = start(firm, 12)
    firm.run("import", "--from", str(path))
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["Klienter"]
    row = next(row for row in range(2, 14) if sheet.cell(row, headings(sheet)["tamigo"]).value is None)
    sheet.cell(row, headings(sheet)["tamigo"]).value = THERE
    workbook.save(path)
    before = firm.files()
    said = firm.run("import", "--from", str(path))
    assert "er ikke deklarert for" in said.err
    assert firm.files() == before


def test_another_owner_of_a_client_that_is_written_is_told_and_not_written(firm: Firm) -> None:
    path, _ = start(firm, 12)
    firm.run("import", "--from", str(path))
    assert firm.run("import", "--from", str(path)).err == "", "nothing differs"
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["Nøkler"]
    column = headings(sheet)[OWNER]
    row = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, column).value)
    sheet.cell(row, column).value = "ny@kunde.example"
    workbook.save(path)
    before = firm.files()
    said = firm.run("import", "--from", str(path))
    assert f"Nøkler!A{row}: det som er sagt om tamigo" in said.err
    assert "`owner.employee`" in said.err
    assert firm.files() == before


def test_what_cannot_be_asked(firm: Firm) -> None:
    out = str(firm.directory / "status.xlsx")
    assert "ingen klienter å spørre om" in firm.run("inventory", "--out", out, code=1).err
    listed = crm_list(firm, 3)
    unknown = firm.run("inventory", "--out", out, "--clients", listed, "--integration", "humma", code=1)
    assert "Ingen integrasjon heter `humma`" in unknown.err
    never = firm.run("inventory", "--out", out, "--clients", listed, "--integration", "penneo", code=1).err
    assert "Penneo har ingen kolonne i arbeidsboken. [integration-needless]" in never
    assert "En del av Tripletex: ingenting å sette opp." in never
    assert "Hva skal gjøres?" in firm.run("inventory", code=1).err
    assert "does not go with" in firm.run("inventory", "--out", out, "attest", "--all", "--empty", code=1).err
    firm.run("inventory", "--out", out, "--clients", listed)
    assert "finnes allerede" in firm.run("inventory", "--out", out, code=1).err
    assert json.loads(firm.run("import", "--from", out, "--dry-run", "--format", "json").out)["clients"] == 3


@pytest.mark.parametrize(("name", "meant"), [("status.csv", "status.xlsx"), ("hele", "hele.xlsx"), ("a.xls", "a.xlsx")])
def test_a_workbook_is_not_written_under_the_name_of_something_else(firm: Firm, name: str, meant: str) -> None:
    listed = crm_list(firm, 3)
    for words in (("inventory", "--clients", listed, "--out"), ("status", "--xlsx")):
        refused = firm.run(*words, str(firm.directory / name), code=1).err
        assert "under navnet til noe annet" in refused
        assert refused.replace("\n", " ").rstrip().endswith(f"{meant}.")
    assert not (firm.directory / name).exists()
