"""Companies from a list that a firm has already, such as its CRM's.

Promises: the columns with names and organisation numbers are told by their headings, else by what stands in them; a
column that is called as an integration and holds answers is read as the workbook's is; another one with a few short
values that come again becomes a label; every number is checked. Does not: open files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from provisioner.formats.rows import Row, Table
from provisioner.formats.survey.answers import meant
from provisioner.formats.survey.naming import client_names
from provisioner.formats.survey.nouns import Answer, Cell, Company
from provisioner.formats.template_filters import slug
from provisioner.formats.words.survey import SURVEY_WORDS, both_languages
from provisioner.model.account import organization_number_is_valid
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange
from provisioner.model.values import FrozenMap

_NAMES: Final = ("selskap", "firma", "firmanavn", "selskapsnavn", "kunde", "kundenavn", "klient", "klientnavn", "navn")
_NAMES_EN: Final = ("company", "company-name", "customer", "customer-name", "client", "client-name", "name")
_NUMBERS: Final = ("organisasjonsnummer", "orgnr", "org-nr", "org-nummer", "orgnummer", "organisasjonsnr", "org")
_NUMBERS_EN: Final = ("organization-number", "organisation-number", "org-no", "orgno", "organization-no")
NO_INTEGRATIONS: Final[Mapping[str, str]] = MappingProxyType({})
_MOST_VALUES: Final = 20
_LONGEST: Final = 30


@dataclass(frozen=True, slots=True)
class Listed:
    """The companies of a list."""

    companies: tuple[Company, ...]
    """Each once, with a name for its address."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What is wrong with the rows."""


def companies_of(table: Table, file: str, integrations: Mapping[str, str] = NO_INTEGRATIONS) -> Listed:
    """Whom the list names, and what it says of `integrations`: ids by what their columns may be called."""
    rows = table.rows
    found = list(table.diagnostics)
    if not rows:
        return Listed((), tuple(found))
    columns = list(rows[0].cells)
    number = _column(columns, (*_NUMBERS, *_NUMBERS_EN)) or _of_numbers(columns, rows)
    name = _column(columns, (*_NAMES, *_NAMES_EN))
    for column, what, what_nb in (
        (name, "the companies' names", "selskapenes navn"),
        (number, "organisation numbers", "organisasjonsnumre"),
    ):
        if column is None:
            words = {"file": file, "what": what, "what_nb": what_nb, "columns": ", ".join(columns)}
            found.append(SURVEY_WORDS("crm-columns", Place(SourceRange(file, rows[0].place.line, 1)), **words))
    if name is None or number is None:
        return Listed((), tuple(found))
    asked = _answered(columns, rows, {slug(called): id_ for called, id_ in integrations.items()})
    labels = [column for column in columns if column not in (name, number, *asked) and _is_label(column, rows)]
    first: dict[str, Company] = {}
    for row in rows:
        cell = Cell(file, row.place.line, columns.index(number) + 1)
        written = str(row.cells[number])
        digits = "".join(written.replace("\xa0", " ").split()).removeprefix("NO").removesuffix("MVA")
        said = _answers(row, {columns.index(column) + 1: id_ for column, id_ in asked.items()}, file, found)
        company = Company("", str(row.cells[name]) or digits, digits, None, _labels(row, labels), said, cell)
        if not organization_number_is_valid(digits):
            found.append(SURVEY_WORDS("survey-number", Place(cell.at(file)), cell=cell, written=written))
        elif first.setdefault(digits, company) is not company:
            words = {"what": company.display_name, "other": str(first[digits].cell)}
            found.append(SURVEY_WORDS("survey-twice", Place(cell.at(file)), cell=cell, **words))
    return Listed(tuple(client_names(first.values())), tuple(found))


def _column(columns: Iterable[str], known: tuple[str, ...]) -> str | None:
    """The column with the most telling of these headings."""
    by_slug = {slug(column): column for column in reversed(list(columns))}
    return next((by_slug[heading] for heading in known if heading in by_slug), None)


def _of_numbers(columns: Iterable[str], rows: tuple[Row, ...]) -> str | None:
    """The column in which every cell is an organisation number."""
    for column in columns:
        if all(organization_number_is_valid("".join(str(row.cells[column]).split())) for row in rows):
            return column
    return None


def _answered(columns: Iterable[str], rows: tuple[Row, ...], ids: Mapping[str, str]) -> dict[str, str]:
    """The columns that are called as an integration and hold any answer, with its id; of two, the first."""
    found: dict[str, str] = {}
    for column in columns:
        id_ = ids.get(slug(column))
        if id_ is not None and id_ not in found.values() and any(meant(str(row.cells[column])) for row in rows):
            found[column] = id_
    return found


def _answers(row: Row, asked: Mapping[int, str], file: str, found: list[Diagnostic]) -> FrozenMap[Answer]:
    """What the row answers, by the integration's id."""
    said: dict[str, Answer] = {}
    for place, (column, value) in enumerate(row.cells.items(), start=1):
        if place not in asked or not str(value).strip():
            continue
        answer = meant(str(value))
        if answer is None:
            cell = Cell(file, row.place.line, place)
            choices = ", ".join(" / ".join(both_languages(one.value)) for one in Answer)
            words = {"cell": f"{cell} ({column})", "written": value, "choices": choices}
            found.append(SURVEY_WORDS("survey-answer", Place(cell.at(file)), **words))
        elif answer[0] is not None:
            said[asked[place]] = answer[0]
    return FrozenMap(said)


def _is_label(column: str, rows: tuple[Row, ...]) -> bool:
    """Whether the column sorts the companies into a few kinds."""
    values = [str(row.cells[column]) for row in rows if str(row.cells[column])]
    kinds = set(values)
    few = 1 < len(kinds) <= _MOST_VALUES and 3 * len(kinds) <= 2 * len(values)
    return few and bool(slug(column)) and all(len(kind) <= _LONGEST and "@" not in kind for kind in kinds)


def _labels(row: Row, columns: Iterable[str]) -> FrozenMap[str]:
    return FrozenMap({slug(column): str(row.cells[column]) for column in columns if str(row.cells[column])})
