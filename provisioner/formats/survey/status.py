"""How things stand, as a workbook of the shape that a firm fills in, and as CSV.

Promises: what the sheet of clients says in colours, the sheet of keys says line by line. Does not: find anything out;
what is written here is not read back.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from provisioner.formats.survey.drawing import BLUE, GREEN, ORANGE, YELLOW, Drawing, coloured, filtered, text
from provisioner.formats.survey.nouns import Survey, letters
from provisioner.formats.survey.writing import label_names, spaced
from provisioner.formats.words.survey import sheet_word


class Standing(StrEnum):
    """How one thing stands."""

    THERE = "there"
    AWAITING = "awaiting"
    """A person was asked to do it."""
    NOT_THERE = "not-there"
    UNKNOWN = "unknown"
    """Nobody knows."""
    EXPIRING = "expiring"
    """It is there, and near its last day."""
    HANDED_OVER = "handed-over"
    """It goes on, and is nobody's here any more: the client has left."""


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One thing that is declared."""

    client: str
    """The client's name in its address."""
    company: str
    """The company's name."""
    organization_number: str
    """Nine digits; empty: not known."""
    product: str
    """The name under `integrations:`."""
    title: str
    """What people call it."""
    address: str
    """Its key; empty where what is declared is wrong."""
    standing: Standing
    """How it stands."""
    owner: str = ""
    """On whom it depends."""
    key_name: str = ""
    """What the key is called."""
    last_day: date | None = None
    """Its last day."""
    handoff: str = ""
    """How far it has come at its vendor's: awaiting, delivered, confirmed."""
    last_seen: datetime | None = None
    """When its account was last looked at."""


COLUMNS: Final = (
    "client",
    "company",
    "organization_number",
    "integration",
    "status",
    "owner",
    "key_name",
    "last_day",
    "handoff",
    "last_seen",
    "address",
)
_COLOURS: Final = (
    (Standing.THERE, GREEN),
    (Standing.AWAITING, YELLOW),
    (Standing.NOT_THERE, BLUE),
    (Standing.UNKNOWN, YELLOW),
    (Standing.EXPIRING, ORANGE),
    (Standing.HANDED_OVER, BLUE),
)
_HARMFUL: Final = ("=", "+", "-", "@", "\t", "\r")


def cells(line: StatusLine) -> tuple[str, ...]:
    """The line as texts that programs read, in the order of `COLUMNS`."""
    return (
        line.client,
        line.company,
        line.organization_number,
        line.product,
        line.standing.value,
        line.owner,
        line.key_name,
        line.last_day.isoformat() if line.last_day is not None else "",
        line.handoff,
        line.last_seen.isoformat(timespec="seconds") if line.last_seen is not None else "",
        line.address,
    )


def status_csv(lines: Iterable[StatusLine]) -> str:
    """One row a thing, for programs; a cell that a spreadsheet would calculate is kept from it by an apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines:
        writer.writerow([f"'{cell}" if cell.startswith(_HARMFUL) else cell for cell in cells(line)])
    return buffer.getvalue()


def write_status(survey: Survey, lines: tuple[StatusLine, ...], language: str, at: datetime) -> bytes:
    """The workbook. UsageError where the extra is not installed."""
    drawing = Drawing(at)
    _clients(drawing, survey, lines, language)
    _keys(drawing, lines, language)
    return drawing.data()


def _clients(drawing: Drawing, survey: Survey, lines: tuple[StatusLine, ...], language: str) -> None:
    labels = label_names(survey)
    headings = [(sheet_word("company", language), 36), (sheet_word("number", language), 20)]
    headings += [(label, 16) for label in labels]
    first = len(headings) + 1
    headings += [(product.title, 18) for product in survey.products]
    sheet = drawing.sheet(sheet_word("clients", language), headings, frozen=2)
    standing = {(line.client, line.product): line.standing for line in lines}
    for row, company in enumerate(survey.companies, start=2):
        shown = [company.labels.get(label, "") for label in labels]
        for product in survey.products:
            found = standing.get((company.name, product.id))
            shown.append(sheet_word(found.value, language) if found is not None else "")
        for column, value in enumerate((company.display_name, spaced(company.organization_number), *shown), start=1):
            text(sheet, row, column, value)
    last = len(survey.companies) + 1
    filtered(sheet, len(headings), last)
    if survey.products:
        words = [(sheet_word(one.value, language), colour) for one, colour in _COLOURS]
        coloured(sheet, f"{letters(first)}2:{letters(len(headings))}{max(last, 2)}", words)


def _keys(drawing: Drawing, lines: tuple[StatusLine, ...], language: str) -> None:
    headings = [
        (sheet_word(key, language), width)
        for key, width in (
            *(("company", 36), ("number", 20), ("integration", 24), ("standing", 14), ("owner", 30), ("key-name", 30)),
            *(("last-day", 12), ("handoff", 14), ("last-seen", 20), ("id", 48)),
        )
    ]
    sheet = drawing.sheet(sheet_word("keys", language), headings, frozen=3)
    for row, line in enumerate(lines, start=2):
        for column, value in enumerate(_shown(line, language), start=1):
            text(sheet, row, column, value)
    filtered(sheet, len(headings), len(lines) + 1)
    words = [(sheet_word(one.value, language), colour) for one, colour in _COLOURS]
    coloured(sheet, f"D2:D{max(len(lines) + 1, 2)}", words)


def _shown(line: StatusLine, language: str) -> Iterator[str]:
    """The line as people read it."""
    yield from (line.company, spaced(line.organization_number), line.title, sheet_word(line.standing.value, language))
    yield from (line.owner, line.key_name, line.last_day.isoformat() if line.last_day is not None else "")
    yield sheet_word(f"handoff-{line.handoff}", language) if line.handoff else ""
    yield line.last_seen.strftime("%Y-%m-%d %H:%M") if line.last_seen is not None else ""
    yield line.address
