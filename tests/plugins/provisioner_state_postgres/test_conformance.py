"""PostgreSQL keeps every law of the port."""

from __future__ import annotations

import pytest

from provisioner.testing.backend_suite import BackendSuite
from provisioner.testing.backend_suite.ground import Opener
from tests.plugins.provisioner_state_postgres.opening import opened


class TestPostgresBackend(BackendSuite):
    @pytest.fixture
    def open_backend(self, url: str) -> Opener:
        return lambda: opened(url)
