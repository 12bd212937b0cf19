"""The parts of a text plan around its changes: drift before, and what else was found after.

Promises: a check that was not made is never shown as passed. Does not: print the changes or the summary.
"""

from __future__ import annotations

from collections.abc import Iterator

from provisioner.model.plan import CheckStatus, Reason
from provisioner.model.plan_view import AttributeView, CheckGroupView, PlanView, RowView, UnmanagedView
from provisioner.reports import diagnostics_text
from provisioner.reports.attributes import value_text
from provisioner.reports.findings import places
from provisioner.reports.plain import Paint, clean, fold, quoted, wrap
from provisioner.reports.quiet import left_out
from provisioner.reports.words import Words

SOME = 20
FEW = 5


def drifted(view: PlanView) -> list[RowView]:
    """Every row whose thing is not as it was last recorded."""
    return [
        row
        for account in view.accounts
        for row in account.rows
        if row.drift or row.change.reason in (Reason.VANISHED, Reason.NEEDS_RECREATE)
    ]


def drift(view: PlanView, words: Words, paint: Paint, width: int) -> Iterator[str]:
    """What changed outside of us."""
    rows = drifted(view)
    if not rows:
        return
    yield from (paint(line, "bold-yellow") for line in wrap(words("drift-title"), width))
    yield from wrap(words("drift-intro"), width)
    yield ""
    for row in rows:
        gone = not row.drift
        yield from wrap(f"{row.address} {words('drift-vanished' if gone else 'drift-changed')}", width, "  # ")
        for attribute in row.drift:
            yield from _difference(attribute, width)
        yield ""


def _difference(attribute: AttributeView, width: int) -> list[str]:
    head = f"    {attribute.mark.value} {clean(attribute.name)} = "
    return fold(head, f"{value_text(attribute.before)} -> {value_text(attribute.after)}", width, " " * 8)


def noted(view: PlanView) -> list[tuple[RowView, AttributeView]]:
    """What differs in unchanged resources and is only told."""
    return [
        (row, attribute)
        for account in view.accounts
        for row in account.rows
        if row.change.attribute_changes and not row.change.action.is_pending
        for attribute in row.attributes
        if attribute.noted
    ]


def endings(view: PlanView, words: Words, paint: Paint, width: int) -> Iterator[str]:
    """What is told after the changes: notes, what is not ours, checks, and what was left out."""
    yield from _noted(view, words, paint, width)
    yield from _unmanaged(view, words, paint, width)
    yield from _checks(view, words, paint, width)
    yield from left_out(words, width, skipped=view.skipped, partial=view.partial, overlap=view.totals.overlap)


def _noted(view: PlanView, words: Words, paint: Paint, width: int) -> Iterator[str]:
    found = noted(view)
    if not found:
        return
    yield paint(words("noted-title"), "bold")
    if len(found) > FEW and not view.show_unchanged:
        yield from wrap(words.count("noted-count", len({row.address for row, _ in found})), width, "  ")
    else:
        for row, attribute in found:
            yield from wrap(f"{row.address}: {words('noted')}", width, "  # ")
            yield from _difference(attribute, width)
    yield ""


def _unmanaged(view: PlanView, words: Words, paint: Paint, width: int) -> Iterator[str]:
    things = [thing for account in view.accounts for thing in account.unmanaged]
    if not things:
        return
    yield from (paint(line, "bold") for line in wrap(words("unmanaged-title"), width))
    shown = things if view.show_unchanged else things[:SOME]
    for thing in shown:
        yield from wrap(unmanaged_line(thing), width, "  ", "      ")
    if len(things) > len(shown):
        yield f"  {words.count('and-more', len(things) - len(shown))}"
    yield ""


def unmanaged_line(thing: UnmanagedView) -> str:
    """One thing that is not ours."""
    return f"{thing.account}/{thing.kind} {quoted(thing.label)}"


def _checks(view: PlanView, words: Words, paint: Paint, width: int) -> Iterator[str]:
    if not view.checks:
        return
    yield paint(words("checks-title"), "bold")
    for group in view.check_groups:
        yield from wrap(check_line(group, words), width, "  ", "      ")
    passed = sum(1 for check in view.checks if check.status is CheckStatus.PASSED)
    if passed:
        yield f"  {words.count('checks-passed', passed)}"
    yield ""


def check_line(group: CheckGroupView, words: Words) -> str:
    """One check, made once or in many places, with how it ended and why."""
    check, many = group.check, len(group.checks)
    line, where = f"{check.code}: {words(f'check-{check.status.value}')}", ""
    if many > 1:
        about = [each.address or each.account for each in group.checks]
        where = f"({words.count('page-things' if check.address else 'page-accounts', many)}: {places(about, words)})"
    else:
        line = f"{check.address or check.account}: {line}"
    if check.finding is None:
        return f"{line} {where}".rstrip()
    told = check.finding.told_in(words.language)
    return " ".join(part for part in (f"{line}: {told.summary}", told.detail, told.hint, where) if part)


def found(view: PlanView, words: Words, paint: Paint, width: int) -> Iterator[str]:
    """What was found on the way, and the rails the plan runs into."""
    style = diagnostics_text.Style(words.language, paint.on, width)
    for diagnostic in view.findings:
        yield from diagnostics_text.lines(diagnostic, style)
        yield ""
    if view.guards:
        yield paint(words("guards-title"), "bold-red")
        for guard in view.guards:
            yield from diagnostics_text.lines(guard, style)
            yield ""
