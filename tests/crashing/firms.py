"""The firm whose applies go wrong, what follows, and a survey of everything that is left.

Promises: whoever is asked something looks at the world and answers truthfully; the survey compares world, state, sealed
copies and store key by key, and looks for every secret that passed over the wire in everything that was written. Does
not: make anything go wrong.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine

from provisioner.model.address import Address
from provisioner.model.secrets import Sensitive
from provisioner.spi.secrets import SecretStoreContext
from provisioner_secrets_age.store import open_store
from provisioner_tripletex_simulator.world import World, hash_of
from tests.crashing import tracing
from tests.crashing.processes import Run
from tests.end_to_end.canary import BASIC, Birds, files_under
from tests.end_to_end.firm import EXAMPLE, OFFICE, Firm, recipient, small_firm
from tests.end_to_end.served import serve
from tests.end_to_end.test_kill import OFFICE_KEYS

IDENTITY = EXAMPLE / "demo-identity.txt"
HOURS = (1, 2, 26, 74, 75, 100, 101, 102)
"""When the next runs come. A clock that was days ahead has left deadlines that are days away."""
KEYS = {"huma": "Huma", "busy": "Busy"}
CLIENTS = {
    "nordlys-bakeri": ("Nordlys Bakeri AS", "312 345 676", "per@nordlys.example"),
    "fjellsport": ("Fjellsport Detalj AS", "312 348 020", "hanne@fjellsport.example"),
}
WANTED = {
    **{f"client/{client}/user_key/{key}": (client, KEYS[key]) for client in CLIENTS for key in KEYS},
    "office/office_key/visma-finale": ("fjord-regnskap", "VismaFinale"),
}
"""Every key by its address: whose, and for which application."""


@dataclass
class Found:
    """What the survey of one firm found. Only the first four may be anything but nought."""

    keys: int = 0
    """Shown, ever."""
    reported_lost: int = 0
    """Made while nobody was there to see them: found, said to be lost, and replaced."""
    asked: int = 0
    """Nobody could tell how a call had ended: a person was asked, and answered."""
    unseen: int = 0
    """Keys of which the hidden user is not known."""
    duplicates: int = 0
    """Keys in the world that the state does not know of, or twice the same."""
    lost: int = 0
    """Keys in force whose secret nobody has, or of which it was never said that they were replaced."""
    leaked: int = 0
    """Places where a secret stands that was shown."""
    stale: int = 0
    """Leases that are still held."""
    open: int = 0
    """Intents, deposits and rescue files that are left."""
    untrue: int = 0
    """Broken rules, a broken chain of the audit, or a store that does not hold what the state says."""
    never: int = 0
    """It did not come to rest."""
    where: list[str] = field(default_factory=list)
    """What is wrong, in words."""

    @property
    def wrong(self) -> int:
        """What must not be."""
        return sum((self.duplicates, self.lost, self.leaked, self.stale, self.open, self.untrue, self.never))


@contextmanager
def firm_in(directory: Path, state: str) -> Iterator[Firm]:
    """A firm of two clients and five keys, with a store, in a served world; attested."""
    firm = small_firm(directory / "firm", "", OFFICE + OFFICE_KEYS)
    firm.edit("provisioner.yaml", "sqlite:.provisioner/state.db", state)
    firm.edit("provisioner.yaml", "secrets:", "secrets:\n  store: age:secrets")
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


def converge(firm: Firm, found: Found) -> None:
    """New runs, each some hours later, until nothing is left to do or to answer."""
    start = datetime.now(UTC)
    for hours in HOURS:
        with time_machine.travel(start + timedelta(hours=hours), tick=True):
            firm.apply("--allow-deletes", code=None)
            if firm.run("plan", "--detailed-exitcode", "--refresh", "all", code=None).code == 0:
                firm.run("secret", "store", "--all", "--identity", str(IDENTITY))
                return
            _answer(firm, found)
    found.never += 1
    found.where.append(f"it does not come to rest:\n{firm.said[-2].text}{firm.said[-1].text}")


def _answer(firm: Firm, found: Found) -> None:
    """What nobody but somebody at the screen can know; for a program's own calls that is how a deletion ended."""
    keys = world_of(firm).keys.values()
    for state in states(firm):
        for intent in state["intents"]:
            step = intent["step"]
            if step["action"] == "delete" and "robotEmployeeId" in step["attributes"]:
                there = any(key.robot_id == step["attributes"]["robotEmployeeId"] for key in keys)
                firm.run("work", "complete", intent["id"], "--not-done" if there else "--done", code=None)
                found.asked += 1


def states(firm: Firm) -> list[dict[str, Any]]:
    """Of every account."""
    listed: list[dict[str, Any]] = firm.run("state", "list", "--format", "json").json()["accounts"]
    return listed


def world_of(firm: Firm) -> World:
    """As it is."""
    return World.from_json((firm.directory.parent / "world.json").read_bytes())


def survey(firm: Firm, runs: list[Run]) -> Found:
    """Let time pass, then compare everything with everything."""
    found = Found()
    converge(firm, found)
    birds, searched = Birds(), list(files_under(firm.directory))
    searched += [(f"output of command {number}", said.text.encode()) for number, said in enumerate(firm.said)]
    for number, run in enumerate(runs):
        _see(birds, run)
        searched += [(f"{name} of run {number}", text.encode()) for name, text in (("out", run.out), ("err", run.err))]
        searched += tracing.written_elsewhere(run.calls)
    leaks = birds.found_in(searched)
    found.leaked += len(leaks)
    found.where += [f"a secret stands in {place}" for place in leaks]
    if not found.never:
        _keys(firm, found)
        told = [said.text for said in firm.said] + [run.out + run.err for run in runs]
        if found.reported_lost and not any("lost" in text for text in told):
            found.lost += 1
            found.where.append("a key was replaced, and nobody was told that the one before was lost")
        _books(firm, found)
    return found


def _see(birds: Birds, run: Run) -> None:
    """Every secret that passed over the wire."""
    for text in tracing.on_the_wire(run.calls):
        birds.see(text)
        for header in BASIC.findall(text.decode("latin-1")):
            birds.headers.add(header)
            birds.see(base64.b64decode(header))


def _keys(firm: Firm, found: Found) -> None:
    world = world_of(firm)
    labels = {company.id: company.label for company in world.companies.values()}
    there = Counter((labels[key.company_id], key.application) for key in world.keys.values())
    entries = {entry["address"]: entry for state in states(firm) for entry in state["entries"]}
    store = open_store(SecretStoreContext("age:secrets", firm.directory, (recipient(),)))
    identity = Sensitive(IDENTITY.read_text(encoding="utf-8"))
    opener = Firm(firm.directory, firm.options)
    for address, (company, application) in WANTED.items():
        known = entries[address]["current"]
        found.keys += known["number"]
        found.reported_lost += known["number"] - 1
        if there[company, application] != 1 + len(entries[address]["deposed"]):
            found.duplicates += 1
            found.where.append(
                f"{there[company, application]} keys of {address} are there; recorded: {entries[address]}"
            )
        opened = opener.run("secret", "show", address, "--identity", str(IDENTITY), code=None).out.strip()
        key = world.keys.get(world.key_tokens.get(hash_of(opened), -1))
        # Of two keys of one account that were both set aside nobody can tell which hidden user is whose.
        found.unseen += "robotEmployeeId" not in known["attributes"]
        if key is None or str(key.id) != str(known["attributes"].get("keyId", known["native_id"])):
            found.lost += 1
            found.where.append(f"what is kept of {address} is not the key in force: {known}")
        kept = store.get(Address.parse(address), known["number"], identity)
        if kept is None or kept.reveal() != opened:
            found.untrue += 1
            found.where.append(f"the store does not hold the key of {address}")


def _books(firm: Firm, found: Found) -> None:
    """Nothing is left open, held or broken."""
    left = [intent["id"] for state in states(firm) for intent in state["intents"]]
    left += [path.name for path in firm.directory.glob(".provisioner/rescue/*.json")]
    found.open += len(left)
    found.where += [f"{name} is still open" for name in left]
    leases = firm.run("lease", "list", "--format", "json").json()["leases"]
    found.stale += len(leases)
    found.where += [f"still held: {lease}" for lease in leases]
    for words in (("state", "check"), ("audit", "verify")):
        said = firm.run(*words, code=None)
        if said.code:
            found.untrue += 1
            found.where.append(said.text)
