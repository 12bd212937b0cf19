"""Azurite is pinned, with everything it stands on, and comes from the registry of whoever installs it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def read(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def test_one_version_is_asked_for() -> None:
    (version,) = read("package.json")["dependencies"].values()
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert read("package-lock.json")["packages"]["node_modules/azurite"]["version"] == version


def test_the_lock_names_no_registry_and_trusts_none() -> None:
    packages = {name: package for name, package in read("package-lock.json")["packages"].items() if name}
    assert len(packages) > 100
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if not package["integrity"].startswith("sha512-")] == []
    assert [name for name, package in packages.items() if package.get("hasInstallScript")] == []
