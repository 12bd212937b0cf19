"""The registry: every entry that guests brought, by the name it is chosen by.

Promises: frozen; two guests that claim one name are an error that names both. Does not: open anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, TypeVar

from provisioner.engine.suggest import did_you_mean
from provisioner.model.errors import PluginBroken, UsageError
from provisioner.runtime.guests.refusals import BROKEN, KINDS_NB
from provisioner.runtime.refusals import REFUSALS
from provisioner.spi.entries import (
    BackendEntry,
    CheckEntry,
    CommandEntry,
    EndpointEntry,
    OperatorEntry,
    ProviderEntry,
    ReportEntry,
    SecretStoreEntry,
)

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Registry:
    """What can be chosen, each by its name."""

    providers: Mapping[str, ProviderEntry] = field(default_factory=dict)
    """By the key under `provider:`."""
    endpoints: Mapping[str, EndpointEntry] = field(default_factory=dict)
    """By scheme."""
    operators: Mapping[str, OperatorEntry] = field(default_factory=dict)
    """By name."""
    backends: Mapping[str, BackendEntry] = field(default_factory=dict)
    """By scheme."""
    secret_stores: Mapping[str, SecretStoreEntry] = field(default_factory=dict)
    """By scheme."""
    reports: Mapping[str, ReportEntry] = field(default_factory=dict)
    """By format."""
    checks: Mapping[str, CheckEntry] = field(default_factory=dict)
    """By code."""
    commands: Mapping[str, CommandEntry] = field(default_factory=dict)
    """By verb."""


def by_name(kind: str, entries: Iterable[tuple[str, str, E]]) -> dict[str, E]:
    """`(guest, name, entry)` by name; PluginBroken where two guests claim one."""
    found: dict[str, tuple[str, E]] = {}
    for guest, name, entry in entries:
        if name in found:
            raise PluginBroken.of(
                BROKEN(
                    "two-guests",
                    first=found[name][0],
                    guest=guest,
                    kind=kind,
                    name=name,
                    kind_nb=KINDS_NB.get(kind, kind),
                )
            )
        found[name] = guest, entry
    return {name: entry for name, (_, entry) in found.items()}


_NO_SUCH: Final[Mapping[str, str]] = MappingProxyType(
    {
        "provider": "ingen provider",
        "endpoint": "ikke noe slags endepunkt",
        "operator": "ingen operatør",
        "state backend": "ikke noe slags tilstand",
        "secret store": "ikke noe slags hemmelighetslager",
        "format": "ikke noe format",
    }
)
"""What is chosen by name, as bokmål says that there is none of it."""


def choose(kind: str, entries: Mapping[str, E], name: str) -> E:
    """The entry called `name`; UsageError with what there is where there is none."""
    entry = entries.get(name)
    if entry is None:
        near, near_nb = did_you_mean(name, entries)
        known = ", ".join(sorted(entries)) or "-"
        words = {"what": kind, "what_nb": _NO_SUCH.get(kind, "ingen"), "near": near, "near_nb": near_nb, "known": known}
        raise UsageError.of(REFUSALS("no-choice", name=name, **words))
    return entry


def is_one_place(entry: SecretStoreEntry, one: str, other: str) -> bool:
    """Whether two URLs name one store of that kind."""
    if {one.partition(":")[0], other.partition(":")[0]} != {entry.scheme}:
        return False
    try:
        return one == other or entry.place(one) == entry.place(other)
    except UsageError:  # one of the two names no place at all, which opening it tells
        return False
