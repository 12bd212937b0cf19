"""What clients share, as a person would bundle it.

Promises: the same clients give the same bundles, whatever their order; a client's bundles and its rest are exactly what
it has; nothing is bundled for fewer than `FEW` clients. What all
of them have comes first. Does not: know what an integration is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

FEW: Final = 3
"""For fewer clients than this, each says it itself."""
_COMPARED: Final = 150
"""So many of the most common sets are looked through for what they have in common."""
Things = frozenset[str]


@dataclass(frozen=True, slots=True)
class Bundles:
    """Who has what."""

    bundles: tuple[Things, ...]
    """In the order in which they were found, the one that saves most first."""
    given: Mapping[str, tuple[int, ...]]
    """By client, the places of its bundles."""
    rest: Mapping[str, Things]
    """By client, what it has beside them."""


def bundled(having: Mapping[str, Things]) -> Bundles:
    """Bundles of what the clients in `having` have."""
    rest = {name: things for name, things in having.items() if things}
    found: list[Things] = []
    given: dict[str, list[int]] = {name: [] for name in having}
    all_have = frozenset.intersection(*rest.values()) if len(rest) >= FEW else frozenset()
    while best := all_have or _best(Counter(rest.values())):
        all_have = frozenset()
        for name, things in rest.items():
            if best <= things:
                rest[name] = things - best
                given[name].append(len(found))
        found.append(best)
    empty: Things = frozenset()
    return Bundles(
        tuple(found),
        {name: tuple(places) for name, places in given.items()},
        {name: rest.get(name, empty) for name in having},
    )


def _best(counted: Counter[Things]) -> Things | None:
    """What most is saved by, of what enough clients have; of equals what more have, then the first by name."""
    best: Things | None = None
    best_key: tuple[int, int, tuple[str, ...]] = (0, 0, ())
    for things in _candidates(counted):
        clients = sum(count for other, count in counted.items() if things <= other)
        if clients < FEW:
            continue
        key = (clients * len(things), clients, tuple(sorted(things)))
        if best is None or key[:2] > best_key[:2] or (key[:2] == best_key[:2] and key[2] < best_key[2]):
            best, best_key = things, key
    return best


def _candidates(counted: Counter[Things]) -> Iterator[Things]:
    """Whole sets, and what two of the most common have in common."""
    common = sorted((things for things in counted if things), key=lambda things: (-counted[things], sorted(things)))
    compared = common[:_COMPARED]
    shared = {first & second for first, second in combinations(compared, 2)}
    yield from {*common, *shared} - {frozenset()}
