"""Worlds for rehearsals: a Tripletex in memory that has every client, person, application and tile that manifests ask
for, and nothing else.

Promises: the same manifests give the same world, byte for byte; what `things` tells is what is there. Does not: know
what was asked of it, or keep anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef
from provisioner.model.resource import Desired
from provisioner.model.secrets import Sensitive
from provisioner.spi.endpoint import Endpoint
from provisioner.spi.operator import Operator
from provisioner.spi.rehearsal import RehearsalRequest, Thing
from provisioner_tripletex_simulator.browse import Element, read_page
from provisioner_tripletex_simulator.control import demo_credentials
from provisioner_tripletex_simulator.endpoint import EmbeddedTransport
from provisioner_tripletex_simulator.entitlements import every_id
from provisioner_tripletex_simulator.firms import (
    SeedCompany,
    SeedCustomer,
    SeedFirm,
    SeedPerson,
    firm_of,
    organization_number,
)
from provisioner_tripletex_simulator.nouns import Key
from provisioner_tripletex_simulator.operator import ScriptedPerson
from provisioner_tripletex_simulator.rules import (
    INTEGRATIONS,
    KeyOrder,
    deactivate_integration,
    delete_key,
    grant_at_client,
    make_key,
)
from provisioner_tripletex_simulator.store import Simulator
from provisioner_tripletex_simulator.world import World, hash_of

SEED = 4711
OFFICE = "office"
MOST_PAGES = 500
GENERATIONS = range(1, 10)
"""Makings of one office key that an access may name."""


class Rehearsal:
    """A stage: the world is built once, and each rehearsal begins with a copy."""

    def __init__(self, request: RehearsalRequest) -> None:
        self._accounts = {_label(account.ref): account for account in request.accounts}
        known = {label: account.identity.company_id for label, account in self._accounts.items()}
        ids = {label: number for label, number in known.items() if number is not None}
        self._pages = Pages()
        self._bytes = firm_of(_seeds(request), SEED, ids).to_json()

    def world(self, now: Callable[[], datetime]) -> TripletexWorld:
        """A fresh world."""
        refs = {label: account.ref for label, account in self._accounts.items()}
        return TripletexWorld(World.from_json(self._bytes), refs, now, self._pages)


class Pages:
    """Pages that were read before, for rehearsals show the same ones again and again."""

    def __init__(self) -> None:
        self._read: dict[str, Element] = {}

    def read(self, html: str) -> Element:
        """The page as a tree."""
        found = self._read.get(html)
        if found is None:
            if len(self._read) >= MOST_PAGES:
                self._read.clear()
            found = self._read[html] = read_page(html)
        return found


class TripletexWorld:
    """One rehearsed world."""

    def __init__(
        self, world: World, accounts: dict[str, AccountRef], now: Callable[[], datetime], pages: Pages
    ) -> None:
        self._simulator = Simulator(lambda: world)
        self._world = world
        self._accounts = accounts
        self._now = now
        self._pages = pages
        self._first = world.next_id
        held = {name: Sensitive(value) for name, value in demo_credentials(world).items()}
        transport = EmbeddedTransport(self._simulator, now)
        self._endpoint = Endpoint("rehearsal", transport, held, "simulator")
        self._tokens: dict[str, str] = {}
        self._derived = 0

    @property
    def endpoint(self) -> Endpoint:
        """As the port says."""
        return self._endpoint

    def copy(self, now: Callable[[], datetime]) -> TripletexWorld:
        """As the port says."""
        copied = TripletexWorld(World.from_json(self._world.to_json()), self._accounts, now, self._pages)
        copied._first = self._first  # of its own kind
        return copied

    def person(self, endpoint: Endpoint) -> Operator:
        """The office's administrator, on the pages."""
        return ScriptedPerson(endpoint, self._pages.read)

    def things(self) -> tuple[Thing, ...]:
        """Modules, activations, keys and accesses."""
        return tuple(sorted(self._things(), key=lambda thing: (thing.number, thing.kind, thing.account)))

    def _things(self) -> Iterator[Thing]:
        world = self._world
        for company in world.companies.values():
            account = self._accounts[company.label]
            if INTEGRATIONS in company.modules:
                looks = frozenset({("name", INTEGRATIONS)})
                yield Thing(account, "module", company.id, looks=looks, from_before=company.is_office)
            for number in company.keys:
                key = world.keys[number]
                if key.made_by != "menu":
                    yield self._key(account, key)
        for activation in world.activations.values():
            account = self._accounts[world.companies[activation.company_id].label]
            looks = frozenset({("title", activation.title)})
            yield Thing(account, "menu_activation", activation.id, looks=looks)
        for key in world.keys.values():
            if key.office and key.id >= self._first:
                yield from self._accesses(key)

    def _key(self, account: AccountRef, key: Key) -> Thing:
        return Thing(
            account,
            "office_key" if key.office else "user_key",
            key.id,
            marks=frozenset({("keyId", str(key.id)), ("robotEmployeeId", str(key.robot_id))}),
            looks=frozenset(
                {
                    ("applicationName", key.application),
                    ("owner", self._world.people[key.owner_id].email.lower()),
                    ("keyName", key.name),
                }
            ),
            secret=self._token(key),
            from_before=key.id < self._first,
        )

    def _accesses(self, key: Key) -> Iterator[Thing]:
        for company_id, grant_id in self._world.people[key.robot_id].grants.items():
            account = self._accounts[self._world.companies[company_id].label]
            template = self._world.grants[grant_id].template
            marks = frozenset(("key", f"{key.name} #{making} ({key.robot_id})") for making in GENERATIONS)
            yield Thing(account, "client_access", grant_id, marks, frozenset({("access", template)}))

    def _token(self, key: Key) -> Sensitive | None:
        """Derived again from the seed, for the world keeps hashes."""
        while self._derived + 1 < self._world.next_secret:
            self._derived += 1
            token = self._world.secret(self._derived, "key")
            self._tokens[hash_of(token)] = token
        token = self._tokens.get(key.token_hash, "")
        return Sensitive(token) if token else None

    def remove(self, thing: Thing) -> None:
        """On the screen, by somebody who may."""
        world, everything = self._world, frozenset(every_id())
        if thing.kind in ("user_key", "office_key"):
            delete_key(world, everything, world.keys[thing.number])
        elif thing.kind == "menu_activation":
            deactivate_integration(world, world.activations[thing.number])
        elif thing.kind == "client_access":
            grant = world.grants[thing.number]
            grant_at_client(world, grant.person_id, grant.company_id, "NONE_PRIVILEGES")
        else:
            del world.companies[thing.number].modules[INTEGRATIONS]

    def imitate(self, thing: Thing) -> None:
        """Another key of the same owner for the same application; of anything else there is but one."""
        key = self._world.keys.get(thing.number) if thing.kind in ("user_key", "office_key") else None
        if key is not None:
            name = f"{key.name} (2)"
            make_key(
                self._world,
                KeyOrder(key.company_id, key.owner_id, key.application, name, key.permissions, office=key.office),
                self._now().astimezone(UTC),
            )


def _label(ref: AccountRef) -> str:
    return OFFICE if ref.is_office else ref.name


def _seeds(request: RehearsalRequest) -> SeedFirm:
    by_account: dict[AccountRef, list[Desired]] = {}
    for desired in request.desired:
        by_account.setdefault(desired.address.account, []).append(desired)
    accounts = sorted(request.accounts, key=lambda account: account.ref)
    office = next((account for account in accounts if account.ref.is_office), None) or Account(
        AccountRef.office(), "Kontoret", Identity()
    )
    clients = [account for account in accounts if not account.ref.is_office]
    return SeedFirm(
        _company(office, by_account.get(office.ref, []), 0),
        [_company(account, by_account.get(account.ref, []), number) for number, account in enumerate(clients, 1)],
        list(_applications(request.desired)),
        list(_tiles(request.desired)),
    )


def _company(account: Account, wanted: list[Desired], number: int) -> SeedCompany:
    of_office = account.ref.is_office
    label = _label(account.ref)
    employees: dict[str, None] = {f"daglig.leder@{label}.example": None}
    customers: dict[str, list[SeedPerson]] = {}
    for desired in wanted:
        owner = _text(desired, "owner")
        if owner and _text(desired, "ownerKind") == "contact":
            customers.setdefault(_text(desired, "ownerOf"), []).append(_person(owner, "ALL_PRIVILEGES"))
        elif owner:
            employees[owner] = None
    return SeedCompany(
        label=label,
        name=account.display_name,
        organizationNumber=account.identity.organization_number or organization_number(9_000 + number),
        package="ACCOUNTING_OFFICE" if of_office else "KOMPLETT",
        people=[_person(email, "ALL_PRIVILEGES") for email in employees],
        modules=[INTEGRATIONS] if of_office else [],
        customers=[
            SeedCustomer(name or "Kunde", organization_number(20_000 + 100 * number + place), contacts)
            for place, (name, contacts) in enumerate(customers.items())
        ],
    )


def _person(email: str, rights: str) -> SeedPerson:
    first, _, rest = email.partition("@")[0].partition(".")
    return SeedPerson(firstName=first.capitalize(), lastName=rest.capitalize() or "Prøve", email=email, rights=rights)


def _applications(desired: tuple[Desired, ...]) -> Iterator[dict[str, str | bool | list[int] | None]]:
    told: set[str] = set()
    for item in desired:
        name = _text(item, "applicationName")
        if name and name not in told and _text(item, "setup") == "catalogue":
            told.add(name)
            yield {"application": name, "title": _text(item, "title") or name, "template": None, "listed": True}


def _tiles(desired: tuple[Desired, ...]) -> Iterator[dict[str, str | bool]]:
    for title in sorted({_text(item, "title") for item in desired if item.address.kind == "menu_activation"}):
        yield {"title": title, "partner": title, "redirectUrl": "https://vendor.example/tripletex"}


def _text(desired: Desired, name: str) -> str:
    value = desired.attributes.get(name)
    return value if isinstance(value, str) else ""
