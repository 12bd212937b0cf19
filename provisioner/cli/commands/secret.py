"""`provisioner secret`: opening a sealed key.

Promises: the key goes to standard output and nowhere else. Does not: keep it.
"""

from __future__ import annotations

from pathlib import Path

import click

from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import VerbGroup
from provisioner.cli.values import AddressType
from provisioner.model.address import Address


@click.group("secret", cls=VerbGroup, short_help="Open a sealed key: show.")
def command() -> None:
    """The keys that were sealed the moment they were shown."""


@command.command("show")
@click.argument("address", type=AddressType(), metavar="ADDRESS")
@click.option(
    "--identity",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The identity that opens it.",
)
@click.option("--generation", type=click.IntRange(min=1), metavar="N", help="An earlier one than the one in force.")
@pass_invocation
def show_command(invocation: Invocation, address: Address, identity: Path, generation: int | None) -> int:
    """Print the key of ADDRESS."""
    from provisioner.runtime.secret_access import show_secret

    with invocation.workspace() as workspace:
        secret = show_secret(workspace, address, generation, identity)
    console = invocation.console
    console.machine(secret.reveal() + "\n")
    if console.is_terminal(console.stdout):
        console.err(invocation.words("secret-on-screen"))
    return 0
