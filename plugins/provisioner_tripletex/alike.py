"""What can be said of many declarations after a look at one.

Promises: two declarations that differ only in what `alike_with` names are both right or both wrong, in whatever account
they stand; two that do not take the same thing never get into each other's way (see `_duplicates` in expand.py). What
becomes of others, `likeness_of` says only of texts that are kept as they are written. Says less rather than more. Does
not: look at anything that has a fault.
"""

from __future__ import annotations

import re
from typing import Final

from provisioner.model.manifest import Declared
from provisioner.model.resource import Desired
from provisioner.model.values import NO_LABELS, FrozenMap
from provisioner.spi.provider import Likeness
from provisioner_tripletex.catalogue import Catalogue, Method
from provisioner_tripletex.declaration import Sheet
from provisioner_tripletex.kinds import ACCESS, CUSTOM_SETUP, KEYS, MENU, OFFICE_KEY, USER_KEY

_EMAIL: Final = (
    r"[A-Za-z0-9][A-Za-z0-9._+-]{0,80}@[A-Za-z0-9][A-Za-z0-9-]{0,60}(?:\.[A-Za-z0-9][A-Za-z0-9-]{0,30}){1,3}"
)
_WORDS: Final = r"[^\W_](?:[\w .,&()/+@'-]{0,180}[\w.)])?"
_NOTE: Final = FrozenMap({"note": _WORDS})
_KEY: Final = FrozenMap({"note": _WORDS, "owner.employee": _EMAIL, "owner.contact": _EMAIL, "owner.of": _WORDS})
_NAME: Final = FrozenMap({"keyName": _WORDS})
_AGREEMENT: Final = FrozenMap({"note": _WORDS, "agreement.acceptedBy": _WORDS, "agreement.authority": _WORDS})
_LONG: Final = FrozenMap({"validFor": "[1-9][0-9]{2,3}d", "rotateBefore": "[1-9][0-9]?d"})
"""A hundred days and more are longer than two digits' worth of them."""
_HUNDRED: Final = 100
_SMALL: Final = r"[a-z0-9][a-z0-9._+-]{0,80}@[a-z0-9][a-z0-9-]{0,60}(?:\.[a-z0-9][a-z0-9-]{0,30}){1,3}"
"""A log-in name as it is kept; capitals in it do not matter."""
_LETTER: Final = "A-Za-z0-9ÆØÅæøåÄÖäöÉéÜü"
_KEPT: Final = f"[{_LETTER}](?:[{_LETTER} .,&()/+@'-]{{0,180}}[{_LETTER}.)])?"
"""Words as they are kept: composed letters, no blanks around them."""


def alike_with(desired: Desired, catalogue: Catalogue) -> FrozenMap[str]:
    """By field, the texts that make no difference to whether a declaration such as this one is right."""
    kind = desired.address.kind
    if kind == MENU:
        return _AGREEMENT
    if kind not in KEYS:
        return _NOTE
    facts = catalogue.find(desired.integration or "")
    named = facts.key_name_for(Method.OFFICE_KEY if kind == OFFICE_KEY else Method.USER_KEY) if facts else None
    custom = facts.key_name_for(Method.CUSTOM_KEY) if facts else None
    free = not any(known is not None and known.exact for known in (named, custom))
    alike = _KEY.with_items(_NAME) if free else _KEY
    written = re.fullmatch("([0-9]+)d", str(desired.attributes.get("validFor") or ""))
    long = written is not None and int(written[1]) >= _HUNDRED and desired.rotate_before_days < _HUNDRED
    return alike.with_items(_LONG) if long else alike


def taken_by(desired: Desired) -> str:
    """What only one declaration of an account can have; its owner is left out, for owners are alike."""
    kind, held = desired.address.kind, desired.attributes
    if kind in KEYS:
        return f"{kind} {held.get('applicationName')}"
    return f"{kind} {held.get('title')} {held.get('officeKey')}"


def likeness_of(declared: Declared, desired: Desired, catalogue: Catalogue) -> Likeness | None:
    """What becomes of others like it, where `alike_with` says that they are right."""
    address, right = desired.address, alike_with(desired, catalogue)
    of = f"{address.kind}/{address.name}"
    if address.kind == ACCESS:
        return Likeness(of, _NOTE)
    if address.kind == MENU:
        texts = {"note": _WORDS, "agreement.acceptedBy": _SMALL, "agreement.authority": _KEPT}
        becomes = {"agreement.acceptedBy": "acceptedBy", "agreement.authority": "authority"}
        return Likeness(of, FrozenMap(texts), FrozenMap(becomes))
    facts = catalogue.find(desired.integration or "")
    if address.kind != USER_KEY or facts is None:
        return None
    kept = {"note": _WORDS, "owner.employee": _SMALL, "keyName": _KEPT}
    texts = {name: pattern for name, pattern in kept.items() if name in right}
    if "rotateBefore" in right:
        texts["rotateBefore"] = right["rotateBefore"]
    becomes = {"owner.employee": "owner", "keyName": "keyName"}
    custom = desired.attributes.get("setup") == CUSTOM_SETUP
    known = facts.key_name_for(Method.CUSTOM_KEY if custom else Method.USER_KEY)
    sheet = Sheet(declared, address)
    written = any(sheet.text(*path) for path in (("keyName",), ("keyName", "exact"), ("keyName", "suggested")))
    ours = not written and (known is None or (not known.exact and "{{" in known.text))
    named = FrozenMap({"keyName": f"{facts.title} "}) if ours else NO_LABELS
    return Likeness(of, FrozenMap(texts), FrozenMap(becomes), named, _KEPT)
