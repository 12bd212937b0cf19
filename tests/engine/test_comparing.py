"""What differs between two states, and a person's changes to one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given

from provisioner.engine.comparing import EntryChange, EntryChangeKind, FactChange, compare
from provisioner.engine.editing import edited
from provisioner.engine.fold import fold
from provisioner.model.address import Address
from provisioner.model.outcome import Edited
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import AccountState, violations
from provisioner.model.values import attributes
from provisioner.model.work import Handoff
from provisioner.testing import samples
from provisioner.testing.samples import BAKERY, NOW
from provisioner.testing.strategies import CLIENT, account_states

KEY = samples.key_address()
OTHER = samples.key_address(name="other")
STATE = samples.state(entries=(samples.entry(KEY),))


def test_what_came_and_went() -> None:
    assert compare(None, STATE) == (EntryChange(KEY, EntryChangeKind.ADDED),)
    assert compare(STATE, None) == (EntryChange(KEY, EntryChangeKind.REMOVED),)
    assert compare(STATE, replace(STATE, serial=9, audit_head="x")) == ()


def test_what_changed_is_told_by_name() -> None:
    entry = STATE.entries[0]
    current = replace(
        entry.current,
        number=2,
        attributes=attributes(application="Huma", owner=7, rights=("read",), expires=None, new=1),
        expires_on=date(2027, 1, 1),
        secret=SecretStatus.STORED,
        handoff=Handoff("Huma"),
        stored_as=OTHER,
    )
    after = replace(STATE, entries=(replace(entry, current=current, deposed=(entry.current,)),))
    (change,) = compare(STATE, after)
    assert change.kind is EntryChangeKind.CHANGED
    assert change.facts == (
        FactChange("attributes.new", None, 1),
        FactChange("attributes.rights", ("read", "write"), ("read",)),
        FactChange("deposed", (), (1,)),
        FactChange("expires_on", None, "2027-01-01"),
        FactChange("generation", 1, 2),
        FactChange("generation 1 secret", None, "sealed"),
        FactChange("hand-off", None, "awaiting"),
        FactChange("secret", "sealed", "stored"),
        FactChange("stored_as", None, str(OTHER)),
    )


@given(before=account_states(), after=account_states())
def test_comparing_is_fair(before: AccountState, after: AccountState) -> None:
    assert compare(before, before) == ()
    there, back = compare(before, after), compare(after, before)
    assert [change.address for change in there] == [change.address for change in back]
    flipped = {EntryChangeKind.ADDED: EntryChangeKind.REMOVED, EntryChangeKind.REMOVED: EntryChangeKind.ADDED}
    assert [flipped.get(change.kind, change.kind) for change in there] == [change.kind for change in back]


@given(before=account_states(), other=account_states())
def test_a_replaced_state_is_sound_and_stays_where_it_was(before: AccountState, other: AccountState) -> None:
    foreign = replace(other, lineage="foreign", serial=3)
    after = fold(before, Edited(CLIENT, NOW, "kari", replacement=foreign))
    assert (after.lineage, after.serial, after.entries) == (before.lineage, before.serial + 1, other.entries)
    assert violations(after) == ()


@given(state=account_states())
def test_a_renamed_thing_keeps_everything_but_its_name(state: AccountState) -> None:
    for entry in state.entries:
        new = Address(CLIENT, entry.address.kind, "zz-new")
        after = edited(state, Edited(CLIENT, NOW, "kari", rename=(entry.address, new)))
        found = after.entry(new)
        assert found is not None
        assert after.entry(entry.address) is None
        assert violations(after) == ()
        assert not any(entry.address in other.depends_on for other in after.entries)
        assert replace(found.current, stored_as=None) == replace(entry.current, stored_as=None)
        stored = entry.current.secret is SecretStatus.STORED
        assert (found.current.stored_as == entry.address) is stored
        back = edited(after, Edited(CLIENT, NOW, "kari", rename=(new, entry.address)))
        assert back == state


def test_only_what_was_lost_is_found() -> None:
    entry = samples.entry(KEY)
    lost = replace(entry, current=replace(entry.current, secret=SecretStatus.LOST))
    state = samples.state(entries=(lost, samples.entry(OTHER)))
    after = edited(state, Edited(BAKERY, NOW, "kari", found=((KEY, 1), (OTHER, 1))))
    assert [item.current.secret for item in after.entries] == [SecretStatus.SEALED, SecretStatus.SEALED]
    assert edited(state, Edited(BAKERY, NOW, "kari", found=((KEY, 2),))) == state
