"""What every call of the REST part shares: who calls, what was sent, and the budget of calls.

Promises: a parameter or a body that cannot be read is refused as the vendor refuses it, whatever its bytes are. Does
not know any endpoint.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from provisioner_tripletex_simulator.nouns import Company, Key, Person, RateWindow
from provisioner_tripletex_simulator.rest_errors import (
    ApiFailed,
    Trouble,
    bad_json,
    forbidden,
    no_flag,
    no_number,
    no_value,
)
from provisioner_tripletex_simulator.rules import key_is_live, key_rights_at, parse_day
from provisioner_tripletex_simulator.wire import Request, whole_number
from provisioner_tripletex_simulator.world import World, hash_of

DEEPEST_JSON = 64
"""How deep a body may nest."""
OFFICE_KEY_AT_HOME = (
    "Company owned users(employeeToken) can only access /token/session/>whoAmI & /company/>withLoginAccess"
    " in their own company."
)


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
            raise no_value(name)
        return value

    def number(self, name: str) -> int | None:
        """A numeric parameter, if given."""
        value = self.request.parameter(name)
        if value is None or value == "":
            return None
        number = whole_number(value)
        if number is None:
            raise no_number(name)
        return number

    def required_number(self, name: str) -> int:
        """A numeric parameter that must be there."""
        number = self.number(name)
        if number is None:
            raise no_value(name)
        return number

    def numbers(self, name: str) -> frozenset[int] | None:
        """A list of ids with commas between, if given."""
        value = self.request.parameter(name)
        if value is None or value == "":
            return None
        found = [whole_number(part.strip()) for part in value.split(",")]
        known = frozenset(number for number in found if number is not None)
        if None in found:
            raise no_number(name)
        return known

    def flag(self, name: str, default: bool = False) -> bool:
        """A true/false parameter."""
        value = self.request.parameter(name)
        if value is None or value == "":
            return default
        if value not in ("true", "false"):
            raise no_flag(name)
        return value == "true"

    def day(self, name: str) -> date | None:
        """A date, if given."""
        value = self.request.parameter(name)
        return parse_day(value, name) if value else None

    def body(self) -> dict[str, object]:
        """The JSON object that was sent, or 422/22000."""
        try:
            decoded = json.loads(self.request.body, parse_constant=_no_constant)
            # A half of a surrogate pair is JSON, and no text that can be kept or sent on.
            json.dumps(decoded, ensure_ascii=False).encode("utf-8")
        except (ValueError, RecursionError):
            raise bad_json("Invalid JSON") from None
        if not isinstance(decoded, dict):
            raise bad_json("Expected an object")
        if _depth(decoded) > DEEPEST_JSON:
            raise bad_json("Nested too deep")
        return decoded

    @property
    def norwegian(self) -> bool:
        """Whether messages are in Norwegian."""
        return self.world.switches.language == "nb"


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def _depth(value: object) -> int:
    """How deep a value nests; level by level, so that depth itself costs nothing."""
    depth, level = 0, [value]
    while level:
        depth += 1
        below = [list(one.values()) if isinstance(one, dict) else one for one in level if isinstance(one, dict | list)]
        level = [each for group in below for each in group]
    return depth


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
    if not world.hand.borrowed:
        world.hand.by = key.owner_id
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
