"""Whose a thing is, in the account of a client that leaves.

Promises: what goes through the office, and a key that one of our people owns, is ours and ends with us; everything else
is the client's own and is handed over; a key of which nobody can tell whose its owner is, is held. Never guesses. Does
not: decide (decide.py) or know what any kind of thing means.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from provisioner.engine.decide import Parting
from provisioner.model.address import Address
from provisioner.model.offboarding import Leaving, Offboarding
from provisioner.model.resource import ResourceType
from provisioner.model.values import Attributes


def is_over(leaving: Leaving | None, now: datetime) -> bool:
    """Whether the client's last day has come."""
    return leaving is not None and has_come(leaving.offboarding, now)


def has_come(offboarding: Offboarding, now: datetime) -> bool:
    """The same of what is written."""
    return now.astimezone(UTC).date() >= offboarding.last_day


def whose(leaving: Leaving, known: ResourceType, attributes: Attributes, needs: Iterable[Address]) -> Parting:
    """Ours, the client's own, or nobody can tell."""
    if any(need.account.is_office for need in needs):
        return Parting.OURS
    person = attributes.get(known.person) if known.person else None
    if not known.holds_secret or not isinstance(person, str):
        return Parting.THEIRS if not known.holds_secret else Parting.UNCLEAR
    owned = leaving.people.owns(person)
    if owned is None:
        return Parting.UNCLEAR
    return Parting.OURS if owned else Parting.THEIRS
