"""The decision table, row by row: every situation is met by exactly one row, and each row by some situation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from enum import Enum
from itertools import product

import pytest

from provisioner.engine.decide import (
    Decision,
    Difference,
    Leftover,
    Parting,
    Pending,
    Presence,
    Rotation,
    Situation,
    decide,
    decide_leftover,
)
from provisioner.model.plan import Action, Reason
from provisioner.model.resource import Replacement

Test = Callable[[Situation], bool]

PRESENT, ABSENT, NOT_KNOWN = Presence.PRESENT, Presence.ABSENT, Presence.NOT_KNOWN
BASE = Situation(desired=True, prior=True, live=PRESENT)
VALUES: dict[str, tuple[object, ...]] = {
    "live": tuple(Presence),
    "pending": tuple(Pending),
    "difference": tuple(Difference),
    "replacement": tuple(Replacement),
    "rotation": tuple(Rotation),
    "parting": tuple(Parting),
}
ALL = tuple(field.name for field in fields(Situation))
WHERE = (ABSENT, PRESENT, NOT_KNOWN)
THERE = (PRESENT, NOT_KNOWN)
Quarter = tuple[bool, bool, tuple[Presence, ...]]
# The facts that have a say in each part of the table; the test below holds that the others have none.
SAY: dict[Quarter, tuple[str, ...]] = {
    (False, False, WHERE): (),
    (False, True, WHERE): ("permanent", "protected", "in_use", "parting", "destroyed"),
    (True, False, WHERE): ("ambiguous", "difference", "permanent", "inventoried", "adopt", "attested", "unsure"),
    (True, True, (ABSENT,)): (
        *("stranger", "ambiguous", "difference", "permanent", "holds_secret", "attested", "recreate"),
    ),
    (True, True, THERE): (
        *("difference", "configured", "permanent", "replacement", "recreate", "tainted", "secret_lost"),
        *("expiring", "rotation", "parting", "protected", "in_use"),
    ),
}


def situations(quarter: Quarter, names: tuple[str, ...]) -> Iterator[Situation]:
    """Every combination of the facts `names`, in a part of the table."""
    desired, prior, where = quarter
    for live, *values in product(where, *(VALUES.get(name, (False, True)) for name in names)):
        facts = dict(zip(names, values, strict=True))
        yield replace(BASE, desired=desired, prior=prior, live=live, **facts)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Row:
    desired: bool
    prior: bool
    when: Test
    action: Action
    reason: Reason


def there(it: Situation) -> bool:
    """Ours is there, or the state stands in."""
    return it.live is not ABSENT


def stranger(it: Situation) -> bool:
    return it.live is ABSENT and it.stranger and not it.recreate


def gone(it: Situation) -> bool:
    return it.live is ABSENT and not stranger(it)


def clear(it: Situation) -> bool:
    """One thing is there, and it could be ours."""
    return not it.ambiguous and it.difference is not Difference.IMMUTABLE


REPLACE_REASONS: tuple[tuple[Reason, Test], ...] = (
    (Reason.RECREATE_ASKED, lambda it: it.recreate),
    (Reason.SECRET_LOST, lambda it: it.secret_lost),
    (Reason.TAINTED, lambda it: it.tainted),
    (Reason.ROTATION, lambda it: it.rotation is Rotation.ASKED),
    (Reason.EXPIRING, lambda it: it.expiring),
    (Reason.CONFIGURATION, lambda it: it.difference is Difference.IMMUTABLE and it.configured),
    (Reason.DRIFT, lambda it: it.difference is Difference.IMMUTABLE and not it.configured),
)


def first_reason(it: Situation) -> Reason | None:
    return next((reason for reason, applies in REPLACE_REASONS if applies(it)), None)


def unchanged(it: Situation) -> bool:
    return there(it) and first_reason(it) is None and it.difference is Difference.NONE


def replacing(reason: Reason, when: Test) -> Test:
    return lambda it: there(it) and first_reason(it) is reason and when(it)


def may_go(it: Situation) -> bool:
    return not it.protected and not it.permanent


def stays(it: Situation) -> bool:
    """There, and no client leaves with it."""
    return there(it) and it.parting is Parting.STAYS


def later(it: Situation) -> bool:
    return it.parting is Parting.LATER


def ends(it: Situation) -> bool:
    """There, and nobody else's."""
    return there(it) and it.parting in (Parting.STAYS, Parting.OURS)


def parts(it: Situation, parting: Parting) -> bool:
    return there(it) and not it.permanent and it.parting is parting


def unwanted_rows() -> list[Row]:
    """Ours, no longer wanted."""
    return [
        Row(False, True, lambda it: it.live is ABSENT, Action.FORGET, Reason.VANISHED),
        Row(False, True, lambda it: there(it) and it.parting is Parting.LATER, Action.HOLD, Reason.LAST_DAY),
        Row(False, True, lambda it: there(it) and it.permanent and not later(it), Action.FORGET, Reason.PERMANENT),
        Row(
            False,
            True,
            lambda it: stays(it) and may_go(it) and not it.in_use and not it.destroyed,
            Action.DELETE,
            Reason.NOT_IN_MANIFEST,
        ),
        Row(
            False,
            True,
            lambda it: stays(it) and may_go(it) and not it.in_use and it.destroyed,
            Action.DELETE,
            Reason.DESTROY_ASKED,
        ),
        Row(False, True, lambda it: ends(it) and may_go(it) and it.in_use, Action.HOLD, Reason.OVERLAP),
        Row(False, True, lambda it: ends(it) and not it.permanent and it.protected, Action.HOLD, Reason.PROTECTED),
        *parted_rows(),
    ]


def parted_rows() -> list[Row]:
    """Ours, of a client whose last day has come."""
    return [
        Row(
            False,
            True,
            lambda it: there(it) and it.parting is Parting.OURS and may_go(it) and not it.in_use,
            Action.DELETE,
            Reason.OFFBOARDED,
        ),
        Row(False, True, lambda it: parts(it, Parting.THEIRS), Action.FORGET, Reason.HANDED_OVER),
        Row(False, True, lambda it: parts(it, Parting.UNCLEAR), Action.HOLD, Reason.WHOSE),
    ]


def wanted_rows() -> list[Row]:
    """Wanted, not ours."""
    return [
        Row(True, False, lambda it: it.live is ABSENT, Action.CREATE, Reason.NOT_IN_STATE),
        Row(True, False, lambda it: it.live is NOT_KNOWN and it.attested, Action.ADOPT, Reason.ATTESTED),
        Row(
            True,
            False,
            lambda it: it.live is NOT_KNOWN and it.unsure and not it.attested,
            Action.HOLD,
            Reason.UNSURE,
        ),
        Row(
            True,
            False,
            lambda it: it.live is NOT_KNOWN and it.inventoried and not (it.attested or it.unsure),
            Action.CREATE,
            Reason.NOT_IN_STATE,
        ),
        Row(
            True,
            False,
            lambda it: it.live is NOT_KNOWN and not (it.inventoried or it.attested or it.unsure),
            Action.HOLD,
            Reason.NOT_INVENTORIED,
        ),
        Row(True, False, lambda it: it.live is PRESENT and not clear(it), Action.HOLD, Reason.CONFLICT),
        Row(True, False, lambda it: it.live is PRESENT and clear(it) and it.permanent, Action.ADOPT, Reason.PERMANENT),
        Row(
            True,
            False,
            lambda it: it.live is PRESENT and clear(it) and not it.permanent and it.adopt,
            Action.ADOPT,
            Reason.ADOPT_ASKED,
        ),
        Row(
            True,
            False,
            lambda it: it.live is PRESENT and clear(it) and not it.permanent and not it.adopt and it.attested,
            Action.ADOPT,
            Reason.ATTESTED,
        ),
        Row(
            True,
            False,
            lambda it: it.live is PRESENT and clear(it) and not (it.permanent or it.adopt or it.attested),
            Action.HOLD,
            Reason.CONFLICT,
        ),
    ]


def vanished_rows() -> list[Row]:
    """Wanted and ours, but gone."""
    return [
        Row(True, True, lambda it: stranger(it) and not clear(it), Action.HOLD, Reason.CONFLICT),
        Row(True, True, lambda it: stranger(it) and clear(it) and it.permanent, Action.ADOPT, Reason.PERMANENT),
        Row(
            True,
            True,
            lambda it: stranger(it) and clear(it) and not it.permanent and it.attested,
            Action.ADOPT,
            Reason.ATTESTED,
        ),
        Row(
            True,
            True,
            lambda it: stranger(it) and clear(it) and not it.permanent and not it.attested,
            Action.HOLD,
            Reason.CONFLICT,
        ),
        Row(
            True,
            True,
            lambda it: gone(it) and it.holds_secret and not it.recreate,
            Action.HOLD,
            Reason.NEEDS_RECREATE,
        ),
        Row(True, True, lambda it: gone(it) and (it.recreate or not it.holds_secret), Action.CREATE, Reason.VANISHED),
    ]


def compared_rows() -> list[Row]:
    """Wanted, ours and there."""
    return [
        Row(
            True,
            True,
            lambda it: unchanged(it) and it.rotation is not Rotation.UNDER_WAY and it.parting is not Parting.LATER,
            Action.NO_OP,
            Reason.UNCHANGED,
        ),
        Row(
            True,
            True,
            lambda it: there(it) and first_reason(it) is None and it.difference is Difference.MUTABLE and it.configured,
            Action.UPDATE,
            Reason.CONFIGURATION,
        ),
        Row(
            True,
            True,
            lambda it: (
                there(it) and first_reason(it) is None and it.difference is Difference.MUTABLE and not it.configured
            ),
            Action.UPDATE,
            Reason.DRIFT,
        ),
        Row(
            True,
            True,
            lambda it: there(it) and first_reason(it) is not None and it.protected,
            Action.HOLD,
            Reason.PROTECTED,
        ),
        Row(
            True,
            True,
            lambda it: there(it) and first_reason(it) is not None and not it.protected and it.permanent,
            Action.HOLD,
            Reason.PERMANENT,
        ),
        Row(
            True,
            True,
            lambda it: (
                there(it)
                and first_reason(it) is not None
                and may_go(it)
                and it.replacement is Replacement.DELETE_FIRST
                and it.in_use
            ),
            Action.HOLD,
            Reason.OVERLAP,
        ),
    ]


def waiting_rows() -> list[Row]:
    """Wanted, ours, there and the same, but somebody asked for more or the client leaves."""
    return [
        Row(True, True, lambda it: unchanged(it) and it.rotation is Rotation.UNDER_WAY, Action.HOLD, Reason.ROTATING),
        Row(
            True,
            True,
            lambda it: unchanged(it) and it.rotation is not Rotation.UNDER_WAY and it.parting is Parting.LATER,
            Action.HOLD,
            Reason.LAST_DAY,
        ),
    ]


def replaced_rows() -> list[Row]:
    """The two orders of each reason to replace."""
    table = []
    for reason, _ in REPLACE_REASONS:
        table.append(
            Row(
                True,
                True,
                replacing(reason, lambda it: may_go(it) and it.replacement is Replacement.CREATE_FIRST),
                Action.CREATE_THEN_DELETE,
                reason,
            )
        )
        table.append(
            Row(
                True,
                True,
                replacing(
                    reason,
                    lambda it: may_go(it) and it.replacement is Replacement.DELETE_FIRST and not it.in_use,
                ),
                Action.DELETE_THEN_CREATE,
                reason,
            )
        )
    return table


def rows() -> list[Row]:
    """The whole table."""
    return [*unwanted_rows(), *wanted_rows(), *vanished_rows(), *compared_rows(), *waiting_rows(), *replaced_rows()]


def test_every_situation_is_one_row() -> None:
    table, met = rows(), [0] * len(rows())
    for quarter, names in SAY.items():
        here = [index for index, row in enumerate(table) if (row.desired, row.prior) == quarter[:2]]
        for it in situations(quarter, names) if here else ():
            matching = [index for index in here if table[index].when(it)]
            assert len(matching) == 1, (it, [table[index] for index in matching])
            row = table[matching[0]]
            assert decide(it) == Decision(row.action, row.reason), it
            met[matching[0]] += 1
    assert all(met), "a row that no situation meets"


def test_nothing_of_ours_and_nothing_wanted_is_nothing() -> None:
    others = tuple(name for name in ALL if name not in ("desired", "prior", "live", "pending"))
    for name in others:
        for it in situations((False, False, WHERE), (name,)):
            assert decide(it) is None


@pytest.mark.parametrize("quarter", list(SAY))
def test_other_facts_have_no_say(quarter: Quarter) -> None:
    say = SAY[quarter]
    silent = [name for name in ALL if name not in (*say, "desired", "prior", "live", "pending")]
    # Every situation is too many here: each silent fact is flipped against the facts that have a say, two at a time.
    for name in silent:
        for pair in product(say, repeat=2) if say else ((),):
            for it in situations(quarter, tuple(dict.fromkeys(pair))):
                told = {decide(replace(it, **{name: value})) for value in VALUES.get(name, (False, True))}  # type: ignore[arg-type]
                assert len(told) == 1, (name, it)


@pytest.mark.parametrize(
    ("pending", "action", "reason"),
    [
        (Pending.CALLING, Action.ASK, Reason.OPEN_INTENT),
        (Pending.AWAITING_SAME, Action.AWAIT, Reason.AWAITING_PERSON),
        (Pending.AWAITING_CHANGED, Action.ASK, Reason.AWAITING_CHANGED),
    ],
)
def test_what_was_begun_comes_before_everything(pending: Pending, action: Action, reason: Reason) -> None:
    for desired, prior, live in product((False, True), (False, True), Presence):
        for name in ALL[3:]:
            for value in VALUES.get(name, (False, True)):
                it = Situation(desired, prior, live)
                it = replace(it, **{name: value, "pending": pending})  # type: ignore[arg-type]
                assert decide(it) == Decision(action, reason)


def test_every_old_generation_is_one_row() -> None:
    for live, pending, handed_over, in_use, parting in product(
        Presence, Pending, (False, True), (False, True), Parting
    ):
        decision = decide_leftover(Leftover(live, pending, handed_over, in_use, parting))
        if pending is not Pending.NOTHING:
            assert decision.action is (Action.AWAIT if pending is Pending.AWAITING_SAME else Action.ASK)
        elif live is ABSENT:
            assert decision == Decision(Action.FORGET, Reason.VANISHED)
        elif parting is Parting.OURS:
            assert decision == Decision(Action.DELETE, Reason.OFFBOARDED)
        elif parting is Parting.THEIRS:
            assert decision == Decision(Action.FORGET, Reason.HANDED_OVER)
        elif parting is Parting.UNCLEAR:
            assert decision == Decision(Action.HOLD, Reason.WHOSE)
        elif handed_over and not in_use:
            assert decision == Decision(Action.DELETE, Reason.DEPOSED)
        else:
            assert decision == Decision(Action.NO_OP, Reason.OVERLAP)


def test_facts_are_told_apart() -> None:
    for name in ALL:
        values = VALUES.get(name, (False, True))
        assert all(isinstance(value, (bool, Enum)) for value in values)
        assert len(values) >= 2
