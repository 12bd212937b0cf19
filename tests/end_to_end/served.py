"""A simulator over HTTP, in a process of its own.

Promises: it listens when `serve` hands out its address, and is gone when the block ends.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 60
STOP_SECONDS = 2


@contextmanager
def serve(world: Path, seed: str = "fjord-regnskap") -> Iterator[str]:
    """Its endpoint, as `--endpoint` takes it."""
    words = ["simulator", "serve", "--seed", seed, "--port", "0", "--world", str(world)]
    with subprocess.Popen(
        [sys.executable, "-m", "provisioner", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as process:
        watch = threading.Timer(START_SECONDS, process.kill)
        watch.start()
        try:
            endpoint = address_of(process)
            watch.cancel()  # it is only the start that must not last for ever
            yield endpoint
        finally:
            watch.cancel()
            stop(process)


def stop(process: subprocess.Popen[str]) -> None:
    """End it; one that still holds back an answer that nobody waits for is ended at once."""
    process.terminate()
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def address_of(process: subprocess.Popen[str]) -> str:
    """What it says of itself, read to the end so that it has said it all."""
    assert process.stdout is not None
    endpoint = ""
    for line in process.stdout:
        name, _, value = line.strip().partition(" ")
        if name == "endpoint":
            endpoint = value.strip()
        if name == "Interrupt":
            return endpoint
    raise AssertionError("the simulator did not start")
