"""Firms for the tests of the whole program."""

from __future__ import annotations

import logging
import tempfile
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from provisioner.cli import failures, main
from provisioner.cli.invocation import Invocation
from provisioner_tripletex import api
from tests.end_to_end.canary import Birds, watch
from tests.end_to_end.firm import Firm, copy_of_example, small_firm


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses between attempts take no time; how long they are is tested with the provider."""
    monkeypatch.setattr(api, "_backoff", lambda attempt: 0.0)


@pytest.fixture
def noon() -> Iterator[datetime]:
    """What counts in days begins at noon of a plain Tuesday, so that no midnight, here or in Oslo, falls in between."""
    begun = datetime(2026, 11, 24, 12, tzinfo=UTC)
    with time_machine.travel(begun, tick=True):
        yield begun


@pytest.fixture
def example(tmp_path: Path) -> Firm:
    """A copy of the example, untouched."""
    return copy_of_example(tmp_path / "fjord-regnskap")


@pytest.fixture
def small(tmp_path: Path) -> Firm:
    """One office, one client, one key."""
    return small_firm(tmp_path / "small-firm")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where everything that is written ends up: project, home and temporary files."""
    for name in ("home", "tmp"):
        (tmp_path / name).mkdir()
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


@pytest.fixture
def errors(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every exception that ended a command, with what caused it."""
    seen: list[str] = []

    def recorded(error: BaseException, invocation: Invocation) -> int:
        seen.append(repr(error) + "".join(traceback.format_exception(error)))
        return failures.failed(error, invocation)

    monkeypatch.setattr(main, "failed", recorded)
    return seen


@pytest.fixture
def birds(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Birds:
    caplog.set_level(logging.DEBUG)
    return watch(monkeypatch)
