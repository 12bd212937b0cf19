"""`simulate`: what it says of runs that hold, and of runs that do not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from provisioner.testing import memory
from provisioner.testing.simulation.cases import read
from tests.cli.driver import provisioner

SMALL = Path(__file__).resolve().parents[2] / "benchmarks" / "small_firm"
RUNS = ("-C", str(SMALL), "simulate", "--on", "2026-11-22")


@pytest.fixture
def no_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A state that forgets to write down who did what."""
    commit = memory.MemoryBackend.commit

    def silent(self: memory.MemoryBackend, request: Any) -> int:
        return commit(self, replace(request, audit=()))

    monkeypatch.setattr(memory.MemoryBackend, "commit", silent)


def test_runs_that_hold() -> None:
    result = provisioner(*RUNS, "--seeds", "3")
    assert result.code == 0
    assert result.out.startswith("3 runs, ")
    assert result.out.count("held in every run") == 15
    assert "BROKEN" not in result.out
    assert "3 runs of these manifests, in memory" in result.err


def test_in_bokmal() -> None:
    result = provisioner(*RUNS, "--seeds", "1", "--lang", "nb")
    assert result.code == 0
    assert "holdt i hver kjøring" in result.out


def test_for_programs() -> None:
    told = provisioner(*RUNS, "--seeds", "4", "--first", "60", "--scene", "rotate", "--format", "json").json
    assert told["runs"] == told["counts"]["scene rotate"] == 4
    assert set(told["invariants"].values()) == {0}
    assert told["failures"] == []


def test_one_fault_at_one_seam() -> None:
    words = ("--seed", "1", "--scene", "build", "--at", "40=crash", "--format", "json")
    assert provisioner(*RUNS, *words).json["faults"] == {"crash": 1}


def test_a_run_that_finds_something_says_how_to_run_it_again(no_audit: None, tmp_path: Path) -> None:
    words = ("--seed", "7", "--scene", "build")
    result = provisioner(*RUNS, *words, "--keep", str(tmp_path / "cases"))
    assert result.code == 1
    assert "provisioner simulate --seed 7 --scene build --on 2026-11-22" in result.out
    assert "audit           BROKEN in 1: one audit record for each commit" in result.out
    kept = read((tmp_path / "cases" / "seed-7.json").read_text(encoding="utf-8"))
    assert kept.wish.seed == 7
    assert "records" in kept.found
    told = provisioner(*RUNS, *words, "--format", "json").json
    assert told["invariants"]["audit"] == 1
    assert told["failures"][0]["replay"].endswith("--seed 7 --scene build --on 2026-11-22")


@pytest.mark.parametrize("part", ["5/4", "0/4", "one", "1/x"])
def test_a_part_that_is_none(part: str) -> None:
    result = provisioner(*RUNS, "--crash-points", "--part", part)
    assert result.code == 1
    assert "is no part" in result.err


def test_manifests_with_errors_are_not_played(tmp_path: Path) -> None:
    for name in ("provisioner.yaml", "firm.yaml"):
        text = (SMALL / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("per@nordlys.example", "per"), encoding="utf-8")
    result = provisioner("-C", str(tmp_path), "simulate", "--seeds", "1")
    assert result.code == 1
    assert "per" in result.err
    assert result.out == ""


def test_credentials_are_never_looked_for(tmp_path: Path) -> None:
    """What the project says of its own credentials, state and store is not used."""
    for name in ("provisioner.yaml", "firm.yaml"):
        text = (SMALL / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(
            text.replace(
                "endpoint: simulator,",
                "endpoint: https://tripletex.no, credentials: {consumerToken: env:CONSUMER, officeKey: file:none, "
                "officeEmployeeToken: env:EMPLOYEE},",
            ),
            encoding="utf-8",
        )
    result = provisioner("-C", str(tmp_path), "simulate", "--seeds", "2", "--format", "json")
    assert result.code == 0, result.err
    assert result.json["counts"]["keys shown"] > 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["firm.yaml", "provisioner.yaml"]
