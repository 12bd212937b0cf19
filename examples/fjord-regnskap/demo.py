"""What `make demo` runs: the whole firm, from nothing to «No changes.», against a simulator over HTTP.

Promises: every command is shown before it runs, none needs a key press, and the exit code is 0 only if each did what
it should. Works on a copy, so that the example stays as it is. Does not need anything but Python and `provisioner`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parent
SIMULATOR_SECONDS = 30
COMMAND_SECONDS = 120
KEY = "client/nordlys-bakeri/user_key/huma"


class DemoFailed(Exception):
    """A command did not do what it should."""


def program() -> list[str]:
    """The `provisioner` of the Python that runs this, whatever stands on the path."""
    found = shutil.which("provisioner", path=str(Path(sys.executable).parent))
    return [found] if found else [sys.executable, "-m", "provisioner"]


class Demo:
    """The commands of one demonstration, in one copy of the example."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("PROVISIONER_")}
        self.environment["PYTHONUTF8"] = "1"

    def call(self, *words: str, into: str = "") -> subprocess.CompletedProcess[str]:
        """Run one command and show it, but not what it says."""
        print(f"\n$ provisioner {' '.join(words)}{f' > {into}' if into else ''}", flush=True)
        return subprocess.run(
            [*program(), *words],
            cwd=self.directory,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            timeout=COMMAND_SECONDS,
            check=False,
        )

    def run(self, *words: str, head: int = 1000, tail: int = 0) -> str:
        """Run one command; show it, and what it says shortened to its first and last lines."""
        done = self.call(*words)
        failed = done.returncode != 0
        show(done.stdout.splitlines(), 1000 if failed else head, tail)
        if failed:
            raise DemoFailed(f"`provisioner {' '.join(words)}` ended with {done.returncode}")
        return done.stdout

    def write(self, file: str, *words: str) -> None:
        """Run one command and keep what it says in a file."""
        done = self.call(*words, into=file)
        if done.returncode != 0 or not done.stdout:
            raise DemoFailed(f"`provisioner {' '.join(words)}` ended with {done.returncode}")
        (self.directory / file).write_text(done.stdout, encoding="utf-8")

    def open_key(self, address: str) -> None:
        """Open one sealed key. Even a worthless one is not printed."""
        done = self.call("secret", "show", address, "--identity", "demo-identity.txt")
        key = done.stdout.strip()
        if done.returncode != 0 or not key:
            raise DemoFailed("the sealed key does not open")
        print(f"  {key[:9]}…  ({len(key)} characters, opened with the identity; the rest is not shown here)")

    @contextmanager
    def simulator(self) -> Iterator[None]:
        """A simulated Tripletex on this machine, for as long as the block lasts."""
        words = ["simulator", "serve", "--seed", "fjord-regnskap", "--port", "0"]
        words += ["--world", str(Path(".provisioner") / "simulator-world.json")]
        print(f"$ provisioner {' '.join(words)} &", flush=True)
        with subprocess.Popen(
            [*program(), *words],
            cwd=self.directory,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        ) as process:
            watch = threading.Timer(SIMULATOR_SECONDS, process.kill)
            watch.start()
            try:
                endpoint = introduced(process)
                watch.cancel()
                print(f"$ export PROVISIONER_ENDPOINT={endpoint}")
                self.environment["PROVISIONER_ENDPOINT"] = endpoint
                yield
            finally:
                watch.cancel()
                process.terminate()
                del self.environment["PROVISIONER_ENDPOINT"]


def introduced(process: subprocess.Popen[str]) -> str:
    """The address the simulator says it listens at; its demo credentials are not repeated."""
    assert process.stdout is not None
    for line in process.stdout:
        name, _, value = line.strip().partition(" ")
        if name == "endpoint":
            return value.strip()
        if name in ("Simulator", "firm"):
            print(f"  {line.strip()}")
    raise DemoFailed("the simulator did not start")


def show(lines: Sequence[str], head: int, tail: int) -> None:
    """Some lines, and how many were left out."""
    left_out = len(lines) - head - tail
    if left_out <= 1:
        head, left_out = len(lines), 0
    for line in lines[:head]:
        print(f"  {line}".rstrip())
    if left_out:
        print(f"  … {left_out} more lines …")
        for line in lines[len(lines) - tail :] if tail else ():
            print(f"  {line}".rstrip())
    sys.stdout.flush()


def expect(words: str, output: str) -> None:
    """What a command must have said."""
    if words not in output:
        raise DemoFailed(f"it should have said «{words}»")


def tell_the_story(demo: Demo) -> None:
    """Every command, in order."""
    with demo.simulator():
        demo.run("validate")
        demo.run("inventory", "attest", "--all", "--empty", head=3, tail=1)
        expect("to add", demo.run("plan", "--out", "plan.bin", head=24, tail=4))
        demo.write("plan.html", "show", "plan.bin", "--format", "html")
        expect("Apply complete!", demo.run("apply", "plan.bin", "--operator", "scripted", head=6, tail=4))
        expect("No changes.", demo.run("plan", "--refresh", "all", "--detailed-exitcode"))
        demo.run("state", "list", head=8, tail=2)
        demo.open_key(KEY)


def what_next(demo: Demo) -> None:
    """Where to go from here."""
    here = Path.cwd()
    found = Path(program()[0])
    name = str(found.relative_to(here)) if found.is_relative_to(here) else str(found)
    example = str(EXAMPLE.relative_to(here)) if EXAMPLE.is_relative_to(here) else str(EXAMPLE)
    report = demo.directory / "plan.html"
    print(f"""
That was a simulated Tripletex; nothing left this machine. What to try next:

  {name} plan {example}
  {name} -C {demo.directory} state show {KEY}
  {name} -C {demo.directory} destroy --operator scripted --auto-approve
  {name} catalog search kasse

The plan as a page for people: {report}
The manifests: {EXAMPLE / "README.md"}
The demo's copy is yours to play with or delete: {demo.directory}""")


def main() -> int:
    """Exit code of the demonstration."""
    began = time.monotonic()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    directory = Path(tempfile.mkdtemp(prefix="provisioner-demo-")) / "fjord-regnskap"
    shutil.copytree(EXAMPLE, directory, ignore=shutil.ignore_patterns(".provisioner", "__pycache__", "demo.py"))
    demo = Demo(directory)
    try:
        tell_the_story(demo)
    except (DemoFailed, OSError, subprocess.SubprocessError) as error:
        print(f"\nThe demo failed: {error}\nIts directory is left for a look: {directory}", file=sys.stderr)
        return 1
    what_next(demo)
    print(f"\nDone in {time.monotonic() - began:.0f} seconds.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
