"""REST: companies, modules, and people."""

from __future__ import annotations

from collections.abc import Sequence

from provisioner_tripletex_simulator.entitlements import (
    ADMINISTRATOR,
    CUSTOMER_ADMIN,
    CUSTOMER_INFO,
    EMPLOYEE_ADMIN,
    EMPLOYEE_INFO,
    PROJECT_MANAGERS,
)
from provisioner_tripletex_simulator.nouns import Company, Person
from provisioner_tripletex_simulator.projection import Resource, listing, single
from provisioner_tripletex_simulator.resources import (
    client_resource,
    company_resource,
    contact_resource,
    customer_resource,
    employee_resource,
    module_resource,
)
from provisioner_tripletex_simulator.rest_core import Call
from provisioner_tripletex_simulator.rest_errors import no_field, not_found
from provisioner_tripletex_simulator.rules import Refused, activate_module, parse_day, rights_at
from provisioner_tripletex_simulator.wire import Response, json_response


def answer_list(call: Call, shape: str, resources: Sequence[Resource]) -> Response:
    """A list in its envelope; 304 where the caller has it already."""
    body = listing(shape, resources, call.request, call.world.switches.result_cap)
    digest = body["versionDigest"]
    if digest is not None and call.request.headers.get("if-none-match") == digest:
        return Response(304)
    return json_response(200, body)


def answer_one(call: Call, resource: Resource) -> Response:
    """One object in its envelope."""
    return json_response(200, single(resource, call.request))


def _clients(call: Call) -> list[Company]:
    """Those this caller may enter: by the key's own accesses, or for an ordinary key by its owner's."""
    who, world = call.who, call.world
    holder = who.robot if who.key.office else who.owner
    clients = [world.companies[number] for number in sorted(holder.grants)]
    return [client for client in clients if rights_at(world, holder, client.id)]


def with_login_access(call: Call) -> Response:
    """The clients this caller may enter."""
    return answer_list(call, "Client", [client_resource(call.world, client) for client in _clients(call)])


def company(call: Call, number: str) -> Response:
    """The company the caller is in, or at home a client that may be entered, by either of its numbers; no other."""
    mine, wanted = call.who.company, int(number)
    if wanted in (mine.id, mine.customer_id):
        return answer_one(call, company_resource(call.world, mine))
    # A large office may enter thousands: they are gone through only where the number is none of its own.
    for client in _clients(call) if call.who.at_home else ():
        if wanted in (client.id, client.customer_id):
            return answer_one(call, company_resource(call.world, client))
    raise not_found()


def sales_modules(call: Call) -> Response:
    """Active modules."""
    modules = call.who.company.modules
    return answer_list(call, "SalesModule", [module_resource(name, start) for name, start in modules.items()])


def activate_sales_module(call: Call) -> Response:
    """Activate a module. There is no way back in the API."""
    values = call.body()
    unknown = [name for name in values if name not in ("name", "costStartDate")]
    if unknown:
        raise no_field(unknown[0])
    if values.get("name") != "API_V2":
        # Others exist in the vendor's list; this simulator sells the one that integrations need.
        raise Refused("module", "Ukjent modul.", "Unknown module.", "name")
    start = values.get("costStartDate")
    from_day = parse_day(str(start), "costStartDate") if start is not None else None
    activate_module(call.world, call.who.rights, call.who.company, from_day)
    return json_response(201, single(module_resource("API_V2", from_day), call.request))


def employees(call: Call) -> Response:
    """Employees; contacts and hidden users only when asked for."""
    call.need(ADMINISTRATOR, EMPLOYEE_INFO, EMPLOYEE_ADMIN)
    people = [person for person in call.world.people_of(call.who.company.id) if person.active]
    if call.flag("onlyEmployeeTokens"):
        people = [p for p in people if p.key_id is not None and call.world.switches.lists_robots]
    elif call.flag("onlyContacts"):
        people = [p for p in people if p.key_id is None and p.is_contact]
    else:
        contacts = call.flag("includeContacts")
        people = [p for p in people if p.key_id is None and (contacts or not p.is_contact)]
    if call.flag("onlyProjectManagers") or call.flag("assignableProjectManagers"):
        people = [p for p in people if PROJECT_MANAGERS & set(p.entitlements)]
    if call.request.parameter("hasSystemAccess"):
        access = call.flag("hasSystemAccess")
        people = [p for p in people if (p.user_type != "NO_ACCESS") == access]
    if call.day("periodStart") or call.day("periodEnd"):
        # It is the period of an employment, and nobody here has one.
        people = []
    rows = _named(call, [employee_resource(call.world, person) for person in people])
    return answer_list(call, "Employee", _by_value(call, rows))


def _named(call: Call, rows: Sequence[Resource]) -> list[Resource]:
    """By id and department (of a list), and by the texts that a name or an address contains."""
    wanted = call.numbers("id")
    kept = [row for row in rows if wanted is None or row.values["id"] in wanted]
    if call.numbers("departmentId") is not None:
        # Nobody here is of a department.
        kept = []
    for name in ("firstName", "lastName", "email"):
        text = (call.request.parameter(name) or "").lower()
        kept = [row for row in kept if text in str(row.values[name]).lower()]
    return kept


def _by_value(call: Call, rows: Sequence[Resource]) -> list[Resource]:
    """By fields that have to be equal."""
    kept = list(rows)
    number = call.request.parameter("employeeNumber")
    if number:
        kept = [row for row in kept if row.values["employeeNumber"] == number]
    if call.request.parameter("allowInformationRegistration"):
        wanted = call.flag("allowInformationRegistration")
        kept = [row for row in kept if row.values["allowInformationRegistration"] == wanted]
    return kept


def employee(call: Call, number: str) -> Response:
    """One person of the company, hidden users included."""
    person = person_here(call, int(number))
    if person.id not in (call.who.owner.id, call.who.robot.id):
        call.need(ADMINISTRATOR, EMPLOYEE_INFO, EMPLOYEE_ADMIN)
    return answer_one(call, employee_resource(call.world, person))


def person_here(call: Call, number: int) -> Person:
    """Somebody of the company the call is about, or of the key's own."""
    person = call.world.people.get(number)
    here = (call.who.company.id, call.who.key.company_id)
    if person is None or person.company_id not in here:
        raise not_found()
    return person


def contacts(call: Call) -> Response:
    """Contacts of customers, those who left marked as inactive."""
    call.need(ADMINISTRATOR, CUSTOMER_INFO, CUSTOMER_ADMIN)
    people = [p for p in call.world.people_of(call.who.company.id) if p.is_contact]
    wanted = call.numbers("customerId")
    if wanted is not None:
        people = [person for person in people if person.customer_id in wanted]
    return answer_list(call, "Contact", _named(call, [contact_resource(call.world, person) for person in people]))


def contact(call: Call, number: str) -> Response:
    """One contact."""
    call.need(ADMINISTRATOR, CUSTOMER_INFO, CUSTOMER_ADMIN)
    return answer_one(call, contact_resource(call.world, contact_here(call, int(number))))


def contact_here(call: Call, number: int) -> Person:
    """A contact of the company the call is about."""
    person = call.world.people.get(number)
    if person is None or not person.is_contact or person.company_id != call.who.company.id:
        raise not_found()
    return person


def customer(call: Call, number: str) -> Response:
    """One customer of the company's own register."""
    call.need(ADMINISTRATOR, CUSTOMER_INFO, CUSTOMER_ADMIN)
    found = call.world.customers.get(int(number))
    if found is None or found.company_id != call.who.company.id:
        raise not_found()
    return answer_one(call, customer_resource(call.world, found))
