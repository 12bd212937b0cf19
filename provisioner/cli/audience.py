"""The command line as an observer: it hears of events by the same door as every other guest.

Promises: hands every event on, in the order in which the tellers were given. Does not: show anything itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from provisioner.spi.events import Event
from provisioner.spi.markers import hookimpl


@dataclass(frozen=True, slots=True, eq=False)
class Audience:
    """A guest that only listens. Compared by identity, as plugin managers do."""

    tellers: tuple[Callable[[Event], None], ...]
    """Who shows what is heard."""

    @hookimpl
    def provisioner_event(self, event: Event) -> None:
        """Passes it on."""
        for tell in self.tellers:
            tell(event)
