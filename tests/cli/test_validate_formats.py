"""`validate --format` for pipelines: the same findings in each, with the paths that the pipeline knows."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.driver import provisioner

PROJECT = """\
apiVersion: provisioner/v1
kind: Project
name: fjord
language: nb
state: sqlite:.provisioner/state.db
provider:
  tripletex:
    endpoint: simulator
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in a folder of a repository."""
    root = tmp_path / "repo" / "fjord"
    (root / "clients").mkdir(parents=True)
    (root / "provisioner.yaml").write_text(PROJECT, encoding="utf-8")
    (root / "office.yaml").write_text("kind: Office\nname: fjord\n", encoding="utf-8")
    (root / "clients" / "a.yaml").write_text("kind: Client\nname: A\norganizationNumber: 312345676\n", encoding="utf-8")
    monkeypatch.chdir(root.parent)
    return root


def test_github(root: Path) -> None:
    result = provisioner("validate", "fjord", "--format", "github")
    assert result.code == 1
    (line,) = result.out.splitlines()
    assert line.startswith("::error file=fjord/clients/a.yaml,line=2,")
    assert result.err == ""


def test_junit_has_a_test_for_each_file(root: Path) -> None:
    result = provisioner("validate", "fjord", "--format", "junit")
    assert result.code == 1
    (suite,) = ElementTree.fromstring(result.out)
    assert [(case.get("name"), len(case)) for case in suite] == [
        ("clients/a.yaml", 1),
        ("office.yaml", 0),
        ("provisioner.yaml", 0),
    ]
    one = provisioner("validate", str(root / "office.yaml"), "--format", "junit")
    assert one.code == 0
    assert [case.get("file") for case in ElementTree.fromstring(one.out)[0]] == ["fjord/office.yaml"]


def test_a_manifest_that_is_a_link_has_its_own_name(root: Path) -> None:
    target = root.parent / "elsewhere.yaml"
    (root / "clients" / "a.yaml").rename(target)
    (root / "clients" / "a.yaml").symlink_to(target)
    suite = ElementTree.fromstring(provisioner("validate", "fjord", "--format", "junit").out)[0]
    assert "clients/a.yaml" in {case.get("name") for case in suite}


@pytest.mark.parametrize(
    ("variable", "directory", "path"),
    [
        (None, "repo", "fjord/clients/a.yaml"),
        ("GITHUB_WORKSPACE", "", "repo/fjord/clients/a.yaml"),
        ("CI_PROJECT_DIR", "repo/fjord", "clients/a.yaml"),
        ("BUILD_SOURCESDIRECTORY", "elsewhere", "fjord/clients/a.yaml"),
    ],
)
def test_paths_count_from_the_checkout(
    root: Path, monkeypatch: pytest.MonkeyPatch, variable: str | None, directory: str, path: str
) -> None:
    if variable is not None:
        monkeypatch.setenv(variable, str(root.parents[1] / directory))
    document = provisioner("validate", "fjord", "--format", "sarif").json
    (result,) = document["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == path
    assert document["runs"][0]["language"] == "nb"


def test_from_elsewhere_paths_count_from_the_project(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root.parent / "other").mkdir()
    monkeypatch.chdir(root.parent / "other")
    assert "file=clients/a.yaml" in provisioner("validate", str(root), "--format", "github").out


@pytest.mark.parametrize("format_", ["sarif", "junit", "github"])
def test_a_broken_project_is_told_too(root: Path, format_: str) -> None:
    (root / "provisioner.yaml").write_text("kind: Project\nname: [\n", encoding="utf-8")
    result = provisioner("validate", "fjord", "--format", format_)
    assert result.code == 1
    assert "yaml-unclosed" in result.out


def test_a_sound_project(root: Path) -> None:
    (root / "clients" / "a.yaml").unlink()
    assert provisioner("validate", "fjord", "--format", "github") == type(provisioner())(0, "", "")
    assert provisioner("validate", "fjord", "--format", "sarif").json["runs"][0]["results"] == []
