"""Faults: each kind, what it hits, and whether the call was carried out."""

from __future__ import annotations

import pytest

from provisioner_tripletex_simulator.faults import KINDS, add_fault
from provisioner_tripletex_simulator.nouns import Fault
from provisioner_tripletex_simulator.wire import AnswerLost, EndpointDown, Request
from provisioner_tripletex_simulator.world import World
from tests.plugins.provisioner_tripletex_simulator.desk import Desk, trouble

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
