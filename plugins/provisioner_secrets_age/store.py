"""The secret store port on a directory of age files.

Promises: a secret is encrypted in memory before anything touches the disk, temporary files included; a file is the old
one or the new one, whole. Needs public keys to write and a person's identity to read. Does not: keep identities, or
forget what version control remembers.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyrage

from provisioner.model.address import Address
from provisioner.model.errors import SecretStoreFailed, UsageError
from provisioner.model.secrets import Sensitive
from provisioner.spi.secrets import SecretStoreContext
from provisioner_secrets_age.paths import path_of
from provisioner_secrets_age.words import WORDS

SCHEME = "age:"


def open_store(context: SecretStoreContext) -> AgeStore:
    """The store in the directory that `context.url` names."""
    text = context.url.removeprefix(SCHEME)
    if not text.strip():
        raise UsageError.of(WORDS("no-directory", url=context.url))
    return AgeStore(context.root / text, context.recipients)


class AgeStore:
    """One armoured age file for each address and generation. Safe to use from several threads and processes."""

    def __init__(self, directory: Path, recipients: tuple[str, ...]) -> None:
        self._directory = directory
        self._recipients = recipients

    def probe(self) -> None:
        """Raises where a `put` now would fail: no recipient, a false one, a directory that cannot be written."""
        ciphertext = self._encrypt(Sensitive("probe"))
        with _told(self._directory):
            self._directory.mkdir(parents=True, exist_ok=True)
            _write_beside(self._directory / "probe", ciphertext).unlink()

    def put(self, address: Address, generation: int, secret: Sensitive) -> None:
        """Keeps the secret; the same generation again replaces the file."""
        ciphertext = self._encrypt(secret)
        path = self._directory / path_of(address, generation)
        with _told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary = _write_beside(path, ciphertext)
            try:
                temporary.replace(path)
            except OSError:
                temporary.unlink(missing_ok=True)
                raise
            _sync_directory(path.parent)

    def get(self, address: Address, generation: int, identity: Sensitive | None) -> Sensitive | None:
        """The secret, or None where it is not there; `identity` is the text of an age identity file."""
        path = self._directory / path_of(address, generation)
        with _told(path):
            try:
                ciphertext = path.read_bytes()
            except FileNotFoundError:
                return None
        keys = _identities(identity)
        try:
            return Sensitive(pyrage.decrypt(ciphertext, keys).decode())
        except pyrage.DecryptError as error:
            if "No matching keys" in str(error):
                raise SecretStoreFailed.of(
                    WORDS(
                        "identity-cannot-open",
                        address=address,
                        names=", ".join(self._recipients) or "nobody",
                        names_nb=", ".join(self._recipients) or "ingen",
                    )
                ) from None
            raise SecretStoreFailed.of(WORDS("damaged", address=address, file=path.name)) from None

    def retire(self, address: Address, generation: int) -> None:
        """Deletes the file; nothing happens where there is none."""
        path = self._directory / path_of(address, generation)
        with _told(path):
            path.unlink(missing_ok=True)

    def _encrypt(self, secret: Sensitive) -> bytes:
        if not self._recipients:
            raise SecretStoreFailed.of(WORDS("no-recipients"))
        keys = [_recipient(text) for text in self._recipients]
        return bytes(pyrage.encrypt(secret.reveal().encode(), keys, armored=True))


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise SecretStoreFailed.of(WORDS("no-public-key", key=text[:20])) from None


def _identities(identity: Sensitive | None) -> list[pyrage.x25519.Identity]:
    """The keys in an identity file's text. What was given never reaches the message."""
    lines = identity.reveal().splitlines() if identity is not None else []
    keys = []
    for line in lines:
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        try:
            keys.append(pyrage.x25519.Identity.from_str(text))
        except pyrage.IdentityError:
            raise SecretStoreFailed.of(WORDS("no-identity")) from None
    if not keys:
        raise SecretStoreFailed.of(WORDS("identity-needed"))
    return keys


def _write_beside(path: Path, data: bytes) -> Path:
    """A synced temporary file in the directory of `path`, readable by its owner alone."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.stem}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _sync_directory(path: Path) -> None:
    """Makes a rename durable. Windows cannot open a directory, and makes the rename durable by itself."""
    with suppress(PermissionError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SecretStoreFailed.of(
            WORDS("not-used", file=path.name, error=error.strerror or type(error).__name__)
        ) from error
