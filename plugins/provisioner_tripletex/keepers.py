"""Whether what keys of ours rest on still holds: their owners, and their owners' rights; and what the client is called.

Promises: only reads, and asks only where we have keys; a warning each, once, of what certainly does not hold any more.
What could not be read is not mentioned: preflight does that where it matters. Does not: change what was read.
"""

from __future__ import annotations

from collections.abc import Iterator

from provisioner.model.account import Account
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.resource import Read
from provisioner.model.state import AccountState, Entry
from provisioner.model.values import Attributes
from provisioner.spi.provider import ReadRequest
from provisioner_tripletex.api import TokenKind
from provisioner_tripletex.api_driver import find_owner
from provisioner_tripletex.api_errors import ApiRefused
from provisioner_tripletex.convert import PersonRow
from provisioner_tripletex.kinds import CONTACT, KEYS
from provisioner_tripletex.needs import rights_needed
from provisioner_tripletex.online import Online
from provisioner_tripletex.preflight_round import Knowledge, Sight
from provisioner_tripletex.seen import COMPANY, is_there
from provisioner_tripletex.words import WORDS


def watch(sight: Sight, request: ReadRequest, read: Read, knowledge: Knowledge) -> tuple[Diagnostic, ...]:
    """What does not hold any more."""
    if not read.visible:
        return ()
    return (*_renamed(request.account, read), *_owners(sight, request, read, knowledge))


def _renamed(account: Account, read: Read) -> Iterator[Diagnostic]:
    found = read.facts.get(COMPANY)
    given = account.display_name
    # Without a `displayName` the manifest's own name for the client stands in: it never was the company's.
    if isinstance(found, str) and found and given != account.ref.name and _plain(found) != _plain(given):
        yield WORDS("client-renamed", Place(account.source, account=account.ref), company=given, found=found)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _owners(sight: Sight, request: ReadRequest, read: Read, knowledge: Knowledge) -> Iterator[Diagnostic]:
    keys = [entry for entry in _entries(request.prior) if isinstance(entry.current.attributes.get("owner"), str)]
    if not keys:
        return
    account, online = request.account, _within_reach(sight, request.account)
    people = _people(online, account)
    for entry in keys:
        held = entry.current.attributes
        person = find_owner(people, held) if people is not None else None
        there = person is not None if people is not None else is_there(read, held.get("owner"), _is_contact(held))
        told = {
            "owner": held.get("owner"),
            "key_name": held.get("keyName") or entry.address.name,
            "company": account.display_name,
        }
        if there is False:
            yield WORDS("owner-gone", Place(account.source, entry.address), **told)
        elif person is not None and online is not None:
            needed = rights_needed(
                held, _integration(request, entry), knowledge.catalogue, knowledge.entitlements
            ).known
            names = _lost(online, account, person, knowledge, needed)
            if names:
                yield WORDS("owner-lost-rights", Place(account.source, entry.address), **told, names=names)


def _entries(prior: AccountState | None) -> tuple[Entry, ...]:
    return tuple(each for each in prior.entries if each.address.kind in KEYS) if prior is not None else ()


def _is_contact(held: Attributes) -> bool:
    return held.get("ownerKind") == CONTACT


def _integration(request: ReadRequest, entry: Entry) -> str | None:
    """The catalogue's name of what the key is for, where it is still wanted."""
    return next((one.integration for one in request.desired if one.address == entry.address), None)


def _within_reach(sight: Sight, account: Account) -> Online | None:
    needed = TokenKind.OFFICE_EMPLOYEE if account.ref.is_office else TokenKind.OFFICE_KEY
    online = sight.online
    return online if online is not None and online.api.has(needed) else None


def _people(online: Online | None, account: Account) -> tuple[PersonRow, ...] | None:
    if online is None or not (account.ref.is_office or _is_entered(online, account)):
        return None
    try:
        return online.people(account)
    except ApiRefused:
        return None


def _is_entered(online: Online, account: Account) -> bool:
    row = online.client(account)
    return row is not None and row.by_key


def _lost(online: Online, account: Account, person: PersonRow, knowledge: Knowledge, needed: frozenset[int]) -> str:
    """The rights that are needed and not there any more; nothing where none is needed for certain."""
    if not needed:
        return ""
    try:
        held = online.rights(account, person.id)
    except ApiRefused:
        return ""
    return ", ".join(f"{each.name} ({each.id})" for each in knowledge.entitlements.missing(needed, held))
