"""`provisioner destroy`: takes away what the project made.

Promises: shows and asks as apply does; says what stays and why. Does not: touch what the project never made.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from provisioner.cli import planning
from provisioner.cli.applying import ApplyChoice, begin, plan_and_apply
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb


@click.command("destroy", cls=Verb, short_help="Take away everything the project made.")
@planning.project_argument
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
@planning.scope_options
@pass_invocation
def command(
    invocation: Invocation,
    project: Path | None,
    auto_approve: bool,
    format_: str,
    detailed_exitcode: bool,
    show_unchanged: bool,
    full: bool,
    **scope: Any,
) -> int:
    """Take away everything the project made, in all accounts or in those that are named. Asks first.

    PROJECT is the firm's directory, where it is not this one.
    """
    choice = ApplyChoice(auto_approve, detailed_exitcode, format_, show_unchanged, full)
    wish = planning.wish_of(scope, destroy=True)
    begin(invocation, choice)
    with invocation.workspace(project) as workspace:
        return plan_and_apply(workspace, wish, invocation, choice)
