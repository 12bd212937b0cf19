"""A YAML text as the pieces that a style moves about, and how each piece is written in another column.

Promises: pieces come in order, do not overlap, and between them stands nothing but blanks, line feeds and comments.
Does not: read what a piece means, or take a text with syntax errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Final, TypeAlias, cast

from yaml import tokens

from provisioner.formats.yaml_scalars import plain_scalar
from provisioner.formats.yaml_source import quickest_parser

STEP: Final = 2
"""Columns a level."""

Token: TypeAlias = Any
"""PyYAML's tokens; its types leave most of their fields out."""


class PieceKind(Enum):
    """What a piece is."""

    DASH = auto()
    """`-` before an item."""
    QUESTION = auto()
    """`?` before a key."""
    COLON = auto()
    """`:` before a value."""
    NAME = auto()
    """An anchor, an alias or a tag."""
    SCALAR = auto()
    """A value or key, with its quotes."""
    BLOCK = auto()
    """A text after `|` or `>`."""
    FLOW = auto()
    """Everything from a bracket to the one that closes it."""
    MARK = auto()
    """`---`, `...` or a directive."""

    @property
    def opens(self) -> bool:
        """Whether something of a deeper level may follow."""
        return self in (PieceKind.DASH, PieceKind.QUESTION, PieceKind.COLON, PieceKind.NAME)


_KINDS: Final = {
    tokens.BlockEntryToken: PieceKind.DASH,
    tokens.KeyToken: PieceKind.QUESTION,
    tokens.ValueToken: PieceKind.COLON,
    tokens.AliasToken: PieceKind.NAME,
    tokens.AnchorToken: PieceKind.NAME,
    tokens.TagToken: PieceKind.NAME,
    tokens.ScalarToken: PieceKind.SCALAR,
    tokens.DocumentStartToken: PieceKind.MARK,
    tokens.DocumentEndToken: PieceKind.MARK,
    tokens.DirectiveToken: PieceKind.MARK,
}


@dataclass(frozen=True, slots=True)
class Level:
    """A list or mapping in block style that is open."""

    before: int
    """The column of its entries as they were written."""
    after: int
    """The column they get."""
    is_list: bool = False
    """Whether its entries begin with `-`."""
    is_bare: bool = False
    """Whether it is a list in the column of its own key; no token tells its end."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of the text."""

    kind: PieceKind
    """What it is."""
    start: int
    """Where it begins in the text."""
    end: int
    """And ends."""
    column: int
    """The column it gets where it is the first on its line."""
    levels: tuple[Level, ...]
    """What is open around it."""
    is_tagged: bool = False
    """Whether a tag or an anchor stands before it."""

    @property
    def inside(self) -> int:
        """The least column of its further lines."""
        return self.levels[-1].after + STEP if self.levels else 0


@dataclass(slots=True)
class Pieces:
    """Reads the pieces of one text."""

    text: str
    """The text."""
    levels: list[Level] = field(default_factory=list)
    """What is open."""
    brackets: list[int] = field(default_factory=list)
    """Where the brackets that are open began."""
    starts_key: bool = False
    """Whether the next piece begins a key."""
    is_tagged: bool = False
    """Whether the last piece was a tag or an anchor."""

    def read(self) -> Iterator[Piece]:
        """All of them, in order."""
        scanner = cast("Any", quickest_parser()(self.text))
        while (token := scanner.get_token()) is not None:
            piece = self._in_brackets(token) if self.brackets else self._piece(token)
            if piece is not None:
                yield piece

    def _in_brackets(self, token: Token) -> Piece | None:
        match token:
            case tokens.FlowSequenceStartToken() | tokens.FlowMappingStartToken():
                self.brackets.append(token.start_mark.index)
            case tokens.FlowSequenceEndToken() | tokens.FlowMappingEndToken():
                start = self.brackets.pop()
                if not self.brackets:
                    return self._make(PieceKind.FLOW, start, token.end_mark.index)
        return None

    def _piece(self, token: Token) -> Piece | None:
        start, end = token.start_mark.index, token.end_mark.index
        self._follow(token)
        match token:
            case tokens.FlowSequenceStartToken() | tokens.FlowMappingStartToken():
                self.brackets.append(start)
            case tokens.ScalarToken() if token.style in ("|", ">"):
                return self._make(PieceKind.BLOCK, start, self._end_of_block(start, end))
            case tokens.KeyToken() if end == start:
                self.starts_key = True
            case _:
                kind = _KINDS.get(type(token))
                return self._make(kind, start, end) if kind is not None and end > start else None
        return None

    def _follow(self, token: Token) -> None:
        """Opens and closes levels."""
        match token:
            case tokens.BlockMappingStartToken():
                self._open(token, is_list=False)
            case tokens.BlockSequenceStartToken():
                self._open(token, is_list=True)
            case tokens.BlockEntryToken() if not self.levels[-1].is_list:
                self._open(token, is_list=True, is_bare=True)
            case tokens.KeyToken() | tokens.ValueToken():
                self._close_bare()
            case tokens.BlockEndToken():
                self._close_bare()
                self.levels.pop()

    def _open(self, token: Token, *, is_list: bool, is_bare: bool = False) -> None:
        after = self.levels[-1].after + STEP if self.levels else 0
        self.levels.append(Level(token.start_mark.column, after, is_list, is_bare))

    def _close_bare(self) -> None:
        if self.levels and self.levels[-1].is_bare:
            self.levels.pop()

    def _end_of_block(self, start: int, end: int) -> int:
        """The token takes in all empty lines behind it; only `+` means them."""
        lines = self.text[start:end].removesuffix("\n").split("\n")
        if "+" not in lines[0].partition(" ")[0]:
            column = _column_of_block(lines, self.levels[-1] if self.levels else None)
            while len(lines) > 1 and not lines[-1][column:] and not lines[-1].strip(" "):
                lines.pop()
        return start + len("\n".join(lines))

    def _make(self, kind: PieceKind, start: int, end: int) -> Piece:
        levels = tuple(self.levels)
        column = levels[-1].after if levels else 0
        holds_value = kind in (PieceKind.NAME, PieceKind.SCALAR, PieceKind.BLOCK, PieceKind.FLOW)
        if levels and holds_value and not self.starts_key:
            column += STEP
        piece = Piece(kind, start, end, 0 if kind is PieceKind.MARK else column, levels, self.is_tagged)
        self.starts_key = False
        self.is_tagged = kind is PieceKind.NAME
        return piece


_SPARE_QUOTES: Final = re.compile(r"[^\W\d_][\w.,@/+&()-]*(?: [\w.,@/+&()-]+)*", re.ASCII)
_LETTERS: Final = re.compile("[ÆØÅæøå]")
_NEVER_BARE: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "inf", "nan"})
"""Words that some YAML, somewhere, takes for something else than text."""


def requoted(written: str) -> str:
    """A value or key on one line with the fewest quotes that leave no doubt: none around plain words, else double."""
    quote = written[0]
    if quote not in "'\"" or "\\" in written:
        return written
    inner = written[1:-1]
    if quote in inner:
        return written
    plainly = _LETTERS.sub("x", inner)
    if _SPARE_QUOTES.fullmatch(plainly) and inner.lower() not in _NEVER_BARE and plain_scalar(inner) == inner:
        return inner
    return written if '"' in inner else f'"{inner}"'


def shifted_lines(written: str, column: int) -> str:
    """A value on several lines, its further lines in `column`: blanks around line feeds are not read."""
    first, *rest = written.split("\n")
    lines = [_without_end(first)]
    for line in rest[:-1]:
        body = _without_end(line.lstrip(" \t"))
        lines.append(" " * column + body if body else "")
    lines.append(" " * column + rest[-1].lstrip(" \t"))
    return "\n".join(lines)


def shifted_flow(written: str, by: int, least: int) -> str:
    """What stands in brackets, its further lines moved as their first line was, but not before column `least`.

    A line that closes a bracket may stand one level further out.
    """
    first, *rest = written.split("\n")
    lines = [_without_end(first)]
    for line in rest:
        body = line.lstrip(" \t")
        outermost = max(least - STEP, 0) if body[:1] in ("]", "}") else least
        column = max(len(line) - len(body) + by, outermost)
        body = _without_end(body)
        lines.append(" " * column + body if body else "")
    return "\n".join(lines)


def shifted_block(written: str, piece: Piece) -> str:
    """A text after `|` or `>`, its lines in the column that goes with the style."""
    outer = piece.levels[-1] if piece.levels else None
    header, *lines = written.split("\n")
    head, sign, comment = header.partition("#")
    distance = len(head) - len(head.rstrip())
    header = head.rstrip() + (" " * distance + sign + comment.rstrip() if sign else "")
    digit = _digit(header)
    before = _column_of_block([header, *lines], outer)
    after = (outer.after if outer is not None else 0) + digit if digit else piece.inside
    return "\n".join([header, *(" " * after + line[before:] if line[before:] else "" for line in lines)])


def _digit(header: str) -> int:
    """How far in a block says that its lines are; 0 where it says nothing."""
    return next((int(sign) for sign in header.partition(" ")[0] if sign.isdigit()), 0)


def _column_of_block(lines: list[str], outer: Level | None) -> int:
    """The column in which a block's lines begin; `lines` are its header and what follows."""
    digit = _digit(lines[0])
    if digit:
        return (outer.before if outer is not None else 0) + digit
    spaces = (len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.strip(" "))
    return next(spaces, max(map(len, lines[1:]), default=0))


def _without_end(line: str) -> str:
    """The line without the blanks at its end, but for one that a backslash keeps."""
    body = line.rstrip(" \t")
    return line[: len(body) + 1] if body.endswith("\\") else body
