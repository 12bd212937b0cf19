"""YAML as trees that know where every value and every key was written.

Promises: the scalars of YAML 1.2's core schema; duplicate keys, unknown tags, merge keys and keys that are no text are
refused with their places; aliases cannot make a small file large; what follows a broken document is still read. Runs
on libyaml's event stream where PyYAML has it, and on PyYAML's own parser where it has not: both make the same trees,
but the latter is stricter about tabs. Does not: know what a document means.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeAlias, cast

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from provisioner.formats.canonical import digest_of_text
from provisioner.formats.words.yaml import YAML_WORDS
from provisioner.formats.yaml_anchors import Anchors
from provisioner.formats.yaml_scalars import MAY_BE_MORE, NumberTooLarge, plain_scalar
from provisioner.formats.yaml_syntax import explain, not_separated, rest_in_quotes
from provisioner.formats.yaml_text import decode_text, invisible, line_fed
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange
from provisioner.model.values import FrozenMap, Node

__all__ = ["Document", "decode_text", "read_documents"]

MAX_DEPTH: Final = 64
MAX_NODES: Final = 200_000
MAX_SYNTAX_ERRORS: Final = 20

_TAGS: Final = "tag:yaml.org,2002:"
_TYPES: Final = {"str": str, "int": int, "float": float, "bool": bool, "null": type(None)}
_KINDS: Final = {bool: ("yes or no", "ja eller nei"), int: ("a number", "et tall"), float: ("a number", "et tall")}
_NOTHING: Final = ("nothing", "ingenting")


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document."""

    root: Node
    """Its tree; a mapping."""
    source: SourceRange
    """Where it begins."""
    digest: str
    """Of its own text, with line feeds, without the blanks around it."""


Event: TypeAlias = Any
"""PyYAML's events: which fields one has goes by its kind, and its types leave half of them out."""


class Parser(Protocol):
    """What PyYAML's two parsers have in common."""

    def get_event(self) -> Event:
        """The next event; None after the last."""
        ...


class _Unusable(Exception):
    """The document cannot be made a tree; why is among the diagnostics."""


class _TooDeep(Exception):
    """Brackets in brackets without end: the parsers take ever longer, so what follows in the document is not read."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def read_documents(
    text: str, file: str, parser: Callable[[str], Parser] | None = None
) -> tuple[tuple[Document, ...], tuple[Diagnostic, ...]]:
    """Every document of `text` that could be made a tree, and everything wrong with the file.

    A document with a fault that leaves no doubt about the rest (a doubled key, an unknown tag) is among them, so that
    its other faults can be found in the same run; the diagnostics are errors all the same.
    """
    text = line_fed(text)
    hidden = invisible(text, file)
    if hidden is not None:
        return (), (hidden,)
    make = parser or quickest_parser()
    documents: list[Document] = []
    diagnostics: list[Diagnostic] = []
    shift = 0
    rest: str | None = text
    errors = 0
    while rest is not None and errors < MAX_SYNTAX_ERRORS:
        reader = _Reader(rest, file, shift)
        rest_line = reader.read(make(rest))
        documents += reader.documents
        diagnostics += reader.diagnostics
        errors += 1
        rest, shift = _from_line(rest, rest_line), shift + rest_line
    return tuple(documents), not_separated(diagnostics)


def quickest_parser() -> Callable[[str], Parser]:
    """libyaml's parser, or PyYAML's own where it was built without."""
    if yaml.__with_libyaml__:
        return cast("Callable[[str], Parser]", yaml.CBaseLoader)
    return cast("Callable[[str], Parser]", yaml.BaseLoader)


def _from_line(text: str, line: int) -> str | None:
    """`text` from its `line`, counted from 0, on; None for 0, which stands for nothing more."""
    return "\n".join(text.split("\n")[line:]) if line else None


class _Reader:
    """One pass over a text, up to its end or its first syntax error."""

    __slots__ = ("anchors", "count", "diagnostics", "documents", "ended", "file", "lines", "shift", "take", "text")

    def __init__(self, text: str, file: str, shift: int) -> None:
        self.text = text
        self.file = file
        self.shift = shift + 1
        self.lines: list[str] | None = None
        self.documents: list[Document] = []
        self.diagnostics: list[Diagnostic] = []
        self.anchors = Anchors()
        self.count = 0
        self.ended = 0
        self.take: Callable[[], Event] = _no_event

    def read(self, parser: Parser) -> int:
        """Read until the end or a syntax error; the line, from 0, on which to go on, or 0."""
        self.take = parser.get_event
        try:
            while (event := parser.get_event()) is not None:
                if type(event) is DocumentStartEvent:
                    self.document(event)
        except _TooDeep as deep:
            return self.next_document(deep.line)
        except yaml.MarkedYAMLError as error:
            found = explain(error, self.text, self.file, self.shift)
            self.stumbled(found.diagnostic)
            return self.next_document(found.line)
        return 0

    def stumbled(self, found: Diagnostic) -> None:
        """Takes in where the parser gave up, unless that line was told of: it is the same slip."""
        before, here = self.diagnostics[-1].source if self.diagnostics else None, found.source
        if before is not None and before == here:
            self.diagnostics.pop()
        if before is None or here is None or before == here or before.line != here.line:
            self.diagnostics.append(found)

    def next_document(self, line: int) -> int:
        """The first line after `line` that starts a document, or 0."""
        lines = self.text.split("\n")
        starts = (number for number in range(line + 1, len(lines)) if lines[number].split(" ")[0] == "---")
        return next(starts, 0)

    def document(self, start: Event) -> None:
        """One document up to its end."""
        self.anchors = Anchors()
        self.count = 0
        root: Node | None = None
        try:
            root = self.node(self.take(), 0, None)
        except _Unusable:
            root = None
        end = self.take()
        while type(end) is not DocumentEndEvent:
            end = self.take()
        if root is None or root.value is None:
            return
        self.diagnostics += self.anchors.unwanted(self.text, self.file, self.shift)
        if type(root.value) is not FrozenMap:
            what = ("a list", "en liste") if type(root.value) is tuple else ("a text", "en tekst")
            self.report("document-not-a-mapping", root.origin, what=what[0], what_nb=what[1])
            return
        span = self.text[start.start_mark.index : _index(end)].removeprefix("---").strip()
        place = root.origin or self.place(start)
        self.documents.append(Document(root, place, digest_of_text(span)))

    def node(self, event: Event, depth: int, key: SourceRange | None) -> Node:
        """The tree that starts with `event`; `key` is where its key stands."""
        kind = type(event)
        if kind is ScalarEvent:
            return self.scalar(event, key)
        if kind is AliasEvent:
            return self.alias(event, key)
        self.count += 1
        if depth >= MAX_DEPTH:
            self.report("too-deep", self.place(event), limit=MAX_DEPTH)
            raise _TooDeep(event.start_mark.line)
        anchor: str | None = event.anchor
        before = self.count
        anchored = self.anchors.begin(anchor, event.start_mark) if anchor is not None else None
        if event.tag is not None and event.tag not in (_TAGS + "map", _TAGS + "seq", "!"):
            self.report("unknown-tag", self.place(event), tag=_short(event.tag))
        origin = self.place(event)
        if kind is MappingStartEvent and self.text.startswith("{{", event.start_mark.index):
            node = Node(self.unquoted(event, depth + 1), origin, key)
        elif kind is MappingStartEvent:
            node = Node(self.mapping(depth + 1), origin, key)
        else:
            node = Node(self.sequence(depth + 1), origin, key)
        if anchored is not None:
            anchored.node, anchored.size = node, self.count - before + 1
        return node

    def sequence(self, depth: int) -> tuple[Node, ...]:
        """The items up to the list's end."""
        items = []
        take = self.take
        event = take()
        while type(event) is not SequenceEndEvent:
            items.append(self.node(event, depth, None))
            event = take()
        return tuple(items)

    def unquoted(self, start: Event, depth: int) -> str:
        """What YAML takes for a mapping in a mapping, and a person wrote as a template, as the text that was meant."""
        found = len(self.diagnostics)
        self.mapping(depth)
        del self.diagnostics[found:]
        text = self.text[start.start_mark.index : self.ended]
        self.report("yaml-template", self.place(start), text=_short(" ".join(text.split())))
        return text

    def mapping(self, depth: int) -> FrozenMap[Node]:
        """The entries up to the mapping's end. Of a doubled key the first is kept."""
        entries: dict[str, Node] = {}
        take = self.take
        event = take()
        while type(event) is not MappingEndEvent:
            place = self.place(event)
            name = self.name(event, place, depth)
            node = self.node(take(), depth, place)
            if name is None:
                self.mend(event, node, entries)
            else:
                first = entries.setdefault(name, node)
                if first is not node:
                    places = () if first.key is None else (first.key,)
                    line = first.key.line if first.key else 0
                    where = Place(place, related=places)
                    self.diagnostics.append(YAML_WORDS("duplicate-key", where, key=_short(name), line=line))
            event = take()
        self.ended = _index(event, end=True)
        return FrozenMap(entries)

    def mend(self, event: Event, node: Node, entries: dict[str, Node]) -> None:
        """What a refused key was meant to do is done, where that leaves no doubt, so that its mistake is told alone."""
        if type(event) is not ScalarEvent:
            return
        if event.value == "<<":
            for name, child in node.entries().items() if type(node.value) is FrozenMap else ():
                entries.setdefault(name, child)
        elif entries and entries[last := next(reversed(entries))].value is None:
            del entries[last]  # what it was meant to stand under

    def name(self, event: Event, place: SourceRange, depth: int) -> str | None:
        """The key that `event` is, or None where it cannot be one."""
        if type(event) is not ScalarEvent:
            found = len(self.diagnostics)
            self.node(event, depth, None)  # read past it
            if not any(item.code == "yaml-template" for item in self.diagnostics[found:]):
                self.report("key-not-plain", place)
            return None
        written: str = event.value
        if event.tag is not None or not event.implicit[0]:
            if event.tag not in (None, _TAGS + "str", "!"):
                self.report("unknown-tag", place, tag=_short(event.tag))
            return written
        if written == "<<":
            self.report("merge-key", place)
            return None
        if written and written[0] not in MAY_BE_MORE:
            if written[0] == "\u00a0":
                self.report("yaml-nbsp", place)
                return None
            return written
        try:
            value = plain_scalar(written)
        except NumberTooLarge:
            value = 0
        if type(value) is not str:
            what, what_nb = _KINDS.get(type(value), _NOTHING)
            self.report("non-string-key", place, what=what, what_nb=what_nb, text=_short(written))
        return written

    def scalar(self, event: Event, key: SourceRange | None) -> Node:
        """A leaf."""
        self.count += 1
        start, end = event.start_mark, event.end_mark
        if event.style in ("|", ">"):
            origin = self.block_place(start.line, start.column)
            if event.style == ">":  # its lines are not the text's: what can be pointed at is its first expression
                origin = self.expression_place(start.line, end.line) or origin
        else:
            shift = self.shift
            origin = SourceRange(self.file, start.line + shift, start.column + 1, end.line + shift, end.column + 1)
        value: bool | int | float | str | None = event.value
        plainly = event.implicit[0] and event.tag is None
        if plainly and not value:
            origin = key or origin  # where nothing stands, the parsers do not agree on where that is
        if plainly and (not value or event.value[0] in MAY_BE_MORE):
            try:
                value = plain_scalar(event.value)
            except NumberTooLarge:
                self.report("number-too-large", origin)
        elif event.tag is not None and event.tag != "!":
            value = self.tagged(event.value, event.tag, origin)
        node = Node(value, origin, key)
        anchor: str | None = event.anchor
        if anchor is not None:
            anchored = self.anchors.begin(anchor, start)
            anchored.node, anchored.size = node, 1
        return node

    def tagged(self, written: str, tag: str, origin: SourceRange) -> bool | int | float | str | None:
        """A leaf with a tag: the core schema's own tags are taken where they are true."""
        if tag == _TAGS + "str":
            return written
        try:
            value = plain_scalar(written)
        except NumberTooLarge:
            value = written
        if not tag.startswith(_TAGS) or type(value) is not _TYPES.get(tag.removeprefix(_TAGS)):
            self.report("unknown-tag", origin, tag=_short(tag))
        return value

    def block_place(self, line: int, column: int) -> SourceRange:
        """Where the text of a block scalar begins, so that its lines and columns can be counted from there."""
        if self.lines is None:
            self.lines = self.text.split("\n")
        for number in range(line + 1, len(self.lines)):
            content = self.lines[number].lstrip(" ")
            if content:
                return SourceRange(self.file, number + self.shift, len(self.lines[number]) - len(content) + 1)
        return SourceRange(self.file, line + self.shift, column + 1)

    def expression_place(self, first: int, last: int) -> SourceRange | None:
        """Where the first expression on those lines stands, up to the end of its line."""
        for number in range(first + 1, min(last + 1, len(self.lines or ()))):
            line = (self.lines or ())[number]
            found = [place for mark in ("{{", "{%") if (place := line.find(mark)) >= 0]
            if found:
                at = number + self.shift
                return SourceRange(self.file, at, min(found) + 1, at, len(line) + 1)
        return None

    def alias(self, event: Event, key: SourceRange | None) -> Node:
        """What an alias refers to, as it was written there."""
        anchored = self.anchors.get(event.anchor)
        if anchored is None:
            quoted = rest_in_quotes(self.text, event.start_mark.line, event.start_mark.column)
            raise self.unusable("unknown-alias", event, name=_short(event.anchor), quoted=quoted)
        if anchored.node is None:
            raise self.unusable("recursive-alias", event, name=_short(event.anchor))
        self.count += anchored.size
        if self.count > MAX_NODES:
            raise self.unusable("too-many-nodes", event, limit=MAX_NODES)
        node = anchored.node
        return Node(node.value, node.origin, key)

    def place(self, event: Event) -> SourceRange:
        """Where an event begins."""
        mark = event.start_mark
        return SourceRange(self.file, mark.line + self.shift, mark.column + 1)

    def report(self, code: str, place: SourceRange | None, **values: object) -> None:
        """One diagnostic."""
        self.diagnostics.append(YAML_WORDS(code, Place(place), **values))

    def unusable(self, code: str, event: Event, **values: object) -> _Unusable:
        """One diagnostic, and the end of the document."""
        self.report(code, self.place(event), **values)
        return _Unusable(code)


def _no_event() -> Event:
    return None


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _index(event: Event, *, end: bool = False) -> int:
    """Where in the text an event starts, or ends."""
    return int((event.end_mark if end else event.start_mark).index)
