"""What a plan is wanted of.

Promises: only values. Does not: plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from provisioner.model.address import Address
from provisioner.model.values import NO_LABELS, FrozenMap


class RefreshMode(StrEnum):
    """Which accounts are looked at before planning."""

    ALL = "all"
    CHANGED = "changed"
    """Those of which anything changed since they last converged."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PlanWish:
    """What a plan is wanted of."""

    targets: tuple[Address, ...] = ()
    """Only these and what they need; empty: everything."""
    clients: tuple[str, ...] = ()
    """Only these clients and what they need of the office; empty: all accounts."""
    selector: FrozenMap[str] = NO_LABELS
    """Only clients with these labels."""
    recreate: frozenset[Address] = frozenset()
    """Things that vanished and may be made again."""
    rotate: frozenset[Address] = frozenset()
    """Keys of which a new generation is made, though nothing is wrong with the one in force."""
    note: str = ""
    """Why it is wanted, in somebody's own words; stands in the plan."""
    destroy: bool = False
    """Whether everything in scope is to go."""
    refresh: RefreshMode = RefreshMode.CHANGED
    """Which accounts are looked at."""
    now: datetime | None = None
    """The plan's own time; None: the clock's."""
    allow_deletes: bool = False
    """Whether the rail against many deletes is lifted."""

    @property
    def may_skip(self) -> bool:
        """Whether accounts of which nothing changed are left alone, and the others are looked at."""
        everything = self.destroy or self.recreate or self.rotate or self.targets
        return self.refresh is RefreshMode.CHANGED and not everything
