"""The few things an object store is asked for, on obstore.

Promises: an object is created only where none is, or replaced only where it is the version that was read; what the
store says of trouble is told without its text, which may hold signed addresses. Does not: retry what has an outcome.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from provisioner.model.errors import BackendFailed, ProvisionerError
from provisioner_state_object_store.location import Location
from provisioner_state_object_store.words import WORDS

if TYPE_CHECKING:
    from obstore import PutResult, UpdateVersion
    from obstore.store import (
        AzureConfig,
        AzureStore,
        ClientConfig,
        GCSConfig,
        GCSStore,
        MemoryStore,
        RetryConfig,
        S3Config,
        S3Store,
    )

    Store = AzureStore | GCSStore | MemoryStore | S3Store

PIP: Final = "pip install 'tripletex-provisioner[object-store]'"
_STATUS: Final = re.compile(r"status code: (\d{3}(?: [A-Z][A-Za-z ]{0,40})?)")
_CODE: Final = re.compile(r"<Code>([A-Za-z]{1,60})</Code>")
_REFUSED: Final = {"PermissionDeniedError", "UnauthenticatedError"}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one request is tried before we are told that it failed."""

    retries: int = 5
    """How often it is sent again."""
    first_wait: timedelta = timedelta(milliseconds=200)
    """How long it waits before that; each time twice as long, within two seconds."""
    timeout: timedelta = timedelta(seconds=15)
    """How long an answer may take."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What a store calls one content of an object; another content never has the same."""

    e_tag: str
    """Its tag, as it was told when the object was read."""
    version: str = ""
    """Its generation, where the store counts them."""


@dataclass(frozen=True, slots=True)
class Found:
    """An object that was read."""

    data: bytes
    """What stands in it."""
    edition: Edition
    """Of what was read."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An object that was listed."""

    key: str
    """Its name."""
    tag: str
    """Its tag without quotes, for some stores list it so."""
    modified: datetime
    """When it was written, by the store's clock."""


class Conflict(Exception):
    """The object is there already, or is another than was read. Or our own write was sent twice and came first."""


class Gone(Exception):
    """The bucket is not there; of one object `read` says None."""


class Objects(Protocol):
    """An object store, as far as we need one. Safe to use from several threads."""

    def read(self, key: str) -> Found | None:
        """The object; None where it is not there. BackendFailed."""
        ...

    def create(self, key: str, data: bytes) -> Edition:
        """Writes the object where there is none. Conflict; BackendFailed, and it may have been written all the same."""
        ...

    def replace(self, key: str, data: bytes, edition: Edition) -> Edition:
        """Writes the object where it still is `edition`. Conflict, BackendFailed, as with `create`."""
        ...

    def list(self, prefix: str) -> Sequence[Listed]:
        """Every object below `prefix`, in order. BackendFailed."""
        ...

    def delete(self, keys: Sequence[str]) -> None:
        """Takes objects away; one that is not there is no error. BackendFailed."""
        ...


class ObstoreObjects:
    """An object store by way of obstore."""

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._name = name

    def read(self, key: str) -> Found | None:
        """The object; None where it is not there."""

        def call() -> Found:
            found = self._store.get(key)
            return Found(bytes(found.bytes()), Edition(found.meta["e_tag"] or "", found.meta["version"] or ""))

        try:
            return self._asked(call)
        except Gone:
            return None

    def create(self, key: str, data: bytes) -> Edition:
        """Writes the object where there is none."""
        return self._written(lambda: self._store.put(key, data, mode="create"))

    def replace(self, key: str, data: bytes, edition: Edition) -> Edition:
        """Writes the object where it still is `edition`."""
        wanted: UpdateVersion = {"e_tag": edition.e_tag}
        if edition.version:
            wanted["version"] = edition.version
        return self._written(lambda: self._store.put(key, data, mode=wanted))

    def list(self, prefix: str) -> Sequence[Listed]:
        """Every object below `prefix`, in order, however many pages that takes."""

        def call() -> list[Listed]:
            return [
                Listed(item["path"], (item["e_tag"] or "").strip('"'), item["last_modified"])
                for chunk in self._store.list(prefix, chunk_size=1000)
                for item in chunk
            ]

        try:
            return sorted(self._asked(call), key=lambda item: item.key)
        except Gone:
            return []

    def delete(self, keys: Sequence[str]) -> None:
        """Takes objects away, one by one: bulk deletion is what the clones of S3 lack first."""
        for key in keys:
            try:
                self._asked(lambda key=key: self._store.delete(key))  # type: ignore[misc]  # bound early
            except Gone:
                continue

    def _written(self, call: Callable[[], PutResult]) -> Edition:
        try:
            result = self._asked(call)
            return Edition(result["e_tag"] or "", result["version"] or "")
        except Gone:
            raise BackendFailed.of(WORDS("no-bucket", name=self._name)) from None

    def _asked(self, call: Callable[[], T]) -> T:
        """What `call` returns; what it raises becomes ours, without a trace of the original: it may hold a secret."""
        from obstore import exceptions  # noqa: PLC0415  # loaded when a state is opened

        failure: Exception
        try:
            return call()
        except FileNotFoundError:
            failure = Gone()
        except (exceptions.AlreadyExistsError, exceptions.PreconditionError):
            failure = Conflict()
        except exceptions.BaseError as error:
            failure = _told(error, self._name)
        except (OSError, ValueError) as error:  # obstore's words for a credential that cannot be read
            failure = _told(error, self._name)
        raise failure


def open_objects(location: Location, patience: Patience = Patience()) -> Objects:
    """The store behind `location`. BackendFailed where the extra is missing or credentials make no sense."""
    try:
        from obstore import exceptions  # noqa: PLC0415  # loaded when a state is opened
    except ImportError as error:
        raise BackendFailed.of(WORDS("extra-missing", scheme=location.scheme, pip=PIP)) from error
    client: ClientConfig = {"timeout": patience.timeout, "connect_timeout": timedelta(seconds=5)}
    if location.endpoint.startswith("http://"):
        client["allow_http"] = True
    retry: RetryConfig = {
        "max_retries": patience.retries,
        "retry_timeout": timedelta(seconds=20),
        "backoff": {"init_backoff": patience.first_wait, "max_backoff": timedelta(seconds=2), "base": 2},
    }
    failure: ProvisionerError
    try:
        opened = _opened(location, client, retry)
        return ObstoreObjects(opened, str(location))
    except (exceptions.BaseError, OSError, ValueError) as error:
        failure = _told(error, str(location))
    raise failure


def _opened(location: Location, client: ClientConfig, retry: RetryConfig) -> Store:
    from obstore import store  # noqa: PLC0415  # loaded when a state is opened

    bucket, prefix = location.bucket, location.prefix or None
    if location.scheme == "azure":
        azure: AzureConfig = {"account_name": location.account}
        if location.endpoint:
            azure["endpoint"] = location.endpoint
        return store.AzureStore(bucket, prefix=prefix, config=azure, client_options=client, retry_config=retry)
    if location.scheme == "gs":
        google: GCSConfig = {"base_url": location.endpoint} if location.endpoint else {}
        return store.GCSStore(bucket, prefix=prefix, config=google, client_options=client, retry_config=retry)
    s3: S3Config = {"disable_bulk_delete": True}
    if location.endpoint:
        s3["endpoint"] = location.endpoint
    if location.region:
        s3["region"] = location.region
    return store.S3Store(bucket, prefix=prefix, config=s3, client_options=client, retry_config=retry)


def _told(error: Exception, name: str) -> BackendFailed:
    """What may be told of `error`: a status and a code, never its text."""
    text = str(error)
    status, code = _STATUS.search(text), _CODE.search(text)
    detail = ", ".join(found[1].strip() for found in (status, code) if found)
    if type(error).__name__ in _REFUSED or (status and status[1][:3] in {"401", "403"}):
        return BackendFailed.of(WORDS("refused", name=name, detail=detail))
    if status or code:
        return BackendFailed.of(WORDS("fails", name=name, detail=detail))
    return BackendFailed.of(WORDS("unreachable", name=name))
