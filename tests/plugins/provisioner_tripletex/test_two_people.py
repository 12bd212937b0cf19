"""Somebody else does the same on the screen while a key is made by API or by hand; what nobody knows is not said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from provisioner.model.outcome import SettledAs
from provisioner.model.secrets import Sensitive
from provisioner.model.state import AccountState, Intent, IntentPhase
from provisioner.model.work import AnswerKind
from provisioner.spi.operator import Answer
from provisioner.spi.provider import SettleRequest, StepDone, StepRequest
from provisioner_tripletex_simulator.rules import KeyOrder, activate_module, grant_at_client, make_key, rights_at
from tests.plugins.provisioner_tripletex.bench import ATTACHED, FINALE, NORDLYS, NOW, PER, Bench, request_of

HUMA = request_of({"huma": {**PER, "expires": "2027-12-31"}})
ACCOUNT = HUMA.declared.account


@pytest.fixture
def bench() -> Bench:
    """The service is active at the client."""
    bench = Bench()
    switch_on(bench)
    return bench


def switch_on(bench: Bench) -> None:
    company, office = bench.company("nordlys-bakeri"), bench.company("fjord-regnskap")
    kari = bench.world.person_by_email(office.id, "kari@fjord.example")
    assert kari is not None
    activate_module(bench.world, rights_at(bench.world, kari, company.id), company, None)


def somebody_makes_one(bench: Bench) -> int:
    per = bench.world.person_by_email(bench.company("nordlys-bakeri").id, "per@nordlys.example")
    assert per is not None
    key, _ = make_key(bench.world, KeyOrder(per.company_id, per.id, "Huma", "Huma, by Ola", "template"), NOW)
    return key.robot_id


def settled(bench: Bench, request: StepRequest) -> SettledAs:
    late = NOW + timedelta(hours=1)
    intent = Intent("intent-1", request.step, IntentPhase.CALLING, NOW, request.deadline, "sha256:0", request.evidence)
    return bench.provider.settle(SettleRequest(ACCOUNT, intent, AccountState(NORDLYS, "lineage", 1), late)).as_


def test_by_api_the_key_is_ours_and_the_hidden_user_of_neither_is_claimed(bench: Bench) -> None:
    request = bench.step(bench.wanted(HUMA, "user_key"), ACCOUNT, driver="api")
    somebody_makes_one(bench)
    made = bench.provider.apply(request)
    assert isinstance(made, StepDone)
    assert made.secret is not None
    assert made.computed["keyId"], "which of the two is ours is known all the same"
    assert "robotEmployeeId" not in made.computed, "which of the two is behind it is not"


def test_by_api_an_answer_that_was_lost_is_asked_about_when_there_are_two(bench: Bench) -> None:
    request = bench.step(bench.wanted(HUMA, "user_key"), ACCOUNT, driver="api")
    assert settled(bench, request) is SettledAs.DID_NOT_HAPPEN
    somebody_makes_one(bench)
    bench.provider.apply(request)  # its answer never came
    assert settled(bench, request) is SettledAs.UNKNOWN


def test_a_person_who_is_second_makes_theirs_and_no_hidden_user_is_claimed(bench: Bench) -> None:
    request = bench.step(bench.wanted(HUMA, "user_key"), ACCOUNT, driver="guided")
    assert "look" in " ".join(step.text.lower() for step in bench.provider.work_item(request).steps), (
        "before the button"
    )
    somebody_makes_one(bench)
    somebody_makes_one(bench)
    answer = Answer(AnswerKind.DONE, "kari", secret=Sensitive("test-eyJ0b2tlbklkIjoxfQ-" + "x" * 40))
    assert bench.provider.check_answer(bench.provider.work_item(request), answer) == ()
    made = bench.provider.finish(request, answer)
    assert isinstance(made, StepDone)
    assert "robotEmployeeId" not in made.computed
    refused = bench.provider.finish(request, replace(answer, kind=AnswerKind.NOT_DONE, secret=None, note="Ola has it"))
    assert not isinstance(refused, StepDone), "they saw it in time"


def test_a_service_that_somebody_else_switched_on_meanwhile_is_there() -> None:
    bench = Bench()
    request = bench.step(bench.wanted(HUMA, "module"), ACCOUNT, driver="api")
    assert request.evidence.facts["active"] is False
    switch_on(bench)
    assert isinstance(bench.provider.apply(request), StepDone)


def test_a_client_that_somebody_else_attached_meanwhile_is_attached_once(bench: Bench) -> None:
    office = request_of(label="fjord-regnskap", keys=FINALE)
    key = bench.provider.apply(bench.step(bench.wanted(office, "office_key"), office.declared.account, driver="api"))
    assert isinstance(key, StepDone)
    asked = request_of(ATTACHED, keys=FINALE)
    wanted = bench.wanted(asked, "client_access")
    known = wanted.attributes.with_items({"key": key.computed["reference"]})
    request = bench.step(replace(wanted, attributes=known), ACCOUNT, driver="api")
    assert request.evidence.facts["attached"] is False
    robot, here = key.computed["robotEmployeeId"], bench.company("nordlys-bakeri").id
    assert isinstance(robot, int)
    grant_at_client(bench.world, robot, here, "ALL_PRIVILEGES")
    assert isinstance(bench.provider.apply(request), StepDone)
    assert list(bench.world.people[robot].grants) == [here]
