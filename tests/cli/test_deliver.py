"""handoff deliver: what the vendor asks for, the key for a named person alone, and the record of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.firm import EXAMPLE, Firm
from tests.end_to_end.test_by_browser import a_firm

HUMA = "client/nordlys-bakeri/user_key/huma"
SHOPIFY = "client/nordlys-bakeri/menu_activation/shopify-connectmyapps"


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Firm:
    """The example with one client set up."""
    firm = a_firm(tmp_path_factory.mktemp("deliver") / "firm", "guided")
    firm.attest_all()
    firm.apply("--client", "nordlys-bakeri")
    return firm


def status(firm: Firm, address: str) -> str:
    statuses = ("--status", "awaiting", "--status", "delivered")
    listed = firm.run("handoff", "list", *statuses, "--format", "json").json()["handoffs"]
    return str(next(item["status"] for item in listed if item["address"] == address))


def test_the_key_goes_to_standard_output_alone_and_the_opening_is_recorded(applied: Firm) -> None:
    identity = str(EXAMPLE / "demo-identity.txt")
    told = applied.run("handoff", "deliver", HUMA, "--identity", identity)
    key = told.out.strip()
    assert key == applied.run("secret", "show", HUMA, "--identity", identity).out.strip()
    assert key not in told.err
    assert told.err.startswith("Huma: ")
    assert f"Not recorded. Once they have it: provisioner handoff confirm {HUMA} --delivered" in told.err
    assert status(applied, HUMA) == "awaiting"
    events = [record["event"] for record in applied.run("audit", "log", HUMA, "--format", "json").json()["records"]]
    assert events.count("secret-opened") == 2

    applied.run("handoff", "deliver", HUMA, "--identity", identity, "--delivered", "--note", "in their portal")
    assert status(applied, HUMA) == "delivered"


def test_a_sealed_key_needs_who_opens_it(applied: Firm) -> None:
    refused = applied.run("handoff", "deliver", HUMA, code=1)
    assert "Say with --identity FILE what opens it." in refused.err
    assert refused.out == ""


def test_what_the_menu_handed_over_needs_no_key(applied: Firm) -> None:
    told = applied.run("handoff", "deliver", SHOPIFY)
    assert told.out == ""
    assert "ConnectMyApps" in told.err


def test_the_address_one_was_sent_on_to_is_sealed_and_its_host_alone_is_shown(tmp_path: Path) -> None:
    firm = a_firm(tmp_path / "firm", "guided")
    firm.attest_all()
    # Nobody is at hand, so it waits; the service is what the activation waits for.
    firm.run("apply", "--auto-approve", "--client", "nordlys-bakeri", code=None)
    firm.run("work", "complete", work_at(firm, "client/nordlys-bakeri/module/api-v2"), "--done")
    firm.run("apply", "--auto-approve", "--client", "nordlys-bakeri", code=None)
    work_id, onward = work_at(firm, SHOPIFY), "https://connect.example/t/s3cret-7"

    refused = firm.run("work", "complete", work_id, "--done", "--secret-stdin", stdin="not an address", code=1)
    assert "no address of a web page" in refused.err
    firm.run("work", "complete", work_id, "--done", "--secret-stdin", stdin=onward)
    sealed = firm.run("handoff", "deliver", SHOPIFY, code=1)
    assert f"set-up of {SHOPIFY} goes on (connect.example) is sealed" in sealed.err
    assert "The key of" not in sealed.err
    told = firm.run("handoff", "deliver", SHOPIFY, "--identity", str(EXAMPLE / "demo-identity.txt"))
    assert told.out.strip() == onward
    assert "The set-up goes on at connect.example" in told.err
    assert not [said for said in firm.said if said is not told and "s3cret-7" in said.out + said.err]


def work_at(firm: Firm, address: str) -> str:
    """The one open piece of work about that."""
    listed = [one["item"] for one in firm.run("work", "list", "--format", "json").json()["items"]]
    (found,) = [str(item["id"]) for item in listed if item["address"] == address]
    return found


def test_what_is_nobodys_to_be_given_is_told(applied: Firm) -> None:
    refused = applied.run("handoff", "deliver", "client/nordlys-bakeri/module/api-v2", code=1)
    assert "is for no vendor to be given" in refused.err


def test_in_norwegian(applied: Firm) -> None:
    told = applied.run("--lang", "nb", "handoff", "deliver", SHOPIFY)
    assert "Ikke ført. Når de har fått den:" in told.err
