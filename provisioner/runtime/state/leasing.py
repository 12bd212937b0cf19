"""Who works on which account now, and taking a lease away from somebody who will not come back.

Promises: a lease is never broken without a reason, and that it was stands in the account's audit. Whoever had it can
write no more, wherever they are; what they have been shown they can still set aside. Does not: stop their program.
"""

from __future__ import annotations

from dataclasses import dataclass

from provisioner.model.address import AccountRef
from provisioner.model.errors import UsageError
from provisioner.model.outcome import Noted
from provisioner.model.state import Lease
from provisioner.model.values import attributes
from provisioner.runtime.state.books import open_books
from provisioner.runtime.state.refusals import REFUSALS
from provisioner.runtime.workspace import Workspace

BROKEN = "lease-broken"
"""The audit's word for it."""


@dataclass(frozen=True, slots=True)
class BreakWish:
    """A lease that is to end."""

    account: AccountRef
    """Whose."""
    reason: str
    """Why, for those who ask later."""
    by: str
    """Who says so."""


def list_leases(workspace: Workspace) -> tuple[Lease, ...]:
    """Those alive, by account."""
    return tuple(sorted(workspace.backend().leases(workspace.clock.now()), key=lambda lease: lease.account))


def break_lease(workspace: Workspace, wish: BreakWish) -> Lease:
    """Ends the account's lease and writes down that it was. UsageError where there is none, or no reason."""
    if not wish.reason.strip():
        raise UsageError.of(REFUSALS("break-without-reason"))
    lease = workspace.backend().break_lease(wish.account, wish.reason, workspace.clock.now())
    if lease is None:
        raise UsageError.of(REFUSALS("nobody-works", account=wish.account))
    with open_books(workspace, wish.account, f"note of a broken lease: {wish.reason}") as books:
        detail = attributes(
            holder=lease.holder, heldFor=lease.reason, fence=lease.fence, reason=wish.reason, by=wish.by
        )
        noted = Noted(wish.account, workspace.clock.now(), BROKEN, detail=detail)
        books.commit(noted, commit_id=workspace.clock.new_id())
    return lease
