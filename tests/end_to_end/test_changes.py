"""Life after the first apply: manifests change, the world changes by itself, time passes, and old things are there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from provisioner.runtime.workspace import OpenOptions, Workspace
from provisioner_tripletex_simulator import person
from provisioner_tripletex_simulator.browse import Browser
from provisioner_tripletex_simulator.operator import sender
from tests.end_to_end.firm import CLIENT, EXAMPLE, OFFICE, Firm, small_firm

pytestmark = pytest.mark.usefixtures("noon")

KEY = "client/nordlys-bakeri/user_key/huma"
NUMBER = "312345676"
ACCESS = "  visma-finale: {method: office-key, access: STANDARD_PRIVILEGES_ACCOUNTANT}\n"
OFFICE_KEYS = """\
officeKeys:
  visma-finale: {owner: {employee: kari@fjord.example}, validFor: 365d, rotateBefore: 30d}
"""
GAMLE_KOLONIAL = """\
kind: Client
name: gamle-kolonial
displayName: Gamle Kolonial AS
organizationNumber: 326 380 415
integrations:
  huma: {method: user-key, owner: {employee: astrid@gamlekolonial.example}, validFor: 365d}
  shopify-connectmyapps:
    method: menu
    agreement: {acceptedBy: kari@fjord.example, authority: oppdragsavtale}
"""


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """A key of the client's own and an access through the office's, applied."""
    firm = small_firm(tmp_path / "firm", CLIENT + ACCESS, OFFICE + OFFICE_KEYS)
    firm.attest_all()
    firm.apply()
    return firm


@contextmanager
def screen(firm: Firm) -> Iterator[Browser]:
    """Somebody at the screen who does not tell the program."""
    with Workspace(OpenOptions(directory=firm.directory)) as workspace:
        endpoint = workspace.endpoint()
        browser = Browser(sender(endpoint))
        person.log_in(browser, endpoint.credentials["screenUser"].reveal(), endpoint.credentials["screenPassword"])
        yield browser


def rows(firm: Firm, *words: str) -> dict[str, str]:
    """What the plan would do, by address; what stays as it is left out."""
    document = firm.run("plan", "--format", "json", *words).json()
    return {
        row["address"]: "/".join(row["change"]["actions"])
        for row in document["resource_changes"]
        if row["change"]["actions"] != ["no-op"]
    }


def keys(firm: Firm, account: str, application: str) -> list[dict[str, Any]]:
    return [key for key in firm.world()[account]["keys"] if key["application"] == application]


def converged(firm: Firm) -> bool:
    said = firm.run("plan", "--detailed-exitcode", "--refresh", "all", code=None)
    return said.code == 0 and "No changes." in said.out


def test_an_access_is_changed_in_place(firm: Firm) -> None:
    firm.edit("clients/client.yaml", "STANDARD_PRIVILEGES_ACCOUNTANT", "STANDARD_PRIVILEGES_AUDITOR")
    assert rows(firm) == {"client/nordlys-bakeri/client_access/visma-finale": "update"}
    firm.apply()
    (key,) = keys(firm, "fjord-regnskap", "VismaFinale")
    assert key["clients"] == {"nordlys-bakeri": "STANDARD_PRIVILEGES_AUDITOR"}
    assert converged(firm)


def test_a_name_of_the_moment_of_creation_is_noted_and_nothing_more(firm: Firm) -> None:
    firm.edit("clients/client.yaml", "    validFor: 365d\n", "    validFor: 365d\n    keyName: Another name\n")
    assert rows(firm) == {}
    before = firm.world()
    assert "Another name" in firm.apply().out
    assert firm.world() == before


def test_another_application_replaces_the_key_and_the_new_one_comes_first(firm: Firm) -> None:
    firm.edit("clients/client.yaml", "  huma:\n", "  huma:\n    integration: busy\n")
    assert rows(firm) == {KEY: "create/delete"}
    firm.apply()
    assert len(keys(firm, "nordlys-bakeri", "Busy")) == 1
    assert len(keys(firm, "nordlys-bakeri", "Huma")) == 1, "the old one stays until the vendor has the new one"
    assert "deposed" in firm.run("state", "list").out
    assert converged(firm)
    identity = str(EXAMPLE / "demo-identity.txt")
    opened = {
        firm.run("secret", "show", KEY, "--generation", generation, "--identity", identity).out.strip()
        for generation in ("1", "2")
    }
    assert len(opened) == 2


def test_what_is_no_longer_written_is_ended(firm: Firm) -> None:
    firm.edit("clients/client.yaml", ACCESS, "")
    assert rows(firm) == {"client/nordlys-bakeri/client_access/visma-finale": "delete"}
    firm.apply()
    (key,) = keys(firm, "fjord-regnskap", "VismaFinale")
    assert key["clients"] == {}
    assert converged(firm)


def test_an_access_that_was_taken_away_by_hand_comes_back(firm: Firm) -> None:
    with screen(firm) as browser:
        person.detach_clients(browser, "Visma Finale", [NUMBER])
    assert rows(firm) == {}, "an account that has converged is left unread until somebody asks"
    assert rows(firm, "--refresh", "all") == {"client/nordlys-bakeri/client_access/visma-finale": "create"}
    said = firm.apply("--refresh", "all")
    assert "outside of provisioner" in said.out
    assert len(keys(firm, "fjord-regnskap", "VismaFinale")[0]["clients"]) == 1
    assert converged(firm)


def test_a_key_that_was_deleted_by_hand_is_told_and_made_anew_only_when_asked(firm: Firm) -> None:
    with screen(firm) as browser:
        person.open_company(browser, NUMBER)
        person.delete_key(browser, "per@nordlys.example", "Huma Nordlys Bakeri AS")
    said = firm.run("plan", "--refresh", "all")
    assert "[key-gone]" in said.err
    firm.apply("--refresh", "all")
    assert keys(firm, "nordlys-bakeri", "Huma") == []
    firm.apply("--recreate", KEY)
    assert len(keys(firm, "nordlys-bakeri", "Huma")) == 1
    assert converged(firm)


def test_a_key_that_is_not_ours_is_never_touched(firm: Firm) -> None:
    with screen(firm) as browser:
        person.open_company(browser, NUMBER)
        person.create_key(browser, person.WantedKey("per@nordlys.example", "By hand", title="GRIPR"))
    assert converged(firm)
    firm.run("destroy", "--auto-approve", "--operator", "scripted")
    assert [key["name"] for key in firm.world()["nordlys-bakeri"]["keys"]] == ["By hand"]


def test_an_office_key_is_rotated_before_it_ends_and_the_client_moves_over(firm: Firm) -> None:
    soon, later = (datetime.now(UTC) + timedelta(days=days) for days in (300, 340))
    with time_machine.travel(soon, tick=True):
        assert rows(firm) == {}
    with time_machine.travel(later, tick=True):
        assert rows(firm)["office/office_key/visma-finale"] == "create/delete"
        firm.apply()
        firm.apply()  # a client that had converged is looked at again once the office has another key
        # The vendor works with the old key until it has the new one, so both reach the client for now.
        assert [len(key["clients"]) for key in keys(firm, "fjord-regnskap", "VismaFinale")] == [1, 1]
        assert "No changes." in firm.run("plan").out


def test_a_plan_of_another_day(firm: Firm) -> None:
    day = (datetime.now(UTC) + timedelta(days=340)).isoformat()
    assert "office/office_key/visma-finale" in rows(firm, "--now", day)
    assert rows(firm) == {}


def test_what_was_there_is_taken_over_where_a_person_says_so(tmp_path: Path) -> None:
    firm = small_firm(tmp_path / "firm", GAMLE_KOLONIAL)
    firm.run("plan")
    before = firm.world()
    held = firm.run("plan").out
    assert "held: nobody has said yet what is there already" in " ".join(held.split())
    things = [f"client/gamle-kolonial/{name}" for name in ("user_key/huma", "menu_activation/shopify-connectmyapps")]
    firm.run("inventory", "attest", *things, "--exists")
    said = firm.apply()
    assert "Resources: 0 added, 0 changed, 0 destroyed, 3 adopted." in said.out
    assert firm.world() == before
    assert converged(firm)
    refused = firm.run("secret", "show", things[0], "--identity", str(EXAMPLE / "demo-identity.txt"), code=1)
    assert "it was there before us" in refused.err


def test_what_was_there_is_taken_over_where_the_manifest_says_so(tmp_path: Path) -> None:
    """`adopt: true` needs somebody who can look; where nobody can, the attestation decides."""
    document = GAMLE_KOLONIAL.replace("validFor: 365d}", "validFor: 365d, adopt: true}")
    firm = small_firm(tmp_path / "firm", document)
    firm.run("inventory", "attest", "client/gamle-kolonial/user_key/huma", "--exists")
    firm.apply()
    assert len(keys(firm, "gamle-kolonial", "Huma")) == 1


def test_attesting_what_the_manifests_do_not_know_is_refused(firm: Firm) -> None:
    said = firm.run("inventory", "attest", "client/nordlys-bakeri/user_key/nothing", "--exists", code=1)
    assert "client/nordlys-bakeri/user_key/nothing" in said.err


def test_many_deletes_need_a_word(example: Firm) -> None:
    example.attest_all()
    example.apply()
    before = example.world()
    for path in sorted((example.directory / "clients").glob("*.yaml"))[:9]:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.partition("integrations:")[0] + "without: [visma-finale]\n", encoding="utf-8")
    example.edit("clients/brygga-blomster.yaml", "without: [visma-finale]\n", "")
    said = example.run("plan", code=3)
    assert "--allow-deletes" in said.text
    example.apply(code=3)
    assert example.world() == before
