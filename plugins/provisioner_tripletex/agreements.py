"""Which texts of agreements were accepted, for which integration: what a new activation is held to.

Promises: goes by digests of texts that were compared when they were accepted, in any account, as committed; read when
first asked for, and anew when asked to, without a lease. One text has one digest, whoever read it and however. Does
not: judge who may accept, or know a text that a person accepted on the screen without its being compared.
"""

from __future__ import annotations

import hashlib
import threading
import unicodedata
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, timedelta
from typing import Final

from provisioner.model.values import EMPTY, Attributes, Unknown
from provisioner_tripletex.kinds import MENU

ACCEPTED: Final = "agreementDigest"
"""The attribute that holds the digest of the text that was compared and accepted."""
PINNED: Final = "agreement"
"""The attribute that holds the digest that the manifest asks for."""

AGAIN: Final = timedelta(seconds=5)
"""How long what was just read is taken to be so, for the same question."""

_UNSEEN: Final = dict.fromkeys(
    (
        0x00AD,  # soft hyphen
        0x034F,  # combining grapheme joiner
        0x180E,  # Mongolian vowel separator, once a blank
        *range(0x200B, 0x2010),  # zero-width space, non-joiner and joiner; marks of direction
        *range(0x202A, 0x202F),  # embeddings of direction
        *range(0x2060, 0x2065),  # word joiner, invisible operators
        *range(0x2066, 0x206A),  # isolates of direction
        *range(0xFE00, 0xFE10),  # variation selectors
        0xFEFF,  # byte order mark
    )
)
"""What takes no room on a screen."""


class Agreements:
    """The accepted texts of one run. Safe to use from several threads."""

    def __init__(self, recorded: Callable[[str], Iterable[Attributes]] | None = None) -> None:
        self._recorded = recorded
        self._lock = threading.Lock()
        self._committed: dict[str, dict[str, str]] | None = None
        self._noted: dict[str, dict[str, str]] = {}
        self._asked: dict[Hashable, datetime] = {}

    def of(self, title: object) -> frozenset[str]:
        """The digests of the texts that were accepted for an integration; none where nobody has accepted one yet."""
        with self._lock:
            return frozenset((*self._known().get(str(title), ()), *self._noted.get(str(title), ())))

    def accepted_by(self, title: object, digest: str) -> str:
        """Who accepted that text, and on what authority; empty where that is not on record."""
        with self._lock:
            known, noted = self._known().get(str(title), {}), self._noted.get(str(title), {})
            return known.get(digest) or noted.get(digest) or ""

    def note(self, title: str, digest: str, held: Attributes = EMPTY) -> None:
        """That this text has just been accepted; `held` says who did, and on what authority."""
        with self._lock:
            self._noted.setdefault(title, {}).setdefault(digest, _who(held))

    def look_again(self, about: Hashable, now: datetime) -> bool:
        """Reads what is committed now, for somebody else may have accepted a text meanwhile. False, and nothing is
        read, where the same was asked moments ago: a run asks it of every client, and each look is at all of them."""
        with self._lock:
            asked = self._asked.get(about)
            if asked is not None and now - asked < AGAIN:
                return False
            self._asked[about] = now
            self._committed = None
            return True

    def _known(self) -> dict[str, dict[str, str]]:
        if self._committed is None:
            self._committed = {}
            for held in self._recorded(MENU) if self._recorded is not None else ():
                title, digest = held.get("title"), held.get(ACCEPTED)
                if isinstance(title, str) and isinstance(digest, str):
                    self._committed.setdefault(title, {}).setdefault(digest, _who(held))
        return self._committed


def agreement_digest(text: str) -> str:
    """The digest of an agreement's text, whatever its line breaks and blanks, and whatever it was copied with."""
    return "sha256:" + hashlib.sha256(" ".join(words_of(text)).encode("utf-8")).hexdigest()


def words_of(text: str) -> list[str]:
    """What can be read of a text, the same by whichever machine and browser it was copied: one writes `å` as a letter
    and a ring, another leaves in where a word may be divided."""
    return unicodedata.normalize("NFC", text.translate(_UNSEEN)).split()


def holds_to(pinned: object, accepted: frozenset[str]) -> frozenset[str]:
    """The texts one of which it must be: the one the manifest names, else any that was accepted; none: no rule yet."""
    return frozenset({pinned}) if isinstance(pinned, str) and pinned else accepted


def uncompared(asked: Attributes) -> Attributes:
    """What is known of the text where nobody compared it, or it was another: no text, also where the manifest names
    one."""
    return EMPTY.with_items({PINNED: Unknown()}) if asked.get(PINNED) else EMPTY


def told(digests: frozenset[str]) -> str:
    """Digests in a sentence."""
    return ", ".join(sorted(digests))


def _who(held: Attributes) -> str:
    named = (held.get("acceptedBy"), held.get("authority"))
    who, authority = (value if isinstance(value, str) else "" for value in named)
    return f"{who} ({authority})" if who and authority else who
