"""What the fake provider understands: its kinds, and how a declaration becomes something wanted.

Promises: pure. Does not: know of any world.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from provisioner.model.address import AccountRef, Address, AddressError
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.manifest import Declared, Section
from provisioner.model.resource import Attribute, Desired, HandoffPlan, Replacement, ResourceType, Role
from provisioner.model.values import FrozenMap, Unknown, Value, plain
from provisioner.spi.provider import ExpandRequest, Expansion
from provisioner.testing.words import WORDS

_NUMBER: Final = Attribute("number", Role.COMPUTED)
_TITLE: Final = Attribute("title", Role.IDENTITY)
_KEY: Final = (
    Attribute("application", Role.IDENTITY),
    Attribute("scope", Role.IMMUTABLE),
    Attribute("label", Role.MUTABLE),
    Attribute("expires", Role.AT_CREATION),
    _NUMBER,
    Attribute("token", Role.SECRET),
)


def _named(english: str, norwegian: str) -> FrozenMap[str]:
    return FrozenMap({"en": english, "nb": norwegian})


TYPES: Final = (
    ResourceType("module", (_TITLE, _NUMBER), _named("module", "modul"), permanent=True),
    ResourceType("note", (_TITLE, Attribute("text", Role.MUTABLE), _NUMBER), _named("note", "notat")),
    ResourceType("key", _KEY, _named("key", "nøkkel"), Replacement.CREATE_FIRST, holds_secret=True, handed_on=True),
    ResourceType(
        "office_key",
        _KEY,
        _named("office key", "kontornøkkel"),
        Replacement.CREATE_FIRST,
        holds_secret=True,
        handed_on=True,
    ),
    ResourceType("link", (Attribute("office_key", Role.IDENTITY), _NUMBER), _named("link", "kobling")),
)
KINDS: Final = tuple(type_.kind for type_ in TYPES)
_WRITTEN: Final = {
    "module": ("title",),
    "note": ("title", "text"),
    "key": ("application", "scope", "label", "expires"),
    "office_key": ("application", "scope", "label", "expires"),
    "link": (),
}
SCHEMA: Final = {
    "$defs": {
        "settings": {
            "type": "object",
            "properties": {
                "guided": {"type": "array", "items": {"enum": list(KINDS)}},
                "unroutable": {"type": "array", "items": {"enum": list(KINDS)}},
            },
        },
        "integration": {"type": "object", "required": ["kind"]},
        "officeKey": {"type": "object"},
        "catalogueEntry": {"type": "object"},
    }
}


def type_of(kind: str) -> ResourceType:
    """The type of that kind."""
    return next(type_ for type_ in TYPES if type_.kind == kind)


def expand(request: ExpandRequest) -> Expansion:
    """What one account's declarations ask for."""
    account = request.declared.account.ref
    results = [_Reading(account, item).result() for item in request.declared.declared]
    return Expansion(
        tuple(desired for desired, _ in results if desired is not None),
        tuple(diagnostic for _, diagnostics in results for diagnostic in diagnostics),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """One declaration being read."""

    account: AccountRef
    item: Declared

    def result(self) -> tuple[Desired | None, list[Diagnostic]]:
        """What it asks for, or what is wrong with it."""
        kind = "office_key" if self.item.section is Section.OFFICE_KEYS else self.item.body.text("kind")
        place = Place(self.item.source, account=self.account)
        if kind not in KINDS:
            return None, [WORDS("fake-unknown-kind", place, name=self.item.name, kinds=", ".join(KINDS))]
        try:
            return self._desired(kind), []
        except _Misread as misread:
            return None, [WORDS("fake-bad-field", place, field=misread.args[0], name=self.item.name)]

    def _desired(self, kind: str) -> Desired:
        address = Address(self.account, kind, self.item.name)
        needs = sorted(set(self._needs()))
        values: dict[str, Value] = {name: self._value(name) for name in _WRITTEN[kind]}
        if kind in ("module", "note"):
            values["title"] = values["title"] or self.item.name
        if kind == "link":
            values["office_key"] = Unknown(self._office_key(), "number")
            needs = sorted({*needs, self._office_key()})
        nodes = self.item.body.entries()
        origins = {name: nodes[name].origin for name in values if name in nodes}
        vendor = self.item.body.text("vendor")
        expires = self._expires()
        return Desired(
            address=address,
            attributes=FrozenMap(values),
            source=self.item.source,
            origins=FrozenMap({name: origin for name, origin in origins.items() if origin is not None}),
            depends_on=tuple(needs),
            integration=self.item.body.text("application") or None,
            adopt=self._value("adopt") is True,
            protect=self._value("protect") is True,
            expires_on=expires,
            rotate_before_days=self._days(),
            handoff=HandoffPlan(vendor, "portal") if vendor and type_of(kind).handed_on else None,
        )

    def _value(self, name: str) -> Value:
        node = self.item.body.get(name)
        return plain(node) if node is not None else None

    def _office_key(self) -> Address:
        return self._address(AccountRef.office(), f"office_key/{self.item.body.text('to')}", "to")

    def _needs(self) -> Iterator[Address]:
        node = self.item.body.get("needs")
        for item in node.items() if node is not None else ():
            yield self._address(self.account, str(item.value), "needs")

    def _address(self, account: AccountRef, text: str, field: str) -> Address:
        try:
            return Address.parse(f"{account}/{text}")
        except AddressError:
            raise _Misread(field) from None

    def _expires(self) -> date | None:
        text = self._value("expires")
        try:
            return date.fromisoformat(str(text)) if text is not None else None
        except ValueError:
            raise _Misread("expires") from None

    def _days(self) -> int:
        days = self._value("rotateBeforeDays")
        if days is not None and not isinstance(days, int):
            raise _Misread("rotateBeforeDays")
        return days or 0


class _Misread(Exception):
    """A field that cannot be understood; its name is the argument."""
