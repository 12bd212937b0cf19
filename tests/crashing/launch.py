"""The program, with a clock that is wrong or jumps, or with a pause between a call and its commit.

    python -m tests.crashing.launch '{"offset": 600, "jump": -7200, "event": 12}' apply …
    python -m tests.crashing.launch '{"sealed": 2}' apply …

The pause is told on standard error and lasts until a line comes in. Promises: everything else is the program itself.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import time_machine

from provisioner.cli.entry import main as provisioner
from provisioner.runtime.guests.observers import Observers
from provisioner.spi.events import Event, EventKind
from provisioner_state_sqlite.database import Database

PAUSE = "paused between a call and its commit"


def main() -> int:
    """The command line."""
    wanted = json.loads(sys.argv[1])
    sys.argv = ["provisioner", *sys.argv[2:]]
    if wanted.get("unsynced"):
        write_unsynced()
    offset = float(wanted.get("offset", 0.0))
    start = datetime.now(UTC) + timedelta(seconds=offset)
    if not offset and not wanted.get("jump"):
        return watched(wanted, None)
    with time_machine.travel(start, tick=True) as clock:
        return watched(wanted, clock.shift)


def write_unsynced() -> None:
    """Break a promise: what SQLite says is written is not on the disk."""
    connect = Database._connect

    def hurried(self: Database) -> sqlite3.Connection:
        connection = connect(self)
        connection.execute("PRAGMA synchronous = OFF")
        return connection

    Database._connect = hurried  # type: ignore[method-assign]  # this process has nothing else to do


def watched(wanted: dict[str, float], shift: Callable[[float], None] | None) -> int:
    """The program, with somebody who counts its events."""
    tell, told = Observers.tell, {"events": -1, "sealed": 0}

    def counted(self: Observers, event: Event) -> None:
        tell(self, event)
        if told["events"] >= 0 or event.kind is EventKind.ACCOUNT_START:
            told["events"] += 1
            if shift is not None and told["events"] == wanted.get("event"):
                shift(wanted["jump"])
        if event.kind is EventKind.SECRET_SEALED:
            told["sealed"] += 1
            if told["sealed"] == wanted.get("sealed"):
                sys.stderr.write(f"{PAUSE}\n")
                sys.stderr.flush()
                sys.stdin.readline()

    Observers.tell = counted  # type: ignore[method-assign]  # this process has nothing else to do
    return provisioner()


if __name__ == "__main__":
    sys.exit(main())
