"""Accounts: the office and its clients, and what makes each of them itself.

Promises: two accounts with the same identity are the same company. Does not: know what is set up in them.
"""

from __future__ import annotations

from dataclasses import dataclass

from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import SourceRange
from provisioner.model.values import NO_LABELS, FrozenMap

_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a company is known by in the world, whatever the firm calls it."""

    company_id: int | None = None
    """The vendor's number for the company; the stronger of the two."""
    organization_number: str | None = None
    """Nine digits, no blanks."""

    def agrees_with(self, other: Identity) -> bool:
        """Whether both can be the same company: the strongest mark that both have decides."""
        if self.company_id is not None and other.company_id is not None:
            return self.company_id == other.company_id
        if self.organization_number is not None and other.organization_number is not None:
            return self.organization_number == other.organization_number
        return True

    def merged_with(self, other: Identity) -> Identity:
        """Every mark that either has; this one's where both do."""
        return Identity(
            self.company_id if self.company_id is not None else other.company_id,
            self.organization_number or other.organization_number,
        )

    def __str__(self) -> str:
        if self.organization_number:
            return f"org. {self.organization_number}"
        return f"company {self.company_id}" if self.company_id is not None else "no identity"


@dataclass(frozen=True, slots=True)
class Account:
    """One company in which things are set up."""

    ref: AccountRef
    """Its key: `office` or `client/NAME`."""
    display_name: str
    """The company's name as people know it."""
    identity: Identity
    """What it is known by in the world."""
    labels: FrozenMap[str] = NO_LABELS
    """For selectors."""
    source: SourceRange | None = None
    """Where it was written."""


def organization_number_is_valid(digits: str) -> bool:
    """Whether `digits` are nine and the last is the modulus-11 check of the first eight (Brønnøysundregistrene)."""
    if len(digits) != 9 or not digits.isascii() or not digits.isdigit() or not digits.strip("0"):
        return False  # nine noughts pass the check, and are nobody's number
    remainder = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % 11
    return remainder != 1 and int(digits[8]) == (11 - remainder) % 11
