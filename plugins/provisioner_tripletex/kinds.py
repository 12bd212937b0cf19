"""The kinds of things this provider knows, and the small vocabulary its files share.

Promises: constants and pure helpers. Does not: know what a manifest says or how anything is done.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from provisioner.model.resource import Attribute, Replacement, ResourceType, Role
from provisioner.model.values import FrozenMap
from provisioner_tripletex.titles import ATTRIBUTES, KINDS, VALUES

MODULE: Final = "module"
MENU: Final = "menu_activation"
USER_KEY: Final = "user_key"
OFFICE_KEY: Final = "office_key"
ACCESS: Final = "client_access"
QUESTION: Final = "vendor_question"
"""Nothing on a screen: what a person asks a vendor before a key can be made."""
KEYS: Final = (USER_KEY, OFFICE_KEY)

MODULE_ADDRESS: Final = "api-v2"
"""The name of the module's resource; an account has one."""

MODULE_NEEDED: Final = "module-needed"
"""The code of what is said of each account: what there needs the module."""

API: Final = "api"
WEB: Final = "web"
GUIDED: Final = "guided"
DRIVERS: Final = (API, WEB, GUIDED)

EMPLOYEE: Final = "employee"
CONTACT: Final = "contact"
CATALOGUE_SETUP: Final = "catalogue"
CUSTOM_SETUP: Final = "custom"
TEMPLATE: Final = "template"

NO_ACCESS: Final = "NONE_PRIVILEGES"
"""The template that takes every right at a client away."""

CLIENT_TEMPLATES: Final = (
    "STANDARD_PRIVILEGES_ACCOUNTANT",
    "STANDARD_PRIVILEGES_AUDITOR",
    "ALL_PRIVILEGES",
    "AGRO_READ_ONLY",
    "AGRO_READ_APPROVE",
    "AGRO_READ_WRITE",
    "AGRO_READ_WRITE_APPROVE",
    "AGRO_PAYROLL_ADMIN",
    "AGRO_PAYROLL_CLERK",
    "AGRO_INVOICE_ADMIN",
    "AGRO_INVOICE_CLERK",
)
"""What `access:` may say: the vendor's own names. `NONE_PRIVILEGES` is how access ends, so nobody asks for it."""

TEMPLATE_WORDS: Final = FrozenMap({template: words["nb"] for template, words in VALUES["access"].items()})
"""«Tilgangsmal» as the screen is thought to word it; only «Alle tilganger» stands in a public guide."""

OSLO: Final = "Europe/Oslo"


_NONE: Final[FrozenMap[FrozenMap[str]]] = FrozenMap()


def _told(name: str, role: Role) -> Attribute:
    return Attribute(name, role, ATTRIBUTES[name], VALUES.get(name, _NONE))


_KEY_CORE: Final = (
    _told("applicationName", Role.IDENTITY),
    _told("owner", Role.IDENTITY),
)
_KEY_REST: Final = (
    _told("permissions", Role.IMMUTABLE),
    _told("setup", Role.AT_CREATION),
    _told("title", Role.AT_CREATION),
    _told("keyName", Role.AT_CREATION),
    _told("expires", Role.AT_CREATION),
    _told("validFor", Role.AT_CREATION),
    _told("keyId", Role.COMPUTED),
    _told("robotEmployeeId", Role.COMPUTED),
)

RESOURCE_TYPES: Final = (
    ResourceType(
        MODULE,
        (_told("name", Role.IDENTITY),),
        KINDS[MODULE],
        permanent=True,
        named_by="name",
        activated=True,
        may_cost=True,
        account_notes=(MODULE_NEEDED,),
    ),
    ResourceType(
        MENU,
        (
            _told("title", Role.IDENTITY),
            _told("search", Role.AT_CREATION),
            _told("acceptedBy", Role.AT_CREATION),
            _told("authority", Role.AT_CREATION),
            _told("agreement", Role.AT_CREATION),
        ),
        KINDS[MENU],
        replacement=Replacement.DELETE_FIRST,
        handed_on=True,
        person="acceptedBy",
        named_by="title",
        activated=True,
    ),
    ResourceType(
        USER_KEY,
        (
            *_KEY_CORE,
            _told("ownerKind", Role.IMMUTABLE),
            _told("ownerOf", Role.IMMUTABLE),
            *_KEY_REST,
        ),
        KINDS[USER_KEY],
        replacement=Replacement.CREATE_FIRST,
        holds_secret=True,
        handed_on=True,
        person="owner",
        named_by="title",
    ),
    ResourceType(
        OFFICE_KEY,
        (*_KEY_CORE, *_KEY_REST, _told("reference", Role.COMPUTED)),
        KINDS[OFFICE_KEY],
        replacement=Replacement.CREATE_FIRST,
        holds_secret=True,
        handed_on=True,
        person="owner",
        named_by="title",
    ),
    ResourceType(
        ACCESS,
        (
            _told("officeKey", Role.IDENTITY),
            _told("key", Role.MUTABLE),
            _told("access", Role.MUTABLE),
            _told("keyName", Role.AT_CREATION),
        ),
        KINDS[ACCESS],
        replacement=Replacement.DELETE_FIRST,
        named_by="keyName",
    ),
    ResourceType(
        QUESTION,
        (
            _told("about", Role.IDENTITY),
            _told("title", Role.AT_CREATION),
            _told("vendor", Role.AT_CREATION),
            _told("answer", Role.COMPUTED),
            # Never told: a key refers to it until its name stands in the manifest.
            _told("applicationName", Role.COMPUTED),
        ),
        KINDS[QUESTION],
        permanent=True,
        named_by="title",
    ),
)


@dataclass(frozen=True, slots=True)
class KeyReference:
    """How an access names the office key it goes through: by name and generation, and by hidden user where known."""

    name: str
    """What the key is called on the screen."""
    generation: int
    """Which making of it."""
    robot_id: int | None = None
    """The employee id of the hidden user behind it, where it could be read."""

    def __str__(self) -> str:
        robot = f" ({self.robot_id})" if self.robot_id is not None else ""
        return f"{self.name} #{self.generation}{robot}"

    @classmethod
    def parse(cls, text: object) -> KeyReference | None:
        """The reference that `text` spells."""
        found = re.fullmatch(r"(.*) #(\d{1,9})(?: \((\d{1,18})\))?", text) if isinstance(text, str) else None
        if found is None:
            return None
        return cls(found[1], int(found[2]), int(found[3]) if found[3] else None)


def oslo_date(now: datetime) -> date:
    """Today where Tripletex stands: its days end at midnight in Oslo."""
    return now.astimezone(ZoneInfo(OSLO)).date()


def spaced(organization_number: str | None) -> str:
    """An organisation number as people read it, `312 345 676`."""
    digits = organization_number or ""
    return " ".join(digits[start : start + 3] for start in range(0, len(digits), 3))
