"""What declarations become, and every mistake that can be made in one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from provisioner.model.address import Address
from provisioner.model.diagnostics import Severity
from provisioner.model.resource import Desired, HandoffPlan
from provisioner.model.values import FrozenMap, Node, Unknown, attributes
from provisioner.spi.provider import ExpandRequest
from tests.plugins.provisioner_tripletex.bench import (
    ATTACHED,
    FINALE,
    KARI,
    NORDLYS,
    OFFICE,
    PER,
    Bench,
    Body,
    request_of,
)

HUMA = {"huma": {**PER, "expires": "2027-12-31"}}
CUSTOM = {
    "kassa": {
        **PER,
        "method": "custom-key",
        "applicationName": "KassaPluss_Prod",
        "confirmedByVendor": {"by": "support@kassapluss.example", "on": "2026-11-20"},
        "permissions": "same-as-owner",
        "expires": "2027-12-31",
    }
}
MENU = {"shopify-connectmyapps": {"agreement": {"acceptedBy": "Kari@Fjord.example", "authority": "avtale 2026-03"}}}


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench()


def by_kind(bench: Bench, request: ExpandRequest) -> dict[str, Desired]:
    expansion = bench.expand(request)
    assert [each for each in expansion.diagnostics if each.severity is Severity.ERROR] == []
    return {desired.address.kind: desired for desired in expansion.desired}


def test_a_key_from_the_catalogue(bench: Bench) -> None:
    found = by_kind(bench, request_of(HUMA))
    key = found["user_key"]
    assert str(key.address) == "client/nordlys-bakeri/user_key/huma"
    assert key.attributes == attributes(
        applicationName="Huma",
        owner="per@nordlys.example",
        ownerKind="employee",
        ownerOf=None,
        permissions="template",
        setup="catalogue",
        title="Huma",
        keyName="Huma Nordlys Bakeri AS",
        expires="2027-12-31",
        validFor=None,
    )
    assert key.expires_on == date(2027, 12, 31)
    assert key.integration == "huma"
    assert key.handoff == HandoffPlan("Huma")
    assert key.depends_on == (Address(NORDLYS, "module", "api-v2"),)
    assert key.origins["owner"].line == 3
    assert key.origins["expires"].line == 5


def test_the_module_comes_by_itself_and_says_for_whom(bench: Bench) -> None:
    found = by_kind(bench, request_of({**HUMA, **MENU}))
    module = found["module"]
    assert module.attributes == attributes(name="API_V2")
    assert [note.code for note in module.notes] == ["module-needed"]
    assert "needed by: Huma, Shopify" in module.notes[0].summary
    assert "kost" not in module.notes[0].told_in("nb").summary


def test_that_the_module_may_cost_is_for_whoever_makes_one(bench: Bench) -> None:
    module = by_kind(bench, request_of(HUMA))["module"]
    assert [note.code for note in module.cautions] == ["module-added"]
    assert "koste penger" in module.cautions[0].told_in("nb").summary


def test_a_client_that_is_only_attached_needs_no_module(bench: Bench) -> None:
    found = by_kind(bench, request_of(ATTACHED, keys=FINALE))
    assert set(found) == {"client_access"}
    access = found["client_access"]
    office_key = Address(OFFICE, "office_key", "visma-finale")
    assert access.attributes == FrozenMap(
        {
            "officeKey": "visma-finale",
            "key": Unknown(office_key, "reference"),
            "access": "STANDARD_PRIVILEGES_ACCOUNTANT",
            "keyName": "Visma Finale",
        }
    )
    assert access.depends_on == (office_key,)


def test_an_office_key(bench: Bench) -> None:
    found = by_kind(bench, request_of(label="fjord-regnskap", keys={"visma-finale": {**KARI, "validFor": "52w"}}))
    key = found["office_key"]
    assert key.attributes["keyName"] == "Visma Finale"
    assert key.attributes["validFor"] == "52w"
    assert key.expires_on == date(2027, 11, 21)
    assert set(found) == {"office_key", "module"}
    assert "ownerKind" not in key.attributes


def test_a_menu_activation(bench: Bench) -> None:
    menu = by_kind(bench, request_of(MENU))["menu_activation"]
    assert menu.attributes == attributes(
        title="Shopify av ConnectMyApps",
        search="ConnectMyApps",
        acceptedBy="kari@fjord.example",
        authority="avtale 2026-03",
    )
    assert menu.search == "ConnectMyApps"
    assert menu.origins["acceptedBy"].line == 4


def test_a_custom_key_that_is_in_no_catalogue(bench: Bench) -> None:
    key = by_kind(bench, request_of(CUSTOM))["user_key"]
    assert (key.attributes["setup"], key.attributes["permissions"]) == ("custom", "same-as-owner")
    assert key.integration == "kassa"
    assert [note.code for note in key.notes] == ["expiry-is-a-reminder"]


def test_rights_one_by_one_take_one_form(bench: Bench) -> None:
    listed = ["Prosjekt > Prosjektinformasjon", "AUTH_EMPLOYEE_INFO", "14", 61, "prosjekt > prosjektstatus"]
    key = by_kind(bench, request_of({"kassa": {**CUSTOM["kassa"], "permissions": listed}}))["user_key"]
    assert key.attributes["permissions"] == (14, 61, "Prosjekt > Prosjektinformasjon", "Prosjekt > Prosjektstatus")


def test_the_catalogue_gives_what_is_not_written(bench: Bench) -> None:
    shopbox = by_kind(bench, request_of({"shopbox": PER}))["user_key"]
    assert (shopbox.attributes["permissions"], shopbox.attributes["keyName"]) == ("all", "Shopbox")
    sonya = by_kind(bench, request_of({"sonya": PER}))["user_key"]
    assert isinstance(sonya.attributes["permissions"], tuple)
    assert len(sonya.attributes["permissions"]) == 9


def test_the_firms_own_entry_and_a_name_of_ones_own(bench: Bench) -> None:
    own = {
        "kassa-pluss": {
            "vendor": "Kassa Pluss AS",
            "applicationName": "KassaPluss_Prod",
            "methods": ["custom-key"],
            "permissions": "same-as-owner",
            "handoff": {"channel": "portal", "alsoNeeds": ["ownerEmail"], "never": ["email"], "steps": ["Lim inn"]},
        }
    }
    body = {**PER, "integration": "kassa-pluss", "handoff": {"channel": "phone", "steps": ["Ring"]}}
    key = by_kind(bench, request_of({"kassa-butikk": body}, own=own))["user_key"]
    assert key.address.name == "kassa-butikk"
    assert key.integration == "kassa-pluss"
    assert key.attributes["applicationName"] == "KassaPluss_Prod"
    assert key.handoff == HandoffPlan("Kassa Pluss AS", "phone", None, ("ownerEmail",), ("email",), ("Ring",))


def test_a_broken_entry_of_the_firms_own_is_named(bench: Bench) -> None:
    found = bench.expand(request_of(HUMA, own={"kassa": {"methods": ["telepathy"]}})).diagnostics
    assert [(each.code, each.source and each.source.file) for each in found] == [
        ("catalogue-entry", "integrations/own.yaml")
    ]


def test_the_firms_own_entries_are_read_once_and_leave_when_they_are_gone(bench: Bench) -> None:
    own = {"ny-kasse": {"methods": ["custom-key"], "applicationName": "NyKasse", "permissions": "all"}}
    request = request_of({"ny-kasse": PER}, own=own)
    assert by_kind(bench, request)["user_key"].attributes["applicationName"] == "NyKasse"
    assert bench.expand(replace(request)) == bench.expand(request)
    gone = bench.expand(replace(request, integrations=())).diagnostics
    assert [each.code for each in gone] == ["unknown-integration-nothing-near"]


def test_flags_and_rotation_travel(bench: Bench) -> None:
    body = {**PER, "validFor": "100d", "rotateBefore": "30d", "adopt": True, "protect": True}
    key = by_kind(bench, request_of({"huma": body}))["user_key"]
    assert (key.adopt, key.protect, key.rotate_before_days) == (True, True, 30)
    assert key.attributes["expires"] is None, "counted anew each day, so it is no attribute"


def test_a_key_of_the_offices_own(bench: Bench) -> None:
    found = by_kind(bench, request_of({"zapier": {**KARI, "validFor": "365d"}}, label="fjord-regnskap"))
    assert str(found["user_key"].address) == "office/user_key/zapier"


def test_the_key_that_serves_the_product_is_found_by_its_product(bench: Bench) -> None:
    keys = {"arsoppgjor": {**KARI, "integration": "visma-finale"}}
    access = by_kind(bench, request_of(ATTACHED, keys=keys))["client_access"]
    assert access.attributes["officeKey"] == "arsoppgjor"
    named = {"visma-finale": {**ATTACHED["visma-finale"], "officeKey": "arsoppgjor"}}
    assert by_kind(bench, request_of(named, keys=keys))["client_access"].attributes["keyName"] == "Visma Finale"


def test_normalising_gives_one_form(bench: Bench) -> None:
    raw = Desired(
        Address(NORDLYS, "user_key", "x"),
        attributes(owner=" Per@Nordlys.example ", keyName="Gro\u030cnn", permissions=["b", 2, 2, "a"]),
    )
    once = bench.provider.normalise(raw)
    assert once.attributes == attributes(owner="per@nordlys.example", keyName="Grǒnn", permissions=[2, "a", "b"])
    assert bench.provider.normalise(once) == once


WRONG: list[tuple[str, Body, str, str]] = [
    ("hum", PER, "unknown-integration", "`huma`"),
    ("qqqqqq", PER, "unknown-integration-nothing-near", "kind: Integration"),
    ("planday", PER, "not-set-up-file-export", "Take `planday` out"),
    ("penneo", PER, "not-set-up-built-in", "Take `penneo` out"),
    ("visma-amili", PER, "not-set-up-other-setting", "take `visma-amili` out"),
    ("rackbeat", PER, "method-unknown", "method: user-key"),
    ("kredin", PER, "method-choose", "`user-key`, `office-key`"),
    ("kredin", {**PER, "method": "userkey"}, "method-wrong", "`user-key`"),
    ("huma", {**PER, "method": "custom-key"}, "method-not-offered", "kind: Integration"),
    ("tamigo", {"method": "office-key"}, "office-key-forbidden", "method: user-key"),
    ("huma", {}, "owner-missing", "employee: per@firma.no"),
    ("huma", {"owner": {"employee": "a@b.no", "contact": "c@d.no"}}, "owner-both", "one of the two"),
    ("huma", {"owner": {"of": "Kunde AS"}}, "owner-empty", "`contact:`"),
    ("huma", {"owner": {"employee": "Per"}}, "owner-no-email", "log in"),
    ("huma", {**PER, "applicationName": "HUMA"}, "application-capitals", "Write `Huma`"),
    ("huma", {**PER, "applicationName": "Shopboks"}, "application-differs", "confirmedByVendor"),
    ("huma", {**PER, "applicationName": "ask-vendor"}, "ask-vendor-known", "applicationName: Huma"),
    ("capego", PER, "application-missing", "confirmedByVendor"),
    ("capego", {**PER, "applicationName": "Capego_X"}, "application-unconfirmed", "confirmedByVendor"),
    ("capego", {**PER, "applicationName": "sesamtalk"}, "application-capitals", "Write `SesamTalk`"),
    ("svenn", {**PER, "keyName": "Noe annet"}, "key-name-demanded", "Leave `keyName` out"),
    ("huma", {**PER, "permissions": "all"}, "permissions-not-here", "custom-key"),
    ("gronnjobb", PER, "permissions-missing", "same-as-owner"),
    ("gronnjobb", {**PER, "permissions": "everything"}, "permissions-wrong", "`all`"),
    ("gronnjobb", {**PER, "permissions": [True]}, "permissions-missing", "list of rights"),
    ("huma", {**PER, "expires": "2026-11-21"}, "expires-past", "later date"),
    ("huma", {**PER, "expires": "2026-11-22"}, "expires-today", "later date"),
    ("huma", {**PER, "expires": "31.12.2027"}, "expires-wrong", "2027-12-31"),
    ("huma", {**PER, "expires": "2027-13-31"}, "expires-wrong", "2027-12-31"),
    ("huma", {**PER, "validFor": "1 year"}, "duration-wrong", "validFor: 365d"),
    ("huma", {**PER, "validFor": "0d"}, "duration-wrong", "days (d)"),
    ("huma", {**PER, "validFor": "9d", "expires": "2027-12-31"}, "expiry-twice", "Keep one"),
    ("huma", {**PER, "rotateBefore": "9d"}, "rotate-without-expiry", "`validFor:`"),
    ("huma", {**PER, "validFor": "9d", "rotateBefore": "9d"}, "rotate-too-early", "shorter"),
    ("shopify-connectmyapps", {}, "agreement-missing", "acceptedBy"),
    ("shopify-connectmyapps", {"agreement": {"acceptedBy": "k@f.no"}}, "agreement-missing", "authority"),
    ("visma-finale", {"method": "office-key", "access": "ALL_PRIVILEGES"}, "office-key-not-declared", "officeKeys"),
]


@pytest.mark.parametrize(("name", "body", "code", "hinted"), WRONG, ids=[f"{row[0]}-{row[2]}" for row in WRONG])
def test_a_mistake_is_an_error_with_a_place_and_a_way_out(
    bench: Bench, name: str, body: Body, code: str, hinted: str
) -> None:
    expansion = bench.expand(request_of({name: body}))
    found = {each.code: each for each in expansion.diagnostics}
    assert code in found
    assert found[code].severity is Severity.ERROR
    assert hinted in found[code].hint
    source = found[code].source
    assert source is not None
    assert source.file == "clients/nordlys-bakeri.yaml"
    assert found[code].concerns == NORDLYS
    nb = found[code].told_in("nb")
    assert nb.summary
    assert nb.summary != found[code].summary
    assert [each.address.name for each in expansion.desired] == [], "nothing half understood is planned"


OFFICE_WRONG: list[tuple[str, Body, Body, str]] = [
    ("tamigo", KARI, None, "office-key-forbidden"),
    ("visma-finale", {"owner": {"contact": "a@b.no"}}, None, "office-key-owner"),
    ("visma-finale", {**KARI, "keyName": {"exact": "Finale"}}, None, "key-name-demanded"),
    ("visma-finale", KARI, ATTACHED["visma-finale"], "office-key-in-office"),
]


@pytest.mark.parametrize(("name", "key", "integration", "code"), OFFICE_WRONG, ids=[row[3] for row in OFFICE_WRONG])
def test_the_offices_own_mistakes(bench: Bench, name: str, key: Body, integration: Body, code: str) -> None:
    request = request_of({name: integration} if integration else None, label="fjord-regnskap", keys={name: key})
    found = {each.code: each for each in bench.expand(request).diagnostics}
    assert found[code].severity is Severity.ERROR
    assert found[code].concerns == OFFICE


def test_a_vendor_that_does_not_say_whether_it_takes_office_keys_is_a_warning(bench: Bench) -> None:
    request = request_of(label="fjord-regnskap", keys={"huma": KARI})
    found = {each.code: each for each in bench.expand(request).diagnostics}
    assert found["office-key-unknown"].severity is Severity.WARNING
    confirmed = {**KARI, "confirmedByVendor": {"by": "support@huma.example"}}
    assert bench.expand(request_of(label="fjord-regnskap", keys={"huma": confirmed})).diagnostics == ()


ACCESS_WRONG: list[tuple[dict[str, object], str]] = [
    ({"access": None}, "access-missing"),
    ({"access": "STANDARD_PRIVILEGES_ACCOUNTENT"}, "access-wrong"),
    ({"access": "NONE_PRIVILEGES"}, "access-wrong"),
    ({"officeKey": "visma-final"}, "office-key-not-declared-near"),
    ({"officeKey": "kredin"}, "office-key-of-another"),
]


@pytest.mark.parametrize(("change", "code"), ACCESS_WRONG, ids=[row[1] for row in ACCESS_WRONG])
def test_mistakes_of_attaching(bench: Bench, change: dict[str, object], code: str) -> None:
    body: Body = {**ATTACHED["visma-finale"], **change}
    found = bench.expand(request_of({"visma-finale": body}, keys={**FINALE, "kredin": KARI})).diagnostics
    assert [each.code for each in found] == [code]


def test_two_keys_for_one_product_must_be_chosen_from(bench: Bench) -> None:
    keys = {"a": {**KARI, "integration": "visma-finale"}, "b": {**KARI, "integration": "visma-finale"}}
    found = bench.expand(request_of(ATTACHED, keys=keys)).diagnostics
    assert [each.code for each in found] == ["office-key-choose"]
    assert "`a`, `b`" in found[0].summary


def test_duplicates_name_both_places(bench: Bench) -> None:
    two: dict[str, Body] = {"huma": PER, "huma-2": {**PER, "integration": "huma"}}
    found = bench.expand(request_of(two)).diagnostics
    assert [each.code for each in found] == ["duplicate-key"]
    assert found[0].related[0].line == 1
    shops = {"a": {**MENU["shopify-connectmyapps"], "integration": "shopify-connectmyapps"}}
    assert [each.code for each in bench.expand(request_of({**MENU, **shops})).diagnostics] == ["duplicate-activation"]
    again: dict[str, Body] = {
        "x": {**ATTACHED["visma-finale"], "integration": "visma-finale", "officeKey": "visma-finale"}
    }
    found = bench.expand(request_of({**ATTACHED, **again}, keys=FINALE)).diagnostics
    assert [each.code for each in found] == ["duplicate-access"]


def test_what_is_only_doubtful_warns_and_is_planned(bench: Bench) -> None:
    doubtful = {
        "huma": {**PER, "expires": "2026-11-25"},
        "rackbeat": {**PER, "method": "user-key", "applicationName": "Rackbeat", "confirmedByVendor": {"by": "x"}},
        "iex": {"method": "menu", **MENU["shopify-connectmyapps"]},
        "gronnjobb": {**PER, "permissions": ["Prosjekt > Prosjektinfo"]},
    }
    expansion = bench.expand(request_of(doubtful))
    assert {(each.code, each.severity) for each in expansion.diagnostics} == {
        ("expires-soon", Severity.WARNING),
        ("method-unsourced", Severity.WARNING),
        ("right-unknown", Severity.WARNING),
    }
    assert len(expansion.desired) == 5


def test_a_body_that_is_no_mapping_is_read_as_empty(bench: Bench) -> None:
    request = request_of(HUMA)
    declared = replace(request.declared.declared[0], body=Node(None))
    broken = replace(request, declared=replace(request.declared, declared=(declared,)))
    assert [each.code for each in bench.expand(broken).diagnostics] == ["owner-missing"]
    assert bench.expand(broken).diagnostics[0].source == declared.source
