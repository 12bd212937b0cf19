"""The backend port on PostgreSQL.

Promises: what `provisioner.spi.backend` says, law by law; every write locks its account's row, checks lease and serial
under that lock, and is on the server's disk when it returns. A write whose answer was lost is asked again, and knows
itself again: by the id of its intent or commit, or by the mark it left. Does not: look inside bodies.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import StaleState
from provisioner.model.secrets import Sealed
from provisioner.model.state import AccountState, AuditRecord, Lease, Summary
from provisioner.spi.backend import (
    AcquireRequest,
    AdvanceRequest,
    Archive,
    BackendContext,
    BeginRequest,
    CommitRequest,
    Deposit,
    PruneRequest,
    RestoreRequest,
    StateCodec,
    Version,
)
from provisioner.spi.refusals import REFUSED, RELEASED
from provisioner_state_postgres import leases, rows
from provisioner_state_postgres.database import Database, Patience, Transaction
from provisioner_state_postgres.leases import AccountRow, Mark
from provisioner_state_postgres.location import locate
from provisioner_state_postgres.prepare import prepare
from provisioner_state_postgres.rows import Rows


def open_backend(context: BackendContext, patience: Patience | None = None) -> PostgresBackend:
    """Connects to what `context.url` names, and makes the tables where that is allowed."""
    database = Database(locate(context.url), patience or Patience())
    try:
        prepare(database, create=context.create)
    except BaseException:
        database.close()
        raise
    return PostgresBackend(database, context.codec)


class PostgresBackend:
    """State in PostgreSQL. Safe to use from several threads, processes and machines."""

    def __init__(self, database: Database, codec: StateCodec) -> None:
        self._database = database
        self._codec = codec

    def summaries(self) -> Sequence[Summary]:
        """Every account's, in order."""
        found = self._database.read(
            lambda transaction: transaction.all(
                "SELECT summary FROM {s}.accounts WHERE summary IS NOT NULL ORDER BY account"
            )
        )
        decode = self._codec.decode_summary
        return tuple([decode(bytes(cast("bytes", row[0]))) for row in found])

    def load(self, account: AccountRef, serial: int | None = None) -> AccountState | None:
        """The latest state with its open intents, or the one at `serial` without; None where there is none."""
        return self._database.read(lambda transaction: self._rows(transaction).load(account, serial))

    def sealed(self, address: Address, generation: int) -> Sealed | None:
        """The sealed secret, where it is still kept."""
        return self._database.read(lambda transaction: rows.read_sealed(transaction, address, generation))

    def acquire(self, request: AcquireRequest) -> Lease:
        """A lease with a fence higher than any before; LeaseHeld while one is alive."""
        mark = Mark()
        return self._database.write(lambda transaction: leases.acquire(transaction, request, mark))

    def renew(self, lease: Lease, ttl_seconds: float, now: datetime) -> Lease:
        """The same lease, lasting longer; LeaseLost where it has passed to another or was ended."""
        until = now + timedelta(seconds=ttl_seconds)
        return self._database.write(lambda transaction: leases.renew(transaction, lease, until))

    def release(self, lease: Lease) -> None:
        """Ends it; nothing happens where it has ended already."""
        self._database.write(lambda transaction: leases.end(transaction, lease, RELEASED))

    def leases(self, now: datetime) -> Sequence[Lease]:
        """Those alive."""
        return tuple(self._database.read(lambda transaction: leases.alive(transaction, now)))

    def break_lease(self, account: AccountRef, reason: str, now: datetime) -> Lease | None:
        """Ends somebody else's lease and returns it; one that ran out is ended too, for it could be renewed."""
        broken: list[Lease] = []
        how = f"was broken ({reason})"
        return self._database.write(lambda transaction: leases.break_off(transaction, account, how, broken))

    def begin(self, request: BeginRequest) -> None:
        """Makes the intent durable; an id that was begun before changes nothing."""
        _of_one_account(request.lease.account, request.intent.address.account, request.summary.account)
        self._database.write(lambda transaction: self._begin(transaction, request))

    def advance(self, request: AdvanceRequest) -> None:
        """Moves an open intent on, from the phase it was expected in."""
        _of_one_account(request.lease.account, request.intent.address.account, request.summary.account)
        mark = Mark()
        self._database.write(lambda transaction: self._advance(transaction, request, mark))

    def commit(self, request: CommitRequest) -> int:
        """Everything of `request` or nothing; a commit id that was seen before returns what it did then."""
        state, summary = request.next_state, request.summary
        _of_one_account(request.lease.account, state.account, summary.account)
        if (state.serial, state.lineage) != (summary.serial, summary.lineage):
            raise ValueError("the summary is of another state than the one to be written")
        if state.serial != request.expected_serial + 1:
            raise ValueError(f"serial {state.serial} does not follow {request.expected_serial}")
        return self._database.write(lambda transaction: self._commit(transaction, request))

    def deposit(self, deposit: Deposit) -> None:
        """Keeps a sealed secret without lease or serial; the first of an intent stays."""
        self._database.write(lambda transaction: self._rows(transaction).put_deposit(deposit))

    def deposits(self, account: AccountRef) -> Sequence[Deposit]:
        """What was deposited and not yet withdrawn, oldest first."""
        return self._database.read(lambda transaction: rows.read_deposits(transaction, account))

    def withdraw(self, intent_id: str) -> None:
        """Forgets a deposit whose secret has been committed."""
        self._database.write(
            lambda transaction: transaction.finally_run("DELETE FROM {s}.deposits WHERE intent_id = %s", (intent_id,))
        )

    def history(self, account: AccountRef) -> Sequence[Version]:
        """The serials that can be loaded, oldest first."""
        return self._database.read(lambda transaction: rows.read_history(transaction, account))

    def audit(self, account: AccountRef | None = None) -> Sequence[AuditRecord]:
        """What was done, oldest first; of every account where none is named."""
        return self._database.read(lambda transaction: self._rows(transaction).audit(account))

    def archive(self, account: AccountRef) -> Archive | None:
        """All that is kept of the account, read at one moment; None where it has no state."""
        return self._database.read(lambda transaction: self._rows(transaction).read(account))

    def restore(self, request: RestoreRequest) -> None:
        """Writes all of the archive or nothing, where nothing is."""
        _of_one_account(request.lease.account, request.archive.account)
        request.archive.demand_whole()
        self._database.write(lambda transaction: self._restore(transaction, request))

    def prune(self, request: PruneRequest) -> int:
        """Forgets the bodies of earlier serials, but never the latest."""

        def forget(transaction: Transaction) -> int:
            account = request.lease.account
            leases.demand(leases.lock(transaction, account), request.lease, request.now)
            return self._rows(transaction).prune(account, request.before_serial)

        return self._database.write(forget)

    def close(self) -> None:
        """Lets go of connections."""
        self._database.close()

    def _rows(self, transaction: Transaction) -> Rows:
        return Rows(transaction, self._codec)

    def _begin(self, transaction: Transaction, request: BeginRequest) -> None:
        lease, intent, name = request.lease, request.intent, request.lease.account.name
        row = leases.lock(transaction, lease.account)
        begun = transaction.one(
            "SELECT 1 FROM {s}.intents WHERE account = %s AND id = %s"
            " UNION ALL SELECT 1 FROM {s}.commits WHERE account = %s AND id = %s",
            (name, intent.id, name, intent.id),
        )
        if begun is not None:
            return
        _demand_serial(leases.demand(row, lease, request.now), request.summary, request.summary.serial)
        if transaction.one("SELECT 1 FROM {s}.intents WHERE address = %s", (str(intent.address),)) is not None:
            raise StaleState.of(REFUSED("begun-already", address=intent.address))
        self._rows(transaction).put_summary(request.summary)
        self._rows(transaction).put_intent(intent)

    def _advance(self, transaction: Transaction, request: AdvanceRequest, mark: Mark) -> None:
        lease, intent, name = request.lease, request.intent, request.lease.account.name
        row = leases.lock(transaction, lease.account)
        stored = transaction.one(
            "SELECT phase, advanced FROM {s}.intents WHERE account = %s AND id = %s", (name, intent.id)
        )
        if stored is not None and mark.drawn is not None and stored[1] == mark.drawn:
            return  # it was us; only the answer was lost
        _demand_serial(leases.demand(row, lease, request.now), request.summary, request.summary.serial)
        if stored is None or stored[0] != request.expected_phase.value:
            raise StaleState.of(REFUSED("gone-on-already", address=intent.address))
        self._rows(transaction).put_summary(request.summary)
        drawn = transaction.one(
            "UPDATE {s}.intents SET phase = %s, body = %s, advanced = gen_random_uuid()"
            " WHERE account = %s AND id = %s RETURNING advanced",
            (intent.phase.value, self._codec.encode_intent(intent), name, intent.id),
        )
        assert drawn is not None
        mark.drawn = drawn[0]

    def _commit(self, transaction: Transaction, request: CommitRequest) -> int:
        account = request.lease.account
        row = leases.lock(transaction, account)
        seen = transaction.one(
            "SELECT serial FROM {s}.commits WHERE account = %s AND id = %s", (account.name, request.commit_id)
        )
        if seen is not None:
            return cast("int", seen[0])
        row = leases.demand(row, request.lease, request.now)
        _demand_serial(row, request.summary, request.expected_serial)
        self._rows(transaction).commit(request, self._codec.encode_state(request.next_state))
        return request.next_state.serial

    def _restore(self, transaction: Transaction, request: RestoreRequest) -> None:
        row = leases.lock(transaction, request.lease.account)
        if self._rows(transaction).read(request.archive.account) == request.archive:
            return
        leases.demand(row, request.lease, request.now)
        self._rows(transaction).write(request.archive)


def _of_one_account(*accounts: AccountRef) -> None:
    if len(set(accounts)) > 1:
        raise ValueError(f"a write concerns one account, not {', '.join(map(str, accounts))}")


def _demand_serial(row: AccountRow, summary: Summary, expected: int) -> None:
    """StaleState unless the account stands where the writer thinks it does."""
    if row.lineage is not None and row.lineage != summary.lineage:
        raise StaleState.of(REFUSED("another-lineage", account=summary.account))
    if row.serial != expected:
        raise StaleState.of(REFUSED("state-moved", account=summary.account, serial=row.serial, expected=expected))
