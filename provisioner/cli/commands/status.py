"""`provisioner status`: how things stand, client by client.

Promises: only looks, at the manifests and the state. Does not: read any account.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provisioner.cli import machine
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.options import clients_option
from provisioner.cli.refusals import REFUSALS
from provisioner.cli.saving import refuse_workbook, save_bytes
from provisioner.cli.table import table
from provisioner.model.errors import UsageError

if TYPE_CHECKING:
    from provisioner.cli.words import Words
    from provisioner.formats.survey.status import StatusLine


@click.command("status", cls=Verb, short_help="How things stand, client by client.")
@click.option(
    "--xlsx",
    "xlsx",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a workbook to FILE; one that is there is replaced with --overwrite.",
)
@click.option("--overwrite", is_flag=True, help="FILE may be replaced.")
@clients_option("Only this client's.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="json, csv: for programs.",
)
@pass_invocation
def command(invocation: Invocation, xlsx: Path | None, overwrite: bool, clients: tuple[str, ...], format_: str) -> int:
    """Show what is there, what waits for a person, what is not there, what nobody knows and what is near its last day.

    With --xlsx it is a workbook of the same shape as that of `inventory --out`, which can be filled in and taken in by
    `import --from` as that one; one sheet more tells line by line whose each thing is and when its last day is.
    """
    from provisioner.formats.survey.status import COLUMNS, cells, status_csv, write_status
    from provisioner.runtime.first_day.standing import status_of

    with invocation.workspace() as workspace:
        if xlsx is not None:
            refuse_workbook(xlsx, overwrite=overwrite)
        survey, lines = status_of(workspace)
        words = invocation.words
        known = {company.name for company in survey.companies}
        for name in sorted(set(clients) - known):
            raise UsageError.of(REFUSALS("no-client", name=name))
        if clients:
            lines = tuple(line for line in lines if line.client in clients)
            survey = replace(survey, companies=tuple(one for one in survey.companies if one.name in clients))
        if xlsx is not None:
            save_bytes(write_status(survey, lines, workspace.language, workspace.clock.now()), xlsx)
    if xlsx is not None:
        invocation.console.out(
            words("survey-written", file=xlsx, clients=len(survey.companies), integrations=len(survey.products))
        )
    elif format_ == "json":
        rows: list[machine.Json] = [
            {name: cell or None for name, cell in zip(COLUMNS, cells(line), strict=True)} for line in lines
        ]
        invocation.console.machine(machine.document({"status": rows}))
    elif format_ == "csv":
        invocation.console.exact(status_csv(lines).encode())
    elif lines:
        header = tuple(words("status-columns").split("|"))
        invocation.console.out(table(header, (_row(line, words) for line in lines)))
    else:
        invocation.console.out(words("status-none"))
    return 0


def _row(line: StatusLine, words: Words) -> tuple[str, ...]:
    return (
        line.company,
        line.title,
        words(f"status-{line.standing.value}"),
        line.owner,
        line.last_day.isoformat() if line.last_day is not None else "",
        words(f"handoff-status-{line.handoff}") if line.handoff else "",
        line.last_seen.strftime("%Y-%m-%d %H:%M") if line.last_seen is not None else "",
    )
