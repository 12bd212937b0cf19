"""What SQLite says of a file that is missing, damaged, foreign, newer, or in the wrong place."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from provisioner.model.errors import BackendFailed, StateCorrupt, StateMissing, StateTooNew, UsageError
from provisioner.testing import samples
from provisioner.testing.backend_suite.ground import LATER, acquire
from provisioner.testing.samples import BAKERY
from provisioner_state_sqlite import location, open_lazily, provisioner_backends, schema
from provisioner_state_sqlite.backend import open_backend, open_file
from provisioner_state_sqlite.database import Database
from tests.plugins.provisioner_state_sqlite.opening import context, state_file


def make_state(root: Path, serials: int = 1) -> Path:
    """A state with one account; closed, so that everything stands in the one file."""
    backend = open_backend(context(root))
    writer = acquire(backend)
    for serial in range(1, serials + 1):
        writer.commit(samples.state(serial=serial))
    backend.close()
    return state_file(root)


def test_the_hook_introduces_the_scheme_and_opens(tmp_path: Path) -> None:
    (entry,) = provisioner_backends()
    assert (entry.scheme, entry.shared, entry.open) == ("sqlite", False, open_lazily)
    backend = entry.open(context(tmp_path))
    assert list(backend.summaries()) == []
    backend.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_new_state_is_the_owners_alone(tmp_path: Path) -> None:
    path = make_state(tmp_path)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_missing_state_is_not_made_unasked(tmp_path: Path) -> None:
    with pytest.raises(StateMissing) as caught:
        open_backend(context(tmp_path, create=False))
    assert "state init" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_state_that_is_there_is_opened_without_leave_to_make_one(tmp_path: Path) -> None:
    make_state(tmp_path)
    backend = open_backend(context(tmp_path, create=False))
    assert backend.load(BAKERY) == samples.state()
    backend.close()


def test_a_file_that_went_away_while_open_is_an_error_and_no_new_state(tmp_path: Path) -> None:
    database = Database(tmp_path / "gone.db", busy_seconds=0.0)
    with pytest.raises(BackendFailed, match="cannot be opened"):
        open_file(database, context(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_a_loss_unless_one_may_be_made(tmp_path: Path) -> None:
    state_file(tmp_path).parent.mkdir()
    state_file(tmp_path).touch()
    with pytest.raises(StateCorrupt, match="empty"):
        open_backend(context(tmp_path, create=False))
    assert state_file(tmp_path).read_bytes() == b""
    open_backend(context(tmp_path)).close()
    assert state_file(tmp_path).stat().st_size > 0


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    state_file(tmp_path).parent.mkdir()
    state_file(tmp_path).write_bytes(b"kind: Project\n" * 100)
    with pytest.raises(StateCorrupt, match="no SQLite database") as caught:
        open_backend(context(tmp_path))
    assert "copy" in caught.value.hint
    assert state_file(tmp_path).read_bytes() == b"kind: Project\n" * 100


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    state_file(tmp_path).parent.mkdir()
    with closing(sqlite3.connect(state_file(tmp_path))) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
        connection.commit()
    before = state_file(tmp_path).read_bytes()
    with pytest.raises(StateCorrupt, match="another program"):
        open_backend(context(tmp_path))
    assert state_file(tmp_path).read_bytes() == before


def test_a_damaged_page_is_found_on_opening(tmp_path: Path) -> None:
    path = make_state(tmp_path, serials=20)
    data = bytearray(path.read_bytes())
    for page in range(2, len(data) // 4096):
        data[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(data)
    with pytest.raises(StateCorrupt, match="damaged"):
        open_backend(context(tmp_path))


def test_a_file_cut_short_is_found_on_opening(tmp_path: Path) -> None:
    path = make_state(tmp_path, serials=20)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(StateCorrupt):
        open_backend(context(tmp_path))


def test_a_body_that_was_tampered_with_is_found_on_loading(tmp_path: Path) -> None:
    path = make_state(tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE states SET body = ?", (b"{}",))
        connection.commit()
    backend = open_backend(context(tmp_path))
    with pytest.raises(StateCorrupt):
        backend.load(BAKERY)
    backend.close()


def test_an_intent_that_breaks_a_rule_is_found_on_loading(tmp_path: Path) -> None:
    backend = open_backend(context(tmp_path))
    acquire(backend).begin(samples.state(serial=0), samples.intent("i1"))
    without = samples.codec().encode_intent(replace(samples.intent("i1"), deadline=None))
    with closing(sqlite3.connect(state_file(tmp_path))) as connection:
        connection.execute("UPDATE intents SET body = ?", (without,))
        connection.commit()
    with pytest.raises(StateCorrupt, match="nordlys-bakeri breaks rule S7"):
        backend.load(BAKERY)
    backend.close()


def test_a_summary_that_cannot_be_read_hides_no_account(tmp_path: Path) -> None:
    path = make_state(tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE accounts SET summary = ?", (b"{}",))
        connection.commit()
    backend = open_backend(context(tmp_path))
    (summary,) = backend.summaries()
    assert (summary.account, summary.serial, summary.input_digest) == (BAKERY, 1, "")
    archive = backend.archive(BAKERY)
    assert archive is not None
    assert archive.summary == summary
    assert acquire(backend, now=LATER).commit(samples.state(serial=2)) == 2
    assert list(backend.summaries()) == [samples.summary_of(samples.state(serial=2))]
    backend.close()


def test_a_newer_version_is_named(tmp_path: Path) -> None:
    path = make_state(tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 6}")
    with pytest.raises(StateTooNew, match=f"version {schema.VERSION + 6}.*up to {schema.VERSION}"):
        open_backend(context(tmp_path))


def test_an_audit_record_can_neither_be_changed_nor_deleted(tmp_path: Path) -> None:
    path = make_state(tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        for statement in ("UPDATE audit SET body = ''", "DELETE FROM audit"):
            with pytest.raises(sqlite3.IntegrityError, match="never"):
                connection.execute(statement)


def test_every_connection_writes_through_to_the_disk(tmp_path: Path) -> None:
    make_state(tmp_path)
    database = Database(state_file(tmp_path), busy_seconds=1.0)
    with database.reading() as connection:
        (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
        (journal,) = connection.execute("PRAGMA journal_mode").fetchone()
        (foreign_keys,) = connection.execute("PRAGMA foreign_keys").fetchone()
    database.close()
    assert (synchronous, journal, foreign_keys) == (2, "wal", 1)


def test_a_directory_is_no_state(tmp_path: Path) -> None:
    state_file(tmp_path).mkdir(parents=True)
    with pytest.raises(BackendFailed, match="not a file"):
        open_backend(context(tmp_path))


def test_a_directory_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / ".provisioner").write_text("in the way", encoding="utf-8")
    with pytest.raises(BackendFailed, match="cannot be reached"):
        open_backend(context(tmp_path))


@pytest.mark.parametrize("url", ["sqlite:", "sqlite: ", "sqlite:///"])
def test_a_url_without_a_path_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises((UsageError, BackendFailed)):
        open_backend(context(tmp_path, url=url))


@pytest.mark.parametrize(
    "path", ["//server/share/state.db", "////server/share/state.db", "\\\\server\\share\\state.db"]
)
def test_a_network_path_is_refused(path: str, tmp_path: Path) -> None:
    with pytest.raises(BackendFailed, match="network drive"):
        location.locate(f"sqlite:{path}", tmp_path)


@pytest.mark.parametrize(
    ("path", "network"),
    [
        ("C:\\firm\\state.db", False),
        ("\\\\server\\share\\state.db", True),
        ("//server/share/state.db", True),
        ("\\\\?\\UNC\\server\\share\\state.db", True),
        ("\\\\?\\C:\\firm\\state.db", False),
        ("\\\\.\\C:\\firm\\state.db", False),
        ("/firm/state.db", False),
    ],
)
def test_network_paths_are_told_from_local_ones(path: str, network: bool) -> None:
    assert location.is_network_path(path) is network


@pytest.mark.parametrize("prefix", ["sqlite:", "sqlite://"])
def test_an_absolute_path_stands_alone(prefix: str, tmp_path: Path) -> None:
    wanted = tmp_path / "elsewhere" / "state.db"
    assert location.locate(f"{prefix}{wanted.as_posix()}", tmp_path / "root") == wanted.resolve()


def test_a_relative_path_starts_at_the_root(tmp_path: Path) -> None:
    assert location.locate("sqlite:.provisioner/state.db", tmp_path) == state_file(tmp_path).resolve()


def test_a_windows_drive_may_stand_after_three_slashes(tmp_path: Path) -> None:
    assert location.locate("sqlite:///C:/firm/state.db", tmp_path).parts[-2:] == ("firm", "state.db")


def test_a_path_that_leads_to_a_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows a mapped drive letter resolves to its share; here the answer is made up."""
    monkeypatch.setattr(location, "is_network_path", lambda path: path.endswith("state.db"))
    with pytest.raises(BackendFailed, match="network drive"):
        location.locate("sqlite:state.db", tmp_path)
