"""Sheets of a workbook that people like to work in: frozen headings, filters, widths, colours that follow the answer.

Promises: what is written is text and stays text, whatever it begins with, and organisation numbers keep their zeros.
Needs the extra `workbook`. Does not: know what the sheets are about.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from provisioner.formats.rows_xlsx import INSTALL
from provisioner.formats.words.files import FILE_WORDS
from provisioner.model.errors import UsageError

_TEXT: Final = "@"
_HEADING: Final = "1F3864"
_COLOURS: Final = ("C6EFCE", "BDD7EE", "FFEB9C", "F8CBAD", "E7E6E6")
"""Green, blue, yellow, orange, grey."""
GREEN, BLUE, YELLOW, ORANGE, GREY = range(5)
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Drawing:
    """One workbook in the making."""

    def __init__(self, at: datetime) -> None:
        """UsageError where the extra is not installed."""
        try:
            import openpyxl  # noqa: PLC0415  # an extra
        except ImportError as error:
            raise UsageError.of(FILE_WORDS("workbook-extra", install=INSTALL)) from error
        self._book: Any = openpyxl.Workbook()
        self._book.remove(self._book.active)
        stamp = at.replace(tzinfo=None, microsecond=0)
        self._book.properties.created = self._book.properties.modified = stamp
        self._book.properties.creator = "provisioner"

    def sheet(
        self, name: str, headings: Sequence[tuple[str, int]], *, frozen: int = 0, place: int | None = None
    ) -> Any:
        """A sheet with headings and their widths, the first `frozen` columns and the headings standing still; behind
        `place` others, or behind all."""
        from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415  # an extra

        sheet = self._book.create_sheet(name, place)
        for column, (heading, width) in enumerate(headings, start=1):
            cell = text(sheet, 1, column, heading)
            cell.font = Font(bold=True, color="FFFFFF")
            cell.fill = PatternFill("solid", start_color=_HEADING)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            sheet.column_dimensions[cell.column_letter].width = width
        if headings:
            sheet.row_dimensions[1].height = 34
            sheet.freeze_panes = sheet.cell(row=2, column=frozen + 1)
        return sheet

    def hidden(self, name: str, rows: Iterable[Sequence[str]]) -> None:
        """A sheet that nobody sees, of plain rows."""
        sheet = self._book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                text(sheet, number, column, value)
        sheet.sheet_state = "veryHidden"

    def data(self) -> bytes:
        """The workbook as a file."""
        buffer = io.BytesIO()
        self._book.save(buffer)
        return buffer.getvalue()


def text(sheet: Any, row: int, column: int, value: str) -> Any:
    """A cell that holds text, and nothing that a spreadsheet would calculate."""
    cell = sheet.cell(row=row, column=column)
    cell.number_format = _TEXT
    if value:
        cell.value = _FORBIDDEN.sub("", value)
        cell.data_type = "s"  # what begins with `=` is a name like another
    return cell


def filtered(sheet: Any, columns: int, rows: int) -> None:
    """Filters on all headings."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  # an extra

    sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{max(rows, 1)}"


def choices(sheet: Any, where: str, allowed: Sequence[str] | str, said: Sequence[str] = ()) -> None:
    """A drop-down in the cells `where`: of these words, or of a range. `said`: prompt, title and text of an error."""
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415  # an extra

    formula = allowed if isinstance(allowed, str) else '"' + ",".join(allowed) + '"'
    rule = DataValidation(type="list", formula1=formula, allow_blank=True, showDropDown=False)
    if said:
        rule.prompt, rule.errorTitle, rule.error = said
        rule.showInputMessage = True
    rule.showErrorMessage = True
    sheet.add_data_validation(rule)
    rule.add(where)


def coloured(sheet: Any, where: str, words: Iterable[tuple[str, int]]) -> None:
    """Cells `where` take the colour of the word that they hold."""
    from openpyxl.formatting.rule import CellIsRule  # noqa: PLC0415  # an extra
    from openpyxl.styles import PatternFill  # noqa: PLC0415  # an extra

    for word, colour in words:
        quoted = word.replace('"', '""')
        fill = PatternFill("solid", start_color=_COLOURS[colour], end_color=_COLOURS[colour])
        sheet.conditional_formatting.add(where, CellIsRule(operator="equal", formula=[f'"{quoted}"'], fill=fill))


def grey(cell: Any) -> None:
    """The cell is not asked about."""
    from openpyxl.styles import PatternFill  # noqa: PLC0415  # an extra

    cell.fill = PatternFill("solid", start_color=_COLOURS[GREY])


def wrapped(sheet: Any, row: int, value: str, width: int) -> None:
    """A paragraph in the first column."""
    from openpyxl.styles import Alignment  # noqa: PLC0415  # an extra

    cell = text(sheet, row, 1, value)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[row].height = 16 * (1 + len(value) // width)
    sheet.column_dimensions["A"].width = width
