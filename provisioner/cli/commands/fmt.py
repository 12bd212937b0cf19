"""`provisioner fmt`: the project's files in one style.

Promises: with --check or --diff nothing is written. Does not: look at what the files mean.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.failures import show_diagnostics
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.paths import refuse_strangers, split_paths
from provisioner.model.diagnostics import has_errors

if TYPE_CHECKING:
    from provisioner.runtime.reading.formatting import Restyled


@click.command("fmt", cls=Verb, short_help="Write the manifests in one style.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PROJECT | FILE...]")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@pass_invocation
def command(invocation: Invocation, paths: tuple[Path, ...], check: bool, diff: bool) -> int:
    """Write the manifests in one style, comments kept, and print the names of those that changed.

    PROJECT is the firm's directory, where it is not this one. FILEs are files of one project; without them it is the
    project file and the manifests that it names. A file that is no YAML is told of and left as it is.
    """
    from provisioner.runtime.reading.formatting import restyle_files

    project, files = split_paths(paths, invocation.options.directory)
    with invocation.workspace(project) as workspace:
        refuse_strangers(files, workspace.root)
        changed, faulty = 0, False
        for restyled in restyle_files(workspace.root, files, write=not (check or diff)):
            show_diagnostics(restyled.diagnostics, invocation)
            faulty = faulty or has_errors(restyled.diagnostics)
            changed += restyled.changes
            if restyled.changes:
                invocation.console.out("\n".join(_difference(restyled)) if diff else restyled.name)
    return ExitCode.ERROR if faulty or (check and changed) else ExitCode.OK


def _difference(restyled: Restyled) -> Iterator[str]:
    """As `diff -u` shows it."""
    before, after = restyled.before.splitlines(), restyled.after.splitlines()
    found = list(difflib.unified_diff(before, after, f"a/{restyled.name}", f"b/{restyled.name}", lineterm=""))
    # Only the ends of lines, or a mark before the first, can differ without a line that does.
    return iter(found or [f"--- a/{restyled.name}", f"+++ b/{restyled.name}"])
