"""What differs between two states of an account, thing by thing.

Promises: type-strict; told by address, then by name; nothing that only a backend needs (serial, lineage, the end of the
audit) counts. Does not: say who changed it or why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from provisioner.model.address import Address
from provisioner.model.state import AccountState, Entry, Generation
from provisioner.model.values import Value, same


class EntryChangeKind(StrEnum):
    """What became of one thing."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact about a thing, before and after."""

    name: str
    """Such as `generation`, `secret` or `attributes.rights`."""
    before: Value
    """None where there was none."""
    after: Value
    """None where there is none."""


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One thing that differs."""

    address: Address
    """Which."""
    kind: EntryChangeKind
    """How."""
    facts: tuple[FactChange, ...] = ()
    """Of a changed one: what differs, by name."""


def compare(before: AccountState | None, after: AccountState | None) -> tuple[EntryChange, ...]:
    """Every thing that differs, by address."""
    return tuple(_compared(_entries(before), _entries(after)))


def _entries(state: AccountState | None) -> dict[Address, Entry]:
    return {entry.address: entry for entry in state.entries} if state is not None else {}


def _compared(before: dict[Address, Entry], after: dict[Address, Entry]) -> Iterator[EntryChange]:
    for address in sorted({*before, *after}):
        old, new = before.get(address), after.get(address)
        if old is None or new is None:
            yield EntryChange(address, EntryChangeKind.ADDED if old is None else EntryChangeKind.REMOVED)
            continue
        facts = tuple(_facts_that_differ(dict(_facts(old)), dict(_facts(new))))
        if facts:
            yield EntryChange(address, EntryChangeKind.CHANGED, facts)


def _facts_that_differ(old: dict[str, Value], new: dict[str, Value]) -> Iterator[FactChange]:
    for name in sorted({*old, *new}):
        before, after = old.get(name), new.get(name)
        if not same(before, after):
            yield FactChange(name, before, after)


def _facts(entry: Entry) -> Iterator[tuple[str, Value]]:
    yield "adopted", entry.adopted
    yield "tainted", entry.tainted
    yield "integration", entry.integration
    yield "depends_on", tuple(str(address) for address in entry.depends_on)
    yield "deposed", tuple(generation.number for generation in entry.deposed)
    yield from _generation_facts(entry.current)
    for old in entry.deposed:
        for name, value in _generation_facts(old):
            if name in ("hand-off", "secret"):
                yield f"generation {old.number} {name}", value


def _generation_facts(generation: Generation) -> Iterator[tuple[str, Value]]:
    yield "generation", generation.number
    yield "native_id", generation.native_id
    yield "driver", generation.driver
    yield "expires_on", generation.expires_on.isoformat() if generation.expires_on is not None else None
    yield "secret", generation.secret.value if generation.secret is not None else None
    yield "hand-off", generation.handoff.status.value if generation.handoff is not None else None
    yield "stored_as", str(generation.stored_as) if generation.stored_as is not None else None
    yield "stored_in", generation.stored_in or None
    for name, value in generation.attributes.items():
        yield f"attributes.{name}", value
