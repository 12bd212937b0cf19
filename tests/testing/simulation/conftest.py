"""What every test of the simulation plays on."""

from __future__ import annotations

import pytest

from provisioner.testing.simulation.runner import Runner
from tests.testing.simulation.stage import small_firm


@pytest.fixture(scope="session")
def firm() -> Runner:
    """The small firm; a run leaves no trace in it."""
    return small_firm()
