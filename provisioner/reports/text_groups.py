"""What is the same in many accounts, as text: one block for all of them.

Promises: how many they are always stands there, and the first of them by name; a value that differs is said to differ,
the rarest with the account that has it. Does not: print what stands alone (text.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from provisioner.model.plan import Action
from provisioner.model.plan_view import AttributeView, GroupView, PlanView, SpreadView
from provisioner.reports.attributes import value_text
from provisioner.reports.findings import places
from provisioner.reports.held import gist
from provisioner.reports.plain import clean, quoted, wrap
from provisioner.reports.text_lines import Lines, value, widest

FEW = 3
"""So many different values are each told."""
Remarks = Callable[[GroupView], Iterator[str]]


def groups(view: PlanView, lines: Lines, remarks: Remarks) -> Iterator[str]:
    """Every group; `remarks` are what stands in comments under a headline."""
    if not view.groups:
        return
    several = sorted({account for group in view.groups for account in group.accounts})
    yield from wrap(lines.words.count("together-intro", len(several)), lines.width)
    yield ""
    for group in view.groups:
        yield from _Group(group, lines, remarks).told()
        yield ""


@dataclass(frozen=True, slots=True)
class _Group:
    """One of them."""

    group: GroupView
    lines: Lines
    remarks: Remarks

    def told(self) -> Iterator[str]:
        """Its block."""
        row, paint, width = self.group.row, self.lines.paint, self.lines.width
        many = self._many(len(self.group.addresses))
        first, *rest = wrap(f"{row.address.kind}/{row.address.name} {row.verdict} · {many}", width, "  # ")
        yield paint(first, "bold")
        yield from rest
        named = places(self.group.accounts, self.lines.words)
        for remark in (named, *self.remarks(self.group)):
            yield from (paint(line, "faint") for line in wrap(remark, width, "  # "))
        if row.action in (Action.HOLD, Action.AWAIT):
            yield from self._waiting()
        else:
            yield from self._block()

    def _many(self, number: int) -> str:
        return self.lines.words.count("page-accounts", number)

    def _waiting(self) -> Iterator[str]:
        row, words, width = self.group.row, self.lines.words, self.lines.width
        symbol, address = row.action.symbol, row.address
        name = f"{address.kind} {quoted(address.name)}"
        why = row.why.replace(f"{address.account}/", "client/NAME/")
        text = f"{words('awaiting')}: {name}" if row.action is Action.AWAIT else f"{name} {words('held')}: {why}"
        first, *rest = wrap(text, width - 2, f"  {symbol} ", "      ") or [""]
        yield self.lines.painted(first, symbol)
        yield from rest
        alike = [spread.values[0][0] for spread in self.group.attributes if spread.distinct == 1]
        line = gist(alike, width - 8)
        if row.action is Action.HOLD and line:
            yield self.lines.paint(f"        {line}", "faint")
        todo = row.todo.replace(str(address), "ADDRESS").replace(f"--client {address.account.name}", "--client NAME")
        if todo:
            yield from wrap(todo, width, "      -> ", "         ")

    def _block(self) -> Iterator[str]:
        row = self.group.row
        symbol = row.action.symbol
        opening = f"{symbol:>3} {row.address.kind} {quoted(row.address.name)}"
        if not self.group.attributes:
            yield self.lines.painted(f" {opening}" if len(symbol) > 1 else opening, symbol)
            return
        yield self.lines.painted(f"{opening} {{", symbol)
        room = widest(row.attributes)
        for spread in self.group.attributes:
            yield from self._spread(spread, room)
        yield "    }"

    def _spread(self, spread: SpreadView, room: int) -> Iterator[str]:
        """A value that all have; or a few, with how many have each; or what most have, and that the others differ."""
        words, whole = self.lines.words, len(self.group.addresses)
        if spread.distinct == 1:
            yield from self.lines.attribute(spread.values[0][0], room)
            return
        if spread.distinct <= FEW:
            for view, refs in spread.values:
                who = str(refs[0]) if len(refs) == 1 else self._many(len(refs))
                yield from self.lines.attribute(view, room, remark=who)
            return
        left = spread.distinct
        commonest, having = spread.values[0]
        if 2 * len(having) > whole:
            yield from self.lines.attribute(commonest, room, remark=self._many(len(having)))
            left -= 1
        # Where each has a value of its own none is rare, and the first is as good an example as any.
        rarest, refs = spread.values[-1 if len(having) > 1 else 0]
        key = "together-values" if left == spread.distinct else "together-other-values"
        told = words.count(key, left, ref=refs[0], value=_short(rarest))
        yield from self.lines.attribute(replace(rarest, noted=False), room, tail=f"({told})")


def _short(view: AttributeView) -> str:
    text = value(view) if view.before is not None and view.after is not None else value_text(view.after or view.before)
    return clean(text)
