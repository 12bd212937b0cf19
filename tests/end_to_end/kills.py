"""Kills by the dozen: firms whose applies are killed at random moments, and a survey of what is left of each.

    python -m tests.end_to_end.kills --state postgresql --kills 300

kills that many times, with SQLite or with a real PostgreSQL server, and prints what was found as one line of JSON.
Promises: SIGKILL to a process of its own, in the middle of its work, against a simulator over HTTP; the same seed takes
the same moments, as far as two processes on a busy machine ever do. Does not: cut the power.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

from provisioner_tripletex_simulator.world import World, hash_of
from tests.end_to_end.firm import EXAMPLE, OFFICE, Firm, small_firm
from tests.end_to_end.served import serve
from tests.end_to_end.test_kill import OFFICE_KEYS, come_back, start
from tests.postgres import running

KILLS_EACH = 4
"""Of one firm, one after the other; then time passes and it has to converge."""
EVENTS = 60
"""About as many as the first apply of such a firm tells of, from the first account on; a later one has less to do."""
LATER_SECONDS = 0.02
"""A kill falls up to so long after the event it waits for, which is longer than most events are apart."""
KEYS = {"huma": "Huma", "busy": "Busy", "gripr": "GRIPR"}
CLIENTS = {
    "nordlys-bakeri": ("Nordlys Bakeri AS", "312 345 676", "per@nordlys.example"),
    "fjellsport": ("Fjellsport Detalj AS", "312 348 020", "hanne@fjellsport.example"),
    "vidda-konsulent": ("Vidda Konsulent AS", "322 184 093", "sara@vidda.example"),
}
OFFICE_KEY = ("office/office_key/visma-finale", "fjord-regnskap", "VismaFinale")


@dataclass
class Count:
    """What happened, and what was found."""

    state: str
    """Where it was kept: the URL's scheme."""
    kills: int = 0
    """That ended a run."""
    too_late: int = 0
    """That came when the run had ended."""
    firms: int = 0
    """That converged afterwards."""
    keys: int = 0
    """In force at the end."""
    asked: int = 0
    """Calls of which only somebody at the screen could tell how they ended: asked about, and answered."""
    reported_lost: int = 0
    """Made while nobody was there to see them: found, reported and replaced."""
    duplicates: int = 0
    """Keys in the world that the state does not know of. Nought, or something is wrong."""
    lost: int = 0
    """Keys of the state whose secret opens nothing. Nought, or something is wrong."""
    left_open: int = 0
    """Intents that nobody settled. Nought, or something is wrong."""

    @property
    def wrong(self) -> int:
        """What must not be."""
        return self.duplicates + self.lost + self.left_open


@contextmanager
def firm_in(directory: Path, state: str) -> Iterator[Firm]:
    """A firm of three clients and ten keys in a served world; attested."""
    firm = small_firm(directory / "firm", "", OFFICE + OFFICE_KEYS)
    firm.edit("provisioner.yaml", "sqlite:.provisioner/state.db", state)
    (firm.directory / "clients" / "client.yaml").unlink()
    for name, (display, number, owner) in CLIENTS.items():
        keys = "".join(f"  {key}: {{method: user-key, owner: {{employee: {owner}}}, validFor: 365d}}\n" for key in KEYS)
        head = f"kind: Client\nname: {name}\ndisplayName: {display}\norganizationNumber: {number}\n"
        access = "  visma-finale: {method: office-key, access: STANDARD_PRIVILEGES_ACCOUNTANT}\n"
        firm.write(f"clients/{name}.yaml", f"{head}integrations:\n{keys}{access}")
    with serve(directory / "world.json") as endpoint:
        firm.options = ("--endpoint", endpoint)
        firm.run("state", "init")
        firm.attest_all()
        yield firm


def kill_somewhere(firm: Firm, chance: Random) -> bool:
    """Kill an apply at a random moment of its work; whether it was still at it."""
    number, later = int(EVENTS * chance.random() ** 2), chance.uniform(0.0, LATER_SECONDS)
    told = -1
    with start(firm) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if told >= 0 or json.loads(line)["type"] == "account_start":
                told += 1
            if told == number:
                time.sleep(later)  # the moment itself is what is drawn
                process.kill()
                break
        process.stdout.read()
        return process.wait() < 0


def converge(firm: Firm, count: Count) -> None:
    """Run until nothing is left to do, and answer truthfully what only somebody at the screen can know."""
    try:
        come_back(firm)
    except AssertionError:
        for state in firm.run("state", "list", "--format", "json").json()["accounts"]:
            for intent in state["intents"]:
                firm.run("work", "complete", intent["id"], answer(world_of(firm), state, intent["step"]))
                count.asked += 1
        come_back(firm)


def answer(world: World, state: dict[str, Any], step: dict[str, Any]) -> str:
    """What somebody who looks at the screen would say of a call of which nobody knows how it ended."""
    if step["action"] == "delete":
        there = any(key.robot_id == step["attributes"]["robotEmployeeId"] for key in world.keys.values())
        return "--not-done" if there else "--done"
    assert step["address"].partition("/user_key/")[1], f"nobody should have to be asked about {step}"
    generations = [each for entry in state["entries"] for each in (entry["current"], *entry["deposed"])]
    ours = {each["attributes"].get("robotEmployeeId") for each in generations}
    label = state["account"].removeprefix("client/")
    made = any(
        key.application == step["attributes"]["applicationName"]
        and world.companies[key.company_id].label == label
        and key.robot_id not in ours
        for key in world.keys.values()
    )
    return "--lost" if made else "--not-done"


def world_of(firm: Firm) -> World:
    """As it is."""
    return World.from_json((firm.directory.parent / "world.json").read_bytes())


def survey(firm: Firm, count: Count) -> None:
    """Compare the world, the state and the sealed secrets, key by key."""
    world = world_of(firm)
    labels = {company.id: company.label for company in world.companies.values()}
    there = Counter((labels[key.company_id], key.application) for key in world.keys.values())
    states = firm.run("state", "list", "--format", "json").json()["accounts"]
    entries = {entry["address"]: entry for state in states for entry in state["entries"]}
    count.left_open += sum(len(state["intents"]) for state in states)
    wanted = [(f"client/{client}/user_key/{key}", client, KEYS[key]) for client in CLIENTS for key in KEYS]
    for address, company, application in (*wanted, OFFICE_KEY):
        known = entries[address]
        count.keys += 1
        count.reported_lost += len(known["deposed"])
        count.duplicates += abs(there[company, application] - 1 - len(known["deposed"]))
        opened = firm.run("secret", "show", address, "--identity", str(EXAMPLE / "demo-identity.txt"), code=None)
        key = world.keys.get(world.key_tokens.get(hash_of(opened.out.strip()), -1))
        count.lost += key is None or key.id != known["current"]["attributes"]["keyId"]


def campaign(state: Callable[[], str], kills: int, seed: int) -> Count:
    """Kill so many times, in new firms, each with a state of its own from `state`; what was found of all of them."""
    chance = Random(seed)
    count = Count(state().partition(":")[0])
    while count.kills < kills:
        with tempfile.TemporaryDirectory(prefix="kills-") as place, firm_in(Path(place), state()) as firm:
            for _ in range(min(KILLS_EACH, kills - count.kills)):
                if kill_somewhere(firm, chance):
                    count.kills += 1
                else:
                    count.too_late += 1
            converge(firm, count)
            survey(firm, count)
            count.firms += 1
    return count


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.end_to_end.kills", description=__doc__)
    parser.add_argument("--state", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    if chosen.state == "sqlite":
        count = campaign(lambda: "sqlite:.provisioner/state.db", chosen.kills, chosen.seed)
    else:
        with running() as server:
            count = campaign(lambda: server.url(schema=server.schema()), chosen.kills, chosen.seed)
    print(json.dumps(asdict(count)))  # noqa: T201  # what was asked for
    return 1 if count.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
