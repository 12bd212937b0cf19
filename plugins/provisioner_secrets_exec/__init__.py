"""Secrets in any other store, by a program of your own.

Promises: importing it starts nothing. Does not: know any store.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from provisioner.spi.entries import SecretStoreEntry
from provisioner.spi.markers import hookimpl

if TYPE_CHECKING:
    from provisioner.spi.secrets import SecretStore, SecretStoreContext


def open_lazily(context: SecretStoreContext) -> SecretStore:
    """Finds the program; it is not started yet."""
    from provisioner_secrets_exec.store import open_store  # noqa: PLC0415  # loaded when a store is opened

    return open_store(context)


def place(url: str) -> str:
    """The program and its arguments, however many blanks stand between them."""
    return " ".join(url.split())


@hookimpl
def provisioner_secret_stores() -> Iterable[SecretStoreEntry]:
    """The store for `exec:PROGRAM ARGUMENTS`."""
    return [SecretStoreEntry("exec", open_lazily, place=place)]
