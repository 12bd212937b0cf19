"""What a key needs of its owner, in Tripletex' ids as far as those are known.

Promises: pure. A right in words of the screen whose id nobody knows stays a word, so that nobody takes it for compared.
Does not: know what anybody has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from provisioner.model.values import Value
from provisioner_tripletex.catalogue import Catalogue
from provisioner_tripletex.entitlements import Certainty, Entitlements, screen_right

ADMINISTRATOR: Final = 1
"""`ROLE_ADMINISTRATOR`; inferred to be «Brukeradministrator», so its absence warns and stops nothing."""
CLIENT_ADMINISTRATOR: Final = 71
"""`AUTH_CLIENT_ACCOUNT_ADMIN`; inferred to be «Brukeradministrator i klientkontoer»."""
ACCOUNT_ADMINISTRATOR: Final = 126
"""`AUTH_ACCOUNT_ADMINISTRATOR`; it too may activate services, as the vendor's help has it."""


@dataclass(frozen=True, slots=True)
class Needs:
    """Rights that are needed."""

    certain: frozenset[int] = frozenset()
    """Written as ids, or known to be these."""
    inferred: frozenset[int] = frozenset()
    """Written in words of the screen that are inferred to be these."""
    unknown: tuple[str, ...] = ()
    """Written in words that nobody can tell the id of."""

    @property
    def known(self) -> frozenset[int]:
        """All that can be compared."""
        return self.certain | self.inferred


def rights_needed(
    held: Mapping[str, Value], integration: str | None, catalogue: Catalogue, entitlements: Entitlements
) -> Needs:
    """What a key with the attributes `held`, for that product, needs of its owner."""
    permissions = held.get("permissions")
    wanted: list[object] = list(permissions) if isinstance(permissions, tuple) else []
    facts = catalogue.find(integration or "")
    if facts is not None and facts.owner_needs is not None:
        # Who has everything has this one; which others there are differs by package.
        wanted += [ADMINISTRATOR] if facts.owner_needs.everything else facts.owner_needs.rights
    return understood(wanted, entitlements)


def understood(rights: Iterable[object], entitlements: Entitlements) -> Needs:
    """Rights as they are written, sorted by how well they are known."""
    certain: set[int] = set()
    inferred: set[int] = set()
    unknown: dict[str, None] = {}
    for right in rights:
        words = screen_right(right) if isinstance(right, str) else None
        known = entitlements.get(right) if isinstance(right, (int, str)) else None
        if isinstance(right, int) or known is not None:
            certain.add(known.id if known is not None else int(str(right)))
        elif words is not None and words.entitlement_id is not None:
            (certain if words.certainty is Certainty.CERTAIN else inferred).add(words.entitlement_id)
        else:
            unknown[str(right)] = None
    return Needs(frozenset(certain), frozenset(inferred) - certain, tuple(unknown))
