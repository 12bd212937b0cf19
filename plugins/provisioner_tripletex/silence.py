"""What is known of a Tripletex that does not answer, shared by everyone who calls it.

Promises: one that has never answered is tried for a few seconds only; once somebody has given up while nobody else got
an answer, whoever asks within the next seconds is told so at once, in the same words. One answer ends it. Safe to use
from several threads. Does not: wait or call.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from provisioner.model.errors import ProviderFailed

FIRST_PATIENCE_SECONDS: Final = 5.0
"""How long a Tripletex that has not answered yet is tried: of a wrong address one should be told soon."""
SILENCE_SECONDS: Final = 15.0
"""How long nobody else tries, once somebody has given up."""


class Silence:
    """Whether Tripletex answers at all."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._answers = 0
        self._answering = False
        self._until: datetime | None = None
        self._why: Callable[[], ProviderFailed] | None = None

    def check(self) -> None:
        """Raise where somebody has just given up."""
        with self._lock:
            why = self._why if self._until is not None and self._now() < self._until else None
        if why is not None:
            raise why()

    def answered(self) -> None:
        """There was an answer, whatever it says."""
        with self._lock:
            self._answers += 1
            self._answering = True
            self._until = None

    def attempt(self) -> Attempt:
        """Somebody begins to try."""
        with self._lock:
            return Attempt(self, self._answers, self._now())

    def patience(self) -> float | None:
        """How many seconds one may try; None where the number of tries is the only limit."""
        return None if self._answering else FIRST_PATIENCE_SECONDS

    def since(self, began: datetime) -> float:
        """Seconds since then."""
        return (self._now() - began).total_seconds()

    def begin(self, answers: int, why: Callable[[], ProviderFailed]) -> None:
        """Let the others be told `why`, unless there were more than `answers` by now."""
        with self._lock:
            if self._answers > answers:
                return
            self._answering = False
            self._until = self._now() + timedelta(seconds=SILENCE_SECONDS)
            self._why = why


@dataclass(frozen=True, slots=True)
class Attempt:
    """One caller's tries."""

    silence: Silence
    """What is known."""
    answers: int
    """How many answers there had been when it began."""
    began: datetime
    """When."""

    def may_wait(self, seconds: float) -> bool:
        """Whether trying again after so long is still worth it."""
        patience = self.silence.patience()
        return patience is None or self.silence.since(self.began) + seconds <= patience

    def gives_up(self, why: Callable[[], ProviderFailed]) -> ProviderFailed:
        """The end of it: the others are told the same for a while."""
        self.silence.begin(self.answers, why)
        return why()
