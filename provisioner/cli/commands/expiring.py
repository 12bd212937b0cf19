"""`provisioner expiring`: what is near its last day, and what becomes of it.

Promises: only looks. The calendar holds the same days as the list. Does not: replace anything; plans do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from provisioner.cli import machine
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.options import clients_option
from provisioner.cli.table import table
from provisioner.cli.values import DaysType
from provisioner.cli.words import Words
from provisioner.model.diagnostics import SourceRange, has_errors

if TYPE_CHECKING:
    from provisioner.runtime.life.expiring import Expiries, ListedExpiry


@click.command("expiring", cls=Verb, short_help="List what is near its last day.")
@click.option("--within", type=DaysType(), default="90d", show_default=True, metavar="TIME", help="How near: 90d, 12w.")
@clients_option("Only this client's.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "ical"]),
    default="text",
    show_default=True,
    help="json: one document, for programs. ical: for a calendar.",
)
@pass_invocation
def command(invocation: Invocation, within: int, clients: tuple[str, ...], format_: str) -> int:
    """List the keys whose last day is near or has passed: which a plan replaces by itself, which need you."""
    from provisioner.runtime.life.expiring import list_expiring

    with invocation.workspace() as workspace:
        found = list_expiring(workspace, within, clients)
        project, words = workspace.project.name, invocation.words
    if has_errors(found.diagnostics):
        invocation.console.err(words("manifests-faulty"))
    if format_ == "json":
        invocation.console.machine(machine.document({"expiring": [_document(item) for item in found.listed]}))
    elif format_ == "ical":
        invocation.console.exact(_calendar(found, project, words).encode())
    elif found.listed:
        rows = (_row(item, words) for item in found.listed)
        invocation.console.out(table(tuple(words("expiring-columns").split("|")), rows))
    else:
        invocation.console.out(words("expiring-none", days=within))
    return 0


def _row(item: ListedExpiry, words: Words) -> tuple[str, ...]:
    return (item.last_day.isoformat(), str(item.days), str(item.address), item.account_name, _what(item, words))


def _what(item: ListedExpiry, words: Words) -> str:
    """What becomes of it."""
    day = item.replaced_from.isoformat() if item.replaced_from is not None else ""
    return words(f"expiring-{item.renewal.value}", day=day, place=_place(item.source))


def _place(source: SourceRange | None) -> str:
    return f"{source.file}:{source.line}" if source is not None else ""


def _document(item: ListedExpiry) -> machine.Json:
    source = item.source
    return {
        "address": str(item.address),
        "company": item.account_name,
        "generation": item.generation,
        "last_day": item.last_day.isoformat(),
        "days": item.days,
        "renewal": item.renewal.value,
        "replaced_from": item.replaced_from.isoformat() if item.replaced_from is not None else None,
        "declared": {"file": source.file, "line": source.line, "column": source.column} if source is not None else None,
    }


def _calendar(found: Expiries, project: str, words: Words) -> str:
    from provisioner.reports.icalendar import CalendarEvent, render

    events = (
        CalendarEvent(
            uid=f"{item.address}#{item.generation}@{project}.provisioner",
            day=item.last_day,
            summary=words("expiring-event", integration=item.address.name, company=item.account_name),
            description=words(
                "expiring-event-more", address=item.address, generation=item.generation, what=_what(item, words)
            ),
            categories=(item.renewal.value,),
        )
        for item in found.listed
    )
    return render(words("expiring-calendar", project=project), events, found.now, words.language)
