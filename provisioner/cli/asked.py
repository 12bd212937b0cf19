"""What verbs share that ask for a plan of their own kind: rotate, people replace, offboard.

Promises: such a plan is shown, saved and done as any other; without --apply nothing is changed. Does not: know what the
plan is about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from provisioner.cli import exit_codes, planning
from provisioner.cli.invocation import Invocation
from provisioner.cli.planning import FORMATS, Telling
from provisioner.cli.refusals import REFUSALS
from provisioner.cli.values import MomentType
from provisioner.model.errors import UsageError
from provisioner.runtime.planning.wish import RefreshMode

if TYPE_CHECKING:
    from provisioner.cli.applying import ApplyChoice
    from provisioner.runtime.session import Planned
    from provisioner.runtime.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Asked:
    """What becomes of the plan."""

    out: Path | None
    """The file it is saved to, if any."""
    telling: Telling
    """How it is told."""
    detailed: bool
    """Whether the exit code tells what is left."""
    applies: bool
    """Whether it is done, after a question."""
    auto_approve: bool
    """Whether it is done without one."""


def asked_options(function: F) -> F:
    """What may be done with the plan, and how it is looked at."""
    for option in reversed(
        (
            click.option(
                "--out",
                type=click.Path(dir_okay=False, path_type=Path),
                metavar="FILE",
                help="Save the plan, for `apply FILE`.",
            ),
            click.option(
                "--format",
                "format_",
                default="text",
                show_default=True,
                metavar="FORMAT",
                help=f"{', '.join(FORMATS)}, or one that a plugin brings. With --apply, json: one event a line.",
            ),
            click.option("--apply", "applies", is_flag=True, help="Go on as `apply` does: ask, then do it."),
            click.option("--auto-approve", is_flag=True, help="With --apply: do not ask. For pipelines."),
            planning.detailed_option,
            planning.show_unchanged_option,
            planning.full_option,
            planning.allow_deletes_option,
            click.option(
                "--refresh",
                type=click.Choice([mode.value for mode in RefreshMode]),
                default=RefreshMode.CHANGED.value,
                show_default=True,
                help="Which accounts are looked at: those not known to be converged, all, or none.",
            ),
            click.option("--now", type=MomentType(), metavar="TIME", help="Plan as if it were this time (ISO 8601)."),
        )
    ):
        function = option(function)
    return function


def asked(options: Mapping[str, Any]) -> Asked:
    """The options as one. UsageError where they do not go together."""
    found = Asked(
        options["out"],
        Telling(options["format_"], options["show_unchanged"], options["full"]),
        options["detailed_exitcode"],
        options["applies"],
        options["auto_approve"],
    )
    if found.auto_approve and not found.applies:
        raise UsageError.of(REFUSALS("approve-alone"))
    if found.applies and found.out is not None:
        raise UsageError.of(REFUSALS("saved-or-done"))
    if found.applies and found.telling.format not in ("text", "json"):
        raise UsageError.of(REFUSALS("told-how"))
    return found


def begin(invocation: Invocation, choice: Asked) -> None:
    """UsageError where nobody could approve what is to be done."""
    if choice.applies:
        from provisioner.cli import applying

        applying.begin(invocation, _apply_choice(choice))


def plan_or_apply(workspace: Workspace, make: Callable[[], Planned], invocation: Invocation, choice: Asked) -> int:
    """Shows and keeps the plan; with --apply goes on to ask and do it."""
    if choice.applies:
        from provisioner.cli import applying

        return applying.make_and_apply(workspace, make, invocation, _apply_choice(choice))
    from provisioner.cli.saving import save
    from provisioner.runtime.collector import paused

    with paused():
        planning.check_format(workspace, choice.telling.format)
        planned = make()
        seen = planning.view_of(planned.plan, workspace.types_in(planned.plan), invocation, choice.telling)
        text = planning.render(seen, invocation, choice.telling, workspace.registry.reports)
    planning.tell(text, invocation, choice.telling)
    planning.show_found(seen, invocation)
    if choice.out is not None:
        save(planned, choice.out, invocation)
    return exit_codes.of_plan(planned.plan, detailed=choice.detailed)


def _apply_choice(choice: Asked) -> ApplyChoice:
    from provisioner.cli.applying import ApplyChoice

    telling = choice.telling
    return ApplyChoice(choice.auto_approve, choice.detailed, telling.format, telling.show_unchanged, telling.full)
