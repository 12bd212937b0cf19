"""A declaration such as one that was expanded before: all is known but whose it is and what it is called.

Promises: the very resource that expanding it anew would give, or None where that is not certain. Only what was right is
remembered, so that a mistake is always found the whole way. Does not: look at how declarations of one account go
together (expand.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, SourceRange
from provisioner.model.manifest import Declared, DeclaredAccount
from provisioner.model.resource import Desired
from provisioner.model.values import FrozenMap, Node, plain
from provisioner_tripletex.catalogue import Catalogue, Method
from provisioner_tripletex.declaration import tidy
from provisioner_tripletex.kinds import ACCESS, CUSTOM_SETUP, EMPLOYEE, OFFICE_KEY, USER_KEY

_MOST: Final = 4096
_REMINDER: Final = "expiry-is-a-reminder"
_CAPTURED: Final = (None,)
"""Stands in a likeness for a text that may be any."""
Likeness: TypeAlias = "tuple[object, ...]"


@dataclass(frozen=True, slots=True)
class Around:
    """What besides the declaration has a say in what becomes of it."""

    ref: AccountRef
    """Whose declaration it is."""
    company: str
    """What the account is called."""
    module: Address
    """What its own keys and activations need."""
    today: date
    """Where Tripletex stands."""
    catalogue: Catalogue
    """What is known of products."""
    office: DeclaredAccount | None
    """What clients can refer to."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A declaration taken apart."""

    likeness: Likeness
    """All of it but for the two texts."""
    owner: str | None
    """The employee, where nothing else is said of the owner."""
    key_name: str | None
    """The key's name, where it is a text."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A declaration that was expanded, and what came of it."""

    declared: Declared
    desired: Desired
    around: Around
    title: str
    """Of the product, where a key without a name is named after it and the company; else empty."""
    demanded: str
    """The name that the key must have, where the vendor demands one."""
    places: tuple[tuple[str, tuple[str, ...]], ...]
    """Which attribute is written at which path."""
    lasts: tuple[str, ...]
    """Where it is written how long it lasts."""


class Again:
    """What was expanded, to be used again. One instance serves a whole run."""

    def __init__(self) -> None:
        self._known: dict[Likeness, _Known] = {}

    def expanded(self, declared: Declared, around: Around) -> Desired | None:
        """What becomes of `declared`, where one like it was remembered."""
        written = _taken_apart(declared, around)
        known = self._known.get(written.likeness)
        if known is None or known.around.catalogue is not around.catalogue:
            return None
        if known.desired.address.kind == ACCESS and known.around.office is not around.office:
            return None
        values = _values(known, written, around)
        return _made(known, declared, around, values) if values is not None else None

    def remember(
        self, declared: Declared, desired: Desired, around: Around, fields: FrozenMap[tuple[str, ...]]
    ) -> None:
        """Keeps what became of `declared`, of which nothing was to be said, for others like it; `fields` says where an
        attribute is written that is not under its own name."""
        if desired.address.kind == OFFICE_KEY or any(note.code != _REMINDER for note in desired.notes):
            return
        title = demanded = ""
        written = _taken_apart(declared, around)
        unnamed = declared.body.get("keyName") is None
        if not unnamed and written.key_name is None:
            return
        if desired.address.kind == USER_KEY:
            facts = around.catalogue.find(desired.integration or "")
            if facts is None:
                return
            custom = desired.attributes.get("setup") == CUSTOM_SETUP
            name = facts.key_name_for(Method.CUSTOM_KEY if custom else Method.USER_KEY)
            demanded = tidy(name.text) if name is not None and name.exact else ""
            title = facts.title if unnamed and (name is None or "{{" in name.text) and not demanded else ""
        body = declared.body
        paths = ((name, fields.get(name, (name,))) for name in desired.attributes)
        lasts = ("expires",) if desired.attributes.get("expires") else ("validFor",)
        known = _Known(
            declared=declared,
            desired=desired,
            around=around,
            title=title,
            demanded=demanded,
            places=tuple((name, path) for name, path in paths if body.get(*path) is not None),
            lasts=lasts,
        )
        values = _values(known, written, around)
        # Kept only where it explains itself: taken again, the very same must come of it.
        if values is not None and _made(known, declared, around, values) == desired:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[written.likeness] = known


def _taken_apart(declared: Declared, around: Around) -> _Written:
    parts: list[object] = [declared.section.value, declared.name, around.ref.is_office, around.today]
    owner = key_name = None
    for key, node in declared.body.entries().items():
        value = node.value
        parts.append(key)
        if type(value) is str:
            if key == "keyName":
                key_name = value
                parts.append(_CAPTURED)
            else:
                parts.append(value)
        elif key == "owner" and (employee := _employee(value)) is not None:
            owner = employee
            parts.append(_CAPTURED)
        else:
            parts.append((repr(plain(node)),))  # type-strict, which equality is not
    return _Written(tuple(parts), owner, key_name)


def _employee(value: object) -> str | None:
    """The employee, where nothing else is said."""
    if type(value) is not FrozenMap or len(value) != 1:
        return None
    node = value.get(EMPLOYEE)
    return node.value if isinstance(node, Node) and type(node.value) is str else None


def _values(known: _Known, written: _Written, around: Around) -> dict[str, str] | None:
    """The attributes that are this one's own; None where they would have to be looked at."""
    values: dict[str, str] = {}
    if known.desired.address.kind != USER_KEY:
        return values if written.owner is None and written.key_name is None else None
    if written.owner is not None:
        email = tidy(written.owner).lower()
        if "@" not in email:
            return None
        values["owner"] = email
    if written.key_name is not None:
        name = tidy(written.key_name)
        if not name or (known.demanded and name != known.demanded):
            return None
        values["keyName"] = name
    elif known.title:
        values["keyName"] = tidy(f"{known.title} {around.company}")
    return values


def _made(known: _Known, declared: Declared, around: Around, values: dict[str, str]) -> Desired:
    like, body = known.desired, declared.body
    address = like.address.of(around.ref)
    if body is known.declared.body:
        origins = like.origins
    else:
        found: dict[str, SourceRange] = {}
        for name, path in known.places:
            node = body.get(*path)
            if node is not None and node.origin is not None:
                found[name] = node.origin
        origins = FrozenMap(found)
    notes = like.notes
    if notes:
        lasts = body.get(*known.lasts)
        source = lasts.origin if lasts is not None and lasts.origin is not None else declared.source
        notes = tuple(
            Diagnostic(note.code, note.severity, note.text, address, None, source, (), note.translations)
            for note in notes
        )
    return Desired(
        address=address,
        attributes=like.attributes.with_items(values) if values else like.attributes,
        source=declared.source,
        origins=origins,
        depends_on=(around.module,) if like.depends_on == (known.around.module,) else like.depends_on,
        integration=like.integration,
        adopt=like.adopt,
        protect=like.protect,
        expires_on=like.expires_on,
        rotate_before_days=like.rotate_before_days,
        handoff=like.handoff,
        notes=notes,
        search=like.search,
    )
