"""What is told to observers while something runs.

Promises: an event is frozen and never holds a secret. Does not: ask for anything; what an observer raises is
reported, and it is left out for the rest of the run.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from provisioner.model.address import AccountRef, Address
from provisioner.model.values import EMPTY, Attributes


class EventKind(StrEnum):
    """What happened; spelled as in the event stream."""

    REFRESH_START = "refresh_start"
    REFRESH_COMPLETE = "refresh_complete"
    PLANNED_CHANGE = "planned_change"
    CHANGE_SUMMARY = "change_summary"
    ACCOUNT_START = "account_start"
    ACCOUNT_COMPLETE = "account_complete"
    APPLY_START = "apply_start"
    APPLY_PROGRESS = "apply_progress"
    APPLY_COMPLETE = "apply_complete"
    APPLY_ERRORED = "apply_errored"
    APPLY_SKIPPED = "apply_skipped"
    INTENT_RECORDED = "intent_recorded"
    SECRET_SEALED = "secret_sealed"  # noqa: S105  # an event's name
    SECRET_STORED = "secret_stored"  # noqa: S105  # an event's name
    WAITING = "waiting"
    AWAITING = "awaiting"
    SETTLED = "settled"
    DIAGNOSTIC = "diagnostic"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened."""

    kind: EventKind
    """What."""
    at: datetime
    """When, in UTC."""
    account: AccountRef | None = None
    """Where, if it concerns one account."""
    address: Address | None = None
    """The resource, if it concerns one."""
    message: str = ""
    """A sentence for people."""
    done: int = 0
    """How many of `total` are done, where there is something to count."""
    total: int = 0
    """How many there are; 0 where nothing is counted."""
    detail: Attributes = EMPTY
    """The rest, for machines."""
