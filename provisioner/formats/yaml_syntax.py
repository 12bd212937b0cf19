"""What PyYAML's two parsers say about a text that is no YAML, in words for people.

Promises: the same mistake gets the same code from either parser, at the place where a person would mend it. Does not:
correct anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import yaml

from provisioner.formats.words.yaml import YAML_WORDS
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange

_NO_BLANK: Final = re.compile(r"\s*(?:- )?([A-Za-z][\w-]*):([^\s:/].*)")
_NO_COLON: Final = re.compile(r"\s*(?:- )?([A-Za-z][\w-]*)\s*(?:#.*)?")
_MARKED: Final = re.compile(r"""\s*(?:- )?([A-Za-z][\w-]*):\s+((?:["'&*!|>]|[-?](?=\s)).*)""")
_CROWDED: Final = re.compile(r"[{,]\s*([A-Za-z][\w-]*):$")
_COMMENT: Final = re.compile(r"\s#.*$")
_TEMPLATE: Final = re.compile(r"(?:^\s*-|:)\s+(\{\{.*)")


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """One syntax error."""

    diagnostic: Diagnostic
    """As it is shown."""
    line: int
    """The line, from 0, on which the parser gave up."""


def not_separated(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """`found`, where a second `kind` shows that two documents stand together: that is one mistake, not one a key."""
    everything = tuple(found)
    kinds = [item for item in everything if item.code == "duplicate-key" and _is_kind(item) and item.source]
    told: list[Diagnostic] = []
    for item in everything:
        second = next((kind for kind in kinds if _is_between(item, kind)), None)
        if second is None:
            told.append(item)
        elif second is item:
            told.append(YAML_WORDS("not-separated", Place(item.source, related=item.related)))
    return tuple(told)


def _is_kind(item: Diagnostic) -> bool:
    return item.source is not None and item.source.column == 1 and item.text.summary.startswith("`kind`")


def _is_between(item: Diagnostic, second: Diagnostic) -> bool:
    """Whether what `item` tells twice was told first between the first `kind` and the second."""
    if item.code != "duplicate-key" or not item.related or item.source is None or second.source is None:
        return False
    return second.related[0].line <= item.related[0].line < second.source.line <= item.source.line


def explain(error: yaml.MarkedYAMLError, text: str, file: str, shift: int) -> SyntaxFault:
    """The error as a diagnostic; `shift` is added to the parser's own count of lines."""
    lines = text.split("\n")
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    here = lines[line] if line < len(lines) else ""
    problem = str(error.problem or "")
    context = str(error.context or "")
    code = _code(problem, context, here, column)
    opened = error.context_mark
    if "flow node" in context and (not here.strip() or here.startswith("---")):
        # Both parsers point at the end, where a value was still expected: the bracket before it is what is open.
        before = "\n".join(lines[:line])
        code, index = "yaml-unclosed", max(before.rfind("["), before.rfind("{"), 0)
        line, column = before.count("\n", 0, index), index - (before.rfind("\n", 0, index) + 1)
    elif code == "yaml-unclosed" and opened is not None:
        line, column = opened.line, opened.column
    elif code in ("yaml-tab", "yaml-nbsp"):
        column = here.index("\t" if code == "yaml-tab" else "\u00a0")
    gave_up = mark.line if mark is not None else len(lines)
    meant = _meant(lines, line) if code in ("yaml-indentation", "yaml-colon") else None
    if code in ("yaml-indentation", "yaml-syntax"):
        meant = _unquoted(here, line, column) or _crowded(here, line, column) or meant
    if meant is not None:
        meant_code, on, at, words = meant
        return SyntaxFault(YAML_WORDS(meant_code, Place(SourceRange(file, on + shift, at + 1)), **words), gave_up)
    place = SourceRange(file, line + shift, column + 1)
    character = f"`{here[column]}`" if column < len(here) else "this"
    return SyntaxFault(YAML_WORDS(code, Place(place), character=character), gave_up)


def in_quotes(written: str) -> str:
    """A text that begins here, up to a comment or the line's end, as it is written in quotes."""
    text = _COMMENT.sub("", written).rstrip()[:60]
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def rest_in_quotes(text: str, line: int, column: int) -> str:
    """What stands from there to the end of its line, or of the brackets it is in, in quotes."""
    written = text.split("\n")[line][column:]
    closed = next((at for at, mark in enumerate(written) if mark in "}]" and _is_outer(written[: at + 1])), None)
    return in_quotes(written if closed is None else written[:closed].partition(",")[0])


def _is_outer(written: str) -> bool:
    return written.count("{") + written.count("[") < written.count("}") + written.count("]")


def _unquoted(here: str, line: int, column: int) -> tuple[str, int, int, dict[str, str]] | None:
    """A text on whose first character YAML takes it for something else; as `_meant`."""
    found = _MARKED.fullmatch(here)
    if found is None or column < found.start(2):
        return None
    code = "yaml-list-in-line" if found[2].startswith("- ") else "yaml-quote"
    words = {"key": found[1], "mark": found[2][0], "quoted": in_quotes(found[2])}
    return code, line, found.start(2), words


def _crowded(here: str, line: int, column: int) -> tuple[str, int, int, dict[str, str]] | None:
    """`{key:, other: …}`: nothing stands after a colon, not even a blank; as `_meant`."""
    found = _CROWDED.search(here[: column + 1])
    if found is None or here[column + 1 : column + 2] not in (",", "}", "]", ""):
        return None
    return "yaml-no-value", line, found.start(1), {"key": found[1]}


def _meant(lines: list[str], line: int) -> tuple[str, int, int, dict[str, str]] | None:
    """The slip behind a line that does not fit: on the line itself, else on the last one before it that says anything.

    Its code, line and column from 0, and words.
    """
    here = lines[line] if line < len(lines) else ""
    if template := _TEMPLATE.search(here):
        return "yaml-template", line, template.start(1), {"text": template[1].strip()}
    before = next((number for number in range(line - 1, -1, -1) if lines[number].strip()), line)
    for number in (line, before):
        written = lines[number] if number < len(lines) else ""
        if found := _NO_BLANK.fullmatch(written):
            return "yaml-space", number, found.start(1), {"key": found[1], "rest": found[2].strip()}
        if number != line and (found := _NO_COLON.fullmatch(written)):
            return "yaml-no-colon", number, found.start(1), {"key": found[1]}
    return None


def _code(problem: str, context: str, here: str, column: int) -> str:
    indentation = here[: len(here) - len(here.lstrip())]
    if "\t" in indentation or ("cannot start" in problem and here[column : column + 1] == "\t"):
        return "yaml-tab"
    if "\u00a0" in indentation:
        return "yaml-nbsp"
    if "quoted scalar" in context and ("end of stream" in problem or "document separator" in problem):
        return "yaml-unclosed"
    if "flow sequence" in context or "flow mapping" in context:
        return "yaml-unclosed"
    if "escape" in problem or "hexadecimal" in problem or "hexdecimal" in problem:
        return "yaml-escape"
    if "cannot start any token" in problem and column < len(here):
        return "yaml-character"
    if "mapping values are not allowed" in problem:
        return "yaml-colon"
    if "expected ':'" in problem or "expected key" in problem or "block" in context:
        return "yaml-indentation"
    return "yaml-syntax"
