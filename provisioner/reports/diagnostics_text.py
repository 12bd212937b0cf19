"""Diagnostics as blocks of text: what, where, why, what to do.

Promises: the written line is shown with the place marked where the caller can read it; nothing in it can harm a
terminal. Does not: read a file (the caller hands in a reader) or sort.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from unicodedata import east_asian_width

from provisioner.model.diagnostics import Diagnostic, Severity, SourceRange
from provisioner.reports.plain import Paint, clean, paragraphs, to_ascii, wrap
from provisioner.reports.words import words

ReadLine = Callable[[str, int], "str | None"]
_STYLES = {Severity.ERROR: "bold-red", Severity.WARNING: "bold-yellow", Severity.INFO: "bold"}


@dataclass(frozen=True, slots=True)
class Style:
    """How diagnostics are shown."""

    language: str = "en"
    """Of the words."""
    colour: bool = False
    """Whether to use colours."""
    width: int = 100
    """The widest line."""
    read_line: ReadLine | None = None
    """Gives the line of a file, by its name and number; None where it cannot."""


def render_diagnostics(
    diagnostics: Iterable[Diagnostic],
    language: str = "en",
    colour: bool = False,
    read_line: ReadLine | None = None,
    ascii_only: bool = False,
) -> str:
    """All of them, a blank line after each; empty where there are none."""
    style = Style(language, colour, read_line=read_line)
    text = "".join(line + "\n" for diagnostic in diagnostics for line in (*lines(diagnostic, style), ""))
    return to_ascii(text) if ascii_only else text


def lines(diagnostic: Diagnostic, style: Style) -> Iterator[str]:
    """One of them."""
    spoken = words(style.language)
    paint = Paint(style.colour)
    text = diagnostic.told_in(style.language)
    label = spoken(f"severity-{diagnostic.severity.value}")
    first, *rest = wrap(f"{label}: {text.summary} [{diagnostic.code}]", style.width, "", "  ")
    yield paint(first, _STYLES[diagnostic.severity])
    yield from rest
    source = diagnostic.source
    if source is not None:
        place = spoken("diagnostic-at", file=source.file, line=source.line, column=source.column)
        yield f"  {clean(place)}"
        yield from _excerpt(source, style, paint)
    about = diagnostic.address or diagnostic.account
    if about is not None:
        yield f"  {clean(spoken('diagnostic-for', address=about))}"
    for related in diagnostic.related:
        yield f"  {clean(spoken('diagnostic-related', source=related))}"
    yield from paragraphs(text.detail, style.width, "  ")
    if text.hint:
        yield from wrap(f"{spoken('hint')}: {text.hint}", style.width, "  ", "    ")


def _excerpt(source: SourceRange, style: Style, paint: Paint) -> Iterator[str]:
    written = style.read_line(source.file, source.line) if style.read_line is not None else None
    if not written or not written.strip() or source.column < 1:
        return
    written = written.rstrip("\r\n")
    start = min(source.column - 1, len(written))
    exact = source.end_line in (0, source.line) and source.end_column
    end = source.end_column - 1 if exact else _comment_at(written, start, source.file)
    end = max(min(end, len(written)), start)
    gutter = f"    {source.line}: "
    room = max(style.width - len(gutter) - 2, 20)
    skip = max(0, start - room // 2) if len(written) > room else 0
    end = start + len(written[start:end].rstrip())  # blanks behind what is meant are not marked, and stay
    before, marked, after = written[skip:start], written[start:end], written[end : skip + room]
    shown = "".join(_one(character) for character in before)
    inside = clean(marked[: max(room - len(before), 1)].expandtabs(1))
    behind = "".join(_one(character) for character in after)
    yield f"{paint(gutter, 'faint')}{shown}{inside}{behind}".rstrip()
    yield " " * (len(gutter) + _columns(shown)) + paint("^" * max(_columns(inside), 1), "red")


def _comment_at(written: str, start: int, file: str) -> int:
    """Where a comment of a YAML file begins behind `start`; the line's end where there is none.

    A line is read by itself, so that a quoted text which began on an earlier line may be taken for more than it is:
    then too little is underlined, never too much.
    """
    if not file.endswith((".yaml", ".yml")):
        return len(written)
    quote = ""
    for place in range(start, len(written)):
        character, before = written[place], written[place - 1 : place]
        if quote:
            escaped = quote == '"' and before == "\\"
            quote = "" if character == quote and not escaped else quote
        elif character in "\"'" and (place == start or before in " \t[{,:"):
            quote = character
        elif character == "#" and before in ("", " ", "\t"):
            return place
    return len(written)


def _one(character: str) -> str:
    return " " if character == "\t" else clean(character)


def _columns(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
