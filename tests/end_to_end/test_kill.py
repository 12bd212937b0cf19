"""The program is killed in the middle of making keys, over HTTP, and run again: no key is doubled, none is lost."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from provisioner.runtime.workspace import OpenOptions, Workspace
from provisioner.spi.endpoint import Transport, TransportRequest
from provisioner_tripletex_simulator import person
from provisioner_tripletex_simulator.browse import Browser
from provisioner_tripletex_simulator.operator import sender
from provisioner_tripletex_simulator.world import World, hash_of
from tests.end_to_end.firm import EXAMPLE, OFFICE, Firm, small_firm
from tests.end_to_end.served import serve

CREATE = "/v2/token/employee/:create"
ROUNDS = 5
"""Applies after which everything must have settled."""

CLIENT = """\
kind: Client
name: nordlys-bakeri
displayName: Nordlys Bakeri AS
organizationNumber: 312 345 676
integrations:
  huma: {method: user-key, owner: {employee: per@nordlys.example}, validFor: 365d}
  busy: {method: user-key, owner: {employee: per@nordlys.example}, validFor: 365d}
  gripr: {method: user-key, owner: {employee: per@nordlys.example}, validFor: 365d}
  visma-finale: {method: office-key, access: STANDARD_PRIVILEGES_ACCOUNTANT}
"""
OFFICE_KEYS = """\
officeKeys:
  visma-finale: {owner: {employee: kari@fjord.example}, validFor: 365d}
"""
ADDRESSES = {
    "client/nordlys-bakeri/user_key/huma": "Huma",
    "client/nordlys-bakeri/user_key/busy": "Busy",
    "client/nordlys-bakeri/user_key/gripr": "GRIPR",
    "office/office_key/visma-finale": "VismaFinale",
}


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    """A firm whose keys are all made by API, in a served world; attested."""
    firm = small_firm(tmp_path / "firm", CLIENT, OFFICE + OFFICE_KEYS)
    with serve(tmp_path / "world.json") as endpoint:
        firm.options = ("--endpoint", endpoint)
        firm.attest_all()
        yield firm


def start(firm: Firm) -> subprocess.Popen[str]:
    """An apply in a process of its own, telling what it does."""
    words = ["apply", "--auto-approve", "--operator", "scripted", "--format", "json", "-C", str(firm.directory)]
    return subprocess.Popen(
        [sys.executable, "-m", "provisioner", *words, *firm.options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )


def kill_at(firm: Firm, event: str, number: int) -> bool:
    """Kill an apply when it tells of `event` for that time; whether it came to it."""
    told = 0
    with start(firm) as process:
        assert process.stdout is not None
        for line in process.stdout:
            told += json.loads(line)["type"] == event
            if told == number:
                process.kill()
                return True
    return False


def send(transport: Transport, method: str, path: str, body: bytes = b"") -> bytes:
    """One call to the simulator itself."""
    answer = transport.send(TransportRequest(method, path, body=body))
    assert answer.status < 300
    return answer.body


def kill_during_call(firm: Firm, path: str = CREATE, skip: int = 0) -> None:
    """Kill an apply while it waits for the answer to a call that has been carried out."""
    with Workspace(OpenOptions(directory=firm.directory, endpoint=firm.options[1])) as workspace:
        transport = workspace.endpoint().transport
        method = "PUT" if path == CREATE else "POST"
        fault = {"kind": "slow", "path": path, "method": method, "skip": skip, "seconds": 30.0}
        send(transport, "POST", "/simulator/faults", json.dumps(fault).encode())
        with start(firm) as process:
            # The world tells that the call was carried out; its answer is still on its way.
            while json.loads(send(transport, "GET", "/simulator/faults"))["faults"]:
                assert process.poll() is None, "it ended before it was killed"
            process.kill()


def come_back(firm: Firm) -> None:
    """New runs, each some hours later, until nothing is left to do."""
    for hours in range(1, ROUNDS + 1):
        with time_machine.travel(datetime.now(UTC) + timedelta(hours=hours), tick=True):
            firm.apply("--allow-deletes", code=None)
            if firm.run("plan", "--detailed-exitcode", "--refresh", "all", code=None).code == 0:
                return
    raise AssertionError(firm.said[-2].text + firm.said[-1].text)


def check(firm: Firm) -> None:
    """Every key in the world is one that the state knows, and each sealed secret is that of the very key in force.

    A key whose secret was lost is still there beside its successor, and the state says so.
    """
    world = World.from_json((firm.directory.parent / "world.json").read_bytes())
    labels = {company.id: company.label for company in world.companies.values()}
    keys = [key for key in world.keys.values() if labels[key.company_id] in ("nordlys-bakeri", "fjord-regnskap")]
    there = Counter(key.application for key in keys if key.application in ADDRESSES.values())
    states = firm.run("state", "list", "--format", "json").json()["accounts"]
    entries = {entry["address"]: entry for state in states for entry in state["entries"]}
    assert there == {name: 1 + len(entries[address]["deposed"]) for address, name in ADDRESSES.items()}
    assert not any(state["intents"] for state in states)

    identity = str(EXAMPLE / "demo-identity.txt")
    for address, application in ADDRESSES.items():
        opened = firm.run("secret", "show", address, "--identity", identity).out.strip()
        key = world.keys[world.key_tokens[hash_of(opened)]]
        assert key.application == application
        current = entries[address]["current"]["attributes"]
        assert current["keyId"] == key.id
        lost = {old["attributes"]["robotEmployeeId"] for old in entries[address]["deposed"]}
        assert current["robotEmployeeId"] not in lost


@pytest.mark.parametrize(
    ("event", "number"),
    [
        ("apply_start", 1),
        ("intent_recorded", 1),
        ("intent_recorded", 3),
        ("intent_recorded", 5),
        ("secret_sealed", 1),
        ("secret_sealed", 2),
        ("secret_sealed", 4),
        ("apply_complete", 2),
        ("apply_complete", 4),
    ],
)
def test_killed_at_an_event(firm: Firm, event: str, number: int) -> None:
    assert kill_at(firm, event, number)
    come_back(firm)
    check(firm)


@pytest.mark.parametrize("skip", [0, 1, 3])
def test_killed_while_a_key_is_on_its_way(firm: Firm, skip: int) -> None:
    """The key was made and nobody has seen it: it is found, reported as lost, and replaced."""
    kill_during_call(firm, skip=skip)
    come_back(firm)
    assert any("lost" in said.text for said in firm.said)
    check(firm)


def test_killed_again_and_again(firm: Firm) -> None:
    for event, number in (("intent_recorded", 2), ("secret_sealed", 1), ("apply_complete", 1)):
        kill_at(firm, event, number)
    come_back(firm)
    check(firm)


def test_killed_while_a_person_makes_a_key(tmp_path: Path) -> None:
    """Nobody can look, so a person is asked; until they answer nothing is made again."""
    custom = CLIENT.partition("integrations:")[0] + (
        "integrations:\n  plecto: {owner: {employee: per@nordlys.example}, validFor: 365d}\n"
    )
    firm = small_firm(tmp_path / "firm", custom)
    with serve(tmp_path / "world.json") as endpoint:
        firm.options = ("--endpoint", endpoint)
        firm.attest_all()
        kill_during_call(firm, "/person/")
        with time_machine.travel(datetime.now(UTC) + timedelta(hours=2), tick=True):
            asked = firm.apply()
            assert "Nobody knows whether these were done" in asked.err
            assert "Apply complete! Resources: 0 added" in firm.apply().out
            (found,) = firm.run("work", "list", "--format", "json").json()["items"]
            assert made(tmp_path, "PlectoApS") == 1

            with Workspace(OpenOptions(directory=firm.directory, endpoint=endpoint)) as workspace:
                world = workspace.endpoint()
                browser = Browser(sender(world))
                person.log_in(browser, world.credentials["screenUser"].reveal(), world.credentials["screenPassword"])
                person.open_company(browser, "312345676")
                person.delete_key(browser, "per@nordlys.example", "Plecto")
            firm.run("work", "complete", found["item"]["id"], "--not-done")
            firm.apply()
            assert made(tmp_path, "PlectoApS") == 1
            assert "No changes." in firm.run("plan", "--detailed-exitcode").out


def made(place: Path, application: str) -> int:
    """How many keys of an application there are in the whole world."""
    world = World.from_json((place / "world.json").read_bytes())
    return sum(key.application == application for key in world.keys.values())


def test_two_runs_at_once(firm: Firm) -> None:
    """The second finds the account taken, changes nothing and says who has it."""
    with Workspace(OpenOptions(directory=firm.directory, endpoint=firm.options[1])) as workspace:
        transport = workspace.endpoint().transport
        fault = {"kind": "slow", "path": CREATE, "method": "PUT", "seconds": 3.0}
        send(transport, "POST", "/simulator/faults", json.dumps(fault).encode())
        with start(firm) as process:
            while json.loads(send(transport, "GET", "/simulator/faults"))["faults"]:
                assert process.poll() is None
            second = firm.apply(code=None)
            assert second.code in (4, 5)
            assert "office" in second.text
            process.communicate()
            assert process.returncode in (0, 4, 5)
    come_back(firm)
    check(firm)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no polite kill on Windows")
def test_interrupted_politely(firm: Firm) -> None:
    """What has begun is finished and recorded; nothing else is begun, and the exit code says so."""
    with start(firm) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if json.loads(line)["type"] == "intent_recorded":
                process.send_signal(signal.SIGINT)
                break
        process.stdout.read()
    assert process.returncode == 130
    states = firm.run("state", "list", "--format", "json").json()["accounts"]
    assert not any(state["intents"] for state in states)
    come_back(firm)
    check(firm)
