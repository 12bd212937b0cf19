"""The table of docs/reliability.md: what was tried, and how often anything was doubled, lost, leaked or left behind.

Promises: each row is counted by a command that stands in the page, never by hand; a row that is not measured again
stays as it is. `--check` says whether the page has the form that this writes. Does not: judge; zero is zero.

    python -m benchmarks.reliability --write                  # every row, some minutes
    python -m benchmarks.reliability --write --only crash     # those whose name holds the word
    python -m benchmarks.reliability --check
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import crashing

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reliability.md"
SMALL = ROOT / "benchmarks" / "small_firm"
WHOLE = ROOT / "examples" / "fjord-regnskap"
DAY = "2026-11-22"
SEEDS = 10_000
CHUNK = 500
WORKERS = 2
BEGIN, END = "<!-- counted -->", "<!-- /counted -->"
HEADINGS = (
    "what was tried",
    "runs",
    "faults",
    "keys shown",
    "duplicates",
    "lost secrets",
    "leaked canaries",
    "stale leases",
)


@dataclass(frozen=True, slots=True)
class Row:
    """What one kind of trial came to."""

    what: str
    """Its name; unique."""
    runs: int
    """How often."""
    faults: int
    """How often something was made to go wrong."""
    keys: int
    """How many keys were shown once."""
    duplicates: int
    """Things made twice, or made and known to nobody."""
    lost: int
    """Secrets that a living process was shown and did not keep."""
    leaked: int
    """Secrets found where none may be."""
    stale: int
    """Leases that somebody who was gone still held."""
    tried: crashing.Tried | None = None
    """What else was counted, of real processes."""

    def cells(self) -> tuple[str, ...]:
        """As they stand in the page."""
        numbers = (self.runs, self.faults, self.keys, self.duplicates, self.lost, self.leaked, self.stale)
        return (self.what, *(f"{number:,}" for number in numbers))


def simulated(what: str, firm: Path, parts: Sequence[Sequence[str]]) -> Row:
    """The sum of what `provisioner simulate` says of `firm` with each of `parts`."""

    def one(words: Sequence[str]) -> dict[str, Any]:
        command = [sys.executable, "-m", "provisioner", "-C", str(firm), "simulate", *words, "--on", DAY]
        done = subprocess.run([*command, "--format", "json"], capture_output=True, encoding="utf-8", check=False)
        if not done.stdout:
            raise SystemExit(f"`{' '.join(command)}` said nothing:\n{done.stderr[-2000:]}")
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    with ThreadPoolExecutor(WORKERS) as pool:
        told = list(pool.map(one, parts))
    return summed(what, told)


def summed(what: str, told: Sequence[dict[str, Any]]) -> Row:
    """One row of several documents of `provisioner simulate`."""

    def broken(*names: str) -> int:
        return sum(each["invariants"][name] for each in told for name in names)

    return Row(
        what,
        runs=sum(each["runs"] for each in told),
        faults=sum(sum(each["faults"].values()) for each in told),
        keys=sum(each["counts"].get("keys shown", 0) for each in told),
        duplicates=broken("keys", "once", "world"),
        lost=broken("secret-dropped", "store"),
        leaked=broken("canary"),
        stale=broken("stale-lease", "fence", "lease"),
    )


def random_runs() -> Row:
    """Ten thousand seeds of the small firm."""
    parts = [("--first", str(first), "--seeds", str(CHUNK)) for first in range(0, SEEDS, CHUNK)]
    return simulated("random runs, small firm", SMALL, parts)


def crash_points() -> Row:
    """Every seam of the small firm."""
    parts = [("--crash-points", "--part", f"{part}/4") for part in range(1, 5)]
    return simulated("every crash point, small firm", SMALL, parts)


def crash_points_of_the_example() -> Row:
    """Every seam of the example."""
    parts = [("--crash-points", "--part", f"{part}/8") for part in range(1, 9)]
    return simulated("every crash point, examples/fjord-regnskap", WHOLE, parts)


def of_processes(campaign: Callable[[], crashing.Tried]) -> Row:
    """What became of real processes."""
    done = campaign()
    told = done.counted
    return Row(
        done.what,
        runs=told["runs"],
        faults=sum(told["faults"].values()),
        tried=done,
        **{name: told[name] for name in ("keys", "duplicates", "lost", "leaked", "stale")},
    )


MEASURES: dict[str, Callable[[], Row]] = {
    "random runs, small firm": random_runs,
    "every crash point, small firm": crash_points,
    "every crash point, examples/fjord-regnskap": crash_points_of_the_example,
    **{name: partial(of_processes, campaign) for name, campaign in crashing.campaigns().items()},
}
"""Every row by its name, in the order of the page."""


def table(rows: Sequence[Sequence[str]]) -> str:
    """The rows, between their marks."""
    rule = ("---", *("---:" for _ in HEADINGS[1:]))
    lines = [f"| {' | '.join(cells)} |" for cells in (HEADINGS, rule, *rows)]
    return "\n".join([BEGIN, *lines, END])


def standing(text: str) -> dict[str, tuple[str, ...]]:
    """The rows that stand in the page, by name."""
    block = re.search(f"{re.escape(BEGIN)}(.*?){re.escape(END)}", text, re.DOTALL)
    if block is None:
        raise SystemExit(f"{PAGE.name} has no place for the table: {BEGIN} … {END}.")
    rows = [tuple(cell.strip() for cell in line.strip("| ").split("|")) for line in block[1].strip().splitlines()[2:]]
    return {cells[0]: cells for cells in rows}


def written(text: str, fresh: Sequence[Row]) -> str:
    """The page with these rows in the places of those of the same name."""
    rows = standing(text) | {row.what: row.cells() for row in fresh}
    order = [*MEASURES, *(name for name in rows if name not in MEASURES)]
    made = table([rows[name] for name in order if name in rows])
    start, end = text.index(BEGIN), text.index(END) + len(END)
    page = text[:start] + made + text[end:]
    tried = [row.tried for row in fresh if row.tried is not None]
    return crashing.details(page, tried) if crashing.BEGIN in page else page


def main(words: Sequence[str] | None = None) -> int:
    """Measures, prints, and writes where that is asked for."""
    parser = argparse.ArgumentParser(description="Counts for docs/reliability.md.")
    parser.add_argument("--write", action="store_true", help="write the page")
    parser.add_argument("--check", action="store_true", help="only say whether the page has this form")
    parser.add_argument("--only", default="", help="the rows whose name holds this")
    asked = parser.parse_args(words)
    text = PAGE.read_text(encoding="utf-8")
    if asked.check:
        return 0 if written(text, ()) == text else 1
    rows = [measure() for name, measure in MEASURES.items() if asked.only in name]
    print(table([row.cells() for row in rows]))
    if asked.write:
        # Read again: another row may have been measured meanwhile.
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
