"""One real `apply` with something that goes wrong.

Promises: it runs in a process of its own, recorded; what it said and did is handed back however it ended. Does not:
look at what is left.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.crashing import tracing
from tests.crashing.drawing import Fault, Kind
from tests.crashing.launch import PAUSE
from tests.end_to_end.firm import ROOT, Firm
from tests.postgres import Server

LIMIT_SECONDS = 300
KILLED = -9


@dataclass(frozen=True, slots=True)
class Run:
    """What became of it."""

    code: int
    """Its exit code; minus nine where it was killed."""
    out: str
    """Standard output: its events."""
    err: str
    """Standard error."""
    calls: list[tracing.Call]
    """What it asked of the machine."""

    @property
    def was_killed(self) -> bool:
        """In the middle."""
        return self.code == KILLED

    @property
    def was_refused(self) -> bool:
        """Something that it asked for was refused by the fault."""
        return any(call.is_injected for call in self.calls)

    @property
    def events(self) -> list[tuple[str, str]]:
        """What it told of, and the address."""
        told = (json.loads(line) for line in self.out.splitlines(keepends=True) if line.endswith("\n"))
        return [(event["type"], event.get("address", "")) for event in told]

    def has_jumped(self, fault: Fault) -> bool:
        """Its clock did, or was wrong from the start."""
        kinds = [kind for kind, _ in self.events]
        begun = len(kinds) - kinds.index("account_start") if "account_start" in kinds else 0
        return fault.kind is Kind.CLOCK and (fault.offset != 0 or begun > (fault.event or 0))

    @property
    def keys_in_hand(self) -> int:
        """Sealed, and not yet told to be recorded."""
        sealed = [address for kind, address in self.events if kind == "secret_sealed"]
        done = {address for kind, address in self.events if kind == "apply_complete"}
        return sum(address not in done for address in sealed)


def apply(firm: Firm, fault: Fault, server: Server | None = None) -> Run:
    """Run it, with `fault`; `server` is the one to be killed where that is the fault."""
    with tempfile.TemporaryDirectory(prefix="recorded-") as place:
        recording, errors = Path(place) / "strace", Path(place) / "errors"
        with errors.open("wb") as file:
            file.flush()
            with _started(firm, fault, recording, file.fileno()) as process:
                out = "".join(_watched(process, fault, errors, partial(_strike, firm, fault, server)))
                code = process.wait()
        if server is not None and not server.is_running:
            server.start()
        return Run(code, out, errors.read_text(encoding="utf-8", errors="replace"), tracing.read(recording))


@contextmanager
def _started(firm: Firm, fault: Fault, recording: Path, errors: int) -> Iterator[subprocess.Popen[str]]:
    words = ["apply", "--auto-approve", "--operator", "scripted", "--format", "json", "-C", str(firm.directory)]
    program = [sys.executable, "-m", "provisioner"]
    if fault.kind is Kind.CLOCK or fault.sealed or fault.unsynced:
        wanted = {"offset": fault.offset, "jump": fault.jump, "event": fault.event, "sealed": fault.sealed}
        wanted["unsynced"] = fault.unsynced
        program = [sys.executable, "-m", "tests.crashing.launch", json.dumps(wanted)]
    # Nothing of coverage, which would write files of its own in the middle.
    own = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LC_ALL", "LD_LIBRARY_PATH")}
    with subprocess.Popen(
        tracing.command(recording, fault.inject, [*program, *words, *firm.options]),
        cwd=ROOT,
        env=own,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        encoding="utf-8",
        errors="replace",
    ) as process:
        watch = threading.Timer(LIMIT_SECONDS, kill, (process,))
        watch.start()
        try:
            yield process
        finally:
            watch.cancel()


def _watched(process: subprocess.Popen[str], fault: Fault, errors: Path, strike: Callable[[], None]) -> Iterator[str]:
    """What it says, while it is done to it what is to be done."""
    assert process.stdout is not None
    stopped = threading.Event()
    helper = threading.Thread(target=_in_the_pause, args=(process, fault, errors, strike, stopped))
    if fault.sealed:
        helper.start()
    told = -1
    for line in process.stdout:
        yield line
        if told >= 0 or '"type":"account_start"' in line:
            told += 1
        if told == fault.event and fault.kind is Kind.MOMENT:
            time.sleep(fault.later)  # the moment itself is what is drawn
            kill(process)
    stopped.set()
    if fault.sealed:
        helper.join()


def _in_the_pause(
    process: subprocess.Popen[str], fault: Fault, errors: Path, strike: Callable[[], None], stopped: threading.Event
) -> None:
    """Once the program pauses before a commit, strike, and let it go on."""
    while PAUSE not in errors.read_text(encoding="utf-8", errors="replace"):
        if stopped.wait(0.02):
            return
    try:
        strike()
    finally:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()


def _strike(firm: Firm, fault: Fault, server: Server | None) -> None:
    """Kill the server, and start it again; or break every lease."""
    if fault.kind is Kind.LEASE:
        for lease in firm.run("lease", "list", "--format", "json").json()["leases"]:
            # It may have come to its end meanwhile.
            firm.run("lease", "break", lease["account"], "--reason", "it seems to be gone", code=None)
        return
    assert server is not None
    server.stop("immediate")
    if not fault.stays_away:
        server.start()


def kill(process: subprocess.Popen[str]) -> None:
    """SIGKILL to the program that this strace looks on; strace then ends the same way."""
    for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split():
        os.kill(int(child), signal.SIGKILL)
