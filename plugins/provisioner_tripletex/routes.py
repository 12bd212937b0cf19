"""Who does what: the matrix of drivers, and why not a better one.

Promises: pure, and the same offline as online. What can only be learnt by looking (whether the office's application is
approved to make keys) is not part of it: the driver says so when it is refused. Does not: do anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final, TypeAlias

from provisioner.model.address import Address
from provisioner.model.diagnostics import BOKMAL, Diagnostic, Severity, Text
from provisioner.model.plan import Action, Change
from provisioner.model.values import Attributes, is_known
from provisioner.spi.provider import Route
from provisioner_tripletex.agreeing import unaccepted
from provisioner_tripletex.asking import unwritten
from provisioner_tripletex.kinds import (
    ACCESS,
    API,
    CATALOGUE_SETUP,
    GUIDED,
    KEYS,
    MENU,
    MODULE,
    OFFICE_KEY,
    QUESTION,
    USER_KEY,
    WEB,
    KeyReference,
)
from provisioner_tripletex.settings import CONSUMER, OFFICE_EMPLOYEE, OFFICE_KEY_TOKEN, Settings
from provisioner_tripletex.words import WORDS

Told: TypeAlias = "dict[tuple[str, ...], Diagnostic]"
"""What was said about the same reasons before."""
_NOTHING_TO_DO: Final = frozenset({Action.NO_OP, Action.ADOPT, Action.FORGET})


def route(change: Change, settings: Settings, told: Told | None = None) -> Route:
    """The first driver of the project's list that can do `change`; `told` holds what was said of other changes."""
    if change.action in _NOTHING_TO_DO:
        return Route(driver="")
    stuck = unwritten(change) or unaccepted(change)
    if stuck is not None:
        return stuck
    ends = change.action is Action.DELETE
    held = change.before if ends else change.after
    whys: list[str] = []
    for driver in settings.drivers:
        why = refusal(driver, settings, _Thing(change.address, held, ends, change.action is Action.UPDATE))
        if why is None:
            return Route(driver, _note(change.address, whys, told)) if whys else Route(driver)
        whys.append(why)
    note = _note(change.address, whys, told)
    return Route("", replace(note, severity=Severity.ERROR) if note is not None else None)


def by_hand(settings: Settings, address: Address, held: Attributes) -> bool:
    """Whether a new thing of that kind would be made on the screen."""
    if API not in settings.drivers:
        return True
    thing = _Thing(address, held, ends=False)
    chosen = next((driver for driver in settings.drivers if refusal(driver, settings, thing) is None), GUIDED)
    return chosen != API


class _Thing:
    """What is to be made, changed or ended."""

    __slots__ = ("address", "changes", "ends", "held")

    def __init__(self, address: Address, held: Attributes, ends: bool, changes: bool = False) -> None:
        self.address = address
        self.held = held
        self.ends = ends
        self.changes = changes


def refusal(driver: str, settings: Settings, thing: _Thing) -> str | None:
    """The code of why `driver` cannot do it; None where it can."""
    if driver == GUIDED:
        return None
    if thing.address.kind == QUESTION:
        return "route-question"
    if driver == WEB:
        return _on_screens(thing)
    if not settings.has(CONSUMER):
        return "route-no-consumer-token"
    kind = thing.address.kind
    if kind in KEYS and not thing.ends and not settings.keys_by_api:
        return "route-keys-by-hand"
    at_office = thing.address.account.is_office or kind == ACCESS
    if at_office and not settings.has(OFFICE_EMPLOYEE):
        return "route-no-office-employee"
    if not at_office and not settings.has(OFFICE_KEY_TOKEN):
        return "route-no-office-key"
    check = _BY_API.get(kind)
    return check(thing) if check is not None else "route-menu"


def _on_screens(thing: _Thing) -> str | None:
    """Why a browser cannot do it."""
    kind, held = thing.address.kind, thing.held
    if kind == MODULE and thing.ends:
        return "route-web-module-off"
    if thing.changes and kind != ACCESS:
        return "route-web-no-change"
    if kind in KEYS and thing.ends and not held.get("keyName") and not held.get("keyId"):
        return "route-web-unnamed"
    if kind == ACCESS and is_known(held.get("key")) and KeyReference.parse(held.get("key")) is None:
        return "route-web-unnamed"
    return None


def _module(thing: _Thing) -> str | None:
    return "route-module-off" if thing.ends else None


def _menu(_: _Thing) -> str | None:
    return "route-menu"


def _key(thing: _Thing) -> str | None:
    if thing.ends:
        return "route-revoke"
    if thing.held.get("setup") != CATALOGUE_SETUP:
        return "route-custom"
    if not thing.held.get("expires") and not thing.held.get("validFor"):
        return "route-no-expiry"
    return None


def _access(thing: _Thing) -> str | None:
    key = thing.held.get("key")
    if not is_known(key):
        return None
    reference = KeyReference.parse(key)
    return None if reference is not None and reference.robot_id is not None else "route-no-robot"


_BY_API: Final[Mapping[str, Callable[[_Thing], str | None]]] = MappingProxyType(
    {MODULE: _module, MENU: _menu, USER_KEY: _key, OFFICE_KEY: _key, ACCESS: _access}
)
assert set(KEYS) <= set(_BY_API)


def _note(address: Address, whys: list[str], told: Told | None) -> Diagnostic | None:
    """One diagnostic for everything that stood in the way, the first first."""
    if not whys:
        return None
    key = tuple(whys)
    known = told.get(key) if told is not None else None
    if known is None:
        known = _worded(whys)
        if told is not None:
            told[key] = known
    return replace(known, address=address)


def _worded(whys: list[str]) -> Diagnostic:
    """The same without its place: words that many changes have."""
    notes = [WORDS(why) for why in whys]
    first = notes[0]
    if len(notes) == 1:
        return first
    return replace(first, text=_joined(notes, "en"), translations=((BOKMAL, _joined(notes, BOKMAL)),))


def _joined(notes: list[Diagnostic], language: str) -> Text:
    told = [note.told_in(language) for note in notes]
    return Text(" ".join(text.summary for text in told), told[0].detail, told[0].hint)
