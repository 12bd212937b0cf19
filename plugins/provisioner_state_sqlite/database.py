"""Connections and transactions.

Promises: a write is one `BEGIN IMMEDIATE` transaction that ends whole or undone; readers neither wait for a writer nor
hold one up; within the process writers queue in order instead of polling. SQLite's own errors become the house's.
Does not: know what the tables mean.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from provisioner.model.errors import BackendFailed, ProvisionerError, StateCorrupt, StateTooNew
from provisioner.spi.refusals import REFUSED
from provisioner_state_sqlite.schema import APPLICATION_ID, MIGRATIONS, VERSION
from provisioner_state_sqlite.words import WORDS

CHEAP_CHECK_BYTES = 4 * 1024 * 1024
"""Up to this size every page is checked when the file is opened; it takes a few milliseconds."""


_REASONS = {
    sqlite3.SQLITE_BUSY: "file-locked",
    sqlite3.SQLITE_LOCKED: "file-locked",
    sqlite3.SQLITE_FULL: "disk-full",
    sqlite3.SQLITE_READONLY: "file-read-only",
    sqlite3.SQLITE_PERM: "file-denied",
    sqlite3.SQLITE_CANTOPEN: "file-not-opened",
    sqlite3.SQLITE_IOERR: "disk-error",
}
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Database:
    """One SQLite file, for many threads."""

    def __init__(self, path: Path, busy_seconds: float) -> None:
        self._path = path
        self._busy_seconds = busy_seconds
        self._guard = Lock()
        self._writing = Lock()
        self._idle: list[sqlite3.Connection] = []
        self._closed = False

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one moment of the file until the end of the block."""
        with self._errors(), self._borrowed() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection that alone may write; what the block did is durable after it, or undone if it raised."""
        with self._errors(), self._writing, self._borrowed() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # SQLite has sometimes rolled back by itself already, such as on a full disk.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def prepare(self, *, create: bool) -> None:
        """Checks whose file it is and in which version, and brings it to this one."""
        with self._errors(), self._borrowed() as connection:
            version = _version(connection, self._path)
            if version == 0 and not create:
                raise StateCorrupt.of(WORDS("file-empty", file=self._path.name))
            (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
            if mode != "wal":
                raise BackendFailed.of(WORDS("file-apart", file=self._path.name))
        if version < VERSION:
            self._migrate()
        if self._path.stat().st_size <= CHEAP_CHECK_BYTES:
            self._check()

    def close(self) -> None:
        """Lets go of every connection; those still in use are closed as they come back."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _migrate(self) -> None:
        with self.writing() as connection:
            # Read again: another process may have been first.
            for number in range(_version(connection, self._path), VERSION):
                for statement in MIGRATIONS[number]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number + 1}")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    def _check(self) -> None:
        with self._errors(), self._borrowed() as connection:
            (finding,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if finding != "ok":
            raise StateCorrupt.of(WORDS("file-damaged", file=self._path.name, why=str(finding)))

    @contextmanager
    def _borrowed(self) -> Iterator[sqlite3.Connection]:
        with self._guard:
            if self._closed:
                raise BackendFailed.of(REFUSED("state-closed"))
            connection = self._idle.pop() if self._idle else None
        if connection is None:
            connection = self._connect()
        try:
            yield connection
        finally:
            with self._guard:
                # One that could not even be rolled back is of no more use; closing it lets go of its locks.
                kept = not self._closed and not connection.in_transaction
                if kept:
                    self._idle.append(connection)
            if not kept:
                connection.close()

    def _connect(self) -> sqlite3.Connection:
        # mode=rw: a file that has gone is an error, never a new and empty state.
        connection = sqlite3.connect(
            f"{self._path.as_uri()}?mode=rw",
            uri=True,
            timeout=self._busy_seconds,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
            raise  # a bug of ours, and shown as one
        except sqlite3.Error as error:
            raise _told(error, self._path.name) from error


def _version(connection: sqlite3.Connection, path: Path) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and application != APPLICATION_ID:
        raise StateCorrupt.of(WORDS("another-program", file=path.name))
    if version > VERSION:
        raise StateTooNew.of(WORDS("file-too-new", file=path.name, version=version, newest=VERSION))
    return int(version)


def _told(error: sqlite3.Error, name: str) -> ProvisionerError:
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if primary in _DAMAGED:
        return StateCorrupt.of(WORDS("file-no-database", file=name, why=str(error)))
    return BackendFailed.of(WORDS(_REASONS.get(primary, "file-unusable"), file=name, why=error))
