"""Small texts of declarations that are made of what was read: names of our own, owners, rights.

Promises: a name is in the one form that names have, and never taken twice.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from provisioner.model.manifest import Section
from provisioner.model.values import Attributes, Value
from provisioner_tripletex.catalogue.search import plain
from provisioner_tripletex.declaration import ordered_rights, tidy
from provisioner_tripletex.entitlements import Entitlements, screen_right
from provisioner_tripletex.kinds import CONTACT, EMPLOYEE

_LONGEST: Final = 48
"""Of 63 signs, so that what tells two apart has room behind."""


@dataclass
class Names:
    """Names under `integrations:` and `officeKeys:` of one account."""

    taken: set[tuple[Section, str]]
    """Those that are given away."""

    def take(self, section: Section, name: str, mark: str) -> str:
        """The name, with `mark` behind it where there is one, and a number where that is taken too."""
        wanted = f"{name[:_LONGEST].strip('-')}-{mark}" if mark else name
        number, free = 2, wanted[:_LONGEST].strip("-") if mark else wanted
        while (section, free) in self.taken:
            free, number = f"{wanted[:_LONGEST].strip('-')}-{number}", number + 1
        self.taken.add((section, free))
        return free


def slug(text: str) -> str:
    """A name of our own for what somebody else calls `text`."""
    found = re.sub(r"[^a-z0-9]+", "-", plain(text))[:_LONGEST].strip("-")
    return found or "product-" + hashlib.sha256(text.encode()).hexdigest()[:8]


def owner_body(held: Attributes) -> dict[str, object]:
    """Whose key it is."""
    contact = held.get("ownerKind") == CONTACT
    body: dict[str, object] = {CONTACT if contact else EMPLOYEE: str(held.get("owner"))}
    if contact and isinstance(held.get("ownerOf"), str):
        body["of"] = str(held.get("ownerOf"))
    return body


def owner_mark(held: Attributes) -> str:
    """What people call the owner, to tell two keys of one product apart."""
    return slug(str(held.get("owner")).partition("@")[0])


def readable_rights(rights: Value, entitlements: Entitlements) -> list[object]:
    """The rights in the form in which they are declared; empty where one of them is in words that nobody knows."""
    if not isinstance(rights, tuple):
        return []
    found: list[Value] = []
    for right in rights:
        known = entitlements.get(right) if isinstance(right, (str, int)) and not isinstance(right, bool) else None
        words = screen_right(right) if isinstance(right, str) else None
        if known is None and words is None:
            return []
        found.append(known.id if known is not None else tidy(words.words) if words is not None else None)
    return list(ordered_rights(found))
