"""REST: changing an employee, a contact or the company, as the vendor has it: PUT with what should change.

Promises: what is not sent stays; a `version` that is not the object's is 409, none overwrites; a field that the object
does not have, or a value that it cannot hold, is 422 and changes nothing. Fields that only Tripletex sets are taken and
ignored, so that what was read can be sent back. Does not make objects: a reference to one that is not here is refused.
"""

from __future__ import annotations

from collections.abc import Mapping

from provisioner_tripletex_simulator.entitlements import ADMINISTRATOR, COMPANY_ADMIN, CUSTOMER_ADMIN, EMPLOYEE_ADMIN
from provisioner_tripletex_simulator.nouns import Company, Person, Scalar
from provisioner_tripletex_simulator.projection import Ref, Resource
from provisioner_tripletex_simulator.resources import company_resource, contact_resource, employee_resource
from provisioner_tripletex_simulator.rest_core import Call
from provisioner_tripletex_simulator.rest_errors import (
    ApiFailed,
    empty,
    forbidden,
    no_field,
    no_value,
    not_found,
    stale,
    wrong_type,
)
from provisioner_tripletex_simulator.rest_people import answer_one, contact_here, person_here
from provisioner_tripletex_simulator.rules import Refused, allowed, parse_day
from provisioner_tripletex_simulator.shapes import Field, shape_of
from provisioner_tripletex_simulator.wire import Response

_TYPES: Mapping[str, type] = {"text": str, "number": int, "flag": bool, "day": str}
_OWN = ("id", "version")
"""Sent to say which object is meant, and which state of it."""


def change_employee(call: Call, number: str) -> Response:
    """Change an employee; hidden users are Tripletex's own."""
    person = person_here(call, int(number))
    call.need(ADMINISTRATOR, EMPLOYEE_ADMIN)
    if person.key_id is not None:
        raise ApiFailed(forbidden())
    sent = _changed_fields(call, employee_resource(call.world, person))
    for name in ("firstName", "lastName"):
        if name in sent and sent[name] is None:
            raise no_value(name)
        if name in sent and not str(sent[name]).strip():
            raise empty(name)
    if "userType" in sent and sent["userType"] is None:
        raise Refused("user-type", 'Brukertype kan ikke være "0" eller tom.', 'User type cannot be "0" or empty.')
    if "isContact" in sent:
        raise Refused("fixed", "Feltet kan ikke endres.", "The field cannot be changed.", "isContact")
    _write_person(call, person, sent)
    return answer_one(call, employee_resource(call.world, person))


def change_contact(call: Call, number: str) -> Response:
    """Change a contact."""
    call.need(ADMINISTRATOR, CUSTOMER_ADMIN)
    person = contact_here(call, int(number))
    sent = _changed_fields(call, contact_resource(call.world, person))
    now: dict[str, Scalar] = {"firstName": person.first_name, "lastName": person.last_name, "email": person.email}
    if not any({**now, **{name: sent[name] for name in now if name in sent}}.values()):
        raise Refused(
            "nameless",
            "Fornavn, etternavn eller e-postadresse må angis.",
            "First name, last name or e-mail address must be given.",
            *("email", "lastName", "firstName"),
        )
    # It follows from the names.
    sent.pop("displayName", None)
    _write_person(call, person, sent)
    return answer_one(call, contact_resource(call.world, person))


def change_company(call: Call) -> Response:
    """Change the company one is in: its id, if any, stands in the body."""
    call.need(ADMINISTRATOR, COMPANY_ADMIN)
    company = call.who.company
    sent = _changed_fields(call, company_resource(call.world, company))
    if "name" in sent and not str(sent["name"] or "").strip():
        raise empty("name")
    if sent:
        _write_company(company, sent)
        call.world.changed(company)
    return answer_one(call, company_resource(call.world, company))


def _write_company(company: Company, sent: dict[str, Scalar]) -> None:
    company.name = str(sent.pop("name", company.name))
    company.organization_number = str(sent.pop("organizationNumber", company.organization_number) or "")
    company.more.update(sent)


def _write_person(call: Call, person: Person, sent: dict[str, Scalar]) -> None:
    if not sent:
        return
    email = str(sent.pop("email", person.email) or "")
    other = call.world.person_by_email(person.company_id, email)
    if other is not None and other is not person:
        raise Refused(
            "email-taken",
            "Det finnes allerede en bruker med denne e-postadressen.",
            "There is already a user with this e-mail address.",
            "email",
        )
    person.email = email
    person.first_name = str(sent.pop("firstName", person.first_name) or "")
    person.last_name = str(sent.pop("lastName", person.last_name) or "")
    if "userType" in sent:
        person.user_type = str(sent.pop("userType"))
        person.entitlements = allowed(person.entitlements, person.user_type)
    if "isInactive" in sent:
        person.active = not sent.pop("isInactive")
    person.more.update(sent)
    call.world.changed(person)


def _changed_fields(call: Call, resource: Resource) -> dict[str, Scalar]:
    """What of the body differs from what is there, once all of it can be read and is of the state that is there."""
    body, shape, now = call.body(), shape_of(resource.shape), resource.values
    for name, value in body.items():
        _check(name, shape.get(name), value)
    if body.get("version") is not None and body["version"] != now["version"]:
        raise stale()
    if body.get("id") is not None and body["id"] != now["id"]:
        raise not_found()
    changed: dict[str, Scalar] = {}
    for name, value in body.items():
        field = shape[name]
        if field.read_only or name in _OWN:
            continue
        if field.of:
            _same_object(name, value, now.get(name))
        elif isinstance(value, bool | int | float | str | None) and value != now.get(name):
            if field.kind == "day" and value is not None:
                parse_day(str(value), name)
            changed[name] = value
    return changed


def _check(path: str, field: Field | None, value: object) -> None:
    """Refuse a field that the object does not have, and a value that it cannot hold, however deep."""
    if field is None:
        raise no_field(path)
    if value is None or field.read_only:
        return
    rows = value if field.many else [value]
    if not isinstance(rows, list):
        raise wrong_type(path)
    for row in rows:
        if field.of:
            if not isinstance(row, dict):
                raise wrong_type(path)
            for name, below in row.items():
                _check(f"{path}.{name}", shape_of(field.of).get(name), below)
        elif not _fits(field, row):
            raise wrong_type(path)


def _fits(field: Field, value: object) -> bool:
    if field.kind == "amount":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(value, bool) != (field.kind == "flag") or not isinstance(value, _TYPES[field.kind]):
        return False
    if isinstance(value, int):
        return abs(value) < 2**63
    return not field.values or value in field.values


def _same_object(name: str, value: object, now: object) -> None:
    """A reference may be sent back as it was read; another object to refer to is not here."""
    given = value.get("id") if isinstance(value, dict) else None
    known = now.id if isinstance(now, Ref) else None
    if (value or None) is not None and (known is None or given != known):
        raise Refused("reference", "Fant ikke objektet.", "Object not found.", f"{name}.id")
