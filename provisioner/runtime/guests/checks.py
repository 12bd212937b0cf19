"""The house's own rules about plans, brought in by the same door as a firm's.

Promises: pure; a plan that makes nothing costs nothing. Does not: stop anything; what it finds is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import TYPE_CHECKING

from provisioner.model.plan import Action, Plan
from provisioner.spi.entries import CheckEntry
from provisioner.spi.markers import hookimpl

if TYPE_CHECKING:
    from provisioner.model.diagnostics import Diagnostic

SOON_DAYS = 30
"""A key that lasts no longer is rather a slip of the pen than a wish."""


@hookimpl
def provisioner_checks() -> list[CheckEntry]:
    """A key that is made for a few days only."""
    return [CheckEntry("ends-soon", ends_soon, lambda plan, _: ends_soon(plan))]


def ends_soon(plan: Plan) -> Iterator[Diagnostic]:
    """A warning for each key that the plan makes and whose last day is near already."""
    from provisioner.model.diagnostics import Place  # noqa: PLC0415  # not before something is made
    from provisioner.runtime.words import WORDS  # noqa: PLC0415  # as above

    today = plan.made_at.astimezone(UTC).date()
    for change in plan.changes():
        makes = change.action is Action.CREATE or change.action.replaces
        if makes and change.holds_secret and change.expires_on is not None:
            days = (change.expires_on - today).days
            if days < SOON_DAYS:
                place = Place(change.source, change.address)
                yield WORDS("ends-soon", place, address=change.address, on=change.expires_on, days=max(days, 0))
