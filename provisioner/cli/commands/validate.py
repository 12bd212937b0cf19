"""`provisioner validate`: everything that can be found wrong in the manifests, offline.

Promises: shows everything it finds, not only the first. Does not: reach for the state or any account.
"""

from __future__ import annotations

from pathlib import Path

import click

from provisioner.cli import machine
from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.failures import show_diagnostics
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.paths import refuse_strangers, split_paths
from provisioner.model.diagnostics import has_errors
from provisioner.model.errors import ManifestInvalid


@click.command("validate", cls=Verb, short_help="Check the manifests, offline.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PROJECT | FILE...]")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json: one document, for programs.",
)
@pass_invocation
def command(invocation: Invocation, paths: tuple[Path, ...], format_: str) -> int:
    """Check the manifests, without reaching any account.

    PROJECT is the firm's directory, where it is not this one. FILEs are manifests: only what is wrong in them is shown,
    though the whole project is read.
    """
    from provisioner.runtime import session

    project, files = split_paths(paths, invocation.options.directory)
    with invocation.workspace(project) as workspace:
        refuse_strangers(files, workspace.root)
        try:
            found = session.validate(workspace, files)
            diagnostics = found.diagnostics
            counted = f"{found.accounts} accounts, {found.resources} resources"
        except ManifestInvalid as error:
            if format_ != "json":
                raise
            diagnostics, counted = error.diagnostics, ""
    if format_ == "json":
        invocation.console.machine(machine.dumps(machine.verdict(diagnostics)))
    else:
        show_diagnostics(diagnostics, invocation)
        if not has_errors(diagnostics):
            invocation.console.out(f"Success! The manifests are valid: {counted}.")
    return ExitCode.ERROR if has_errors(diagnostics) else ExitCode.OK
