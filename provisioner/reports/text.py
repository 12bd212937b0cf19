"""A plan as text for a terminal, in the manner that users of such tools know.

Promises: the summary is the last line and parses; every resource that something happens to stands with its address
and the place where it was written; no line is wider than asked, but for an address that is longer by itself.
Imports nothing heavy. Does not: page, or know whether there is a terminal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from provisioner.model.plan import Action
from provisioner.model.plan_view import AccountView, AttributeView, Mark, PlanView, RowView
from provisioner.reports import text_sections
from provisioner.reports.attributes import value_text
from provisioner.reports.plain import SYMBOL_STYLES, Paint, clean, fold, plan_summary, quoted, to_ascii, utc, wrap
from provisioner.reports.words import Words, words

MAX_WIDTH = 120


def render(
    view: PlanView, *, colour: bool = False, width: int = 100, ascii_only: bool = False, diagnostics: bool = True
) -> str:
    """The whole plan. Without `diagnostics` it leaves out what was found on the way, for a caller that shows it."""
    page = _Page(view, words(view.language), Paint(colour), min(width, MAX_WIDTH))
    text = "\n".join(page.lines(diagnostics)) + "\n"
    return to_ascii(text) if ascii_only else text


@dataclass(frozen=True, slots=True)
class _Page:
    """One rendering."""

    view: PlanView
    words: Words
    paint: Paint
    width: int

    def lines(self, diagnostics: bool) -> Iterator[str]:
        yield from text_sections.drift(self.view, self.words, self.paint, self.width)
        changed = [account for account in self.view.accounts if self._rows(account) or account.moved_from]
        if changed:
            yield from self._intro()
        for account in changed:
            yield from self._account(account)
        yield from text_sections.endings(self.view, self.words, self.paint, self.width)
        if diagnostics:
            yield from text_sections.found(self.view, self.words, self.paint, self.width)
        yield self.paint(plan_summary(self.view.totals), "bold")

    def _intro(self) -> Iterator[str]:
        totals = self.view.totals
        if totals.pending:
            yield self.words("intro-destroy" if self.view.destroy else "intro")
            yield ""
        elif totals.waiting or totals.overlap:
            yield self.words("intro-waiting")
            yield ""

    def _rows(self, account: AccountView) -> tuple[RowView, ...]:
        return account.rows if self.view.show_unchanged else account.told

    def _account(self, account: AccountView) -> Iterator[str]:
        heading = clean(f"{account.ref} · {account.title}")
        yield self.paint(heading, "bold")
        if account.moved_from is not None:
            yield from wrap(self.words("moved", ref=account.moved_from), self.width, "  # ")
        yield ""
        told: set[str] = set()
        for row in self._rows(account):
            if row.action is Action.NO_OP and not row.change.deposed:
                yield self.paint(clean(f"    {row.address} {row.verdict}"), "faint")
                yield ""
                continue
            yield from self._row(row, told)
            yield ""

    def _row(self, row: RowView, told: set[str]) -> Iterator[str]:
        first, *rest = wrap(f"{row.address} {row.verdict}", self.width, "  # ") or ["  #"]
        yield self.paint(first, "bold")
        yield from rest
        for remark in self._remarks(row):
            yield from (self.paint(line, "faint") for line in wrap(remark, self.width, "  # "))
        if row.action in (Action.HOLD, Action.ASK, Action.AWAIT):
            yield from self._waiting(row, told)
        elif row.action is not Action.NO_OP:
            yield from self._block(row)

    def _remarks(self, row: RowView) -> Iterator[str]:
        """What stands in comments under the headline: why, whence, by whom, and what else there is to know."""
        if row.why and row.action not in (Action.HOLD, Action.ASK, Action.AWAIT):
            yield f"({row.why})"
        if row.change.source is not None:
            yield str(row.change.source)
        if row.via:
            yield f"({row.via})"
        yield from row.notes

    def _waiting(self, row: RowView, told: set[str]) -> Iterator[str]:
        """A row that nothing happens to yet: what it waits for and what to do about it."""
        change = row.change
        symbol = row.action.symbol
        name = f"{change.address.kind} {quoted(change.address.name)}"
        if row.action is Action.AWAIT:
            since = f" since {utc(change.since)}" if change.since is not None else ""
            claim = f" [{change.intent_id}]" if change.intent_id else ""
            text = f"awaiting{since}: {name}{claim}"
        elif row.action is Action.HOLD:
            text = f"{name} held: {row.why}"
        else:
            text = f"{name}: {row.why or row.verdict}"
        first, *rest = wrap(text, self.width - 2, f"  {symbol} ", "      ") or [""]
        yield self._painted(first, symbol)
        yield from rest
        todo = row.todo.replace(str(row.address), "ADDRESS")
        if row.todo and todo not in told:
            told.add(todo)
            yield from wrap(row.todo, self.width, "      -> ", "         ")
        for attribute in row.attributes if change.attribute_changes else ():
            yield from self._attribute(attribute, len(attribute.name))

    def _block(self, row: RowView) -> Iterator[str]:
        change = row.change
        symbol = row.action.symbol
        opening = f"{symbol:>3} {change.address.kind} {quoted(change.address.name)}"
        if not row.attributes and not row.unchanged:
            yield self._painted(f" {opening}" if len(symbol) > 1 else opening, symbol)
            return
        yield self._painted(f"{opening} {{", symbol)
        room = min(max((len(attribute.name) for attribute in row.attributes), default=0), 32)
        for attribute in row.attributes:
            yield from self._attribute(attribute, room)
        if row.unchanged:
            yield self.paint(f"        # {self.words.count('unchanged-attributes', row.unchanged)}", "faint")
        yield "    }"

    def _attribute(self, attribute: AttributeView, room: int) -> Iterator[str]:
        mark = attribute.mark
        head = f"      {mark.value} {clean(attribute.name):<{room}} = "
        before, after = value_text(attribute.before), value_text(attribute.after)
        if mark is Mark.CHANGED:
            tail = f"{before} -> {after}"
        elif mark is Mark.REMOVED:
            tail = before if attribute.after is None else f"{before} -> null"
        else:
            tail = after
        remark = "  # forces replacement" if attribute.forces_replacement else ""
        if attribute.noted:
            remark = f"  # {self.words('noted')}"
        fits = len(head) + len(tail) + len(remark) <= self.width
        first, *rest = fold(head, tail + (remark if fits else ""), self.width, " " * 10)
        yield self._painted(first, mark.value)
        yield from rest
        if not fits and remark:
            yield from wrap(remark.strip(" #"), self.width, "          # ")

    def _painted(self, line: str, symbol: str) -> str:
        """The line with its symbol in colour."""
        before, found, after = line.partition(symbol)
        return before + self.paint(found, SYMBOL_STYLES[symbol]) + after if found.strip() else line
