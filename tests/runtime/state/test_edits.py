"""Forgetting what is recorded, and giving it another address."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import UsageError
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import Entry, IntentPhase
from provisioner.runtime.secrets.access import show_secret
from provisioner.runtime.state.auditing import export_audit, verify
from provisioner.runtime.state.edits import EditWish, forget, look_at_forgetting, rename
from provisioner.spi.backend import Deposit
from provisioner.testing import samples
from provisioner.testing.fakes import MemoryBackend
from tests.runtime.firm import CLIENT, Firm, actions, make_firm

NORDLYS = AccountRef.client("nordlys")
BRYGGA = AccountRef.client("brygga")
MODULE = Address(NORDLYS, "module", "modul")
HUMA = Address(NORDLYS, "key", "huma")
NOTE = Address(NORDLYS, "note", "lapp")
WISH = EditWish("kari", "we made it by hand")


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    made = make_firm(tmp_path)
    made.attest()
    made.apply()
    return made


def entry(firm: Firm, address: Address) -> Entry | None:
    state = MemoryBackend(firm.disk).load(address.account)
    assert state is not None
    return state.entry(address)


def last_audit(firm: Firm) -> dict[str, object]:
    with firm.process() as workspace:
        assert verify(export_audit(workspace)) == ()
    return dict(next(record.detail for record in reversed(firm.disk.audit) if record.event == "edited"))


def test_what_is_forgotten_is_told_and_audited(firm: Firm) -> None:
    with firm.process() as workspace:
        (told,) = look_at_forgetting(workspace, [HUMA])
        assert (told.generations, told.secrets, told.needed_by) == (1, (SecretStatus.STORED,), ())
        assert look_at_forgetting(workspace, [MODULE])[0].needed_by == (HUMA,)
        forget(workspace, [HUMA, HUMA, NOTE], WISH)
    assert entry(firm, HUMA) is None
    assert entry(firm, NOTE) is None
    assert entry(firm, MODULE) is not None
    assert last_audit(firm) == {"by": "kari", "removed": (str(HUMA), str(NOTE)), "reason": "we made it by hand"}
    assert MemoryBackend(firm.disk).sealed(HUMA, 1) is not None, "the copy stays"


def test_an_office_key_says_who_goes_through_it(firm: Firm) -> None:
    office_key = next(
        item.address
        for item in MemoryBackend(firm.disk).load(AccountRef.office()).entries  # type: ignore[union-attr]
    )
    with firm.process() as workspace:
        (told,) = look_at_forgetting(workspace, [office_key])
        assert told.needed_by == (Address(NORDLYS, "link", "finale"),)
        with pytest.raises(UsageError, match="1 other accounts go through it, such as client/nordlys/link/finale"):
            rename(workspace, office_key, Address(office_key.account, office_key.kind, "other"), WISH)


def test_what_is_not_there_or_has_begun_cannot_be_forgotten(firm: Firm) -> None:
    with firm.process() as workspace:
        with pytest.raises(UsageError, match="nothing at") as caught:
            forget(workspace, [Address(NORDLYS, "key", "huna")], WISH)
        assert "huma" in caught.value.hint
        for phase, hint in ((IntentPhase.CALLING, "recover"), (IntentPhase.AWAITING, "work complete")):
            firm.disk.accounts[NORDLYS].intents = {"i": samples.intent("i", HUMA, phase)}
            with pytest.raises(UsageError, match="has not ended") as caught:
                forget(workspace, [HUMA], WISH)
            assert hint in caught.value.hint
    assert entry(firm, HUMA) is not None


def test_a_thing_gets_another_address_and_nothing_is_made_again(firm: Firm) -> None:
    after = Address(NORDLYS, "key", "lonn")
    with firm.process() as workspace:
        before = show_secret(workspace, HUMA, None, identity_file(firm)).reveal()
        rename(workspace, HUMA, after, WISH)
    moved = entry(firm, after)
    assert entry(firm, HUMA) is None
    assert moved is not None
    assert moved.current.stored_as == HUMA
    backend = MemoryBackend(firm.disk)
    assert backend.sealed(HUMA, 1) is None
    assert backend.sealed(after, 1) is not None
    with firm.process() as workspace:
        assert show_secret(workspace, after, None, identity_file(firm)).reveal() == before
    assert last_audit(firm)["renamed"] == (str(HUMA), str(after))
    firm.write(
        "clients.yaml",
        CLIENT.replace("huma: {kind: key, application: Huma, needs", "lonn: {kind: key, application: Huma, needs"),
    )
    assert actions(firm.plan()) == {}
    with firm.process() as workspace:
        rename(workspace, after, HUMA, WISH)
    back = entry(firm, HUMA)
    assert back is not None
    assert back.current.stored_as is None


def identity_file(firm: Firm) -> Path:
    path = firm.root / "identity.txt"
    path.write_text(firm.identity + "\n", encoding="utf-8")
    return path


def test_what_needs_it_follows(firm: Firm) -> None:
    after = Address(NORDLYS, "module", "annen")
    with firm.process() as workspace:
        rename(workspace, MODULE, after, WISH)
    key = entry(firm, HUMA)
    assert key is not None
    assert key.depends_on == (after,)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (HUMA, HUMA, "the same"),
        (HUMA, Address(BRYGGA, "key", "huma"), "stays in its account"),
        (HUMA, Address(NORDLYS, "note", "huma"), "A key cannot become a note"),
        (Address(NORDLYS, "key", "nobody"), HUMA, "nothing at"),
        (Address(NORDLYS, "link", "finale"), Address(NORDLYS, "link", "taken"), "said to be there"),
    ],
)
def test_what_cannot_be_renamed(firm: Firm, before: Address, after: Address, why: str) -> None:
    row = firm.disk.accounts[NORDLYS]
    state = row.states[row.serial]
    taken = Address(NORDLYS, "link", "taken")
    row.states[row.serial] = replace(state, inventory=replace(state.inventory, exists=(taken,)))
    with firm.process() as workspace, pytest.raises(UsageError, match=why):
        rename(workspace, before, after, WISH)


def test_nothing_is_renamed_onto_something_or_with_a_key_set_aside(firm: Firm) -> None:
    firm.write(
        "clients.yaml",
        CLIENT.replace(
            "  lapp: {kind: note, text: hei}", "  lapp: {kind: note, text: hei}\n  ny: {kind: note, text: ho}"
        ),
    )
    firm.apply()
    with firm.process() as workspace, pytest.raises(UsageError, match="something at"):
        rename(workspace, NOTE, Address(NORDLYS, "note", "ny"), WISH)
    MemoryBackend(firm.disk).deposit(Deposit("late", HUMA, 1, samples.sealed()))
    with firm.process() as workspace, pytest.raises(UsageError, match="set aside"):
        rename(workspace, HUMA, Address(NORDLYS, "key", "ny"), WISH)
    firm.disk.accounts[NORDLYS].intents = {"i": samples.intent("i", HUMA, IntentPhase.CALLING)}
    with firm.process() as workspace, pytest.raises(UsageError, match="has not ended"):
        rename(workspace, HUMA, Address(NORDLYS, "key", "ny"), WISH)
