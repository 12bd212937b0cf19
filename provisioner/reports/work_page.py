"""The work that waits for people, as a page to have open beside Tripletex.

Promises: what a person types is typed for them to copy; the steps of a thing are shown only to whoever has taken it on;
everything is escaped, and the page fetches nothing. A key is never on it. Does not: load, record or serve anything.
"""

from __future__ import annotations

from dataclasses import dataclass

from provisioner.model.diagnostics import Diagnostic
from provisioner.model.resource import HandoffPlan
from provisioner.model.work import WorkItem
from provisioner.reports.words import words

RECORDED = "work-page-recorded"
NOT_RECORDED = "work-page-not-recorded"
TAKEN = "work-page-taken"
RELEASED = "work-page-released"
CLOSED = "work-page-closed"
"""What may be said of an answer: keys of the words."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing on a tick list."""

    id: str
    """Its id."""
    line: str
    """What stands for it."""
    whose: str
    """Who has taken it on; empty: nobody."""


@dataclass(frozen=True, slots=True)
class Card:
    """One piece of work: a thing, or all that is done in one go on one screen."""

    item: WorkItem
    """What is to be done, of the first of them."""
    rows: tuple[Row, ...]
    """Everything it is done for."""
    mine: bool
    """Whether the reader has taken on something of it: then the steps are shown."""
    free: bool
    """Whether something of it can be taken on."""
    cut_off: bool = False
    """Whether a run began it and nobody knows how it ended: to be looked for, not done."""

    @property
    def together(self) -> bool:
        """Whether it is a tick list."""
        return len(self.rows) > 1


@dataclass(frozen=True, slots=True)
class Told:
    """What came of the last answer."""

    good: bool
    """Whether it was recorded."""
    text: str
    """In a sentence."""
    findings: tuple[Diagnostic, ...] = ()
    """What was wrong with it."""
    next_step: HandoffPlan | None = None
    """What the vendor is to be given now, in the same sitting."""


@dataclass(frozen=True, slots=True)
class WorkPage:
    """All that the page says."""

    project: str
    """Whose."""
    reader: str
    """Who reads it."""
    cards: tuple[Card, ...]
    """In order."""
    token: str
    """What every form must carry."""
    nonce: str
    """What the page's own style and script are known by."""
    told: Told | None = None
    """What came of the last answer."""


def render(page: WorkPage, language: str) -> str:
    """The whole page."""
    from provisioner.reports.environment import environment  # noqa: PLC0415  # not before a page is asked for

    spoken = words(language)
    template = environment().get_template("work.html.j2")
    steps = {card.item.id: _steps(card) for card in page.cards}
    return template.render(
        page=page,
        t=spoken,
        steps=steps,
        told_in=lambda found: found.told_in(spoken.language),
        waiting=sum(len(card.rows) for card in page.cards),
    )


def _steps(card: Card) -> list[tuple[str, str]]:
    """What to do, each with what is copied for it; of a tick list each once."""
    sheet = card.item.sheet if card.together else None
    return [(step.text, step.copy) for step in (sheet.steps if sheet is not None else card.item.steps)]
