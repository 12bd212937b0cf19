"""How far a firm reaches with what it has, and what the next level would take: one line for each thing.

Promises: only reads; what is wrong is a line among the others and hides none of them; what could not be tried is told
as not known, never as level 0; a token of one environment is not sent to another. Does not: change settings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

from provisioner.model.diagnostics import Diagnostic
from provisioner.model.errors import ProviderFailed, ProvisionerError, UsageError
from provisioner.model.secrets import Sensitive
from provisioner.spi.endpoint import Endpoint, TransportFailed, TransportRequest, TransportResponse
from provisioner.spi.provider import DoctorLine, DoctorReport, Health, ProviderContext
from provisioner_tripletex.api import TokenKind, Tokens, TripletexApi
from provisioner_tripletex.api_errors import decoded
from provisioner_tripletex.doctor_keys import Keys
from provisioner_tripletex.kinds import API, WEB
from provisioner_tripletex.online import check_environment
from provisioner_tripletex.settings import CONSUMER, CREDENTIALS, Settings
from provisioner_tripletex.waiting import teller
from provisioner_tripletex.words import WORDS

CLOCK_SECONDS: Final = 60
"""How far the clocks may differ before it is worth doing something about."""
_PROBE: Final = "/v2/token/session/>whoAmI"
_PROBE_SECONDS: Final = 10.0
_PATIENCE_SECONDS: Final = 300.0


@dataclass(slots=True)
class _Held:
    """The credentials, as far as they can be looked at without a call."""

    usable: dict[str, Sensitive] = field(default_factory=dict)
    """What may be sent, by setting."""
    lines: dict[str, DoctorLine] = field(default_factory=dict)
    """What is to be said already, by setting; of the rest a call tells."""


class Examination:
    """One look at everything."""

    def __init__(self, context: ProviderContext, settings: Settings, wait: Callable[[float], object]) -> None:
        self._context = context
        self._settings = settings
        self._wait = wait

    def report(self) -> DoctorReport:
        """Every line, and the level."""
        lines: list[DoctorLine] = []
        endpoint = self._opened(lines)
        reached = endpoint is not None and self._way(endpoint, lines)
        held = self._credentials(endpoint)
        keys = Keys(held.usable)
        if reached and endpoint is not None and self._by_api and CONSUMER in held.usable:
            keys.try_on(self._api(endpoint, held.usable))
        told = {**keys.lines, **held.lines}
        lines.extend(told.get(setting) or self._untried(setting, reached, held) for setting in CREDENTIALS)
        lines.extend(keys.rights)
        lines.extend(self._how_keys_are_made(keys))
        lines.extend(_browser(self._context, self._settings))
        blind = not reached or keys.unclear
        # A simulator that cannot be opened cannot bring its credentials either.
        meant = CONSUMER in held.usable or (endpoint is None and self._settings.has(CONSUMER))
        level = "" if self._by_api and meant and blind else keys.level
        return DoctorReport(level, (*lines, *_levels(level)))

    def _opened(self, lines: list[DoctorLine]) -> Endpoint | None:
        try:
            endpoint = self._context.endpoint()
        except ProvisionerError as failed:
            lines.append(
                _line("endpoint", WORDS("doctor-endpoint-failed", **failed.filled(why="summary", hint="hint")))
            )
            return None
        told = {"endpoint": self._settings.endpoint, "environment": endpoint.environment or "–"}
        lines.append(_line("endpoint", WORDS("doctor-endpoint", **told)))
        return endpoint

    @property
    def _by_api(self) -> bool:
        return API in self._settings.drivers

    def _way(self, endpoint: Endpoint, lines: list[DoctorLine]) -> bool:
        """Whether Tripletex answers, and what time it is there; asked with no token at all."""
        if not (self._by_api or WEB in self._settings.drivers):
            lines.append(_line("reachability", WORDS("doctor-not-asked"), Health.NOTE))
            lines.append(_line("clock", WORDS("doctor-not-asked"), Health.NOTE))
            return False
        request = TransportRequest(
            "GET", _PROBE, headers=(("Accept", "application/json"),), timeout_seconds=_PROBE_SECONDS
        )
        try:
            response = endpoint.transport.send(request)
        except TransportFailed:
            lines.append(_line("reachability", WORDS("doctor-unreached")))
            lines.append(_line("clock", WORDS("doctor-clock-unknown"), Health.UNKNOWN))
            return False
        # Without a token the answer is a refusal; what is no JSON at all comes from something on the way.
        well = response.status < 500 and decoded(response) is not None
        answered = WORDS("doctor-reached") if well else WORDS("doctor-answers-badly", status=response.status)
        lines.append(_line("reachability", answered))
        lines.append(_clock(response, self._context.now()))
        return well

    def _api(self, endpoint: Endpoint, usable: dict[str, Sensitive]) -> TripletexApi:
        kinds = {kind: usable[kind.value] for kind in TokenKind if kind.value in usable}
        api = TripletexApi(endpoint.transport, Tokens(usable[CONSUMER], kinds), self._context.now, self._wait)
        # Whoever asks how things are is told that calls are used up, rather than kept waiting for an hour.
        return api.telling(teller(self._context)).within(_PATIENCE_SECONDS)

    def _credentials(self, endpoint: Endpoint | None) -> _Held:
        held = _Held()
        for setting in CREDENTIALS:
            reference = self._settings.credentials.get(setting)
            try:
                secret = self._context.resolve(reference) if reference else None
            except UsageError as error:
                told = error.filled(why="summary", hint="hint")
                held.lines[setting] = _line("credentials", WORDS("doctor-reference", setting=setting, **told))
                continue
            if secret is not None and secret.reveal():
                self._sort_in(setting, secret, endpoint, held)
        if CONSUMER not in held.usable and CONSUMER not in held.lines and endpoint is not None:
            # A simulator brings credentials of its own where the project gives none that work.
            brought = {name: endpoint.credentials[name] for name in CREDENTIALS if name in endpoint.credentials}
            held.usable = brought if CONSUMER in brought else held.usable
        for setting in CREDENTIALS:
            if setting not in held.usable and setting not in held.lines:
                held.lines[setting] = self._absent(setting)
        return held

    def _sort_in(self, setting: str, secret: Sensitive, endpoint: Endpoint | None, held: _Held) -> None:
        try:
            if endpoint is not None:
                check_environment(setting, secret, endpoint)
        except ProviderFailed:
            assert endpoint is not None
            production = endpoint.environment == "production"
            code = "doctor-token-test" if production else "doctor-token-production"
            told = WORDS(code, setting=setting, environment=endpoint.environment)
            held.lines[setting] = _line("credentials", told)
        else:
            held.usable[setting] = secret

    def _absent(self, setting: str) -> DoctorLine:
        reference = self._settings.credentials.get(setting)
        if not reference:
            return _line("credentials", WORDS("doctor-unset", setting=setting), Health.NOTE)
        code = "credential-missing" if self._by_api else "doctor-nothing-behind"
        return _line("credentials", WORDS(code, setting=setting, reference=reference), Health.NOTE)

    def _untried(self, setting: str, reached: bool, held: _Held) -> DoctorLine:
        """A token that nothing is known of, and why."""
        if not self._by_api:
            why, nb = "`api` is not among the drivers.", "`api` er ikke blant driverne."
        elif not reached:
            why, nb = "Tripletex could not be asked.", "Tripletex kunne ikke spørres."
        elif CONSUMER not in held.usable:
            why, nb = "that takes a consumer token too.", "det krever også et consumer token."
        else:
            why, nb = "that takes a key as well.", "det krever også en nøkkel."
        told = WORDS("doctor-untried", setting=setting, why=why, why_nb=nb)
        return _line("credentials", told, Health.UNKNOWN)

    def _how_keys_are_made(self, keys: Keys) -> Iterator[DoctorLine]:
        if keys.level != "0":
            code = "doctor-keys-tried" if self._settings.keys_by_api else "doctor-keys-by-hand"
            yield _line("keys", WORDS(code), Health.NOTE)


def _line(topic: str, finding: Diagnostic, otherwise: Health = Health.OK) -> DoctorLine:
    return DoctorLine(topic, finding, otherwise)


def _clock(response: TransportResponse, now: datetime) -> DoctorLine:
    """This machine's clock beside that of whoever answered."""
    try:
        there = parsedate_to_datetime(response.header("Date") or "")
        ahead = round((now - there).total_seconds())
    except (ValueError, TypeError):  # none, unreadable, or without a zone
        return _line("clock", WORDS("doctor-clock-unknown"), Health.UNKNOWN)
    if abs(ahead) <= CLOCK_SECONDS:
        return _line("clock", WORDS("doctor-clock", seconds=abs(ahead)))
    return _line("clock", WORDS("doctor-clock-fast" if ahead > 0 else "doctor-clock-slow", seconds=abs(ahead)))


def _browser(context: ProviderContext, settings: Settings) -> tuple[DoctorLine, ...]:
    from provisioner_tripletex.web.doctor import browser_lines  # noqa: PLC0415  # where a browser is looked for

    return browser_lines(context, settings)


def _levels(level: str) -> Iterator[DoctorLine]:
    if not level:
        yield _line("level", WORDS("level-unknown"), Health.UNKNOWN)
        return
    yield _line("level", WORDS(f"level-{level}"))
    yield _line("next", WORDS(f"level-next-{int(level) + 1}"), Health.NOTE)
