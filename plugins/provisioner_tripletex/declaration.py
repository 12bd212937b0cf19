"""One declaration, read field by field, with the place of every field at hand.

Promises: a reader returns what is written in the one form it is kept in, or reports what is wrong with it and returns
None; it never guesses. Does not: know methods or resources (expand.py puts them together).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Final

from provisioner.model.address import Address
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange
from provisioner.model.manifest import Declared
from provisioner.model.resource import Desired
from provisioner.model.values import FrozenMap, Node, Value
from provisioner_tripletex.catalogue import PermissionMode, Permissions
from provisioner_tripletex.entitlements import SCREEN_RIGHTS, Entitlements, screen_right
from provisioner_tripletex.kinds import CONTACT, EMPLOYEE
from provisioner_tripletex.words import WORDS

_EMAIL: Final = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\".]+(?:\.[^\s@<>()\[\],;:\".]+)+")
"""Whatever may stand before and behind the @, the latter with a point in it; `Per <per@firma.no>` holds one."""
_DURATION: Final = re.compile(r"(\d{1,5})([dw])")
_DAYS: Final = {"d": 1, "w": 7}
_SOON_DAYS: Final = 7


@dataclass(slots=True)
class Sheet:
    """A declaration being read, and what was found wrong with it."""

    declared: Declared
    """What was written."""
    address: Address
    """The resource it is most about."""
    found: list[Diagnostic] = field(default_factory=list)
    """Trouble so far."""
    more: list[Desired] = field(default_factory=list)
    """What it asks for besides the resource it is about."""

    def node(self, *path: str) -> Node | None:
        """What stands at `path`; None where nothing does, or `null`."""
        node = self.declared.body.get(*path)
        return None if node is None or node.value is None else node

    def text(self, *path: str) -> str | None:
        """The text at `path`, in one form; None where there is none. Dates and numbers are taken as they look."""
        node = self.declared.body.get(*path)
        value = node.value if node is not None else None
        if isinstance(value, str):
            return tidy(value) or None
        return None if value is None or isinstance(value, (bool, tuple, FrozenMap)) else tidy(str(value)) or None

    def texts(self, *path: str) -> tuple[str, ...]:
        """The texts of the list at `path`; empty where there is none."""
        node = self.node(*path)
        items = node.items() if node is not None else ()
        return tuple(tidy(item.value) for item in items if isinstance(item.value, str))

    def flag(self, name: str) -> bool:
        """Whether `name` is written as true."""
        node = self.node(name)
        return node is not None and node.value is True

    def place(self, *path: str) -> SourceRange:
        """Where `path` was written; where its parent was, where it was not."""
        for length in range(len(path), 0, -1):
            node = self.declared.body.get(*path[:length])
            if node is not None and node.origin is not None:
                return node.origin
        return self.declared.source

    def report(self, code: str, *path: str, related: tuple[SourceRange, ...] = (), **values: object) -> None:
        """Note trouble at `path`."""
        place = Place(self.place(*path), self.address, related=related)
        self.found.append(WORDS(code, place, name=self.declared.name, **values))


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose key it is."""

    kind: str
    """`employee` or `contact`."""
    email: str
    """Log-in name."""
    of: str | None = None
    """The customer a contact belongs to."""


@dataclass(frozen=True, slots=True)
class Expiry:
    """How long a key is wanted to last."""

    expires: str | None = None
    """The day that was written."""
    valid_for: str | None = None
    """The length that was written."""
    on: date | None = None
    """The last day, for a key made now."""
    rotate_before_days: int = 0
    """How long before it a new one is made."""


def tidy(text: str) -> str:
    """One form of a text: composed letters, no blanks around it."""
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()


def near(word: str, words: Iterable[str]) -> str:
    """The nearest of `words`, for a suggestion; empty where none is near. Capitals do not matter."""
    known = {known.casefold(): known for known in words}
    found = get_close_matches(word.casefold(), known, 1, 0.6)
    return known[found[0]] if found else ""


def owner_of(sheet: Sheet, *, office: bool) -> Owner | None:
    """Whose key it is to be."""
    if sheet.node("owner") is None:
        sheet.report("owner-missing")
        return None
    employee, contact = sheet.text("owner", EMPLOYEE), sheet.text("owner", CONTACT)
    if employee and contact:
        sheet.report("owner-both", "owner")
        return None
    if not employee and not contact:
        sheet.report("owner-empty", "owner")
        return None
    email = (employee or contact or "").lower()
    kind = EMPLOYEE if employee else CONTACT
    if _EMAIL.fullmatch(email) is None:
        inside = _EMAIL.search(email)
        near, near_nb = (f"Did you mean `{inside[0]}`? ", f"Mente du `{inside[0]}`? ") if inside else ("", "")
        sheet.report("owner-no-email", "owner", kind, written=email, near=near, near_nb=near_nb)
        return None
    if kind == CONTACT and office:
        sheet.report("office-key-owner", "owner", CONTACT)
        return None
    return Owner(kind, email, sheet.text("owner", "of") if kind == CONTACT else None)


def _duration(sheet: Sheet, name: str) -> int | None:
    """Days of `365d` or `52w`; None where nothing or nothing sensible is written."""
    written = sheet.text(name)
    if written is None:
        return None
    found = _DURATION.fullmatch(written)
    days = int(found[1]) * _DAYS[found[2]] if found else 0
    if days < 1:
        sheet.report("duration-wrong", name, field=name, written=written)
        return None
    return days


def expiry_of(sheet: Sheet, today: date) -> Expiry:
    """How long the key is wanted to last."""
    written, length = sheet.text("expires"), _duration(sheet, "validFor")
    before = _duration(sheet, "rotateBefore") or 0
    if written and sheet.node("validFor") is not None:
        sheet.report("expiry-twice", "validFor", related=(sheet.place("expires"),))
        return Expiry(rotate_before_days=before)
    if written is None and length is None:
        if before:
            sheet.report("rotate-without-expiry", "rotateBefore")
        return Expiry(rotate_before_days=before)
    if length is not None:
        if before >= length:
            sheet.report("rotate-too-early", "rotateBefore", days=length, before=before)
        return Expiry(None, sheet.text("validFor"), today + timedelta(days=length), before)
    last = _day(sheet, written or "")
    if last is None:
        return Expiry(rotate_before_days=before)
    if last < today:
        sheet.report("expires-past", "expires", date=last.isoformat(), today=today.isoformat())
    elif last == today:
        sheet.report("expires-today", "expires", date=last.isoformat())
    elif (last - today).days <= max(before, _SOON_DAYS):
        sheet.report("expires-soon", "expires", date=last.isoformat(), days=(last - today).days)
    return Expiry(last.isoformat(), None, last, before)


def _day(sheet: Sheet, written: str) -> date | None:
    try:
        if len(written) != len("yyyy-mm-dd"):
            raise ValueError(written)
        return date.fromisoformat(written)
    except ValueError:
        sheet.report("expires-wrong", "expires", written=written)
        return None


def permissions_of(sheet: Sheet, known: Permissions | None, entitlements: Entitlements) -> Value:
    """What a key made by custom set-up may do: `all`, `same-as-owner`, or rights in order; None where unknown."""
    node = sheet.node("permissions")
    if node is None:
        if known is None or known.mode is PermissionMode.TEMPLATE:
            sheet.report("permissions-missing")
            return None
        return ordered_rights(known.rights) if known.mode is PermissionMode.LIST else known.mode.value
    if isinstance(node.value, str):
        allowed = (PermissionMode.ALL.value, PermissionMode.SAME_AS_OWNER.value)
        if node.value in allowed:
            return node.value
        sheet.report("permissions-wrong", "permissions", written=node.value, near=near(node.value, allowed) or "all")
        return None
    rights = [right for item in node.items() if (right := _right(sheet, item, entitlements)) is not None]
    if not rights:
        sheet.report("permissions-missing", "permissions")
        return None
    return ordered_rights(rights)


def _right(sheet: Sheet, item: Node, entitlements: Entitlements) -> int | str | None:
    """One right, as its entitlement id where that is known for certain, else in the words of the screen."""
    if isinstance(item.value, bool) or not isinstance(item.value, (int, str)):
        return None
    right = tidy(item.value) if isinstance(item.value, str) else item.value
    if isinstance(right, str) and right.isascii() and right.isdigit():
        right = int(right)
    known = entitlements.get(right)
    if known is not None:
        return known.id
    words = screen_right(right) if isinstance(right, str) else None
    if words is not None:
        return words.words
    names = [*(each.words for each in SCREEN_RIGHTS), *entitlements.by_name]
    place = Place(item.origin or sheet.place("permissions"), sheet.address)
    hinted = near(str(right), names) or "Prosjekt > Prosjektinformasjon"
    sheet.found.append(WORDS("right-unknown", place, name=sheet.declared.name, right=right, near=hinted))
    return right


def ordered_rights(rights: Iterable[Value]) -> tuple[Value, ...]:
    """Each right once: ids first by number, then words by the alphabet."""
    unique = {(isinstance(right, str), right) for right in rights if isinstance(right, (int, str))}
    numbers = sorted(right for _, right in unique if isinstance(right, int))
    words = sorted(right for _, right in unique if isinstance(right, str))
    return (*numbers, *words)
