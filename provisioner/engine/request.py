"""What planning one account is asked with, and what it answers.

Promises: everything the planner needs stands in one value; the plan depends on nothing else. Does not: plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from provisioner.model.account import Account
from provisioner.model.address import Address
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.offboarding import Leaving
from provisioner.model.plan import AccountPlan
from provisioner.model.resource import Desired, Read, ResourceType
from provisioner.model.state import AccountState


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What the user asked of this one plan."""

    targets: tuple[Address, ...] = ()
    """Only these and what they need (with `destroy`: and what needs them); empty: everything. Addresses of other
    accounts narrow this one too: to nothing."""
    recreate: frozenset[Address] = frozenset()
    """Make these anew: what vanished with its secret, or what is there but no longer trusted."""
    rotate: frozenset[Address] = frozenset()
    """Make a new generation of these, though nothing is wrong with the one in force."""
    destroy: bool = False
    """Take everything away that is in scope."""


@dataclass(frozen=True, slots=True)
class OfficeView:
    """What a client's plan may know of the office."""

    state: AccountState | None
    """As committed; None where the office has none yet."""
    plan: AccountPlan | None
    """What is about to change there; None where that was not looked at."""


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """All that one account's plan rests on."""

    account: Account
    """Whose."""
    types: Mapping[str, ResourceType]
    """By kind."""
    desired: tuple[Desired, ...]
    """Normalised."""
    prior: AccountState | None
    """None where the account has no state yet."""
    read: Read | None
    """None where nobody looked."""
    now: datetime
    """The plan's own fixed time, aware."""
    office: OfficeView | None = None
    """For a client; None for the office itself."""
    options: PlanOptions = field(default_factory=PlanOptions)
    """What the user asked."""
    in_use: frozenset[str] = frozenset()
    """Native ids, or `usage_key`s where there is none, that other accounts still go through once all that is about to
    be applied there has been."""
    leaving: Leaving | None = None
    """Of a client that leaves."""
    set_aside: frozenset[Address] = frozenset()
    """Of these a sealed key lies set aside, and nothing recorded is opened by it: one may be there already."""
    input_digest: str = ""
    """Carried into the plan."""


@dataclass(frozen=True, slots=True)
class PlannedAccount:
    """The plan of one account, and everything found on the way."""

    plan: AccountPlan
    """What would change."""
    diagnostics: tuple[Diagnostic, ...]
    """Sorted. An error stops this account's apply."""
