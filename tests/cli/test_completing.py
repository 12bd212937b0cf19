"""What a shell is offered while a command is typed: the project's own names, and never a word about what is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import BashComplete

from provisioner.cli import completing
from provisioner.cli.invocation import Invocation
from provisioner.cli.main import program
from provisioner.runtime.platform import surroundings
from tests.cli.driver import a_console
from tests.end_to_end.firm import Firm, copy_of_example


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    return copy_of_example(tmp_path / "fjord")


def offered(firm: Firm, *words: str) -> list[str]:
    """What stands to choose from behind these words; the last one is being typed."""
    verb, *before, incomplete = words
    invocation = Invocation(surroundings(), a_console()[0])
    shell = BashComplete(program(), {"obj": invocation}, "provisioner", "_PROVISIONER_COMPLETE")
    found = shell.get_completions(["-C", str(firm.directory), verb, *before], incomplete)
    return [str(item.value) for item in found]


@pytest.mark.parametrize(
    ("words", "some"),
    [
        (("plan", "--client", "n"), ["nordlys-bakeri"]),
        (("status", "--client", "client/n"), ["client/nordlys-bakeri"]),
        (("state", "list", "o"), ["office"]),
        (("explain", "client/nordlys-bakeri/user"), ["client/nordlys-bakeri/user_key/huma"]),
        (("state", "show", "office/office_key/"), ["office/office_key/visma-finale"]),
        (("inventory", "attest", "client/nordlys-bakeri/user_key/h"), ["client/nordlys-bakeri/user_key/huma"]),
    ],
)
def test_the_projects_own_names_are_offered(firm: Firm, words: tuple[str, ...], some: list[str]) -> None:
    found = offered(firm, *words)
    assert set(some) <= set(found)
    assert all(name.startswith(words[-1]) for name in found)
    firm.attest_all()
    firm.run("plan")
    assert offered(firm, *words) == found, "from what was remembered of the manifests, too"


def test_of_too_many_accounts_no_addresses_are_made(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completing, "MOST_ACCOUNTS", 1)
    assert offered(firm, "explain", "client/") == []
    assert offered(firm, "explain", "client/nordlys-bakeri/") != []


def completed(directory: Path, words: str) -> subprocess.CompletedProcess[str]:
    """The program, as bash asks it."""
    variables = {
        **os.environ,
        "_PROVISIONER_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
    }
    program_ = str(Path(sys.executable).with_name("provisioner"))
    return subprocess.run(
        [program_], cwd=directory, env=variables, capture_output=True, text=True, check=False, encoding="utf-8"
    )


def test_a_shell_is_answered_and_told_nothing_else(firm: Firm, tmp_path: Path) -> None:
    said = completed(firm.directory, "provisioner plan --client nord")
    assert (said.returncode, said.stdout, said.stderr) == (0, "plain,nordlys-bakeri\n", "")
    (firm.directory / "provisioner.yaml").write_text("kind: [", encoding="utf-8")
    empty = tmp_path / "empty"
    empty.mkdir()
    for directory in (firm.directory, empty):
        for words in ("provisioner plan --client n", "provisioner explain c", "provisioner plann --client n"):
            said = completed(directory, words)
            assert (said.returncode, said.stdout, said.stderr) == (0, "\n", ""), words


def test_verbs_are_offered_without_importing_one() -> None:
    code = """
import sys
from click.shell_completion import BashComplete
from provisioner.cli.main import program
shell = BashComplete(program(), {}, "provisioner", "_PROVISIONER_COMPLETE")
print(*(item.value for item in shell.get_completions([], "pe") + shell.get_completions([], "sim")))
print(*(name for name in sys.modules if name.startswith(("provisioner.cli.commands.", "provisioner.cli.completing"))))
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert said.stdout.splitlines() == ["people simulate simulator", ""]
    assert said.stderr == ""
