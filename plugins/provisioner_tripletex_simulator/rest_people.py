"""REST: companies, modules, people and their rights."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from provisioner_tripletex_simulator.entitlements import (
    ADMINISTRATOR,
    CLIENT_ACCOUNT_ADMIN,
    CUSTOMER_ADMIN,
    CUSTOMER_INFO,
    EMPLOYEE_ADMIN,
    EMPLOYEE_INFO,
    employee_template,
    names,
)
from provisioner_tripletex_simulator.nouns import Company, Customer, Person
from provisioner_tripletex_simulator.projection import Resource, listing, single
from provisioner_tripletex_simulator.rest_core import Call, invalid, not_found, ref, url
from provisioner_tripletex_simulator.rules import Refused, grant_at_client, rights_at
from provisioner_tripletex_simulator.wire import Response, json_response


def company_resource(company: Company) -> Resource:
    """A company as `Company`."""
    return {
        "id": company.id,
        "version": 0,
        "url": url("company", company.id),
        "name": company.name,
        "displayName": company.name,
        "startDate": None,
        "endDate": None,
        "organizationNumber": company.organization_number,
        "email": "",
        "type": "AS",
        "accountantOrSimilar": company.is_office,
    }


def client_resource(company: Company) -> Resource:
    """A client as the office's list shows it: `id` is not the company id."""
    own: Resource = {"id": company.customer_id, "url": url("company", company.customer_id)}
    return {**company_resource(company), **own, "customerCompanyId": company.id}


def employee_resource(call: Call, person: Person) -> Resource:
    """A person as `Employee`."""
    company = call.world.companies[person.company_id]
    return {
        "id": person.id,
        "version": 0,
        "url": url("employee", person.id),
        "firstName": person.first_name,
        "lastName": person.last_name,
        "displayName": person.name,
        "employeeNumber": "",
        "email": person.email,
        "userType": person.user_type,
        "isContact": person.is_contact,
        "isProxy": False,
        "companyId": company.id,
    }


def _contact_resource(call: Call, person: Person) -> Resource:
    customer = call.world.customers[person.customer_id or 0]
    return {
        "id": person.id,
        "version": 0,
        "url": url("contact", person.id),
        "firstName": person.first_name,
        "lastName": person.last_name,
        "displayName": person.name,
        "email": person.email,
        "customer": ref("customer", customer.id, _customer_resource(customer)),
        "isInactive": not person.active,
    }


def _customer_resource(customer: Customer) -> Resource:
    return {
        "id": customer.id,
        "version": 0,
        "url": url("customer", customer.id),
        "name": customer.name,
        "organizationNumber": customer.organization_number,
        "isCustomer": True,
    }


def answer_list(call: Call, resources: Sequence[Resource]) -> Response:
    """A list in its envelope; 304 where the caller has it already."""
    body = listing(resources, call.request, call.world.switches.result_cap)
    digest = body["versionDigest"]
    if digest is not None and call.request.headers.get("if-none-match") == digest:
        return Response(304)
    return json_response(200, body)


def with_login_access(call: Call) -> Response:
    """The clients this caller may enter: by the key's own accesses, or for an ordinary key by its owner's."""
    who, world = call.who, call.world
    holder = who.robot if who.key.office else who.owner
    clients = [world.companies[number] for number in sorted(holder.grants)]
    return answer_list(call, [client_resource(c) for c in clients if rights_at(world, holder, c.id)])


def company(call: Call, number: str) -> Response:
    """The company the caller is in; no other."""
    mine = call.who.company
    if int(number) not in (mine.id, mine.customer_id):
        raise not_found()
    return json_response(200, single(company_resource(mine), call.request))


def sales_modules(call: Call) -> Response:
    """Active modules."""
    modules = call.who.company.modules
    rows: list[Resource] = [_module_resource(name, start) for name, start in modules.items()]
    return answer_list(call, rows)


def _module_resource(name: str, start: date | None) -> Resource:
    return {"name": name, "costStartDate": start.isoformat() if start else None}


def employees(call: Call) -> Response:
    """Employees; contacts and hidden users only when asked for."""
    call.need(ADMINISTRATOR, EMPLOYEE_INFO, EMPLOYEE_ADMIN)
    people = call.world.people_of(call.who.company.id)
    if call.flag("onlyEmployeeTokens"):
        people = [p for p in people if p.key_id is not None and call.world.switches.lists_robots]
    elif call.flag("onlyContacts"):
        people = [p for p in people if p.key_id is None and p.is_contact]
    else:
        contacts = call.flag("includeContacts")
        people = [p for p in people if p.key_id is None and (contacts or not p.is_contact)]
    return answer_list(call, [employee_resource(call, person) for person in _filtered(call, people)])


def _filtered(call: Call, people: Sequence[Person]) -> list[Person]:
    """By id (equals, several with commas) and by the text filters (containing)."""
    kept = [person for person in people if person.active]
    wanted = call.request.parameter("id")
    if wanted:
        kept = [person for person in kept if str(person.id) in wanted.split(",")]
    for name in ("firstName", "lastName", "email"):
        text = (call.request.parameter(name) or "").lower()
        values = {"firstName": "first_name", "lastName": "last_name", "email": "email"}
        kept = [person for person in kept if text in str(getattr(person, values[name])).lower()]
    if call.request.parameter("hasSystemAccess"):
        access = call.flag("hasSystemAccess")
        kept = [person for person in kept if (person.user_type != "NO_ACCESS") == access]
    return kept


def employee(call: Call, number: str) -> Response:
    """One person of the company, hidden users included."""
    person = _person(call, int(number))
    if person.id not in (call.who.owner.id, call.who.robot.id):
        call.need(ADMINISTRATOR, EMPLOYEE_INFO, EMPLOYEE_ADMIN)
    return json_response(200, single(employee_resource(call, person), call.request))


def _person(call: Call, number: int) -> Person:
    person = call.world.people.get(number)
    here = (call.who.company.id, call.who.key.company_id)
    if person is None or person.company_id not in here:
        raise not_found()
    return person


def contacts(call: Call) -> Response:
    """Contacts of customers."""
    call.need(ADMINISTRATOR, CUSTOMER_INFO, CUSTOMER_ADMIN)
    people = [p for p in call.world.people_of(call.who.company.id) if p.is_contact]
    wanted = call.request.parameter("customerId")
    if wanted:
        people = [p for p in people if str(p.customer_id) in wanted.split(",")]
    return answer_list(call, [_contact_resource(call, person) for person in _filtered(call, people)])


def entitlements(call: Call) -> Response:
    """Rights in the company: the owner's by default; another person's for a Brukeradministrator."""
    person = _asked_person(call)
    held = rights_at(call.world, person, call.who.company.id)
    return answer_list(call, _rights(call, person, call.who.company, sorted(held)))


def client_entitlements(call: Call) -> Response:
    """Rights of an employee of the office at its clients."""
    person = _asked_person(call)
    customer_id = call.number("customerId")
    rows: list[Resource] = []
    for company_id, grant_id in sorted(person.grants.items()):
        client = call.world.companies[company_id]
        if customer_id in (None, client.customer_id):
            rows += _rights(call, person, client, call.world.grants[grant_id].entitlements)
    return answer_list(call, rows)


def _asked_person(call: Call) -> Person:
    number = call.number("employeeId")
    if number is None or number in (call.who.owner.id, call.who.robot.id):
        return call.world.people[number or call.who.owner.id]
    call.need(ADMINISTRATOR, CLIENT_ACCOUNT_ADMIN)
    return _person(call, number)


def _rights(call: Call, person: Person, company: Company, held: Sequence[int]) -> list[Resource]:
    known = names()
    grant = person.grants.get(company.id, person.id)
    return [
        {
            "id": grant * 1000 + number,
            "version": 0,
            "url": url("employee/entitlement", grant * 1000 + number),
            "entitlementId": number,
            "name": known[number],
            "employee": ref("employee", person.id, employee_resource(call, person)),
            "customer": ref("company", company.id, company_resource(company)),
        }
        for number in held
    ]


def grant_client_template(call: Call) -> Response:
    """Attach an employee or an office key's hidden user to a client."""
    call.need(CLIENT_ACCOUNT_ADMIN)
    number, customer_id = call.number("employeeId"), call.number("customerId")
    if number is None or customer_id is None:
        missing = "employeeId" if number is None else "customerId"
        raise invalid(missing, "Kan ikke være null." if call.norwegian else "Cannot be null.")
    person, client = call.world.people.get(number), call.world.client_of(customer_id)
    if person is None or client is None or person.company_id != call.who.company.id:
        raise not_found()
    if person.key_id is not None and not call.world.keys[person.key_id].office:
        raise Refused("not-office", "Ikke regnskapskontorets nøkkel.", "Not a company owned key.", "employeeId")
    grant_at_client(call.world, person.id, client.id, call.required("template"), call.flag("addToExisting"))
    return _granted(call)


def grant_template(call: Call) -> Response:
    """Give an employee the rights of a template in the own company, as far as the user type allows."""
    call.need(ADMINISTRATOR)
    number = call.number("employeeId")
    if number is None:
        raise invalid("employeeId", "Kan ikke være null." if call.norwegian else "Cannot be null.")
    person, given = _person(call, number), employee_template(call.required("template"))
    if given is None or call.required("template") == "LIMITED":
        raise not_found()
    allowed = set(given) if person.user_type == "EXTENDED" else set(given) - {ADMINISTRATOR}
    person.entitlements = sorted(() if person.user_type == "NO_ACCESS" else allowed)
    call.world.touch()
    return _granted(call)


def _granted(call: Call) -> Response:
    if call.world.switches.grant_status == 204:
        return Response(204)
    return json_response(200, {"value": None})
