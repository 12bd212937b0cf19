"""Looking at an account on the screens.

Promises: only looks. A kind is complete only where all that could be one of those wanted or ours was listed: of keys,
the lists of the people whose keys are wanted or ours; where the whole is asked for, of everybody (whole.py). A screen
that is not as expected leaves its kinds unknown and says so. Does not: compare or decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from provisioner.model.diagnostics import Place
from provisioner.model.resource import Live, Read
from provisioner.model.state import AccountState, Entry
from provisioner.model.values import Attributes, FrozenMap, Value, attributes
from provisioner.spi.provider import ReadRequest
from provisioner_tripletex.convert import live_access, live_module
from provisioner_tripletex.kinds import ACCESS, CONTACT, KEYS, MENU, MODULE, spaced
from provisioner_tripletex.reading import office_keys, reference_of, to_be_adopted
from provisioner_tripletex.seen import (
    ACTIVE,
    AGREEMENTS,
    COMPANY,
    EVERYBODY,
    MAY_MAKE_KEYS,
    NOT_OFFERED,
    NOT_THERE,
    OFFERED,
    PEOPLE,
    SERVICE,
    STATUS,
    marked,
)
from provisioner_tripletex.web import looking, screens, screens_access, screens_keys, screens_menu
from provisioner_tripletex.web.look import Look, live_key, not_read
from provisioner_tripletex.web.session import Session
from provisioner_tripletex.web.whole import accesses as all_accesses
from provisioner_tripletex.web.whole import keys as all_keys
from provisioner_tripletex.web.window import (
    CompanyNotThere,
    NoApiAccess,
    PersonNotThere,
    ScreenUnexpected,
    Window,
)
from provisioner_tripletex.words import WORDS


def read_screens(
    session: Session, request: ReadRequest, now: datetime, everybody: tuple[screens_keys.Owner, ...] = ()
) -> Read:
    """One look at an account; `everybody` are people that are known to be there, for a look at the whole."""

    def looked(window: Window) -> Look | None:
        look = Look(request, window, everybody)
        number = request.account.identity.organization_number
        if number is None:
            look.found.append(
                not_read(
                    request.account,
                    ScreenUnexpected(
                        ("an organisation number", "et organisasjonsnummer"), ("none is known", "ingen er kjent")
                    ),
                )
            )
            return look
        try:
            here = screens.open_company(window, number)
        except CompanyNotThere:
            return None
        look.facts[COMPANY] = here.name
        look.unless_strange(_services)
        if not request.account.ref.is_office:
            look.unless_strange(_accesses)
        return look

    ref = request.account.ref
    try:
        look = session.do(looked)
    except ScreenUnexpected as unexpected:
        return Read(account=ref, visible=True, diagnostics=(not_read(request.account, unexpected),), at=now)
    if look is None:
        place = Place(request.account.source, account=ref)
        number = request.account.identity.organization_number
        seen = WORDS("client-not-open", place, company=request.account.display_name, number=spaced(number))
        return Read(account=ref, visible=False, diagnostics=(seen,), at=now)
    return look.told(now)


def _services(look: Look) -> None:
    seen = screens_menu.service(look.window)
    look.complete.add(MODULE)
    look.facts |= {SERVICE: ACTIVE if seen.active else OFFERED if seen.offered else NOT_OFFERED, STATUS: seen.status}
    if not seen.active:
        # Without the service there is neither a menu «Integrasjoner» nor a tab «API-tilgang»: nothing is there of what
        # nobody made, and of what is ours nobody can see what became.
        ours = {kind for kind, _ in _known(replace(look.request, desired=()))}
        look.complete |= {MENU, *look.key_kinds} - ours
        look.unless_strange(_people)
        return
    look.live.append(live_module(look.account.ref))
    whole = look.request.whole
    if whole or any(kind == MENU for kind, _ in _known(look.request)):
        look.unless_strange(_activations)
    look.unless_strange(all_keys if whole else _keys)


def _activations(look: Look) -> None:
    found = screens_menu.activations(look.window)
    wanted, ours = _titles(look.request), _titles(replace(look.request, desired=()))
    there = set(found) if look.request.whole else wanted & set(found)
    for title in sorted(ours | there):
        screens_menu.told(look.window, found, title)
    active = {title for title, is_active in found.items() if is_active}
    for title in sorted(active):
        look.live.append(Live(look.account.ref, MENU, attributes(title=title), label=title))
    look.complete.add(MENU)
    shown: dict[str, Value] = {}
    for title in sorted(_titles(replace(look.request, prior=None)) - active):
        shown[title] = looking.agreement_shown(look.window, title)
        look.facts[AGREEMENTS] = FrozenMap(dict(shown))


def _people(look: Look) -> None:
    """Whether those whose keys are wanted are there, where no tab shows keys yet."""
    listed = {owner: looking.is_listed(look.window, owner) for owner in _in_order(look.request)}
    _tell_people(look, listed)


def _keys(look: Look) -> None:
    """The keys of everybody whose key is wanted or ours."""
    listed: dict[screens_keys.Owner, bool] = {}
    for owner in _in_order(look.request):
        try:
            rows = screens_keys.keys(look.window, owner)
        except PersonNotThere:
            listed[owner] = False
            continue
        except NoApiAccess:
            look.facts[MAY_MAKE_KEYS] = False
            place = Place(look.account.source, account=look.account.ref)
            look.found.append(WORDS("no-api-access", place, company=look.account.display_name))
            return
        listed[owner] = look.facts[MAY_MAKE_KEYS] = True
        look.live += [live_key(look.account, owner, row) for row in rows]
    _tell_people(look, listed)
    if all(listed.values()) or not _ours(look.request, {owner for owner in listed if not listed[owner]}):
        # Who is not there has no keys; but of keys of ours whose owner has gone nobody can see what became.
        look.complete |= look.key_kinds


def _tell_people(look: Look, listed: Mapping[screens_keys.Owner, bool]) -> None:
    look.facts[PEOPLE] = tuple(sorted(marked(one.email, one.contact) for one in listed if listed[one]))
    look.facts[NOT_THERE] = tuple(sorted(marked(one.email, one.contact) for one in listed if not listed[one]))


def _in_order(request: ReadRequest) -> list[screens_keys.Owner]:
    return sorted(_owners(request), key=lambda one: (one.email, one.contact, one.customer))


def _ours(request: ReadRequest, owners: set[screens_keys.Owner]) -> bool:
    """Whether any key that is ours, or that is being made, is one of theirs."""
    return bool(owners & _owners(replace(request, desired=())))


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


def _titles(request: ReadRequest) -> set[str]:
    """What is wanted from the menu, or ours there."""
    held = (held.get("title") for kind, held in _known(request) if kind == MENU)
    return {title for title in held if isinstance(title, str)}


def _owners(request: ReadRequest) -> set[screens_keys.Owner]:
    found: set[screens_keys.Owner] = set()
    for kind, held in _known(request):
        email = held.get("owner")
        if kind in KEYS and isinstance(email, str):
            customer = held.get("ownerOf")
            contact = held.get("ownerKind") == CONTACT
            found.add(screens_keys.Owner(email, contact, customer if isinstance(customer, str) else ""))
    return found


def _accesses(look: Look) -> None:
    """Through which of our office keys the client is entered, the newest making first."""
    request, office = look.request, look.request.office
    ours = office_keys(office) if office is not None else ()
    sought = to_be_adopted(request)
    if not (ours or sought or request.whole):
        look.complete.add(ACCESS)  # there is no key of ours that anybody could be entered through
        return
    identity = (office.bound_to if office is not None else None) or request.office_identity
    if identity is None or identity.organization_number is None:
        return
    if request.whole:
        all_accesses(look, identity.organization_number)
        return
    screens.open_company(look.window, identity.organization_number)
    number = look.account.identity.organization_number or ""
    rows = [row for row in screens_access.accesses(look.window) if number in screens_access.numbers(row)]
    complete = True
    for entry in ours:
        complete = _access_through(look, entry, rows) and complete
    for wanted in sought:
        if any(wanted.attributes.get("keyName") in row.values() for row in rows):
            look.live.append(live_access(look.account.ref, str(wanted.attributes.get("officeKey"))))
    if complete:
        look.complete.add(ACCESS)


def _access_through(look: Look, entry: Entry, rows: list[dict[str, str]]) -> bool:
    """Looks for the client's access through one of our keys; whether all that could be said of it was."""
    complete = True
    for generation in (entry.current, *reversed(entry.deposed)):
        reference, name = reference_of(generation), generation.attributes.get("keyName")
        if reference is None and not name:
            complete = False
        elif any((reference.name if reference is not None else name) in row.values() for row in rows):
            # Two makings with one name cannot be told apart here: then it is taken to be what is on record. A key that
            # was there before us has a name, and no making of ours to refer to.
            through = str(reference) if reference is not None else None
            look.live.append(live_access(look.account.ref, entry.address.name, through))
            return complete and len({one.number for one in (entry.current, *entry.deposed)}) == 1
    return complete


def everybody(by_api: Read) -> tuple[screens_keys.Owner, ...]:
    """Those of whom the API says that they are there; whose contact somebody is it does not say."""
    held = by_api.facts.get(EVERYBODY)
    marks = (mark.partition(":") for mark in held if isinstance(mark, str)) if isinstance(held, tuple) else ()
    return tuple(screens_keys.Owner(email, kind == CONTACT) for kind, _, email in marks)


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
