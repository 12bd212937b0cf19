"""One desk per test."""

from __future__ import annotations

import pytest

from tests.plugins.provisioner_tripletex_simulator.desk import Desk


@pytest.fixture
def desk() -> Desk:
    """The demo firm, untouched."""
    return Desk()
