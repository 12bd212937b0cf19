"""The backend in memory keeps every law of the port."""

from __future__ import annotations

import pytest

from provisioner.model.errors import BackendFailed
from provisioner.testing import samples
from provisioner.testing.backend_suite import BackendSuite
from provisioner.testing.backend_suite.ground import Opener, acquire
from provisioner.testing.memory import Disk, MemoryBackend
from provisioner.testing.samples import BAKERY


class TestMemoryBackend(BackendSuite):
    @pytest.fixture
    def open_backend(self) -> Opener:
        disk = Disk()
        return lambda: MemoryBackend(disk)


def failing(method: str, *, done: bool) -> MemoryBackend:
    """A backend whose `method` fails once it is about to happen, or has."""

    def watch(called: str, is_done: bool) -> None:
        if (called, is_done) == (method, done):
            raise BackendFailed("pulled the plug")

    return MemoryBackend(watch=watch)


def test_a_failure_before_a_commit_leaves_nothing() -> None:
    backend = failing("commit", done=False)
    with pytest.raises(BackendFailed):
        acquire(backend).commit(samples.state())
    assert backend.load(BAKERY) is None


def test_a_lost_answer_leaves_everything_and_is_asked_again() -> None:
    backend = failing("commit", done=True)
    writer = acquire(backend)
    with pytest.raises(BackendFailed):
        writer.commit(samples.state())
    assert backend.load(BAKERY) == samples.state()
    after = MemoryBackend(backend.disk)
    assert after.commit(writer.request(samples.state())) == 1
