"""REST: changing things, the versions that guard it, and what is told of changes."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from provisioner_tripletex_simulator.nouns import Person
from provisioner_tripletex_simulator.rules import grant_at_client, tick_rights
from provisioner_tripletex_simulator.wire import JsonObject
from provisioner_tripletex_simulator.world import KEPT_UPDATES, World
from tests.plugins.provisioner_tripletex_simulator.desk import NOW, Desk, trouble, value, values

CLIENT = "radhuset-radgivning"


def trine(desk: Desk) -> Person:
    return desk.someone(CLIENT, "trine@radhuset.example")


def ola(desk: Desk) -> Person:
    return desk.someone(CLIENT, "ola@kunde.example")


def test_two_who_read_the_same_version_do_not_overwrite_each_other(desk: Desk) -> None:
    user, path = desk.client(CLIENT), f"/employee/{trine(desk).id}"
    mine, theirs = (value(desk.call("GET", path, user)) for _ in range(2))
    assert mine["version"] == 0
    changed = desk.call("PUT", path, user, {**theirs, "firstName": "Trine Marie"})
    assert (changed.status, value(changed)["version"]) == (200, 1)
    refused = desk.call("PUT", path, user, {**mine, "firstName": "Trude"})
    assert trouble(refused) == (409, 8000, None)
    assert trine(desk).first_name == "Trine Marie"
    without = desk.call("PUT", path, user, {"firstName": "Trude"})
    assert (without.status, value(without)["version"], trine(desk).first_name) == (200, 2, "Trude")


def test_a_change_is_partial_and_kept(desk: Desk) -> None:
    user, path = desk.client(CLIENT), f"/employee/{trine(desk).id}"
    sent = {"phoneNumberMobile": "900 00 000", "dateOfBirth": "1990-02-28", "creditorBankCountryId": 161}
    shown = value(desk.call("PUT", path, user, {"version": 0, **sent}))
    assert {name: shown[name] for name in sent} == sent
    assert (shown["firstName"], shown["email"]) == ("Trine", "trine@radhuset.example")
    desk.world = World.from_json(desk.world.to_json())
    assert value(desk.call("GET", path, user)) == shown
    assert value(desk.call("PUT", path, user, {**shown, "phoneNumberMobile": None}))["phoneNumberMobile"] is None


def test_what_was_read_can_be_sent_back_and_changes_nothing(desk: Desk) -> None:
    user = desk.client(CLIENT)
    for path in (f"/employee/{trine(desk).id}", f"/contact/{ola(desk).id}", f"/company/{desk.company(CLIENT).id}"):
        read = value(desk.call("GET", path + "?fields=*,changes", user))
        to = "/company" if path.startswith("/company") else path
        assert desk.call("PUT", to, user, read).status == 200
        assert value(desk.call("GET", path + "?fields=*,changes", user)) == read


def test_a_contact_is_changed(desk: Desk) -> None:
    user, path = desk.client(CLIENT), f"/contact/{ola(desk).id}"
    shown = value(desk.call("PUT", path, user, {"version": 0, "phoneNumberWork": "22", "isInactive": True}))
    assert (shown["phoneNumberWork"], shown["isInactive"], shown["version"]) == ("22", True, 1)
    assert [row["isInactive"] for row in values(desk.call("GET", "/contact", user))] == [True]
    assert trouble(desk.call("PUT", path, user, {"version": 0, "lastName": "x"})) == (409, 8000, None)
    nameless = desk.call("PUT", path, user, {"firstName": "", "lastName": None, "email": ""})
    messages = nameless.json()["validationMessages"]
    text = "Fornavn, etternavn eller e-postadresse må angis."
    assert messages == [
        {"field": name, "message": text, "path": None, "rootId": None} for name in ("email", "lastName", "firstName")
    ]


def test_the_company_is_changed_by_the_id_in_the_body(desk: Desk) -> None:
    user, company = desk.client(CLIENT), desk.company(CLIENT)
    sent: JsonObject = {"id": company.id, "version": 0, "name": "Rådhuset AS", "email": "post@radhuset.example"}
    shown = value(desk.call("PUT", "/company", user, sent))
    assert (shown["version"], shown["displayName"], shown["email"]) == (1, "Rådhuset AS", "post@radhuset.example")
    assert trouble(desk.call("PUT", "/company", user, sent)) == (409, 8000, None)
    assert trouble(desk.call("PUT", "/company", user, {"id": 1})) == (404, 6000, None)
    assert trouble(desk.call("PUT", "/company", user, {"name": " "})) == (422, 18000, "name")


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"nonsense": 1}, (422, 16000, "nonsense")),
        ({"department": {"nonsense": 1}}, (422, 16000, "department.nonsense")),
        ({"department": 7}, (422, 16000, "department")),
        ({"employments": {}}, (422, 16000, "employments")),
        ({"firstName": 7}, (422, 16000, "firstName")),
        ({"version": "0"}, (422, 16000, "version")),
        ({"version": True}, (422, 16000, "version")),
        ({"creditorBankCountryId": 2**63}, (422, 16000, "creditorBankCountryId")),
        ({"userType": "ADMIN"}, (422, 16000, "userType")),
        ({"userType": None}, (422, 18000, None)),
        ({"department": {"id": 7}}, (422, 18000, "department.id")),
        ({"employments": [{"id": 7}]}, (422, 18000, "employments.id")),
        ({"firstName": ""}, (422, 18000, "firstName")),
        ({"lastName": None}, (422, 18000, "lastName")),
        ({"isContact": True}, (422, 18000, "isContact")),
        ({"dateOfBirth": "1990-W01-1"}, (422, 18000, "dateOfBirth")),
        ({"email": "OYVIND@radhuset.example"}, (422, 18000, "email")),
        ({"id": 7}, (404, 6000, None)),
    ],
)
def test_a_change_that_cannot_be_changes_nothing(desk: Desk, sent: JsonObject, expected: tuple[object, ...]) -> None:
    user, person = desk.client(CLIENT), trine(desk)
    before = json.dumps(value(desk.call("GET", f"/employee/{person.id}", user)))
    body = {"comments": "would be written", **sent}
    assert trouble(desk.call("PUT", f"/employee/{person.id}", user, body)) == expected
    assert json.dumps(value(desk.call("GET", f"/employee/{person.id}", user))) == before


def test_changing_needs_a_right_and_a_person(desk: Desk) -> None:
    user, limited = desk.client(CLIENT), desk.key_of("elvebakken-sykkel", "eva@elvebakken.example")
    eva = desk.someone("elvebakken-sykkel", "eva@elvebakken.example")
    for path in (f"/employee/{eva.id}", "/company"):
        assert trouble(desk.call("PUT", path, limited, {})) == (403, 9000, None)
    assert trouble(desk.call("PUT", f"/employee/{eva.id}", user, {})) == (404, 6000, None)
    assert trouble(desk.call("PUT", f"/contact/{trine(desk).id}", user, {})) == (404, 6000, None)
    robot = value(desk.call("GET", "/token/session/>whoAmI", limited))["actualEmployeeId"]
    admin = desk.key_of("elvebakken-sykkel", "amir@elvebakken.example")
    assert trouble(desk.call("PUT", f"/employee/{robot}", admin, {})) == (403, 9000, None)


def test_a_smaller_user_type_takes_rights_away(desk: Desk) -> None:
    user, person = desk.client(CLIENT), desk.someone(CLIENT, "oyvind@radhuset.example")
    held = len(person.entitlements)
    assert 1 in person.entitlements
    desk.call("PUT", f"/employee/{person.id}", user, {"userType": "STANDARD"})
    assert (1 in person.entitlements, len(person.entitlements)) == (False, held - 1)
    desk.call("PUT", f"/employee/{person.id}", user, {"userType": "NO_ACCESS"})
    assert person.entitlements == []


def test_rights_that_are_given_make_a_new_version(desk: Desk) -> None:
    user, anders = desk.office(), desk.someone("fjord-regnskap", "anders@fjord.example")
    path = f"/employee/{anders.id}"

    def version() -> object:
        return value(desk.call("GET", path, user))["version"]

    assert version() == 0
    template = "/employee/entitlement/:grantEntitlementsByTemplate?"
    desk.call("PUT", f"{template}employeeId={anders.id}&template=ACCOUNTANT", user)
    assert version() == 1
    at = f"employeeId={anders.id}&customerId={desk.company(CLIENT).customer_id}"
    grant = "/employee/entitlement/:grantClientEntitlementsByTemplate?"
    desk.call("PUT", f"{grant}{at}&template=ALL_PRIVILEGES", user)
    assert version() == 2
    desk.call("PUT", f"{grant}{at}&template=NONE_PRIVILEGES", user)
    assert version() == 3
    desk.call("PUT", f"{grant}{at}&template=NONE_PRIVILEGES", user)
    assert version() == 3
    assert trouble(desk.call("PUT", path, user, {"version": 0, "comments": "x"})) == (409, 8000, None)


def test_rights_of_a_key_make_a_new_version_of_its_hidden_user(desk: Desk) -> None:
    key = next(iter(desk.world.keys.values()))
    tick_rights(desk.world, frozenset({1}), key, (46,))
    assert desk.world.people[key.robot_id].version == 1


def test_changes_are_told_when_asked_for(desk: Desk) -> None:
    user, path = desk.client(CLIENT), f"/employee/{trine(desk).id}"
    desk.now = NOW + timedelta(minutes=5)
    desk.call("PUT", path, user, {"comments": "x"})
    assert "changes" not in value(desk.call("GET", path + "?fields=*", user))
    kari = desk.someone("fjord-regnskap", "kari@fjord.example")
    first = desk.company(CLIENT).people[0]
    assert value(desk.call("GET", path + "?fields=changes", user))["changes"] == [
        {"employeeId": first, "timestamp": "2026-01-05T09:00:00", "changeType": "CREATE"},
        {"employeeId": kari.id, "timestamp": "2026-11-22T11:05:00", "changeType": "UPDATE"},
    ]
    kinds = value(desk.call("GET", path + "?fields=changes(changeType)", user))["changes"]
    assert kinds == [{"changeType": "CREATE"}, {"changeType": "UPDATE"}]


def test_changes_of_a_right_tell_who_gave_it(desk: Desk) -> None:
    user, robot = desk.office(), next(key.robot_id for key in desk.world.keys.values() if key.office)
    query = f"employeeId={robot}&customerId={desk.company(CLIENT).customer_id}"
    template = "/employee/entitlement/:grantClientEntitlementsByTemplate?"
    asked = f"/employee/entitlement/client?count=1&fields=changes(employeeId,timestamp)&{query}"
    fresh = values(desk.call("GET", asked, user))[0]["changes"]
    assert fresh == [{"employeeId": desk.world.office.people[0], "timestamp": "2026-01-05T09:00:00"}]
    desk.call("PUT", f"{template}{query}&template=ALL_PRIVILEGES", user)
    (row,) = values(desk.call("GET", asked, user))
    kari = desk.someone("fjord-regnskap", "kari@fjord.example")
    assert row["changes"] == [{"employeeId": kari.id, "timestamp": "2026-11-22T11:00:00"}]


def test_only_the_latest_changes_are_kept(desk: Desk) -> None:
    person = desk.someone("fjord-regnskap", "kari@fjord.example")
    for _ in range(KEPT_UPDATES + 5):
        grant_at_client(desk.world, person.id, desk.company(CLIENT).id, "ALL_PRIVILEGES")
    assert (person.version, len(person.updates)) == (KEPT_UPDATES + 5, KEPT_UPDATES)


def test_a_world_of_an_earlier_version_is_read(desk: Desk) -> None:
    kept = json.loads(desk.world.to_json())
    kept.pop("hand")
    for row in (*kept["people"].values(), *kept["companies"].values()):
        for name in ("version", "updates", "more"):
            row.pop(name)
    for row in kept["grants"].values():
        row.pop("made")
    desk.world = World.from_json(json.dumps(kept))
    user, path = desk.client(CLIENT), f"/employee/{trine(desk).id}"
    assert value(desk.call("PUT", path, user, {"version": 0, "comments": "x"}))["version"] == 1
    assert len(values(desk.call("GET", "/employee/entitlement?fields=*,changes", user))) == 98
