"""The seams: every call of the state, the world, the secret store and the last place passes through here, and so does
every wait.

Promises: at each, before and after, the baton may be passed on and something may go wrong; what a dead process still
calls has no effect. Does not: decide what goes wrong (faults.py) or what is right (invariants.py).
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Protocol, TypeVar

from provisioner.model.address import Address
from provisioner.model.errors import BackendFailed, SecretStoreFailed
from provisioner.model.secrets import Sensitive
from provisioner.spi.backend import AdvanceRequest, BeginRequest, CommitRequest, Deposit
from provisioner.spi.endpoint import Transport, TransportFailed, TransportRequest, TransportResponse
from provisioner.testing.memory import Disk, MemoryBackend, MemorySecretStore
from provisioner.testing.simulation.faults import Chaos, Fault
from provisioner.testing.simulation.scheduler import Actor, Clock, Died, Scheduler, Watchman

STEP_SECONDS = 0.05
"""How long passing a seam takes."""
PAUSE_SECONDS = 150.0
"""How long a machine sleeps: longer than a lease lasts unless it was made to outlive a deadline."""
LATE_SECONDS = (31.0, 110.0)
"""When a late call is carried out, counted from when it was sent: always before its deadline and grace have passed."""
PASSING = 0.15
"""How likely the baton is passed on at a seam where somebody else wants it."""
_TOO_MANY = TransportResponse(429, (("X-Rate-Limit-Reset", "2"),), b'{"status": 429, "message": "Too many requests"}')
_BROKE = TransportResponse(500, (), b'{"status": 500, "message": "Internal error"}')

T = TypeVar("T")
R = TypeVar("R")


class Watched(Protocol):
    """Who looks at what takes effect."""

    def wrote(self, request: BeginRequest | AdvanceRequest | CommitRequest) -> None:
        """Something was written to the state, this very moment."""
        ...

    def withdrew(self, deposit: Deposit) -> None:
        """What was set aside was let go of."""
        ...


class Seams:
    """One run's."""

    def __init__(self, clock: Clock, chaos: Chaos, scheduler: Scheduler, disk: Disk) -> None:
        self.clock = clock
        self.chaos = chaos
        self.scheduler = scheduler
        self.disk = disk
        self.trace: list[str] = []
        self._late: list[tuple[float, int, Callable[[], object]]] = []

    def reach(self, actor: Actor, where: str, what: str, *, after: bool = False) -> Fault | None:
        """Passes one seam; what goes wrong that is not everybody's business is returned."""
        if actor.dead:
            raise Died
        self.clock.advance(STEP_SECONDS)
        if not after:
            self.scheduler.may_pass(actor, PASSING)
            self.deliver()
            if what != "renew":
                self._watch(actor)
        fault = self.chaos.strike(where, after=after)
        if fault is None:
            return None
        self.trace.append(f"{actor.name} {'after' if after else 'before'} {what}: {fault.value}")
        if fault is Fault.CRASH:
            actor.dead = True
            raise Died
        if fault is Fault.STOP:
            actor.stop.set()
        elif fault is Fault.PAUSE:
            self.clock.advance(PAUSE_SECONDS)
            self.scheduler.may_pass(actor, 1.0)
        elif fault is Fault.LEASE_BROKEN:
            self._break_leases(actor)
        else:
            return fault
        return None

    def _watch(self, actor: Actor) -> None:
        """Looks after what is due, as a thread of the same process would."""
        if actor.busy:
            return
        for watchman in tuple(actor.watchmen):
            if self.clock.now() >= watchman.due:
                actor.busy = True
                try:
                    goes_on = watchman.look()
                finally:
                    actor.busy = False
                watchman.due = self.clock.now() + timedelta(seconds=watchman.seconds)
                if not goes_on and watchman in actor.watchmen:
                    actor.watchmen.remove(watchman)

    def _break_leases(self, actor: Actor) -> None:
        """Somebody breaks every lease that is not nobody's, and perhaps goes on in its place."""
        backend = MemoryBackend(self.disk)
        for lease in backend.leases(self.clock.now()):
            backend.break_lease(lease.account, "simulated", self.clock.now())
        self.scheduler.may_pass(actor, 0.5)

    def wait(self, actor: Actor, seconds: float) -> None:
        """Time passes; what is looked after meanwhile is looked after."""
        left = seconds
        while left > 0:
            self.clock.advance(min(left, 20.0))
            left -= 20.0
            self.reach(actor, "wait", "wait")

    def later(self, call: Callable[[], object]) -> None:
        """A call that is carried out when nobody waits for it any more."""
        due = self.clock.monotonic() + self.chaos.chance.uniform(*LATE_SECONDS)
        self._late.append((due, len(self._late), call))

    def deliver(self) -> None:
        """Carries out what is due by now."""
        if not self._late:
            return
        due = [item for item in self._late if item[0] <= self.clock.monotonic()]
        self._late = [item for item in self._late if item not in due]
        for _, _, call in sorted(due, key=lambda item: item[:2]):
            call()


class SeamBackend(MemoryBackend):
    """The state, as one process has it open."""

    def __init__(self, seams: Seams, actor: Actor, watched: Watched) -> None:
        super().__init__(seams.disk, self._reach)
        self._seams = seams
        self._actor = actor
        self._watched = watched
        self._request: BeginRequest | AdvanceRequest | CommitRequest | None = None
        self._before: object = None

    def _reach(self, method: str, done: bool) -> None:
        if self._actor.dead:
            raise Died
        if done and self._request is not None and self._mark(self._request) != self._before:
            self._watched.wrote(self._request)
        fault = self._seams.reach(self._actor, "state", method, after=done)
        if not done and self._request is not None:
            self._before = self._mark(self._request)
        if fault is not None:
            raise BackendFailed("The state's storage did not answer.")

    def _mark(self, request: BeginRequest | AdvanceRequest | CommitRequest) -> object:
        """What a write changes."""
        row = self.disk.account(request.lease.account)
        intents = tuple(sorted((intent.id, intent.phase) for intent in row.intents.values()))
        return row.serial, len(row.commits), intents

    def begin(self, request: BeginRequest) -> None:
        """As the port says."""
        with self._writing(request):
            super().begin(request)

    def advance(self, request: AdvanceRequest) -> None:
        """As the port says."""
        with self._writing(request):
            super().advance(request)

    def commit(self, request: CommitRequest) -> int:
        """As the port says."""
        with self._writing(request):
            return super().commit(request)

    def withdraw(self, intent_id: str) -> None:
        """As the port says."""
        deposit = self.disk.deposits.get(intent_id)
        super().withdraw(intent_id)
        if deposit is not None:
            self._watched.withdrew(deposit)

    @contextlib.contextmanager
    def _writing(self, request: BeginRequest | AdvanceRequest | CommitRequest) -> Iterator[None]:
        self._request = request
        try:
            yield
        finally:
            self._request = None


class SeamTransport:
    """The way to the world, as one process or one person has it."""

    def __init__(self, seams: Seams, actor: Actor, inner: Transport) -> None:
        self._seams = seams
        self._actor = actor
        self._inner = inner

    def send(self, request: TransportRequest) -> TransportResponse:
        """The world's answer, unless something goes wrong."""
        where = "read" if request.method == "GET" else "write"
        what = f"{request.method} {request.path}"
        fault = self._seams.reach(self._actor, where, what)
        if fault is Fault.CALL_DOWN:
            raise TransportFailed("the world cannot be reached", sent=False)
        if fault is Fault.CALL_LATE:
            self._seams.later(lambda: self._inner.send(request))
            self._seams.clock.advance(request.timeout_seconds)
            raise TransportFailed("the answer did not come in time", sent=True)
        if fault is not None:
            return _TOO_MANY if fault is Fault.RATE_LIMITED else _BROKE
        response = self._inner.send(request)
        fault = self._seams.reach(self._actor, where, what, after=True)
        if fault is Fault.SERVER_ERROR_AFTER:
            return _BROKE
        if fault is not None:
            if fault is Fault.CALL_TIMED_OUT:
                self._seams.clock.advance(request.timeout_seconds)
            raise TransportFailed("the answer was lost", sent=True)
        return response

    def close(self) -> None:
        """The world stays."""


class SeamStore:
    """The secret store, as one process has it open."""

    def __init__(self, seams: Seams, actor: Actor, inner: MemorySecretStore) -> None:
        self._seams = seams
        self._actor = actor
        self._inner = inner

    @contextlib.contextmanager
    def _doing(self, what: str) -> Iterator[None]:
        if self._seams.reach(self._actor, "store", what) is not None:
            raise SecretStoreFailed("The secret store cannot be reached.")
        yield
        if self._seams.reach(self._actor, "store", what, after=True) is not None:
            raise SecretStoreFailed("The secret store did not answer.")

    def probe(self) -> None:
        """As the port says."""
        with self._doing("probe"):
            self._inner.probe()

    def put(self, address: Address, generation: int, secret: Sensitive) -> None:
        """As the port says."""
        with self._doing("put"):
            self._inner.put(address, generation, secret)

    def get(self, address: Address, generation: int, identity: Sensitive | None) -> Sensitive | None:
        """As the port says."""
        with self._doing("get"):
            return self._inner.get(address, generation, identity)

    def retire(self, address: Address, generation: int) -> None:
        """As the port says."""
        with self._doing("retire"):
            self._inner.retire(address, generation)


class SeamRescue:
    """The last place, on the one machine that everybody shares."""

    def __init__(self, seams: Seams, actor: Actor, files: dict[str, Deposit]) -> None:
        self._seams = seams
        self._actor = actor
        self._files = files

    def keep(self, deposit: Deposit) -> str:
        """As the real one."""
        if self._seams.reach(self._actor, "rescue", "rescue") is not None:
            raise OSError(errno.ENOSPC, "No space left on device")
        self._files[deposit.intent_id] = deposit
        self._seams.reach(self._actor, "rescue", "rescue", after=True)
        return f"rescue/{deposit.intent_id}.json"

    def kept(self) -> Iterator[Deposit]:
        """As the real one."""
        yield from tuple(self._files.values())

    def let_go(self, intent_id: str) -> None:
        """As the real one."""
        if self._actor.dead:
            raise Died
        self._files.pop(intent_id, None)


class SeamCrew:
    """Hands without threads: what would be done side by side is done in an order that chance decides."""

    def __init__(self, seams: Seams, actor: Actor) -> None:
        self._seams = seams
        self._actor = actor

    def side_by_side(self, function: Callable[[T], R], items: Iterable[T]) -> list[R]:
        """As the port says."""
        work = list(items)
        order = list(range(len(work)))
        self._seams.chaos.chance.shuffle(order)
        done: dict[int, R] = {}
        raised: dict[int, Exception] = {}
        for place in order:
            try:
                done[place] = function(work[place])
            except Exception as error:  # noqa: BLE001  # raised below, once all have ended
                raised[place] = error
        if raised:
            raise raised[min(raised)]
        return [done[place] for place in range(len(work))]

    @contextlib.contextmanager
    def every(self, seconds: float, look: Callable[[], bool], name: str) -> Iterator[None]:
        """As the port says."""
        watchman = Watchman(self._seams.clock.now() + timedelta(seconds=seconds), seconds, look)
        self._actor.watchmen.append(watchman)
        try:
            yield
        finally:
            if watchman in self._actor.watchmen:
                self._actor.watchmen.remove(watchman)
