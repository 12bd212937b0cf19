"""Looking at an account on the screens.

Promises: only looks. A kind is complete only where all that could be one of those wanted or ours was listed: of keys,
the lists of the people whose keys are wanted or ours. A screen that is not as expected leaves its kinds unknown and
says so. Does not: compare or decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from provisioner.model.account import Account
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.resource import Live, Read
from provisioner.model.state import AccountState
from provisioner.model.values import Attributes, FrozenMap, Value, attributes
from provisioner.spi.provider import ReadRequest
from provisioner_tripletex.convert import live_access, live_module
from provisioner_tripletex.kinds import ACCESS, CONTACT, EMPLOYEE, KEYS, MENU, MODULE, OFFICE_KEY, USER_KEY
from provisioner_tripletex.reading import office_keys, reference_of
from provisioner_tripletex.web import screens
from provisioner_tripletex.web.session import Session
from provisioner_tripletex.web.window import ScreenUnexpected, Window
from provisioner_tripletex.words import WORDS


@dataclass(slots=True)
class _Look:
    """What one look tells, as it comes together."""

    request: ReadRequest
    window: Window
    complete: set[str] = field(default_factory=set)
    live: list[Live] = field(default_factory=list)
    facts: dict[str, Value] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)

    @property
    def account(self) -> Account:
        return self.request.account

    def unless_strange(self, look: Callable[[_Look], None]) -> None:
        """Looks at one part; what cannot be read of it is told, and the rest is still looked at."""
        try:
            look(self)
        except ScreenUnexpected as unexpected:
            self.found.append(_not_read(self.account, unexpected))


def read_screens(session: Session, request: ReadRequest, now: datetime) -> Read:
    """One look at an account."""

    def looked(window: Window) -> _Look | None:
        look = _Look(request, window)
        number = request.account.identity.organization_number
        if number is None:
            look.found.append(_not_read(request.account, ScreenUnexpected("an organisation number", "none is known")))
            return look
        try:
            here = screens.open_company(window, number)
        except ScreenUnexpected:
            return None
        look.facts["companyName"] = here.name
        look.unless_strange(_services)
        if not request.account.ref.is_office:
            look.unless_strange(_accesses)
        return look

    look = session.do(looked)
    ref = request.account.ref
    if look is None:
        place = Place(request.account.source, account=ref)
        number = request.account.identity.organization_number
        seen = WORDS("client-not-visible", place, company=request.account.display_name, number=number)
        return Read(account=ref, visible=False, diagnostics=(seen,), at=now)
    return Read(
        account=ref,
        visible=True,
        complete=frozenset(look.complete),
        live=tuple(look.live),
        facts=FrozenMap(look.facts),
        diagnostics=tuple(look.found),
        at=now,
    )


def _not_read(account: Account, unexpected: ScreenUnexpected) -> Diagnostic:
    place = Place(account.source, account=account.ref)
    told = {"company": account.display_name, "wanted": unexpected.wanted, "seen": unexpected.seen}
    return WORDS("screens-not-read", place, **told)


def _services(look: _Look) -> None:
    own = {USER_KEY, OFFICE_KEY} if look.account.ref.is_office else {USER_KEY}
    active = screens.has_service(look.window)
    look.complete.add(MODULE)
    if not active:
        # Without the service there is neither a menu «Integrasjoner» nor a tab «API-tilgang».
        look.complete |= {MENU, *own}
        return
    look.live.append(live_module(look.account.ref))
    if any(kind == MENU for kind, _ in _known(look.request)):
        look.unless_strange(_activations)
    look.unless_strange(_keys)


def _activations(look: _Look) -> None:
    for title in sorted(screens.activations(look.window)):
        look.live.append(Live(look.account.ref, MENU, attributes(title=title), label=title))
    look.complete.add(MENU)


def _keys(look: _Look) -> None:
    """The keys of everybody whose key is wanted or ours."""
    kinds = {USER_KEY, OFFICE_KEY} if look.account.ref.is_office else {USER_KEY}
    for owner in sorted(_owners(look.request), key=lambda one: (one.email, one.contact, one.customer)):
        for row in screens.keys(look.window, owner):
            look.live.append(_live_key(look.account, owner, row))
    look.complete |= kinds


def _live_key(account: Account, owner: screens.Owner, row: screens.KeyRow) -> Live:
    held: dict[str, object] = {
        "applicationName": row.application,
        "owner": owner.email,
        "keyName": row.name,
        "keyId": int(row.key_id) if row.key_id.isdigit() else None,
    }
    if not row.office:
        held["ownerKind"] = CONTACT if owner.contact else EMPLOYEE
    known = attributes(**{name: value for name, value in held.items() if value is not None})
    return Live(
        account.ref, OFFICE_KEY if row.office else USER_KEY, known, row.key_id, f"{row.name} ({row.application})"
    )


def _known(request: ReadRequest) -> Iterator[tuple[str, Attributes]]:
    """What is wanted or ours, by kind."""
    for desired in request.desired:
        yield desired.address.kind, desired.attributes
    prior: AccountState | None = request.prior
    for entry in prior.entries if prior is not None else ():
        for generation in (entry.current, *entry.deposed):
            yield entry.address.kind, generation.attributes
    for intent in prior.intents if prior is not None else ():
        yield intent.address.kind, intent.step.attributes


def _owners(request: ReadRequest) -> set[screens.Owner]:
    found: set[screens.Owner] = set()
    for kind, held in _known(request):
        email = held.get("owner")
        if kind in KEYS and isinstance(email, str):
            customer = held.get("ownerOf")
            contact = held.get("ownerKind") == CONTACT
            found.add(screens.Owner(email, contact, customer if isinstance(customer, str) else ""))
    return found


def _accesses(look: _Look) -> None:
    """Through which of our office keys the client is entered, the newest making first."""
    office = look.request.office
    if office is None or not office_keys(office):
        look.complete.add(ACCESS)  # there is no key of ours that anybody could be entered through
        return
    identity = office.bound_to
    if identity is None or identity.organization_number is None:
        return
    screens.open_company(look.window, identity.organization_number)
    number = look.account.identity.organization_number or ""
    rows = [row for row in screens.accesses(look.window) if number in screens.numbers(row)]
    complete = True
    for entry in office_keys(office):
        for generation in (entry.current, *reversed(entry.deposed)):
            reference = reference_of(generation)
            if reference is None:
                complete = False
            elif any(reference.name in row.values() for row in rows):
                # Two makings with one name cannot be told apart here: then it is taken to be what is on record.
                look.live.append(live_access(look.account.ref, entry.address.name, str(reference)))
                complete = complete and len({one.number for one in (entry.current, *entry.deposed)}) == 1
                break
    if complete:
        look.complete.add(ACCESS)


def join(by_api: Read, on_screens: Read) -> Read:
    """What both told: of a kind that the API listed whole, what the API says."""
    live = tuple(one for one in on_screens.live if one.kind not in by_api.complete)
    kept = tuple(one for one in by_api.live if one.kind in by_api.complete or one.kind not in on_screens.complete)
    return replace(
        on_screens,
        complete=by_api.complete | on_screens.complete,
        live=(*kept, *live),
        facts=on_screens.facts.with_items(by_api.facts),
        diagnostics=(*by_api.diagnostics, *on_screens.diagnostics),
    )
