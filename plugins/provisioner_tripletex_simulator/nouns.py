"""The nouns of the simulated Tripletex, one dataclass each.

Promises: plain data, no verbs but what follows from the fields. Does not hold them together: that is `world`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

Scalar = bool | int | float | str | None
"""A value of a field that the simulator keeps, and does nothing with."""


@dataclass(slots=True)
class Update:
    """One change of an object."""

    at: datetime | None
    """When."""
    by: int
    """Whose hand it was: employee id; 0 where nobody was told."""


@dataclass(slots=True)
class Person:
    """An employee, a contact with access, or the hidden user behind a key."""

    id: int
    """Employee id."""
    company_id: int
    """The company this person belongs to."""
    first_name: str
    """First name as shown."""
    last_name: str
    """Last name as shown."""
    email: str
    """Log-in name; empty for hidden users."""
    entitlements: list[int] = field(default_factory=list)
    """Entitlement ids in the own company, in order."""
    user_type: str = "EXTENDED"
    """STANDARD, EXTENDED or NO_ACCESS."""
    customer_id: int | None = None
    """For a contact: the customer it belongs to."""
    key_id: int | None = None
    """For a hidden user: the key it stands behind."""
    active: bool = True
    """False once the person has left."""
    grants: dict[int, int] = field(default_factory=dict)
    """Client's company id to the id of the grant there."""
    version: int = 0
    """Rises with every change; a caller that names an older one is refused."""
    updates: list[Update] = field(default_factory=list)
    """The latest changes, oldest first."""
    more: dict[str, Scalar] = field(default_factory=dict)
    """Other fields that were written, by their name in the API."""

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_contact(self) -> bool:
        """Whether this is a contact of a customer."""
        return self.customer_id is not None


@dataclass(slots=True)
class Customer:
    """A customer in a company's own customer register; contacts hang on it."""

    id: int
    """Customer id."""
    company_id: int
    """Whose customer it is."""
    name: str
    """Name as shown."""
    organization_number: str
    """Nine digits."""


@dataclass(slots=True)
class Company:
    """The office or one of its clients."""

    id: int
    """Company id."""
    customer_id: int
    """Its id in the office's list of clients; never the company id."""
    label: str
    """A short name for tests and examples; the screen does not know it."""
    name: str
    """Name as shown."""
    organization_number: str
    """Nine digits."""
    package: str
    """BASIS, SMART, KOMPLETT … or ACCOUNTING_OFFICE."""
    modules: dict[str, date | None] = field(default_factory=dict)
    """Active sales modules and the start of their cost."""
    is_office: bool = False
    """Whether this is the accounting firm itself."""
    rights_given: bool = True
    """Whether the client has given the office its rights («Regnskapsførers rettigheter»)."""
    people: list[int] = field(default_factory=list)
    """Ids of its people, hidden users included."""
    keys: list[int] = field(default_factory=list)
    """Ids of its keys."""
    version: int = 0
    """Rises with every change of its own fields; a caller that names an older one is refused."""
    updates: list[Update] = field(default_factory=list)
    """The latest changes, oldest first."""
    more: dict[str, Scalar] = field(default_factory=dict)
    """Other fields that were written, by their name in the API."""


@dataclass(slots=True)
class Key:
    """A user key (employee token)."""

    id: int
    """The key's id: shown beside the key, and of no use to a vendor."""
    company_id: int
    """Where it was made."""
    application: str
    """Application name as typed or chosen; it may be unknown."""
    name: str
    """The visible name."""
    owner_id: int
    """Whose key it is."""
    robot_id: int
    """The hidden user behind it."""
    token_hash: str = field(repr=False)
    """SHA-256 of the token."""
    permissions: str
    """template, all, owner or chosen."""
    made_by: str
    """screen, api or menu."""
    made_at: datetime
    """When."""
    office: bool = False
    """«Regnskapskontorets brukernøkkel»."""
    expires: date | None = None
    """Set by API, never on the screen."""


@dataclass(slots=True)
class Grant:
    """What one person or hidden user may do at a client."""

    id: int
    """Id of the grant."""
    person_id: int
    """Employee of the office, or hidden user of an office key."""
    company_id: int
    """The client's company."""
    template: str
    """By which template it was given."""
    entitlements: list[int]
    """Entitlement ids at the client."""
    made: Update | None = None
    """Who gave it, and when; None in worlds of an earlier version."""


@dataclass(slots=True)
class Activation:
    """An integration activated from the menu."""

    id: int
    """Id of the activation."""
    company_id: int
    """Where."""
    title: str
    """Title of the tile."""
    activated_by: int
    """Person id."""
    agreement: str
    """SHA-256 of the agreement text that was accepted."""
    activated_at: datetime
    """When."""
    key_id: int
    """The hidden key Tripletex made for the vendor."""
    handover_hash: str = ""
    """Hash of the token in the address to which the browser was sent on."""
    handover_visits: int = 0
    """How often the vendor's page was opened by it."""


@dataclass(slots=True)
class Consumer:
    """An application registered with Tripletex."""

    application: str
    """The exact application name."""
    title: str
    """Title in the list of «Ny nøkkel»."""
    listed: bool = True
    """Whether «Ny nøkkel» lists it."""
    template: list[int] | None = None
    """Rights its access template brings; None where it has none."""
    may_create_keys: bool = False
    """Whether Tripletex approved it for `:create`."""


@dataclass(slots=True)
class Tile:
    """An integration in the menu «Integrasjoner»."""

    title: str
    """Title on the tile."""
    partner: str
    """Vendor's name."""
    redirect_url: str
    """Where the browser is sent afterwards."""
    agreement: str
    """The agreement a person has to accept."""


@dataclass(slots=True)
class Session:
    """An API session."""

    key_id: int
    """The key it was made with."""
    application: str
    """The consumer it was made with."""
    expires_at: datetime
    """Midnight in Oslo at the start of the expiration date."""


@dataclass(slots=True)
class PageSession:
    """A person logged in on the pages."""

    person_id: int
    """Who."""
    company_id: int
    """The company that is open."""


@dataclass(slots=True)
class RateWindow:
    """Calls used in the current period."""

    started_at: datetime
    """Start of the period."""
    used: int
    """Calls so far."""


@dataclass(slots=True)
class Fault:
    """Something that will go wrong, once or more often."""

    kind: str
    """One of `faults.KINDS`."""
    path: str = "/"
    """Only calls whose path starts so."""
    method: str = ""
    """Only this method; empty is any."""
    skip: int = 0
    """How many matching calls pass first."""
    times: int = 1
    """How many calls it hits."""
    seconds: float = 0.0
    """Delay of a slow answer, or the Reset of a 429."""


@dataclass(slots=True)
class Hand:
    """Whose hand is on the world: what changes meanwhile is noted under it."""

    at: datetime | None = None
    """When the call that is being answered was made."""
    by: int = 0
    """Who made it: employee id; 0 before somebody is let in."""
    borrowed: bool = False
    """Whether somebody else makes the call in the caller's place; letting the caller in then names nobody anew."""


@dataclass(slots=True)
class Secrets:
    """Serial numbers of the demo credentials: with the seed they give the tokens, which are not kept."""

    password: int = 0
    """Everybody's password on the pages."""
    consumer: int = 0
    """Consumer token of the approved application."""
    office_employee: int = 0
    """Ordinary key of an office employee."""
    office_key: int = 0
    """Office key that is attached to the visible clients."""
