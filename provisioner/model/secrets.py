"""Secrets in memory and at rest.

Promises: a `Sensitive` prints as ***, cannot be pickled, copied into a tree or compared by accident.
Does not: seal or open anything; that needs hands (runtime/sealing.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NoReturn, final

from provisioner.model.address import Address

MASK: Final = "***"
_USER: Final = re.compile(r"//[^/@\s]*@")
"""Who logs in, in a URL."""


@final
class Sensitive:
    """A secret in memory. `reveal()` is the one way to its text."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The secret itself; the caller must let go of it as soon as it is sealed or sent."""
        return self._text

    def __repr__(self) -> str:
        return f"Sensitive({MASK})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return MASK

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is never pickled or copied")

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a secret is never pickled or copied")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A secret as it may be kept: encrypted to the project's recipients."""

    ciphertext: bytes
    """An age file, armoured."""
    recipients: tuple[str, ...]
    """The public keys it can be opened with, as they were written."""
    fingerprint: str
    """A digest of the ciphertext, so that two copies can be compared without opening either."""

    def __repr__(self) -> str:
        return f"Sealed({len(self.ciphertext)} bytes, {self.fingerprint[:12]})"


@dataclass(frozen=True, slots=True)
class SealedSecret:
    """A sealed secret and whose it is."""

    address: Address
    """The resource."""
    generation: int
    """Which generation of it."""
    sealed: Sealed
    """The ciphertext."""


def store_name(url: str) -> str:
    """A secret store's URL as it is written down beside what it keeps: without whoever logs in to it."""
    return _USER.sub("//", url.strip())


class SecretStatus(StrEnum):
    """What became of a resource's secret."""

    SEALED = "sealed"
    """Held by us, not yet in the configured store."""
    STORED = "stored"
    """In the configured store."""
    NEVER_HELD = "never-held"
    """Somebody else's from the beginning (adopted, or made by the menu); no fault."""
    LOST = "lost"
    """It was made and we do not have it: the resource must be replaced."""
