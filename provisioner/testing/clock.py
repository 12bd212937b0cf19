"""A clock and dice that a test moves by hand.

Promises: the same run sees the same times and ids. Safe to use from several threads. Does not: wait.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock

from provisioner.runtime.clock import Clock
from provisioner.testing.samples import NOW


class FakeClock:
    """A time that stands still until it is moved; sleeping moves it."""

    def __init__(self, start: datetime = NOW) -> None:
        self._start = start
        self._now = start
        self._drawn = 0
        self._lock = Lock()
        self.slept: list[float] = []
        """Every wait that was asked for, in order."""

    def now(self) -> datetime:
        """The time."""
        with self._lock:
            return self._now

    def advance(self, seconds: float) -> None:
        """Lets so many seconds pass."""
        with self._lock:
            self._now += timedelta(seconds=seconds)

    def sleep(self, seconds: float) -> None:
        """Waits no time at all, and moves the clock."""
        self.slept.append(seconds)
        self.advance(seconds)

    def monotonic(self) -> float:
        """Seconds since the clock was made."""
        return (self.now() - self._start).total_seconds()

    def new_id(self) -> str:
        """`id00000000000001` and so on: 16 characters, the last six of them different."""
        with self._lock:
            self._drawn += 1
            return f"id{self._drawn:014}"

    def as_clock(self) -> Clock:
        """What a workspace is opened with."""
        return Clock(now=self.now, sleep=self.sleep, monotonic=self.monotonic, new_id=self.new_id)
