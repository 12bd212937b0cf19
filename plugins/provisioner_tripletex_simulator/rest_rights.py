"""REST: what people may do, at home and at clients, and giving it by a template."""

from __future__ import annotations

from provisioner_tripletex_simulator.entitlements import ADMINISTRATOR, CLIENT_ACCOUNT_ADMIN
from provisioner_tripletex_simulator.nouns import Company, Person
from provisioner_tripletex_simulator.projection import Resource
from provisioner_tripletex_simulator.resources import entitlement_resources
from provisioner_tripletex_simulator.rest_core import Call
from provisioner_tripletex_simulator.rest_errors import not_found
from provisioner_tripletex_simulator.rest_people import answer_list, answer_one, person_here
from provisioner_tripletex_simulator.rules import Refused, give_template, grant_at_client, rights_at
from provisioner_tripletex_simulator.wire import Response, json_response


def entitlements(call: Call) -> Response:
    """Rights in the company: the owner's by default; another person's for a Brukeradministrator."""
    person, here = _asked_person(call), call.who.company
    held = sorted(rights_at(call.world, person, here.id))
    return answer_list(call, "Entitlement", entitlement_resources(call.world, person, here, held))


def client_entitlements(call: Call) -> Response:
    """Rights of an employee of the office at its clients."""
    person, world = _asked_person(call), call.world
    customer_id = call.number("customerId")
    rows: list[Resource] = []
    for company_id, grant_id in sorted(person.grants.items()):
        client = world.companies[company_id]
        if customer_id in (None, client.customer_id):
            rows += entitlement_resources(world, person, client, world.grants[grant_id].entitlements)
    return answer_list(call, "Entitlement", rows)


def entitlement(call: Call, number: str) -> Response:
    """One right, by the id that the lists show."""
    of, right = divmod(int(number), 1000)
    found = _held(call, of, right)
    if found is None:
        raise not_found()
    _may_see(call, found[0])
    return answer_one(call, entitlement_resources(call.world, *found, (right,))[0])


def _held(call: Call, of: int, right: int) -> tuple[Person, Company] | None:
    """Who holds that right, and where; `of` is the person's id for a right at home, and the grant's for another."""
    world = call.world
    grant = world.grants.get(of)
    if grant is not None:
        held = right in grant.entitlements
        return (world.people[grant.person_id], world.companies[grant.company_id]) if held else None
    person = world.people.get(of)
    if person is None or right not in rights_at(world, person, person.company_id):
        return None
    return person, world.companies[person.company_id]


def _asked_person(call: Call) -> Person:
    number = call.number("employeeId")
    person = call.who.owner if number is None else call.world.people.get(number)
    if person is None:
        call.need(ADMINISTRATOR, CLIENT_ACCOUNT_ADMIN)
        raise not_found()
    _may_see(call, person)
    return person


def _may_see(call: Call, person: Person) -> None:
    if person.id not in (call.who.owner.id, call.who.robot.id):
        call.need(ADMINISTRATOR, CLIENT_ACCOUNT_ADMIN)
        person_here(call, person.id)


def grant_client_template(call: Call) -> Response:
    """Attach an employee or an office key's hidden user to a client."""
    call.need(CLIENT_ACCOUNT_ADMIN)
    number, customer_id = call.required_number("employeeId"), call.required_number("customerId")
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
    person = person_here(call, call.required_number("employeeId"))
    give_template(call.world, person, call.required("template"))
    return _granted(call)


def _granted(call: Call) -> Response:
    if call.world.switches.grant_status == 204:
        return Response(204)
    return json_response(200, {"value": None})
