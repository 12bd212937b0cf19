"""What is shipped: wheel and sdist are whole, and the wheel works in a fresh environment outside the tree.

The environment borrows the packages that the tests run with, so nothing is downloaded, but not those of the extras:
what runs here runs after `pip install tripletex-provisioner`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.contract import tree

EXAMPLE = tree.ROOT / "examples" / "fjord-regnskap"
EXTRAS = ("starlette", "uvicorn")

# Goes into the environment's site-packages and is read at each start of its interpreter.
BORROW = """{packages}
import sys; sys.modules.update(dict.fromkeys({extras!r}))
"""


def run(command: list[str], directory: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run with nothing of the tree in reach: no path to it, no coverage that would count an installed copy."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTHON"))}
    return subprocess.run(
        command,
        cwd=directory,
        env={**bare, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def build(source: Path, target: Path, kind: str) -> Path:
    result = run([sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(target)], source)
    assert result.returncode == 0, result.stdout + result.stderr
    (built,) = target.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return built


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tree.ROOT, tmp_path_factory.mktemp("sdist"), "sdist")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tree.ROOT, tmp_path_factory.mktemp("wheel"), "wheel")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `provisioner` of a fresh environment."""
    place = tmp_path_factory.mktemp("environment")
    made = run([sys.executable, "-m", "venv", "--without-pip", str(place)], place)
    assert made.returncode == 0, made.stderr
    programs = place / ("Scripts" if (place / "Scripts").is_dir() else "bin")
    python = programs / Path(sys.executable).name.replace("pythonw", "python")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", "--quiet"]
    put = run([*pip, "--disable-pip-version-check", str(wheel)], place)
    assert put.returncode == 0, put.stdout + put.stderr
    (packages,) = place.glob("**/site-packages")
    borrowed = BORROW.format(packages=sysconfig.get_path("purelib"), extras=EXTRAS)
    (packages / "borrowed.pth").write_text(borrowed, encoding="utf-8")
    return programs / "provisioner"


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packaged() -> dict[str, str]:
    """Each file that has to be in the wheel: its place there, its place in the tree."""
    packages = tomllib.loads(tree.text("pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    return {
        "/".join([Path(package).name, name.removeprefix(f"{package}/")]): name
        for package in packages
        for name in tree.under(f"{package}/")
    }


def test_the_wheel_holds_the_packages_and_nothing_else(wheel: Path) -> None:
    found = contents(wheel)
    metadata = {name for name in found if name.split("/")[0].endswith(".dist-info")}
    expected = packaged()
    assert set(found) - metadata == set(expected)
    assert "provisioner/py.typed" in found
    assert [name for name, source in expected.items() if found[name] != (tree.ROOT / source).read_bytes()] == []
    assert not {"plugins", "schemas", "tests", "examples"} & {name.split("/")[0] for name in found}
    assert any(name.endswith("/licenses/LICENSE") for name in metadata)


def test_the_sdist_holds_the_tree(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        found = {name.partition("/")[2] for name in archive.getnames()}
    assert found - {"PKG-INFO"} == set(tree.files())


def test_a_wheel_made_from_the_sdist_is_the_same(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.iterdir()
    again = build(unpacked, tmp_path / "dist", "wheel")
    assert contents(again) == contents(wheel)


def test_the_version_is_told(installed: Path, tmp_path: Path) -> None:
    version = tree.text("provisioner/__init__.py").partition('__version__ = "')[2].partition('"')[0]
    result = run([str(installed), "--version"], tmp_path)
    assert (result.returncode, version in result.stdout, result.stderr) == (0, True, "")


def test_it_is_the_installed_one_without_extras(installed: Path, tmp_path: Path) -> None:
    """The rest of this file means something only if the tree and the extras are out of reach."""
    program = (
        "import provisioner, provisioner_tripletex, provisioner_schemas as s; print(provisioner.__file__, s.__file__)"
    )
    result = run([str(installed.with_name("python")), "-c", program], tmp_path)
    assert result.returncode == 0, result.stderr
    assert all(Path(file).is_relative_to(installed.parent.parent) for file in result.stdout.split())
    refused = run([str(installed.with_name("python")), "-c", "import starlette"], tmp_path)
    assert refused.returncode == 1


def test_it_validates_and_plans_an_example(installed: Path, tmp_path: Path) -> None:
    project = tmp_path / "fjord"
    shutil.copytree(EXAMPLE, project, ignore=shutil.ignore_patterns(".provisioner"))
    validated = run([str(installed), "validate"], project)
    assert validated.returncode == 0, validated.stdout + validated.stderr
    planned = run([str(installed), "plan"], project)
    assert planned.returncode == 0, planned.stdout + planned.stderr
    assert "Plan: " in planned.stdout
