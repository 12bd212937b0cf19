"""The REST part: finds the endpoint of a call, lets the caller in, and answers in Tripletex's envelopes.

Promises: only endpoints the vendor's public document has; what is not in it is 404 here too. Every answer carries
`x-tlx-request-id`. Does not keep anything: what a call changes stands in the world.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from provisioner_tripletex_simulator import rest_change as change
from provisioner_tripletex_simulator import rest_people as people
from provisioner_tripletex_simulator import rest_rights as rights
from provisioner_tripletex_simulator import rest_tokens as tokens
from provisioner_tripletex_simulator.rest_core import OFFICE_KEY_AT_HOME, Call, authenticate, spend
from provisioner_tripletex_simulator.rest_errors import (
    SAYS_NO,
    ApiFailed,
    Trouble,
    error_of,
    forbidden,
    not_found,
    request_id,
)
from provisioner_tripletex_simulator.wire import Request, Response
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


ROUTES = (
    Route("POST", r"/token/session/:create", tokens.create_session, open=True),
    Route("PUT", r"/token/session/:create", tokens.create_session, open=True),
    Route("GET", r"/token/session/>whoAmI", tokens.who_am_i, office_key_at_home=True),
    Route("DELETE", r"/token/session/([^/]+)", tokens.delete_session, office_key_at_home=True),
    Route("GET", r"/token/consumer/byToken", tokens.consumer_by_token),
    Route("PUT", r"/token/employee/:create", tokens.create_key),
    Route("GET", r"/company/>withLoginAccess", people.with_login_access, office_key_at_home=True),
    Route("GET", r"/company/salesmodules", people.sales_modules),
    Route("POST", r"/company/salesmodules", people.activate_sales_module),
    Route("GET", r"/company/(\d{1,18})", people.company),
    Route("PUT", r"/company", change.change_company),
    Route("GET", r"/employee", people.employees),
    Route("GET", r"/employee/(\d{1,18})", people.employee),
    Route("PUT", r"/employee/(\d{1,18})", change.change_employee),
    Route("GET", r"/contact", people.contacts),
    Route("GET", r"/contact/(\d{1,18})", people.contact),
    Route("PUT", r"/contact/(\d{1,18})", change.change_contact),
    Route("GET", r"/customer/(\d{1,18})", people.customer),
    Route("GET", r"/employee/entitlement", rights.entitlements),
    Route("GET", r"/employee/entitlement/(\d{1,18})", rights.entitlement),
    Route("GET", r"/employee/entitlement/client", rights.client_entitlements),
    Route("PUT", r"/employee/entitlement/:grantClientEntitlementsByTemplate", rights.grant_client_template),
    Route("PUT", r"/employee/entitlement/:grantEntitlementsByTemplate", rights.grant_template),
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def answer(world: World, request: Request, now: datetime) -> Response:
    """One call to the API."""
    try:
        response = _carry_out(Call(world, request, now))
    except SAYS_NO as error:
        response = error_of(world, error)
    return replace(response, headers={"x-tlx-request-id": request_id(world), **response.headers})


def _carry_out(call: Call) -> Response:
    path = call.request.path.removeprefix(PREFIX)
    here = [(route, found) for route in ROUTES if (found := _compiled(route.pattern).fullmatch(path))]
    if not here:
        raise not_found("HTTP 404 Not Found")
    match = next(((route, found) for route, found in here if route.method == call.request.method), None)
    if match is None:
        raise ApiFailed(Trouble(405, 4000, "Bad Request", "HTTP 405 Method Not Allowed"))
    route, found = match
    if route.open:
        response: Response = route.answer(call, *found.groups())
        return response
    caller = authenticate(call)
    headers = spend(call, caller)
    try:
        if caller.key.office and caller.at_home and not route.office_key_at_home:
            raise ApiFailed(forbidden(OFFICE_KEY_AT_HOME))
        response = route.answer(replace(call, caller=caller), *found.groups())
    except SAYS_NO as error:
        # It was counted, and what was counted says what is left.
        response = error_of(call.world, error)
    return replace(response, headers={**headers, **response.headers})
