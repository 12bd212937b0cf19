"""A workbook's sheet, from bytes to rows.

Promises: what a cell shows as a number, a date or a formula's last result comes as text, whole numbers without a
decimal point; a workbook that would unpack to more than it may is refused, and columns beyond `MAX_COLUMNS` are not
looked at. Needs the extra `workbook`, which is
imported when the first workbook is read. Does not: open files, or calculate.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, Final, TypeVar

from provisioner.engine.suggest import did_you_mean
from provisioner.formats.rows import MAX_BYTES, Table, tabled
from provisioner.formats.rows_csv import is_csv
from provisioner.formats.words.lists import LIST_WORDS
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.manifest import ClientList

T = TypeVar("T")

INSTALL: Final = "pip install tripletex-provisioner[workbook]"
MAX_UNPACKED: Final = 64 * 1024 * 1024
MAX_COLUMNS: Final = 256
# openpyxl has no error of its own for what is no workbook inside a sound archive; these are what it raises.
_DAMAGED: Final = (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, OSError)


def read_workbook(data: bytes, rows: ClientList) -> Table:
    """The sheet's rows."""
    if is_csv(data):
        return Table(diagnostics=(LIST_WORDS("workbook-is-csv", Place(rows.source), file=rows.file),))
    found = with_workbook(data, rows.file, Place(rows.source), lambda workbook: _read(workbook, rows))
    return Table(diagnostics=(found,)) if isinstance(found, Diagnostic) else found


def with_workbook(data: bytes, file: str, place: Place, read: Callable[[Any], T]) -> T | Diagnostic:
    """What `read` makes of the opened workbook, or why it cannot be read."""
    try:
        import openpyxl  # noqa: PLC0415  # an extra
    except ImportError:
        return LIST_WORDS("workbook-extra", place, file=file, install=INSTALL)
    if len(data) > MAX_BYTES:
        return LIST_WORDS("list-too-large", place, file=file, limit=MAX_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
        if unpacked > MAX_UNPACKED:
            return LIST_WORDS("list-too-large", place, file=file, limit=MAX_UNPACKED)
        with warnings.catch_warnings():  # it warns of styles and drop-downs that it leaves out; none of them is a cell
            warnings.simplefilter("ignore")
            return read(openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True))
    except (*_DAMAGED, SyntaxError):  # a SyntaxError is what broken XML is to Python
        return LIST_WORDS("workbook-broken", place, file=file)


def _read(workbook: Any, rows: ClientList) -> Table:
    names = [str(sheet.title) for sheet in workbook.worksheets]
    if not names or (rows.sheet and rows.sheet not in names):
        near, near_nb = did_you_mean(rows.sheet, names)
        words = {"file": rows.file, "sheet": rows.sheet or "-", "near": near, "near_nb": near_nb}
        words["known"] = ", ".join(f"`{name}`" for name in names)
        code = "workbook-sheet" if names else "workbook-empty"
        return Table(diagnostics=(LIST_WORDS(code, Place(rows.source), **words),))
    return tabled(sheet_lines(workbook[rows.sheet or names[0]]), rows)


def sheet_lines(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet as text, each with its number."""
    sheet.reset_dimensions()  # what the file says of its own size is not always so
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS), start=1):
        width = len(cells)
        while width and cells[width - 1] is None:
            width -= 1
        yield number, [_text(value) for value in cells[:width]]


def _text(value: object) -> str:
    """What a cell holds, as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        whole_day = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if whole_day else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
