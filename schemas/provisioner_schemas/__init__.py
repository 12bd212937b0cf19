"""The JSON Schemas of the manifest language: the files an editor uses are the files that are enforced.

Promises: `documents()` holds every `*.v1.json` of this package by its file name; they refer to each other by file
name. `provider.v1.json` is Tripletex's; another provider puts its own in its place. Does not: check anything.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

# A start of the program reads these; importlib.resources would cost more than the reading.
DIRECTORY = Path(__file__).parent


def document(name: str) -> dict[str, object]:
    """The schema in the file `name`, such as `client.v1.json`."""
    loaded = json.loads((DIRECTORY / name).read_bytes())
    if not isinstance(loaded, dict):
        raise TypeError(f"{name} holds no schema")
    return loaded


def documents() -> dict[str, dict[str, object]]:
    """Every schema by its file name."""
    return {path.name: document(path.name) for path in _files()}


def fingerprint() -> str:
    """Changes whenever any of them does; reads them, and parses none."""
    return sha256(b"".join(path.name.encode() + path.read_bytes() for path in _files())).hexdigest()


def _files() -> list[Path]:
    return sorted(DIRECTORY.glob("*.v1.json"))
