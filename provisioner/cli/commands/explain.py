"""`provisioner explain ADDRESS`: where each value of one resource came from.

Promises: offline; every value stands with the file and line it was written at, or with nothing where it is the
catalogue's. Does not: look at the account.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

import click

from provisioner.cli import machine
from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.failures import show_diagnostics
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.table import table
from provisioner.cli.values import AddressType, written
from provisioner.model.address import Address
from provisioner.model.diagnostics import has_errors
from provisioner.model.errors import UsageError
from provisioner.model.resource import Desired
from provisioner.reports.plain import clean
from provisioner.spi.provider import Expansion


@click.command("explain", cls=Verb, short_help="Show where each value of one resource came from.")
@click.argument("address", type=AddressType(), metavar="ADDRESS")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json: one document, for programs.",
)
@pass_invocation
def command(invocation: Invocation, address: Address, format_: str) -> int:
    """Show each value of the resource ADDRESS with the file and line it came from."""
    from provisioner.runtime.prepare import prepare

    with invocation.workspace() as workspace:
        prepared = prepare(workspace, strict=True)
        declared = next((item for item in prepared.accounts if item.account.ref == address.account), None)
        if declared is None:
            raise UsageError(f"There is no account {address.account} in the manifests.")
        expansion = prepared.expand(declared, workspace.clock.now())
    found = next((item for item in expansion.desired if item.address == address), None)
    if found is None:
        return _missing(address, expansion, invocation)
    if format_ == "json":
        invocation.console.machine(machine.dumps(_document(found)))
    else:
        invocation.console.out("\n".join(_lines(found, invocation.language)))
        invocation.console.out("\n" + table(("VALUE", "IS", "FROM"), _rows(found)))
    return ExitCode.OK


def _missing(address: Address, expansion: Expansion, invocation: Invocation) -> int:
    """Tells what is wrong with the account, which may be why the resource is not there."""
    if has_errors(expansion.diagnostics):
        show_diagnostics(expansion.diagnostics, invocation)
    there = [str(item.address) for item in expansion.desired]
    close = difflib.get_close_matches(str(address), there, n=1)
    hint = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(there) or 'none'}."
    raise UsageError(f"Nothing in the manifests asks for {address}.", hint=hint)


def _lines(found: Desired, language: str) -> Iterator[str]:
    yield clean(str(found.address))
    if found.source is not None:
        yield f"  declared at {clean(str(found.source))}"
    if found.integration:
        yield f"  integration {clean(found.integration)}"
    for address in found.depends_on:
        yield f"  needs {clean(str(address))}"
    for note in found.notes:
        yield f"  {clean(note.told_in(language).summary)}"


def _rows(found: Desired) -> Iterator[tuple[str, str, str]]:
    for name in sorted(found.attributes):
        origin = found.origins.get(name)
        yield name, written(found.attributes[name]), str(origin) if origin is not None else ""


def _document(found: Desired) -> machine.Json:
    return {
        "address": str(found.address),
        "integration": found.integration,
        "declared_at": str(found.source) if found.source is not None else None,
        "depends_on": [str(address) for address in found.depends_on],
        "values": {
            name: {
                "value": machine.noun(found.attributes[name]),
                "from": str(found.origins[name]) if name in found.origins else None,
            }
            for name in sorted(found.attributes)
        },
    }
