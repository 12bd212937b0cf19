"""Clients of a list that leave: said in the list's document, also once their row is gone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from tests.end_to_end.firm import OFFICE, Firm, small_firm
from tests.end_to_end.test_changes import converged, keys

pytestmark = pytest.mark.usefixtures("noon")

LIST = """\
kind: ClientSet
name: from-the-list   # the firm's own
from: {csv: clients.csv}
client:
  name: "{{ row.name }}"
  displayName: "{{ row.company }}"
  organizationNumber: "{{ row.number }}"
  integrations:
    huma: {method: user-key, owner: {employee: "{{ row.owner }}"}, validFor: 365d}
"""
ROWS = """\
name,company,number,owner
nordlys-bakeri,Nordlys Bakeri AS,312345676,per@nordlys.example
fjellsport,Fjellsport Detalj AS,312348020,hanne@fjellsport.example
"""
LEAVES = ("--reason", "leaves", "--last-day", "2027-03-31")
KEY = "client/nordlys-bakeri/user_key/huma"


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """Two clients of a list, applied."""
    firm = small_firm(tmp_path / "firm", LIST, OFFICE + "ourPeople: [fjord.example]\n")
    firm.write("clients.csv", ROWS)
    firm.attest_all()
    firm.apply()
    return firm


def test_it_is_written_into_the_list_and_only_that_client_leaves(firm: Firm) -> None:
    said = firm.run("offboard", "nordlys-bakeri", *LEAVES, "--format", "json").json()
    assert {row["reason"] for row in said["resource_changes"]} == {"last-day"}
    line = "  nordlys-bakeri: {reason: leaves, lastDay: 2027-03-31}\n"
    written = LIST.replace("# the firm's own\n", f"# the firm's own\noffboarding:\n{line}")
    assert (firm.directory / "clients/client.yaml").read_text(encoding="utf-8") == written
    firm.run(
        "offboard", "fjellsport", "--reason", "merged", "--into", "nordlys-bakeri", "--last-day", "2027-03-31", code=1
    )
    firm.run("offboard", "fjellsport", "--reason", "closed", "--last-day", "2027-06-30")
    second = "  fjellsport: {reason: closed, lastDay: 2027-06-30}\n"
    assert (firm.directory / "clients/client.yaml").read_text(encoding="utf-8") == written.replace(line, second + line)
    with time_machine.travel(datetime(2027, 4, 1, tzinfo=UTC), tick=True):
        firm.apply()
        assert firm.run("state", "list", "client/nordlys-bakeri").out == "The state holds nothing yet.\n"
        assert len(keys(firm, "nordlys-bakeri", "Huma")) == 1
        assert "client/fjellsport/user_key/huma" in firm.run("state", "list").out
        firm.write("clients.csv", ROWS.replace(ROWS.splitlines(keepends=True)[1], ""))
        firm.run("plan", "--refresh", "all")


def test_a_row_that_is_gone_is_refused_and_the_client_can_still_leave(firm: Firm) -> None:
    firm.write("clients.csv", ROWS.replace(ROWS.splitlines(keepends=True)[1], ""))
    said = firm.run("plan", code=1)
    assert "`provisioner offboard nordlys-bakeri --reason leaves" in " ".join(said.err.split())
    firm.run("offboard", "nordlys-bakeri", *LEAVES)
    assert "name: nordlys-bakeri" in (firm.directory / "clients/nordlys-bakeri.yaml").read_text(encoding="utf-8")
    with time_machine.travel(datetime(2027, 4, 1, tzinfo=UTC), tick=True):
        firm.apply()
        assert converged(firm)


def test_what_is_not_written_a_field_a_line_is_left_to_a_person(firm: Firm) -> None:
    firm.write("clients/client.yaml", "{kind: Client, name: nordlys-bakeri, organizationNumber: 312 345 676}\n")
    before = firm.files()
    said = firm.run("offboard", "nordlys-bakeri", *LEAVES, code=1)
    assert "is not written a field a line" in said.err
    assert "`offboarding: {reason: leaves, lastDay: 2027-03-31}`" in " ".join(said.err.split())
    assert firm.files() == before


def test_what_has_gone_wrong_in_the_document_since_is_no_matter_after_the_last_day(firm: Firm) -> None:
    """Its keys' last days have passed, and nobody mends a document of somebody who has left."""
    client = "kind: Client\nname: nordlys-bakeri\norganizationNumber: 312 345 676\n"
    client += "offboarding: {reason: leaves, lastDay: 2027-03-31}\n"
    client += "integrations: {huma: {method: user-key, owner: {employee: per@nordlys.example}, expires: 2027-04-30}}\n"
    firm.write("clients/nordlys-bakeri.yaml", client)
    firm.write("clients.csv", ROWS.replace(ROWS.splitlines(keepends=True)[1], ""))
    with time_machine.travel(datetime(2027, 5, 5, tzinfo=UTC), tick=True):
        document = firm.run("plan", "--format", "json", "--client", "nordlys-bakeri").json()
        assert {row["reason"] for row in document["resource_changes"]} == {"handed-over", "permanent"}
