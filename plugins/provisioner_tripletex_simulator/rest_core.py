"""What every call of the REST part shares: who calls, error bodies, rate limit, references.

Promises: the error envelope, codes and headers of the vendor's document. Where a code or a text is not public (the code
of a 429, some messages) it is ours and the README says so. Does not know any endpoint.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from provisioner_tripletex_simulator.nouns import Company, Key, Person, RateWindow
from provisioner_tripletex_simulator.projection import Ref, Resource
from provisioner_tripletex_simulator.rules import Refused, key_is_live, key_rights_at
from provisioner_tripletex_simulator.wire import JsonObject, JsonValue, Request, Response, json_response, whole_number
from provisioner_tripletex_simulator.world import World, hash_of

HOST = "tripletex.simulated"
"""Host in the `url` of objects, which carry no scheme."""
DOCS = "https://tripletex.no/v2-docs/"
OFFICE_KEY_AT_HOME = (
    "Company owned users(employeeToken) can only access /token/session/>whoAmI & /company/>withLoginAccess"
    " in their own company."
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error body, before it has a request id."""

    status: int
    """HTTP status."""
    code: int
    """Internal code."""
    message: str
    """For people."""
    developer: str | None = None
    """For developers."""
    fields: tuple[tuple[str | None, str], ...] = ()
    """Field and message of each validation message."""


class ApiFailed(Exception):
    """An answer that is an error."""

    def __init__(self, trouble: Trouble, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{trouble.status}/{trouble.code}")
        self.trouble = trouble
        self.headers = dict(headers or {})


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes a call, in which company, with which rights."""

    key: Key
    """The key of the session."""
    owner: Person
    """Whose key it is."""
    robot: Person
    """The hidden user behind it."""
    company: Company
    """The company the call is about."""
    rights: frozenset[int]
    """What the key may do there."""
    application: str
    """The consumer of the session."""

    @property
    def at_home(self) -> bool:
        """Whether the call is about the key's own company."""
        return self.company.id == self.key.company_id


@dataclass(frozen=True, slots=True)
class Call:
    """One call: the world, what was sent, when, and by whom."""

    world: World
    """The world."""
    request: Request
    """What was sent."""
    now: datetime
    """The time of the call."""
    caller: Caller | None = None
    """None where no log-in is needed."""

    @property
    def who(self) -> Caller:
        """The caller of an endpoint that needs one."""
        assert self.caller is not None
        return self.caller

    def need(self, *any_of: int) -> None:
        """Refuse a caller who has none of these rights."""
        if not self.who.rights & set(any_of):
            raise ApiFailed(forbidden())

    def required(self, name: str) -> str:
        """A parameter that must be there."""
        value = self.request.parameter(name)
        if value is None or value == "":
            raise invalid(name, "Kan ikke være null." if self.norwegian else "Cannot be null.")
        return value

    def number(self, name: str) -> int | None:
        """A numeric parameter, if given."""
        value = self.request.parameter(name)
        if value is None or value == "":
            return None
        number = whole_number(value)
        if number is None:
            raise ApiFailed(Trouble(422, 21000, "Param error", None, ((name, "Invalid number."),)))
        return number

    def flag(self, name: str, default: bool = False) -> bool:
        """A true/false parameter."""
        value = self.request.parameter(name)
        if value is None or value == "":
            return default
        if value not in ("true", "false"):
            raise ApiFailed(Trouble(422, 21000, "Param error", None, ((name, "Expected true or false."),)))
        return value == "true"

    @property
    def norwegian(self) -> bool:
        """Whether messages are in Norwegian."""
        return self.world.switches.language == "nb"


def invalid(field: str | None, message: str) -> ApiFailed:
    """422/18000 about one field."""
    return ApiFailed(Trouble(422, 18000, "Validering feilet.", "VALIDATION_ERROR", ((field, message),)))


def forbidden(developer: str | None = None) -> Trouble:
    """403/9000."""
    return Trouble(403, 9000, "You do not have permission to access this feature.", developer)


def not_found() -> ApiFailed:
    """404/6000."""
    return ApiFailed(Trouble(404, 6000, "Object not found"))


def refused(world: World, error: Refused) -> ApiFailed:
    """A refusal of the rules as an error body."""
    message = error.message(world.switches.language)
    if error.code == "no-right":
        return ApiFailed(forbidden())
    if error.code == "duplicate":
        return ApiFailed(Trouble(409, 14000, "Duplicate entry", "An entry already exist"))
    if error.code == "template-unknown":
        return not_found()
    return ApiFailed(Trouble(422, 18000, "Validering feilet.", "VALIDATION_ERROR", ((error.field, message),)))


def request_id(world: World) -> str:
    """The id of the current request, in the shape of a UUID."""
    raw = hashlib.sha256(f"request:{world.seed}:{world.requests}".encode()).hexdigest()
    return f"{raw[:8]}-{raw[8:12]}-{raw[12:16]}-{raw[16:20]}-{raw[20:32]}"


def error_response(world: World, trouble: Trouble, headers: Mapping[str, str] | None = None) -> Response:
    """The error envelope."""
    messages: list[JsonValue] = [
        {"field": field, "message": message, "path": field, "rootId": None} for field, message in trouble.fields
    ]
    body: JsonObject = {
        "status": trouble.status,
        "code": trouble.code,
        "message": trouble.message,
        "link": DOCS,
        "developerMessage": trouble.developer,
        "validationMessages": messages or None,
        "requestId": request_id(world),
    }
    return json_response(trouble.status, body, {"x-tlx-request-id": request_id(world), **(headers or {})})


def _unauthorized(developer: str | None = None) -> ApiFailed:
    text = developer or "Could not log in. Check login info in Authorization header."
    return ApiFailed(Trouble(401, 3000, "Unauthorized", text))


def basic(request: Request) -> tuple[str, str]:
    """User name and password of the Authorization header."""
    scheme, _, coded = request.headers.get("authorization", "").partition(" ")
    try:
        text = base64.b64decode(coded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        raise _unauthorized() from None
    user, colon, password = text.partition(":")
    if scheme.lower() != "basic" or not colon:
        raise _unauthorized()
    return user, password


def authenticate(call: Call) -> Caller:
    """Who calls, or 401, or 403."""
    world, request = call.world, call.request
    user, token = basic(request)
    asked = whole_number(user or "0")
    if asked is None:
        raise _unauthorized(
            f"Authorization header has invalid username: {user}. Should be a customer id or 0 for default."
            " The expected format is base64encoded(<<companyId>>:<<sessionToken>>)"
        )
    session = world.sessions.get(hash_of(token))
    key = world.keys.get(session.key_id) if session is not None else None
    if session is None or key is None or session.expires_at <= call.now or not key_is_live(world, key, call.now):
        raise _unauthorized()
    company = _company(world, key, asked)
    if company is None:
        if world.switches.foreign_company_status == 401:
            raise _unauthorized()
        raise ApiFailed(forbidden())
    rights = key_rights_at(world, key, company.id)
    return Caller(key, world.people[key.owner_id], world.people[key.robot_id], company, rights, session.application)


def _company(world: World, key: Key, number: int) -> Company | None:
    if number in (0, key.company_id):
        return world.companies[key.company_id]
    if not key.office and not world.switches.ordinary_key_enters_clients:
        return None
    by_id = world.client_of(number) if world.switches.client_user_name in ("id", "both") else None
    by_company = world.companies.get(number) if world.switches.client_user_name in ("company", "both") else None
    company = by_id or by_company
    return company if company is not None and key_rights_at(world, key, company.id) else None


def spend(call: Call, caller: Caller) -> dict[str, str]:
    """Count a call against its budget: the headers, or 429."""
    switches = call.world.switches
    if not switches.rate_limit:
        return {}
    name = f"{caller.robot.id}:{caller.application}"
    period = timedelta(seconds=switches.rate_period_seconds)
    window = call.world.rates.get(name)
    if window is None or not window.started_at <= call.now < window.started_at + period:
        window = RateWindow(call.now, 0)
        call.world.rates[name] = window
    left = max(1, int((window.started_at + period - call.now).total_seconds()))
    if window.used >= switches.rate_limit:
        raise too_many(switches.rate_limit, left if switches.reset_on_429 else None)
    window.used += 1
    remaining = switches.rate_limit - window.used
    return rate_headers(switches.rate_limit, remaining, left)


def rate_headers(limit: int, remaining: int, reset: int | None) -> dict[str, str]:
    """The three headers; the last one can be missing."""
    headers = {"X-Rate-Limit-Limit": str(limit), "X-Rate-Limit-Remaining": str(remaining)}
    return headers if reset is None else {**headers, "X-Rate-Limit-Reset": str(reset)}


def too_many(limit: int, reset: int | None) -> ApiFailed:
    """429; its internal code is not public."""
    return ApiFailed(Trouble(429, 429, "Too many requests"), rate_headers(limit, 0, reset))


def ref(kind: str, number: int, resource: Resource) -> Ref:
    """A reference to an object that is at hand."""
    return Ref(number, url(kind, number), lambda: resource)


def url(kind: str, number: int | str) -> str:
    """The address of an object: no scheme."""
    return f"{HOST}/v2/{kind}/{number}"
