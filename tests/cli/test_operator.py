"""The person at the terminal: what they are shown, asked, and what of it is passed on."""

from __future__ import annotations

import threading

import pytest

from provisioner.cli.applying import stopper
from provisioner.cli.console import Keyboard
from provisioner.cli.invocation import Invocation
from provisioner.cli.operator import ConsoleOperator, work_lines
from provisioner.cli.words import Words
from provisioner.model.errors import Interrupted
from provisioner.model.work import AnswerKind, WorkItem, WorkStep
from provisioner.runtime.platform import Surroundings
from provisioner.spi.operator import Operator, Question
from tests.cli.driver import Person, a_console
from tests.cli.samples import KEY

ITEM = WorkItem(
    id="abcdefgh23456789",
    address=KEY,
    action="create",
    title="Ny nøkkel for Huma",
    account_name="Nordlys Bakeri AS",
    steps=(WorkStep("Klikk «Ny nøkkel»"), WorkStep("Gi nøkkelen navn", copy="Huma Nordlys")),
    asks_secret=True,
    check="Er riktig selskap åpent?",
    help_url="https://example.test/huma",
)


def operator(person: Person, language: str = "en") -> tuple[ConsoleOperator, Person]:
    console, out, err = a_console(person)
    made = ConsoleOperator("kari", console, lambda: Words(language))
    person.shown = lambda: out.text + err.text  # type: ignore[attr-defined]  # for the tests below
    return made, person


def shown(person: Person) -> str:
    return person.shown()  # type: ignore[attr-defined, no-any-return]  # set above


def test_it_is_an_operator() -> None:
    assert isinstance(operator(Person())[0], Operator)


def test_a_work_item_shows_everything_that_is_needed() -> None:
    lines = "\n".join(work_lines(ITEM, Words("nb")))
    for part in (ITEM.title, "Nordlys Bakeri AS", "1. Klikk «Ny nøkkel»", "kopier: Huma Nordlys", ITEM.check):
        assert part in lines
    assert "https://example.test/huma" in lines


@pytest.mark.parametrize("width", [40, 80])
def test_steps_are_wrapped_under_their_own_words(width: int) -> None:
    long = "Gå til «Lønn» > «Ansatte» (eldre visning: «Selskap» > «Ansatte»), og åpne den ansatte med denne adressen:"
    copy = "ord " * 30
    item = WorkItem("i", KEY, "create", "title", "account", (WorkStep(long, copy.strip()), *[WorkStep("x")] * 9))
    lines = list(work_lines(item, Words("nb"), width))
    (copied,) = [line for line in lines if "kopier:" in line]
    assert copied.endswith(copy.strip()), "what is copied is never broken"
    assert all(len(line) <= width for line in lines if line is not copied)
    first = next(number for number, line in enumerate(lines) if line.startswith("  1. "))
    assert lines[first + 1].startswith("     "), "under the words, not under the number"
    assert " ".join(line.strip() for line in lines[first : lines.index(copied)]) == f"1. {long}"


def test_a_work_item_cannot_harm_the_terminal() -> None:
    item = WorkItem("i", KEY, "create", "\x1b[2Jtitle", "x\ny", (WorkStep("a\rb", "c\x07d"),))
    text = "\n".join(work_lines(item, Words("en")))
    assert not {"\x1b", "\r", "\x07"} & set(text)
    assert len(text.splitlines()) == 4


def test_done_asks_for_the_key_unseen() -> None:
    made, person = operator(Person(typed=["done"], pasted=["", "s3cret"]))
    answer = made.perform(ITEM)
    assert (answer.kind, answer.by) == (AnswerKind.DONE, "kari")
    assert answer.secret is not None
    assert answer.secret.reveal() == "s3cret"
    assert "s3cret" not in shown(person)
    assert "Nothing was pasted." in shown(person)


def test_what_shows_no_key_asks_for_none() -> None:
    made, person = operator(Person(typed=["done"]))
    item = WorkItem("i", KEY, "create", "title", "account", ())
    assert made.perform(item).secret is None
    assert person.prompts == []


@pytest.mark.parametrize(
    ("pasted", "kept"), [(["https://vendor.example/t/s3cret"], "https://vendor.example/t/s3cret"), ([""], ""), ([], "")]
)
def test_what_may_be_pasted_is_asked_for_once_unseen_and_may_be_left_out(pasted: list[str], kept: str) -> None:
    made, person = operator(Person(typed=["done"], pasted=pasted))
    item = WorkItem("i", KEY, "create", "title", "account", (), may_paste="Where were you sent on to?")
    answer = made.perform(item)
    assert answer.kind is AnswerKind.DONE
    assert (answer.secret.reveal() if answer.secret is not None else "") == kept
    assert "s3cret" not in shown(person)


def test_refused_asks_why() -> None:
    made, _ = operator(Person(typed=["r", "Ingen tilgang"]))
    answer = made.perform(ITEM)
    assert (answer.kind, answer.note, answer.secret) == (AnswerKind.REFUSED, "Ingen tilgang", None)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("gjort", AnswerKind.DONE),
        ("ikke gjort", AnswerKind.NOT_DONE),
        ("avv", AnswerKind.REFUSED),
        ("tapt", AnswerKind.LOST),
    ]
    + [(kind.value, kind) for kind in AnswerKind],
)
def test_a_person_answers_in_their_own_words_or_in_those_of_the_options(typed: str, kind: AnswerKind) -> None:
    assert operator(Person(typed=[typed]), "nb")[0].what_became(shows_key=True) is kind


def test_a_key_that_is_gone_is_told_only_where_there_was_one() -> None:
    made, person = operator(Person(typed=["tapt"]), "nb")
    answer = made.perform(ITEM)
    assert (answer.kind, answer.secret, person.prompts) == (AnswerKind.LOST, None, [])
    assert "Er det gjort? (gjort / ikke gjort / avvist / tapt) " in shown(person)
    assert "ingen har den lenger" in shown(person)
    without, person = operator(Person(typed=["lost", "tapt", "not"]))
    assert without.what_became(shows_key=False) is AnswerKind.NOT_DONE
    assert "lost" not in shown(person)


def test_an_answer_has_one_name_and_no_comma_wherever_it_is_named() -> None:
    made, person = operator(Person(typed=["what", "done"]))
    made.what_became(shows_key=True)
    assert "Is it done? (done / not-done / refused / lost) " in shown(person)
    assert "Answer one of: done / not-done / refused / lost." in shown(person)
    made, person = operator(Person(typed=["hva", "done"]), "nb")
    made.what_became(shows_key=True)
    assert "Svar ett av: gjort / ikke gjort / avvist / tapt." in shown(person)


def test_a_beginning_is_enough_where_it_is_clear() -> None:
    made, person = operator(Person(typed=["x", "", "NOT"]))
    assert made.ask(Question("Well?", ("done", "not-done"))) == "not-done"
    assert shown(person).count("Answer one of: done / not-done.") == 2
    unclear, _ = operator(Person(typed=["a", "ab"]))
    assert unclear.ask(Question("Well?", ("ab", "abc"))) == "ab"


def test_an_empty_answer_is_the_default() -> None:
    made, _ = operator(Person(typed=["", ""]))
    assert made.ask(Question("Well?", ("yes", "no"), default="no")) == "no"
    assert made.ask(Question("Who?", default="kari")) == "kari"


@pytest.mark.parametrize(("typed", "language"), [("later", "en"), ("senere", "nb"), ("later", "nb")])
def test_an_answer_may_wait_and_then_nothing_is_said_of_it(typed: str, language: str) -> None:
    made, _ = operator(Person(typed=[typed]), language)
    with pytest.raises(Interrupted) as left:
        made.what_became(shows_key=True)
    assert "provisioner work" in left.value.hint


def test_ctrl_c_at_a_question_asks_it_again_with_a_way_out() -> None:
    console, _, err = a_console(Person())

    def pressed(prompt: str) -> str:
        stopper(threading.Event(), Invocation(Surroundings({}, "h", "kari"), console))(1)
        return "done"

    console.keyboard = Keyboard(is_there=True, read_line=pressed)
    made = ConsoleOperator("kari", console, lambda: Words("en"))
    assert made.what_became(shows_key=False) is AnswerKind.DONE
    assert err.text.splitlines()[-1] == "Is it done? (done / not-done / refused) Or `later`."
    assert console.asking == ""


@pytest.mark.parametrize("typed", [[], ["x", "x", "x"]])
def test_no_answer_interrupts(typed: list[str]) -> None:
    made, _ = operator(Person(typed=typed))
    with pytest.raises(Interrupted):
        made.ask(Question("Well?", ("done",)))


@pytest.mark.parametrize("pasted", [[], ["", " ", ""]])
def test_no_key_interrupts(pasted: list[str]) -> None:
    made, _ = operator(Person(pasted=pasted))
    with pytest.raises(Interrupted):
        made.ask_sensitive(Question("Key?"))
