"""The secret store port on the KV engine, version 2, of HashiCorp Vault or OpenBao.

Promises: one path for each address and generation; a write says which version it follows, so that two writers never
bury each other's; retiring takes every version away. `probe` writes nothing: the server itself tells what we may. Does
not: hold credentials.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests
from hvac.exceptions import Forbidden, InvalidPath, InvalidRequest, VaultDown, VaultError

from provisioner.model.address import Address
from provisioner.model.errors import SecretStoreFailed
from provisioner.model.secrets import Sensitive
from provisioner.spi.secrets import SecretStoreContext
from provisioner.spi.storing import masked
from provisioner_secrets_vault.location import Location, path_of, read_location
from provisioner_secrets_vault.session import Pace, Session
from provisioner_secrets_vault.words import WORDS

FIELD = "secret"
"""The field of the data that holds the secret: `vault kv get -field=secret PATH`."""
NEEDED = ("create", "update")
TRIES = 5
"""Writers that may come between before it is given up."""
_ANOTHER_VERSION = "check-and-set"


def open_store(context: SecretStoreContext, pace: Pace | None = None) -> VaultStore:
    """The store in the place that `context.url` names; nothing is asked of it yet."""
    location = read_location(context.url, context.resolve)
    return VaultStore(Session(location, context, pace or Pace()), location)


class VaultStore:
    """One place in one Vault. Safe to use from several threads."""

    def __init__(self, session: Session, location: Location) -> None:
        self._session = session
        self._location = location

    def __repr__(self) -> str:
        return f"VaultStore({self._location.server}, {self._location.mount}/{self._location.path})"

    def probe(self) -> None:
        """Raises where we are not logged in, the place is no KV engine of version 2, or we may not write there."""
        mount = self._location.mount
        path = "/".join(part for part in (mount, "data", self._location.path, "provisioner-probe") if part)
        with self._told("look"):
            found = self._session.does(lambda client: client.adapter.get(f"/v1/sys/internal/ui/mounts/{mount}"))
            rights = self._session.does(lambda client: client.sys.get_capabilities([path]))
        engine: Mapping[str, Any] = found["data"]
        if engine.get("type") != "kv" or (engine.get("options") or {}).get("version") != "2":
            raise SecretStoreFailed.of(WORDS("no-kv2", mount=mount))
        may = set(rights["data"][path])
        if "root" not in may and not may.issuperset(NEEDED):
            raise SecretStoreFailed.of(WORDS("may-not-write", path=path))

    def put(self, address: Address, generation: int, secret: Sensitive) -> None:
        """Keeps the secret; where the very same is there already, nothing is written."""
        where = path_of(self._location, address, generation)
        fields = {FIELD: secret.reveal(), "address": str(address), "generation": str(generation)}
        follows = 0
        with self._told("write", secret):
            for _ in range(TRIES):
                if self._written(where, fields, follows):
                    return
                there, follows = self._read(where)
                if there is not None and there.reveal() == secret.reveal():
                    return  # another had the same to write, or our answer was lost
            raise InvalidRequest(errors=["Others wrote there each time."])

    def _written(self, where: str, fields: Mapping[str, str], follows: int) -> bool:
        """Whether it was written; not where another version is there than the one it was to follow."""
        try:
            self._session.does(
                lambda client: client.secrets.kv.v2.create_or_update_secret(
                    where, secret=dict(fields), cas=follows, mount_point=self._location.mount
                )
            )
        except InvalidRequest as error:
            if any(_ANOTHER_VERSION in text for text in error.errors or ()):
                return False
            raise
        return True

    def get(self, address: Address, generation: int, identity: Sensitive | None) -> Sensitive | None:
        """The secret, or None where it is not there. Whether one may is for the Vault to say; no identity is needed."""
        with self._told("read"):
            return self._read(path_of(self._location, address, generation))[0]

    def _read(self, where: str) -> tuple[Sensitive | None, int]:
        """What is there now, and its version; version 0 where nothing ever was."""
        try:
            found = self._session.does(
                lambda client: client.secrets.kv.v2.read_secret_version(
                    where, mount_point=self._location.mount, raise_on_deleted_version=False
                )
            )
        except InvalidPath:
            return None, 0
        data: Mapping[str, Any] = found["data"]
        text = (data.get("data") or {}).get(FIELD)
        return (Sensitive(text) if isinstance(text, str) else None), int(data["metadata"]["version"])

    def retire(self, address: Address, generation: int) -> None:
        """Deletes every version and what is told of them; nothing happens where there is none."""
        where = path_of(self._location, address, generation)
        with self._told("delete"):
            try:
                self._session.does(
                    lambda client: client.secrets.kv.v2.delete_metadata_and_all_versions(
                        where, mount_point=self._location.mount
                    )
                )
            except InvalidPath:
                return

    @contextmanager
    def _told(self, what: str, *secrets: Sensitive) -> Iterator[None]:
        """Trouble in words, without the secret, and without a cause that might repeat it."""
        place = self._location.server.partition("://")[2]
        try:
            yield
        except Forbidden as error:
            told = WORDS(f"{what}-forbidden", place=place, why=_said(error, secrets))
            raise SecretStoreFailed.of(told) from None
        except VaultDown as error:
            raise SecretStoreFailed.of(WORDS("vault-down", place=place, why=_said(error, secrets))) from None
        except VaultError as error:
            raise SecretStoreFailed.of(WORDS(f"{what}-failed", place=place, why=_said(error, secrets))) from None
        except requests.RequestException as error:
            raise SecretStoreFailed.of(WORDS("vault-unreachable", place=place, error=type(error).__name__)) from None


def _said(error: VaultError, secrets: tuple[Sensitive, ...]) -> str:
    return masked("; ".join(str(text) for text in error.errors or ()), secrets)
