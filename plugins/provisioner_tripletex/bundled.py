"""The catalogue's data file as it ships: its text and its digest, without a word about what it means.

Promises: light, for every command asks for the digest and few for the catalogue. Does not: parse.
"""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path
from typing import Final

_DATA: Final = "data.json"


def bundled_text() -> str:
    """The whole file."""
    # Beside this file rather than through importlib.resources, whose import alone costs more than the whole reading.
    return Path(__file__).with_name("catalogue").joinpath(_DATA).read_text(encoding="utf-8")


def bundled_digest() -> str:
    """A digest of the bundled data (`sha256:…`), the same on every platform; part of an account's inputs."""
    text = unicodedata.normalize("NFC", bundled_text()).replace("\r\n", "\n")
    return "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()
