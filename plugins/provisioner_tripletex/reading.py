"""Looking at an account by API, in as few calls as Tripletex allows.

Promises: only reads. A kind is complete only where everything of it was listed; what cannot be listed (keys, menu
activations) never is. A company that is not the one on record is not looked at. Does not: compare or decide.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.resource import Desired, Live, Read
from provisioner.model.state import AccountState, Entry, Generation
from provisioner.model.values import FrozenMap, Value
from provisioner.spi.provider import AccountListing, ReadRequest
from provisioner_tripletex.api import TokenKind
from provisioner_tripletex.api_errors import ApiRefused
from provisioner_tripletex.convert import ClientRow, live_access, live_module
from provisioner_tripletex.kinds import ACCESS, KEYS, MODULE, OFFICE_KEY, KeyReference, spaced
from provisioner_tripletex.modules import INTEGRATIONS
from provisioner_tripletex.online import Online
from provisioner_tripletex.seen import AT_CLIENT, EVERYBODY, HIDDEN, OWN_KEYS, OWN_USER, marked
from provisioner_tripletex.words import WORDS


@dataclass(slots=True)
class _Look:
    """What one look at an account tells, as it comes together."""

    account: Account
    at: datetime
    complete: set[str] = field(default_factory=set)
    live: list[Live] = field(default_factory=list)
    facts: dict[str, Value] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)

    @property
    def place(self) -> Place:
        return Place(self.account.source, account=self.account.ref)

    def told(self, *, visible: bool) -> Read:
        return Read(
            account=self.account.ref,
            visible=visible,
            complete=frozenset(self.complete) if visible else frozenset(),
            live=tuple(self.live) if visible else (),
            facts=FrozenMap(self.facts),
            diagnostics=tuple(self.found),
            at=self.at,
        )


def read(online: Online, request: ReadRequest, now: datetime) -> Read:
    """One look at an account."""
    look = _Look(request.account, now)
    if request.account.ref.is_office:
        return _office(online, look, request)
    row = online.client(request.account)
    if row is None:
        look.found.append(online.unseen(request.account, look.place))
        # Where no list was asked, nothing speaks against the client: it stands as it does without any API.
        return look.told(visible=not online.lists_clients)
    if not _same_company(look, row.name, row.identity):
        return look.told(visible=False)
    look.facts |= {"companyName": row.name, "clientId": row.id, "companyId": row.company_id}
    if row.by_key:
        _modules(online, look)
        _hidden_users(online, look, request)
    if online.api.has(TokenKind.OFFICE_EMPLOYEE) and request.office is not None and not request.whole:
        _accesses(online, look, row, request)
    return look.told(visible=True)


def _office(online: Online, look: _Look, request: ReadRequest) -> Read:
    if not online.api.has(TokenKind.OFFICE_EMPLOYEE):
        return look.told(visible=True)
    me = online.who_we_are()
    if not _same_company(look, me.company_name, online.office_identity()):
        return look.told(visible=False)
    look.facts |= {"companyName": me.company_name, "companyId": me.company_id}
    _modules(online, look)
    _hidden_users(online, look, request)
    if request.whole:
        online.clients()  # asked with every key that we have, so that each is known by its id
        look.facts[OWN_KEYS] = online.api.key_ids()
        look.facts[OWN_USER] = me.robot_id
    return look.told(visible=True)


def _same_company(look: _Look, name: str, found: Identity) -> bool:
    """Whether the company on record can be the one that is meant. Both marks must agree where both are known."""
    meant = look.account.identity
    numbers = (meant.organization_number, found.organization_number)
    if None in numbers or numbers[0] == numbers[1]:
        return True
    look.found.append(
        WORDS(
            "client-wrong-company",
            look.place,
            id=found.company_id,
            found=name or "–",
            wanted=look.account.display_name,
            number=spaced(found.organization_number),
        )
    )
    return False


def _modules(online: Online, look: _Look) -> None:
    try:
        modules = online.modules(look.account)
    except ApiRefused as refused:
        look.found.append(WORDS("account-read-refused", look.place, what="«Mitt abonnement»", why=refused.detail))
        return
    look.complete.add(MODULE)
    look.facts["modules"] = modules
    if INTEGRATIONS in modules:
        look.live.append(live_module(look.account.ref))


def _hidden_users(online: Online, look: _Look, request: ReadRequest) -> None:
    """Whether the hidden users behind our keys are still there; asked for only where we know any, or all is wanted."""
    prior = request.prior
    ours = [entry for entry in (prior.entries if prior is not None else ()) if entry.address.kind in KEYS]
    known = {entry: entry.current.attributes.get("robotEmployeeId") for entry in ours}
    if not request.whole and not any(isinstance(robot, int) for robot in known.values()):
        return
    try:
        if request.whole:
            everybody = (marked(one.email, one.is_contact) for one in online.people(look.account) if one.email)
            look.facts[EVERYBODY] = tuple(sorted(everybody))
        listed = online.robots(look.account)
        trusted = online.lists_robots()
    except ApiRefused as refused:
        look.found.append(WORDS("account-read-refused", look.place, what="«Ansatte»", why=refused.detail))
        return
    look.facts[HIDDEN] = tuple(sorted(listed))
    for entry, robot in known.items():
        if trusted and isinstance(robot, int) and robot not in listed:
            name = entry.current.attributes.get("keyName") or entry.address.name
            place = Place(look.account.source, entry.address)
            company = look.account.display_name
            look.found.append(WORDS("key-gone", place, key_name=name, company=company, address=entry.address))


def office_keys(office: AccountState) -> tuple[Entry, ...]:
    """The office keys that are ours."""
    return tuple(entry for entry in office.entries if entry.address.kind == OFFICE_KEY)


def reference_of(generation: Generation) -> KeyReference | None:
    """How accesses name that making of an office key."""
    return KeyReference.parse(generation.attributes.get("reference"))


def to_be_adopted(request: ReadRequest) -> tuple[Desired, ...]:
    """The accesses that are to be taken over and go through a key that is not ours yet."""
    ours = {entry.address.name for entry in (office_keys(request.office) if request.office is not None else ())}
    accesses = (wanted for wanted in request.desired if wanted.address.kind == ACCESS and wanted.adopt)
    return tuple(wanted for wanted in accesses if wanted.attributes.get("officeKey") not in ours)


def _accesses(online: Online, look: _Look, row: ClientRow, request: ReadRequest) -> None:
    """Through which of our office keys the client is entered, the newest making first."""
    assert request.office is not None
    office = request.office
    # Of a key that was there before us the API does not tell which hidden user it has, so not who goes through it.
    complete, at_client = not to_be_adopted(request), dict[str, Value]()
    for entry in office_keys(office):
        for generation in (entry.current, *reversed(entry.deposed)):
            reference = reference_of(generation)
            if reference is None or reference.robot_id is None:
                complete = False
                continue
            try:
                rights = online.rights_at_client(reference.robot_id, row)
            except ApiRefused as refused:
                look.found.append(WORDS("account-read-refused", look.place, what="«Tilganger»", why=refused.detail))
                return
            if rights:
                at_client[str(reference)] = tuple(sorted(rights))
                look.live.append(live_access(look.account.ref, entry.address.name, str(reference)))
                break
    look.facts |= {AT_CLIENT: FrozenMap(at_client)} if at_client else {}
    if complete:
        look.complete.add(ACCESS)


def accounts(online: Online) -> AccountListing:
    """The office's list of clients."""
    listed = tuple(row.account(AccountRef.client(guessed_name(row.name, row.id))) for row in online.clients())
    return AccountListing(listed, complete=online.api.has(TokenKind.OFFICE_EMPLOYEE))


_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ö": "o", "ä": "a", "ü": "u", "é": "e"})


def guessed_name(company: str, number: int | str) -> str:
    """A guess at a name: the company's own, without its legal form."""
    words = "".join(sign if sign.isalnum() else " " for sign in company.casefold().translate(_LETTERS)).split()
    kept = [word for word in words if word not in ("as", "asa", "da", "ans", "enk", "nuf")]
    return "-".join(kept or words) or f"client-{number}"
