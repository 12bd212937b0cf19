"""What the process ends with, and why.

Promises: usage errors are 1, never 2; of several troubles the gravest speaks. Does not: print.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from provisioner.model.diagnostics import has_errors
from provisioner.model.plan import Action, Plan

if TYPE_CHECKING:
    from provisioner.model.outcome import AccountReport, ApplyReport


class ExitCode(IntEnum):
    """Every exit code there is; docs/cli.md tells them to users."""

    OK = 0
    """Done, or nothing to do."""
    ERROR = 1
    """Something is wrong: usage, manifests, the provider's world, or a bug."""
    CHANGES = 2
    """With --detailed-exitcode: the plan has something to do."""
    GUARD = 3
    """A rail of the project stops the plan."""
    LEASE = 4
    """Somebody else works on the account, or our lease ended."""
    REFUSED = 5
    """The plan is stale, damaged, or not for this state."""
    STATE = 6
    """The state is missing, corrupt, too new, or cannot be reached."""
    AWAITING = 7
    """With --detailed-exitcode: nothing is left but what waits for somebody."""
    OTHER_TEXT = 8
    """With `work compare`: the text is another than the one that was accepted."""
    INTERRUPTED = 130
    """Ctrl-C, or a polite kill; what was done is recorded."""


_GRAVEST_FIRST: Final = (
    ExitCode.INTERRUPTED,
    ExitCode.STATE,
    ExitCode.REFUSED,
    ExitCode.LEASE,
    ExitCode.GUARD,
    ExitCode.ERROR,
    ExitCode.OTHER_TEXT,
    ExitCode.AWAITING,
    ExitCode.CHANGES,
    ExitCode.OK,
)
_WAITS: Final = frozenset({Action.HOLD, Action.AWAIT, Action.ASK})


def gravest(codes: Iterable[int]) -> int:
    """The one that speaks for all; an unknown code counts as an error of its own kind."""
    found = set(codes)
    strangers = sorted(found - set(_GRAVEST_FIRST))
    return next((int(code) for code in _GRAVEST_FIRST if code in found and code is not ExitCode.OK), 0) or (
        strangers[0] if strangers else ExitCode.OK
    )


def has_something_to_do(plan: Plan) -> bool:
    """Whether applying the plan would do anything: an account that only changed its name counts."""
    return any(change.action.is_pending for change in plan.changes()) or any(
        account.moved_from is not None for account in plan.accounts
    )


def waits(plan: Plan) -> bool:
    """Whether something in it waits for a person or for something else."""
    return any(change.action in _WAITS for change in plan.changes())


def of_trouble(plan: Plan) -> int:
    """What the errors and the rails of a plan ask for."""
    codes = [ExitCode.ERROR] if has_errors(plan.diagnostics) else []
    codes += [ExitCode.GUARD] if plan.guards else []
    return gravest(codes)


def of_plan(plan: Plan, *, detailed: bool) -> int:
    """What `plan` ends with."""
    trouble = of_trouble(plan)
    if trouble or not detailed:
        return trouble
    if has_something_to_do(plan):
        return ExitCode.CHANGES
    return ExitCode.AWAITING if waits(plan) else ExitCode.OK


def of_account(account: AccountReport) -> int:
    """What one account of an apply asks for."""
    from provisioner.model.outcome import Failed, Settled, SettledAs

    codes = [account.exit_code]
    if account.problem is not None and has_errors((account.problem,)) and not account.exit_code:
        codes.append(ExitCode.ERROR)
    for outcome in account.outcomes:
        unknown = isinstance(outcome, Settled) and outcome.as_ is SettledAs.UNKNOWN
        if isinstance(outcome, Failed) or unknown:
            codes.append(ExitCode.ERROR)
    return gravest(codes)


def of_report(report: ApplyReport, plan: Plan, *, detailed: bool) -> int:
    """What `apply` ends with: that what is left only waits is no failure."""
    from provisioner.model.outcome import Awaiting, Skipped

    if report.interrupted:
        return ExitCode.INTERRUPTED
    trouble = gravest((of_trouble(plan), *(of_account(account) for account in report.accounts)))
    if trouble or not detailed:
        return trouble
    asked = any(isinstance(outcome, Awaiting | Skipped) for outcome in report.outcomes())
    return ExitCode.AWAITING if asked or waits(plan) else ExitCode.OK
