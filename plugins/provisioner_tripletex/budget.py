"""How many calls a key has left in the period, as Tripletex tells it with every answer.

Promises: no call is begun that the period is known to have no room for, so that a change is not refused for having come
too soon; calls in flight count as used until their answer tells. A call set aside for a change is there when it comes.
One that could be begun only after its deadline is not begun. Safe to use from several threads. Does not: send, or send
anything again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from provisioner.model.errors import ProviderFailed
from provisioner.spi.endpoint import TransportResponse
from provisioner_tripletex.words import WORDS

LONGEST_WAIT_SECONDS: Final = 90.0
"""After which one looks again, whatever was told."""
LIMIT: Final = "X-Rate-Limit-Limit"
REMAINING: Final = "X-Rate-Limit-Remaining"
RESET: Final = "X-Rate-Limit-Reset"
_MARGIN_SECONDS: Final = 1.0
"""Reset is told in whole seconds, rounded down."""
_LOOK_AGAIN_SECONDS: Final = 1.0
_AT_ONCE: Final = None
_AN_ANSWER: Final = datetime.max.replace(tzinfo=UTC)
"""Stands for a moment that the answer of another call tells."""


class BudgetSpent(ProviderFailed):
    """The period has no call left before the deadline: nothing was sent."""

    def __init__(self, seconds: float) -> None:
        told = WORDS("budget-spent", seconds=f"{seconds:.0f}")
        super().__init__(told.text.summary, detail=told.text.detail, hint=told.text.hint, retryable=True)
        self.translations = told.translations


class Budget:
    """The calls of one key: Tripletex counts them by employee and consumer."""

    def __init__(self, now: Callable[[], datetime], wait: Callable[[float], object]) -> None:
        self._now = now
        self._wait = wait
        self._changed = threading.Condition()
        self._answered = False
        self._limit: int | None = None
        self._lowest: int | None = None
        """The fewest that an answer of this period told; whatever was answered is counted in it."""
        self._ends_at: datetime | None = None
        self._out = 0
        self._aside: set[str] = set()

    def take(self, mark: str = "", until: datetime | None = None) -> None:
        """Wait until a call may be sent, which is then in flight. BudgetSpent where `until` would pass before."""
        self._wait_for(mark, until)

    def set_aside(self, mark: str) -> bool:
        """Wait until there is a call for `mark` and keep it: what is done under a deadline need not wait then.

        Whether a period had to end for it.
        """
        return self._wait_for(mark, None, keep_for=mark)

    def returned(self, response: TransportResponse | None) -> None:
        """A call that was taken came back; None where its answer was lost."""
        with self._changed:
            self._out -= 1
            if response is not None:
                self._answered = True
                self._note(response)
            elif self._lowest is not None:
                # It may have been counted all the same.
                self._lowest -= 1
            self._changed.notify_all()

    def pause(self, seconds: float) -> None:
        """No call is taken for so long: it was refused for coming too soon."""
        with self._changed:
            self._lowest = 0
            self._ends_at = self._now() + timedelta(seconds=min(seconds, LONGEST_WAIT_SECONDS))

    def hold_back(self) -> None:
        """Wait until calls are taken again, for one that is not counted itself."""
        with self._changed:
            end = self._ends_at if self._lowest is not None and self._lowest <= 0 else None
        self._sleep_until(end)

    def _wait_for(self, mark: str, until: datetime | None, keep_for: str = "") -> bool:
        slept = False
        while True:
            with self._changed:
                end = self._end_of_waiting(mark)
                seconds = self._seconds_to(end)
                if until is not None and self._now() + timedelta(seconds=seconds) >= until:
                    raise BudgetSpent(seconds)
                if end is _AT_ONCE:
                    self._aside.discard(mark)
                    if keep_for:
                        self._aside.add(keep_for)
                    else:
                        self._out += 1
                    return slept
                if end is _AN_ANSWER:
                    self._changed.wait(_LOOK_AGAIN_SECONDS)
                    continue
            self._sleep_until(end)
            slept = True

    def _end_of_waiting(self, mark: str) -> datetime | None:
        """When there is a call: at once, with another one's answer, or at the end of the period. The lock is held."""
        if self._ends_at is not None and self._now() >= self._ends_at:
            self._turn_over()
        if not self._answered:
            # Nobody knows yet whether calls are counted: the first goes alone.
            return _AN_ANSWER if self._out else _AT_ONCE
        if self._lowest is None:
            return _AT_ONCE
        if self._lowest > 0:
            if mark in self._aside or self._lowest - self._out - len(self._aside) > 0:
                return _AT_ONCE
            # What is in flight may be in what was told already, which its answer shows.
            if self._out:
                return _AN_ANSWER
        return self._ends_at or _AT_ONCE

    def _sleep_until(self, end: datetime | None) -> None:
        seconds = self._seconds_to(end)
        # An event that is waited on says True where it was set: the run is being closed.
        if seconds > 0 and self._wait(seconds) is True:
            raise ProviderFailed.of(WORDS("stopped-waiting"))
        with self._changed:
            # Whoever waited for the end has come to it, also by a clock that stands still.
            if end is not None and self._ends_at is end:
                self._turn_over()

    def _seconds_to(self, end: datetime | None) -> float:
        return max(0.0, (end - self._now()).total_seconds()) if end is not None and end is not _AN_ANSWER else 0.0

    def _turn_over(self) -> None:
        """A new period: as many calls as the last one had, and what was set aside is free. The lock is held."""
        self._ends_at = None
        self._lowest = self._limit
        self._aside.clear()

    def _note(self, response: TransportResponse) -> None:
        limit, remaining, reset = (_number(response, name) for name in (LIMIT, REMAINING, RESET))
        if remaining is None:
            return
        self._limit = limit if limit is not None else self._limit
        self._lowest = remaining if self._lowest is None else min(self._lowest, remaining)
        if self._ends_at is None and reset is not None:
            seconds = min(reset + _MARGIN_SECONDS, LONGEST_WAIT_SECONDS)
            self._ends_at = self._now() + timedelta(seconds=seconds)


def _number(response: TransportResponse, name: str) -> int | None:
    told = response.header(name) or ""
    return int(told) if told.isascii() and told.isdigit() else None
