"""Faults: each kind, what it hits, and whether the call was carried out."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from provisioner_tripletex_simulator import person
from provisioner_tripletex_simulator.browse import ScreenFailed
from provisioner_tripletex_simulator.faults import KINDS, add_fault
from provisioner_tripletex_simulator.nouns import Fault
from provisioner_tripletex_simulator.wire import AnswerLost, EndpointDown, Request
from provisioner_tripletex_simulator.world import World
from tests.plugins.provisioner_tripletex_simulator.desk import Desk, trouble, value

WHO = "/token/session/>whoAmI"
CREATE = "/v2/token/employee"


def amir(desk: Desk) -> str:
    return str(desk.someone("elvebakken-sykkel", "amir@elvebakken.example").id)


def test_a_slow_answer_carries_its_delay(desk: Desk) -> None:
    user = desk.office()
    add_fault(desk.world, Fault("slow", seconds=3.5))
    assert [desk.call("GET", WHO, user).delay_seconds for _ in range(2)] == [3.5, 0.0]


def test_down_does_nothing_and_lost_does_everything(desk: Desk) -> None:
    user = desk.client("elvebakken-sykkel")
    before = desk.world.digest()
    add_fault(desk.world, Fault("down", path=CREATE))
    with pytest.raises(EndpointDown):
        desk.new_key(user, employeeId=amir(desk))
    assert desk.world.digest() == before
    add_fault(desk.world, Fault("answer-lost", path=CREATE, method="PUT"))
    with pytest.raises(AnswerLost):
        desk.new_key(user, employeeId=amir(desk))
    assert desk.world.digest() != before
    assert desk.new_key(user, employeeId=amir(desk)).status == 200


def test_an_internal_error_before_and_after(desk: Desk) -> None:
    user = desk.client("elvebakken-sykkel")
    before = desk.world.digest()
    add_fault(desk.world, Fault("server-error", path=CREATE))
    assert trouble(desk.new_key(user, employeeId=amir(desk))) == (500, 1000, None)
    assert desk.world.digest() == before
    add_fault(desk.world, Fault("server-error-after", path=CREATE))
    assert trouble(desk.new_key(user, employeeId=amir(desk))) == (500, 1000, None)
    assert desk.world.digest() != before


def test_too_many_calls_with_and_without_reset(desk: Desk) -> None:
    user = desk.office()
    add_fault(desk.world, Fault("rate-limited", seconds=7))
    add_fault(desk.world, Fault("rate-limited-without-reset"))
    first, second, third = (desk.call("GET", WHO, user) for _ in range(3))
    assert (first.status, first.headers["X-Rate-Limit-Reset"]) == (429, "7")
    assert (second.status, "X-Rate-Limit-Reset" in second.headers) == (429, False)
    assert third.status == 200


def test_a_session_ends_in_the_middle(desk: Desk) -> None:
    user, window = desk.office(), desk.browser()
    add_fault(desk.world, Fault("session-expired", path="/v2", skip=1))
    assert [desk.call("GET", WHO, user).status for _ in range(2)] == [200, 401]
    add_fault(desk.world, Fault("session-expired"))
    window.open("/ansatte")
    assert window.title == "Logg inn"


def test_a_fault_hits_only_what_it_names_and_is_counted_down(desk: Desk) -> None:
    user = desk.office()
    add_fault(desk.world, Fault("server-error", path="/v2/company", method="GET", skip=1, times=2))
    path = "/company/salesmodules"
    assert desk.call("GET", WHO, user).status == 200
    assert desk.call("POST", path, user, {"name": "API_V2"}).status == 409
    assert [desk.call("GET", path, user).status for _ in range(4)] == [200, 500, 500, 200]
    assert desk.world.faults == []


def test_faults_are_part_of_the_world(desk: Desk) -> None:
    for kind in KINDS:
        add_fault(desk.world, Fault(kind))
    assert World.from_json(desk.world.to_json()).faults == desk.world.faults
    with pytest.raises(ValueError, match="no fault is called 'nothing'; there are: slow"):
        add_fault(desk.world, Fault("nothing"))


def test_a_counted_fault_is_worth_writing_down(desk: Desk) -> None:
    add_fault(desk.world, Fault("server-error"))
    revision = desk.world.revision
    desk.send(Request.of("GET", "/login"))
    assert desk.world.revision > revision


def another(desk: Desk, path: str, method: str = "") -> None:
    add_fault(desk.world, Fault("other-user", path=path, method=method))


def test_another_user_makes_the_same_key(desk: Desk) -> None:
    user = desk.client("elvebakken-sykkel")
    another(desk, CREATE)
    made = value(desk.new_key(user, employeeId=amir(desk), tokenName="Huma"))
    keys = [desk.world.keys[number] for number in desk.company("elvebakken-sykkel").keys]
    assert [key.name for key in keys] == ["Huma", "Huma"]
    assert made["id"] == keys[1].id


def test_another_user_activates_the_same_module(desk: Desk) -> None:
    user = desk.client("nordlys-bakeri")
    another(desk, "/v2/company/salesmodules")
    assert trouble(desk.call("POST", "/company/salesmodules", user, {"name": "API_V2"})) == (409, 14000, None)
    assert "API_V2" in desk.company("nordlys-bakeri").modules


def test_another_user_gives_the_same_access(desk: Desk) -> None:
    user, robot = desk.office(), next(key.robot_id for key in desk.world.keys.values() if key.office)
    at = desk.company("nordlys-bakeri")
    before = desk.world.next_id
    another(desk, "/v2/employee/entitlement", "PUT")
    query = urlencode({"employeeId": robot, "customerId": at.customer_id, "template": "ALL_PRIVILEGES"})
    assert desk.call("PUT", f"/employee/entitlement/:grantClientEntitlementsByTemplate?{query}", user).status == 200
    assert desk.world.next_id == before + 2
    assert desk.world.people[robot].version == 2
    given = [grant for grant in desk.world.grants.values() if (grant.person_id, grant.company_id) == (robot, at.id)]
    assert len(given) == 1


def test_another_user_changes_the_same_thing_first(desk: Desk) -> None:
    user, eva = desk.client("elvebakken-sykkel"), desk.someone("elvebakken-sykkel", "eva@elvebakken.example")
    path = f"/employee/{eva.id}"
    another(desk, "/v2" + path)
    assert desk.call("GET", path, user).status == 200
    another(desk, "/v2" + path)
    assert trouble(desk.call("PUT", path, user, {"version": 0, "comments": "x"})) == (409, 8000, None)
    (update,) = eva.updates
    # Not Kari, whose key made the call, but whoever else administers the company.
    assert update.by == int(amir(desk))
    assert eva.more == {"comments": "x"}
    desk.call("PUT", path, user, {"version": 1, "comments": "y"})
    assert eva.updates[1].by == desk.someone("fjord-regnskap", "kari@fjord.example").id


def test_another_user_spends_nothing_of_the_budget(desk: Desk) -> None:
    user = desk.client("nordlys-bakeri")
    desk.call("GET", WHO, user)
    another(desk, "/v2/company")
    answer = desk.call("POST", "/company/salesmodules", user, {"name": "API_V2"})
    assert answer.headers["X-Rate-Limit-Remaining"] == "9998"


def test_another_user_is_there_first_on_the_pages(desk: Desk) -> None:
    label, title = "elvebakken-sykkel", "Shopify av ConnectMyApps"
    window = desk.browser(company=label)
    sessions = dict(desk.world.page_sessions)
    another(desk, "/integrasjoner/legg-til")
    with pytest.raises(ScreenFailed, match="allerede aktivert"):
        person.activate_integration(window, title)
    at = desk.company(label).id
    assert [a.activated_by for a in desk.world.activations.values() if a.company_id == at] == [int(amir(desk))]
    assert desk.world.page_sessions == sessions


def test_another_user_makes_the_same_key_on_the_pages(desk: Desk) -> None:
    window = desk.browser(company="elvebakken-sykkel")
    another(desk, "/person", "POST")
    shown = person.create_key(window, person.WantedKey("amir@elvebakken.example", "Huma", title="Huma"))
    keys = [desk.world.keys[number] for number in desk.company("elvebakken-sykkel").keys]
    assert [key.name for key in keys] == ["Huma", "Huma"]
    assert int(shown.key_id) == keys[1].id


def test_where_nobody_else_is_the_same_person_does_it_elsewhere(desk: Desk) -> None:
    user, office = desk.office(), desk.world.office
    for colleague in desk.world.people_of(office.id):
        if colleague.email != "kari@fjord.example" and colleague.key_id is None:
            colleague.entitlements = []
    another(desk, "/v2/company", "PUT")
    assert trouble(desk.call("PUT", "/company", user, {"version": 0, "name": "x"})) == (409, 8000, None)
    assert [update.by for update in office.updates] == [office.people[0]]
    another(desk, "/v2/company", "PUT")
    nobody = desk.call("PUT", "/company", ("0", "no session"), {"name": "y"})
    assert (nobody.status, office.name) == (401, "x")
