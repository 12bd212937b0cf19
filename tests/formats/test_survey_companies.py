"""A firm's own list of clients: names, numbers and labels are found however its CRM calls them."""

from __future__ import annotations

import pytest

from provisioner.formats.rows_csv import read_csv
from provisioner.formats.survey.companies import Listed, companies_of
from provisioner.formats.survey.nouns import Answer
from provisioner.model.diagnostics import SourceRange
from provisioner.model.manifest import ClientList, ListKind

ROWS = [
    ("Nordlys Bakeri AS", "312 345 676", "handel"),
    ("Fjellsport AS", "310000019", "handel"),
    ("Havna Rør AS", "NO310000027MVA", "bygg"),
    ("Vidda ENK", "310000035", ""),
]


def listed(header: str, rows: list[tuple[str, ...]] | None = None, **integrations: str) -> Listed:
    """The companies of a CSV; `integrations` are ids by what their columns may be called."""
    text = "\n".join([header, *(";".join(row) for row in (ROWS if rows is None else rows))])
    rows_of = ClientList(ListKind.CSV, SourceRange("kunder.csv", 1, 1), "kunder.csv")
    return companies_of(read_csv(text.encode("utf-8-sig"), rows_of), "kunder.csv", integrations)


@pytest.mark.parametrize(
    "header",
    ["Navn;Org.nr;Bransje", "Kundenavn;Organisasjonsnummer;Bransje", "Company;Organization number;Bransje"],
)
def test_the_columns_are_known_by_their_headings(header: str) -> None:
    found = listed(header)
    assert found.diagnostics == ()
    assert [(one.name, one.organization_number) for one in found.companies] == [
        ("nordlys-bakeri", "312345676"),
        ("fjellsport", "310000019"),
        ("havna-ror", "310000027"),
        ("vidda", "310000035"),
    ]
    assert [dict(one.labels.items()) for one in found.companies] == [
        {"bransje": "handel"},
        {"bransje": "handel"},
        {"bransje": "bygg"},
        {},
    ]


def test_numbers_are_known_by_what_they_are() -> None:
    found = listed("Selskap;Nr.;Notat", [("A AS", "312345676", "en"), ("B AS", "310000019", "to")])
    assert [one.organization_number for one in found.companies] == ["312345676", "310000019"]
    assert not any(one.labels for one in found.companies), "each its own is no label"


def test_addresses_and_what_all_have_are_no_labels() -> None:
    rows: list[tuple[str, ...]] = [
        (f"K{place} AS", number, "kari@x.example", "Oslo") for place, (_, number, _) in enumerate(ROWS)
    ]
    assert not any(one.labels for one in listed("Navn;Orgnr;Ansvarlig;By", rows).companies)


@pytest.mark.parametrize(
    ("header", "rows", "codes"),
    [
        ("Hva;Orgnr", [("A", "312345676")], ["crm-columns"]),
        ("Navn;Nr", [("A", "ukjent")], ["crm-columns"]),
        ("Navn;Orgnr", [("A", "312345677"), ("B", "310000019")], ["survey-number"]),
        ("Navn;Orgnr", [("A", "310000019"), ("B", "310000019")], ["survey-twice"]),
        ("Navn;Orgnr", [], []),
    ],
)
def test_what_is_wrong_is_told(header: str, rows: list[tuple[str, ...]], codes: list[str]) -> None:
    found = listed(header, rows)
    assert [one.code for one in found.diagnostics] == codes
    assert all(one.told_in("nb").summary for one in found.diagnostics)


def test_a_column_called_as_an_integration_holds_answers_and_is_no_label() -> None:
    rows: list[tuple[str, ...]] = [("A AS", "312345676", "finnes", "x"), ("B AS", "310000019", "Don't know", "y")]
    rows.append(("C AS", "310000027", "", "x"))
    found = listed("Navn;Orgnr;Huma;tamigo", rows, Huma="huma", tamigo="tamigo")
    assert found.diagnostics == ()
    assert [dict(one.answers) for one in found.companies] == [{"huma": Answer.THERE}, {"huma": Answer.UNKNOWN}, {}]
    assert [dict(one.labels.items()) for one in found.companies] == [{"tamigo": "x"}, {"tamigo": "y"}, {"tamigo": "x"}]


def test_what_is_no_answer_among_answers_is_told_by_its_cell() -> None:
    rows: list[tuple[str, ...]] = [("A AS", "312345676", "finnes"), ("B AS", "310000019", "kanskje")]
    (told,) = listed("Navn;Orgnr;Huma", rows, Huma="huma").diagnostics
    assert told.code == "survey-answer"
    assert told.summary.startswith("kunder.csv!C3 (Huma): «kanskje»")
    assert "don't know / vet ikke" in told.hint
