"""The browser does each step on the screens, and stops before the button where a screen is not what it expects."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from provisioner.model.diagnostics import Severity
from provisioner.model.errors import OutcomeUnknown
from provisioner.model.outcome import SettledAs
from provisioner.model.plan import StepAction
from provisioner.model.state import AccountState, Intent, IntentPhase
from provisioner.model.values import attributes
from provisioner.spi.provider import SettleRequest, StepDone, StepFailed, StepRequest
from provisioner_tripletex.agreements import Agreements, agreement_digest
from provisioner_tripletex.web.driver import KEY_IDS, WAS_THERE, LeftToPerson
from provisioner_tripletex_simulator.rules import KeyOrder, activate_module, delete_key, make_key, rights_at
from provisioner_tripletex_simulator.world import hash_of
from tests.plugins.provisioner_tripletex.web.conftest import OFFICE, Booth
from tests.plugins.provisioner_tripletex_simulator.desk import NOW

CREATE, DELETE = StepAction.CREATE, StepAction.DELETE
CLIENT = "nordlys-bakeri"
MENU = "Shopify av ConnectMyApps"
HUMA = {
    "applicationName": "Huma",
    "owner": "per@nordlys.example",
    "ownerKind": "employee",
    "title": "Huma",
    "setup": "catalogue",
    "keyName": "Huma Nordlys",
    "permissions": "template",
}
CUSTOM = {**HUMA, "applicationName": "KassaPluss_Prod", "title": "Kassa Pluss", "setup": "custom", "keyName": "Kassa"}
FINALE = {
    "applicationName": "VismaFinale",
    "owner": "kari@fjord.example",
    "title": "Visma Finale",
    "setup": "catalogue",
    "keyName": "Finale",
}


@pytest.fixture
def ready(booth: Booth) -> Booth:
    """A client whose service is active."""
    company = booth.desk.company(CLIENT)
    kari = booth.desk.someone(OFFICE, "kari@fjord.example")
    activate_module(booth.desk.world, rights_at(booth.desk.world, kari, company.id), company, None)
    return booth


def done(booth: Booth, request: StepRequest) -> StepDone:
    result = booth.driver.apply(request)
    assert isinstance(result, StepDone), result
    return result


def key_names(booth: Booth, label: str = CLIENT) -> list[object]:
    keys = booth.landscape(label)["keys"]
    assert isinstance(keys, list)
    return [key["name"] for key in keys if not key["menu"]]


def open_intent(request: StepRequest) -> SettleRequest:
    intent = Intent(
        request.intent_id, request.step, IntentPhase.CALLING, NOW, request.deadline, "sha256:0", request.evidence
    )
    ref = request.account.ref
    late = (request.deadline or NOW) + timedelta(hours=1)
    return SettleRequest(request.account, intent, AccountState(ref, "lineage", 0, intents=(intent,)), late)


def test_a_service_is_activated_once(booth: Booth) -> None:
    request = booth.request(CLIENT, "module", CREATE, name="API_V2")
    assert request.evidence.facts[WAS_THERE] is False
    done(booth, request)
    assert "API_V2" in str(booth.landscape(CLIENT)["modules"])
    done(booth, request)  # somebody was quicker: it is there, which is all that was wanted


def test_a_key_is_read_into_memory_with_its_id_beside_it(ready: Booth) -> None:
    request = ready.request(CLIENT, "user_key", CREATE, **HUMA)
    assert request.evidence.facts[KEY_IDS] == ()
    made = done(ready, request)
    assert made.secret is not None
    assert made.native_id == str(made.computed["keyId"])
    key = ready.desk.world.keys[int(made.native_id)]
    assert hash_of(made.secret.reveal()) == key.token_hash
    assert key_names(ready) == ["Huma Nordlys"]
    assert made.secret.reveal() not in repr(made)


@pytest.mark.parametrize(("permissions", "rights"), [("all", 98), ("same-as-owner", None)])
def test_a_custom_set_up_types_the_exact_name(ready: Booth, permissions: str, rights: int | None) -> None:
    done(ready, ready.request(CLIENT, "user_key", CREATE, **{**CUSTOM, "permissions": permissions}))
    (key,) = [key for key in ready.desk.world.keys.values() if key.name == "Kassa"]
    assert key.application == "KassaPluss_Prod"
    robot = ready.desk.world.people[key.robot_id]
    assert rights is None or len(robot.entitlements) == rights


@pytest.mark.parametrize("afterwards", [False, True])
def test_rights_are_chosen_one_by_one_wherever_the_screen_asks(ready: Booth, afterwards: bool) -> None:
    ready.switch(chosen_rights_afterwards=afterwards)
    made = done(ready, ready.request(CLIENT, "user_key", CREATE, **{**CUSTOM, "permissions": [14, 35]}))
    assert made.secret is not None
    assert made.incomplete == ""
    (key,) = [key for key in ready.desk.world.keys.values() if key.name == "Kassa"]
    assert set(ready.desk.world.people[key.robot_id].entitlements) == {14, 35}


def test_a_right_whose_words_are_not_known_is_not_guessed(ready: Booth) -> None:
    with pytest.raises(LeftToPerson, match="AUTH_CUSTOMER_INFO"):
        ready.driver.apply(ready.request(CLIENT, "user_key", CREATE, **{**CUSTOM, "permissions": [43]}))
    assert key_names(ready) == []


def test_a_key_whose_rights_could_not_be_ticked_is_kept_and_told(ready: Booth) -> None:
    ready.switch(chosen_rights_afterwards=True, changed_words="Lagre endringer=Lagre")
    made = done(ready, ready.request(CLIENT, "user_key", CREATE, **{**CUSTOM, "permissions": [14]}))
    assert made.secret is not None
    assert "rights were not ticked" in made.incomplete


def test_an_office_key_is_made_and_a_client_attached_and_taken_off(booth: Booth) -> None:
    made = done(booth, booth.request(OFFICE, "office_key", CREATE, **FINALE))
    access = {"officeKey": "visma-finale", "key": made.computed["reference"], "access": "ALL_PRIVILEGES"}
    request = booth.request(CLIENT, "client_access", CREATE, **access)
    assert request.evidence.facts[WAS_THERE] is False
    done(booth, request)
    (key,) = [key for key in booth.desk.world.keys.values() if key.name == "Finale"]
    assert key.office
    robot = booth.desk.world.people[key.robot_id]
    assert set(robot.grants) == {booth.desk.company(CLIENT).id}
    ending = booth.request(CLIENT, "client_access", DELETE, **access)
    assert ending.evidence.facts[WAS_THERE] is True
    done(booth, ending)
    assert robot.grants == {}
    done(booth, ending)  # it was gone already


def test_a_key_is_ended_by_its_id(ready: Booth) -> None:
    made = done(ready, ready.request(CLIENT, "user_key", CREATE, **HUMA))
    done(ready, ready.request(CLIENT, "user_key", CREATE, **{**HUMA, "keyName": "Another"}))
    done(ready, ready.request(CLIENT, "user_key", DELETE, **HUMA, keyId=made.computed["keyId"]))
    assert key_names(ready) == ["Another"]
    done(ready, ready.request(CLIENT, "user_key", DELETE, **HUMA, keyId=made.computed["keyId"]))


def test_which_of_two_keys_is_meant_is_never_guessed(ready: Booth) -> None:
    done(ready, ready.request(CLIENT, "user_key", CREATE, **HUMA))
    done(ready, ready.request(CLIENT, "user_key", CREATE, **HUMA))
    with pytest.raises(LeftToPerson, match="2 of them"):
        ready.driver.apply(ready.request(CLIENT, "user_key", DELETE, **HUMA))
    assert len(key_names(ready)) == 2


@pytest.mark.parametrize("way", ["redirect", "link"])
def test_the_menu_activates_and_hands_over_and_ends(ready: Booth, way: str) -> None:
    ready.switch(hand_over=way)
    request = ready.request(CLIENT, "menu_activation", CREATE, title=MENU)
    made = done(ready, request)
    assert made.computed["handoverHost"] == "connectmyapps.example"
    assert made.secret is not None
    assert made.secret.reveal().startswith("https://connectmyapps.example/tripletex?oppsett=")
    assert [each.handover_visits for each in ready.desk.world.activations.values() if each.title == MENU][-1] == 0
    assert ready.landscape(CLIENT)["activations"] == [MENU]
    with pytest.raises(LeftToPerson, match="active already"):
        ready.driver.apply(request)
    done(ready, ready.request(CLIENT, "menu_activation", DELETE, title=MENU))
    assert ready.landscape(CLIENT)["activations"] == []


def test_another_text_than_the_accepted_one_is_not_accepted(ready: Booth) -> None:
    text = ready.desk.world.tiles[MENU].agreement
    good = ready.request(CLIENT, "menu_activation", CREATE, title=MENU, agreement=agreement_digest(text))
    ready.switch(agreement_version=2)
    stopped = ready.driver.apply(good)
    assert isinstance(stopped, StepFailed), "nor by a person, who would accept it"
    assert (stopped.diagnostic.code, stopped.diagnostic.severity) == ("agreement-changed", Severity.ERROR)
    assert agreement_digest(f"{text} (Versjon 2)") in stopped.diagnostic.hint
    assert ready.landscape(CLIENT)["activations"] == []
    ready.switch(agreement_version=1)
    assert done(ready, good).computed["agreementDigest"] == agreement_digest(text)


@pytest.mark.parametrize("accepted", [False, True])
def test_what_was_accepted_in_another_account_is_what_is_accepted_here(ready: Booth, accepted: bool) -> None:
    text = ready.desk.world.tiles[MENU].agreement
    of_old = agreement_digest(text if accepted else "Another text.")
    before = attributes(title=MENU, agreementDigest=of_old, acceptedBy="kari@fjord.example")
    driver = replace(ready.driver, agreements=Agreements(lambda kind: [before] if kind == "menu_activation" else []))
    result = driver.apply(ready.asked(CLIENT, "menu_activation", CREATE, title=MENU))
    assert isinstance(result, StepDone if accepted else StepFailed)
    assert ready.landscape(CLIENT)["activations"] == ([MENU] if accepted else [])


@pytest.mark.parametrize("label", ["Opprett nøkkel", "API-tilgang", "Gi nøkkelen navn"])
def test_a_changed_word_stops_before_the_button(ready: Booth, label: str) -> None:
    request = ready.request(CLIENT, "user_key", CREATE, **HUMA)
    ready.switch(changed_words=f"{label}=Noe helt annet")
    with pytest.raises(LeftToPerson) as caught:
        ready.driver.apply(request)
    assert label in caught.value.unexpected.wanted
    assert key_names(ready) == []


def test_a_company_that_cannot_be_opened_is_left(booth: Booth) -> None:
    request = booth.request("stille-vann", "module", CREATE, name="API_V2")
    assert "screen" in request.evidence.facts
    with pytest.raises(LeftToPerson, match="one company with the number"):
        booth.driver.apply(request)


def test_what_cannot_be_activated_is_left_before_the_button(booth: Booth) -> None:
    """A package that is too small offers nothing to tick."""
    with pytest.raises(LeftToPerson, match="Jeg godtar vilkårene"):
        booth.driver.apply(booth.request("kiosken", "module", CREATE, name="API_V2"))


def test_what_the_screen_refuses_is_told_in_its_words(ready: Booth) -> None:
    nameless = {**CUSTOM, "applicationName": "", "permissions": "all"}
    refused = ready.driver.apply(ready.request(CLIENT, "user_key", CREATE, **nameless))
    assert isinstance(refused, StepFailed), refused
    assert refused.diagnostic.code == "refused-on-screen"
    assert key_names(ready) == []


def test_a_page_that_stands_from_before_is_not_believed(ready: Booth) -> None:
    """Another window of the same log-in opens another company, and one's own page does not know."""
    done(ready, ready.request(CLIENT, "user_key", CREATE, **HUMA))
    for session in ready.desk.world.page_sessions.values():
        session.company_id = ready.desk.company("fjellsport").id
    done(ready, ready.asked(CLIENT, "user_key", CREATE, **{**HUMA, "keyName": "Another"}))
    assert key_names(ready) == ["Another", "Huma Nordlys"]


def test_an_ended_log_in_is_made_again_and_nothing_is_doubled(ready: Booth) -> None:
    request = ready.request(CLIENT, "user_key", CREATE, **HUMA)
    ready.fault(kind="session-expired", method="POST", path="/person/")
    made = done(ready, request)
    assert made.secret is not None
    assert key_names(ready) == ["Huma Nordlys"]


@pytest.mark.parametrize("kind", ["answer-lost", "server-error-after"])
def test_a_lost_answer_is_unknown_and_then_looked_for(ready: Booth, kind: str) -> None:
    request = ready.request(CLIENT, "user_key", CREATE, **HUMA)
    ready.fault(kind=kind, method="POST", path="/person/")
    with pytest.raises(OutcomeUnknown):
        ready.driver.apply(request)
    assert key_names(ready) == ["Huma Nordlys"]
    settled = ready.driver.settle(open_intent(request))
    assert settled.as_ is SettledAs.HAPPENED
    assert settled.native_id


def test_what_did_not_happen_is_found_out(ready: Booth) -> None:
    request = ready.request(CLIENT, "user_key", CREATE, **HUMA)
    asked = open_intent(request)
    assert ready.driver.settle(replace(asked, now=NOW)).as_ is SettledAs.UNKNOWN, "it may still come"
    assert ready.driver.settle(asked).as_ is SettledAs.DID_NOT_HAPPEN


def test_a_key_that_somebody_else_made_meanwhile_is_not_taken_for_ours(ready: Booth) -> None:
    request = ready.request(CLIENT, "user_key", CREATE, **HUMA)
    owner = ready.desk.someone(CLIENT, "per@nordlys.example")
    make_key(ready.desk.world, KeyOrder(owner.company_id, owner.id, "Huma", "Somebody's", "template"), NOW)
    assert ready.driver.settle(open_intent(request)).as_ is SettledAs.UNKNOWN


@pytest.mark.parametrize(("kind", "held"), [("module", {"name": "API_V2"}), ("menu_activation", {"title": MENU})])
def test_what_can_be_seen_is_settled_by_looking(ready: Booth, kind: str, held: dict[str, object]) -> None:
    request = ready.request(CLIENT, kind, CREATE, **held)
    if kind == "menu_activation":
        assert ready.driver.settle(open_intent(request)).as_ is SettledAs.DID_NOT_HAPPEN
        done(ready, request)
    assert ready.driver.settle(open_intent(request)).as_ is SettledAs.HAPPENED


def test_an_ended_key_is_settled_by_its_id(ready: Booth) -> None:
    made = done(ready, ready.request(CLIENT, "user_key", CREATE, **HUMA))
    ending = ready.request(CLIENT, "user_key", DELETE, **HUMA, keyId=made.computed["keyId"])
    assert ready.driver.settle(open_intent(ending)).as_ is SettledAs.DID_NOT_HAPPEN
    (key,) = [key for key in ready.desk.world.keys.values() if key.name == "Huma Nordlys"]
    kari = ready.desk.someone(OFFICE, "kari@fjord.example")
    delete_key(ready.desk.world, rights_at(ready.desk.world, kari, key.company_id), key)
    assert ready.driver.settle(open_intent(ending)).as_ is SettledAs.HAPPENED


def test_the_picture_covers_the_key_and_is_its_owners_alone(ready: Booth) -> None:
    request = ready.request(CLIENT, "user_key", CREATE, **HUMA)
    done(ready, request)
    path = ready.evidence / f"{request.intent_id}.png"
    assert path.read_bytes().startswith(b"\x89PNG")
    assert path.stat().st_mode & 0o077 == 0
