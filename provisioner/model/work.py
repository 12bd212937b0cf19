"""Work: what a person is asked to do, and what they answered.

Promises: a work item holds everything a person needs and nothing secret. Does not: show or ask.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from provisioner.model.address import Address
from provisioner.model.values import EMPTY, Attributes


@dataclass(frozen=True, slots=True)
class WorkStep:
    """One thing to do on the screen."""

    text: str
    """What to do, in the reader's language; labels of the screen as they stand on it, in «»."""
    copy: str = ""
    """What to type or paste, exactly; empty where there is nothing."""
    together: str = ""
    """The same, said once above a list of all it is done for; empty where it reads the same for each."""


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Something a person is asked to do."""

    id: str
    """The intent it carries out."""
    address: Address
    """The resource it is about."""
    action: str
    """create, update or delete."""
    title: str
    """One line that says it."""
    account_name: str
    """The company in which it is done, as it stands on the screen."""
    steps: tuple[WorkStep, ...]
    """In order."""
    group: str = ""
    """Items with the same group are done in one go on one screen."""
    group_title: str = ""
    """One line that says what is done for all of the group; empty: each is shown by itself."""
    group_line: str = ""
    """What stands for this one in the group's tick list."""
    group_check: str = ""
    """As `check`, asked of the whole group."""
    group_account: str = ""
    """Where all of the group is done; empty: as `account_name`."""
    asks_secret: bool = False
    """Whether the answer must hold a secret that is shown once."""
    may_paste: str = ""
    """What may be pasted with the answer and is sealed as a secret is, such as the address one was sent on to: the
    question for it, in the reader's language. Nothing need be; empty where there is nothing."""
    compares: str = ""
    """What is copied from the screen and compared before it is agreed to, such as the text of an agreement: the
    question for it, in the reader's language. It may have many lines and is no secret; empty: nothing is compared."""
    check: str = ""
    """A question that could not be checked beforehand, such as whether the right company is open."""
    help_url: str | None = None
    """The vendor's own page about it."""
    facts: Attributes = EMPTY
    """The same for machines: what a program that plays the person needs."""

    @property
    def sheet(self) -> Sheet | None:
        """What it has in common with the rest of its group; None where it is done alone, as all that shows a secret."""
        if not self.group or not self.group_title or self.asks_secret:
            return None
        steps = tuple(WorkStep(step.together) if step.together else step for step in self.steps)
        account = self.group_account or self.account_name
        return Sheet(self.group, self.group_title, account, steps, self.group_check, self.help_url, self.compares)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Work that is done once for everything on a tick list. Items with equal sheets are one piece of work."""

    group: str
    """The items' group."""
    title: str
    """One line that says it."""
    account_name: str
    """Where it is done."""
    steps: tuple[WorkStep, ...]
    """In order, each once."""
    check: str
    """A question that could not be checked beforehand."""
    help_url: str | None
    """The vendor's own page about it."""
    compares: str = ""
    """What is compared once for all of it; empty: nothing."""


class AnswerKind(StrEnum):
    """What the person says happened."""

    DONE = "done"
    NOT_DONE = "not-done"
    REFUSED = "refused"
    """The screen would not; the note says why."""
    LOST = "lost"
    """It was made, and the key that it showed is gone: nobody has it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen right before a call, or what proves that it happened. Never a secret."""

    facts: Attributes = EMPTY
    """Free-form, as the driver needs it to settle later."""
    seen_at: datetime | None = None
    """When."""


class HandoffStatus(StrEnum):
    """How far a thing has come at the vendor's."""

    AWAITING = "awaiting"
    DELIVERED = "delivered"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Handoff:
    """What became of handing one generation to its vendor."""

    vendor: str
    """Who must have it."""
    status: HandoffStatus = HandoffStatus.AWAITING
    """How far it has come."""
    by: str = ""
    """Who said so."""
    at: datetime | None = None
    """When."""
    note: str = ""
    """What they added."""
