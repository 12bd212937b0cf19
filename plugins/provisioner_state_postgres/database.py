"""Connections and transactions.

Promises: a write is one transaction that ends whole or undone, and is on the server's disk when it returns; a read sees
one moment. A connection that broke is replaced, and what was being done is done again from its beginning, for a while;
so what is handed to `write` must be able to see that it has been done already. At most `POOL` connections are open.
Nothing rides on a session (no advisory lock, no prepared statement, no setting that outlives its transaction), so a
pooler such as PgBouncer may hand each transaction to another one. Does not: know what the tables mean.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from threading import BoundedSemaphore, Event, Lock
from typing import Final, TypeVar

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus

from provisioner.model.errors import BackendFailed
from provisioner.spi.refusals import REFUSED
from provisioner_state_postgres.location import Location
from provisioner_state_postgres.trouble import is_passing, told
from provisioner_state_postgres.words import WORDS

T = TypeVar("T")
Value = str | int | bytes | list[str] | object | None
Row = tuple[Value, ...]

POOL: Final = 8
"""How many connections one process opens at most; more threads than that take turns, for milliseconds each."""
QUICK_CONNECT_SECONDS: Final = "2"
"""How long a server is waited for that was waited for in vain a moment ago; libpq knows no less."""
OLDEST_SERVER: Final = 13_00_00
"""The first with all that is used here."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long what is waited for."""

    pauses: tuple[float, ...] = (0.0, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
    """Before each further attempt, once a connection has broken or is refused: a server that is restarted, or handed
    over to its standby, is back within that time, and a key that was just shown is still in our hands."""
    opening_pauses: tuple[float, ...] = (0.0, 0.3)
    """The same while the state is being opened: nothing has been begun, so a person is told soon."""
    statement_seconds: float = 30.0
    """A statement that takes longer is given up by the server."""
    lock_seconds: float = 20.0
    """How long a write waits for another one to the same account."""
    silence_seconds: float = 10.0
    """A transaction that says nothing for so long is undone by the server: a process that was stopped in the middle of
    one holds nobody up for longer. Shorter than `lock_seconds`, so that whoever waits gets through."""

    def settings(self) -> str:
        """As the beginning of a transaction sets them, for that transaction alone."""
        limits = {
            "statement_timeout": self.statement_seconds,
            "lock_timeout": self.lock_seconds,
            "idle_in_transaction_session_timeout": self.silence_seconds,
        }
        return "".join(f"; SET LOCAL {name} = {round(seconds * 1000)}" for name, seconds in limits.items())


_READ: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
# Read committed, and each write locks its account's row before it looks at anything: what it reads after that it reads
# as it stands once every earlier write to the account has ended. Repeatable read and serializable would keep the
# moment before the lock was granted, and could only fail and be tried again.
_WRITE: Final = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
# A server that acknowledges before it has written would lose what it said was there. Stronger settings are kept.
_DURABLY: Final = (
    "; SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'"
)


_NUL: Final = "\0"
_ESCAPE: Final = "\x1b"


def as_kept(value: Value) -> Value:
    """A value as the database can keep it: text in PostgreSQL never holds the character nought, and ours may."""
    if isinstance(value, str) and (_NUL in value or _ESCAPE in value):
        return value.replace(_ESCAPE, f"{_ESCAPE}1").replace(_NUL, f"{_ESCAPE}0")
    return [as_kept(each) for each in value] if isinstance(value, list) else value


def as_said(value: Value) -> Value:
    """The value again as it was before `as_kept`."""
    if isinstance(value, str) and _ESCAPE in value:
        return value.replace(f"{_ESCAPE}0", _NUL).replace(f"{_ESCAPE}1", _ESCAPE)
    return [as_said(each) for each in value] if isinstance(value, list) else value


class Transaction:
    """What a piece of work is handed: statements in which `{s}` stands for the schema."""

    def __init__(self, connection: psycopg.Connection[Row], schema: str) -> None:
        self._connection = connection
        self._schema = sql.Identifier(schema)
        self._last: list[tuple[sql.Composed, Sequence[Value]]] = []

    def one(self, statement: str, values: Sequence[Value] = ()) -> Row | None:
        """The first row, or None."""
        row = self._execute(statement, values).fetchone()
        return tuple(map(as_said, row)) if row is not None else None

    def all(self, statement: str, values: Sequence[Value] = ()) -> list[Row]:
        """Every row."""
        return [tuple(map(as_said, row)) for row in self._execute(statement, values).fetchall()]

    def run(self, statement: str, values: Sequence[Value] = ()) -> None:
        """Now, without an answer."""
        self._execute(statement, values)

    def finally_run(self, statement: str, values: Sequence[Value] = ()) -> None:
        """At the end, after everything that was asked, and before the next thing that is to be run then."""
        self._last.append((self._composed(statement), tuple(map(as_kept, values))))

    def end(self) -> None:
        """Runs what is left and commits, all in one go: from the last answer on there is nothing to wait for."""
        with self._connection.pipeline() if self._last else contextlib.nullcontext():
            for statement, values in self._last:
                self._connection.execute(statement, values)
            committed = self._connection.execute(b"COMMIT")
        # A transaction that has failed answers COMMIT with ROLLBACK, and that is no error to the driver.
        assert committed.statusmessage == "COMMIT", committed.statusmessage

    def _execute(self, statement: str, values: Sequence[Value]) -> psycopg.Cursor[Row]:
        return self._connection.execute(self._composed(statement), tuple(map(as_kept, values)) or None)

    def _composed(self, statement: str) -> sql.Composed:
        # Values never become part of a statement: they travel beside it.
        return sql.SQL(statement).format(s=self._schema)


class Database:
    """One database, for many threads."""

    def __init__(self, location: Location, patience: Patience) -> None:
        self._location = location
        self._patience = patience
        self._turns = BoundedSemaphore(POOL)
        self._guard = Lock()
        self._idle: list[psycopg.Connection[Row]] = []
        self._closing = Event()
        self._silent = False

    @property
    def label(self) -> str:
        """What to call it in an error."""
        return self._location.label

    @property
    def schema(self) -> str:
        """The PostgreSQL schema that holds the tables."""
        return self._location.schema

    def read(self, work: Callable[[Transaction], T], *, opening: bool = False) -> T:
        """What `work` finds, at one moment."""
        return self._persist(_READ + self._patience.settings(), work, opening=opening)

    def write(self, work: Callable[[Transaction], T], *, opening: bool = False) -> T:
        """What `work` returns, and everything it did, or nothing of it. It may be called several times, the last time
        for good; a time before that may have been for good too, its answer lost."""
        return self._persist(_WRITE + self._patience.settings() + _DURABLY, work, opening=opening)

    def close(self) -> None:
        """Lets go of every connection; those still in use are closed as they come back."""
        self._closing.set()
        self._drop_idle()

    def _persist(self, begin: str, work: Callable[[Transaction], T], *, opening: bool) -> T:
        pauses = iter(self._patience.opening_pauses if opening else self._patience.pauses)
        while True:
            try:
                result = self._attempt(begin.encode(), work)
            except psycopg.Error as error:
                # Whoever comes after one who waited in vain does not wait for as long again.
                pause = None if self._silent else next(pauses, None)
                if is_passing(error) and pause is not None:
                    self._closing.wait(pause)
                    continue
                self._silent = is_passing(error) or isinstance(error, psycopg.errors.ConnectionTimeout)
                raise told(error, self.label) from error
            self._silent = False
            return result

    def _attempt(self, begin: bytes, work: Callable[[Transaction], T]) -> T:
        with self._borrowed() as connection:
            try:
                connection.execute(begin)
                transaction = Transaction(connection, self.schema)
                result = work(transaction)
                transaction.end()
            except BaseException:
                if not connection.closed and connection.info.transaction_status is not TransactionStatus.IDLE:
                    # One that cannot even be rolled back is closed below, and the server undoes what it did.
                    with contextlib.suppress(psycopg.Error):
                        connection.execute(b"ROLLBACK")
                raise
        return result

    @contextlib.contextmanager
    def _borrowed(self) -> Iterator[psycopg.Connection[Row]]:
        with self._turns:
            with self._guard:
                if self._closing.is_set():
                    raise BackendFailed.of(REFUSED("state-closed"))
                connection = self._idle.pop() if self._idle else None
            if connection is None:
                connection = self._connect()
            try:
                yield connection
            finally:
                self._give_back(connection)

    def _give_back(self, connection: psycopg.Connection[Row]) -> None:
        broken = connection.closed or connection.info.transaction_status is not TransactionStatus.IDLE
        with self._guard:
            kept = not broken and not self._closing.is_set()
            if kept:
                self._idle.append(connection)
        if not kept:
            connection.close()
        if broken:
            self._drop_idle()  # what broke one has most likely broken all

    def _drop_idle(self) -> None:
        with self._guard:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _connect(self) -> psycopg.Connection[Row]:
        parameters = dict(self._location.parameters)
        if self._silent:
            parameters["connect_timeout"] = QUICK_CONNECT_SECONDS
        # Prepared statements belong to a session; a pooler may give the next transaction another one.
        connection = psycopg.connect(
            **parameters,  # type: ignore[arg-type]  # text, every one
            autocommit=True,
            prepare_threshold=None,
        )
        if connection.info.server_version < OLDEST_SERVER:
            version = connection.info.server_version // 10000
            connection.close()
            raise BackendFailed.of(WORDS("too-old", label=self.label, version=version, oldest=OLDEST_SERVER // 10000))
        return connection
