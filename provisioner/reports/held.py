"""What is held, told short: one reason for many, and what each would be on one line.

Promises: only rows of one account with one reason, and with nothing else to show, are told together.
Does not: word or print.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from provisioner.model.plan import Action
from provisioner.model.plan_view import AttributeView, RowView, ValueKind
from provisioner.reports.attributes import value_text
from provisioner.reports.plain import clean

_FEW: Final = 3


def is_held(row: RowView) -> bool:
    """Whether the row can be told together with others."""
    return row.action is Action.HOLD and not row.change.attribute_changes


def held_together(rows: Iterable[RowView]) -> Mapping[str, list[RowView]]:
    """The held rows by their reason."""
    together: dict[str, list[RowView]] = {}
    for row in rows:
        if is_held(row):
            together.setdefault(row.why, []).append(row)
    return together


def gist(attributes: Iterable[AttributeView], room: int) -> str:
    """The first few attributes that say something, as many as there is room for; empty where none does."""
    known = [
        f"{clean(attribute.name)} = {value_text(attribute.after)}"
        for attribute in attributes
        if attribute.after is not None and attribute.after.kind in (ValueKind.TEXT, ValueKind.PLAIN)
    ]
    shown = known[:_FEW]
    while shown and len(", ".join(shown)) + 3 > room:
        shown.pop()
    return ", ".join(shown) + (", …" if shown and len(known) > len(shown) else "")
