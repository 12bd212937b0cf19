"""Which version of a browser is there, without opening it.

Promises: a window is never opened, and what does not answer in time is not waited for. A program of Windows opens one
for whatever it is called with, so there the version is read from the folder that lies beside it, named by it. Does not:
judge whether the version will do.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Final

SECONDS: Final = 5.0
"""How long a program may take to say its version."""
_VERSION: Final = re.compile(r"\d+(?:\.\d+)+")
_WINDOWS: Final = ".exe"


def version_of(program: str, seconds: float = SECONDS) -> str:
    """Its version, such as `131.0.6778.85`; empty where it does not tell."""
    if Path(program).suffix.lower() == _WINDOWS:
        return _beside(Path(program))
    try:
        ran = subprocess.run(
            [program, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
            encoding="utf-8",
            errors="replace",
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = _VERSION.search(ran.stdout)
    return found[0] if ran.returncode == 0 and found is not None else ""


def _beside(program: Path) -> str:
    try:
        names = [each.name for each in program.parent.iterdir() if each.is_dir() and _VERSION.fullmatch(each.name)]
    except OSError:
        return ""
    return max(names, key=lambda name: tuple(int(part) for part in name.split(".")), default="")
