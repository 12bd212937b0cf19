"""What people write into a field of the workbook, and what a manifest says for it."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from provisioner.formats.survey.nouns import Survey
from provisioner.formats.survey.writing import write_survey
from provisioner.formats.words.survey import sheet_word
from provisioner.model.diagnostics import Severity
from provisioner.model.values import FrozenMap
from provisioner.spi.language import AskedField, SetUp
from tests.formats.survey_made import NOW, OWNER, SURVEY, WAYS, bare, edited, read

VALID_FOR = AskedField(("validFor",), FrozenMap({"en": "Valid for", "nb": "Gjelder i"}), each=True, days=True)


@pytest.fixture
def survey(monkeypatch: pytest.MonkeyPatch) -> Survey:
    """Huma's keys are asked how long they are valid."""
    ways = (SetUp("user-key", (OWNER, VALID_FOR)),)
    monkeypatch.setitem(WAYS, "huma", ways)
    return replace(SURVEY, products=(replace(SURVEY.products[0], set_ups=ways),), keys=(), office_keys=())


@pytest.mark.parametrize(("written", "meant"), [(365, "365d"), (" 90 ", "90d"), ("12w", "12w"), ("365d", "365d")])
def test_a_bare_whole_number_of_a_length_of_time_is_days(survey: Survey, written: object, meant: str) -> None:
    def fill(workbook: Any) -> None:
        workbook["Integrasjoner"]["E2"] = written
        workbook["Nøkler"]["E2"] = written

    found = read(edited(fill, survey=survey))
    assert found.diagnostics == ()
    assert found.survey.products[0].said["validFor"] == meant
    assert [line.said["validFor"] for line in found.survey.keys] == [meant]


RIGHTS = AskedField(
    ("permissions",),
    FrozenMap({"en": "Permissions", "nb": "Tilganger"}),
    choices=("all", "as-owner", "CODE"),
    choice_titles=FrozenMap(
        {
            "all": FrozenMap({"en": "all rights", "nb": "alle tilganger"}),
            "as-owner": FrozenMap({"en": "as the owner", "nb": "som eieren"}),
        }
    ),
)


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Survey:
    """Huma's keys have rights of which one is chosen."""
    ways = (SetUp("user-key", (RIGHTS,)),)
    monkeypatch.setitem(WAYS, "huma", ways)
    huma = replace(SURVEY.products[0], set_ups=ways, said=FrozenMap({"permissions": "as-owner"}))
    return replace(SURVEY, products=(huma,), keys=(), office_keys=())


@pytest.mark.parametrize(
    ("language", "shown", "offered"),
    [
        ("en", "as the owner", '"all rights,as the owner,CODE"'),
        ("nb", "som eieren", '"alle tilganger,som eieren,CODE"'),
    ],
)
def test_choices_are_shown_in_the_workbook_s_language(chosen: Survey, language: str, shown: str, offered: str) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(write_survey(chosen, language, NOW)))
    sheet = workbook[sheet_word("integrations", language)]
    assert sheet["D2"].value == shown
    assert offered in [rule.formula1 for rule in sheet.data_validations.dataValidation]
    assert read(write_survey(chosen, language, NOW)).survey.products[0].said["permissions"] == "as-owner"


@pytest.mark.parametrize("written", ["all", "All rights", "alle tilganger"])
def test_a_choice_is_read_in_either_language_and_as_earlier_workbooks_have_it(chosen: Survey, written: str) -> None:
    found = read(edited(lambda book: book["Integrasjoner"].__setitem__("D2", written), survey=chosen))
    assert (found.diagnostics, found.survey.products[0].said["permissions"]) == ((), "all")


def test_a_choice_that_is_none_is_told_with_the_words_that_are_shown(chosen: Survey) -> None:
    found = read(edited(lambda book: book["Integrasjoner"].__setitem__("D2", "noen"), survey=chosen))
    (told,) = found.diagnostics
    assert told.told_in("nb").hint == "Velg en av: alle tilganger, som eieren, CODE."


def test_what_stands_below_no_heading_is_told_and_not_repeated() -> None:
    def scribbled(workbook: Any) -> None:
        workbook["Klienter"]["K9"] = "ring Per"
        for row in range(2, 9):
            workbook["Kontoret"].cell(row=row, column=9).value = "ring Kari"

    found = read(edited(scribbled))
    assert bare(found.survey) == SURVEY
    assert [(one.code, one.severity) for one in found.diagnostics] == [("survey-outside", Severity.WARNING)] * 2
    told = [one.told_in("nb").summary for one in found.diagnostics]
    assert told[0].startswith("Det som står i Klienter!K9, står ikke under noen overskrift")
    assert "Kontoret!I2, Kontoret!I3, Kontoret!I4, Kontoret!I5, Kontoret!I6 (+ 2)" in told[1]
    assert "ring" not in repr(found.diagnostics)


def test_a_name_without_its_number_says_where_that_goes() -> None:
    (told,) = read(edited(lambda book: book["Klienter"].__setitem__("A6", "Ny AS"))).diagnostics
    assert told.told_in("nb").summary == "Klienter!B6: Ny AS har ikke noe organisasjonsnummer."
    assert told.told_in("nb").hint == "Skriv de ni sifrene her."
