"""Pages about people and their keys: «Ansatte», «Kontakter», «API-tilgang», «Ny nøkkel», and the key shown once."""

from __future__ import annotations

from provisioner_tripletex_simulator.entitlements import CLIENT_ACCOUNT_ADMIN
from provisioner_tripletex_simulator.nouns import Key, Person
from provisioner_tripletex_simulator.page_core import Visit, all_rights, missing, no_access, numbers, page, to
from provisioner_tripletex_simulator.rules import KeyOrder, Refused, check_key, delete_key, make_key, tick_rights
from provisioner_tripletex_simulator.wire import Response


def employees(visit: Visit) -> Response:
    """«Ansatte»."""
    return _people(visit, "Ansatte", "/ansatte", contacts=False)


def contacts(visit: Visit) -> Response:
    """«Kunde» > «Kontakter»."""
    return _people(visit, "Kontakter", "/kontakter", contacts=True)


def _people(visit: Visit, title: str, path: str, *, contacts: bool) -> Response:
    search = visit.request.parameter("sok") or ""
    people = [
        person
        for person in visit.world.people_of(visit.here.id)
        if person.key_id is None
        and person.active
        and person.is_contact == contacts
        and search.lower() in f"{person.name} {person.email}".lower()
    ]
    customers = visit.world.customers
    return page(visit, "people", title, search=search, people=people, contacts=contacts, customers=customers, path=path)


def _owner(visit: Visit, number: str) -> Person | None:
    person = visit.world.people.get(int(number))
    here = person is not None and person.company_id == visit.here.id and person.key_id is None and person.active
    return person if here else None


def person(visit: Visit, number: str) -> Response:
    """One person; «API-tilgang» is there only for those who may see it."""
    owner = _owner(visit, number)
    if owner is None:
        return missing(visit)
    return page(visit, "person", owner.name, owner=owner, may_keys=visit.may_keys)


def keys(visit: Visit, number: str) -> Response:
    """«API-tilgang»: the keys of a person."""
    owner = _owner(visit, number)
    if owner is None:
        return missing(visit)
    if not visit.may_keys:
        return no_access(visit)
    rows = [visit.world.keys[key] for key in visit.here.keys if visit.world.keys[key].owner_id == owner.id]
    return page(visit, "keys", owner.name, owner=owner, keys=[row for row in rows if row.made_by != "menu"])


def new_key(visit: Visit, number: str, problem: str | None = None) -> Response:
    """«Ny nøkkel»: the form."""
    owner = _owner(visit, number)
    if owner is None:
        return missing(visit)
    if not visit.may_keys:
        return no_access(visit)
    search = visit.request.parameter("sok") or ""
    listed = [c for c in visit.world.consumers.values() if c.listed and search.lower() in c.title.lower()]
    return page(
        visit,
        "new_key",
        "Ny nøkkel",
        422 if problem else 200,
        owner=owner,
        search=search,
        consumers=sorted(listed, key=lambda consumer: consumer.title.lower()),
        rights=all_rights(),
        chosen_afterwards=visit.world.switches.chosen_rights_afterwards,
        problem=problem,
    )


def create_key(visit: Visit, number: str) -> Response:
    """«Opprett nøkkel»: the key, this once, with its id beside it."""
    owner = _owner(visit, number)
    if owner is None:
        return missing(visit)
    if not visit.may_keys:
        return no_access(visit)
    sent = dict(visit.request.form())
    if "application" not in sent:
        return new_key(visit, number, "Velg en integrasjon eller «Tilpasset oppsett».")
    custom = sent["application"] == ""
    if custom and sent.get("permissions") not in ("all", "owner", "chosen"):
        return new_key(visit, number, "Velg tilganger.")
    # On the screen any application name is accepted; a wrong one fails only when the vendor logs in.
    order = KeyOrder(
        visit.here.id,
        owner.id,
        sent.get("application_name", "") if custom else sent["application"],
        sent.get("name", ""),
        sent["permissions"] if custom else "template",
        chosen=numbers(visit.fields("right")),
        office=sent.get("office") == "ja",
    )
    try:
        check_key(visit.world, order, visit.rights)
    except Refused as refused:
        return new_key(visit, number, refused.message("nb"))
    key, token = make_key(visit.world, order, visit.now)
    return page(visit, "shown_key", "Nøkkelen er opprettet", key=key, token=token)


def _key(visit: Visit, number: str) -> Key | None:
    key = visit.world.keys.get(int(number))
    return key if key is not None and key.company_id == visit.here.id and key.made_by != "menu" else None


def key_rights(visit: Visit, number: str) -> Response:
    """The rights of one key, to be ticked afterwards."""
    key = _key(visit, number)
    if key is None:
        return missing(visit)
    if not visit.may_keys:
        return no_access(visit)
    done = None
    if visit.request.method == "POST":
        tick_rights(visit.world, visit.rights, key, numbers(visit.fields("right")))
        done = "Endringene er lagret."
    held = visit.world.people[key.robot_id].entitlements
    return page(visit, "key_rights", key.name, key=key, rights=all_rights(), held=held, done=done)


def remove_key(visit: Visit, number: str) -> Response:
    """«Slett», asked once more where the world says so."""
    key = _key(visit, number)
    if key is None:
        return missing(visit)
    if not visit.may_keys or (key.office and CLIENT_ACCOUNT_ADMIN not in visit.rights):
        return no_access(visit)
    if visit.world.switches.delete_asks and visit.field("confirm") != "ja":
        return page(visit, "delete_key", f"Slett nøkkelen {key.name}?", key=key)
    delete_key(visit.world, visit.rights, key)
    return to(f"/person/{key.owner_id}/api-tilgang")
