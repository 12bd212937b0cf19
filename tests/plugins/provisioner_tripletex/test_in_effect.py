"""A service that a person says is activated: asked for where it can be read, for many clients take their time."""

from __future__ import annotations

import pytest

from provisioner.model.values import EMPTY
from provisioner.model.work import AnswerKind
from provisioner.spi.operator import Answer
from provisioner.spi.provider import StepAwaiting, StepDone, StepRequest, StepResult
from provisioner_tripletex_simulator.faults import add_fault
from provisioner_tripletex_simulator.nouns import Fault
from tests.plugins.provisioner_tripletex.bench import FINALE, PER, Bench, request_of, step_of

DONE = Answer(AnswerKind.DONE, "kari", facts=EMPTY)


def said(bench: Bench, label: str = "havna-ror", answer: Answer = DONE) -> StepResult:
    """What comes of it that a person says so of the client's service."""
    office = label == "fjord-regnskap"
    request = request_of(label=label, keys=FINALE) if office else request_of({"huma": PER}, label=label)
    step = step_of(bench.wanted(request, "module"), "guided")
    return bench.provider.finish(StepRequest(request.declared.account, step, "intent-1"), answer)


@pytest.mark.parametrize("label", ["havna-ror", "fjord-regnskap"])
def test_what_has_not_taken_effect_yet_goes_on_waiting(label: str) -> None:
    bench = Bench(drivers=("guided", "api"))
    company = bench.company(label)
    company.modules.pop("API_V2", None)
    told = said(bench, label)
    assert isinstance(told, StepAwaiting)
    assert told.note is not None
    assert told.note.code == "module-not-in-effect"
    assert company.name in told.note.summary
    assert "er ikke aktivert hos" in told.note.told_in("nb").summary
    company.modules["API_V2"] = None
    assert said(bench, label) == StepDone(by="kari"), "asked again, and not remembered"


def test_where_nothing_can_be_read_the_persons_word_counts() -> None:
    for bench in (Bench(drivers=("guided",)), Bench().without("officeKey"), Bench()):
        bench.company("havna-ror").modules.pop("API_V2", None)
        if bench.provider._reach() is not None:
            add_fault(bench.world, Fault("server-error", "/v2/company/salesmodules", times=99))
        assert said(bench) == StepDone(by="kari")
        assert said(bench, "stille-vann") == StepDone(by="kari"), "a client that no key of ours enters"
