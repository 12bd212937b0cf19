"""Plain tables: columns with two blanks between them, as people cut and awk them.

Promises: nothing in a cell can harm a terminal. Does not: draw lines or shorten.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from provisioner.reports.plain import clean


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The header and the rows; an empty cell is a dash, so that columns can be counted."""
    lines = [[clean(cell) or "-" for cell in row] for row in (header, *rows)]
    widths = [max(len(line[index]) for line in lines) for index in range(len(header))]
    padded = ("  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)) for line in lines)
    return "\n".join(line.rstrip() for line in padded) + "\n"
