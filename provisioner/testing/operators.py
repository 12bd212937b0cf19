"""People who are programs.

Promises: `ScriptedOperator` answers what it was told to, in order, and keeps what it was asked. Does not: do anything
in any world; see `fake_provider.Person` for one who does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from provisioner.model.secrets import Sensitive
from provisioner.model.work import AnswerKind, WorkItem
from provisioner.spi.operator import Answer, Question

Reply = Answer | Callable[[WorkItem], Answer]
"""An answer, or what makes one of the work item."""


class ScriptedOperator:
    """Performs by `answers`, speaks by `words`; a script that is too short fails the test that wrote it."""

    name = "scripted"

    def __init__(self, answers: Iterable[Reply] = (), words: Iterable[str] = ()) -> None:
        self._answers = list(answers)
        self._words = list(words)
        self.performed: list[WorkItem] = []
        """What it was asked to do, in order."""
        self.asked: list[str] = []
        """Every question's text, in order."""

    def perform(self, item: WorkItem) -> Answer:
        """The next answer."""
        self.performed.append(item)
        assert self._answers, f"the script has no answer to `{item.title}`"
        reply = self._answers.pop(0)
        return reply if isinstance(reply, Answer) else reply(item)

    def ask(self, question: Question) -> str:
        """The next words; the question's own default where the script says nothing."""
        return self._say(question) or question.default

    def ask_sensitive(self, question: Question) -> Sensitive:
        """The next words, kept secret."""
        return Sensitive(self._say(question))

    def _say(self, question: Question) -> str:
        self.asked.append(question.text)
        assert self._words, f"the script has no words for `{question.text}`"
        return self._words.pop(0)

    @property
    def is_exhausted(self) -> bool:
        """Whether everything in the script was used."""
        return not self._answers and not self._words


def done(secret: str | None = None, by: str = "scripted") -> Answer:
    """Somebody did it, and saw `secret`."""
    return Answer(AnswerKind.DONE, by=by, secret=Sensitive(secret) if secret is not None else None)


def lost(by: str = "scripted") -> Answer:
    """Somebody did it, and what it showed is gone."""
    return Answer(AnswerKind.LOST, by=by)


def not_done(by: str = "scripted") -> Answer:
    """Nobody did it."""
    return Answer(AnswerKind.NOT_DONE, by=by)


def refused(note: str, by: str = "scripted") -> Answer:
    """The screen would not."""
    return Answer(AnswerKind.REFUSED, by=by, note=note)
