"""What tests of the command line stand on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.samples import Stage


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Stage:
    """A fake runtime."""
    made = Stage(monkeypatch, tmp_path)
    made.answers("session.look_over", None)
    made.answers("worklist.inventory.list_to_look", ())
    return made
