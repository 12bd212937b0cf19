"""`provisioner state rm`, `mv`, `restore`: what is recorded changes, what is made does not.

Promises: what a change means is shown before it is asked about. Does not: end anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import click

from provisioner.cli.approving import demand_person, is_approved
from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.values import AccountType, AddressType
from provisioner.cli.words import Words
from provisioner.model.address import AccountRef, Address
from provisioner.reports.plain import clean, utc

if TYPE_CHECKING:
    from provisioner.runtime.state.edits import Forgetting
    from provisioner.runtime.state.restoring import GoingBack

_reason = click.option("--reason", default="", metavar="TEXT", help="Why, for the audit.")
_by = click.option("--by", metavar="NAME", help="Who does it, where it is not you.")
_MOST_USERS: Final = 3
_MOST_RECORDS: Final = 20
"""Of what was done since, the youngest; `audit log` has them all."""


@click.command("rm", cls=Verb)
@click.argument("addresses", type=AddressType(), metavar="ADDRESS...", nargs=-1, required=True)
@click.option("--auto-approve", is_flag=True, help="Do not ask.")
@_reason
@_by
@pass_invocation
def rm_command(
    invocation: Invocation, addresses: tuple[Address, ...], auto_approve: bool, reason: str, by: str | None
) -> int:
    """Forget what is recorded at ADDRESS. What is made stays as it is; nobody here looks after it any more."""
    from provisioner.runtime.state.edits import EditWish, forget, look_at_forgetting

    demand_person(invocation, auto_approve=auto_approve)
    with invocation.workspace() as workspace:
        words = invocation.words
        found = look_at_forgetting(workspace, addresses)
        invocation.console.err("\n".join(line for item in found for line in _lines(item, words)))
        invocation.console.err(words("state-rm-then"))
        question, explained = words("state-rm-question"), words("state-rm-explained")
        if not is_approved(invocation, question, explained, auto_approve=auto_approve):
            return ExitCode.ERROR
        done = forget(workspace, addresses, EditWish(by or invocation.surroundings.user, reason))
    invocation.console.out(words("state-forgotten", count=len(done)))
    return 0


def _lines(item: Forgetting, words: Words) -> Iterator[str]:
    yield words("state-rm-one", address=item.address, generations=item.generations)
    if item.secrets:
        yield words("state-rm-key", secrets=", ".join(secret.value for secret in item.secrets))
    if item.needed_by:
        more = len(item.needed_by) - _MOST_USERS
        shown = ", ".join(map(str, item.needed_by[:_MOST_USERS]))
        yield words("state-rm-needed", users=f"{shown} (+{more})" if more > 0 else shown)


@click.command("mv", cls=Verb)
@click.argument("before", type=AddressType(), metavar="FROM")
@click.argument("after", type=AddressType(), metavar="TO")
@_reason
@_by
@pass_invocation
def mv_command(invocation: Invocation, before: Address, after: Address, reason: str, by: str | None) -> int:
    """Give what is recorded at FROM the address TO, in the same account: its name in the manifests changed."""
    from provisioner.runtime.state.edits import EditWish, rename

    with invocation.workspace() as workspace:
        rename(workspace, before, after, EditWish(by or invocation.surroundings.user, reason))
        words = invocation.words
    invocation.console.out(words("state-renamed", before=before, after=after))
    return 0


@click.command("restore", cls=Verb)
@click.argument("account", type=AccountType(), metavar="ACCOUNT")
@click.option(
    "--serial", type=click.IntRange(min=1), required=True, metavar="N", help="Which; `state history` lists them."
)
@click.option("--auto-approve", is_flag=True, help="Do not ask.")
@_reason
@_by
@pass_invocation
def restore_command(
    invocation: Invocation, account: AccountRef, serial: int, auto_approve: bool, reason: str, by: str | None
) -> int:
    """Record of ACCOUNT again what stood there at an earlier serial: its newest cannot be read, or is not right.

    What that means is shown first. Nothing is done in Tripletex, and nothing is made there before the account has been
    read or attested anew: what was made since is not recorded any more.
    """
    from provisioner.runtime.state.edits import EditWish
    from provisioner.runtime.state.restoring import go_back, look_back

    demand_person(invocation, auto_approve=auto_approve)
    with invocation.workspace() as workspace:
        words = invocation.words
        planned = look_back(workspace, account, serial)
        invocation.console.err("\n".join(map(clean, _going_back(planned, words))))
        question, explained = words("state-restore-question"), words("state-restore-explained")
        if not is_approved(invocation, question, explained, auto_approve=auto_approve):
            return ExitCode.ERROR
        written = go_back(workspace, planned, EditWish(by or invocation.surroundings.user, reason))
    invocation.console.out(words("state-restored", account=account, serial=serial, written=written))
    invocation.console.err(words("state-restored-then", account=account))
    return 0


def _going_back(planned: GoingBack, words: Words) -> Iterator[str]:
    known = {"account": planned.account, "serial": planned.serial, "newest": planned.newest}
    yield words("state-restore-one", **known, resources=planned.resources)
    if not planned.is_readable:
        yield words("state-restore-unreadable", newest=planned.newest)
    for change in planned.changes:
        yield f"  {change.address}: {words(f'entry-{change.kind.value}')}"
    if planned.since:
        yield words("state-restore-since", serial=planned.serial, count=len(planned.since))
    for record in planned.since[-_MOST_RECORDS:]:
        yield f"  {utc(record.at)}  {record.actor}  {record.event}  {record.address or ''}".rstrip()


VERBS: Final = (rm_command, mv_command, restore_command)
"""For the group."""
