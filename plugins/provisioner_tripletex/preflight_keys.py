"""What is checked before keys are made: whether there are such keys, who makes them, whose they will be.

Promises: only reads; an owner who was not looked for is neither found nor missing. Does not: word what was read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.plan import Change, Check
from provisioner.model.values import Value
from provisioner_tripletex.api import TokenKind
from provisioner_tripletex.api_driver import find_owner, no_such_owner
from provisioner_tripletex.api_errors import ApiRefused
from provisioner_tripletex.catalogue import Catalogue
from provisioner_tripletex.convert import PersonRow
from provisioner_tripletex.kinds import API, CONTACT, CUSTOM_SETUP, OFFICE_KEY, TEMPLATE
from provisioner_tripletex.online import Online
from provisioner_tripletex.preflight_round import Round
from provisioner_tripletex.seen import MAY_MAKE_KEYS, is_there
from provisioner_tripletex.words import WORDS

_ADMINISTRATOR = 1
"""`ROLE_ADMINISTRATOR`; inferred to be «Brukeradministrator», so its absence warns and stops nothing."""
_CLIENT_ADMINISTRATOR = 71
"""`AUTH_CLIENT_ACCOUNT_ADMIN`; inferred to be «Brukeradministrator i klientkontoer»."""


def check_keys(look: Round, keys: list[Change]) -> Iterator[Check]:
    """Every check of the keys that would be made."""
    code = "key-not-there-already"
    if all(look.lists(change.address.kind) for change in keys):
        # One that is there would have been found by the plan, and nothing would be made.
        yield look.passed(code)
    else:
        yield look.unmade(code, "keys-unlistable")
    by_api = _reachable(look) is not None and any(change.driver == API for change in keys)
    if by_api:
        yield look.unmade("application-approved", "approval-unseen")
        yield from _actor(look, keys)
    elif look.sight.screens:
        yield _actor_on_screens(look)
    people, why = _people(look)
    for change in keys:
        yield from _application(look, change)
        if people is not None:
            yield from _owner(look, change, people)
        else:
            yield from _owner_on_screens(look, change, why)


def _reachable(look: Round) -> Online | None:
    """The API, where its key for this account is there."""
    needed = TokenKind.OFFICE_EMPLOYEE if look.account.ref.is_office else TokenKind.OFFICE_KEY
    online = look.sight.online
    return online if online is not None and online.api.has(needed) else None


def _people(look: Round) -> tuple[tuple[PersonRow, ...] | None, str]:
    """Everybody who can own a key, or why they could not be listed."""
    online = _reachable(look)
    if online is None:
        needed = TokenKind.OFFICE_EMPLOYEE if look.account.ref.is_office else TokenKind.OFFICE_KEY
        return None, f"credentials.{needed.value}: –"
    try:
        return online.people(look.account), ""
    except ApiRefused as refused:
        return None, refused.detail


def _actor(look: Round, keys: list[Change]) -> Iterator[Check]:
    """Whether whoever our key belongs to may make keys here."""
    code, online = "actor-may-make-keys", _reachable(look)
    assert online is not None
    try:
        held = online.rights(look.account, None)
    except ApiRefused as refused:
        yield look.unmade(code, "rights-unread", why=refused.detail)
        return
    needed = _CLIENT_ADMINISTRATOR if keys[0].address.kind == OFFICE_KEY else _ADMINISTRATOR
    if needed in held:
        yield look.passed(code)
        return
    word = "actor-not-client-administrator" if needed == _CLIENT_ADMINISTRATOR else "actor-not-administrator"
    yield look.unmade(code, word)


def _actor_on_screens(look: Round) -> Check:
    """Whether whoever is logged in in the browser sees where keys are made. Without the service nobody does."""
    code, seen = "actor-may-make-keys", look.fact(MAY_MAKE_KEYS)
    if seen is None:
        return look.unmade(code, "actor-unseen")
    if seen is True:
        return look.passed(code)
    place = Place(look.account.source, account=look.account.ref)
    return look.failed(code, WORDS("no-api-access", place, company=look.account.display_name))


def _application(look: Round, change: Change) -> Iterator[Check]:
    """Whether the application's name is the one on record; of what is typed by a person's word nobody knows."""
    name = change.after.get("applicationName")
    if change.after.get("setup") != CUSTOM_SETUP or not isinstance(name, str):
        return
    match = look.knowledge.catalogue.match_application_name(name)
    if match is not None and match.exact:
        yield look.passed("application-name", change.address)
    else:
        yield look.unmade("application-name", "application-by-word", change, application=name)


def _at_owner(change: Change) -> Place:
    """Where the owner was written; where the key was, where it was not."""
    return Place(dict(change.origins).get("owner", change.source), change.address)


def _owner(look: Round, change: Change, people: tuple[PersonRow, ...]) -> Iterator[Check]:
    owner = find_owner(people, change.after)
    if owner is None:
        finding = no_such_owner(people, change.after, _at_owner(change), look.account)
        yield look.failed("owner-found", finding, change.address)
        return
    yield look.passed("owner-found", change.address)
    yield _owner_rights(look, change, owner)


def _owner_on_screens(look: Round, change: Change, why: str) -> Iterator[Check]:
    code, after = "owner-found", change.after
    there = is_there(look.read, after.get("owner"), after.get("ownerKind") == CONTACT)
    if there is None:
        yield look.unmade(code, "people-unread", change, why=why)
    elif there:
        yield look.passed(code, change.address)
        yield look.unmade("owner-rights", "owner-rights-unseen", change)
    else:
        yield look.failed(code, no_such_owner((), after, _at_owner(change), look.account), change.address)


def _owner_rights(look: Round, change: Change, owner: PersonRow) -> Check:
    code, online = "owner-rights", _reachable(look)
    assert online is not None
    try:
        held = online.rights(look.account, owner.id)
    except ApiRefused as refused:
        return look.unmade(code, "rights-unread", change, why=refused.detail)
    needed = rights_needed(change.after, change.integration, look.knowledge.catalogue)
    missing = look.knowledge.entitlements.missing(needed, held)
    values = {"owner": owner.email, "company": look.account.display_name}
    if missing:
        names = ", ".join(f"{each.name} ({each.id})" for each in missing)
        finding = WORDS("owner-lacks-rights", _at_owner(change), **values, names=names)
        return look.failed(code, finding, change.address)
    if _ADMINISTRATOR in held or change.after.get("permissions") not in ("all", TEMPLATE):
        return look.passed(code, change.address)
    if change.after.get("permissions") == TEMPLATE:
        # What the application's own template asks for is not public: looked at, and still not known.
        return look.not_known(code, WORDS("owner-template-unread", _at_owner(change), **values), change.address)
    limits: Diagnostic = WORDS("owner-limits-key", _at_owner(change), **values)
    return look.failed(code, limits, change.address)


def rights_needed(held: Mapping[str, Value], integration: str | None, catalogue: Catalogue) -> frozenset[int]:
    """The entitlement ids that a key certainly needs of its owner."""
    needed: set[int] = set()
    permissions = held.get("permissions")
    if isinstance(permissions, tuple):
        needed |= {right for right in permissions if isinstance(right, int)}
    facts = catalogue.find(integration or "")
    if facts is not None and facts.owner_needs is not None:
        if facts.owner_needs.everything:
            needed.add(_ADMINISTRATOR)
        needed |= {right for right in facts.owner_needs.rights if isinstance(right, int)}
    return frozenset(needed)
