"""The embedded endpoint: what is kept, what is shared, and how failures reach the caller."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from provisioner.model.errors import ProviderFailed, UsageError
from provisioner.spi.endpoint import (
    Endpoint,
    EndpointRequest,
    Transport,
    TransportFailed,
    TransportRequest,
    TransportResponse,
)
from provisioner_tripletex_simulator.control import control
from provisioner_tripletex_simulator.endpoint import WORLD_FILE, open_embedded, open_served
from provisioner_tripletex_simulator.firms import credentials, firm
from provisioner_tripletex_simulator.nouns import RateWindow
from provisioner_tripletex_simulator.store import Simulator
from provisioner_tripletex_simulator.wire import Request
from provisioner_tripletex_simulator.world import World
from tests.plugins.provisioner_tripletex_simulator.desk import NOW, TOMORROW, Desk


def clock() -> datetime:
    return NOW


def opened(directory: Path, address: str = "simulator") -> Endpoint:
    return open_embedded(EndpointRequest(address, directory, clock))


def new_session(endpoint: Endpoint, timeout_seconds: float = 30.0) -> TransportResponse:
    body = {
        "consumerToken": endpoint.credentials["consumerToken"].reveal(),
        "employeeToken": endpoint.credentials["officeKey"].reveal(),
        "expirationDate": TOMORROW,
    }
    headers = (("Content-Type", "application/json"),)
    path, sent = "/v2/token/session/:create", json.dumps(body).encode()
    return endpoint.transport.send(TransportRequest("POST", path, (), headers, sent, timeout_seconds))


def order(endpoint: Endpoint, **fault: object) -> int:
    request = TransportRequest("POST", "/simulator/faults", body=json.dumps(fault).encode())
    return endpoint.transport.send(request).status


def kept(directory: Path) -> World:
    return World.from_json((directory / WORLD_FILE).read_bytes())


def test_a_world_is_kept_from_command_to_command(tmp_path: Path) -> None:
    first = opened(tmp_path / "deep")
    assert new_session(first).status == 201
    assert len(kept(tmp_path / "deep").sessions) == 1
    first.transport.close()
    second = opened(tmp_path / "deep")
    assert new_session(second).status == 201
    assert len(kept(tmp_path / "deep").sessions) == 2
    assert [path.name for path in (tmp_path / "deep").iterdir()] == [WORLD_FILE]


def test_a_new_command_has_a_new_budget_of_calls(tmp_path: Path) -> None:
    path = tmp_path / WORLD_FILE
    world = firm("fjord-regnskap")
    world.rates["1:x"] = RateWindow(NOW, 7)
    path.write_bytes(world.to_json())
    assert Simulator(lambda: world, path).world.rates == {}


def test_two_commands_take_turns(tmp_path: Path) -> None:
    first, second = opened(tmp_path), opened(tmp_path)
    for endpoint in (first, second, first):
        assert new_session(endpoint).status == 201
    assert len(kept(tmp_path).sessions) == 3


def test_it_says_what_it_is(tmp_path: Path) -> None:
    endpoint = opened(tmp_path)
    assert isinstance(endpoint.transport, Transport)
    assert (endpoint.name, endpoint.environment) == ("simulator", "simulator")
    assert set(endpoint.credentials) == {
        "consumerToken",
        "officeEmployeeToken",
        "officeKey",
        "screenUser",
        "screenPassword",
    }
    assert endpoint.credentials["officeKey"].reveal() == credentials(firm("fjord-regnskap")).office_key
    assert endpoint.credentials["officeKey"].reveal() not in repr(endpoint)


@pytest.mark.parametrize(("address", "clients"), [("simulator:fjord-regnskap", 15), ("simulator:3", 3)])
def test_another_firm_to_begin_with(tmp_path: Path, address: str, clients: int) -> None:
    opened(tmp_path, address)
    assert len(kept(tmp_path).companies) == clients + 1


def test_a_firm_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No firm is called `atlantis`"):
        opened(tmp_path, "simulator:atlantis")
    assert list(tmp_path.iterdir()) == []


def test_a_world_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / WORLD_FILE).write_text("not a world", encoding="utf-8")
    with pytest.raises(ProviderFailed, match="cannot be read") as caught:
        opened(tmp_path)
    assert WORLD_FILE in caught.value.hint


def test_a_world_that_was_thrown_away_begins_again(tmp_path: Path) -> None:
    endpoint = opened(tmp_path)
    (tmp_path / WORLD_FILE).unlink()
    assert new_session(endpoint).status == 201
    assert len(kept(tmp_path).sessions) == 1


def test_many_threads_share_it(tmp_path: Path) -> None:
    endpoint = opened(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: new_session(endpoint).status, range(40)))
    assert answers == [201] * 40
    assert len(kept(tmp_path).sessions) == 40


def test_failures_say_whether_the_call_was_sent(tmp_path: Path) -> None:
    endpoint = opened(tmp_path)
    assert [order(endpoint, kind=kind) for kind in ("down", "answer-lost")] == [201, 201]
    assert order(endpoint, kind="slow", seconds=5) == 201
    seen = []
    for _ in range(2):
        with pytest.raises(TransportFailed) as caught:
            new_session(endpoint)
        seen.append((caught.value.sent, len(kept(tmp_path).sessions)))
    assert seen == [(False, 0), (True, 1)]
    with pytest.raises(TransportFailed, match="in time") as late:
        new_session(endpoint, timeout_seconds=4)
    assert (late.value.sent, len(kept(tmp_path).sessions)) == (True, 2)
    assert new_session(endpoint).status == 201


def test_a_slow_answer_within_the_time_is_an_answer(tmp_path: Path) -> None:
    endpoint = opened(tmp_path)
    order(endpoint, kind="slow", seconds=5)
    assert new_session(endpoint, timeout_seconds=6).status == 201


def test_the_simulators_own_addresses(tmp_path: Path) -> None:
    endpoint = opened(tmp_path)

    def call(method: str, path: str, body: bytes = b"") -> tuple[int, dict[str, object]]:
        answer = endpoint.transport.send(TransportRequest(method, f"/simulator{path}", body=body))
        return answer.status, json.loads(answer.body) if answer.body else {}

    status, held = call("GET", "/credentials")
    assert (status, held["screenUser"]) == (200, "kari@fjord.example")
    status, seen = call("GET", "/world")
    assert seen["digest"] == kept(tmp_path).digest()
    assert call("POST", "/faults", b'{"kind": "down", "path": "/v2"}')[0] == 201
    assert isinstance(call("GET", "/faults")[1]["faults"], list)
    assert len(kept(tmp_path).faults) == 1
    assert call("POST", "/faults", b'{"kind": "nothing"}')[0] == 422
    assert call("POST", "/faults", b"{")[0] == 422
    assert call("DELETE", "/faults") == (204, {})
    assert kept(tmp_path).faults == []
    assert call("GET", "/elsewhere")[0] == 404


def test_switches_can_be_turned_from_outside(tmp_path: Path) -> None:
    endpoint = opened(tmp_path)

    def turn(body: bytes) -> int:
        return endpoint.transport.send(TransportRequest("POST", "/simulator/switches", body=body)).status

    assert turn(b'{"grant_status": 204, "approved_to_create_keys": false}') == 200
    switches = kept(tmp_path).switches
    assert (switches.grant_status, switches.approved_to_create_keys) == (204, False)
    assert [turn(body) for body in (b'{"grant_status": 500}', b'{"nothing": 1}', b"[]", b"{")] == [422] * 4
    seen = json.loads(endpoint.transport.send(TransportRequest("GET", "/simulator/switches")).body)
    assert seen["grant_status"] == 204
    assert kept(tmp_path).switches == switches


def test_a_world_without_a_file_is_not_kept(desk: Desk) -> None:
    simulator = Simulator(lambda: desk.world)
    simulator.answer(Request.of("GET", "/login"), NOW)
    simulator.save()
    assert simulator.world is desk.world
    assert simulator.read(lambda world: control(world, Request.of("GET", "/simulator/world"))).status == 200


@pytest.mark.parametrize(
    "address", ["simulator+http://example.com:80", "simulator+http://10.0.0.1:1", "simulator+http:"]
)
def test_a_served_simulator_stands_on_this_machine(tmp_path: Path, address: str) -> None:
    with pytest.raises(ProviderFailed, match="on this machine only"):
        open_served(EndpointRequest(address, tmp_path, clock))


def test_nobody_answers_there(tmp_path: Path) -> None:
    with pytest.raises(ProviderFailed, match="There is no simulator at") as caught:
        open_served(EndpointRequest("simulator+http://127.0.0.1:1", tmp_path, clock))
    assert caught.value.retryable
