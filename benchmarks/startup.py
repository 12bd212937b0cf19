"""The processor time of `provisioner --version` and of a no-op plan, against a bare interpreter.

    python benchmarks/startup.py [--runs N] [--version-only]

Promises the ratio of medians over alternating runs, user and system time of the whole process, and exit code 1 when a
ratio is above its limit; the interpreter is that of the same environment. Does not measure waiting. Needs a POSIX
system: elsewhere a child's processor time is not to be had.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "fjord-regnskap"
BARE = "bare interpreter"
VERSION_LIMIT = 3.5
PLAN_LIMIT = 20.0

# From an empty state to a converged one; the scripted operator does what a person would.
SET_UP = (
    ("inventory", "attest", "--all", "--empty"),
    ("apply", "--auto-approve", "--operator", "scripted"),
)


@dataclass(frozen=True, slots=True)
class Case:
    """One command to measure."""

    name: str
    command: tuple[str, ...]
    limit: float | None


def cpu_seconds(command: Sequence[str], directory: Path) -> float:
    """Run once to the end; the user and system time that it took, its own children included."""
    process = subprocess.Popen(
        command,
        cwd=directory,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(directory),
    )
    assert process.stderr is not None
    with process.stderr as stream:
        words = stream.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}\n{words}")
    return usage.ru_utime + usage.ru_stime


def environment(home: Path) -> dict[str, str]:
    """Nothing of the person's own settings, and byte code kept as an installation keeps it."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"}


def measure(cases: Sequence[Case], runs: int, directory: Path) -> dict[str, float]:
    """The median of each case. Cases alternate, so that a slow moment of the machine meets all of them."""
    times: dict[str, list[float]] = {case.name: [] for case in cases}
    for case in cases:
        cpu_seconds(case.command, directory)  # once unmeasured: byte code and disk cache
    for _ in range(runs):
        for case in cases:
            times[case.name].append(cpu_seconds(case.command, directory))
    return {name: median(taken) for name, taken in times.items()}


def verdict(cases: Sequence[Case], medians: Mapping[str, float]) -> tuple[list[str], bool]:
    """The table to print, and whether every ratio is within its limit."""
    lines, within = [], True
    for case in cases:
        ratio = medians[case.name] / medians[BARE]
        words = f"{case.name:24} {medians[case.name] * 1000:8.1f} ms {ratio:6.2f}×"
        if case.limit is not None:
            over = ratio > case.limit
            within = within and not over
            words += f"   at most {case.limit}×: {'OVER' if over else 'ok'}"
        lines.append(words)
    return lines, within


def cases(provisioner: str, project: Path | None) -> list[Case]:
    """The commands to compare; the plan only where there is a converged project."""
    found = [
        Case(BARE, (sys.executable, "-c", "pass"), None),
        Case("provisioner --version", (provisioner, "--version"), VERSION_LIMIT),
    ]
    if project is not None:
        found.append(Case("no-op plan", (provisioner, "-C", str(project), "plan", "--detailed-exitcode"), PLAN_LIMIT))
    return found


def converged(provisioner: str, directory: Path) -> Path:
    """A copy of the example that has nothing left to do."""
    project = directory / EXAMPLE.name
    shutil.copytree(EXAMPLE, project, ignore=shutil.ignore_patterns(".provisioner"))
    for words in SET_UP:
        cpu_seconds((provisioner, "-C", str(project), *words), directory)
    return project


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and say by the exit code whether it is within the limits."""
    parser = argparse.ArgumentParser(description="processor time against a bare interpreter")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--version-only", action="store_true", help="leave the no-op plan out")
    options = parser.parse_args(arguments)
    provisioner = str(Path(sys.executable).with_name("provisioner"))
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        project = None if options.version_only else converged(provisioner, directory)
        measured = cases(provisioner, project)
        lines, within = verdict(measured, measure(measured, options.runs, directory))
    print("\n".join(lines))
    if options.version_only:
        print("no-op plan               not measured (--version-only)")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
