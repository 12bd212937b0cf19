"""The tests' own rules work: what a careless test does to its surroundings is noticed, what is left out is named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract import tree
from tests.not_run import in_pipeline, missing_programs, not_run

CARELESS = """
import os, socket, time, urllib.request, warnings
from pathlib import Path
import pytest

def test_environment(): os.environ["LEFT"] = "behind"
def test_directory(tmp_path): os.chdir(tmp_path)
def test_lookup(): socket.create_connection(("tripletex.no", 443))
def test_address(): socket.create_connection(("192.0.2.1", 443))
def test_warning(): warnings.warn("ignored", DeprecationWarning)
def test_file(tmp_path): (tmp_path / "a").open("w").write("left open")

def test_bare_environment():
    assert not {"PROVISIONER_ENDPOINT", "TRIPLETEX_OFFICE_KEY", "CI"} & set(os.environ)
    assert list(Path.home().iterdir()) == []

def test_loopback():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()[:2]): pass

@pytest.mark.needs("a-program-that-nobody-has")
def test_left_out(): raise AssertionError
"""


def run(file: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a file of tests under the house's own conftest and configuration."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST"))}
    options = ["-p", "tests.conftest", "-p", "no:randomly", "-p", "no:cacheprovider"]
    options += ["-c", str(tree.ROOT / "pyproject.toml"), "--rootdir", str(file.parent)]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(file)],
        cwd=file.parent,
        env={**bare, "PYTHONPATH": str(tree.ROOT), **environment},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


@pytest.fixture
def careless(tmp_path: Path) -> Path:
    file = tmp_path / "test_careless.py"
    file.write_text(CARELESS, encoding="utf-8")
    return file


def test_carelessness_is_noticed(careless: Path) -> None:
    result = run(careless, PROVISIONER_ENDPOINT="simulator", TRIPLETEX_OFFICE_KEY="x")
    words = result.stdout
    assert result.returncode == 1, words + result.stderr
    assert "the test left the environment changed: LEFT" in words
    assert "the test left the working directory changed" in words
    for name in ("lookup", "address", "warning", "file"):
        assert f"FAILED test_careless.py::test_{name}" in words, words
    assert "NOT RUN: 1 of the tests" in words
    assert "test_careless.py::test_left_out: needs a-program-that-nobody-has" in words
    # The two that leave something behind pass first; then the bare environment and loopback.
    assert "4 failed, 4 passed, 1 skipped, 2 errors" in words, words


def test_in_a_pipeline_nothing_is_left_out(careless: Path) -> None:
    words = run(careless, CI="true").stdout
    assert "ERROR test_careless.py::test_left_out" in words, words
    assert "skipped" not in words.splitlines()[-1]


def test_a_failed_check_fails_the_run(tmp_path: Path) -> None:
    file = tmp_path / "test_fine.py"
    file.write_text("def test_fine() -> None: pass\n", encoding="utf-8")
    assert run(file).returncode == 0
    result = run(file, CHECKS_FAILED=" lint types")
    assert result.returncode == 1
    assert "FAILED BEFORE THE TESTS: lint types" in result.stdout
    assert "1 passed" in result.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("value", "expected"), [("", False), ("0", False), ("False", False), ("1", True), ("true", True)]
)
def test_the_pipeline_is_recognised(value: str, expected: bool) -> None:
    assert in_pipeline({"CI": value}) is expected
    assert in_pipeline({}) is False


def test_left_out_is_never_passed() -> None:
    with pytest.raises(pytest.skip.Exception, match="NOT RUN: no moon"):
        not_run("no moon", in_pipeline=False)
    with pytest.raises(pytest.fail.Exception, match="NOT RUN: no moon"):
        not_run("no moon", in_pipeline=True)


def test_missing_programs_are_found() -> None:
    assert missing_programs((sys.executable, "a-program-that-nobody-has")) == ("a-program-that-nobody-has",)
