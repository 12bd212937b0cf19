"""What the reports for terminals share: harmless text, folding, colour, and the lines that other programs parse.

Promises: nothing that a name holds can move a cursor, change a colour, reverse the reading direction or break a
line. Does not: know whether there is a terminal; colour is asked for.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from unicodedata import combining, normalize

if TYPE_CHECKING:
    from provisioner.model.plan_view import Totals

MAX_WIDTH: Final = 120

# Control characters, line separators, and the marks that turn the reading direction.
CONTROL: Final = "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
_HARMFUL: Final = re.compile(CONTROL)
_QUOTED: Final = re.compile(f'["\\\\]|{CONTROL}')
_COMMAND: Final = re.compile("`[^`]+`")
_PAINTED: Final = re.compile(r"(\x1b\[[\d;]*m)?(.*?)(\x1b\[0m)?")
_GLUE: Final = "\x00"  # cannot stand in a cleaned text
_SHORT: Final[Mapping[str, str]] = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_ASCII: Final[Mapping[int, str]] = str.maketrans(
    dict(zip("⧗·–—−«»“”’×✓✗", '@----""""\'x+x', strict=True))
    | {"…": "...", "→": "->", "æ": "ae", "ø": "oe", "å": "aa", "Æ": "AE", "Ø": "OE", "Å": "AA"}
)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _SHORT.get(character) or f"\\u{ord(character):04x}"


def clean(text: str) -> str:
    """`text` on one line, with everything that is not seen spelled out. Markup is its own report's to escape."""
    if text.isascii() and text.isprintable():
        return text
    return _HARMFUL.sub(_escape, text)


def quoted(text: str) -> str:
    """`text` in double quotes, as in a program."""
    if text.isalnum() and text.isascii():
        return f'"{text}"'
    return f'"{_QUOTED.sub(_escape, text)}"'


def to_ascii(text: str) -> str:
    """`text` for a terminal that knows nothing else: our symbols and letters get stand-ins, the rest is spelled out."""
    if text.isascii():
        return text
    bare = "".join(character for character in normalize("NFKD", text.translate(_ASCII)) if not combining(character))
    return bare.encode("ascii", "backslashreplace").decode("ascii")


def utc(moment: datetime) -> str:
    """A time as machines and people both read it, in UTC."""
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def wrap(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """`text` as lines of at most `width`, but for a word or a command in backticks that is longer by itself.

    `first` and `rest` begin the lines. Commands are never broken, so that they can be copied.
    """
    whole = clean(text)
    if len(first) + len(whole) <= max(width, 40) and whole.isprintable() and whole and whole == whole.strip():
        return [first + whole]
    whole = _COMMAND.sub(lambda match: match[0].replace(" ", _GLUE), whole)
    lines = textwrap.wrap(
        whole,
        max(width, 40),
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(_GLUE, " ") for line in lines]


def paragraphs(text: str, width: int, indent: str) -> list[str]:
    """A text that may have lines of its own, wrapped line by line."""
    return [folded for line in text.splitlines() for folded in (wrap(line, width, indent) or [""])]


def fold(head: str, tail: str, width: int, indent: str) -> list[str]:
    """`head` and `tail` on one line, or broken at blanks so that no line is wider than `width`.

    Only a word that is longer than a line is broken itself. The blank at a break stands for the end of the line.
    """
    width = max(width, 40)
    if len(head) >= width:
        bare = head.lstrip()
        head, tail = head[: len(head) - len(bare)], bare + tail
    lines: list[str] = []
    begin, rest = head, tail
    while len(begin) + len(rest) > width:
        room = width - len(begin)
        cut = _last_blank(rest, room)
        if cut:
            lines.append(begin + rest[:cut])
            rest = rest[cut + 1 :]
        elif not lines and head.strip() and len(rest.partition(" ")[0]) <= width - len(indent):
            lines.append(head.rstrip())
        else:
            lines.append(begin + rest[:room])
            rest = rest[room:]
        begin = indent
    return [*lines, begin + rest] if rest or not lines else lines


def fold_ending(text: str, width: int) -> str:
    """`text` with its last line folded at blanks, colour kept. For a screen: programs want that line whole."""
    before, feed, last = text.rstrip("\n").rpartition("\n")
    found = _PAINTED.fullmatch(last)
    assert found is not None, "it matches any line"
    begin, plain, end = found[1] or "", found[2], found[3] or ""
    if len(plain) <= width:
        return text
    return f"{before}{feed}{begin}" + "\n".join(wrap(plain, width, "", "  ")) + f"{end}\n"


def _last_blank(text: str, room: int) -> int:
    """Where the last blank is at which a line of `room` can end, behind its first word; 0 where there is none."""
    ahead = len(text) - len(text.lstrip(" "))
    return max(text.rfind(" ", ahead, room + 1), 0)


@dataclass(frozen=True, slots=True)
class Paint:
    """Colours, or none. Meaning never rests on them alone."""

    on: bool
    """Whether to use them."""

    def __call__(self, text: str, style: str) -> str:
        """`text` in `style`, one of `STYLES`."""
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if self.on and text else text


STYLES: Final[Mapping[str, str]] = {
    "bold": "1",
    "faint": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "magenta": "35",
    "cyan": "36",
    "bold-red": "1;31",
    "bold-yellow": "1;33",
    "bold-green": "1;32",
}

SYMBOL_STYLES: Final[Mapping[str, str]] = {
    "+": "green",
    "~": "yellow",
    "-": "red",
    "-/+": "red",
    "+/-": "green",
    "=": "cyan",
    ".": "faint",
    "!": "yellow",
    "⧗": "magenta",
    "?": "yellow",
    " ": "faint",
}


def _appended(pairs: tuple[tuple[int, str], ...]) -> str:
    return "".join(f", {number} {word}" for number, word in pairs if number)


NO_CHANGES: Final = "No changes. The accounts are as the manifests say."


def plan_summary(totals: Totals) -> str:
    """The last line of a plan. Other programs parse it: English, and its beginning never changes."""
    waiting = ((totals.held, "held"), (totals.awaiting, "awaiting"), (totals.asked, "to answer"))
    if not totals.pending and not totals.errors:
        if not totals.waiting:
            return NO_CHANGES
        return f"No changes. Nothing can be done now{_appended(waiting)}."
    more = _appended(((totals.adopt, "to adopt"), (totals.forget, "to forget"), (totals.rename, "to rename"), *waiting))
    plan = f"Plan: {totals.add} to add, {totals.change} to change, {totals.destroy} to destroy{more}."
    return f"{plan} Errors: {totals.errors}. What they concern is not applied." if totals.errors else plan
