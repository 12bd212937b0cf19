"""The anchors of one YAML document: what stands under `&name`, and who asks for it with `*name`.

Promises: an anchor that nothing refers to is told, for then somebody meant a text that begins with `&`. Does not: read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from provisioner.formats.words.yaml import YAML_WORDS
from provisioner.formats.yaml_syntax import rest_in_quotes
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange
from provisioner.model.values import Node


class Mark(Protocol):
    """A place as PyYAML tells it, from 0."""

    line: int
    """Its line."""
    column: int
    """Its column."""


@dataclass(slots=True)
class Anchored:
    """A value that aliases may refer to."""

    mark: Mark
    """Where its `&` stands."""
    node: Node | None = None
    """None while it is being read."""
    size: int = 0
    """How many nodes it holds."""
    is_wanted: bool = False
    """Whether an alias asked for it."""


class Anchors:
    """Those of one document, in the order they are read."""

    __slots__ = ("_all", "_by_name")

    def __init__(self) -> None:
        self._all: list[tuple[str, Anchored]] = []
        self._by_name: dict[str, Anchored] = {}

    def begin(self, name: str, mark: Mark) -> Anchored:
        """The anchor, from here on the one of its name."""
        anchored = self._by_name[name] = Anchored(mark)
        self._all.append((name, anchored))
        return anchored

    def get(self, name: str) -> Anchored | None:
        """What `*name` refers to."""
        anchored = self._by_name.get(name)
        if anchored is not None:
            anchored.is_wanted = True
        return anchored

    def unwanted(self, text: str, file: str, shift: int) -> Iterator[Diagnostic]:
        """Those in `text` that nothing referred to; `shift` is added to the parser's own count of lines."""
        for name, anchored in self._all:
            if anchored.is_wanted:
                continue
            line, column = anchored.mark.line, anchored.mark.column
            end = column + len(name) + 1
            place = Place(SourceRange(file, line + shift, column + 1, line + shift, end + 1))
            shown, quoted = name[:60], rest_in_quotes(text, line, column)
            yield YAML_WORDS("unused-anchor", place, name=shown, quoted=quoted)
