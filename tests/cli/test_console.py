"""The console: where things go, in which letters and colours, and who may be asked."""

from __future__ import annotations

import contextlib
import io
import json
import os
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from provisioner.cli.console import Console, Keyboard, escaped, prepare
from tests.cli.driver import Person, Stream, a_console


def test_results_and_the_rest_go_apart() -> None:
    console, out, err = a_console()
    console.out("result")
    console.err("word\n")
    assert (out.text, err.text) == ("result\n", "word\n")


def test_whoever_closed_a_stream_gets_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)
    monkeypatch.setattr("sys.stderr", None)
    console = Console.of_process({})
    console.out("result")
    console.machine("{}")
    console.exact(b"bytes")
    console.err("word")
    console.stdout.close()
    console.stderr.close()


@pytest.mark.parametrize("terminal", [True, False])
def test_the_line_that_programs_parse_is_folded_for_people_alone(terminal: bool) -> None:
    last = "Plan: 10 to add, 0 to change, 0 to destroy, 3 to adopt."
    out = Stream(terminal=terminal)
    console = Console({"COLUMNS": "40"}, out, Stream(), Keyboard(is_there=False))
    console.told(f"above\n{last}\n")
    folded = "Plan: 10 to add, 0 to change, 0 to\n  destroy, 3 to adopt."
    assert out.text == f"above\n{folded if terminal else last}\n"


def test_nothing_stays_nothing() -> None:
    console, out, _ = a_console()
    console.out("")
    assert out.text == ""


def test_a_screen_without_our_signs_gets_others() -> None:
    console, out, _ = a_console(terminal=True, encoding="ascii")
    console.out("⧗ «Ny nøkkel»")
    assert out.text == '@ "Ny noekkel"\n'


def test_what_programs_read_says_the_same_in_ascii() -> None:
    console, out, _ = a_console(encoding="ascii")
    document = {"name": "Ås ⧗ 😀"}
    console.machine(json.dumps(document, ensure_ascii=False))
    assert json.loads(out.text) == document
    assert escaped('"a"') == '"a"'


@pytest.mark.parametrize(
    ("variables", "terminal", "no_color", "coloured"),
    [
        ({}, True, False, True),
        ({}, False, False, False),
        ({"NO_COLOR": "1"}, True, False, False),
        ({"NO_COLOR": ""}, True, False, True),
        ({"FORCE_COLOR": "1"}, False, False, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False, False),
        ({"FORCE_COLOR": "1"}, True, True, False),
        ({"TERM": "dumb"}, True, False, False),
    ],
)
def test_colours(variables: dict[str, str], terminal: bool, no_color: bool, coloured: bool) -> None:
    console, out, _ = a_console(terminal=terminal, variables=variables)
    console.no_color = no_color
    assert console.has_colour(out) is coloured


def test_files_and_pipes_are_utf_8() -> None:
    stream = Stream(encoding="latin-1")
    prepare(stream, {})
    assert (stream.encoding, stream.errors) == ("utf-8", "backslashreplace")


def test_a_terminal_keeps_its_encoding_and_so_does_who_chose_one() -> None:
    for stream, variables in (
        (Stream(terminal=True, encoding="latin-1"), {}),
        (Stream(encoding="latin-1"), {"PYTHONIOENCODING": "latin-1"}),
    ):
        prepare(stream, variables)
        assert (stream.encoding, stream.errors) == ("latin-1", "backslashreplace")


def test_what_cannot_be_prepared_is_left_alone() -> None:
    prepare(object(), {})  # type: ignore[arg-type]  # some embedders replace the streams by less


def test_a_closed_stream_is_no_terminal() -> None:
    console, _, _ = a_console()
    closed = io.TextIOWrapper(io.BytesIO())
    closed.close()
    assert not console.is_terminal(closed)


@pytest.mark.parametrize(("said", "width"), [("7", 40), ("90", 90)])
def test_the_width_is_what_is_said_but_never_too_narrow(said: str, width: int) -> None:
    console, _, _ = a_console(variables={"COLUMNS": said})
    assert console.width == width


@pytest.mark.parametrize(("of_terminal", "width"), [(73, 73), (0, 100)])
@pytest.mark.parametrize("said", ["", "0", "wide"])
def test_the_width_is_else_the_terminals(
    said: str, of_terminal: int, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.get_terminal_size", lambda number: os.terminal_size((of_terminal, 24)))
    monkeypatch.setattr("sys.__stdout__", SimpleNamespace(fileno=lambda: 1))
    console, _, _ = a_console(variables={"COLUMNS": said})
    assert console.width == width


def test_the_width_is_a_guess_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    console, _, _ = a_console()
    monkeypatch.setattr("sys.__stdout__", None)
    assert console.width == 100

    def none(number: int) -> os.terminal_size:
        raise OSError

    monkeypatch.setattr("os.get_terminal_size", none)
    monkeypatch.setattr("sys.__stdout__", SimpleNamespace(fileno=lambda: 1))
    assert console.width == 100


def test_a_question_stands_on_standard_error_and_pauses_what_else_is_shown() -> None:
    console, out, err = a_console(Person(typed=["  yes "]))
    seen: list[str] = []

    @contextlib.contextmanager
    def pause() -> Iterator[None]:
        seen.append("paused")
        yield
        seen.append("resumed")

    with console.paused_by(pause):
        assert console.ask("Really? ") == "yes"
    assert seen == ["paused", "resumed"]
    assert (out.text, err.text) == ("", "Really? ")
    with pytest.raises(EOFError):
        console.ask("Again? ")
    assert seen == ["paused", "resumed"]


def test_a_secret_is_typed_unseen() -> None:
    person = Person(pasted=[" s3cret "])
    console, out, err = a_console(person, encoding="ascii")
    secret = console.ask_hidden("Lim inn nøkkelen: ")
    assert secret.reveal() == "s3cret"
    assert person.prompts == ["Lim inn noekkelen: "]
    assert "s3cret" not in out.text + err.text + repr(secret)


def test_the_process_console(monkeypatch: pytest.MonkeyPatch) -> None:
    console = Console.of_process({})
    assert isinstance(console, Console)
    assert not console.keyboard.is_there
    monkeypatch.setattr("builtins.input", lambda prompt: f"typed at {prompt!r}")
    assert Keyboard(True).read_line("") == "typed at ''"
