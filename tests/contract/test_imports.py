"""The stairs hold: import-linter's contracts are kept, and they would notice if they were not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.contract import tree

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on a tree, without its cache: an answer from yesterday is no answer."""
    path = os.pathsep.join(str(root / folder) for folder in (".", "plugins", "schemas"))
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache", "--no-logo"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def test_contracts_are_kept() -> None:
    result = lint(tree.ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_guest_is_under_the_contracts() -> None:
    """A new guest is shipped, measured, linted and kept apart, or this fails."""
    settings = tomllib.loads(tree.text("pyproject.toml"))["tool"]
    contracts = {contract["id"]: contract for contract in settings["importlinter"]["contracts"]}
    guests = set(tree.GUESTS)
    assert len(guests) >= 4
    assert guests == set(contracts["guests-see-ports"]["source_modules"])
    assert guests == set(contracts["guests-apart"]["modules"])
    assert guests == set(contracts["house-names-no-guest"]["forbidden_modules"])
    everything = guests | {"provisioner", "provisioner_schemas"}
    assert everything == set(settings["importlinter"]["root_packages"])
    assert {f"{folder}/" for folder in settings["coverage"]["run"]["source_dirs"]} == set(tree.PRODUCT)
    assert everything == {Path(name).name for name in settings["hatch"]["build"]["targets"]["wheel"]["packages"]}


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("provisioner/model/address.py", "import provisioner.spi.provider", "never up"),
        ("provisioner/model/address.py", "import os", "no hands"),
        ("provisioner/spi/provider.py", "import provisioner.runtime.applying.apply", "never up"),
        (
            "plugins/provisioner_tripletex/made_up.py",
            "import provisioner.runtime.applying.apply",
            "not the house's insides",
        ),
        ("plugins/provisioner_tripletex/made_up.py", "import provisioner_state_sqlite", "do not know each other"),
        ("provisioner/runtime/planning/made_up.py", "import provisioner.runtime.worklist.made_up", "never in a circle"),
        ("provisioner/runtime/attic/made_up.py", "x = 1", "never in a circle"),
        ("provisioner/runtime/applying/apply.py", "import provisioner_tripletex", "no guest by name"),
        ("provisioner/basement/made_up.py", "x = 1", "never up"),
    ],
)
def test_a_broken_contract_is_noticed(tmp_path: Path, file: str, line: str, contract: str) -> None:
    """Plant one bad line in an otherwise empty house."""
    rooms = ["model", "engine", "spi", "formats", "reports", "testing", "cli"]
    empty = [f"provisioner/{room}/made_up.py" for room in rooms]
    empty += ["provisioner/spi/provider.py", "schemas/provisioner_schemas/made_up.py"]
    for room in (tree.ROOT / "provisioner" / "runtime").iterdir():
        if room.is_dir() and (room / "__init__.py").exists():
            empty.append(f"provisioner/runtime/{room.name}/made_up.py")
        elif room.suffix == ".py":
            empty.append(f"provisioner/runtime/{room.name}")
    for name in [*empty, *(f"plugins/{guest}/made_up.py" for guest in tree.GUESTS)]:
        plant(tmp_path / name)
    (tmp_path / "provisioner/__init__.py").touch()
    shutil.copy(tree.ROOT / "pyproject.toml", tmp_path)
    assert lint(tmp_path).returncode == 0
    plant(tmp_path / file, line + "\n")
    result = lint(tmp_path)
    assert result.returncode == 1
    assert any(contract in broken for broken in result.stdout.splitlines() if broken.endswith("BROKEN")), result.stdout


def plant(path: Path, line: str = "") -> None:
    """One module in its package."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(line, encoding="utf-8")
    (path.parent / "__init__.py").touch()
