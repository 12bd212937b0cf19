"""`provisioner offboard`: a client leaves. It is written down, and planned; or the document for its successor is made.

Promises: writes one line into the manifests, shown by --diff, and nothing else; what ends and what is handed over is a
plan like any other. Does not: end anything before the last day, or switch anything off.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from provisioner.cli.asked import asked, asked_options, begin, plan_or_apply
from provisioner.cli.commands.people import difference
from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.rewriting import rewritten
from provisioner.cli.values import CLIENT, DayType
from provisioner.model.offboarding import Departure
from provisioner.reports.handover import FORMATS
from provisioner.runtime.planning.wish import PlanWish, RefreshMode

if TYPE_CHECKING:
    from provisioner.runtime.workspace import Workspace


@click.command("offboard", cls=Verb, short_help="A client leaves: end what is ours, hand over what is its own.")
@click.argument("client", type=CLIENT, metavar="CLIENT")
@click.option("--reason", type=click.Choice([reason.value for reason in Departure]), help="Why it leaves.")
@click.option("--into", default="", type=CLIENT, metavar="OTHER", help="With --reason merged: the client that goes on.")
@click.option("--last-day", type=DayType(), metavar="DATE", help="Our last day there.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where a manifest would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@click.option(
    "--handover",
    type=click.Choice(FORMATS),
    help="Print the document for the successor instead; write and plan nothing.",
)
@asked_options
@pass_invocation
def command(
    invocation: Invocation,
    client: str,
    reason: str | None,
    into: str,
    last_day: datetime | None,
    check: bool,
    diff: bool,
    handover: str | None,
    **options: Any,
) -> int:
    """Write into the manifests that CLIENT leaves, and plan it.

    Until the last day the plan shows what will happen. From that day on it ends what is ours, office access and keys
    that our own people own, and hands over what is the client's own: that is forgotten here, and goes on.
    """
    from provisioner.runtime import session
    from provisioner.runtime.life.departing import DepartureWish, departure
    from provisioner.runtime.reading.prepare import prepare

    choice = asked(options)
    if not (check or diff or handover):
        begin(invocation, choice)
    day = last_day.date() if last_day is not None else None
    wish = DepartureWish(client, Departure(reason) if reason is not None else None, day, into)
    with invocation.workspace() as workspace:
        refresh = RefreshMode(options["refresh"])
        if handover is not None:
            return _hand_over(invocation, workspace, client, (handover, refresh))
        edit = departure(workspace, prepare(workspace), wish)
        if check or diff:
            if diff and edit is not None:
                invocation.console.out("\n".join(difference(edit)))
            return ExitCode.ERROR if check and edit is not None else ExitCode.OK
        plan = PlanWish(clients=(client,), refresh=refresh, now=options["now"], allow_deletes=options["allow_deletes"])
        edits = (edit,) if edit is not None else ()
        make = rewritten(workspace, edits, lambda: session.make_plan(workspace, plan), invocation, "offboard-written")
        code = plan_or_apply(workspace, make, invocation, choice)
        if choice.telling.format == "text":
            invocation.console.err(invocation.words("offboard-then", client=client))
        return code


def _hand_over(invocation: Invocation, workspace: Workspace, client: str, how: tuple[str, RefreshMode]) -> int:
    from provisioner.reports.handover import render
    from provisioner.runtime.life.handover import make_handover

    found = make_handover(workspace, client, how[1])
    text = render(found, how[0], workspace.language, invocation.console.width)
    if how[0] == "text":
        invocation.console.out(text)
    else:
        invocation.console.machine(text)
    return 0
