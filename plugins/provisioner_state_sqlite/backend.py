"""The backend port on one SQLite file.

Promises: what `provisioner.spi.backend` says, law by law; every write checks lease and serial in its own transaction,
and is on the disk when it returns. Does not: look inside bodies, or share the file between machines.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import BackendFailed, StaleState, StateCorrupt, StateMissing
from provisioner.model.secrets import Sealed
from provisioner.model.state import AccountState, AuditRecord, Lease, Summary, violations
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
from provisioner_state_sqlite import archive, leases
from provisioner_state_sqlite.archive import Rows
from provisioner_state_sqlite.database import Database
from provisioner_state_sqlite.location import locate
from provisioner_state_sqlite.words import WORDS

BUSY_SECONDS = 15.0
"""How long a write waits for another process before it gives up."""


def open_backend(context: BackendContext) -> SqliteBackend:
    """Opens the file that `context.url` names, making it where that is allowed."""
    path = locate(context.url, context.root)
    try:
        if not path.exists():
            if not context.create:
                raise StateMissing.of(WORDS("no-state", url=context.url))
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)
        elif not path.is_file():
            raise BackendFailed.of(WORDS("not-a-file", file=path.name))
    except OSError as error:
        raise BackendFailed.of(WORDS("file-unreachable", file=path.name, error=error.strerror)) from error
    return open_file(Database(path, BUSY_SECONDS), context)


def open_file(database: Database, context: BackendContext) -> SqliteBackend:
    """A backend on `database`, checked and brought to this version."""
    try:
        database.prepare(create=context.create)
    except BaseException:
        database.close()
        raise
    return SqliteBackend(database, context.codec)


class SqliteBackend:
    """State in one SQLite file. Safe to use from several threads and processes of one machine."""

    def __init__(self, database: Database, codec: StateCodec) -> None:
        self._database = database
        self._codec = codec

    def summaries(self) -> Sequence[Summary]:
        """Every account's, in order."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT account, lineage, serial, summary FROM accounts ORDER BY account"
            ).fetchall()
            read = self._rows(connection).summary
            return tuple([read(AccountRef(name), lineage, serial, body) for name, lineage, serial, body in rows])

    def load(self, account: AccountRef, serial: int | None = None) -> AccountState | None:
        """The latest state with its open intents, or the one at `serial` without; None where there is none."""
        with self._database.reading() as connection:
            row = _account(connection, account)
            if row is None:
                return None
            lineage, latest = row
            wanted = latest if serial is None else serial
            body = connection.execute(
                "SELECT body FROM states WHERE account = ? AND serial = ?", (account.name, wanted)
            ).fetchone()
            intents: list[tuple[bytes]] = []
            if serial is None:
                intents = connection.execute("SELECT body FROM intents WHERE account = ?", (account.name,)).fetchall()
        if body is not None:
            state = self._codec.decode_state(body[0])
        elif serial is None:
            state = AccountState(account=account, lineage=lineage, serial=0)
        else:
            return None
        opened = [self._codec.decode_intent(data) for (data,) in intents]
        joined = replace(state, intents=tuple(sorted(opened, key=lambda intent: intent.address)))
        for broken in violations(joined) if opened else ():  # the body's own rules were checked with it
            raise StateCorrupt.of(
                WORDS("rule-broken", account=account, rule=broken.rule, why=broken.summary, why_nb=broken.summary_nb)
            )
        return joined

    def sealed(self, address: Address, generation: int) -> Sealed | None:
        """The sealed secret, where it is still kept."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT ciphertext, recipients, fingerprint FROM sealed WHERE address = ? AND generation = ?",
                (str(address), generation),
            ).fetchone()
        return archive.sealed_of(*row) if row is not None else None

    def acquire(self, request: AcquireRequest) -> Lease:
        """A lease with a fence higher than any before; LeaseHeld while one is alive."""
        with self._database.writing() as connection:
            return leases.acquire(connection, request)

    def renew(self, lease: Lease, ttl_seconds: float, now: datetime) -> Lease:
        """The same lease, lasting longer; LeaseLost where it has passed to another or was ended."""
        with self._database.writing() as connection:
            return leases.renew(connection, lease, now + timedelta(seconds=ttl_seconds))

    def release(self, lease: Lease) -> None:
        """Ends it; nothing happens where it has ended already."""
        with self._database.writing() as connection:
            leases.end(connection, lease, RELEASED)

    def leases(self, now: datetime) -> Sequence[Lease]:
        """Those alive."""
        with self._database.reading() as connection:
            return tuple(leases.alive(connection, now))

    def break_lease(self, account: AccountRef, reason: str, now: datetime) -> Lease | None:
        """Ends somebody else's lease and returns it; one that ran out is ended too, for it could be renewed."""
        with self._database.writing() as connection:
            lease = leases.standing(connection, account)
            if lease is not None:
                leases.end(connection, lease, f"was broken ({reason})")
            return lease

    def begin(self, request: BeginRequest) -> None:
        """Makes the intent durable; an id that was begun before changes nothing."""
        lease, intent = request.lease, request.intent
        _of_one_account(lease.account, intent.address.account, request.summary.account)
        with self._database.writing() as connection:
            if _was_begun(connection, lease.account, intent.id):
                return
            leases.demand(connection, lease, request.now)
            _demand_current(connection, request.summary)
            if connection.execute("SELECT 1 FROM intents WHERE address = ?", (str(intent.address),)).fetchone():
                raise StaleState.of(REFUSED("begun-already", address=intent.address))
            self._rows(connection).put_summary(request.summary)
            self._rows(connection).put_intent(intent)

    def advance(self, request: AdvanceRequest) -> None:
        """Moves an open intent on, from the phase it was expected in."""
        lease, intent = request.lease, request.intent
        _of_one_account(lease.account, intent.address.account, request.summary.account)
        with self._database.writing() as connection:
            leases.demand(connection, lease, request.now)
            _demand_current(connection, request.summary)
            row = connection.execute(
                "SELECT phase FROM intents WHERE id = ? AND account = ?", (intent.id, lease.account.name)
            ).fetchone()
            if row is None or row[0] != request.expected_phase.value:
                raise StaleState.of(REFUSED("gone-on-already", address=intent.address))
            self._rows(connection).put_summary(request.summary)
            self._rows(connection).put_intent(intent)

    def commit(self, request: CommitRequest) -> int:
        """Everything of `request` or nothing; a commit id that was seen before returns what it did then."""
        lease, state = request.lease, request.next_state
        _of_one_account(lease.account, state.account, request.summary.account)
        if (state.serial, state.lineage) != (request.summary.serial, request.summary.lineage):
            raise ValueError("the summary is of another state than the one to be written")
        if state.serial != request.expected_serial + 1:
            raise ValueError(f"serial {state.serial} does not follow {request.expected_serial}")
        with self._database.writing() as connection:
            seen = connection.execute(
                "SELECT serial FROM commits WHERE account = ? AND id = ?", (lease.account.name, request.commit_id)
            ).fetchone()
            if seen is not None:
                return int(seen[0])
            leases.demand(connection, lease, request.now)
            _demand_serial(connection, state, request.expected_serial)
            self._write(connection, request)
        return state.serial

    def deposit(self, deposit: Deposit) -> None:
        """Keeps a sealed secret without lease or serial; the first of an intent stays."""
        with self._database.writing() as connection:
            self._rows(connection).put_deposit(deposit)

    def deposits(self, account: AccountRef) -> Sequence[Deposit]:
        """What was deposited and not yet withdrawn, oldest first."""
        with self._database.reading() as connection:
            return archive.read_deposits(connection, account)

    def withdraw(self, intent_id: str) -> None:
        """Forgets a deposit whose secret has been committed."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM deposits WHERE intent_id = ?", (intent_id,))

    def history(self, account: AccountRef) -> Sequence[Version]:
        """The serials that can be loaded, oldest first."""
        with self._database.reading() as connection:
            return archive.history(connection, account)

    def audit(self, account: AccountRef | None = None) -> Sequence[AuditRecord]:
        """What was done, oldest first; of every account where none is named."""
        with self._database.reading() as connection:
            if account is None:
                rows = connection.execute("SELECT body FROM audit ORDER BY seq").fetchall()
            else:
                rows = connection.execute(
                    "SELECT body FROM audit WHERE account = ? ORDER BY seq", (account.name,)
                ).fetchall()
        return tuple(self._codec.decode_audit(body) for (body,) in rows)

    def archive(self, account: AccountRef) -> Archive | None:
        """All that is kept of the account, read at one moment; None where it has no state."""
        with self._database.reading() as connection:
            return self._rows(connection).read(account)

    def restore(self, request: RestoreRequest) -> None:
        """Writes all of the archive or nothing, where nothing is."""
        _of_one_account(request.lease.account, request.archive.account)
        request.archive.demand_whole()
        with self._database.writing() as connection:
            rows = self._rows(connection)
            if rows.read(request.archive.account) == request.archive:
                return
            leases.demand(connection, request.lease, request.now)
            rows.write(request.archive)

    def prune(self, request: PruneRequest) -> int:
        """Forgets the bodies of earlier serials, but never the latest."""
        with self._database.writing() as connection:
            leases.demand(connection, request.lease, request.now)
            return self._rows(connection).prune(request.lease.account, request.before_serial)

    def close(self) -> None:
        """Lets go of connections."""
        self._database.close()

    def _rows(self, connection: sqlite3.Connection) -> Rows:
        return Rows(connection, self._codec)

    def _write(self, connection: sqlite3.Connection, request: CommitRequest) -> None:
        state, account, rows = request.next_state, request.next_state.account.name, self._rows(connection)
        rows.put_summary(request.summary)
        connection.execute(
            "INSERT INTO states (account, serial, body, at) VALUES (?, ?, ?, ?)",
            (account, state.serial, self._codec.encode_state(state), archive.when(request.now)),
        )
        connection.execute("DELETE FROM intents WHERE account = ?", (account,))
        for intent in state.intents:
            rows.put_intent(intent)
        for secret in request.sealed:
            rows.put_sealed(secret)
        for address, generation in request.drop_sealed:
            connection.execute("DELETE FROM sealed WHERE address = ? AND generation = ?", (str(address), generation))
        for record in request.audit:
            rows.put_audit(record)
        connection.execute(
            "INSERT INTO commits (account, id, serial) VALUES (?, ?, ?)", (account, request.commit_id, state.serial)
        )


def _of_one_account(*accounts: AccountRef) -> None:
    if len(set(accounts)) > 1:
        raise ValueError(f"a write concerns one account, not {', '.join(map(str, accounts))}")


def _account(connection: sqlite3.Connection, account: AccountRef) -> tuple[str, int] | None:
    row: tuple[str, int] | None = connection.execute(
        "SELECT lineage, serial FROM accounts WHERE account = ?", (account.name,)
    ).fetchone()
    return row


def _was_begun(connection: sqlite3.Connection, account: AccountRef, intent_id: str) -> bool:
    """Whether the intent is open, or was ended by a commit of its id."""
    row = connection.execute(
        "SELECT 1 FROM intents WHERE account = ?1 AND id = ?2"
        " UNION ALL SELECT 1 FROM commits WHERE account = ?1 AND id = ?2",
        (account.name, intent_id),
    ).fetchone()
    return row is not None


def _demand_current(connection: sqlite3.Connection, summary: Summary) -> None:
    """StaleState unless `summary` is of the stored state."""
    stored = _account(connection, summary.account) or (summary.lineage, 0)
    _compare(summary.account, stored, (summary.lineage, summary.serial))


def _demand_serial(connection: sqlite3.Connection, state: AccountState, expected: int) -> None:
    """StaleState unless `state` follows the stored one."""
    stored = _account(connection, state.account) or (state.lineage, 0)
    _compare(state.account, stored, (state.lineage, expected))


def _compare(account: AccountRef, stored: tuple[str, int], given: tuple[str, int]) -> None:
    if stored[0] != given[0]:
        raise StaleState.of(REFUSED("another-lineage", account=account))
    if stored[1] != given[1]:
        raise StaleState.of(REFUSED("state-moved", account=account, serial=stored[1], expected=given[1]))
