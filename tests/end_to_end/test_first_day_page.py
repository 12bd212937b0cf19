"""The walk-throughs of the first day are what is really said: every command is run, every table is a sheet.

`python -m tests.end_to_end.test_first_day_page` writes what is said into the pages anew.
"""

from __future__ import annotations

import os
import re
import shlex
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.end_to_end.firm import ROOT, Firm

PAGES = ("first-day.md", "forste-dag.md")
PART = re.compile(
    r"^(?P<fence>```(?P<kind>\w+)\n(?P<text>.*?)^```$)|^(?P<table>\|.*?\n)(?=\n)", re.MULTILINE | re.DOTALL
)
SHEET = re.compile(r"`(?P<file>[\w-]+\.xlsx)`, [^\n]*?«(?P<sheet>[^»]+)»[^\n]*:\n\n$")


def rows_of(table: str) -> list[list[str]]:
    """A table's cells, the heading first."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in table.splitlines()]
    return [row for place, row in enumerate(rows) if place != 1]


def find_row(sheet: Any, at: dict[str, int], heading: list[str], row: list[str], named: int) -> int:
    """The row of the sheet that begins as the table's row does, in the columns that are both's."""
    for number in range(2, sheet.max_row + 1):
        if all(str(sheet.cell(number, at[heading[place]]).value or "") == row[place] for place in range(named)):
            return number
    raise AssertionError(f"no row {row[:named]} in {sheet.title}")


def sheet_of(path: Path, name: str, table: str, *, fill: bool) -> None:
    """Writes the table into the sheet, or holds it against the sheet."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook[name]
    heading, *rows = rows_of(table)
    at = {str(cell.value): cell.column for cell in sheet[1]}
    named = 2 if any(word in heading[1] for word in ("Integra",)) else 1
    for row in rows:
        number = find_row(sheet, at, heading, row, named)
        for title, value in list(zip(heading, row, strict=True))[named:]:
            cell = sheet.cell(number, at[title])
            if fill:
                cell.value = value or None
            else:
                assert str(cell.value or "") == value, f"{name}!{cell.coordinate}"
    workbook.save(path)


def said_in(block: str, firm: Firm) -> str:
    """The block with what its commands really say. What is left out with `…` is left out where all else is said."""
    found: list[str] = []
    for part in re.split(r"^(?=\$ )", block, flags=re.MULTILINE):
        if not part.startswith("$ "):
            continue
        command, _, shown = part.removeprefix("$ ").partition("\n")
        words = shlex.split(command)
        assert words.pop(0) == "provisioner"
        run = firm.run(*words, code=None)
        said = "\n".join(line.rstrip() for line in run.text.strip("\n").splitlines()) + "\n"
        pieces = [piece.strip("\n") for piece in shown.split("…\n")]
        holds = len(pieces) > 1 and all(piece in said for piece in pieces)
        found.append(f"$ {command}\n{shown if holds else said}")
    return "".join(found)


def rewritten(page: str, firm: Firm) -> str:
    """The page, gone through from its top."""

    def part(found: re.Match[str]) -> str:
        before = page[: found.start()]
        if found["table"]:
            named = SHEET.search(before)
            if named is not None:
                filled = "$ provisioner import" not in before
                sheet_of(firm.directory / named["file"], named["sheet"], found["table"], fill=filled)
            return found[0]
        if found["kind"] == "csv":
            (firm.directory / "klienter.csv").write_text(found["text"], encoding="utf-8-sig")
        elif found["kind"] == "yaml":
            name, _, text = found["text"].removeprefix("# ").partition("\n")
            assert (firm.directory / name).read_text(encoding="utf-8") == text, name
        elif found["text"].startswith("$ "):
            return f"```{found['kind']}\n{said_in(found['text'], firm)}```"
        return found[0]

    return PART.sub(part, page)


@contextmanager
def standing_in(directory: Path) -> Iterator[None]:
    """The process stands there."""
    before = Path.cwd()
    os.chdir(directory)
    try:
        yield
    finally:
        os.chdir(before)


def gone_through(name: str, directory: Path, check: Callable[[str, str], None]) -> None:
    """Goes through a page in an empty directory."""
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    with standing_in(directory):
        check(page, rewritten(page, Firm(directory)))


def same(page: str, found: str) -> None:
    assert found == page


@pytest.mark.parametrize("name", PAGES)
def test_the_page_says_what_is_said(name: str, tmp_path: Path) -> None:
    gone_through(name, tmp_path, same)


def main() -> None:
    """Write what is said into the pages."""
    for name in PAGES:
        with tempfile.TemporaryDirectory() as directory:
            gone_through(
                name,
                Path(directory).resolve(),
                lambda page, found, name=name: (ROOT / "docs" / name).write_text(found, encoding="utf-8") and None,  # type: ignore[misc]
            )


if __name__ == "__main__":
    main()
