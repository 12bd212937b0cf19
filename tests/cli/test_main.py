"""The program: help, global options, guests' verbs, and what becomes of exceptions."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click
import pytest

from provisioner.cli import main
from provisioner.cli.main import VERBS
from provisioner.cli.refusals import REFUSALS
from provisioner.model.errors import PluginBroken, ProvisionerError, UsageError
from provisioner.model.secrets import Sensitive
from provisioner.runtime.session import Validation
from provisioner.spi.command import CommandEntry, CommandRequest
from tests.cli.driver import a_console, provisioner
from tests.cli.samples import Stage


def test_help_lists_every_verb() -> None:
    for words in (["--help"], ["-h"]):
        result = provisioner(*words)
        assert result.code == 0


def test_every_verb_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    for verb in VERBS:
        assert provisioner(verb, "-h").code == 0
        shown = capsys.readouterr().out
        assert shown.startswith(f"Usage: provisioner {verb}")
        assert "Options of every verb:" in shown


def test_no_words_show_what_there_is() -> None:
    result = provisioner()
    assert result.code == 1
    assert "Commands:" in result.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["plna"], "There is no command `plna`. Did you mean `plan`?"),
        (["xyzzy"], "There is no command `xyzzy`.\n"),
        (["state", "lst"], "Did you mean `list`?"),
        (["plan", "--ouy", "x"], "No such option"),
        (["--nonsense"], "No such option"),
        (["plan", "a", "b"], "a"),
        (["-C", "nowhere", "plan"], "nowhere"),
        (["--lang", "sv", "plan"], "sv"),
        (["work", "start"], "Missing argument"),
    ],
)
def test_usage_errors_are_1(words: list[str], told: str) -> None:
    result = provisioner(*words)
    assert (result.code, result.out) == (1, "")
    assert told in result.err
    assert "Hint: See `provisioner" in result.err


def test_global_options_stand_before_or_after_and_the_later_wins(stage: Stage, tmp_path: Path) -> None:
    stage.answers("session.validate", Validation((), 1, 1))
    provisioner("--endpoint", "a", "--lang", "nb", "validate", "--endpoint", "b", "-C", str(tmp_path))
    options = stage.opened[0].options
    assert (options.endpoint, options.language, options.directory) == ("b", "nb", tmp_path)


def test_without_a_word_about_it_the_project_is_found_from_here(stage: Stage) -> None:
    stage.answers("session.validate", Validation((), 1, 1))
    provisioner("validate")
    options = stage.opened[0].options
    assert (options.directory, options.endpoint, options.operator, options.language) == (Path(), None, None, None)


def test_no_color_is_stronger_than_force_color(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    stage.answers("session.validate", ProvisionerError("Bad."))
    assert "\x1b[" in provisioner("validate").err
    assert "\x1b[" not in provisioner("validate", "--no-color").err


Run = Callable[[Sequence[str]], int]


@pytest.fixture
def guest(monkeypatch: pytest.MonkeyPatch) -> Callable[[Run], None]:
    def bring(run: Run) -> None:
        entries = {name: CommandEntry(name, f"Do {name}.", run) for name in ("sing", "plan")}
        monkeypatch.setattr(main, "installed_commands", lambda: entries)

    return bring


def test_a_guests_verb_gets_its_words_as_they_are(guest: Callable[[Run], None]) -> None:
    given: list[Sequence[str]] = []

    def run(words: Sequence[str]) -> int:
        given.append(words)
        return 9

    guest(run)
    assert provisioner("sing", "--help", "-x", "--", "la", "--lang").code == 9
    assert provisioner("--no-color", "sing").code == 9
    assert given == [["--help", "-x", "--", "la", "--lang"], []]


@pytest.mark.parametrize("words", [["-C", "."], ["--endpoint", "x"], ["--operator", "x"]])
def test_a_guests_verb_sees_nothing_that_stands_before_it(guest: Callable[[Run], None], words: list[str]) -> None:
    guest(lambda words: 0)
    result = provisioner(*words, "sing")
    assert result.code == 1
    assert "reads only what stands after it" in result.err


def test_a_guests_verb_that_answers_is_asked_in_a_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[CommandRequest] = []

    def answer(request: CommandRequest) -> int:
        asked.append(request)
        return 9

    entry = CommandEntry("sing", "Do it.", answer=answer)
    monkeypatch.setattr(main, "installed_commands", lambda: {"sing": entry})
    (tmp_path / "provisioner.yaml").write_text("language: nb\nkind: [", encoding="utf-8")  # broken, and still says it
    assert provisioner("sing", "la", "--lang=nb", "-x", "--", "--lang").code == 9
    assert provisioner("-C", str(tmp_path), "sing").code == 9
    assert provisioner("-C", str(tmp_path), "--lang", "en", "sing").code == 9
    found = [(list(request.words), request.language, request.directory) for request in asked]
    here = Path()
    assert found == [(["la", "-x", "--", "--lang"], "nb", here), ([], "nb", tmp_path), ([], "en", tmp_path)]
    assert [request.language_in(tmp_path) for request in asked] == ["nb", "nb", "en"]
    assert provisioner("sing", "--lang").code == 1


def test_what_a_guests_verb_raises_is_told_in_that_language(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(request: CommandRequest) -> int:
        raise UsageError.of(REFUSALS("no-client", name="la"))

    monkeypatch.setattr(main, "installed_commands", lambda: {"sing": CommandEntry("sing", "Do it.", answer=answer)})
    assert provisioner("sing", "--lang", "nb").err.startswith("Feil: Det finnes ingen klient la.")


def test_an_entry_that_can_do_nothing_is_no_entry() -> None:
    with pytest.raises(ValueError, match="neither `run` nor `answer`"):
        CommandEntry("sing", "Do it.")


@pytest.mark.parametrize(("stop", "code"), [(2, 1), (0, 0), (None, 0), ("words", 1)])
def test_a_guests_own_parser_never_ends_with_2(guest: Callable[[Run], None], stop: object, code: int) -> None:
    def run(words: Sequence[str]) -> int:
        raise SystemExit(stop)

    guest(run)
    assert provisioner("sing").code == code


def test_a_guest_never_takes_a_verb_of_the_house(
    guest: Callable[[Run], None], stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    guest(lambda words: 9)
    assert provisioner("plan", "--nonsense").code == 1
    provisioner("--help")
    shown = capsys.readouterr().out
    assert "Do sing." in shown
    assert "Do plan." not in shown


def test_a_broken_guest_leaves_help_whole_and_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> Mapping[str, CommandEntry]:
        raise PluginBroken("The plugin `x` cannot be loaded.", hint="Uninstall it.")

    monkeypatch.setattr(main, "installed_commands", broken)
    result = provisioner("--help")
    assert result.code == 0
    assert "Warning: The plugin `x` cannot be loaded." in result.err
    assert "validate" in capsys.readouterr().out
    result = provisioner("sing")
    assert result.code == 1
    assert "Uninstall it." in result.err


def test_what_the_world_did_is_one_block(stage: Stage) -> None:
    stage.answers("session.validate", ProvisionerError("No.", detail="Line 1\nLine\x1b 2", hint="Try."))
    result = provisioner("validate")
    assert result.err == "Error: No.\n  Line 1\n  Line\\u001b 2\n  Hint: Try.\n"


def test_a_bug_shows_its_trace_and_how_to_report_it(stage: Stage) -> None:
    def broken(*_: object) -> None:
        secret = Sensitive("s3cret")
        raise RuntimeError(f"bug with {secret}")

    stage.answers("session.validate", broken)
    result = provisioner("validate")
    assert (result.code, result.out) == (1, "")
    assert "Traceback" in result.err
    assert "RuntimeError: bug with ***" in result.err
    assert "Report it" in result.err
    assert "s3cret\n" not in result.err


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_what_the_machine_refuses_is_no_bug(stage: Stage, number: int) -> None:
    stage.answers("session.validate", OSError(number, os.strerror(number), "clients/\x1b.yaml"))
    result = provisioner("validate")
    assert result.code == 1
    assert result.err.startswith(f"Error: The machine refused: {os.strerror(number)}: clients/\\u001b.yaml\n")
    assert "Traceback" not in result.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_finds_no_room_is_told_once() -> None:
    command = [sys.executable, "-m", "provisioner", "--help"]
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123  # a device, not a file
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, encoding="utf-8")
    assert result.returncode == 1
    assert result.stderr.startswith("Error: The machine refused: No space left on device\n")
    assert "Exception ignored" not in result.stderr


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
def test_an_interrupt_is_130(stage: Stage, error: BaseException) -> None:
    stage.answers("session.validate", error)
    result = provisioner("validate")
    assert (result.code, result.err) == (130, "Error: Interrupted.\n")


def test_other_trouble_of_click_is_1(stage: Stage) -> None:
    stage.answers("session.validate", click.FileError("x", "gone"))
    result = provisioner("validate")
    assert result.code == 1
    assert "gone" in result.err


def test_what_nobody_should_catch_goes_on(stage: Stage) -> None:
    stage.answers("session.validate", GeneratorExit())
    console, _, _ = a_console()
    with pytest.raises(GeneratorExit):
        main.run(["validate"], console)


def test_a_reader_that_goes_away_is_no_bug() -> None:
    code = (
        "import os, sys; read, write = os.pipe(); os.close(read); os.dup2(write, 1);"
        "from provisioner.cli.entry import main; from provisioner.cli.console import Console;"
        "Console.of_process({}); from provisioner.cli import machine;"
        "from provisioner.runtime import session;"
        "from provisioner.cli.failures import failed; from provisioner.cli.invocation import Invocation;"
        "from provisioner.runtime.platform import surroundings; here = surroundings();"
        "invocation = Invocation(here, Console.of_process({}));\n"
        "try:\n    invocation.console.out('x' * 100_000)\n"
        "except BrokenPipeError as error:\n    sys.exit(failed(error, invocation))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, encoding="utf-8")
    assert (result.returncode, result.stderr) == (1, "")
