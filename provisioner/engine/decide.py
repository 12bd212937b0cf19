"""The whole decision: what is done with one resource, given what is wanted, what we have and what is there.

Promises: one small function over one value; every row of the table below is a branch and every branch is a row. A
test enumerates all of them. Does not: find out any of the facts (planner.py) or act.

| desired | prior | live | action |
| :-: | :-: | :-: | --- |
| - | - | - | nothing |
| - | - | x | nothing: not ours, never touched, listed as unmanaged |
| - | x | - | forget: vanished |
| - | x | x ? | delete: not in manifest, or destroy asked; forget what is permanent; hold what others go through |
| - | x | x ? | of a client whose last day has come: delete what is ours, forget what is its own, hold what is unclear |
| - | x | x ? | of a client whose last day is still to come: hold, and say what becomes of it then |
| x | - | - | create |
| x | - | ? | adopt where a person said it is there; create in an inventoried account; hold where nobody knows |
| x | - | x | adopt where the manifest or a person says so, and always a permanent thing; else hold: conflict |
| x | x | - | create: vanished; a thing that holds a secret only with `--recreate`, else hold |
| x | x | x ? | same = no-op; mutable = update; immutable, secret lost, tainted, expiring or rotation asked = replace |
| x | x | x ? | same, of a client whose last day is still to come: hold, and say what becomes of it then |

`x` there, `-` not there, `?` not known: then the state stands in for the world. Above all rows: a call whose end is
unknown is asked about, a step that a person was asked to do awaits while it is wanted the same and is asked about once
it is not. Below all rows: what is protected is never ended, what is permanent is never replaced, and a rotation of what
is being rotated already is held.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from provisioner.model.plan import Action, Reason
from provisioner.model.resource import Replacement


class Presence(StrEnum):
    """What is known of the world."""

    PRESENT = "present"
    ABSENT = "absent"
    NOT_KNOWN = "not-known"


class Pending(StrEnum):
    """What was begun and has not ended."""

    NOTHING = "nothing"
    CALLING = "calling"
    AWAITING_SAME = "awaiting-same"
    AWAITING_CHANGED = "awaiting-changed"


class Rotation(StrEnum):
    """Whether this plan is to make a new generation."""

    NOT_ASKED = "not-asked"
    ASKED = "asked"
    UNDER_WAY = "under-way"
    """Asked for, while the last new one has not taken over yet."""


class Parting(StrEnum):
    """What becomes of a thing of a client that leaves."""

    STAYS = "stays"
    """The client stays."""
    LATER = "later"
    """Nothing yet: its last day has not come."""
    OURS = "ours"
    """It is ours and ends."""
    THEIRS = "theirs"
    """It is the client's own and is handed over."""
    UNCLEAR = "unclear"
    """Nobody can tell whose it is."""


class Difference(StrEnum):
    """The gravest difference between what is wanted and what is there."""

    NONE = "none"
    MUTABLE = "mutable"
    IMMUTABLE = "immutable"


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the decision about one resource rests on."""

    desired: bool
    """Whether the manifests want it."""
    prior: bool
    """Whether it is in the state."""
    live: Presence
    """Whether it is there: for a resource of ours the very one, otherwise one with the same identity."""
    stranger: bool = False
    """Whether ours is gone and another with its identity is there instead."""
    ambiguous: bool = False
    """Whether several things could be it, or it could be several resources."""
    pending: Pending = Pending.NOTHING
    """What was begun and has not ended."""
    difference: Difference = Difference.NONE
    """Between what is wanted and what is there."""
    configured: bool = True
    """Whether the difference comes from the manifest; else only the world moved."""
    permanent: bool = False
    """Whether things of this kind are never ended."""
    holds_secret: bool = False
    """Whether making one shows a secret once."""
    replacement: Replacement = Replacement.DELETE_FIRST
    """In which order it is replaced."""
    inventoried: bool = False
    """Whether it is known what was in the account before us."""
    adopt: bool = False
    """Whether the manifest says that one that is there is taken over."""
    attested: bool = False
    """Whether a person said that it is there."""
    unsure: bool = False
    """Whether a person was asked whether it is there, and did not know."""
    recreate: bool = False
    """Whether `--recreate` names it."""
    tainted: bool = False
    """Whether it is known to be incomplete."""
    secret_lost: bool = False
    """Whether its secret was made and we do not have it."""
    expiring: bool = False
    """Whether its last day is near and a later one is wanted."""
    rotation: Rotation = Rotation.NOT_ASKED
    """Whether `rotate` names it."""
    protected: bool = False
    """Whether the manifest says that it may not be ended."""
    in_use: bool = False
    """Whether somebody outside the account still goes through it."""
    parting: Parting = Parting.STAYS
    """What becomes of it because the client leaves."""
    destroyed: bool = False
    """Whether the manifests want it and this plan takes it away all the same."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done, and why."""

    action: Action
    """What."""
    reason: Reason
    """Why."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """All that the decision about one old generation rests on."""

    live: Presence
    """Whether it is there."""
    pending: Pending = Pending.NOTHING
    """What was begun and has not ended."""
    handed_over: bool = True
    """Whether the vendor has confirmed the successor, nothing is handed over, or nobody ever had this one."""
    in_use: bool = False
    """Whether somebody still goes through it."""
    parting: Parting = Parting.STAYS
    """What becomes of it because the client leaves."""


_PENDING: Final = {
    Pending.CALLING: Decision(Action.ASK, Reason.OPEN_INTENT),
    Pending.AWAITING_SAME: Decision(Action.AWAIT, Reason.AWAITING_PERSON),
    Pending.AWAITING_CHANGED: Decision(Action.ASK, Reason.AWAITING_CHANGED),
}
_PARTED: Final = {
    Parting.OURS: Decision(Action.DELETE, Reason.OFFBOARDED),
    Parting.THEIRS: Decision(Action.FORGET, Reason.HANDED_OVER),
    Parting.UNCLEAR: Decision(Action.HOLD, Reason.WHOSE),
}
_CREATE: Final = Decision(Action.CREATE, Reason.NOT_IN_STATE)
_CONFLICT: Final = Decision(Action.HOLD, Reason.CONFLICT)


def decide(it: Situation) -> Decision | None:
    """The row for `it`; None where there is nothing of ours and nothing is wanted."""
    if it.pending is not Pending.NOTHING:
        return _PENDING[it.pending]
    if it.desired and it.prior:
        return _guarded(it, _vanished(it) if it.live is Presence.ABSENT else _compared(it))
    if it.desired:
        return _wanted(it)
    if it.prior:
        return _guarded(it, _unwanted(it))
    return None


def _wanted(it: Situation) -> Decision:
    """Desired, not ours."""
    if it.live is Presence.ABSENT:
        return _CREATE
    if it.live is Presence.PRESENT:
        return _taken_over(it)
    if it.attested:
        return Decision(Action.ADOPT, Reason.ATTESTED)
    if it.unsure:
        return Decision(Action.HOLD, Reason.UNSURE)
    return _CREATE if it.inventoried else Decision(Action.HOLD, Reason.NOT_INVENTORIED)


def _taken_over(it: Situation) -> Decision:
    """Desired, and one that is not ours is there."""
    if it.ambiguous or it.difference is Difference.IMMUTABLE:
        return _CONFLICT
    if it.permanent:
        return Decision(Action.ADOPT, Reason.PERMANENT)
    if it.adopt and not it.prior:
        return Decision(Action.ADOPT, Reason.ADOPT_ASKED)
    return Decision(Action.ADOPT, Reason.ATTESTED) if it.attested else _CONFLICT


def _vanished(it: Situation) -> Decision:
    """Desired and ours, but gone."""
    if it.stranger and not it.recreate:
        return _taken_over(it)
    if it.holds_secret and not it.recreate:
        return Decision(Action.HOLD, Reason.NEEDS_RECREATE)
    return Decision(Action.CREATE, Reason.VANISHED)


def _compared(it: Situation) -> Decision:
    """Desired, ours, and there as far as is known."""
    replace = Action.CREATE_THEN_DELETE if it.replacement is Replacement.CREATE_FIRST else Action.DELETE_THEN_CREATE
    moved = Reason.CONFIGURATION if it.configured else Reason.DRIFT
    if it.recreate:
        return Decision(replace, Reason.RECREATE_ASKED)
    if it.secret_lost:
        return Decision(replace, Reason.SECRET_LOST)
    if it.tainted:
        return Decision(replace, Reason.TAINTED)
    if it.rotation is Rotation.ASKED:
        return Decision(replace, Reason.ROTATION)
    if it.expiring:
        return Decision(replace, Reason.EXPIRING)
    if it.difference is Difference.IMMUTABLE:
        return Decision(replace, moved)
    if it.difference is Difference.MUTABLE:
        return Decision(Action.UPDATE, moved)
    if it.rotation is Rotation.UNDER_WAY:
        return Decision(Action.HOLD, Reason.ROTATING)
    if it.parting is Parting.LATER:
        return Decision(Action.HOLD, Reason.LAST_DAY)
    return Decision(Action.NO_OP, Reason.UNCHANGED)


def _unwanted(it: Situation) -> Decision:
    """Ours, no longer desired."""
    if it.live is Presence.ABSENT:
        return Decision(Action.FORGET, Reason.VANISHED)
    if it.parting is Parting.LATER:
        return Decision(Action.HOLD, Reason.LAST_DAY)
    if it.permanent:
        return Decision(Action.FORGET, Reason.PERMANENT)
    if it.parting in _PARTED:
        return _PARTED[it.parting]
    return Decision(Action.DELETE, Reason.DESTROY_ASKED if it.destroyed else Reason.NOT_IN_MANIFEST)


def _guarded(it: Situation, decision: Decision) -> Decision:
    """`decision`, unless it would end what may not be ended."""
    ends = decision.action is Action.DELETE or decision.action.replaces
    if ends and it.protected:
        return Decision(Action.HOLD, Reason.PROTECTED)
    if decision.action.replaces and it.permanent:
        return Decision(Action.HOLD, Reason.PERMANENT)
    if it.in_use and decision.action in (Action.DELETE, Action.DELETE_THEN_CREATE):
        return Decision(Action.HOLD, Reason.OVERLAP)
    return decision


def decide_leftover(it: Leftover) -> Decision:
    """What is done with an old generation whose successor is in place."""
    if it.pending is not Pending.NOTHING:
        return _PENDING[it.pending]
    if it.live is Presence.ABSENT:
        return Decision(Action.FORGET, Reason.VANISHED)
    if it.parting in _PARTED:
        return _PARTED[it.parting]
    if it.handed_over and not it.in_use:
        return Decision(Action.DELETE, Reason.DEPOSED)
    return Decision(Action.NO_OP, Reason.OVERLAP)
