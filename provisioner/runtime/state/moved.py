"""A place that the state has left: how that is written there, and read.

Promises: whoever still names the old place is told where to go, and how to stay. Does not: move anything.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from provisioner.spi.backend import Backend

MOVED: Final = "state migrate"
"""Who holds the leases of a place that was left."""


def moved_reason(url: str) -> str:
    """What the lease of a place that was left says."""
    return f"the state has moved to {url}; `state:` in provisioner.yaml must say so"


def moved_word(reason: str) -> str:
    """What to write in the project, by that lease."""
    return f"state: {reason.removeprefix('the state has moved to ').partition(';')[0]}"


def moved_to(backend: Backend, now: datetime) -> str:
    """What to write in the project where somebody moved the state away; empty where nobody did."""
    left = next((lease for lease in backend.leases(now) if lease.holder == MOVED), None)
    return moved_word(left.reason) if left is not None else ""
