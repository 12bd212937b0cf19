"""Every answer of the simulator, and every request of the driver, held against the vendor's own document."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provisioner_tripletex_simulator import rest
from provisioner_tripletex_simulator.firms import credentials
from provisioner_tripletex_simulator.rest import ROUTES
from provisioner_tripletex_simulator.wire import Request, Response
from provisioner_tripletex_simulator.world import World
from tests.end_to_end.firm import EXAMPLE, Firm
from tests.plugins.provisioner_tripletex_simulator.desk import NEXT_YEAR, TOMORROW, Desk
from tests.vendor.document import Document, Exchange

CLIENT = "nordlys-bakeri"
CONTACTS = "radhuset-radgivning"
DEEP = 3
"""How many levels of nested objects are asked for."""


@pytest.fixture
def exchanges(monkeypatch: pytest.MonkeyPatch) -> list[Exchange]:
    """Everything that goes over the wire while the test runs."""
    seen: list[Exchange] = []
    real = rest.answer

    def recorded(world: World, request: Request, now: datetime) -> Response:
        response = real(world, request, now)
        path = request.path.removeprefix(rest.PREFIX)
        seen.append(Exchange(request.method, path, request.query, request.body, response.status, response.body))
        return response

    monkeypatch.setattr(rest, "answer", recorded)
    return seen


def test_every_endpoint_is_in_the_document(document: Document) -> None:
    examples = [(route.method, route.pattern.replace(r"(\d{1,18})", "7").replace("([^/]+)", "x")) for route in ROUTES]
    assert [found for found in examples if document.find(*found) is None] == []


def test_the_driver_sends_and_gets_what_the_document_has(
    document: Document, exchanges: list[Exchange], tmp_path: Path
) -> None:
    """The whole example firm: read, planned, applied, converged, destroyed."""
    directory = tmp_path / "firm"
    shutil.copytree(EXAMPLE, directory, ignore=shutil.ignore_patterns(".provisioner"))
    firm = Firm(directory)
    firm.attest_all()
    firm.apply()
    firm.run("plan", "--refresh", "all")
    firm.run("doctor", code=None)
    firm.run("destroy", "--auto-approve", "--operator", "scripted", code=None)
    assert {exchange.method for exchange in exchanges} >= {"GET", "POST", "PUT"}
    assert [wrong for exchange in exchanges for wrong in document.wrong_request(exchange)] == []
    assert [wrong for exchange in exchanges for wrong in document.wrong_answer(exchange)] == []


Made = tuple[str, str, tuple[str, str] | None, object]


def changes(desk: Desk, user: tuple[str, str]) -> Iterator[Made]:
    """One object by its id, changed, and changed again by somebody who has read it before that."""
    contact = desk.someone(CONTACTS, "ola@kunde.example")
    at = desk.company(CONTACTS)
    there = desk.client(CONTACTS)
    yield "GET", f"/contact/{contact.id}?fields=*,customer(*),changes(*)", there, None
    yield "GET", f"/customer/{contact.customer_id}?fields=*,changes", there, None
    yield "GET", f"/employee/entitlement/{at.people[0] * 1000 + 1}", user, None
    right = desk.call("GET", "/employee/entitlement?count=1", user).json()["values"]
    assert isinstance(right, list)
    assert isinstance(right[0], dict)
    yield "GET", f"/employee/entitlement/{right[0]['id']}?fields=*,changes", user, None
    for path in (f"/employee/{at.people[0]}", f"/contact/{contact.id}", "/company"):
        for version in (0, 0, None):
            yield "PUT", path, there, {"version": version, "email": f"{path[1:4]}{version}@radhuset.example"}
        yield "PUT", path, there, {"nonsense": 1}


def calls(desk: Desk) -> Iterator[Made]:
    """A good call of each endpoint, and what each can be asked for besides."""
    office, client = desk.office(), desk.client(CLIENT)
    owner = desk.someone("fjord-regnskap", "kari@fjord.example")
    at = desk.company(CLIENT)
    token = credentials(desk.world)
    body = {
        "consumerToken": token.consumer_token,
        "employeeToken": token.office_employee_token,
        "expirationDate": TOMORROW,
    }
    yield "POST", "/token/session/:create", None, body
    yield "PUT", "/token/session/:create?" + urlencode(body), None, None
    yield "POST", "/token/session/:create", None, {**body, "consumerToken": "nonsense"}
    yield "GET", "/token/session/%3EwhoAmI?fields=*", office, None
    yield "GET", "/token/session/%3EwhoAmI?fields=employee(*),company(*)", client, None
    yield "GET", "/token/consumer/byToken?" + urlencode({"token": token.consumer_token}), office, None
    for fields in ("", "*", "id,name", "id,customerCompanyId,name,organizationNumber", "nonsense"):
        yield "GET", "/company/%3EwithLoginAccess?" + urlencode({"fields": fields, "count": 3}), office, None
    for fields in ("", "*", "id,firstName,employments(*)", "*,department(*)", "id,email,entitlements"):
        yield "GET", "/employee?" + urlencode({"fields": fields}), office, None
        yield "GET", "/employee?" + urlencode({"fields": fields}), client, None
    yield "GET", "/employee?onlyEmployeeTokens=true&fields=*", office, None
    yield "GET", "/employee?sorting=lastName&from=1&count=2", office, None
    yield "GET", "/employee?count=10001", office, None
    yield "GET", f"/employee/{owner.id}?fields=*", office, None
    yield "GET", "/employee/999999", office, None
    yield "GET", "/contact?fields=*", client, None
    yield "GET", f"/company/{at.id}?fields=*", client, None
    yield "GET", "/company/1?fields=*", client, None
    yield from changes(desk, client)
    yield "GET", "/company/salesmodules?fields=*", client, None
    yield "POST", "/company/salesmodules", client, {"name": "API_V2", "costStartDate": TOMORROW}
    yield "POST", "/company/salesmodules", client, {"name": "API_V2"}
    yield "GET", f"/employee/entitlement?employeeId={owner.id}&fields=*", office, None
    yield "GET", "/employee/entitlement?fields=id,entitlementId,name", office, None
    yield (
        "GET",
        f"/employee/entitlement/client?employeeId={owner.id}&customerId={at.customer_id}&fields=*",
        office,
        None,
    )
    grant = {"employeeId": owner.id, "customerId": at.customer_id, "template": "ALL_PRIVILEGES"}
    yield "PUT", "/employee/entitlement/:grantClientEntitlementsByTemplate?" + urlencode(grant), office, None
    grant = {"employeeId": owner.id, "template": "ALL_PRIVILEGES"}
    yield "PUT", "/employee/entitlement/:grantEntitlementsByTemplate?" + urlencode(grant), office, None
    key = {
        "tokenName": "Huma Nordlys",
        "consumerName": "Huma",
        "employeeId": owner.id,
        "companyOwned": "false",
        "expirationDate": NEXT_YEAR,
    }
    yield "PUT", "/token/employee/:create?" + urlencode(key), office, None
    yield "PUT", "/token/employee/:create?" + urlencode({**key, "consumerName": "huma"}), office, None
    yield "DELETE", f"/token/session/{quote(client[1], safe='')}", client, None


def test_every_endpoint_answers_as_the_document_says(document: Document, exchanges: list[Exchange]) -> None:
    desk = Desk()
    for method, target, user, body in calls(desk):
        desk.call(method, target, user, body)
    reached = {
        (route.method, route.pattern)
        for route in ROUTES
        for exchange in exchanges
        if route.method == exchange.method and re.fullmatch(route.pattern, exchange.path)
    }
    assert {(route.method, route.pattern) for route in ROUTES} - reached == set()
    assert [exchange for exchange in exchanges if exchange.status >= 500] == []
    assert sum(exchange.status < 400 for exchange in exchanges) > len(ROUTES)
    assert [wrong for exchange in exchanges for wrong in document.wrong_answer(exchange)] == []


def every_field(document: Document, schema: str, depth: int = DEEP) -> list[str]:
    """Each documented field of an object, and each of what it refers to, as `fields` writes it."""
    asked = ["*"]
    for name, item in document.properties(schema).items():
        asked.append(name)
        below = document.object_of(item)
        if below is not None and depth > 1:
            asked += [f"{name}({each})" for each in every_field(document, below, depth - 1)]
    return asked


def every_sorting(document: Document, schema: str, depth: int = 2) -> list[str]:
    found: list[str] = []
    for name, item in document.properties(schema).items():
        below = document.object_of(item)
        if item.get("type") != "array":
            found.append(name)
            if below is not None and depth > 1:
                found += [f"{name}.{each}" for each in every_sorting(document, below, depth - 1)]
    return found


READ = (
    ("/employee", "Employee"),
    ("/employee?includeContacts=true", "Employee"),
    ("/employee?onlyEmployeeTokens=true", "Employee"),
    ("/employee?id=7", "Employee"),
    ("/contact", "Contact"),
    ("/company/salesmodules", "SalesModule"),
    ("/company/>withLoginAccess", "Client"),
    ("/employee/entitlement?count=2", "Entitlement"),
    ("/employee/entitlement/client?count=2&customerId={client}", "Entitlement"),
    ("/token/session/>whoAmI", "LoggedInUserInfo"),
    ("/employee/{employee}", "Employee"),
    ("/contact/{contact}", "Contact"),
    ("/customer/{customer}", "Customer"),
    ("/company/{company}", "Company"),
)


@pytest.mark.parametrize(("path", "schema"), READ, ids=[path for path, _ in READ])
def test_every_documented_field_can_be_asked_for(document: Document, path: str, schema: str) -> None:
    desk = Desk()
    office = path.startswith(("/company/>", "/employee/entitlement/client"))
    user, contact = desk.office() if office else desk.client(CONTACTS), desk.someone(CONTACTS, "ola@kunde.example")
    here = desk.company(CONTACTS)
    known = {"contact": contact.id, "customer": contact.customer_id, "employee": here.people[0], "company": here.id}
    target = path.format(**known, client=here.customer_id)
    fields = every_field(document, schema)
    assert len(fields) > len(document.properties(schema))
    joint = "&" if "?" in target else "?"
    for asked in fields:
        response = desk.call("GET", f"{target}{joint}fields={asked}", user)
        assert (response.status, asked) == (200, asked)
        where = target.partition("?")[0]
        exchange = Exchange("GET", where, (("fields", asked),), b"", response.status, response.body)
        assert document.wrong_answer(exchange) == []
        if "(" not in asked and asked != "*":
            answered = response.json()
            rows = answered["values"] if "values" in answered else [answered["value"]]
            assert isinstance(rows, list)
            assert [row for row in rows if not isinstance(row, dict) or set(row) != {asked}] == []
    if not re.search(r"\{\w+\}$|>whoAmI", path.partition("?")[0]):
        for asked in every_sorting(document, schema):
            response = desk.call("GET", f"{target}{joint}sorting=-{asked}", user)
            assert (response.status, asked) == (200, asked)


def test_addresses_in_answers_that_the_document_has_are_there(document: Document) -> None:
    """Whatever `url` is handed out can be read by whoever got it, where there is such a path to read."""
    desk = Desk()
    office, client = desk.office(), desk.client(CONTACTS)
    asked = [(user, path) for user in (office, client) for path, _ in READ if "{" not in path and ">with" not in path]
    followed = set()
    for user, path in [
        *asked,
        (office, "/company/>withLoginAccess"),
        (office, "/employee/entitlement/client?count=200"),
    ]:
        body = desk.call("GET", path, user).text()
        for found in re.findall(r'"url":"tripletex\.simulated/v2([^"]+)"', body):
            if (user, found) not in followed and document.find("GET", found) is not None:
                assert (desk.call("GET", found, user).status, found) == (200, found)
                followed.add((user, found))
    assert {found.rpartition("/")[0] for _, found in followed} >= {
        *("/employee", "/company", "/contact", "/customer", "/employee/entitlement"),
    }


@settings(max_examples=150)
@given(data=st.data())
def test_whatever_the_document_allows_is_answered_as_it_says(document: Document, data: st.DataObject) -> None:
    """Calls made up from the document itself, bodies too, about things that are there: never a 500, and never a shape
    that the document does not have."""
    desk = Desk()
    at = data.draw(st.sampled_from((CLIENT, CONTACTS, None)))
    user = desk.office() if at is None else desk.client(at)
    here = desk.world.office if at is None else desk.company(at)
    known = [
        here.id,
        here.customer_id,
        *here.people,
        *desk.world.customers,
        *desk.world.grants,
        here.people[0] * 1000 + 1,
    ]
    numbers = st.sampled_from([str(number) for number in (*known, 1, 10**18 - 1)])
    for _ in range(data.draw(st.integers(1, 6))):
        route = data.draw(st.sampled_from(ROUTES))
        path = route.pattern.replace(r"(\d{1,18})", data.draw(numbers)).replace("([^/]+)", "nonsense")
        found = document.find(route.method, path)
        assert found is not None
        query = [
            (item["name"], data.draw(_text_of(item["schema"], numbers)))
            for item in found[1].get("parameters", [])
            if item["in"] == "query" and (item.get("required") or data.draw(st.booleans()))
        ]
        body = data.draw(document.bodies(found[1]))
        response = desk.call(route.method, f"{quote(path)}?{urlencode(query)}", user, body)
        assert response.status < 500
        exchange = Exchange(route.method, path, tuple(query), b"", response.status, response.body)
        assert document.wrong_answer(exchange) == []
    assert World.from_json(desk.world.to_json()) == desk.world


def _text_of(schema: dict[str, object], numbers: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    kind = schema.get("type")
    if kind == "integer":
        return st.integers(-1, 20_000).map(str) | numbers
    if kind == "boolean":
        return st.sampled_from(("true", "false"))
    enum = schema.get("enum")
    if isinstance(enum, list):
        return st.sampled_from([str(item) for item in enum])
    return st.sampled_from(("", "*", "id", "id,name", "name", "2027-01-01", "API_V2", "*,company(*)", "a b", "æ"))


def test_the_judge_judges(document: Document) -> None:
    """A field, a type, a status and a parameter that the document does not have are each told."""
    good = b'{"value":{"id":1,"name":"API_V2"}}'
    base = Exchange("POST", "/company/salesmodules", (), b'{"name":"API_V2"}', 201, good.replace(b'"id":1,', b""))
    assert document.wrong_answer(base) == []
    assert document.wrong_request(base) == []
    assert document.wrong_answer(replace(base, answer=b'{"value":{"nonsense":1}}')) != []
    assert document.wrong_answer(replace(base, answer=b'{"value":{"name":"NO_SUCH_MODULE"}}')) != []
    assert document.wrong_answer(replace(base, status=200)) != []
    assert document.wrong_request(replace(base, query=(("nonsense", "1"),))) != []
    assert document.wrong_request(replace(base, path="/company/nonsense/at/all")) != []
    assert document.wrong_request(Exchange("GET", "/employee", (("count", "x"),), b"", 200, b"")) != []
