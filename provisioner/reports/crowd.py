"""Clients to whom the same happens as to others in a plan, though the plan does not hold them.

Promises: only holds; what stands here is enough to tell what is the same once, with the values that differ.
Does not: say what happens to them, which an account of the plan does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from provisioner.model.address import AccountRef
from provisioner.model.plan import Change, Check


@dataclass(slots=True)
class Same:
    """One thing that many of them need, made as it is made in an account of the plan."""

    like: Change
    """What the plan does with it there."""
    members: list[int] = field(default_factory=list)
    """Whose: positions among all accounts."""
    values: dict[str, list[str]] = field(default_factory=dict)
    """By attribute the text of each member, where they differ."""
    places: set[tuple[str, int]] = field(default_factory=set)
    """Files and lines at which those stand that were declared together."""
    own: int = 0
    """How many were declared at a place of their own."""


@dataclass(slots=True)
class Crowd:
    """All of them."""

    accounts: tuple[AccountRef, ...]
    """All accounts, those of the plan too, in order."""
    positions: Mapping[AccountRef, int]
    """Where each of the plan's stands among them."""
    count: int
    """How many are not in the plan."""
    resources: int
    """How many things are created in them."""
    same: tuple[Same, ...] = ()
    """What happens in them."""
    checks: tuple[Check, ...] = ()
    """What was checked in them."""
    missed: set[AccountRef] = field(default_factory=set)
    """Those that must be in the plan for it to be told: whoever tells it puts them here."""
