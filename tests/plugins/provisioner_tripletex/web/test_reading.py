"""What the browser reads of an account, and what preflight makes of it: each trap passed, failed or not checkable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from provisioner.model.diagnostics import Diagnostic, Severity
from provisioner.model.plan import Check, CheckStatus
from provisioner.model.resource import Read
from provisioner.model.state import AccountState, Entry
from provisioner.model.values import attributes
from provisioner.spi.provider import ExpandRequest, PreflightRequest, ReadRequest
from provisioner_tripletex.agreements import Agreements, agreement_digest
from provisioner_tripletex.entitlements import load_entitlements
from provisioner_tripletex.keepers import watch
from provisioner_tripletex.preflight import preflight
from provisioner_tripletex.preflight_round import Knowledge, Sight
from provisioner_tripletex.web.reading import read_screens
from provisioner_tripletex_simulator.rules import (
    KeyOrder,
    activate_module,
    agreement_text,
    grant_at_client,
    make_key,
    rights_at,
)
from tests.plugins.provisioner_tripletex.bench import NORDLYS, NOW, PER, Bench, change_of, generation, request_of
from tests.plugins.provisioner_tripletex.web.conftest import OFFICE, Booth

MENU = "Shopify av ConnectMyApps"
SCREENS = Sight(None, screens=True)
HUMA = request_of({"huma": PER})
CUSTOM = {"method": "custom-key", "applicationName": "Kassa_1", "permissions": "all", "confirmedByVendor": {"by": "x"}}
SEEN: dict[str, str] = {"client-visible": "passed", "right-company": "passed"}


class Looked:
    """One account, read and checked."""

    def __init__(self, booth: Booth, asked: ExpandRequest, prior: AccountState | None = None) -> None:
        bench = Bench(drivers=("web", "guided"))
        self.account = asked.declared.account
        self.desired = bench.expand(asked).desired
        self.knowledge = Knowledge(bench.provider._library.catalogue, load_entitlements())
        self.request = ReadRequest(self.account, prior, self.desired)
        self.read: Read = read_screens(booth.driver.session, self.request, NOW)

    @property
    def checks(self) -> list[Check]:
        changes = tuple(change_of(desired, driver="web") for desired in self.desired)
        return list(preflight(SCREENS, PreflightRequest(self.account, changes, self.read, NOW), self.knowledge))

    def finding(self, code: str) -> Diagnostic:
        (found,) = [check.finding for check in self.checks if check.code == code]
        assert found is not None
        return found

    @property
    def told(self) -> Mapping[str, str]:
        return {
            check.code: f"{check.status.value} {check.finding.code if check.finding else ''}".strip()
            for check in self.checks
        }


@pytest.fixture
def ready(booth: Booth) -> Booth:
    """A client whose service is active."""
    company = booth.desk.company("nordlys-bakeri")
    kari = booth.desk.someone(OFFICE, "kari@fjord.example")
    activate_module(booth.desk.world, rights_at(booth.desk.world, kari, company.id), company, None)
    return booth


def test_before_the_service_is_active_what_can_be_seen_is_checked(booth: Booth) -> None:
    looked = Looked(booth, HUMA)
    assert looked.told == {
        **SEEN,
        "module-available": "passed",
        "key-not-there-already": "passed",
        "actor-may-activate": "not-checkable actor-unseen-activating",
        "actor-may-make-keys": "not-checkable actor-unseen",
        "owner-found": "passed",
        "owner-rights": "not-checkable owner-rights-unseen",
    }
    assert {"module", "user_key"} <= looked.read.complete


def test_with_the_service_the_tab_shows_who_may_and_what_is_there(ready: Booth) -> None:
    told = Looked(ready, HUMA).told
    assert told["actor-may-make-keys"] == told["key-not-there-already"] == "passed"


def test_a_package_that_is_too_small_is_found_on_the_screen(booth: Booth) -> None:
    owner = {"owner": {"employee": "roy@kiosken.example"}}
    looked = Looked(booth, request_of({"shopbox": owner}, label="kiosken"))
    assert looked.told["module-available"] == "failed module-not-offered"
    finding = looked.finding("module-available")
    assert finding.severity is Severity.ERROR
    assert "Basis" in finding.summary


@pytest.mark.parametrize("active", [False, True])
def test_an_owner_who_is_not_there_is_found_before_anything_is_made(booth: Booth, ready: Booth, active: bool) -> None:
    if not active:
        booth.desk.company("nordlys-bakeri").modules.pop("API_V2")
    looked = Looked(ready, request_of({"huma": {"owner": {"employee": "nobody@nordlys.example"}}}))
    assert looked.told["owner-found"] == "failed owner-unknown"
    assert looked.finding("owner-found").severity is Severity.ERROR
    assert "owner-rights" not in looked.told, "nobody's rights are anything"
    assert "user_key" in looked.read.complete, "who is not there has no keys"


def test_a_contact_is_not_an_employee(ready: Booth) -> None:
    assert Looked(ready, request_of({"huma": {"owner": {"contact": "per@nordlys.example"}}})).told["owner-found"] == (
        "failed owner-unknown"
    )


def test_whoever_is_logged_in_without_the_right_is_told_so(ready: Booth) -> None:
    kari, here = ready.desk.someone(OFFICE, "kari@fjord.example"), ready.desk.company("nordlys-bakeri")
    grant_at_client(ready.desk.world, kari.id, here.id, "STANDARD_PRIVILEGES_AUDITOR")
    looked = Looked(ready, HUMA)
    assert [one.code for one in looked.read.diagnostics] == ["no-api-access"]
    assert "user_key" not in looked.read.complete, "what nobody saw is not known to be absent"
    assert looked.told["actor-may-make-keys"] == "failed no-api-access"
    assert looked.told["key-not-there-already"] == "not-checkable keys-unlistable"
    assert looked.told["owner-found"] == "not-checkable people-unread"


def menu(text: str | None = None) -> ExpandRequest:
    agreement = {"acceptedBy": "kari@fjord.example", "authority": "avtale", **({"text": text} if text else {})}
    return request_of({"shopify-connectmyapps": {"agreement": agreement}})


def test_the_agreements_text_is_compared_before_it_is_accepted(ready: Booth) -> None:
    world = ready.desk.world
    digest = agreement_digest(agreement_text(world, world.tiles[MENU]))
    looked = Looked(ready, menu())
    assert looked.told["agreement-unchanged"] == "not-checkable agreement-unpinned"
    assert digest in looked.finding("agreement-unchanged").hint
    assert Looked(ready, menu(digest)).told["agreement-unchanged"] == "passed"
    ready.switch(agreement_version=2)
    changed = Looked(ready, menu(digest))
    assert changed.told["agreement-unchanged"] == "failed agreement-changed"
    assert changed.finding("agreement-unchanged").severity is Severity.WARNING, "the step itself stops, and only it"
    before = Agreements(lambda _: [attributes(title=MENU, agreementDigest=digest)])
    later = Looked(ready, menu())
    later.knowledge = replace(later.knowledge, agreements=before)
    assert later.told["agreement-unchanged"] == "failed agreement-changed", "it was accepted for another client"
    here = ready.desk.company("nordlys-bakeri").id
    assert [one for one in world.activations.values() if one.company_id == here] == [], "looking accepts nothing"


def test_an_agreement_nobody_can_see_yet_is_not_passed(booth: Booth) -> None:
    assert Looked(booth, menu()).told["agreement-unchanged"] == "not-checkable agreement-unread"


def test_a_typed_application_name_rests_on_the_vendors_word(ready: Booth) -> None:
    looked = Looked(ready, request_of({"kassa": {**CUSTOM, **PER}}))
    assert looked.told["application-name"] == "not-checkable application-by-word"


def test_a_client_that_cannot_be_opened_stops_what_the_browser_would_do(booth: Booth) -> None:
    looked = Looked(booth, request_of({"huma": PER}, label="stille-vann"))
    assert looked.told == {"client-visible": "failed client-not-open"}
    assert looked.finding("client-visible").severity is Severity.ERROR
    blind = replace(looked.read, diagnostics=())
    request = PreflightRequest(looked.account, (change_of(looked.desired[0], driver="web"),), blind, NOW)
    (check,) = preflight(SCREENS, request, looked.knowledge)
    assert check.status is CheckStatus.FAILED


def test_an_owner_who_has_left_is_noticed_and_their_key_is_not_said_to_be_gone(ready: Booth) -> None:
    person = ready.desk.someone("nordlys-bakeri", "per@nordlys.example")
    make_key(ready.desk.world, KeyOrder(person.company_id, person.id, "Huma", "Huma Nordlys", "template"), NOW)
    first = Looked(ready, HUMA)
    (key,) = [desired for desired in first.desired if desired.address.kind == "user_key"]
    prior = AccountState(NORDLYS, "lineage", 1, entries=(Entry(key.address, generation(1, key.attributes)),))
    here = Looked(ready, HUMA, prior)
    assert watch(SCREENS, here.request, here.read, here.knowledge) == ()
    assert "user_key" in here.read.complete
    person.active = False
    gone = Looked(ready, HUMA, prior)
    (told,) = watch(SCREENS, gone.request, gone.read, gone.knowledge)
    assert told.code == "owner-gone"
    assert told.address == key.address
    assert "user_key" not in gone.read.complete


def test_a_list_without_its_headings_says_nothing_of_anybody(ready: Booth) -> None:
    ready.switch(changed_words="E-post=Adresse")
    looked = Looked(ready, request_of({"huma": {"owner": {"employee": "nobody@nordlys.example"}}}))
    assert looked.told["owner-found"] == "not-checkable people-unread"
    assert "screens-not-read" in [one.code for one in looked.read.diagnostics]


def test_a_log_in_that_ends_while_reading_is_made_again_and_everything_read(ready: Booth) -> None:
    Looked(ready, HUMA)
    ready.fault(kind="session-expired", path="/ansatte")
    looked = Looked(ready, HUMA)
    assert looked.read.diagnostics == ()
    assert looked.told["owner-found"] == "passed"


def test_a_list_of_companies_that_is_not_understood_does_not_make_the_client_invisible(booth: Booth) -> None:
    ready = Looked(booth, HUMA)
    assert ready.read.visible
    booth.switch(changed_words="Org.nr.=Nummer")
    looked = Looked(booth, request_of({"huma": PER}, label="kiosken"))
    assert looked.read.visible, "nobody can tell"
    assert looked.read.complete == frozenset()
    assert [one.code for one in looked.read.diagnostics] == ["screens-not-read"]
    assert looked.told["client-visible"] == "not-checkable clients-unread"
    assert looked.told["right-company"] == "not-checkable company-unread"
