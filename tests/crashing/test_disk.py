"""What was synced survives a power cut, what was not need not, and a recording accounts for all that was done."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.crashing import disk, tracing

pytestmark = pytest.mark.needs("strace")

NAMES = ("old", "new", "older", "state.db")
SQLITE = """
import sqlite3
one = sqlite3.connect('state.db', isolation_level=None)
one.execute("PRAGMA journal_mode = WAL")
one.execute("PRAGMA synchronous = {synchronous}")
one.execute("CREATE TABLE told (number)")
for number in range(20):
    one.execute("INSERT INTO told VALUES (?)", (number,))
    print(number, flush=True)
os.kill(os.getpid(), 9)
"""


def recorded(place: Path, program: str, *inject: str) -> tuple[disk.Recorded, str]:
    """The directory as `program` changed it, and what that said."""
    root, recording = place / "root", place / "strace"
    root.mkdir()
    (root / "old").write_bytes(b"before")
    before = disk.contents(root)
    for name in NAMES:
        program = program.replace(f"'{name}'", repr(str(root / name)))
    program = f"import os\n{program.replace(repr('.'), repr(str(root)))}"
    command = tracing.command(recording, inject, [sys.executable, "-c", program])
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    found = disk.Recorded(root, before).play(tracing.read(recording))
    found.demand({path: content for path, content in disk.contents(root).items() if not path.endswith(disk.MAPPED)})
    return found, ended.stdout


def names(files: disk.Files) -> dict[str, bytes]:
    """By name instead of by path."""
    return {Path(path).name: content for path, content in files.items()}


@pytest.mark.parametrize(
    ("program", "left"),
    [
        ("open('old', 'wb').write(b'after')", {"old": b"before"}),
        ("f = open('old', 'wb'); f.write(b'after'); f.flush(); os.fsync(f.fileno())", {"old": b"after"}),
        ("f = open('old', 'r+b', 0); os.fsync(f.fileno()); f.write(b'after')", {"old": b"before"}),
        ("f = open('old', 'r+b', 0); f.write(b'AB'); os.fdatasync(f.fileno()); f.write(b'C')", {"old": b"ABfore"}),
        ("f = open('old', 'r+b', 0); f.truncate(2); os.fsync(f.fileno())", {"old": b"be"}),
        ("f = open('new', 'wb', 0); f.write(b'x'); os.fsync(f.fileno())", {"old": b"before"}),
        ("f = open('new', 'wb', 0); f.write(b'x'); os.fsync(os.open('.', 0))", {"old": b"before", "new": b""}),
        ("os.rename('old', 'new')", {"old": b"before"}),
        ("os.rename('old', 'new'); os.fsync(os.open('.', 0))", {"new": b"before"}),
        ("os.unlink('old')", {"old": b"before"}),
        ("os.unlink('old'); os.fsync(os.open('.', 0))", {}),
        ("f = os.open('old', os.O_RDWR); os.pwrite(f, b'X', 8); os.fsync(f)", {"old": b"before\0\0X"}),
    ],
)
def test_what_is_left_is_what_was_synced(program: str, left: dict[str, bytes], tmp_path: Path) -> None:
    found, _ = recorded(tmp_path, program)
    assert names(found.after(disk.nothing_more())) == left


def test_what_was_not_synced_may_be_there_in_part(tmp_path: Path) -> None:
    program = "f = os.open('old', os.O_RDWR)\nfor at in range(4): os.pwrite(f, bytes([65 + at]) * 1024, at * 1024)"
    found, _ = recorded(tmp_path, program)
    left = {names(found.after(disk.by_chance(Random(number))))["old"] for number in range(40)}
    assert len(left) > 10
    assert names(found.after(disk.everything()))["old"] == b"".join(bytes([65 + at]) * 1024 for at in range(4))
    assert any(0 < text.count(b"A") < 1024 for text in left), "some of its sectors"


def test_a_rename_is_whole_or_has_not_been(tmp_path: Path) -> None:
    found, _ = recorded(tmp_path, "open('new', 'wb').write(b'x'); os.rename('old', 'older'); os.rename('new', 'old')")
    left = {tuple(sorted(names(found.after(disk.by_chance(Random(number)))))) for number in range(40)}
    assert left == {("old",), ("new", "old"), ("new", "older"), ("old", "older")}


def test_a_recording_that_does_not_account_for_what_is_there_is_refused(tmp_path: Path) -> None:
    found, _ = recorded(tmp_path, "pass")
    with pytest.raises(AssertionError, match="does not account"):
        found.demand({})
    (tmp_path / "other").mkdir()
    with pytest.raises(AssertionError, match="not modelled"):
        recorded(tmp_path / "other", "os.link('old', 'new')")


def test_a_call_is_refused_or_is_the_last_where_that_is_ordered(tmp_path: Path) -> None:
    program = (
        "f = os.open('old', os.O_RDWR)\nfor at in range(4):\n    os.pwrite(f, b'X', at)\n    print(at, flush=True)"
    )
    found, said = recorded(tmp_path, program, "pwrite64:error=ENOSPC:when=3")
    assert said.split() == ["0", "1"]
    assert names(found.after(disk.everything()))["old"] == b"XXfore"
    (tmp_path / "killed").mkdir()
    found, said = recorded(tmp_path / "killed", program, "pwrite64:signal=KILL:when=3")
    assert said.split() == ["0", "1"]
    assert names(found.after(disk.nothing_more()))["old"] == b"before"


def told_and_kept(place: Path, synchronous: str, fate: disk.Fate) -> tuple[int, int]:
    """How many rows a SQLite file was said to hold, and holds after a power cut."""
    found, said = recorded(place, SQLITE.format(synchronous=synchronous))
    again = place / "again"
    again.mkdir()
    moved = {str(again / Path(path).name): content for path, content in found.after(fate).items()}
    disk.put_back(again, moved)
    code = "import sqlite3; print(sqlite3.connect('state.db').execute('SELECT count(*) FROM told').fetchone()[0])"
    read = subprocess.run([sys.executable, "-c", code], cwd=again, capture_output=True, encoding="utf-8", check=False)
    return len(said.split()), int(read.stdout or 0)


@pytest.mark.parametrize("seed", range(4))
def test_sqlite_keeps_what_it_synced_and_only_that(seed: int, tmp_path: Path) -> None:
    """That the model bites: with syncing it takes nothing, without it takes what SQLite said was done."""
    fate = disk.by_chance(Random(seed)) if seed else disk.nothing_more()
    for synchronous in ("FULL", "OFF"):
        (tmp_path / synchronous).mkdir()
    assert told_and_kept(tmp_path / "FULL", "FULL", fate) == (20, 20)
    told, kept = told_and_kept(tmp_path / "OFF", "OFF", fate)
    assert kept < told == 20
