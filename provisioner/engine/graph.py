"""Who needs whom: orders that a plan and a schedule are made in.

Promises: what is needed stands before what needs it; ties fall the same way however the input is ordered; a ring is
found and named. Does not: know what an edge means.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeVar

from provisioner.engine.words import WORDS
from provisioner.model.address import Address
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.resource import Desired
from provisioner.model.values import FrozenMap, Unknown, Value

N = TypeVar("N")
_NOTHING: Final[frozenset[Address]] = frozenset()
_LEAVES: Final = frozenset({str, int, float, bool, type(None)})


def topological(needs: Mapping[N, Iterable[N]], rank: Callable[[N], tuple[int, str]]) -> tuple[N, ...]:
    """The nodes, each after those it needs, the lowest `rank` first among those that are free.

    Needs that are no nodes themselves are taken as met. Nodes in or behind a ring come last, by rank, so that nothing
    is lost; `rings` names the ring.
    """
    waiting = {node: {need for need in wanted if need in needs and need != node} for node, wanted in needs.items()}
    dependents: dict[N, list[N]] = {node: [] for node in needs}
    for node, wanted in waiting.items():
        for need in wanted:
            dependents[need].append(node)
    ranks = {node: rank(node) for node in needs}
    by_rank = {ranked: node for node, ranked in ranks.items()}
    free = [ranks[node] for node, wanted in waiting.items() if not wanted]
    heapq.heapify(free)
    order: list[N] = []
    while free:
        node = by_rank[heapq.heappop(free)]
        order.append(node)
        for dependent in dependents[node]:
            waiting[dependent].discard(node)
            if not waiting[dependent]:
                heapq.heappush(free, ranks[dependent])
    placed = set(order)
    return (*order, *sorted((node for node in needs if node not in placed), key=ranks.__getitem__))


def rings(needs: Mapping[Address, Iterable[Address]]) -> tuple[tuple[Address, ...], ...]:
    """Every ring that a walk along the needs runs into, beginning at its lowest address; empty where there is none."""
    found: dict[frozenset[Address], tuple[Address, ...]] = {}
    done: set[Address] = set()
    between = {need for wanted in needs.values() for need in wanted if needs.get(need)}
    if not between:  # nothing is both needed and in need
        return ()
    for start in sorted(needs):
        path: list[Address] = []
        left: list[list[Address]] = [[start]]
        while left:
            if not left[-1]:
                left.pop()
                done.update(path[-1:])
                del path[-1:]
                continue
            node = left[-1].pop()
            if node in path:
                ring = path[path.index(node) :]
                low = ring.index(min(ring))
                found.setdefault(frozenset(ring), (*ring[low:], *ring[:low]))
            elif node in needs and node not in done:
                path.append(node)
                left.append(sorted(needs[node], reverse=True))
    return tuple(sorted(found.values()))


def check_cycles(desired: Iterable[Desired]) -> tuple[Diagnostic, ...]:
    """One error for each ring among `desired`, naming it."""
    sources = {wanted.address: wanted for wanted in desired}
    needs = {address: needed_by(wanted) for address, wanted in sources.items()}
    return tuple(
        WORDS(
            "dependency-cycle",
            Place(sources[ring[0]].source, ring[0]),
            ring=" -> ".join(str(address) for address in (*ring, ring[0])),
        )
        for ring in rings(needs)
    )


def needed_by(wanted: Desired) -> tuple[Address, ...]:
    """Everything that must exist before `wanted`: what it names and what its values come from; sorted."""
    found = references(wanted.attributes)
    if not found and len(wanted.depends_on) < 2:
        return wanted.depends_on if wanted.depends_on != (wanted.address,) else ()
    return tuple(sorted({*wanted.depends_on, *found} - {wanted.address}))


def references(value: Value) -> frozenset[Address]:
    """The resources that `value` takes computed attributes from."""
    if isinstance(value, Unknown):
        return _NOTHING if value.of is None else frozenset({value.of})
    parts = value.values() if isinstance(value, FrozenMap) else value if isinstance(value, tuple) else ()
    if _LEAVES.issuperset(map(type, parts)):  # as most are
        return _NOTHING
    found = _NOTHING
    for part in parts:
        found |= references(part)
    return found


def closure(start: Iterable[N], edges: Mapping[N, Iterable[N]]) -> frozenset[N]:
    """`start` and all that can be reached from it."""
    reached: set[N] = set()
    front = list(start)
    while front:
        node = front.pop()
        if node not in reached:
            reached.add(node)
            front.extend(edges.get(node, ()))
    return frozenset(reached)
