"""What a provider notes of things that are ours already: recorded by an apply, beside what is known, and in no plan."""

from __future__ import annotations

import threading

import pytest

from provisioner.model.address import Address
from provisioner.model.errors import ProviderFailed
from provisioner.model.state import Generation
from provisioner.model.values import attributes
from provisioner.runtime.session import PlanWish, RefreshMode, apply_plan, make_plan
from provisioner.spi.provider import Note, NotesRequest
from provisioner.testing.fake_provider import FakeProvider
from tests.runtime.firm import Firm, actions

HUMA = Address.parse("client/brygga/key/huma")
ALL = PlanWish(refresh=RefreshMode.ALL)


def noting(self: FakeProvider, request: NotesRequest) -> tuple[Note, ...]:
    """What the provider has no note of yet: what the key may do, and, by mistake, what it is."""
    entry = request.prior.entry(HUMA)
    if entry is None or "_rights" in entry.current.attributes:
        return ()
    office = request.office()
    assert office is not None
    return (Note(HUMA, entry.current.number, attributes(_rights=[1, 2], owner="somebody else")),)


def key(firm: Firm) -> Generation:
    with firm.process() as workspace:
        state = workspace.backend().load(HUMA.account)
    entry = state.entry(HUMA) if state is not None else None
    assert entry is not None
    return entry.current


def events(firm: Firm) -> list[str]:
    with firm.process() as workspace:
        return [record.event for record in workspace.backend().audit(HUMA.account)]


def test_what_was_never_noted_is_noted_by_the_next_apply(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    firm.apply()
    before = key(firm).attributes
    monkeypatch.setattr(FakeProvider, "notes", noting)
    assert actions(firm.plan(ALL)) == {}, "it is in no plan"
    assert key(firm).attributes == before, "and a plan writes nothing"
    firm.apply(ALL)
    assert key(firm).attributes == before.with_items(attributes(_rights=[1, 2])), "names of its own, and no others"
    assert events(firm).count("learnt") == 1
    firm.apply(ALL)
    assert events(firm).count("learnt") == 1
    assert all(account.skipped for account in firm.plan().accounts), "the account is as converged as it was"


def test_what_is_made_is_noted_in_the_same_apply(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeProvider, "notes", noting)
    firm.apply()
    assert key(firm).attributes["_rights"] == (1, 2)


def test_a_world_that_cannot_be_read_then_stops_nothing(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: FakeProvider, request: NotesRequest) -> tuple[Note, ...]:
        raise ProviderFailed("It cannot be reached.")

    monkeypatch.setattr(FakeProvider, "notes", fails)
    report = firm.apply()
    assert all(account.problem is None for account in report.accounts)
    assert all(account.skipped for account in firm.plan().accounts)


def test_nothing_is_read_any_more_once_the_run_is_to_stop(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    firm.apply()
    monkeypatch.setattr(FakeProvider, "notes", lambda self, request: pytest.fail("it was asked"))
    stop = threading.Event()
    stop.set()
    with firm.process() as workspace:
        apply_plan(workspace, make_plan(workspace, ALL).data, stop=stop)
