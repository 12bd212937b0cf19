"""The writes that faults are put into, and all that can be seen afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from provisioner.model.secrets import SealedSecret
from provisioner.model.state import violations
from provisioner.spi.backend import Archive, Backend, Deposit
from provisioner.testing import samples
from provisioner.testing.backend_suite.ground import TTL, Writer, acquire
from provisioner.testing.samples import BAKERY, NOW

KEY = samples.key_address()
BEGUN = samples.intent("i2")
DEPOSIT = Deposit("d1", samples.key_address(name="lost"), 1, samples.sealed("deposit"), "n")
FIRST = samples.state()
MADE = samples.state(serial=2, entries=(samples.entry(KEY),))
LONG_AFTER = NOW + timedelta(days=1)
SECRET = SealedSecret(KEY, 1, samples.sealed())


def commit(writer: Writer) -> None:
    """The commit of a key, with its secret, under the id of its intent."""
    assert writer.backend.commit(replace(writer.request(MADE, BEGUN.id), sealed=(SECRET,))) == 2


WRITES: dict[str, Callable[[Writer], object]] = {
    "renew": lambda writer: writer.backend.renew(writer.lease, 2 * TTL, NOW),
    "begin": lambda writer: writer.begin(FIRST, BEGUN),
    "commit": commit,
    "deposit": lambda writer: writer.backend.deposit(DEPOSIT),
    "withdraw": lambda writer: writer.backend.withdraw(DEPOSIT.intent_id),
    "release": lambda writer: writer.backend.release(writer.lease),
    "break": lambda writer: writer.backend.break_lease(BAKERY, "it hangs", NOW),
}
"""Each may be asked for again."""


@dataclass(frozen=True, slots=True)
class Seen:
    """All that can be seen of the account."""

    archive: Archive | None
    """Everything but leases."""
    lease: tuple[int, datetime] | None
    """The fence and the end of the lease in force."""


def prepared(backend: Backend) -> Writer:
    """A writer on an account with one commit."""
    writer = acquire(backend)
    writer.commit(FIRST)
    return writer


def seen(backend: Backend) -> Seen:
    """What `backend` tells of the account."""
    archive = backend.archive(BAKERY)
    assert archive is not None
    assert violations(archive.state) == ()
    versions = [item.version.serial for item in archive.versions]
    assert versions == list(range(1, archive.summary.serial + 1))
    assert [record.id for record in archive.audit] == [f"audit-{BAKERY}-{number}" for number in versions]
    assert [serial for _, serial in archive.commits] == versions
    assert bool(archive.sealed) is (versions[-1] == 2)
    lease = next(iter(backend.leases(NOW)), None)
    return Seen(archive, None if lease is None else (lease.fence, lease.expires_at))


def demand_agreement(backend: Backend) -> None:
    """Everything that tells of the account tells the same."""
    archive = backend.archive(BAKERY)
    assert archive is not None
    assert backend.load(BAKERY) == archive.state
    assert list(backend.history(BAKERY)) == [item.version for item in archive.versions]
    assert list(backend.audit()) == list(archive.audit)
    assert list(backend.summaries()) == [archive.summary]
    assert list(backend.deposits(BAKERY)) == list(archive.deposits)
    assert [backend.sealed(item.address, item.generation) for item in archive.sealed] == [
        item.sealed for item in archive.sealed
    ]
