"""Large fleets beside octoDNS: processor time, waiting and memory of `validate` and `plan`, per resource.

    python -m benchmarks.scale [--clients 100,1000,10000] [--integrations 20] [--runs 3]
                               [--shape profiles,written-out,list]

Promises medians over runs that alternate, so that a slow moment of the machine meets everybody, and the ratio of
octoDNS's processor time to ours on as many records as the clients have integrations; everything on one core's worth of
work, children included. octoDNS is installed from the index into a directory of its own that is deleted afterwards;
without an index, `--alone` measures ours only. Needs a POSIX system.

What is compared: `validate` with `octodns-validate`; a cold `plan`, every account attested as empty and every resource
to be created, with `octodns-sync` against an empty target, its plan logged whole. Ours once as it is shown, what many
clients have alike told once, and once with `--full`, each resource told by itself. A no-op plan, every account known to
be converged, has no counterpart there. Ours counts an account's module and office keys as resources, too; `per
resource` divides by what each program says it looked at.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks import zones
from benchmarks.fleet import SHAPES, Fleet, shaped, write

OCTODNS: Final = "octodns==1.22.0"
MODULES: Final = 1
"""Each account has one more resource than integrations: the module they need."""
OFFICE: Final = 3
"""The office's own: its module and two keys."""
OCTODNS_VALIDATE: Final = "octodns-validate"
OCTODNS_PLAN: Final = "octodns-sync, dry run"


@dataclass(frozen=True, slots=True)
class Used:
    """What one run took."""

    cpu: float
    """Seconds of processor time, user and system, children included."""
    wall: float
    """Seconds from beginning to end."""
    peak: float
    """Most memory at a time, in MB."""


@dataclass(frozen=True, slots=True)
class Case:
    """One command to measure."""

    name: str
    command: tuple[str, ...]
    resources: int
    """How many it looks at."""
    beside: str = ""
    """The case it is compared with."""


def run_once(command: Sequence[str], scratch: Path) -> Used:
    """Run to the end, its output to a file as in a pipeline."""
    with (scratch / "output").open("wb") as output, (scratch / "errors").open("wb") as errors:
        before = os.times().elapsed
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, cwd=scratch, env=_environment(scratch)
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = os.times().elapsed - before
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        words = (scratch / "errors").read_text(encoding="utf-8", errors="replace")[-2000:]
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}\n{words}")
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    # A child counts what its parent held when it was made: so this one holds little.
    return Used(usage.ru_utime + usage.ru_stime, wall, kilobytes / 1024)


def _environment(home: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"}


def measure(cases: Sequence[Case], runs: int, scratch: Path) -> dict[str, Used]:
    """The medians of each case over alternating runs, after one that only warms byte code and disk."""
    found: dict[str, list[Used]] = {case.name: [] for case in cases}
    run_once(cases[0].command, scratch)
    for _ in range(runs):
        for case in cases:
            found[case.name].append(run_once(case.command, scratch))
    return {name: _median(taken) for name, taken in found.items()}


def _median(taken: Sequence[Used]) -> Used:
    return Used(*(median(getattr(one, part) for one in taken) for part in ("cpu", "wall", "peak")))


def table(cases: Sequence[Case], medians: dict[str, Used]) -> list[str]:
    """One line a case."""
    by_name = {case.name: case for case in cases}
    lines = [f"{'':32}{'CPU':>9}{'wall':>10}{'peak':>11}{'CPU/resource':>14}{'octoDNS/ours':>14}"]
    for case in cases:
        used = medians[case.name]
        each = used.cpu / case.resources
        words = f"{case.name:32}{used.cpu:7.2f} s{used.wall:8.2f} s{used.peak:8.0f} MB{each * 1e6:11.1f} µs"
        if case.beside in by_name:
            other = medians[case.beside].cpu / by_name[case.beside].resources
            words += f"{other / each:13.1f}×"
        lines.append(words)
    return lines


def attest(project: Path, scratch: Path) -> None:
    """Every account is said to be empty, so that everything in it can be planned to be made."""
    run_once((_own("provisioner"), "-C", str(project), "inventory", "attest", "--all", "--empty"), scratch)


def install_octodns(directory: Path) -> Path:
    """octoDNS in an environment of its own; the directory of its commands."""
    subprocess.run((sys.executable, "-m", "venv", str(directory)), check=True)
    pip = (str(directory / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", OCTODNS)
    subprocess.run(pip, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return directory / "bin"


def _own(command: str) -> str:
    return str(Path(sys.executable).with_name(command))


def fleet_cases(fleet: Fleet, shape: str, directory: Path) -> list[Case]:
    """Ours: a firm that has everything before it, and the same one with nothing left to do."""
    cold, done = directory / f"{shape}-cold", directory / f"{shape}-done"
    write(fleet, cold)
    attest(cold, directory)
    shutil.copytree(cold, done)
    run_once((sys.executable, str(Path(__file__).with_name("converge.py")), str(done)), directory)
    resources = fleet.clients * (fleet.integrations + MODULES) + OFFICE
    commands = (
        ("validate", cold, "validate", OCTODNS_VALIDATE),
        ("plan", cold, "plan", OCTODNS_PLAN),
        ("plan --full", cold, "plan --full", OCTODNS_PLAN),
        ("no-op plan", done, "plan", ""),
    )
    return [
        Case(f"{name} ({shape})", (_own("provisioner"), "-C", str(project), *words.split()), resources, beside)
        for name, project, words, beside in commands
    ]


def octodns_cases(fleet: Fleet, commands: Path, directory: Path) -> list[Case]:
    """Theirs, on a record an integration."""
    config = str(zones.write(fleet.clients, fleet.integrations, directory / "zones"))
    records = fleet.clients * fleet.integrations
    return [
        Case(OCTODNS_VALIDATE, (str(commands / "octodns-validate"), "--config-file", config), records),
        Case(OCTODNS_PLAN, (str(commands / "octodns-sync"), "--config-file", config), records),
    ]


def main(arguments: Sequence[str]) -> int:
    """Measure and print, one size after the other."""
    parser = argparse.ArgumentParser(description="large fleets beside octoDNS")
    parser.add_argument("--clients", default="100,1000,10000", help="sizes, with commas between them")
    parser.add_argument("--integrations", type=int, default=20)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--shape", default=",".join(SHAPES), help="profiles, written-out, list, or several")
    parser.add_argument("--alone", action="store_true", help="without octoDNS")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        commands = None if options.alone else install_octodns(base / "octodns")
        for size in options.clients.split(","):
            directory = base / size
            directory.mkdir()
            cases: list[Case] = []
            for shape in options.shape.split(","):
                cases += fleet_cases(shaped(shape, int(size), options.integrations), shape, directory)
            if commands is not None:
                cases += octodns_cases(Fleet(int(size), options.integrations), commands, directory)
            print(f"\n{size} clients with {options.integrations} integrations each; medians of {options.runs} runs")
            print("\n".join(table(cases, measure(cases, options.runs, directory))), flush=True)
            shutil.rmtree(directory)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
