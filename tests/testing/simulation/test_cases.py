"""What the simulation once found, played again: every case holds now."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner.model.errors import UsageError
from provisioner.testing.simulation.cases import Case, faults_at, line, read, write
from provisioner.testing.simulation.faults import Fault, Menu
from provisioner.testing.simulation.run import Wish
from tests.testing.simulation.stage import DAY, ROOT, small_firm

CASES = sorted((ROOT / "tests" / "cases" / "simulation").glob("*.json"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_was_found_is_mended(path: Path) -> None:
    case = read(path.read_text(encoding="utf-8"))
    assert case.found, "a case says what it found"
    told = small_firm(case.on, ROOT / case.firm).run(case.wish)
    assert told.findings == (), line(case.wish, case.on)


def test_there_are_cases() -> None:
    assert len(CASES) >= 5


@pytest.mark.parametrize(
    "wish",
    [
        Wish(7),
        Wish(7, scene="rotate", script={12: Fault.CRASH, 3: Fault.PAUSE}),
        Wish(9, Menu(frozenset({Fault.RACE, Fault.CALL_LATE}), 0.25, 3)),
    ],
)
def test_a_case_is_read_as_it_was_written(wish: Wish) -> None:
    case = Case("benchmarks/small_firm", DAY, wish, "a double")
    assert read(write(case)) == case


def test_the_line_says_all() -> None:
    wish = Wish(7, scene="rotate", script={12: Fault.CRASH, 3: Fault.PAUSE})
    told = "provisioner simulate --seed 7 --scene rotate --at 3=pause --at 12=crash --on 2026-11-22"
    assert line(wish, DAY) == told
    assert faults_at(("3=pause", "12=crash")) == wish.script


@pytest.mark.parametrize("text", ["3", "x=crash", "3=flood"])
def test_a_fault_that_is_none(text: str) -> None:
    with pytest.raises(UsageError, match="no seam and fault"):
        faults_at((text,))
