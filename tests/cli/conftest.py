"""What tests of the command line stand on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.samples import Stage


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Stage:
    """A fake runtime."""
    return Stage(monkeypatch, tmp_path)
