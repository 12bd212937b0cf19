"""What plan, apply and destroy share: the options that narrow a plan, and showing it.

Promises: a plan is rendered whole before anything is written or printed. Does not: ask or apply.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from provisioner.cli.invocation import Invocation
from provisioner.cli.options import clients_option
from provisioner.cli.values import AddressType, MomentType, labels
from provisioner.model.address import Address
from provisioner.model.plan import Plan
from provisioner.model.resource import ResourceType
from provisioner.runtime.planning.wish import PlanWish, RefreshMode

if TYPE_CHECKING:
    from provisioner.model.plan_view import PlanView
    from provisioner.reports.crowd import Crowd
    from provisioner.runtime.workspace import Workspace
    from provisioner.spi.entries import ReportEntry

F = TypeVar("F", bound=Callable[..., Any])

_ROUNDS: Final = 3
"""So often what is told shows whom it still takes to tell it."""
FORMATS: Final = ("text", "json", "markdown", "html")


def scope_options(function: F) -> F:
    """Which part of the project a plan is made of."""
    for option in reversed(
        (
            clients_option("Only this client."),
            click.option(
                "--selector", "selectors", multiple=True, metavar="KEY=VALUE", help="Only clients with this label."
            ),
            click.option(
                "--target",
                "targets",
                multiple=True,
                type=AddressType(),
                metavar="ADDRESS",
                help="Only this resource and what it needs. Repeatable.",
            ),
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


def allow_deletes_option(function: F) -> F:
    """For plans that end things by the way; who says destroy has said so already."""
    return click.option("--allow-deletes", is_flag=True, help="Lift the rail against many deletes.")(function)


def recreate_option(function: F) -> F:
    """For plans that make things."""
    return click.option(
        "--recreate",
        multiple=True,
        type=AddressType(),
        metavar="ADDRESS",
        help="Make this again: it vanished, and it holds a key. Repeatable.",
    )(function)


def show_unchanged_option(function: F) -> F:
    """For plans that people read."""
    return click.option("--show-unchanged", is_flag=True, help="List what stays as it is, too.")(function)


def full_option(function: F) -> F:
    """For plans that people read."""
    return click.option(
        "--full", is_flag=True, help="Tell each client's changes, also where many clients have the same."
    )(function)


def detailed_option(function: F) -> F:
    """For pipelines."""
    return click.option(
        "--detailed-exitcode", is_flag=True, help="Tell by the exit code what is left; see the documentation."
    )(function)


def wish_of(options: Mapping[str, Any], *, destroy: bool = False) -> PlanWish:
    """The options as one wish."""
    targets: tuple[Address, ...] = options["targets"]
    now: datetime | None = options["now"]
    return PlanWish(
        targets=targets,
        clients=options["clients"],
        selector=labels(options["selectors"], "--selector"),
        recreate=frozenset(options.get("recreate", ())),
        destroy=destroy,
        refresh=RefreshMode(options["refresh"]),
        now=now,
        allow_deletes=options.get("allow_deletes", False),
    )


def narrows(options: Mapping[str, Any]) -> bool:
    """Whether any option says something about which plan to make."""
    said = ("targets", "clients", "selectors", "recreate", "now", "allow_deletes")
    return any(options.get(name) for name in said) or options["refresh"] != RefreshMode.CHANGED.value


@dataclass(frozen=True, slots=True)
class Telling:
    """How a plan is told."""

    format: str = "text"
    """Its name."""
    show_unchanged: bool = False
    """Whether to list what stays as it is."""
    full: bool = True
    """Whether each client's changes are told, also where a great many clients have the same."""


def view_of(
    plan: Plan,
    types: Mapping[str, ResourceType],
    invocation: Invocation,
    telling: Telling,
    crowd: Crowd | None = None,
) -> PlanView:
    """The plan as it is told, with a crowd that it does not hold."""
    from provisioner.formats.plan_format import plan_digest
    from provisioner.reports.view import ViewOptions, view

    digest = plan_digest(plan) if telling.format != "text" else ""
    sum_up = telling.format == "text" and not (telling.full or telling.show_unchanged)
    options = ViewOptions(telling.show_unchanged, digest, sum_up=sum_up, crowd=crowd)
    return view(plan, types, invocation.options.lang or "", options)


def glance(
    workspace: Workspace, wish: PlanWish, invocation: Invocation, telling: Telling
) -> tuple[Plan, PlanView] | None:
    """A large firm's first plan as it is told summed up, and as much of it as was made; None where it must be made
    whole."""
    from provisioner.runtime.session import look_over

    if telling.format != "text" or telling.full or telling.show_unchanged:
        return None
    survey = look_over(workspace, wish)
    for _ in range(_ROUNDS if survey is not None else 0):
        assert survey is not None
        overview = survey.overview()
        if overview is None:
            return None
        plan, crowd = overview.plan, overview.crowd
        seen = view_of(plan, workspace.types, invocation, telling, crowd)
        if not crowd.missed:
            return (plan, seen) if seen.summed_up else None
        survey.named.update(account.name for account in crowd.missed)
    return None


def told_briefly(plan: Plan, invocation: Invocation, telling: Telling) -> str | None:
    """The text of a plan that has nothing to tell; None where it has, or where it is told in another format."""
    from provisioner.reports import quiet

    if telling.format != "text" or not quiet.is_quiet(plan):
        return None
    console = invocation.console
    return quiet.render(
        plan, invocation.options.lang or "", colour=console.has_colour(console.stdout), width=console.width
    )


def render(seen: PlanView, invocation: Invocation, telling: Telling, reports: Mapping[str, ReportEntry]) -> str:
    """The plan's text in the format asked for; a guest's where it is none of the house's."""
    if telling.format == "text":
        from provisioner.reports import text

        console = invocation.console
        colour = console.has_colour(console.stdout)
        return text.render(seen, colour=colour, width=console.width, diagnostics=False)
    from provisioner.runtime.guests.registry import choose

    return choose("format", reports, telling.format).render(seen)


def check_format(workspace: Workspace, name: str) -> None:
    """UsageError at once, rather than after the work, where there is no such format."""
    from provisioner.runtime.guests.registry import choose

    choose("format", workspace.registry.reports, name)


def tell(text: str, invocation: Invocation, telling: Telling) -> None:
    """Prints what was rendered."""
    if telling.format == "text":
        invocation.console.told(text)
    else:
        invocation.console.machine(text if text.endswith("\n") else text + "\n")


def show_found(seen: PlanView, invocation: Invocation) -> None:
    """What was found on the way and the rails, on standard error, with the lines they are about."""
    from provisioner.cli.failures import show_diagnostics

    found = (*seen.findings, *seen.guards)
    if found:
        show_diagnostics(found, invocation)


def project_argument(function: F) -> F:
    """The project, where it is named."""
    return click.argument(
        "project", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="[PROJECT]"
    )(function)
