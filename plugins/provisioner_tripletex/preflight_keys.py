"""What is checked before keys are made: whether there are such keys, and whose they will be.

Promises: only reads; an owner who was not looked for is neither found nor missing, and rights that nobody could compare
are not passed. Does not: word what was read, or ask who makes them (actors.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.plan import Change, Check
from provisioner_tripletex.api import TokenKind
from provisioner_tripletex.api_driver import find_owner, no_such_owner
from provisioner_tripletex.api_errors import ApiRefused
from provisioner_tripletex.convert import PersonRow
from provisioner_tripletex.kinds import API, CONTACT, CUSTOM_SETUP, TEMPLATE
from provisioner_tripletex.needs import CLIENT_ADMINISTRATOR, rights_needed
from provisioner_tripletex.online import Online
from provisioner_tripletex.preflight_round import Round
from provisioner_tripletex.seen import is_there
from provisioner_tripletex.words import WORDS


def check_keys(look: Round, keys: list[Change]) -> Iterator[Check]:
    """Every check of the keys that would be made."""
    code = "key-not-there-already"
    if all(look.lists(change.address.kind) for change in keys):
        # One that is there would have been found by the plan, and nothing would be made.
        yield look.passed(code)
    else:
        yield look.unmade(code, "keys-unlistable")
    if _reachable(look) is not None and any(change.driver == API for change in keys):
        yield look.unmade("application-approved", "approval-unseen")
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
    values = {"owner": owner.email, "company": look.account.display_name}

    def finding(word: str, **more: object) -> Diagnostic:
        return WORDS(word, _at_owner(change), **values, **more)

    if not held:
        # Whatever the key is to do: its owner may do nothing, so neither may it.
        return look.failed(code, finding("owner-has-no-rights"), change.address)
    rights = look.knowledge.entitlements
    needs = rights_needed(change.after, change.integration, look.knowledge.catalogue, rights)
    for wanted, word in ((needs.certain, "owner-lacks-rights"), (needs.inferred, "owner-seems-to-lack-rights")):
        if not wanted <= held:
            return look.failed(code, finding(word, names=rights.named(wanted - held)), change.address)
    if needs.unknown:
        words = ", ".join(f"«{each}»" for each in needs.unknown)
        return look.not_known(code, finding("owner-rights-unnumbered", words=words), change.address)
    # The right to administer clients is an office's alone, so nobody at a client lacks it.
    elsewhere = frozenset() if look.account.ref.is_office else frozenset({CLIENT_ADMINISTRATOR})
    permissions, lacking = change.after.get("permissions"), frozenset(rights.by_id) - held - elsewhere
    if not lacking or permissions not in ("all", TEMPLATE):
        return look.passed(code, change.address)
    if permissions == TEMPLATE:
        # What the application's own template asks for is not public: looked at, and still not known.
        return look.not_known(code, finding("owner-template-unread"), change.address)
    return look.failed(code, finding("owner-limits-key", count=len(lacking)), change.address)
