"""The work that waits for people, as a page to have open beside Tripletex.

Promises: what a person types is typed for them to copy; the steps of a thing are shown only to whoever has taken it on;
everything is escaped, and the page fetches nothing. A key is never on it. Does not: load, record or serve anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from provisioner.model.diagnostics import Diagnostic
from provisioner.model.resource import HandoffPlan
from provisioner.model.work import WorkItem
from provisioner.reports.words import words
from provisioner.spi.comparing import Comparison

RECORDED = "work-page-recorded"
NOT_RECORDED = "work-page-not-recorded"
TAKEN = "work-page-taken"
RELEASED = "work-page-released"
CLOSED = "work-page-closed"
ROWS = "work-page-rows"
ROWS_REFUSED = "work-page-rows-refused"
NOTHING_TICKED = "work-page-nothing-ticked"
NOTE_MISSING = "work-page-note-missing"
CHECK_FIRST = "work-page-check-first"
COMPARE_FIRST = "work-page-compare-first"
STOPPED = "work-page-stopped"
SEEN = "work-page-seen"
"""What may be said of an answer: keys of the words."""
FILTER_FROM: Final = 10
"""From so many things on, the page has a field to find one; of fewer, one look finds it."""
_CHANNELS: Final = MappingProxyType(
    {
        "email": "work-page-never-email",
        "sms": "work-page-never-sms",
        "chat": "work-page-never-chat",
        "phone": "work-page-never-phone",
        "post": "work-page-never-post",
    }
)
"""How a channel of the catalogue is called."""
USED = "work-page-used"
UNKNOWN = "work-page-unknown"
STRANGE = "work-page-strange"
TOO_LARGE = "work-page-too-large"
"""What is said to whoever is not let in, and of what is not taken."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing on a tick list."""

    id: str
    """Its id."""
    line: str
    """What stands for it."""
    whose: str
    """Who has taken it on; empty: nobody."""
    found_by: str = ""
    """What finds it and need not stand on the page, such as its address and the organisation number."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the reader has put into a card and is recorded nowhere yet, so that no page loses it. Never a key."""

    text: str = field(default="", repr=False)
    """What they copied to have it compared."""
    compared: Comparison | None = None
    """What came of that; None: it was not compared yet."""
    checked: bool = False
    """Whether they have answered what stands before the first step."""
    ticked: frozenset[str] = frozenset()
    """What they have ticked of the list."""


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
    reader: str = ""
    """Who reads it."""
    draft: Draft = field(default_factory=Draft)
    """What they have put into it."""

    @property
    def together(self) -> bool:
        """Whether it is a tick list."""
        return len(self.rows) > 1

    @property
    def own(self) -> tuple[Row, ...]:
        """What the reader has taken on, and may tick."""
        return tuple(row for row in self.rows if row.whose and row.whose == self.reader)

    @property
    def others(self) -> tuple[Row, ...]:
        """The rest of it."""
        return tuple(row for row in self.rows if row not in self.own)

    @property
    def question(self) -> str:
        """What is to be answered before the first step; empty where nothing is asked."""
        if self.cut_off:
            return ""
        return (self.item.group_check if self.together else "") or self.item.check


@dataclass(frozen=True, slots=True)
class LookCard:
    """Something of which nobody knows where it is there."""

    id: str
    """Its own on the page."""
    title: str
    """The question."""
    where: str
    """In which account one looks."""
    steps: tuple[str, ...]
    """How."""
    rows: tuple[Row, ...]
    """Of whom; the id is the address."""


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
    looks: tuple[LookCard, ...] = ()
    """What somebody must look at and tell."""


def notice(text: str, language: str) -> str:
    """A page that says one thing."""
    from provisioner.reports.environment import environment  # noqa: PLC0415  # not before a page is asked for

    return environment().get_template("notice.html.j2").render(text=text, t=words(language))


def verdict(compared: Comparison, language: str) -> str:
    """What came of comparing, as it stands on its card."""
    from provisioner.reports.environment import environment  # noqa: PLC0415  # not before a page is asked for

    spoken = words(language)
    template = environment().get_template("work_verdict.html.j2")
    return template.render(compared=compared, t=spoken, told_in=lambda found: found.told_in(spoken.language))


def render(page: WorkPage, language: str) -> str:
    """The whole page."""
    from provisioner.reports.environment import environment  # noqa: PLC0415  # not before a page is asked for

    spoken = words(language)
    template = environment().get_template("work.html.j2")
    steps = {card.item.id: _steps(card) for card in page.cards}
    waiting = sum(len(card.rows) for card in page.cards) + sum(len(look.rows) for look in page.looks)
    return template.render(
        page=page,
        t=spoken,
        steps=steps,
        told_in=lambda found: found.told_in(spoken.language),
        channels=lambda never: ", ".join(spoken(_CHANNELS[one]) if one in _CHANNELS else one for one in never),
        waiting=waiting,
        filters=waiting >= FILTER_FROM,
    )


def _steps(card: Card) -> list[tuple[str, str]]:
    """What to do, each with what is copied for it; of a tick list each once."""
    sheet = card.item.sheet if card.together else None
    return [(step.text, step.copy) for step in (sheet.steps if sheet is not None else card.item.steps)]
