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
from provisioner.model.diagnostics import Diagnostic, Text
from provisioner.model.plan import CheckStatus
from provisioner.model.plan_view import (
    AccountView,
    AttributeView,
    CheckGroupView,
    GroupView,
    PlanView,
    SpreadView,
    ValueKind,
    ValueView,
)
from provisioner.reports.naming import Names
from provisioner.reports.people import concerned, costs, found
from provisioner.reports.plain import clean, plan_summary, quoted, utc
from provisioner.reports.text_sections import drifted
from provisioner.reports.words import Words, words

LIMIT: Final = 65_536
_RESERVE: Final = 1_500  # for the sentences that tell what was left out
_LONGEST: Final = 240
_FEW: Final = 5
_SOME: Final = 20
_SAVES: Final = 40
"""A value is not cut to win fewer characters than these."""
# What could begin markup, a formula or a link wherever it stands, also in code made by a tag. An underscore inside a
# word begins nothing, and neither does a colon, but for a link's and, outside of code, an emoji's.
_MARKUP: Final = r"&(?=#?\w)|^>|[<\\`*{}\[\]|~@$]|(?<![^\W_])_|_(?![^\W_])|:(?=//)|(?<=mailto):|(?<=xmpp):|(?<=www)\."
_IN_CODE: Final = re.compile(_MARKUP, re.IGNORECASE)
# Outside of code also a mention, a reference, an emoji, and what makes a list, a heading or a rule of a line it begins.
_IN_PROSE: Final = re.compile(
    rf"{_MARKUP}|#|!(?=[\[\d])|(?<=gh)-(?=\d)|:(?=(?:[\w+-]*[a-z+-][\w+-]*|100|1234):)|^[-+=:]|^\d(?=\d{{0,8}}[.)])",
    re.IGNORECASE,
)
_LIVELY: Final = re.compile("(?<=&#64;)|(?<=&#35;)|(?<=gh&#45;)", re.IGNORECASE)


def render(view: PlanView, *, limit: int = LIMIT) -> str:
    """The comment. `limit` counts bytes, which are never fewer than characters."""
    return _Comment(view, words(view.language), limit, Names.of(view)).text()


def shortened(text: str, spoken_words: Words) -> str:
    """A value, or its beginning and how much more there is, where that saves something. Sentences are never cut."""
    more = len(text) - _LONGEST
    return text if more <= _SAVES else f"{text[:_LONGEST]}… ({spoken_words.count('page-cut-value', more)})"


def prose(text: str) -> str:
    """`text` so that it stays text wherever it stands: no markup, link, mention or reference to an issue."""
    return _lively(text.strip())


def _lively(text: str) -> str:
    return _LIVELY.sub("&#8203;", _escaped(text, _IN_PROSE))


def spoken(text: str) -> str:
    """The same with what stands in backticks as code, so that commands can be copied."""
    parts = text.strip().split("`")
    return "".join(code(part) if number % 2 else _lively(part) for number, part in enumerate(parts) if part)


def code(text: str) -> str:
    """`text` as code; what stands in code is never a mention, so it can be copied as it is."""
    return f"<code>{_escaped(text, _IN_CODE)}</code>"


def _escaped(text: str, active: re.Pattern[str]) -> str:
    return active.sub(lambda match: f"&#{ord(match[0])};", clean(text))


@dataclass(frozen=True, slots=True)
class _Comment:
    """One rendering."""

    view: PlanView
    words: Words
    limit: int
    names: Names

    def text(self) -> str:
        """The whole comment."""
        room = self.limit - _RESERVE
        parts: list[str] = []
        room = _put(parts, [self._head()], room)[1]
        for title, items in (("page-attention", self._attention()), ("page-tasks", self._tasks())):
            room = self._listed(parts, f"### {self.words(title)}\n\n", items, room)
        groups = [self._group(group) for group in self.view.groups]
        if groups:
            room = _put(parts, [f"### {self.words('page-what-happens')}\n\n"], room)[1]
        told, room = _put(parts, groups, room)
        if told < len(groups):
            rows = sum(len(group.addresses) for group in self.view.groups[told:])
            parts.append(self.words.count("page-cut", len(groups) - told, rows=rows) + "\n\n")
        room = self._unmade(parts, room)
        # Told group by group already; account by account is for those who look for one of theirs.
        if told == len(groups) and len(self.view.accounts) > 1:
            self._accounts(parts, room)
        return "".join(parts).rstrip() + "\n"

    def _head(self) -> str:
        view = self.view
        lines = [
            f"## {prose(self.words('page-title', project=view.title))}",
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
        lines.extend(part for line in costs(view, self.names, self.words) for part in ("", f"**{prose(line)}**"))
        if view.skipped:
            lines.extend(["", self.words.count("skipped-accounts", view.skipped)])
        return "\n".join(lines) + "\n\n"

    def _attention(self) -> Iterator[str]:
        for each in (*self.view.guards, *found(self.view, self.names, self.words)):
            yield self._diagnostic(each)
        for group in self.view.check_groups:
            if group.check.status is CheckStatus.FAILED:
                yield self._check(group)
        for account in self.view.accounts:
            if account.moved_from is not None:
                moved = self.words("moved", ref=account.moved_from)
                yield f"- {prose(account.name)} ({code(str(account.ref))}) {prose(moved)}\n"
        for row in drifted(self.view):
            what = self.words("drift-changed" if row.drift else "drift-vanished")
            thing = f"{prose(self.names.thing(row.address))} ({code(str(row.address))})"
            yield f"- {prose(self.words('page-drift'))}: {thing} {prose(what)}\n"

    def _listed(self, parts: list[str], title: str, lines: Iterable[str], room: int) -> int:
        """Append the first of the lines under their title, and how many more there are. The room that is left."""
        items = list(lines)
        if not items:
            return room
        shown, room = _put(parts, [title, *items[:_SOME]], room)
        more = len(items) - max(shown - 1, 0)
        parts.append(f"- {self.words.count('page-cut-list', more)}\n\n" if more else "\n")
        return room

    def _unmade(self, parts: list[str], room: int) -> int:
        """The checks that could not be made: notes, folded away."""
        groups = [group for group in self.view.check_groups if group.check.status is not CheckStatus.FAILED]
        if not groups:
            return room
        opening = f"<details><summary>{self.words.count('page-unmade', len(groups))}</summary>\n\n"
        room = self._listed(parts, opening, (self._check(group) for group in groups), room - len("</details>\n\n"))
        if opening in parts:
            parts.append("</details>\n\n")
        return room

    def _check(self, group: CheckGroupView) -> str:
        finding, label = group.check.finding, self.words(f"check-{group.check.status.value}")
        told = finding.told_in(self.words.language) if finding is not None else Text("")
        said = " ".join(spoken(part) for part in (told.summary, *told.detail.splitlines(), told.hint) if part)
        whom = prose(self.words("page-concerns", places=concerned(group, self.names, self.words)))
        return f"- {said} {whom} ({code(group.check.code)} {prose(label)})\n".replace("-  ", "- ")

    def _diagnostic(self, each: Diagnostic) -> str:
        told = each.told_in(self.words.language)
        label = self.words(f"severity-{each.severity.value}")
        place = f" ({code(str(each.source))})" if each.source is not None else ""
        about = each.address or each.account
        named = f" {prose(self.names.place(about))}, {code(str(about))}." if about is not None else ""
        rest = " ".join(spoken(part) for part in (*told.detail.splitlines(), told.hint) if part)
        return f"- **{label}:** {spoken(told.summary)}{place}{named} {rest}".rstrip() + "\n"

    def _tasks(self) -> Iterator[str]:
        for task in self.view.tasks:
            number = self.words.count("page-things", len(task.addresses))
            yield f"- **{prose(task.who)}**: {spoken(task.what)} ({number})\n"

    def _group(self, group: GroupView) -> str:
        row = group.row
        symbol = row.action.symbol.strip() or "="
        many = len(group.addresses)
        company = prose(self.names.company(row.address.account))
        where = self.words.count("page-companies", many) if many > 1 else company
        title = f"{code(symbol)} {prose(row.sentence)} · {where}"
        lines = [f"<details><summary>{title}</summary>", ""]
        for remark in (self.names.why(row), row.todo, row.via, *row.notes):
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
        return ", ".join(prose(self.names.company(ref)) for ref in listed[:most]) + tail

    def _spread(self, spread: SpreadView) -> Iterator[str]:
        values = spread.values
        # The most common first; of the others the rarest are what a reviewer must see.
        shown = values if len(values) <= _FEW else (*values[:2], *values[-(_FEW - 2) :])
        for view, refs in shown:
            who = f" ({self._refs(refs, 2)})" if len(values) > 1 else ""
            yield f"| {self._name(view)}{who} | {self._value(view.before)} | {self._value(view.after)} |"
        if len(shown) < spread.distinct:
            differs = prose(self.words("page-differs", n=spread.distinct))
            yield f"| {prose(shown[0][0].title or spread.name)} | | {differs} |"

    def _name(self, view: AttributeView) -> str:
        remark = f" {prose('# forces replacement')}" if view.forces_replacement else ""
        remark += f" {prose(self.words('noted'))}" if view.noted else ""
        return f"{code(view.mark.value.strip() or '=')} {prose(view.title or view.name)}{remark}"

    def _value(self, value: ValueView | None) -> str:
        if value is None:
            return ""
        if value.kind is ValueKind.UNKNOWN:
            return prose(self.words("unknown-value"))
        if value.kind is ValueKind.SENSITIVE:
            return prose(self.words("sensitive-value"))
        if value.words:
            return prose(value.words)
        text = shortened(value.text, self.words)
        return code(quoted(text) if value.kind is ValueKind.TEXT else text)

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
            lines.append(f"- {code(symbol)} {prose(row.sentence)}")
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
