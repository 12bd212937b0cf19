"""The secret store port: where opened secrets are kept for those who need them.

Promises of a store: `put` carries the generation, so putting twice is harmless, and a lost answer is asked again;
`probe` fails before a key is made rather than after; no error, repr or cause of an error holds a secret, and each
failure is a SecretStoreFailed with a hint. Does not: see a secret it was not given.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from provisioner.model.address import Address
from provisioner.model.secrets import Sensitive
from provisioner.spi.entries import SecretStoreEntry as SecretStoreEntry


@runtime_checkable
class SecretStore(Protocol):
    """Where secrets go. Every method may raise SecretStoreFailed."""

    def probe(self) -> None:
        """Raises where a `put` now would fail."""
        ...

    def put(self, address: Address, generation: int, secret: Sensitive) -> None:
        """Keeps the secret; the same generation again changes nothing that matters."""
        ...

    def get(self, address: Address, generation: int, identity: Sensitive | None) -> Sensitive | None:
        """The secret, or None where it is not there. `identity` opens what is encrypted to a person."""
        ...

    def retire(self, address: Address, generation: int) -> None:
        """Takes a generation away that is no longer in force; nothing happens where it is not there."""
        ...


def nothing_behind(reference: str) -> Sensitive | None:
    """There is nothing behind any reference."""
    return None


@dataclass(frozen=True, slots=True)
class SecretStoreContext:
    """What a store is opened with."""

    url: str
    """The project's `secrets.store:`."""
    root: Path
    """The project's directory; relative paths start here."""
    recipients: tuple[str, ...]
    """The project's public keys."""
    resolve: Callable[[str], Sensitive | None] = nothing_behind
    """The secret behind `env:NAME` or `file:PATH`: a store's own credentials stand nowhere else. None where there is
    none; UsageError for what is no reference."""
