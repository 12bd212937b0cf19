"""Rehearsals: a world in memory that fits a firm's manifests, for trying everything that can go wrong.

Promises: nothing of a rehearsal leaves the process, and none knows of another; what a world says of its things is the
truth, whatever anybody was answered. Does not: fail by itself; whoever rehearses decides what goes wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from provisioner.model.account import Account
from provisioner.model.address import AccountRef
from provisioner.model.resource import Desired
from provisioner.model.secrets import Sensitive
from provisioner.spi.endpoint import Endpoint
from provisioner.spi.operator import Operator


@dataclass(frozen=True, slots=True)
class RehearsalRequest:
    """What a world must have room for."""

    accounts: tuple[Account, ...]
    """Every account, the office among them."""
    desired: tuple[Desired, ...]
    """Everything that is wanted of them: whoever and whatever it takes must be there."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that is there, as only the world itself can tell."""

    account: AccountRef
    """Where."""
    kind: str
    """Of which kind, as addresses spell it."""
    number: int
    """The world's own number for it; a later thing has a higher one."""
    marks: frozenset[tuple[str, str]] = frozenset()
    """Attributes, as text, any one of which says that it is this very thing."""
    looks: frozenset[tuple[str, str]] = frozenset()
    """Attributes, as text, that it shares with others like it."""
    secret: Sensitive | None = field(default=None, repr=False)
    """What it showed when it was made."""
    from_before: bool = False
    """Whether it was there when the rehearsal began."""


class RehearsedWorld(Protocol):
    """One world, from its beginning."""

    @property
    def endpoint(self) -> Endpoint:
        """How to reach it; carries out every request at once, and never fails."""
        ...

    def copy(self, now: Callable[[], datetime]) -> RehearsedWorld:
        """Another that is as this one is now, and goes by that clock."""
        ...

    def person(self, endpoint: Endpoint) -> Operator:
        """Somebody who does work items in it by way of `endpoint`."""
        ...

    def things(self) -> Sequence[Thing]:
        """What is there, in the order of numbers."""
        ...

    def remove(self, thing: Thing) -> None:
        """Somebody takes it away on the screen."""
        ...

    def imitate(self, thing: Thing) -> None:
        """Somebody makes another like it on the screen; nothing happens where there can be but one."""
        ...


@runtime_checkable
class Stage(Protocol):
    """What worlds are made on."""

    def world(self, now: Callable[[], datetime]) -> RehearsedWorld:
        """A fresh world, the same each time, that goes by that clock."""
        ...
