"""Tests that could not run say so: a skip is named in the summary, and where CI is set it is a failure.

Promises that a test left out is never counted as passed. Does not install what is missing: that is `.ci/run`'s.
"""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest

PREFIX = "NOT RUN: "


def in_pipeline(environment: dict[str, str]) -> bool:
    """Whether this run has to be a whole one: `CI` is set and does not say no."""
    return environment.get("CI", "").strip().lower() not in {"", "0", "false", "no"}


# Read once at import: every test runs without CI in its own environment.
IN_PIPELINE = in_pipeline(dict(os.environ))


def not_run(reason: str, *, in_pipeline: bool = IN_PIPELINE) -> NoReturn:
    """End this test as not run, or as failed in a pipeline, where nothing may be missing."""
    if in_pipeline:
        pytest.fail(f"{PREFIX}{reason}; with CI set nothing may be left out", pytrace=False)
    pytest.skip(f"{PREFIX}{reason}")


def missing_programs(programs: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `programs` that are not on this machine's path."""
    return tuple(program for program in programs if shutil.which(program) is None)
