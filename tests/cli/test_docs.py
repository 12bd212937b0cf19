"""docs/cli.md tells every verb, every option and every exit code that there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.main import EXIT_CODES, VERBS, program

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")


def commands(path: tuple[str, ...], command: click.Command) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """The command and everything under it; guests document their own."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        names = VERBS if not path else command.list_commands(context)
        for name in names:
            found = command.get_command(context, name)
            assert found is not None
            yield from commands((*path, name), found)


EVERYTHING = dict(commands((), program()))


def section(verb: str) -> str:
    """What the page says about a verb: up to the next heading."""
    found = re.search(rf"^### {verb}\n(.*?)(?=^##)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None, f"no section about {verb}"
    return found[1]


def shared() -> str:
    return PAGE.partition("## Verbs")[0]


@pytest.mark.parametrize("path", [path for path in EVERYTHING if path], ids=" ".join)
def test_every_verb_is_told(path: tuple[str, ...]) -> None:
    assert f"provisioner {' '.join(path)}" in section(path[0])


@pytest.mark.parametrize("path", EVERYTHING, ids=lambda path: " ".join(path) or "provisioner")
def test_every_option_is_told(path: tuple[str, ...]) -> None:
    command = EVERYTHING[path]
    told = shared() + (section(path[0]) if path else "")
    if path and path[0] in ("apply", "destroy"):
        told += section("plan") + section("apply")  # whose options they take
    options = [
        option for parameter in command.params if isinstance(parameter, click.Option) for option in parameter.opts
    ]
    assert [option for option in options if not re.search(rf"{option}(?![\w-])", told)] == []


def test_a_verb_that_takes_an_option_less_says_so() -> None:
    names = {option for parameter in EVERYTHING[("destroy",)].params for option in parameter.opts}
    assert "--recreate" not in names
    assert "--allow-deletes" not in names
    assert "but for `--recreate` and `--allow-deletes`" in section("destroy")


def test_every_exit_code_is_told() -> None:
    told = set(re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE))
    assert told == {str(int(code)) for code in ExitCode}
    assert set(re.findall(r"^  (\d+) ", EXIT_CODES, re.MULTILINE)) == told


@pytest.mark.parametrize("verb", VERBS)
def test_the_list_of_verbs_says_what_the_verb_says(verb: str) -> None:
    command = EVERYTHING[(verb,)]
    assert VERBS[verb].summary.startswith((command.short_help or "").rstrip("."))


@pytest.mark.parametrize("path", EVERYTHING, ids=lambda path: " ".join(path) or "provisioner")
def test_every_option_says_what_it_does(path: tuple[str, ...]) -> None:
    command = EVERYTHING[path]
    assert command.help
    silent = [p.name for p in command.params if isinstance(p, click.Option) and not p.help and p.name != "help"]
    assert silent == []
