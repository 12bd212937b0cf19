"""What every page shares: who is logged in, which company is open, and how a page is written.

Promises: everything shown is escaped; a page that shows a key says `no-store`. Works without script. Does not look
like Tripletex: only its words are the real ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from http.cookies import CookieError, SimpleCookie

import jinja2

from provisioner_tripletex_simulator.entitlements import ADMINISTRATOR, CLIENT_ACCOUNT_ADMIN, every_id, label
from provisioner_tripletex_simulator.nouns import Company, Person
from provisioner_tripletex_simulator.rules import INTEGRATIONS, rights_at
from provisioner_tripletex_simulator.wire import Request, Response, html_response, redirect, whole_number
from provisioner_tripletex_simulator.world import World, hash_of

COOKIE = "tripletex_simulated"


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody looks at a page."""

    world: World
    """The world."""
    request: Request
    """What was asked for."""
    now: datetime
    """When."""
    person: Person | None = None
    """Who is logged in."""
    company: Company | None = None
    """The company that is open."""

    @property
    def who(self) -> Person:
        """The person, on pages that need one."""
        assert self.person is not None
        return self.person

    @property
    def here(self) -> Company:
        """The open company, on pages that need one."""
        assert self.company is not None
        return self.company

    @property
    def rights(self) -> frozenset[int]:
        """What the person may do here."""
        return rights_at(self.world, self.who, self.here.id)

    @property
    def module_active(self) -> bool:
        """Whether «Integrasjoner» is active here."""
        return self.company is not None and INTEGRATIONS in self.company.modules

    @property
    def may_keys(self) -> bool:
        """Whether «API-tilgang» is shown: module active, and a Brukeradministrator."""
        return self.module_active and ADMINISTRATOR in self.rights

    @property
    def may_clients(self) -> bool:
        """Whether the person may administer who enters the clients."""
        return self.here.is_office and CLIENT_ACCOUNT_ADMIN in self.rights

    def field(self, name: str) -> str:
        """A field of the posted form, or nothing."""
        return next((value for key, value in self.request.form() if key == name), "")

    def fields(self, name: str) -> tuple[str, ...]:
        """Every value of a field of the posted form."""
        return tuple(value for key, value in self.request.form() if key == name)


@cache
def _environment() -> jinja2.Environment:
    loader = jinja2.PackageLoader("provisioner_tripletex_simulator", "templates")
    made = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    made.filters["package"] = package_words
    return made


def package_words(package: str) -> str:
    """A package as a person calls it; the API has a name for it."""
    return "Regnskapskontor" if package == "ACCOUNTING_OFFICE" else package.capitalize()


def page(visit: Visit, template: str, title: str, status: int = 200, **values: object) -> Response:
    """A page with the header and the menu."""
    shown: dict[str, object] = {
        "title": title,
        "company": visit.company,
        "person": visit.person,
        "module_active": visit.module_active,
        "problem": None,
        "done": None,
        **values,
    }
    html = _environment().get_template(template + ".html.j2").render(shown)
    for change in visit.world.switches.changed_words.split(";"):
        old, changed, new = change.partition("=")
        html = html.replace(escape(old), escape(new)) if changed and old else html
    return html_response(status, html)


def standalone(template: str, status: int, **values: object) -> Response:
    """A page that is not Tripletex's."""
    return html_response(status, _environment().get_template(template + ".html.j2").render(values))


def refusal(visit: Visit, message: str, status: int = 403) -> Response:
    """A page that says no."""
    return page(visit, "home", "Tripletex", status, problem=message)


def no_access(visit: Visit) -> Response:
    """A page for somebody who lacks the right."""
    return refusal(visit, "Du har ikke tilgang til denne funksjonen.")


def missing(visit: Visit) -> Response:
    """A page that is not there."""
    return refusal(visit, "Siden finnes ikke.", 404)


def enter(visit: Visit) -> Visit | None:
    """The visit of somebody logged in, with the company that is open; None when there is nobody."""
    session = visit.world.page_sessions.get(hash_of(cookie_of(visit.request)))
    if session is None:
        return None
    person, company = visit.world.people.get(session.person_id), visit.world.companies.get(session.company_id)
    if person is None or not person.active or company is None:
        return None
    visit.world.hand.by = person.id
    return Visit(visit.world, visit.request, visit.now, person, company)


def cookie_of(request: Request) -> str:
    """The log-in cookie, or nothing."""
    try:
        jar = SimpleCookie(request.headers.get("cookie", ""))
    except CookieError:
        return ""
    return jar[COOKIE].value if COOKIE in jar else ""


def to(path: str) -> Response:
    """Go on there."""
    return redirect(path)


def all_rights() -> list[tuple[int, str]]:
    """Every right with its words, for a tick list."""
    return [(number, label(number)) for number in every_id()]


def numbers(values: tuple[str, ...]) -> tuple[int, ...]:
    """The numbers among form values."""
    return tuple(number for value in values if (number := whole_number(value)) is not None)
