"""What a key, or an access through one, may do: recorded when it is made, so that what it loses later can be told.

Promises: only reads, and never raises: what was made is made, whether its rights can be read or not. What is recorded
is effective: rights of the key's owner that its hidden user has too, at home or, of an access, at the client; where
nobody knows whose an office key is, what the hidden user was given there. Does not: judge what is missing (keepers.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from provisioner.model.errors import ProviderFailed
from provisioner.model.plan import StepAction
from provisioner.model.values import Attributes, Value, attributes
from provisioner.spi.provider import StepDone, StepRequest, StepResult
from provisioner_tripletex.api_driver import find_owner, robot_of
from provisioner_tripletex.kinds import ACCESS, KEYS
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


def _rights(online: Online, request: StepRequest, computed: Attributes) -> frozenset[int] | None:
    step = request.step
    if step.address.kind == ACCESS:
        robot, row = robot_of(step), online.client(request.account)
        if robot is None or row is None or not online.api.has(OFFICE.kind):
            return None
        rights = online.rights_at_client(robot, row)
        owners = rights_of_owner(online, key_behind(step.attributes, request.office), row)
        return rights & owners if owners is not None else rights
    robot_id = computed.get("robotEmployeeId")
    if not isinstance(robot_id, int):
        return None
    owner = request.evidence.facts.get("ownerId")
    if not isinstance(owner, int):
        person = find_owner(online.people(request.account), step.attributes)
        owner = person.id if person is not None else None
    rights = online.rights(request.account, robot_id)
    return rights & online.rights(request.account, owner) if owner is not None else rights
