"""`provisioner lease`: who works on what now.

Promises: breaking one asks for a reason and is written down. Does not: stop the other's program.
"""

from __future__ import annotations

import click

from provisioner.cli import machine
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import VerbGroup
from provisioner.cli.options import format_option
from provisioner.cli.table import table
from provisioner.cli.values import AccountType
from provisioner.model.address import AccountRef
from provisioner.reports.plain import utc


@click.group("lease", cls=VerbGroup, short_help="Who works on what: list, break.")
def command() -> None:
    """Who works on which account now. Nobody else writes to it meanwhile; a lease nobody renews ends by itself."""


@command.command("list")
@format_option
@pass_invocation
def list_command(invocation: Invocation, format_: str) -> int:
    """List who works on which account, what for, and until when unless they renew it."""
    from provisioner.runtime.state.leasing import list_leases

    with invocation.workspace() as workspace:
        workspace.minds_moves = False  # it is the leases themselves that are looked at
        found = list_leases(workspace)
    words = invocation.words
    if format_ == "json":
        invocation.console.machine(machine.document({"leases": [machine.noun(lease) for lease in found]}))
    elif found:
        rows = ((str(one.account), one.holder, one.reason, utc(one.expires_at)) for one in found)
        invocation.console.out(table(tuple(words("lease-columns").split("|")), rows))
    else:
        invocation.console.out(words("no-lease"))
    return 0


@command.command("break")
@click.argument("account", type=AccountType(), metavar="ACCOUNT")
@click.option("--reason", required=True, metavar="TEXT", help="Why, for the audit.")
@click.option("--by", metavar="NAME", help="Who says so, where it is not you.")
@pass_invocation
def break_command(invocation: Invocation, account: AccountRef, reason: str, by: str | None) -> int:
    """Take ACCOUNT's lease away from somebody who will not come back. They can write nothing more there."""
    from provisioner.runtime.state.leasing import BreakWish, break_lease

    with invocation.workspace() as workspace:
        workspace.minds_moves = False  # it is the leases themselves that are looked at
        lease = break_lease(workspace, BreakWish(account, reason, by or invocation.surroundings.user))
        words = invocation.words
    invocation.console.out(words("lease-broken", account=lease.account, holder=lease.holder, reason=lease.reason))
    return 0
