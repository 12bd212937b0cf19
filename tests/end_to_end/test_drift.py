"""Drift with the real provider: each of the five kinds taken away behind our back is told, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from provisioner_tripletex_simulator import rules
from provisioner_tripletex_simulator.nouns import Company
from provisioner_tripletex_simulator.world import World
from tests.end_to_end.firm import CLIENT, OFFICE, WORLD, Firm, small_firm

MENU = """\
  shopify-connectmyapps:
    method: menu
    agreement: {acceptedBy: kari@fjord.example, authority: oppdragsavtale}
"""
ACCESS = "  visma-finale: {method: office-key, access: STANDARD_PRIVILEGES_ACCOUNTANT}\n"
OFFICE_KEYS = """\
officeKeys:
  visma-finale: {owner: {employee: kari@fjord.example}, validFor: 365d}
"""
THERE = "client/nordlys-bakeri"
Taking = Callable[[World, Company], None]


def module(world: World, client: Company) -> None:
    del client.modules["API_V2"]


def access(world: World, client: Company) -> None:
    (office,) = [company for company in world.companies.values() if company.is_office]
    robots = {world.keys[key].robot_id for key in office.keys if world.keys[key].application == "VismaFinale"}
    for number, grant in list(world.grants.items()):
        if grant.person_id in robots and grant.company_id == client.id:
            del world.grants[number]
            world.people[grant.person_id].grants.pop(client.id, None)


def activation(world: World, client: Company) -> None:
    found = rules.find_activation(world, client.id, "Shopify av ConnectMyApps")
    assert found is not None
    rules.deactivate_integration(world, found)


def user_key(world: World, client: Company) -> None:
    (key,) = [world.keys[number] for number in client.keys if world.keys[number].application == "Huma"]
    rules._remove_key(world, key)


def office_key(world: World, client: Company) -> None:
    (key,) = [key for key in world.keys.values() if key.application == "VismaFinale" and key.office]
    rules._remove_key(world, key)


KINDS: dict[str, tuple[str, Taking]] = {
    "module": (f"{THERE}/module/api-v2", module),
    "client_access": (f"{THERE}/client_access/visma-finale", access),
    "menu_activation": (f"{THERE}/menu_activation/shopify-connectmyapps", activation),
    "user_key": (f"{THERE}/user_key/huma", user_key),
    "office_key": ("office/office_key/visma-finale", office_key),
}


GOES_ALONG: dict[Taking, tuple[str, ...]] = {
    office_key: ("client_access",),
}


def take_away(firm: Firm, *taking: Taking) -> None:
    """Somebody does it on the screen, while no program of ours looks."""
    path = firm.directory / WORLD
    world = World.from_json(path.read_bytes())
    (client,) = [company for company in world.companies.values() if company.label == "nordlys-bakeri"]
    for take in taking:
        take(world, client)
    world.revision += 1
    path.write_bytes(world.to_json())


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """One of every kind, applied."""
    firm = small_firm(tmp_path / "firm", CLIENT + MENU + ACCESS, OFFICE + OFFICE_KEYS)
    firm.attest_all()
    firm.apply()
    firm.apply()
    return firm


def told(firm: Firm) -> set[str]:
    return {one["address"] for one in firm.run("drift", "--format", "json").json()["drifted"]}


def test_a_module_and_an_access_are_told_by_api_alone(firm: Firm) -> None:
    assert firm.run("drift", "--detailed-exitcode").out.splitlines()[-1].startswith("No drift: ")
    take_away(firm, module, access)
    said = firm.run("drift", "--detailed-exitcode", code=2)
    for kind in ("module", "client_access"):
        assert f"{KINDS[kind][0]} is not there any more (last known to be as recorded: 20" in said.out
    assert told(firm) == {KINDS["module"][0], KINDS["client_access"][0]}


@pytest.mark.needs("chromium")
def test_each_kind_is_told_where_the_screens_are_read(firm: Firm) -> None:
    firm.edit("provisioner.yaml", "drivers: [api, guided]", "drivers: [api, web, guided]")
    assert told(firm) == set()
    before = (firm.directory / WORLD).read_bytes()
    for address, take in KINDS.values():
        (firm.directory / WORLD).write_bytes(before)
        take_away(firm, take)
        along = {KINDS[kind][0] for kind in GOES_ALONG.get(take, ())}
        assert told(firm) == {address, *along}, address


@pytest.mark.needs("chromium")
def test_all_of_them_at_once(firm: Firm) -> None:
    """Also where one waits for another, so that the plan would only hold it."""
    firm.edit("provisioner.yaml", "drivers: [api, guided]", "drivers: [api, web, guided]")
    take_away(firm, activation, user_key, access, office_key)
    said = firm.run("drift", "--detailed-exitcode", code=2)
    for kind in ("client_access", "menu_activation", "user_key", "office_key"):
        assert f"{KINDS[kind][0]} is not there any more" in said.out


def owner_leaves(world: World, client: Company) -> None:
    (owner,) = [person for person in world.people.values() if person.email == "per@nordlys.example"]
    owner.active = False


def another_name(world: World, client: Company) -> None:
    client.name = "Nordlys Konditori AS"


RESTS_ON: dict[str, tuple[str, Taking]] = {
    "key-gone": (KINDS["user_key"][0], user_key),
    "owner-gone": (KINDS["user_key"][0], owner_leaves),
    "client-renamed": (THERE, another_name),
}


@pytest.mark.parametrize("code", RESTS_ON)
def test_what_the_api_learns_about_keys_owners_and_names_is_drift(firm: Firm, code: str) -> None:
    about, take = RESTS_ON[code]
    take_away(firm, take)
    said = firm.run("drift", "--detailed-exitcode", code=2)
    assert "Drift: 1; " in said.out
    assert said.out.startswith(about)
    # No name of a company is on record, so nobody can say until when it was as it was.
    assert ("(since when is not known)" in said.out) is (about == THERE)
    document = firm.run("drift", "--format", "json", "--detailed-exitcode", code=2).json()
    assert [(one["code"], one["address"] or one["account"]) for one in document["moved"]] == [(code, about)]
    assert document["count"] == 1
    assert bool(document["moved"][0]["as_of"]) is (about != THERE)
    assert firm.run("drift").code == 0


def test_an_owner_who_lost_a_right_that_the_key_needs_is_drift(tmp_path: Path) -> None:
    key = CLIENT.replace(
        "    validFor: 365d\n", "    validFor: 365d\n    method: custom-key\n    permissions: [14, 35]\n"
    )
    key = key.replace("    method: user-key\n", "").replace("  huma:\n", "  kassa-1:\n    applicationName: Kassa_1\n")
    key = key.replace("    owner:", "    confirmedByVendor: {by: x, on: 2026-11-20}\n    owner:")
    firm = small_firm(tmp_path / "firm", key)
    firm.attest_all()

    def rights(chosen: list[int]) -> Taking:
        def change(world: World, client: Company) -> None:
            (owner,) = [person for person in world.people.values() if person.email == "per@nordlys.example"]
            owner.entitlements = chosen

        return change

    firm.run("plan", "--refresh", "all")  # a world to change
    firm.apply()
    assert firm.run("drift", "--detailed-exitcode").out.splitlines()[-1].startswith("No drift")
    take_away(firm, rights([14]))
    said = firm.run("drift", "--detailed-exitcode", code=2)
    assert "lacks rights that the key" in said.out
    assert "Hint: " in said.out
    assert "Tips: " in firm.run("--lang", "nb", "drift").out


def test_what_is_gone_is_told_once(firm: Firm) -> None:
    """Nothing rests on a thing that is gone; what only the plan has to say stays with the plan."""
    take_away(firm, access)
    document = firm.run("drift", "--format", "json").json()
    assert (document["count"], document["moved"]) == (1, [])


def test_what_a_key_that_was_there_before_may_do_is_said_not_to_be_known(tmp_path: Path) -> None:
    firm = small_firm(tmp_path / "firm", CLIENT)
    firm.run("state", "init")
    firm.run("inventory", "attest", f"{THERE}/user_key/huma", "--exists")
    firm.apply()
    said = firm.run("drift", "--detailed-exitcode")
    assert "Not compared with what it was:\n  What some of our keys at Nordlys Bakeri AS may do was never" in said.out
    assert "Ikke sammenlignet med det som var:" in firm.run("--lang", "nb", "drift").out
    document = firm.run("drift", "--format", "json").json()
    assert [(one["code"], one["account"]) for one in document["unread"]] == [("rights-never-read", THERE)]
    assert (document["count"], document["moved"]) == (0, []), "nobody knows of any drift"
    assert "was never read" not in firm.run("plan", "--refresh", "all").out, "a plan need not tell it"
