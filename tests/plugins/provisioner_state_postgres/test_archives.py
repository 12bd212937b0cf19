"""Whatever an account holds goes from SQLite to PostgreSQL, to an object store and back, and no byte of it is lost."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings

from provisioner.formats.archive_format import ArchiveFile, encode_archives
from provisioner.spi.backend import AcquireRequest, Archive, Backend, BackendContext, RestoreRequest
from provisioner.testing import samples
from provisioner.testing.backend_suite import archives as suite
from provisioner.testing.drawn_archives import archives
from provisioner.testing.strategies import NOW
from provisioner_state_sqlite.backend import open_backend
from tests.plugins.provisioner_state_object_store import opening as object_store
from tests.plugins.provisioner_state_postgres.opening import opened
from tests.postgres import Server


def moved(archive: Archive, target: Backend) -> Archive:
    """The archive as it is read back from `target`."""
    lease = target.acquire(AcquireRequest(archive.account, "kari", "a test", 60, NOW))
    target.restore(RestoreRequest(lease, archive, NOW))
    there = target.archive(archive.account)
    assert there is not None
    target.close()
    return there


@example(archive=suite.example())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(archive=archives())
def test_every_byte_comes_back(server: Server, archive: Archive) -> None:
    with tempfile.TemporaryDirectory() as directory:

        def sqlite(name: str) -> Backend:
            return open_backend(BackendContext(f"sqlite:{name}.db", Path(directory), samples.codec(), True))

        stations: list[Backend] = [
            sqlite("first"),
            opened(server.url(schema=server.schema())),
            object_store.opened(object_store.in_memory()),
            sqlite("last"),
        ]
        here = archive
        for station in stations:
            here = moved(here, station)
    assert here == archive
    assert encode_archives(ArchiveFile("fjord", NOW, (here,))) == encode_archives(ArchiveFile("fjord", NOW, (archive,)))
