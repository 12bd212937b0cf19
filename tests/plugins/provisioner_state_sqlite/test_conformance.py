"""SQLite keeps every law of the port."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner.testing.backend_suite import BackendSuite
from provisioner.testing.backend_suite.ground import Opener
from provisioner_state_sqlite.backend import open_backend
from tests.plugins.provisioner_state_sqlite.opening import context


class TestSqliteBackend(BackendSuite):
    @pytest.fixture
    def open_backend(self, tmp_path: Path) -> Opener:
        return lambda: open_backend(context(tmp_path))
