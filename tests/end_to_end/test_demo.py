"""What `make demo` runs: the example over HTTP, every command in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.firm import EXAMPLE, ROOT

DEMO = EXAMPLE / "demo.py"


def run_demo(place: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """The demo, with its temporary files at `place`."""
    temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(place))
    return subprocess.run(
        [sys.executable, str(DEMO)],
        cwd=ROOT,
        env={**os.environ, **temporary, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def files_of_the_example() -> dict[str, bytes]:
    return {path.relative_to(EXAMPLE).as_posix(): path.read_bytes() for path in EXAMPLE.rglob("*") if path.is_file()}


def test_it_tells_the_whole_story(tmp_path: Path) -> None:
    before = files_of_the_example()
    done = run_demo(tmp_path, PROVISIONER_ENDPOINT="https://tripletex.no", CI="true")
    assert done.returncode == 0, done.stdout + done.stderr
    assert files_of_the_example() == before

    shown = re.findall(r"^\$ (?:provisioner )?(\S+)", done.stdout, re.MULTILINE)
    assert shown == ["simulator", "export", "validate", "inventory", "plan", "show", "apply", "plan", "state", "secret"]
    assert "Plan: 45 to add, 0 to change, 0 to destroy, 3 to adopt." in done.stdout
    assert "Apply complete! Resources: 45 added, 0 changed, 0 destroyed, 3 adopted." in done.stdout
    assert "No changes." in done.stdout.partition("--detailed-exitcode")[2]
    assert not re.search(r"test-[A-Za-z0-9_-]{20,}", done.stdout + done.stderr), "not even a worthless key is printed"
    assert re.search(r"Done in \d+ seconds", done.stdout)

    left = re.search(r"-C (\S+) destroy", done.stdout)
    assert left is not None
    report = Path(left[1]) / "plan.html"
    assert "<html" in report.read_text(encoding="utf-8")
    try_what_it_says(done)


def try_what_it_says(done: subprocess.CompletedProcess[str]) -> None:
    """Every command that it ends with works."""
    tries = re.findall(r"^  (\S*provisioner(?:\.exe)?|\S+ -m provisioner) (.+)$", done.stdout, re.MULTILINE)
    assert len(tries) == 4
    for program, words in tries:
        if "examples" in words:
            continue  # planned in place it would leave a simulator's world behind
        tried = subprocess.run(
            [*program.split(), *words.split()],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert tried.returncode == 0, tried.stdout + tried.stderr
        assert tried.stdout


def test_it_fails_where_a_command_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project that cannot be used: the demo says which command, and does not end well."""
    copy = tmp_path / "fjord-regnskap"
    copy.mkdir()
    for name in ("demo.py", "provisioner.yaml", "demo-identity.txt"):
        (copy / name).write_bytes((EXAMPLE / name).read_bytes())
    (copy / "office.yaml").write_text("kind: Office\nname: NO GOOD\n", encoding="utf-8")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    done = subprocess.run(
        [sys.executable, str(copy / "demo.py")],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "The demo failed: `provisioner validate` ended with 1" in done.stderr
