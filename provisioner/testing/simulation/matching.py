"""What is there and what is recorded, side by side.

Promises: a generation is matched with the very thing that bears one of its marks, and only where it has none with one
that looks like it. Does not: judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from provisioner.model.address import Address
from provisioner.model.state import AccountState, Generation
from provisioner.model.values import Attributes
from provisioner.spi.rehearsal import Thing


@dataclass(frozen=True, slots=True)
class Recorded:
    """One generation of one entry."""

    address: Address
    """Of what."""
    generation: Generation
    """Which."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Both sides."""

    pairs: tuple[tuple[Recorded, Thing], ...]
    """Recorded, and there."""
    missing: tuple[Recorded, ...]
    """Recorded, and not there."""
    unclaimed: tuple[Thing, ...]
    """There, and recorded nowhere."""

    def thing(self, address: Address, number: int) -> Thing | None:
        """What that generation is."""
        return next(
            (thing for it, thing in self.pairs if (it.address, it.generation.number) == (address, number)), None
        )


def recorded(states: Iterable[AccountState]) -> tuple[Recorded, ...]:
    """Every generation, the oldest of each entry first."""
    return tuple(
        Recorded(entry.address, generation)
        for state in states
        for entry in state.entries
        for generation in (*entry.deposed, entry.current)
    )


def match(states: Iterable[AccountState], things: Sequence[Thing]) -> Matched:
    """Who is who."""
    pairs: list[tuple[Recorded, Thing]] = []
    left = list(things)
    waiting: list[Recorded] = []
    for it in recorded(states):
        found = next(
            (thing for thing in left if _of(thing, it.address) and bears(thing, it.generation.attributes)), None
        )
        if found is None:
            waiting.append(it)
        else:
            left.remove(found)
            pairs.append((it, found))
    missing: list[Recorded] = []
    for it in waiting:
        found = next(
            (thing for thing in left if _of(thing, it.address) and alike(thing, it.generation.attributes)), None
        )
        if found is None:
            missing.append(it)
        else:
            left.remove(found)
            pairs.append((it, found))
    return Matched(tuple(pairs), tuple(missing), tuple(left))


def _of(thing: Thing, address: Address) -> bool:
    return thing.account == address.account and thing.kind == address.kind


def bears(thing: Thing, held: Attributes) -> bool:
    """Whether it is this very thing."""
    return any(str(held[name]) == text for name, text in thing.marks if held.get(name) is not None)


def alike(thing: Thing, held: Attributes) -> bool:
    """Whether it may be this thing, as far as nothing says for certain that it is another."""
    if any(held.get(name) is not None for name, _ in thing.marks):
        return False
    return all(str(held[name]).lower() == text.lower() for name, text in thing.looks if held.get(name) is not None)
