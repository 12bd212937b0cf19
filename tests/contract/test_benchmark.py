"""The start-up benchmark measures: processor time of whole processes, ratios of medians, and says when one is over."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks import startup


def test_processor_time_is_measured_with_children(tmp_path: Path) -> None:
    busy = "import time\nwhile time.process_time() < 0.2: pass"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    assert startup.cpu_seconds((sys.executable, "-c", child), tmp_path) > 0.2


def test_a_failing_command_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="exit code 3"):
        startup.cpu_seconds((sys.executable, "-c", "raise SystemExit(3)"), tmp_path)


def test_cases_take_turns(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    order: list[str] = []
    seconds = iter([9.0, 9.0, 1.0, 4.0, 3.0, 5.0, 2.0, 60.0])

    def taken(command: tuple[str, ...], directory: Path) -> float:
        order.append(command[0])
        return next(seconds)

    monkeypatch.setattr(startup, "cpu_seconds", taken)
    cases = [startup.Case(startup.BARE, ("bare",), None), startup.Case("plan", ("plan",), 20.0)]
    medians = startup.measure(cases, 3, tmp_path)
    assert order == ["bare", "plan"] * 4
    assert medians == {startup.BARE: 2.0, "plan": 5.0}


@pytest.mark.parametrize(("plan", "within"), [(0.20, True), (0.21, False)])
def test_the_verdict(plan: float, within: bool) -> None:
    cases = [startup.Case(startup.BARE, (), None), startup.Case("plan", (), 20.0)]
    lines, verdict = startup.verdict(cases, {startup.BARE: 0.01, "plan": plan})
    assert verdict is within
    assert ("ok" in lines[1], "OVER" in lines[1]) == (within, not within)


def test_the_limits_are_the_promised_ones(tmp_path: Path) -> None:
    limits = {case.name: case.limit for case in startup.cases("provisioner", tmp_path)}
    assert limits == {startup.BARE: None, "provisioner --version": 3.5, "no-op plan": 20.0}
