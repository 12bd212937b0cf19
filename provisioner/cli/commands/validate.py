"""`provisioner validate`: everything that can be found wrong in the manifests, offline.

Promises: shows everything it finds, not only the first. Does not: reach for the state or any account.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click

from provisioner import __version__
from provisioner.cli import machine
from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.failures import show_diagnostics
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.paths import refuse_strangers, split_paths
from provisioner.model.diagnostics import Diagnostic, has_errors
from provisioner.model.errors import ManifestInvalid

CHECKOUTS: Final = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY")
"""Where pipelines name the directory that they count paths from."""


@click.command("validate", cls=Verb, short_help="Check the manifests, offline.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PROJECT | FILE...]")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "sarif", "junit", "github"]),
    default="text",
    show_default=True,
    help="json: one document, for programs. sarif, junit, github: for pipelines that show them.",
)
@pass_invocation
def command(invocation: Invocation, paths: tuple[Path, ...], format_: str) -> int:
    """Check the manifests, without reaching any account.

    PROJECT is the firm's directory, where it is not this one. FILEs are manifests: only what is wrong in them is shown,
    though the whole project is read.
    """
    from provisioner.runtime import session
    from provisioner.runtime.files import project_files

    project, files = split_paths(paths, invocation.options.directory)
    with invocation.workspace(project) as workspace:
        refuse_strangers(files, workspace.root, project_files(workspace.root))
        try:
            found = session.validate(workspace, files)
            diagnostics = found.diagnostics
            counted = f"{_many(found.accounts, 'account')}, {_many(found.resources, 'resource')}"
            nobody = not found.accounts
        except ManifestInvalid as error:
            if format_ == "text":
                raise
            diagnostics, counted, nobody = error.diagnostics, "", False
        looked_at = workspace.root, files or project_files(workspace.root)
    if format_ == "json":
        invocation.console.machine(machine.document(machine.verdict(diagnostics)))
    elif format_ == "text":
        show_diagnostics(diagnostics, invocation)
        if not has_errors(diagnostics):
            invocation.console.out(f"Success! The manifests are valid: {counted}.")
            if nobody and not diagnostics:
                invocation.console.err(invocation.words("validated-nobody"))
    else:
        _for_pipelines(format_, diagnostics, looked_at, invocation)
    return ExitCode.ERROR if has_errors(diagnostics) else ExitCode.OK


def _for_pipelines(
    format_: str, diagnostics: tuple[Diagnostic, ...], looked_at: tuple[Path, tuple[Path, ...]], invocation: Invocation
) -> None:
    """Prints them as the pipeline shows them."""
    from provisioner.reports import diagnostics_github, diagnostics_junit, diagnostics_sarif
    from provisioner.reports.checked import Checked
    from provisioner.reports.findings import once
    from provisioner.reports.words import words

    root, files = looked_at
    checked = Checked(
        once(diagnostics, words(invocation.language)),
        # A manifest may be a link to somewhere else; the ones named on the command line are not.
        files=tuple(
            (path if path.is_relative_to(root) else path.resolve()).relative_to(root).as_posix() for path in files
        ),
        language=invocation.language,
        version=__version__,
        prefix=_prefix(root, invocation.surroundings.variables),
    )
    if format_ == "sarif":
        invocation.console.machine(diagnostics_sarif.render(checked))
    elif format_ == "junit":
        invocation.console.out(diagnostics_junit.render(checked))
    else:
        invocation.console.out(diagnostics_github.render(checked))


def _prefix(root: Path, variables: Mapping[str, str]) -> str:
    """The way to the project from where the pipeline counts: its checkout, else where we stand."""
    named = [variables[name] for name in CHECKOUTS if variables.get(name)]
    for base in (*map(Path, named), Path.cwd()):
        if root.is_relative_to(base.resolve()):
            way = root.relative_to(base.resolve()).as_posix()
            return "" if way == "." else way
    return ""


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
