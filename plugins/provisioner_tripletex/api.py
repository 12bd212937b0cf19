"""Tripletex' REST API over a transport.

Promises: both tokens travel in a body, never in an address; a session is minted once per key, shared by threads, minted
anew when it ends or is refused, and never deleted by an address that would hold it (it ends at midnight in Oslo).
Reads are tried again, within bounds, when the connection fails, the server does or the rate limit is reached, with and
without its Reset; once a caller has given up on a Tripletex that answers nobody, the others are told at once for some
seconds. Writes are sent once: what is certain not to have been done is ApiRefused or ProviderFailed, what may have been
is OutcomeUnknown. Nothing is sent before its key has calls left, writes neither; what has a deadline is not sent where
that would pass first. Safe to use from several threads. Does not: know resources.
"""

from __future__ import annotations

import base64
import copy
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from provisioner.model.errors import OutcomeUnknown, ProviderFailed
from provisioner.model.secrets import Sensitive
from provisioner.spi.endpoint import Transport, TransportFailed, TransportRequest, TransportResponse
from provisioner_tripletex.api_errors import TOO_MANY, UNAUTHORIZED, ApiRefused, decoded, refusal_of
from provisioner_tripletex.budget import RESET, Budget, stopped
from provisioner_tripletex.convert import Json, number, text, within
from provisioner_tripletex.kinds import oslo_date
from provisioner_tripletex.silence import Silence
from provisioner_tripletex.words import WORDS

ATTEMPTS: Final = 6
LONGEST_PAUSE_SECONDS: Final = 90.0
"""The longest one waits before trying again, where Tripletex does not say how long."""
PAGE: Final = 1000
MOST: Final = 10_000
"""The vendor's own limit on one list."""
TIMEOUT_SECONDS: Final = 30.0
_SESSION: Final = "/v2/token/session/:create"

Query = tuple[tuple[str, str], ...]


class TokenKind(StrEnum):
    """Which of the office's keys a call is made with."""

    OFFICE_EMPLOYEE = "officeEmployeeToken"
    """An ordinary key of an office employee: the office's own account."""
    OFFICE_KEY = "officeKey"
    """An office key: the list of clients, and the clients it is attached to."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What sessions are minted from."""

    consumer: Sensitive
    """The application's own token."""
    keys: dict[TokenKind, Sensitive] = field(default_factory=dict)
    """The office's keys."""

    def all(self) -> tuple[Sensitive, ...]:
        """Every one, to be struck out of what is shown."""
        return (self.consumer, *self.keys.values())


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, and in which company."""

    kind: TokenKind
    """By which key."""
    company: int = 0
    """0 is the key's own company."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call below `/v2`."""

    method: str
    """GET, POST or PUT."""
    route: str
    """Its path; also what is shown, so it never holds a value that is secret."""
    query: Query = ()
    """Parameters."""
    body: Json | None = None
    """A JSON body."""


@dataclass(slots=True)
class _Session:
    """A session that was minted."""

    token: Sensitive
    ends_at: datetime


class TripletexApi:
    """One Tripletex, as our tokens see it."""

    def __init__(
        self,
        transport: Transport,
        tokens: Tokens,
        now: Callable[[], datetime],
        wait: Callable[[float], object],
    ) -> None:
        self._transport = transport
        self._tokens = tokens
        self._now = now
        self._wait = wait
        self._locks = {kind: threading.Lock() for kind in TokenKind}
        self._sessions: dict[TokenKind, _Session] = {}
        self._budgets = {kind: Budget(now, wait) for kind in TokenKind}
        self._key_ids: dict[TokenKind, int] = {}
        self._silence = Silence(now)
        self._until: datetime | None = None

    def telling(self, told: Callable[[datetime], object]) -> TripletexApi:
        """The same; `told` hears until when it waits for calls, where that takes a while."""
        for budget in self._budgets.values():
            budget.told = told
        return self

    def within(self, seconds: float) -> TripletexApi:
        """The same, for so long from now on."""
        return self.before(self._now() + timedelta(seconds=seconds))

    def before(self, until: datetime | None) -> TripletexApi:
        """The same, in a hurry: what cannot be sent before `until` is not sent."""
        hurried = copy.copy(self)
        hurried._until = until
        return hurried

    def set_aside(self, caller: Caller, mark: str) -> bool:
        """Wait until the caller's key has a call left, and keep it for the change that says `mark`; whether that took
        until another period."""
        return self._budgets[caller.kind].set_aside(mark)

    def has(self, kind: TokenKind) -> bool:
        """Whether calls can be made with that key."""
        return kind in self._tokens.keys

    def key_ids(self) -> tuple[int, ...]:
        """The ids of the keys that sessions were minted with, as far as Tripletex told them. They are not the keys."""
        return tuple(sorted(self._key_ids.values()))

    def one(self, caller: Caller, route: str, query: Query = ()) -> Json:
        """The one object at `route`."""
        body = decoded(self._read(caller, Call("GET", route, query)))
        if body is None or not isinstance(body.get("value"), dict):
            raise ProviderFailed.of(WORDS("answer-unreadable", route=route), retryable=True)
        return within(body, "value")

    def rows(self, caller: Caller, route: str, query: Query = (), *, most: int = MOST) -> tuple[Json, ...]:
        """Every object of the list at `route`, page by page; `most` ends it earlier."""
        page = min(PAGE, most)
        found: list[Json] = []
        while True:
            where = (*query, ("from", str(len(found))), ("count", str(page)))
            body = decoded(self._read(caller, Call("GET", route, where)))
            values = body.get("values") if body is not None else None
            if not isinstance(values, list):
                raise ProviderFailed.of(WORDS("answer-unreadable", route=route), retryable=True)
            found += [value for value in values if isinstance(value, dict)]
            # `fullResultSize` is "not exact", so only a page that is not full ends the list.
            if len(values) < page or len(found) >= most:
                return tuple(found)

    def write(self, caller: Caller, call: Call, mark: str = "") -> Json:
        """Send a change, once. The object that is answered; empty where none is."""
        self._silence.check()
        session = self._session(caller.kind)
        try:
            response = self._counted(caller, call, session, mark)
        except TransportFailed as failed:
            if failed.sent:
                raise OutcomeUnknown.of(WORDS("answer-lost", route=_shown(call))) from failed
            raise _unreachable(call) from failed
        if response.status >= 500:
            refused = ApiRefused(refusal_of(response, self._secrets()), _shown(call))
            raise OutcomeUnknown.of(WORDS("failed-midway", detail=refused.detail))
        self._note(caller.kind, response, attempt=0)
        if not 200 <= response.status < 300:
            raise ApiRefused(refusal_of(response, self._secrets()), _shown(call))
        if not response.body:
            return {}
        body = decoded(response)
        if body is None:
            raise OutcomeUnknown.of(WORDS("change-answer-unreadable", route=_shown(call)))
        return within(body, "value")

    def _read(self, caller: Caller, call: Call) -> TransportResponse:
        """Ask until there is an answer, within bounds."""

        def once() -> TransportResponse:
            return self._counted(caller, call, self._session(caller.kind))

        response = self._persist(caller.kind, call, once)
        if response.status == UNAUTHORIZED:
            # A session can end before its time. One new one is tried; the next refusal is meant.
            self._forget(caller.kind)
            response = self._persist(caller.kind, call, once)
        if response.status != 200:
            raise ApiRefused(refusal_of(response, self._secrets()), _shown(call))
        return response

    def _counted(self, caller: Caller, call: Call, session: Sensitive, mark: str = "") -> TransportResponse:
        """Send it once its key has a call left, which may take a while, and hear what is left then."""
        budget = self._budgets[caller.kind]
        budget.take(mark, self._until)
        response: TransportResponse | None = None
        try:
            self._silence.check()
            response = self._send(call, _basic(caller, session))
        finally:
            budget.returned(response)
        return response

    def _persist(self, kind: TokenKind, call: Call, once: Callable[[], TransportResponse]) -> TransportResponse:
        """What `once` answers, tried again where trying again is harmless and may help."""
        tries = self._silence.attempt()
        response: TransportResponse | None = None
        for attempt in range(ATTEMPTS):
            last = attempt == ATTEMPTS - 1 or not self._has_time(_backoff(attempt))
            self._silence.check()
            if call.route == _SESSION:
                self._budgets[kind].hold_back(self._until)
            try:
                response = once()
            except TransportFailed as failed:
                if last or not tries.may_wait(_backoff(attempt)):
                    raise tries.gives_up(lambda: _unreachable(call)) from failed
                self._rest(attempt)
                continue
            self._note(kind, response, attempt)
            if response.status < 500 and response.status != TOO_MANY:
                self._silence.answered()
                return response
            if last:
                break
            if response.status != TOO_MANY:
                self._rest(attempt)
        assert response is not None
        refusal = refusal_of(response, self._secrets())
        if call.route == _SESSION and response.status >= 500:
            # Nothing can be asked without a session, and everybody waits in line for it.
            raise tries.gives_up(lambda: ApiRefused(refusal, _shown(call)))
        raise ApiRefused(refusal, _shown(call))

    def _rest(self, attempt: int) -> None:
        """Wait before trying again; whoever asks to stop is not kept waiting for an answer."""
        if self._wait(_backoff(attempt)) is True:
            raise stopped()

    def _has_time(self, seconds: float) -> bool:
        """Whether there is time to wait so long and ask once more."""
        return self._until is None or self._now() + timedelta(seconds=seconds) < self._until

    def _note(self, kind: TokenKind, response: TransportResponse, attempt: int) -> None:
        """Remember when every thread may call again with that key."""
        if response.status == UNAUTHORIZED:
            self._forget(kind)
        if response.status != TOO_MANY:
            return
        reset = response.header(RESET) or ""
        # The vendor's Reset can be missing (a known defect); then the pause doubles.
        seconds = float(reset) if reset.isascii() and reset.isdigit() else _backoff(attempt)
        self._budgets[kind].pause(seconds + 1)

    def _session(self, kind: TokenKind) -> Sensitive:
        with self._locks[kind]:
            held = self._sessions.get(kind)
            if held is None or held.ends_at <= self._now() + timedelta(minutes=5):
                held = self._sessions[kind] = self._mint(kind)
            return held.token

    def _forget(self, kind: TokenKind) -> None:
        self._sessions.pop(kind, None)

    def _mint(self, kind: TokenKind) -> _Session:
        key = self._tokens.keys.get(kind)
        if key is None:
            raise ProviderFailed.of(WORDS("no-credential", name=kind.value))
        today = oslo_date(self._now())
        # Two days, for at five to midnight a session of one day would be over before it is used.
        last = today + timedelta(days=2)
        body = {
            "consumerToken": self._tokens.consumer.reveal(),
            "employeeToken": key.reveal(),
            "expirationDate": last.isoformat(),
        }
        call = Call("POST", _SESSION, (), body)
        response = self._persist(kind, call, lambda: self._send(call, None))
        value = within(decoded(response) or {}, "value")
        token, key_id = text(value, "token"), number(within(value, "employeeToken"), "id")
        if response.status not in (200, 201) or not token:
            raise ApiRefused(refusal_of(response, self._secrets()), f"{_shown(call)} ({kind.value})")
        if key_id is not None:
            self._key_ids[kind] = key_id
        return _Session(Sensitive(token), self._now() + timedelta(hours=20))

    def _secrets(self) -> tuple[Sensitive, ...]:
        return (*self._tokens.all(), *(session.token for session in tuple(self._sessions.values())))

    def _send(self, call: Call, authorization: str | None) -> TransportResponse:
        seconds = TIMEOUT_SECONDS
        if self._until is not None:
            seconds = max(1.0, min(seconds, (self._until - self._now()).total_seconds()))
        headers = [("Accept", "application/json")]
        body = b""
        if authorization is not None:
            headers.append(("Authorization", authorization))
        if call.body is not None:
            headers.append(("Content-Type", "application/json; charset=utf-8"))
            body = json.dumps(call.body, ensure_ascii=False).encode("utf-8")
        return self._transport.send(
            TransportRequest(call.method, call.route, call.query, tuple(headers), body, seconds)
        )


def _basic(caller: Caller, session: Sensitive) -> str:
    pair = f"{caller.company}:{session.reveal()}".encode()
    return "Basic " + base64.b64encode(pair).decode("ascii")


def _backoff(attempt: int) -> float:
    """Seconds to wait: 1, 2, 4, 8, 16…"""
    return float(min(2**attempt, LONGEST_PAUSE_SECONDS))


def _shown(call: Call) -> str:
    return f"{call.method} {call.route}"


def _unreachable(call: Call) -> ProviderFailed:
    return ProviderFailed.of(WORDS("unreachable", route=_shown(call)), retryable=True)
