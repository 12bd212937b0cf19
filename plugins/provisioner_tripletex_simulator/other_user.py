"""Another user who does the same thing at the same time: a moment before the caller, and not told to it.

Promises: what the other one does is noted under its own name where there is such a person: somebody else who
administers the company, on the pages logged in for that one step. The caller finds out as anybody does: a module or an
activation is there already, a version has moved on, a key of the same name is there twice. Does not spend the caller's
budget of calls.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from provisioner_tripletex_simulator.entitlements import ADMINISTRATOR
from provisioner_tripletex_simulator.nouns import Hand, PageSession, Person
from provisioner_tripletex_simulator.page_core import COOKIE, cookie_of
from provisioner_tripletex_simulator.rest_core import Call, authenticate
from provisioner_tripletex_simulator.rest_errors import ApiFailed
from provisioner_tripletex_simulator.rules import rights_at
from provisioner_tripletex_simulator.wire import Request, Response
from provisioner_tripletex_simulator.world import World, hash_of

Answer = Callable[[World, Request, datetime], Response]
_COOKIE_OF_OTHER = "another-user"


def go_first(
    world: World, request: Request, now: datetime, answer: Callable[[World, Request, datetime], Response]
) -> None:
    """Let another user make the same call. Whoever only looks changes nothing, and need not come first."""
    if request.method == "GET":
        return
    visit = world.page_sessions.get(hash_of(cookie_of(request)))
    if visit is not None:
        other = _somebody_else(world, visit.company_id, visit.person_id)
        request = request if other is None else _logged_in(world, request, PageSession(other.id, visit.company_id))
    else:
        other = _colleague_of_caller(world, request, now)
    spent = {name: replace(window) for name, window in world.rates.items()}
    world.hand = Hand(now, other.id if other is not None else 0, borrowed=other is not None)
    answer(world, request, now)
    world.rates = spent
    world.hand = Hand(now)
    world.page_sessions.pop(hash_of(_COOKIE_OF_OTHER), None)


def _somebody_else(world: World, company_id: int, not_this: int) -> Person | None:
    """Who else administers the company; nobody, and it is the same person at another desk."""
    for person in world.people.values():
        if person.key_id is None and person.id != not_this and ADMINISTRATOR in rights_at(world, person, company_id):
            return person
    return None


def _logged_in(world: World, request: Request, session: PageSession) -> Request:
    world.page_sessions[hash_of(_COOKIE_OF_OTHER)] = session
    return replace(request, headers={**request.headers, "cookie": f"{COOKIE}={_COOKIE_OF_OTHER}"})


def _colleague_of_caller(world: World, request: Request, now: datetime) -> Person | None:
    try:
        caller = authenticate(Call(world, request, now))
    except ApiFailed:
        return None
    return _somebody_else(world, caller.company.id, caller.owner.id)
