"""Small edits of a manifest's text, at the places that reading it gave.

Promises: nothing but what is edited changes: comments, order, quotes and line ends stay; what cannot be edited with
certainty is left alone, and None says so. Does not: read files, or know what is edited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9.-]+|(?!(?:true|false|null)$)[a-z][a-z0-9-]*")
"""What nobody can take for anything but text: addresses, and names of the manifests."""


@dataclass(frozen=True, slots=True)
class ScalarEdit:
    """One text value that becomes another."""

    line: int
    """Where it begins, from 1."""
    column: int
    """In which column, from 1, in characters."""
    before: str
    """What it says; capitals do not matter."""
    after: str
    """What it is to say."""


def edit_scalars(text: str, edits: Iterable[ScalarEdit]) -> str | None:
    """`text` with every value edited; None where one of them does not stand where it is said to."""
    lines = _lines(text)
    for edit in sorted(set(edits), key=lambda one: (one.line, one.column), reverse=True):
        if not 0 < edit.line <= len(lines):
            return None
        line, at = lines[edit.line - 1], edit.column - 1
        length = _length(line[at:], edit.before)
        if at < 0 or length is None:
            return None
        lines[edit.line - 1] = line[:at] + scalar(edit.after, line[at]) + line[at + length :]
    return "".join(lines)


def scalar(value: str, like: str = "") -> str:
    """`value` as YAML, in the quotes of `like`, or plain where it may be."""
    if like == '"':
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return value if like != "'" and _PLAIN.fullmatch(value) else "'" + value.replace("'", "''") + "'"


def insert_lines(text: str, after: int, added: Iterable[str]) -> str:
    """`text` with lines put in behind its line `after`, with the line ends of the text."""
    lines = _lines(text)
    end = "\r\n" if "\r\n" in text else "\n"
    if after and not lines[after - 1].endswith(("\n", "\r")):
        lines[after - 1] += end
    return "".join([*lines[:after], *(f"{line}{end}" for line in added), *lines[after:]])


def _lines(text: str) -> list[str]:
    """The lines with their ends, and no empty one behind the last."""
    return [line for line in _LINE.findall(text) if line]


def _length(rest: str, value: str) -> int | None:
    """How long the scalar at the beginning of `rest` is, where it says `value` and nothing more."""
    for written in (scalar(value, '"'), scalar(value, "'"), value):
        if rest[: len(written)].casefold() == written.casefold():
            following = rest[len(written) :]
            if written != value or re.match(r"(?:[ \t]*(?:$|[\r\n,}\]])|[ \t]+#)", following):
                return len(written)
    return None
