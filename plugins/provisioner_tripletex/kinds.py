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

TEMPLATE_WORDS: Final = FrozenMap(
    {
        "STANDARD_PRIVILEGES_ACCOUNTANT": "Standard regnskapsfører",
        "STANDARD_PRIVILEGES_AUDITOR": "Standard revisor",
        "ALL_PRIVILEGES": "Alle tilganger",
    }
)
"""«Tilgangsmal» as the screen is thought to word it; only «Alle tilganger» stands in a public guide."""

OSLO: Final = "Europe/Oslo"


def _titles(en: str, nb: str) -> FrozenMap[str]:
    return FrozenMap({"en": en, "nb": nb})


_KEY_CORE: Final = (
    Attribute("applicationName", Role.IDENTITY),
    Attribute("owner", Role.IDENTITY),
)
_KEY_REST: Final = (
    Attribute("permissions", Role.IMMUTABLE),
    Attribute("setup", Role.AT_CREATION),
    Attribute("title", Role.AT_CREATION),
    Attribute("keyName", Role.AT_CREATION),
    Attribute("expires", Role.AT_CREATION),
    Attribute("validFor", Role.AT_CREATION),
    Attribute("keyId", Role.COMPUTED),
    Attribute("robotEmployeeId", Role.COMPUTED),
)

RESOURCE_TYPES: Final = (
    ResourceType(
        MODULE,
        (Attribute("name", Role.IDENTITY),),
        _titles("module", "tjeneste"),
        permanent=True,
        account_notes=(MODULE_NEEDED,),
    ),
    ResourceType(
        MENU,
        (
            Attribute("title", Role.IDENTITY),
            Attribute("search", Role.AT_CREATION),
            Attribute("acceptedBy", Role.AT_CREATION),
            Attribute("authority", Role.AT_CREATION),
            Attribute("agreement", Role.AT_CREATION),
        ),
        _titles("integration activated from the menu", "integrasjon aktivert fra menyen"),
        replacement=Replacement.DELETE_FIRST,
        handed_on=True,
        person="acceptedBy",
    ),
    ResourceType(
        USER_KEY,
        (
            *_KEY_CORE,
            Attribute("ownerKind", Role.IMMUTABLE),
            Attribute("ownerOf", Role.IMMUTABLE),
            *_KEY_REST,
        ),
        _titles("user key", "brukernøkkel"),
        replacement=Replacement.CREATE_FIRST,
        holds_secret=True,
        handed_on=True,
        person="owner",
    ),
    ResourceType(
        OFFICE_KEY,
        (*_KEY_CORE, *_KEY_REST, Attribute("reference", Role.COMPUTED)),
        _titles("office key", "regnskapskontorets brukernøkkel"),
        replacement=Replacement.CREATE_FIRST,
        holds_secret=True,
        handed_on=True,
        person="owner",
    ),
    ResourceType(
        ACCESS,
        (
            Attribute("officeKey", Role.IDENTITY),
            Attribute("key", Role.MUTABLE),
            Attribute("access", Role.MUTABLE),
            Attribute("keyName", Role.AT_CREATION),
        ),
        _titles("client attached to an office key", "klient knyttet til kontorets nøkkel"),
        replacement=Replacement.DELETE_FIRST,
    ),
    ResourceType(
        QUESTION,
        (
            Attribute("about", Role.IDENTITY),
            Attribute("title", Role.AT_CREATION),
            Attribute("vendor", Role.AT_CREATION),
            Attribute("answer", Role.COMPUTED),
            # Never told: a key refers to it until its name stands in the manifest.
            Attribute("applicationName", Role.COMPUTED),
        ),
        _titles("question to a vendor", "spørsmål til en leverandør"),
        permanent=True,
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
