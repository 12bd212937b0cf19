"""Whose the office's key is that a client is entered by, and what that person may do at the client.

Promises: only reads. A key may do what its owner may and what it was given itself, at a client as at home, so both are
asked. The office's people are listed once for all clients. Does not: judge what is missing (preflight_access.py,
keepers.py).
"""

from __future__ import annotations

from collections.abc import Iterable

from provisioner.model.address import AccountRef, Address
from provisioner.model.plan import Action, Change
from provisioner.model.state import AccountState
from provisioner.model.values import Attributes
from provisioner_tripletex.api_driver import find_owner
from provisioner_tripletex.convert import ClientRow, PersonRow
from provisioner_tripletex.kinds import OFFICE_KEY
from provisioner_tripletex.online import Online

_ENDS = frozenset({Action.DELETE, Action.FORGET})


def key_behind(access: Attributes, office: AccountState | None, planned: Iterable[Change] = ()) -> Attributes | None:
    """What is known of the office key that an access goes through: as it will be, where the same plan makes it."""
    address = Address(AccountRef.office(), OFFICE_KEY, str(access.get("officeKey")))
    for change in planned:
        if change.address == address and not change.deposed and change.action not in _ENDS and change.after:
            return change.after
    entry = office.entry(address) if office is not None else None
    return entry.current.attributes if entry is not None else None


def owner_of(online: Online, key: Attributes | None) -> PersonRow | None:
    """The key's owner among the office's people; None where nobody knows, or they are not there."""
    if key is None or not isinstance(key.get("owner"), str):
        return None
    return find_owner(online.office_people(), key)


def rights_of_owner(online: Online, key: Attributes | None, row: ClientRow) -> frozenset[int] | None:
    """What the key's owner may do at the client; None where nobody knows whose it is. Raises ApiRefused."""
    owner = owner_of(online, key)
    return online.rights_at_client(owner.id, row) if owner is not None else None
