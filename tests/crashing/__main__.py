"""Kill, cut off and refuse by the hundred; what was found stands in one line of JSON.

    python -m tests.crashing --backend postgresql --runs 300
    python -m tests.crashing --backend sqlite --runs 60 --only "power cut"
    python -m tests.crashing --backend sqlite --seed 17          # plays one firm again, and tells what is done to it

Needs strace, and for PostgreSQL the server that the tests bring along. Ends with 1 where anything is wrong.
"""

from __future__ import annotations

import argparse
import json
import sys

from tests.crashing.campaign import RUNS_EACH, Count, faults_of, ground, play
from tests.crashing.drawing import BACKENDS, SQLITE, Kind


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.crashing", description=__doc__)
    parser.add_argument("--backend", choices=BACKENDS, default=SQLITE)
    parser.add_argument("--runs", type=int, default=30, help="about how many applies something goes wrong in")
    parser.add_argument("--first", type=int, default=0, help="the seed of the first firm")
    parser.add_argument("--seed", type=int, help="this firm alone")
    parser.add_argument("--only", action="append", default=[], choices=[kind.value for kind in Kind])
    asked = parser.parse_args()
    kinds, count = [Kind(name) for name in asked.only], Count(asked.backend)
    seeds = range(asked.first, asked.first - (-asked.runs // RUNS_EACH))
    only = "".join(f' --only "{kind.value}"' for kind in kinds)
    with ground(asked.backend) as on:
        for seed in seeds if asked.seed is None else (asked.seed,):
            say = told if asked.seed is not None else silent
            if (found := play(on, faults_of(asked.backend, seed, kinds), count, say)).wrong:
                told("\n".join(found.where))
                told(f"again: python -m tests.crashing --backend {asked.backend} --seed {seed}{only}")
    print(json.dumps(count.told()))  # noqa: T201  # what was asked for
    return 1 if count.wrong else 0


def told(words: str) -> None:
    """Beside the result."""
    print(words, file=sys.stderr, flush=True)  # noqa: T201  # what was asked for


def silent(words: str) -> None:
    """Nothing is told."""


if __name__ == "__main__":
    sys.exit(main())
