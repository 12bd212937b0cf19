"""Requests to a real S3 protocol that fail, are cut off, arrive late, or are done without anybody being told: whichever
request of a write it hits, nothing is doubled and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from provisioner.model.errors import BackendFailed, LeaseLost
from provisioner.testing import samples
from provisioner.testing.backend_suite.ground import LATER, acquire
from provisioner.testing.samples import BAKERY
from provisioner_state_object_store import names
from tests.plugins.provisioner_state_object_store.acting import (
    DEPOSIT,
    FIRST,
    MADE,
    WRITES,
    commit,
    demand_agreement,
    prepared,
    seen,
)
from tests.plugins.provisioner_state_object_store.opening import SENT, impatient
from tests.plugins.provisioner_state_object_store.servers import Bumpy, Fault

FOR_EVER = 10_000
HEAD = names.head(BAKERY)


def hits(first: int, times: int, fault: Fault) -> Callable[[str, str], Fault | None]:
    """`fault` for the request number `first` from now, and for as many in all as `times`."""
    left = iter([None] * first + [fault] * times)
    return lambda method, path: next(left, None)


@pytest.fixture
def urls(s3: str) -> Iterator[str]:
    """Empty places, as many as are wanted."""
    where, _, options = s3.partition("?")
    return (f"{where}/{number}?{options}" for number in range(FOR_EVER))


@pytest.mark.parametrize(
    ("fault", "times"),
    [(Fault.REFUSED, 1), (Fault.LOST, 1), (Fault.LOST, SENT), (Fault.FAILED, FOR_EVER), (Fault.CUT, FOR_EVER)],
    ids=lambda value: getattr(value, "name", str(value)),
)
@pytest.mark.parametrize("name", ["begin", "commit", "deposit"])
def test_asking_again_is_enough(name: str, fault: Fault, times: int, urls: Iterator[str], road: Bumpy) -> None:
    smooth = impatient(next(urls))
    writer = prepared(smooth)
    before, count = seen(smooth), len(road.seen)
    WRITES[name](writer)
    count, after = len(road.seen) - count, seen(smooth)
    smooth.close()
    assert before != after
    failures = 0
    for number in range(count):
        backend = impatient(next(urls))
        writer = prepared(backend)
        road.ask = hits(number, times, fault)
        try:
            WRITES[name](writer)
            told = True
        except BackendFailed:
            told = False
        road.ask = None
        failures += not told
        now = seen(backend)
        assert now == after or (not told and now == before), f"request {number}"
        WRITES[name](writer)
        assert seen(backend) == after, f"asked again after request {number}"
        demand_agreement(backend)
        backend.close()
    assert failures == count or times != FOR_EVER
    assert failures == 0 or times != 1, "one broken request is nobody's trouble"


def writes_of(what: str, fault: Fault, times: int = FOR_EVER) -> Callable[[str, str], Fault | None]:
    """`fault` for writing the object `what`, so many times."""
    left = iter([fault] * times)
    return lambda method, path: next(left, None) if method == "PUT" and path.endswith(what) else None


def test_a_write_that_arrives_when_nobody_waits_any_more_is_done_once(s3: str, road: Bumpy) -> None:
    backend = impatient(s3)
    writer = prepared(backend)
    road.ask = writes_of(HEAD, Fault.LATE)
    with pytest.raises(BackendFailed):
        commit(writer)
    assert backend.load(BAKERY) == FIRST
    road.ask = None
    assert len(road.held) > 1, "sent several times, and each may arrive"
    road.release()
    assert backend.load(BAKERY) == MADE
    commit(writer)
    assert seen(backend).archive is not None
    demand_agreement(backend)
    backend.close()


def test_a_write_that_arrives_after_anothers_does_nothing(s3: str, road: Bumpy) -> None:
    """The process was paused, or its request was, and its lease has passed on."""
    paused, other = impatient(s3), impatient(s3)
    late = prepared(paused)
    road.ask = writes_of(HEAD, Fault.LATE)
    with pytest.raises(BackendFailed):
        commit(late)
    road.ask = None
    taken = acquire(other, holder="ola", now=LATER)
    road.release()
    assert other.load(BAKERY) == FIRST
    with pytest.raises(LeaseLost):
        commit(late)
    paused.deposit(DEPOSIT)
    taken.commit(samples.state(serial=2), "another")
    assert list(other.deposits(BAKERY)) == [DEPOSIT]
    assert other.load(BAKERY) == samples.state(serial=2)
    demand_agreement(other)
    paused.close()
    other.close()


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.CUT], ids=lambda fault: fault.name)
def test_a_lease_is_never_anothers_though_the_answer_was_lost(s3: str, road: Bumpy, fault: Fault) -> None:
    backend = impatient(s3)
    prepared(backend)
    road.ask = writes_of(HEAD, fault)
    with pytest.raises(BackendFailed):
        acquire(backend, holder="ola", now=LATER)
    road.ask = None
    assert acquire(backend, holder="siv", now=LATER).lease.holder == "siv"
    backend.close()
