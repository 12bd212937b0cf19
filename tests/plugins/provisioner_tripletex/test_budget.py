"""The calls a key has left: waited for before anything is sent, shared by threads, never beyond a deadline."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from provisioner.model.errors import OutcomeUnknown, ProviderFailed, Stopped
from provisioner.spi.endpoint import TransportFailed, TransportRequest, TransportResponse
from provisioner.spi.provider import StepDone, StepFailed
from provisioner_tripletex.api import Call, TokenKind
from provisioner_tripletex.budget import Budget, BudgetSpent
from provisioner_tripletex.provider import TripletexProvider
from tests.plugins.provisioner_tripletex.bench import NOW, PER, Bench, request_of
from tests.plugins.provisioner_tripletex.test_api import CLIENTS, KEY, MODULES, OFFICE, api_of

CREATE = "/v2/token/employee/:create"
HUMA = request_of({"huma": {**PER, "validFor": "365d"}})


def limited(calls: int, seconds: int = 4, *, reset_on_429: bool = True) -> Bench:
    """A world in which each key has so many calls in each period."""
    bench = Bench()
    bench.world.switches.rate_limit = calls
    bench.world.switches.rate_period_seconds = seconds
    bench.world.switches.reset_on_429 = reset_on_429
    return bench


def answers(bench: Bench) -> list[int]:
    """The status of every answer from now on, as they come."""
    found: list[int] = []
    inner = bench.transport.inner

    class Listening:
        def send(self, request: TransportRequest) -> TransportResponse:
            response = inner.send(request)
            found.append(response.status)
            return response

        def close(self) -> None:
            inner.close()

    bench.transport.inner = Listening()
    return found


def test_reads_and_changes_wait_for_the_period_and_nothing_is_ever_refused() -> None:
    bench = limited(3)
    found, api = answers(bench), api_of(bench)
    for _ in range(4):
        api.rows(KEY, CLIENTS)
    assert 429 not in found
    assert bench.waits == [5.0], "the fourth call waits for the next period, and a second for what was rounded down"


def test_each_key_has_calls_of_its_own() -> None:
    bench = limited(2)
    api = api_of(bench)
    for caller, route in ((KEY, CLIENTS), (KEY, CLIENTS), (OFFICE, MODULES), (OFFICE, MODULES)):
        api.rows(caller, route)
    assert bench.waits == []
    api.rows(OFFICE, MODULES)
    assert bench.waits == [5.0]


@pytest.mark.parametrize(("calls", "seconds"), [(1, 80), (2, 80), (5, 80), (1, 600), (3, 3600)])
def test_a_change_has_its_call_set_aside_before_its_deadline_runs(calls: int, seconds: int) -> None:
    bench = limited(calls, seconds=seconds)
    found, account = answers(bench), HUMA.declared.account
    bench.provider.apply(bench.step(bench.wanted(HUMA, "module"), account))
    for _ in range(3):
        request = bench.step(bench.wanted(HUMA, "user_key"), account)
        assert isinstance(bench.provider.apply(request), StepDone)
    assert 429 not in found
    assert bench.transport.count("PUT", CREATE) == 3


def test_what_was_seen_before_a_wait_is_looked_at_again() -> None:
    bench = limited(3, seconds=80)
    account = HUMA.declared.account
    bench.company("nordlys-bakeri").modules["API_V2"] = None
    # The list of clients, the people, the hidden users: then nothing is left for the change.
    bench.step(bench.wanted(HUMA, "user_key"), account)
    sent = [request.path for request in bench.transport.sent if "session" not in request.path]
    assert sent == [CLIENTS] * 2 + ["/v2/employee"] * 4
    assert bench.waits == [81.0]


def test_what_was_seen_after_a_long_wait_says_when() -> None:
    bench = limited(3, seconds=3000)
    bench.company("nordlys-bakeri").modules["API_V2"] = None
    request = bench.step(bench.wanted(HUMA, "user_key"), HUMA.declared.account)
    assert bench.waits == [3001.0]
    assert request.evidence.seen_at == NOW + timedelta(seconds=3001)


def test_a_change_that_is_refused_for_coming_too_soon_was_not_made_and_the_next_waits_for_all_of_the_period() -> None:
    bench = limited(50, seconds=1500)
    account = HUMA.declared.account
    bench.provider.apply(bench.step(bench.wanted(HUMA, "module"), account))
    request = bench.step(bench.wanted(HUMA, "user_key"), account)
    refusal = TransportResponse(429, (("X-Rate-Limit-Reset", "1400"),))
    bench.transport.hook = lambda asked: refusal if asked.path == CREATE else None
    told = bench.provider.apply(request)
    assert isinstance(told, StepFailed)
    assert (told.diagnostic.code, bench.transport.count("PUT", CREATE)) == ("rate-limited", 1)
    bench.transport.hook = lambda asked: None
    found = answers(bench)
    assert isinstance(bench.provider.apply(bench.step(bench.wanted(HUMA, "user_key"), account)), StepDone)
    assert (bench.waits, 429 in found) == ([1401.0], False)
    assert bench.transport.count("PUT", CREATE) == 2


def test_nobody_is_asked_to_do_what_was_stopped_while_it_looked() -> None:
    bench = limited(1, seconds=600)
    by_hand = request_of({"huma": {**PER, "validFor": "365d"}})
    bench.provider = TripletexProvider(bench.provider._context, lambda seconds: True)
    bench.company("nordlys-bakeri").modules["API_V2"] = None
    with pytest.raises(Stopped):
        bench.step(bench.wanted(by_hand, "user_key"), by_hand.declared.account, driver="guided")


def test_hours_are_not_waited_for() -> None:
    bench = limited(1, seconds=3 * 3600)
    bench.company("nordlys-bakeri").modules["API_V2"] = None
    with pytest.raises(BudgetSpent) as caught:
        bench.step(bench.wanted(HUMA, "user_key"), HUMA.declared.account)
    assert bench.waits == []
    assert "until 13:00:01 UTC; nothing was sent" in caught.value.summary
    assert "før 13:00:01 UTC" in caught.value.told_in("nb").summary
    assert caught.value.retryable


def test_whoever_watches_is_told_once_until_when() -> None:
    told: list[tuple[str, object]] = []
    bench = limited(1, seconds=600)
    context = replace(bench.provider._context, waiting=lambda what, until: told.append((what, until)), language="nb")
    bench.provider = TripletexProvider(context, bench._wait)
    api = bench.provider._must_reach().api
    for _ in range(3):
        api.rows(KEY, CLIENTS)
    assert [until for _, until in told] == [NOW + timedelta(seconds=601), NOW + timedelta(seconds=1202)]
    assert told[0][0] == "venter på Tripletex, som ikke tar imot flere kall fra nøkkelen vår før 10:10:01 UTC"


def test_some_seconds_are_nothing_to_tell_and_one_end_is_told_once() -> None:
    told: list[object] = []
    budget = Budget(lambda: NOW, lambda seconds: None)
    budget.told = told.append
    for seconds in ("7", "30", "30"):
        budget.take()
        headers = (("X-Rate-Limit-Remaining", "0"), ("X-Rate-Limit-Reset", seconds))
        budget.returned(TransportResponse(200, headers))
        budget.take()
        budget.returned(None)
    assert told == [NOW + timedelta(seconds=31)]


def test_a_change_that_can_only_be_sent_after_its_deadline_is_not_sent() -> None:
    bench = limited(1, seconds=30)
    api = api_of(bench)
    api.rows(OFFICE, MODULES)
    with pytest.raises(BudgetSpent):
        api.before(bench.now + timedelta(seconds=20)).write(OFFICE, Call("POST", MODULES, body={"name": "API_V2"}))
    assert (bench.transport.count("POST", MODULES), bench.waits) == (0, [])
    assert api.before(bench.now + timedelta(seconds=40)).rows(OFFICE, MODULES)
    assert bench.waits == [31.0]


def test_what_was_set_aside_goes_to_nobody_else() -> None:
    bench = limited(3, seconds=30)
    api = api_of(bench)
    api.rows(OFFICE, MODULES)
    api.set_aside(OFFICE, "mine")
    api.rows(OFFICE, MODULES)
    assert bench.waits == []
    hurried = api.before(bench.now + timedelta(seconds=5))
    with pytest.raises(BudgetSpent):
        hurried.rows(OFFICE, MODULES)
    with pytest.raises(ProviderFailed, match="Duplicate"):
        # Refused for what it asks; it was sent all the same.
        hurried.write(OFFICE, Call("POST", MODULES, body={"name": "API_V2", "costStartDate": None}), "mine")


def test_a_step_whose_deadline_has_passed_says_that_nothing_was_made() -> None:
    bench = limited(100)
    bench.provider.apply(bench.step(bench.wanted(HUMA, "module"), HUMA.declared.account))
    late = bench.step(bench.wanted(HUMA, "user_key"), HUMA.declared.account)
    bench.now += timedelta(seconds=61)
    told = bench.provider.apply(late)
    assert isinstance(told, StepFailed)
    assert told.diagnostic.code == "rate-limited-until"
    assert bench.transport.count("PUT", CREATE) == 0


def test_threads_share_what_is_left() -> None:
    bench = limited(5)
    found, api = answers(bench), api_of(bench)
    lock = threading.Lock()
    inner = bench._wait

    def together(seconds: float) -> None:
        with lock:
            inner(seconds)

    api._budgets = {kind: Budget(lambda: bench.now, together) for kind in TokenKind}
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda _: api.rows(KEY, CLIENTS), range(40)))
    assert 429 not in found


def test_the_first_call_goes_alone_for_nobody_knows_the_budget_yet() -> None:
    bench = limited(3)
    api = api_of(bench)
    inside, most = [0], [0]
    lock, inner = threading.Lock(), bench.transport.inner
    sent = threading.Event()

    def hook(request: TransportRequest) -> TransportResponse | None:
        if request.path != CLIENTS or sent.is_set():
            return None
        with lock:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        answer = inner.send(request)
        sent.set()
        return answer

    bench.transport.hook = hook
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: api.rows(KEY, CLIENTS), range(4)))
    assert most == [1]


def test_a_lost_answer_may_have_been_counted() -> None:
    bench = limited(3)
    found, api = answers(bench), api_of(bench)
    api.rows(OFFICE, MODULES)

    def lost(request: TransportRequest) -> TransportResponse | None:
        if request.path == MODULES:
            bench.transport.hook = lambda _: None
            bench.transport.inner.send(request)
            raise TransportFailed("gone", sent=True)
        return None

    bench.transport.hook = lost
    with pytest.raises(OutcomeUnknown):
        api.write(OFFICE, Call("POST", MODULES, body={"name": "API_V2"}))
    api.rows(OFFICE, MODULES)
    api.rows(OFFICE, MODULES)
    assert 429 not in found


def test_a_world_that_counts_nothing_is_not_waited_for() -> None:
    bench = limited(0)
    api = api_of(bench)
    for _ in range(9):
        api.rows(KEY, CLIENTS)
    assert bench.waits == []


def test_a_clock_that_stands_still_ends_no_wait_but_the_wait_itself() -> None:
    budget = Budget(lambda: NOW, lambda seconds: None)
    budget.take()
    budget.returned(TransportResponse(200, (("X-Rate-Limit-Remaining", "0"), ("X-Rate-Limit-Reset", "7"))))
    budget.take()


def test_whoever_closes_the_run_ends_the_wait_and_nothing_is_sent() -> None:
    budget = Budget(lambda: NOW, lambda seconds: True)
    budget.take()
    budget.returned(TransportResponse(200, (("X-Rate-Limit-Remaining", "0"), ("X-Rate-Limit-Reset", "7"))))
    with pytest.raises(ProviderFailed, match="stopped"):
        budget.take()


def test_a_remainder_without_its_reset_holds_nobody_up() -> None:
    budget = Budget(lambda: NOW, lambda seconds: pytest.fail("waited"))
    budget.take()
    budget.returned(TransportResponse(200, (("X-Rate-Limit-Remaining", "0"),)))
    budget.take()
