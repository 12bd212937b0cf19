"""A plan as text for a terminal, in the manner that users of such tools know.

Promises: the summary is the last line and parses; every resource that something happens to stands with its address
and the place where it was written, or, in a view that is summed up, once for all accounts that have the same, with
their number; an explanation is told once, and a block that stands already is referred to; no line is wider than asked,
but for an address that is longer by itself. Imports nothing heavy. Does not: page, or know whether there is a terminal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from provisioner.model.address import AccountRef
from provisioner.model.plan import Action
from provisioner.model.plan_view import AccountView, GroupView, PlanView, RowView
from provisioner.reports import text_groups, text_sections
from provisioner.reports.held import gist, held_together, is_held
from provisioner.reports.plain import (
    MAX_WIDTH,
    Paint,
    clean,
    plan_summary,
    quoted,
    to_ascii,
    utc,
    wrap,
)
from provisioner.reports.text_lines import Lines, widest
from provisioner.reports.words import Words, words

_AT_ONCE: Final = 4096


def render(
    view: PlanView, *, colour: bool = False, width: int = 100, ascii_only: bool = False, diagnostics: bool = True
) -> str:
    """The whole plan. Without `diagnostics` it leaves out what was found on the way, for a caller that shows it."""
    page = _Page(view, words(view.language), Paint(colour), min(width, MAX_WIDTH))
    lines, pieces = page.lines(diagnostics), []
    while some := list(islice(lines, _AT_ONCE)):  # a line by itself takes twice its text, and there can be millions
        pieces.append("\n".join(some) + "\n")
    text = "".join(pieces)
    return to_ascii(text) if ascii_only else text


@dataclass(frozen=True, slots=True)
class _Told:
    """What this page has said already and does not repeat."""

    said: set[str] = field(default_factory=set)
    """Explanations."""
    reasons: dict[str, int] = field(default_factory=dict)
    """Why no better driver does it, each with its number."""
    blocks: dict[tuple[str, ...], AccountRef] = field(default_factory=dict)
    """What happens to a resource, line by line, and the account where it stands."""


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
        summed_up = self.view.groups if self.view.summed_up else ()
        if changed or summed_up:
            yield from self._intro()
            if self.view.note:
                yield from (*wrap(self.words("plan-note", note=self.view.note), self.width), "")
        page = _Told()
        if summed_up:
            yield from text_groups.groups(self.view, self._lines, lambda group: self._remarks(group.row, page, group))
        for account in changed:
            yield from self._account(account, page)
        yield from text_sections.endings(self.view, self.words, self.paint, self.width)
        if diagnostics:
            yield from text_sections.found(self.view, self.words, self.paint, self.width)
        yield self.paint(plan_summary(self.view.totals), "bold")

    @property
    def _lines(self) -> Lines:
        return Lines(self.words, self.paint, self.width)

    def _intro(self) -> Iterator[str]:
        totals = self.view.totals
        if totals.pending:
            destroy = "intro-destroy-part" if self.view.partial else "intro-destroy"
            yield from wrap(self.words(destroy if self.view.destroy else "intro"), self.width)
            yield ""
        elif totals.waiting or totals.overlap:
            yield from wrap(self.words("intro-waiting"), self.width)
            yield ""

    def _rows(self, account: AccountView) -> tuple[RowView, ...]:
        return account.rows if self.view.show_unchanged else account.told

    def _account(self, account: AccountView, page: _Told) -> Iterator[str]:
        heading = wrap(f"{account.ref} · {account.title}", self.width, "", "  ")
        yield from (self.paint(line, "bold") for line in heading)
        if account.moved_from is not None:
            yield from wrap(self.words("moved", ref=account.moved_from), self.width, "  # ")
        yield ""
        held = held_together(self._rows(account))
        for row in self._rows(account):
            together = held.get(row.why, []) if is_held(row) else []
            if row.action is Action.NO_OP and not row.change.deposed:
                yield self.paint(clean(f"    {row.address} {row.verdict}"), "faint")
            elif len(together) > 1 and row is not together[0]:
                continue
            elif len(together) > 1:
                yield from self._held(together, page)
            else:
                yield from self._row(row, page)
            yield ""

    def _held(self, rows: list[RowView], page: _Told) -> Iterator[str]:
        """Rows of one account that are held for one reason, which is told once."""
        heading = self.words.count("held-together", len(rows), why=rows[0].why)
        first, *rest = wrap(heading, self.width, "  # ")
        yield self.paint(first, "bold")
        yield from rest
        for row in rows:
            where = f"  ({row.change.source})" if row.change.source is not None else ""
            line, *more = wrap(f"{row.address}{where}", self.width, "  ! ", "      ")
            yield self._lines.painted(line, row.action.symbol)
            yield from more
            yield from self._gist(row)
        yield from self._todo(rows[0], page)

    def _gist(self, row: RowView) -> Iterator[str]:
        """What a held thing would be, on one line."""
        line = gist(row.attributes, self.width - 8)
        if line:
            yield self.paint(f"        {line}", "faint")

    def _row(self, row: RowView, page: _Told) -> Iterator[str]:
        first, *rest = wrap(f"{row.address} {row.verdict}", self.width, "  # ") or ["  #"]
        yield self.paint(first, "bold")
        yield from rest
        for remark in self._remarks(row, page):
            yield from (self.paint(line, "faint") for line in wrap(remark, self.width, "  # "))
        if row.action in (Action.HOLD, Action.ASK, Action.AWAIT):
            yield from self._waiting(row, page)
        elif row.action is not Action.NO_OP:
            yield from self._alike(row, list(self._block(row)), page)

    def _remarks(self, row: RowView, page: _Told, group: GroupView | None = None) -> Iterator[str]:
        """What stands in comments under the headline: why, whence, by whom, and what else there is to know."""
        if row.why and row.action not in (Action.HOLD, Action.ASK, Action.AWAIT):
            yield f"({row.why})"
        via = self._via(row, page)
        source = str(row.change.source) if row.change.source is not None else ""
        if group is not None and group.places > 1:
            source = self.words.count("together-places", group.places - 1, source=source)
        if source or via:
            yield f"{source} ({via})".strip() if via else source
        for note in row.change.notes:
            text = note.told_in(self.words.language)
            if text.summary == row.why:
                continue  # it stands beside the row already
            more = [part for part in (text.detail, text.hint) if part and part not in page.said]
            page.said.update(more)
            yield " ".join((text.summary, *more))

    def _via(self, row: RowView, page: _Told) -> str:
        """By whom; why by no better one is told once and has a number, by which all that it holds for refer to it."""
        if row.change.driver_note is None:
            return row.via
        told = row.via in page.reasons
        number = page.reasons.setdefault(row.via, len(page.reasons) + 1)
        through = self.words("through-person" if row.by_hand else "through", driver=row.change.driver)
        if told:
            return self.words("through-told", through=through, number=number)
        text = row.change.driver_note.told_in(self.words.language)
        note = " ".join(part for part in (text.summary, text.detail, text.hint) if part)
        return self.words("through-first", through=through, number=number, note=note)

    def _waiting(self, row: RowView, page: _Told) -> Iterator[str]:
        """A row that nothing happens to yet: what it waits for and what to do about it."""
        change = row.change
        symbol = row.action.symbol
        name = f"{change.address.kind} {quoted(change.address.name)}"
        if row.action is Action.AWAIT:
            since = self.words("awaiting-since", since=utc(change.since)) if change.since else self.words("awaiting")
            claim = f" [{change.intent_id}]" if change.intent_id else ""
            text = f"{since}: {name}{claim}"
        elif row.action is Action.HOLD:
            text = f"{name} {self.words('held')}: {row.why}"
        else:
            text = f"{name}: {row.why or row.verdict}"
        first, *rest = wrap(text, self.width - 2, f"  {symbol} ", "      ") or [""]
        yield self._lines.painted(first, symbol)
        yield from rest
        if change.attribute_changes:
            for attribute in row.attributes:
                yield from self._lines.attribute(attribute, len(attribute.name))
        elif row.action is Action.HOLD:
            yield from self._gist(row)
        yield from self._todo(row, page)

    def _todo(self, row: RowView, page: _Told) -> Iterator[str]:
        todo = row.todo.replace(str(row.address), "ADDRESS").replace(
            f"--client {row.address.account.name} ", "--client NAME "
        )
        if todo and todo not in page.said:
            page.said.add(todo)
            yield from wrap(row.todo, self.width, "      -> ", "         ")

    def _alike(self, row: RowView, block: list[str], page: _Told) -> Iterator[str]:
        """The block, or where the very same one stands already."""
        first = page.blocks.setdefault(tuple(block), row.address.account)
        if len(block) < 3 or first == row.address.account:
            yield from block
            return
        opening, same = block[0].removesuffix(" {"), self.words("same-as", ref=first)
        plain = f" {row.action.symbol:>3} {row.address.kind} {quoted(row.address.name)}"
        if len(f"{plain}  # {same}") <= self.width:
            yield f"{opening}  # {same}"
        else:
            yield opening
            yield from wrap(same, self.width, "        # ")

    def _block(self, row: RowView) -> Iterator[str]:
        change = row.change
        symbol = row.action.symbol
        opening = f"{symbol:>3} {change.address.kind} {quoted(change.address.name)}"
        if not row.attributes and not row.unchanged:
            yield self._lines.painted(f" {opening}" if len(symbol) > 1 else opening, symbol)
            return
        yield self._lines.painted(f"{opening} {{", symbol)
        room, lines = widest(row.attributes), self._lines
        for attribute in row.attributes:
            yield from lines.attribute(attribute, room)
        if row.unchanged:
            hidden = wrap(self.words.count("unchanged-attributes", row.unchanged), self.width, "        # ")
            yield from (self.paint(line, "faint") for line in hidden)
        yield "    }"
