"""`provisioner schema`: what is printed, what is written, and without a project too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.driver import provisioner

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "fjord-regnskap"
ALL = {f"{kind}.v1.json" for kind in ("manifest", "client", "clientset", "integration", "office", "profile", "project")}


def test_the_project_s_own_names_are_in_it() -> None:
    result = provisioner("-C", str(EXAMPLE), "schema", "client")
    assert (result.code, result.err) == (0, "")
    common = result.json["$defs"]["common"]["$defs"]
    assert {"kassa-pluss", "huma"} <= common["integrations"]["properties"].keys()
    assert "butikk" in common["profiles"]["items"]["anyOf"][0]["enum"]
    assert result.json["title"] == "Client"


def test_without_a_kind_it_is_all_of_them() -> None:
    assert provisioner("-C", str(EXAMPLE), "schema").json["title"] == "Manifest"


def test_they_are_written_where_asked(tmp_path: Path) -> None:
    out = tmp_path / "made" / "here"
    result = provisioner("-C", str(EXAMPLE), "schema", "--out", str(out))
    assert {Path(line).name for line in result.out.splitlines()} == ALL == {path.name for path in out.iterdir()}
    again = tmp_path / "one"
    assert provisioner("-C", str(EXAMPLE), "schema", "Office", "--out", str(again)).code == 0
    assert [path.name for path in again.iterdir()] == ["office.v1.json"]
    assert (again / "office.v1.json").read_bytes() == (out / "office.v1.json").read_bytes()
    assert json.loads((out / "manifest.v1.json").read_bytes())["$ref"] == "#/$defs/manifest"


def test_without_a_project_it_is_the_provider_s_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = provisioner("schema", "client", "--lang", "nb")
    offered = result.json["$defs"]["common"]["$defs"]["integrations"]["properties"]
    assert "huma" in offered
    assert "kassa-pluss" not in offered
    assert any("Av " in about["description"] for about in offered.values())


def test_a_broken_project_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "provisioner.yaml").write_text("kind: Project\n", encoding="utf-8")
    result = provisioner("-C", str(tmp_path), "schema", "client")
    assert result.code == 0
    assert "huma" in result.json["$defs"]["common"]["$defs"]["integrations"]["properties"]


def test_what_there_is_not_is_said(tmp_path: Path) -> None:
    result = provisioner("-C", str(EXAMPLE), "schema", "invoice")
    assert result.code == 1
    assert "There are: manifest, client, clientset, integration, office, profile, project." in result.err
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert provisioner("-C", str(EXAMPLE), "schema", "--out", str(blocked / "x")).code == 1
