"""The office's keys in the workbook: what is said of them, what follows where nobody said, and what is declared."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from provisioner.formats.survey.nouns import Answer, OfficeKey, Product, Survey
from provisioner.formats.survey.office_keys import answered, to_declare
from provisioner.formats.survey.writing import HIDDEN
from provisioner.model.manifest import Section
from provisioner.model.values import FrozenMap, plain
from tests.formats.survey_made import NOT_THERE, SURVEY, THERE, UNKNOWN, company, edited, read
from tests.formats.test_survey import put

FINALE = SURVEY.products[2]
KEY = SURVEY.office_keys[0]
OPEN = replace(KEY, answer=None, said=FrozenMap(), held_by="")


def asked(*said: Answer, key: OfficeKey = OPEN, product: Product = FINALE) -> Survey:
    """Clients who have Finale through the office's key."""
    clients = [company(f"client-{place}", "312345676", {"finale": answer}) for place, answer in enumerate(said)]
    return Survey((product,), tuple(clients), (), (key,))


def answer(survey: Survey, *declared: OfficeKey) -> Answer | None:
    return answered(survey, declared).office_keys[0].answer


@pytest.mark.parametrize(
    ("of_clients", "said", "follows"),
    [
        ((THERE, NOT_THERE), None, THERE),
        ((THERE,), UNKNOWN, THERE),
        ((THERE,), NOT_THERE, NOT_THERE),
        ((NOT_THERE, UNKNOWN), None, UNKNOWN),
        ((NOT_THERE,), NOT_THERE, NOT_THERE),
        ((), None, None),
        ((), UNKNOWN, UNKNOWN),
    ],
)
def test_a_key_that_nobody_answered_for_is_never_to_be_made(
    of_clients: tuple[Answer, ...], said: Answer | None, follows: Answer | None
) -> None:
    assert answer(asked(*of_clients, key=replace(OPEN, answer=said))) is follows


def test_clients_who_go_another_way_say_nothing_of_the_key() -> None:
    own = replace(FINALE, method="user-key")
    assert answer(asked(THERE, product=own)) is None
    other = OfficeKey("kontor", "Kontor", integration="finale")
    assert answer(asked(THERE), other) is None, "they go through the key that is declared"
    assert answer(asked(THERE), OPEN) is None, "what is recorded of a declared key is the office's own matter"


def test_what_is_answered_is_declared_as_somebody_would_write_it() -> None:
    own_name = replace(KEY, id="kontor", integration="finale", said=FrozenMap({"owner.employee": "a@b.example"}))
    found = to_declare(replace(asked(), office_keys=(KEY, own_name, OPEN)), (), "status.xlsx", "en")
    assert found.diagnostics == ()
    first, second = found.declared
    assert {first.section, second.section} == {Section.OFFICE_KEYS}
    assert plain(first.body) == FrozenMap(
        {"owner": FrozenMap({"employee": "kari@fjord.example"}), "note": "Kari, in the safe"}
    )
    assert second.body.text("integration") == "finale"
    assert to_declare(asked(key=KEY), (KEY,), "status.xlsx", "en").declared == (), "it stands there already"


def test_what_a_key_needs_is_asked_for_with_its_cell() -> None:
    def emptied(workbook: Any) -> None:
        workbook["Kontoret"]["D2"] = None

    survey = read(edited(emptied)).survey
    (missing,) = to_declare(survey, (), "status.xlsx", "nb").diagnostics
    assert "Kontoret!D2: kontorets nøkkel for Finale trenger «Eier»" in missing.told_in("nb").summary
    assert missing.source is not None
    assert (missing.source.line, missing.source.column) == (2, 4)
    without = to_declare(asked(key=replace(OPEN, answer=THERE)), (), "klienter.csv", "en").diagnostics
    assert "Office: the office's key" in without[0].summary


def test_something_said_of_a_key_and_not_whether_it_is_there_is_told() -> None:
    def unanswered(workbook: Any) -> None:
        workbook["Kontoret"]["C2"] = None

    survey = read(edited(unanswered)).survey
    (told,) = to_declare(survey, (), "status.xlsx", "en").diagnostics
    assert told.code == "survey-office-unanswered"
    assert told.summary.startswith("Kontoret!C2: ")


def test_words_of_how_things_stand_are_read() -> None:
    def stands(workbook: Any) -> None:
        workbook["Kontoret"]["C2"] = "venter"
        for cell, word in (("D2", "utløper"), ("D3", "awaiting"), ("E4", "overlevert")):
            workbook["Klienter"][cell] = word

    found = read(edited(stands))
    assert found.diagnostics == ()
    (key,) = found.survey.office_keys
    assert (key.answer, key.waiting) == (UNKNOWN, True)
    first, second, third, _ = found.survey.companies
    assert (first.answers["huma"], first.waiting) == (THERE, frozenset())
    assert (second.answers["huma"], second.waiting) == (UNKNOWN, frozenset({"huma"}))
    assert "nettbutikk" not in third.answers, "it is nobody's here any more"


@pytest.mark.parametrize(
    ("cell", "written", "code"),
    [
        ("C2", "kanskje", "survey-answer"),
        ("B2", "huma", "survey-no-office-key"),
        ("D2", "dGVzdC0xMjM0NTY3ODkwMTIzNDU2Nzg5MDEy", "survey-looks-like-key"),
    ],
)
def test_what_cannot_be_understood_is_told_by_its_cell(cell: str, written: str, code: str) -> None:
    told = [one for one in read(edited(put("Kontoret", cell, written))).diagnostics if one.code == code]
    assert len(told) == 1
    assert "Kontoret!" in told[0].summary


def test_one_key_is_told_once() -> None:
    def twice(workbook: Any) -> None:
        for column, value in enumerate(["Finale", "finale", "finnes"], start=1):
            workbook["Kontoret"].cell(row=3, column=column).value = value

    found = read(edited(twice))
    assert [one.code for one in found.diagnostics] == ["survey-twice"]
    assert len(found.survey.office_keys) == 1


def test_a_workbook_of_the_earlier_layout_has_no_such_sheet_and_a_lost_one_is_told() -> None:
    def earlier(workbook: Any) -> None:
        workbook.remove(workbook["Kontoret"])
        hidden = workbook[HIDDEN]
        hidden["B1"] = "1"
        for row in hidden.iter_rows():
            if row[0].value == "office-key":
                row[0].value = "other"

    found = read(edited(earlier))
    assert (found.diagnostics, found.survey.office_keys) == ((), ())
    (lost,) = read(edited(lambda workbook: workbook.remove(workbook["Kontoret"]))).diagnostics
    assert (lost.code, "«Kontoret»" in lost.summary) == ("survey-sheet", True)
