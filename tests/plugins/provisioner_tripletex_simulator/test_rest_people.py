"""REST: companies, modules, people, rights, and how lists are shown."""

from __future__ import annotations

import base64
from urllib.parse import urlencode

import pytest

from provisioner_tripletex_simulator.firms import credentials
from provisioner_tripletex_simulator.wire import Request
from tests.plugins.provisioner_tripletex_simulator.desk import Desk, trouble, value, values

CLIENT = "radhuset-radgivning"
GRANT = "/employee/entitlement/:grantClientEntitlementsByTemplate?"


def new_office_key(desk: Desk) -> int:
    """A new office key; returns its hidden user."""
    owner = str(desk.someone("fjord-regnskap", "kari@fjord.example").id)
    wanted = {"tokenName": "Finale", "consumerName": "VismaFinale", "employeeId": owner, "companyOwned": "true"}
    return desk.world.keys[int(str(value(desk.new_key(desk.office(), **wanted))["id"]))].robot_id


def grant(desk: Desk, robot: int, label: str = CLIENT, **changed: str) -> str:
    customer = str(desk.company(label).customer_id)
    wanted = {"employeeId": str(robot), "customerId": customer, "template": "ALL_PRIVILEGES", **changed}
    return GRANT + urlencode({name: text for name, text in wanted.items() if text})


def test_clients_have_two_numbers(desk: Desk) -> None:
    rows = values(desk.call("GET", "/company/>withLoginAccess", desk.office()))
    names = {row["name"] for row in rows}
    assert len(rows) == 14
    assert "Stille Vann Design AS" not in names
    row = next(row for row in rows if row["name"] == "Nordlys Bakeri AS")
    assert (row["id"], row["customerCompanyId"]) == (
        desk.company("nordlys-bakeri").customer_id,
        desk.company("nordlys-bakeri").id,
    )
    assert row["organizationNumber"] == "312345676"


def test_a_new_office_key_sees_no_client_until_attached(desk: Desk) -> None:
    robot = new_office_key(desk)
    assert desk.call("PUT", grant(desk, robot), desk.office()).status == 200
    assert desk.world.people[robot].grants.keys() == {desk.company(CLIENT).id}


def test_paging(desk: Desk) -> None:
    user = desk.office()
    first = desk.call("GET", "/company/>withLoginAccess?from=0&count=5&fields=id", user).json()
    last = desk.call("GET", "/company/>withLoginAccess?from=10&count=5&fields=id", user).json()
    assert (first["fullResultSize"], first["from"], first["count"]) == (14, 0, 5)
    assert (last["from"], last["count"]) == (10, 4)
    assert values(desk.call("GET", "/company/>withLoginAccess?from=99", user)) == []
    for query in ("from=-1", "count=x"):
        assert trouble(desk.call("GET", f"/company/>withLoginAccess?{query}", user))[:2] == (422, 21000)


def test_a_list_can_be_too_large(desk: Desk) -> None:
    desk.world.switches.result_cap = 13
    assert trouble(desk.call("GET", "/company/>withLoginAccess?count=1", desk.office())) == (422, 23000, None)


def test_sorting(desk: Desk) -> None:
    user = desk.office()

    def names(sorting: str) -> list[object]:
        return [row["name"] for row in values(desk.call("GET", f"/company/>withLoginAccess?sorting={sorting}", user))]

    assert names("name")[0] == "Brygga Blomster AS"
    assert names("-name") == names("name")[::-1]
    assert names("accountantOrSimilar,-id") == names("-id")
    assert trouble(desk.call("GET", "/company/>withLoginAccess?sorting=nothing", user))[:2] == (422, 17000)
    rights = values(desk.call("GET", "/employee/entitlement?sorting=-employee.firstName,-entitlementId", user))
    assert rights[0]["entitlementId"] == 162
    assert values(desk.call("GET", "/employee/entitlement?sorting=employee,entitlementId", user))[0]["name"]


def test_fields_are_nested_as_asked(desk: Desk) -> None:
    user = desk.office()
    path = "/employee/entitlement?count=1&fields="
    assert values(desk.call("GET", path + "name,employee(firstName)", user)) == [
        {"name": "ROLE_ADMINISTRATOR", "employee": {"firstName": "Kari"}}
    ]
    (row,) = values(desk.call("GET", path + "*,customer(name,id)", user))
    assert row["customer"] == {"id": desk.world.office.id, "name": "Fjord Regnskap AS"}
    assert isinstance(row["employee"], dict)
    assert set(row["employee"]) == {"id", "url"}
    (plain,) = values(desk.call("GET", path + "customer", user))
    assert isinstance(plain["customer"], dict)
    assert set(plain["customer"]) == {"id", "url"}
    assert values(desk.call("GET", path + "employee(*),changes", user))[0]["employee"] != {}


def test_fields_that_hold_nothing_are_null_or_empty(desk: Desk) -> None:
    user = desk.client(CLIENT)
    asked = "department(name,departmentManager(email)),employments(*,division(name)),address"
    (row,) = values(desk.call("GET", f"/employee?count=1&fields={asked}", user))
    assert row == {"department": None, "employments": [], "address": None}
    people = values(desk.call("GET", "/employee?sorting=department.name,-firstName", user))
    assert [row["firstName"] for row in people] == ["Øyvind", "Trine"]
    # What a real answer to a new contact holds.
    assert set(values(desk.call("GET", "/contact", user))[0]) == {
        *("customer", "department", "displayName", "email", "firstName", "id", "isInactive", "lastName"),
        *("phoneNumberMobile", "phoneNumberMobileCountry", "phoneNumberWork", "url", "version"),
    }


@pytest.mark.parametrize(
    "fields",
    ["nothing", "employee(nothing)", "name(x)", "employee(employments(x))", "employee(", "employee)", ",,", "a(" * 12],
)
@pytest.mark.parametrize("where", ["/employee/entitlement", "/employee/entitlement/client?customerId=1"])
def test_fields_that_cannot_be(desk: Desk, fields: str, where: str) -> None:
    response = desk.call("GET", f"{where}{'&' if '?' in where else '?'}fields={fields}", desk.office())
    assert trouble(response) == (400, 11000, None)


@pytest.mark.parametrize("sorting", ["nothing", "employee.nothing", "name.x", "changes", "employee.employments"])
def test_sorting_that_cannot_be(desk: Desk, sorting: str) -> None:
    for path in ("/employee/entitlement?", "/employee/entitlement/client?customerId=1&"):
        assert trouble(desk.call("GET", f"{path}sorting={sorting}", desk.office())) == (422, 17000, None)


def test_a_digest_only_when_asked_for(desk: Desk) -> None:
    user = desk.client(CLIENT)
    assert desk.call("GET", "/company/salesmodules", user).json()["versionDigest"] is None
    header = "Basic " + base64.b64encode(":".join(user).encode()).decode()

    def ask(known: str) -> tuple[int, str]:
        headers = {"Authorization": header, "If-None-Match": known}
        response = desk.send(Request.of("GET", "/v2/company/salesmodules", headers))
        return response.status, str(response.json()["versionDigest"]) if response.body else ""

    status, digest = ask("x")
    assert status == 200
    assert ask(digest) == (304, "")
    desk.call("POST", "/company/salesmodules", user, {"name": "API_V2"})
    assert ask(digest)[0] == 200


def test_a_digest_is_of_the_full_result(desk: Desk) -> None:
    user = desk.office()
    header = "Basic " + base64.b64encode(":".join(user).encode()).decode()

    def digest(query: str) -> object:
        headers = {"Authorization": header, "If-None-Match": "x"}
        return desk.send(Request.of("GET", f"/v2/company/>withLoginAccess?{query}", headers)).json()["versionDigest"]

    first = digest("count=2&fields=id,name")
    assert first is not None
    assert digest("from=4&count=2&fields=id,name") == first
    assert digest("from=90&fields=id,name") == first
    desk.company("saks-og-kam").name = "Another name at the end of the list"
    assert digest("count=2&fields=id,name") != first
    nobody = Request.of(
        "GET",
        "/v2/employee/entitlement/client?customerId=1",
        {"Authorization": header, "If-None-Match": "x"},
    )
    assert desk.send(nobody).json()["versionDigest"] is None


def test_a_module_is_activated_once(desk: Desk) -> None:
    user = desk.client("nordlys-bakeri")
    assert {row["name"] for row in values(desk.call("GET", "/company/salesmodules", user))} == {
        "SMART",
        "ELECTRONIC_VOUCHERS",
    }
    made = desk.call("POST", "/company/salesmodules", user, {"name": "API_V2", "costStartDate": "2026-12-01"})
    assert (made.status, value(made)) == (201, {"name": "API_V2", "costStartDate": "2026-12-01"})
    assert {"name": "API_V2", "costStartDate": "2026-12-01"} in values(desk.call("GET", "/company/salesmodules", user))
    assert trouble(desk.call("POST", "/company/salesmodules", user, {"name": "API_V2"})) == (409, 14000, None)


def test_a_module_is_refused(desk: Desk) -> None:
    assert trouble(desk.call("POST", "/company/salesmodules", desk.client("kiosken"), {"name": "API_V2"})) == (
        422,
        18000,
        "name",
    )
    user = desk.client("nordlys-bakeri")
    for body, code, field in (
        ({"name": "NOBODY"}, 18000, "name"),
        ({"name": "API_V2", "costStartDate": "x"}, 18000, "costStartDate"),
        ({"name": "API_V2", "price": 1}, 16000, "price"),
    ):
        assert trouble(desk.call("POST", "/company/salesmodules", user, body)) == (422, code, field)
    limited = desk.key_of("elvebakken-sykkel", "eva@elvebakken.example")
    assert trouble(desk.call("POST", "/company/salesmodules", limited, {"name": "API_V2"})) == (403, 9000, None)


def test_one_sees_the_company_one_is_in(desk: Desk) -> None:
    user, mine = desk.client(CLIENT), desk.company(CLIENT)
    assert value(desk.call("GET", f"/company/{mine.id}", user))["organizationNumber"] == mine.organization_number
    assert value(desk.call("GET", f"/company/{mine.customer_id}?fields=name", user)) == {"name": mine.name}
    assert trouble(desk.call("GET", f"/company/{desk.world.office.id}", user)) == (404, 6000, None)


def test_people_and_contacts(desk: Desk) -> None:
    user = desk.client(CLIENT)

    def emails(query: str) -> list[object]:
        return [row["email"] for row in values(desk.call("GET", f"/employee?{query}", user))]

    staff = ["oyvind@radhuset.example", "trine@radhuset.example"]
    assert emails("") == staff
    assert emails("includeContacts=true") == [*staff, "ola@kunde.example"]
    assert emails("onlyContacts=true") == ["ola@kunde.example"]
    assert emails("email=TRINE") == ["trine@radhuset.example"]
    assert emails("firstName=Øyvind&lastName=Å") == ["oyvind@radhuset.example"]
    trine = desk.someone(CLIENT, "trine@radhuset.example")
    assert emails(f"id={trine.id},1") == ["trine@radhuset.example"]
    assert emails("hasSystemAccess=false") == []
    assert emails("hasSystemAccess=true") == staff
    trine.active = False
    assert emails("") == staff[:1]


def test_every_documented_filter_filters(desk: Desk) -> None:
    user = desk.client(CLIENT)

    def found(query: str) -> list[object]:
        return [row["firstName"] for row in values(desk.call("GET", f"/employee?{query}", user))]

    trine = desk.someone(CLIENT, "trine@radhuset.example")
    trine.more["employeeNumber"] = "77"
    assert found("employeeNumber=77") == ["Trine"]
    assert found("employeeNumber=77777") == []
    assert found("departmentId=999") == []
    assert found("allowInformationRegistration=true") == ["Øyvind", "Trine"]
    assert found("allowInformationRegistration=false&includeContacts=true") == ["Ola"]
    assert found("onlyProjectManagers=true") == found("assignableProjectManagers=true") == ["Øyvind"]
    assert found("onlyProjectManagers=false") == ["Øyvind", "Trine"]
    assert found("periodStart=2026-01-01&periodEnd=2026-12-31") == []
    assert trouble(desk.call("GET", "/employee?periodStart=x", user)) == (422, 18000, "periodStart")
    assert values(desk.call("GET", "/contact?departmentId=999", user)) == []
    ola = desk.someone(CLIENT, "ola@kunde.example")
    assert len(values(desk.call("GET", f"/contact?id={ola.id}, 7", user))) == 1


def test_addresses_that_are_handed_out_lead_somewhere(desk: Desk) -> None:
    user = desk.client(CLIENT)
    (contact,) = values(desk.call("GET", "/contact", user))
    assert isinstance(contact["customer"], dict)
    right = values(desk.call("GET", "/employee/entitlement?count=1&fields=*", user))[0]
    for row in (contact, contact["customer"], right):
        path = str(row["url"]).removeprefix("tripletex.simulated/v2")
        shown = value(desk.call("GET", path, user))
        assert {name: shown[name] for name in row} == row
    assert value(desk.call("GET", f"/contact/{contact['id']}?fields=customer(name)", user)) == {
        "customer": {"name": "Kunde AS"}
    }
    limited = desk.key_of("elvebakken-sykkel", "eva@elvebakken.example")
    for row in (contact, contact["customer"], right):
        path = str(row["url"]).removeprefix("tripletex.simulated/v2")
        assert desk.call("GET", path, limited).status == 403
    admin = desk.key_of("elvebakken-sykkel", "amir@elvebakken.example")
    for row in (contact, contact["customer"], right):
        path = str(row["url"]).removeprefix("tripletex.simulated/v2")
        assert trouble(desk.call("GET", path, admin)) == (404, 6000, None)


def test_a_right_is_found_by_its_id_where_it_is_held(desk: Desk) -> None:
    user, robot = desk.office(), next(key.robot_id for key in desk.world.keys.values() if key.office)
    row = values(desk.call("GET", f"/employee/entitlement/client?employeeId={robot}&count=1", user))[0]
    assert value(desk.call("GET", f"/employee/entitlement/{row['id']}", user)) == row
    for number in (int(str(row["id"])) + 1, robot * 1000 + 999, 7, 999):
        assert trouble(desk.call("GET", f"/employee/entitlement/{number}", user)) == (404, 6000, None)


def test_the_office_sees_a_client_it_may_enter(desk: Desk) -> None:
    user = desk.office()
    row = values(desk.call("GET", "/company/>withLoginAccess?count=1", user))[0]
    for number in (row["id"], row["customerCompanyId"]):
        assert value(desk.call("GET", f"/company/{number}", user))["name"] == row["name"]
    hidden = desk.company("stille-vann")
    assert trouble(desk.call("GET", f"/company/{hidden.id}", user)) == (404, 6000, None)


def test_contacts_hang_on_customers(desk: Desk) -> None:
    user = desk.client(CLIENT)
    (row,) = values(desk.call("GET", "/contact?fields=email,customer(id,name)", user))
    assert isinstance(row["customer"], dict)
    assert row["email"] == "ola@kunde.example"
    assert row["customer"]["name"] == "Kunde AS"
    assert len(values(desk.call("GET", f"/contact?customerId={row['customer']['id']}", user))) == 1
    assert values(desk.call("GET", "/contact?customerId=1", user)) == []


def test_people_need_a_right(desk: Desk) -> None:
    limited = desk.key_of("elvebakken-sykkel", "eva@elvebakken.example")
    for path in (
        "/employee",
        "/contact",
        f"/employee/{desk.someone('elvebakken-sykkel', 'amir@elvebakken.example').id}",
    ):
        assert trouble(desk.call("GET", path, limited)) == (403, 9000, None)
    eva = desk.someone("elvebakken-sykkel", "eva@elvebakken.example")
    assert value(desk.call("GET", f"/employee/{eva.id}", limited))["displayName"] == "Eva Lien"
    assert len(values(desk.call("GET", "/employee/entitlement", limited))) == 5


def test_a_person_of_another_company_is_not_found(desk: Desk) -> None:
    per = desk.someone("nordlys-bakeri", "per@nordlys.example")
    assert trouble(desk.call("GET", f"/employee/{per.id}", desk.client(CLIENT))) == (404, 6000, None)


def test_flags_are_true_or_false(desk: Desk) -> None:
    assert trouble(desk.call("GET", "/employee?includeContacts=yes", desk.client(CLIENT))) == (
        422,
        21000,
        "includeContacts",
    )


def test_rights_of_owner_and_hidden_user(desk: Desk) -> None:
    user = desk.office()
    who = value(desk.call("GET", "/token/session/>whoAmI", user))
    owner = values(desk.call("GET", f"/employee/entitlement?employeeId={who['employeeId']}", user))
    robot = values(desk.call("GET", f"/employee/entitlement?employeeId={who['actualEmployeeId']}", user))
    assert len(owner) == len(robot) == 98
    assert {row["id"] for row in owner}.isdisjoint(row["id"] for row in robot)
    anders = desk.someone("fjord-regnskap", "anders@fjord.example")
    assert len(values(desk.call("GET", f"/employee/entitlement?employeeId={anders.id}", user))) == 5


def test_attaching_and_taking_away(desk: Desk) -> None:
    robot, user = new_office_key(desk), desk.office()
    accountant = grant(desk, robot, template="STANDARD_PRIVILEGES_ACCOUNTANT")
    assert desk.call("PUT", accountant, user).status == 200
    path = f"/employee/entitlement/client?employeeId={robot}"
    rights = {row["entitlementId"] for row in values(desk.call("GET", path, user))}
    assert 35 in rights
    assert 1 not in rights
    here = f"{path}&customerId={desk.company(CLIENT).customer_id}"
    assert len(values(desk.call("GET", here, user))) == len(rights)
    assert values(desk.call("GET", f"{path}&customerId=1", user)) == []
    desk.call("PUT", grant(desk, robot, template="AGRO_PAYROLL_CLERK", addToExisting="true"), user)
    assert {row["entitlementId"] for row in values(desk.call("GET", path, user))} == rights | {61, 144}
    desk.world.switches.grant_status = 204
    assert desk.call("PUT", grant(desk, robot, template="NONE_PRIVILEGES"), user).status == 204
    assert desk.world.people[robot].grants == {}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"template": "NOBODY"}, (404, 6000, None)),
        ({"template": ""}, (422, 18000, "template")),
        ({"employeeId": ""}, (422, 18000, "employeeId")),
        ({"customerId": ""}, (422, 18000, "customerId")),
        ({"employeeId": "1"}, (404, 6000, None)),
        ({"customerId": "1"}, (404, 6000, None)),
    ],
)
def test_an_attachment_is_refused(desk: Desk, changed: dict[str, str], expected: tuple[object, ...]) -> None:
    assert trouble(desk.call("PUT", grant(desk, new_office_key(desk), **changed), desk.office())) == expected


def test_a_client_has_to_give_its_rights_first(desk: Desk) -> None:
    robot = new_office_key(desk)
    assert trouble(desk.call("PUT", grant(desk, robot, "stille-vann"), desk.office())) == (422, 18000, "customerId")
    desk.world.switches.access_after_rights = False
    assert desk.call("PUT", grant(desk, robot, "stille-vann"), desk.office()).status == 200


def test_an_ordinary_key_is_not_attached(desk: Desk) -> None:
    user = desk.office()
    robot = int(str(value(desk.call("GET", "/token/session/>whoAmI", user))["actualEmployeeId"]))
    assert trouble(desk.call("PUT", grant(desk, robot), user)) == (422, 18000, "employeeId")


def test_attaching_needs_a_right(desk: Desk) -> None:
    robot, user = new_office_key(desk), desk.office()
    desk.someone("fjord-regnskap", "kari@fjord.example").entitlements.remove(71)
    assert trouble(desk.call("PUT", grant(desk, robot), user)) == (403, 9000, None)


def test_rights_by_template_in_the_own_company(desk: Desk) -> None:
    user, anders = desk.office(), desk.someone("fjord-regnskap", "anders@fjord.example")
    path = "/employee/entitlement/:grantEntitlementsByTemplate?"
    assert desk.call("PUT", f"{path}employeeId={anders.id}&template=ALL_PRIVILEGES", user).status == 200
    assert len(anders.entitlements) == 98
    anders.user_type = "STANDARD"
    desk.call("PUT", f"{path}employeeId={anders.id}&template=ALL_PRIVILEGES", user)
    assert 1 not in anders.entitlements
    anders.user_type = "NO_ACCESS"
    desk.call("PUT", f"{path}employeeId={anders.id}&template=ACCOUNTANT", user)
    assert anders.entitlements == []
    for query, expected in (
        ("template=ALL_PRIVILEGES", (422, 18000, "employeeId")),
        (f"employeeId={anders.id}", (422, 18000, "template")),
        (f"employeeId={anders.id}&template=NOBODY", (404, 6000, None)),
        (f"employeeId={anders.id}&template=LIMITED", (404, 6000, None)),
        ("employeeId=1&template=ACCOUNTANT", (404, 6000, None)),
    ):
        assert trouble(desk.call("PUT", path + query, user)) == expected


def test_credentials_reach_every_visible_client(desk: Desk) -> None:
    token = desk.session(credentials(desk.world).office_key)
    rows = values(desk.call("GET", "/company/>withLoginAccess", ("0", token)))
    answers = {desk.call("GET", "/employee", (str(row["id"]), token)).status for row in rows}
    assert answers == {200}
