"""Integrity rules: each one catches the state that breaks it, and no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from provisioner.model.address import AccountRef, Address
from provisioner.model.plan import Action, AttributeChange, ChangeKind, Step, StepAction
from provisioner.model.resource import Attribute, ResourceType, Role
from provisioner.model.state import (
    AccountState,
    Entry,
    Generation,
    Intent,
    IntentPhase,
    Summary,
    violations,
)
from provisioner.model.values import EMPTY, FrozenMap, Unknown, attributes

NOW = datetime(2026, 11, 22, tzinfo=UTC)
CLIENT = AccountRef.client("a")
HUMA = Address(CLIENT, "user_key", "huma")
ZETTLE = Address(CLIENT, "user_key", "zettle")


def entry(address: Address, current: int = 1, *deposed: int) -> Entry:
    made = [Generation(number, EMPTY, NOW) for number in (*deposed, current)]
    return Entry(address, made[-1], tuple(made[:-1]))


def intent(address: Address, name: str = "i1", phase: IntentPhase = IntentPhase.CALLING) -> Intent:
    deadline = NOW + timedelta(minutes=1) if phase is IntentPhase.CALLING else None
    return Intent(name, Step(address, StepAction.CREATE, 1, EMPTY), phase, NOW, deadline, "")


SOUND = AccountState(CLIENT, "l", 3, entries=(entry(HUMA, 2, 1), entry(ZETTLE)), intents=(intent(HUMA),))


def rules(state: AccountState) -> list[str]:
    return [found.rule for found in violations(state)]


def test_a_sound_state_breaks_nothing() -> None:
    assert rules(SOUND) == []
    assert rules(AccountState(CLIENT, "l", 0)) == []


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        (replace(SOUND, account=AccountRef.client("b")), "S1"),
        (replace(SOUND, entries=(entry(ZETTLE), entry(HUMA))), "S2"),
        (replace(SOUND, entries=(entry(HUMA), entry(HUMA))), "S2"),
        (replace(SOUND, entries=(entry(HUMA, 1, 1),)), "S3"),
        (replace(SOUND, entries=(entry(HUMA, 1, 2),)), "S3"),
        (replace(SOUND, entries=(entry(HUMA, 0),)), "S3"),
        (replace(SOUND, intents=(intent(HUMA), intent(HUMA, "i2"))), "S4"),
        (replace(SOUND, intents=(intent(HUMA), intent(ZETTLE))), "S5"),
        (replace(SOUND, serial=-1), "S6"),
        (replace(SOUND, lineage=""), "S6"),
        (replace(SOUND, intents=(replace(intent(HUMA), deadline=None),)), "S7"),
        (replace(SOUND, intents=(replace(intent(HUMA), phase=IntentPhase.AWAITING),)), "S7"),
    ],
)
def test_each_rule_catches_its_own(broken: AccountState, rule: str) -> None:
    assert set(rules(broken)) == {rule}


def test_a_state_finds_what_is_asked_for() -> None:
    assert SOUND.entry(ZETTLE) == entry(ZETTLE)
    assert SOUND.entry(Address(CLIENT, "user_key", "x")) is None
    assert SOUND.intent("i1") == SOUND.intent_at(HUMA) == intent(HUMA)
    assert SOUND.intent("i9") is None
    assert SOUND.intent_at(ZETTLE) is None


def test_a_summary_is_settled_when_nothing_waits() -> None:
    calm = Summary(CLIENT, "l", 1)
    assert calm.is_settled
    busy = (
        replace(calm, open_intents=1),
        replace(calm, awaiting=1),
        replace(calm, tainted=1),
        replace(calm, deposed=1),
    )
    assert not any(summary.is_settled for summary in busy)


def test_actions_know_their_marks() -> None:
    assert Action.DELETE_THEN_CREATE.symbol == "-/+"
    assert {action for action in Action if action.replaces} == {Action.DELETE_THEN_CREATE, Action.CREATE_THEN_DELETE}
    idle = {Action.NO_OP, Action.HOLD, Action.AWAIT, Action.ASK}
    assert {action for action in Action if not action.is_pending} == idle
    assert len({action.symbol for action in Action}) == len(Action)
    assert [action for action in StepAction if not action.touches_world] == [StepAction.ADOPT, StepAction.FORGET]
    assert Step(HUMA, StepAction.CREATE, 2, EMPTY).key == "create client/a/user_key/huma #2"


def test_an_attribute_change_keeps_nothing_apart_from_something() -> None:
    change = AttributeChange.of("a", None, Unknown(HUMA, "id"), ChangeKind.REPLACE)
    assert (change.before, change.after) == (None, Unknown(HUMA, "id"))
    assert set(change.values) == {"after"}


def test_a_type_knows_its_roles() -> None:
    key = ResourceType(
        "user_key",
        (Attribute("owner", Role.IDENTITY), Attribute("app", Role.IDENTITY), Attribute("name", Role.AT_CREATION)),
        titles=FrozenMap({"nb": "Brukernøkkel"}),
    )
    assert key.role("name") is Role.AT_CREATION
    assert key.role("other") is Role.COMPUTED
    assert key.names(Role.IDENTITY) == ("owner", "app")
    assert key.identity(attributes(app="Huma", name="x")) == (None, "Huma")
    assert (key.title("nb"), key.title("en")) == ("Brukernøkkel", "user_key")
