"""Worlds for rehearsals: they have what manifests ask for, and tell what is there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef, Address
from provisioner.model.resource import Desired
from provisioner.model.values import attributes
from provisioner.spi.endpoint import TransportRequest
from provisioner.spi.rehearsal import RehearsalRequest, Stage, Thing
from provisioner_tripletex_simulator.rehearsal import Rehearsal, TripletexWorld
from provisioner_tripletex_simulator.rules import KeyOrder, activate_integration, grant_at_client, make_key

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OFFICE = Account(AccountRef.office(), "Fjord Regnskap AS", Identity(organization_number="314286014"))
BAKERY = Account(AccountRef.client("nordlys"), "Nordlys AS", Identity(108_136_777, "312345676"))
UNNUMBERED = Account(AccountRef.client("brygga"), "Brygga AS", Identity())


def wanted(text: str, **held: object) -> Desired:
    return Desired(Address.parse(text), attributes(**held), None)


def stage() -> Rehearsal:
    key = {"applicationName": "Huma", "title": "Huma", "setup": "catalogue"}
    return Rehearsal(
        RehearsalRequest(
            (OFFICE, BAKERY, UNNUMBERED),
            (
                wanted("client/nordlys/user_key/huma", owner="per@nordlys.example", ownerKind="employee", **key),
                wanted(
                    "client/nordlys/user_key/tipro", owner="ola@kunde.example", ownerKind="contact", ownerOf="Kunde AS"
                ),
                wanted("client/brygga/menu_activation/shop", title="Shopify"),
                wanted("office/office_key/finale", owner="kari@fjord.example", **key),
            ),
        )
    )


@pytest.fixture
def world() -> TripletexWorld:
    return stage().world(lambda: NOW)


def test_it_is_a_stage_and_the_same_each_time(world: TripletexWorld) -> None:
    assert isinstance(stage(), Stage)
    assert world._world.to_json() == stage().world(lambda: NOW)._world.to_json()


def test_everybody_and_everything_that_is_asked_for_is_there(world: TripletexWorld) -> None:
    inner = world._world
    bakery = inner.company_by("nordlys")
    assert bakery is not None
    assert (bakery.id, bakery.organization_number) == (108_136_777, "312345676")
    assert inner.person_by_email(bakery.id, "per@nordlys.example") is not None
    contact = inner.person_by_email(bakery.id, "ola@kunde.example")
    assert contact is not None
    assert contact.customer_id is not None
    assert inner.person_by_email(inner.office.id, "kari@fjord.example") is not None
    assert inner.consumers["Huma"].listed
    assert set(inner.tiles) == {"Shopify"}
    unnumbered = inner.company_by("brygga")
    assert unnumbered is not None
    assert len(unnumbered.organization_number) == 9


def test_it_can_be_reached_and_brings_its_credentials(world: TripletexWorld) -> None:
    answer = world.endpoint.transport.send(TransportRequest("GET", "/simulator/credentials"))
    assert answer.status == 200
    assert {"consumerToken", "officeKey", "screenUser"} <= set(world.endpoint.credentials)
    assert world.person(world.endpoint).name.startswith("daglig.leder@")


def made(world: TripletexWorld) -> dict[str, Thing]:
    """One of each kind."""
    inner = world._world
    bakery, office = inner.company_by("nordlys"), inner.office
    assert bakery is not None
    admin = office.people[0]
    bakery.modules["API_V2"] = None
    make_key(inner, KeyOrder(bakery.id, bakery.people[0], "Huma", "Huma Nordlys", "all"), NOW)
    office_key, _ = make_key(inner, KeyOrder(office.id, admin, "Finale", "Finale", "all", office=True), NOW)
    grant_at_client(inner, office_key.robot_id, bakery.id, "ALL_PRIVILEGES")
    activate_integration(inner, admin, bakery.id, "Shopify", NOW)
    return {thing.kind: thing for thing in world.things() if not thing.from_before}


def test_what_is_there_is_told_with_what_it_showed(world: TripletexWorld) -> None:
    things = made(world)
    assert set(things) == {"module", "user_key", "office_key", "client_access", "menu_activation"}
    key = things["user_key"]
    assert key.account == BAKERY.ref
    assert ("keyName", "Huma Nordlys") in key.looks
    assert ("keyId", str(key.number)) in key.marks
    assert key.secret is not None
    assert key.secret.reveal().startswith("test-")
    robot = world._world.keys[things["office_key"].number].robot_id
    assert ("key", f"Finale #2 ({robot})") in things["client_access"].marks
    assert "test-" not in repr(things)


@pytest.mark.parametrize("kind", ["module", "user_key", "client_access", "menu_activation"])
def test_what_somebody_takes_away_is_gone_alone(world: TripletexWorld, kind: str) -> None:
    things = made(world)
    world.remove(things[kind])
    assert {thing.kind for thing in world.things() if not thing.from_before} == set(things) - {kind}


def test_an_office_key_takes_its_accesses_with_it(world: TripletexWorld) -> None:
    world.remove(made(world)["office_key"])
    assert {thing.kind for thing in world.things() if not thing.from_before} == {
        "module",
        "user_key",
        "menu_activation",
    }


def test_another_like_it_is_another_key(world: TripletexWorld) -> None:
    things = made(world)
    world.imitate(things["user_key"])
    world.imitate(things["module"])
    keys = [thing for thing in world.things() if thing.kind == "user_key" and not thing.from_before]
    assert len(keys) == 2
    assert len({key.secret.reveal() for key in keys if key.secret is not None}) == 2


def test_a_copy_goes_its_own_way(world: TripletexWorld) -> None:
    things = made(world)
    other = world.copy(lambda: NOW)
    assert [thing.number for thing in other.things()] == [thing.number for thing in world.things()]
    other.remove(things["user_key"])
    assert len(other.things()) == len(world.things()) - 1
