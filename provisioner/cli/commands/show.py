"""`provisioner show FILE`: a saved plan, told again.

Promises: needs neither credentials nor a state; outside its project it still shows everything but the titles of kinds.
Does not: say whether the plan still fits.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

import click

from provisioner.cli import planning
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.planning import FORMATS, Telling
from provisioner.cli.saving import load
from provisioner.model.errors import ProvisionerError
from provisioner.model.resource import ResourceType


@click.command("show", cls=Verb, short_help="Show a saved plan.")
@click.argument("plan", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="PLAN")
@click.option(
    "--format",
    "format_",
    default="text",
    show_default=True,
    metavar="FORMAT",
    help=f"{', '.join(FORMATS)}, or one that a plugin brings.",
)
@planning.show_unchanged_option
@planning.full_option
@pass_invocation
def command(invocation: Invocation, plan: Path, format_: str, show_unchanged: bool, full: bool) -> int:
    """Show the plan in the file PLAN, which `plan --out` saved."""
    from provisioner.formats.plan_format import decode_plan
    from provisioner.runtime.guests.plugins import load_guests

    decoded = decode_plan(load(plan))
    telling = Telling(format_, show_unchanged, full)
    types: Mapping[str, ResourceType] = {}
    reports = load_guests().registry.reports  # a plan can be shown where there is no project
    with contextlib.suppress(ProvisionerError), invocation.workspace() as workspace:
        types = workspace.types
    invocation.speak(invocation.options.lang or decoded.language)
    seen = planning.view_of(decoded, types, invocation, telling)
    planning.tell(planning.render(seen, invocation, telling, reports), invocation, telling)
    planning.show_found(seen, invocation)
    return 0
