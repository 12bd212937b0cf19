"""What the successor of a client that leaves is told: what goes on, what ends, and what is still open.

Promises: values only, nothing secret. Does not: decide any of it; a plan did.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from provisioner.model.address import Address
from provisioner.model.offboarding import Offboarding
from provisioner.model.resource import HandoffPlan


@dataclass(frozen=True, slots=True)
class HandoverItem:
    """One thing in the client's account."""

    address: Address
    """Which."""
    title: str
    """What people call a thing of that kind."""
    integration: str
    """The product it serves, by its id in the catalogue; empty where it serves none."""
    person: str
    """Whose it is; empty where it is nobody's."""
    expires_on: date | None
    """Its last day, where it has one."""
    vendor: HandoffPlan | None
    """Who has it, and how they are reached."""
    details: tuple[tuple[str, str], ...] = ()
    """What else is known of it, by attribute, for programs."""
    remarks: tuple[str, ...] = ()
    """What the successor must know or do, in the reader's language."""
    label: str = ""
    """What people call it; empty where they have no name for it."""
    facts: tuple[tuple[str, str], ...] = ()
    """What of the details means something to a person, in the reader's words."""


@dataclass(frozen=True, slots=True)
class Handover:
    """All of it."""

    office: str
    """The firm."""
    client: str
    """The company, as people know it."""
    organization_number: str
    """Its own; empty where that is not known."""
    offboarding: Offboarding
    """Why and when."""
    made_at: datetime
    """When this was made."""
    goes_on: tuple[HandoverItem, ...] = ()
    """The client's own, which goes on without us."""
    ends: tuple[HandoverItem, ...] = ()
    """Ours, which ends."""
    open: tuple[HandoverItem, ...] = ()
    """What is not settled yet."""
    lacking: tuple[str, ...] = ()
    """Products that the company that goes on is not given."""
    into: str = ""
    """The company that goes on, as people know it; empty where there is none."""
