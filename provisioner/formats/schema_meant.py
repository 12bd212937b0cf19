"""What a person most likely meant by what the schema refuses.

Promises: at most one guess, in the form in which it would be right, and none where there is doubt. Does not: correct
anything.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Final

from provisioner.engine.suggest import closest
from provisioner.model.account import organization_number_is_valid
from provisioner.model.values import Node

_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
_NOT_NAME: Final = re.compile(r"[^a-z0-9]+")
_DAY: Final = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]((?:20)?[0-9]{2})")
_COMPACT: Final = re.compile(r"([0-9]{4})(?:([0-9]{2})([0-9]{2})|[./-]([0-9]{1,2})[./-]([0-9]{1,2}))")
_CLOCK: Final = re.compile(r"[T ][0-9:.]+(?:Z|[+-][0-9:]+)?")
"""What stands behind the day where somebody wrote a moment."""
_LENGTH: Final = re.compile(
    r"([0-9]{1,4})\s*(d|day|days|dag|dager|w|week|weeks|u|uke|uker|m|month|months|mnd|måned|måneder|y|year|years|å|år)?"
)
_DECIMALS: Final = re.compile(r"[.,]0+$")
"""What a spreadsheet puts behind a whole number."""
_DAYS: Final = {"m": 30, "y": 365, "å": 365}

SYNONYMS: Final = {
    "ansatt": "employee",
    "avtale": "agreement",
    "behold": "protect",
    "eier": "owner",
    "fullmakt": "authority",
    "gyldig": "validFor",
    "integrasjon": "integration",
    "integrasjoner": "integrations",
    "kontakt": "contact",
    "merkelapper": "labels",
    "metode": "method",
    "navn": "name",
    "notat": "note",
    "nøkkelnavn": "keyName",
    "organisasjonsnummer": "organizationNumber",
    "orgnr": "organizationNumber",
    "orgno": "organizationNumber",
    "profil": "profiles",
    "profiler": "profiles",
    "rettigheter": "permissions",
    "språk": "language",
    "tilgang": "access",
    "tilganger": "permissions",
    "tilgangsmal": "access",
    "tilstand": "state",
    "type": "kind",
    "uten": "without",
    "utløp": "expires",
    "utløper": "expires",
    "variabler": "vars",
    "velger": "selector",
    "visningsnavn": "displayName",
}
"""Words that Norwegians reach for, and the field that means it."""

INSIDE: Final = {
    "employee": "owner",
    "contact": "owner",
    "acceptedBy": "agreement",
    "authority": "agreement",
    "recipients": "secrets",
    "store": "secrets",
    "endpoint": "provider",
    "drivers": "provider",
    "credentials": "provider",
    "maxDeletes": "guardrails",
    "requireExpiry": "guardrails",
}
"""Fields that stand below another one, where people forget it."""


def meant_field(name: str, known: Collection[str]) -> str | None:
    """Which of the `known` fields `name` was to be."""
    translated = SYNONYMS.get(name.casefold())
    return translated if translated in known else closest(name, known)


def meant_value(form: str, written: object) -> str | None:
    """The value as it would be right, for a shape that is `form`."""
    text = str(written).strip()
    if form == "name":
        slug = _NOT_NAME.sub("-", text.lower().translate(_LETTERS)).strip("-")
        return slug if slug and slug != written else None
    if form == "date":
        return _meant_date(text)
    if form == "duration":
        return _meant_length(text)
    if form == "organization-number":
        digits = re.sub(r"[^0-9]", "", _DECIMALS.sub("", text))
        return f"{digits[:3]} {digits[3:6]} {digits[6:]}" if organization_number_is_valid(digits) else None
    return None


def _meant_date(text: str) -> str | None:
    text = _CLOCK.sub("", text, count=1)
    day, compact = _DAY.fullmatch(text), _COMPACT.fullmatch(text)
    if day is not None:
        parts = [f"20{day[3][-2:]}", day[2], day[1]]
    elif compact is not None:
        parts = [part for part in compact.groups() if part]
    else:
        return None
    try:
        return date(*map(int, parts)).isoformat()
    except ValueError:
        return None


def _meant_length(text: str) -> str | None:
    found = _LENGTH.fullmatch(text.lower())
    if found is None:
        return None
    unit = (found[2] or "d")[0]
    count = int(found[1])
    if unit in "wu":
        return f"{count}w" if count else None
    days = count * _DAYS.get(unit, 1)
    return f"{days}d" if 0 < days < 10**5 else None


def slipped_out(mapping: Node, fields: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Of a `mapping` of declarations: each that is empty, and the `fields` of its own that follow it in its own column
    instead of below it."""
    found: dict[str, tuple[str, ...]] = {}
    above = ""
    for name, child in mapping.entries().items():
        if child.value is None:
            above = name
        elif above and name in fields:
            found[above] = (*found.get(above, ()), name)
        else:
            above = ""
    return found


def stands_too_far_out(mapping: Node, known: Collection[str]) -> dict[str, str]:
    """Keys of a `mapping` that belong below the empty key before them, and that key: they lack their indentation."""
    found: dict[str, str] = {}
    above = ""
    for name, child in mapping.entries().items():
        if name in known:
            above = name if child.value is None else ""
        elif above:
            found[name] = above
    return found
