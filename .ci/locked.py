"""Print uv.lock as a pip constraints file, so that `make` installs what `uv` would.

Promises one line per locked package of the index. Does not resolve anything: a package locked in two versions, for two
kinds of machine, is written with the lock's own markers. Standard library only: it runs before anything is installed.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path


def constraints(lock_text: str) -> list[str]:
    """One pip constraint per locked version."""
    lines = []
    for package in tomllib.loads(lock_text)["package"]:
        if "registry" not in package["source"]:
            continue  # the project itself
        pin = f"{package['name']}=={package['version']}"
        markers = package.get("resolution-markers", [])
        lines.extend([f"{pin} ; {marker}" for marker in markers] or [pin])
    return lines


if __name__ == "__main__":
    print("\n".join(constraints(Path(sys.argv[1]).read_text(encoding="utf-8"))))
