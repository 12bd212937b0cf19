"""Leases in a table: one row an account, with a fence that only grows.

Promises: `demand` inside a transaction means that nobody else can write the account in that transaction.
Does not: open transactions.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta

from provisioner.model.address import AccountRef
from provisioner.model.errors import LeaseHeld, LeaseLost
from provisioner.model.state import Lease
from provisioner.spi.backend import AcquireRequest
from provisioner.spi.refusals import REFUSED, lease_over

_COLUMNS = "account, holder, reason, fence, expires_at, ended"


def acquire(connection: sqlite3.Connection, request: AcquireRequest) -> Lease:
    """The next lease of the account."""
    latest, ended = _latest(connection, request.account)
    if latest is not None and not ended and request.now < latest.expires_at:
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
    connection.execute(
        f"INSERT OR REPLACE INTO leases ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, '')",  # noqa: S608  # a constant
        (lease.account.name, lease.holder, lease.reason, lease.fence, lease.expires_at.isoformat()),
    )
    return lease


def renew(connection: sqlite3.Connection, lease: Lease, until: datetime) -> Lease:
    """The same lease until `until`; one that ran out and that nobody took is taken up again."""
    latest = _ours(connection, lease)
    renewed = replace(latest, expires_at=max(latest.expires_at, until))
    connection.execute(
        "UPDATE leases SET expires_at = ? WHERE account = ?", (renewed.expires_at.isoformat(), lease.account.name)
    )
    return renewed


def end(connection: sqlite3.Connection, lease: Lease, how: str) -> None:
    """Ends `lease` where it has not ended already."""
    connection.execute(
        "UPDATE leases SET ended = ? WHERE account = ? AND fence = ? AND ended = ''",
        (how, lease.account.name, lease.fence),
    )


def standing(connection: sqlite3.Connection, account: AccountRef) -> Lease | None:
    """The latest lease, alive or run out, unless it was ended."""
    latest, ended = _latest(connection, account)
    return None if ended else latest


def alive(connection: sqlite3.Connection, now: datetime) -> list[Lease]:
    """Every lease in force."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM leases WHERE ended = '' ORDER BY account"  # noqa: S608  # a constant
    )
    leases = [_lease(row) for row in rows]
    return [lease for lease in leases if now < lease.expires_at]


def demand(connection: sqlite3.Connection, lease: Lease, now: datetime) -> None:
    """LeaseLost unless `lease` is the latest, was not ended, and has not run out."""
    latest = _ours(connection, lease)
    if now >= latest.expires_at:
        raise LeaseLost.of(REFUSED("lease-ran-out", account=lease.account, until=_utc(latest.expires_at)))


def _ours(connection: sqlite3.Connection, lease: Lease) -> Lease:
    latest, ended = _latest(connection, lease.account)
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
    if ended:
        raise LeaseLost.of(lease_over(lease.account, ended))
    return latest


def _latest(connection: sqlite3.Connection, account: AccountRef) -> tuple[Lease | None, str]:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM leases WHERE account = ?",  # noqa: S608  # a constant
        (account.name,),
    ).fetchone()
    return (_lease(row), row[5]) if row is not None else (None, "")


def _lease(row: tuple[str, str, str, int, str, str]) -> Lease:
    account, holder, reason, fence, expires_at, _ = row
    return Lease(AccountRef(account), holder, reason, fence, datetime.fromisoformat(expires_at))


def _utc(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
