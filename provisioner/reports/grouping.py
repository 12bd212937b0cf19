"""The same thing in many accounts, told once.

Promises: rows are put together only if action, reason, kind, name, integration, driver and the set of fields agree;
where their values differ, every distinct value is kept with its accounts, so that an outlier cannot hide.
Does not: drop a row.
"""

from __future__ import annotations

from collections.abc import Iterable

from provisioner.model.address import AccountRef
from provisioner.model.plan import Action
from provisioner.model.plan_view import AttributeView, GroupView, Mark, RowView, SpreadView, ValueView

# What takes something away, or needs somebody, is read first.
_ORDER = (
    *(Action.DELETE, Action.DELETE_THEN_CREATE, Action.CREATE_THEN_DELETE, Action.ASK, Action.UPDATE, Action.CREATE),
    *(Action.ADOPT, Action.FORGET, Action.HOLD, Action.AWAIT, Action.NO_OP),
)


def groups(rows: Iterable[RowView]) -> tuple[GroupView, ...]:
    """`rows` put together, the gravest action first, then the most common, then by address."""
    together: dict[object, list[RowView]] = {}
    for row in rows:
        together.setdefault(_likeness(row), []).append(row)
    made = [GroupView(members[0], tuple(members), _spreads(members)) for members in together.values()]
    return tuple(sorted(made, key=lambda group: (_ORDER.index(group.row.action), -len(group.rows), group.row.address)))


def _likeness(row: RowView) -> object:
    change = row.change
    fields = tuple((attribute.name, attribute.mark) for attribute in row.attributes)
    what = (change.action, change.reason, change.deposed, change.address.kind, change.address.name)
    where = change.address.account.is_office
    return (*what, where, change.integration, change.driver, row.notes, fields)


def _spreads(rows: list[RowView]) -> tuple[SpreadView, ...]:
    spreads = []
    for position, attribute in enumerate(rows[0].attributes):
        found: dict[tuple[Mark, ValueView | None, ValueView | None], tuple[AttributeView, list[AccountRef]]] = {}
        for row in rows:
            here = row.attributes[position]
            found.setdefault((here.mark, here.before, here.after), (here, []))[1].append(row.address.account)
        values = sorted(found.values(), key=lambda pair: (-len(pair[1]), pair[1][0]))
        spreads.append(SpreadView(attribute.name, tuple((view, tuple(refs)) for view, refs in values)))
    return tuple(spreads)
