"""Keys that are rotated: a plan like any other, the old key beside the new one until the vendor has it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from tests.end_to_end.firm import CLIENT, OFFICE, Firm, small_firm
from tests.end_to_end.test_changes import ACCESS, OFFICE_KEYS, converged, keys
from tests.reports.test_icalendar import parse

pytestmark = pytest.mark.usefixtures("noon")

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
    told = firm.run("plan").out
    assert "stays beside its successor for now" in told
    assert (
        f"Nobody has confirmed yet that Huma works with the new one: `provisioner handoff confirm {KEY}`."
        in " ".join(word for word in told.split() if word != "#")
    )
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
    firm.apply("--target", OFFICE_KEY)
    (key,) = keys(firm, "fjord-regnskap", "VismaFinale")
    assert key["clients"] == {"nordlys-bakeri": "STANDARD_PRIVILEGES_ACCOUNTANT"}
    assert converged(firm)


def test_nothing_else_is_in_the_plan(firm: Firm) -> None:
    """The office key is near its last day, and the rotated key has nothing to do with it."""
    with time_machine.travel(datetime.now(UTC) + timedelta(days=340), tick=True):
        assert set(rows(firm, verb="plan")) == {OFFICE_KEY, THROUGH}
        assert set(rows(firm, KEY)) == {KEY}


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


def expiring(firm: Firm, day: datetime, *words: str) -> list[tuple[str, int, str, str | None]]:
    with time_machine.travel(day, tick=True):
        listed = firm.run("expiring", "--format", "json", *words).json()["expiring"]
    return [(item["address"], item["generation"], item["renewal"], item["replaced_from"]) for item in listed]


def test_what_expires_says_what_becomes_of_it(firm: Firm) -> None:
    """A length of time is replaced by itself, a written day is not."""
    now = datetime.now(UTC)
    last = now.date() + timedelta(days=365)
    firm.edit("clients/client.yaml", "validFor: 365d", f"expires: {last}")
    assert expiring(firm, now) == []
    assert expiring(firm, now + timedelta(days=290)) == [
        (OFFICE_KEY, 1, "by-itself", str(last - timedelta(days=30))),
        (KEY, 1, "manifest", None),
    ]
    assert expiring(firm, now + timedelta(days=290), "--client", "nordlys-bakeri") == [(KEY, 1, "manifest", None)]
    late = now + timedelta(days=340)
    assert expiring(firm, late)[0] == (OFFICE_KEY, 1, "next-plan", str(late.date()))
    with time_machine.travel(late, tick=True):
        assert "write a later `expires`, or `validFor`: clients/client.yaml:6" in firm.run("expiring").out
        assert "erstattes av neste plan" in firm.run("expiring", "--lang", "nb").out
        firm.run("rotate", KEY, "--apply", "--auto-approve", "--operator", "scripted")
        firm.edit("office.yaml", OFFICE_KEYS, "")
    assert (OFFICE_KEY, 1, "unwanted", None) in expiring(firm, late)
    assert (KEY, 1, "replaced", None) in expiring(firm, late)
    assert "Nothing ends within 10 days." in firm.run("expiring", "--within", "10d").out


def test_what_is_protected_stays_until_somebody_says_otherwise(firm: Firm) -> None:
    firm.edit("office.yaml", "validFor: 365d,", "validFor: 365d, protect: true,")
    assert (OFFICE_KEY, 1, "protected", None) in expiring(firm, datetime.now(UTC) + timedelta(days=340))


def test_what_expires_as_a_calendar(firm: Firm) -> None:
    with time_machine.travel(datetime(2090, 1, 1, 12, tzinfo=UTC), tick=False):
        one, other = (firm.run("expiring", "--format", "ical").out for _ in range(2))
    assert one == other, "the same things have the same UIDs"
    calendar = parse(one.encode())
    found = {event.text("UID"): event for event in calendar.inside}
    assert set(found) == {f"{KEY}#1@small-firm.provisioner", f"{OFFICE_KEY}#1@small-firm.provisioner"}
    event = found[f"{KEY}#1@small-firm.provisioner"]
    assert event.text("SUMMARY") == "huma expires at Nordlys Bakeri AS"
    assert event.properties["DTSTAMP"] == ("", "20900101T120000Z")
    state = firm.run("state", "show", KEY, "--format", "json").json()
    assert event.properties["DTSTART"][1] == state["current"]["expires_on"].replace("-", "")


def test_an_office_key_that_a_client_still_goes_through_is_kept_though_its_vendor_has_the_new_one(firm: Firm) -> None:
    plan = firm.directory / "office.plan"
    firm.run("plan", "--recreate", OFFICE_KEY, "--target", OFFICE_KEY, "--out", str(plan))
    firm.run("apply", str(plan), "--operator", "scripted")
    firm.run("handoff", "confirm", OFFICE_KEY)
    told = " ".join(firm.run("plan", "--target", OFFICE_KEY).out.replace("#", "").split())
    assert "Clients still go through the old one: it ends once the last of them has moved to the new one." in told
    assert len(keys(firm, "fjord-regnskap", "VismaFinale")) == 2
    firm.apply()  # the client moves
    firm.apply()
    assert len(keys(firm, "fjord-regnskap", "VismaFinale")) == 1


def test_where_a_person_makes_the_keys_a_rotation_is_work_that_waits(tmp_path: Path) -> None:
    """It is asked for once, stays asked for in plans that know nothing of the rotation, and goes on when it is done."""
    firm = small_firm(tmp_path / "firm")
    firm.edit("provisioner.yaml", "drivers: [api, guided]", "drivers: [guided]")
    firm.attest_all()
    firm.apply()
    firm.run("rotate", KEY, "--apply", "--auto-approve", "--detailed-exitcode", code=7)
    assert "No changes. Nothing can be done now, 1 awaiting." in firm.run("plan").out
    firm.run("rotate", KEY, "--apply", "--auto-approve", "--detailed-exitcode", code=7)
    (item,) = firm.run("work", "list", "--format", "json").json()["items"]
    firm.run(
        "work",
        "complete",
        item["item"]["id"],
        "--done",
        "--secret-stdin",
        stdin="test-0b5c1a3e7d424f0e9a553c1f6f0e2b77\n",
    )
    listed = firm.run("state", "list", "client/nordlys-bakeri").out
    assert [line.split()[1:3] for line in listed.splitlines() if KEY in line] == [["1", "deposed"], ["2", "ok"]]
    firm.run("handoff", "confirm", KEY)
    assert rows(firm, verb="plan") == {KEY: ("delete", "deposed")}
