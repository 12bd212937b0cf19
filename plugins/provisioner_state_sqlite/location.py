"""From `sqlite:PATH` to a file.

Promises: a path on a network drive is refused where it can be told, for SQLite's locks do not hold there.
Does not: open the file.
"""

from __future__ import annotations

import re
from pathlib import Path

from provisioner.model.errors import BackendFailed, UsageError
from provisioner_state_sqlite.words import WORDS

SCHEME = "sqlite:"
_WINDOWS_PREFIXES = ("\\\\?\\", "\\\\.\\")
_WINDOWS_SHARE = "\\\\?\\UNC\\"
_DRIVE_AFTER_SLASH = re.compile(r"/[A-Za-z]:[/\\]")


def locate(url: str, root: Path) -> Path:
    """The file that `url` names; a relative path starts at `root`."""
    text = url.removeprefix(SCHEME)
    if text.startswith("///"):
        text = text[2:]
        if _DRIVE_AFTER_SLASH.match(text):
            text = text[1:]
    if not text.strip():
        raise UsageError.of(WORDS("no-file", url=url))
    if text.startswith(("//", "\\\\")):
        raise _on_network(text)
    path = (root / text).resolve()
    if is_network_path(str(path)):
        raise _on_network(str(path))
    return path


def is_network_path(path: str) -> bool:
    """Whether `path` names a server's share. On Windows, resolving a mapped drive letter yields such a path."""
    if path.startswith(_WINDOWS_PREFIXES):
        return path.startswith(_WINDOWS_SHARE)
    return path.startswith(("\\\\", "//"))


def _on_network(path: str) -> BackendFailed:
    return BackendFailed.of(WORDS("network-drive", path=path))
