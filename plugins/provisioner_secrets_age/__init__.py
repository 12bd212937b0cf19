"""Secrets as age files in a directory of the project: the embedded default.

Promises: importing it opens nothing. Does not: keep an identity.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import TYPE_CHECKING

from provisioner.spi.entries import SecretStoreEntry
from provisioner.spi.markers import hookimpl

if TYPE_CHECKING:
    from provisioner.spi.secrets import SecretStore, SecretStoreContext


def open_lazily(context: SecretStoreContext) -> SecretStore:
    """Opens the directory; nothing is read or written yet."""
    from provisioner_secrets_age.store import open_store  # noqa: PLC0415  # loaded when a store is opened

    return open_store(context)


def place(url: str) -> str:
    """The directory, however it is written."""
    return f"age:{posixpath.normpath(url.removeprefix('age:').strip())}"


@hookimpl
def provisioner_secret_stores() -> Iterable[SecretStoreEntry]:
    """The store for `age:DIRECTORY`."""
    return [SecretStoreEntry("age", open_lazily, to_recipients=True, place=place)]
