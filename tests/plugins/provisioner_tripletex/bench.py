"""A bench for these tests: a simulated world, the provider opened on it, and declarations without manifests.

Promises: the clock stands still but for waits, which take no time. Does not: read files but the provider's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import SourceRange
from provisioner.model.manifest import Declared, DeclaredAccount, Integration, Section
from provisioner.model.plan import Action, Change, Reason, Step, StepAction
from provisioner.model.resource import Desired
from provisioner.model.secrets import Sensitive
from provisioner.model.state import AccountState, Entry, Generation
from provisioner.model.values import EMPTY, Attributes, FrozenMap, Node, SecretRef
from provisioner.spi.endpoint import Endpoint, Transport, TransportRequest, TransportResponse
from provisioner.spi.operator import Operator
from provisioner.spi.provider import ExpandRequest, Expansion, ProviderContext, StepRequest
from provisioner_tripletex.provider import TripletexProvider
from provisioner_tripletex_simulator.control import demo_credentials
from provisioner_tripletex_simulator.endpoint import EmbeddedTransport
from provisioner_tripletex_simulator.firms import firm
from provisioner_tripletex_simulator.nouns import Company
from provisioner_tripletex_simulator.operator import ScriptedPerson
from provisioner_tripletex_simulator.store import Simulator
from provisioner_tripletex_simulator.world import World

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
NORDLYS = AccountRef.client("nordlys-bakeri")
OFFICE = AccountRef.office()
PER = {"owner": {"employee": "per@nordlys.example"}}
KARI = {"owner": {"employee": "kari@fjord.example"}}
FINALE = {"visma-finale": {**KARI, "validFor": "365d"}}
ATTACHED = {"visma-finale": {"method": "office-key", "access": "STANDARD_PRIVILEGES_ACCOUNTANT"}}
Body = Mapping[str, object] | None


class Lines:
    """Gives every value of a body a line of its own, in order."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.line = 0

    def next(self) -> SourceRange:
        self.line += 1
        return SourceRange(self.file, self.line, 3)

    def node(self, value: object) -> Node:
        origin = self.next()
        if isinstance(value, Mapping):
            return Node(FrozenMap({str(key): self.node(item) for key, item in value.items()}), origin)
        if isinstance(value, list):
            return Node(tuple(self.node(item) for item in value), origin)
        if isinstance(value, SecretRef):
            return Node(value, origin)
        assert value is None or isinstance(value, str | int | float | bool)
        return Node(value, origin)


def client_account(label: str = "nordlys-bakeri", world: World | None = None) -> Account:
    company = (world or firm("fjord-regnskap")).company_by(label)
    assert company is not None
    ref = OFFICE if company.is_office else AccountRef.client(label)
    return Account(ref, company.name, Identity(organization_number=company.organization_number))


def declare(
    account: Account, integrations: Mapping[str, Body] | None = None, keys: Mapping[str, Body] | None = None
) -> DeclaredAccount:
    lines = Lines("office.yaml" if account.ref.is_office else f"clients/{account.ref.name}.yaml")
    items = []
    for section, bodies in ((Section.INTEGRATIONS, integrations), (Section.OFFICE_KEYS, keys)):
        for name, body in (bodies or {}).items():
            source = lines.next()
            items.append(Declared(name, section, lines.node(dict(body or {})), source))
    return DeclaredAccount(account, tuple(items))


def request_of(
    integrations: Mapping[str, Body] | None = None,
    *,
    label: str = "nordlys-bakeri",
    keys: Mapping[str, Body] | None = None,
    own: Mapping[str, Body] | None = None,
) -> ExpandRequest:
    """A client that declares `integrations`, beside an office that declares `keys`; for the office, both."""
    office = declare(client_account("fjord-regnskap"), integrations if label == "fjord-regnskap" else None, keys)
    one = office if label == "fjord-regnskap" else declare(client_account(label), integrations)
    lines = Lines("integrations/own.yaml")
    documents = tuple(
        Integration(name, lines.node(dict(body or {})), lines.next()) for name, body in (own or {}).items()
    )
    return ExpandRequest(one, office, documents, NOW)


class Recorder:
    """A transport that remembers what went through it, and can be told to fail."""

    def __init__(self, inner: Transport) -> None:
        self.inner = inner
        self.sent: list[TransportRequest] = []
        self.hook: Callable[[TransportRequest], TransportResponse | None] = lambda request: None

    def send(self, request: TransportRequest) -> TransportResponse:
        self.sent.append(request)
        return self.hook(request) or self.inner.send(request)

    def close(self) -> None:
        self.inner.close()

    def count(self, method: str, ending: str) -> int:
        return sum(request.method == method and request.path.endswith(ending) for request in self.sent)


@dataclass
class Bench:
    """One world and one provider."""

    drivers: tuple[str, ...] = ("api", "guided")
    settings: Mapping[str, object] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    with_person: bool = False
    operator: Operator | None = None
    environment: str = "simulator"
    language: str = "en"
    now: datetime = NOW
    waits: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.world = firm("fjord-regnskap")
        self.transport = Recorder(EmbeddedTransport(Simulator(lambda: self.world), lambda: self.now))
        held = {name: Sensitive(value) for name, value in demo_credentials(self.world).items()}
        self.endpoint = Endpoint("simulator", self.transport, held, self.environment)
        if self.with_person:
            self.operator = ScriptedPerson(self.endpoint)
        self.provider = self.open()

    def open(self) -> TripletexProvider:
        """The provider, opened again: what it remembered is gone."""
        written = {"endpoint": "simulator", "drivers": list(self.drivers), **self.settings}
        context = ProviderContext(
            settings=Lines("provisioner.yaml").node(written),
            endpoint=lambda: self.endpoint,
            operator=self.operator,
            resolve=lambda reference: Sensitive(self.secrets[reference]) if reference in self.secrets else None,
            now=lambda: self.now,
            language=self.language,
        )
        return TripletexProvider(context, self._wait)

    def _wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += timedelta(seconds=seconds)

    def company(self, label: str) -> Company:
        found = self.world.company_by(label)
        assert found is not None
        return found

    def demo(self, name: str) -> str:
        """One of the demo firm's own credentials."""
        return self.endpoint.credentials[name].reveal()

    def without(self, *names: str) -> Bench:
        """The same, in a world that does not offer these credentials."""
        kept = {name: value for name, value in self.endpoint.credentials.items() if name not in names}
        self.endpoint = Endpoint("simulator", self.transport, kept, self.environment)
        self.provider = self.open()
        return self

    def expand(self, request: ExpandRequest) -> Expansion:
        return self.provider.expand(request)

    def wanted(self, request: ExpandRequest, kind: str) -> Desired:
        """The one resource of `kind` that is wanted."""
        found = [each for each in self.expand(request).desired if each.address.kind == kind]
        assert len(found) == 1, self.expand(request)
        return found[0]

    def step(self, desired: Desired, account: Account, *, driver: str | None = None, **more: object) -> StepRequest:
        """The step that makes `desired`, prepared."""
        chosen = driver if driver is not None else self.provider.route(change_of(desired)).driver
        step = step_of(desired, chosen, **more)
        request = StepRequest(account, step, "intent-1", self.now + timedelta(minutes=1))
        evidence = self.provider.prepare(request)
        return StepRequest(account, step, "intent-1", self.now + timedelta(minutes=1), evidence)


def change_of(desired: Desired, action: Action = Action.CREATE, **more: object) -> Change:
    ends = action is Action.DELETE
    held = {"before": desired.attributes} if ends else {"after": desired.attributes}
    written = {"source": desired.source, "origins": tuple(sorted(desired.origins.items()))}
    values: dict[str, object] = {"integration": desired.integration, "driver": "api", **written, **held, **more}
    return Change(desired.address, action, Reason.NOT_IN_STATE, **values)  # type: ignore[arg-type]


def step_of(desired: Desired, driver: str, **more: object) -> Step:
    values: dict[str, object] = {
        "action": StepAction.CREATE,
        "generation": 1,
        "attributes": desired.attributes,
        "expires_on": desired.expires_on,
        "integration": desired.integration,
        "driver": driver,
        **more,
    }
    return Step(address=desired.address, **values)  # type: ignore[arg-type]


def generation(number: int, attributes: Attributes = EMPTY) -> Generation:
    return Generation(number, attributes, NOW)


def state_of(account: AccountRef, *entries: Entry) -> AccountState:
    return AccountState(account, "lineage", 1, entries=tuple(sorted(entries, key=lambda entry: entry.address)))


def office_key_entry(name: str, *generations: Generation) -> Entry:
    return Entry(Address(OFFICE, "office_key", name), generations[-1], tuple(generations[:-1]))


def today() -> date:
    return NOW.date()
