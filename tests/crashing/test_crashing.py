"""Real applies, killed and refused in the middle, a few dozen of them: nothing is doubled, lost, leaked or left behind.

`python -m tests.crashing --backend sqlite --runs 300` does the same for as long as one likes.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.crashing.campaign import RUNS_EACH, Count, Ground, faults_of, ground, play
from tests.crashing.drawing import BACKENDS, POSTGRESQL, SQLITE, Fault, Kind, kinds

pytestmark = pytest.mark.needs("strace")

SEEDS = {SQLITE: (0, 1, 2, 3, 4, 5, 6), POSTGRESQL: (0, 2, 3, 4)}


@pytest.fixture(scope="module", name=POSTGRESQL)
def postgresql_ground() -> Iterator[Ground]:
    """A server, started for the first test that wants it."""
    with ground(POSTGRESQL) as started:
        yield started


@pytest.fixture(name=SQLITE)
def sqlite_ground() -> Ground:
    """The firm's own directory."""
    return Ground(SQLITE)


@pytest.mark.parametrize(("backend", "seed"), [(backend, seed) for backend in BACKENDS for seed in SEEDS[backend]])
def test_what_went_wrong_leaves_nothing_wrong(backend: str, seed: int, request: pytest.FixtureRequest) -> None:
    count, said = Count(backend), list[str]()
    found = play(request.getfixturevalue(backend), faults_of(backend, seed), count, said.append)
    again = f"again: python -m tests.crashing --backend {backend} --seed {seed}"
    assert not found.wrong, "\n".join([*said, *found.where, again])
    assert count.runs == RUNS_EACH
    assert sum(count.faults.values()) + count.missed == RUNS_EACH
    assert found.keys >= 5, "all of the firm's keys were made"


def test_two_keys_of_one_account_that_were_both_set_aside_are_told_apart(sqlite: Ground) -> None:
    """The disk is full in one run after the other; the hidden user of the first key was once forgotten."""
    count = Count(SQLITE)
    found = play(sqlite, faults_of(SQLITE, 11, (Kind.FULL,)), count)
    assert not found.wrong, found.where
    assert count.keys_in_hand >= 2
    assert not found.unseen


@pytest.mark.parametrize("backend", BACKENDS)
def test_every_kind_of_fault_is_among_them(backend: str) -> None:
    drawn = {fault.kind for seed in SEEDS[backend] for fault in faults_of(backend, seed)}
    assert drawn == set(kinds(backend))
    assert faults_of(backend, 3) == faults_of(backend, 3), "a seed draws the same each time"
    assert faults_of(backend, 3) != faults_of(backend, 4)


def test_a_state_that_is_not_synced_would_be_noticed(sqlite: Ground) -> None:
    """Killed at the second key's commit, by a machine without power: the first key is in the world and nowhere else."""
    kill = ("fsync:signal=KILL:when=3",)
    fault = Fault(Kind.POWER, inject=kill, power=0.0, drops_all=True, unsynced=True)
    count = Count(SQLITE)
    found = play(sqlite, [fault], count)
    assert count.faults == {"power cut": 1}
    assert count.unsynced == 1
    assert found.duplicates >= 1 or found.never
