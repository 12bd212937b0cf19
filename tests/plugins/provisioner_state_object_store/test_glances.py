"""The index: it saves thousands of requests, and nothing that is told depends on it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence

import pytest

from provisioner.model.errors import BackendFailed
from provisioner.spi.backend import Backend
from provisioner.testing import samples
from provisioner.testing.backend_suite.ground import acquire
from provisioner.testing.samples import BAKERY, NOW
from provisioner_state_object_store import names
from provisioner_state_object_store.glances import WORTH
from provisioner_state_object_store.objects import Listed, ObstoreObjects
from tests.plugins.provisioner_state_object_store.opening import in_memory, opened
from tests.plugins.provisioner_state_object_store.watched import Watched

ACCOUNTS = [samples.client(f"client-{number:03}") for number in range(WORTH + 6)]


def told(backend: Backend) -> tuple[object, object]:
    """What is told of all accounts."""
    return list(backend.summaries()), list(backend.leases(NOW))


@pytest.fixture
def objects() -> ObstoreObjects:
    """Many accounts, and the index of the run that made them."""
    objects = in_memory()
    backend = opened(objects)
    assert backend.summaries() == ()
    for account in ACCOUNTS:
        writer = acquire(backend, account)
        writer.commit(samples.state(account))
        if account != ACCOUNTS[3]:
            backend.release(writer.lease)
    backend.close()
    return objects


def requests(objects: ObstoreObjects) -> tuple[list[str], tuple[object, object]]:
    """What a new run asks for to tell of all accounts, and what it tells."""
    store = Watched(objects)
    backend = opened(store)
    store.seen.clear()
    found = told(backend)
    backend.close()
    assert {kind for kind, _ in store.seen} == {"list", "read"}, "reading writes nothing"
    return [key for kind, key in store.seen if kind == "read"], found


def without_index(objects: ObstoreObjects) -> tuple[object, object]:
    """The truth."""
    kept = objects.read(names.INDEX)
    objects.delete([names.INDEX])
    keys, found = requests(objects)
    assert keys[0] == names.INDEX
    assert len(keys) == 1 + len(objects.list(names.HEADS))
    if kept is not None:
        objects.create(names.INDEX, kept.data)
    return found


def test_a_run_that_wrote_leaves_an_index_and_the_next_reads_one_object(objects: ObstoreObjects) -> None:
    keys, found = requests(objects)
    assert keys == [names.INDEX]
    assert found == without_index(objects)


def test_what_changed_since_is_read(objects: ObstoreObjects) -> None:
    backend = opened(objects)
    acquire(backend).commit(samples.state())
    acquire(backend, ACCOUNTS[5])
    backend.close()
    keys, found = requests(objects)
    assert sorted(keys) == sorted([names.INDEX, names.head(BAKERY), names.head(ACCOUNTS[5])])
    assert found == without_index(objects)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"garbage",
        zlib.compress(b"garbage"),
        zlib.compress(b"[]"),
        zlib.compress(b'{"version": 1}'),
        zlib.compress(b'{"version": 9, "heads": {}}'),
        zlib.compress(b'{"version": 1, "heads": {"heads/office.json": ["tag", "office"]}}'),
        zlib.compress(b'{"version": 1, "heads": {"heads/office.json": ["tag", "nobody at all", null, null]}}'),
        zlib.compress(b'{"version": 1, "heads": []}'),
    ],
)
def test_an_index_that_makes_no_sense_changes_nothing(data: bytes, objects: ObstoreObjects) -> None:
    truth = without_index(objects)
    found = objects.read(names.INDEX)
    assert found is not None
    objects.replace(names.INDEX, data, found.edition)
    keys, now = requests(objects)
    assert now == truth
    assert len(keys) == 1 + len(ACCOUNTS)


def test_an_old_index_changes_nothing(objects: ObstoreObjects) -> None:
    old = objects.read(names.INDEX)
    assert old is not None
    backend = opened(objects)
    for account in ACCOUNTS:
        backend.break_lease(account, "to be sure", NOW)
        acquire(backend, account).commit(samples.state(account, 2))
    backend.summaries()
    backend.close()
    newer = objects.read(names.INDEX)
    assert newer is not None
    assert newer.data != old.data
    objects.replace(names.INDEX, old.data, newer.edition)
    keys, found = requests(objects)
    assert len(keys) == 1 + len(ACCOUNTS)
    assert found == without_index(objects)
    summaries, _ = found
    assert isinstance(summaries, list)
    assert {summary.serial for summary in summaries} == {2}


def test_the_index_is_nobodys_trouble(objects: ObstoreObjects) -> None:
    """Neither reading nor writing it may fail a run."""
    truth = without_index(objects)
    store = Watched(objects)
    backend = opened(store)
    for account in ACCOUNTS:
        backend.break_lease(account, "to be sure", NOW)

    def watch(kind: str, key: str, after: bool) -> None:
        if key == names.INDEX:
            raise BackendFailed("in trouble")

    store.watch = watch
    assert told(backend)[0] == truth[0]
    backend.close()
    assert (("replace", names.INDEX) in store.seen) or (("read", names.INDEX) in store.seen)


def test_a_store_that_lists_no_tags_is_read_each_time(objects: ObstoreObjects) -> None:
    class Tagless(Watched):
        def list(self, prefix: str) -> Sequence[Listed]:
            return [Listed(item.key, "", item.modified) for item in super().list(prefix)]

    truth = without_index(objects)
    backend = opened(Tagless(objects))
    assert [told(backend), told(backend)] == [truth, truth]
    acquire(opened(objects)).commit(samples.state())
    acquire(opened(objects), ACCOUNTS[0])
    assert told(backend) == without_index(objects) != truth


def test_few_accounts_need_no_index() -> None:
    objects = in_memory()
    backend = opened(objects)
    backend.summaries()
    acquire(backend).commit(samples.state())
    backend.close()
    assert objects.read(names.INDEX) is None


def test_the_index_is_small(objects: ObstoreObjects) -> None:
    found = objects.read(names.INDEX)
    assert found is not None
    assert len(found.data) < 150 * len(ACCOUNTS)
    assert set(json.loads(zlib.decompress(found.data))["heads"]) == {names.head(account) for account in ACCOUNTS}
