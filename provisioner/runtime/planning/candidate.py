"""One account on its way to a plan: what is wanted, what we have, what is there, and what would change.

Promises: only holds. Does not: find anything out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from provisioner.model.account import Account
from provisioner.model.address import Address
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.manifest import DeclaredAccount
from provisioner.model.offboarding import Leaving
from provisioner.model.plan import AccountPlan
from provisioner.model.resource import Desired, Read
from provisioner.model.state import AccountState, Summary


@dataclass(frozen=True, slots=True)
class Move:
    """A state that is to move, for its client was renamed."""

    before: AccountState
    """Under its earlier name."""
    begun: bool
    """Whether it stands under the new name already, and only the earlier one is left to be emptied."""


@dataclass
class Candidate:
    """Filled in step by step; what is still empty has not been looked at."""

    account: Account
    """Which."""
    declared: DeclaredAccount | None
    """What the manifests say; None for an account that only the state still knows."""
    summary: Summary | None
    """What the state says of it at a glance."""
    move: Move | None = None
    """The state that moves here, where the client was renamed."""
    written: str = ""
    """Digest of everything that was written about it."""
    skipped: bool = False
    """Whether nothing about it has changed since it converged."""
    unclear: bool = False
    """Whether what is written is wrong, so that nobody can say what is wanted: then nothing is planned."""
    targets: tuple[Address, ...] = ()
    """Only these and what they need; empty: everything."""
    leaving: Leaving | None = None
    """That the client leaves, and whose keys are ours."""
    desired: tuple[Desired, ...] = ()
    """What is wanted."""
    prior: AccountState | None = None
    """What we have."""
    read: Read | None = None
    """What is there."""
    plan: AccountPlan | None = None
    """What would change."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    """What was found on the way."""

    def left_alone(self) -> AccountPlan:
        """The plan of an account of which nobody can say what is wanted: what is there is not said to be unwanted."""
        summary = self.summary
        return AccountPlan(
            self.account, lineage=summary.lineage if summary else "", serial=summary.serial if summary else 0
        )

    def left_unread(self) -> AccountPlan:
        """The plan of an account about which nothing has changed."""
        assert self.summary is not None
        return AccountPlan(
            self.account,
            lineage=self.summary.lineage,
            serial=self.summary.serial,
            input_digest=self.written,
            desired_digest=self.summary.desired_digest,
            due_at=self.summary.due_at,
            skipped=True,
        )
