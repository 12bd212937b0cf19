"""Preflight: what can be seen beforehand, and what cannot."""

from __future__ import annotations

import pytest

from provisioner.model.diagnostics import Severity
from provisioner.model.errors import ProviderFailed
from provisioner.model.plan import Action, Check
from provisioner.spi.endpoint import TransportResponse
from provisioner.spi.provider import ExpandRequest, PreflightRequest, ReadRequest
from provisioner_tripletex_simulator.faults import add_fault
from provisioner_tripletex_simulator.nouns import Fault, Grant, Person
from tests.plugins.provisioner_tripletex.bench import (
    ATTACHED,
    FINALE,
    NOW,
    PER,
    Bench,
    Body,
    change_of,
    request_of,
)

IDA = {"owner": {"employee": "ida@nordlys.example"}}
HUMA = request_of({"huma": {**PER, "expires": "2027-12-31"}})


def checks(bench: Bench, request: ExpandRequest, action: Action = Action.CREATE) -> dict[str, Check]:
    account = request.declared.account
    changes = tuple(
        change_of(desired, action, driver=bench.provider.route(change_of(desired)).driver)
        for desired in bench.expand(request).desired
    )
    read = bench.provider.read(ReadRequest(account, None))
    return {check.code: check for check in bench.provider.preflight(PreflightRequest(account, changes, read, NOW))}


def outcome(found: dict[str, Check]) -> dict[str, str]:
    words = {}
    for code, check in found.items():
        word = check.finding.code if check.finding is not None else ""
        words[code] = f"{check.status.value} {word}".strip()
    return words


def test_everything_is_well() -> None:
    assert outcome(checks(Bench(), HUMA)) == {
        "client-visible": "passed",
        "right-company": "passed",
        "module-available": "passed",
        "key-not-there-already": "not-checkable keys-unlistable",
        "application-approved": "not-checkable approval-unseen",
        "actor-may-activate": "passed",
        "actor-may-make-keys": "passed",
        "owner-found": "passed",
        "owner-rights": "passed",
    }


def test_a_firm_that_knows_it_is_not_approved_is_not_told_that_nobody_knows() -> None:
    found = outcome(checks(Bench(settings={"keysByApi": False}), HUMA))
    assert found["owner-found"] == "passed", "people are read all the same"
    assert "application-approved" not in found
    assert found["actor-may-make-keys"] == "not-checkable actor-unseen", "a person makes them, and nobody knows who"


def test_level_0_says_once_that_nothing_can_be_checked() -> None:
    found = checks(Bench(drivers=("guided",)), HUMA)
    assert outcome(found) == {"preflight": "not-checkable preflight-needs-api"}
    assert checks(Bench(drivers=("guided",)), request_of()) == {}
    assert checks(Bench(), request_of()) == {}


def test_an_account_that_is_not_visible_fails() -> None:
    found = checks(Bench(), request_of({"huma": PER}, label="stille-vann"))
    assert outcome(found) == {"client-visible": "failed client-not-visible"}
    finding = found["client-visible"].finding
    assert finding is not None
    assert finding.severity is Severity.ERROR
    custom = {"shopbox": {"owner": {"employee": "vera@stillevann.example"}}}
    by_hand = checks(Bench().without("officeKey"), request_of(custom, label="stille-vann"))
    assert outcome(by_hand) == {"client-visible": "failed client-not-visible"}, "the module would go by API"
    menu = {"shopify-connectmyapps": {"agreement": {"acceptedBy": "kari@fjord.example", "authority": "avtale"}}}
    bench = Bench(drivers=("guided", "api"))
    assert outcome(checks(bench, request_of(menu, label="stille-vann"))) == {
        "client-visible": "not-checkable client-not-visible"
    }, "a person sees the company on the screen"


def test_a_package_that_is_too_small_fails() -> None:
    found = checks(Bench(), request_of({"shopbox": {"owner": {"employee": "roy@kiosken.example"}}}, label="kiosken"))
    assert outcome(found)["module-available"] == "failed module-unavailable"
    finding = found["module-available"].finding
    assert finding is not None
    assert "BASIS" in finding.summary
    tipro = checks(Bench(), request_of({"tipro": PER}))
    assert outcome(tipro)["package-sufficient"] == "failed package-too-small"
    lars = {"tipro": {"owner": {"employee": "lars@tommerogbolt.example"}}}
    assert outcome(checks(Bench(), request_of(lars, label="tommer-og-bolt")))["package-sufficient"] == "passed"


def test_a_package_nobody_ranks_is_not_known() -> None:
    bench = Bench()
    bench.company("nordlys-bakeri").modules = {"AGRO_CLIENT": None}
    found = outcome(checks(bench, request_of({"tipro": PER})))
    assert found["module-available"] == "not-checkable package-unranked"
    assert found["package-sufficient"] == "not-checkable package-unranked"


def test_what_could_not_be_read_is_not_passed() -> None:
    bench = Bench()
    add_fault(bench.world, Fault("server-error", "/v2/company/salesmodules", times=99))
    found = outcome(checks(bench, request_of({"tipro": PER})))
    assert found["module-available"] == "not-checkable modules-unread"
    assert found["package-sufficient"] == "not-checkable modules-unread"
    bench = Bench()
    add_fault(bench.world, Fault("server-error", "/v2/employee/entitlement", times=99))
    found = outcome(checks(bench, HUMA))
    assert found["actor-may-make-keys"] == "not-checkable rights-unread"
    assert found["owner-rights"] == "not-checkable rights-unread"
    add_fault(bench.world, Fault("server-error", "/v2/employee", times=99))
    assert outcome(checks(bench, HUMA))["owner-found"] == "not-checkable people-unread"
    unreachable = Bench().without("officeKey")
    assert outcome(checks(unreachable, HUMA))["owner-found"] == "not-checkable people-unread"


UNNUMBERED = "not-checkable owner-rights-unnumbered"
LACKS = "failed owner-lacks-rights"
SEEMS = "failed owner-seems-to-lack-rights"
OWNERS: list[tuple[str, Body, str, str]] = [
    ("huma", {"owner": {"employee": "peer@nordlys.example"}}, "owner-found", "failed owner-unknown-near"),
    ("huma", {"owner": {"employee": "x@y.no"}}, "owner-found", "failed owner-unknown"),
    ("huma", {"owner": {"contact": "per@nordlys.example"}}, "owner-found", "failed owner-unknown-near"),
    ("huma", IDA, "owner-rights", "not-checkable owner-template-unread"),
    ("shopbox", IDA, "owner-rights", "failed owner-limits-key"),
    ("shopbox", {**IDA, "permissions": "same-as-owner"}, "owner-rights", "passed"),
    ("gronnjobb", {**IDA, "permissions": [126]}, "owner-rights", "failed owner-lacks-rights"),
    ("gripr", IDA, "owner-rights", "failed owner-lacks-rights"),
    ("gronnjobb", {**IDA, "permissions": ["Prosjekt > Prosjektstatus"]}, "owner-rights", UNNUMBERED),
    ("gronnjobb", {**PER, "permissions": ["Prosjekt > Prosjektstatus", 92]}, "owner-rights", UNNUMBERED),
    ("gronnjobb", {**IDA, "permissions": ["Prosjekt > Prosjektstatus", 126]}, "owner-rights", LACKS),
    ("gronnjobb", {**PER, "permissions": ["Prosjekt > Prosjektinformasjon"]}, "owner-rights", "passed"),
    ("gronnjobb", {**IDA, "permissions": ["Prosjekt > Prosjektinformasjon"]}, "owner-rights", SEEMS),
]


@pytest.mark.parametrize(("name", "body", "code", "expected"), OWNERS)
def test_owners(name: str, body: Body, code: str, expected: str) -> None:
    found = checks(Bench(), request_of({name: {**(body or {}), "validFor": "365d"}}))
    assert outcome(found)[code] == expected
    finding = found[code].finding
    assert finding is None or finding.address is not None


def test_what_an_owner_lacks_is_named() -> None:
    finding = checks(Bench(), request_of({"gronnjobb": {**IDA, "permissions": [126, 71]}}))["owner-rights"].finding
    assert finding is not None
    assert "AUTH_ACCOUNT_ADMINISTRATOR (126)" in finding.text.detail


def test_words_that_nobody_could_compare_are_named_and_not_passed() -> None:
    asked = ["Prosjekt > Prosjektstatus", "Prosjekt > Prosjektinformasjon"]
    check = checks(Bench(), request_of({"gronnjobb": {**PER, "permissions": asked}}))["owner-rights"]
    assert check.finding is not None
    assert "«Prosjekt > Prosjektstatus»" in check.finding.text.detail
    assert "Prosjektinformasjon" not in check.finding.text.detail, "its number is inferred from its name"


@pytest.mark.parametrize("permissions", [["Prosjekt > Prosjektinformasjon"], [92], "all", "same-as-owner"])
def test_an_owner_who_may_do_nothing_makes_every_key_useless(permissions: object) -> None:
    bench = Bench()
    ida = bench.world.person_by_email(bench.company("nordlys-bakeri").id, "ida@nordlys.example")
    assert ida is not None
    ida.entitlements = []
    check = checks(bench, request_of({"gronnjobb": {**IDA, "permissions": permissions}}))["owner-rights"]
    assert outcome({"": check})[""] == "failed owner-has-no-rights"
    assert check.finding is not None
    assert check.finding.severity is Severity.ERROR


def test_an_administrator_without_every_right_may_lack_what_a_template_asks_for() -> None:
    bench = Bench()
    per = bench.world.person_by_email(bench.company("nordlys-bakeri").id, "per@nordlys.example")
    assert per is not None
    per.entitlements.remove(119)
    assert outcome(checks(bench, HUMA))["owner-rights"] == "not-checkable owner-template-unread"


def test_an_owner_that_keeps_a_key_from_all_rights_is_a_warning() -> None:
    finding = checks(Bench(), request_of({"shopbox": IDA}))["owner-rights"].finding
    assert finding is not None
    assert finding.severity is Severity.WARNING, "it was looked at and did not pass; and it stops nothing"


@pytest.mark.parametrize(("name", "body", "code", "expected"), [row for row in OWNERS if row[3] != "passed"])
def test_what_is_wrong_with_an_owner_points_at_the_owner(name: str, body: Body, code: str, expected: str) -> None:
    request = request_of({name: {"validFor": "365d", **(body or {})}})
    owner = request.declared.declared[0].body.get("owner")
    assert owner is not None
    finding = checks(Bench(), request)[code].finding
    assert finding is not None
    assert finding.source == owner.origin


def grants_at(bench: Bench, label: str) -> list[Grant]:
    """What anybody of the office's may do at that client, the office key's hidden user included."""
    client = bench.company(label)
    return [grant for grant in bench.world.grants.values() if grant.company_id == client.id]


def own_key(bench: Bench, *, office: bool) -> Person:
    """The hidden user behind one of the keys that we call with."""
    (robot,) = [
        bench.world.people[key.robot_id]
        for key in bench.world.keys.values()
        if key.company_id == bench.world.office.id and key.office is office
    ]
    return robot


def test_a_person_who_may_not_make_keys_has_a_key_that_may_not() -> None:
    bench = Bench()
    kari = bench.world.person_by_email(bench.world.office.id, "kari@fjord.example")
    assert kari is not None
    kari.entitlements.remove(71)
    office = request_of(label="fjord-regnskap", keys=FINALE)
    assert outcome(checks(bench, office))["actor-may-make-keys"] == "failed actor-not-client-administrator"
    bench = Bench()
    for grant in grants_at(bench, "nordlys-bakeri"):
        grant.entitlements.remove(1)
    found = checks(bench, HUMA)
    assert outcome(found)["actor-may-make-keys"] == "failed actor-not-administrator"
    assert outcome(found)["actor-may-activate"] == "passed", "an administrator of the account may activate services"
    finding = found["actor-may-make-keys"].finding
    assert finding is not None
    assert finding.severity is Severity.WARNING, "which right is which is inferred, so it stops nothing"


def test_a_key_that_lacks_the_right_may_not_though_its_owner_may() -> None:
    bench = Bench()
    own_key(bench, office=False).entitlements.remove(71)
    office = request_of(label="fjord-regnskap", keys=FINALE)
    assert outcome(checks(bench, office))["actor-may-make-keys"] == "failed actor-not-client-administrator"
    attaching = outcome(checks(bench, request_of(ATTACHED, keys=FINALE)))
    assert attaching["actor-may-attach"] == "failed actor-not-attaching"
    bench = Bench()
    (robot,) = [each for each in grants_at(bench, "nordlys-bakeri") if each.person_id == own_key(bench, office=True).id]
    robot.entitlements = [right for right in robot.entitlements if right not in (1, 126)]
    found = outcome(checks(bench, HUMA))
    assert found["actor-may-make-keys"] == "failed actor-not-administrator"
    assert found["actor-may-activate"] == "failed actor-may-not-activate"


def test_each_right_is_checked_of_what_needs_it() -> None:
    bench = Bench()
    own_key(bench, office=False).entitlements.remove(1)
    mixed = request_of(
        {"huma": {"owner": {"employee": "kari@fjord.example"}, "validFor": "365d"}}, label="fjord-regnskap", keys=FINALE
    )
    account, read = mixed.declared.account, bench.provider.read(ReadRequest(mixed.declared.account, None))
    changes = tuple(change_of(desired) for desired in bench.expand(mixed).desired if desired.address.kind != "module")
    found = bench.provider.preflight(PreflightRequest(account, changes, read, NOW))
    made = [
        (check.status.value, check.finding.code if check.finding is not None else "")
        for check in found
        if check.code == "actor-may-make-keys"
    ]
    assert sorted(made) == [("failed", "actor-not-administrator"), ("passed", "")]


def test_whose_key_we_have_is_asked_once_for_all_clients() -> None:
    bench = Bench()
    for label in ("nordlys-bakeri", "tommer-og-bolt"):
        checks(bench, request_of(ATTACHED, label=label, keys=FINALE))
        checks(bench, request_of({"huma": PER}, label=label))
    assert bench.transport.count("GET", ">whoAmI") == 2, "once a key"


def test_who_we_are_may_not_be_told() -> None:
    bench = Bench()
    hidden = b'{"value": {"employeeId": 7, "companyId": 1, "company": {"name": "x"}}}'
    bench.transport.hook = lambda request: (
        TransportResponse(200, (), hidden) if request.path.endswith(">whoAmI") else None
    )
    assert outcome(checks(bench, HUMA))["actor-may-make-keys"] == "not-checkable actor-key-unseen"


def test_who_sits_at_the_screen_is_known_to_nobody() -> None:
    menu = {"shopify-connectmyapps": {"agreement": {"acceptedBy": "kari@fjord.example", "authority": "avtale"}}}
    found = outcome(
        checks(Bench(drivers=("guided", "api")), request_of({**menu, "huma": PER, **ATTACHED}, keys=FINALE))
    )
    assert {code: told for code, told in found.items() if code.startswith("actor-")} == {
        "actor-may-activate": "not-checkable actor-unseen-activating",
        "actor-may-make-keys": "not-checkable actor-unseen",
        "actor-may-attach": "not-checkable actor-unseen-attaching",
    }


def test_ending_asks_no_owner() -> None:
    attaching = checks(Bench(), request_of(ATTACHED, keys=FINALE))
    entered = {"client-visible": "passed", "right-company": "passed"}
    asked = {"actor-may-attach": "passed", "owner-rights-at-client": "not-checkable owner-at-client-whose"}
    assert outcome(attaching) == {**entered, **asked}
    assert outcome(checks(Bench(), HUMA, Action.DELETE)) == entered


def test_where_no_list_of_clients_was_asked_nobody_is_said_not_to_be_in_it() -> None:
    bench = Bench().without("officeEmployeeToken", "officeKey")
    reads = [
        bench.provider.read(ReadRequest(request_of(label=label).declared.account, None))
        for label in ("nordlys-bakeri", "stille-vann", "fjord-regnskap")
    ]
    assert [[each.code for each in read.diagnostics] for read in reads] == [["clients-unread"], ["clients-unread"], []]
    told = {(read.diagnostics[0].text, read.diagnostics[0].told_in("nb")) for read in reads[:2]}
    assert len(told) == 1, "the same words, so that reports tell them once"
    assert reads[0].diagnostics[0].severity is Severity.WARNING
    assert [(read.visible, read.complete) for read in reads] == [(True, frozenset())] * 3
    found = outcome(checks(bench, HUMA))
    assert found["client-visible"] == "not-checkable clients-unread"
    assert "passed" not in "".join(found.values())
    assert bench.transport.sent == [], "there is nothing to ask with"
    with pytest.raises(ProviderFailed) as caught:
        bench.step(bench.wanted(HUMA, "module"), HUMA.declared.account, driver="api")
    assert caught.value.summary == "No client is looked at by API: there is no office key."
