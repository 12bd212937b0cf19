"""What an account is given by profiles, put together with what it declares itself.

Promises: the same as merging every layer anew for each account; what a set of profiles amounts to by itself is merged
once and shared by all accounts that the set reaches. Does not: decide which profiles reach whom (select.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from provisioner.engine.merge import Conflict, Layer, merge
from provisioner.model.manifest import Declaration, Declared, Profile

ITSELF = 3
"""The rank of what an account says itself; profiles are below it."""
_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Reach:
    """One profile and how it reached the account."""

    rank: int
    """By name is above by selector."""
    profile: Profile
    """Which."""
    name: str
    """How to name it to a person."""


@dataclass(frozen=True, slots=True)
class _Given:
    """One declaration as it stands so far."""

    declared: Declared
    conflicts: tuple[Conflict, ...]
    layers: tuple[tuple[Declaration, Layer], ...]


class Inheritance:
    """Merges declarations; lives as long as one look at all accounts."""

    def __init__(self) -> None:
        self._given: dict[tuple[tuple[int, str], ...], Mapping[tuple[str, str], _Given]] = {}
        self._put: dict[tuple[int, int], tuple[Declaration, _Given | None, _Given]] = {}

    def declared(
        self, reaches: Sequence[Reach], own: Iterable[Declaration], itself: str, taken: frozenset[str]
    ) -> Iterator[tuple[Declared, tuple[Conflict, ...]]]:
        """Everything declared for an account by section and name, and where its layers disagree."""
        given = self._given_by(reaches)
        found = {key: one for key, one in given.items() if key[1] not in taken} if taken else dict(given)
        for declaration in own:
            key = (declaration.section.value, declaration.name)
            found[key] = self._on_top(found.get(key), declaration, itself)
        for _, one in sorted(found.items(), key=lambda pair: pair[0]):
            yield one.declared, one.conflicts

    def _on_top(self, before: _Given | None, declaration: Declaration, itself: str) -> _Given:
        """What the account says itself, put over what it is given; clients made of one list share what they say."""
        mark = id(declaration.body), id(before)
        known = self._put.get(mark)
        if known is not None and known[0].body is declaration.body and known[1] is before:
            return known[2]
        layers = before.layers if before is not None else ()
        merged = _merged((*layers, (declaration, Layer(ITSELF, itself, declaration.body))))
        if len(self._put) >= _KEPT:
            self._put.clear()  # what is shared comes back soon, and what is one client's own never does
        self._put[mark] = declaration, before, merged
        return merged

    def _given_by(self, reaches: Sequence[Reach]) -> Mapping[tuple[str, str], _Given]:
        """What these profiles amount to by themselves."""
        key = tuple((reach.rank, reach.profile.name) for reach in reaches)
        given = self._given.get(key)
        if given is None:
            layers: dict[tuple[str, str], list[tuple[Declaration, Layer]]] = defaultdict(list)
            for reach in reaches:
                for declaration in reach.profile.integrations:
                    layer = Layer(reach.rank, reach.name, declaration.body)
                    layers[declaration.section.value, declaration.name].append((declaration, layer))
            given = self._given[key] = {name: _merged(tuple(found)) for name, found in layers.items()}
        return given


def _merged(layers: tuple[tuple[Declaration, Layer], ...]) -> _Given:
    tree, conflicts = merge([layer for _, layer in layers])
    strongest = min(layers, key=lambda pair: (-pair[1].rank, pair[0].source))[0]
    through = sorted((layer.rank, layer.name) for _, layer in layers)
    names = tuple(name for _, name in through)
    declared = Declared(strongest.name, strongest.section, tree, strongest.source, names)
    return _Given(declared, conflicts, layers)
