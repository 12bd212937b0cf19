"""Firms for the tests of the whole program."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner_tripletex import api
from tests.end_to_end.firm import Firm, copy_of_example, small_firm


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses between attempts take no time; how long they are is tested with the provider."""
    monkeypatch.setattr(api, "_backoff", lambda attempt: 0.0)


@pytest.fixture
def example(tmp_path: Path) -> Firm:
    """A copy of the example, untouched."""
    return copy_of_example(tmp_path / "fjord-regnskap")


@pytest.fixture
def small(tmp_path: Path) -> Firm:
    """One office, one client, one key."""
    return small_firm(tmp_path / "small-firm")
