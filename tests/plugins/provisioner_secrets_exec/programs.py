"""Programs that play a secret store, or fail to.

Promises: each is a script of its own, started by this very interpreter. Does not: keep anything outside its directory.
"""

from __future__ import annotations

import sys
from pathlib import Path

from provisioner.spi.secrets import SecretStoreContext
from provisioner_secrets_exec.store import ExecStore, Patience, open_store

KEEPS = """\
import json, pathlib, sys
asked = json.load(sys.stdin)
place = pathlib.Path(sys.argv[1])
file = place / asked.get("item", "probe")
if asked["verb"] == "probe":
    place.mkdir(exist_ok=True)
elif asked["verb"] == "put":
    place.mkdir(exist_ok=True)
    file.write_text(json.dumps(asked["secret"]), encoding="utf-8")
elif asked["verb"] == "get":
    print(json.dumps({"secret": json.loads(file.read_text(encoding="utf-8")) if file.exists() else None}))
elif asked["verb"] == "retire":
    file.unlink(missing_ok=True)
"""
"""A store in a directory, one file for each secret."""

FAST = Patience(limit_seconds=30, waits=(0.0, 0.0))


def program(root: Path, code: str, *arguments: str, patience: Patience = FAST) -> ExecStore:
    """A store by a program of that code."""
    script = root / "store.py"
    script.write_text(code, encoding="utf-8")
    words = " ".join(f'"{word}"' for word in (sys.executable, "-ISs", str(script), *arguments))
    return open_store(SecretStoreContext(f"exec:{words}", root, ()), patience)
