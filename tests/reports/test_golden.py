"""Every report of a plan that holds everything is, letter by letter, the one that was reviewed."""

from __future__ import annotations

import pytest

from provisioner.model.plan import Action, Reason
from tests.reports.golden import FOLDER, TEXTS
from tests.reports.plans import CANARY, firm_plan


def test_the_plan_holds_every_action_and_every_reason() -> None:
    changes = firm_plan().changes()
    assert {change.action for change in changes} == set(Action)
    assert {change.reason for change in changes} == set(Reason)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_report_is_the_reviewed_one(name: str) -> None:
    expected = (FOLDER / name).read_bytes().decode("utf-8")
    assert TEXTS[name]() == expected
    assert "\r" not in expected


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_no_report_shows_a_secret(name: str) -> None:
    assert CANARY not in TEXTS[name]()


def test_there_is_no_file_too_many() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(TEXTS)
