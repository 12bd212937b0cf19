"""REST: the one endpoint that makes keys, and what a key may do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import pytest

from provisioner_tripletex_simulator.firms import credentials
from provisioner_tripletex_simulator.world import World, hash_of
from tests.plugins.provisioner_tripletex_simulator.desk import NEXT_YEAR, Desk, trouble, value, values

CLIENT = "nordlys-bakeri"


@pytest.fixture
def user(desk: Desk) -> tuple[str, str]:
    """The office key at a client whose module is active."""
    found = desk.client(CLIENT)
    assert desk.call("POST", "/company/salesmodules", found, {"name": "API_V2"}).status == 201
    return found


def office_key(desk: Desk, **changed: str) -> dict[str, str]:
    owner = str(desk.someone("fjord-regnskap", "kari@fjord.example").id)
    wanted = {"tokenName": "Visma Finale", "consumerName": "VismaFinale", "employeeId": owner, "companyOwned": "true"}
    return {**wanted, **changed}


def test_a_key_is_shown_once_and_has_a_hidden_user(desk: Desk, user: tuple[str, str]) -> None:
    made = value(desk.new_key(user))
    token, per = made["token"], desk.someone(CLIENT, "per@nordlys.example")
    assert isinstance(token, str)
    assert made["expirationDate"] == NEXT_YEAR
    assert made["employee"] == {"id": per.id, "url": f"tripletex.simulated/v2/employee/{per.id}"}
    key = desk.world.keys[desk.world.key_tokens[hash_of(token)]]
    assert key.id == made["id"]
    assert (key.name, key.application, key.office, key.made_by) == ("Huma Nordlys", "Huma", False, "api")
    assert desk.world.people[key.robot_id].entitlements == [61, 119]
    assert token not in desk.world.to_json().decode()


def test_the_answer_names_the_application(desk: Desk, user: tuple[str, str]) -> None:
    response = desk.new_key(user, fields="id,apiConsumer(consumerName),token")
    assert set(value(response)) == {"id", "apiConsumer", "token"}
    assert value(response)["apiConsumer"] == {"consumerName": "Huma"}


def test_whom_the_answer_names_is_a_switch(desk: Desk, user: tuple[str, str]) -> None:
    desk.world.switches.token_employee = "robot"
    made = value(desk.new_key(user))
    robot = desk.world.keys[int(str(made["id"]))].robot_id
    assert isinstance(made["employee"], dict)
    assert made["employee"]["id"] == robot


@pytest.mark.parametrize(
    ("changed", "status", "code", "field"),
    [
        ({"tokenName": ""}, 422, 18000, "tokenName"),
        ({"tokenName": " "}, 422, 18000, "tokenName"),
        ({"consumerName": ""}, 422, 18000, "consumerName"),
        ({"consumerName": "huma"}, 422, 18000, "consumerName"),
        ({"employeeId": ""}, 422, 18000, "employeeId"),
        ({"employeeId": "1"}, 422, 18000, "employeeId"),
        ({"employeeId": "per"}, 422, 21000, "employeeId"),
        ({"companyOwned": ""}, 422, 18000, "companyOwned"),
        ({"companyOwned": "yes"}, 422, 21000, "companyOwned"),
        ({"expirationDate": ""}, 422, 18000, "expirationDate"),
        ({"expirationDate": "2026-11-22"}, 422, 18000, "expirationDate"),
        ({"expirationDate": "soon"}, 422, 18000, "expirationDate"),
    ],
)
def test_a_key_is_refused(
    desk: Desk, user: tuple[str, str], changed: dict[str, str], status: int, code: int, field: str
) -> None:
    before = desk.world.digest()
    assert trouble(desk.new_key(user, **changed)) == (status, code, field)
    assert desk.world.digest() == before


def test_only_approved_consumers_may(desk: Desk, user: tuple[str, str]) -> None:
    desk.world.switches.approved_to_create_keys = False
    assert trouble(desk.new_key(user)) == (403, 9000, None)
    desk.world.switches.approved_to_create_keys = True
    desk.world.consumers["Provisioner"].may_create_keys = False
    assert trouble(desk.new_key(user)) == (403, 9000, None)


def test_the_module_has_to_be_active(desk: Desk) -> None:
    response = desk.new_key(desk.client(CLIENT))
    assert trouble(response) == (422, 18000, None)
    assert "Integrasjoner er ikke aktivert" in response.text()


def test_messages_are_in_the_users_language(desk: Desk) -> None:
    desk.world.switches.language = "en"
    assert "Integrations is not active" in desk.new_key(desk.client(CLIENT)).text()


def test_the_owner_needs_the_rights_of_the_template(desk: Desk, user: tuple[str, str]) -> None:
    ida = str(desk.someone(CLIENT, "ida@nordlys.example").id)
    response = desk.new_key(user, employeeId=ida)
    assert trouble(response) == (422, 18000, "employeeId")
    assert "(61, 119)" in response.text()


def test_a_contact_can_own_a_key(desk: Desk) -> None:
    user = desk.client("radhuset-radgivning")
    desk.call("POST", "/company/salesmodules", user, {"name": "API_V2"})
    ola = desk.someone("radhuset-radgivning", "ola@kunde.example")
    assert desk.new_key(user, employeeId=str(ola.id)).status == 200


def test_a_hidden_user_owns_nothing(desk: Desk, user: tuple[str, str]) -> None:
    key = desk.world.keys[int(str(value(desk.new_key(user))["id"]))]
    assert trouble(desk.new_key(user, employeeId=str(key.robot_id)))[2] == "employeeId"


@pytest.mark.parametrize(("switch", "rights"), [("owner", 97), ("all", 98), ("none", 0)])
def test_rights_without_a_template_are_a_switch(
    desk: Desk, user: tuple[str, str], switch: Literal["owner", "all", "none"], rights: int
) -> None:
    desk.world.switches.created_rights = switch
    made = value(desk.new_key(user, consumerName="KassaPluss_Prod"))
    robot = desk.world.people[desk.world.keys[int(str(made["id"]))].robot_id]
    assert len(robot.entitlements) == rights


def test_the_lifetime_of_a_key_is_a_switch(desk: Desk, user: tuple[str, str]) -> None:
    desk.world.switches.key_cap_days = 30
    assert trouble(desk.new_key(user))[2] == "expirationDate"
    assert desk.new_key(user, expirationDate="2026-12-20").status == 200


def test_an_office_key_is_made_in_the_office(desk: Desk, user: tuple[str, str]) -> None:
    made = value(desk.new_key(desk.office(), **office_key(desk)))
    assert desk.world.keys[int(str(made["id"]))].office
    # At the client the office key lacks the right, which exists in offices only.
    assert trouble(desk.new_key(user, companyOwned="true"))[0] in (403, 422)


def test_a_client_cannot_have_an_office_key(desk: Desk, user: tuple[str, str]) -> None:
    desk.someone("fjord-regnskap", "kari@fjord.example")
    assert trouble(desk.new_key(user, companyOwned="true")) == (422, 18000, "companyOwned")


def test_an_office_key_needs_the_right_for_clients(desk: Desk) -> None:
    session = desk.office()
    kari = desk.someone("fjord-regnskap", "kari@fjord.example")
    kari.entitlements.remove(71)
    assert trouble(desk.new_key(session, **office_key(desk))) == (403, 9000, None)
    assert desk.new_key(session, **office_key(desk, companyOwned="false")).status == 200
    kari.entitlements.remove(1)
    assert trouble(desk.new_key(session, **office_key(desk, companyOwned="false"))) == (403, 9000, None)


def test_an_ended_key_opens_nothing(desk: Desk) -> None:
    made = value(
        desk.new_key(desk.office(), **office_key(desk, consumerName="Provisioner", expirationDate="2026-11-24"))
    )
    session = ("0", desk.session(str(made["token"])))
    assert desk.call("GET", "/token/session/>whoAmI", session).status == 200
    # A session may not outlive its key.
    desk.now = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    again = {"consumerToken": credentials(desk.world).consumer_token, "employeeToken": made["token"]}
    response = desk.call("POST", "/token/session/:create", body={**again, "expirationDate": "2026-11-25"})
    assert trouble(response) == (422, 18000, "arg:employeeToken")
    assert desk.call("GET", "/token/session/>whoAmI", session).status == 401


def test_a_key_is_no_more_than_its_owner(desk: Desk) -> None:
    session = desk.key_of("elvebakken-sykkel", "amir@elvebakken.example")
    assert desk.call("GET", "/employee", session).status == 200
    amir = desk.someone("elvebakken-sykkel", "amir@elvebakken.example")
    amir.entitlements = [14]
    assert desk.call("GET", "/employee", session).status == 403
    amir.active = False
    assert desk.call("GET", "/token/session/>whoAmI", session).status == 401


def test_an_office_key_ends_where_its_owner_ends(desk: Desk) -> None:
    user = desk.client(CLIENT)
    kari = desk.someone("fjord-regnskap", "kari@fjord.example")
    del desk.world.grants[kari.grants.pop(desk.company(CLIENT).id)]
    assert desk.call("GET", "/employee", user).status == 403
    desk.world.switches.owner_counts_at_client = False
    assert desk.call("GET", "/employee", user).status == 200
    kari.active = False
    assert desk.call("GET", "/employee", user).status == 401


def test_hidden_users_are_listed_without_names(desk: Desk, user: tuple[str, str]) -> None:
    per = str(desk.someone(CLIENT, "per@nordlys.example").id)
    assert values(desk.call("GET", "/employee?onlyEmployeeTokens=true", user)) == []
    desk.new_key(user)
    (row,) = values(desk.call("GET", "/employee?onlyEmployeeTokens=true", user))
    assert "Huma" not in str(row)
    assert str(row["id"]) != per
    desk.world.switches.robot_names = "key-name"
    desk.new_key(user, tokenName="Andre")
    assert values(desk.call("GET", "/employee?onlyEmployeeTokens=true", user))[1]["displayName"] == "Andre"
    desk.world.switches.lists_robots = False
    assert values(desk.call("GET", "/employee?onlyEmployeeTokens=true", user)) == []
    assert [row["id"] for row in values(desk.call("GET", "/employee", user))] == [
        p.id for p in desk.world.people_of(desk.company(CLIENT).id) if p.key_id is None
    ]


def test_a_world_with_keys_survives_json(desk: Desk, user: tuple[str, str]) -> None:
    desk.new_key(user)
    assert World.from_json(desk.world.to_json()) == desk.world
