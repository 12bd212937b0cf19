"""The secret store port on Azure Key Vault.

Promises: one secret of the vault for each address and generation, with both in its tags; a name that was deleted and is
still kept back by the vault is recovered and written anew. Each call has a time limit; what the vault turns away for a
moment is asked again, and every call may be. Does not: purge what was retired (the vault keeps it for its retention),
or hold credentials: Azure's own rules find them.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from azure.core.exceptions import (
    AzureError,
    ClientAuthenticationError,
    HttpResponseError,
    ResourceExistsError,
    ResourceNotFoundError,
)
from azure.keyvault.secrets import SecretClient

from provisioner.model.address import Address
from provisioner.model.errors import SecretStoreFailed
from provisioner.model.secrets import Sensitive
from provisioner.spi.secrets import SecretStoreContext
from provisioner.spi.storing import masked, plain_name
from provisioner_secrets_azure.location import Location, read_location
from provisioner_secrets_azure.words import WORDS

T = TypeVar("T")
LONGEST_TAG = 256
PROBE = "provisioner-probe"
"""The name of the secret that `probe` writes, after the prefix."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long is waited, and for what."""

    call_seconds: float = 60.0
    """How long one call may take, further tries included."""
    backoff_seconds: float = 0.5
    """Before the second try; doubled with each, unless the vault itself says how long."""
    settle_seconds: float = 1.0
    """Between looks at a name that is being deleted or recovered."""
    settle_tries: int = 30
    """How many times."""


def open_store(context: SecretStoreContext, pace: Pace | None = None) -> AzureStore:
    """The store in the vault that `context.url` names; nothing is asked of it yet."""
    from azure.identity import DefaultAzureCredential  # noqa: PLC0415  # importing it opens files

    location, pace = read_location(context.url), pace or Pace()
    # What the library warns about stands in the error as well; said twice it would only be in the way.
    logging.getLogger("azure").addHandler(logging.NullHandler())
    client = SecretClient(
        location.vault_url,
        DefaultAzureCredential(),
        connection_timeout=10,
        read_timeout=20,
        timeout=pace.call_seconds,
        retry_total=4,
        retry_backoff_factor=pace.backoff_seconds,
        retry_backoff_max=8,
    )
    return AzureStore(client, location, pace)


class AzureStore:
    """One vault. Safe to use from several threads."""

    def __init__(self, client: SecretClient, location: Location, pace: Pace) -> None:
        self._client = client
        self._location = location
        self._pace = pace
        self._proved = False
        self._proving = threading.Lock()
        self._waiting = threading.Event()

    def __repr__(self) -> str:
        return f"AzureStore({self._location.vault_url}, {self._location.prefix!r})"

    def probe(self) -> None:
        """Writes a secret that is none, once; nothing else shows whether one may write. After that it only asks."""
        name = f"{self._location.prefix}-{PROBE}".lstrip("-")
        with self._proving:
            if not self._proved:
                tags = {"managed-by": "provisioner", "purpose": "shows that a secret can be written"}
                self._write(name, Sensitive("probe"), tags)
                self._proved = True
                return
        try:
            with self._told("reach"):
                self._client.get_secret(name)
        except SecretStoreFailed as error:
            if not isinstance(error, _MayNot):  # one that may only write has been seen to write
                raise

    def put(self, address: Address, generation: int, secret: Sensitive) -> None:
        """Keeps the secret; the same generation again is a new version of the same secret."""
        tags = {
            "managed-by": "provisioner",
            "address": str(address)[:LONGEST_TAG],
            "generation": str(generation),
        }
        self._write(self._name(address, generation), secret, tags, f"provisioner/{address.kind}")

    def get(self, address: Address, generation: int, identity: Sensitive | None) -> Sensitive | None:
        """The secret, or None where it is not there. Whether one may is for the vault to say; no identity is needed."""
        with self._told("read"):
            try:
                value = self._client.get_secret(self._name(address, generation)).value
            except ResourceNotFoundError:
                return None
        return Sensitive(value) if value is not None else None

    def retire(self, address: Address, generation: int) -> None:
        """Deletes the secret; the vault keeps it back for its retention, and nothing happens where it is not there."""
        with self._told("delete"):
            try:
                self._settled(lambda: self._client.begin_delete_secret(self._name(address, generation)))
            except ResourceNotFoundError:
                return

    def _name(self, address: Address, generation: int) -> str:
        return plain_name(address, generation, self._location.prefix)

    def _write(self, name: str, secret: Sensitive, tags: dict[str, str], content_type: str | None = None) -> None:
        def write() -> object:
            return self._client.set_secret(name, secret.reveal(), tags=tags, content_type=content_type)

        with self._told("write", secret):
            self._settled(write, lambda: self._client.begin_recover_deleted_secret(name))

    def _settled(self, act: Callable[[], T], recover: Callable[[], object] | None = None) -> T | None:
        """What `act` gives, once the name is neither being deleted nor recovered; a deleted one is recovered first."""
        for _ in range(self._pace.settle_tries):
            try:
                return act()
            except ResourceExistsError as error:
                code = _inner_code(error)
                if code == "ObjectIsBeingDeleted" and recover is None:
                    return None
                if code == "ObjectIsDeletedButRecoverable" and recover is not None:
                    self._recovered(recover)
                elif code not in ("ObjectIsBeingDeleted", "ObjectIsBeingRecovered"):
                    raise
            self._waiting.wait(self._pace.settle_seconds)  # an event that nobody sets
        return act()

    @staticmethod
    def _recovered(recover: Callable[[], object]) -> None:
        try:
            recover()
        except ResourceNotFoundError:
            return  # another has done it, or its retention ended this very moment
        except ResourceExistsError:
            return  # it is on its way
        except HttpResponseError as error:
            if error.status_code != 403:
                raise
            raise SecretStoreFailed.of(WORDS("not-recovered")) from None

    @contextmanager
    def _told(self, what: str, *secrets: Sensitive) -> Iterator[None]:
        """Trouble in words, without the secret, and without a cause that might repeat it."""
        place = self._location.vault_url.removeprefix("https://")
        try:
            yield
        except ClientAuthenticationError as error:
            raise SecretStoreFailed.of(
                WORDS("not-logged-in", place=place, why=masked(error.message, secrets))
            ) from None
        except HttpResponseError as error:
            detail = masked(error.message, secrets)
            if error.status_code == 403:
                raise _MayNot.of(WORDS(f"{what}-forbidden", place=place, why=detail)) from None
            status, status_nb = (error.status_code or silent for silent in ("no answer", "intet svar"))
            told = WORDS(f"{what}-failed", place=place, why=detail, status=status, status_nb=status_nb)
            raise SecretStoreFailed.of(told) from None
        except AzureError as error:
            raise SecretStoreFailed.of(WORDS("unreachable", place=place, why=masked(error.message, secrets))) from None


class _MayNot(SecretStoreFailed):
    """The vault answered, and said no."""


def _inner_code(error: HttpResponseError) -> str:
    """What the vault says more exactly: `ObjectIsDeletedButRecoverable`."""
    inner = getattr(error.error, "innererror", None) or {}
    code = inner.get("code") if isinstance(inner, dict) else getattr(inner, "code", None)
    return str(code or getattr(error.error, "code", ""))
