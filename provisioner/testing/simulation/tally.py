"""Counts: how much was tried, what went wrong on purpose, and what was found.

Promises: adds up, in any order. Does not: judge.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """An invariant that does not hold."""

    invariant: str
    """Which, such as `double`."""
    what: str
    """What was seen."""


@dataclass(slots=True)
class Tally:
    """What many runs came to."""

    runs: int = 0
    """How many."""
    seams: int = 0
    """Places where something could have gone wrong."""
    faults: Counter[str] = field(default_factory=Counter)
    """What did, by kind."""
    counts: Counter[str] = field(default_factory=Counter)
    """What else was counted, such as keys made."""
    findings: Counter[str] = field(default_factory=Counter)
    """Invariants that did not hold, by name."""

    def add(self, other: Tally) -> None:
        """The sum."""
        self.runs += other.runs
        self.seams += other.seams
        self.faults.update(other.faults)
        self.counts.update(other.counts)
        self.findings.update(other.findings)
