"""What is on the table while one account's declarations become resources.

Promises: holds. What is kept from one account to the next comes out the same for all of them. Does not: expand
(expand.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import ENGLISH, Diagnostic
from provisioner.model.resource import HandoffPlan
from provisioner.model.values import Attributes
from provisioner.spi.provider import ExpandRequest
from provisioner_tripletex.again import Again
from provisioner_tripletex.catalogue import Catalogue
from provisioner_tripletex.declaration import Expiry, Owner
from provisioner_tripletex.entitlements import Entitlements

NO_EXPIRY: Final = Expiry()


@dataclass(frozen=True, slots=True)
class Kept:
    """What comes out the same for every account: made once a run. Never read but through the functions that fill it."""

    handoffs: dict[str, HandoffPlan] = field(default_factory=dict)
    """By product: what its vendor is given where the declaration adds nothing."""
    reminders: dict[date, Diagnostic] = field(default_factory=dict)
    """By day: the note on an expiry that nobody enforces, without its place."""
    again: Again = field(default_factory=Again)
    """Declarations that were right, and what came of them."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What expanding needs besides what was written."""

    catalogue: Catalogue
    """The bundled entries and the firm's own."""
    entitlements: Entitlements
    """The known rights."""
    by_hand: Callable[[str, Attributes], bool]
    """Whether a thing of that kind with those attributes would be made on the screen, where a key never expires."""
    kept: Kept = field(default_factory=Kept)
    """What earlier accounts left to be used again; of one language."""
    language: str = ENGLISH
    """Of the project: in it people read the vendor's steps."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One account and what is known."""

    request: ExpandRequest
    """What was asked."""
    knowledge: Knowledge
    """What is known."""
    ref: AccountRef
    """Whose declarations."""
    today: date
    """Where Tripletex stands."""
    module: Address
    """What the account's own keys and activations need."""

    @property
    def catalogue(self) -> Catalogue:
        """What is known of products."""
        return self.knowledge.catalogue


@dataclass(frozen=True, slots=True)
class More:
    """What some resources have."""

    expiry: Expiry = NO_EXPIRY
    """How long it lasts."""
    notes: tuple[Diagnostic, ...] = ()
    """What the reader of a plan must know."""
    search: str = ""
    """What a person would look for."""


@dataclass(frozen=True, slots=True)
class Holder:
    """How a key is made, and whose it is."""

    setup: str
    """In the list, or by custom set-up."""
    owner: Owner
    """Whose."""
