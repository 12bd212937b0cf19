"""A client that leaves: what is written about it, and what planning needs to know of it.

Promises: values only. Does not: decide what is ended and what is handed over (engine/leaving.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from provisioner.model.diagnostics import SourceRange


class Departure(StrEnum):
    """Why a client is no longer one, spelled as in the manifest."""

    LEAVES = "leaves"
    """To another accounting firm, or to itself."""
    MERGED = "merged"
    """Into another company."""
    CLOSED = "closed"
    """The company is wound up."""


@dataclass(frozen=True, slots=True)
class Offboarding:
    """A Client's `offboarding:`."""

    reason: Departure
    """Why."""
    last_day: date
    """The last day on which we work there; from this day on plans end what is ours."""
    source: SourceRange | None = None
    """Where it stands."""
    into: str = ""
    """Of a merger: the client that goes on, where it is one of ours."""


@dataclass(frozen=True, slots=True)
class OurPeople:
    """Who the firm's own people are, as far as that is known."""

    ours: tuple[str, ...] = ()
    """Addresses, and domains of addresses."""
    perhaps: tuple[str, ...] = ("",)
    """The same, of whom nobody has said whether they are; the empty text is everybody."""

    def owns(self, person: str) -> bool | None:
        """Whether `person` is one of them; None where nobody can tell."""
        if any(_fits(person, one) for one in self.ours):
            return True
        return None if any(_fits(person, one) for one in self.perhaps) else False


@dataclass(frozen=True, slots=True)
class Leaving:
    """What the plan of a client that leaves rests on."""

    offboarding: Offboarding
    """What is written."""
    people: OurPeople
    """Whose keys are ours."""


def _fits(person: str, one: str) -> bool:
    folded, wanted = person.casefold(), one.casefold()
    return not wanted or folded == wanted or folded.endswith(f"@{wanted}")
