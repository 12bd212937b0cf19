"""A plan of many clients as the verbs show it: summed up, and each client's with --full."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provisioner.formats.plan_format import encode_plan
from tests.cli.driver import provisioner
from tests.cli.samples import Stage
from tests.reports.plans import fleet_plan

FLEET = fleet_plan(30)
LAST = str(FLEET.accounts[-1].changes[0].address)
MANY = "user_key/huma will be created · 30 accounts"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "fleet.plan"
    path.write_bytes(encode_plan(FLEET))
    return path


def shown(*words: str) -> str:
    return provisioner(*words).out


def test_a_plan_is_summed_up_unless_full_is_asked_for(stage: Stage, saved: Path) -> None:
    stage.plans(FLEET)
    for verb in (("plan",), ("show", str(saved)), ("apply", "--auto-approve"), ("destroy", "--auto-approve")):
        short, full = shown(*verb), shown(*verb, "--full")
        assert MANY in short, verb
        assert LAST not in short, verb
        assert LAST in full, verb
        assert MANY not in full, verb


def test_whatever_lists_what_is_unchanged_lists_everything(stage: Stage) -> None:
    stage.plans(FLEET)
    assert LAST in shown("plan", "--show-unchanged")


def test_programs_are_told_each(stage: Stage) -> None:
    stage.plans(FLEET)
    assert len(json.loads(shown("plan", "--format", "json"))["resource_changes"]) == 30
    events = [json.loads(line) for line in shown("apply", "--auto-approve", "--format", "json").splitlines()]
    assert sum(event["type"] == "planned_change" for event in events) == 30
