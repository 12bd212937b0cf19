"""Tripletex as it is reached in this run: credentials resolved, environment checked, lists read once.

Promises: a token of one environment is never sent to another; the list of clients, and who we are, are asked for once
and shared by threads. Does not: change anything.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.errors import ProviderFailed
from provisioner.model.secrets import Sensitive
from provisioner.spi.endpoint import Endpoint
from provisioner.spi.provider import ProviderContext
from provisioner_tripletex.api import Caller, Query, TokenKind, Tokens, TripletexApi
from provisioner_tripletex.api_errors import FORBIDDEN, NOT_FOUND, UNAUTHORIZED, ApiRefused
from provisioner_tripletex.convert import ClientRow, Json, Myself, PersonRow, client_row, myself, number, person_row
from provisioner_tripletex.kinds import spaced
from provisioner_tripletex.modules import INTEGRATIONS
from provisioner_tripletex.settings import CONSUMER, CREDENTIALS, Settings
from provisioner_tripletex.words import WORDS

_TEST_PREFIX: Final = "test-"
_CLIENT_FIELDS: Final[Query] = (("fields", "id,name,organizationNumber,customerCompanyId"),)
_WHO_FIELDS: Final[Query] = (("fields", "employeeId,actualEmployeeId,companyId,company(id,name,organizationNumber)"),)
_PEOPLE_FIELDS: Final[Query] = (("fields", "id,email,displayName,isContact"),)
OFFICE: Final = Caller(TokenKind.OFFICE_EMPLOYEE)
"""The office's own account."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Missing:
    """A credential that is named in the project, and nothing is behind its name."""

    setting: str
    """Which."""
    reference: str
    """Where it was looked for."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What this run has."""

    tokens: Tokens | None
    """What calls are made with; None without a consumer token."""
    missing: tuple[Missing, ...] = ()
    """What the project names and is not there."""


def credentials(context: ProviderContext, settings: Settings, endpoint: Endpoint) -> Credentials:
    """The tokens of this run: the configured ones; where no consumer token is, those that the world itself brings."""
    found: dict[str, Sensitive] = {}
    for name in CREDENTIALS:
        reference = settings.credentials.get(name)
        secret = context.resolve(reference) if reference else None
        if secret is not None and secret.reveal():
            check_environment(name, secret, endpoint)
            found[name] = secret
    if CONSUMER not in found:
        found = {name: endpoint.credentials[name] for name in CREDENTIALS if name in endpoint.credentials}
    missing = tuple(Missing(name, settings.credentials[name]) for name in CREDENTIALS if _lacks(settings, found, name))
    if CONSUMER not in found:
        return Credentials(None, missing)
    keys = {kind: found[kind.value] for kind in TokenKind if kind.value in found}
    return Credentials(Tokens(found[CONSUMER], keys), missing)


def _lacks(settings: Settings, found: Mapping[str, Sensitive], name: str) -> bool:
    return bool(settings.credentials.get(name)) and name not in found


def check_environment(name: str, secret: Sensitive, endpoint: Endpoint) -> None:
    """Raise where a token of one environment would reach another. Its value is not shown."""
    is_test = secret.reveal().startswith(_TEST_PREFIX)
    if endpoint.environment == "production" and is_test:
        raise ProviderFailed.of(WORDS("test-token", name=name))
    if endpoint.environment in ("test", "simulator") and not is_test:
        raise ProviderFailed.of(WORDS("production-token", name=name, environment=endpoint.environment))


@dataclass(frozen=True, slots=True)
class _Clients:
    """The office's list of clients, to be looked things up in."""

    rows: tuple[ClientRow, ...]
    by_number: Mapping[int, ClientRow]
    by_organization: Mapping[str, ClientRow]

    @classmethod
    def of(cls, lines: Iterable[ClientRow]) -> _Clients:
        """Of lines of which a later one replaces an earlier one about the same client."""
        rows = {row.id: row for row in lines}
        kept = tuple(rows[key] for key in sorted(rows))
        # A client's own number wins over another's second number.
        seconds = {number: row for row in kept for number in row.numbers}
        return cls(kept, {**seconds, **rows}, {row.organization_number: row for row in reversed(kept)})


class Online:
    """One opened Tripletex."""

    def __init__(self, api: TripletexApi) -> None:
        self.api = api
        self._lock = threading.Lock()
        self._clients: _Clients | None = None
        self._myself: dict[TokenKind, Myself] = {}
        self._may_at_office: tuple[frozenset[int] | None] | None = None
        self._office_people: list[tuple[PersonRow, ...]] = []
        self._lists_robots: bool | None = None
        self._by_company_number = False

    def before(self, until: datetime | None) -> Online:
        """The same, in a hurry: what cannot be sent before `until` is not sent."""
        hurried = copy.copy(self)
        hurried.api = self.api.before(until)
        return hurried

    def within(self, seconds: float) -> Online:
        """The same, for so long from now on."""
        unhurried = copy.copy(self)
        unhurried.api = self.api.within(seconds)
        return unhurried

    def clients(self) -> tuple[ClientRow, ...]:
        """The clients that our keys may enter, in order of their numbers, asked for once."""
        return self._listed().rows

    def client(self, account: Account) -> ClientRow | None:
        """The line of that client: by company number where it has one, else by organisation number."""
        identity = account.identity
        if identity.company_id is not None:
            return self._listed().by_number.get(identity.company_id)
        return self._listed().by_organization.get(identity.organization_number or "-")

    def _listed(self) -> _Clients:
        with self._lock:
            if self._clients is None:
                self._clients = _Clients.of(self._list_clients())
            return self._clients

    def _list_clients(self) -> Iterable[ClientRow]:
        """The office key's lines come last, so that they are the ones that are kept."""
        for kind in (TokenKind.OFFICE_EMPLOYEE, TokenKind.OFFICE_KEY):
            if self.api.has(kind):
                for each in self.api.rows(Caller(kind), "/v2/company/>withLoginAccess", _CLIENT_FIELDS):
                    row = client_row(each, by_key=kind is TokenKind.OFFICE_KEY)
                    if row is not None:
                        yield row

    def who_we_are(self, kind: TokenKind = TokenKind.OFFICE_EMPLOYEE) -> Myself:
        """Whose key it is, which hidden user stands behind it, and the office's company; asked for once a key."""
        with self._lock:
            if kind not in self._myself:
                # In the office's own company; an office key may ask there for this and its list of clients alone.
                self._myself[kind] = myself(self.api.one(Caller(kind), "/v2/token/session/>whoAmI", _WHO_FIELDS))
            return self._myself[kind]

    def may(self, account: Account) -> frozenset[int] | None:
        """What our key may do in the account: what its owner may and its hidden user; None where the latter is not
        known."""
        me = self.who_we_are(TokenKind.OFFICE_EMPLOYEE if account.ref.is_office else TokenKind.OFFICE_KEY)
        if me.robot_id is None:
            return None
        return self.rights(account, me.owner_id) & self.rights(account, me.robot_id)

    def may_at_office(self) -> frozenset[int] | None:
        """The same of the office's ordinary key in the office's own account, asked for once: every client needs it."""
        with self._lock:
            known = self._may_at_office
        if known is None:
            known = (self.may(Account(AccountRef.office(), "", Identity())),)
            with self._lock:
                self._may_at_office = known
        return known[0]

    def office_identity(self) -> Identity:
        """What the office's company is on record."""
        me = self.who_we_are()
        return Identity(me.company_id, me.organization_number or None)

    def inside(self, row: ClientRow, act: Callable[[Caller], T]) -> T:
        """`act` in a client's account. Which of a client's two numbers a call wants is not public, so a refusal by the
        likelier one is tried with the other, and what works is remembered."""
        order = row.numbers[::-1] if self._by_company_number else row.numbers
        for place, company in enumerate(order):
            try:
                answer = act(Caller(TokenKind.OFFICE_KEY, company))
            except ApiRefused as refused:
                if place == len(order) - 1 or refused.status not in (FORBIDDEN, UNAUTHORIZED):
                    raise
                continue
            self._by_company_number = company == row.company_id and company != row.id
            return answer
        raise AssertionError("a client has a number")

    def caller_in(self, account: Account) -> Caller:
        """Who calls in `account`, where reading it has shown which number works."""
        if account.ref.is_office:
            return OFFICE
        row = self._must_see(account)
        number_ = row.numbers[-1] if self._by_company_number else row.numbers[0]
        return Caller(TokenKind.OFFICE_KEY, number_)

    def ask(self, account: Account, question: Callable[[Caller], T]) -> T:
        """`question` in the account's own company."""
        if account.ref.is_office:
            return question(OFFICE)
        return self.inside(self._must_see(account), question)

    @property
    def lists_clients(self) -> bool:
        """Whether anything that we have can list clients. Without it none of them was looked for."""
        return self.api.has(TokenKind.OFFICE_KEY) or self.api.has(TokenKind.OFFICE_EMPLOYEE)

    def unseen(self, account: Account, place: Place) -> Diagnostic:
        """Why nothing is known of a client that `client` has no line for."""
        if not self.lists_clients:
            return WORDS("clients-unread", place)
        number_ = spaced(account.identity.organization_number) or "–"
        return WORDS("client-not-visible", place, company=account.display_name, number=number_)

    def _must_see(self, account: Account) -> ClientRow:
        row = self.client(account)
        if row is None:
            raise ProviderFailed.of(self.unseen(account, Place(account=account.ref)))
        return row

    def modules(self, account: Account) -> tuple[str, ...]:
        """The account's active modules."""
        rows = self.ask(account, lambda caller: self.api.rows(caller, "/v2/company/salesmodules"))
        return tuple(sorted(str(row.get("name")) for row in rows if row.get("name")))

    def has_integrations(self, account: Account) -> bool:
        """Whether «Integrasjoner» is active."""
        return INTEGRATIONS in self.modules(account)

    def people(self, account: Account) -> tuple[PersonRow, ...]:
        """Everyone who can own a key: employees, and contacts with access."""
        query: Query = (("includeContacts", "true"), *_PEOPLE_FIELDS)
        rows = self.ask(account, lambda caller: self.api.rows(caller, "/v2/employee", query))
        found = (person_row(row) for row in rows)
        return tuple(person for person in found if person is not None)

    def office_people(self) -> tuple[PersonRow, ...]:
        """The same of the office, asked for once: every client that an office key enters needs its owner."""
        with self._lock:
            known = next(iter(self._office_people), None)
        if known is None:
            known = self.people(Account(AccountRef.office(), "", Identity()))
            with self._lock:
                self._office_people.append(known)
        return known

    def robots(self, account: Account) -> frozenset[int]:
        """The hidden users behind the account's keys."""
        query: Query = (("onlyEmployeeTokens", "true"), ("fields", "id"))
        return _ids(self.ask(account, lambda caller: self.api.rows(caller, "/v2/employee", query)))

    def lists_robots(self) -> bool:
        """Whether hidden users are listed at all. Not public; our own must be among the office's, if they are."""
        with self._lock:
            known = self._lists_robots
        if known is None:
            office = self.api.has(TokenKind.OFFICE_EMPLOYEE)
            query: Query = (("onlyEmployeeTokens", "true"), ("fields", "id"))
            listed = _ids(self.api.rows(OFFICE, "/v2/employee", query)) if office else frozenset()
            known = office and self.who_we_are().robot_id in listed
            with self._lock:
                self._lists_robots = known
        return known

    def rights(self, account: Account, employee_id: int | None) -> frozenset[int]:
        """Entitlement ids of a person in the account; of ourselves where nobody is named."""
        who: Query = (("employeeId", str(employee_id)),) if employee_id is not None else ()
        query: Query = (*who, ("fields", "entitlementId"))
        rows = self.ask(account, lambda caller: self.api.rows(caller, "/v2/employee/entitlement", query))
        return frozenset(found for row in rows if (found := number(row, "entitlementId")) is not None)

    def rights_at_client(self, employee_id: int, row: ClientRow) -> frozenset[int]:
        """Entitlement ids of one of the office's, such as the hidden user of its key, at a client. One that went with
        its key has none."""
        who: Query = (("employeeId", str(employee_id)), ("customerId", str(row.id)), ("fields", "entitlementId"))
        try:
            rows = self.api.rows(OFFICE, "/v2/employee/entitlement/client", who)
        except ApiRefused as refused:
            if refused.status == NOT_FOUND:
                return frozenset()
            raise
        return frozenset(found for each in rows if (found := number(each, "entitlementId")) is not None)

    def is_attached(self, robot_id: int, row: ClientRow) -> bool:
        """Whether the hidden user of an office key has any right at the client."""
        return bool(self.rights_at_client(robot_id, row))


def _ids(rows: Iterable[Json]) -> frozenset[int]:
    return frozenset(found for row in rows if (found := number(row, "id")) is not None)
