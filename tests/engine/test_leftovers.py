"""When an old generation goes: with its successor's hand-off, or at once where nobody ever had it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provisioner.model.plan import Action, Change, Reason
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import AccountState
from provisioner.model.work import Handoff, HandoffStatus
from tests.engine.making import KEY, entry, generation, plan, request, state, wanted

ENDED = (Action.DELETE, Reason.DEPOSED)
KEPT = (Action.NO_OP, Reason.OVERLAP)
"""Not yet: the overlap is shown."""


def changes(prior: AccountState, in_use: frozenset[str] = frozenset()) -> tuple[Change, ...]:
    """The one in force and the old one."""
    return plan(replace(request(wanted(), prior=prior), in_use=in_use)).plan.changes


@pytest.mark.parametrize(
    ("secret", "reached", "expected"),
    [
        (SecretStatus.LOST, None, ENDED),
        (SecretStatus.LOST, HandoffStatus.AWAITING, ENDED),
        (SecretStatus.LOST, HandoffStatus.DELIVERED, KEPT),
        (SecretStatus.LOST, HandoffStatus.CONFIRMED, KEPT),
        (SecretStatus.STORED, HandoffStatus.AWAITING, KEPT),
        (SecretStatus.SEALED, HandoffStatus.AWAITING, KEPT),
        (SecretStatus.NEVER_HELD, None, KEPT),
    ],
)
def test_a_lost_key_that_no_vendor_had_waits_for_nobody(
    secret: SecretStatus, reached: HandoffStatus | None, expected: tuple[Action, Reason]
) -> None:
    old = replace(generation(), secret=secret, handoff=None if reached is None else Handoff("Huma", reached))
    current = replace(generation(number=2), handoff=Handoff("Huma", HandoffStatus.AWAITING))
    _, leftover = changes(state(replace(entry(), current=current, deposed=(old,))))
    assert (leftover.deposed, leftover.action, leftover.reason) == (True, *expected)


def test_it_waits_while_its_successor_is_being_made_again() -> None:
    """One open intent a resource: a person may be asked to make the new one."""
    lost = replace(generation(), secret=SecretStatus.LOST)
    again = replace(generation(number=2), secret=SecretStatus.LOST)
    successor, leftover = changes(state(replace(entry(), current=again, deposed=(lost,))))
    assert (successor.action, successor.reason) == (Action.CREATE_THEN_DELETE, Reason.SECRET_LOST)
    assert (leftover.action, leftover.reason) == KEPT


def test_it_is_not_ended_while_somebody_goes_through_it() -> None:
    lost = replace(generation(), secret=SecretStatus.LOST)
    current = replace(generation(number=2), handoff=Handoff("Huma", HandoffStatus.AWAITING))
    prior = state(replace(entry(), current=current, deposed=(lost,)))
    _, leftover = changes(prior, in_use=frozenset({"k1-1"}))
    assert leftover.address == KEY
    assert (leftover.action, leftover.reason) == KEPT
