"""The pages: log in, change company, subscription, the menu «Integrasjoner», and the office's accesses at clients.

Promises: the words a public guide gives for these screens, plain forms, no script. Does not copy the vendor's layout or
addresses: a driver has to find its way by the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from provisioner_tripletex_simulator import page_keys, page_vendor
from provisioner_tripletex_simulator.entitlements import ADMINISTRATOR, TEMPLATE_WORDS
from provisioner_tripletex_simulator.nouns import PageSession
from provisioner_tripletex_simulator.page_core import (
    COOKIE,
    Visit,
    cookie_of,
    enter,
    missing,
    no_access,
    numbers,
    page,
    to,
)
from provisioner_tripletex_simulator.rules import (
    TOO_SMALL,
    Refused,
    activate_integration,
    activate_module,
    agreement_text,
    deactivate_integration,
    find_activation,
    grant_at_client,
    rights_at,
)
from provisioner_tripletex_simulator.wire import Request, Response, redirect
from provisioner_tripletex_simulator.world import World, hash_of


@dataclass(frozen=True, slots=True)
class Screen:
    """One address of the pages."""

    method: str
    """GET or POST."""
    pattern: str
    """Regular expression of the path."""
    show: Callable[..., Response]
    """The page."""
    open: bool = False
    """Needs no log-in."""


def log_in(visit: Visit) -> Response:
    """The form, and what comes of it."""
    if visit.request.method == "GET":
        return page(visit, "login", "Logg inn")
    world = visit.world
    right = hash_of(visit.field("password")) == hash_of(world.secret(world.secrets.password, "password"))
    email = visit.field("user").lower()
    found = (p for p in world.people.values() if p.email.lower() == email and p.email and p.active)
    person = next(found, None)
    if person is None or not right or person.user_type == "NO_ACCESS":
        return page(visit, "login", "Logg inn", 403, problem="Feil brukernavn eller passord.")
    _, token = world.new_secret("page")
    world.page_sessions[hash_of(token)] = PageSession(person.id, person.company_id)
    world.touch()
    return redirect("/", {"Set-Cookie": f"{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict"})


def log_out(visit: Visit) -> Response:
    """«Logg ut»."""
    visit.world.page_sessions.pop(hash_of(cookie_of(visit.request)), None)
    visit.world.touch()
    return to("/login")


def home(visit: Visit) -> Response:
    """The first page."""
    return page(visit, "home", "Hjem")


def companies(visit: Visit) -> Response:
    """«Bytt selskap»: the own company and the clients one may enter."""
    person, world = visit.who, visit.world
    mine = [world.companies[person.company_id]]
    mine += [world.companies[number] for number in sorted(person.grants) if rights_at(world, person, number)]
    if visit.request.method == "POST":
        chosen = next((company for company in mine if str(company.id) == visit.field("company")), None)
        if chosen is None:
            return no_access(visit)
        world.page_sessions[hash_of(cookie_of(visit.request))].company_id = chosen.id
        world.touch()
        return to("/")
    search = visit.request.parameter("sok") or ""
    digits = search.replace(" ", "")
    shown = [c for c in mine if search.lower() in c.name.lower() or (digits and digits in c.organization_number)]
    return page(visit, "companies", "Bytt selskap", companies=shown, search=search)


def subscription(visit: Visit) -> Response:
    """«Selskap» > «Mitt abonnement»."""
    problem = done = None
    if visit.request.method == "POST":
        try:
            if visit.field("terms") != "ja":
                raise Refused("terms", "Du må godta vilkårene.", "The terms have to be accepted.")
            activate_module(visit.world, visit.rights, visit.here, None)
            done = "Integrasjoner er aktivert."
        except Refused as refused:
            problem = refused.message("nb")
    too_small = visit.here.package in TOO_SMALL
    status = 422 if problem else 200
    return page(visit, "subscription", "Mitt abonnement", status, too_small=too_small, problem=problem, done=done)


def marketplace(visit: Visit) -> Response:
    """The menu «Integrasjoner»."""
    if not visit.module_active:
        return missing(visit)
    search = visit.request.parameter("sok") or ""
    found = [t for t in visit.world.tiles.values() if search.lower() in f"{t.title} {t.partner}".lower()]
    rows = [(tile, find_activation(visit.world, visit.here.id, tile.title) is not None) for tile in found]
    return page(visit, "marketplace", "Integrasjoner", tiles=rows, search=search)


def tile(visit: Visit, problem: str | None = None) -> Response:
    """One integration with its agreement."""
    title = visit.field("title") or visit.request.parameter("tittel") or ""
    shown = visit.world.tiles.get(title)
    if not visit.module_active or shown is None:
        return missing(visit)
    active = find_activation(visit.world, visit.here.id, title) is not None
    text = agreement_text(visit.world, shown)
    values = {"tile": shown, "active": active, "agreement": text, "problem": problem}
    return page(visit, "tile", title, 422 if problem else 200, **values)


def add_integration(visit: Visit) -> Response:
    """«Legg til»: the vendor gets its key; we are sent on, or see where to go on."""
    title = visit.field("title")
    if not visit.module_active or title not in visit.world.tiles:
        return missing(visit)
    if ADMINISTRATOR not in visit.rights:
        return no_access(visit)
    if visit.field("accept") != "ja":
        return tile(visit, "Du må godta avtalen.")
    try:
        made = activate_integration(visit.world, visit.who.id, visit.here.id, title, visit.now)
    except Refused as refused:
        return tile(visit, refused.message("nb"))
    return page_vendor.hand_over(visit, made)


def remove_integration(visit: Visit) -> Response:
    """«Deaktiver»."""
    if not visit.module_active:
        return missing(visit)
    if ADMINISTRATOR not in visit.rights:
        return no_access(visit)
    activation = find_activation(visit.world, visit.here.id, visit.field("title"))
    if activation is None:
        return missing(visit)
    deactivate_integration(visit.world, activation)
    return to("/integrasjoner")


def access(visit: Visit) -> Response:
    """«Klient» > «Tilganger»: which office key enters which client."""
    if not visit.may_clients:
        return no_access(visit)
    rows = []
    for key in (visit.world.keys[number] for number in visit.here.keys):
        for company_id, grant_id in visit.world.people[key.robot_id].grants.items():
            client, template = visit.world.companies[company_id], visit.world.grants[grant_id].template
            words = TEMPLATE_WORDS.get(template, template)
            shown = {"id": grant_id, "client": client.name, "number": client.organization_number}
            rows.append({**shown, "key": key.name, "application": key.application, "template": words})
    return page(visit, "access", "Tilganger", rows=rows)


def attach(visit: Visit, problem: str | None = None) -> Response:
    """«Legg til API-nøkkel»: key, «Tilgangsmal», tick the clients."""
    if not visit.may_clients:
        return no_access(visit)
    values = {
        "keys": [visit.world.keys[n] for n in visit.here.keys if visit.world.keys[n].office],
        "templates": list(TEMPLATE_WORDS.items()),
        "clients": [c for c in visit.world.companies.values() if not c.is_office and c.rights_given],
    }
    return page(visit, "attach", "Legg til API-nøkkel", 422 if problem else 200, problem=problem, **values)


def save_attached(visit: Visit) -> Response:
    """«Lagre endringer»: all ticked clients at once, or none."""
    if not visit.may_clients:
        return no_access(visit)
    world = visit.world
    key = next((world.keys[n] for n in visit.here.keys if world.keys[n].office and str(n) == visit.field("key")), None)
    chosen = [world.companies.get(number) for number in numbers(visit.fields("client"))]
    clients = [client for client in chosen if client is not None and not client.is_office and client.rights_given]
    if key is None or visit.field("template") not in TEMPLATE_WORDS:
        return attach(visit, "Velg nøkkel og tilgangsmal.")
    if not clients or len(clients) != len(chosen):
        return attach(visit, "Velg minst én klient.")
    for client in clients:
        grant_at_client(world, key.robot_id, client.id, visit.field("template"))
    return to("/klient/tilganger")


def detach(visit: Visit) -> Response:
    """«Fjern tilgang» for the ticked rows."""
    if not visit.may_clients:
        return no_access(visit)
    mine = {visit.world.keys[number].robot_id for number in visit.here.keys}
    for number in numbers(visit.fields("grant")):
        grant = visit.world.grants.get(number)
        if grant is None or grant.person_id not in mine:
            return missing(visit)
        grant_at_client(visit.world, grant.person_id, grant.company_id, "NONE_PRIVILEGES")
    return to("/klient/tilganger")


SCREENS = (
    Screen("GET", r"/login", log_in, open=True),
    Screen("POST", r"/login", log_in, open=True),
    Screen("POST", r"/logout", log_out),
    Screen("GET", r"/", home),
    Screen("GET", r"/selskaper", companies),
    Screen("POST", r"/selskaper", companies),
    Screen("GET", r"/selskap/mitt-abonnement", subscription),
    Screen("POST", r"/selskap/mitt-abonnement", subscription),
    Screen("GET", r"/ansatte", page_keys.employees),
    Screen("GET", r"/kontakter", page_keys.contacts),
    Screen("GET", r"/person/(\d{1,18})", page_keys.person),
    Screen("GET", r"/person/(\d{1,18})/api-tilgang", page_keys.keys),
    Screen("GET", r"/person/(\d{1,18})/ny-nokkel", page_keys.new_key),
    Screen("POST", r"/person/(\d{1,18})/ny-nokkel", page_keys.create_key),
    Screen("GET", r"/nokkel/(\d{1,18})", page_keys.key_rights),
    Screen("POST", r"/nokkel/(\d{1,18})", page_keys.key_rights),
    Screen("POST", r"/nokkel/(\d{1,18})/slett", page_keys.remove_key),
    Screen("GET", r"/integrasjoner", marketplace),
    Screen("GET", r"/integrasjoner/vis", tile),
    Screen("POST", r"/integrasjoner/legg-til", add_integration),
    Screen("POST", r"/integrasjoner/deaktiver", remove_integration),
    Screen("GET", page_vendor.PATH, page_vendor.vendor, open=True),
    Screen("GET", r"/klient/tilganger", access),
    Screen("GET", r"/klient/tilganger/legg-til", attach),
    Screen("POST", r"/klient/tilganger/legg-til", save_attached),
    Screen("POST", r"/klient/tilganger/fjern", detach),
)


def answer(world: World, request: Request, now: datetime) -> Response:
    """One page."""
    visit = Visit(world, request, now)
    inside = enter(visit)
    for screen in SCREENS:
        found = re.fullmatch(screen.pattern, request.path)
        if found is None or screen.method != request.method:
            continue
        if screen.open:
            return screen.show(visit, *found.groups())
        return to("/login") if inside is None else screen.show(inside, *found.groups())
    return missing(inside or visit)
