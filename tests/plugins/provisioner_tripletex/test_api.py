"""The REST API as it is called: sessions, pages, refusals, patience, and what is never repeated."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from provisioner.model.errors import OutcomeUnknown, ProviderFailed, Stopped
from provisioner.model.secrets import Sensitive
from provisioner.spi.endpoint import TransportFailed, TransportRequest, TransportResponse
from provisioner_tripletex.api import ATTEMPTS, Call, Caller, TokenKind, Tokens, TripletexApi
from provisioner_tripletex.api_errors import ApiRefused
from provisioner_tripletex.budget import BudgetSpent
from provisioner_tripletex.silence import FIRST_PATIENCE_SECONDS, SILENCE_SECONDS
from tests.plugins.provisioner_tripletex.bench import Bench

OFFICE = Caller(TokenKind.OFFICE_EMPLOYEE)
KEY = Caller(TokenKind.OFFICE_KEY)
CLIENTS = "/v2/company/>withLoginAccess"
MODULES = "/v2/company/salesmodules"
GRANT = "/v2/employee/entitlement/:grantEntitlementsByTemplate"


def api_of(bench: Bench, **other: str) -> TripletexApi:
    names = {"consumerToken": bench.demo("consumerToken"), **other}
    keys = {kind: Sensitive(other.get(kind.value, bench.demo(kind.value))) for kind in TokenKind}
    return TripletexApi(
        bench.transport, Tokens(Sensitive(names["consumerToken"]), keys), lambda: bench.now, bench._wait
    )


@pytest.fixture
def bench() -> Bench:
    return Bench()


def strike(bench: Bench, times: int, answer: Callable[[], TransportResponse], path: str = CLIENTS) -> None:
    """Let the next `times` calls of `path` be answered so."""
    left = [times]

    def hook(request: TransportRequest) -> TransportResponse | None:
        if request.path != path or left[0] == 0:
            return None
        left[0] -= 1
        return answer()

    bench.transport.hook = hook


def error(status: int, **headers: str) -> TransportResponse:
    body = {"status": status, "code": 1000, "message": "Nei", "validationMessages": None, "requestId": "rid-7"}
    return TransportResponse(status, tuple(headers.items()), json.dumps(body).encode())


def raising(*, sent: bool) -> TransportResponse:
    raise TransportFailed("gone", sent=sent)


def test_one_session_a_key_and_tokens_in_the_body_only(bench: Bench) -> None:
    api = api_of(bench)
    api.rows(KEY, CLIENTS)
    api.rows(KEY, CLIENTS)
    api.rows(OFFICE, MODULES)
    sessions = [request for request in bench.transport.sent if "session" in request.path]
    assert [request.method for request in sessions] == ["POST", "POST"]
    assert json.loads(sessions[0].body)["expirationDate"] == "2026-11-24"
    tokens = (bench.demo("consumerToken"), bench.demo("officeEmployeeToken"), bench.demo("officeKey"))
    for request in bench.transport.sent:
        told = f"{request.path} {request.query} {request!r}"
        assert not any(token in told for token in tokens)
    user, _ = base64.b64decode(dict(bench.transport.sent[-1].headers)["Authorization"][6:]).decode().split(":", 1)
    assert user == "0"


def test_many_threads_mint_one_session(bench: Bench) -> None:
    api = api_of(bench)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: len(api.rows(KEY, CLIENTS)), range(16)))
    assert len(set(found)) == 1
    assert bench.transport.count("POST", ":create") == 1


def test_a_session_is_minted_anew_before_midnight_and_when_it_is_refused(bench: Bench) -> None:
    api = api_of(bench)
    api.rows(OFFICE, MODULES)
    bench.now += timedelta(hours=21)
    api.rows(OFFICE, MODULES)
    assert bench.transport.count("POST", ":create") == 2
    bench.world.sessions.clear()
    assert api.rows(OFFICE, MODULES)
    assert bench.transport.count("POST", ":create") == 3


def test_a_refusal_of_a_fresh_session_is_meant(bench: Bench) -> None:
    strike(bench, 9, lambda: error(401), MODULES)
    with pytest.raises(ApiRefused) as caught:
        api_of(bench).rows(OFFICE, MODULES)
    assert bench.transport.count("GET", MODULES) == 2
    assert "ended" in caught.value.hint


def test_every_page_is_read(bench: Bench) -> None:
    def paged(request: TransportRequest) -> TransportResponse | None:
        if request.path != CLIENTS:
            return None
        start, count = (int(dict(request.query)[name]) for name in ("from", "count"))
        values = [{"id": number} for number in range(start, min(start + count, 2500))]
        # `fullResultSize` is "not exact": it must not end the list.
        body = {"fullResultSize": 7, "from": start, "count": len(values), "values": values}
        return TransportResponse(200, (), json.dumps(body).encode())

    bench.transport.hook = paged
    api = api_of(bench)
    assert [row["id"] for row in api.rows(KEY, CLIENTS)] == list(range(2500))
    assert bench.transport.count("GET", CLIENTS) == 3
    assert len(api.rows(KEY, CLIENTS, most=1)) == 1
    assert bench.transport.count("GET", CLIENTS) == 4


def test_reads_are_patient_with_a_connection_and_a_server(bench: Bench) -> None:
    api = api_of(bench)
    for answer in (lambda: raising(sent=False), lambda: raising(sent=True), lambda: error(503)):
        strike(bench, 3, answer)
        assert api.rows(KEY, CLIENTS)
    assert bench.waits == [1, 2, 4] * 3


def test_patience_ends(bench: Bench) -> None:
    strike(bench, 99, lambda: raising(sent=False))
    with pytest.raises(ProviderFailed) as caught:
        api_of(bench).rows(KEY, CLIENTS)
    assert caught.value.retryable
    assert bench.transport.count("GET", CLIENTS) == ATTEMPTS
    strike(bench, 99, lambda: error(500))
    with pytest.raises(ApiRefused) as refused:
        api_of(bench).rows(KEY, CLIENTS)
    assert refused.value.retryable
    assert "rid-7" in refused.value.detail


SESSION = "/v2/token/session/:create"


@pytest.mark.parametrize("sent", [True, False])
def test_an_endpoint_that_never_answers_is_told_of_soon_and_once_for_all(bench: Bench, sent: bool) -> None:
    strike(bench, 999, lambda: raising(sent=sent), SESSION)
    api, began = api_of(bench), bench.now

    def failure(caller: Caller) -> tuple[str, str, str]:
        with pytest.raises(ProviderFailed) as caught:
            api.rows(caller, CLIENTS)
        return caught.value.summary, caught.value.detail, caught.value.hint

    told = [failure(caller) for caller in (KEY, OFFICE) * 7]
    assert len(set(told)) == 1, "thirteen accounts are told the same"
    assert bench.transport.count("POST", ":create") == len(bench.waits) + 1 < ATTEMPTS
    assert (bench.now - began).total_seconds() <= FIRST_PATIENCE_SECONDS
    with pytest.raises(ProviderFailed, match="cannot be reached"):
        api.write(OFFICE, Call("PUT", GRANT))
    assert bench.transport.count("PUT", GRANT) == 0, "nor is anything changed blindly"


def test_silence_ends_by_itself(bench: Bench) -> None:
    strike(bench, 3, lambda: raising(sent=False), SESSION)
    api = api_of(bench)
    with pytest.raises(ProviderFailed):
        api.rows(KEY, CLIENTS)
    bench.now += timedelta(seconds=SILENCE_SECONDS)
    assert api.rows(KEY, CLIENTS)
    strike(bench, 5, lambda: raising(sent=False))
    assert api.rows(KEY, CLIENTS), "one that has answered is waited for longer"
    assert bench.waits == [1, 2, 1, 2, 4, 8, 16]


def test_a_line_of_callers_is_told_of_a_server_that_fails(bench: Bench) -> None:
    strike(bench, 999, lambda: error(503), SESSION)
    api = api_of(bench)
    with ThreadPoolExecutor(8) as pool:
        calls = [pool.submit(api.rows, KEY, CLIENTS) for _ in range(13)]
    assert {str(call.exception()) for call in calls} == {"Nei"}
    assert bench.transport.count("POST", ":create") == ATTEMPTS


def test_one_route_that_fails_silences_nobody_while_others_are_answered(bench: Bench) -> None:
    api = api_of(bench)

    def hook(request: TransportRequest) -> TransportResponse | None:
        if request.path != CLIENTS:
            return None
        bench.transport.hook = lambda _: None
        assert api.rows(OFFICE, MODULES)
        bench.transport.hook = hook
        return raising(sent=True)

    bench.transport.hook = hook
    with pytest.raises(ProviderFailed):
        api.rows(KEY, CLIENTS)
    assert bench.transport.count("GET", CLIENTS) == ATTEMPTS
    assert api.rows(OFFICE, MODULES)


@pytest.mark.parametrize(("reset", "waited"), [("20", [21.0]), ("3600", [3601.0]), (None, [2.0])])
def test_the_rate_limit_is_waited_for_with_and_without_its_reset(
    bench: Bench, reset: str | None, waited: list[float]
) -> None:
    headers = {"X-Rate-Limit-Reset": reset} if reset is not None else {}
    strike(bench, 1, lambda: error(429, **headers))
    assert api_of(bench).rows(KEY, CLIENTS)
    assert bench.waits == waited


def test_whoever_asks_to_stop_is_not_kept_waiting_for_an_answer(bench: Bench) -> None:
    api = api_of(bench)
    api.rows(KEY, CLIENTS)
    api._wait = lambda seconds: True
    strike(bench, 99, lambda: error(503))
    with pytest.raises(Stopped):
        api.rows(KEY, CLIENTS)
    assert bench.transport.count("GET", CLIENTS) == 2


def test_a_session_is_not_waited_for_beyond_a_deadline(bench: Bench) -> None:
    strike(bench, 1, lambda: error(429, **{"X-Rate-Limit-Reset": "600"}))
    with pytest.raises(BudgetSpent):
        api_of(bench).within(60).rows(KEY, CLIENTS)
    assert bench.waits == []


def test_the_pause_doubles_while_no_reset_is_told_and_ends(bench: Bench) -> None:
    strike(bench, 99, lambda: error(429))
    with pytest.raises(ApiRefused) as caught:
        api_of(bench).rows(KEY, CLIENTS)
    assert bench.waits == [2, 3, 5, 9, 17]
    assert (caught.value.status, caught.value.retryable) == (429, True)
    assert "Wait a minute" in caught.value.hint


def test_bad_tokens_say_which(bench: Bench) -> None:
    with pytest.raises(ApiRefused) as caught:
        api_of(bench, consumerToken="test-nonsense").rows(KEY, CLIENTS)
    assert "credentials.consumerToken" in caught.value.hint
    assert "POST /v2/token/session/:create (officeKey): 422/18000" in caught.value.detail
    with pytest.raises(ApiRefused) as caught:
        api_of(bench, officeKey="test-nonsense").rows(KEY, CLIENTS)
    assert "another application" in caught.value.hint


def test_tokens_are_struck_out_of_the_vendors_own_words(bench: Bench) -> None:
    api = api_of(bench)
    api.rows(KEY, CLIENTS)
    spent = bench.transport.sent[-1]
    session = base64.b64decode(dict(spent.headers)["Authorization"][6:]).decode().split(":", 1)[1]
    said = {"message": f"bad {session}", "developerMessage": bench.demo("officeKey"), "validationMessages": [7]}
    strike(bench, 1, lambda: TransportResponse(400, (("x-tlx-request-id", "r1"),), json.dumps(said).encode()))
    with pytest.raises(ApiRefused) as caught:
        api.rows(KEY, CLIENTS)
    told = f"{caught.value.summary} {caught.value.detail} {caught.value!r}"
    assert "***" in told
    assert session not in told
    assert bench.demo("officeKey") not in told


def test_an_answer_that_is_no_answer(bench: Bench) -> None:
    api = api_of(bench)
    for body in (b"<html>", b"[]", b'{"value": 1}'):
        strike(bench, 2, lambda body=body: TransportResponse(200, (), body))  # type: ignore[misc]
        with pytest.raises(ProviderFailed):
            api.rows(KEY, CLIENTS)
        with pytest.raises(ProviderFailed):
            api.one(KEY, CLIENTS)
    strike(bench, 1, lambda: TransportResponse(404, (), b"<html>"))
    with pytest.raises(ApiRefused) as caught:
        api.rows(KEY, CLIENTS)
    assert caught.value.summary == "HTTP 404"


WRITES = [
    (lambda: raising(sent=True), OutcomeUnknown),
    (lambda: raising(sent=False), ProviderFailed),
    (lambda: error(500), OutcomeUnknown),
    (lambda: error(429), ApiRefused),
    (lambda: error(401), ApiRefused),
    (lambda: error(409), ApiRefused),
    (lambda: TransportResponse(200, (), b"<html>"), OutcomeUnknown),
]


@pytest.mark.parametrize(("answer", "raised"), WRITES)
def test_a_change_is_sent_once_whatever_comes_back(
    bench: Bench, answer: Callable[[], TransportResponse], raised: type[Exception]
) -> None:
    api = api_of(bench)
    api.rows(OFFICE, MODULES)
    strike(bench, 99, answer, GRANT)
    with pytest.raises(raised) as caught:
        api.write(OFFICE, Call("PUT", GRANT))
    assert type(caught.value) is raised
    assert bench.transport.count("PUT", GRANT) == 1
    assert bench.waits == []


def test_a_change_waits_for_the_rate_limit_that_is_known(bench: Bench) -> None:
    api = api_of(bench)
    strike(bench, 1, lambda: error(429, **{"X-Rate-Limit-Reset": "9"}), GRANT)
    with pytest.raises(ApiRefused):
        api.write(OFFICE, Call("PUT", GRANT))
    strike(bench, 1, lambda: TransportResponse(204, ()), GRANT)
    assert api.write(OFFICE, Call("PUT", GRANT)) == {}
    assert bench.waits == [10.0]


def test_a_key_that_is_not_there(bench: Bench) -> None:
    api = TripletexApi(bench.transport, Tokens(Sensitive("test-c")), lambda: bench.now, bench._wait)
    assert not api.has(TokenKind.OFFICE_KEY)
    with pytest.raises(ProviderFailed) as caught:
        api.rows(KEY, CLIENTS)
    assert "credentials.officeKey" in caught.value.summary
