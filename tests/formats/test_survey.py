"""The workbook that a firm fills in: what is written is read back; what cannot be understood is told by its cell."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provisioner.formats.survey.nouns import Answer, Company, Survey, letters
from provisioner.formats.survey.reading import read_survey
from provisioner.formats.survey.writing import HIDDEN, write_survey
from provisioner.formats.words.survey import sheet_word
from provisioner.model.values import FrozenMap
from tests.formats.survey_made import NOT_THERE, NOW, SURVEY, THERE, UNKNOWN, bare, edited, read, ways


@pytest.mark.parametrize("language", ["en", "nb"])
def test_what_is_written_is_read_back(language: str) -> None:
    found = read(write_survey(SURVEY, language, NOW))
    assert (found.diagnostics, found.language) == ((), language)
    assert bare(found.survey) == SURVEY


answers = st.dictionaries(st.sampled_from(["huma", "nettbutikk", "finale"]), st.sampled_from(Answer))


@settings(max_examples=15, deadline=None)
@given(st.lists(answers, min_size=4, max_size=4), st.text("abcæøå =+'\"{}<&\x01", min_size=1, max_size=12))
def test_whatever_is_answered_comes_back(said: list[dict[str, Answer]], name: str) -> None:
    companies = [replace(one, answers=FrozenMap(each)) for one, each in zip(SURVEY.companies, said, strict=True)]
    companies[0] = replace(companies[0], display_name=f"A {name} Z")
    found = read(write_survey(Survey(SURVEY.products, tuple(companies)), "nb", NOW))
    assert found.diagnostics == ()
    assert [one.answers for one in found.survey.companies] == [one.answers for one in companies]
    assert found.survey.companies[0].display_name == " ".join(f"A {name} Z".replace("\x01", "").split(" "))


def test_it_is_pleasant_to_work_in() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(write_survey(SURVEY, "nb", NOW)))
    assert workbook.sheetnames == ["Klienter", "Nøkler", "Integrasjoner", "Kontoret", "Slik fyller du ut", HIDDEN]
    clients = workbook["Klienter"]
    assert clients.freeze_panes == "C2"
    assert clients.auto_filter.ref == "A1:F5"
    assert [cell.value for cell in clients[1]][:3] == ["Selskap", "Organisasjonsnummer", "bransje"]
    assert clients["B2"].value == "312 345 676"
    assert clients["B2"].number_format == "@"
    assert (clients["A5"].value, clients["A5"].data_type) == ("=1+1 AS", "s"), "a name is never calculated"
    (rule,) = clients.data_validations.dataValidation
    assert rule.formula1 == '"finnes,finnes ikke,vet ikke"'
    assert "D2:F205" in str(rule.sqref)
    assert "skal ikke ha den" in rule.prompt
    assert len(rule.prompt) <= 255
    assert workbook[HIDDEN].sheet_state == "veryHidden"
    assert workbook.active.title == "Klienter"
    assert {cell.value for cell in workbook["Nøkler"]["C"]} == {"Integrasjon", "Huma"}, "an access is no key"


def test_rows_may_be_sorted_and_words_of_the_other_language_are_read() -> None:
    def sort(workbook: Any) -> None:
        sheet = workbook["Klienter"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=5)]
        for number, row in enumerate(reversed(rows), start=2):
            for column, value in enumerate(row, start=1):
                sheet.cell(row=number, column=column).value = value
        sheet["D5"] = "Don’t  KNOW"

    found = read(edited(sort)).survey
    assert [one.name for one in found.companies] == [one.name for one in reversed(SURVEY.companies)]
    assert dict(found.companies[3].answers) == {"huma": UNKNOWN, "finale": NOT_THERE}


def test_a_company_that_was_added_gets_a_name() -> None:
    def add(workbook: Any) -> None:
        sheet = workbook["Klienter"]
        for row, (name, number) in enumerate([("Ny Klient AS", "310 000 035"), ("Nordlys AS", 310000043)], start=6):
            sheet.cell(row=row, column=1).value = name
            sheet.cell(row=row, column=2).value = number
            sheet.cell(row=row, column=4).value = "finnes"

    found = read(edited(add))
    assert found.diagnostics == ()
    added = found.survey.companies[4:]
    assert [(one.name, one.organization_number) for one in added] == [
        ("ny-klient", "310000035"),
        ("nordlys-as", "310000043"),
    ]
    assert all(dict(one.answers) == {"huma": THERE} for one in added)


def put(sheet: str, cell: str, value: object) -> Callable[[Any], None]:
    """Somebody writes into a cell."""

    def edit(workbook: Any) -> None:
        workbook[sheet][cell] = value

    return edit


@pytest.mark.parametrize(
    ("edit", "code", "said"),
    [
        (put("Klienter", "D2", "ja"), "survey-answer", "Klienter!D2: «ja»"),
        (put("Klienter", "B2", "312 345 677"), "survey-number", "Klienter!B2"),
        (put("Klienter", "B3", "312 345 676"), "survey-twice", "Klienter!A3"),
        (put("Klienter", "D1", "Hume"), "survey-heading", "Klienter!D1"),
        (put("Klienter", "E6", "finnes"), "survey-nobody", "Klienter!A6"),
        (put("Klienter", "A6", "Bare et navn"), "survey-no-number", "Klienter!B6"),
        (put("Integrasjoner", "C4", "papir"), "survey-choice", "Integrasjoner!C4"),
        (put("Integrasjoner", "G4", "alt"), "survey-choice", "Integrasjoner!G4"),
        (put("Integrasjoner", "B2", "humla"), "integration-unlisted", "humla"),
        (put("Nøkler", "C2", "Hume"), "integration-unlisted", "Hume"),
        (put("Nøkler", "D5", "per@ny.example"), "survey-key-unanswered", "Nøkler!A5"),
        (put("Nøkler", "F3", "dGVzdC0xMjM0NTY3ODkwMTIzNDU2Nzg5MDEy"), "survey-looks-like-key", "Nøkler!F3"),
    ],
)
def test_what_cannot_be_understood_is_told_by_its_cell(edit: Callable[[Any], None], code: str, said: str) -> None:
    found = {one.code: one for one in read(edited(edit)).diagnostics}
    assert code in found
    told = found[code]
    assert said in told.told_in("nb").summary
    assert said in told.summary
    assert told.source is not None
    assert told.source.file == "status.xlsx"


@pytest.mark.parametrize(
    ("sheet", "cell", "around"),
    [
        ("Nøkler", "F2", ""),
        ("Nøkler", "F2", "Kari har den: {}, i safen"),  # would be written into a manifest
        ("Klienter", "D2", ""),  # no answer, and what is wrong with an answer repeats it
        ("Klienter", "B2", ""),
        ("Klienter", "H1", ""),  # a heading
        ("Klienter", "K9", "nøkkel: {}"),  # below no heading
        ("Integrasjoner", "C4", ""),
        ("Slik fyller du ut", "B2", "({})"),
    ],
)
def test_a_key_is_never_repeated_wherever_it_stands(sheet: str, cell: str, around: str) -> None:
    secret = "dGVzdC0xMjM0NTY3ODkwMTIzNDU2Nzg5MDEy"
    found = read(edited(put(sheet, cell, around.format(secret) or secret))).diagnostics
    assert [one.code for one in found] == ["survey-looks-like-key"]
    assert f"{sheet}!{cell}" in found[0].summary
    assert secret not in repr(found)


def test_a_long_word_among_others_is_no_key() -> None:
    words = "Se sak 0a1b2c3d-1111-2222-3333-444455556666, https://hjelp.leverandor.example/koble/Tripletex/2026/Oppsett"
    assert read(edited(put("Nøkler", "F2", words))).diagnostics == ()
    for address in ("client/hansen-og-sonn-as-330000066/user_key/huma", "client/hansen-og-sonn-as-330000066-as/module"):
        assert read(edited(put("Slik fyller du ut", "B2", address))).diagnostics == ()


def test_of_one_key_only_one_line_counts() -> None:
    def twice(workbook: Any) -> None:
        for column, value in enumerate(["Nordlys AS", "312 345 676", "Huma", "per@ny.example"], start=1):
            workbook["Nøkler"].cell(row=9, column=column).value = value
        for column, value in enumerate(["Ukjent AS", "", "Huma", "per@ny.example"], start=1):
            workbook["Nøkler"].cell(row=10, column=column).value = value

    assert [one.code for one in read(edited(twice)).diagnostics] == ["survey-twice", "survey-key-of-nobody"]


def test_a_workbook_that_lost_a_sheet_or_is_newer_is_refused() -> None:
    (gone,) = read(edited(lambda workbook: workbook.remove(workbook["Nøkler"]))).diagnostics
    assert (gone.code, "«Nøkler»" in gone.summary) == ("survey-sheet", True)
    (newer,) = read(edited(put(HIDDEN, "B1", "3"))).diagnostics
    assert newer.code == "survey-version"
    (broken,) = read(b"PK\x03\x04 and no more").diagnostics
    assert broken.code == "workbook-broken"


def test_another_workbook_is_none_of_ours() -> None:
    assert read_survey(edited(lambda workbook: workbook.remove(workbook[HIDDEN])), "x.xlsx", ways) is None


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(Exception, match="extra") as told:
        write_survey(SURVEY, "nb", NOW)
    assert "[workbook]" in getattr(told.value, "hint", "")


def test_a_survey_of_companies_alone_is_written() -> None:
    only = Survey((), (Company("a", "A AS", "312345676"),))
    assert bare(read(write_survey(only, "en", NOW)).survey) == only


def test_cells_are_named_as_people_see_them() -> None:
    assert [letters(column) for column in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]
    assert sheet_word("there", "xx") == "there"
