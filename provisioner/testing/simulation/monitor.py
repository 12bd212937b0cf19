"""What must hold at every moment of a run, looked at the moment it could break.

Promises: looks at what took effect, not at what anybody says. Does not: change anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from provisioner.model.account import Account
from provisioner.model.address import Address
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.plan import Change, Check
from provisioner.model.resource import Desired, Read, ResourceType
from provisioner.model.secrets import Sealed, Sensitive
from provisioner.model.state import IntentPhase
from provisioner.model.work import Evidence, WorkItem
from provisioner.spi.backend import AdvanceRequest, BeginRequest, CommitRequest, Deposit
from provisioner.spi.operator import Answer
from provisioner.spi.provider import (
    AccountListing,
    Comparison,
    Concurrency,
    Declarations,
    DeclareRequest,
    DoctorReport,
    ExpandRequest,
    Expansion,
    ManifestLanguage,
    PreflightRequest,
    Provider,
    ReadRequest,
    Route,
    Settlement,
    SettleRequest,
    StepDone,
    StepRequest,
    StepResult,
)
from provisioner.spi.rehearsal import Thing
from provisioner.testing.memory import Disk, MemorySecretStore
from provisioner.testing.simulation.project import Script, opens
from provisioner.testing.simulation.scheduler import Actor, Clock
from provisioner.testing.simulation.tally import Finding


@dataclass(frozen=True, slots=True)
class InHand:
    """A secret that the world showed and the provider handed on."""

    address: Address
    """Of what."""
    intent_id: str
    """By which intent."""
    secret: Sensitive
    """It."""


@dataclass(eq=False)
class Monitor:
    """One run's."""

    clock: Clock
    """The time."""
    disk: Disk
    """What is recorded."""
    rescue: Mapping[str, Deposit]
    """The last place."""
    store: MemorySecretStore
    """The secret store."""
    things: Callable[[], Iterable[Thing]]
    """What is there."""
    findings: list[Finding] = field(default_factory=list)
    """What does not hold."""
    in_hand: dict[Actor, list[InHand]] = field(default_factory=dict)
    """What each process was handed."""
    called: set[str] = field(default_factory=set)
    """Intents whose call was made."""

    def find(self, invariant: str, what: str) -> None:
        """Notes that something does not hold."""
        self.findings.append(Finding(invariant, what))

    def wrote(self, request: BeginRequest | AdvanceRequest | CommitRequest) -> None:
        """Every write is made under the youngest lease of the account, and by its writer's own clock while it lasts."""
        row = self.disk.account(request.lease.account)
        latest = row.lease
        if latest is None or latest.fence != request.lease.fence or row.ended or request.now >= latest.expires_at:
            self.find("fence", f"a {type(request).__name__} for {request.lease.account} under a lease that has ended")

    def withdrew(self, deposit: Deposit) -> None:
        """What was set aside is let go of only once it is kept elsewhere, or opens nothing any more."""
        for thing in self.things():
            if thing.secret is None or not opens(deposit.sealed, thing.secret):
                continue
            if not self._is_kept(InHand(deposit.address, deposit.intent_id, thing.secret)):
                self.find("secret-dropped", f"the key of {deposit.address} was set aside, and is kept nowhere any more")

    def calls(self, request: StepRequest) -> None:
        """A call is made once, after its intent is durable, under a lease that outlives its deadline."""
        row = self.disk.account(request.step.address.account)
        intent = row.intents.get(request.intent_id)
        if intent is None or intent.phase is not IntentPhase.CALLING:
            self.find("intent", f"a call for {request.step.address} without a durable intent")
        if request.intent_id in self.called:
            self.find("once", f"a second call for {request.step.address} by one intent")
        self.called.add(request.intent_id)
        lease, deadline = row.lease, request.deadline
        if lease is not None and not row.ended and deadline is not None and lease.expires_at < deadline:
            self.find("lease", f"a call for {request.step.address} that its lease does not outlive")

    def handed(self, actor: Actor, intent: tuple[Address, str], result: StepResult) -> None:
        """A process is told of a secret."""
        if isinstance(result, StepDone) and result.secret is not None:
            self.in_hand.setdefault(actor, []).append(InHand(*intent, result.secret))

    def ended(self, actor: Actor) -> None:
        """A process that did not die has kept every secret that it was handed and that still opens something."""
        if actor.dead or actor not in self.in_hand:
            return
        live = {thing.secret.reveal() for thing in self.things() if thing.secret is not None}
        for held in self.in_hand[actor]:
            if held.secret.reveal() in live and not self._is_kept(held):
                self.find("secret-dropped", f"{actor.name} was shown the key of {held.address}, and kept it nowhere")

    def _is_kept(self, held: InHand) -> bool:
        stored = {secret.reveal() for (address, _), secret in self.store.kept.items() if address == held.address}
        return held.secret.reveal() in stored or any(opens(sealed, held.secret) for sealed in self._kept(held))

    def _kept(self, held: InHand) -> Iterator[Sealed]:
        yield from (sealed for (address, _), sealed in self.disk.sealed.items() if address == held.address)
        for place in (self.disk.deposits, self.rescue):
            if held.intent_id in place:
                yield place[held.intent_id].sealed


class WatchedProvider(Provider):
    """A provider as it is, with somebody who looks on."""

    def __init__(self, inner: Provider, actor: Actor, monitor: Monitor, script: Script) -> None:
        self.name = inner.name
        self._inner = inner
        self._actor = actor
        self._monitor = monitor
        self._script = script

    def manifest_language(self) -> ManifestLanguage:
        """As it is."""
        return self._inner.manifest_language()

    def resource_types(self) -> Sequence[ResourceType]:
        """As it is."""
        return self._inner.resource_types()

    def expand(self, request: ExpandRequest) -> Expansion:
        """As it is; what is wanted of an account is the same all day."""
        account = request.declared.account.ref
        return self._script.once(f"expansion {account} {request.now.date()}", lambda: self._inner.expand(request))

    def normalise(self, desired: Desired) -> Desired:
        """As it is."""
        return self._inner.normalise(desired)

    def declare(self, request: DeclareRequest) -> Declarations:
        """As it is."""
        return self._inner.declare(request)

    def accounts(self) -> AccountListing:
        """As it is."""
        return self._inner.accounts()

    def doctor(self) -> DoctorReport:
        """As it is."""
        return self._inner.doctor()

    def preflight(self, request: PreflightRequest) -> tuple[Check, ...]:
        """As it is."""
        return self._inner.preflight(request)

    def route(self, change: Change) -> Route:
        """As it is."""
        return self._inner.route(change)

    def read(self, request: ReadRequest) -> Read:
        """As it is."""
        return self._inner.read(request)

    def prepare(self, request: StepRequest) -> Evidence:
        """As it is."""
        return self._inner.prepare(request)

    def settle(self, request: SettleRequest) -> Settlement:
        """As it is."""
        return self._inner.settle(request)

    def work_item(self, request: StepRequest) -> WorkItem:
        """As it is."""
        return self._inner.work_item(request)

    def look_item(self, account: Account, desired: Desired) -> WorkItem:
        """As it is."""
        return self._inner.look_item(account, desired)

    def compare(self, item: WorkItem, text: str) -> Comparison:
        """As it is."""
        return self._inner.compare(item, text)

    def check_answer(self, item: WorkItem, answer: Answer) -> tuple[Diagnostic, ...]:
        """As it is."""
        return self._inner.check_answer(item, answer)

    def concurrency(self, driver: str) -> Concurrency:
        """As it is."""
        return self._inner.concurrency(driver)

    def close(self) -> None:
        """As it is."""
        self._inner.close()

    def apply(self, request: StepRequest) -> StepResult:
        """Looked at before and after."""
        self._monitor.calls(request)
        result = self._inner.apply(request)
        self._monitor.handed(self._actor, (request.step.address, request.intent_id), result)
        return result

    def finish(self, request: StepRequest, answer: Answer) -> StepResult:
        """Looked at after."""
        result = self._inner.finish(request, answer)
        self._monitor.handed(self._actor, (request.step.address, request.intent_id), result)
        return result
