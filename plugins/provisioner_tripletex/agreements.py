"""Which texts of agreements were accepted, for which integration: what a new activation is held to.

Promises: goes by digests of texts that were compared when they were accepted, in any account, as committed; read when
first asked for, once a run, without a lease. Does not: judge who may accept, or know a text that a person accepted on
the screen without its being compared.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Final

from provisioner.model.values import EMPTY, Attributes, Unknown
from provisioner_tripletex.kinds import MENU

ACCEPTED: Final = "agreementDigest"
"""The attribute that holds the digest of the text that was compared and accepted."""
PINNED: Final = "agreement"
"""The attribute that holds the digest that the manifest asks for."""


class Agreements:
    """The accepted texts of one run. Safe to use from several threads."""

    def __init__(self, recorded: Callable[[str], Iterable[Attributes]] | None = None) -> None:
        self._recorded = recorded
        self._lock = threading.Lock()
        self._digests: dict[str, set[str]] | None = None

    def of(self, title: object) -> frozenset[str]:
        """The digests of the texts that were accepted for an integration; none where nobody has accepted one yet."""
        with self._lock:
            return frozenset(self._known().get(str(title), ()))

    def note(self, title: str, digest: str) -> None:
        """That this text has just been accepted."""
        with self._lock:
            self._known().setdefault(title, set()).add(digest)

    def _known(self) -> dict[str, set[str]]:
        if self._digests is None:
            self._digests = {}
            for held in self._recorded(MENU) if self._recorded is not None else ():
                title, digest = held.get("title"), held.get(ACCEPTED)
                if isinstance(title, str) and isinstance(digest, str):
                    self._digests.setdefault(title, set()).add(digest)
        return self._digests


def holds_to(pinned: object, accepted: frozenset[str]) -> frozenset[str]:
    """The texts one of which it must be: the one the manifest names, else any that was accepted; none: no rule yet."""
    return frozenset({pinned}) if isinstance(pinned, str) and pinned else accepted


def uncompared(asked: Attributes) -> Attributes:
    """What is known of the text where a person accepted it: nobody compared it, also where the manifest names one."""
    return EMPTY.with_items({PINNED: Unknown()}) if asked.get(PINNED) else EMPTY


def told(digests: frozenset[str]) -> str:
    """Digests in a sentence."""
    return ", ".join(sorted(digests))
