"""`provisioner fmt`: what it prints and what it ends with."""

from __future__ import annotations

from pathlib import Path

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
MESSY = "kind:   Office\nname: 'fjord'   # oss\n"
NEAT = "kind: Office\nname: fjord     # oss\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "provisioner.yaml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "office.yaml").write_text(MESSY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def office(root: Path) -> str:
    return (root / "office.yaml").read_text(encoding="utf-8")


def test_it_writes_and_names_what_changed(root: Path) -> None:
    result = provisioner("fmt")
    assert (result.code, result.out, result.err) == (0, "office.yaml\n", "")
    assert office(root) == NEAT
    assert provisioner("fmt", "--check") == type(result)(0, "", "")


def test_check_writes_nothing_and_fails(root: Path) -> None:
    result = provisioner("fmt", "--check")
    assert (result.code, result.out) == (1, "office.yaml\n")
    assert office(root) == MESSY


def test_diff_shows_and_writes_nothing(root: Path) -> None:
    result = provisioner("fmt", "--diff", str(root / "office.yaml"))
    assert result.code == 0
    assert result.out.splitlines() == [
        "--- a/office.yaml",
        "+++ b/office.yaml",
        "@@ -1,2 +1,2 @@",
        "-kind:   Office",
        "-name: 'fjord'   # oss",
        "+kind: Office",
        "+name: fjord     # oss",
    ]
    assert provisioner("fmt", "--check", "--diff").code == 1
    assert office(root) == MESSY


def test_a_diff_of_the_ends_of_lines_alone_names_the_file(root: Path) -> None:
    (root / "office.yaml").write_bytes(NEAT.replace("\n", "\r\n").encode())
    assert provisioner("fmt", "--diff").out == "--- a/office.yaml\n+++ b/office.yaml\n"


def test_a_file_that_is_no_yaml_is_told_of(root: Path) -> None:
    (root / "office.yaml").write_text("a: [\n", encoding="utf-8")
    result = provisioner("fmt")
    assert result.code == 1
    assert "yaml-unclosed" in result.err
    assert "office.yaml" in result.err
    assert office(root) == "a: [\n"


def test_files_of_elsewhere_are_refused(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    stranger = tmp_path_factory.mktemp("other") / "a.yaml"
    stranger.write_text(MESSY, encoding="utf-8")
    result = provisioner("-C", str(root), "fmt", str(stranger))
    assert result.code == 1
    assert "er ikke i prosjektet" in result.err  # the project speaks Norwegian
    assert stranger.read_text(encoding="utf-8") == MESSY
