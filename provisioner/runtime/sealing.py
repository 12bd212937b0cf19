"""Sealing: encrypting secrets to the project's recipients with age, and opening them with a person's identity.

Promises: a secret is sealed in memory and never touches the disk in the clear. Does not: keep identities.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from provisioner.model.errors import UsageError
from provisioner.model.secrets import Sealed, Sensitive
from provisioner.runtime.refusals import REFUSALS

if TYPE_CHECKING:
    import pyrage


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals to a fixed set of recipients."""

    recipients: tuple[str, ...]
    """Public keys, `age1…`."""

    def probe(self) -> None:
        """UsageError where a secret could not be sealed now."""
        self.seal(Sensitive("probe"))

    def seal(self, secret: Sensitive) -> Sealed:
        """The secret, encrypted to every recipient."""
        import pyrage  # noqa: PLC0415  # start-up time: most commands seal nothing

        if not self.recipients:
            raise UsageError.of(REFUSALS("nobody-to-seal-to"))
        keys = [_recipient(text) for text in self.recipients]
        ciphertext = pyrage.encrypt(secret.reveal().encode(), keys, armored=True)
        return Sealed(ciphertext, self.recipients, hashlib.sha256(ciphertext).hexdigest())


def _recipient(text: str) -> object:
    import pyrage  # noqa: PLC0415  # see above

    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise UsageError.of(REFUSALS("no-public-key", key=text[:20])) from error


def open_sealed(sealed: Sealed, identity: Sensitive) -> Sensitive:
    """The secret in `sealed`. UsageError where `identity` cannot open it."""
    import pyrage  # noqa: PLC0415  # see above

    try:
        return Sensitive(pyrage.decrypt(sealed.ciphertext, _identities(identity)).decode())
    except pyrage.DecryptError as error:
        raise UsageError.of(REFUSALS("identity-cannot-open", names=", ".join(sealed.recipients))) from error


def public_keys(identity: Sensitive) -> tuple[str, ...]:
    """The public keys of an identity file. UsageError where it holds no identity."""
    return tuple(str(key.to_public()) for key in _identities(identity))


def _identities(identity: Sensitive) -> list[pyrage.x25519.Identity]:
    """The keys in an identity file. What stands in it never reaches the message, nor the cause of one."""
    import pyrage  # noqa: PLC0415  # see above

    keys = []
    for line in identity.reveal().splitlines():
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        try:
            keys.append(pyrage.x25519.Identity.from_str(text))
        except pyrage.IdentityError:
            raise UsageError.of(REFUSALS("identity-none-of-age")) from None
    if not keys:
        raise UsageError.of(REFUSALS("identity-empty"))
    return keys


def new_identity() -> tuple[str, Sensitive]:
    """A new pair: the public key, and the text of an identity file."""
    import pyrage  # noqa: PLC0415  # see above

    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    return public, Sensitive(f"# public key: {public}\n{identity}\n")


def read_identity(path: Path) -> Sensitive:
    """The identity file at `path`. UsageError where it cannot be read."""
    try:
        return Sensitive(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError.of(REFUSALS("identity-unreadable", path=path, error=error.__class__.__name__)) from error
