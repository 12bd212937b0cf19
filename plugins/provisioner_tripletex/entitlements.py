"""Entitlements: what an employee, or a key, may do, by Tripletex' own ids.

Promises: 98 ids as an administrator of a public sandbox had them; the id is the key, since the vendor says that names
may change between releases. The words of the screen are tied to an id only where that is certain or said to be
inferred; else they are unknown. Does not: claim that the list is complete, or keep anything between calls.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final

_DATA: Final = "entitlements.json"
_SHOWN: Final = 6


class Certainty(StrEnum):
    """How well it is known which entitlement some words of the screen are."""

    CERTAIN = "certain"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Entitlement:
    """One kind of right."""

    id: int
    """Tripletex' `entitlementId`: stable."""
    name: str
    """Its name in the API, which may change between releases."""


@dataclass(frozen=True, slots=True)
class ScreenRight:
    """A right in the words of the screen."""

    words: str
    """The path of headings and the label, joined by ` > `."""
    entitlement_id: int | None
    """The entitlement it is; `None`: unknown."""
    certainty: Certainty
    """How well that is known."""


SCREEN_RIGHTS: Final[tuple[ScreenRight, ...]] = (
    # The two rights that the work itself needs. No public page ties either to an id: both are so nearly what the
    # entitlement is called that they are inferred from its name.
    ScreenRight("Brukeradministrator", 1, Certainty.INFERRED),
    ScreenRight("Brukeradministrator i klientkontoer", 71, Certainty.INFERRED),
    # The only public list of rights in the words of the screen (the vendor Sonya's); no page gives their ids. Where an
    # entitlement's name says the same in English, and no other comes near, it is inferred.
    ScreenRight("Reiseregning > Reiseregningsinnstillinger", 121, Certainty.INFERRED),
    ScreenRight("Reiseregning > Å registrere reiseregninger og ansattutlegg", 47, Certainty.INFERRED),
    ScreenRight(
        "Reiseregning > Tilgang til alle reiseregninger/ansattutlegg (inkl. godkjenning): Hele selskapet",
        25,
        Certainty.INFERRED,
    ),
    ScreenRight("Prosjekt > Prosjektinformasjon", 92, Certainty.INFERRED),
    ScreenRight("Prosjekt > Prosjektstatus", None, Certainty.UNKNOWN),
    ScreenRight("Prosjekt > Prosjektinnstillinger", 133, Certainty.INFERRED),
    ScreenRight("Prosjekt > Full tilgang > Alle prosjekter: Hele selskapet", 11, Certainty.INFERRED),
    ScreenRight("Selskap > Full tilgang til selskapsinformasjon", None, Certainty.UNKNOWN),
    ScreenRight("Selskap > Lesetilgang til ansattinformasjon", 61, Certainty.INFERRED),
)
"""Every right that is known by the words of the screen."""


@dataclass(frozen=True, slots=True)
class Entitlements:
    """The known entitlements."""

    by_id: Mapping[int, Entitlement]
    """Id -> entitlement, in order of the ids."""
    by_name: Mapping[str, Entitlement]
    """Name in the API -> entitlement."""

    def get(self, right: int | str) -> Entitlement | None:
        """The entitlement with this id or this name in the API; `None` where it is not a known one."""
        return self.by_id.get(right) if isinstance(right, int) else self.by_name.get(right)

    def missing(self, needed: Iterable[int], held: Iterable[int]) -> tuple[Entitlement, ...]:
        """What of `needed` is not `held`, in order; an id that is not known is named by its number."""
        absent = sorted(frozenset(needed) - frozenset(held))
        return tuple(self.by_id.get(each, Entitlement(each, str(each))) for each in absent)

    def named(self, rights: Iterable[int]) -> str:
        """Rights as they are shown to people: each name with its number, the first few where there are many."""
        found = self.missing(rights, ())
        shown = ", ".join(f"{each.name} ({each.id})" for each in found[:_SHOWN])
        return f"{shown} … (+{len(found) - _SHOWN})" if len(found) > _SHOWN else shown


def load_entitlements() -> Entitlements:
    """The known entitlements. Reads the data file; hold on to the result."""
    tree = json.loads(Path(__file__).with_name(_DATA).read_text(encoding="utf-8"))
    rights = [Entitlement(int(row["id"]), str(row["name"])) for row in tree["entitlements"]]
    return Entitlements(
        MappingProxyType({right.id: right for right in rights}),
        MappingProxyType({right.name: right for right in rights}),
    )


def screen_right(words: str) -> ScreenRight | None:
    """The right that these words of the screen are; `None` where they are not known words. Capitals do not matter."""
    wanted = _plain(words)
    return next((right for right in SCREEN_RIGHTS if _plain(right.words) == wanted), None)


def _plain(words: str) -> str:
    return " ".join(unicodedata.normalize("NFC", words).casefold().split())
