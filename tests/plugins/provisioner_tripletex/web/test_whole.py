"""All of an account on the screens, whoever wants it: everybody's keys, rights, activations and accesses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provisioner.model.errors import ProviderFailed
from provisioner.model.resource import Desired, Live, Read
from provisioner.model.state import AccountState, Entry, Generation
from provisioner.model.values import attributes
from provisioner.spi.provider import ReadRequest
from provisioner_tripletex.kinds import ACCESS, MENU, OFFICE_KEY, USER_KEY
from provisioner_tripletex.web.reading import read_screens
from provisioner_tripletex.web.screens_keys import Owner
from provisioner_tripletex.web.whole import companies
from provisioner_tripletex_simulator.rules import (
    KeyOrder,
    activate_integration,
    activate_module,
    grant_at_client,
    make_key,
    rights_at,
)
from tests.plugins.provisioner_tripletex.bench import ATTACHED, NOW, Bench, request_of
from tests.plugins.provisioner_tripletex.web.conftest import OFFICE, Booth

MENU_TITLE = "Shopify av ConnectMyApps"
KARI = {"owner": {"employee": "kari@fjord.example"}}


def read(booth: Booth, label: str = "nordlys-bakeri", everybody: tuple[Owner, ...] = ()) -> Read:
    office = booth.account(OFFICE).identity
    request = ReadRequest(booth.account(label), None, office_identity=office, whole=True)
    return read_screens(booth.driver.session, request, NOW, everybody)


def of(found: Read, kind: str) -> list[Live]:
    return [live for live in found.live if live.kind == kind]


@pytest.fixture
def ready(booth: Booth) -> Booth:
    """A client with a key of each sort, an activation and an access."""
    world, company = booth.desk.world, booth.desk.company("nordlys-bakeri")
    kari = booth.desk.someone(OFFICE, "kari@fjord.example")
    activate_module(world, rights_at(world, kari, company.id), company, None)
    per = booth.desk.someone("nordlys-bakeri", "per@nordlys.example")
    ida = booth.desk.someone("nordlys-bakeri", "ida@nordlys.example")
    make_key(world, KeyOrder(company.id, per.id, "Huma", "Huma i butikken", "template"), NOW)
    make_key(world, KeyOrder(company.id, ida.id, "Shopbox", "Kasse", "chosen", chosen=(61, 43)), NOW)
    activate_integration(world, kari.id, company.id, MENU_TITLE, NOW)
    office = booth.desk.company(OFFICE)
    order = KeyOrder(office.id, kari.id, "VismaFinale", "Visma Finale", "template", office=True)
    key, _ = make_key(world, order, NOW)
    grant_at_client(world, key.robot_id, company.id, "STANDARD_PRIVILEGES_ACCOUNTANT")
    return booth


def test_everything_is_listed_that_anybody_has(ready: Booth) -> None:
    found = read(ready)
    assert {MENU, USER_KEY, ACCESS} <= found.complete
    assert [live.attributes["title"] for live in of(found, MENU)] == [MENU_TITLE]
    keys = {live.attributes["owner"]: live.attributes for live in of(found, USER_KEY)}
    assert keys["per@nordlys.example"]["keyName"] == "Huma i butikken"
    assert "permissions" not in keys["per@nordlys.example"], "the screen does not show them"
    rights = keys["ida@nordlys.example"]["permissions"]
    assert isinstance(rights, tuple)
    assert len(rights) == 2
    through = {live.attributes["keyName"]: live.attributes["access"] for live in of(found, ACCESS)}
    assert through["Visma Finale"] == "STANDARD_PRIVILEGES_ACCOUNTANT"


def test_the_office_lists_both_sorts_of_keys(ready: Booth) -> None:
    found = read(ready, OFFICE)
    assert [live.attributes["keyName"] for live in of(found, OFFICE_KEY)] == ["Provisioner", "Visma Finale"]
    assert OFFICE_KEY in found.complete


def test_a_contact_comes_with_their_customer(booth: Booth) -> None:
    world, company = booth.desk.world, booth.desk.company("radhuset-radgivning")
    kari = booth.desk.someone(OFFICE, "kari@fjord.example")
    activate_module(world, rights_at(world, kari, company.id), company, None)
    ola = booth.desk.someone("radhuset-radgivning", "ola@kunde.example")
    make_key(world, KeyOrder(company.id, ola.id, "GRIPR", "G", "template"), NOW)
    (key,) = of(read(booth, "radhuset-radgivning"), USER_KEY)
    assert (key.attributes["ownerKind"], key.attributes["ownerOf"]) == ("contact", "Kunde AS")


def test_whoever_is_known_from_elsewhere_is_looked_for_too(ready: Booth) -> None:
    """A list on the screen may be shorter than the company; of two with one address nobody can tell whose a key is."""
    assert USER_KEY in read(ready, everybody=(Owner("gone@nordlys.example"),)).complete
    ready.desk.someone("nordlys-bakeri", "ida@nordlys.example").email = "per@nordlys.example"
    found = read(ready)
    assert USER_KEY not in found.complete
    assert [one.code for one in found.diagnostics] == ["screens-not-read"]


def test_somebody_without_an_address_may_own_keys(ready: Booth) -> None:
    ready.desk.someone("nordlys-bakeri", "ida@nordlys.example").email = ""
    found = read(ready)
    assert [one.code for one in found.diagnostics] == ["people-nameless"]
    assert USER_KEY not in found.complete
    assert len(of(found, USER_KEY)) == 1


def test_without_the_right_nothing_is_known_of_keys(ready: Booth) -> None:
    kari, here = ready.desk.someone(OFFICE, "kari@fjord.example"), ready.desk.company("nordlys-bakeri")
    grant_at_client(ready.desk.world, kari.id, here.id, "STANDARD_PRIVILEGES_AUDITOR")
    found = read(ready)
    assert "no-api-access" in [one.code for one in found.diagnostics]
    assert USER_KEY not in found.complete


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("E-post=Adresse", USER_KEY),
        ("Brukernøkkel-ID=Nummer", USER_KEY),
        ("API-nøkkel=X", ACCESS),
    ],
)
def test_a_list_without_its_headings_is_not_taken_for_empty(ready: Booth, words: str, kind: str) -> None:
    ready.switch(changed_words=words)
    found = read(ready)
    assert kind not in found.complete
    assert "screens-not-read" in [one.code for one in found.diagnostics]
    assert {MENU, USER_KEY, ACCESS} - {kind} <= found.complete, "the rest is read"


def test_the_companies_that_may_be_opened_are_listed(booth: Booth) -> None:
    found = companies(booth.driver.session)
    names = {str(account.ref): account.identity.organization_number for account in found.accounts}
    assert names["client/nordlys-bakeri"] == "312345676"
    assert names["client/fjord-regnskap"] == "314286014", "the firm's own stands among them"
    assert not found.complete, "nobody can tell whether the list goes on"
    booth.switch(changed_words="Org.nr.=Nummer")
    with pytest.raises(ProviderFailed, match="could not be read"):
        companies(booth.driver.session)


def wanted() -> tuple[Desired, ...]:
    body = {**ATTACHED["visma-finale"], "adopt": True}
    asked = request_of({"visma-finale": body}, keys={"visma-finale": KARI})
    return Bench(drivers=("web", "guided")).expand(asked).desired


def test_an_access_through_a_key_that_is_still_to_be_taken_over_is_found(ready: Booth) -> None:
    """By the key's name: until then no state says which key it is."""
    account = ready.account("nordlys-bakeri")
    asked = ReadRequest(account, None, wanted(), office_identity=ready.account(OFFICE).identity)
    session = ready.driver.session
    (live,) = of(read_screens(session, asked, NOW), ACCESS)
    assert live.attributes == attributes(officeKey="visma-finale")
    nobody = read_screens(session, replace(asked, office_identity=None), NOW)
    assert ACCESS not in nobody.complete, "of an office that nobody knows nothing is absent"
    key = wanted()[0].depends_on[0]
    adopted = Entry(key, Generation(1, attributes(keyName="Visma Finale"), NOW), adopted=True)
    prior = AccountState(key.account, "lineage", 1, entries=(adopted,), bound_to=asked.office_identity)
    after = read_screens(session, replace(asked, office=prior), NOW)
    assert of(after, ACCESS) == [live]
    assert ACCESS in after.complete


def test_a_log_in_that_ends_on_the_last_page_leaves_no_key_without_rights(ready: Booth) -> None:
    """A page without a tick is not a key without a right."""
    kari = ready.desk.someone(OFFICE, "kari@fjord.example")
    order = KeyOrder(kari.company_id, kari.id, "Shopbox", "Kontorets", "chosen", chosen=(61, 43))
    make_key(ready.desk.world, order, NOW)
    whole = read(ready, OFFICE)
    assert [
        len(rights) for live in of(whole, USER_KEY) if isinstance(rights := live.attributes.get("permissions"), tuple)
    ]
    ready.fault(kind="session-expired", path="/nokkel")
    again = read(ready, OFFICE)
    assert (again.complete, set(again.live)) == (whole.complete, set(whole.live))
