"""The rows of docs/reliability.md that real processes come to, and what else is counted of them.

Promises: each row is one campaign of `python -m tests.crashing`, which plays the same faults each time; one that finds
anything wrong makes no row. Does not: run where strace is missing.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RUNS = 36
"""Of each kind."""
BACKENDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
KINDS = {
    "sqlite": (
        *("killed at a moment", "killed at a system call", "power cut", "disk full", "disk read-only", "sync fails"),
        *("connection cut", "clock jumps", "lease broken"),
    ),
    "postgresql": (
        *("killed at a moment", "killed at a system call", "power cut", "database killed", "connection cut"),
        *("clock jumps", "lease broken"),
    ),
}


@dataclass(frozen=True, slots=True)
class Tried:
    """What one campaign came to."""

    what: str
    """Its name."""
    counted: Mapping[str, Any]
    """As `python -m tests.crashing` tells it."""

    @property
    def detail(self) -> str:
        """At which calls, and what was in the process's hands."""
        calls = ", ".join(f"{name} {count}" for name, count in sorted(self.counted["calls"].items())) or "–"
        numbers = (self.counted[name] for name in ("keys_in_hand", "unsynced", "reported_lost", "asked"))
        return f"| {self.what} | {calls} | {' | '.join(f'{number:,}' for number in numbers)} |"


def name_of(backend: str, kind: str) -> str:
    """Of the row."""
    return f"real processes, {BACKENDS[backend]}: {kind}"


def tried(backend: str, kind: str) -> Tried:
    """One campaign. SystemExit where anything was wrong."""
    command = [sys.executable, "-m", "tests.crashing", "--backend", backend, "--runs", str(RUNS), "--only", kind]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    if done.returncode:
        raise SystemExit(f"`{' '.join(command)}` found something wrong:\n{done.stdout}")
    return Tried(name_of(backend, kind), json.loads(done.stdout))


def campaigns() -> dict[str, Callable[[], Tried]]:
    """Every one, by the name of its row."""
    return {name_of(backend, kind): partial(tried, backend, kind) for backend in BACKENDS for kind in KINDS[backend]}


BEGIN, END = "<!-- processes -->", "<!-- /processes -->"
HEADINGS = (
    *("what was tried", "refused or killed at", "keys in hand", "power cuts that took something"),
    *("lost, said and replaced", "questions"),
)


def details(text: str, fresh: Sequence[Tried]) -> str:
    """The page with the second table, the lines of these in the places of those of the same name."""
    start, end = text.index(BEGIN), text.index(END)
    lines = text[start:end].splitlines()[3:]
    by_name = {line.split("|")[1].strip(): line for line in lines} | {each.what: each.detail for each in fresh}
    rule = " | ".join(["---", "---", *("---:" for _ in HEADINGS[2:])])
    rows = [by_name[name] for name in campaigns() if name in by_name]
    return "\n".join([text[:start] + BEGIN, f"| {' | '.join(HEADINGS)} |", f"| {rule} |", *rows, text[end:]])
