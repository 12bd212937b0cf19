"""Who does several things side by side, and who looks after something meanwhile: threads, unless another crew is handed
in.

Promises: every outcome in its place; what looks after something has ended when the block it stands around ends. Does
not: know what is done. A simulation hands in a crew of its own, so that chance alone orders what happens.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

WORKERS = 8
"""How many accounts are worked on at a time; the provider's own rate budget is narrower than this."""

T = TypeVar("T")
R = TypeVar("R")


class Crew(Protocol):
    """Hands."""

    def side_by_side(self, function: Callable[[T], R], items: Iterable[T]) -> list[R]:
        """`function` of each item, in the items' order. The first exception is raised once all have ended."""
        ...

    def every(self, seconds: float, look: Callable[[], bool], name: str) -> AbstractContextManager[None]:
        """While inside, `look` is called that often, until it says False."""
        ...


class Threads:
    """A thread for each."""

    def side_by_side(self, function: Callable[[T], R], items: Iterable[T]) -> list[R]:
        """As the port says; one alone is done right here."""
        work: Sequence[T] = list(items)
        if len(work) < 2:
            return [function(item) for item in work]
        with ThreadPoolExecutor(min(WORKERS, len(work)), thread_name_prefix="account") as pool:
            return list(pool.map(function, work))

    @contextlib.contextmanager
    def every(self, seconds: float, look: Callable[[], bool], name: str) -> Iterator[None]:
        """As the port says, in the background."""
        done = threading.Event()

        def run() -> None:
            while not done.wait(seconds):
                if not look():
                    return

        thread = threading.Thread(target=run, name=name, daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()
