"""Pages whose commands are run: what stands under each `$ provisioner …` is what it says, on the day the page names.

`python -m tests.end_to_end.pages` writes it anew. In a page, `<!-- day: 2027-10-25 -->` moves to another day, and
`<!-- write: FILE -->` before a YAML block puts it there; `<!-- applied -->` applies it all to empty accounts. The
person at the screen is the scripted one.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import time_machine

from tests.end_to_end.firm import PROJECT, ROOT, Firm, recipient

PAGES = ("docs/rotation.md", "docs/people.md", "docs/offboarding.md")
BEGINNING = "2026-12-01"
PART = re.compile(
    r"<!-- day: (?P<day>[\d-]+) -->|<!-- (?P<applied>applied) -->"
    r"|<!-- write: (?P<file>\S+) -->\s*```yaml\n(?P<text>.*?)```"
    r"|```console\n(?P<session>.*?)```",
    re.DOTALL,
)


def played(page: str, directory: Path) -> str:
    """The page with what its commands say now."""
    firm = Firm(directory)
    project = PROJECT.replace("RECIPIENT", recipient()).replace("small-firm", "fjord-regnskap")
    firm.write("provisioner.yaml", project)
    text = (ROOT / page).read_text(encoding="utf-8")
    made, end = [], 0
    with contextlib.chdir(directory), _days() as go_to:
        go_to(BEGINNING)
        for part in PART.finditer(text):
            made.append(text[end : part.start()])
            end = part.end()
            if part["day"]:
                go_to(part["day"])
            elif part["applied"]:
                firm.attest_all()
                firm.apply()
            elif part["file"]:
                firm.write(part["file"], part["text"])
            made.append(_session(firm, part["session"]) if part["session"] is not None else part[0])
    return "".join([*made, text[end:]])


@contextlib.contextmanager
def _days() -> Iterator[Callable[[str], None]]:
    """A way to another day, at eight in the morning; the clock stands still there."""
    with contextlib.ExitStack() as stack:

        def go_to(day: str) -> None:
            stack.close()
            moment = datetime.fromisoformat(f"{day}T08:00:00").replace(tzinfo=UTC)
            stack.enter_context(time_machine.travel(moment, tick=False))

        yield go_to


def _session(firm: Firm, written: str) -> str:
    """The block with true answers."""
    lines = []
    for line in written.splitlines():
        if not line.startswith("$ "):
            continue
        _, *words = shlex.split(line.removeprefix("$ "))
        person = ["--operator", "scripted"] if "apply" in words or "--apply" in words else []
        said = firm.run(*words, *person, code=None)
        lines += [line, *(told.rstrip() for told in (said.out + said.err).strip("\n").splitlines()), ""]
    return "```console\n" + "\n".join(lines).rstrip("\n") + "\n```"


def main() -> None:
    """Writes every page anew."""
    os.environ.pop("COLUMNS", None)
    for page in PAGES:
        with tempfile.TemporaryDirectory() as directory:
            text = played(page, Path(directory).resolve())
        (ROOT / page).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
