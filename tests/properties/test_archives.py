"""Whatever an account holds: out to a file and back, and from one backend to another and back, nothing is lost."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings

from provisioner.formats.archive_format import ArchiveFile, decode_archives, encode_archives
from provisioner.spi.backend import AcquireRequest, Archive, Backend, BackendContext, RestoreRequest
from provisioner.testing import samples
from provisioner.testing.drawn_archives import archives
from provisioner.testing.memory import MemoryBackend
from provisioner.testing.strategies import NOW
from provisioner_state_sqlite.backend import open_backend


def moved(archive: Archive, target: Backend) -> Archive:
    """The archive as it is read back from `target`."""
    lease = target.acquire(AcquireRequest(archive.account, "kari", "a test", 60, NOW))
    target.restore(RestoreRequest(lease, archive, NOW))
    there = target.archive(archive.account)
    assert there is not None
    target.close()
    return there


def written(archive: Archive) -> bytes:
    return encode_archives(ArchiveFile("fjord", NOW, (archive,)))


@given(archive=archives())
def test_a_file_holds_all_of_it(archive: Archive) -> None:
    file = ArchiveFile("fjord", NOW, (archive,))
    assert decode_archives(encode_archives(file)) == file


@settings(max_examples=25, deadline=None)
@given(archive=archives())
def test_from_sqlite_to_memory_to_another_sqlite_and_back_every_byte_is_the_same(archive: Archive) -> None:
    with tempfile.TemporaryDirectory() as directory:

        def sqlite(name: str) -> Backend:
            return open_backend(BackendContext(f"sqlite:{name}.db", Path(directory), samples.codec(), True))

        first = moved(archive, sqlite("first"))
        second = moved(first, MemoryBackend())
        third = moved(second, sqlite("third"))
        last = moved(third, MemoryBackend())
    assert first == archive
    assert written(archive) == written(first) == written(second) == written(third) == written(last)
