"""A run that dies, or whose store fails, between any two requests: the old truth or the new one, never half of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from provisioner.model.errors import BackendFailed, LeaseHeld, LeaseLost, StaleState
from provisioner.model.state import IntentPhase
from provisioner.spi.backend import PruneRequest, RestoreRequest
from provisioner.testing import samples
from provisioner.testing.backend_suite.archives import example
from provisioner.testing.backend_suite.ground import LATER, TTL, Writer, acquire, serials
from provisioner.testing.samples import BAKERY, FLORIST, NOW
from provisioner_state_object_store import names
from provisioner_state_object_store.backend import ObjectStoreBackend
from provisioner_state_object_store.objects import Conflict, ObstoreObjects
from tests.plugins.provisioner_state_object_store.acting import (
    FIRST,
    LONG_AFTER,
    WRITES,
    commit,
    demand_agreement,
    prepared,
    seen,
)
from tests.plugins.provisioner_state_object_store.opening import in_memory, opened
from tests.plugins.provisioner_state_object_store.watched import Watch, Watched, nobody

HEAD = names.head(BAKERY)


class Killed(BaseException):
    """The process is no more."""


def at(number: int, error: BaseException, *, done: bool) -> Watch:
    """Raises `error` at the request of that number from now, before or after it took effect, and from then on."""
    count = -1

    def watch(kind: str, key: str, after: bool) -> None:
        nonlocal count
        count += not after
        if (count == number and after is done) or count > number:
            raise error

    return watch


def once(trouble: Watch, hit: list[bool]) -> Watch:
    """The trouble passes with its first victim, which is told in `hit`."""

    def watch(kind: str, key: str, after: bool) -> None:
        if not hit:
            try:
                trouble(kind, key, after)
            except BackendFailed:
                hit.append(True)
                raise

    return watch


def staged(name: str) -> tuple[Watched, ObjectStoreBackend, Writer]:
    """A store with one commit, and with a deposit where one is to be withdrawn."""
    store = Watched(in_memory())
    backend = opened(store)
    writer = prepared(backend)
    if name == "withdraw":
        WRITES["deposit"](writer)
    return store, backend, writer


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("name", WRITES)
def test_a_kill_at_any_request(name: str, done: bool) -> None:
    number, came_true = 0, 0
    while True:
        store, backend, writer = staged(name)
        before = seen(backend)
        store.seen.clear()
        store.watch = at(number, Killed(), done=done)
        try:
            WRITES[name](writer)
            break
        except Killed:
            pass
        store.watch = nobody
        written = [key for kind, key in store.seen if kind in {"create", "replace", "delete"}]
        true = [key for key in (written if done else written[:-1]) if key == HEAD or key.startswith("deposits/")]
        survivor = opened(store)
        assert (seen(survivor) != before) is bool(true), f"request {number}, {written}"
        came_true += bool(true)
        again = acquire(survivor, holder="ola", now=LONG_AFTER)
        if name in {"begin", "commit"}:
            WRITES[name](again)
        demand_agreement(survivor)
        number += 1
    assert number >= 1
    assert came_true >= done, "killed after its last request, it was done"


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("name", WRITES)
def test_a_failure_at_any_request(name: str, done: bool) -> None:
    """One request in trouble; what is asked again afterwards is done once."""
    _, smooth, writer = staged(name)
    WRITES[name](writer)
    wanted, number, hit = seen(smooth), 0, [True]
    while hit:
        store, backend, writer = staged(name)
        before, hit = seen(backend), []
        store.watch = once(at(number, BackendFailed("in trouble"), done=done), hit)
        try:
            WRITES[name](writer)
        except BackendFailed:
            store.watch = nobody
            assert seen(backend) in (before, wanted)
            WRITES[name](writer)
        store.watch = nobody
        assert seen(backend) == wanted
        demand_agreement(backend)
        number += 1
    assert number >= 2


def test_who_hears_nothing_finds_his_own_write_below_anothers() -> None:
    """Between his write and his looking for it the lease is renewed, as it is in the background: it was no other's."""
    store = Watched(in_memory())
    backend, renewing = opened(store), opened(store.objects)
    writer = prepared(backend)
    waiting = samples.intent("w", phase=IntentPhase.AWAITING)
    writer.begin(FIRST, waiting)
    lost = 0

    def watch(kind: str, key: str, after: bool) -> None:
        nonlocal lost
        if kind == "replace" and after:
            lost += 1
            renewing.renew(writer.lease, TTL + lost, NOW)
            raise BackendFailed("no answer")

    store.watch = watch
    writer.advance(FIRST, samples.claimed(waiting, "kari"))
    assert lost == 1
    store.watch = nobody
    state = backend.load(BAKERY)
    assert state is not None
    assert [intent.claimant for intent in state.intents] == ["kari"]
    assert backend.leases(NOW)[0].expires_at > writer.lease.expires_at


def test_a_lease_that_was_taken_from_us_unheard_is_not_ours() -> None:
    store = Watched(in_memory())
    backend, other = opened(store), opened(store.objects)

    def watch(kind: str, key: str, after: bool) -> None:
        if key == HEAD and kind == "create" and after:
            other.break_lease(BAKERY, "it hangs", NOW)
            acquire(other, holder="ola")
            raise BackendFailed("no answer")

    store.watch = watch
    lost = acquire(backend)
    store.watch = nobody
    assert (lost.lease.holder, lost.lease.fence) == ("kari", 1), "it was had, for a moment"
    with pytest.raises(LeaseLost):
        lost.commit(FIRST)
    with pytest.raises(LeaseHeld, match="ola"):
        acquire(backend)


def test_a_process_that_was_paused_before_its_write_wakes_too_late() -> None:
    store = Watched(in_memory())
    paused, other = opened(store), opened(store.objects)
    late = prepared(paused)

    def watch(kind: str, key: str, after: bool) -> None:
        if kind == "replace" and key == HEAD and not after:
            store.watch = nobody
            acquire(other, holder="ola", now=LATER)

    store.watch = watch
    with pytest.raises(LeaseLost, match="ola"):
        commit(late)
    assert other.load(BAKERY) == FIRST
    WRITES["deposit"](late)
    assert len(other.deposits(BAKERY)) == 1


def test_a_store_that_refuses_what_nobody_else_wrote_is_given_up() -> None:
    store = Watched(in_memory())
    backend = opened(store)
    writer = prepared(backend)

    def watch(kind: str, key: str, after: bool) -> None:
        if kind == "replace":
            raise Conflict

    store.watch = watch
    with pytest.raises(BackendFailed, match="refuses to write"):
        commit(writer)


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
def test_a_restoring_that_is_killed_leaves_nothing_or_all(done: bool) -> None:
    """Deposits too: they come true with the head that names them."""
    number = 0
    while True:
        store = Watched(in_memory())
        backend = opened(store)
        writer = acquire(backend)
        store.watch = at(number, Killed(), done=done)
        try:
            backend.restore(RestoreRequest(writer.lease, example(), NOW))
            break
        except Killed:
            pass
        store.watch = nobody
        survivor = opened(store)
        assert survivor.archive(BAKERY) in (None, example())
        if survivor.archive(BAKERY) is None:
            assert list(survivor.deposits(BAKERY)) == []
            assert list(survivor.audit()) == []
        again = acquire(survivor, now=LATER)
        survivor.restore(RestoreRequest(again.lease, example(), LATER))
        assert survivor.archive(BAKERY) == example()
        survivor.withdraw(f"d1-{BAKERY}")
        assert [item.intent_id for item in survivor.deposits(BAKERY)] == [f"d2-{BAKERY}"]
        number += 1
    assert number > 10


def objects_of(store: ObstoreObjects, kind: str) -> list[str]:
    return [item.key for item in store.list(kind) if names.room(BAKERY) in item.key]


def test_what_broken_writes_left_is_swept_up_and_nothing_else() -> None:
    objects = in_memory()
    store = Watched(objects)
    backend = opened(store)
    writer = prepared(backend)
    acquire(backend, FLORIST).commit(samples.state(FLORIST))

    def watch(kind: str, key: str, after: bool) -> None:
        if kind == "replace":
            raise Killed

    store.watch = watch
    with pytest.raises(Killed):
        commit(writer)
    store.watch = nobody
    writer.commit(samples.state(serial=2), "c2")
    writer.commit(samples.state(serial=3), "c3")
    writer.commit(samples.state(serial=4), "c4")
    moved = names.moved_deposit(BAKERY, "a-restoring-that-died", "d1")
    objects.create(moved, b"{}")
    store.watch = watch
    with pytest.raises(Killed):
        writer.commit(samples.state(serial=5, entries=(samples.entry(samples.key_address()),)), "not yet")
    store.watch = nobody
    assert len(objects_of(objects, "states/")) == 6
    assert len(objects_of(objects, "sealed/")) == 1
    assert backend.prune(PruneRequest(writer.lease, 3, NOW)) == 2
    assert serials(backend) == [3, 4]
    kept = [names.made_by(key) for key in objects_of(objects, "states/")]
    assert kept == [3, 4, 5], "one may still be on its way to being true"
    assert objects_of(objects, "sealed/") == []
    assert [backend.load(BAKERY, number) for number in (2, 3)] == [None, samples.state(serial=3)]
    assert objects.read(moved) is None
    assert backend.load(FLORIST) == samples.state(FLORIST)
    assert len(backend.audit(BAKERY)) == 4


def test_the_head_stays_small_and_history_whole() -> None:
    objects = in_memory()
    backend = opened(objects)
    writer = acquire(backend)
    count = 150
    sizes = []
    for number in range(1, count + 1):
        writer.commit(samples.state(serial=number), f"c{number}")
        found = objects.read(HEAD)
        assert found is not None
        sizes.append(len(found.data))
    assert max(sizes) < 16_000
    assert len(objects_of(objects, "rows/")) == 1, "the older ones were taken away"
    assert serials(backend) == list(range(1, count + 1))
    assert backend.load(BAKERY, 3) == samples.state(serial=3)
    assert len(backend.audit(BAKERY)) == count
    assert [commit_id for commit_id, _ in backend.archive(BAKERY).commits] == [f"c{n}" for n in range(1, count + 1)]  # type: ignore[union-attr]
    assert writer.commit(samples.state(serial=2), "c2") == 2, "an old commit is known"
    writer.begin(samples.state(serial=1), samples.intent("c2"))
    state = backend.load(BAKERY)
    assert state is not None
    assert state.intents == (), "what has ended long ago is not opened again"
    with pytest.raises(StaleState):
        writer.commit(samples.state(serial=2), "never seen")


def test_a_reader_whose_head_is_no_more_reads_the_newer() -> None:
    """Between the head and the body it names, the body is pruned."""
    store = Watched(in_memory())
    reading, other = opened(store), opened(store.objects)
    writer = prepared(other)
    done = False

    def watch(kind: str, key: str, after: bool) -> None:
        nonlocal done
        if key.startswith("states/") and not after and not done:
            done = True
            writer.commit(samples.state(serial=2), "c2")
            other.prune(PruneRequest(writer.lease, 2, NOW))

    store.watch = watch
    assert reading.load(BAKERY) == samples.state(serial=2)
    assert done


def test_a_sealed_secret_that_is_replaced_or_dropped_is_taken_away() -> None:
    objects = in_memory()
    backend = opened(objects)
    writer = prepared(backend)
    commit(writer)
    (first,) = objects_of(objects, "sealed/")
    secret = replace(example().sealed[0], sealed=samples.sealed())
    backend.commit(replace(writer.request(samples.state(serial=3), "c3"), sealed=(secret,)))
    (second,) = objects_of(objects, "sealed/")
    assert first != second, "the same bytes, kept anew, have another name: a late deletion cannot hit them"
    backend.commit(
        replace(writer.request(samples.state(serial=4), "c4"), drop_sealed=((secret.address, secret.generation),))
    )
    assert objects_of(objects, "sealed/") == []


def test_where_states_are_forgotten_one_by_one_it_is_rarely_looked_for_what_is_left() -> None:
    store = Watched(in_memory())
    backend = opened(store)
    writer = acquire(backend)
    for number in range(1, 33):
        writer.commit(samples.state(serial=number), f"c{number}")
        assert backend.prune(PruneRequest(writer.lease, number, NOW)) == (number > 1)
    assert serials(backend) == [32]
    assert len(store.list("states/")) == 1
    swept = [key for kind, key in store.seen if kind == "list" and key.startswith("audit/")]
    assert len(swept) == 2


def test_an_account_is_told_in_its_own_order_whatever_its_clocks_said() -> None:
    """The second of two machines is an hour behind."""
    backend = opened(in_memory())
    writer = acquire(backend)
    writer.commit(FIRST)
    behind = replace(writer, now=NOW - timedelta(hours=1))
    behind.commit(samples.state(serial=2))
    florist = acquire(backend, FLORIST, now=NOW - timedelta(minutes=30))
    florist.commit(samples.state(FLORIST))
    assert [record.id for record in backend.audit(BAKERY)] == [f"audit-{BAKERY}-{serial}" for serial in (1, 2)]
    expected = [f"audit-{FLORIST}-1", f"audit-{BAKERY}-1", f"audit-{BAKERY}-2"]
    assert [record.id for record in backend.audit()] == expected


def test_a_deposit_that_came_with_its_account_is_the_first_of_its_intent() -> None:
    backend = opened(in_memory())
    whole = example()
    backend.restore(RestoreRequest(acquire(backend).lease, whole, NOW))
    backend.deposit(replace(whole.deposits[0], sealed=samples.sealed("again")))
    assert list(backend.deposits(BAKERY)) == list(whole.deposits)
    backend.withdraw(whole.deposits[0].intent_id)
    assert list(backend.deposits(BAKERY)) == list(whole.deposits[1:])
