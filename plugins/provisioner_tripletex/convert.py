"""The API's JSON as values, and the one form in which what is live is compared.

Promises: a field that is missing or of another type is None or empty, never a crash; what a list does not say is not
made up. Does not: call.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef
from provisioner.model.resource import Live
from provisioner.model.secrets import Sensitive
from provisioner.model.values import attributes
from provisioner_tripletex.kinds import ACCESS, MODULE
from provisioner_tripletex.modules import INTEGRATIONS, INTEGRATIONS_LABEL

Json: TypeAlias = Mapping[str, object]


def number(row: Json, name: str) -> int | None:
    """A whole number."""
    value = row.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def given_number(value: object) -> int | None:
    """An id as a person or a program gives it."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else None


def text(row: Json, name: str) -> str:
    """A text; empty where there is none."""
    value = row.get(name)
    return value if isinstance(value, str) else ""


def within(row: Json, name: str) -> Json:
    """An object inside; empty where there is none."""
    value = row.get(name)
    return value if isinstance(value, dict) else {}


def digits(value: str) -> str:
    """An organisation number without blanks."""
    return "".join(value.split())


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One line of the office's list of clients."""

    id: int
    """By which the client is named in a call."""
    company_id: int | None
    """The company's own number; which of the two a call wants is not public."""
    name: str
    """Its name on record."""
    organization_number: str
    """Nine digits; empty where none is on record."""
    by_key: bool
    """Whether our office key enters it; else only an employee of the office does."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """Both numbers, the likelier first."""
        return (self.id,) if self.company_id in (None, self.id) else (self.id, self.company_id or self.id)

    @property
    def identity(self) -> Identity:
        """What the company is known by."""
        return Identity(self.company_id or self.id, self.organization_number or None)

    def account(self, ref: AccountRef) -> Account:
        """As an account."""
        return Account(ref, self.name, self.identity)


def client_row(row: Json, *, by_key: bool) -> ClientRow | None:
    """A line of `>withLoginAccess`; None where it has no id."""
    own = number(row, "id")
    if own is None:
        return None
    name = text(row, "name") or text(row, "displayName")
    return ClientRow(own, number(row, "customerCompanyId"), name, digits(text(row, "organizationNumber")), by_key)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """An employee, or a contact with access."""

    id: int
    """Employee id."""
    email: str
    """Log-in name, small letters."""
    name: str
    """As shown."""
    is_contact: bool
    """Whether it is a contact of a customer."""


def person_row(row: Json) -> PersonRow | None:
    """A line of `/employee`; None where it has no id."""
    own = number(row, "id")
    if own is None:
        return None
    return PersonRow(own, text(row, "email").lower(), text(row, "displayName"), row.get("isContact") is True)


@dataclass(frozen=True, slots=True)
class Myself:
    """Who a session is."""

    owner_id: int | None
    """Employee id of the key's owner."""
    robot_id: int | None
    """Employee id of the key's hidden user."""
    company_id: int | None
    """The company it is in."""
    company_name: str
    """Its name on record."""
    organization_number: str
    """Its organisation number on record."""


def myself(value: Json) -> Myself:
    """The answer of `>whoAmI`."""
    company = within(value, "company")
    return Myself(
        number(value, "employeeId"),
        number(value, "actualEmployeeId"),
        number(value, "companyId"),
        text(company, "name"),
        digits(text(company, "organizationNumber")),
    )


@dataclass(frozen=True, slots=True)
class KeyMade:
    """The answer of a key's creation, this once with the key."""

    id: int | None
    """The key's id."""
    token: Sensitive | None = field(repr=False)
    """The key."""


def key_made(value: Json) -> KeyMade:
    """The answer of `/token/employee/:create`."""
    shown = text(value, "token")
    return KeyMade(number(value, "id"), Sensitive(shown) if shown else None)


def live_module(ref: AccountRef) -> Live:
    """«Integrasjoner», active."""
    return Live(ref, MODULE, attributes(name=INTEGRATIONS), label=INTEGRATIONS_LABEL)


def live_access(ref: AccountRef, office_key: str, reference: str | None = None) -> Live:
    """A client's access, and through which making of the key where that is known. By which template it was given cannot
    be read everywhere, so it is left out."""
    if reference is None:
        return Live(ref, ACCESS, attributes(officeKey=office_key), label=office_key)
    return Live(ref, ACCESS, attributes(officeKey=office_key, key=reference), label=f"{office_key}: {reference}")
