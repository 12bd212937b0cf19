"""Who has to do what: the rows of a plan that need a person, put together by what is asked.

Promises: whatever waits for a person, now or once the plan is applied, is in exactly one task; a vendor who must be
given something has one of its own. Does not: know who the persons are.
"""

from __future__ import annotations

from collections.abc import Iterable

from provisioner.model.address import Address
from provisioner.model.plan import Action, Reason
from provisioner.model.plan_view import RowView, TaskKind, TaskView
from provisioner.reports.words import Words

_KINDS = tuple(TaskKind)


def tasks(rows: Iterable[tuple[RowView, tuple[Address, ...]]], words: Words) -> tuple[TaskView, ...]:
    """The tasks in these rows, each told for the addresses beside it: questions first, what comes after the plan
    last."""
    found: dict[tuple[TaskKind, str, str], list[Address]] = {}
    for row, addresses in rows:
        for task in (_of(row, words), _hand_over(row, words)):
            if task is not None:
                found.setdefault(task, []).extend(addresses)
    ordered = sorted(found.items(), key=lambda item: (_KINDS.index(item[0][0]), item[0][1:]))
    return tuple(TaskView(kind, who, what, tuple(named)) for (kind, who, what), named in ordered)


def _of(row: RowView, words: Words) -> tuple[TaskKind, str, str] | None:
    match row.action:
        case Action.ASK:
            return TaskKind.ANSWER, words("who-answer"), words("what-answer", reason=_plain_reason(row))
        case Action.HOLD if row.change.reason is not Reason.WAITS_FOR and not row.change.deposed:
            return TaskKind.UNBLOCK, words("who-unblock"), words("what-unblock", reason=_plain_reason(row))
        case Action.AWAIT:
            return TaskKind.FINISH, words("who-finish"), words("what-finish")
        case _ if row.by_hand:
            return TaskKind.BY_HAND, words("who-by-hand"), words("what-by-hand")
    return None


def _plain_reason(row: RowView) -> str:
    return row.why.rstrip(".") or row.verdict


def _hand_over(row: RowView, words: Words) -> tuple[TaskKind, str, str] | None:
    plan = row.change.handoff
    if plan is None or not (row.action in (Action.CREATE, Action.AWAIT) or row.action.replaces):
        return None
    key = "what-hand-over-via" if plan.channel else "what-hand-over"
    channel = f"channel-{plan.channel}"
    known = words(channel) if channel in words.table else f"({plan.channel})"
    what = words(key, vendor=plan.vendor, channel=known)
    return TaskKind.HAND_OVER, words("who-hand-over", vendor=plan.vendor), what
