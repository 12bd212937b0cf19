"""The first day of a firm whose clients go through keys of the office: one workbook declares and records all of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.end_to_end.firm import Firm
from tests.end_to_end.test_first_day import NOT_THERE, THERE, UNKNOWN, changes, headings

OWNER, IS_THERE, HELD_BY = "Eier (e-post)", "Finnes den?", "Hvem har nøkkelen"
VALID_FOR = "Gjelder i (365d)"
KEY = "office/office_key/visma-finale"
NUMBERS = ("312345676", "310000019", "310000027", "310000035")
KARI = {OWNER: "kari@fjord.example"}


def begun(directory: Path, *words: str) -> Firm:
    """A firm that has just begun."""
    firm = Firm(directory)
    firm.directory.mkdir()
    firm.run("init", "--name", "fjord-regnskap", "--language", "nb", *words)
    firm.write("klienter.csv", "Navn;Org.nr\n" + "".join(f"Klient {name} AS;{name}\n" for name in NUMBERS))
    return firm


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    return begun(tmp_path / "fjord", "--organization-number", "314286014")


def workbook(firm: Firm, *answers: str | None, office: Mapping[str, str] = KARI, method: str = "") -> str:
    """The workbook with what is said of Visma Finale."""
    path = firm.directory / "status.xlsx"
    listed = str(firm.directory / "klienter.csv")
    firm.run("inventory", "--out", str(path), "--overwrite", "--clients", listed, "--integration", "visma-finale")
    book = openpyxl.load_workbook(path)
    clients, once, keys = book["Klienter"], book["Integrasjoner"], book["Kontoret"]
    for row, said in enumerate(answers, start=2):
        clients.cell(row, headings(clients)["Visma Finale"]).value = said
    once.cell(2, headings(once)["Settes opp med"]).value = method or "kontorets nøkkel"
    if not method:
        once.cell(2, headings(once)["Tilgangsmal"]).value = "STANDARD_PRIVILEGES_ACCOUNTANT"
    for heading, value in office.items():
        keys.cell(2, headings(keys)[heading]).value = value
    book.save(path)
    return str(path)


def reasons(firm: Firm) -> dict[str, str]:
    return {address: reason for address, _, reason in changes(firm)}


def nothing_new(said: Any) -> bool:
    return (said["files"], said["recorded"]) == ([], {"there": [], "not_there": [], "unknown": []})


def test_the_workbook_declares_the_key_and_records_it_with_every_access(firm: Firm) -> None:
    firm.write("office.yaml", "# Vårt.\n" + (firm.directory / "office.yaml").read_text("utf-8") + "# Slutt.\n")
    before = (firm.directory / "office.yaml").read_text("utf-8")
    path = workbook(firm, THERE, NOT_THERE, UNKNOWN, THERE, office={**KARI, HELD_BY: "Kari"})
    told = firm.run("import", "--from", path)
    assert "Finnes: 3. Finnes ikke, og skal lages: 1. Vet ikke: 1." in told.out
    assert (firm.directory / "office.yaml").read_text("utf-8") == before + (
        "officeKeys:\n  visma-finale:\n    owner: {employee: kari@fjord.example}\n    note: Kari\n"
    )
    found = reasons(firm)
    assert (found[KEY], found["office/module/api-v2"]) == ("attested", "attested"), "clients go through it"
    assert sorted(reason for address, reason in found.items() if address.startswith("client/")) == [
        "attested",
        "attested",
        "not-in-state",
        "unsure",
    ]
    assert firm.run("fmt", "--check").out == ""
    assert nothing_new(firm.run("import", "--from", path, "--format", "json").json())


def test_where_everything_is_there_nothing_is_made(firm: Firm) -> None:
    firm.run("import", "--from", workbook(firm, THERE, THERE, THERE, THERE))
    assert {action for _, action, _ in changes(firm)} == {"no-op"}
    firm.run("apply", "--auto-approve")
    assert "No changes." in firm.run("plan", "--detailed-exitcode").out


def test_a_key_that_is_not_there_is_made_and_the_accesses_given(firm: Firm) -> None:
    firm.edit("provisioner.yaml", "https://tripletex.no", "simulator")
    firm.run("import", "--from", workbook(firm, NOT_THERE, office={**KARI, IS_THERE: NOT_THERE}))
    access = "client/klient-312345676/client_access/visma-finale"
    made = {address: action for address, action, _ in changes(firm) if "/module/" not in address}
    assert made == {KEY: "create", access: "create"}
    for _ in range(3):
        firm.apply()
    assert "No changes." in firm.run("plan", "--detailed-exitcode").out
    shown = firm.run("state", "list").out
    assert KEY in shown
    assert access in shown


def test_a_key_of_which_nobody_knows_is_looked_for_and_never_made(firm: Firm) -> None:
    firm.run("import", "--from", workbook(firm, NOT_THERE, NOT_THERE))
    found = reasons(firm)
    assert found[KEY] == "unsure", "nobody said that it is not there"
    assert not any(action == "create" for _, action, _ in changes(firm))
    waiting = [one["item"]["address"] for one in firm.run("work", "list", "--format", "json").json()["items"]]
    assert waiting == [KEY]
    assert "Har kontoret en nøkkel for Visma Finale?" in firm.run("work").out
    firm.run("inventory", "attest", KEY, "--absent")
    assert reasons(firm)[KEY] == "not-in-state"


@pytest.mark.parametrize(
    ("answers", "office", "code", "cell"),
    [
        ((THERE,), {**KARI, IS_THERE: NOT_THERE}, "import-office-absent", "Kontoret!C2"),
        ((NOT_THERE,), {}, "survey-office-missing", "Kontoret!D2"),
        ((), KARI, "survey-office-unanswered", "Kontoret!C2"),
    ],
)
def test_what_cannot_be_so_is_told_and_nothing_is_written(
    firm: Firm, answers: tuple[str, ...], office: dict[str, str], code: str, cell: str
) -> None:
    path = workbook(firm, *answers, office=office)
    before = firm.files()
    said = firm.run("import", "--from", path, code=1)
    assert code in said.err
    assert f"Feil: {cell}: " in said.err
    assert firm.files() == before


@pytest.mark.parametrize(
    ("office", "told"),
    [
        ({OWNER: "Kari Nordmann"}, "Feil: Kontoret!D2: `kari nordmann` er ingen e-postadresse. [owner-no-email]"),
        ({**KARI, VALID_FOR: "et år"}, "Feil: Kontoret!E2: `validFor` er ikke skrevet slik det skal. [wrong-form]"),
    ],
)
def test_what_would_be_wrong_at_the_office_is_told_of_its_cell_alone(
    firm: Firm, office: dict[str, str], told: str
) -> None:
    path = workbook(firm, THERE, office=office)
    before = firm.files()
    said = firm.run("import", "--from", path, code=1).err
    assert told in said
    assert said.count("Feil:") == 2, "what follows for the clients is not told, only that nothing was written"
    assert ("i status.xlsx linje 2" in said, "office.yaml" in said) == (True, False)
    assert firm.files() == before


def test_a_bare_number_of_a_length_of_time_is_days(firm: Firm) -> None:
    firm.run("import", "--from", workbook(firm, THERE, office={**KARI, VALID_FOR: "365"}))
    assert "    validFor: 365d\n" in (firm.directory / "office.yaml").read_text("utf-8")


def test_an_office_that_nobody_wrote_is_written_behind_what_stands_there(tmp_path: Path) -> None:
    firm = begun(tmp_path / "nytt")
    before = (firm.directory / "office.yaml").read_text("utf-8")
    path = workbook(firm, THERE)
    said = firm.run("import", "--from", path)
    assert "Advarsel: office.yaml sier nå hvem kontoret er, bortsett fra organisasjonsnummeret" in said.err
    assert (firm.directory / "office.yaml").read_text("utf-8") == before + (
        "kind: Office\nname: fjord-regnskap\nofficeKeys:\n  visma-finale:\n    owner: {employee: kari@fjord.example}\n"
    )
    assert firm.run("fmt", "--check").out == ""
    assert reasons(firm)[KEY] == "attested"


def test_without_a_file_for_the_office_there_is_one_then(tmp_path: Path) -> None:
    firm = begun(tmp_path / "nytt")
    (firm.directory / "office.yaml").unlink()
    firm.run("import", "--from", workbook(firm, THERE))
    written = (firm.directory / "office.yaml").read_text("utf-8")
    assert written.startswith("# yaml-language-server: $schema=.schemas/manifest.v1.json\nkind: Office\n")


def test_an_office_that_leaves_no_place_is_told(firm: Firm) -> None:
    path = workbook(firm, THERE)
    firm.write("office.yaml", "kind: Office\nname: fjord\norganizationNumber: 314 286 014\nofficeKeys: {}\n")
    before = firm.files()
    assert "[import-office-form]" in firm.run("import", "--from", path, code=1).err
    assert firm.files() == before


def test_a_key_that_is_declared_stays_as_it_is(firm: Firm) -> None:
    office = (firm.directory / "office.yaml").read_text("utf-8")
    key = "officeKeys:\n  kontor:\n    integration: visma-finale\n    owner: {employee: kari@fjord.example}\n"
    firm.write("office.yaml", office + key)
    path = workbook(firm, THERE, NOT_THERE, office={OWNER: "ola@fjord.example", IS_THERE: THERE})
    said = firm.run("import", "--from", path)
    assert "Kontoret!D2: det som er sagt om kontor hos kontoret" in said.err
    assert (firm.directory / "office.yaml").read_text("utf-8") == office + key
    assert reasons(firm)["office/office_key/kontor"] == "attested"


def test_a_row_that_concerns_nobody_is_left(firm: Firm) -> None:
    path = workbook(firm, THERE, office={}, method="brukernøkkel")
    before = (firm.directory / "office.yaml").read_bytes()
    book = openpyxl.load_workbook(path)
    once = book["Integrasjoner"]
    once.cell(2, headings(once)[OWNER]).value = "kari@fjord.example"
    book.save(path)
    firm.run("import", "--from", path)
    assert (firm.directory / "office.yaml").read_bytes() == before


def test_a_key_that_nobody_goes_through_is_asked_about(firm: Firm) -> None:
    path = workbook(firm, THERE, office={**KARI, IS_THERE: THERE}, method="brukernøkkel")
    said = firm.run("import", "--from", path, code=1)
    assert "Advarsel: Kontoret!C2: det er svart for kontorets nøkkel for Visma Finale" in said.err
    assert "Tips: Velg «kontorets nøkkel» under «Settes opp med» på arket «Integrasjoner»" in said.err
    assert "Feil: Integrasjoner!D2: Visma Finale trenger «Eier (e-post)»" in said.err


def test_how_things_stand_comes_back_and_gives_the_same(firm: Firm, tmp_path: Path) -> None:
    firm.run("import", "--from", workbook(firm, THERE, NOT_THERE, UNKNOWN, office={**KARI, HELD_BY: "Kari"}))
    firm.run("apply", "--auto-approve")
    shown = str(firm.directory / "naa.xlsx")
    firm.run("status", "--xlsx", shown)
    book = openpyxl.load_workbook(shown)
    answers = [cell.value for cell in book["Klienter"]["C"][1:]]
    assert sorted(answer or "" for answer in answers) == ["", THERE, "venter", UNKNOWN]
    assert [cell.value for cell in book["Kontoret"][2]][2:] == [THERE, "kari@fjord.example", None, "Kari"]
    before = firm.files()
    assert nothing_new(firm.run("import", "--from", shown, "--format", "json").json())
    assert firm.files() == before

    anew = begun(tmp_path / "nytt", "--organization-number", "314286014")
    anew.run("import", "--from", shown)
    mine = {name for name in before if name.startswith(("clients/", "profiles/", "office"))}
    assert {name: anew.files()[name] for name in mine} == {name: before[name] for name in mine}
    waited = "client/klient-310000019/client_access/visma-finale"
    assert reasons(anew)[waited] == "unsure", "whether somebody made it is not known there"
    one = firm.directory / "en.xlsx"
    firm.run("status", "--xlsx", str(one), "--client", "klient-312345676")
    assert openpyxl.load_workbook(one)["Klienter"].max_row == 2
    assert nothing_new(firm.run("import", "--from", str(one), "--format", "json").json())


def test_a_key_of_the_office_that_waits_says_so_and_comes_back(firm: Firm) -> None:
    firm.run("import", "--from", workbook(firm, NOT_THERE, office={**KARI, IS_THERE: NOT_THERE}))
    firm.run("apply", "--auto-approve")
    for waiting in firm.run("work", "list", "--format", "json").json()["items"]:
        firm.run("work", "complete", waiting["item"]["id"], "--done")
    firm.run("apply", "--auto-approve")
    shown = str(firm.directory / "naa.xlsx")
    firm.run("status", "--xlsx", shown)
    book = openpyxl.load_workbook(shown)
    assert book["Kontoret"]["C2"].value == "venter"
    assert nothing_new(firm.run("import", "--from", shown, "--format", "json").json())
    book["Kontoret"]["C2"].value = THERE
    book.save(shown)
    told = firm.run("work", "complete", "--from", shown)
    assert f"Utelatt: {KEY}." in told.err, "it may have been made just now, and then somebody has its value"


def test_a_list_that_says_what_clients_have_fills_the_workbook(firm: Firm) -> None:
    said = (THERE, NOT_THERE, "", UNKNOWN)
    rows = "".join(f"Klient {name} AS;{name};{answer}\n" for name, answer in zip(NUMBERS, said, strict=True))
    firm.write("klienter.csv", "Navn;Org.nr;Visma Finale\n" + rows)
    listed = str(firm.directory / "klienter.csv")
    refused = firm.run("import", "--from", listed, code=1)
    assert "klienter.csv sier hva klientene har" in refused.err
    assert "provisioner inventory --out FIL.xlsx --clients klienter.csv" in refused.err
    path = firm.directory / "status.xlsx"
    firm.run("inventory", "--out", str(path), "--clients", listed)
    book = openpyxl.load_workbook(path)
    answers = [cell.value or "" for cell in book["Klienter"]["C"]]
    assert answers == ["Visma Finale", *said]
    once, keys = book["Integrasjoner"], book["Kontoret"]
    once.cell(2, headings(once)["Settes opp med"]).value = "kontorets nøkkel"
    once.cell(2, headings(once)["Tilgangsmal"]).value = "STANDARD_PRIVILEGES_ACCOUNTANT"
    keys.cell(2, headings(keys)[OWNER]).value = "kari@fjord.example"
    book.save(path)
    told = firm.run("import", "--from", str(path))
    assert "Finnes: 2. Finnes ikke, og skal lages: 1. Vet ikke: 1." in told.out
    assert reasons(firm)[KEY] == "attested"


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        (("_provisioner",), "mangler det skjulte arket «_provisioner», som sier hva hver kolonne og rad er"),
        (("_provisioner", "Integrasjoner"), "forteller hvordan det står til, i formen fra en tidligere versjon"),
    ],
)
def test_a_workbook_without_its_hidden_sheet_is_told_as_what_it_is(
    firm: Firm, gone: tuple[str, ...], told: str
) -> None:
    path = workbook(firm, THERE)
    book = openpyxl.load_workbook(path)
    for sheet in gone:
        book.remove(book[sheet])
    book.save(path)
    before = firm.files()
    assert told in " ".join(firm.run("import", "--from", path, code=1).err.split())
    assert firm.files() == before
