"""Which run, as a line that replays it and as a file that keeps it.

Promises: a run that was read back from either is the same run, as long as the program passes the same seams. Does not:
run anything.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Final

from provisioner.model.errors import UsageError
from provisioner.testing.simulation.faults import Fault, Menu
from provisioner.testing.simulation.run import Wish
from provisioner.testing.words import WORDS

SCENES: Final = ("build", "rotate", "tear-down")


@dataclass(frozen=True, slots=True)
class Case:
    """A run that is kept."""

    firm: str
    """The directory of its manifests, beside the case."""
    on: date
    """The day it begins."""
    wish: Wish
    """Which run."""
    found: str = ""
    """What it found when it was kept, in a sentence or two."""


def line(wish: Wish, on: date) -> str:
    """The command that runs it again."""
    words = ["provisioner simulate", f"--seed {wish.seed}"]
    if wish.scene:
        words.append(f"--scene {wish.scene}")
    words.extend(f"--at {seam}={fault.value}" for seam, fault in sorted(wish.script.items()))
    return " ".join([*words, f"--on {on.isoformat()}"])


def faults_at(texts: tuple[str, ...]) -> dict[int, Fault]:
    """What `--at SEAM=FAULT` says. UsageError."""
    found: dict[int, Fault] = {}
    for text in texts:
        seam, _, name = text.partition("=")
        if not seam.isdigit() or name not in set(Fault):
            raise UsageError.of(WORDS("no-seam", text=text, faults=", ".join(Fault)))
        found[int(seam)] = Fault(name)
    return found


def write(case: Case) -> str:
    """The case as JSON."""
    menu, wish = case.wish.menu, case.wish
    document: dict[str, object] = {"firm": case.firm, "on": case.on.isoformat(), "seed": wish.seed, "found": case.found}
    if wish.scene:
        document["scene"] = wish.scene
    if wish.script:
        document["at"] = {str(seam): fault.value for seam, fault in sorted(wish.script.items())}
    if menu is not None:
        kinds = sorted(kind.value for kind in menu.kinds)
        document["menu"] = {"kinds": kinds, "rate": menu.rate, "most": menu.most}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def read(text: str) -> Case:
    """The case that `write` wrote."""
    document = json.loads(text)
    menu = document.get("menu")
    wish = Wish(
        seed=int(document["seed"]),
        menu=None
        if menu is None
        else Menu(frozenset(Fault(kind) for kind in menu["kinds"]), float(menu["rate"]), int(menu["most"])),
        script={int(seam): Fault(name) for seam, name in document.get("at", {}).items()},
        scene=str(document.get("scene", "")),
    )
    return Case(str(document["firm"]), date.fromisoformat(document["on"]), wish, str(document.get("found", "")))
