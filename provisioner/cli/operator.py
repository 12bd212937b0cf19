"""The person at the terminal, as an operator.

Promises: shows exactly what to do and what to copy, one item at a time, whatever thread asks; a key is typed unseen.
Does not: check an answer; its asker does.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from provisioner.cli.console import FALLBACK_WIDTH, Console
from provisioner.cli.words import Words, told
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.errors import Interrupted
from provisioner.model.secrets import Sensitive
from provisioner.model.work import AnswerKind, Sheet, WorkItem
from provisioner.reports.plain import clean, wrap
from provisioner.spi.operator import Answer, Compare, Question, Verdict

TRIES = 3
END = "."
"""The line that ends a text of several lines."""


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


@dataclass(frozen=True, slots=True)
class Pasted:
    """What came of asking for a text to compare."""

    text: str = ""
    """As it was pasted; empty: none was."""
    uncompared: bool = False
    """Whether they say that nothing was compared."""
    nevertheless: bool = False
    """Whether they say that another text was agreed to."""
    stopped: bool = False
    """Whether it is another text, and they do not go on."""


class ConsoleOperator:
    """The person at `console`."""

    def __init__(self, name: str, console: Console, words: Callable[[], Words]) -> None:
        self.name = name
        self._console = console
        self._words = words
        self._turn = threading.RLock()
        self._texts: dict[Sheet | None, str] = {}

    def perform(self, item: WorkItem) -> Answer:
        """Shows the item and waits for what became of it."""
        return self._perform(item, None)

    def perform_comparing(self, item: WorkItem, compare: Compare) -> Answer:
        """The same; what is to be compared is asked for first, and judged before anything is agreed to."""
        return self._perform(item, compare)

    def _perform(self, item: WorkItem, compare: Compare | None) -> Answer:
        words = self._words()
        with self._turn, self._console.person():
            self._console.err("\n" + "\n".join(work_lines(item, words, self._console.width)) + "\n")
            pasted = self.compared(item, compare) if compare is not None else Pasted()
            if pasted.stopped:
                return Answer(AnswerKind.REFUSED, self.name, compared=pasted.text)
            kind = self.what_became(shows_key=item.asks_secret)
            if compare is not None and kind is AnswerKind.DONE and not pasted.text:
                pasted = self.not_compared(item, compare)
            if pasted.stopped:
                return Answer(AnswerKind.REFUSED, self.name, compared=pasted.text)
            note = self.ask(Question(words("work-ask-note"))) if kind is AnswerKind.REFUSED else ""
            secret = None
            if kind is AnswerKind.DONE and item.asks_secret:
                secret = self.ask_sensitive(Question(words("work-ask-secret")))
            elif kind is AnswerKind.DONE and item.may_paste:
                secret = self.ask_unneeded(Question(item.may_paste))
            return Answer(
                kind,
                self.name,
                note,
                secret=secret,
                compared=pasted.text,
                uncompared=pasted.uncompared,
                nevertheless=pasted.nevertheless,
            )

    def compared(self, item: WorkItem, compare: Compare, text: str = "") -> Pasted:
        """A text that need not stop anybody, or what they say of one that should; none is as good here."""
        words = self._words()
        named = {words("compare-again"): "again", words("compare-stop"): "stop", words("compare-anyway"): "anyway"}
        for _ in range(TRIES):
            before = "" if text else self._as_before(item)
            text = text or before or self.paste(item.compares)
            comparison = compare(text)
            if comparison.found is not None and (text or comparison.verdict is not Verdict.MISSING):
                self._console.err("\n".join(self.told(comparison.found, words.language)) + "\n")
            if text and comparison.verdict is Verdict.MISSING:
                text = ""  # no text at all, and not to be kept
                continue
            if comparison.verdict is Verdict.FIRST and text and text != before and not self._is_whole():
                text = ""
                continue
            if comparison.verdict is not Verdict.OTHER:
                self._texts[item.sheet] = text
                return Pasted(text)
            key = named[self.ask(Question(listed(words("compare-ask-other"), named), tuple(named)))]
            if key != "again":
                return Pasted(text, nevertheless=key == "anyway", stopped=key == "stop")
            text = ""
        raise Interrupted.of(told("nothing-answered"))

    def _is_whole(self) -> bool:
        """Of the first text of all nothing else tells whether it is all of it, and every later one is held to it."""
        words = self._words()
        named = {words("compare-whole-text"): True, words("compare-again"): False}
        return named[self.ask(Question(listed(words("compare-ask-whole"), named), tuple(named)))]

    def _as_before(self, item: WorkItem) -> str:
        """Of what stands on one list, a text is pasted once; of the next they say whether it is the same."""
        text, words = self._texts.get(item.sheet, ""), self._words()
        if item.sheet is None or not text:
            return ""
        named = {words("compare-before"): text, words("compare-again"): ""}
        return named[self.ask(Question(listed(words("compare-ask-before"), named), tuple(named)))]

    def not_compared(self, item: WorkItem, compare: Compare) -> Pasted:
        """What is said of work that is done, and came without a text: where one must be compared, that it was not is
        an answer of its own."""
        words = self._words()
        named = {words("compare-again"): True, words("compare-not"): False}
        for _ in range(TRIES):
            comparison = compare("")
            if comparison.verdict is not Verdict.MISSING:
                return Pasted()
            if comparison.found is not None:
                self._console.err("\n".join(self.told(comparison.found, words.language)) + "\n")
            if not named[self.ask(Question(listed(words("compare-ask-missing"), named), tuple(named)))]:
                return Pasted(uncompared=True)
            pasted = self.compared(item, compare)
            if pasted.text:
                return pasted
        raise Interrupted.of(told("nothing-answered"))

    def paste(self, question: str) -> str:
        """Several lines, up to one that holds only a full stop; empty where there is nothing else. Nothing in them ends
        it, for a text that is pasted may begin with an empty line, and has others."""
        with self._turn:
            told = wrap(f"{question} {self._words()('compare-end')}", self._console.width)
            return self._console.ask_text("\n".join(told), END)

    def told(self, found: Diagnostic, language: str) -> Iterator[str]:
        """A diagnostic as one reads it between two questions."""
        said = found.told_in(language)
        for part in (said.summary, said.detail, said.hint):
            yield from wrap(part, self._console.width) if part else ()

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
