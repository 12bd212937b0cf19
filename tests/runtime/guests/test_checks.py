"""The house's own rules about plans."""

from __future__ import annotations

import pytest

from provisioner.model.diagnostics import Severity
from provisioner.runtime.guests.checks import SOON_DAYS
from tests.runtime.firm import CLIENT, Firm

CODE = "ends-soon"


def found(firm: Firm, last_day: str) -> list[tuple[str, str]]:
    """What is said of a key that is made with that last day, at the time the tests live in."""
    firm.write("clients.yaml", CLIENT.replace("application: Huma}", f"application: Huma, expires: {last_day}}}"))
    plan = firm.plan()
    assert all(item.severity is Severity.WARNING for item in plan.diagnostics if item.code == CODE)
    return [(str(item.address), item.summary) for item in plan.diagnostics if item.code == CODE]


def test_a_key_for_a_few_days_is_asked_about(firm: Firm) -> None:
    today = firm.clock.now().date()
    assert found(firm, today.replace(year=today.year + 1).isoformat()) == []
    near = today.replace(day=today.day + 1) if today.day < 28 else today
    told = found(firm, near.isoformat())
    assert [address for address, _ in told] == ["client/brygga/key/huma"]
    assert near.isoformat() in told[0][1]


def test_what_is_there_already_is_left_in_peace(firm: Firm) -> None:
    near = firm.clock.now().date().isoformat()
    assert found(firm, near)
    firm.apply()
    assert found(firm, near) == []


@pytest.mark.parametrize(("days", "told"), [(SOON_DAYS - 1, 1), (SOON_DAYS, 0)])
def test_soon_has_an_edge(firm: Firm, days: int, told: int) -> None:
    from datetime import timedelta

    last = firm.clock.now().date() + timedelta(days=days)
    assert len(found(firm, last.isoformat())) == told
