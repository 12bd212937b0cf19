"""Who goes on: actors are threads of which exactly one holds the baton, and chance alone says when it is passed on.

Promises: between two seams nothing but the holder runs, so a run is what its seed says and nothing else; an actor that
died does nothing more, whatever its code still tries. Does not: know what actors do.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random


class Died(BaseException):
    """This process is gone: nothing catches it, and nothing it still tries has an effect."""


@dataclass(eq=False)
class Watchman:
    """What an actor does now and then beside its work, such as renewing a lease."""

    due: datetime
    """When next."""
    seconds: float
    """How often."""
    look: Callable[[], bool]
    """What; False ends it."""


@dataclass(eq=False)
class Actor:
    """One process, or one person."""

    name: str
    """For the trace."""
    play: Callable[[Actor], None]
    """What it does from beginning to end."""
    dead: bool = False
    """Whether it died."""
    ended: bool = False
    """Whether it does nothing more."""
    stop: threading.Event = field(default_factory=threading.Event)
    """Whether it was asked politely to stop."""
    watchmen: list[Watchman] = field(default_factory=list)
    """What it looks after meanwhile."""
    busy: bool = False
    """Whether it is looking after something right now."""
    turn: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    """Given when it is its turn."""


class Clock:
    """The time of everybody: it goes on a little with every step, and by leaps where somebody waits."""

    def __init__(self, start: datetime) -> None:
        self.start = start
        self._now = start
        self.drawn = 0
        """How many ids."""

    def now(self) -> datetime:
        """The time."""
        return self._now

    def go_on(self, drawn: int, seconds: float) -> None:
        """As if so many ids had been drawn and so many seconds had passed."""
        self.drawn += drawn
        self.advance(seconds)

    def advance(self, seconds: float) -> None:
        """Lets so many seconds pass."""
        self._now += timedelta(seconds=seconds)

    def monotonic(self) -> float:
        """Seconds since the beginning."""
        return (self._now - self.start).total_seconds()

    def new_id(self) -> str:
        """`id00000000000001` and so on."""
        self.drawn += 1
        return f"id{self.drawn:014}"


class Scheduler:
    """Passes the baton."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._actors: list[Actor] = []
        self._over = threading.Semaphore(0)

    def run(self, actors: list[Actor], tell: Callable[[Actor, BaseException], None]) -> None:
        """Lets all of them play to their ends; what one raises is told, but for its death."""
        self._actors = actors
        if len(actors) == 1:
            self._play(actors[0], tell)
            return
        threads = [
            threading.Thread(target=self._in_turn, args=(actor, tell), name=actor.name, daemon=True) for actor in actors
        ]
        for thread in threads:
            thread.start()
        self._chance.choice(actors).turn.release()
        self._over.acquire()
        for thread in threads:
            thread.join()

    def _in_turn(self, actor: Actor, tell: Callable[[Actor, BaseException], None]) -> None:
        actor.turn.acquire()
        self._play(actor, tell)
        left = [other for other in self._actors if not other.ended]
        if left:
            self._chance.choice(left).turn.release()
        else:
            self._over.release()

    def _play(self, actor: Actor, tell: Callable[[Actor, BaseException], None]) -> None:
        try:
            actor.play(actor)
        except Died:
            pass
        except BaseException as error:  # noqa: BLE001  # whatever it is, the others must go on
            tell(actor, error)
        actor.ended = True

    def may_pass(self, actor: Actor, chance: float) -> None:
        """Perhaps somebody else goes on, and `actor` only when the baton comes back."""
        if len(self._actors) < 2 or self._chance.random() >= chance:
            return
        others = [other for other in self._actors if other is not actor and not other.ended]
        if others:
            self._chance.choice(others).turn.release()
            actor.turn.acquire()
