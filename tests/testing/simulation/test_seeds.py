"""Ten thousand random runs of the small firm, and every crash point of it: nothing lost, nothing doubled.

Each chunk is the very command that users have, in a process of its own, so that nothing measures it and it costs what
it costs. A seed that finds something prints the line that runs it again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from provisioner.testing.simulation.campaign import carry_out, seeds, single_faults
from provisioner.testing.simulation.faults import Fault
from provisioner.testing.simulation.runner import Runner
from tests.testing.simulation.stage import DAY, SMALL

CHUNKS = 20
SEEDS_OF_A_CHUNK = 500
PARTS = 4
"""Of the crash points, so that two workers share them."""


def simulate(*words: str, code: int = 0, hash_seed: str = "0") -> Any:
    """What `provisioner simulate` says."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("COV_", "COVERAGE_"))}
    done = subprocess.run(
        [sys.executable, "-m", "provisioner", "-C", str(SMALL), "simulate", *words, "--format", "json"],
        env={**environment, "PYTHONHASHSEED": hash_seed, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    told = json.loads(done.stdout) if done.stdout else {}
    broken = "\n".join(f"{each['replay']}\n  {each['findings']}" for each in told.get("failures", []))
    assert done.returncode == code, f"{broken}\n{done.stderr[-2000:]}"
    return told


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_seed_loses_or_doubles_anything(chunk: int) -> None:
    first = str(chunk * SEEDS_OF_A_CHUNK)
    told = simulate("--first", first, "--seeds", str(SEEDS_OF_A_CHUNK), "--on", DAY.isoformat())
    assert told["runs"] == SEEDS_OF_A_CHUNK
    assert not any(told["invariants"].values())
    assert sum(told["faults"].values()) > SEEDS_OF_A_CHUNK


@pytest.mark.parametrize("part", range(PARTS))
def test_no_crash_point_loses_or_doubles_anything(part: int) -> None:
    told = simulate("--crash-points", "--part", f"{part + 1}/{PARTS}", "--on", DAY.isoformat())
    assert told["runs"] > 300
    assert told["faults"] == {"crash": told["runs"]}
    assert not any(told["invariants"].values())


def test_one_seed_is_one_run_whatever_the_hashes_are() -> None:
    words = ("--seeds", "15", "--on", DAY.isoformat())
    assert simulate(*words, hash_seed="1")["digest"] == simulate(*words, hash_seed="2")["digest"]


def test_every_fault_happens_and_every_scene_is_played(firm: Runner) -> None:
    campaign = carry_out(firm, seeds(0, 120))
    assert campaign.failures == []
    assert {fault.value for fault in Fault} - set(campaign.tally.faults) <= {
        "disk-full",
        "store-down",
        "store-answer-lost",
    }
    assert all(campaign.tally.counts[f"scene {scene}"] for scene in ("build", "rotate", "tear-down"))


def test_the_same_run_twice_is_the_same_run(firm: Runner) -> None:
    for wish in seeds(300, 10):
        assert firm.run(wish) == firm.run(wish)


def test_a_single_fault_is_planned_for_every_seam(firm: Runner) -> None:
    wishes = single_faults(firm)
    build = [wish for wish in wishes if wish.scene == "build" and wish.seed == 1]
    assert [next(iter(wish.script)) for wish in build] == list(range(1, len(build) + 1))
    assert len(build) > 150
    assert firm.run(build[40]).tally.faults == {"crash": 1}


def test_the_firm_is_left_as_it_was() -> None:
    assert sorted(path.name for path in Path(SMALL).iterdir()) == ["firm.yaml", "provisioner.yaml"]
