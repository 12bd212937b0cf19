"""Clients whose documents are written plainly, read without making a tree of each.

Promises: what comes out is what the reader of all YAML (yaml_source.py) makes of the same text, or nothing at all. A
text is taken apart into its shape and the leaves that stand in it; a shape is put to the reader once, with marks
instead of leaves, and is known only where each mark came back as one leaf. Leaves are plain words, or quoted ones
without an escape, so that they cannot change the shape. Does not: know places, complain, or judge what is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from provisioner.formats.yaml_scalars import MAY_BE_MORE, NumberTooLarge, plain_scalar
from provisioner.formats.yaml_source import read_documents
from provisioner.formats.yaml_text import INVISIBLE
from provisioner.model.values import FrozenMap, Node, plain, thaw

Plain: TypeAlias = "bool | int | float | str | None"
SECTION: Final = "integrations"

_KEPT: Final = 4096
_DEPTH: Final = 2
_LEAF: Final = re.compile(
    r"""(?<=:[ ])("[^"\\\n]*+"(?=[ ]*+(?:[,}\n]|\Z))|[^\W_][\w@.+/()&=\x20-]*+(?=[,}\n]|\Z))""", re.VERBOSE
)
"""A leaf after a key, up to where it ends for certain."""
_NEXT: Final = re.compile(r"\n(?=[^ \n])")
_OPEN: Final = "\nintegrations:\n"
_STAND_IN: Final = "  qzitem: {}"
"""Instead of the declarations, so that it shows whether what is around them leaves them where they are."""
_APART: Final = re.compile(r"^---\n", re.MULTILINE)
_MARK: Final = re.compile(r"^(?:---|\.\.\.|%)", re.MULTILINE)
_INDENTED: Final = tuple(re.compile(rf"\n {{{width}}}(?! )") for width in range(9))
_CLIENTS: Final = re.compile(r"^kind: Client$", re.MULTILINE)
_ANY_KIND: Final = re.compile(r"""kind["']?\s*:""")
_GAP: Final = "\0"


@dataclass(frozen=True, slots=True, eq=False)
class ItemShape:
    """One declaration without its leaves. Two that are one object are one shape."""

    name: str
    """The declaration's name."""
    paths: tuple[str, ...]
    """Of each leaf, with dots."""


@dataclass(frozen=True, slots=True, eq=False)
class HeadShape:
    """What a client's document says besides its declarations, without its leaves."""

    fixed: dict[str, object]
    """What is no leaf, as dicts and lists."""
    inner: tuple[str, ...]
    """The fields of it that hold leaves further in."""
    paths: tuple[tuple[str, ...], ...]
    """Of each leaf: one key or two."""


@dataclass(frozen=True, slots=True)
class PlainItem:
    """One declaration."""

    shape: ItemShape
    """Without its leaves."""
    leaves: tuple[str, ...]
    """As they are written, quotes included."""
    written: str
    """Its text, from its name on."""


@dataclass(frozen=True, slots=True)
class PlainClient:
    """One client's document."""

    shape: HeadShape
    """Of what it says besides its declarations."""
    head: dict[str, object]
    """What it says besides them, as dicts and lists."""
    items: tuple[PlainItem, ...]
    """What it declares."""
    before: str
    """The text before its declarations."""
    after: str
    """And behind them."""

    def text(self, *items: PlainItem) -> str:
        """The document with these declarations only."""
        if not items:
            return f"{self.before}\n{self.after}"  # where there is nothing to declare, the section itself is left out
        return "".join((self.before, _OPEN, *(f"  {item.written}\n" for item in items), self.after))


class Lane:
    """Reads plain clients. Keeps the shapes that it met; one instance serves a whole run."""

    def __init__(self) -> None:
        self._items: dict[str, ItemShape | None] = {}
        self._heads: dict[str, HeadShape | None] = {}

    def read(self, text: str) -> tuple[PlainClient, ...] | None:
        """The clients of a file; None where anything in it is not plain."""
        if INVISIBLE.search(text) is not None or "\r" in text:
            return None
        written = _parts(text)
        found = []
        for part in written or ():
            client = self._client(part)
            if client is None:
                return None
            found.append(client)
        return tuple(found) or None

    def _client(self, text: str) -> PlainClient | None:
        before, opened, rest = text.partition(_OPEN)
        body, after = rest, ""
        end = _NEXT.search(rest)
        if end is not None:
            body, after = rest[: end.start()], rest[end.end() :]
        items: list[PlainItem] = []
        for chunk in _chunks(body) if opened else ():
            item = self._item(chunk)
            if item is None:
                return None
            items.append(item)
        if opened and (not items or len({item.shape.name for item in items}) != len(items)):
            return None
        head = self._head(f"{before}{_OPEN}{_STAND_IN}\n{after}" if opened else before)
        if head is None:
            return None
        return PlainClient(head[0], head[1], tuple(items), before, after)

    def _item(self, chunk: str) -> PlainItem | None:
        parts = _LEAF.split(chunk)
        skeleton = _GAP.join(parts[::2])
        try:
            shape = self._items[skeleton]
        except KeyError:
            if len(self._items) >= _KEPT:
                self._items.clear()
            shape = self._items[skeleton] = _item_shape(parts)
        return PlainItem(shape, tuple(parts[1::2]), chunk) if shape is not None else None

    def _head(self, text: str) -> tuple[HeadShape, dict[str, object]] | None:
        parts = _LEAF.split(text)
        skeleton = _GAP.join(parts[::2])
        try:
            shape = self._heads[skeleton]
        except KeyError:
            if len(self._heads) >= _KEPT:
                self._heads.clear()
            shape = self._heads[skeleton] = _head_shape(parts)
        if shape is None:
            return None
        head = shape.fixed.copy()
        for key in shape.inner:
            inner = head[key]
            assert isinstance(inner, dict)
            head[key] = inner.copy()
        try:
            for path, leaf in zip(shape.paths, parts[1::2], strict=True):
                value = leaf_value(leaf)
                if len(path) == 1:
                    head[path[0]] = value
                else:
                    inner = head[path[0]]
                    assert isinstance(inner, dict)
                    inner[path[1]] = value
        except NumberTooLarge:
            return None
        return shape, head


def leaf_value(leaf: str) -> Plain:
    """What a leaf says. NumberTooLarge."""
    first = leaf[0]
    if first == '"':
        return leaf[1:-1]
    if leaf[-1] == " ":
        leaf = leaf.rstrip(" ")
    return plain_scalar(leaf) if first in MAY_BE_MORE else leaf


def holds_clients_only(text: str) -> bool:
    """Whether it is beyond doubt that every document of a file, plain or not, is a client's."""
    count = len(_CLIENTS.findall(text))
    return count > 0 and count == len(_ANY_KIND.findall(text)) and len(_MARK.findall(text)) <= count


def _parts(text: str) -> list[str] | None:
    """The documents; None where more than `---` on a line of its own tells them apart."""
    if "---" not in text and "\n..." not in text and text[:1] not in ("%", "."):
        return [text]
    parts = _APART.split(text)
    if not parts[0].strip():
        del parts[0]
    if any(_MARK.search(part) is not None or not part.strip() for part in parts):
        return None
    return parts


def _chunks(body: str) -> Iterator[str]:
    """Each declaration from its name on; comments between them are left out."""
    width = len(body) - len(body.lstrip(" "))
    if not 0 < width < len(_INDENTED):
        yield ""  # which has no shape
        return
    for chunk in _INDENTED[width].split(body[width:]):
        if chunk[:1] != "#" or "\n" in chunk:
            yield chunk.rstrip("\n")


def _item_shape(parts: list[str]) -> ItemShape | None:
    root = _root_of("integrations:\n  " + _marked(parts))
    entries = root.entries().get(SECTION) if root is not None else None
    if root is None or entries is None or len(root.entries()) != 1 or len(entries.entries()) != 1:
        return None
    (name, body) = next(iter(entries.entries().items()))
    found = _marks(body, ()) if isinstance(body.value, FrozenMap) else None
    paths = _in_order(found, len(parts) // 2)
    return ItemShape(name, tuple(".".join(path) for path in paths)) if paths is not None else None


def _head_shape(parts: list[str]) -> HeadShape | None:
    root = _root_of(_marked(parts))
    section = root.get(SECTION) if root is not None else None
    if root is None or (section is not None and thaw(plain(section)) != {"qzitem": {}}):
        return None
    root = Node(root.entries().without(SECTION))
    paths = _in_order(_marks(root, ()), len(parts) // 2)
    fixed = thaw(plain(root))
    if paths is None or not isinstance(fixed, dict) or any(len(path) > _DEPTH for path in paths):
        return None
    inner = tuple(sorted({path[0] for path in paths if len(path) == _DEPTH}))
    if not all(isinstance(fixed[key], dict) for key in inner) or any("$" in key for key in _keys(root)):
        return None
    return HeadShape(fixed, inner, paths)


def _keys(node: Node) -> Iterator[str]:
    for key, child in node.entries().items():
        yield key
        yield from _keys(child)


def _root_of(text: str) -> Node | None:
    """The tree of a text that holds one document and nothing that is wrong."""
    documents, problems = read_documents(text, "")
    return documents[0].root if len(documents) == 1 and not problems else None


def _mark(number: int) -> str:
    return f"qzmark{number}zq"


def _marked(parts: list[str]) -> str:
    """The text with a mark in place of each leaf."""
    return "".join(_mark(index // 2) if index % 2 else part for index, part in enumerate(parts))


def _marks(node: Node, path: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]] | None:
    """Every leaf with its path; None where a key holds a mark, or has a dot."""
    value = node.value
    found: list[tuple[str, tuple[str, ...]]] = []
    if isinstance(value, FrozenMap):
        below = [(key, child) for key, child in value.items()]
    elif isinstance(value, tuple):
        below = [(str(index), child) for index, child in enumerate(value)]
    else:
        return [(value, path)] if isinstance(value, str) else []
    for key, child in below:
        inner = None if "qzmark" in key or "." in key else _marks(child, (*path, key))
        if inner is None:
            return None
        found += inner
    return found


def _in_order(found: list[tuple[str, tuple[str, ...]]] | None, count: int) -> tuple[tuple[str, ...], ...] | None:
    """The path of each mark; None unless each came back once, whole."""
    if found is None:
        return None
    by_mark: dict[str, list[tuple[str, ...]]] = {}
    for text, path in found:
        if "qzmark" in text:
            by_mark.setdefault(text, []).append(path)
    wanted = [by_mark.pop(_mark(number), []) for number in range(count)]
    if by_mark or any(len(paths) != 1 for paths in wanted):
        return None
    return tuple(paths[0] for paths in wanted)
