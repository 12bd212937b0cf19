"""Rows of a list, whatever it was written in: cells by column, each row with its place.

Promises: every cell of a file is text without blanks around it, as it stands there (a decimal comma stays one); a row
of empty cells is no row; columns that are named twice and cells that no column is named for are found. Does not: know
what a column means.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from provisioner.formats.words.lists import LIST_WORDS
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange
from provisioner.model.manifest import ClientList
from provisioner.model.values import FrozenMap, Value, plain

MAX_BYTES: Final = 32 * 1024 * 1024
MAX_ROWS: Final = 200_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list."""

    cells: FrozenMap[Value]
    """By column."""
    place: SourceRange
    """Where it stands; in a workbook the line is the row's number."""


@dataclass(frozen=True, slots=True)
class Table:
    """A list as it was read."""

    rows: tuple[Row, ...] = ()
    """In the order of the list."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What is wrong with it. Where one of them is an error, the rows are not all there."""


def written_rows(rows: ClientList) -> Table:
    """The rows of a list that stands in the manifest. What has nothing after its colon is an empty cell."""
    found = []
    for node in rows.rows:
        cells = {name: plain(child) for name, child in node.entries().items()}
        filled = FrozenMap({name: "" if value is None else value for name, value in cells.items()})
        if any(value != "" for value in filled.values()):
            found.append(Row(filled, node.origin or rows.source))
    return Table(tuple(found))


def tabled(lines: Iterable[tuple[int, list[str]]], rows: ClientList) -> Table:
    """Lines of cells with their numbers, the first naming the columns, as rows."""
    numbered = iter(lines)
    first, header = next(((number, cells) for number, cells in numbered if any(cells)), (1, []))
    columns = [name.strip() for name in header]
    top = SourceRange(rows.file, first, 1)
    if not any(columns):
        return Table(diagnostics=(LIST_WORDS("list-empty", Place(rows.source, related=(top,)), file=rows.file),))
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        return Table(diagnostics=(LIST_WORDS("list-column-twice", Place(top), column=twice[0], file=rows.file),))
    found: list[Row] = []
    problems: list[Diagnostic] = []
    named = [(position, name) for position, name in enumerate(columns) if name]
    for number, raw in numbered:
        cells = [cell.strip() for cell in raw]
        if not any(cells):
            continue
        place = SourceRange(rows.file, number, 1)
        if any(cell for position, cell in enumerate(cells) if position >= len(columns) or not columns[position]):
            problems.append(LIST_WORDS("list-cell-without-column", Place(place), count=len(named)))
            continue
        if len(found) == MAX_ROWS:
            problems.append(LIST_WORDS("list-too-long", Place(place), file=rows.file, limit=MAX_ROWS))
            break
        filled = {name: cells[position] if position < len(cells) else "" for position, name in named}
        found.append(Row(FrozenMap(filled), place))
    return Table(tuple(found), tuple(problems))
