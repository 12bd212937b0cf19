"""Ctrl-C in a real process, in the middle of the example's first apply: nothing is lost, nothing is made twice."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from provisioner.runtime.platform import IS_WINDOWS

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "fjord-regnskap"
APPLY = ("apply", "--auto-approve", "--operator", "scripted")

pytestmark = pytest.mark.skipif(IS_WINDOWS, reason="a test cannot send Ctrl-C to a single process there")


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "provisioner", *words]


def run(firm: Path, *words: str, codes: tuple[int, ...] = (0,)) -> str:
    result = subprocess.run(command(*words), cwd=firm, capture_output=True, check=False, encoding="utf-8")
    assert result.returncode in codes, result.stderr
    return result.stdout


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    root = tmp_path / "fjord"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns(".provisioner", "demo.py"))
    run(root, "inventory", "attest", "--all", "--empty")
    return root


def interrupted(firm: Path, *, twice: bool) -> tuple[int, str]:
    """Applies, and presses Ctrl-C when the fifth step begins; the exit code and the standard error."""
    with subprocess.Popen(
        command(*APPLY, "--format", "json"),
        cwd=firm,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        begun = 0
        while begun < 5:
            line = process.stdout.readline()
            assert line, "it ended before it was interrupted"
            begun += json.loads(line)["type"] == "apply_start"
        process.send_signal(signal.SIGINT)
        told = process.stderr.readline() + process.stderr.readline()
        if twice:
            process.send_signal(signal.SIGINT)
        _, rest = process.communicate(timeout=60)
        return process.returncode, told + rest


@pytest.mark.parametrize("twice", [False, True])
def test_what_was_begun_is_known_afterwards(firm: Path, twice: bool) -> None:
    code, told = interrupted(firm, twice=twice)
    # A second Ctrl-C may come when the process has already done what it had begun and is on its way out.
    assert code in ((130, -signal.SIGINT) if twice else (130,)), told
    assert "Press Ctrl-C again to stop now." in told
    assert run(firm, *APPLY).splitlines()[-1].startswith("Apply complete!")
    # Of a call that was cut a moment ago nobody can tell yet whether it will still happen: then 7, and it is asked.
    codes = (0, 7) if twice else (0,)
    planned = run(firm, "plan", "--refresh", "all", "--detailed-exitcode", codes=codes)
    assert planned.splitlines()[-1].startswith("No changes.")
    listed = [line.split()[:2] for line in run(firm, "state", "list").splitlines()[1:]]
    addresses = [address for address, _ in listed]
    assert len(set(addresses)) == len(addresses)
    assert twice or len(addresses) == 48
    assert {number for _, number in listed} == {"1"}
