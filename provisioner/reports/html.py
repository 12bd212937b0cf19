"""A plan as one page to read, print and put before somebody who does not know the tool.

Promises: one file with nothing to fetch and no script; everything that was written by people is escaped; the same
view gives the same page. Imports the template engine only when a page is made. Does not: decide what is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from itertools import accumulate
from typing import Final

from provisioner.model.diagnostics import BOKMAL, Severity
from provisioner.model.plan import CheckStatus
from provisioner.model.plan_view import AttributeView, Mark, PlanView, Totals, ValueKind, ValueView
from provisioner.reports.naming import Names
from provisioner.reports.people import concerned, costs, found
from provisioner.reports.plain import plan_summary, utc
from provisioner.reports.text_sections import drifted
from provisioner.reports.words import Words, words

_MONTHS: Final = {
    "nb": (
        *("januar", "februar", "mars", "april", "mai", "juni"),
        *("juli", "august", "september", "oktober", "november", "desember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_OPEN_UP_TO: Final = 40  # accounts; more than that are folded, to be opened one by one
_ALWAYS: Final = ("add", "change", "destroy")
_NO_RESOURCES: Final = ("errors", "rename")
_BAR: Final = 1000


def render(view: PlanView) -> str:
    """The whole page."""
    from provisioner.reports.environment import environment  # noqa: PLC0415  # not before a page is asked for

    spoken = words(view.language)
    helper = _Helper(spoken)
    template = environment().get_template("plan.html.j2")
    names = Names.of(view)
    told = [account for account in view.accounts if account.told or account.moved_from]
    told_of = found(view, names, spoken)
    page = template.render(
        view=view,
        t=spoken,
        names=names,
        value=helper.value,
        columns=columns,
        told_in=lambda one: one.told_in(spoken.language),
        places=lambda group: concerned(group, names, spoken),
        costs=costs(view, names, spoken),
        made_at=helper.date(view.made_at),
        made_at_utc=utc(view.made_at),
        summary=plan_summary(view.totals),
        totals=list(helper.tiles(view.totals)),
        bar=list(segments(view.totals)),
        bar_width=_BAR,
        told=told,
        folded=len(told) > _OPEN_UP_TO,
        in_order=len(view.accounts) - len(told),
        problems=[one for one in (*view.guards, *told_of) if one.severity is not Severity.INFO],
        remarks=[one for one in told_of if one.severity is Severity.INFO],
        failed=[group for group in view.check_groups if group.check.status is CheckStatus.FAILED],
        unmade=[group for group in view.check_groups if group.check.status is not CheckStatus.FAILED],
        passed=sum(check.status is CheckStatus.PASSED for check in view.checks),
        drifted=drifted(view),
        same=[group for group in view.groups if len(group.addresses) > 1],
        unmanaged=[thing for account in view.accounts for thing in account.unmanaged],
    )
    return f"{page}\n"  # the engine takes the template's last line feed away


def columns(rows: Iterable[AttributeView]) -> tuple[bool, bool]:
    """Whether a table of these has anything to say of what is now, and of what will be."""
    before = after = False
    for row in rows:
        before = before or row.before is not None
        after = after or (row.after is not None and row.mark is not Mark.KEPT)
    return before, after


@dataclass(frozen=True, slots=True)
class Tile:
    """One total."""

    name: str
    """Of the field, for its colour."""
    number: int
    """How many."""
    label: str
    """Of what."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of the bar."""

    name: str
    """Of the field, for its colour."""
    start: int
    """Where it begins."""
    width: int
    """How wide it is."""


def segments(totals: Totals) -> Iterator[Segment]:
    """The bar: each total's share, in thousandths; nothing where there is nothing to show."""
    counted = [(field.name, getattr(totals, field.name)) for field in fields(Totals)]
    counted = [(name, number) for name, number in counted if number and name not in _NO_RESOURCES]
    whole = sum(number for _, number in counted)
    ends = list(accumulate(number for _, number in counted))
    for (name, number), end in zip(counted, ends, strict=True):
        start = (end - number) * _BAR // whole
        yield Segment(name, start, end * _BAR // whole - start)


@dataclass(frozen=True, slots=True)
class _Helper:
    """What the template asks for."""

    words: Words

    def value(self, value: ValueView | None) -> str:
        """A value in plain words."""
        if value is None:
            return self.words("nothing")
        if value.kind is ValueKind.UNKNOWN:
            return self.words("unknown-value")
        if value.kind is ValueKind.SENSITIVE:
            return self.words("sensitive-value")
        return value.words or value.text or '""'

    def date(self, moment: datetime) -> str:
        """A day and a time as people write them."""
        moment = moment.astimezone(UTC)
        month = _MONTHS[self.words.language][moment.month - 1]
        if self.words.language == BOKMAL:
            return f"{moment.day}. {month} {moment.year} kl. {moment:%H.%M} (UTC)"
        return f"{moment.day} {month} {moment.year}, {moment:%H:%M} UTC"

    def tiles(self, totals: Totals) -> Iterator[Tile]:
        """The totals worth showing: what is done always, the others where there are any."""
        for field in fields(Totals):
            number: int = getattr(totals, field.name)
            if number or field.name in _ALWAYS:
                yield Tile(field.name, number, self.words(f"total-{field.name}"))
