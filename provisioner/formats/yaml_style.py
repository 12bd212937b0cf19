"""One style for manifests: the same document, written the same way by everybody.

Promises: what is read from the text is the same before and after, every comment is kept in its order, and a text in
this style is left as it is. The style: two blanks a level, lists one level in from their key, one blank after `:` and
`-`, at most one empty line in a row and none at either end, no blanks at the end of a line, no quotes around plain
words and double ones elsewhere, line feeds. Does not: reorder anything, reflow, touch what stands in brackets but for
where its lines begin, or style a text that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from provisioner.formats.yaml_pieces import (
    STEP,
    Piece,
    PieceKind,
    Pieces,
    requoted,
    shifted_block,
    shifted_flow,
    shifted_lines,
)
from provisioner.formats.yaml_source import Document, read_documents
from provisioner.formats.yaml_text import line_fed
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.values import plain

__all__ = ["restyle"]

_ALIGNED: Final = 3
"""From this many blanks on, a comment at the end of a line was put below another and keeps its column."""


def restyle(text: str, file: str = "") -> tuple[str, tuple[Diagnostic, ...]]:
    """`text` in the style of the house, and nothing else; or `text` itself and why it cannot be read.

    Should the styled text not read the same, `text` is returned as it is: values go before style.
    """
    written = line_fed(text)
    before, faults = read_documents(written, file)
    if faults:
        return text, faults
    styled = _Writer(written).write()
    if styled == written:
        return written, ()
    # Where a block ends with the file, a line feed would be read as its own.
    for candidate in (styled, styled.removesuffix("\n")):
        after, faults = read_documents(candidate, file)
        if not faults and _values(after) == _values(before):
            return candidate, ()
    return text, ()


def _values(documents: Iterable[Document]) -> str:
    """What was read, told apart by type too: 1 is not true."""
    return repr([plain(document.root) for document in documents])


class _Writer:
    """Writes one text anew, piece by piece."""

    __slots__ = ("done", "line", "moved_by", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.done: list[str] = []
        """Whole lines."""
        self.line = ""
        """The line that is being written."""
        self.moved_by = 0
        """How many columns its first piece was moved."""

    def write(self) -> str:
        """The whole text."""
        last: Piece | None = None
        for piece in Pieces(self.text).read():
            self.gap(last, piece)
            self.piece(piece)
            last = piece
        self.ending(last)
        return "".join(line + "\n" for line in self.done)

    def gap(self, last: Piece | None, piece: Piece) -> None:
        """What stands before a piece: blanks, comments and empty lines."""
        lines = self.text[last.end if last is not None else 0 : piece.start].split("\n")
        if last is not None and len(lines) == 1:
            touches = piece.kind is PieceKind.COLON and last.kind in (PieceKind.SCALAR, PieceKind.FLOW)
            self.line += "" if touches else " "
            return
        if last is not None:
            self.end_line(last, lines.pop(0))
        column = len(lines.pop())
        self.whole_lines(lines, last, (column, piece.column))
        self.line = " " * piece.column
        self.moved_by = piece.column - column

    def ending(self, last: Piece | None) -> None:
        """What stands behind the last piece."""
        lines = self.text[last.end if last is not None else 0 :].split("\n")
        if last is not None:
            self.end_line(last, lines.pop(0))
        meant = len(self.done)  # empty lines before this one may be a part of the last piece
        self.whole_lines(lines, last, None)
        while len(self.done) > meant and not self.done[-1]:
            self.done.pop()

    def whole_lines(self, lines: list[str], last: Piece | None, following: tuple[int, int] | None) -> None:
        """Comments in the column of what they are about, empty lines one at a time; none where a document begins."""
        begins = last is None or last.kind is PieceKind.MARK
        for line in lines:
            body = line.strip()
            if body:
                column = _comment_column(last, following, len(line) - len(line.lstrip()))
                self.done.append(" " * column + body)
                begins = False
            elif not begins and self.done[-1]:
                self.done.append("")

    def end_line(self, last: Piece, rest: str) -> None:
        """Ends the line. A comment keeps its column if it stood aligned, else its distance."""
        body = rest.strip()
        if body:
            distance = len(rest) - len(rest.lstrip())
            place = last.end + distance
            if distance >= _ALIGNED and "\n" not in self.text[last.start : last.end]:
                column = place - (self.text.rfind("\n", 0, place) + 1) + self.moved_by
                distance = column - len(self.line)
            self.line += " " * max(distance, 1) + body
        self.done.append(self.line)
        self.line = ""

    def piece(self, piece: Piece) -> None:
        """The piece itself."""
        written = self.text[piece.start : piece.end]
        match piece.kind:
            case PieceKind.BLOCK:
                written = shifted_block(written, piece)
            case PieceKind.FLOW if "\n" in written:
                written = shifted_flow(written, self.moved_by, piece.inside)
            case PieceKind.SCALAR if "\n" in written:
                written = shifted_lines(written, piece.inside)
            case PieceKind.SCALAR if not piece.is_tagged:
                written = requoted(written)
        *lines, end = written.split("\n")
        if lines:
            self.done += [self.line + lines[0], *lines[1:]]
            self.line = ""
        self.line += end


def _comment_column(last: Piece | None, following: tuple[int, int] | None, column: int) -> int:
    """Where a comment on its own line belongs: with what follows it (column before and after), else with what is open
    around it."""
    if following is not None and column == following[0]:
        return following[1]
    levels = last.levels if last is not None else ()
    if last is not None and levels and last.kind.opens and column > levels[-1].before:
        return levels[-1].after + STEP
    return next((level.after for level in reversed(levels) if level.before <= column), 0)
