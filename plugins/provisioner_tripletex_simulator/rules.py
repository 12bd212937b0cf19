"""What Tripletex does when somebody asks: who may do what, and what it changes.

Promises: the REST part and the pages go through the same verbs, so both refuse the same things. A refusal changes
nothing. Does not speak HTTP or HTML: a refusal carries a code, a message in both languages and the field it is about.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from provisioner_tripletex_simulator.entitlements import (
    ACCOUNT_ADMINISTRATOR,
    ADMINISTRATOR,
    CLIENT_ACCOUNT_ADMIN,
    client_template,
    employee_template,
    every_id,
)
from provisioner_tripletex_simulator.nouns import Activation, Company, Grant, Key, Person, Tile, Update
from provisioner_tripletex_simulator.world import World, hash_of

INTEGRATIONS = "API_V2"
"""The sales module that the screen calls «Integrasjoner»."""
TOO_SMALL = frozenset({"BASIS", "MIKRO", "DIYPACKAGE"})
"""Packages that cannot have it (Smart or higher is documented; which others are too small is inferred)."""
PERMISSIONS = ("template", "all", "owner", "chosen")


class Refused(Exception):
    """Tripletex says no; nothing was changed."""

    def __init__(self, code: str, nb: str, en: str, *fields: str) -> None:
        super().__init__(f"{code}: {en}")
        self.code = code
        self.nb = nb
        self.en = en
        self.fields = fields

    def message(self, language: str) -> str:
        """The message for a person."""
        return self.nb if language == "nb" else self.en


@dataclass(frozen=True, slots=True)
class KeyOrder:
    """A key somebody wants."""

    company_id: int
    """Where."""
    owner_id: int
    """Whose."""
    application: str
    """Application name."""
    name: str
    """Visible name."""
    permissions: str
    """template, all, owner or chosen."""
    chosen: tuple[int, ...] = ()
    """The rights, when chosen one by one."""
    office: bool = False
    """«Regnskapskontorets brukernøkkel»."""
    expires: date | None = None
    """Only by API."""
    made_by: str = "screen"
    """screen, api or menu."""


def oslo_date(now: datetime) -> date:
    """Today, where Tripletex stands."""
    return now.astimezone(ZoneInfo("Europe/Oslo")).date()


def oslo_midnight(day: date) -> datetime:
    """The moment that day begins in Oslo."""
    return datetime.combine(day, time(), ZoneInfo("Europe/Oslo")).astimezone(UTC)


def rights_at(world: World, person: Person, company_id: int) -> frozenset[int]:
    """What a person may do in a company: the own one, or a client by a grant."""
    if not person.active:
        return frozenset()
    if person.company_id == company_id:
        return frozenset(person.entitlements)
    grant = world.grant_of(person.id, company_id)
    if grant is None or not world.companies[company_id].rights_given:
        return frozenset()
    return frozenset(grant.entitlements)


def key_rights_at(world: World, key: Key, company_id: int) -> frozenset[int]:
    """What a key may do: what its owner may and what its hidden user may."""
    robot = rights_at(world, world.people[key.robot_id], company_id)
    owner = world.people[key.owner_id]
    if company_id != key.company_id and not world.switches.owner_counts_at_client:
        return robot if owner.active else frozenset()
    if company_id != key.company_id and not key.office:
        # An ordinary key enters a client, where it may at all, as its owner.
        return rights_at(world, owner, company_id)
    return robot & rights_at(world, owner, company_id)


def activate_module(world: World, actor: frozenset[int], company: Company, start: date | None) -> None:
    """Switch «Integrasjoner» on. On already is a duplicate."""
    if not actor & {ADMINISTRATOR, ACCOUNT_ADMINISTRATOR}:
        raise no_right()
    if company.package in TOO_SMALL:
        raise Refused(
            "package",
            f"Integrasjoner er ikke tilgjengelig i pakken {company.package}.",
            f"Integrations is not available in the package {company.package}.",
            "name",
        )
    if INTEGRATIONS in company.modules:
        raise Refused("duplicate", "Modulen er allerede aktivert.", "The module is already active.", "name")
    company.modules[INTEGRATIONS] = start
    world.touch()


def check_key(world: World, order: KeyOrder, actor: frozenset[int]) -> None:
    """Refuse an order for a key that may not be made."""
    company = world.companies[order.company_id]
    if INTEGRATIONS not in company.modules:
        raise Refused(
            "no-module", "Integrasjoner er ikke aktivert for selskapet.", "Integrations is not active in the company."
        )
    if (CLIENT_ACCOUNT_ADMIN if order.office else ADMINISTRATOR) not in actor:
        raise no_right()
    if order.office and not company.is_office:
        raise Refused(
            "not-office",
            "Bare regnskapskontor kan ha regnskapskontorets brukernøkkel.",
            "Only accounting offices can have a company owned key.",
            "companyOwned",
        )
    owner = world.people.get(order.owner_id)
    if owner is None or owner.company_id != company.id or owner.key_id is not None or not owner.active:
        raise Refused("owner-unknown", "Fant ikke den ansatte.", "Employee not found.", "employeeId")
    if not order.name.strip():
        raise Refused("empty", "Feltet kan ikke være tomt.", "The field cannot be empty.", "tokenName")
    if not order.application.strip():
        raise Refused("empty", "Feltet kan ikke være tomt.", "The field cannot be empty.", "consumerName")
    _check_template(world, order, owner)


def _check_template(world: World, order: KeyOrder, owner: Person) -> None:
    consumer = world.consumers.get(order.application)
    if order.permissions != "template" or consumer is None or consumer.template is None:
        return
    missing = sorted(set(consumer.template) - set(owner.entitlements))
    if missing:
        numbers = ", ".join(str(number) for number in missing)
        raise Refused(
            "owner-rights",
            f"Brukeren mangler tilganger som applikasjonen krever ({numbers}).",
            f"The employee lacks entitlements that the application requires ({numbers}).",
            "employeeId",
        )


def make_key(world: World, order: KeyOrder, now: datetime) -> tuple[Key, str]:
    """Make the key and its hidden user. The token is returned here and nowhere else, ever."""
    _, token = world.new_secret("key")
    key_id = world.new_id()
    robot = Person(world.new_id(), order.company_id, *_robot_name(world, order), "", list(_granted(world, order)))
    robot.key_id = key_id
    world.people[robot.id] = robot
    key = Key(
        id=key_id,
        company_id=order.company_id,
        application=order.application,
        name=order.name,
        owner_id=order.owner_id,
        robot_id=robot.id,
        token_hash=hash_of(token),
        permissions=order.permissions,
        made_by=order.made_by,
        made_at=now,
        office=order.office,
        expires=order.expires,
    )
    world.keys[key.id] = key
    world.key_tokens[key.token_hash] = key.id
    company = world.companies[order.company_id]
    company.people.append(robot.id)
    company.keys.append(key.id)
    world.touch()
    return key, token


def _robot_name(world: World, order: KeyOrder) -> tuple[str, str]:
    if world.switches.robot_names == "key-name":
        return order.name, ""
    return "API", "bruker"


def _granted(world: World, order: KeyOrder) -> tuple[int, ...]:
    owner = tuple(sorted(rights_at(world, world.people[order.owner_id], order.company_id)))
    consumer = world.consumers.get(order.application)
    if order.permissions == "template" and consumer is not None and consumer.template is not None:
        return tuple(sorted(consumer.template))
    if order.permissions == "chosen":
        return () if world.switches.chosen_rights_afterwards else tuple(sorted(set(order.chosen) & set(every_id())))
    if order.permissions == "template":
        return {"owner": owner, "all": every_id(), "none": ()}[world.switches.created_rights]
    return every_id() if order.permissions == "all" else owner


def tick_rights(world: World, actor: frozenset[int], key: Key, chosen: tuple[int, ...]) -> None:
    """Change the rights of a key on the screen, afterwards."""
    if ADMINISTRATOR not in actor:
        raise no_right()
    robot = world.people[key.robot_id]
    robot.entitlements = sorted(set(chosen) & set(every_id()))
    world.changed(robot)


def delete_key(world: World, actor: frozenset[int], key: Key) -> None:
    """End a key: its hidden user, its accesses and its sessions go with it."""
    if (CLIENT_ACCOUNT_ADMIN if key.office else ADMINISTRATOR) not in actor:
        raise no_right()
    _remove_key(world, key)


def _remove_key(world: World, key: Key) -> None:
    robot = world.people.pop(key.robot_id)
    for grant_id in robot.grants.values():
        del world.grants[grant_id]
    for mark in [mark for mark, session in world.sessions.items() if session.key_id == key.id]:
        del world.sessions[mark]
    company = world.companies[key.company_id]
    company.people.remove(robot.id)
    company.keys.remove(key.id)
    del world.keys[key.id]
    del world.key_tokens[key.token_hash]
    world.touch()


def agreement_text(world: World, tile: Tile) -> str:
    """What a person has to accept, as it reads now."""
    version = world.switches.agreement_version
    return tile.agreement if version == 1 else f"{tile.agreement} (Versjon {version})"


def activate_integration(world: World, person_id: int, company_id: int, title: str, now: datetime) -> Activation:
    """«Aktiver», agreement accepted, «Legg til»: a hidden key for the vendor and the activation."""
    tile = world.tiles[title]
    if find_activation(world, company_id, title) is not None:
        raise Refused("duplicate", "Integrasjonen er allerede aktivert.", "The integration is already active.")
    order = KeyOrder(company_id, person_id, tile.title, tile.title, "owner", made_by="menu")
    # A menu key belongs to whoever activated, who may be the office's own person in a client's account.
    key, _ = make_key(world, order, now)
    agreement = hashlib.sha256(agreement_text(world, tile).encode()).hexdigest()
    made = Activation(world.new_id(), company_id, title, person_id, agreement, now, key.id)
    world.activations[made.id] = made
    return made


def find_activation(world: World, company_id: int, title: str) -> Activation | None:
    """The activation of an integration in a company."""
    return next((a for a in world.activations.values() if (a.company_id, a.title) == (company_id, title)), None)


def deactivate_integration(world: World, activation: Activation) -> None:
    """End an activation and the hidden key behind it."""
    del world.activations[activation.id]
    key = world.keys.get(activation.key_id)
    if key is not None:
        _remove_key(world, key)
    world.touch()


def grant_at_client(world: World, person_id: int, company_id: int, template: str, add: bool = False) -> Grant | None:
    """Give a person or hidden user the rights of a template at a client; NONE_PRIVILEGES takes them all away."""
    given = client_template(template)
    if given is None:
        raise Refused("template-unknown", "Fant ikke malen.", "Template not found.", "template")
    company = world.companies[company_id]
    if world.switches.access_after_rights and not company.rights_given:
        raise Refused(
            "not-visible",
            "Klienten har ikke gitt regnskapskontoret tilgang.",
            "The client has not given the office its rights.",
            "customerId",
        )
    old = world.grant_of(person_id, company_id)
    held = set(given) | set(old.entitlements if old is not None and add else ())
    if old is not None:
        del world.grants[old.id]
        del world.people[person_id].grants[company_id]
    if old is not None or held:
        world.changed(world.people[person_id])
    if not held:
        return None
    grant = Grant(world.new_id(), person_id, company_id, template, sorted(held), Update(world.hand.at, world.hand.by))
    world.grants[grant.id] = grant
    world.people[person_id].grants[company_id] = grant.id
    return grant


def give_template(world: World, person: Person, template: str) -> None:
    """Give a person the rights of a template in the own company, as far as the user type allows."""
    given = employee_template(template)
    if given is None or template == "LIMITED":
        raise Refused("template-unknown", "Fant ikke malen.", "Template not found.", "template")
    person.entitlements = allowed(given, person.user_type)
    world.changed(person)


def allowed(entitlements: Iterable[int], user_type: str) -> list[int]:
    """What of these a person of that user type may have: only an EXTENDED one may administer, NO_ACCESS nothing."""
    if user_type == "NO_ACCESS":
        return []
    return sorted(set(entitlements) - (set() if user_type == "EXTENDED" else {ADMINISTRATOR}))


def session_expiry(world: World, text: str, now: datetime) -> datetime:
    """When a session of that expiration date ends; refuses a date that is wrong, early or too late."""
    field = "arg:expirationDate"
    day = parse_day(text, field)
    today = oslo_date(now)
    if day <= today:
        raise Refused("date", "Utløpsdato må være etter dagens dato.", "Expiration date must be after today.", field)
    cap = world.switches.session_cap_days
    if cap and day > today + timedelta(days=cap):
        text = "Expiration date is not allowed to be older than 6 months."
        # The one message of which the vendor's own words are known, and those in English only.
        raise Refused("date", text, text, field)
    return oslo_midnight(day)


def parse_day(text: str, field: str) -> date:
    """A date as the API writes it, yyyy-MM-dd."""
    # Python reads other forms of ISO 8601 too, weeks among them.
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    raise Refused("date", "Ugyldig dato.", "Invalid date, expected yyyy-MM-dd.", field)


def key_is_live(world: World, key: Key, now: datetime) -> bool:
    """Whether a key still opens anything."""
    ended = key.expires is not None and oslo_date(now) >= key.expires
    return not ended and world.people[key.owner_id].active


def no_right() -> Refused:
    """The refusal for lack of a right."""
    return Refused(
        "no-right",
        "Du har ikke tilgang til denne funksjonen.",
        "You do not have permission to access this feature.",
    )
