"""A client that leaves: said in its manifest, waited for, then what is ours ends and what is its own is handed over."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from tests.end_to_end.firm import CLIENT, EXAMPLE, OFFICE, Firm, small_firm
from tests.end_to_end.test_changes import ACCESS, OFFICE_KEYS, converged, keys
from tests.end_to_end.test_people import MENU

pytestmark = pytest.mark.usefixtures("noon")

KEY = "client/nordlys-bakeri/user_key/huma"
THROUGH = "client/nordlys-bakeri/client_access/visma-finale"
ACTIVATION = "client/nordlys-bakeri/menu_activation/shopify-connectmyapps"
MODULE = "client/nordlys-bakeri/module/api-v2"
OURS = """\
  gripr: {method: user-key, owner: {employee: ida@nordlys.example}, validFor: 365d}
"""
PEOPLE = "ourPeople: [fjord.example, ida@nordlys.example]\n"
LAST_DAY = date(2027, 1, 3)
LEAVES = f"offboarding: {{reason: leaves, lastDay: {LAST_DAY}}}\n"
OWNED = """\
  shopbox:
    owner: {employee: ida@nordlys.example}
    permissions: same-as-owner
    validFor: 365d
"""
SHOPBOX = "client/nordlys-bakeri/user_key/shopbox"


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """An access, a key of the client's own, one of ours, and an activation, applied."""
    firm = small_firm(tmp_path / "firm", CLIENT + ACCESS + OWNED + MENU, OFFICE + PEOPLE + OFFICE_KEYS)
    firm.attest_all()
    firm.apply()
    return firm


def rows(firm: Firm, *words: str, verb: str = "plan") -> dict[str, tuple[str, str]]:
    document = firm.run(verb, "--format", "json", *words).json()
    return {
        row["address"]: (row["change"]["actions"][0] if row["change"]["actions"] else "", row["reason"])
        for row in document["resource_changes"]
        if row["reason"] != "unchanged"
    }


def leave(firm: Firm, text: str = LEAVES) -> None:
    path = firm.directory / "clients" / "client.yaml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_before_the_last_day_the_plan_says_what_waits_for_it(firm: Firm) -> None:
    leave(firm)
    before = firm.world()
    found = rows(firm)
    assert {address: reason for address, (_, reason) in found.items()} == dict.fromkeys(
        (KEY, THROUGH, ACTIVATION, MODULE, SHOPBOX), "last-day"
    )
    said = firm.run("plan", "--detailed-exitcode", code=7)
    told = " ".join(said.out.split())
    assert f"the client leaves: from {LAST_DAY} it is ended, for it is ours" in told
    assert f"from {LAST_DAY} it is handed over and forgotten here, for it is the client's own" in told
    assert "it is handed over, and stops once kari@fjord.example, who is one of ours, has no access" in told
    firm.apply()
    assert firm.world() == before
    explained = firm.run("explain", KEY)
    leaves = firm.run("explain", KEY, "--format", "json").json()["leaves"]
    assert leaves == {"reason": "leaves", "last_day": str(LAST_DAY), "from": "clients/client.yaml:18:14"}
    assert f"wanted until {LAST_DAY}: the client leaves, says clients/client.yaml:18:14" in explained.out


def test_from_the_last_day_on_ours_ends_and_theirs_is_handed_over(firm: Firm) -> None:
    leave(firm)
    with time_machine.travel(datetime.combine(LAST_DAY, datetime.min.time(), UTC) + timedelta(hours=8), tick=True):
        assert rows(firm) == {
            KEY: ("forget", "handed-over"),
            ACTIVATION: ("forget", "handed-over"),
            MODULE: ("forget", "permanent"),
            THROUGH: ("delete", "offboarded"),
            SHOPBOX: ("delete", "offboarded"),
        }
        firm.apply()
        world = firm.world()
        assert world["fjord-regnskap"]["keys"][-1]["clients"] == {}
        assert [key["application"] for key in world["nordlys-bakeri"]["keys"]].count("Shopbox") == 0
        assert len(keys(firm, "nordlys-bakeri", "Huma")) == 1, "what is the client's own stays"
        assert "API_V2" in world["nordlys-bakeri"]["modules"], "nothing switches a module off"
        assert converged(firm)
        assert firm.run("plan", "--detailed-exitcode").code == 0
        (firm.directory / "clients" / "client.yaml").unlink()
        firm.run("plan", "--detailed-exitcode", "--refresh", "all")


def on_the_last_day(moment: datetime | None = None) -> time_machine.travel:
    return time_machine.travel(
        moment or datetime.combine(LAST_DAY, datetime.min.time(), UTC) + timedelta(hours=8), tick=True
    )


def test_the_verb_writes_one_line_and_plans(firm: Firm) -> None:
    before = firm.files()
    words = ("offboard", "nordlys-bakeri", "--reason", "leaves", "--last-day", str(LAST_DAY))
    assert f"+{LEAVES.strip()}" in firm.run(*words, "--diff").out
    firm.run(*words, "--check", code=1)
    assert firm.files() == before
    plan = firm.directory / "leaving.plan"
    said = firm.run(*words, "--out", str(plan), "--detailed-exitcode", code=7)
    assert "Wrote into clients/client.yaml that the client leaves." in said.err
    assert "--handover markdown" in said.err
    text = before["clients/client.yaml"].decode()
    number = "organizationNumber: 312 345 676\n"
    assert (firm.directory / "clients/client.yaml").read_text(encoding="utf-8") == text.replace(number, number + LEAVES)
    firm.run(*words, "--check")
    assert "leaves already, and otherwise: clients/client.yaml" in firm.run(*words[:-1], "2030-01-01", code=1).err
    assert firm.run("validate").code == 0
    with on_the_last_day():
        firm.run("offboard", "nordlys-bakeri", "--apply", "--auto-approve", "--operator", "scripted")
        assert len(keys(firm, "nordlys-bakeri", "Shopbox")) == 0
        assert converged(firm)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nordlys-bakeri",), "Nothing says yet why and when"),
        (("nordlys-bakeri", "--reason", "leaves"), "Nothing says yet why and when"),
        (("nordlys-baker", "--reason", "leaves", "--last-day", "2030-01-01"), "Did you mean nordlys-bakeri?"),
        (("nordlys-bakeri", "--reason", "merged", "--last-day", "2030-01-01"), "--into OTHER goes with"),
        (
            ("nordlys-bakeri", "--reason", "closed", "--last-day", "2030-01-01", "--into", "nordlys-bakeri"),
            "--into OTHER goes with",
        ),
        (
            ("nordlys-bakeri", "--reason", "merged", "--last-day", "2030-01-01", "--into", "nordlys-bakeri"),
            "cannot be merged into itself",
        ),
        (
            ("nordlys-bakeri", "--reason", "merged", "--last-day", "2030-01-01", "--into", "other"),
            "There is no client called other",
        ),
        (("nordlys-bakeri", "--handover", "text"), "No manifest says that nordlys-bakeri leaves"),
    ],
)
def test_what_makes_no_sense_is_told_and_nothing_written(firm: Firm, words: tuple[str, ...], told: str) -> None:
    before = firm.files()
    assert told in firm.run("offboard", *words, code=1).err
    assert firm.files() == before


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{reason: merged, lastDay: 2030-01-01}", "offboarding-into-missing"),
        ("{reason: leaves, lastDay: 2030-01-01, into: other}", "offboarding-into-needless"),
        ("{reason: merged, lastDay: 2030-01-01, into: nordlys-baker}", "offboarding-into-unknown"),
        ("{reason: merged, lastDay: 2030-01-01, into: nordlys-bakeri}", "offboarding-into-unknown"),
        ("{reason: gone, lastDay: 2030-01-01}", "gone"),
        ("{reason: leaves, lastDay: 2030-02-30}", "no-such-day"),
    ],
)
def test_what_is_written_wrong_is_told_at_its_line(firm: Firm, text: str, code: str) -> None:
    leave(firm, f"offboarding: {text}\n")
    said = firm.run("validate", code=1)
    assert code in said.text
    assert "clients/client.yaml" in said.text


def test_a_file_that_is_gone_is_refused_and_names_the_command(firm: Firm) -> None:
    (firm.directory / "clients" / "client.yaml").unlink()
    before = firm.world()
    said = firm.run("plan", code=1)
    assert "`provisioner offboard nordlys-bakeri --reason leaves --last-day DATE`" in " ".join(said.err.split())
    firm.apply(code=1)
    assert firm.world() == before
    words = ("--reason", "closed", "--last-day", str(LAST_DAY), "--format", "json")
    planned = firm.run("offboard", "nordlys-bakeri", *words).json()
    written = (firm.directory / "clients" / "nordlys-bakeri.yaml").read_text(encoding="utf-8")
    assert written == (
        "kind: Client\nname: nordlys-bakeri\norganizationNumber: 312 345 676\n"
        f"offboarding: {{reason: closed, lastDay: {LAST_DAY}}}\n"
    )
    assert planned["summary"]["held"] == 5, "though nothing is wanted of it any more, nothing ends before its last day"
    with on_the_last_day():
        assert sorted(rows(firm).values()) == [
            ("delete", "offboarded"),
            ("delete", "offboarded"),
            ("forget", "handed-over"),
            ("forget", "handed-over"),
            ("forget", "permanent"),
        ]


OTHER = """\
kind: Client
name: fjellsport
displayName: Fjellsport Detalj AS
organizationNumber: 312 348 020
integrations:
  huma: {method: user-key, owner: {employee: hanne@fjellsport.example}, validFor: 365d}
"""


def test_the_company_that_goes_on_is_told_what_it_lacks(firm: Firm) -> None:
    firm.write("clients/fjellsport.yaml", OTHER)
    words = ("--reason", "merged", "--into", "fjellsport", "--last-day", str(LAST_DAY))
    said = firm.run("offboard", "nordlys-bakeri", *words)
    told = " ".join(said.err.split())
    assert (
        "fjellsport, into which nordlys-bakeri is merged, lacks: shopbox, shopify-connectmyapps, visma-finale." in told
    )
    document = firm.run("offboard", "nordlys-bakeri", "--handover", "json").json()
    assert (document["reason"], document["into"]) == ("merged", "fjellsport")
    assert document["lacking"] == ["shopbox", "shopify-connectmyapps", "visma-finale"]


def test_the_successor_is_told_what_goes_on_and_what_ends(firm: Firm) -> None:
    leave(firm)
    document = firm.run("offboard", "nordlys-bakeri", "--handover", "json").json()
    assert [item["address"] for item in document["goes_on"]] == [ACTIVATION, MODULE, KEY]
    assert [item["address"] for item in document["ends"]] == [THROUGH, SHOPBOX]
    assert document["open"] == []
    assert document["goes_on"][2]["person"] == "per@nordlys.example"
    text = firm.run("offboard", "nordlys-bakeri", "--handover", "text").out
    assert "Handover: Nordlys Bakeri AS" in text
    assert f"The last day of Fjord Regnskap AS is {LAST_DAY}." in text
    assert "so it stops once their access ends" in " ".join(text.split())
    for raw in ("acceptedBy", "ownerKind", "robotEmployeeId", "keyId", "client/nordlys-bakeri"):
        assert raw not in text, "whoever reads it is no accountant of ours"
    assert "Agreement accepted by" not in text, "that is said above"
    assert "Rights: those that the vendor has registered" in text
    norwegian = firm.run("offboard", "nordlys-bakeri", "--handover", "text", "--lang", "nb").out
    assert "Tilganger: de som leverandøren har registrert" in norwegian
    page = firm.run("offboard", "nordlys-bakeri", "--handover", "html", "--lang", "nb").out
    assert "<h1>Overlevering: Nordlys Bakeri AS</h1>" in page
    assert "Klientens eget, som fortsetter" in page
    assert "# Handover: Nordlys Bakeri AS" in firm.run("offboard", "nordlys-bakeri", "--handover", "markdown").out
    with on_the_last_day():
        firm.apply()
        assert "Nothing is recorded here any more." in firm.run("offboard", "nordlys-bakeri", "--handover", "text").out


def test_what_was_handed_over_is_told_so_and_its_copy_too(firm: Firm) -> None:
    firm.edit("provisioner.yaml", "secrets:\n", "secrets:\n  store: age:secrets\n")
    identity = firm.write("kari.txt", (EXAMPLE / "demo-identity.txt").read_text(encoding="utf-8"))
    firm.run("secret", "store", "--all", "--identity", str(identity))
    leave(firm)
    with on_the_last_day():
        told = " ".join(firm.apply().text.split())
        assert f"The key of {KEY} is followed up no longer, and its copy stays in age:secrets." in told
        assert f"The key of {SHOPBOX}" not in told, "that one was ended, and left the store"
        standing = {
            row.split(",")[3]: row.split(",")[4] for row in firm.run("status", "--format", "csv").out.splitlines()
        }
        assert (standing["huma"], standing["shopbox"]) == ("handed-over", "not-there")


def test_whose_a_key_is_must_be_said(firm: Firm) -> None:
    """Nobody is taken for ours by guessing; but who owns an office key is."""
    leave(firm)
    firm.edit("office.yaml", PEOPLE, "ourPeople: [kari@fjord.example]\n")
    with on_the_last_day():
        assert rows(firm)[SHOPBOX] == ("forget", "handed-over")
        firm.edit("office.yaml", "ourPeople: [kari@fjord.example]\n", "")
        assert rows(firm)[SHOPBOX] == ("forget", "handed-over"), "another domain than that of the office key's owner"
        firm.edit("office.yaml", OFFICE_KEYS, "")
        firm.edit("clients/client.yaml", ACCESS, "")
        assert {rows(firm)[KEY][1], rows(firm)[SHOPBOX][1]} == {"whose"}
        assert "`ourPeople: [firm.example]`" in " ".join(firm.run("plan").err.split())


def test_nothing_is_written_where_the_plan_cannot_be_made(firm: Firm) -> None:
    before = firm.files()
    with closing(sqlite3.connect(firm.directory / ".provisioner" / "state.db")) as connection, connection:
        connection.execute("UPDATE states SET body = x'00ff' WHERE account = 'nordlys-bakeri'")
    said = firm.run("offboard", "nordlys-bakeri", "--reason", "leaves", "--last-day", str(LAST_DAY), code=None)
    assert said.code != 0
    assert "clients/client.yaml is as it was before" in said.err
    assert firm.files() == before


def test_a_client_that_is_none_is_told_once_in_one_language(firm: Firm) -> None:
    said = firm.run("offboard", "zzz", "--reason", "leaves", "--last-day", str(LAST_DAY), "--lang", "nb", code=1)
    told = " ".join(said.err.split())
    assert "Det finnes: nordlys-bakeri." in told
    assert "There are" not in told
    near = firm.run("plan", "--client", "nordlys-bakerei", "--lang", "nb", code=1)
    assert "Mente du nordlys-bakeri?" in " ".join(near.err.split())
