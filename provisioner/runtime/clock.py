"""Time and chance, handed in so that a test can replay them.

Promises: every time is aware and in UTC. Does not: know about time zones of people.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
"""No letter or digit that a person could take for another."""
_LENGTH = 16
_FAIR = 256 // len(_ALPHABET) * len(_ALPHABET)
"""Bytes from here on would make some letters likelier than others."""


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    # The module `secrets` would cost every start five milliseconds.
    letters: list[str] = []
    while len(letters) < _LENGTH:
        letters.extend(_ALPHABET[byte % len(_ALPHABET)] for byte in os.urandom(_LENGTH) if byte < _FAIR)
    return "".join(letters[:_LENGTH])


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock and the dice."""

    now: Callable[[], datetime] = _now
    """The time, in UTC."""
    sleep: Callable[[float], None] = time.sleep
    """Waits so many seconds."""
    monotonic: Callable[[], float] = time.monotonic
    """Seconds since some moment; never goes back."""
    new_id: Callable[[], str] = _new_id
    """A new id, unique for ever: 16 characters that can be read aloud."""
