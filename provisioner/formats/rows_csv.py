"""CSV as Excel and its neighbours write it, from bytes to rows.

Promises: semicolons, commas, tabs or bars, told by the first line where the manifest does not say; quoted cells with
line feeds in them; a byte order mark and Excel's `sep=;` are no part of the first column's name. What is not UTF-8 is
read as Windows-1252 only where every letter then is one of our languages' own, and it is said. Does not: open files.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from typing import Final

from provisioner.formats.rows import MAX_BYTES, Table, tabled
from provisioner.formats.words.lists import LIST_WORDS
from provisioner.formats.yaml_text import line_fed, place_of
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange
from provisioner.model.manifest import ClientList

UTF8: Final = "utf-8"
WINDOWS: Final = "windows-1252"
DELIMITERS: Final = (";", "\t", ",", "|")
_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a workbook begins, today's and the older one."""
_OTHERS: Final = (*_WORKBOOKS, b"PK", b"<", b"%PDF", b"{\\rtf")
"""How files begin that are something else than a table of text, however many commas stand in them."""
_LOOKED_AT: Final = 4096
_SEPARATOR: Final = re.compile(r"sep=(.)\n", re.IGNORECASE)
_QUOTED: Final = re.compile(r'"[^"]*"')
_OURS: Final = frozenset("æøåÆØÅäöüÄÖÜéèêëÉÈÊËáàâãóòôõíìîïúùûñçßðþÁÀÓÍÚÑÇÐÞýÝšžŠŽ–—’“”«»…·•°§€£½²³\u00a0")
"""What stands in Norwegian companies' names and addresses beyond ASCII. The opening single quote, œ and ® are not among
them: an older DOS or Mac file looks like that where it means æ, å and Æ."""


def read_csv(data: bytes, rows: ClientList) -> Table:
    """The file's rows."""
    if len(data) > MAX_BYTES:
        place = Place(rows.source)
        return Table(diagnostics=(LIST_WORDS("list-too-large", place, file=rows.file, limit=MAX_BYTES),))
    if data.startswith(_WORKBOOKS):
        place = Place(rows.source)
        return Table(diagnostics=(LIST_WORDS("csv-is-workbook", place, file=rows.file),))
    text, found = _decoded(data, rows)
    if text is None:
        return Table(diagnostics=found)
    text, shift, said = _without_separator(line_fed(text))
    delimiter = rows.delimiter or said or _guessed(text)
    try:
        table = tabled(_lines(text, delimiter, shift), rows)
    except _Broken as broken:
        place = Place(SourceRange(rows.file, broken.line, 1))
        return Table(diagnostics=(*found, LIST_WORDS("csv-broken", place, file=rows.file)))
    other = _other_delimiter(text, delimiter)
    if other:
        place = Place(SourceRange(rows.file, shift + 1, 1))
        words = {"file": rows.file, "delimiter": _shown(delimiter), "other": _shown(other)}
        return Table(diagnostics=(*found, LIST_WORDS("csv-delimiter", place, **words)))
    return Table(table.rows, (*found, *table.diagnostics))


def is_csv(data: bytes) -> bool:
    """Whether somebody would take the file for CSV: text whose first line holds a sign that parts its columns."""
    first, _, _ = data[:_LOOKED_AT].partition(b"\n")
    if data.startswith(_MARKS):  # Excel's «Unicode-tekst»; read_csv tells what is wrong with that
        first = first.replace(b"\x00", b"")
    is_text = not data.startswith(_OTHERS) and b"\x00" not in first
    return is_text and any(delimiter.encode() in first for delimiter in DELIMITERS)


class _Broken(Exception):
    """A quote that is never closed, or closed in the middle of a cell."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _lines(text: str, delimiter: str, shift: int) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row with the number of its first line."""
    reader = csv.reader((line + "\n" for line in text.split("\n")), delimiter=delimiter, strict=True)
    before = 0
    try:
        for cells in reader:
            yield before + 1 + shift, cells
            before = reader.line_num
    except csv.Error:
        raise _Broken(before + 1 + shift) from None


def _decoded(data: bytes, rows: ClientList) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text, or None and why not."""
    place = Place(rows.source)
    if data.startswith(_MARKS) or b"\x00" in data:
        return None, (LIST_WORDS("csv-encoding", place, file=rows.file, encoding="UTF-16"),)
    if rows.encoding == WINDOWS:
        return data.decode("cp1252", "replace"), ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        start = error.start
    text = data.removeprefix(codecs.BOM_UTF8).decode("cp1252", "replace")
    index = len(data.removeprefix(codecs.BOM_UTF8)[:start].decode("utf-8", "replace"))
    at = place_of(line_fed(text[:index]) + "?", len(line_fed(text[:index])), rows.file)
    if rows.encoding == UTF8:
        return None, (LIST_WORDS("csv-not-unicode", Place(at), file=rows.file, letter=text[index]),)
    if any(letter not in _OURS for letter in text if not letter.isascii()):
        return None, (LIST_WORDS("csv-encoding-unknown", Place(at), file=rows.file),)
    return text, (LIST_WORDS("csv-windows", Place(at), file=rows.file, letter=text[index]),)


def _without_separator(text: str) -> tuple[str, int, str]:
    """The text without Excel's own first line, how many lines that took, and the delimiter it names."""
    found = _SEPARATOR.match(text)
    return (text[found.end() :], 1, found[1]) if found is not None else (text, 0, "")


def _guessed(text: str) -> str:
    """The delimiter that stands most often in the first line that holds anything."""
    header = _QUOTED.sub("", next((line for line in text.split("\n") if line.strip()), ""))
    return max(DELIMITERS, key=lambda delimiter: (header.count(delimiter), -DELIMITERS.index(delimiter)))


def _other_delimiter(text: str, delimiter: str) -> str:
    """The delimiter that was meant, where the first line holds one column only and another sign stands in it."""
    header = _QUOTED.sub("", next((line for line in text.split("\n") if line.strip()), ""))
    if delimiter in header:
        return ""
    return next((other for other in DELIMITERS if other in header), "")


def _shown(delimiter: str) -> str:
    return "\\t" if delimiter == "\t" else delimiter
