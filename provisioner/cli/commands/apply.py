"""`provisioner apply`: plans, shows, asks and does it; or does exactly what a saved plan says.

Promises: options that would make another plan are refused beside a saved one. Does not: plan by other rules than
`plan`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from provisioner.cli import planning
from provisioner.cli.applying import ApplyChoice, begin, execute, plan_and_apply
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.refusals import REFUSALS
from provisioner.cli.saving import load
from provisioner.model.errors import UsageError
from provisioner.reports.plain import utc


@click.command("apply", cls=Verb, short_help="Change it.")
@click.argument(
    "project_or_plan", required=False, type=click.Path(exists=True, path_type=Path), metavar="[PROJECT|PLAN]"
)
@click.option("--auto-approve", is_flag=True, help="Do not ask. For pipelines.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json: one event a line, as it happens.",
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
    project_or_plan: Path | None,
    auto_approve: bool,
    format_: str,
    detailed_exitcode: bool,
    show_unchanged: bool,
    full: bool,
    **scope: Any,
) -> int:
    """Make the accounts as the manifests say: plan, show, ask, do.

    PROJECT is the firm's directory, where it is not this one. PLAN is a file that `plan --out` saved: exactly that is
    done, without a question, or nothing where the state has moved since.
    """
    choice = ApplyChoice(auto_approve, detailed_exitcode, format_, show_unchanged, full)
    if project_or_plan is not None and not project_or_plan.is_dir():
        if planning.narrows(scope):
            raise UsageError.of(REFUSALS("plan-as-made"))
        return _apply_saved(invocation, project_or_plan, choice)
    wish = planning.wish_of(scope)
    begin(invocation, choice)
    with invocation.workspace(project_or_plan) as workspace:
        return plan_and_apply(workspace, wish, invocation, choice)


def _apply_saved(invocation: Invocation, path: Path, choice: ApplyChoice) -> int:
    from provisioner.formats.plan_format import decode_plan

    begin(invocation, choice, saved=True)
    data = load(path)
    plan = decode_plan(data)
    with invocation.workspace() as workspace:
        if invocation.stream is not None:
            telling = planning.Telling()
            invocation.stream.plan(plan, planning.view_of(plan, workspace.types_in(plan), invocation, telling))
        else:
            invocation.console.err(invocation.words("saved-plan", file=path, made=utc(plan.made_at)))
        return execute(workspace, data, plan, invocation, choice)
