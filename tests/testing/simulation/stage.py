"""The small firm, read once for all that is played on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from provisioner.runtime.workspace import OpenOptions, Workspace
from provisioner.testing.simulation.campaign import runner
from provisioner.testing.simulation.runner import Runner

ROOT = Path(__file__).resolve().parents[3]
SMALL = ROOT / "benchmarks" / "small_firm"
DAY = date(2026, 11, 22)


def small_firm(on: date = DAY, directory: Path = SMALL) -> Runner:
    """Runs of the small firm."""
    with Workspace(OpenOptions(directory=directory)) as workspace:
        return runner(workspace, on)
