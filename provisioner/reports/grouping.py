"""The same thing in many accounts, told once.

Promises: changes are put together only if action, reason, kind, name, integration, driver and the set of fields agree;
where their values differ, the most common and the rarest are kept with their accounts, so that an outlier cannot hide.
What is noted of an account rather than of what is done keeps nothing apart, and is told of all only where all have it.
It costs next to nothing a change: one is worded for all. Those of a crowd, which the plan does not hold, are put to
those that they are like. Does not: drop a change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, TypeAlias

from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Text
from provisioner.model.plan import Action, Change, Reason
from provisioner.model.plan_view import AttributeView, GroupView, RowView, SpreadView
from provisioner.model.resource import ResourceType, Role
from provisioner.model.values import FrozenMap, Value
from provisioner.reports.attributes import Attributes, value_view
from provisioner.reports.crowd import Crowd, Same

# What takes something away, or needs somebody, is read first.
_ORDER = (
    *(Action.DELETE, Action.DELETE_THEN_CREATE, Action.CREATE_THEN_DELETE, Action.ASK, Action.UPDATE, Action.CREATE),
    *(Action.ADOPT, Action.FORGET, Action.HOLD, Action.AWAIT, Action.NO_OP),
)
_ENDS: Final = 4
"""Of the values that differ, so many of the most common and so many of the rarest are kept."""
_HELD: Final = (Reason.NOT_INVENTORIED, Reason.UNSURE, Reason.WAITS_FOR)
_DRIFTED: Final = (Reason.VANISHED, Reason.NEEDS_RECREATE)

_TEXT: Final = frozenset({str})
Column: TypeAlias = "Sequence[object]"
Alike: TypeAlias = "list[Change]"
"""The same in one or many accounts, by address."""
Pick: TypeAlias = "Callable[[int], AttributeView]"
"""How what one of those that are alike sets looks."""


class Grouping:
    """Puts changes together, one after the other."""

    def __init__(self, types: Mapping[str, ResourceType], language: str = "", crowd: Crowd | None = None) -> None:
        self._types = types
        self._language = language
        self._crowd = crowd
        self._others: dict[object, list[Same]] = {}
        self._together: dict[object, Alike] = {}
        self._texts: dict[Text, int] = {}
        self._seen: dict[int, tuple[Text, int]] = {}

    def add(self, change: Change) -> None:
        """One more."""
        key = self._likeness(change)
        held = self._together.get(key)
        if held is None:
            self._together[key] = [change]
        else:
            held.append(change)

    def join(self) -> None:
        """Those that the plan does not hold, after all of it was added."""
        for same in self._crowd.same if self._crowd is not None else ():
            self._others.setdefault(self._likeness(same.like), []).append(same)

    def alike(self) -> Iterable[tuple[Alike, bool]]:
        """What is alike, in the order in which the first of each came, and whether others are like it."""
        return [(held, key in self._others) for key, held in self._together.items()]

    def _group(self, alike: Alike, row: RowView) -> GroupView:
        source = alike[0].source
        places = {(at.file, at.line) for change in alike if (at := change.source) is not None and at is not source}
        if source is not None:
            places.add((source.file, source.line))
        addresses = tuple([change.address for change in alike])
        return GroupView(row, addresses, self._spreads(alike, row), len(places))

    def groups(
        self, worded: Callable[[Change], RowView], which: Callable[[Alike, bool], bool] | None = None
    ) -> tuple[GroupView, ...]:
        """Those that are wanted, the gravest action first, then the most common, then by address."""
        made = []
        for key, alike in self._together.items():
            others = self._others.get(key)
            if which is not None and not which(alike, others is not None):
                continue
            row = worded(self._for_all(alike, others or []))
            made.append(self._group(alike, row) if others is None else self._crowded(alike, row, others))
        return tuple(sorted(made, key=_rank))

    def _for_all(self, alike: Alike, others: list[Same]) -> Change:
        """The first, without what is noted of its own account and not of every other's."""
        first = alike[0]
        every = (*alike, *(same.like for same in others)) if self._own(first) else ()
        if len({tuple(map(self._text, self._noted(change, of_accounts=True))) for change in every}) <= 1:
            return first
        return replace(first, notes=self._noted(first, of_accounts=False))

    def _own(self, change: Change) -> tuple[str, ...]:
        kind = self._types.get(change.address.kind)
        return kind.account_notes if kind is not None else ()

    def _noted(self, change: Change, *, of_accounts: bool) -> tuple[Diagnostic, ...]:
        own = self._own(change)
        if not own:
            return () if of_accounts else change.notes
        return tuple(note for note in change.notes if (note.code in own) is of_accounts)

    def _crowded(self, alike: Alike, row: RowView, others: list[Same]) -> GroupView:
        """As `_group`, with those that the plan does not hold."""
        crowd = self._crowd
        assert crowd is not None
        places = {(at.file, at.line) for change in alike if (at := change.source) is not None}
        places.update(*(same.places for same in others))
        held = [crowd.positions[change.address.account] for change in alike]
        every = held + [member for same in others for member in same.members]
        order = sorted(range(len(every)), key=every.__getitem__)
        accounts = tuple([crowd.accounts[every[number]] for number in order])
        if order[0] != 0:
            crowd.missed.add(accounts[0])  # the first of them is told, and must be there

        def pick(number: int, position: int) -> AttributeView:
            if order[number] < len(alike):
                return self._shown(alike[order[number]])[position]
            crowd.missed.add(accounts[number])
            return row.attributes[position]

        known = self._types.get(row.address.kind)
        secret = known.names(Role.SECRET) if known is not None else ()
        spreads = []
        for position, view in enumerate(row.attributes):
            column = (None,) if view.name in secret else _column(view.name, alike, others, order)
            spreads.append(_spread(view, column, accounts, partial(pick, position=position)))
        addresses = tuple([row.address.of(account) for account in accounts])
        return GroupView(row, addresses, tuple(spreads), len(places) + sum(same.own for same in others))

    def _likeness(self, change: Change) -> object:
        address = change.address
        values = _plain_values(change)
        fields: object
        if values is None:
            fields = tuple((view.name, view.mark) for view in self._shown(change))
        else:
            fields = frozenset([name for name, value in values.items() if value is not None])
        note, handoff = change.driver_note, change.handoff
        return (
            *(id(change.action), id(change.reason), change.deposed and change.generation, address.kind, address.name),
            *(address.account.is_office, change.integration, change.driver, bool(change.drift), fields),
            note and self._text(note),
            tuple([self._text(each) for each in self._noted(change, of_accounts=False)]),
            handoff and (handoff.vendor, handoff.channel),
        )

    def _text(self, note: Diagnostic) -> int:
        """One number for one text; the same text object is looked through once."""
        text = note.text
        seen = self._seen.get(id(text))
        if seen is None or seen[0] is not text:
            seen = self._seen[id(text)] = text, self._texts.setdefault(text, len(self._texts))
        return seen[1]

    def _shown(self, change: Change) -> tuple[AttributeView, ...]:
        return Attributes(change, self._types.get(change.address.kind), self._language).shown().attributes

    def _spreads(self, alike: Alike, row: RowView) -> tuple[SpreadView, ...]:
        if len(alike) == 1:
            return tuple(SpreadView(view.name, ((view, (row.address.account,)),)) for view in row.attributes)
        shown = row.attributes
        if _plain_values(alike[0]) is None:
            views = [self._shown(change) for change in alike]
            columns: list[Column] = [
                [(one[position].mark, one[position].before, one[position].after) for one in views]
                for position in range(len(shown))
            ]
        else:
            names = [view.name for view in shown]
            picked = [values.pick(names) for values in map(_plain_values, alike) if values is not None]
            columns = [_distinct(column) for column in zip(*picked, strict=True)]
        known = self._types.get(row.address.kind)
        secret = known.names(Role.SECRET) if known is not None else ()
        accounts = tuple([change.address.account for change in alike])

        def pick(number: int, position: int) -> AttributeView:
            return self._shown(alike[number])[position]

        return tuple(
            _spread(view, (None,) if view.name in secret else column, accounts, partial(pick, position=position))
            for position, (view, column) in enumerate(zip(shown, columns, strict=True))
        )


def _spread(view: AttributeView, column: Column, accounts: tuple[AccountRef, ...], pick: Pick) -> SpreadView:
    distinct = len(set(column))
    if distinct == 1:
        return SpreadView(view.name, ((view, accounts),))
    found: dict[object, list[int]] = {}
    for number, value in enumerate(column):
        found.setdefault(value, []).append(number)
    # Changes come by address, so that what is as common stays in the order of its first account.
    having = sorted(found.values(), key=len, reverse=True)
    kept = having if distinct <= 2 * _ENDS else [*having[:_ENDS], *having[-_ENDS:]]
    values = [(pick(some[0]), tuple([accounts[number] for number in some])) for some in kept]
    return SpreadView(view.name, tuple(values), distinct)


def _column(name: str, alike: Alike, others: list[Same], order: Sequence[int]) -> Column:
    """The values of one attribute, by account."""
    found: list[Value] = [_value(change, name) for change in alike]
    for same in others:
        own = same.values.get(name)
        found += own if own is not None else [_value(same.like, name)] * len(same.members)
    column = _distinct(found)
    return column[:1] if len(set(column)) == 1 else [column[number] for number in order]


def _value(change: Change, name: str) -> Value:
    values = _plain_values(change)
    return values.get(name) if values is not None else None


def _rank(group: GroupView) -> tuple[int, int, Address]:
    return _ORDER.index(group.row.action), -len(group.addresses), group.row.address


def can_be_summed_up(change: Change) -> bool:
    """Whether a change may be told only together with others: not what has drifted, nor what has words or a question
    of its own."""
    if change.drift or change.reason in _DRIFTED:
        return False
    if change.action is Action.HOLD:
        return change.reason in _HELD and not change.attribute_changes
    return change.action.is_pending or change.action is Action.AWAIT


def _distinct(column: Sequence[Value]) -> Column:
    """What tells the values apart: texts by themselves, others as they are shown, for 1 is not True."""
    if _TEXT.issuperset(map(type, column)):
        return column
    return [value if type(value) is str else value_view(value) for value in column]


def _plain_values(change: Change) -> FrozenMap[Value] | None:
    """What is shown of a change of which all values are shown as they are; None where differences are."""
    action = change.action
    if action is Action.CREATE or action is Action.AWAIT or action is Action.ADOPT:
        return change.after
    if action is Action.DELETE:
        return change.before
    if action is Action.HOLD and not change.attribute_changes and not change.before:
        return change.after
    return None
