"""Ending what was there before us: found by what is certain of it, and never by a name that nobody read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from provisioner.spi.endpoint import EndpointRequest
from provisioner_tripletex_simulator import person
from provisioner_tripletex_simulator.browse import Browser
from provisioner_tripletex_simulator.endpoint import open_embedded
from provisioner_tripletex_simulator.operator import sender
from tests.end_to_end.firm import CLIENT, OFFICE, Firm, small_firm
from tests.end_to_end.test_changes import ACCESS, OFFICE_KEYS

GAMLE_KOLONIAL = """\
kind: Client
name: gamle-kolonial
displayName: Gamle Kolonial AS
organizationNumber: 326 380 415
integrations:
  huma: {method: user-key, owner: {employee: astrid@gamlekolonial.example}, validFor: 365d}
"""
HUMA = "client/gamle-kolonial/user_key/huma"
ASTRID = "astrid@gamlekolonial.example"


def names(firm: Firm) -> list[str]:
    return [key["name"] for key in firm.world()["gamle-kolonial"]["keys"] if key["application"] == "Huma"]


@contextmanager
def screen(firm: Firm, number: str = "326380415") -> Iterator[Browser]:
    """An account, on the pages of the embedded world."""
    request = EndpointRequest("simulator", firm.directory / ".provisioner", lambda: datetime.now(UTC))
    endpoint = open_embedded(request)
    browser = Browser(sender(endpoint))
    person.log_in(browser, endpoint.credentials["screenUser"].reveal(), endpoint.credentials["screenPassword"])
    person.open_company(browser, number)
    yield browser
    endpoint.transport.close()


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """A key that was there, taken over."""
    firm = small_firm(tmp_path / "firm", GAMLE_KOLONIAL)
    firm.run("inventory", "attest", HUMA, "--exists")
    firm.apply()
    assert names(firm) == ["Huma 2023"]
    return firm


def test_a_key_that_was_there_ends_with_everything_else(firm: Firm) -> None:
    said = firm.run("destroy", "--auto-approve", "--operator", "scripted")
    assert "1 destroyed" in said.out
    assert names(firm) == []


def test_of_two_such_keys_none_is_ended(firm: Firm) -> None:
    with screen(firm) as browser:
        person.create_key(browser, person.WantedKey(ASTRID, "Huma, butikken", title="Huma"))
    said = firm.run("destroy", "--auto-approve", "--operator", "scripted", code=1)
    assert "«Huma 2023», «Huma, butikken»" in said.text
    assert names(firm) == ["Huma 2023", "Huma, butikken"]
    assert HUMA in firm.run("state", "list").out, "it is still ours to end"


def test_the_work_says_that_its_name_is_not_known(firm: Firm) -> None:
    firm.run("destroy", "--auto-approve")
    (found,) = firm.run("work", "list", "--format", "json").json()["items"]
    shown = " ".join(firm.run("work", "start", found["item"]["id"], "--by", "kari").text.split())
    assert "its name on the screen is not known to us" in shown
    assert f"the key of {ASTRID}" in shown
    assert "Gamle Kolonial AS" in shown
    assert "«Huma Gamle Kolonial AS»" not in shown


def test_a_client_goes_through_an_office_key_that_was_there(tmp_path: Path) -> None:
    """Its name is the screen's own; the manifest's is what it would have been called."""
    firm = small_firm(tmp_path / "firm", CLIENT + ACCESS, OFFICE + OFFICE_KEYS)
    firm.run("plan", code=None)
    with screen(firm, "314286014") as browser:
        person.create_key(
            browser, person.WantedKey("kari@fjord.example", "Gammel Finale", title="Visma Finale", office=True)
        )
    firm.run("inventory", "attest", "office/office_key/visma-finale", "--exists")
    firm.run("inventory", "attest", "--client", "nordlys-bakeri", "--empty")
    firm.apply()
    assert [key["clients"] for key in firm.world()["fjord-regnskap"]["keys"] if key["name"] == "Gammel Finale"] == [
        {"nordlys-bakeri": "STANDARD_PRIVILEGES_ACCOUNTANT"}
    ]
    assert "No changes." in firm.run("plan").out
    firm.run("destroy", "--auto-approve", "--operator", "scripted")
    assert [key["application"] for key in firm.world()["fjord-regnskap"]["keys"]] == ["Provisioner", "Provisioner"]
