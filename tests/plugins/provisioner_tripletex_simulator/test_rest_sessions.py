"""REST: sessions, who one is, what a log-in needs, and the budget of calls."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import urlencode

import pytest

from provisioner_tripletex_simulator.firms import credentials
from provisioner_tripletex_simulator.wire import Request
from tests.plugins.provisioner_tripletex_simulator.desk import NOW, TOMORROW, Desk, trouble, value, values


def body(desk: Desk, **changed: object) -> dict[str, object]:
    held = credentials(desk.world)
    plain = {
        "consumerToken": held.consumer_token,
        "employeeToken": held.office_employee_token,
        "expirationDate": TOMORROW,
    }
    return {name: text for name, text in {**plain, **changed}.items() if text is not None}


def test_post_answers_201_and_put_200(desk: Desk) -> None:
    posted = desk.call("POST", "/token/session/:create", body=body(desk))
    put = desk.call("PUT", "/token/session/:create?" + urlencode(body(desk)))
    assert (posted.status, put.status) == (201, 200)
    assert value(posted)["token"] != value(put)["token"]
    assert value(posted)["expirationDate"] == TOMORROW
    assert {"id", "url", "version", "consumerToken", "employeeToken"} <= set(value(posted))


def test_escaped_and_plain_paths_are_one(desk: Desk) -> None:
    user = desk.office()
    for path in ("/token/session/>whoAmI", "/token/session/%3EwhoAmI", "/token/session/%3ewhoAmI"):
        assert desk.call("GET", path, user).status == 200
    escaped = Request.of("POST", "/v2/token/session/%3Acreate", {}, b"{}")
    assert desk.send(escaped).status == 422


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"consumerToken": "nobody"}, 18000, "arg:consumerToken"),
        ({"employeeToken": "nobody"}, 18000, "arg:employeeToken"),
        ({"employeeToken": None}, 18000, "arg:employeeToken"),
        ({"expirationDate": "2026-11-22"}, 18000, "arg:expirationDate"),
        ({"expirationDate": "2026-11-21"}, 18000, "arg:expirationDate"),
        ({"expirationDate": "tomorrow"}, 18000, "arg:expirationDate"),
        ({"expirationDate": "20261123"}, 18000, "arg:expirationDate"),
        ({"expirationDate": "2027-11-22"}, 18000, "arg:expirationDate"),
        ({"surprise": "x"}, 16000, "surprise"),
    ],
)
def test_a_session_is_refused_with_422(desk: Desk, changed: dict[str, object], code: int, field: str) -> None:
    response = desk.call("POST", "/token/session/:create", body=body(desk, **changed))
    assert trouble(response) == (422, code, field)
    assert desk.world.sessions == {}


def test_a_body_has_to_be_a_json_object(desk: Desk) -> None:
    for sent in (b"", b"{", b"[]"):
        assert trouble(desk.call("POST", "/token/session/:create", body=sent)) == (422, 22000, None)


def test_the_cap_of_six_months_is_a_switch(desk: Desk) -> None:
    desk.world.switches.session_cap_days = 0
    assert desk.call("POST", "/token/session/:create", body=body(desk, expirationDate="2028-01-01")).status == 201


def test_a_session_needs_the_application_of_the_consumer(desk: Desk) -> None:
    token = value(desk.new_key(desk.client("elvebakken-sykkel"), employeeId=_amir(desk)))["token"]
    response = desk.call("POST", "/token/session/:create", body=body(desk, employeeToken=token))
    assert trouble(response) == (422, 18000, "arg:employeeToken")
    assert "application of the consumer token" in response.text()


def _amir(desk: Desk) -> str:
    return str(desk.someone("elvebakken-sykkel", "amir@elvebakken.example").id)


def test_a_session_ends_at_midnight_in_oslo(desk: Desk) -> None:
    user = desk.office()
    desk.now = datetime(2026, 11, 22, 22, 59, 59, tzinfo=UTC)
    assert desk.call("GET", "/token/session/>whoAmI", user).status == 200
    desk.now += timedelta(seconds=1)
    assert trouble(desk.call("GET", "/token/session/>whoAmI", user)) == (401, 3000, None)


def test_ended_sessions_are_swept(desk: Desk) -> None:
    desk.office()
    desk.now += timedelta(days=1)
    response = desk.call("POST", "/token/session/:create", body=body(desk, expirationDate="2026-11-24"))
    assert response.status == 201
    assert len(desk.world.sessions) == 1


def test_today_is_what_oslo_calls_today(desk: Desk) -> None:
    desk.now = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert trouble(desk.call("POST", "/token/session/:create", body=body(desk)))[2] == "arg:expirationDate"


def test_a_session_can_be_ended(desk: Desk) -> None:
    user = desk.office()
    assert desk.call("DELETE", f"/token/session/{user[1]}", user).status == 204
    assert desk.call("GET", "/token/session/>whoAmI", user).status == 401
    assert trouble(desk.call("DELETE", "/token/session/nobody", desk.office())) == (404, 6000, None)


def test_who_am_i_names_owner_and_hidden_user(desk: Desk) -> None:
    seen = value(desk.call("GET", "/token/session/>whoAmI", desk.office()))
    kari = desk.someone("fjord-regnskap", "kari@fjord.example")
    robot = desk.world.people[int(str(seen["actualEmployeeId"]))]
    assert seen["employeeId"] == kari.id
    assert robot.key_id is not None
    assert seen["companyId"] == desk.world.office.id
    assert seen["employee"] == {"id": kari.id, "url": f"tripletex.simulated/v2/employee/{kari.id}"}
    assert (seen["language"], seen["employeeIsProxy"]) == ("no", False)


def test_an_office_key_at_a_client_is_a_proxy(desk: Desk) -> None:
    seen = value(desk.call("GET", "/token/session/>whoAmI", desk.client("nordlys-bakeri")))
    assert (seen["companyId"], seen["employeeIsProxy"]) == (desk.company("nordlys-bakeri").id, True)


def test_a_consumer_token_tells_its_application(desk: Desk) -> None:
    token = credentials(desk.world).consumer_token
    response = desk.call("GET", f"/token/consumer/byToken?token={token}", desk.office())
    consumer = value(response)["apiConsumer"]
    assert isinstance(consumer, dict)
    assert consumer["consumerName"] == "Provisioner"
    assert token not in response.text()
    assert trouble(desk.call("GET", "/token/consumer/byToken?token=x", desk.office())) == (404, 6000, None)
    assert trouble(desk.call("GET", "/token/consumer/byToken", desk.office())) == (422, 18000, "token")


@pytest.mark.parametrize(
    "header",
    ["", "Bearer x", "Basic", "Basic %%%", "Basic " + base64.b64encode(b"\xff\xfe").decode(), "Basic bm9jb2xvbg=="],
)
def test_a_log_in_that_cannot_be_read_is_401(desk: Desk, header: str) -> None:
    response = desk.send(Request.of("GET", "/v2/token/session/>whoAmI", {"Authorization": header}))
    assert trouble(response) == (401, 3000, None)


def test_a_user_name_is_a_number_or_blank(desk: Desk) -> None:
    _, token = desk.office()
    named = desk.call("GET", "/token/session/>whoAmI", ("nordlys", token))
    assert trouble(named) == (401, 3000, None)
    assert "invalid username: nordlys" in named.text()
    assert desk.call("GET", "/token/session/>whoAmI", ("", token)).status == 200
    assert desk.call("GET", "/token/session/>whoAmI", (str(desk.world.office.id), token)).status == 200


@pytest.mark.parametrize(
    ("switch", "by_id", "by_company"), [("id", 200, 403), ("company", 403, 200), ("both", 200, 200)]
)
def test_which_number_names_a_client_is_a_switch(
    desk: Desk, switch: Literal["id", "company", "both"], by_id: int, by_company: int
) -> None:
    desk.world.switches.client_user_name = switch
    token, client = desk.session(credentials(desk.world).office_key), desk.company("fjellsport")
    seen = [desk.call("GET", "/company/salesmodules", (str(n), token)).status for n in (client.customer_id, client.id)]
    assert seen == [by_id, by_company]


def test_a_company_one_may_not_enter(desk: Desk) -> None:
    assert trouble(desk.call("GET", "/employee", desk.client("stille-vann"))) == (403, 9000, None)
    ordinary = (str(desk.company("fjellsport").customer_id), desk.office()[1])
    assert desk.call("GET", "/company/salesmodules", ordinary).status == 403
    desk.world.switches.ordinary_key_enters_clients = True
    assert desk.call("GET", "/company/salesmodules", ordinary).status == 200
    desk.world.switches.foreign_company_status = 401
    assert desk.call("GET", "/employee", desk.client("stille-vann")).status == 401


def test_an_office_key_may_call_two_things_at_home(desk: Desk) -> None:
    user = ("0", desk.session(credentials(desk.world).office_key))
    assert desk.call("GET", "/token/session/>whoAmI", user).status == 200
    assert len(values(desk.call("GET", "/company/>withLoginAccess", user))) == 14
    for path in ("/employee", "/company/salesmodules", f"/company/{desk.world.office.id}", "/employee/entitlement"):
        response = desk.call("GET", path, user)
        assert trouble(response) == (403, 9000, None)
        assert "Company owned users(employeeToken) can only access" in response.text()


def test_unknown_paths_and_methods(desk: Desk) -> None:
    user = desk.office()
    assert trouble(desk.call("GET", "/token/employee", user)) == (404, 6000, None)
    assert trouble(desk.call("DELETE", "/company/salesmodules", user)) == (405, 4000, None)
    assert trouble(desk.call("GET", "/company/salesmodules")) == (401, 3000, None)


def test_every_answer_has_a_request_id_of_its_own(desk: Desk) -> None:
    user = desk.office()
    ids = [desk.call("GET", "/token/session/>whoAmI", user).headers["x-tlx-request-id"] for _ in range(3)]
    assert len(set(ids)) == 3


def test_calls_are_counted_and_then_refused(desk: Desk) -> None:
    desk.world.switches.rate_limit = 2
    user = desk.office()
    first = desk.call("GET", "/token/session/>whoAmI", user)
    assert [first.headers[f"X-Rate-Limit-{name}"] for name in ("Limit", "Remaining", "Reset")] == ["2", "1", "60"]
    desk.now += timedelta(seconds=20)
    assert desk.call("GET", "/employee/0", user).headers["X-Rate-Limit-Remaining"] == "0"
    refused = desk.call("GET", "/token/session/>whoAmI", user)
    assert refused.status == 429
    assert refused.headers["X-Rate-Limit-Reset"] == "40"
    desk.world.switches.reset_on_429 = False
    assert "X-Rate-Limit-Reset" not in desk.call("GET", "/token/session/>whoAmI", user).headers
    other = ("0", desk.session(credentials(desk.world).office_key))
    assert desk.call("GET", "/token/session/>whoAmI", other).status == 200
    desk.now = NOW + timedelta(seconds=60)
    assert desk.call("GET", "/token/session/>whoAmI", user).status == 200


def test_no_limit_is_a_switch(desk: Desk) -> None:
    desk.world.switches.rate_limit = 0
    assert "X-Rate-Limit-Limit" not in desk.call("GET", "/token/session/>whoAmI", desk.office()).headers
