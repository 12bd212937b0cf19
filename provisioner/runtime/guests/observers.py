"""Telling observers what happens.

Promises: an observer that raises is reported once and left out; it never stops what it observes. Events of one run
reach each observer one at a time, whatever thread they come from. Does not: keep events.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable

from provisioner.model.diagnostics import Diagnostic
from provisioner.runtime.guests.plugins import Observer
from provisioner.runtime.words import WORDS
from provisioner.spi.events import Event


class Observers:
    """The audience of one run."""

    def __init__(self, observers: Iterable[Observer]) -> None:
        self._observers = list(observers)
        self._lock = threading.RLock()
        self._left_out: list[Diagnostic] = []

    def tell(self, event: Event) -> None:
        """Tells everybody who is still listening."""
        with self._lock:
            for observer in tuple(self._observers):
                try:
                    observer.tell(event)
                except Exception as error:  # noqa: BLE001  # whatever it raises must not stop what it observes
                    self._observers.remove(observer)
                    self._left_out.append(WORDS("observer-failed", guest=observer.guest, error=type(error).__name__))

    def left_out(self) -> tuple[Diagnostic, ...]:
        """Who was left out, and why."""
        with self._lock:
            return tuple(self._left_out)
