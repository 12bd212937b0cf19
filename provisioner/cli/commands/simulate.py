"""`provisioner simulate`: these manifests, and everything that can go wrong.

Promises: of the project only its manifests are used; no state, secret, world or network is touched. The exit code is 1
where an invariant was broken, and each broken run is told by the command that runs it again. Does not: mend anything.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provisioner.cli import machine
from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.options import format_option
from provisioner.cli.refusals import REFUSALS
from provisioner.cli.values import DayType
from provisioner.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provisioner.testing.simulation.campaign import Campaign
    from provisioner.testing.simulation.run import Wish
    from provisioner.testing.simulation.runner import Runner, Told

SECONDS_BETWEEN_LINES = 5.0
MANY = 200


@click.command("simulate", cls=Verb, short_help="Try everything that can go wrong, on a copy in memory.")
@click.argument("project", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--seeds", type=click.IntRange(1), default=MANY, show_default=True, help="How many random runs.")
@click.option("--first", type=click.IntRange(0), default=0, show_default=True, help="The first seed.")
@click.option("--seed", type=click.IntRange(0), help="This one run alone.")
@click.option("--scene", type=click.Choice(["build", "rotate", "tear-down"]), help="Of this kind only.")
@click.option(
    "--at", "at", multiple=True, metavar="SEAM=FAULT", help="With --seed: this fault at this seam, and no other."
)
@click.option("--crash-points", is_flag=True, help="Instead of random runs: die at every seam, one at a time.")
@click.option("--part", default="1/1", metavar="N/M", help="Of M parts of the crash points the Nth, for pipelines.")
@click.option(
    "--on",
    "on",
    type=DayType(),
    metavar="DATE",
    help="The day on which the runs begin; today unless it is said.",
)
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Keep each run that found something as a case file there.",
)
@format_option
@pass_invocation
def command(
    invocation: Invocation,
    project: Path | None,
    seeds: int,
    first: int,
    seed: int | None,
    scene: str | None,
    at: tuple[str, ...],
    crash_points: bool,
    part: str,
    on: datetime | None,
    keep: Path | None,
    format_: str,
) -> int:
    """Run these manifests through everything that can go wrong, in memory, and say what held.

    Processes die between any two steps, answers are lost, calls come late, leases break, machines sleep, the secret
    store and the disk fail, a second pipeline, a second person and somebody on the screen get in the way.
    """
    from provisioner.testing.simulation import campaign as campaigns
    from provisioner.testing.simulation.cases import faults_at
    from provisioner.testing.simulation.run import Wish

    with invocation.workspace(project) as workspace:
        day = on.date() if on is not None else workspace.clock.now().date()
        runs = campaigns.runner(workspace, day)
        if seed is not None:
            wishes: Sequence[Wish] = (Wish(seed, script=faults_at(at), scene=scene or ""),)
        elif crash_points:
            wishes = _part(campaigns.single_faults(runs), part)
        else:
            wishes = tuple(campaigns.seeds(first, seeds, scene or ""))
    # From here on the project itself is closed: nothing of it can be reached.
    campaign = _carried_out(invocation, runs, wishes)
    if keep is not None:
        _keep(invocation, campaign, day, keep)
    if format_ == "json":
        invocation.console.machine(machine.document(document(campaign, day)))
    else:
        _tell(invocation, campaign, day)
    return ExitCode.ERROR if campaign.tally.findings else ExitCode.OK


def _part(wishes: Sequence[Wish], part: str) -> Sequence[Wish]:
    """Of M parts the Nth: every Mth, so that all take as long. UsageError."""
    number, _, many = part.partition("/")
    if not (number.isdigit() and many.isdigit() and 1 <= int(number) <= int(many)):
        raise UsageError.of(REFUSALS("no-part", part=part))
    return wishes[int(number) - 1 :: int(many)]


def _carried_out(invocation: Invocation, runs: Runner, wishes: Sequence[Wish]) -> Campaign:
    """All of them, with a line now and then."""
    from provisioner.runtime.clock import Clock
    from provisioner.testing.simulation.campaign import Campaign

    campaign, clock = Campaign(), Clock()
    invocation.console.err(invocation.words("simulate-begins", count=len(wishes)))
    told = clock.monotonic()
    for number, wish in enumerate(wishes, start=1):
        campaign.add(runs.run(wish))
        if clock.monotonic() - told >= SECONDS_BETWEEN_LINES:
            told = clock.monotonic()
            known = {"done": number, "count": len(wishes), "found": campaign.broken}
            invocation.console.err(invocation.words("simulate-progress", **known))
    return campaign


def _keep(invocation: Invocation, campaign: Campaign, day: date, directory: Path) -> None:
    from provisioner.testing.simulation.cases import Case, write

    directory.mkdir(parents=True, exist_ok=True)
    for told in campaign.failures:
        path = directory / f"seed-{told.wish.seed}.json"
        found = "; ".join(f"{finding.invariant}: {finding.what.splitlines()[0]}" for finding in told.findings)
        path.write_text(write(Case(str(invocation.root or ""), day, told.wish, found)), encoding="utf-8")
        invocation.console.err(invocation.words("simulate-kept", file=path))


def _tell(invocation: Invocation, campaign: Campaign, day: date) -> None:
    from provisioner.testing.simulation.campaign import INVARIANTS

    words, tally, out = invocation.words, campaign.tally, invocation.console.out
    for told in campaign.failures:
        _tell_failure(invocation, told, day)
    out(words("simulate-done", runs=tally.runs, seams=tally.seams, faults=tally.faults.total()))
    if tally.faults:
        listed = ", ".join(f"{name} {many}" for name, many in sorted(tally.faults.items()))
        out(words("simulate-faults", faults=listed))
    counts = tally.counts
    out(words("simulate-counts", keys=counts["keys shown"], calls=counts["calls made"], commits=counts["commits"]))
    out("")
    width = max(len(name) for name in INVARIANTS)
    for name in INVARIANTS:
        many = tally.findings[name]
        verdict = words("simulate-broken", count=many) if many else words("simulate-holds")
        out(f"  {name:<{width}}  {verdict}: {words(f'invariant-{name}')}")


def _tell_failure(invocation: Invocation, told: Told, day: date) -> None:
    from provisioner.testing.simulation.cases import line

    for finding in told.findings:
        invocation.console.out(invocation.words("simulate-finding", invariant=finding.invariant, what=finding.what))
    for step in told.trace:
        invocation.console.out(f"    {step}")
    invocation.console.out(invocation.words("simulate-replay", line=line(told.wish, day)) + "\n")


def document(campaign: Campaign, day: date) -> dict[str, machine.Json]:
    """For programs."""
    from provisioner.testing.simulation.campaign import INVARIANTS
    from provisioner.testing.simulation.cases import line

    tally = campaign.tally
    return {
        "runs": tally.runs,
        "digest": campaign.digest,
        "seams": tally.seams,
        "faults": dict(sorted(tally.faults.items())),
        "counts": dict(sorted(tally.counts.items())),
        "invariants": {name: tally.findings[name] for name in INVARIANTS},
        "failures": [
            {
                "replay": line(told.wish, day),
                "digest": told.digest,
                "findings": [f"{finding.invariant}: {finding.what}" for finding in told.findings],
                "trace": list(told.trace),
            }
            for told in campaign.failures
        ],
    }
