"""A plan as Markdown for the comment of a pull request.

Promises: under the limit of a comment by construction, whole blocks left out and counted, never cut in the middle;
whatever a name holds is escaped, so that nobody is mentioned, nothing linked and no markup made.
Does not: hide an outlier; a value that only one account has is named with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.plan_view import (
    AccountView,
    AttributeView,
    GroupView,
    PlanView,
    SpreadView,
    ValueKind,
    ValueView,
)
from provisioner.reports.plain import clean, plan_summary, quoted, utc
from provisioner.reports.text_sections import check_line, drifted
from provisioner.reports.words import Words, words

LIMIT: Final = 65_536
_RESERVE: Final = 1_500  # for the sentences that tell what was left out
_LONGEST: Final = 240
_FEW: Final = 5
_SOME: Final = 20
# What could begin markup, a link, a formula, an emoji, a mention or a reference, anywhere or at the start of a line.
_ACTIVE: Final = re.compile(
    r"[&<>\\`*_{}\[\]#!|~@$]|:(?=[/\w+-])|(?<=www)\.|(?<=gh)-(?=\d)|^[^\w& ]|^\d", re.IGNORECASE
)
_LIVELY: Final = re.compile("(?<=&#64;)|(?<=&#35;)|(?<=&#45;)")


def render(view: PlanView, *, limit: int = LIMIT) -> str:
    """The comment. `limit` counts bytes, which are never fewer than characters."""
    return _Comment(view, words(view.language), limit).text()


def shortened(text: str) -> str:
    """`text`, or its beginning and how much more there is."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… (+{len(text) - _LONGEST})"


def prose(text: str) -> str:
    """`text` so that it stays text wherever it stands: no markup, link, mention or reference to an issue."""
    return _lively(text.strip())


def _lively(text: str) -> str:
    return _LIVELY.sub("&#8203;", _escaped(text))


def spoken(text: str) -> str:
    """The same with what stands in backticks as code, so that commands can be copied."""
    parts = text.strip().split("`")
    return "".join(code(part) if number % 2 else _lively(part) for number, part in enumerate(parts) if part)


def code(text: str) -> str:
    """`text` as code; what stands in code is never a mention, so it can be copied as it is."""
    return f"<code>{_escaped(text)}</code>"


def _escaped(text: str) -> str:
    return _ACTIVE.sub(lambda match: f"&#{ord(match[0])};", clean(shortened(text)))


@dataclass(frozen=True, slots=True)
class _Comment:
    """One rendering."""

    view: PlanView
    words: Words
    limit: int

    def text(self) -> str:
        """The whole comment."""
        room = self.limit - _RESERVE
        parts: list[str] = []
        for block in (self._head(), *self._attention(), *self._tasks()):
            room = _put(parts, [block], room)[1]
        groups = [self._group(group) for group in self.view.groups]
        if groups:
            room = _put(parts, [f"### {self.words('page-what-happens')}\n\n"], room)[1]
        told, room = _put(parts, groups, room)
        if told < len(groups):
            rows = sum(len(group.addresses) for group in self.view.groups[told:])
            parts.append(self.words.count("page-cut", len(groups) - told, rows=rows) + "\n\n")
        # Told group by group already; account by account is for those who look for one of theirs.
        if told == len(groups) and len(self.view.accounts) > 1:
            self._accounts(parts, room)
        return "".join(parts).rstrip() + "\n"

    def _head(self) -> str:
        view = self.view
        lines = [
            f"## {prose(self.words('page-title', project=view.project))}",
            "",
            f"**{plan_summary(view.totals)}**",
            "",
        ]
        made_at = self.words("page-made", made_at=utc(view.made_at))
        facts = [prose(made_at), prose(self.words("page-version", version=view.engine_version))]
        if view.digest:
            facts.append(code(view.digest[:16]))
        lines.append(" · ".join(facts))
        destroy = "page-destroy-part" if view.partial else "page-destroy"
        lines.extend(["", prose(self.words(destroy))] if view.destroy else [])
        lines.extend(["", prose(self.words("partial"))] if view.partial else [])
        lines.extend(["", prose(self.words("plan-note", note=view.note))] if view.note else [])
        if view.skipped:
            lines.extend(["", self.words.count("skipped-accounts", view.skipped)])
        return "\n".join(lines) + "\n\n"

    def _attention(self) -> Iterator[str]:
        items = [self._diagnostic(found) for found in (*self.view.guards, *self.view.findings)]
        items += [f"- {spoken(check_line(group, self.words))}\n" for group in self.view.check_groups]
        for account in self.view.accounts:
            if account.moved_from is not None:
                items.append(f"- {code(str(account.ref))} {prose(self.words('moved', ref=account.moved_from))}\n")
        for row in drifted(self.view):
            what = self.words("drift-changed" if row.drift else "drift-vanished")
            items.append(f"- {prose(self.words('page-drift'))}: {code(str(row.address))} {prose(what)}\n")
        if items:
            yield f"### {self.words('page-attention')}\n\n" + self._some(items)

    def _some(self, items: list[str]) -> str:
        more = len(items) - _SOME
        tail = f"- {self.words.count('page-cut-list', more)}\n" if more > 0 else ""
        return "".join(items[:_SOME]) + tail + "\n"

    def _diagnostic(self, found: Diagnostic) -> str:
        told = found.told_in(self.words.language)
        label = self.words(f"severity-{found.severity.value}")
        place = f" ({code(str(found.source))})" if found.source is not None else ""
        about = found.address or found.account
        named = f" {code(str(about))}" if about is not None else ""
        rest = " ".join(spoken(part) for part in (told.detail, told.hint) if part)
        return f"- **{label}:** {spoken(told.summary)}{place}{named} {rest}".rstrip() + "\n"

    def _tasks(self) -> Iterator[str]:
        if not self.view.tasks:
            return
        lines = [f"- **{prose(task.who)}**: {spoken(task.what)} ({len(task.addresses)})\n" for task in self.view.tasks]
        yield f"### {self.words('page-tasks')}\n\n" + self._some(lines)

    def _group(self, group: GroupView) -> str:
        row = group.row
        symbol = row.action.symbol.strip() or "="
        many = len(group.addresses)
        where = self.words.count("page-accounts", many) if many > 1 else prose(str(row.address.account))
        title = f"{code(symbol)} {prose(row.sentence)} · {where}"
        lines = [f"<details><summary>{title}</summary>", ""]
        for remark in (row.why, row.todo, row.via, *row.notes):
            lines.extend([f"- {spoken(remark)}"] if remark else [])
        if row.change.source is not None:
            lines.append(f"- {self.words('page-source')} {code(str(row.change.source))}")
        lines.append("")
        if group.attributes:
            header = " | ".join(self.words(key) for key in ("page-attribute", "page-before", "page-after"))
            lines.extend([f"| {header} |", "| --- | --- | --- |"])
            lines.extend(line for spread in group.attributes for line in self._spread(spread))
            lines.append("")
        if many > 1:
            lines.extend([self._refs(group.accounts, _SOME), ""])
        lines.extend(["</details>", "", ""])
        return "\n".join(lines)

    def _refs(self, refs: Iterable[AccountRef], most: int) -> str:
        listed = list(refs)
        tail = f" {self.words.count('and-more', len(listed) - most)}" if len(listed) > most else ""
        return ", ".join(code(str(ref)) for ref in listed[:most]) + tail

    def _spread(self, spread: SpreadView) -> Iterator[str]:
        values = spread.values
        # The most common first; of the others the rarest are what a reviewer must see.
        shown = values if len(values) <= _FEW else (*values[:2], *values[-(_FEW - 2) :])
        for view, refs in shown:
            who = f" ({self._refs(refs, 2)})" if len(values) > 1 else ""
            yield f"| {self._name(view)}{who} | {self._value(view.before)} | {self._value(view.after)} |"
        if len(shown) < spread.distinct:
            differs = prose(self.words("page-differs", n=spread.distinct))
            yield f"| {code(spread.name)} | | {differs} |"

    def _name(self, view: AttributeView) -> str:
        remark = f" {prose('# forces replacement')}" if view.forces_replacement else ""
        remark += f" {prose(self.words('noted'))}" if view.noted else ""
        return f"{code(view.mark.value.strip() or '=')} {code(view.name)}{remark}"

    def _value(self, value: ValueView | None) -> str:
        if value is None:
            return ""
        if value.kind is ValueKind.UNKNOWN:
            return prose(self.words("unknown-value"))
        if value.kind is ValueKind.SENSITIVE:
            return prose(self.words("sensitive-value"))
        return code(quoted(value.text) if value.kind is ValueKind.TEXT else value.text)

    def _accounts(self, parts: list[str], room: int) -> None:
        told = [account for account in self.view.accounts if account.told]
        blocks = [self._account(account) for account in told]
        if not blocks:
            return
        shown, _ = _put(parts, [f"### {self.words('page-clients')}\n\n", *blocks], room)
        if shown <= len(blocks):
            parts.append(self.words.count("page-cut-accounts", len(blocks) - max(shown - 1, 0)) + "\n")

    def _account(self, account: AccountView) -> str:
        lines = [
            f"<details><summary>{code(str(account.ref))} {prose(account.title)} · {len(account.told)}</summary>",
            "",
        ]
        for row in account.told:
            symbol = row.action.symbol.strip() or "="
            lines.append(f"- {code(symbol)} {code(f'{row.address.kind}/{row.address.name}')} {prose(row.verdict)}")
        return "\n".join([*lines, "", "</details>", "", ""])


def _put(parts: list[str], blocks: list[str], room: int) -> tuple[int, int]:
    """Append blocks while there is room for them. How many went in, and the room that is left."""
    for number, block in enumerate(blocks):
        size = len(block.encode("utf-8"))
        if size > room:
            return number, room
        parts.append(block)
        room -= size
    return len(blocks), room
