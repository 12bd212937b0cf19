"""Many runs of one project, and what they came to.

Promises: every run of a campaign can be run again by itself. Does not: print.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import Final

from provisioner.runtime.workspace import Workspace
from provisioner.testing.simulation.faults import Fault
from provisioner.testing.simulation.project import Script
from provisioner.testing.simulation.run import Wish
from provisioner.testing.simulation.runner import Runner, Told
from provisioner.testing.simulation.tally import Tally

INVARIANTS: Final = (
    "rules",
    "convergence",
    "rest",
    "stale-lease",
    "keys",
    "secret-dropped",
    "store",
    "world",
    "once",
    "intent",
    "fence",
    "lease",
    "audit",
    "canary",
    "bug",
)
"""Every invariant, in the order in which they are told."""
ENDLESS: Final = 10**9
"""No run passes so many seams: a fault there never happens."""
MOST_FAILURES: Final = 20
"""How many runs that found something are kept."""
AT_HAND: Final = 1
ALONE: Final = 2
"""Seeds with and without a person at hand, where everything else is written down."""
BEGINS_AT: Final = time(9, 0, tzinfo=UTC)


@dataclass(slots=True)
class Campaign:
    """What many runs came to."""

    tally: Tally = field(default_factory=Tally)
    """Counts."""
    failures: list[Told] = field(default_factory=list)
    """The first runs that found something."""
    broken: int = 0
    """How many runs found something."""
    digest: str = ""
    """Of all that happened in all of them."""

    def add(self, told: Told) -> None:
        """One more."""
        self.tally.add(told.tally)
        self.broken += bool(told.findings)
        self.digest = sha256(f"{self.digest}{told.digest}".encode()).hexdigest()
        if told.findings and len(self.failures) < MOST_FAILURES:
            self.failures.append(told)


def runner(workspace: Workspace, on: date) -> Runner:
    """Runs of the project that `workspace` is opened on. ManifestInvalid, UsageError."""
    return Runner(Script(workspace, datetime.combine(on, BEGINS_AT)))


def carry_out(runs: Runner, wishes: Iterable[Wish]) -> Campaign:
    """Every one of `wishes`."""
    campaign = Campaign()
    for wish in wishes:
        campaign.add(runs.run(wish))
    return campaign


def seeds(first: int, many: int, scene: str = "") -> Iterator[Wish]:
    """So many random runs."""
    return (Wish(seed, scene=scene) for seed in range(first, first + many))


def single_faults(runs: Runner, kinds: tuple[Fault, ...] = (Fault.CRASH,)) -> tuple[Wish, ...]:
    """Every seam of every scene with each of `kinds`, one at a time; with a person at hand, and without."""
    found: list[Wish] = []
    for scene in ("build", "rotate", "tear-down"):
        for seed in (AT_HAND, ALONE):
            calm = runs.run(Wish(seed, script={ENDLESS: Fault.CRASH}, scene=scene))
            for seam in range(1, calm.tally.seams + 1):
                found.extend(Wish(seed, script={seam: kind}, scene=scene) for kind in kinds)
    return tuple(found)
