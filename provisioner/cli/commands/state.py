"""`provisioner state`: what is recorded.

Promises: what stands here only looks, but for `init`; the verbs that change, move and check the state have their own
modules. Does not: show a secret; `secret show` does.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from provisioner.cli import machine
from provisioner.cli.commands import state_checks, state_edits, state_files, state_history
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import VerbGroup
from provisioner.cli.options import format_option
from provisioner.cli.state_tables import state_table
from provisioner.cli.values import AccountType, AddressType, written
from provisioner.model.address import AccountRef, Address
from provisioner.model.state import Entry, Generation
from provisioner.reports.plain import clean, quoted, utc


@click.group("state", cls=VerbGroup, short_help="What is recorded: list, show, history, pull, push, check…")
def command() -> None:
    """Look at what is recorded of what we made, take it elsewhere, and mend it."""


@command.command("list")
@click.argument("account", required=False, type=AccountType(), metavar="[ACCOUNT]")
@format_option
@pass_invocation
def list_command(invocation: Invocation, account: AccountRef | None, format_: str) -> int:
    """List everything that is recorded, or what is recorded of ACCOUNT."""
    from provisioner.runtime.state.states import account_states

    with invocation.workspace() as workspace:
        states = account_states(workspace, account)
    if format_ == "json":
        invocation.console.machine(machine.document({"accounts": [machine.noun(state) for state in states]}))
        return 0
    invocation.console.out(state_table(states, invocation.words) or invocation.words("no-state"))
    return 0


@command.command("show")
@click.argument("address", type=AddressType(), metavar="ADDRESS")
@format_option
@pass_invocation
def show_command(invocation: Invocation, address: Address, format_: str) -> int:
    """Show all that is recorded of ADDRESS."""
    from provisioner.runtime.state.states import find_entry

    with invocation.workspace() as workspace:
        entry = find_entry(workspace, address)
    if format_ == "json":
        invocation.console.machine(machine.document(machine.noun(entry)))
    else:
        invocation.console.out("\n".join(_entry(entry)))
    return 0


def _entry(entry: Entry) -> Iterator[str]:
    yield f"# {clean(str(entry.address))}"
    if entry.integration:
        yield f"integration = {quoted(entry.integration)}"
    for name, on in (("tainted", entry.tainted), ("adopted", entry.adopted)):
        if on:
            yield f"{name} = true"
    for address in entry.depends_on:
        yield f"depends_on = {quoted(str(address))}"
    for generation in (entry.current, *reversed(entry.deposed)):
        yield ""
        yield f"generation {generation.number}{'' if generation is entry.current else ' (deposed)'} {{"
        yield from _generation(generation)
        yield "}"


def _generation(generation: Generation) -> Iterator[str]:
    yield f"  made_at = {quoted(utc(generation.made_at))}"
    facts = (
        ("native_id", generation.native_id),
        ("driver", generation.driver),
        ("intent_id", generation.intent_id),
        ("expires_on", generation.expires_on.isoformat() if generation.expires_on is not None else None),
        ("secret", generation.secret.value if generation.secret is not None else None),
    )
    for name, value in facts:
        if value:
            yield f"  {name} = {quoted(value)}"
    if generation.handoff is not None:
        handoff = generation.handoff
        yield f"  hand-off = {quoted(f'{handoff.vendor}: {handoff.status.value}')}"
    for name in sorted(generation.attributes):
        yield f"  attributes.{clean(name)} = {written(generation.attributes[name])}"


@command.command("init")
@pass_invocation
def init_command(invocation: Invocation) -> int:
    """Make an empty state where there is none yet. One that is there is left as it is."""
    from provisioner.runtime.state.states import create_state

    with invocation.workspace() as workspace:
        create_state(workspace)
    invocation.console.err(invocation.words("state-made"))
    return 0


for _verb in (
    *state_history.VERBS,
    *state_edits.VERBS,
    *state_files.VERBS,
    *state_checks.VERBS,
):
    command.add_command(_verb)
