"""Time and chance, handed in so that a test can replay them.

Promises: every time is aware and in UTC. Does not: know about time zones of people.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
"""No letter or digit that a person could take for another."""


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(16))


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
