"""What is made to go wrong, drawn from a seed.

Promises: the same seed draws the same faults, at the same calls of the same threads. Does not: make two processes on a
busy machine take turns as they did the first time.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from random import Random

SQLITE, POSTGRESQL = "sqlite", "postgresql"
BACKENDS = (SQLITE, POSTGRESQL)


class Kind(StrEnum):
    """What happens."""

    MOMENT = "killed at a moment"
    CALL = "killed at a system call"
    POWER = "power cut"
    FULL = "disk full"
    READ_ONLY = "disk read-only"
    SYNC = "sync fails"
    CUT = "connection cut"
    CLOCK = "clock jumps"
    DATABASE = "database killed"
    LEASE = "lease broken"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong in one run."""

    kind: Kind
    """What."""
    inject: tuple[str, ...] = ()
    """What strace is to do, and at which call."""
    event: int | None = None
    """Killed after so many events, from the first account on."""
    later: float = 0.0
    """And so many seconds."""
    power: float | None = None
    """By which dice writes that were not synced are there all the same; None where the power stays on."""
    drops_all: bool = False
    """None of them is."""
    offset: float = 0.0
    """How wrong the clock is, in seconds."""
    jump: float = 0.0
    """By how much it jumps at `event`, instead of the kill."""
    sealed: int = 0
    """The database is killed, or the leases are broken, when so many keys have been sealed, before the commit."""
    stays_away: bool = False
    """And comes back only when the run has ended."""
    unsynced: bool = False
    """The state is written without syncing: for the test that shows that this would be noticed."""


ORDERS = {
    SQLITE: (
        *(Kind.CALL, Kind.MOMENT, Kind.POWER, Kind.FULL, Kind.CALL, Kind.CLOCK, Kind.POWER, Kind.READ_ONLY),
        *(Kind.CALL, Kind.LEASE, Kind.MOMENT, Kind.SYNC, Kind.CALL, Kind.FULL, Kind.CUT, Kind.POWER, Kind.CALL),
    ),
    POSTGRESQL: (
        *(Kind.CALL, Kind.MOMENT, Kind.DATABASE, Kind.CALL, Kind.CUT, Kind.CALL, Kind.CLOCK, Kind.POWER),
        *(Kind.LEASE, Kind.CALL, Kind.MOMENT, Kind.CUT, Kind.CALL),
    ),
}
"""Which kinds, one after the other and again from the start; of an odd length, so that a firm meets all of them."""

EVENTS = 40
LATER_SECONDS = 0.02
HOURS = 3600.0
JUMPS = (-48 * HOURS, -3 * HOURS, -600.0, 600.0, 3 * HOURS, 48 * HOURS)
"""Within a lease's time and a call's deadline, past them, and far."""
CALLS = {
    SQLITE: {
        "pwrite64": 160,
        "fdatasync": 16,
        "fsync": 6,
        "rename": 3,
        "unlink": 3,
        "sendto": 12,
        "recvfrom": 18,
        "write": 25,
        "mkdir": 8,
        "openat": 9,
    },
    POSTGRESQL: {"sendto": 70, "recvfrom": 90, "fsync": 6, "rename": 3, "unlink": 3, "write": 25, "mkdir": 8},
}
"""About how many of each the busiest threads make in the first run of a firm."""
REFUSED = ("pwrite64", "ftruncate", "fsync", "fdatasync", "mkdir", "rename")


def kinds(backend: str) -> tuple[Kind, ...]:
    """Those that there are."""
    return tuple(dict.fromkeys(ORDERS[backend]))


def draw(backend: str, kind: Kind, chance: Random, turn: int) -> Fault:
    """One of that kind, for the run that is number `turn` of its firm: there is less to do each time."""
    match kind:
        case Kind.MOMENT:
            return _moment(kind, chance)
        case Kind.CALL:
            return Fault(kind, inject=(_kill(backend, chance, turn),))
        case Kind.POWER:
            inject = (_kill(backend, chance, turn),)
            return Fault(kind, inject=inject, power=chance.random(), drops_all=chance.random() < 0.5)
        case Kind.FULL:
            return Fault(kind, inject=_full(chance, turn))
        case Kind.READ_ONLY:
            number = 1 if chance.random() < 0.2 else _number(CALLS[backend]["pwrite64"], chance, turn)
            others = max(1, number // 10)
            refused = (f"{name}:error=EROFS:when={number if name == 'pwrite64' else others}+" for name in REFUSED)
            return Fault(kind, inject=tuple(refused))
        case Kind.SYNC:
            number = _number(CALLS[backend]["fdatasync"], chance, turn)
            return Fault(kind, inject=(f"fdatasync:error=EIO:when={number}{chance.choice(('', '+'))}",))
        case Kind.CUT:
            if chance.random() < 0.2:
                return Fault(kind, inject=(f"connect:error=ECONNREFUSED:when={chance.randint(1, 2)}",))
            # Never when something is sent: the connection is whole, and the other side would wait for the rest.
            number = _number(CALLS[backend]["recvfrom"], chance, turn)
            return Fault(kind, inject=(f"recvfrom:error=ECONNRESET:when={number}",))
        case Kind.CLOCK:
            event = int(EVENTS * chance.random())
            return Fault(kind, event=event, offset=chance.choice((0.0, *JUMPS)), jump=chance.choice(JUMPS))
        case Kind.LEASE:
            return Fault(kind, sealed=chance.randint(1, 3) if turn == 0 else 1)
        case Kind.DATABASE:
            return Fault(kind, sealed=chance.randint(1, 3) if turn == 0 else 1, stays_away=chance.random() < 0.3)


def _moment(kind: Kind, chance: Random) -> Fault:
    number = int(EVENTS * chance.random() ** 2)
    return Fault(kind, event=number, later=chance.uniform(0.0, LATER_SECONDS))


def _kill(backend: str, chance: Random, turn: int) -> str:
    name = chance.choice(tuple(CALLS[backend]))
    return f"{name}:signal=KILL:when={_number(CALLS[backend][name], chance, turn)}"


def _full(chance: Random, turn: int) -> tuple[str, ...]:
    """The state alone cannot grow, once or from then on; or nothing can, the last refuge included."""
    number = _number(CALLS[SQLITE]["pwrite64"], chance, turn)
    until = chance.choice(("", "+", "+"))
    state = f"pwrite64:error=ENOSPC:when={number}{until}"
    return (state, f"fsync:error=ENOSPC:when={chance.randint(1, 2)}+") if chance.random() < 0.3 else (state,)


def _number(most: int, chance: Random, turn: int) -> int:
    return 1 + int(most * chance.random() ** (1.0 + turn))
