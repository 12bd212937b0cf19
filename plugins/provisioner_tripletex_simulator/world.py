"""The simulated Tripletex: all its nouns together, and how they are written to JSON and back.

Promises: a world is closed over nothing. It holds no clock, no file and no chance: ids come from a counter, tokens from
the seed and a counter, `now` is handed in by the caller; `World.from_json(world.to_json())` equals the world.
A token is shown once and kept as a hash. Does not decide who may do what: that is `rules`.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field

import msgspec

from provisioner_tripletex_simulator.nouns import (
    Activation,
    Company,
    Consumer,
    Customer,
    Fault,
    Grant,
    Hand,
    Key,
    PageSession,
    Person,
    RateWindow,
    Secrets,
    Session,
    Tile,
    Update,
)
from provisioner_tripletex_simulator.switches import Switches
from provisioner_tripletex_simulator.wire import JsonObject, JsonValue

FORMAT = 1
"""Version of the world's JSON. What came later has a default, so that a world kept by an earlier version is read."""
KEPT_UPDATES = 50
"""How many changes of one object are kept: a world is written whole, and one person may enter thousands of clients."""


@dataclass(slots=True)
class World:
    """Everything the simulator knows."""

    seed: int
    """Tokens are derived from it; two worlds of one seed are one."""
    format: int = FORMAT
    """Version of this shape."""
    switches: Switches = field(default_factory=Switches)
    """Answers to the open questions."""
    next_id: int = 18_460_001
    """Counter of ids."""
    next_secret: int = 1
    """Counter of tokens."""
    requests: int = 0
    """Calls answered; names the request ids."""
    revision: int = 0
    """Rises with every change worth writing to disk."""
    companies: dict[int, Company] = field(default_factory=dict)
    """By company id."""
    clients: dict[int, int] = field(default_factory=dict)
    """Customer id in the office's list to company id."""
    people: dict[int, Person] = field(default_factory=dict)
    """By employee id."""
    customers: dict[int, Customer] = field(default_factory=dict)
    """By customer id."""
    keys: dict[int, Key] = field(default_factory=dict)
    """By key id."""
    key_tokens: dict[str, int] = field(default_factory=dict)
    """Hash of a key's token to the key id."""
    grants: dict[int, Grant] = field(default_factory=dict)
    """By grant id."""
    activations: dict[int, Activation] = field(default_factory=dict)
    """By activation id."""
    consumers: dict[str, Consumer] = field(default_factory=dict)
    """By exact application name."""
    consumer_tokens: dict[str, str] = field(default_factory=dict)
    """Hash of a consumer token to its application."""
    tiles: dict[str, Tile] = field(default_factory=dict)
    """By title."""
    sessions: dict[str, Session] = field(default_factory=dict)
    """By hash of the session token."""
    page_sessions: dict[str, PageSession] = field(default_factory=dict)
    """By hash of the cookie."""
    rates: dict[str, RateWindow] = field(default_factory=dict)
    """By hidden user and application."""
    faults: list[Fault] = field(default_factory=list)
    """What will go wrong next."""
    secrets: Secrets = field(default_factory=Secrets)
    """Which secrets are the demo credentials."""
    hand: Hand = field(default_factory=Hand)
    """Who is at work, and when."""

    def to_json(self) -> bytes:
        """The world as JSON; the same world by the same steps gives the same bytes."""
        return msgspec.json.encode(self)

    @classmethod
    def from_json(cls, text: bytes | str) -> World:
        """The world a `to_json` wrote. Raises ValueError when it is not one."""
        try:
            world = msgspec.json.decode(text, type=cls)
        except msgspec.DecodeError as error:
            raise ValueError(f"not a simulator world: {error}") from error
        if world.format != FORMAT:
            raise ValueError(f"a simulator world of format {world.format}; this version reads format {FORMAT}")
        return world

    def new_id(self) -> int:
        """The next id."""
        self.next_id += 1
        return self.next_id - 1

    def touch(self) -> None:
        """Note a change that has to outlive the process."""
        self.revision += 1

    def changed(self, what: Person | Company) -> None:
        """Note a change of an object that has a version."""
        what.version += 1
        what.updates.append(Update(self.hand.at, self.hand.by))
        del what.updates[:-KEPT_UPDATES]
        self.touch()

    def secret(self, serial: int, kind: str) -> str:
        """The secret of that serial number; the same for the same seed."""
        raw = hashlib.sha256(f"simulated:{self.seed}:{serial}:{kind}".encode()).hexdigest()
        if kind == "password":
            return f"demo-{raw[:10]}"
        inner = json.dumps({"tokenId": serial, "token": raw[:40]}, separators=(",", ":"))
        return self.switches.token_prefix + base64.urlsafe_b64encode(inner.encode()).decode().rstrip("=")

    def new_secret(self, kind: str) -> tuple[int, str]:
        """The next secret and its serial number."""
        serial = self.next_secret
        self.next_secret += 1
        return serial, self.secret(serial, kind)

    @property
    def office(self) -> Company:
        """The accounting firm."""
        return next(company for company in self.companies.values() if company.is_office)

    def client_of(self, customer_id: int) -> Company | None:
        """The client of that id in the office's list."""
        company_id = self.clients.get(customer_id)
        return None if company_id is None else self.companies[company_id]

    def company_by(self, text: str) -> Company | None:
        """A company by label, name or organisation number."""
        wanted = text.replace(" ", "")
        for company in self.companies.values():
            if text in (company.label, company.name) or company.organization_number == wanted:
                return company
        return None

    def people_of(self, company_id: int) -> list[Person]:
        """Everyone of a company, hidden users included."""
        return [self.people[number] for number in self.companies[company_id].people]

    def person_by_email(self, company_id: int, email: str) -> Person | None:
        """A person of a company by mail address."""
        return next((p for p in self.people_of(company_id) if p.email and p.email.lower() == email.lower()), None)

    def grant_of(self, person_id: int, company_id: int) -> Grant | None:
        """What a person may do at a client, if anything was given."""
        grant_id = self.people[person_id].grants.get(company_id)
        return None if grant_id is None else self.grants[grant_id]

    def landscape(self) -> JsonObject:
        """What an accountant would say is there: no ids, times, sessions or secrets. Worlds compare by it."""
        rows: dict[str, JsonValue] = {}
        for company in self.companies.values():
            keys: list[JsonValue] = [self._key_row(self.keys[number]) for number in company.keys]
            titles = sorted(a.title for a in self.activations.values() if a.company_id == company.id)
            rows[company.label] = {
                "modules": list[JsonValue](sorted(company.modules)),
                "activations": list[JsonValue](titles),
                "keys": sorted(keys, key=lambda row: json.dumps(row, sort_keys=True)),
            }
        return rows

    def _key_row(self, key: Key) -> JsonObject:
        at = self.people[key.robot_id].grants
        clients: dict[str, JsonValue] = {self.companies[c].label: self.grants[g].template for c, g in at.items()}
        return {
            "application": key.application,
            "name": key.name,
            "owner": self.people[key.owner_id].email,
            "office": key.office,
            "menu": key.made_by == "menu",
            "rights": list[JsonValue](self.people[key.robot_id].entitlements),
            "clients": dict(sorted(clients.items())),
        }

    def digest(self) -> str:
        """SHA-256 of the landscape."""
        text = json.dumps(self.landscape(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def hash_of(secret: str) -> str:
    """How a secret is kept."""
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()
