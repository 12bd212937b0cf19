"""A disk that is full, a file that is locked or read-only: told clearly, and nothing half written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from provisioner.model.errors import BackendFailed, StateCorrupt
from provisioner.model.secrets import SealedSecret
from provisioner.testing import samples
from provisioner.testing.backend_suite.ground import acquire, serials
from provisioner.testing.samples import BAKERY, FLORIST
from provisioner_state_sqlite.backend import SqliteBackend, open_backend, open_file
from provisioner_state_sqlite.database import Database
from tests.plugins.provisioner_state_sqlite.opening import context, state_file


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A file that a write does not wait long for."""
    open_backend(context(tmp_path)).close()
    database = Database(state_file(tmp_path), busy_seconds=0.01)
    yield database
    database.close()


@pytest.fixture
def backend(database: Database, tmp_path: Path) -> SqliteBackend:
    return open_file(database, context(tmp_path))


def test_a_full_disk_leaves_the_state_as_it_was(backend: SqliteBackend, database: Database) -> None:
    writer = acquire(backend)
    writer.commit(samples.state())
    with database.reading() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
    large = replace(samples.sealed(), ciphertext=b"x" * 1_000_000)
    request = writer.request(samples.state(serial=2))
    with pytest.raises(BackendFailed, match="disk is full"):
        backend.commit(replace(request, sealed=(SealedSecret(samples.key_address(), 1, large),)))
    assert backend.load(BAKERY) == samples.state()
    assert serials(backend) == [1]
    with database.reading() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")
    assert backend.commit(request) == 2, "the same request again, once there is room"


def test_a_file_that_another_process_writes_is_told_as_locked(
    backend: SqliteBackend, database: Database, tmp_path: Path
) -> None:
    writer = acquire(backend)
    with closing(sqlite3.connect(state_file(tmp_path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BackendFailed, match="locked by another process") as caught:
            writer.commit(samples.state())
        assert list(backend.summaries()) == [], "readers do not wait"
        other.execute("ROLLBACK")
    assert "again" in caught.value.hint
    assert writer.commit(samples.state()) == 1


def test_a_read_only_file_is_told(backend: SqliteBackend, database: Database) -> None:
    writer = acquire(backend)
    with database.reading() as connection:
        connection.execute("PRAGMA query_only = ON")
    with pytest.raises(BackendFailed, match="read-only"):
        writer.commit(samples.state())
    assert backend.load(BAKERY) is None


def test_damage_in_a_file_too_large_to_check_is_told_on_loading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = open_backend(context(tmp_path))
    acquire(backend).commit(samples.state())
    backend.close()
    path = state_file(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    monkeypatch.setattr("provisioner_state_sqlite.database.CHEAP_CHECK_BYTES", 0)
    again = open_backend(context(tmp_path))
    with pytest.raises(StateCorrupt, match="damaged"):
        again.load(BAKERY)
    again.close()


def test_a_write_that_fails_in_the_middle_is_undone(database: Database) -> None:
    def write_half() -> None:
        with database.writing() as connection:
            connection.execute("INSERT INTO leases VALUES ('x', 1, 'h', 'r', 't', '')")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()
    with database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM leases").fetchone() == (0,)


def test_a_connection_that_comes_back_after_close_is_closed(database: Database) -> None:
    with database.reading() as connection:
        database.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


def test_a_connection_that_cannot_be_rolled_back_is_not_used_again(database: Database) -> None:
    with database.writing() as spoilt:
        pass
    with database._borrowed() as connection:
        assert connection is spoilt
        connection.execute("BEGIN IMMEDIATE")
    with database.writing() as connection:
        assert connection is not spoilt, "and its lock is gone"


def test_a_bug_of_ours_is_shown_as_one(database: Database) -> None:
    def write_twice() -> None:
        with database.writing() as connection:
            connection.execute("INSERT INTO leases VALUES ('x', 1, 'h', 'r', 't', '')")
            connection.execute("INSERT INTO leases VALUES ('x', 2, 'h', 'r', 't', '')")

    with pytest.raises(sqlite3.IntegrityError):
        write_twice()


def test_what_is_written_in_one_backend_is_seen_in_another(backend: SqliteBackend, tmp_path: Path) -> None:
    other = open_backend(context(tmp_path))
    acquire(backend).commit(samples.state())
    acquire(other, FLORIST).commit(samples.state(FLORIST))
    assert backend.load(FLORIST) == samples.state(FLORIST)
    assert other.load(BAKERY) == samples.state()
    other.close()


def test_a_state_with_ten_thousand_accounts_is_listed_in_order(backend: SqliteBackend, database: Database) -> None:
    accounts = [samples.client(f"client-{number:05}") for number in range(10_000)]
    codec = samples.codec()
    summaries = [samples.summary_of(samples.state(account)) for account in accounts]
    rows = [(each.account.name, each.lineage, 1, codec.encode_summary(each)) for each in reversed(summaries)]
    with database.writing() as connection:
        connection.executemany("INSERT INTO accounts VALUES (?, ?, ?, ?)", rows)
    assert list(backend.summaries()) == summaries
