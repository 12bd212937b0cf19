"""Every command that the documentation shows exists, with the options it is shown with."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.contract import tree

PAGES = ["README.md", "CONTRIBUTING.md", *tree.under("docs/", "plugins/", "examples/", suffix=".md")]
FENCED = re.compile(r"^```([\w-]*)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
SHELLS = {"", "bash", "sh", "shell", "console", "powershell", "text"}
PROVISIONER = re.compile(r"^(?:\S*[/\\])?provisioner(?:\.exe)?$")
TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Help:
    """What `--help` says about one command or group."""

    words: str
    commands: frozenset[str]

    def knows(self, option: str) -> bool:
        return bool(re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", self.words))

    def takes_value(self, option: str) -> bool:
        """Click writes the value's name in capitals, or its choices in brackets, after the option."""
        return bool(re.search(rf"(?<![\w-]){re.escape(option)}(?:, --?[\w-]+)* +(?:[A-Z<\[])", self.words))


@cache
def help_of(*path: str) -> Help:
    program = str(Path(sys.executable).with_name("provisioner"))
    result = subprocess.run([program, *path, "--help"], capture_output=True, check=False, encoding="utf-8")
    assert result.returncode == 0, f"provisioner {' '.join(path)} --help: {result.returncode}\n{result.stderr}"
    listed = re.findall(r"^\w*\s?[Cc]ommands:\n((?:^(?: .*)?\n?)+)", result.stdout, re.MULTILINE)
    names = re.findall(r"^  (\w[\w-]*)(?:  |$)", "\n".join(listed), re.MULTILINE)
    # A guest's verb may be argparse's, which lists its commands in braces.
    braced = re.findall(r"^  \{([\w,-]+)\}$", result.stdout, re.MULTILINE)
    return Help(result.stdout, frozenset([*names, *(name for group in braced for name in group.split(","))]))


def shown(page: str) -> list[list[str]]:
    """The provisioner commands in a page's code blocks, from the program's name on."""
    commands = []
    for block in (text for language, text in FENCED.findall(tree.text(page)) if language in SHELLS):
        for line in block.replace("\\\n", " ").splitlines():
            words = re.sub(r"^\s*(\$|>|PS>)\s+", "", line)
            for part in re.split(r"\s(?:&&|\|\||\||;|>|2>)\s", words):
                try:
                    tokens = shlex.split(part, comments=True, posix="\\provisioner" not in part)
                except ValueError:
                    continue  # not a command: an unbalanced quote in prose or output
                while tokens and (re.match(r"^\w+=", tokens[0]) or tokens[0] in {"uv", "run", "--locked", "uvx"}):
                    tokens = tokens[1:]
                if tokens and PROVISIONER.match(tokens[0]):
                    commands.append(tokens[1:])
    return commands


def unknown_words(tokens: list[str]) -> list[str]:
    """The verbs and options of one shown command that `--help` does not know."""
    path: tuple[str, ...] = ()
    unknown = []
    waiting = list(tokens)
    while waiting:
        token = waiting.pop(0)
        here = help_of(*path)
        if token == "--":
            break
        if token.startswith("-"):
            option = token.partition("=")[0]
            where = next((place for place in (here, help_of()) if place.knows(option)), None)
            if where is None:
                unknown.append(option)
            elif where.takes_value(option) and "=" not in token and waiting:
                waiting.pop(0)
        elif here.commands:
            if token not in here.commands:
                return [*unknown, token]
            path = (*path, token)
    return unknown


@pytest.mark.parametrize("page", PAGES)
def test_shown_commands_exist(page: str) -> None:
    wrong = {" ".join(tokens): unknown for tokens in shown(page) if (unknown := unknown_words(tokens))}
    assert wrong == {}


def test_the_readme_shows_the_main_job() -> None:
    verbs = {tokens[0] for tokens in shown("README.md") if tokens}
    assert {"validate", "plan", "apply"} <= verbs


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_make_targets_exist(page: str) -> None:
    targets = set(TARGET.findall(tree.text("Makefile")))
    named = set(re.findall(r"(?:^|`|\$ )\s*make ([a-z-]+)", tree.text(page), re.MULTILINE))
    assert {"demo", "test"} <= named
    assert named - targets == set()


@pytest.mark.parametrize(
    ("tokens", "unknown"),
    [
        (["plan", "--detailed-exitcode"], []),
        (["--version"], []),
        (["state", "list"], []),
        (["dance"], ["dance"]),
        (["state", "dance"], ["dance"]),
        (["plan", "--dance"], ["--dance"]),
    ],
)
def test_the_rule_sees(tokens: list[str], unknown: list[str]) -> None:
    assert unknown_words(tokens) == unknown
