"""Firms for the tests of the whole program."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.firm import Firm, copy_of_example, small_firm


@pytest.fixture
def example(tmp_path: Path) -> Firm:
    """A copy of the example, untouched."""
    return copy_of_example(tmp_path / "fjord-regnskap")


@pytest.fixture
def small(tmp_path: Path) -> Firm:
    """One office, one client, one key."""
    return small_firm(tmp_path / "small-firm")
