"""Many accounts, many writers, many pages: on a real S3 protocol."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest

from provisioner.model.errors import LeaseHeld, ProvisionerError, StaleState
from provisioner.spi.backend import Deposit
from provisioner.testing import samples
from provisioner.testing.backend_suite.ground import Writer, acquire, serials
from provisioner.testing.samples import BAKERY, NOW
from provisioner.testing.threads import outcomes
from provisioner_state_object_store import names, open_lazily
from provisioner_state_object_store.heads import WORKERS
from provisioner_state_object_store.objects import Conflict
from tests.plugins.provisioner_state_object_store.acting import demand_agreement
from tests.plugins.provisioner_state_object_store.opening import context, in_memory, opened
from tests.plugins.provisioner_state_object_store.servers import BUCKET, Bumpy
from tests.plugins.provisioner_state_object_store.watched import Watched

RACERS = 4
ROUNDS = 5


@pytest.fixture(params=["s3", pytest.param("azure", marks=pytest.mark.needs("node"))])
def url(request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(request.param)
    return found


def test_of_racing_machines_exactly_one_wins_each_time(url: str) -> None:
    machines = [open_lazily(context(url)) for _ in range(RACERS)]
    for serial in range(1, ROUNDS + 1):
        leases = outcomes([partial(acquire, machine, holder=f"{who}") for who, machine in enumerate(machines)])
        (winner,) = [result for result in leases if isinstance(result, Writer)]
        assert sum(isinstance(result, LeaseHeld) for result in leases) == RACERS - 1
        # All of them write under the winner's lease, as threads of one run would.
        writers = [Writer(machine, winner.lease) for machine in machines]
        state = samples.state(serial=serial)
        results = outcomes([partial(writer.commit, state, f"{serial}-{who}") for who, writer in enumerate(writers)])
        assert results.count(serial) == 1
        assert sum(isinstance(result, StaleState) for result in results) == RACERS - 1
        machines[0].release(winner.lease)
    assert serials(machines[0]) == list(range(1, ROUNDS + 1))
    assert len(machines[1].audit()) == ROUNDS
    demand_agreement(machines[2])
    for machine in machines:
        machine.close()


def test_of_racing_deposits_the_first_stays(url: str) -> None:
    machines = [open_lazily(context(url)) for _ in range(RACERS)]
    deposits = [Deposit("d1", samples.key_address(), 1, samples.sealed(f"{who}")) for who in range(RACERS)]
    each = zip(machines, deposits, strict=True)
    assert outcomes([partial(machine.deposit, deposit) for machine, deposit in each]) == [None] * RACERS
    (kept,) = machines[0].deposits(BAKERY)
    assert kept in deposits
    assert [list(machine.deposits(BAKERY)) for machine in machines[1:]] == [[kept]] * (RACERS - 1)
    for machine in machines:
        machine.close()


def test_summaries_read_what_has_changed_and_nothing_else(s3: str, road: Bumpy) -> None:
    backend, other = open_lazily(context(s3)), open_lazily(context(s3))
    accounts = sorted(samples.client(f"client-{number:02}") for number in range(20))
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda account: acquire(backend, account).commit(samples.state(account)), accounts))
    road.seen.clear()
    assert [summary.account for summary in other.summaries()] == accounts
    assert len(road.seen) == 1 + len(accounts)
    acquire(backend)
    road.seen.clear()
    assert [summary.account for summary in other.summaries()] == accounts
    assert [lease.account for lease in other.leases(NOW)] == [*accounts, BAKERY]
    assert [path.rpartition("/")[2] for _, path in road.seen if path != f"/{BUCKET}"] == ["nordlys-bakeri.json"]
    assert len(road.seen) == 3, "two listings, and the one head that is new"
    backend.close()
    other.close()


def test_a_listing_has_as_many_pages_as_it_takes(s3: str, road: Bumpy) -> None:
    backend = open_lazily(context(s3))
    deposits = [Deposit(f"d{number}", samples.key_address(), 1, samples.sealed()) for number in range(20)]
    for deposit in deposits:
        backend.deposit(deposit)
    road.page = 7
    road.seen.clear()
    assert {item.intent_id for item in backend.deposits(BAKERY)} == {item.intent_id for item in deposits}
    assert len([path for _, path in road.seen if path == f"/{BUCKET}"]) == 3
    backend.close()


def test_asking_after_every_account_lists_deposits_once() -> None:
    store = Watched(in_memory())
    backend = opened(store)
    backend.deposit(Deposit("d1", samples.key_address(), 1, samples.sealed()))
    store.seen.clear()
    for number in range(500):
        assert backend.deposits(samples.client(f"c{number}")) == ()
    assert len(backend.deposits(BAKERY)) == 1
    assert sum(kind == "list" for kind, _ in store.seen) <= 2
    assert len(store.seen) <= 4


def test_requests_are_made_side_by_side() -> None:
    """As many at once as there are workers; with fewer this would wait for ever, so the barrier gives up."""
    store = Watched(in_memory())
    backend, other = opened(store), opened(store.objects)
    for number in range(WORKERS):
        acquire(other, samples.client(f"c{number}"))
    barrier = Barrier(WORKERS, timeout=20)

    def watch(kind: str, key: str, after: bool) -> None:
        if key.startswith("heads/client/") and not after:
            barrier.wait()

    store.watch = watch
    assert backend.summaries() == ()
    assert len(backend.leases(NOW)) == WORKERS


@pytest.mark.parametrize("name", ["ås-blomster", "Ærlig.Øl_og-Vin", "..", ".a", "日本", "a" * 60, "con", "%2F", "_5F"])
def test_any_name_of_an_account_is_a_name_of_objects(name: str, s3: str) -> None:
    account = samples.client(name)
    assert names.unescaped(names.escaped(name)) == name
    backend = open_lazily(context(s3))
    writer = acquire(backend, account)
    address = samples.key_address(account, name)
    writer.commit(samples.state(account, entries=(samples.entry(address),)))
    assert [summary.account for summary in backend.summaries()] == [account]
    assert backend.load(account, 1) == samples.state(account, entries=(samples.entry(address),))
    assert len(backend.audit(account)) == 1
    backend.close()


def test_a_step_that_is_always_too_late_ends() -> None:
    store = Watched(in_memory())
    backend, other = opened(store), opened(store.objects)
    writer = acquire(other)
    ends = 600.0

    def watch(kind: str, key: str, after: bool) -> None:
        nonlocal ends
        if kind == "replace" and key.startswith("heads/") and not after:
            ends += 1.0
            other.renew(writer.lease, ends, NOW)

    store.watch = watch
    with pytest.raises(ProvisionerError, match="at once"):
        Writer(backend, writer.lease).commit(samples.state())
    assert backend.load(BAKERY) is None


def test_a_conflict_over_what_is_not_there_is_asked_again() -> None:
    """S3 answers so while another's deletion is under way."""
    store = Watched(in_memory())
    backend = opened(store)
    hits = 0

    def watch(kind: str, key: str, after: bool) -> None:
        nonlocal hits
        if kind == "create" and not after and hits < 2:
            hits += 1
            raise Conflict

    store.watch = watch
    backend.deposit(Deposit("d1", samples.key_address(), 1, samples.sealed()))
    assert hits == 2
    assert len(backend.deposits(BAKERY)) == 1
