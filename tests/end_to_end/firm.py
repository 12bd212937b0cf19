"""A firm's repository in a temporary directory, and the command line to work on it with.

Promises: `run` is the program itself, from words to an exit code, in this process; what it writes is kept, all of it.
Does not: know what a test wants.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from provisioner.cli.main import run
from provisioner_tripletex_simulator.world import World

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "fjord-regnskap"
OFFICE_ACCOUNT = "fjord-regnskap"
WORLD = Path(".provisioner") / "simulator-world.json"

Landscape = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Said:
    """What one command said."""

    code: int
    """Its exit code."""
    out: str
    """Standard output."""
    err: str
    """Standard error."""

    @property
    def text(self) -> str:
        """Both."""
        return self.out + self.err

    def json(self) -> Any:
        """Standard output as one JSON document."""
        return json.loads(self.out)

    def lines(self) -> list[dict[str, Any]]:
        """Standard output as one JSON document a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Firm:
    """One repository."""

    directory: Path
    """Where."""
    options: tuple[str, ...] = ()
    """Global options of every command."""
    said: list[Said] = field(default_factory=list)
    """Everything that was said so far."""

    def run(self, *words: str, stdin: str = "", code: int | None = 0) -> Said:
        """Run one command; it must end with `code`, unless that is None."""
        raws = io.BytesIO(), io.BytesIO()
        out, err = (io.TextIOWrapper(raw, encoding="utf-8", write_through=True) for raw in raws)
        with streams(io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"), out, err):
            ended = run([*words, "-C", str(self.directory), *self.options])
        said = Said(ended, *(raw.getvalue().decode() for raw in raws))
        self.said.append(said)
        if code is not None:
            assert ended == code, f"provisioner {' '.join(words)} ended with {ended}:\n{said.out}\n{said.err}"
        return said

    def attest_all(self) -> Said:
        """Say that nothing is there."""
        return self.run("inventory", "attest", "--all", "--empty")

    def apply(self, *words: str, code: int | None = 0) -> Said:
        """Apply without a question, the scripted person at hand."""
        return self.run("apply", "--auto-approve", "--operator", "scripted", *words, code=code)

    def write(self, name: str, text: str) -> Path:
        """A file of the repository."""
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace the one `old` in a file."""
        text = (self.directory / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name} holds {old!r} {text.count(old)} times"
        self.write(name, text.replace(old, new))

    def world(self) -> Landscape:
        """What an accountant would say is in the embedded world."""
        world = World.from_json((self.directory / WORLD).read_bytes())
        return cast("Landscape", world.landscape())

    def files(self) -> dict[str, bytes]:
        """Everything in the repository, but for what the program keeps for itself."""
        found = sorted(path for path in self.directory.rglob("*") if path.is_file())
        names = {path.relative_to(self.directory).as_posix(): path for path in found}
        return {name: path.read_bytes() for name, path in names.items() if not name.startswith(".provisioner/")}


@contextmanager
def streams(stdin: io.TextIOWrapper, stdout: io.TextIOWrapper, stderr: io.TextIOWrapper) -> Iterator[None]:
    """These instead of the process's own."""
    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = stdin, stdout, stderr
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = before


def copy_of_example(directory: Path) -> Firm:
    """The example, to do with as one likes."""
    shutil.copytree(EXAMPLE, directory, ignore=shutil.ignore_patterns(".provisioner", "__pycache__"))
    return Firm(directory)


PROJECT = """\
apiVersion: provisioner/v1
kind: Project
name: small-firm
state: sqlite:.provisioner/state.db
singleMachine: true
secrets:
  recipients: {demo: RECIPIENT}
provider:
  tripletex:
    endpoint: simulator
    drivers: [api, guided]
"""

OFFICE = """\
kind: Office
name: fjord-regnskap
displayName: Fjord Regnskap AS
organizationNumber: 314 286 014
"""

CLIENT = """\
kind: Client
name: nordlys-bakeri
displayName: Nordlys Bakeri AS
organizationNumber: 312 345 676
integrations:
  huma:
    method: user-key
    owner: {employee: per@nordlys.example}
    validFor: 365d
"""


def recipient() -> str:
    """The public key of the example's identity."""
    found = re.search(r"age1[0-9a-z]+", (EXAMPLE / "demo-identity.txt").read_text(encoding="utf-8"))
    assert found is not None
    return found[0]


def small_firm(directory: Path, client: str = CLIENT, office: str = OFFICE) -> Firm:
    """A firm of one office and one client, in the example's world."""
    firm = Firm(directory)
    firm.write("provisioner.yaml", PROJECT.replace("RECIPIENT", recipient()))
    firm.write("office.yaml", office)
    firm.write("clients/client.yaml", client)
    return firm


def resources(landscape: Landscape) -> Landscape:
    """The landscape without modules, which are never switched off."""
    return {
        name: {key: value for key, value in company.items() if key != "modules"} for name, company in landscape.items()
    }
