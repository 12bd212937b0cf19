"""drift on the real runtime: what moved, as text in both languages and as a document, and its exit codes."""

from __future__ import annotations

import pytest

from provisioner.model.values import attributes
from tests.cli.test_real import HUMA, NORDLYS, Firm, firm

__all__ = ["firm"]


@pytest.fixture
def applied(firm: Firm) -> Firm:
    assert firm("state", "init").code == 0
    assert firm("inventory", "attest", "--all", "--empty").code == 0
    assert firm("apply", "--auto-approve").code == 0
    return firm


def test_nothing_has_moved(applied: Firm) -> None:
    told = applied("drift", "--detailed-exitcode")
    assert told.code == 0
    assert told.out.startswith("No drift: ")
    assert applied("--lang", "nb", "drift").out.startswith("Ingen avvik: ")


def test_what_moved_is_told(applied: Firm) -> None:
    (key,) = applied.world.things(NORDLYS, "key")
    (note,) = applied.world.things(NORDLYS, "note")
    applied.world.remove(key.native_id)
    applied.world.change(note.native_id, attributes(text="noe annet"))
    applied.world.make(NORDLYS, "note", attributes(text="fremmed"))
    told = applied("drift", "--detailed-exitcode")
    assert told.code == 2
    assert f"{HUMA} is not there any more (last known to be as recorded: 20" in told.out
    assert '  ~ text: "hei" -> "noe annet"' in told.out
    assert "There, but not managed here (never touched):" in told.out
    assert "Drift: 2; " in told.out
    assert applied("drift").code == 0

    found = applied("drift", "--format", "json").json
    assert [(one["address"], one["gone"]) for one in found["drifted"]] == [
        (HUMA, True),
        ("client/nordlys/note/lapp", False),
    ]
    assert found["drifted"][1]["changes"] == [{"name": "text", "before": '"hei"', "after": '"noe annet"'}]
    assert len(found["unmanaged"]) == 1


def test_what_could_not_be_read_is_listed(applied: Firm) -> None:
    applied.world.unreadable.add(NORDLYS)
    told = applied("drift", "--client", "nordlys")
    assert "Could not be read, so nobody knows (3):" in told.out
    assert f"  {HUMA}" in told.out


def test_what_went_wrong_is_no_clean_bill(applied: Firm) -> None:
    broken = "kind: Client\nname: nordlys\norganizationNumber: 312 345 676\nintegrations: {x: {}}\n"
    applied.write("nordlys.yaml", broken)
    assert applied("drift").code == 1
    assert applied("drift", "--format", "json").code == 1
