"""Agreements that nobody is named for: of an activation that is taken over, no screen says who accepted it.

Promises: such an activation is taken over and kept; it is never made anew before the manifest says who accepts the
agreement, and by what authority. Does not: guess who it was.
"""

from __future__ import annotations

from provisioner.model.diagnostics import Place
from provisioner.model.plan import Action, Change, Step, StepAction
from provisioner.model.values import Attributes
from provisioner.spi.provider import Route, StepFailed
from provisioner_tripletex.kinds import MENU
from provisioner_tripletex.words import WORDS


def unaccepted(change: Change) -> Route | None:
    """Why nobody makes it; None where it can be made, or only ends."""
    if change.address.kind != MENU or change.action is Action.DELETE or _is_accepted(change.after):
        return None
    place = Place(change.source, change.address)
    return Route("", WORDS("agreement-missing", place, title=change.after.get("title") or change.address.name))


def would_accept_for_nobody(step: Step) -> StepFailed | None:
    """That nobody is named; None where somebody is."""
    if step.address.kind != MENU or step.action is not StepAction.CREATE or _is_accepted(step.attributes):
        return None
    title = step.attributes.get("title") or step.address.name
    return StepFailed(WORDS("agreement-missing", Place(step.source, step.address), title=title))


def _is_accepted(held: Attributes) -> bool:
    return bool(held.get("acceptedBy")) and bool(held.get("authority"))
