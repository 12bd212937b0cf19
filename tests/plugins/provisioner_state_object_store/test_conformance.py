"""Object stores keep every law of the port: in memory, on moto's S3 server, on Azurite, and on a stub of Google's."""

from __future__ import annotations

import pytest

from provisioner.testing.backend_suite import BackendSuite
from provisioner.testing.backend_suite.ground import Opener
from provisioner_state_object_store import open_lazily
from tests.plugins.provisioner_state_object_store.opening import context, in_memory, opened


class TestInMemory(BackendSuite):
    @pytest.fixture
    def open_backend(self) -> Opener:
        objects = in_memory()
        return lambda: opened(objects)


class TestS3(BackendSuite):
    @pytest.fixture
    def open_backend(self, s3: str) -> Opener:
        return lambda: open_lazily(context(s3))


@pytest.mark.needs("node")
class TestAzure(BackendSuite):
    @pytest.fixture
    def open_backend(self, azure: str) -> Opener:
        return lambda: open_lazily(context(azure))


class TestGoogle(BackendSuite):
    @pytest.fixture
    def open_backend(self, google: str) -> Opener:
        return lambda: open_lazily(context(google))
