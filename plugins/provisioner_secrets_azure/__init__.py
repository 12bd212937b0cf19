"""Secrets in Azure Key Vault.

Promises: importing it loads nothing of Azure's and connects to nothing. Does not: make a vault, or rights in one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from provisioner.spi.entries import SecretStoreEntry
from provisioner.spi.markers import hookimpl
from provisioner_secrets_azure.words import WORDS

if TYPE_CHECKING:
    from provisioner.spi.secrets import SecretStore, SecretStoreContext


def open_lazily(context: SecretStoreContext) -> SecretStore:
    """Reads the address; Azure's own library is loaded only now, and a missing one is an error that says what to do."""
    try:
        import azure.identity  # noqa: PLC0415  # loaded when a store is opened, and seen to be there
        import azure.keyvault.secrets  # noqa: F401, PLC0415  # see above
    except ImportError as error:
        from provisioner.model.errors import SecretStoreFailed  # noqa: PLC0415  # only where it is raised

        raise SecretStoreFailed.of(WORDS("library-missing", why=str(error))) from error
    from provisioner_secrets_azure.store import open_store  # noqa: PLC0415  # see above

    return open_store(context)


def place(url: str) -> str:
    """The vault and the prefix, whether or not the vault's whole host is written."""
    from provisioner_secrets_azure.location import read_location  # noqa: PLC0415  # of a project that has such a store

    location = read_location(url)
    return f"{location.vault_url.lower()}/{location.prefix}"


@hookimpl
def provisioner_secret_stores() -> Iterable[SecretStoreEntry]:
    """The store for `azkv://VAULT/PREFIX`."""
    return [SecretStoreEntry("azkv", open_lazily, place=place)]
