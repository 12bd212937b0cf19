"""A small firm on the fake world, and one process after another that works on it.

Promises: what outlives a process (files, world, state, clock) is kept here; everything else is made anew by `process`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from provisioner.model.outcome import ApplyReport
from provisioner.model.plan import Action, Plan
from provisioner.runtime.platform import Surroundings
from provisioner.runtime.sealing import new_identity
from provisioner.runtime.session import PlanWish, apply_plan, make_plan, settle_open
from provisioner.runtime.worklist.inventory import AttestWish, attest
from provisioner.runtime.workspace import OpenOptions, Workspace
from provisioner.spi.backend import BackendEntry
from provisioner.spi.events import Event
from provisioner.spi.markers import hookimpl
from provisioner.spi.operator import Operator
from provisioner.spi.secrets import SecretStoreEntry
from provisioner.testing.fakes import Disk, FakeClock, FakePlugin, FakeWorld, MemoryBackend, MemorySecretStore

PROJECT = """\
apiVersion: provisioner/v1
kind: Project
name: fjord
manifests: ["*.yaml"]
state: desk:here
secrets:
  recipients: {{kari: {public_key}}}
  store: kept:there
provider:
  fake: {settings}
"""

OFFICE = """\
kind: Office
name: fjord
organizationNumber: 314 286 014
officeKeys:
  finale: {application: Finale}
"""

CLIENT = """\
kind: Client
name: nordlys
organizationNumber: 312 345 676
labels: {bransje: handel}
integrations:
  modul: {kind: module}
  huma: {kind: key, application: Huma, needs: [module/modul]}
  lapp: {kind: note, text: hei}
  finale: {kind: link, to: finale}
---
kind: Client
name: brygga
organizationNumber: 923 609 016
integrations:
  huma: {kind: key, application: Huma}
"""

Watch = Callable[[str, bool], None]


@dataclass
class Firm:
    """What outlives a process."""

    root: Path
    """The project's directory."""
    world: FakeWorld = field(default_factory=FakeWorld)
    """What is set up."""
    disk: Disk = field(default_factory=Disk)
    """The state."""
    store: MemorySecretStore = field(default_factory=MemorySecretStore)
    """The secrets."""
    other_stores: dict[str, MemorySecretStore] = field(default_factory=dict)
    """Those that the project named at another time, by URL."""
    clock: FakeClock = field(default_factory=FakeClock)
    """The time."""
    watch: Watch | None = None
    """Told of every call of the backend; may raise."""
    operator: Operator | None = None
    """The person at hand."""
    events: list[Event] = field(default_factory=list)
    """Everything that was told."""
    variables: dict[str, str] = field(default_factory=dict)
    """The environment."""
    identity: str = field(default="", repr=False)
    """Opens what is sealed."""

    def write(self, name: str, text: str) -> None:
        """A file of the project."""
        (self.root / name).write_text(text, encoding="utf-8")

    @hookimpl
    def provisioner_backends(self) -> Iterable[BackendEntry]:
        """`desk:`, on this firm's disk."""
        return [BackendEntry("desk", lambda context: MemoryBackend(self.disk, self.watch or _quiet), shared=True)]

    @hookimpl
    def provisioner_secret_stores(self) -> Iterable[SecretStoreEntry]:
        """`kept:there`, this firm's store, and others where the project names them."""
        return [SecretStoreEntry("kept", lambda context: self.store_called(context.url))]

    def store_called(self, url: str) -> MemorySecretStore:
        """The store with that URL."""
        return self.store if url == "kept:there" else self.other_stores.setdefault(url, MemorySecretStore())

    @hookimpl
    def provisioner_event(self, event: Event) -> None:
        """Kept."""
        self.events.append(event)

    @contextlib.contextmanager
    def process(self) -> Iterator[Workspace]:
        """A process that begins and ends; what it held in memory is gone after."""
        options = OpenOptions(
            directory=self.root,
            console=self.operator,
            surroundings=Surroundings(self.variables, "kari@fjord (process 1)", "kari"),
            clock=self.clock.as_clock(),
            guests=(FakePlugin(self.world), self),
        )
        with Workspace(options) as workspace:
            yield workspace

    def attest(self) -> None:
        """Says that nothing was there."""
        with self.process() as workspace:
            attest(workspace, AttestWish(by="kari", everyone=True, empty=True))

    def plan(self, wish: PlanWish | None = None) -> Plan:
        """What would change now."""
        with self.process() as workspace:
            return make_plan(workspace, wish).plan

    def apply(self, wish: PlanWish | None = None) -> ApplyReport:
        """Settles, plans and applies, as the command does."""
        with self.process() as workspace:
            settle_open(workspace)
            return apply_plan(workspace, make_plan(workspace, wish).data)


def _quiet(method: str, after: bool) -> None:
    return None


def make_firm(root: Path, settings: str = "{}", files: dict[str, str] | None = None) -> Firm:
    """A firm with an office, two clients, and everything but the state."""
    public_key, identity = new_identity()
    firm = Firm(root, identity=identity.reveal())
    firm.write("provisioner.yaml", PROJECT.format(public_key=public_key, settings=settings))
    for name, text in (files or {"office.yaml": OFFICE, "clients.yaml": CLIENT}).items():
        firm.write(name, text)
    return firm


def actions(plan: Plan) -> dict[str, str]:
    """What is done with each address; no-ops are left out, deposed generations marked."""
    return {
        f"{change.address}{' (deposed)' if change.deposed else ''}": change.action.value
        for change in plan.changes()
        if change.action is not Action.NO_OP
    }
