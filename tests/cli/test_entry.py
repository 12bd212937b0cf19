"""Start-up: what `--version` costs, and that every way in is the same program."""

from __future__ import annotations

import subprocess
import sys

import pytest

from provisioner import __version__
from provisioner.cli.entry import main
from tests.cli.driver import provisioner

HEAVY = ("click", "rich", "jinja2", "yaml", "msgspec", "pluggy", "jsonschema", "provisioner.cli.main", "dataclasses")


def python(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], capture_output=True, check=False, encoding="utf-8")


def test_version_imports_nothing_heavy() -> None:
    code = (
        "import sys; before = set(sys.modules); from provisioner.cli.entry import main; code = main(['--version']);"
        f"print(sorted(set({HEAVY!r}) & (set(sys.modules) - before))); sys.exit(code)"
    )
    result = python("-c", code)
    assert (result.returncode, result.stdout.splitlines()) == (0, [f"provisioner {__version__}", "[]"])


def test_help_imports_no_verb_and_no_rich() -> None:
    code = (
        "import sys; from provisioner.cli.entry import main; code = main(['--help']);"
        "print([name for name in sys.modules if name.startswith(('provisioner.cli.commands.', 'rich', 'jinja2'))])"
    )
    result = python("-c", code)
    assert result.stdout.splitlines()[-1] == "[]", result.stderr


def test_version_beside_other_words_is_the_same() -> None:
    result = provisioner("--lang", "nb", "--version")
    assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize("words", [("--version",), ("plan", "--nonsense")])
def test_python_m_is_the_same_program(words: tuple[str, ...]) -> None:
    run = python("-m", "provisioner", *words)
    assert run.returncode == (0 if words == ("--version",) else 1)
    assert (run.stdout or run.stderr).startswith(("provisioner ", "Usage: provisioner plan"))


def test_main_takes_the_words_of_the_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["provisioner", "--version"])
    assert main() == 0
    assert capsys.readouterr().out == f"provisioner {__version__}\n"


def test_main_writes_to_the_streams_of_the_process(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dance"]) == 1
    assert "There is no command `dance`" in capsys.readouterr().err
