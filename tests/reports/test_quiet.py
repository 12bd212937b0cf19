"""A plan that has nothing to tell: told briefly, and in the same words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provisioner.model.diagnostics import Diagnostic, Severity, Text
from provisioner.model.plan import AccountPlan, Check, CheckStatus, Plan
from provisioner.reports import quiet, text
from provisioner.reports.view import view
from tests.reports.plans import HAVN, NORDLYS, NOW, TYPES, firm_plan, quiet_plan

SKIPPED = AccountPlan(HAVN, "a", 1, skipped=True)
UNREAD = Plan("p", NOW, "0", (SKIPPED, AccountPlan(NORDLYS, "b", 1, skipped=True)))
UNMANAGED = next(account.unmanaged for account in firm_plan("en").accounts if account.unmanaged)
FOUND = Diagnostic("found", Severity.WARNING, Text("Something was found."))


@pytest.mark.parametrize(
    "plan",
    [
        Plan("p", NOW, "0", ()),
        UNREAD,
        replace(UNREAD, accounts=(SKIPPED,), partial=True),
        replace(UNREAD, language="nb", partial=True),
        replace(UNREAD, destroy=True),
    ],
)
@pytest.mark.parametrize("language", ["", "en", "nb"])
@pytest.mark.parametrize(("colour", "width"), [(False, 100), (True, 40), (False, 300)])
def test_it_says_what_the_whole_report_says(plan: Plan, language: str, colour: bool, width: int) -> None:
    assert quiet.is_quiet(plan)
    told = text.render(view(plan, TYPES, language), colour=colour, width=width)
    assert quiet.render(plan, language, colour=colour, width=width) == told


@pytest.mark.parametrize(
    "plan",
    [
        firm_plan("en"),
        quiet_plan(),
        replace(UNREAD, diagnostics=(FOUND,)),
        replace(UNREAD, guards=(FOUND,)),
        replace(UNREAD, checks=(Check("c", CheckStatus.PASSED, HAVN.ref),)),
        replace(UNREAD, accounts=(replace(SKIPPED, moved_from=NORDLYS.ref),)),
        replace(UNREAD, accounts=(replace(SKIPPED, unmanaged=UNMANAGED),)),
    ],
)
def test_whatever_has_something_to_tell_is_told_whole(plan: Plan) -> None:
    assert any(account.changes for account in plan.accounts) or plan.accounts[0].skipped
    assert not quiet.is_quiet(plan)
