"""One run: everything that one seed sets up, and whoever plays in it.

Promises: one seed, one menu and one project give one run, byte for byte. Does not: judge the end (invariants.py).
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, fields
from hashlib import sha256
from random import Random
from typing import cast

from provisioner.model.errors import ProvisionerError
from provisioner.runtime.rescue import RescueFiles
from provisioner.runtime.workspace import Workspace
from provisioner.spi.backend import Deposit
from provisioner.spi.endpoint import Endpoint
from provisioner.spi.operator import Operator
from provisioner.spi.rehearsal import RehearsedWorld, Thing
from provisioner.testing.memory import AccountOnDisk, Disk, MemorySecretStore
from provisioner.testing.simulation.faults import Chaos, Fault, Menu
from provisioner.testing.simulation.monitor import Monitor, WatchedProvider
from provisioner.testing.simulation.project import Parts, Script, SimulatedWorkspace
from provisioner.testing.simulation.scheduler import Actor, Clock, Scheduler
from provisioner.testing.simulation.seams import SeamBackend, SeamCrew, SeamRescue, Seams, SeamStore, SeamTransport

MOST_SEAMS = 60_000
"""A run that passes more does not end."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which run."""

    seed: int
    """Its number."""
    menu: Menu | None = None
    """What may go wrong; None: drawn from the seed."""
    script: dict[int, Fault] = field(default_factory=dict)
    """What goes wrong at which seam, and nothing else; empty: by chance."""
    scene: str = ""
    """build, rotate or tear-down; empty: drawn from the seed."""


@dataclass(eq=False)
class Ground:
    """What a run begins with: nothing, or a firm as it is once everything was made."""

    disk: Disk
    """The state."""
    store: MemorySecretStore
    """The secret store."""
    world: RehearsedWorld
    """The world."""
    drawn: int = 0
    """How many ids were drawn on the way here."""
    seconds: float = 0.0
    """How long it took."""


class Run:
    """One run."""

    def __init__(self, script: Script, wish: Wish, ground: Ground | None = None) -> None:
        self.script = script
        self.wish = wish
        self.chance = Random(wish.seed)  # noqa: S311  # a dice to be thrown again, not a secret
        menu = Menu.drawn(self.chance) if wish.menu is None else wish.menu
        self.clock = Clock(script.now)
        if ground is not None:
            self.clock.go_on(ground.drawn, ground.seconds)
        self.disk = _copied(ground.disk) if ground is not None else Disk(made=True)
        self.store = _copied_store(ground.store) if ground is not None else MemorySecretStore()
        self.world = ground.world.copy(self.clock.now) if ground is not None else script.stage.world(self.clock.now)
        self.rescued: dict[str, Deposit] = {}
        self.chaos = Chaos(menu, self.chance, wish.script)
        self.scheduler = Scheduler(self.chance)
        self.seams = Seams(self.clock, self.chaos, self.scheduler, self.disk)
        self.monitor = Monitor(self.clock, self.disk, self.rescued, self.store, self.world.things)
        self.papers: list[object] = []
        """Everything that anybody was shown."""
        self.removed: list[Thing] = []
        """What somebody took away on the screen."""
        self.strange: set[int] = set()
        """What somebody else made on the screen, by its number."""
        self.left: list[str] = []
        """What the last plan still had to do, and why not."""
        self.ended: list[str] = []
        """How each actor ended."""

    def ground(self) -> Ground:
        """This run's end, for others to begin with."""
        seconds = (self.clock.now() - self.clock.start).total_seconds()
        return Ground(self.disk, self.store, self.world, self.clock.drawn, seconds)

    @contextmanager
    def process(self, actor: Actor, *, at_hand: bool = False) -> Iterator[Workspace]:
        """A process begins, and ends; what it held in memory is gone."""
        endpoint, script = self.endpoint(actor), self.script
        parts = Parts(
            name=actor.name,
            clock=self.clock,
            sleep=lambda seconds: self.seams.wait(actor, seconds),
            crew=SeamCrew(self.seams, actor),
            backend=lambda: SeamBackend(self.seams, actor, self.monitor),
            store=SeamStore(self.seams, actor, self.store),
            rescue=cast("RescueFiles", SeamRescue(self.seams, actor, self.rescued)),
            endpoint=endpoint,
            operator=self.world.person(endpoint) if at_hand else None,
            around=lambda provider: WatchedProvider(provider, actor, self.monitor, script),
        )
        with SimulatedWorkspace(self.script, parts) as workspace:
            yield workspace

    def endpoint(self, actor: Actor) -> Endpoint:
        """The world as `actor` reaches it."""
        inner = self.world.endpoint
        transport = SeamTransport(self.seams, actor, inner.transport)
        return Endpoint(inner.name, transport, inner.credentials, inner.environment)

    def person(self, actor: Actor) -> Operator:
        """`actor` as somebody who works on the screen."""
        return self.world.person(self.endpoint(actor))

    def play(self, *actors: Actor) -> None:
        """Lets them play, and looks at how each ended."""
        self.scheduler.run(list(actors), self._told)
        for actor in actors:
            if actor.dead:
                self.ended.append(f"{actor.name} died")
            self.monitor.ended(actor)

    def meddle(self, thing: Thing) -> None:
        """Somebody takes it away on the screen, and with it what hangs on it."""
        before = self.world.things()
        self.world.remove(thing)
        left = {(each.kind, each.number) for each in self.world.things()}
        self.removed.extend(each for each in before if (each.kind, each.number) not in left)
        self.seams.trace.append(f"screen: {thing.kind} {thing.number} is taken away")

    def imitate(self, thing: Thing) -> None:
        """Somebody makes another like it on the screen."""
        before = {(each.kind, each.number) for each in self.world.things()}
        self.world.imitate(thing)
        self.strange.update(each.number for each in self.world.things() if (each.kind, each.number) not in before)
        self.seams.trace.append(f"screen: another like {thing.kind} {thing.number}")

    def _told(self, actor: Actor, error: BaseException) -> None:
        """An error that a command would show is shown; anything else is a bug."""
        self.ended.append(f"{actor.name}: {type(error).__name__}: {error}")
        if isinstance(error, ProvisionerError):
            self.papers.append((error.summary, error.hint, error.detail))
            return
        where = "".join(traceback.format_exception(error)[-6:])
        self.monitor.find("bug", f"{actor.name} ended with {type(error).__name__}: {error}\n{where}")

    def digest(self) -> str:
        """Of everything that happened and of how it ended."""
        told = sha256()
        for line in (*self.seams.trace, *self.ended, str(self.chaos.seams), str(self.clock.now())):
            told.update(line.encode())
        for ref, row in sorted(self.disk.accounts.items()):
            told.update(f"{ref} {sorted(row.states.items())!r} {sorted(row.intents.items())!r} {row.lease!r}".encode())
        told.update(repr(self.disk.audit).encode())
        told.update(repr([(thing.kind, thing.number, sorted(thing.marks)) for thing in self.world.things()]).encode())
        return told.hexdigest()


def _copied(disk: Disk) -> Disk:
    fresh = Disk()
    _copy_fields(disk, fresh)
    for ref, row in disk.accounts.items():
        fresh.accounts[ref] = AccountOnDisk()
        _copy_fields(row, fresh.accounts[ref])
    return fresh


def _copy_fields(of: Disk | AccountOnDisk, to: Disk | AccountOnDisk) -> None:
    """What they hold is never changed, only what they are made of."""
    for each in fields(of):
        held = getattr(of, each.name)
        if each.name != "lock":
            setattr(to, each.name, copy(held) if isinstance(held, (dict, list)) else held)


def _copied_store(store: MemorySecretStore) -> MemorySecretStore:
    fresh = MemorySecretStore()
    fresh.kept = dict(store.kept)
    return fresh
