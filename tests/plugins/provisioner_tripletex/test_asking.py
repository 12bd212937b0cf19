"""What only a vendor knows: who asks, what an answer is, and that no key is made without its name."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from provisioner.model.outcome import SettledAs
from provisioner.model.state import AccountState, Intent, IntentPhase
from provisioner.model.values import is_known
from provisioner.model.work import AnswerKind, WorkItem
from provisioner.spi.operator import Answer, Question
from provisioner.spi.provider import ReadRequest, SettleRequest, StepDone, StepFailed, StepRequest
from tests.plugins.provisioner_tripletex.bench import NORDLYS, NOW, PER, Bench, change_of, request_of, step_of

ASKING = request_of({"kassa": {**PER, "method": "custom-key", "applicationName": "ask-vendor", "permissions": "all"}})
ACCOUNT = ASKING.declared.account


class Hasty:
    """Says that it is done, and not what the vendor said."""

    name = "hasty"

    def __init__(self, note: str = "") -> None:
        self.note = note

    def perform(self, item: WorkItem) -> Answer:
        return Answer(AnswerKind.DONE, self.name, self.note)

    def ask(self, question: Question) -> str:
        return ""

    def ask_sensitive(self, question: Question) -> None:
        pytest.fail("there is no key to paste")


def asked(bench: Bench) -> StepRequest:
    step = step_of(bench.wanted(ASKING, "vendor_question"), "guided")
    return StepRequest(ACCOUNT, step, "intent-1", NOW + timedelta(minutes=1))


@pytest.mark.parametrize(("drivers", "driver"), [(("api", "web", "guided"), "guided"), (("api", "web"), "")])
def test_only_a_person_can_ask(drivers: tuple[str, ...], driver: str) -> None:
    bench = Bench(drivers=drivers)
    route = bench.provider.route(change_of(bench.wanted(ASKING, "vendor_question")))
    assert route.driver == driver
    assert route.note is not None
    assert route.note.code == "route-question"


def test_the_key_waits_for_the_answer_and_then_for_the_manifest() -> None:
    bench = Bench(drivers=("guided",))
    key, question = bench.wanted(ASKING, "user_key"), bench.wanted(ASKING, "vendor_question")
    assert question.address in key.depends_on
    assert not is_known(key.attributes["applicationName"])
    told = replace(key, attributes=key.attributes.with_items({"applicationName": None}))
    route = bench.provider.route(change_of(told))
    assert route.note is not None
    assert (route.driver, route.note.code) == ("", "application-unwritten")
    made = bench.provider.apply(StepRequest(ACCOUNT, step_of(told, "guided"), "intent-2"))
    assert isinstance(made, StepFailed)
    assert made.diagnostic.code == "application-unwritten"


def test_an_answer_without_what_was_said_is_none() -> None:
    assert isinstance(Bench(drivers=("guided",), operator=Hasty()).provider.apply(asked(Bench())), StepFailed)  # type: ignore[arg-type]
    bench = Bench(drivers=("guided",), operator=Hasty(" Kassa_1 "))  # type: ignore[arg-type]
    done = bench.provider.apply(asked(bench))
    assert isinstance(done, StepDone)
    assert done.computed["answer"] == "Kassa_1"
    read = bench.provider.read(ReadRequest(ACCOUNT, None, bench.expand(ASKING).desired))
    assert [live.kind for live in read.live] == ["vendor_question"]


def test_what_became_of_asking_only_a_person_knows() -> None:
    bench = Bench()
    intent = Intent("intent-1", asked(bench).step, IntentPhase.CALLING, NOW, NOW, "sha256:0")
    state = AccountState(NORDLYS, "lineage", 1)
    settled = bench.provider.settle(SettleRequest(ACCOUNT, intent, state, NOW + timedelta(hours=9)))
    assert settled.as_ is SettledAs.UNKNOWN
    assert settled.question is not None
    assert settled.question.code == "settle-question"
