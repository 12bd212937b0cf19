"""The state in people's hands: taken out, put back, moved, looked back into, edited, checked and mended."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from tests.end_to_end.firm import CLIENT, OFFICE, Firm, small_firm

KEY = "client/nordlys-bakeri/user_key/huma"
ACCOUNT = "client/nordlys-bakeri"
STARTED = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """One key, applied at a known time, and its name changed a week later."""
    firm = small_firm(tmp_path / "firm", CLIENT, OFFICE)
    with time_machine.travel(STARTED, tick=True):
        firm.attest_all()
        firm.apply()
    return firm


def test_a_state_that_was_lost_is_put_back(firm: Firm) -> None:
    firm.run("state", "pull", "--out", str(firm.directory / "copy.json"))
    pulled = (firm.directory / "copy.json").read_text(encoding="utf-8")
    assert firm.run("state", "pull").out.partition('"accounts"')[2] == pulled.partition('"accounts"')[2]
    assert "BEGIN AGE" not in pulled, "ciphertexts are base64"
    for name in ("state.db", "state.db-wal", "state.db-shm"):
        (firm.directory / ".provisioner" / name).unlink(missing_ok=True)
    firm.run("state", "init")
    said = firm.run("state", "push", str(firm.directory / "copy.json"))
    assert f"{ACCOUNT}: restored" in said.out
    assert "No changes" in firm.run("plan").out
    assert {
        row["result"]
        for row in firm.run("state", "push", str(firm.directory / "copy.json"), "--format", "json").json()["pushed"]
    } == {"same"}


def test_an_older_copy_is_refused_and_a_newer_file_is_named(firm: Firm) -> None:
    copy = firm.directory / "copy.json"
    firm.run("state", "pull", ACCOUNT, "--out", str(copy))
    firm.run("state", "rm", KEY, "--auto-approve", "--reason", "to see")
    said = firm.run("state", "push", str(copy), code=5)
    assert "an earlier serial" in said.err
    assert "laid over" in firm.run("state", "push", str(copy), ACCOUNT, "--force", "I forgot too much").out
    assert KEY in firm.run("state", "list").out
    assert "No changes" in firm.run("plan").out
    copy.write_text(copy.read_text(encoding="utf-8").replace('"version": 1', '"version": 9', 1), encoding="utf-8")
    assert "is of version 9; this program knows versions up to 1" in firm.run("state", "push", str(copy), code=6).err
    copy.write_text("kind: Client\n", encoding="utf-8")
    assert "no pulled state" in firm.run("state", "push", str(copy), code=6).err


def test_the_state_moves_and_comes_back(firm: Firm) -> None:
    before = firm.run("state", "pull").json()["accounts"]
    said = firm.run("state", "migrate", "--to", "sqlite:.provisioner/other.db")
    assert "state: sqlite:.provisioner/other.db" in said.out
    firm.edit("clients/client.yaml", "validFor: 365d", "validFor: 366d")
    assert "the state has moved to sqlite:.provisioner/other.db" in " ".join(firm.apply(code=4).text.split())
    firm.edit("clients/client.yaml", "validFor: 366d", "validFor: 365d")
    for words in (("plan",), ("state", "list")):
        said = firm.run(*words, code=1)
        assert "Write `state: sqlite:.provisioner/other.db` in provisioner.yaml." in " ".join(said.err.split())
    assert "[state-has-moved]" not in firm.run("lease", "list").text
    firm.edit("provisioner.yaml", "sqlite:.provisioner/state.db", "sqlite:.provisioner/other.db")
    assert firm.run("state", "pull").json()["accounts"] == before
    assert "No changes" in firm.run("plan").out
    document = firm.run("state", "migrate", "--to", "sqlite:.provisioner/third.db", "--format", "json").json()
    assert document["already_there"] == []
    assert document["moved"] == [item["account"] for item in before]
    firm.edit("provisioner.yaml", "sqlite:.provisioner/other.db", "sqlite:.provisioner/third.db")
    assert firm.run("state", "pull").json()["accounts"] == before


def test_what_stood_there_before_can_be_looked_at(firm: Firm) -> None:
    with time_machine.travel(STARTED + timedelta(days=7), tick=True):
        firm.run("state", "rm", KEY, "--auto-approve", "--reason", "to see")
    history = firm.run("state", "history", KEY).out
    assert "removed" in history
    assert "2026-11-29T" in history
    rows = firm.run("state", "history", ACCOUNT, "--format", "json").json()["history"]
    assert [row["serial"] for row in rows] == list(range(1, len(rows) + 1))
    assert rows[-1]["record"]["event"] == "edited"
    assert rows[-1]["changes"] == [{"address": KEY, "kind": "removed", "facts": []}]
    said = firm.run("state", "at", "2026-11-25", ACCOUNT)
    assert KEY in said.out
    assert "is read as UTC: 2026-11-25T00:00:00Z" in said.err
    said = firm.run("state", "at", "2026-11-25T01:00:00+01:00")
    assert KEY in said.out
    assert "UTC" not in said.err
    assert KEY not in firm.run("state", "at", "now", ACCOUNT).out
    assert "nothing was recorded then" in firm.run("state", "at", "2020-01-01T00:00:00Z").err
    changed = firm.run("state", "diff", "2026-11-25T00:00:00Z..", ACCOUNT).out
    assert f"- {KEY}" in changed
    assert firm.run("state", "diff", f"{len(rows)}..{len(rows)}", ACCOUNT).out == "Nothing differs.\n"
    document = firm.run("state", "diff", f"1..{len(rows) - 1}", ACCOUNT, "--format", "json").json()["accounts"]
    assert {change["kind"] for change in document[0]["changes"]} == {"added"}
    (held,) = firm.run("state", "at", str(len(rows) - 1), ACCOUNT, "--format", "json").json()["accounts"]
    assert held["state"]["entries"]


WRONG = (
    ("at yesterday", "is no time and no serial"),
    ("at 3", "Each account has serials of its own"),
    (f"at 99 {ACCOUNT}", "no serial 99"),
    ("diff 2026-11-25", "write TIME..TIME"),
    ("diff 1..2", "Each account has serials of its own"),
    ("history client/nobody", "no state of client/nobody"),
    (f"rm {KEY}", "Nobody is there to approve"),
    ("repair", "Nobody is there to approve"),
    ("prune --auto-approve", "Nothing says how long"),
    (f"mv {KEY} client/other/user_key/huma", "stays in its account"),
    ("pull client/nobody", "no state of client/nobody"),
    ("migrate --to sqlite:.provisioner/state.db", "there already"),
)


def test_what_cannot_be_asked(firm: Firm) -> None:
    before = firm.run("state", "pull").json()["accounts"]
    for words, said in WRONG:
        assert said in firm.run("state", *words.split(), code=1).err, words
    assert firm.run("state", "pull").json()["accounts"] == before


def test_a_key_is_renamed_with_its_manifest(firm: Firm) -> None:
    firm.run("state", "mv", KEY, KEY + "-lonn", "--reason", "its name was too short")
    assert KEY + "-lonn" in firm.run("state", "list").out
    assert "its name was too short" in json.dumps(firm.run("state", "history", ACCOUNT, "--format", "json").json())


def test_a_sound_state_is_told_so_and_a_broken_one_is_mended(firm: Firm) -> None:
    assert "keeps its rules" in firm.run("state", "check").out
    assert firm.run("state", "check", "--format", "json").json()["findings"] == []
    assert "nothing that can be mended" in firm.run("state", "repair", "--auto-approve").out
    with closing(sqlite3.connect(firm.directory / ".provisioner" / "state.db")) as connection:
        (body,) = connection.execute("SELECT summary FROM accounts WHERE account = 'nordlys-bakeri'").fetchone()
        wrong = json.loads(body)
        wrong["body"]["resources"] += 7
        connection.execute(
            "UPDATE accounts SET summary = ? WHERE account = 'nordlys-bakeri'", (json.dumps(wrong).encode(),)
        )
        connection.commit()
    said = firm.run("state", "check", code=6)
    assert "C3 The summary of client/nordlys-bakeri is not its state's: resources." in said.err
    assert [item["rule"] for item in firm.run("state", "check", "--format", "json", code=6).json()["findings"]] == [
        "C3"
    ]
    said = firm.run("state", "repair", "--auto-approve")
    assert "write its summary anew (resources)" in said.err
    assert "Mended: 1" in said.out
    assert "keeps its rules" in firm.run("state", "check").out
    firm.run("audit", "verify")


def test_one_account_that_cannot_be_read_does_not_hide_the_others(firm: Firm) -> None:
    with closing(sqlite3.connect(firm.directory / ".provisioner" / "state.db")) as connection:
        connection.execute("UPDATE states SET body = X'7B7D' WHERE account = 'nordlys-bakeri'")
        connection.commit()
    findings = firm.run("state", "check", "--format", "json", code=6).json()["findings"]
    assert findings[0]["rule"] == "C1"
    assert {item["account"] for item in findings} == {ACCOUNT}
    assert "cannot be read" in firm.run("state", "history", ACCOUNT).out
    assert "office" in firm.run("state", "history").out
    said = firm.run("plan", "--refresh", "all", code=None)
    assert "client/nordlys-bakeri" in said.text
    assert "cannot be read" in said.text


def test_old_serials_are_forgotten(firm: Firm) -> None:
    said = firm.run("state", "prune", "--keep-serials", "1", "--auto-approve")
    assert "serials before serial" in said.err
    assert (
        "nothing older" in firm.run("state", "prune", "--keep-for", "1d", "--keep-serials", "1", "--auto-approve").out
    )
    rows = firm.run("state", "history", ACCOUNT, "--format", "json").json()["history"]
    assert len(rows) == 1
    assert rows[0]["is_oldest_kept"] is True
    assert "what was before is not kept" in firm.run("state", "history", ACCOUNT).out
    assert "not kept any more" in firm.run("state", "at", "2020-01-01T00:00:00Z", ACCOUNT).err
    assert "No changes" in firm.run("plan").out


def test_norwegian(firm: Firm) -> None:
    assert "Ingen forskjell." in firm.run("--lang", "nb", "state", "diff", "now..now").out
    assert "i orden" in firm.run("--lang", "nb", "state", "check").out


def test_an_account_that_cannot_be_read_is_named_and_goes_back(firm: Firm) -> None:
    with closing(sqlite3.connect(firm.directory / ".provisioner" / "state.db")) as connection, connection:
        (newest,) = connection.execute("SELECT max(serial) FROM states WHERE account = 'nordlys-bakeri'").fetchone()
        connection.execute(
            "UPDATE states SET body = x'00ff' WHERE account = 'nordlys-bakeri' AND serial = ?", (newest,)
        )
    for words in (("state", "list"), ("secret", "list"), ("people", "list"), ("audit", "verify"), ("state", "pull")):
        said = firm.run(*words, code=6)
        assert f"for {ACCOUNT}" in said.err
        assert "provisioner state restore" in " ".join(said.err.split())
    said = firm.run("state", "restore", ACCOUNT, "--serial", str(newest - 1), "--auto-approve", "--reason", "the disk")
    assert said.out == f"{ACCOUNT}: serial {newest + 1} records what serial {newest - 1} did.\n"
    assert f"Serial {newest} cannot be read" in said.err
    assert "No changes" in firm.run("plan").out
    firm.run("state", "list")
    assert "the disk" in firm.run("audit", "log", ACCOUNT).out
