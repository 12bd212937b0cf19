"""The REST part: finds the endpoint of a call, lets the caller in, and answers in Tripletex's envelopes.

Promises: only endpoints the vendor's public document has; what is not in it is 404 here too. Every answer carries
`x-tlx-request-id`. Does not keep anything: what a call changes stands in the world.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from provisioner_tripletex_simulator import rest_people as people
from provisioner_tripletex_simulator import rest_tokens as tokens
from provisioner_tripletex_simulator.projection import BadFilter, BadPaging, BadSorting, TooLarge
from provisioner_tripletex_simulator.rest_core import (
    OFFICE_KEY_AT_HOME,
    ApiFailed,
    Call,
    Trouble,
    authenticate,
    error_response,
    forbidden,
    refused,
    request_id,
    spend,
)
from provisioner_tripletex_simulator.rules import Refused, activate_module, parse_day
from provisioner_tripletex_simulator.wire import Request, Response, json_response
from provisioner_tripletex_simulator.world import World

PREFIX = "/v2"


@dataclass(frozen=True, slots=True)
class Route:
    """One endpoint."""

    method: str
    """HTTP method."""
    pattern: str
    """Regular expression of the path after /v2; its groups are handed to the endpoint."""
    answer: Callable[..., Response]
    """The endpoint."""
    open: bool = False
    """Needs no log-in."""
    office_key_at_home: bool = False
    """May be called by an office key in the office's own company."""


def activate_sales_module(call: Call) -> Response:
    """Activate a module. There is no way back in the API."""
    values = tokens.json_body(call)
    unknown = [name for name in values if name not in ("name", "costStartDate")]
    if unknown:
        raise tokens.unknown_field(unknown[0])
    if values.get("name") != "API_V2":
        # Others exist in the vendor's list; this simulator sells the one that integrations need.
        raise Refused("module", "Ukjent modul.", "Unknown module.", "name")
    start = values.get("costStartDate")
    day = parse_day(str(start), "costStartDate") if start is not None else None
    activate_module(call.world, call.who.rights, call.who.company, day)
    return json_response(201, {"value": {"name": "API_V2", "costStartDate": day.isoformat() if day else None}})


ROUTES = (
    Route("POST", r"/token/session/:create", tokens.create_session, open=True),
    Route("PUT", r"/token/session/:create", tokens.create_session, open=True),
    Route("GET", r"/token/session/>whoAmI", tokens.who_am_i, office_key_at_home=True),
    Route("DELETE", r"/token/session/([^/]+)", tokens.delete_session, office_key_at_home=True),
    Route("GET", r"/token/consumer/byToken", tokens.consumer_by_token),
    Route("PUT", r"/token/employee/:create", tokens.create_key),
    Route("GET", r"/company/>withLoginAccess", people.with_login_access, office_key_at_home=True),
    Route("GET", r"/company/salesmodules", people.sales_modules),
    Route("POST", r"/company/salesmodules", activate_sales_module),
    Route("GET", r"/company/(\d{1,18})", people.company),
    Route("GET", r"/employee", people.employees),
    Route("GET", r"/employee/(\d{1,18})", people.employee),
    Route("GET", r"/contact", people.contacts),
    Route("GET", r"/employee/entitlement", people.entitlements),
    Route("GET", r"/employee/entitlement/client", people.client_entitlements),
    Route("PUT", r"/employee/entitlement/:grantClientEntitlementsByTemplate", people.grant_client_template),
    Route("PUT", r"/employee/entitlement/:grantEntitlementsByTemplate", people.grant_template),
)


def answer(world: World, request: Request, now: datetime) -> Response:
    """One call to the API."""
    call = Call(world, request, now)
    try:
        response = _carry_out(call)
    except ApiFailed as failed:
        return error_response(world, failed.trouble, failed.headers)
    except Refused as error:
        return error_response(world, refused(world, error).trouble)
    except BadFilter as error:
        return error_response(world, Trouble(400, 11000, "Illegal filter", str(error)))
    except BadSorting as error:
        return error_response(world, Trouble(422, 17000, "Sorting error", f"Unknown field: {error}"))
    except BadPaging as error:
        return error_response(world, Trouble(422, 21000, "Param error", None, ((error.field, "Invalid number."),)))
    except TooLarge:
        return error_response(world, Trouble(422, 23000, "Result set too large. Limit of 10.000 reached."))
    return replace(response, headers={"x-tlx-request-id": request_id(world), **response.headers})


def _carry_out(call: Call) -> Response:
    path = call.request.path.removeprefix(PREFIX)
    here = [(route, found) for route in ROUTES if (found := re.fullmatch(route.pattern, path))]
    if not here:
        raise ApiFailed(Trouble(404, 6000, "Object not found", "HTTP 404 Not Found"))
    match = next(((route, found) for route, found in here if route.method == call.request.method), None)
    if match is None:
        raise ApiFailed(Trouble(405, 4000, "Bad Request", "HTTP 405 Method Not Allowed"))
    route, found = match
    if route.open:
        response: Response = route.answer(call, *found.groups())
        return response
    caller = authenticate(call)
    headers = spend(call, caller)
    if caller.key.office and caller.at_home and not route.office_key_at_home:
        raise ApiFailed(forbidden(OFFICE_KEY_AT_HOME), headers)
    try:
        response = route.answer(replace(call, caller=caller), *found.groups())
    except ApiFailed as failed:
        failed.headers = {**headers, **failed.headers}
        raise
    return replace(response, headers={**headers, **response.headers})
