"""A workbook as sheets of text: which of ours it is, what looks like a key, and what stands outside the tables.

Promises: nothing that is found repeats a cell's text. Does not: know what the cells say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from provisioner.formats.rows_xlsx import sheet_lines, with_workbook
from provisioner.formats.survey.nouns import Cell
from provisioner.formats.words.survey import both_languages
from provisioner.model.diagnostics import Diagnostic, Place

_KEY: Final = re.compile(r"(?:test-)?[A-Za-z0-9+/_=-]{32,}")
"""What nobody writes into a cell but a key; longer than any application's or person's name without blanks."""
_ADDRESS: Final = re.compile(r"(?:office|client/[a-z0-9-]+)(?:/[a-z0-9_-]+){0,2}")
"""What the sheet of how things stand names each thing by: long, and no key."""
_BETWEEN: Final = re.compile(r"[\s:;,()«»\"']+")
"""What stands between a key and what somebody wrote about it."""
_NAMED: Final = 5
"""So many cells are named; of more, how many there are besides."""
Lines = list[tuple[int, list[str]]]


def sheets_of(workbook: Any) -> dict[str, Lines]:
    """Every sheet's rows by its name, each with its number."""
    return {str(sheet.title): list(sheet_lines(sheet)) for sheet in workbook.worksheets}


def tells_status(data: bytes) -> bool:
    """Whether it is the workbook of how things stand as earlier versions wrote it, which was only for reading."""
    return _has_sheets(data, "clients", "keys")


def lost_ids(data: bytes) -> bool:
    """Whether it is a workbook to be filled in, without the hidden sheet."""
    return _has_sheets(data, "clients", "keys", "integrations")


def _has_sheets(data: bytes, *keys: str) -> bool:
    """Whether these sheets are there, all in one language."""
    found = with_workbook(data, "", Place(), sheets_of)
    wanted = zip(*(both_languages(key) for key in keys), strict=True)
    return not isinstance(found, Diagnostic) and any(found.keys() >= set(names) for names in wanted)


def outside(name: str, lines: Lines) -> tuple[Cell, ...]:
    """Cells of the sheet with text that stand below no heading."""
    _, headings = next(iter(lines), (1, []))
    below = {column for column, heading in enumerate(headings, start=1) if heading.strip()}
    return tuple(
        Cell(name, number, column)
        for number, texts in lines[1:]
        for column, text in enumerate(texts, start=1)
        if column not in below and text.replace("\xa0", " ").strip()
    )


def named(cells: Sequence[Cell]) -> str:
    """The first of them, and how many there are besides."""
    rest = len(cells) - _NAMED
    return ", ".join(map(str, cells[:_NAMED])) + (f" (+ {rest})" if rest > 0 else "")


def holds_key(text: str) -> bool:
    """Whether a key stands there, alone or among words; there it must look more like one, for an address has long
    parts too."""
    parts = [part for part in _BETWEEN.split(text) if part]
    return any(
        _KEY.fullmatch(part)
        and not _ADDRESS.fullmatch(part)
        and any(letter.isdigit() for letter in part)
        and (len(parts) == 1 or (part.lower() != part != part.upper()))
        for part in parts
    )
