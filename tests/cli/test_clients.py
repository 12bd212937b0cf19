"""`provisioner clients` on a project whose clients are written, and come from a list."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.driver import Result, provisioner

LIST = "navn;orgnr;bransje;profiler\nNordlys Bakeri;312345676;handel;kasse\nBrygga;923609016;;\n"
MANIFESTS = """\
kind: ClientSet
name: listen
from: {csv: klienter.csv}
client:
  name: "{{ row.navn | slug }}"
  displayName: "{{ row.navn }}"
  organizationNumber: "{{ row.orgnr }}"
  labels: {bransje: "{{ row.bransje }}"}
  profiles: {split: "{{ row.profiler }}"}
---
kind: Profile
name: butikk
selector: {bransje: handel}
---
kind: Profile
name: kasse
---
kind: Client
name: aegir
companyId: 20103
labels: {ring: canary, bransje: handel}
"""


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    root = tmp_path / "fjord"
    made = provisioner("init", str(root), "--organization-number", "314 286 014", "--endpoint", "simulator")
    assert made.code == 0
    (root / "clients" / "alle.yaml").write_text(MANIFESTS, encoding="utf-8")
    (root / "klienter.csv").write_text(LIST, encoding="utf-8")
    return root


def clients(root: Path, *words: str) -> Result:
    return provisioner("-C", str(root), "--lang", "en", "clients", *words)


def names(result: Result) -> list[str]:
    return [line.split()[0] for line in result.out.splitlines()[1:] if line and " of " not in line]


def test_everybody_with_where_they_come_from(firm: Path) -> None:
    result = clients(firm)
    assert (result.code, result.err) == (0, "")
    rows = [[cell.strip() for cell in line.split("  ") if cell] for line in result.out.splitlines()[:4]]
    assert rows == [
        ["NAME", "COMPANY", "IDENTITY", "LABELS", "PROFILES", "FROM"],
        ["aegir", "aegir", "id 20103", "bransje=handel, ring=canary", "butikk (selector)", "clients/alle.yaml:18"],
        ["brygga", "Brygga", "923 609 016", "-", "-", "klienter.csv:3"],
        [
            "nordlys-bakeri",
            "Nordlys Bakeri",
            "312 345 676",
            "bransje=handel",
            "butikk (selector), kasse (name)",
            "klienter.csv:2",
        ],
    ]
    assert "3 of 3 clients." in result.out


def test_who_matches(firm: Path) -> None:
    assert names(clients(firm, "--selector", "bransje=handel")) == ["aegir", "nordlys-bakeri"]
    assert names(clients(firm, "--selector", "bransje=handel", "--selector", "ring=canary")) == ["aegir"]
    assert names(clients(firm, "--profile", "kasse")) == ["nordlys-bakeri"]
    result = clients(firm, "--profile", "kasse", "--selector", "ring=canary")
    assert (result.code, result.out) == (0, "No client matches.\n")


def test_a_profile_that_is_not_there(firm: Path) -> None:
    result = clients(firm, "--profile", "butik")
    assert (result.code, result.out) == (1, "")
    assert "Did you mean `butikk`?" in result.err
    assert "There are: butikk, kasse." in clients(firm, "--profile", "helt-annet").err


def test_json(firm: Path) -> None:
    document = clients(firm, "--profile", "kasse", "--format", "json").json
    assert document == {
        "format_version": "1.0",
        "clients": [
            {
                "name": "nordlys-bakeri",
                "display_name": "Nordlys Bakeri",
                "organization_number": "312345676",
                "company_id": None,
                "labels": {"bransje": "handel"},
                "profiles": [{"name": "butikk", "by": "selector"}, {"name": "kasse", "by": "name"}],
                "client_set": "listen",
                "from": {"file": "klienter.csv", "line": 2, "column": 1},
            }
        ],
    }


def test_what_is_wrong_is_told_beside_those_that_are_right(firm: Path) -> None:
    (firm / "klienter.csv").write_text(LIST + "Feil;312345677;;\n", encoding="utf-8")
    result = clients(firm)
    assert result.code == 1
    assert "nordlys-bakeri" in names(result)
    assert "312345677 is not a valid organisation number" in result.err
    assert "klienter.csv:4:1" in result.err


def test_the_row_itself_is_shown(firm: Path) -> None:
    (firm / "klienter.csv").write_text(LIST + "Brygga;974760673;;\n", encoding="utf-8")
    result = provisioner("-C", str(firm), "--lang", "nb", "validate")
    assert result.code == 1
    assert "To rader gir en klient som heter `brygga`" in result.err
    assert "4: Brygga;974760673;;" in result.err
