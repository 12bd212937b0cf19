"""`provisioner plan`: what would change, and nothing changed by it.

Promises: `--out` writes its file only once everything else has succeeded. Does not: write anything else.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from provisioner.cli import exit_codes, planning
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.planning import FORMATS, Telling
from provisioner.cli.saving import save


@click.command("plan", cls=Verb, short_help="Show what would change.")
@planning.project_argument
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Save the plan, for `apply FILE`."
)
@click.option(
    "--format",
    "format_",
    default="text",
    show_default=True,
    metavar="FORMAT",
    help=f"{', '.join(FORMATS)}, or one that a plugin brings.",
)
@planning.detailed_option
@planning.show_unchanged_option
@planning.full_option
@planning.recreate_option
@planning.allow_deletes_option
@planning.scope_options
@pass_invocation
def command(
    invocation: Invocation,
    project: Path | None,
    out: Path | None,
    format_: str,
    detailed_exitcode: bool,
    show_unchanged: bool,
    full: bool,
    **scope: Any,
) -> int:
    """Show what would change, with why and where it was written. Nothing is changed.

    PROJECT is the firm's directory, where it is not this one.
    """
    from provisioner.runtime import session
    from provisioner.runtime.collector import paused

    wish = planning.wish_of(scope)
    telling = Telling(format_, show_unchanged, full)
    with paused(), invocation.workspace(project) as workspace:
        planning.check_format(workspace, format_)
        glanced = planning.glance(workspace, wish, invocation, telling) if out is None else None
        planned, seen, text = None, None, None
        if glanced is not None:
            plan, seen = glanced
        else:
            planned = session.make_plan(workspace, wish)
            plan, text = planned.plan, planning.told_briefly(planned.plan, invocation, telling)
        if text is None:
            seen = seen or planning.view_of(plan, workspace.types_in(plan), invocation, telling)
            text = planning.render(seen, invocation, telling, workspace.registry.reports)
    planning.tell(text, invocation, telling)
    if seen is not None:
        planning.show_found(seen, invocation)
    if out is not None and planned is not None:
        save(planned, out, invocation)
    return exit_codes.of_plan(plan, detailed=detailed_exitcode)
