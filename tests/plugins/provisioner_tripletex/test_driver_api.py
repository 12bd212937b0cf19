"""The driver `api` against the simulated world: what is made, what is refused, and what became of a lost answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from provisioner.model.account import Account
from provisioner.model.address import Address
from provisioner.model.errors import OutcomeUnknown, ProviderFailed
from provisioner.model.outcome import SettledAs
from provisioner.model.plan import StepAction
from provisioner.model.resource import Desired
from provisioner.model.state import AccountState, Intent, IntentPhase
from provisioner.model.values import attributes
from provisioner.model.work import Evidence
from provisioner.spi.provider import (
    Settlement,
    SettleRequest,
    StepAwaiting,
    StepDone,
    StepFailed,
    StepRequest,
)
from provisioner_tripletex_simulator.faults import add_fault
from provisioner_tripletex_simulator.nouns import Fault
from tests.plugins.provisioner_tripletex.bench import (
    ATTACHED,
    FINALE,
    NORDLYS,
    OFFICE,
    PER,
    Bench,
    client_account,
    generation,
    office_key_entry,
    request_of,
    state_of,
)

HUMA = request_of({"huma": {**PER, "expires": "2027-12-31"}})
OFFICE_KEY = request_of(label="fjord-regnskap", keys=FINALE)
ACCESS = request_of(ATTACHED, keys=FINALE)
ACCOUNT, FIRM = client_account(), client_account("fjord-regnskap")


def ready(bench: Bench) -> Bench:
    """With «Integrasjoner» active at the client."""
    bench.company("nordlys-bakeri").modules["API_V2"] = None
    return bench


def robot_of_finale(bench: Bench) -> int:
    """An office key made by API, and its hidden user."""
    done = bench.provider.apply(bench.step(bench.wanted(OFFICE_KEY, "office_key"), FIRM))
    assert isinstance(done, StepDone)
    robot = done.computed["robotEmployeeId"]
    assert isinstance(robot, int)
    return robot


def attached(bench: Bench, robot: int) -> Desired:
    desired = bench.wanted(ACCESS, "client_access")
    held = desired.attributes.with_items({"key": f"Visma Finale #1 ({robot})"})
    return Desired(desired.address, held, integration="visma-finale")


def test_a_module_is_activated_once() -> None:
    bench = Bench()
    request = bench.step(bench.wanted(HUMA, "module"), ACCOUNT)
    assert request.evidence.facts["active"] is False
    assert bench.provider.apply(request) == StepDone()
    assert "API_V2" in bench.company("nordlys-bakeri").modules
    assert bench.provider.apply(request) == StepDone(), "somebody else was first: it is there, as wanted"


def test_a_user_key_comes_with_its_id_its_hidden_user_and_its_secret() -> None:
    bench = ready(Bench())
    done = bench.provider.apply(bench.step(bench.wanted(HUMA, "user_key"), ACCOUNT))
    assert isinstance(done, StepDone)
    assert done.secret is not None
    key = bench.world.keys[int(done.native_id or 0)]
    assert (key.application, key.name, str(key.expires)) == ("Huma", "Huma Nordlys Bakeri AS", "2027-12-31")
    assert done.computed == attributes(keyId=key.id, robotEmployeeId=key.robot_id, _granted=[61, 119])
    assert done.secret.reveal() not in repr(done)
    assert bench.transport.count("PUT", ":create") == 1


def test_a_key_on_a_contact() -> None:
    bench = Bench()
    bench.company("radhuset-radgivning").modules["API_V2"] = None
    body = {"gripr": {"owner": {"contact": "ola@kunde.example", "of": "Kunde AS"}, "validFor": "365d"}}
    account = client_account("radhuset-radgivning")
    request = bench.step(bench.wanted(request_of(body, label="radhuset-radgivning"), "user_key"), account)
    done = bench.provider.apply(request)
    assert isinstance(done, StepDone)
    owner = bench.world.people[bench.world.keys[int(done.native_id or 0)].owner_id]
    assert owner.email == "ola@kunde.example"


def test_an_office_key_and_the_clients_that_are_attached_to_it() -> None:
    bench = Bench()
    robot = robot_of_finale(bench)
    access = attached(bench, robot)
    request = bench.step(access, ACCOUNT)
    assert (request.step.driver, request.evidence.facts["attached"]) == ("api", False)
    first = bench.provider.apply(request)
    assert isinstance(first, StepDone)
    company = bench.company("nordlys-bakeri")
    grant = bench.world.grant_of(robot, company.id)
    assert grant is not None
    assert grant.template == "STANDARD_PRIVILEGES_ACCOUNTANT"
    wider = Desired(access.address, access.attributes.with_items({"access": "ALL_PRIVILEGES"}))
    assert first == StepDone(computed=attributes(_granted=grant.entitlements)), "to tell later what was cut"
    done = bench.provider.apply(bench.step(wider, ACCOUNT, action=StepAction.UPDATE))
    grant = bench.world.grant_of(robot, company.id)
    assert grant is not None
    assert done == StepDone(computed=attributes(_granted=grant.entitlements))
    assert grant.template == "ALL_PRIVILEGES"
    assert bench.provider.apply(bench.step(wider, ACCOUNT, action=StepAction.DELETE)) == StepDone()
    assert bench.world.grant_of(robot, company.id) is None


def test_204_is_as_good_as_200() -> None:
    bench = Bench()
    robot = robot_of_finale(bench)
    bench.world.switches.grant_status = 204
    assert isinstance(bench.provider.apply(bench.step(attached(bench, robot), ACCOUNT)), StepDone)


def test_an_owner_who_is_not_there_fails_before_anything_is_sent() -> None:
    bench = ready(Bench())
    body = {"huma": {"owner": {"employee": "peer@nordlys.example"}, "expires": "2027-12-31"}}
    with pytest.raises(ProviderFailed) as caught:
        bench.step(bench.wanted(request_of(body), "user_key"), ACCOUNT)
    assert "per@nordlys.example" in caught.value.hint
    assert bench.transport.count("PUT", ":create") == 0


def test_a_client_that_is_not_visible_fails_before_anything_is_sent() -> None:
    bench = Bench()
    account = client_account("stille-vann")
    with pytest.raises(ProviderFailed) as caught:
        bench.step(bench.wanted(request_of({"huma": PER}, label="stille-vann"), "module"), account)
    assert "Regnskapsførers rettigheter" in caught.value.hint
    desired = attached(bench, 1)
    with pytest.raises(ProviderFailed):
        bench.step(desired, account, driver="api")


def test_an_access_whose_hidden_user_stays_unknown_goes_to_a_person() -> None:
    """The plan could not know: what the key's reference would be was known after apply only."""
    bench, alone = Bench(), Bench(drivers=("api",))
    desired = attached(bench, 1)
    nobody = Desired(desired.address, desired.attributes.with_items({"key": "Visma Finale #1"}))
    assert bench.provider.apply(bench.step(nobody, ACCOUNT, driver="api")) == StepAwaiting()
    with pytest.raises(ProviderFailed) as caught:
        alone.step(nobody, ACCOUNT, driver="api")
    assert "guided" in caught.value.hint


def test_rights_the_owner_lacks_are_a_refusal_and_nothing_is_made() -> None:
    bench = ready(Bench())
    before = bench.world.digest()
    body = {"huma": {"owner": {"employee": "ida@nordlys.example"}, "expires": "2027-12-31"}}
    failed = bench.provider.apply(bench.step(bench.wanted(request_of(body), "user_key"), ACCOUNT))
    assert isinstance(failed, StepFailed)
    assert failed.diagnostic.code == "refused-by-tripletex"
    assert "employeeId" in failed.diagnostic.text.detail
    assert bench.world.digest() == before


def test_an_application_that_is_not_approved_asks_a_person_instead() -> None:
    bench = ready(Bench())
    bench.world.consumers["Provisioner"].may_create_keys = False
    request = bench.step(bench.wanted(HUMA, "user_key"), ACCOUNT)
    assert bench.provider.apply(request) == StepAwaiting()
    assert bench.provider.apply(request) == StepAwaiting()
    assert bench.transport.count("PUT", ":create") == 1, "what was refused once is not tried for every client"
    alone = ready(Bench(drivers=("api",)))
    alone.world.consumers["Provisioner"].may_create_keys = False
    failed = alone.provider.apply(alone.step(alone.wanted(HUMA, "user_key"), ACCOUNT))
    assert isinstance(failed, StepFailed)
    assert failed.diagnostic.code == "keys-not-approved"
    assert "guided" in failed.diagnostic.hint


def test_the_rate_limit_in_the_middle_of_a_change_is_certain_not_to_have_been_one() -> None:
    bench = ready(Bench())
    request = bench.step(bench.wanted(HUMA, "user_key"), ACCOUNT)
    add_fault(bench.world, Fault("rate-limited", "/v2/token/employee", seconds=5))
    failed = bench.provider.apply(request)
    assert isinstance(failed, StepFailed)
    assert failed.diagnostic.code == "rate-limited"
    assert isinstance(bench.provider.apply(request), StepDone)


def test_a_session_that_ends_right_before_a_change_is_no_key_that_ended() -> None:
    bench = ready(Bench())
    request = bench.step(bench.wanted(HUMA, "user_key"), ACCOUNT)
    add_fault(bench.world, Fault("session-expired", "/v2/token/employee"))
    failed = bench.provider.apply(request)
    assert isinstance(failed, StepFailed)
    assert failed.diagnostic.code == "session-ended"
    assert "may have been ended" not in failed.diagnostic.text.hint
    assert bench.transport.count("PUT", ":create") == 1, "a create is never sent twice"
    assert isinstance(bench.provider.apply(request), StepDone), "the next one begins a session of its own"


def test_what_the_api_cannot_do_is_said_and_not_tried() -> None:
    bench = ready(Bench())
    key = bench.wanted(HUMA, "user_key")
    for request in (
        bench.step(key, ACCOUNT, driver="api", action=StepAction.DELETE),
        bench.step(key, ACCOUNT, driver="api", expires_on=None),
    ):
        failed = bench.provider.apply(request)
        assert isinstance(failed, StepFailed)
        assert failed.diagnostic.code == "not-by-api"


def test_a_hidden_user_that_cannot_be_told_loses_nothing() -> None:
    bench = ready(Bench())
    request = bench.step(bench.wanted(HUMA, "user_key"), ACCOUNT)
    add_fault(bench.world, Fault("server-error", "/v2/employee", times=99))
    done = bench.provider.apply(request)
    assert isinstance(done, StepDone)
    assert done.secret is not None
    assert "robotEmployeeId" not in done.computed
    blind = StepRequest(request.account, request.step, "intent-2")
    assert isinstance(bench.provider.apply(blind), StepFailed), "without an owner nothing is sent"


def test_an_office_key_is_referred_to_by_name_where_its_hidden_user_is_unknown() -> None:
    bench = Bench()
    bench.world.switches.lists_robots = False
    done = bench.provider.apply(bench.step(bench.wanted(OFFICE_KEY, "office_key"), FIRM, generation=3))
    assert isinstance(done, StepDone)
    assert done.computed["reference"] == "Visma Finale #3"


def settle(
    bench: Bench,
    request: StepRequest,
    *,
    minutes: float,
    prior: AccountState | None = None,
    native_id: str | None = None,
) -> Settlement:
    """Look again after so many minutes."""
    now = bench.now + timedelta(minutes=minutes)
    intent = Intent(
        id=request.intent_id,
        step=request.step,
        phase=IntentPhase.CALLING,
        opened_at=bench.now,
        deadline=request.deadline,
        plan_digest="",
        evidence=request.evidence,
    )
    state = prior if prior is not None else state_of(request.account.ref)
    bench.provider = bench.open()
    return bench.provider.settle(SettleRequest(request.account, intent, state, now, native_id))


@pytest.mark.parametrize("fault", ["answer-lost", "server-error-after"])
def test_a_key_whose_answer_was_lost_is_found_by_its_hidden_user(fault: str) -> None:
    bench = ready(Bench())
    request = bench.step(bench.wanted(HUMA, "user_key"), ACCOUNT)
    add_fault(bench.world, Fault(fault, "/v2/token/employee"))
    with pytest.raises(OutcomeUnknown):
        bench.provider.apply(request)
    settled = settle(bench, request, minutes=0)
    assert settled.as_ is SettledAs.HAPPENED
    key = next(key for key in bench.world.keys.values() if key.application == "Huma" and key.made_by == "api")
    assert settled.computed == attributes(robotEmployeeId=key.robot_id)


def test_a_key_whose_recording_failed_keeps_the_id_that_was_heard() -> None:
    """The answer was heard and the state could not be written: the id was set aside beside the key."""
    bench = ready(Bench())
    request = bench.step(bench.wanted(HUMA, "user_key"), ACCOUNT)
    made = bench.provider.apply(request)
    assert isinstance(made, StepDone)
    assert settle(bench, request, minutes=0, native_id=made.native_id).computed == made.computed.without("_granted")
    assert "keyId" not in settle(bench, request, minutes=0, native_id="no number").computed


def test_a_call_that_never_arrived_is_certain_only_after_its_deadline_and_a_grace() -> None:
    bench = ready(Bench())
    request = bench.step(bench.wanted(HUMA, "user_key"), ACCOUNT)
    early = settle(bench, request, minutes=1.9)
    assert early.as_ is SettledAs.UNKNOWN
    assert early.question is not None
    assert f"provisioner recover {early.question.address}" in early.question.hint
    assert "API-tilgang" in early.question.told_in("nb").detail
    assert settle(bench, request, minutes=2.1).as_ is SettledAs.DID_NOT_HAPPEN


def test_where_hidden_users_are_not_listed_their_absence_proves_nothing() -> None:
    bench = ready(Bench())
    request = bench.step(bench.wanted(HUMA, "user_key"), ACCOUNT)
    bench.world.switches.lists_robots = False
    assert settle(bench, request, minutes=9).as_ is SettledAs.UNKNOWN


def test_two_new_hidden_users_are_a_question_unless_one_is_claimed() -> None:
    bench = ready(Bench())
    request = bench.step(bench.wanted(HUMA, "user_key"), ACCOUNT)
    first = bench.provider.apply(request)
    second = bench.provider.apply(request)
    assert isinstance(first, StepDone)
    assert isinstance(second, StepDone)
    assert settle(bench, request, minutes=9).as_ is SettledAs.UNKNOWN
    claimed = generation(1, first.computed)
    entry = office_key_entry("x", claimed)
    prior = state_of(OFFICE, entry)
    other = bench.world.keys[int(second.native_id or 0)].robot_id
    assert settle(bench, request, minutes=9, prior=prior).computed == attributes(robotEmployeeId=other)


def test_a_new_hidden_user_that_may_be_another_open_keys_is_a_question() -> None:
    """One call never arrived, the next one did, and the program died in both: there is one new user, whosever it is."""
    bench = ready(Bench())
    request = bench.step(bench.wanted(HUMA, "user_key"), ACCOUNT)
    made = bench.provider.apply(request)
    assert isinstance(made, StepDone)
    robot = bench.world.keys[int(made.native_id or 0)].robot_id
    other = replace(request.step, address=Address(request.account.ref, "user_key", "busy"))
    rival = Intent("rival", other, IntentPhase.CALLING, bench.now, request.deadline, "", request.evidence)
    prior = replace(state_of(request.account.ref), intents=(rival,))
    asked = settle(bench, request, minutes=9, prior=prior)
    assert asked.as_ is SettledAs.UNKNOWN
    assert asked.question is not None
    heard = settle(bench, request, minutes=9, prior=prior, native_id=made.native_id)
    assert heard.computed == made.computed.without("_granted"), (
        "ours was made for certain, so the one that is new is ours"
    )
    there = Evidence(attributes(hiddenUsers=[robot]), bench.now)
    for harmless in (
        replace(rival, evidence=there),
        replace(rival, step=replace(other, action=StepAction.DELETE)),
        replace(rival, id=request.intent_id),
    ):
        prior = replace(prior, intents=(harmless,))
        assert settle(bench, request, minutes=9, prior=prior).computed == attributes(robotEmployeeId=robot)


def test_modules_and_accesses_settle_by_being_there() -> None:
    bench = Bench()
    module = bench.step(bench.wanted(HUMA, "module"), ACCOUNT)
    assert settle(bench, module, minutes=0).as_ is SettledAs.UNKNOWN
    assert settle(bench, module, minutes=9).as_ is SettledAs.DID_NOT_HAPPEN
    bench.provider.apply(module)
    assert settle(bench, module, minutes=0).as_ is SettledAs.HAPPENED
    access = attached(bench, robot_of_finale(bench))
    attach = bench.step(access, ACCOUNT)
    assert settle(bench, attach, minutes=9).as_ is SettledAs.DID_NOT_HAPPEN
    bench.provider.apply(attach)
    assert settle(bench, attach, minutes=0).as_ is SettledAs.HAPPENED
    detach = bench.step(access, ACCOUNT, action=StepAction.DELETE)
    assert settle(bench, detach, minutes=9).as_ is SettledAs.DID_NOT_HAPPEN
    bench.provider.apply(detach)
    assert settle(bench, detach, minutes=0).as_ is SettledAs.HAPPENED


def test_what_only_a_person_can_tell_is_a_question() -> None:
    bench = ready(Bench())
    key = bench.wanted(HUMA, "user_key")
    deleted = bench.step(key, ACCOUNT, driver="guided", action=StepAction.DELETE)
    made = bench.step(key, ACCOUNT, driver="guided")
    adopted = key.attributes.without("keyName", "title")
    nameless = bench.step(key, ACCOUNT, driver="guided", action=StepAction.DELETE, attributes=adopted)
    told = (
        (deleted, "settle-key-deleted"),
        (nameless, "settle-key-deleted-unnamed"),
        (made, "settle-key"),
    )
    for request, code in told:
        settled = settle(bench, request, minutes=9)
        assert settled.as_ is SettledAs.UNKNOWN
        assert settled.question is not None
        assert settled.question.code == code
    unreadable = Desired(attached(bench, 1).address, attributes(officeKey="visma-finale", key=None))
    request = StepRequest(Account(NORDLYS, "x", ACCOUNT.identity), bench.step(key, ACCOUNT).step, "i")
    step = bench.step(unreadable, ACCOUNT, driver="guided").step
    assert settle(bench, StepRequest(request.account, step, "i"), minutes=9).question is not None
