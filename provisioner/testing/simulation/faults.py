"""What can go wrong, and when it does.

Promises: chance alone decides, from one seed; a menu says what may happen at all, and can be written down. Does not:
carry anything out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import Final


class Fault(StrEnum):
    """One thing that goes wrong."""

    CRASH = "crash"
    """The process dies right here."""
    STOP = "stop"
    """Somebody asks the process politely to stop."""
    PAUSE = "pause"
    """The machine sleeps, for longer than a lease lasts; nobody renews anything."""
    LEASE_BROKEN = "lease-broken"
    """Somebody breaks the lease."""
    STATE_DOWN = "state-down"
    """The state cannot be reached."""
    STATE_ANSWER_LOST = "state-answer-lost"
    """The state did it, and its answer never came."""
    CALL_DOWN = "call-down"
    """The world cannot be reached."""
    CALL_ANSWER_LOST = "call-answer-lost"
    """The world did it, and its answer never came."""
    CALL_TIMED_OUT = "call-timed-out"
    """The world did it, and its answer came too late to be heard."""
    CALL_LATE = "call-late"
    """The call was cut at its deadline, and is carried out after it."""
    RATE_LIMITED = "rate-limited"
    """Too many calls."""
    SERVER_ERROR = "server-error"
    """The world failed before it did anything."""
    SERVER_ERROR_AFTER = "server-error-after"
    """The world did it, and then failed."""
    STORE_DOWN = "store-down"
    """The secret store cannot be reached."""
    STORE_ANSWER_LOST = "store-answer-lost"
    """The secret store did it, and its answer never came."""
    DISK_FULL = "disk-full"
    """A rescue file cannot be written."""
    RACE = "race"
    """A second pipeline."""
    SECOND_PERSON = "second-person"
    """A second person at the same work."""
    SCREEN = "screen"
    """Somebody takes something away, or makes another like it, on the screen."""


_ANYWHERE: Final = (Fault.CRASH, Fault.STOP, Fault.PAUSE, Fault.LEASE_BROKEN)
BEFORE: Final = {
    "state": (*_ANYWHERE, Fault.STATE_DOWN),
    "read": (*_ANYWHERE, Fault.CALL_DOWN, Fault.RATE_LIMITED, Fault.SERVER_ERROR),
    "write": (*_ANYWHERE, Fault.CALL_DOWN, Fault.RATE_LIMITED, Fault.SERVER_ERROR, Fault.CALL_LATE),
    "store": (*_ANYWHERE, Fault.STORE_DOWN),
    "rescue": (Fault.CRASH, Fault.DISK_FULL),
    "wait": _ANYWHERE,
}
"""What may happen before something takes effect, by where."""
AFTER: Final = {
    "state": (*_ANYWHERE, Fault.STATE_ANSWER_LOST),
    "read": (Fault.CRASH, Fault.CALL_ANSWER_LOST, Fault.CALL_TIMED_OUT),
    "write": (*_ANYWHERE, Fault.CALL_ANSWER_LOST, Fault.CALL_TIMED_OUT, Fault.SERVER_ERROR_AFTER),
    "store": (*_ANYWHERE, Fault.STORE_ANSWER_LOST),
    "rescue": (Fault.CRASH,),
    "wait": _ANYWHERE,
}
"""What may happen once it has."""
WEIGHT: Final = {"state": 1.0, "read": 0.4, "write": 6.0, "store": 3.0, "rescue": 20.0, "wait": 1.0}
"""How much likelier something goes wrong here than elsewhere: most seams are reads, and few writes hold a key."""
COMPANY: Final = (Fault.RACE, Fault.SECOND_PERSON, Fault.SCREEN)
"""Who may get in the way; drawn once for a run."""


@dataclass(frozen=True, slots=True)
class Menu:
    """What may go wrong in one run."""

    kinds: frozenset[Fault] = frozenset(Fault)
    """Which."""
    rate: float = 0.02
    """How likely something is at each seam, before and after."""
    most: int = 6
    """How often at most."""

    @classmethod
    def drawn(cls, chance: Random) -> Menu:
        """A few kinds, rare or frequent: what hides behind one fault is found where that one is left out."""
        kinds = frozenset(kind for kind in Fault if chance.random() < 0.45)
        return cls(kinds, chance.choice((0.004, 0.01, 0.03, 0.1)), chance.randint(1, 8))


@dataclass(slots=True)
class Chaos:
    """What goes wrong in one run."""

    menu: Menu
    """What may."""
    chance: Random
    """Whether it does."""
    script: dict[int, Fault] = field(default_factory=dict)
    """What happens at the seam of that number; where there is any, nothing happens by chance."""
    calm: bool = False
    """Nothing goes wrong any more."""
    seams: int = 0
    """How many were passed."""
    happened: list[Fault] = field(default_factory=list)
    """What did."""

    def strike(self, where: str, *, after: bool) -> Fault | None:
        """What goes wrong at this seam."""
        if self.calm:
            return None
        self.seams += 1
        if self.script:
            fault = self.script.get(self.seams)
            fault = fault if fault in (AFTER if after else BEFORE)[where] else None
        elif len(self.happened) >= self.menu.most or self.chance.random() >= self.menu.rate * WEIGHT[where]:
            return None
        else:
            able = [kind for kind in (AFTER if after else BEFORE)[where] if kind in self.menu.kinds]
            fault = self.chance.choice(able) if able else None
        if fault is not None:
            self.happened.append(fault)
        return fault

    def comes(self, who: Fault, likely: float = 0.6) -> bool:
        """Whether somebody gets in the way in this run."""
        drawn = self.chance.random() < likely
        if not drawn or self.calm or self.script or who not in self.menu.kinds:
            return False
        self.happened.append(who)
        return True
