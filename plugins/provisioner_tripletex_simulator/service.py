"""The whole simulator as one pure step: a world, a request and a time in, an answer out.

Promises: no clock, no file, no chance, no network; the world is the only thing that changes. Does not save the world:
whoever carries the requests does, whenever `world.revision` has moved.
"""

from __future__ import annotations

from datetime import datetime

from provisioner_tripletex_simulator import pages, rest
from provisioner_tripletex_simulator.faults import after, before, strike
from provisioner_tripletex_simulator.nouns import Fault, Hand
from provisioner_tripletex_simulator.other_user import go_first
from provisioner_tripletex_simulator.page_core import cookie_of
from provisioner_tripletex_simulator.rest_core import basic, too_many
from provisioner_tripletex_simulator.rest_errors import ApiFailed, error_of, internal_error
from provisioner_tripletex_simulator.wire import Request, Response
from provisioner_tripletex_simulator.world import World, hash_of


def handle(world: World, request: Request, now: datetime) -> Response:
    """Answer one request. Raises EndpointDown or AnswerLost when the world says so."""
    world.requests += 1
    world.hand = Hand(now)
    fault = strike(world, request)
    before(fault)
    if fault is not None and fault.kind == "session-expired":
        _expire(world, request)
    early = _instead(world, fault)
    if early is not None:
        return early
    answer = rest.answer if request.path.startswith(rest.PREFIX + "/") else pages.answer
    if fault is not None and fault.kind == "other-user":
        go_first(world, request, now, answer)
    response = after(fault, answer(world, request, now))
    if fault is not None and fault.kind == "server-error-after":
        return internal_error(world)
    return response


def _instead(world: World, fault: Fault | None) -> Response | None:
    if fault is None:
        return None
    if fault.kind == "server-error":
        return internal_error(world)
    if fault.kind in ("rate-limited", "rate-limited-without-reset"):
        reset = max(1, int(fault.seconds)) if fault.kind == "rate-limited" else None
        return error_of(world, too_many(world.switches.rate_limit, reset))
    return None


def _expire(world: World, request: Request) -> None:
    """Forget the session of this very request."""
    try:
        token = basic(request)[1]
    except ApiFailed:
        token = ""
    world.sessions.pop(hash_of(token), None)
    world.page_sessions.pop(hash_of(cookie_of(request)), None)
    world.touch()
