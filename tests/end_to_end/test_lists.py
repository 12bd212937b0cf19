"""A whole day with lists: clients from a file and from the office's own list in Tripletex, and one that is renamed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.end_to_end.firm import Firm, small_firm

HUMA = """\
  integrations:
    huma: {method: user-key, owner: {employee: "{{ row.eier }}"}, keyName: "Huma {{ row.navn }}", validFor: 365d}
"""
FROM_FILE = """\
kind: ClientSet
name: fra-listen
from: {csv: klienter.csv}
client:
  name: "{{ row.navn | slug }}"
  displayName: "{{ row.navn }}"
  organizationNumber: "{{ row.orgnr }}"
"""
LIST = "navn;orgnr;eier\nNordlys Bakeri AS;312 345 676;per@nordlys.example\n"
FROM_OFFICE = """\
kind: ClientSet
name: kontorets
from: {office: true}
client:
  name: "{{ row.name }}"
  displayName: "{{ row.displayName }}"
  organizationNumber: "{{ row.organizationNumber }}"
  labels: {kilde: tripletex}
"""
OLD, NEW = "client/nordlys-bakeri-as/user_key/huma", "client/nordlys/user_key/huma"


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """One client, from a file as Excel writes it."""
    firm = small_firm(tmp_path / "firm", FROM_FILE + HUMA)
    (firm.directory / "klienter.csv").write_bytes(LIST.replace("\n", "\r\n").encode("cp1252"))
    return firm


def actions(firm: Firm) -> dict[str, str]:
    document = firm.run("plan", "--format", "json").json()
    return {row["address"]: "/".join(row["change"]["actions"]) for row in document["resource_changes"]}


def test_from_an_excel_file_to_a_key_and_back_to_nothing_to_do(firm: Firm) -> None:
    firm.run("validate")
    firm.attest_all()
    firm.apply()
    (key,) = firm.world()["nordlys-bakeri"]["keys"]
    assert key["application"] == "Huma"
    assert "No changes." in firm.run("plan").out
    explained = firm.run("explain", OLD).out
    assert "Huma Nordlys Bakeri AS" in explained
    assert "clients/client.yaml:9:" in explained


def test_a_renamed_client_keeps_its_key(firm: Firm) -> None:
    firm.attest_all()
    firm.apply()
    before = firm.world()
    firm.edit("clients/client.yaml", "{{ row.navn | slug }}", "nordlys")
    plan = firm.run("plan", "--detailed-exitcode", code=2)
    assert "was called client/nordlys-bakeri-as before; the same company" in plan.out
    assert plan.out.endswith("Plan: 0 to add, 0 to change, 0 to destroy, 1 to rename.\n")
    assert "was called client/nordlys-bakeri-as before" in firm.run("plan", "--format", "markdown").out
    assert firm.run("plan", "--format", "json").json()["applyable"] is True
    assert set(actions(firm).values()) <= {"no-op"}
    firm.apply()
    assert firm.world() == before
    assert "No changes." in firm.run("plan", "--detailed-exitcode").out
    listed = firm.run("state", "list").out
    assert NEW in listed
    assert OLD not in listed
    assert firm.run("secret", "show", NEW, "--identity", str(Path("examples/fjord-regnskap/demo-identity.txt"))).out


def test_a_client_that_left_the_list_is_asked_about(firm: Firm) -> None:
    firm.attest_all()
    firm.apply()
    firm.write("klienter.csv", LIST.splitlines()[0] + "\n")
    plan = firm.run("plan", code=1)
    assert "no longer stands in the manifests" in plan.err
    firm.run("destroy", "--auto-approve", "--operator", "scripted", "--client", "nordlys-bakeri-as")
    assert firm.world()["nordlys-bakeri"]["keys"] == []
    assert firm.run("plan").code == 0


def test_the_office_s_own_list(tmp_path: Path) -> None:
    firm = small_firm(tmp_path / "firm", FROM_OFFICE)
    assert "[listing-none]" in " ".join(firm.run("validate").err.split())
    firm.run("plan")
    copy = json.loads((firm.directory / ".provisioner" / "listings" / "kontorets.json").read_text(encoding="utf-8"))
    assert copy["complete"] is True
    listed = firm.run("clients", "--selector", "kilde=tripletex", "--format", "json").json()["clients"]
    assert [one["name"] for one in listed] == sorted(company["name"] for company in copy["accounts"])
    assert {"name", "from", "client_set"} <= set(listed[0])
    nordlys = next(one for one in listed if one["organization_number"] == "312345676")
    assert nordlys["display_name"] == "Nordlys Bakeri AS"
    assert nordlys["company_id"] is None
    assert "as it was 0 minutes ago" in " ".join(firm.run("validate").err.split())
    firm.edit("clients/client.yaml", "client:\n", "exclude: [312 345 676]\nclient:\n")
    assert "312 345 676" not in firm.run("clients").out


def test_at_level_zero_the_office_s_own_list_says_what_it_takes(tmp_path: Path) -> None:
    firm = small_firm(tmp_path / "firm", FROM_OFFICE)
    firm.edit("provisioner.yaml", "drivers: [api, guided]", "drivers: [guided]")
    said = firm.run("plan", code=1)
    assert "cannot be fetched" in said.err
    assert "[listing-unavailable]" in " ".join(said.err.split())
