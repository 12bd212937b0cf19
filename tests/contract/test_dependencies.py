"""Dependencies: locked as declared, used if declared, and each core one beyond the given five has a decision record."""

from __future__ import annotations

import ast
import re
import runpy
import tomllib
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.contract import tree

GIVEN = {"pyyaml", "jsonschema", "jinja2", "pluggy", "pytest"}
DATA_ONLY = {"tzdata"}  # read by zoneinfo, imported by nobody


def declared() -> dict[str, list[Requirement]]:
    """Requirements by where they stand: `core`, an extra's name, or the contributors' group."""
    data = tomllib.loads(tree.text("pyproject.toml"))
    groups = {"core": data["project"]["dependencies"], **data["project"]["optional-dependencies"]}
    groups["dev"] = data["dependency-groups"]["dev"]
    return {name: [Requirement(line) for line in lines] for name, lines in groups.items()}


def locked() -> dict[str, list[str]]:
    """Locked versions by name; most have one."""
    versions: dict[str, list[str]] = {}
    for package in tomllib.loads(tree.text("uv.lock"))["package"]:
        if "registry" in package["source"]:
            versions.setdefault(package["name"], []).append(package["version"])
    return versions


def shipped() -> set[str]:
    """The names that users install: core and extras."""
    return {canonicalize_name(need.name) for group, needs in declared().items() if group != "dev" for need in needs}


def decisions() -> dict[str, set[str]]:
    """Each decision record in force with the dependencies it is about."""
    found = {}
    for name in tree.under("docs/adr/", suffix=".md"):
        if re.search(r"^Status: accepted", tree.text(name), re.MULTILINE):
            line = re.search(r"^Dependencies: (.+)$", tree.text(name), re.MULTILINE)
            found[name] = set(re.findall(r"`([\w.-]+)`", line[1])) if line else set()
    return found


def test_the_lock_satisfies_what_is_declared() -> None:
    versions = locked()
    unmet = [
        f"{group}: {need} (locked: {versions.get(canonicalize_name(need.name), 'not at all')})"
        for group, needs in declared().items()
        for need in needs
        if not any(need.specifier.contains(version) for version in versions.get(canonicalize_name(need.name), []))
    ]
    assert unmet == [], "run `make lock`"


def test_the_lock_was_made_from_this_file() -> None:
    """What the lock remembers of pyproject.toml is what stands there: else `uv run --locked` refuses."""
    (own,) = [p for p in tomllib.loads(tree.text("uv.lock"))["package"] if p["name"] == "tripletex-provisioner"]
    remembered = {(entry["name"], entry.get("specifier", "")) for entry in own["metadata"]["requires-dist"]}
    remembered_dev = {(entry["name"], entry.get("specifier", "")) for entry in own["metadata"]["requires-dev"]["dev"]}
    written = {
        group: {(canonicalize_name(need.name), str(need.specifier)) for need in needs}
        for group, needs in declared().items()
    }
    dev = written.pop("dev")
    assert (remembered, remembered_dev) == (set().union(*written.values()), dev), "run `make lock`"


def test_pip_is_held_to_the_lock() -> None:
    constraints = runpy.run_path(str(tree.ROOT / ".ci/locked.py"))["constraints"]
    lines = constraints(tree.text("uv.lock"))
    assert {Requirement(line).name for line in lines} == set(locked())
    source = 'source = { registry = "r" }\nresolution-markers = ["os_name == \'nt\'"]'
    assert constraints(f'[[package]]\nname = "a"\nversion = "1"\n{source}\n') == ["a==1 ; os_name == 'nt'"]


def test_each_core_dependency_has_a_decision_record() -> None:
    about = set().union(*decisions().values())
    assert shipped() - GIVEN - about == set()
    assert about - shipped() == set(), "a record in force about something that is no longer a dependency"


def test_decision_records_are_numbered_in_a_row() -> None:
    numbers = [int(name.removeprefix("docs/adr/")[:4]) for name in tree.under("docs/adr/0", suffix=".md")]
    assert numbers == list(range(1, len(numbers) + 1))


def imported() -> set[str]:
    """The distributions that the product's modules import, wherever in a file."""
    roots = set()
    for module in tree.modules(*tree.PRODUCT):
        for node in module.nodes():
            if isinstance(node, ast.Import):
                roots |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                roots.add(node.module.split(".")[0])
    names = packages_distributions()
    return {canonicalize_name(distribution) for root in roots for distribution in names.get(root, [])}


@pytest.mark.parametrize("name", sorted(shipped() - DATA_ONLY))
def test_what_is_declared_is_used(name: str) -> None:
    assert name in imported()


def test_what_is_used_is_declared() -> None:
    own = {"tripletex-provisioner"}
    optional = {"hypothesis", "pytest"}  # provisioner.testing is for plugin authors, who bring their test tools
    assert imported() - shipped() - own - optional == set()
