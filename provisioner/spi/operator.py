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
from provisioner.spi.comparing import Compare as Compare
from provisioner.spi.comparing import Comparison as Comparison
from provisioner.spi.comparing import Verdict as Verdict
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
    compared: str = field(default="", repr=False)
    """What they copied from the screen to have it compared; empty: nothing. No secret, and long."""
    uncompared: bool = False
    """Whether they say that it is done and nothing was compared, where something was to be."""
    nevertheless: bool = False
    """Whether they say that it is done although what they copied is another text than it must be."""


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


@runtime_checkable
class ComparingOperator(Operator, Protocol):
    """An operator who has a text compared before agreeing to it."""

    def perform_comparing(self, item: WorkItem, compare: Compare) -> Answer:
        """As `perform`, for an item that has something to compare: `compare` judges it without ending the work. What
        was copied goes with the answer; where it is another text than it must be, nothing is agreed to."""
        ...


def performed(operator: Operator, item: WorkItem, compare: Compare) -> Answer:
    """What became of `item`, compared beforehand where there is something to compare and the operator knows how."""
    if item.compares and isinstance(operator, ComparingOperator):
        return operator.perform_comparing(item, compare)
    return operator.perform(item)


@dataclass(frozen=True, slots=True)
class OperatorRequest:
    """What an operator is opened with."""

    endpoint: Endpoint | None
    """The world, for a program that plays a person."""
    language: str
    """Of the project."""
