"""Deep merge of trees that were written in several places, one above the other.

Promises: mappings merge field by field, lists and scalars are replaced whole, every leaf keeps the place where the
winning value was written, and the order in which layers of one rank are handed in never matters: where two of them
disagree and nothing above settles it, that is a conflict. Does not: know what a field means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provisioner.model.diagnostics import SourceRange
from provisioner.model.values import FrozenMap, Node, plain, same


@dataclass(frozen=True, slots=True)
class Layer:
    """One tree of a merge."""

    rank: int
    """A higher one wins."""
    name: str
    """How to name it to a person."""
    node: Node
    """What it says."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two layers of one rank that disagree about one field."""

    path: tuple[str, ...]
    """The field."""
    first: str
    """The one layer."""
    second: str
    """The other."""
    places: tuple[SourceRange, ...]
    """Where the two values are written."""


def merge(layers: Sequence[Layer]) -> tuple[Node, tuple[Conflict, ...]]:
    """The tree that `layers` amount to, and where they disagree. There is at least one layer."""
    conflicts: list[Conflict] = []
    return _merge(sorted(layers, key=_order), (), conflicts), tuple(conflicts)


def _order(layer: Layer) -> tuple[int, str, str]:
    return -layer.rank, layer.name, str(layer.node.origin)


def _merge(layers: Sequence[Layer], path: tuple[str, ...], conflicts: list[Conflict]) -> Node:
    """`layers` come strongest first."""
    strongest = layers[0]
    if len(layers) == 1:
        return _alone(strongest.node)
    peers = [layer for layer in layers if layer.rank == strongest.rank]
    if not isinstance(strongest.node.value, FrozenMap) or any(not _is_mapping(peer) for peer in peers):
        conflicts.extend(_disagreements(peers, path))
        return strongest.node
    merging = list(_mappings_on_top(layers, path, conflicts))
    keys = sorted({key for layer in merging for key in layer.node.entries()})
    children = {}
    for key in keys:
        said = [Layer(one.rank, one.name, one.node.entries()[key]) for one in merging if key in one.node.entries()]
        children[key] = _merge(said, (*path, key), conflicts)
    return Node(FrozenMap(children), strongest.node.origin)


def _alone(node: Node) -> Node:
    """What one layer amounts to."""
    value = node.value
    if not isinstance(value, FrozenMap):
        return node
    children = {key: value[key] for key in sorted(value)}
    for key, child in children.items():
        if isinstance(child.value, FrozenMap):
            children[key] = _alone(child)
    return Node(FrozenMap(children), node.origin)


def _is_mapping(layer: Layer) -> bool:
    return isinstance(layer.node.value, FrozenMap)


def _mappings_on_top(layers: Sequence[Layer], path: tuple[str, ...], conflicts: list[Conflict]) -> Iterator[Layer]:
    """The mappings from the strongest rank down to where something that is no mapping ends them."""
    for rank in sorted({layer.rank for layer in layers}, reverse=True):
        peers = [layer for layer in layers if layer.rank == rank]
        if not any(_is_mapping(peer) for peer in peers):
            return
        if not all(_is_mapping(peer) for peer in peers):
            conflicts.extend(_disagreements(peers, path))
            return
        yield from peers


def _disagreements(peers: Sequence[Layer], path: tuple[str, ...]) -> Iterator[Conflict]:
    """Every peer that says something else than the first."""
    first = peers[0]
    for other in peers[1:]:
        if not same(plain(first.node), plain(other.node)):
            places = tuple(place for place in (first.node.origin, other.node.origin) if place is not None)
            yield Conflict(path, first.name, other.name, places)
