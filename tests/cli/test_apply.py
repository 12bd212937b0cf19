"""apply and destroy: who is asked, what is done, what is told, and what it ends with."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from provisioner.cli import applying
from provisioner.cli.invocation import Invocation
from provisioner.formats.plan_format import decode_plan, encode_plan
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Severity
from provisioner.model.errors import GuardTripped, PlanRefused, StateMissing
from provisioner.model.outcome import AccountReport, ApplyReport, Failed, Settled, SettledAs
from provisioner.model.plan import Plan
from provisioner.runtime.platform import Surroundings
from provisioner.spi.events import Event, EventKind
from tests.cli import samples
from tests.cli.driver import Person, a_console, provisioner
from tests.cli.samples import (
    ASKED,
    BAKERY,
    CREATE,
    EMPTY,
    INTENT,
    KEY,
    MADE,
    NOTHING,
    NOW,
    STEP,
    WAITING,
    FakeWorkspace,
    Stage,
    problem,
)

DONE = "Apply complete! Resources: 1 added, 0 changed, 0 destroyed."


def applied(stage: Stage) -> list[Plan]:
    return [decode_plan(words[0]) for words in stage.asked["session.apply_plan"]]


def test_yes_approves(stage: Stage) -> None:
    stage.plans(CREATE, MADE)
    result = provisioner("apply", person=Person(typed=["yes"]))
    assert result.code == 0
    assert applied(stage) == [CREATE]
    assert result.out.splitlines()[-1] == DONE
    assert "Plan: 1 to add" in result.out
    assert "Only 'yes' will be accepted to approve." in result.err


@pytest.mark.parametrize("word", ["y", "YES", "ja", "", "no", "yes please"])
def test_nothing_but_yes_approves(stage: Stage, word: str) -> None:
    stage.plans(CREATE, MADE)
    result = provisioner("apply", person=Person(typed=[word]))
    assert result.code == 1
    assert applied(stage) == []
    assert "not approved" in result.err


def test_a_closed_keyboard_does_not_approve(stage: Stage) -> None:
    stage.plans(CREATE, MADE)
    assert provisioner("apply", person=Person()).code == 1
    assert applied(stage) == []


@pytest.mark.parametrize("verb", ["apply", "destroy"])
def test_nobody_there_to_approve_is_a_usage_error_once_the_plan_is_shown(stage: Stage, verb: str) -> None:
    stage.plans(CREATE, MADE)
    result = provisioner(verb)
    assert result.code == 1
    assert "--auto-approve" in result.err
    assert "Plan: 1 to add" in result.out
    assert applied(stage) == []


def test_where_there_is_nothing_to_approve_nobody_need_be_there(stage: Stage) -> None:
    stage.plans(NOTHING)
    result = provisioner("apply")
    assert result.code == 0
    assert "No changes." in result.out


def test_auto_approve_asks_nobody(stage: Stage) -> None:
    stage.plans(CREATE, MADE)
    result = provisioner("apply", "--auto-approve")
    assert (result.code, result.err) == (0, "")
    assert applied(stage) == [CREATE]


def test_the_question_is_asked_in_the_projects_language(stage: Stage) -> None:
    stage.language = "nb"
    stage.plans(CREATE, MADE)
    result = provisioner("apply", person=Person(typed=["yes"]))
    assert "Bare 'yes' godtas" in result.err
    assert result.out.splitlines()[-1] == DONE


def test_nothing_to_do_asks_nobody_and_still_records_that_all_is_well(stage: Stage) -> None:
    stage.plans(NOTHING, EMPTY)
    result = provisioner("apply", person=Person())
    assert result.code == 0
    assert "No changes." in result.out
    assert applied(stage) == [NOTHING]


@pytest.mark.parametrize(("words", "code"), [([], 0), (["--detailed-exitcode"], 7)])
def test_waiting_is_no_failure(stage: Stage, words: list[str], code: int) -> None:
    stage.plans(CREATE, ASKED)
    assert provisioner("apply", "--auto-approve", *words).code == code
    stage.plans(WAITING, EMPTY)
    assert provisioner("apply", "--auto-approve", *words).code == code


def test_a_rail_stops_before_anybody_is_asked(stage: Stage) -> None:
    stage.plans(samples.plan(samples.change(), guards=(problem(),)), MADE)
    result = provisioner("apply", person=Person(typed=["yes"]))
    assert result.code == 3
    assert "Something is wrong." in result.err
    assert "guardrail" in result.err
    assert "yes" not in result.err
    assert applied(stage) == []


def test_errors_everywhere_stop_before_anybody_is_asked(stage: Stage) -> None:
    for found in (problem(), problem(account=BAKERY)):
        stage.plans(samples.plan(samples.change(), diagnostics=(found,)), MADE)
        assert provisioner("apply", person=Person(typed=["yes"])).code == 1
        assert applied(stage) == []


def test_errors_in_one_account_do_not_stop_the_others(stage: Stage) -> None:
    other = problem(account=AccountRef.client("other"))
    stage.plans(samples.plan(samples.change(), diagnostics=(other,)), MADE)
    result = provisioner("apply", "--auto-approve")
    assert result.code == 1
    assert len(applied(stage)) == 1
    assert "Accounts with errors are left out: client/other." in result.err
    assert DONE in result.out


def test_what_was_left_open_is_settled_and_told_first(stage: Stage) -> None:
    settled = ApplyReport((AccountReport(BAKERY, (Settled(INTENT, SettledAs.HAPPENED, NOW, "api"),)),))
    stage.plans(NOTHING, EMPTY, settled)
    result = provisioner("apply", "--auto-approve")
    assert str(KEY) in result.err
    assert "Apply" not in result.err
    assert result.code == 0


def test_what_could_not_be_settled_counts(stage: Stage) -> None:
    settled = ApplyReport((AccountReport(BAKERY, problem=problem(), exit_code=4),))
    stage.plans(NOTHING, EMPTY, settled)
    result = provisioner("apply", "--auto-approve")
    assert "Something is wrong." in result.err
    assert result.code == 4


@pytest.mark.parametrize(
    ("error", "code"), [(GuardTripped("Too many."), 3), (PlanRefused("Stale."), 5), (StateMissing("None."), 6)]
)
def test_what_the_world_did_is_one_block_and_its_code(stage: Stage, error: Exception, code: int) -> None:
    stage.plans(CREATE)
    stage.answers("session.apply_plan", error)
    result = provisioner("apply", "--auto-approve")
    assert result.code == code
    assert result.err == f"Error: {error}\n"


def test_a_failed_step_is_told_and_ends_with_1(stage: Stage) -> None:
    stage.plans(CREATE, ApplyReport((AccountReport(BAKERY, (Failed(STEP, NOW, problem()),)),)))
    result = provisioner("apply", "--auto-approve")
    assert result.code == 1
    assert "Something is wrong." in result.out
    assert result.out.splitlines()[-1].startswith("Apply incomplete.")


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    file = tmp_path / "plan.bin"
    file.write_bytes(encode_plan(CREATE))
    return file


def test_a_saved_plan_needs_no_approval_and_no_planning(stage: Stage, saved: Path) -> None:
    stage.plans(NOTHING, MADE)
    result = provisioner("apply", str(saved))
    assert result.code == 0
    assert applied(stage) == [CREATE]
    assert stage.asked["session.make_plan"] == []
    assert str(saved) in result.err
    assert result.out.splitlines()[-1] == DONE


@pytest.mark.parametrize(
    "words",
    [
        ["--target", str(KEY)],
        ["--client", "a"],
        ["--now", "2027-01-01"],
        ["--recreate", str(KEY)],
        ["--refresh", "none"],
        ["--allow-deletes"],
        ["--selector", "a=b"],
    ],
)
def test_a_saved_plan_takes_no_options_of_planning(stage: Stage, saved: Path, words: list[str]) -> None:
    stage.plans(NOTHING, MADE)
    result = provisioner("apply", str(saved), *words)
    assert result.code == 1
    assert "as it was made" in result.err
    assert applied(stage) == []


def test_an_edited_plan_is_refused(stage: Stage, saved: Path) -> None:
    stage.plans(NOTHING, MADE)
    saved.write_bytes(saved.read_bytes().replace(b"Huma", b"Hume"))
    assert provisioner("apply", str(saved)).code == 5
    assert applied(stage) == []


def test_destroy_asks_in_its_own_words(stage: Stage) -> None:
    stage.plans(samples.plan(samples.change(), destroy=True), MADE)
    result = provisioner("destroy", person=Person(typed=["yes"]))
    assert result.code == 0
    assert "Do you really want" in result.err
    assert stage.asked["session.make_plan"][0][0].destroy


def telling(*kinds: EventKind) -> Any:
    def apply_plan(workspace: FakeWorkspace, data: bytes) -> ApplyReport:
        for kind in kinds:
            workspace.tell(Event(kind, NOW, BAKERY, KEY, done=1, total=2))
        return MADE

    return apply_plan


def test_events_are_one_line_each(stage: Stage) -> None:
    stage.plans(CREATE)
    stage.answers("session.apply_plan", telling(EventKind.APPLY_START, EventKind.APPLY_ERRORED))
    result = provisioner("apply", "--auto-approve", "--format", "json")
    events = result.events
    assert [event["type"] for event in events] == [
        "version",
        "planned_change",
        "change_summary",
        "apply_start",
        "apply_errored",
        "change_summary",
    ]
    assert all({"@level", "@message", "@module", "@timestamp"} <= event.keys() for event in events)
    assert events[3]["address"] == str(KEY)
    assert events[3]["@timestamp"] == "2026-11-22T09:00:00Z"
    assert (events[4]["@level"], events[4]["done"], events[4]["total"]) == ("error", 1, 2)
    assert events[2]["changes"]["operation"] == "plan"
    assert events[5]["changes"] == events[5]["changes"] | {"add": 1, "operation": "apply"}
    assert events[5]["@message"] == DONE


def test_a_saved_plan_streams_too(stage: Stage, saved: Path) -> None:
    stage.plans(NOTHING, MADE)
    types = [event["type"] for event in provisioner("apply", str(saved), "--format", "json").events]
    assert types == ["version", "planned_change", "change_summary", "change_summary"]


def test_events_leave_no_room_for_a_question(stage: Stage) -> None:
    stage.plans(CREATE, MADE)
    result = provisioner("apply", "--format", "json", person=Person(typed=["yes"]))
    assert (result.code, result.out) == (1, "")
    assert stage.opened == []


def test_trouble_stands_in_the_stream_too(stage: Stage) -> None:
    warned = samples.plan(samples.change(), diagnostics=(problem(Severity.WARNING),))
    failed = ApplyReport((AccountReport(BAKERY, (Failed(STEP, NOW, problem()),), problem()),), notices=(problem(),))
    stage.plans(warned, failed, ApplyReport((AccountReport(BAKERY, problem=problem()),)))
    result = provisioner("apply", "--auto-approve", "--format", "json")
    levels = [event["@level"] for event in result.events if event["type"] == "diagnostic"]
    assert levels == ["error", "warn", "error", "error", "error"]
    stage.answers("session.make_plan", StateMissing("None."))
    result = provisioner("apply", "--auto-approve", "--format", "json")
    assert result.events[-1]["diagnostic"]["code"] == "state-missing"
    assert result.code == 6


def test_ctrl_c_once_stops_and_twice_leaves() -> None:
    console, _, err = a_console()
    left: list[int] = []
    stop = threading.Event()
    invocation = Invocation(Surroundings({}, "h", "kari"), console)
    on_interrupt = applying.stopper(stop, invocation, left.append)
    on_interrupt(1)
    assert stop.is_set()
    assert left == []
    on_interrupt(2)
    assert left == [130]
    assert "Press Ctrl-C again" in err.text
    assert "journal" in err.text


def test_ctrl_c_in_the_middle_of_a_write_leaves_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(console: object, text: str = "") -> None:
        raise RuntimeError("reentrant call inside <_io.BufferedWriter name='<stderr>'>")

    console, _, _ = a_console()
    monkeypatch.setattr(type(console), "err", refuse)
    left: list[int] = []
    stop = threading.Event()
    on_interrupt = applying.stopper(stop, Invocation(Surroundings({}, "h", "kari"), console), left.append)
    on_interrupt(1)
    on_interrupt(2)
    assert stop.is_set()
    assert left == [130]


def test_the_stop_reaches_the_runtime_and_an_interrupted_run_says_so(stage: Stage) -> None:
    stage.plans(CREATE)
    stage.answers("session.apply_plan", ApplyReport(MADE.accounts, interrupted=True))
    result = provisioner("apply", "--auto-approve")
    assert result.code == 130
    ((_, stop),) = stage.asked["session.apply_plan"]
    assert isinstance(stop, threading.Event)
