"""What a key, or an access through one, may do: recorded when it is made, so that what it loses later can be told.

Promises: only reads, and raises nothing of what was just made: it is made, whether its rights can be read or not. What
is on record of nothing yet, such as a key that was there before us, is read by a later apply. What is recorded
is effective: rights of the key's owner that its hidden user has too, at home or, of an access, at the client; where
nobody knows whose an office key is, what the hidden user was given there. Does not: judge what is missing (keepers.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from provisioner.model.account import Account
from provisioner.model.errors import ProviderFailed
from provisioner.model.plan import StepAction
from provisioner.model.state import AccountState, Entry
from provisioner.model.values import Attributes, Value, attributes
from provisioner.spi.provider import Note, NotesRequest, StepDone, StepRequest, StepResult
from provisioner_tripletex.api import TokenKind
from provisioner_tripletex.api_driver import find_owner
from provisioner_tripletex.api_errors import ApiRefused
from provisioner_tripletex.kinds import ACCESS, KEYS, KeyReference
from provisioner_tripletex.office_owner import key_behind, rights_of_owner
from provisioner_tripletex.online import OFFICE, Online

GRANTED: Final = "_granted"
"""Under which the entitlement ids stand among what is known of a thing; not there where nobody could read them."""


def recorded(held: Mapping[str, Value]) -> frozenset[int] | None:
    """What was recorded; None where nothing was."""
    found = held.get(GRANTED)
    return frozenset(each for each in found if isinstance(each, int)) if isinstance(found, tuple) else None


def with_rights(reach: Callable[[], Online | None], request: StepRequest, result: StepResult) -> StepResult:
    """`result`, and what was made may do, where the API can be reached."""
    kind, action = request.step.address.kind, request.step.action
    if not isinstance(result, StepDone) or kind not in (ACCESS, *KEYS) or action is StepAction.DELETE:
        return result
    try:
        online = reach()
        # What was shown once is not sealed yet: nothing here may take longer than the step itself.
        rights = _rights(online.before(request.deadline), request, result.computed) if online is not None else None
    except ProviderFailed:
        return result
    if rights is None:
        return result
    return replace(result, computed=result.computed.with_items(attributes(**{GRANTED: sorted(rights)})))


def notes(reach: Callable[[], Online | None], request: NotesRequest) -> tuple[Note, ...]:
    """What things of ours may do of which nothing is on record: adopted, settled, or made before it was recorded.

    Nothing at all is no record: it may be what they lost. Raises ProviderFailed where Tripletex cannot be reached.
    """
    lacking = [entry for entry in request.prior.entries if is_unrecorded(entry)]
    online = reach() if lacking else None
    if online is None:
        return ()
    found = []
    for entry in lacking:
        try:
            rights = _rights_now(online, request, entry.current.attributes, entry.address.kind)
        except ApiRefused:
            continue
        if rights:
            found.append(Note(entry.address, entry.current.number, attributes(**{GRANTED: sorted(rights)})))
    return tuple(found)


def is_unrecorded(entry: Entry) -> bool:
    """Whether it has rights, and nobody wrote down which."""
    return entry.address.kind in (ACCESS, *KEYS) and recorded(entry.current.attributes) is None


def hidden_user(entry: Entry) -> int | None:
    """Who stands behind a key, or behind the office's key that an access goes through; None where nobody told."""
    held = entry.current.attributes
    if entry.address.kind == ACCESS:
        reference = KeyReference.parse(held.get("key"))
        return reference.robot_id if reference is not None else None
    robot = held.get("robotEmployeeId")
    return robot if isinstance(robot, int) else None


def _rights_now(online: Online, request: NotesRequest, held: Attributes, kind: str) -> frozenset[int] | None:
    if kind == ACCESS:
        return _of_access(online, request.account, held, request.office())
    needed = OFFICE.kind if request.account.ref.is_office else TokenKind.OFFICE_KEY
    if not online.api.has(needed) or not (request.account.ref.is_office or online.client(request.account)):
        return None
    return _of_key(online, request.account, held, None)


def _rights(online: Online, request: StepRequest, computed: Attributes) -> frozenset[int] | None:
    held = request.step.attributes.with_items(computed)
    if request.step.address.kind == ACCESS:
        return _of_access(online, request.account, held, request.office)
    owner = request.evidence.facts.get("ownerId")
    return _of_key(online, request.account, held, owner if isinstance(owner, int) else None)


def _of_access(
    online: Online, account: Account, held: Attributes, office: AccountState | None
) -> frozenset[int] | None:
    reference, row = KeyReference.parse(held.get("key")), online.client(account)
    if reference is None or reference.robot_id is None or row is None or not online.api.has(OFFICE.kind):
        return None
    rights = online.rights_at_client(reference.robot_id, row)
    owners = rights_of_owner(online, key_behind(held, office), row)
    return rights & owners if owners is not None else rights


def _of_key(online: Online, account: Account, held: Attributes, owner: int | None) -> frozenset[int] | None:
    robot = held.get("robotEmployeeId")
    if not isinstance(robot, int):
        return None
    if owner is None:
        person = find_owner(online.people(account), held)
        owner = person.id if person is not None else None
    rights = online.rights(account, robot)
    return rights & online.rights(account, owner) if owner is not None else rights
