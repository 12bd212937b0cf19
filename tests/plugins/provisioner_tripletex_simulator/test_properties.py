"""Whatever is sent, the simulator answers; whatever happened, the world is whole, keeps no token, and survives JSON."""

from __future__ import annotations

import base64
import json
from urllib.parse import urlencode

from hypothesis import given, settings
from hypothesis import strategies as st

from provisioner_tripletex_simulator.faults import KINDS, add_fault
from provisioner_tripletex_simulator.firms import credentials, firm
from provisioner_tripletex_simulator.nouns import Fault
from provisioner_tripletex_simulator.pages import SCREENS
from provisioner_tripletex_simulator.rest import ROUTES
from provisioner_tripletex_simulator.wire import ConnectionFailed, Request
from provisioner_tripletex_simulator.world import World
from tests.plugins.provisioner_tripletex_simulator.desk import NOW, Desk

START = firm("fjord-regnskap").to_json()
NAMES = ("employeeId", "customerId", "template", "tokenName", "consumerName", "companyOwned", "expirationDate", "from")
MORE_NAMES = ("count", "fields", "sorting", "id", "token", "title", "tittel", "client", "key", "grant", "right", "sok")
FORM_NAMES = (
    "application",
    "permissions",
    "name",
    "application_name",
    "confirm",
    "terms",
    "accept",
    "company",
    "office",
)
BODY_NAMES = (
    *("name", "consumerToken", "employeeToken", "expirationDate", "costStartDate", "firstName", "lastName", "email"),
    *("version", "id", "userType", "isContact", "isInactive", "department", "customer", "dateOfBirth", "\ud800"),
)
DEEP = b'{"name":' * 9000
HALVES = b'{"consumerToken":"\\ud800","employeeToken":"\\udfff","expirationDate":"2027-01-01","name":"\\ud800"}'
WORTH = ("1", "0", "true", "ja", "9" * 5000, "*", "Huma", "all", "ALL_PRIVILEGES", "2027-01-01", "<b>", "Rackbeat", "")
values = st.one_of(st.sampled_from(WORTH), st.text(max_size=8))
pairs = st.lists(st.tuples(st.sampled_from(NAMES + MORE_NAMES + FORM_NAMES), values), max_size=6)
REAL = World.from_json(START)
numbers = st.sampled_from(
    ("1", "9" * 18, *(str(number) for known in (REAL.people, REAL.companies, REAL.clients) for number in known))
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=5),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(BODY_NAMES), below, max_size=4),
    max_leaves=8,
)
bodies = st.one_of(
    st.sampled_from((b"", b"{}", b"[", b'{"name":"API_V2"}', b'{"consumerToken": 7}', b"null")),
    st.sampled_from((DEEP, HALVES)),
    st.binary(max_size=30),
    # A half of a surrogate pair is written as its escape, as any sloppy client does.
    st.dictionaries(st.sampled_from(BODY_NAMES), json_values, max_size=5).map(lambda sent: json.dumps(sent).encode()),
)


def path_of(pattern: str, number: str) -> str:
    return pattern.replace(r"(\d{1,18})", number).replace("([^/]+)", number)


@st.composite
def api_requests(draw: st.DrawFn) -> Request:
    route, number = draw(st.sampled_from(ROUTES)), draw(numbers)
    query = urlencode(draw(pairs))
    body = draw(bodies)
    return Request.of(route.method, f"/v2{path_of(route.pattern, number)}?{query}", {}, body)


@st.composite
def page_requests(draw: st.DrawFn) -> Request:
    screen, number = draw(st.sampled_from(SCREENS)), draw(numbers)
    query, body = urlencode(draw(pairs)), urlencode(draw(pairs)).encode()
    return Request.of(screen.method, f"{path_of(screen.pattern, number)}?{query}", {}, body)


def is_whole(world: World) -> None:
    """What has to hold of every world."""
    assert {p for c in world.companies.values() for p in c.people} == set(world.people)
    assert {k for c in world.companies.values() for k in c.keys} == set(world.keys) == set(world.key_tokens.values())
    assert all(world.people[key.robot_id].key_id == key.id for key in world.keys.values())
    assert all(key.owner_id in world.people for key in world.keys.values())
    assert all(session.key_id in world.keys for session in world.sessions.values())
    assert {g for p in world.people.values() for g in p.grants.values()} == set(world.grants)
    assert all(activation.key_id in world.keys for activation in world.activations.values())
    text = world.to_json()
    assert World.from_json(text) == world
    given_out = [world.secret(n, kind) for n in range(1, world.next_secret) for kind in ("key", "session", "page")]
    assert [secret for secret in given_out if secret.encode() in text] == []


@settings(max_examples=80)
@given(st.lists(api_requests(), min_size=1, max_size=12), st.booleans())
def test_every_api_call_is_answered(requests: list[Request], at_client: bool) -> None:
    desk = Desk(World.from_json(START))
    user, token = desk.client("elvebakken-sykkel") if at_client else desk.office()
    header = {"authorization": "Basic " + base64.b64encode(f"{user}:{token}".encode()).decode()}
    for request in requests:
        response = desk.send(Request(request.method, request.path, request.query, header, request.body))
        assert response.status in (200, 201, 204, 400, 401, 403, 404, 409, 422)
        assert "x-tlx-request-id" in response.headers
    is_whole(desk.world)


@settings(max_examples=40)
@given(st.lists(page_requests(), min_size=1, max_size=12), st.booleans())
def test_every_form_is_answered(requests: list[Request], at_client: bool) -> None:
    desk = Desk(World.from_json(START))
    window = desk.browser(company="elvebakken-sykkel" if at_client else None)
    for request in requests:
        response = desk.send(Request(request.method, request.path, request.query, window._headers(), request.body))
        assert response.status in (200, 303, 403, 404, 422)
        assert b"<b>" not in response.body
    is_whole(desk.world)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 2), st.integers(1, 3)), max_size=6))
def test_faults_leave_the_world_whole(ordered: list[tuple[str, int, int]]) -> None:
    desk = Desk(World.from_json(START))
    for kind, skip, times in ordered:
        add_fault(desk.world, Fault(kind, skip=skip, times=times))
    for _ in range(40):
        try:
            response = desk.call("POST", "/token/session/:create", body=_tokens(desk))
        except ConnectionFailed:
            continue
        assert response.status in (201, 429, 500)
    assert desk.world.faults == []
    assert desk.call("POST", "/token/session/:create", body=_tokens(desk)).status == 201
    is_whole(desk.world)


def _tokens(desk: Desk) -> dict[str, str]:
    held = credentials(desk.world)
    day = NOW.date().replace(day=28).isoformat()
    return {"consumerToken": held.consumer_token, "employeeToken": held.office_employee_token, "expirationDate": day}
