"""`provisioner state pull`, `push`, `migrate`: the state as a file, and in another place.

Promises: what leaves the state holds keys sealed and nothing in the clear. Does not: edit the project.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from provisioner.cli import machine
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.options import format_option
from provisioner.cli.refusals import REFUSALS
from provisioner.cli.values import AccountType
from provisioner.model.address import AccountRef
from provisioner.model.errors import UsageError
from provisioner.runtime.platform import write_durably


@click.command("pull", cls=Verb)
@click.argument("account", required=False, type=AccountType(), metavar="[ACCOUNT]")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write it into FILE, for its owner alone, instead of to standard output.",
)
@pass_invocation
def pull_command(invocation: Invocation, account: AccountRef | None, out: Path | None) -> int:
    """Take the whole state out as JSON, or ACCOUNT's: history, sealed keys and audit included."""
    from provisioner.runtime.state.archives import pull

    with invocation.workspace() as workspace:
        data = pull(workspace, account)
        words = invocation.words
    if out is None:
        invocation.console.machine(data.decode("utf-8"))
        return 0
    try:
        write_durably(out, data, private=True)
    except OSError as error:
        raise UsageError.of(REFUSALS("not-written", path=out, error=error.strerror or type(error).__name__)) from error
    invocation.console.err(words("state-pulled", file=out))
    return 0


@click.command("push", cls=Verb)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
@click.argument("account", required=False, type=AccountType(), metavar="[ACCOUNT]")
@click.option(
    "--force", default="", metavar="REASON", help="Lay it over a foreign or later state too; the audit says why."
)
@format_option
@pass_invocation
def push_command(invocation: Invocation, file: Path, account: AccountRef | None, force: str, format_: str) -> int:
    """Put FILE, which `state pull` wrote, back into the state; or ACCOUNT's part of it."""
    from provisioner.runtime.state.archives import PushWish, push

    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError.of(REFUSALS("not-read", path=file, error=error.strerror or type(error).__name__)) from error
    with invocation.workspace() as workspace:
        done = push(workspace, PushWish(data, account, force.strip()))
        words = invocation.words
    if format_ == "json":
        rows: list[machine.Json] = [
            {"account": str(one.account), "result": one.kind.value, "serial": one.serial} for one in done
        ]
        invocation.console.machine(machine.document({"pushed": rows}))
        return 0
    known = {"same": "state-push-same", "restored": "state-push-restored", "pushed": "state-push-pushed"}
    for one in done:
        invocation.console.out(words(known[one.kind.value], account=one.account, serial=one.serial))
    return 0


@click.command("migrate", cls=Verb)
@click.option("--to", "url", required=True, metavar="URL", help="Where to: what `state:` of the project will say.")
@format_option
@pass_invocation
def migrate_command(invocation: Invocation, url: str, format_: str) -> int:
    """Move the whole state to URL, read it back and compare. The old place is closed after it."""
    from provisioner.runtime.state.migrating import migrate

    with invocation.workspace() as workspace:
        done = migrate(workspace, url)
        workspace.minds_moves = False  # that is what was done
        words = invocation.words
    if format_ == "json":
        document: dict[str, machine.Json] = {
            "state": done.url,
            "moved": [str(account) for account in done.moved],
            "already_there": [str(account) for account in done.there],
        }
        invocation.console.machine(machine.document(document))
        return 0
    console = invocation.console
    console.out(words("state-moved", moved=len(done.moved), there=len(done.there), url=done.url))
    console.out(f"{words('state-moved-write')}\n\n    state: {done.url}\n")
    console.err(words("state-moved-closed"))
    return 0


VERBS: Final = (pull_command, push_command, migrate_command)
"""For the group."""
