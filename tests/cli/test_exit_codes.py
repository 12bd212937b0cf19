"""Exit codes: the gravest speaks, usage is never 2, and waiting is neither failure nor success."""

from __future__ import annotations

import itertools

import pytest

from provisioner.cli import exit_codes
from provisioner.cli.exit_codes import ExitCode
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Severity
from provisioner.model.outcome import AccountReport, ApplyReport, Failed, Outcome, Settled, SettledAs, Skipped
from provisioner.model.plan import Action, Plan, Reason
from tests.cli import samples
from tests.cli.samples import BAKERY, CREATE, INTENT, NOTHING, NOW, STEP, WAITING, problem

GRAVITY = [130, 6, 5, 4, 3, 1, 7, 2, 0]


@pytest.mark.parametrize(("graver", "lighter"), list(itertools.pairwise(GRAVITY)))
def test_the_gravest_speaks(graver: int, lighter: int) -> None:
    assert exit_codes.gravest([lighter, graver, 0]) == graver


def test_nothing_is_fine_and_a_strange_code_is_no_success() -> None:
    assert exit_codes.gravest([]) == 0
    assert exit_codes.gravest([0, 9]) == 9
    assert exit_codes.gravest([9, 5]) == 5


@pytest.mark.parametrize(
    ("plan", "plain", "detailed"),
    [
        (NOTHING, 0, 0),
        (CREATE, 0, 2),
        (WAITING, 0, 7),
        (samples.plan(samples.change(Action.HOLD, Reason.NOT_INVENTORIED)), 0, 7),
        (samples.plan(samples.change(Action.ASK, Reason.OPEN_INTENT)), 0, 7),
        (samples.plan(samples.change(), diagnostics=(problem(),)), 1, 1),
        (samples.plan(samples.change(), diagnostics=(problem(Severity.WARNING),)), 0, 2),
        (samples.plan(samples.change(), guards=(problem(),)), 3, 3),
        (samples.plan(samples.change(), guards=(problem(),), diagnostics=(problem(),)), 3, 3),
    ],
)
def test_what_a_plan_ends_with(plan: Plan, plain: int, detailed: int) -> None:
    assert exit_codes.of_plan(plan, detailed=False) == plain
    assert exit_codes.of_plan(plan, detailed=True) == detailed


def test_an_account_under_a_new_name_is_something_to_do() -> None:
    moved = samples.account_plan(moved_from=AccountRef.client("old"))
    plan = Plan("p", NOW, "0", (moved,))
    assert exit_codes.of_plan(plan, detailed=True) == ExitCode.CHANGES


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (Failed(STEP, NOW, problem()), 1),
        (Settled(INTENT, SettledAs.UNKNOWN, NOW, "api"), 1),
        (Settled(INTENT, SettledAs.HAPPENED, NOW, "api"), 0),
        (Skipped(STEP, problem(Severity.INFO)), 0),
    ],
)
def test_what_an_outcome_asks_for(outcome: Outcome, code: int) -> None:
    assert exit_codes.of_account(AccountReport(BAKERY, (outcome,))) == code


def test_what_stopped_an_account_asks_for_its_own_code() -> None:
    assert exit_codes.of_account(AccountReport(BAKERY, problem=problem(), exit_code=4)) == 4
    assert exit_codes.of_account(AccountReport(BAKERY, problem=problem())) == 1
    assert exit_codes.of_account(AccountReport(BAKERY, problem=problem(Severity.WARNING))) == 0


@pytest.mark.parametrize(
    ("report", "plan", "plain", "detailed"),
    [
        (samples.MADE, CREATE, 0, 0),
        (samples.ASKED, CREATE, 0, 7),
        (samples.MADE, WAITING, 0, 7),
        (ApplyReport((AccountReport(BAKERY, (Skipped(STEP, problem(Severity.INFO)),)),)), CREATE, 0, 7),
        (ApplyReport(samples.MADE.accounts, interrupted=True), CREATE, 130, 130),
        (ApplyReport((AccountReport(BAKERY, problem=problem(), exit_code=5),)), CREATE, 5, 5),
        (samples.MADE, samples.plan(samples.change(), diagnostics=(problem(),)), 1, 1),
    ],
)
def test_what_an_apply_ends_with(report: ApplyReport, plan: Plan, plain: int, detailed: int) -> None:
    assert exit_codes.of_report(report, plan, detailed=False) == plain
    assert exit_codes.of_report(report, plan, detailed=True) == detailed
