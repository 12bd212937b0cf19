"""A firm on fakes: planned, applied, killed and refused at will, it ends converged, and state and world agree."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from provisioner.model.address import Address
from provisioner.model.errors import BackendFailed, ProvisionerError
from provisioner.model.plan import Action
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import violations
from provisioner.runtime import session
from provisioner.runtime.sealing import new_identity, open_sealed
from provisioner.runtime.workspace import OpenOptions, Workspace
from provisioner.testing.fakes import (
    Disk,
    FakeClock,
    FakePlugin,
    FakeWorld,
    Fault,
    FaultKind,
    Killed,
    MemoryBackend,
)
from provisioner.testing.memory import Watch, nobody_watches

PROJECT = """\
apiVersion: provisioner/v1
kind: Project
name: fjord
manifests: ["firm.yaml"]
singleMachine: true
provider: {fake: {}}
"""
# One client: with several, threads would decide whom a failure strikes, and a seed would not replay.
FIRM = """\
kind: Office
name: fjord
organizationNumber: "923609016"
officeKeys:
  visma: {application: Visma, vendor: Visma AS}
---
kind: Client
name: nordlys
displayName: Nordlys
organizationNumber: "974760673"
integrations:
  api: {kind: module}
  huma: {kind: key, application: Huma, needs: [module/api]}
  kasse: {kind: key, application: Kasse}
  remark: {kind: note, text: hei}
  visma: {kind: link, to: visma}
"""
HUMA = Address.parse("client/nordlys/key/huma")
RUNS_WITH_TROUBLE = 3
RUNS = 10


class Firm:
    """A project on disk, and the world, state and time it lives in."""

    def __init__(self, root: Path, *, state: str = "memory:state", store: str = "memory:store") -> None:
        public, self.identity = new_identity()
        secrets = f"secrets: {{store: '{store}', recipients: {{kari: {public}}}}}\n"
        (root / "provisioner.yaml").write_text(f"{PROJECT}state: {state}\n{secrets}", encoding="utf-8")
        (root / "firm.yaml").write_text(FIRM, encoding="utf-8")
        self.root = root
        self.world = FakeWorld()
        self.disk = Disk(made=True)
        self.clock = FakeClock()

    def open(self, watch: Watch = nobody_watches) -> Workspace:
        """A run that begins."""
        guest = FakePlugin(self.world, self.disk, watch)
        return Workspace(OpenOptions(self.root, clock=self.clock.as_clock(), guests=(guest,)))

    def run(self, watch: Watch = nobody_watches) -> str:
        """Settles, plans and applies; returns what ended it, if anything did."""
        try:
            with self.open(watch) as workspace:
                session.settle_open(workspace)
                session.apply_plan(workspace, session.make_plan(workspace).data)
        except (Killed, ProvisionerError) as ended:
            return type(ended).__name__
        return ""


def trouble(chance: random.Random, firm: Firm) -> Watch:
    """Up to nine failures and kills of the backend, before or after its methods take effect, and some of the world."""
    left = [chance.randint(0, 9)]
    for _ in range(chance.randint(0, 3)):
        kind = chance.choice(list(FaultKind))
        method = chance.choice(["apply", "apply", "apply", "read", "prepare", "settle"])
        # A module that is incomplete could never be replaced.
        firm.world.plant(Fault(kind, method, HUMA if kind is FaultKind.INCOMPLETE else None))

    def watch(method: str, done: bool) -> None:
        if left[0] and chance.random() < 0.15:
            left[0] -= 1
            raise Killed(method) if chance.random() < 0.5 else BackendFailed(f"{method} failed")

    return watch


@pytest.mark.parametrize("seed", range(24))
def test_whatever_happens_it_ends_converged_and_no_key_is_lost_unreported(seed: int, tmp_path: Path) -> None:
    firm = Firm(tmp_path)
    watch = trouble(random.Random(seed), firm)
    for run in range(RUNS):
        firm.run(watch if run < RUNS_WITH_TROUBLE else nobody_watches)
        for account in list(firm.disk.accounts):
            state = MemoryBackend(firm.disk).load(account)
            assert state is None or violations(state) == ()
        firm.world.deliver()  # a late call arrives before anybody looks again
        firm.clock.advance(3600)
    with firm.open() as workspace:
        plan = session.make_plan(workspace).plan
        assert [str(each.address) for each in plan.changes() if each.action is not Action.NO_OP] == []
    check_keys(firm)


def check_keys(firm: Firm) -> None:
    """State and world name the same things, and what is sealed opens to the very key that was shown.

    A second key of the same kind is there only where the first one was lost or not whole: it is shown as overlap until
    the vendor has the new one.
    """
    backend = MemoryBackend(firm.disk)
    current, overlapping = set(), set()
    for account in firm.disk.accounts:
        state = backend.load(account)
        assert state is not None
        for entry in state.entries:
            thing = firm.world.thing(entry.current.native_id)
            assert thing is not None, f"{entry.address} is not there"
            current.add(thing.native_id)
            overlapping |= {generation.native_id for generation in entry.deposed}
            if thing.secret:
                sealed = backend.sealed(entry.address, entry.current.number)
                assert sealed is not None
                assert open_sealed(sealed, firm.identity).reveal() == thing.secret
    assert {thing.native_id for thing in firm.world.things()} == current | overlapping


def test_the_embedded_state_and_store_carry_it_too(tmp_path: Path) -> None:
    firm = Firm(tmp_path, state="sqlite:.provisioner/state.db", store="age:secrets")
    with firm.open() as workspace:
        workspace.backend(create=True)
    assert firm.run() == ""
    with firm.open() as workspace:
        assert [each for each in session.make_plan(workspace).plan.changes() if each.action is not Action.NO_OP] == []
        (entry,) = (each for each in loaded(workspace, HUMA) if each[0] == HUMA)
        assert entry[1] is SecretStatus.STORED
        assert workspace.store is not None
        opened = workspace.store.get(HUMA, 1, firm.identity)
    shown = [thing.secret for thing in firm.world.things() if thing.secret]
    assert opened is not None
    assert opened.reveal() in shown
    assert len(shown) == 3
    on_disk = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert not [secret for secret in shown if secret.encode() in on_disk]


def loaded(workspace: Workspace, address: Address) -> list[tuple[Address, SecretStatus | None]]:
    """What the state says of the account's secrets."""
    state = workspace.backend().load(address.account)
    assert state is not None
    return [(entry.address, entry.current.secret) for entry in state.entries]
