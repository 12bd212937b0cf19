"""Secrets in HashiCorp Vault or OpenBao.

Promises: importing it loads no client and connects to nothing. Does not: run the server, or make rights in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from provisioner.spi.entries import SecretStoreEntry
from provisioner.spi.markers import hookimpl
from provisioner_secrets_vault.words import WORDS

if TYPE_CHECKING:
    from provisioner.spi.secrets import SecretStore, SecretStoreContext


def open_lazily(context: SecretStoreContext) -> SecretStore:
    """Reads the address; the client is loaded only now, and a missing one is an error that says how to install it."""
    try:
        import hvac  # noqa: F401, PLC0415  # loaded when a store is opened, and seen to be there
    except ImportError as error:
        from provisioner.model.errors import SecretStoreFailed  # noqa: PLC0415  # only where it is raised

        raise SecretStoreFailed.of(WORDS("client-missing", why=str(error))) from error
    from provisioner_secrets_vault.store import open_store  # noqa: PLC0415  # see above

    return open_store(context)


def place(url: str) -> str:
    """Host, mount, path and namespace; by which references one logs in says nothing of where a secret lies."""
    text, _, query = url.partition("?")
    namespace = next((part for part in query.split("&") if part.startswith("namespace=")), "")
    return f"{text.rstrip('/')}?{namespace}"


@hookimpl
def provisioner_secret_stores() -> Iterable[SecretStoreEntry]:
    """The store for `vault://HOST/MOUNT/PATH`."""
    return [SecretStoreEntry("vault", open_lazily, place=place)]
