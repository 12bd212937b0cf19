"""An application name that only the vendor knows: a work item, an answer, a line in the manifest, and then the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.firm import Firm, small_firm

pytestmark = pytest.mark.usefixtures("noon")

CLIENT = "nordlys-bakeri"
FILE = "clients/client.yaml"
KEY = f"client/{CLIENT}/user_key/lager"
QUESTION = f"client/{CLIENT}/vendor_question/lager"
ASKING = """kind: Client
name: nordlys-bakeri
displayName: Nordlys Bakeri AS
organizationNumber: 312 345 676
integrations:
  lager:
    method: custom-key
    applicationName: ask-vendor
    permissions: same-as-owner
    owner: {employee: per@nordlys.example}
    expires: 2027-12-31
"""
TOLD = "applicationName: Lager_AS\n    confirmedByVendor: {by: kari@lager.example, on: 2026-11-22}"


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """One client with an integration whose name nobody knows, where a person does everything."""
    firm = small_firm(tmp_path, client=ASKING)
    firm.edit("provisioner.yaml", "drivers: [api, guided]", "drivers: [guided]")
    firm.run("state", "init")
    firm.attest_all()
    return firm


def keys(firm: Firm) -> list[str]:
    return [key["application"] for key in firm.world()[CLIENT]["keys"]]


def test_the_question_is_work_and_the_key_waits_for_the_manifest(firm: Firm) -> None:
    assert "ask-vendor" in firm.run("validate", "--format", "json").out
    firm.run("apply", "--auto-approve")
    assert "Ask lager what lager is called in Tripletex" in firm.run("work").out
    items = [one["item"] for one in firm.run("work", "list", "--format", "json").json()["items"]]
    (found,) = [item for item in items if item["address"] == QUESTION]
    unsaid = firm.run("work", "complete", found["id"], "--done", code=None)
    assert unsaid.code != 0, "an answer without the answer"
    firm.run("work", "complete", found["id"], "--done", "--note", "Lager_AS, sa Kari")
    shown = firm.run("state", "show", QUESTION).out
    assert "Lager_AS, sa Kari" in shown
    assert KEY not in firm.run("state", "list").out


def test_a_key_is_never_made_under_the_name_that_says_to_ask(firm: Firm) -> None:
    """A person is at hand, asks, and goes on: the key still waits for the manifest."""
    for _ in range(3):
        firm.apply(code=None)
    assert {"ask-vendor", "", "None", "lager"}.isdisjoint(keys(firm))
    assert KEY not in firm.run("state", "list").out
    assert QUESTION in firm.run("state", "list").out
    waiting = firm.run("plan", code=None)
    assert "still says `ask-vendor`" in waiting.text
    assert waiting.code != 0

    text = (firm.directory / FILE).read_text(encoding="utf-8")
    firm.write(FILE, text.replace("applicationName: ask-vendor", TOLD))
    firm.apply()
    assert keys(firm) == ["Lager_AS"]
    assert "vendor_question" not in firm.run("state", "list").out, "nothing is left of the question"
    assert "No changes" in firm.run("plan").out
