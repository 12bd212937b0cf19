"""How things stand, as a workbook of the shape that a firm fills in, and as CSV.

Promises: read back (reading.py), the workbook says of what is there, not there or unknown just that, of what waits that
it waits, and nothing of what was handed over; a sheet of its own says how everything stands line by line, and is not
read back. Does not: find anything out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from provisioner.formats.survey.drawing import BLUE, GREEN, ORANGE, YELLOW, Drawing, coloured, filtered, text
from provisioner.formats.survey.nouns import Company, OfficeKey, Product, Survey
from provisioner.formats.survey.writing import Writer, spaced
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
    standing = {(line.client, line.product): line.standing for line in lines}
    # What is said of a thing goes with how it stands: of what is nobody's here any more, nothing is.
    mine = {mark for mark, found in standing.items() if found is not Standing.HANDED_OVER}
    keys = tuple(line for line in survey.keys if (line.client, line.product) in mine)
    _Writer(replace(survey, keys=keys), language, drawing, standing).write()
    _lines(drawing, lines, language)
    return drawing.data()


@dataclass
class _Writer(Writer):
    """The workbook that a firm fills in, with how things stand in its cells."""

    standing: Mapping[tuple[str, str], Standing]

    def shown(self, company: Company, product: Product) -> str:
        found = self.standing.get((company.name, product.id))
        return found.value if found is not None else ""

    def key_shown(self, key: OfficeKey) -> str:
        return Standing.AWAITING.value if key.waiting else super().key_shown(key)

    def colours(self) -> list[tuple[str, int]]:
        return _colours(self.language)


def _colours(language: str) -> list[tuple[str, int]]:
    return [(sheet_word(one.value, language), colour) for one, colour in _COLOURS]


def _lines(drawing: Drawing, lines: tuple[StatusLine, ...], language: str) -> None:
    """What only shows: one line a thing, behind the sheets that are read back."""
    headings = [
        (sheet_word(key, language), width)
        for key, width in (
            *(("company", 36), ("number", 20), ("integration", 24), ("standing", 14), ("owner", 30), ("key-name", 30)),
            *(("last-day", 12), ("handoff", 14), ("last-seen", 20), ("id", 48)),
        )
    ]
    sheet = drawing.sheet(sheet_word("standing", language), headings, frozen=3, place=1)
    for row, line in enumerate(lines, start=2):
        for column, value in enumerate(_shown(line, language), start=1):
            text(sheet, row, column, value)
    filtered(sheet, len(headings), len(lines) + 1)
    coloured(sheet, f"D2:D{max(len(lines) + 1, 2)}", _colours(language))


def _shown(line: StatusLine, language: str) -> Iterator[str]:
    """The line as people read it."""
    yield from (line.company, spaced(line.organization_number), line.title, sheet_word(line.standing.value, language))
    yield from (line.owner, line.key_name, line.last_day.isoformat() if line.last_day is not None else "")
    yield sheet_word(f"handoff-{line.handoff}", language) if line.handoff else ""
    yield line.last_seen.strftime("%Y-%m-%d %H:%M") if line.last_seen is not None else ""
    yield line.address
