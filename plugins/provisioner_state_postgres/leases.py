"""Leases, in the row of their account, with a fence that only grows.

Promises: `lock` makes every other write to the account wait until the transaction ends, and `demand` after it means
that nobody else has come between. What the answer was lost of is recognised by its mark. Does not: open transactions,
or look at the server's clock: what the time is, is said by whoever asks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final, cast

from provisioner.model.address import AccountRef
from provisioner.model.errors import LeaseHeld, LeaseLost
from provisioner.model.state import Lease
from provisioner.spi.backend import AcquireRequest
from provisioner.spi.refusals import REFUSED, lease_over
from provisioner_state_postgres.database import Transaction

# Without its zone, so that no setting of the session decides what comes back.
_LEASE: Final = "account, holder, reason, fence, expires_at AT TIME ZONE 'UTC', ended"


@dataclass(slots=True)
class Mark:
    """What an attempt left in the database, so that the next one knows it again.

    The server draws it, and tells it before the transaction is ended: an attempt without a mark cannot have taken
    effect, and one whose mark is found has.
    """

    drawn: object = None


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as it stands, under lock."""

    lineage: str | None
    """None until something has been begun."""
    serial: int
    """The latest."""
    lease: Lease | None
    """The latest, alive or not."""
    ended: str
    """How it was ended; empty where it was not."""
    granted: object
    """The mark of whoever was granted the lease."""


def lock(transaction: Transaction, account: AccountRef) -> AccountRow | None:
    """The account's row, locked until the end of the transaction; None where nobody has ever worked on it.

    What hangs on the row is to be read by statements of their own after this one: a statement that had to wait for the
    lock sees the row as it is then, but everything else as it was before.
    """
    row = transaction.one(
        f"SELECT {_LEASE}, lineage, serial, granted FROM {{s}}.accounts WHERE account = %s FOR UPDATE",  # noqa: S608  # a constant
        (account.name,),
    )
    if row is None:
        return None
    lineage, serial, granted = cast("tuple[str | None, int, object]", row[6:])
    lease = _lease(row) if row[3] else None
    return AccountRow(lineage, serial, lease, cast("str", row[5]), granted)


def acquire(transaction: Transaction, request: AcquireRequest, mark: Mark) -> Lease:
    """The next lease of the account."""
    account = request.account
    transaction.run("INSERT INTO {s}.accounts (account) VALUES (%s) ON CONFLICT DO NOTHING", (account.name,))
    row = lock(transaction, account)
    assert row is not None
    latest = row.lease
    if latest is not None and mark.drawn is not None and row.granted == mark.drawn:
        return latest  # we have it already; only the answer was lost
    if latest is not None and not row.ended and request.now < latest.expires_at:
        raise LeaseHeld.of(
            REFUSED(
                "lease-held", account=account, holder=latest.holder, reason=latest.reason, until=_utc(latest.expires_at)
            )
        )
    until = request.now + timedelta(seconds=request.ttl_seconds)
    fence = latest.fence + 1 if latest is not None else 1
    drawn = transaction.one(
        "UPDATE {s}.accounts SET holder = %s, reason = %s, fence = %s, expires_at = %s, ended = '',"
        " granted = gen_random_uuid() WHERE account = %s RETURNING granted",
        (request.holder, request.reason, fence, until, account.name),
    )
    assert drawn is not None
    mark.drawn = drawn[0]
    return Lease(account=account, holder=request.holder, reason=request.reason, fence=fence, expires_at=until)


def renew(transaction: Transaction, lease: Lease, until: datetime) -> Lease:
    """The same lease until `until`; one that ran out and that nobody took is taken up again."""
    latest = _ours(lock(transaction, lease.account), lease)
    renewed = replace(latest, expires_at=max(latest.expires_at, until))
    transaction.finally_run(
        "UPDATE {s}.accounts SET expires_at = %s WHERE account = %s", (renewed.expires_at, lease.account.name)
    )
    return renewed


def end(transaction: Transaction, lease: Lease, how: str) -> None:
    """Ends `lease` where it has not ended already."""
    transaction.finally_run(
        "UPDATE {s}.accounts SET ended = %s WHERE account = %s AND fence = %s AND ended = ''",
        (how, lease.account.name, lease.fence),
    )


def break_off(transaction: Transaction, account: AccountRef, how: str, broken: list[Lease]) -> Lease | None:
    """Ends whatever lease stands and returns it; `broken` holds what an earlier attempt of ours ended."""
    row = lock(transaction, account)
    if row is None or row.lease is None:
        return None
    if row.ended:
        # Ended by our own earlier attempt, whose answer was lost, or by somebody else.
        return row.lease if row.ended == how and [lease.fence for lease in broken] == [row.lease.fence] else None
    broken[:] = [row.lease]
    end(transaction, row.lease, how)
    return row.lease


def alive(transaction: Transaction, now: datetime) -> list[Lease]:
    """Every lease in force."""
    rows = transaction.all(
        f"SELECT {_LEASE} FROM {{s}}.accounts"  # noqa: S608  # a constant
        " WHERE ended = '' AND expires_at > %s ORDER BY account",
        (now,),
    )
    return [_lease(row) for row in rows]


def demand(row: AccountRow | None, lease: Lease, now: datetime) -> AccountRow:
    """The locked row; LeaseLost unless `lease` is the latest, was not ended, and has not run out."""
    latest = _ours(row, lease)
    if now >= latest.expires_at:
        raise LeaseLost.of(REFUSED("lease-ran-out", account=lease.account, until=_utc(latest.expires_at)))
    assert row is not None
    return row


def _ours(row: AccountRow | None, lease: Lease) -> Lease:
    latest = row.lease if row is not None else None
    if row is None or latest is None or latest.fence != lease.fence:
        holder = latest.holder if latest is not None else "nobody"
        raise LeaseLost.of(
            REFUSED(
                "lease-passed",
                account=lease.account,
                holder=holder,
                holder_nb=latest.holder if latest is not None else "ingen",
            )
        )
    if row.ended:
        raise LeaseLost.of(lease_over(lease.account, row.ended))
    return latest


def _lease(row: tuple[object, ...]) -> Lease:
    account, holder, reason, fence, expires_at = cast("tuple[str, str, str, int, datetime]", row[:5])
    return Lease(AccountRef(account), holder, reason, fence, expires_at.replace(tzinfo=UTC))


def _utc(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
