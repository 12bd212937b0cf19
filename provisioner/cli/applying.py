"""What apply and destroy share: settle, plan, show, ask, do, tell.

Promises: what is done is the plan that was shown, decoded from its bytes; nothing is done that was not approved by
`yes`, by --auto-approve or by a saved plan. Does not: hold a rule of the house.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provisioner.cli import exit_codes, planning
from provisioner.cli.events import EventStream
from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.invocation import Invocation
from provisioner.cli.planning import Telling
from provisioner.cli.refusals import REFUSALS
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Severity
from provisioner.model.errors import UsageError
from provisioner.model.outcome import Applied, ApplyReport, Awaiting, Failed, Skipped
from provisioner.model.plan import Action, Plan, StepAction
from provisioner.reports.apply_text import apply_summary, render_applied, render_apply, waiting
from provisioner.reports.diagnostics_text import Style
from provisioner.runtime.planning.wish import PlanWish
from provisioner.runtime.platform import interruptible

if TYPE_CHECKING:
    from provisioner.runtime.session import Planned
    from provisioner.runtime.workspace import Workspace

Leave = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class ApplyChoice:
    """How an apply is wanted."""

    auto_approve: bool = False
    """Whether nobody is asked."""
    detailed: bool = False
    """Whether the exit code tells that something waits."""
    format: str = "text"
    """text, or json: events as they happen."""
    show_unchanged: bool = False
    """Whether to list what stays as it is."""
    full: bool = True
    """Whether each client's changes are told, also where a great many clients have the same."""

    @property
    def streams(self) -> bool:
        """Whether events go to standard output, and nothing else does."""
        return self.format == "json"


def begin(invocation: Invocation, choice: ApplyChoice, *, saved: bool = False) -> None:
    """Begins the stream of events where one is wanted. UsageError where that leaves no room to approve."""
    if choice.streams and not (choice.auto_approve or saved):
        raise UsageError.of(REFUSALS("no-room-for-questions"))
    if choice.streams:
        from provisioner.runtime.clock import Clock

        invocation.stream = EventStream(invocation.console, Clock().now)


def plan_and_apply(workspace: Workspace, wish: PlanWish, invocation: Invocation, choice: ApplyChoice) -> int:
    """From manifests to done."""
    from provisioner.runtime import session

    return make_and_apply(workspace, lambda: session.make_plan(workspace, wish), invocation, choice)


def make_and_apply(
    workspace: Workspace, make: Callable[[], Planned], invocation: Invocation, choice: ApplyChoice
) -> int:
    """The same for a plan that is made in another way."""
    from provisioner.runtime import session

    settled = session.settle_open(workspace)
    _tell_settled(settled, invocation)
    planned = make()
    plan = planned.plan
    _show_plan(workspace, plan, invocation, choice)
    # What could not be settled stays open and stands in the plan; what stopped the settling is told, and counts.
    before = exit_codes.gravest(account.exit_code for account in settled.accounts)
    stopped = {found.concerns for found in plan.diagnostics if found.severity is Severity.ERROR}
    if plan.guards:
        invocation.console.err(invocation.words("guarded"))
    if plan.guards or not _can_be_applied(plan, stopped):
        return exit_codes.gravest((before, exit_codes.of_trouble(plan)))
    if stopped:
        names = ", ".join(sorted(map(str, stopped)))
        invocation.console.err(invocation.words("left-out", accounts=names))
    if exit_codes.has_something_to_do(plan) and not choice.auto_approve and not _approved(plan, invocation):
        invocation.console.err(invocation.words("not-approved"))
        return ExitCode.ERROR
    code = execute(workspace, planned.data, plan, invocation, choice)
    return exit_codes.gravest((before, code, _take_up(workspace, plan, invocation)))


def _take_up(workspace: Workspace, plan: Plan, invocation: Invocation) -> int:
    """Offers what waits since an earlier apply to whoever is at hand now."""
    addresses = {change.address for change in plan.changes() if change.action is Action.AWAIT}
    somebody = invocation.options.operator is not None or invocation.console.keyboard.is_there
    if not addresses or not somebody or invocation.stream is not None:
        return ExitCode.OK
    from provisioner.runtime.worklist.waiting import nobody_has, take_up

    found, console, words = nobody_has(workspace, addresses), invocation.console, invocation.words
    if not found or (invocation.options.operator is None and not _wants_to(len(found), invocation)):
        return ExitCode.OK
    stop = threading.Event()
    with interruptible(stopper(stop, invocation)):
        report = take_up(workspace, found, stop)
    console.out(render_apply(report, invocation.language, console.has_colour(console.stdout), width=console.width))
    console.err(words("apply-taken-up"))
    return exit_codes.gravest(exit_codes.of_account(account) for account in report.accounts)


def _wants_to(count: int, invocation: Invocation) -> bool:
    """Whether the person at the terminal does it now; nobody there, or no clear yes, is no."""
    words, console = invocation.words, invocation.console
    try:
        given = console.ask(f"{words('apply-take-up', count=count)} ").casefold()
    except EOFError:
        return False
    return given in (words("release-yes"), "yes")


def _can_be_applied(plan: Plan, stopped: set[AccountRef | None]) -> bool:
    """Whether the errors, which stop the accounts `stopped`, leave any that may be touched."""
    return None not in stopped and (
        not stopped or any(account.account.ref not in stopped for account in plan.accounts if not account.skipped)
    )


def _tell_settled(settled: ApplyReport, invocation: Invocation) -> None:
    """What looking into open intents told, without the last line, which counts an apply: there has been none yet."""
    if not settled.outcomes() and not settled.notices and not any(report.problem for report in settled.accounts):
        return
    if invocation.stream is not None:
        _stream_troubles(settled, invocation.stream)
        return
    console = invocation.console
    text = render_apply(settled, invocation.language, console.has_colour(console.stderr), width=console.width)
    console.err(text.rstrip("\n").rpartition("\n")[0])


def _show_plan(workspace: Workspace, plan: Plan, invocation: Invocation, choice: ApplyChoice) -> None:
    telling = Telling("text", choice.show_unchanged, choice.full or invocation.stream is not None)
    seen = planning.view_of(plan, workspace.types_in(plan), invocation, telling)
    if invocation.stream is not None:
        invocation.stream.plan(plan, seen)
        return
    planning.tell(planning.render(seen, invocation, telling, {}), invocation, telling)
    planning.show_found(seen, invocation)


def _approved(plan: Plan, invocation: Invocation) -> bool:
    """Whether somebody says so. UsageError where there is something to approve, and nobody who could."""
    if not invocation.console.keyboard.is_there:
        raise UsageError.of(REFUSALS("nobody-to-approve"))
    words, console = invocation.words, invocation.console
    verb = "destroy" if plan.destroy else "apply"
    console.err(f"\n{words(f'{verb}-question')}\n  {words(f'{verb}-explained')}\n  {words('only-yes')}\n")
    try:
        return console.ask(f"  {words('enter-value')}") == "yes"
    except EOFError:
        return False


def execute(workspace: Workspace, data: bytes, plan: Plan, invocation: Invocation, choice: ApplyChoice) -> int:
    """Does what is approved and tells how it went."""
    from provisioner.runtime import session

    stop = threading.Event()
    with interruptible(stopper(stop, invocation)):
        report = session.apply_plan(workspace, data, stop=stop)
    if invocation.stream is not None:
        _stream_report(report, plan, invocation.stream)
    else:
        console = invocation.console
        style = Style(invocation.language, console.has_colour(console.stdout), console.width)
        console.told("\n" + render_applied(report, plan, style))
    return exit_codes.of_report(report, plan, detailed=choice.detailed)


def stopper(stop: threading.Event, invocation: Invocation, leave: Leave = os._exit) -> Callable[[int], None]:
    """What Ctrl-C does: once, what has begun is finished; twice, the process ends where it stands, as in a crash.

    Every call was written down before it was made, so the next apply finds out how it ended. Unwinding would wait for
    the very calls that the person no longer wants to wait for.
    """

    def say(name: str) -> None:
        # A signal may come in the middle of a write to the same stream, and then nothing more can be written to it.
        with contextlib.suppress(RuntimeError):
            console = invocation.console
            console.err("\n" + invocation.words(name))
            if console.asking and name == "stopping":
                # The question still waits for its answer, and stands above what was just said.
                console.err(invocation.words("ask-or-later", question=console.asking))
            sys.stdout.flush()

    def on_interrupt(times: int) -> None:
        if times == 1:
            stop.set()
            say("stopping")
            return
        say("stopped")
        leave(ExitCode.INTERRUPTED)

    return on_interrupt


def _stream_troubles(report: ApplyReport, stream: EventStream) -> None:
    for account in report.accounts:
        for outcome in account.outcomes:
            if isinstance(outcome, Failed | Skipped):
                stream.diagnostic(outcome.diagnostic)
        if account.problem is not None:
            stream.diagnostic(account.problem)
    for notice in report.notices:
        stream.diagnostic(notice)


def _stream_report(report: ApplyReport, plan: Plan, stream: EventStream) -> None:
    _stream_troubles(report, stream)
    outcomes = report.outcomes()
    done = Counter(outcome.step.action for outcome in outcomes if isinstance(outcome, Applied))
    left = waiting(plan)
    stream.applied(
        apply_summary(report, left),
        {
            "add": done[StepAction.CREATE],
            "change": done[StepAction.UPDATE],
            "remove": done[StepAction.DELETE],
            "adopt": done[StepAction.ADOPT],
            "forget": done[StepAction.FORGET],
            "awaiting": sum(isinstance(outcome, Awaiting) for outcome in outcomes) + left[Action.AWAIT],
            "held": left[Action.HOLD],
            "asked": left[Action.ASK],
            "failed": sum(isinstance(outcome, Failed) for outcome in outcomes),
            "skipped": sum(isinstance(outcome, Skipped) for outcome in outcomes),
            "operation": "destroy" if plan.destroy else "apply",
        },
    )
