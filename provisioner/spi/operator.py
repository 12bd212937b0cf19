"""The operator: the person at hand, for what only a person can do.

Promises: what is asked has already been checked as far as it can be; what is answered is checked again.
Does not: decide whether something is to be done; the plan has.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from provisioner.model.secrets import Sensitive
from provisioner.model.values import EMPTY, Attributes
from provisioner.model.work import AnswerKind, WorkItem
from provisioner.spi.endpoint import Endpoint
from provisioner.spi.entries import OperatorEntry as OperatorEntry


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask."""

    text: str
    """One sentence, in the person's language."""
    choices: tuple[str, ...] = ()
    """The answers that are understood; empty: free text."""
    default: str = ""
    """What an empty answer means; empty: ask again."""
    also: tuple[str, ...] = ()
    """More answers that are understood, and not named: other words for the same."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a work item."""

    kind: AnswerKind
    """Done, not done, refused, or done with its secret gone."""
    by: str = ""
    """Who did it."""
    note: str = ""
    """What they added."""
    facts: Attributes = EMPTY
    """What they saw, such as the vendor's id of what was made."""
    secret: Sensitive | None = field(default=None, repr=False)
    """What was shown once."""
    instead_of: str = ""
    """Whose work it answers, where that is not their own."""


@runtime_checkable
class Operator(Protocol):
    """A person, or a program that plays one."""

    name: str
    """Who; recorded with what they do."""

    def perform(self, item: WorkItem) -> Answer:
        """Show `item`, wait until it is done or refused, and return what became of it."""
        ...

    def ask(self, question: Question) -> str:
        """The person's answer."""
        ...

    def ask_sensitive(self, question: Question) -> Sensitive:
        """The person's answer, not shown while it is typed."""
        ...


@dataclass(frozen=True, slots=True)
class OperatorRequest:
    """What an operator is opened with."""

    endpoint: Endpoint | None
    """The world, for a program that plays a person."""
    language: str
    """Of the project."""
