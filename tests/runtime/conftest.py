"""A firm for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.runtime.firm import Firm, make_firm


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """The small firm, on a world in memory."""
    root = tmp_path / "firm"
    root.mkdir()
    return make_firm(root)
