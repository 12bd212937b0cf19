"""Firms by the dozen, each with several applies that go wrong one after the other, and what was found of all of them.

Promises: `play` of a seed draws the same faults each time. Does not: know what is right; the survey does.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.crashing import disk
from tests.crashing.drawing import ORDERS, POSTGRESQL, Fault, Kind, draw
from tests.crashing.firms import Found, firm_in, survey
from tests.crashing.launch import PAUSE
from tests.crashing.processes import Run, apply
from tests.end_to_end.firm import Firm
from tests.postgres import Server, running

RUNS_EACH = 3
"""Of one firm, one after the other; then time passes and it has to come to rest."""


@dataclass
class Count:
    """What happened, and what was found."""

    backend: str
    """Where the state was."""
    runs: int = 0
    """Applies that something was to go wrong in."""
    faults: Counter[str] = field(default_factory=Counter)
    """In how many it did, by kind."""
    calls: Counter[str] = field(default_factory=Counter)
    """At which system calls."""
    missed: int = 0
    """In which it did not: they had ended before."""
    keys_in_hand: int = 0
    """Keys that were sealed and not recorded when it did."""
    unsynced: int = 0
    """Power cuts that took something away that had been written."""
    firms: list[Found] = field(default_factory=list)
    """What was found of each."""

    def told(self) -> dict[str, object]:
        """For programs."""
        names = (
            *("keys", "reported_lost", "asked", "unseen", "duplicates", "lost", "leaked", "stale", "open", "untrue"),
            "never",
        )
        found = {name: sum(getattr(each, name) for each in self.firms) for name in names}
        return {
            "backend": self.backend,
            "runs": self.runs,
            "faults": dict(self.faults),
            "calls": dict(self.calls),
            "missed": self.missed,
            "keys_in_hand": self.keys_in_hand,
            "unsynced": self.unsynced,
            "firms": len(self.firms),
            **found,
        }

    @property
    def wrong(self) -> list[str]:
        """What must not be, in words."""
        return [words for each in self.firms if each.wrong for words in each.where]


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the state is kept."""

    backend: str
    """Its kind."""
    server: Server | None = None
    """The server, where it is one."""

    def state(self) -> str:
        """The address of one that nobody has used."""
        return "sqlite:.provisioner/state.db" if self.server is None else self.server.url(schema=self.server.schema())


@contextmanager
def ground(backend: str) -> Iterator[Ground]:
    """For as long as the block lasts."""
    if backend == POSTGRESQL:
        with running() as server:
            yield Ground(backend, server)
    else:
        yield Ground(backend)


def faults_of(backend: str, seed: int, kinds: Sequence[Kind] = ()) -> tuple[Fault, ...]:
    """Those of one firm: each seed goes on in the order of kinds where the one before it ended."""
    order, chance = tuple(kinds) or ORDERS[backend], Random(f"{backend} {seed}")
    return tuple(
        draw(backend, order[(seed * RUNS_EACH + turn) % len(order)], chance, turn) for turn in range(RUNS_EACH)
    )


def play(on: Ground, faults: Sequence[Fault], count: Count, say: Callable[[str], None] = lambda words: None) -> Found:
    """One firm with these faults, one after the other, and what is found of it."""
    with tempfile.TemporaryDirectory(prefix="crashing-") as place, firm_in(Path(place), on.state()) as firm:
        runs = []
        for fault in faults:
            before = disk.contents(firm.directory)
            run = apply(firm, fault, on.server)
            say(f"{fault}\n-> {run.code}, keys in hand: {run.keys_in_hand}, {run.err[-2000:]}")
            _note(fault, run, count)
            count.unsynced += _power_cut(firm, fault, run, before)
            runs.append(run)
        found = survey(firm, runs)
    count.firms.append(found)
    return found


def _note(fault: Fault, run: Run, count: Count) -> None:
    count.runs += 1
    if not (run.was_killed or run.was_refused or run.has_jumped(fault) or PAUSE in run.err):
        count.missed += 1
        return
    count.faults[fault.kind.value] += 1
    count.calls.update(inject.partition(":")[0] for inject in fault.inject[:1])
    count.keys_in_hand += run.keys_in_hand


def _power_cut(firm: Firm, fault: Fault, run: Run, before: disk.Files) -> bool:
    """Take away what was not synced; whether that was anything."""
    recorded = disk.Recorded(firm.directory, before).play(run.calls)
    there = {path: content for path, content in disk.contents(firm.directory).items() if not path.endswith(disk.MAPPED)}
    recorded.demand(there)
    if fault.power is None or not run.was_killed:
        return False
    left = recorded.after(disk.nothing_more() if fault.drops_all else disk.by_chance(Random(fault.power)))
    disk.put_back(firm.directory, left)
    return left != there
