"""Keys that are rotated: a plan like any other, the old key beside the new one until the vendor has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.firm import CLIENT, OFFICE, Firm, small_firm
from tests.end_to_end.test_changes import ACCESS, OFFICE_KEYS, converged, keys

KEY = "client/nordlys-bakeri/user_key/huma"
OFFICE_KEY = "office/office_key/visma-finale"
THROUGH = "client/nordlys-bakeri/client_access/visma-finale"


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """A key of the client's own and an access through the office's, applied."""
    firm = small_firm(tmp_path / "firm", CLIENT + ACCESS, OFFICE + OFFICE_KEYS)
    firm.attest_all()
    firm.apply()
    return firm


def rows(firm: Firm, *words: str, verb: str = "rotate") -> dict[str, tuple[str, str]]:
    document = firm.run(verb, "--format", "json", *words).json()
    return {
        row["address"]: ("/".join(row["change"]["actions"]), row["reason"])
        for row in document["resource_changes"]
        if row["change"]["actions"] != ["no-op"]
    }


def test_a_rotation_is_saved_applied_and_ends_once_the_vendor_has_the_new_key(firm: Firm) -> None:
    plan = firm.directory / "rotation.plan"
    said = firm.run("rotate", KEY, "--reason", "a laptop was stolen", "--out", str(plan), "--detailed-exitcode", code=2)
    assert "must be replaced, the new one first" in said.out
    assert "Reason: a laptop was stolen" in said.out
    assert len(keys(firm, "nordlys-bakeri", "Huma")) == 1, "a plan changes nothing"
    firm.run("apply", str(plan), "--operator", "scripted")
    assert len(keys(firm, "nordlys-bakeri", "Huma")) == 2
    assert "deposed" in firm.run("state", "list").out
    assert "the key before it is ended once this one is confirmed" in firm.run("handoff", "list").out
    assert "stays beside its successor for now" in firm.run("plan").out
    assert converged(firm)
    firm.run("handoff", "confirm", KEY)
    firm.apply()
    assert len(keys(firm, "nordlys-bakeri", "Huma")) == 1
    assert converged(firm)


def test_an_office_key_is_ended_only_once_every_access_has_moved_too(firm: Firm) -> None:
    assert rows(firm, OFFICE_KEY) == {
        OFFICE_KEY: ("create/delete", "rotation"),
        THROUGH: ("update", "configuration"),
    }
    firm.run("rotate", OFFICE_KEY, "--apply", "--auto-approve", "--operator", "scripted")
    assert len(keys(firm, "fjord-regnskap", "VismaFinale")) == 2
    firm.run("handoff", "confirm", OFFICE_KEY)
    firm.apply()
    (key,) = keys(firm, "fjord-regnskap", "VismaFinale")
    assert key["clients"] == {"nordlys-bakeri": "STANDARD_PRIVILEGES_ACCOUNTANT"}
    assert converged(firm)


def test_what_is_being_rotated_is_not_rotated_again(firm: Firm) -> None:
    firm.run("rotate", KEY, "--apply", "--auto-approve", "--operator", "scripted")
    said = firm.run("rotate", KEY, "--detailed-exitcode", code=7)
    assert "is being rotated already" in said.text
    assert "provisioner handoff list" in said.text
    assert len(keys(firm, "nordlys-bakeri", "Huma")) == 1 + 1


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        (("--client", "nordlys-bakeri"), {KEY}),
        (("--integration", "huma"), {KEY}),
        (("--integration", "visma-finale"), {OFFICE_KEY, THROUGH}),
        (("--all-older-than", "300d"), set()),
        (("--all-older-than", "52w", "--now", "2100-01-01", "--allow-deletes"), {KEY, OFFICE_KEY, THROUGH}),
        (("--client", "nordlys-bakeri", "--integration", "visma-finale"), set()),
    ],
)
def test_keys_are_chosen_by_what_they_are(firm: Firm, words: tuple[str, ...], chosen: set[str]) -> None:
    assert set(rows(firm, *words)) == chosen


def test_nothing_that_fits_is_nothing_to_do(firm: Firm) -> None:
    plan = firm.directory / "rotation.plan"
    said = firm.run("rotate", "--all-older-than", "300d", "--out", str(plan), "--detailed-exitcode")
    assert "No changes." in said.out
    assert "No changes." in firm.run("apply", str(plan)).out or plan.is_file()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "Nothing says which keys to rotate"),
        ((KEY, "--client", "nordlys-bakeri"), "Addresses stand alone"),
        ((THROUGH,), "holds no key"),
        (("client/nordlys-bakeri/user_key/nothing",), "nothing"),
        (("--client", "nobody"), "There is no client called nobody"),
        (("--selector", "ring=canary"), "No client has the labels"),
        (("--all-older-than", "1y"), "no length of time"),
        ((KEY, "--auto-approve"), "--auto-approve goes with --apply"),
        ((KEY, "--apply", "--out", "x.plan"), "saved or done, not both"),
        ((KEY, "--apply", "--format", "html", "--auto-approve"), "text or json"),
        ((KEY, "--apply"), "Nobody is there to approve"),
    ],
)
def test_what_makes_no_sense_is_told(firm: Firm, words: tuple[str, ...], told: str) -> None:
    assert told in firm.run("rotate", *words, code=1).err


def test_what_is_no_longer_wanted_is_not_rotated(firm: Firm) -> None:
    firm.edit("clients/client.yaml", CLIENT.partition("integrations:\n")[2], "")
    assert "stands in no manifest any more" in firm.run("rotate", KEY, code=1).err
