"""The example firm converged by the API and a real browser alone: the same world as by a person, and nothing left."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from provisioner_tripletex_simulator.world import World
from tests.end_to_end.firm import EXAMPLE, WORLD, Firm

SETTLED = "No changes. The accounts are as the manifests say."


def a_firm(directory: Path, drivers: str) -> Firm:
    """A copy of the example, with these drivers."""
    shutil.copytree(EXAMPLE, directory, ignore=shutil.ignore_patterns(".provisioner"))
    firm = Firm(directory)
    text = (directory / "provisioner.yaml").read_text(encoding="utf-8")
    firm.write("provisioner.yaml", re.sub(r"drivers: \[.*?\]", f"drivers: [{drivers}]", text))
    return firm


@pytest.fixture
def new(tmp_path: Path) -> Callable[[str, str], Firm]:
    """A firm by its name and its drivers."""
    return lambda name, drivers: a_firm(tmp_path / name, drivers)


@pytest.mark.needs("chromium")
def test_by_browser_and_api_alone_it_ends_in_the_same_world(new: Callable[[str, str], Firm]) -> None:
    """Nobody says what was there before: the browser reads it."""
    by_person, by_browser = new("person", "guided"), new("browser", "api, web")
    by_person.attest_all()
    by_person.apply()
    assert SETTLED in by_person.run("plan").out

    by_browser.run("state", "init")
    applied = by_browser.run("apply", "--auto-approve")
    assert "Apply complete!" in applied.out
    assert "via web" in applied.out
    assert SETTLED in by_browser.run("plan", "--refresh", "all").out

    ours, theirs = _keys(by_browser), _keys(by_person)
    assert ours == theirs
    evidence = sorted((by_browser.directory / ".provisioner" / "evidence").glob("*.png"))
    assert evidence
    world = World.from_json((by_browser.directory / WORLD).read_bytes())
    shown = [world.secret(number, "key").encode() for number in range(1, world.next_secret)]
    said = "".join(said.text for said in by_browser.said).encode()
    assert [key for key in shown if key in said] == []


def _keys(firm: Firm) -> dict[str, object]:
    """What an accountant would say is there. By the API a key has its owner's rights where nobody says which."""
    return {
        label: {**company, "keys": [{**key, "rights": ()} for key in company["keys"]]}
        for label, company in firm.world().items()
    }
