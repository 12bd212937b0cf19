"""Whether what keys of ours rest on still holds: owners and what they and the keys may do; and what a client is called.

Promises: only reads, and asks only where we have keys; a warning each, once, of what certainly does not hold any more.
Where it is not on record what a key could do, that is said, for nobody can tell then what it lost. Does not: change
what was read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from provisioner.model.account import Account
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.resource import Read
from provisioner.model.state import AccountState, Entry
from provisioner.model.values import Attributes, FrozenMap
from provisioner.spi.provider import ReadRequest
from provisioner_tripletex.api import TokenKind
from provisioner_tripletex.api_driver import find_owner
from provisioner_tripletex.api_errors import ApiRefused
from provisioner_tripletex.convert import PersonRow
from provisioner_tripletex.entitlements import Entitlements
from provisioner_tripletex.granted import hidden_user, is_unrecorded, recorded
from provisioner_tripletex.kinds import ACCESS, CONTACT, KEYS
from provisioner_tripletex.needs import rights_needed, understood
from provisioner_tripletex.office_owner import key_behind, rights_of_owner
from provisioner_tripletex.online import OFFICE, Online
from provisioner_tripletex.preflight_round import Knowledge, Sight
from provisioner_tripletex.seen import AT_CLIENT, COMPANY, is_there
from provisioner_tripletex.words import WORDS


def watch(sight: Sight, request: ReadRequest, read: Read, knowledge: Knowledge) -> tuple[Diagnostic, ...]:
    """What does not hold any more."""
    if not read.visible:
        return ()
    return (
        *_renamed(request.account, read),
        *_keys(sight, request, read, knowledge),
        *_accesses(sight, request, read, knowledge),
        *_unrecorded(sight, request),
    )


def _renamed(account: Account, read: Read) -> Iterator[Diagnostic]:
    found = read.facts.get(COMPANY)
    given = account.display_name
    # Without a `displayName` the manifest's own name for the client stands in: it never was the company's.
    if isinstance(found, str) and found and given != account.ref.name and _plain(found) != _plain(given):
        yield WORDS("client-renamed", Place(account.source, account=account.ref), company=given, found=found)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _keys(sight: Sight, request: ReadRequest, read: Read, knowledge: Knowledge) -> Iterator[Diagnostic]:
    keys = [entry for entry in _entries(request.prior) if isinstance(entry.current.attributes.get("owner"), str)]
    if not keys:
        return
    account, online = request.account, _within_reach(sight, request.account)
    people = _people(online, account)
    watched = _Watched(online, account, knowledge.entitlements) if online is not None and people is not None else None
    for entry in keys:
        held = entry.current.attributes
        person = find_owner(people, held) if people is not None else None
        there = person is not None if people is not None else is_there(read, held.get("owner"), _is_contact(held))
        told = {
            "owner": held.get("owner"),
            "key_name": held.get("keyName") or entry.address.name,
            "company": account.display_name,
        }
        place = Place(account.source, entry.address)
        if there is False:
            yield WORDS("owner-gone", place, **told)
        elif person is not None and watched is not None:
            needs = rights_needed(held, _integration(request, entry), knowledge.catalogue, knowledge.entitlements)
            lost = watched.by_owner(person, needs.known | (recorded(held) or frozenset()))
            if lost:
                yield WORDS("owner-lost-rights", place, **told, names=lost)
        if there is not False and watched is not None:
            yield from watched.by_key(held, place, told)


@dataclass(frozen=True, slots=True)
class _Watched:
    """An account in which rights can be read, each person's once."""

    online: Online
    account: Account
    entitlements: Entitlements
    read: dict[int, frozenset[int] | None] = field(default_factory=dict)

    def rights(self, employee_id: int) -> frozenset[int] | None:
        """What they may do; None where that could not be read."""
        if employee_id not in self.read:
            try:
                self.read[employee_id] = self.online.rights(self.account, employee_id)
            except ApiRefused:
                self.read[employee_id] = None
        return self.read[employee_id]

    def by_owner(self, person: PersonRow, needed: frozenset[int]) -> str:
        """The names of what the owner has not any more; nothing where nothing is needed for certain."""
        held = self.rights(person.id) if needed else None
        return self.entitlements.named(needed - held) if held is not None else ""

    def by_key(self, held: Attributes, place: Place, told: Mapping[str, object]) -> Iterator[Diagnostic]:
        """What the hidden user itself has lost: cut on the screen, which nothing else shows."""
        robot, before = held.get("robotEmployeeId"), recorded(held)
        now = self.rights(robot) if isinstance(robot, int) else None
        if now is None:
            return
        lost = ((before or frozenset()) | understood(_chosen(held), self.entitlements).certain) - now
        if lost:
            yield WORDS("key-lost-rights", place, **told, names=self.entitlements.named(lost))
        elif not now and before is None:
            yield WORDS("key-without-rights", place, **told)


def _chosen(held: Attributes) -> tuple[object, ...]:
    permissions = held.get("permissions")
    return permissions if isinstance(permissions, tuple) else ()


def _accesses(sight: Sight, request: ReadRequest, read: Read, knowledge: Knowledge) -> Iterator[Diagnostic]:
    """Clients at which an office key, or its owner, may do less than when they were attached to it."""
    at_client, account, owners = read.facts.get(AT_CLIENT), request.account, _OwnersThere(sight.online, request)
    for entry in request.prior.entries if request.prior is not None else ():
        held = entry.current.attributes
        before = recorded(held) if entry.address.kind == ACCESS else None
        now = at_client.get(str(held.get("key"))) if isinstance(at_client, FrozenMap) else None
        if before is None or not isinstance(now, tuple):
            continue  # one that is not attached at all any more is in the plan
        place, name = Place(account.source, entry.address), knowledge.entitlements.named
        told = {"key_name": held.get("keyName") or held.get("officeKey"), "company": account.display_name}
        lost = before - {right for right in now if isinstance(right, int)}
        if lost:
            yield WORDS("access-lost-rights", place, **told, names=name(lost))
        owner, rights = owners.of(held)
        if rights is not None and not before <= rights:
            yield WORDS("access-owner-lacks-rights", place, **told, owner=owner, names=name(before - rights))


@dataclass(frozen=True, slots=True)
class _OwnersThere:
    """What owners of the office's keys may do at the client, each one's once."""

    online: Online | None
    request: ReadRequest
    read: dict[object, frozenset[int] | None] = field(default_factory=dict)

    def of(self, access: Attributes) -> tuple[object, frozenset[int] | None]:
        """Whose the key is that the access goes through, and what they may; None where that could not be read."""
        key = key_behind(access, self.request.office)
        owner = key.get("owner") if key is not None else None
        if owner is not None and owner not in self.read:
            self.read[owner] = self._rights(key)
        return owner, self.read.get(owner)

    def _rights(self, key: Attributes | None) -> frozenset[int] | None:
        if self.online is None or not self.online.api.has(TokenKind.OFFICE_EMPLOYEE):
            return None
        row = self.online.client(self.request.account)
        try:
            return rights_of_owner(self.online, key, row) if row is not None else None
        except ApiRefused:
            return None


def _unrecorded(sight: Sight, request: ReadRequest) -> Iterator[Diagnostic]:
    """Of what it is not known what it could do: once an account, and only where anything of the kind is read."""
    account, online = request.account, sight.online
    at_home, at_office = _within_reach(sight, account), online is not None and online.api.has(OFFICE.kind)
    lacking = [
        entry
        for entry in (request.prior.entries if request.prior is not None else ())
        if is_unrecorded(entry) and (at_office if entry.address.kind == ACCESS else at_home is not None)
    ]
    for code, known in (("rights-not-recorded", True), ("rights-never-read", False)):
        names = sorted({_called(entry) for entry in lacking if (hidden_user(entry) is not None) is known})
        if names:
            place = Place(account.source, account=account.ref)
            yield WORDS(code, place, company=account.display_name, names=", ".join(names))


def _called(entry: Entry) -> str:
    held = entry.current.attributes
    return f"«{held.get('keyName') or held.get('officeKey') or entry.address.name}»"


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
