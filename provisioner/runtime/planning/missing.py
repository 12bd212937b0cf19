"""Clients that the state knows and that stand in no list any more.

Promises: nobody is taken for gone because a list is incomplete; a list that shrank by more than the project allows
stops the plan, with the numbers. Does not: load any account.
"""

from __future__ import annotations

from collections.abc import Mapping

from provisioner.engine.guard import check_missing
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.state import Summary
from provisioner.runtime.planning.wish import PlanWish
from provisioner.runtime.reading.list_words import LIST_WORDS
from provisioner.runtime.reading.prepare import Prepared


def left_alone(found: Diagnostic) -> Diagnostic:
    """A client that is gone, where a list is not whole: it is told, and nothing is asked of anybody."""
    assert found.account is not None, "it is about an account"
    return LIST_WORDS("client-not-listed", Place(account=found.account), name=found.account.name)


def shrunken(
    missing: int, wish: PlanWish, prepared: Prepared, summaries: Mapping[AccountRef, Summary]
) -> tuple[Diagnostic, ...]:
    """The rail against lists that shrank: so many are missing."""
    managed = sum(item.holds_anything for ref, item in summaries.items() if not ref.is_office)
    return check_missing(missing, managed, prepared.manifests.project.guardrails, wish.allow_deletes)
