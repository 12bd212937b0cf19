"""Azurite: Microsoft's own server of Azure Blob Storage for tests, as a process of ours on loopback.

Promises: in memory, on a port of its own, ended with the test. Does not: install itself; `make azurite` does.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

PROGRAM = Path(__file__).parent / "node_modules" / "azurite" / "dist" / "src" / "blob" / "main.js"
PATIENCE_SECONDS = 60
ACCOUNT = "devstoreaccount1"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
"""The one key that Azurite knows; it stands in its documentation."""


@dataclass(frozen=True, slots=True)
class Azurite:
    """A running server."""

    port: int
    """On loopback."""

    @property
    def endpoint(self) -> str:
        """Where the storage account is."""
        return f"http://127.0.0.1:{self.port}/{ACCOUNT}"

    def create_container(self, name: str) -> None:
        """Makes a container, with a request signed by hand: the backend never makes one."""
        date, version = formatdate(usegmt=True), "2021-08-06"
        what = f"x-ms-date:{date}\nx-ms-version:{version}\n/{ACCOUNT}/{ACCOUNT}/{name}\nrestype:container"
        text = "PUT" + "\n" * 12 + what
        signature = base64.b64encode(hmac.new(base64.b64decode(KEY), text.encode(), hashlib.sha256).digest()).decode()
        headers = {
            "x-ms-date": date,
            "x-ms-version": version,
            "Authorization": f"SharedKey {ACCOUNT}:{signature}",
        }
        url = f"{self.endpoint}/{name}?restype=container"
        with urllib.request.urlopen(urllib.request.Request(url, method="PUT", headers=headers)) as answer:
            assert answer.status == 201


@contextmanager
def azurite(node: str, directory: Path) -> Iterator[Azurite]:
    """A server that works in `directory` and writes nothing there."""
    options = ["--blobPort", "0", "--inMemoryPersistence", "--disableTelemetry", "--silent"]
    command = [node, str(PROGRAM), *options]
    with subprocess.Popen(
        command, cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, encoding="utf-8"
    ) as process:
        # A read cannot be given up; ending the server ends it.
        watchdog = threading.Timer(PATIENCE_SECONDS, process.kill)
        watchdog.start()
        try:
            port = _port(process)
            watchdog.cancel()
            yield Azurite(port)
        finally:
            watchdog.cancel()
            process.kill()


def _port(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    for line in process.stdout:
        found = re.search(r"successfully listens on http://127\.0\.0\.1:(\d+)", line)
        if found is not None:
            return int(found[1])
    raise AssertionError("Azurite ended before it listened")
