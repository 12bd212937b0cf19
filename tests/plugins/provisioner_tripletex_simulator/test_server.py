"""The served simulator: over a real socket on loopback, the same answers and the same failures as the embedded one."""

from __future__ import annotations

import builtins
import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import urllib3
import uvicorn

from provisioner.model.errors import ProviderFailed, UsageError
from provisioner.spi.endpoint import Endpoint, EndpointRequest, Transport, TransportFailed, TransportRequest
from provisioner.spi.operator import OperatorRequest
from provisioner_tripletex_simulator import command, person, rest, server
from provisioner_tripletex_simulator.browse import Browser
from provisioner_tripletex_simulator.endpoint import ServedTransport, open_served
from provisioner_tripletex_simulator.firms import credentials, firm
from provisioner_tripletex_simulator.operator import open_person, sender
from provisioner_tripletex_simulator.server import LIMIT_BYTES, caller_time, make_server
from provisioner_tripletex_simulator.store import Simulator
from provisioner_tripletex_simulator.wire import Request
from tests.plugins.asked import asked
from tests.plugins.provisioner_tripletex_simulator.desk import NOW, TOMORROW


def clock() -> datetime:
    return NOW


@dataclass
class Served:
    """A simulator that is being served."""

    simulator: Simulator
    base: str
    directory: Path

    def open(self) -> Endpoint:
        return open_served(EndpointRequest(f"simulator+{self.base}", self.directory, clock))


def run(simulator: Simulator) -> Iterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    # The server's own clock is far off: callers are served by theirs.
    served = make_server(simulator, 0, lambda: datetime(2001, 1, 1, tzinfo=UTC))
    thread = threading.Thread(target=served.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        served.should_exit = True
        thread.join(10)
        listening.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    simulator = Simulator(lambda: firm("fjord-regnskap"), tmp_path / "world.json")
    for base in run(simulator):
        yield Served(simulator, base, tmp_path)


def new_session(endpoint: Endpoint, timeout_seconds: float = 30.0) -> int:
    held = {name: secret.reveal() for name, secret in endpoint.credentials.items()}
    names = ("consumerToken", "employeeToken", "expirationDate")
    body = dict(zip(names, (held["consumerToken"], held["officeKey"], TOMORROW), strict=True))
    request = TransportRequest("POST", "/v2/token/session/:create", (), (), json.dumps(body).encode(), timeout_seconds)
    return endpoint.transport.send(request).status


def order(endpoint: Endpoint, **fault: object) -> None:
    body = json.dumps(fault).encode()
    assert endpoint.transport.send(TransportRequest("POST", "/simulator/faults", body=body)).status == 201


def test_it_answers_like_the_embedded_one(served: Served) -> None:
    endpoint = served.open()
    assert isinstance(endpoint.transport, Transport)
    assert endpoint.environment == "simulator"
    assert endpoint.credentials["officeKey"].reveal() == credentials(served.simulator.world).office_key
    assert new_session(endpoint) == 201
    request = TransportRequest("GET", "/v2/company/>withLoginAccess", (("fields", "name,id"), ("count", "2")))
    refused = endpoint.transport.send(request)
    assert (refused.status, json.loads(refused.body)["code"]) == (401, 3000)
    assert refused.header("X-TLX-request-id")
    endpoint.transport.close()


def test_the_scripted_person_works_over_http(served: Served) -> None:
    endpoint = served.open()
    operator = open_person(OperatorRequest(endpoint, "nb"))
    window = Browser(sender(endpoint))
    person.log_in(window, operator.name, endpoint.credentials["screenPassword"])
    person.open_company(window, "Saks & Kam Frisør AS")
    person.activate_module(window)
    shown = person.create_key(window, person.WantedKey("marte@saksogkam.example", "Grønn æøå", title="Huma"))
    assert served.simulator.world.keys[int(shown.key_id)].name == "Grønn æøå"
    endpoint.transport.close()


def test_failures_over_http(served: Served) -> None:
    endpoint = served.open()
    order(endpoint, kind="answer-lost")
    with pytest.raises(TransportFailed) as lost:
        new_session(endpoint)
    assert lost.value.sent
    assert len(served.simulator.world.sessions) == 1
    order(endpoint, kind="down")
    with pytest.raises(TransportFailed):
        new_session(endpoint)
    assert len(served.simulator.world.sessions) == 1
    order(endpoint, kind="slow", seconds=1)
    with pytest.raises(TransportFailed) as late:
        new_session(endpoint, timeout_seconds=0.2)
    assert late.value.sent
    assert lost.value.__cause__ is None
    order(endpoint, kind="slow", seconds=0.01)
    assert new_session(endpoint) == 201
    endpoint.transport.close()


def raw(base: str, path: str) -> bytes:
    """All that comes back over the connection until the other side closes it."""
    port = int(base.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        got = b""
        with contextlib.suppress(ConnectionResetError):
            while part := line.recv(65_536):
                got += part
        return got


def test_down_is_told_from_a_lost_answer_by_what_comes_back(served: Served) -> None:
    endpoint = served.open()
    order(endpoint, kind="down", path="/login")
    assert raw(served.base, "/login") == b""
    order(endpoint, kind="answer-lost", path="/login")
    head, _, body = raw(served.base, "/login").partition(b"\r\n\r\n")
    assert (head.split(b" ")[1], body) == (b"200", b"")
    assert new_session(endpoint) == 201
    endpoint.transport.close()


def test_down_cuts_off_nobody_else(served: Served) -> None:
    port = int(served.base.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as other:
        other.sendall(b"GET /login HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert other.recv(65_536).startswith(b"HTTP/1.1 200")
        endpoint = served.open()
        order(endpoint, kind="down", path="/v2")
        with pytest.raises(TransportFailed):
            new_session(endpoint)
        other.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            assert other.recv(65_536), "cut off with somebody else"
        endpoint.transport.close()


def test_a_bug_of_the_simulator_is_an_internal_error_with_its_trace(
    served: Served, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a bug of the simulator")

    monkeypatch.setattr(rest, "_carry_out", broken)
    endpoint = served.open()
    answer = endpoint.transport.send(TransportRequest("GET", "/v2/company/1"))
    body = json.loads(answer.body)
    assert (answer.status, body["status"], body["code"]) == (500, 500, 1000)
    assert body["requestId"] == answer.header("x-tlx-request-id")
    assert "RuntimeError: a bug of the simulator" in capsys.readouterr().err
    # In the same process it is not hidden.
    with pytest.raises(RuntimeError):
        served.simulator.answer(Request.of("GET", "/v2/company/1"), NOW)
    endpoint.transport.close()


def test_orders_that_cannot_be_read_are_refused(served: Served) -> None:
    endpoint = served.open()
    for path in ("/simulator/faults", "/simulator/switches"):
        for body in (b"", b"[]", b'{"kind":"\\ud800"}', b'{"x":' * 100_000, b'{"kind":"x"}'):
            assert endpoint.transport.send(TransportRequest("POST", path, body=body)).status == 422
    endpoint.transport.close()


def test_nobody_there_means_nothing_was_sent(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    transport = ServedTransport(f"http://127.0.0.1:{port}", clock)
    with pytest.raises(TransportFailed) as failed:
        transport.send(TransportRequest("GET", "/"))
    assert not failed.value.sent


def test_it_answers_to_this_machines_names_only(served: Served) -> None:
    pool = urllib3.PoolManager(retries=False)
    for host, status in (("evil.example", 421), ("localhost", 200)):
        assert pool.request("GET", f"{served.base}/simulator/credentials", headers={"Host": host}).status == status
    large = pool.request("POST", f"{served.base}/login", body=b"x" * (LIMIT_BYTES + 1))
    assert large.status == 413
    pool.clear()


def test_something_else_that_answers(tmp_path: Path) -> None:
    async def other(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 404, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body"})

    listening = socket.create_server(("127.0.0.1", 0))
    running = uvicorn.Server(uvicorn.Config(other, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        address = f"simulator+http://127.0.0.1:{listening.getsockname()[1]}"
        with pytest.raises(ProviderFailed, match="is not a simulator"):
            open_served(EndpointRequest(address, tmp_path, clock))
    finally:
        running.should_exit = True
        thread.join(10)
        listening.close()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", NOW), ("x", NOW), ("2027-01-01T00:00:00", datetime(2027, 1, 1, tzinfo=UTC))],
)
def test_a_callers_clock(text: str, expected: datetime) -> None:
    assert caller_time(Request.of("GET", "/", {"X-Simulator-Now": text}), NOW) == expected


def test_the_command_serves_until_interrupted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(uvicorn.Server):
        def run(self, sockets: list[socket.socket] | None = None) -> None:
            assert sockets is not None
            assert sockets[0].getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            raise KeyboardInterrupt

    monkeypatch.setattr(uvicorn, "Server", Interrupted)
    file = tmp_path / "kept" / "world.json"
    assert command.simulator(asked("serve", "--world", str(file))) == 0
    shown = capsys.readouterr()
    held = credentials(firm("fjord-regnskap"))
    assert f"officeKey            {held.office_key}" in shown.out
    assert "endpoint     simulator+http://127.0.0.1:" in shown.out
    assert "15 clients; none of it exists" in shown.out
    assert "Interrupted." in shown.err
    assert file.exists()


def test_the_command_speaks_norwegian(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uvicorn.Server, "run", lambda *arguments, **named: None)
    assert command.simulator(asked("serve", "--world", str(tmp_path / "world.json"), language="nb")) == 0
    shown = capsys.readouterr()
    assert "15 klienter; ingenting av det finnes" in shown.out
    assert shown.err == "Stoppet; verden er tatt vare på.\n"


def test_the_command_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(tmp_path / "world.json")
    with pytest.raises(UsageError, match="No firm is called `atlantis`"):
        command.simulator(asked("serve", "--world", file, "--seed", "atlantis"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with pytest.raises(UsageError, match=f"Port {port} cannot be used"):
            command.simulator(asked("serve", "--world", file, "--port", port))
    for wrong in ("65536", "-1", "abc", "1.5"):
        with pytest.raises(UsageError, match=f"{wrong} is no port: write 0 to 65535"):
            command.simulator(asked("serve", "--world", file, f"--port={wrong}"))
    assert command.simulator(asked()) == 1
    assert command.simulator(asked("serve", "--nothing")) == 1
    capsys.readouterr()
    assert command.simulator(asked("--help")) == 0
    assert "usage: provisioner simulator" in capsys.readouterr().out


def test_the_extra_is_named_when_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith(("starlette", "uvicorn")):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    simulator = Simulator(lambda: firm(1))
    for make in (lambda: server.make_app(simulator, clock), lambda: make_server(simulator, 0, clock)):
        with pytest.raises(UsageError) as caught:
            make()
        assert caught.value.hint == "pip install tripletex-provisioner[simulator]"
