"""Waiting that ends when the run does.

Promises: a wait is over within a second of somebody asking to stop, or at once when the provider is closed, and says
so. Whoever watches is told what is waited for. Safe to use from several threads. Does not: decide what is not begun
then.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Final

from provisioner.spi.provider import ProviderContext
from provisioner_tripletex.budget import time_of_day
from provisioner_tripletex.words import WORDS

_SLICE_SECONDS: Final = 1.0
"""How long it may take to notice that somebody wants to stop."""


class Waiting:
    """Waits for so many seconds."""

    def __init__(self, stopping: Callable[[], bool] | None = None) -> None:
        self._closed = threading.Event()
        self._stopping = stopping or self._closed.is_set

    def __call__(self, seconds: float) -> bool:
        """Wait; whether it ended before its time."""
        left = seconds
        while left > 0:
            if self._stopping() or self._closed.wait(min(left, _SLICE_SECONDS)):
                return True
            left -= _SLICE_SECONDS
        return False

    def end(self) -> None:
        """End every wait, also those to come."""
        self._closed.set()


def teller(context: ProviderContext) -> Callable[[datetime], None]:
    """Says in the project's language that calls are waited for, and until when."""

    def tell(until: datetime) -> None:
        if context.waiting is not None:
            words = WORDS("waits-for-calls", until=time_of_day(until))
            context.waiting(words.told_in(context.language).summary, until)

    return tell
