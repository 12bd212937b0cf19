"""The objects of the world as the API shows them.

Promises: the vendor's field names; what the world does not hold is null or an empty list, by the shape of the object.
Does not decide who may see them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from provisioner_tripletex_simulator.entitlements import names
from provisioner_tripletex_simulator.firms import BEFORE
from provisioner_tripletex_simulator.nouns import Company, Customer, Key, Person, Update
from provisioner_tripletex_simulator.projection import Ref, Resource, ResourceValue
from provisioner_tripletex_simulator.world import World

HOST = "tripletex.simulated"
"""Host in the `url` of objects, which carry no scheme."""


def url(kind: str, number: int | str) -> str:
    """The address of an object: no scheme."""
    return f"{HOST}/v2/{kind}/{number}"


def ref(kind: str, number: int, load: Callable[[], Resource]) -> Ref:
    """A reference to an object."""
    return Ref(number, url(kind, number), load)


def day(value: date | None) -> str | None:
    """A date as the API writes it."""
    return value.isoformat() if value is not None else None


def _moment(value: datetime | None) -> str | None:
    return value.astimezone(ZoneInfo("Europe/Oslo")).strftime("%Y-%m-%dT%H:%M:%S") if value is not None else None


def _changes(made: Update, later: Iterable[Update] = ()) -> tuple[Resource, ...]:
    kinds = [("CREATE", made), *(("UPDATE", update) for update in later)]
    return tuple(
        Resource("Change", {"employeeId": update.by, "timestamp": _moment(update.at), "changeType": kind})
        for kind, update in kinds
    )


def _first(world: World, company_id: int) -> Update:
    """What stood in a fresh world was made by the first person of the company."""
    return Update(BEFORE, next(iter(world.companies[company_id].people), 0))


def _made(world: World, person: Person) -> Update:
    """How a person came to be: a hidden user with its key."""
    key = world.keys.get(person.key_id) if person.key_id is not None else None
    return _first(world, person.company_id) if key is None else Update(key.made_at, key.owner_id)


def _company_values(world: World, company: Company) -> dict[str, ResourceValue]:
    values: dict[str, ResourceValue] = {
        "id": company.id,
        "version": company.version,
        "changes": _changes(_first(world, company.id), company.updates),
        "url": url("company", company.id),
        "name": company.name,
        "displayName": company.name,
        "organizationNumber": company.organization_number,
        "email": "",
        "phoneNumber": "",
        "phoneNumberMobile": "",
        "faxNumber": "",
        "type": "AS",
        "accountantOrSimilar": company.is_office,
        "companyMigration": "NONE",
        "invoiceShowDeliveryDate": False,
    }
    return {**values, **company.more}


def company_resource(world: World, company: Company) -> Resource:
    """A company as `Company`."""
    return Resource("Company", _company_values(world, company))


def client_resource(world: World, company: Company) -> Resource:
    """A client as the office's list shows it: `id` is not the company id."""
    own: dict[str, ResourceValue] = {"id": company.customer_id, "url": url("company", company.customer_id)}
    return Resource("Client", {**_company_values(world, company), **own, "customerCompanyId": company.id})


def employee_resource(world: World, person: Person) -> Resource:
    """A person as `Employee`."""
    values: dict[str, ResourceValue] = {
        "id": person.id,
        "version": person.version,
        "changes": _changes(_made(world, person), person.updates),
        "url": url("employee", person.id),
        "firstName": person.first_name,
        "lastName": person.last_name,
        "displayName": person.name,
        "employeeNumber": "",
        "email": person.email,
        "phoneNumberMobile": "",
        "phoneNumberHome": "",
        "phoneNumberWork": "",
        "nationalIdentityNumber": "",
        "dnumber": "",
        "bankAccountNumber": "",
        "iban": "",
        "bic": "",
        "usesAbroadPayment": False,
        "userType": person.user_type,
        "allowInformationRegistration": person.key_id is None and not person.is_contact,
        "isContact": person.is_contact,
        "isProxy": False,
        "comments": "",
        "isAuthProjectOverviewURL": False,
        "companyId": person.company_id,
        "vismaConnect2FAactive": False,
    }
    return Resource("Employee", {**values, **person.more})


def contact_resource(world: World, person: Person) -> Resource:
    """A person as `Contact`."""
    customer = world.customers[person.customer_id or 0]
    values: dict[str, ResourceValue] = {
        "id": person.id,
        "version": person.version,
        "changes": _changes(_first(world, person.company_id), person.updates),
        "url": url("contact", person.id),
        "firstName": person.first_name,
        "lastName": person.last_name,
        "displayName": person.name,
        "email": person.email,
        "phoneNumberMobile": "",
        "phoneNumberWork": "",
        "customer": ref("customer", customer.id, lambda: customer_resource(world, customer)),
        "isInactive": not person.active,
    }
    return Resource("Contact", {**values, **person.more})


def customer_resource(world: World, customer: Customer) -> Resource:
    """A customer of a company's own register."""
    values: dict[str, ResourceValue] = {
        "id": customer.id,
        "version": 0,
        "changes": _changes(_first(world, customer.company_id)),
        "url": url("customer", customer.id),
        "name": customer.name,
        "displayName": customer.name,
        "organizationNumber": customer.organization_number,
        "isSupplier": False,
        "isCustomer": True,
        "isInactive": False,
        "email": "",
        "invoiceEmail": "",
        "overdueNoticeEmail": "",
        "phoneNumber": "",
        "phoneNumberMobile": "",
        "description": "",
        "language": "NO",
        "isPrivateIndividual": False,
    }
    return Resource("Customer", values)


def entitlement_resources(world: World, person: Person, company: Company, numbers: Iterable[int]) -> list[Resource]:
    """Rights of a person: at home under the person, at a client under the grant, and so are their ids."""
    grant = world.grant_of(person.id, company.id)
    base = (person.id if grant is None else grant.id) * 1000
    made = _made(world, person) if grant is None or grant.made is None or grant.made.at is None else grant.made
    # An administrator has a hundred of them, and they differ in little.
    alike: dict[str, ResourceValue] = {
        "version": 0,
        "changes": _changes(made),
        "employee": ref("employee", person.id, lambda: employee_resource(world, person)),
        "customer": ref("company", company.id, lambda: company_resource(world, company)),
    }
    return [
        Resource(
            "Entitlement",
            {
                **alike,
                "id": base + number,
                "url": url("employee/entitlement", base + number),
                "entitlementId": number,
                "name": names()[number],
            },
        )
        for number in numbers
    ]


def module_resource(name: str, start: date | None) -> Resource:
    """An active module."""
    return Resource("SalesModule", {"name": name, "costStartDate": day(start)})


def consumer_resource(application: str) -> Resource:
    """An application registered with Tripletex."""
    values: dict[str, ResourceValue] = {"id": 1, "version": 0, "url": url("token/consumer", 1)}
    return Resource("ApiConsumer", {**values, "consumerName": application})


def token_resource(world: World, key: Key, token: str | None) -> Resource:
    """A key as `EmployeeToken`; its token only where it was made a moment ago."""
    shown = {"owner": key.owner_id, "robot": key.robot_id}[world.switches.token_employee]
    person = world.people[shown]
    values: dict[str, ResourceValue] = {
        "id": key.id,
        "version": 0,
        "changes": _changes(Update(key.made_at, key.owner_id)),
        "url": url("token/employee", key.id),
        "employee": ref("employee", person.id, lambda: employee_resource(world, person)),
        "apiConsumer": ref("token/consumer", 1, lambda: consumer_resource(key.application)),
        "token": token,
        "expirationDate": day(key.expires),
    }
    return Resource("EmployeeToken", values)
