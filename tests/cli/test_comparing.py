"""A text of several lines at the terminal: pasted, judged before it is ticked, and what is said of one that stops."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from provisioner.cli.operator import ConsoleOperator
from provisioner.cli.words import Words
from provisioner.model.diagnostics import Diagnostic, Severity, Text
from provisioner.model.errors import Interrupted
from provisioner.model.work import AnswerKind, WorkItem, WorkStep
from provisioner.spi.operator import Answer, ComparingOperator, Comparison, Question, Verdict
from tests.cli.driver import Person, a_console, provisioner
from tests.cli.samples import KEY, NOW, Stage

ITEM = WorkItem("i1", KEY, "create", "Activate", "Nordlys", (WorkStep("Read it."),), compares="The text, all of it:")
OLD = ["", "Agreement.", "", "You give access. ", "."]
TEXT = "Agreement.\n\nYou give access."


class Desk:
    """A terminal with somebody at it, and the one text that was accepted."""

    def __init__(self, typed: Iterable[str], *, held: str = TEXT, language: str = "en") -> None:
        self.person = Person(typed=typed)
        self.console, self._out, self._err = a_console(self.person)
        self.operator = ConsoleOperator("kari", self.console, lambda: Words(language))
        self.judged: list[str] = []
        self._held = held

    def compare(self, text: str) -> Comparison:
        self.judged.append(text)
        if not self._held:
            return Comparison(Verdict.FIRST)
        if not text:
            return Comparison(Verdict.MISSING)
        return Comparison(Verdict.SAME if text == self._held else Verdict.OTHER)

    def perform(self) -> Answer:
        return self.operator.perform_comparing(ITEM, self.compare)

    @property
    def shown(self) -> str:
        return self._err.text


def test_a_text_is_judged_before_it_is_asked_whether_it_is_done() -> None:
    desk = Desk([*OLD, "done"])
    assert isinstance(desk.operator, ComparingOperator)
    answer = desk.perform()
    assert (answer.kind, answer.compared) == (AnswerKind.DONE, TEXT)
    assert (answer.uncompared, answer.nevertheless) == (False, False)
    assert desk.judged == [TEXT], "blank lines neither begin nor end it"
    assert desk.shown.index("The text, all of it:") < desk.shown.index("Is it done?")


@pytest.mark.parametrize(
    ("typed", "kind", "compared", "nevertheless"),
    [
        (["Other.", ".", "stop"], AnswerKind.REFUSED, "Other.", False),
        (["Other.", ".", "accepted", "done"], AnswerKind.DONE, "Other.", True),
        (["Other.", ".", "paste", *OLD, "done"], AnswerKind.DONE, TEXT, False),
    ],
)
def test_another_text_stops_unless_it_was_pasted_wrong_or_accepted_all_the_same(
    typed: list[str], kind: AnswerKind, compared: str, nevertheless: bool
) -> None:
    answer = Desk(typed).perform()
    assert (answer.kind, answer.compared, answer.nevertheless) == (kind, compared, nevertheless)


def test_that_nothing_was_compared_is_said_in_so_many_words() -> None:
    answer = Desk([".", "done", "not compared"]).perform()
    assert (answer.kind, answer.compared, answer.uncompared) == (AnswerKind.DONE, "", True)
    late = Desk([".", "done", "paste", *OLD]).perform()
    assert (late.kind, late.compared, late.uncompared) == (AnswerKind.DONE, TEXT, False)
    other = Desk([".", "done", "paste", "Other.", ".", "stop"]).perform()
    assert (other.kind, other.compared) == (AnswerKind.REFUSED, "Other.")


def test_what_was_not_done_is_not_asked_about() -> None:
    assert Desk([".", "not-done"]).perform().kind is AnswerKind.NOT_DONE


def test_where_nothing_was_accepted_before_none_is_needed() -> None:
    answer = Desk([".", "done"], held="").perform()
    assert (answer.compared, answer.uncompared) == ("", False)


def test_of_the_first_text_of_all_it_is_asked_whether_it_is_the_whole() -> None:
    desk = Desk([*OLD, "whole", "done"], held="")
    assert desk.perform().compared == TEXT
    assert "Is that the whole text" in desk.shown
    halved = Desk(["Half of", ".", "paste", *OLD, "whole", "done"], held="")
    assert halved.perform().compared == TEXT
    assert halved.judged == ["Half of", TEXT]
    norwegian = Desk([*OLD, "hele", "gjort"], language="nb", held="")
    assert norwegian.perform().compared == TEXT
    assert "Er det hele teksten" in norwegian.shown


def test_it_is_asked_once_of_a_list() -> None:
    listed = replace(ITEM, group="g", group_title="Activate for clients")
    desk = Desk([*OLD, "whole", "done", "the same", "done"], held="")
    answers = [desk.operator.perform_comparing(listed, desk.compare) for _ in range(2)]
    assert [answer.compared for answer in answers] == [TEXT, TEXT]


def test_in_norwegian_too() -> None:
    desk = Desk(["Annen.", ".", "stopp"], language="nb")
    assert desk.perform().kind is AnswerKind.REFUSED
    assert "Avslutt med en linje med bare et punktum" in " ".join(desk.shown.split())


def test_what_is_no_text_is_told_and_asked_for_again_and_not_kept() -> None:
    class Strict(Desk):
        def compare(self, text: str) -> Comparison:
            if text != "a key":
                return super().compare(text)
            return Comparison(Verdict.MISSING, Diagnostic("is-key", Severity.ERROR, Text("That is a key.")))

    desk = Strict(["a key", ".", *OLD, "done"])
    answer = desk.perform()
    assert (answer.kind, answer.compared) == (AnswerKind.DONE, TEXT)
    assert "That is a key." in desk.shown
    listed = replace(ITEM, group="g", group_title="Activate for clients")
    strict = Strict(["a key", "."] * 3)
    with pytest.raises(Interrupted):
        strict.operator.perform_comparing(listed, strict.compare)


def test_the_end_of_what_comes_in_ends_the_text_and_nobody_is_asked_for_ever() -> None:
    assert Desk(["a", "b"]).operator.paste("?") == "a\nb"
    with pytest.raises(Interrupted):
        Desk(["Other.", ".", "paste"] * 3).perform()


def test_of_a_list_the_text_is_pasted_once_and_confirmed_for_the_next() -> None:
    listed = replace(ITEM, group="g", group_title="Activate for clients")
    desk = Desk([*OLD, "done", "the same", "done", "paste", "Other.", ".", "stop", *OLD, "done"])
    answers = [desk.operator.perform_comparing(listed, desk.compare) for _ in range(3)]
    assert [answer.compared for answer in answers] == [TEXT, TEXT, "Other."]
    assert desk.perform().compared == TEXT, "what is done alone is asked for anew"


def test_a_question_is_not_mistaken_for_a_line_of_the_text() -> None:
    desk = Desk([*OLD, "yes"])
    assert desk.operator.paste("?") == TEXT
    assert desk.operator.ask(Question("Sure?", ("yes", "no"))) == "yes"


def test_nobody_there_and_no_file_is_an_error(stage: Stage) -> None:
    from provisioner.model.state import IntentPhase
    from provisioner.runtime.worklist.items import OpenWork

    stage.answers("worklist.items.list_work", (OpenWork(ITEM, IntentPhase.AWAITING, "", NOW),))
    said = provisioner("work", "compare", "i1")
    assert said.code == 1
    assert "nobody is there to paste it" in said.err
