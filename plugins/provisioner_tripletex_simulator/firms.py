"""Firms to begin with: the demo firm from its data file, and generated ones of any size.

Promises: the same name or number gives the same world, byte for byte. Does not invent real people or companies: the
organisation numbers are synthetic (3xx) and every mail address ends in `.example`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from types import MappingProxyType
from typing import TypedDict

import msgspec

from provisioner.model.errors import UsageError
from provisioner_tripletex_simulator.entitlements import employee_template
from provisioner_tripletex_simulator.nouns import Company, Consumer, Customer, Person, Tile
from provisioner_tripletex_simulator.rules import KeyOrder, activate_integration, grant_at_client, make_key
from provisioner_tripletex_simulator.words import WORDS
from provisioner_tripletex_simulator.world import World, hash_of

OWN_APPLICATION = "Provisioner"
"""Application name of this program's own consumer in a simulated world."""
BEFORE = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
"""When what stands in a fresh world was made."""
FIRST_COMPANY_ID = 108_136_001
FIRST_CUSTOMER_ID = 80_400_001


class SeedPerson(TypedDict):
    """One person of a seed file."""

    firstName: str
    lastName: str
    email: str
    rights: str


@dataclass(frozen=True, slots=True)
class SeedCustomer:
    """A customer with the contacts that have access."""

    name: str
    """Name as shown."""
    organizationNumber: str  # noqa: N815 - the file's own spelling
    """Nine digits."""
    contacts: list[SeedPerson]
    """People at that customer."""


@dataclass(frozen=True, slots=True)
class SeedCompany:
    """One company of a seed file; field names are those of the file."""

    label: str
    """Short name."""
    name: str
    """Name as shown."""
    organizationNumber: str  # noqa: N815 - the file's own spelling
    """Nine digits."""
    package: str
    """Its package."""
    people: list[SeedPerson]
    """Employees."""
    modules: list[str] = field(default_factory=list)
    """Modules that are active already."""
    visibleToOffice: bool = True  # noqa: N815 - the file's own spelling
    """Whether it has given the office its rights."""
    customers: list[SeedCustomer] = field(default_factory=list)
    """Customers with contacts."""
    existing: dict[str, list[dict[str, str] | str]] = field(default_factory=dict)
    """Keys and activations from before."""


@dataclass(frozen=True, slots=True)
class SeedFirm:
    """A whole seed file."""

    office: SeedCompany
    """The accounting firm."""
    clients: list[SeedCompany]
    """Its clients."""
    applications: list[dict[str, str | bool | list[int] | None]]
    """Applications registered with Tripletex."""
    marketplace: list[dict[str, str | bool]]
    """Tiles of the menu."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a firm at level 3 has; for demonstrations on loopback only."""

    login: str
    """Log-in name of the office's administrator on the pages."""
    password: str = field(repr=False)
    """Everybody's password on the pages."""
    consumer_token: str = field(repr=False)
    """Consumer token of an application that may create keys."""
    office_employee_token: str = field(repr=False)
    """Ordinary key of an office employee."""
    office_key: str = field(repr=False)
    """Office key, attached to every visible client."""


def firm(which: str | int) -> World:
    """A fresh world: `fjord-regnskap`, or a number of clients. UsageError."""
    if isinstance(which, str) and not which.isdigit():
        return _build(_read(which), seed=1)
    return _build(_generated(int(which)), seed=1000 + int(which))


def firm_names() -> tuple[str, ...]:
    """The named firms."""
    found = (entry.name for entry in files(__package__).joinpath("worlds").iterdir())
    return tuple(sorted(name.removesuffix(".json").replace("_", "-") for name in found if name.endswith(".json")))


def credentials(world: World) -> Credentials:
    """The demo credentials, derived again from the seed; the world keeps only their hashes."""
    admin = world.people[world.office.people[0]]
    return Credentials(
        admin.email,
        world.secret(world.secrets.password, "password"),
        world.secret(world.secrets.consumer, "consumer"),
        world.secret(world.secrets.office_employee, "key"),
        world.secret(world.secrets.office_key, "key"),
    )


def firm_of(seeds: SeedFirm, seed: int, ids: Mapping[str, int]) -> World:
    """A fresh world of that office and those clients; `ids` are the companies' own numbers by label, where known."""
    return _build(seeds, seed, ids)


def _read(name: str) -> SeedFirm:
    if name not in firm_names():
        raise UsageError.of(WORDS("no-firm", name=name, known=", ".join(firm_names())))
    text = files(__package__).joinpath("worlds", name.replace("-", "_") + ".json").read_text(encoding="utf-8")
    return msgspec.json.decode(text, type=SeedFirm)


def _build(seeds: SeedFirm, seed: int, ids: Mapping[str, int] = MappingProxyType({})) -> World:
    world = World(seed=seed)
    world.secrets.password = world.new_secret("password")[0]
    serial, token = world.new_secret("consumer")
    world.secrets.consumer = serial
    world.consumer_tokens[hash_of(token)] = OWN_APPLICATION
    world.consumers[OWN_APPLICATION] = Consumer(OWN_APPLICATION, OWN_APPLICATION, listed=False, may_create_keys=True)
    _applications(world, seeds)
    office = _company(world, seeds.office, ids.get(seeds.office.label, FIRST_COMPANY_ID), office=True)
    for number, client in enumerate(seeds.clients, start=1):
        _company(world, client, ids.get(client.label, FIRST_COMPANY_ID + number * 7), office=False)
    _office_credentials(world, office)
    for client in seeds.clients:
        if client.existing:
            _existing(world, client)
    for person in world.people.values():
        # What a fresh world stands on is how it was made, and no change of it.
        person.version = 0
        person.updates.clear()
    world.touch()
    return world


def _applications(world: World, seeds: SeedFirm) -> None:
    for row in seeds.applications:
        consumer = msgspec.convert({k: row[k] for k in ("application", "title", "template", "listed")}, Consumer)
        world.consumers[consumer.application] = consumer
    for entry in seeds.marketplace:
        title, partner = str(entry["title"]), str(entry["partner"])
        text = f"Jeg godtar at {partner} får tilgang til selskapets data for å levere «{title}»."
        world.tiles[title] = Tile(title, partner, str(entry["redirectUrl"]), text)


def _company(world: World, seed: SeedCompany, company_id: int, *, office: bool) -> Company:
    customer_id = FIRST_CUSTOMER_ID + (company_id - FIRST_COMPANY_ID) * 3
    company = Company(
        company_id, customer_id, seed.label, seed.name, seed.organizationNumber, seed.package, is_office=office
    )
    company.rights_given = seed.visibleToOffice
    company.modules = dict.fromkeys([seed.package, "ELECTRONIC_VOUCHERS", *seed.modules])
    world.companies[company_id] = company
    if not office:
        world.clients[customer_id] = company_id
    for person in seed.people:
        add_person(world, company_id, person)
    for entry in seed.customers:
        customer = Customer(world.new_id(), company_id, entry.name, entry.organizationNumber)
        world.customers[customer.id] = customer
        for person in entry.contacts:
            add_person(world, company_id, person, customer.id)
    return company


def add_person(world: World, company_id: int, seed: SeedPerson, customer_id: int | None = None) -> Person:
    """A new employee or contact."""
    rights = employee_template(seed["rights"])
    if rights is None:
        raise ValueError(f"no template of rights is called {seed['rights']!r}")
    if not world.companies[company_id].is_office:
        # The right to administer clients exists in accounting offices only.
        rights = tuple(number for number in rights if number != 71)
    person = Person(world.new_id(), company_id, seed["firstName"], seed["lastName"], seed["email"], list(rights))
    person.customer_id = customer_id
    person.user_type = "EXTENDED" if rights else "NO_ACCESS"
    world.people[person.id] = person
    world.companies[company_id].people.append(person.id)
    return person


def _office_credentials(world: World, office: Company) -> None:
    admin = world.people[office.people[0]]
    order = KeyOrder(office.id, admin.id, OWN_APPLICATION, "Provisioner", "all", made_by="screen")
    world.secrets.office_employee = world.next_secret
    make_key(world, order, BEFORE)
    world.secrets.office_key = world.next_secret
    office_order = KeyOrder(office.id, admin.id, OWN_APPLICATION, "Provisioner", "all", office=True, made_by="screen")
    key, _ = make_key(world, office_order, BEFORE)
    for client in world.companies.values():
        if not client.is_office and client.rights_given:
            grant_at_client(world, admin.id, client.id, "ALL_PRIVILEGES")
            grant_at_client(world, key.robot_id, client.id, "ALL_PRIVILEGES")


def _existing(world: World, seed: SeedCompany) -> None:
    company = world.company_by(seed.label)
    assert company is not None
    for row in seed.existing.get("keys", []):
        assert isinstance(row, Mapping)
        owner = world.person_by_email(company.id, row["owner"])
        assert owner is not None
        make_key(world, KeyOrder(company.id, owner.id, row["application"], row["keyName"], "template"), BEFORE)
    for title in seed.existing.get("activations", []):
        assert isinstance(title, str)
        activate_integration(world, company.people[0], company.id, title, BEFORE)


def organization_number(serial: int) -> str:
    """A synthetic organisation number that passes modulus 11; another serial gives another number."""
    weights = (3, 2, 7, 6, 5, 4, 3, 2)
    base = 33_000_000 + serial
    while True:
        digits = [int(digit) for digit in str(base)]
        check = (11 - sum(a * b for a, b in zip(digits, weights, strict=True)) % 11) % 11
        if check < 10:
            return f"{base}{check}"
        # Such a base has no valid check digit; a far block keeps the numbers of neighbours apart.
        base += 3_000_000


_FIRST: Sequence[str] = ("Anne", "Bjørn", "Cecilie", "Daniel", "Emma", "Fredrik", "Guro", "Henrik", "Ingrid", "Jonas")
_LAST: Sequence[str] = ("Solberg", "Haugen", "Nygård", "Bakke", "Moen", "Øien", "Aune")
_TRADES: Sequence[str] = ("Bakeri", "Detalj", "Frisør", "Snekkeri", "Rør", "Elektro", "Restaurant", "Konsulent")


def _generated(clients: int) -> SeedFirm:
    demo = _read("fjord-regnskap")
    return SeedFirm(demo.office, [_client(n) for n in range(1, clients + 1)], demo.applications, demo.marketplace)


def _client(number: int) -> SeedCompany:
    label = f"klient-{number:05d}"
    admin = SeedPerson(
        firstName=_FIRST[number % len(_FIRST)],
        lastName=_LAST[number % len(_LAST)],
        email=f"daglig.leder@{label}.example",
        rights="ALL_PRIVILEGES",
    )
    staff = SeedPerson(
        firstName=_FIRST[(number + 3) % len(_FIRST)],
        lastName=_LAST[(number + 2) % len(_LAST)],
        email=f"ansatt@{label}.example",
        rights="LIMITED",
    )
    name = f"{_TRADES[number % len(_TRADES)]} {number} AS"
    package = "KOMPLETT" if number % 3 == 0 else "SMART"
    return SeedCompany(label, name, organization_number(number), package, [admin, staff])
