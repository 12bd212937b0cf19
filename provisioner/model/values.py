"""Values: frozen trees of plain data, with or without a memory of where each leaf was written.

Promises: a tree cannot be changed, compares type-strictly with `same`, and refuses a `Sensitive`.
Does not: parse or print YAML or JSON.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Generic, TypeAlias, TypeVar, cast, final, overload

from provisioner.model.address import Address
from provisioner.model.diagnostics import SourceRange
from provisioner.model.secrets import Sensitive

V_co = TypeVar("V_co", covariant=True)
T = TypeVar("T")


if TYPE_CHECKING:
    _MappingOf = Mapping[str, V_co]
else:
    _MappingOf = Generic


@final
class FrozenMap(_MappingOf[V_co]):
    """A mapping that cannot be changed and can be hashed. Keys keep the order they were given in; equality ignores it.

    A plain class rather than a dataclass, so that the codecs meet it in one hook; and a mapping by registration, for
    `isinstance` on a class made by `ABCMeta` costs ten times as much, and trees are walked by asking it.
    """

    __slots__ = ("_hash", "_items")

    def __init__(self, items: Mapping[str, V_co] | Iterable[tuple[str, V_co]] = ()) -> None:
        # `dict` copies a dict at once, and anything else key by key.
        self._items: dict[str, V_co] = dict(items._items if isinstance(items, FrozenMap) else items)
        self._hash: int | None = None

    def __getitem__(self, key: str) -> V_co:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    # The mixin's own methods go through `__getitem__` and an exception; these are asked a hundred times a resource.

    def __contains__(self, key: object) -> bool:
        return key in self._items

    @overload
    def get(self, key: str, /) -> V_co | None: ...

    @overload
    def get(self, key: str, /, default: V_co | T) -> V_co | T: ...

    def get(self, key: str, /, default: object = None) -> object:
        """What stands under `key`, or `default`."""
        return self._items.get(key, default)

    def keys(self) -> KeysView[str]:
        """The keys, in order."""
        return self._items.keys()

    def items(self) -> ItemsView[str, V_co]:
        """The pairs, in order."""
        return self._items.items()

    def values(self) -> ValuesView[V_co]:
        """The values, in order."""
        return self._items.values()

    def pick(self, keys: Iterable[str]) -> list[V_co | None]:
        """What stands under each of `keys`; None where nothing does."""
        return list(map(self._items.get, keys))

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self._items.items()))
        return self._hash

    def __eq__(self, other: object) -> bool:
        if isinstance(other, FrozenMap):
            return self._items == other._items
        return NotImplemented

    def __repr__(self) -> str:
        return f"FrozenMap({self._items!r})"

    def with_items(self, items: Mapping[str, V_co]) -> FrozenMap[V_co]:
        """The same with `items` put over it."""
        return self._of({**self._items, **items})

    def without(self, *keys: str) -> FrozenMap[V_co]:
        """The same without `keys`."""
        return self._of({key: value for key, value in self._items.items() if key not in keys})

    @staticmethod
    def _of(items: dict[str, V_co]) -> FrozenMap[V_co]:
        """Of a dict that nobody else has, so that it need not be copied."""
        made: FrozenMap[V_co] = FrozenMap.__new__(FrozenMap)
        made._items = items
        made._hash = None
        return made


Mapping.register(FrozenMap)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that will be known after apply; where `of` is given, it is that resource's computed `attribute`."""

    of: Address | None = None
    """The resource whose computed attribute this will be."""
    attribute: str = ""
    """The attribute's name."""


@dataclass(frozen=True, slots=True)
class SecretRef:
    """Where a secret is to be found (`env:NAME`, `file:PATH`…); never the secret."""

    reference: str
    """As it was written."""


Scalar: TypeAlias = bool | int | float | str | None
Value: TypeAlias = "Scalar | Unknown | SecretRef | tuple[Value, ...] | FrozenMap[Value]"
if TYPE_CHECKING:
    Attributes: TypeAlias = FrozenMap[Value]
else:
    Attributes = FrozenMap  # codecs resolve annotations at run time and cannot follow the recursive alias
EMPTY: Attributes = FrozenMap()
NO_LABELS: FrozenMap[str] = FrozenMap()


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a document's tree, with the place where it was written."""

    value: Scalar | SecretRef | tuple[Node, ...] | FrozenMap[Node]
    """A leaf, a list or a mapping."""
    origin: SourceRange | None = None
    """Where it was written; None for what the program itself put there."""
    key: SourceRange | None = None
    """Where its key stands, for the value of a mapping's entry; None elsewhere."""

    def __post_init__(self) -> None:
        if isinstance(self.value, Sensitive):
            raise TypeError("a tree never holds a secret; give a SecretRef")

    def entries(self) -> FrozenMap[Node]:
        """The children by key; empty where this is no mapping."""
        return self.value if isinstance(self.value, FrozenMap) else _NO_ENTRIES

    def items(self) -> tuple[Node, ...]:
        """The children in order; empty where this is no list."""
        return self.value if isinstance(self.value, tuple) else ()

    def get(self, *path: str) -> Node | None:
        """The node below `path`, or None."""
        node: Node = self
        for key in path:
            value = node.value
            child = value.get(key) if type(value) is FrozenMap else None
            if child is None:
                return None
            node = child
        return node

    def text(self, key: str, default: str = "") -> str:
        """The string under `key`, or `default`."""
        child = self.get(key)
        return child.value if child is not None and isinstance(child.value, str) else default


_NO_ENTRIES: Final[FrozenMap[Node]] = FrozenMap()


def plain(node: Node) -> Value:
    """The node's value without its places."""
    value = node.value
    if isinstance(value, FrozenMap):
        return FrozenMap({key: plain(child) for key, child in value.items()})
    if isinstance(value, tuple):
        return tuple(plain(child) for child in value)
    return value


def tree(value: object) -> Node:
    """The tree of plain scalars, lists and mappings, written nowhere: `plain` gives the same back."""
    if isinstance(value, Mapping):
        return Node(FrozenMap({str(key): tree(item) for key, item in value.items()}))
    if isinstance(value, list | tuple):
        return Node(tuple(tree(item) for item in value))
    assert value is None or isinstance(value, str | int | float | bool)
    return Node(value)


def freeze(value: object) -> Value:
    """`value` (of dicts, lists, scalars, dates) as a frozen value. Dates become ISO text. TypeError for a secret."""
    if isinstance(value, (str, bool, int, float, FrozenMap, Unknown, SecretRef)) or value is None:
        return value
    if isinstance(value, Mapping):
        return FrozenMap({str(key): freeze(item) for key, item in value.items()})
    if isinstance(value, (list, tuple)):
        return tuple(freeze(item) for item in value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"a tree cannot hold a {type(value).__name__}")


def attributes(**values: object) -> Attributes:
    """A frozen mapping of `values`, each frozen; None is kept, for it says "not given"."""
    return FrozenMap({key: freeze(value) for key, value in values.items()})


def thaw(value: Value) -> object:
    """`value` as dicts and lists; Unknown and SecretRef become tagged mappings (see `UNKNOWN_TAG`)."""
    if type(value) is str or value is None:
        return value
    if isinstance(value, FrozenMap):
        if len(value) == 1:  # a mapping that merely looks like a tag is marked with one more `$`
            return {f"${key}" if key.lstrip("$") in _TAGS and key[0] == "$" else key: thaw(value[key]) for key in value}
        return {key: item if type(item) is str else thaw(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [thaw(item) for item in value]
    if isinstance(value, Unknown):
        return {UNKNOWN_TAG: [str(value.of) if value.of else None, value.attribute]}
    if isinstance(value, SecretRef):
        return {SECRET_REF_TAG: value.reference}
    return value


UNKNOWN_TAG = "$unknown"
SECRET_REF_TAG = "$secretRef"  # noqa: S105  # a tag, not a secret
_TAGS = (UNKNOWN_TAG[1:], SECRET_REF_TAG[1:])


def unthaw(value: object) -> Value:
    """The inverse of `thaw`."""
    if isinstance(value, dict):
        if len(value) == 1:
            if UNKNOWN_TAG in value:
                of, attribute = cast("list[str | None]", value[UNKNOWN_TAG])
                return Unknown(Address.parse(of) if of else None, attribute or "")
            if SECRET_REF_TAG in value:
                return SecretRef(str(value[SECRET_REF_TAG]))
            key = str(next(iter(value)))
            if key.startswith("$$") and key.lstrip("$") in _TAGS:
                return FrozenMap({key[1:]: unthaw(value[key])})
        return FrozenMap({str(key): unthaw(item) for key, item in value.items()})
    if isinstance(value, list):
        return tuple(unthaw(item) for item in value)
    return freeze(value)


def same(left: Value, right: Value) -> bool:
    """Whether the two are equal in value *and* type: 1, 1.0 and True are three things. Unknown equals nothing."""
    if isinstance(left, Unknown) or isinstance(right, Unknown) or type(left) is not type(right):
        return False
    if isinstance(left, FrozenMap) and isinstance(right, FrozenMap):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(same(a, b) for a, b in zip(left, right, strict=True))
    return left == right


def is_known(value: Value) -> bool:
    """Whether no part of `value` is Unknown."""
    if type(value) is str or value is None:
        return True
    if isinstance(value, Unknown):
        return False
    if isinstance(value, FrozenMap):
        return all(is_known(item) for item in value.values())
    if isinstance(value, tuple):
        return all(is_known(item) for item in value)
    return True
