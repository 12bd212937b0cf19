"""Whether a firm is so large and so new that its first plan is told without being made of every client.

Promises: a glance at what the state says of all accounts, and light to import, for every plan asks. Does not: look at a
manifest (survey.py).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from provisioner.model.errors import ProvisionerError
from provisioner.model.state import Summary
from provisioner.runtime.planning.wish import PlanWish
from provisioner.runtime.workspace import Workspace

MANY: Final = 30
"""So many new accounts, and it pays to look for what they have in common."""
MOST: Final = 4
"""One in so many may be planned the whole way; with more the rest is no gain."""


def is_new(summary: Summary) -> bool:
    """Whether nothing of ours was ever there, as far as a glance tells."""
    return not (summary.holds_anything or summary.input_digest) and summary.is_settled


def are_mostly_new(workspace: Workspace, wish: PlanWish) -> bool:
    """Whether nearly all accounts are new, and a plan of all of them is wanted as plans usually are."""
    if replace(wish, now=None, note="", allow_deletes=False) != PlanWish():
        return False
    try:
        summaries = workspace.backend().summaries()
    except ProvisionerError:
        return False  # whoever makes the plan meets it as well, and says it in its place
    new = sum(map(is_new, summaries))
    return new >= MANY and (len(summaries) - new) * MOST <= new
