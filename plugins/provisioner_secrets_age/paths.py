"""From an address and a generation to a path that every platform can hold.

Promises: two addresses never share a path, also where case and Unicode forms are not told apart; no part is a name that
Windows reserves; plain lower-case names stay as they are. Pure. Does not: touch the disk.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

from provisioner.model.address import Address

SUFFIX = ".age"
LONGEST = 120
"""Bytes of one part before it is cut and ended with a digest; a file system allows 255, Windows 260 for the whole."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\Z")
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")


def path_of(address: Address, generation: int) -> PurePosixPath:
    """Where the secret stands below the store's directory: `client/nordlys-bakeri/user_key/huma.1.age`."""
    *folders, name = (_part(part) for part in str(address).split("/"))
    return PurePosixPath(*folders, f"{name}.{generation}{SUFFIX}")


def _part(text: str) -> str:
    """One part of a path, each doubtful character spelt `%XX`."""
    safe = "".join(letter if _is_safe(letter) else _spelt(letter) for letter in text)
    if _RESERVED.match(safe):
        safe = _spelt(safe[0]) + safe[1:]
    data = safe.encode()
    if len(data) <= LONGEST:
        return safe
    # `~` is never safe, so no uncut part ends like this.
    return f"{data[: LONGEST - 17].decode(errors='ignore')}~{hashlib.sha256(data).hexdigest()[:16]}"


def _is_safe(letter: str) -> bool:
    """Whether `letter` means itself everywhere: lower case, in one form, and no sign of the file system."""
    if letter in _PLAIN:
        return True
    stable = letter.upper().lower() == letter and unicodedata.normalize("NFKC", letter) == letter
    return letter.isalpha() and letter.islower() and stable


def _spelt(letter: str) -> str:
    return "".join(f"%{byte:02x}" for byte in letter.encode())
