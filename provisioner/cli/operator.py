"""The person at the terminal, as an operator.

Promises: shows exactly what to do and what to copy, one item at a time, whatever thread asks; a key is typed unseen.
Does not: check an answer; its asker does.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator

from provisioner.cli.console import FALLBACK_WIDTH, Console
from provisioner.cli.words import Words, told
from provisioner.model.errors import Interrupted
from provisioner.model.secrets import Sensitive
from provisioner.model.work import AnswerKind, WorkItem
from provisioner.reports.plain import clean, wrap
from provisioner.spi.operator import Answer, Question

TRIES = 3


def work_lines(item: WorkItem, words: Words, width: int = FALLBACK_WIDTH) -> Iterator[str]:
    """A work item as a person reads it. What is to be copied stands on one line, however long it is."""
    yield from wrap(item.title, width, "", "  ")
    yield from wrap(words("work-in", account=item.account_name), width, "  ", "    ")
    if item.check:
        yield from wrap(words("work-check", text=item.check), width, "  ", "    ")
    for number, step in enumerate(item.steps, 1):
        mark = f"  {number}. "
        yield from wrap(step.text, width, mark, " " * len(mark))
        if step.copy:
            yield f"       {clean(words('work-copy', text=step.copy))}"
    if item.help_url:
        yield f"  {clean(words('work-help', url=item.help_url))}"


def listed(text: str, choices: Iterable[str]) -> str:
    """A question with the answers that are understood."""
    return f"{text} ({' / '.join(choices)})"


class ConsoleOperator:
    """The person at `console`."""

    def __init__(self, name: str, console: Console, words: Callable[[], Words]) -> None:
        self.name = name
        self._console = console
        self._words = words
        self._turn = threading.RLock()

    def perform(self, item: WorkItem) -> Answer:
        """Shows the item and waits for what became of it."""
        words = self._words()
        with self._turn, self._console.person():
            self._console.err("\n" + "\n".join(work_lines(item, words, self._console.width)) + "\n")
            kind = self.what_became(shows_key=item.asks_secret)
            note = self.ask(Question(words("work-ask-note"))) if kind is AnswerKind.REFUSED else ""
            secret = None
            if kind is AnswerKind.DONE and item.asks_secret:
                secret = self.ask_sensitive(Question(words("work-ask-secret")))
            elif kind is AnswerKind.DONE and item.may_paste:
                secret = self.ask_unneeded(Question(item.may_paste))
            return Answer(kind, self.name, note, secret=secret)

    def what_became(self, *, shows_key: bool) -> AnswerKind:
        """Whether it was done, in the person's own words or in those of the command line."""
        words = self._words()
        kinds = [kind for kind in AnswerKind if shows_key or kind is not AnswerKind.LOST]
        named = {words(f"answer-{kind.value}"): kind for kind in kinds}
        also = {kind.value: kind for kind in kinds}
        if shows_key:
            self._console.err(words("work-lost-means"))
        later = (words("recover-later"), "later")
        question = Question(listed(words("work-ask"), named), tuple(named), also=(*also, *later))
        given = self.ask(question)
        if given in later:
            raise Interrupted.of(told("work-later", "work-later-hint"))
        return {**also, **named}[given]

    def ask(self, question: Question) -> str:
        """The person's answer; one of the choices, or an unambiguous beginning of one."""
        with self._turn:
            for _ in range(TRIES):
                given = self._line(f"{clean(question.text)} ") or question.default
                understood = tuple(dict.fromkeys((*question.choices, *question.also)))
                fitting = [choice for choice in understood if choice == given] or [
                    choice for choice in understood if given and choice.startswith(given.lower())
                ]
                if given and not question.choices:
                    return given
                if len(fitting) == 1:
                    return fitting[0]
                if question.choices:
                    self._console.err(self._words()("ask-one-of", choices=" / ".join(question.choices)))
            raise Interrupted.of(told("nothing-answered"))

    def ask_sensitive(self, question: Question) -> Sensitive:
        """The person's answer, not shown while it is typed."""
        with self._turn:
            for _ in range(TRIES):
                try:
                    secret = self._console.ask_hidden(question.text)
                except EOFError:
                    break
                if secret.reveal():
                    return secret
                self._console.err(self._words()("work-no-secret"))
            raise Interrupted.of(told("nothing-answered"))

    def ask_unneeded(self, question: Question) -> Sensitive | None:
        """The same, of something that need not be there: an empty answer is one too."""
        with self._turn:
            try:
                given = self._console.ask_hidden(f"{clean(question.text)} ")
            except EOFError:
                return None
            return given if given.reveal() else None

    def _line(self, prompt: str) -> str:
        try:
            return self._console.ask(prompt)
        except EOFError:
            raise Interrupted.of(told("nothing-answered")) from None
