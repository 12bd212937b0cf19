"""Leases, as a part of the head: pure steps from one head to the next.

Promises: a lease that is demanded in the step of a write is checked by that very write, for it replaces the head that
was read and no other. Does not: read or write.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from provisioner.model.errors import LeaseHeld, LeaseLost
from provisioner.model.state import Lease
from provisioner.spi.backend import AcquireRequest
from provisioner.spi.refusals import REFUSED, lease_over
from provisioner_state_object_store.head import Head


def acquired(head: Head, request: AcquireRequest) -> Head:
    """The head with the account's next lease. LeaseHeld."""
    latest = head.lease
    if latest is not None and not head.ended and request.now < latest.expires_at:
        raise LeaseHeld.of(
            REFUSED(
                "lease-held",
                account=request.account,
                holder=latest.holder,
                reason=latest.reason,
                until=_utc(latest.expires_at),
            )
        )
    lease = Lease(
        account=request.account,
        holder=request.holder,
        reason=request.reason,
        fence=latest.fence + 1 if latest is not None else 1,
        expires_at=request.now + timedelta(seconds=request.ttl_seconds),
    )
    return replace(head, lease=lease, ended="")


def renewed(head: Head, lease: Lease, until: datetime) -> Head:
    """The head with the same lease until `until`. LeaseLost."""
    latest = ours(head, lease)
    if latest.expires_at >= until:
        return head
    return replace(head, lease=replace(latest, expires_at=until))


def ended(head: Head, lease: Lease, how: str) -> Head:
    """The head with `lease` ended; itself where it has ended already."""
    if head.lease is None or head.lease.fence != lease.fence or head.ended:
        return head
    return replace(head, ended=how)


def demand(head: Head, lease: Lease, now: datetime) -> None:
    """LeaseLost unless `lease` is the latest, was not ended, and has not run out."""
    latest = ours(head, lease)
    if now >= latest.expires_at:
        raise LeaseLost.of(REFUSED("lease-ran-out", account=lease.account, until=_utc(latest.expires_at)))


def ours(head: Head, lease: Lease) -> Lease:
    """`lease` as it is now. LeaseLost where it has passed to another or was ended."""
    latest = head.lease
    if latest is None or latest.fence != lease.fence:
        holder = latest.holder if latest is not None else "nobody"
        raise LeaseLost.of(
            REFUSED(
                "lease-passed",
                account=lease.account,
                holder=holder,
                holder_nb=latest.holder if latest is not None else "ingen",
            )
        )
    if head.ended:
        raise LeaseLost.of(lease_over(lease.account, head.ended))
    return latest


def _utc(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
