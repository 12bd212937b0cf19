"""What a provider would remember of things that are ours, and has no note of yet.

Promises: values only. Notes are the provider's own: recorded beside what is known of a thing, and in no plan. Does not:
read anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from provisioner.model.account import Account
from provisioner.model.address import Address
from provisioner.model.state import AccountState
from provisioner.model.values import Attributes


@dataclass(frozen=True, slots=True)
class NotesRequest:
    """One account, once everything that was to be done in it is done."""

    account: Account
    """Which."""
    prior: AccountState
    """What we have of it."""
    office: Callable[[], AccountState | None]
    """The office's committed state, loaded when it is asked for."""


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be remembered of one making of a thing."""

    address: Address
    """Which thing."""
    generation: int
    """Which making of it."""
    notes: Attributes
    """By names that begin with `_`; others are left out."""
