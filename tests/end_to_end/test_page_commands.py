"""The commands of pages that do not show what is said are run all the same, in a firm where each makes sense.

A capital word stands for what the reader fills in, as on the page. What cannot be played is named with its reason.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Final

import pytest

from provisioner.cli.main import VERBS
from tests.end_to_end.firm import EXAMPLE, ROOT, Firm, copy_of_example, small_firm

BLOCK: Final = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
NOT_PLAYED: Final = {
    "simulator serve": "serves until it is interrupted; tests/plugins/provisioner_tripletex_simulator plays it",
    "state restore": "asks first, and needs a serial to go back to; tests/end_to_end/test_state.py and tests/cli",
    "examples/fjord-regnskap": "from the root of a clone, against a served simulator; tests/end_to_end/test_demo.py",
}
IDENTITY: Final = EXAMPLE / "demo-identity.txt"


def commands(page: str) -> list[str]:
    """Each command of the program that stands in a block for a shell, without its comment."""
    text = (ROOT / page).read_text(encoding="utf-8")
    lines = (line.partition("  #")[0].strip() for block in BLOCK.findall(text) for line in block.splitlines())
    found = [line.removeprefix("provisioner ") for line in lines if line.startswith("provisioner ")]
    return [line for line in found if not any(part in line for part in NOT_PLAYED)]


def play(firm: Firm, line: str, **filled: str) -> None:
    """Run the line; it must succeed."""
    words = [filled.get(word, word) for word in shlex.split(line)]
    assert words[0] in VERBS
    approved = ["--auto-approve"] if words[0] == "apply" else []
    firm.run(*words, *approved)


@pytest.fixture
def applied(tmp_path: Path) -> Firm:
    """The example with everything done, and a store for its keys."""
    firm = copy_of_example(tmp_path / "fjord")
    firm.attest_all()
    firm.apply("--client", "nordlys-bakeri")
    return firm


@pytest.mark.parametrize("page", ["docs/secrets.md", "docs/state.md", "docs/preflight.md"])
def test_the_commands_of_a_page_succeed(page: str, applied: Firm) -> None:
    found = commands(page)
    assert len(found) >= 2, "a page without commands is not run"
    for line in found:
        play(applied, line, FILE=str(IDENTITY))


def test_the_simulators_commands_succeed(tmp_path: Path) -> None:
    firm = small_firm(tmp_path / "small")
    firm.attest_all()
    found = commands("docs/simulator.md")
    assert found == ["apply --operator scripted"]
    for line in found:
        play(firm, line)


def test_the_commands_of_level_zero_that_need_no_waiting_work_succeed(tmp_path: Path) -> None:
    """Starting and completing work takes ids of what waits: tests/end_to_end/test_level_zero.py does it all."""
    firm = small_firm(tmp_path / "small")
    firm.edit("provisioner.yaml", "[api, guided]", "[guided]")
    found = commands("docs/levels.md")
    played = [line for line in found if not re.match(r"work (start|complete) (ID|OTHER)\b", line)]
    assert [line.split()[0] for line in played] == ["inventory", "inventory", "work"]
    for line in played:
        play(firm, line)
