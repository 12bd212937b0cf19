"""Stopping while a step waits for its turn: nothing was done, so nothing has failed."""

from __future__ import annotations

import threading

import pytest

from provisioner.model.address import Address
from provisioner.model.errors import Stopped
from provisioner.model.outcome import Skipped
from provisioner.runtime.session import apply_plan, make_plan
from provisioner.spi.events import EventKind
from provisioner.spi.provider import StepRequest
from provisioner.testing.fake_provider import FakeProvider
from tests.runtime.firm import Firm, actions

HUMA = Address.parse("client/brygga/key/huma")


@pytest.mark.parametrize("where", ["prepare", "apply"])
def test_a_step_that_waits_when_the_run_is_stopped_is_skipped(
    firm: Firm, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    stop = threading.Event()
    really = getattr(FakeProvider, where)

    def waits(self: FakeProvider, request: StepRequest) -> object:
        if request.step.address != HUMA:
            return really(self, request)
        stop.set()
        raise Stopped("It was stopped while it waited.")

    before = actions(firm.plan())
    monkeypatch.setattr(FakeProvider, where, waits)
    with firm.process() as workspace:
        report = apply_plan(workspace, make_plan(workspace).data, stop=stop)
    (told,) = [one for one in report.outcomes() if isinstance(one, Skipped) and one.step.address == HUMA]
    assert (told.diagnostic.code, told.waits_for) == ("stopped", ())
    assert report.interrupted
    assert not firm.world.things(HUMA.account, "key")
    monkeypatch.undo()
    assert actions(firm.plan())[str(HUMA)] == before[str(HUMA)] == "create", "nothing is open, and nothing was lost"


def test_whoever_watches_is_told_what_is_waited_for(firm: Firm) -> None:
    with firm.process() as workspace:
        tell = workspace._provider_context().waiting
        assert tell is not None
        tell("waits for calls", workspace.clock.now())
        (event,) = [one for one in firm.events if one.kind is EventKind.WAITING]
    assert event.message == "waits for calls"
    assert "until" in event.detail
