"""`provisioner drift`: what has moved since it was recorded.

Promises: changes nothing; what could not be read is told apart from what is in order. Does not: say what to do about
it; `plan` does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from provisioner.cli import machine
from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.failures import show_diagnostics
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.options import clients_option, format_option
from provisioner.cli.values import labels, written
from provisioner.cli.words import Words
from provisioner.model.diagnostics import Diagnostic, Severity, has_errors
from provisioner.reports.findings import findings
from provisioner.reports.plain import clean, paragraphs, utc, wrap
from provisioner.reports.words import words as report_words

if TYPE_CHECKING:
    from provisioner.runtime.life.drifting import Drifted, DriftReport, Moved


@click.command("drift", cls=Verb, short_help="Show what has moved since it was recorded.")
@clients_option("Only this client.")
@click.option(
    "--selector", "selectors", multiple=True, metavar="KEY=VALUE", help="Only clients with this label. Repeatable."
)
@click.option("--detailed-exitcode", is_flag=True, help="End with 2 where something has moved.")
@format_option
@pass_invocation
def command(
    invocation: Invocation, clients: tuple[str, ...], selectors: tuple[str, ...], detailed_exitcode: bool, format_: str
) -> int:
    """Look at every account and show what is no longer as it was recorded, and what is there and not ours."""
    from provisioner.runtime.life.drifting import DriftWish, find_drift

    wish = DriftWish(clients, labels(selectors, "--selector"))
    with invocation.workspace() as workspace:
        found = find_drift(workspace, wish)
        words = invocation.words
    if format_ == "json":
        invocation.console.machine(machine.document(_document(found)))
    else:
        invocation.console.out("\n".join(_lines(found, words, invocation.console.width)))
    errors = tuple(one for one in found.diagnostics if one.severity is Severity.ERROR)
    if errors:
        if format_ == "text":
            show_diagnostics(errors, invocation)
        return ExitCode.ERROR
    return ExitCode.CHANGES if detailed_exitcode and found.count else ExitCode.OK


def _lines(found: DriftReport, words: Words, width: int) -> Iterator[str]:
    for one in found.drifted:
        yield from _one(one, words)
    for moved in found.moved:
        yield from _finding(moved, words, width)
    if found.unmanaged:
        yield words("drift-unmanaged")
        for live in found.unmanaged:
            yield f"  {clean(f'{live.account}/{live.kind} {live.label}')}"
        yield ""
    if found.unknown:
        yield words("drift-unknown", count=len(found.unknown))
        for address in found.unknown:
            yield f"  {clean(str(address))}"
        yield ""
    if found.unread:
        yield words("drift-unread")
        for told in findings(found.unread, (), report_words(words.language)):
            yield from _untold(told, words, width)
    if found.count:
        yield words("drift-found", count=found.count, seen=found.seen)
    else:
        yield words("drift-failed" if has_errors(found.diagnostics) else "drift-none", seen=found.seen)


def _one(one: Drifted, words: Words) -> Iterator[str]:
    since = words("drift-since", at=utc(one.as_of))
    yield clean(f"{one.address} {words('drift-gone' if one.gone else 'drift-changed')} {since}")
    for change in one.changes:
        yield f"  ~ {clean(change.name)}: {written(change.before)} -> {written(change.after)}"
    yield ""


def _finding(one: Moved, words: Words, width: int) -> Iterator[str]:
    told = one.finding.told_in(words.language)
    about = str(one.finding.address or one.finding.account or "")
    since = words("drift-since", at=utc(one.as_of)) if one.as_of is not None else words("drift-since-unknown")
    yield clean(f"{about} {since}")
    for text in (told.summary, told.detail):
        yield from paragraphs(text, width, "  ")
    if told.hint:
        yield from wrap(words("hint-line", hint=told.hint), width, "  ", "    ")
    yield ""


def _untold(one: Diagnostic, words: Words, width: int) -> Iterator[str]:
    told = one.told_in(words.language)
    for text in (told.summary, told.detail):
        yield from paragraphs(text, width, "  ")
    yield from wrap(words("hint-line", hint=told.hint), width, "  ", "    ")
    yield ""


def _document(found: DriftReport) -> dict[str, machine.Json]:
    return {
        "drifted": [
            {
                "address": str(one.address),
                "generation": one.generation,
                "gone": one.gone,
                "changes": [
                    {"name": change.name, "before": written(change.before), "after": written(change.after)}
                    for change in one.changes
                ],
                "as_of": utc(one.as_of),
            }
            for one in found.drifted
        ],
        "moved": [
            {**machine.diagnostic(one.finding), "as_of": utc(one.as_of) if one.as_of is not None else None}
            for one in found.moved
        ],
        "count": found.count,
        "unmanaged": [
            {"account": str(live.account), "kind": live.kind, "label": live.label, "native_id": live.native_id}
            for live in found.unmanaged
        ],
        "unknown": [str(address) for address in found.unknown],
        "unread": [machine.diagnostic(one) for one in found.unread],
        "seen": found.seen,
        "diagnostics": [machine.diagnostic(one) for one in found.diagnostics],
    }
