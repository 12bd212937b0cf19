"""What pages for people say of a whole plan: what may cost, what was found, and whom it concerns.

Promises: companies stand by their names, and a number is of companies. Does not: escape; a page does that.
"""

from __future__ import annotations

from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.plan_view import CheckGroupView, PlanView
from provisioner.reports.findings import findings, places
from provisioner.reports.naming import Names
from provisioner.reports.words import Words


def costs(view: PlanView, names: Names, words: Words) -> list[str]:
    """One sentence for each thing that may cost money, with how many companies get it."""
    made: dict[str, set[AccountRef]] = {}
    for group in view.groups:
        if group.row.may_cost:
            made.setdefault(group.row.label, set()).update(group.accounts)
    return [
        words.count("page-cost", len(refs), label=label, company=names.company(min(refs)))
        for label, refs in sorted(made.items())
    ]


def found(view: PlanView, names: Names, words: Words) -> tuple[Diagnostic, ...]:
    """What was found on the way, the same in many companies told once, with their names."""
    changes = (row.change for account in view.accounts for row in account.rows)
    return findings(view.diagnostics, changes, words, names.place)


def concerned(group: CheckGroupView, names: Names, words: Words) -> str:
    """Whom or what the checks of a group concern: the first few, and how many more."""
    return places([check.address or check.account for check in group.checks], words, names.place)
