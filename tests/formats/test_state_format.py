"""The state's bytes: exact, versioned, and never against the integrity rules."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from provisioner.engine.moving import take_over
from provisioner.formats.state_format import UPGRADES, VERSION, Kind, StateFormat, Upgrade
from provisioner.formats.state_format.upgrade import Plain, upgraded
from provisioner.model.account import Identity
from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import StateCorrupt, StateTooNew
from provisioner.model.state import AccountState, Entry, Intent, StoreUse
from provisioner.spi.backend import StateCodec
from provisioner.testing import samples, strategies

CODEC: StateCodec = StateFormat()


@given(strategies.account_states())
def test_states_come_back_without_their_intents(state: AccountState) -> None:
    data = CODEC.encode_state(state)
    assert CODEC.decode_state(data) == replace(state, intents=())
    assert CODEC.encode_state(CODEC.decode_state(data)) == data


@given(strategies.intents(strategies.KEYS[0], None))
def test_intents_come_back(intent: Intent) -> None:
    assert CODEC.decode_intent(CODEC.encode_intent(intent)) == intent


@given(strategies.account_states())
def test_a_state_that_moved_comes_back_and_one_from_before_there_were_moves(state: AccountState) -> None:
    moved = take_over(AccountState(AccountRef.client("ny"), "other", 3), replace(state, intents=()))
    assert CODEC.decode_state(CODEC.encode_state(moved)) == moved
    envelope = json.loads(CODEC.encode_state(state))
    del envelope["body"]["taken_over"]
    for entry in envelope["body"]["entries"]:
        for generation in (entry["current"], *entry["deposed"]):
            del generation["stored_as"], generation["stored_in"]
    read = CODEC.decode_state(json.dumps(envelope).encode())
    assert read == without_stores(replace(state, intents=()))


def without_stores(state: AccountState) -> AccountState:
    """As it was when nobody wrote down which store has what."""

    def entry(one: Entry) -> Entry:
        deposed = tuple(replace(old, stored_in="") for old in one.deposed)
        return replace(one, current=replace(one.current, stored_in=""), deposed=deposed)

    return replace(state, entries=tuple(map(entry, state.entries)))


def test_a_summary_from_before_stores_were_written_down_is_read() -> None:
    summary = samples.summary_of(samples.state())
    envelope = json.loads(CODEC.encode_summary(replace(summary, stored_in=(StoreUse("age:secrets", 3),))))
    assert CODEC.decode_summary(json.dumps(envelope).encode()).stored_in == (StoreUse("age:secrets", 3),)
    del envelope["body"]["stored_in"]
    assert CODEC.decode_summary(json.dumps(envelope).encode()) == summary


def test_summaries_and_audit_records_come_back() -> None:
    summary = samples.summary_of(samples.state())
    assert CODEC.decode_summary(CODEC.encode_summary(summary)) == summary
    record = samples.audit("1")
    assert CODEC.decode_audit(CODEC.encode_audit(record)) == record


def test_the_envelope_says_what_it_holds() -> None:
    envelope = json.loads(CODEC.encode_state(samples.state()))
    assert (envelope["format"], envelope["version"], envelope["kind"]) == ("provisioner-state", VERSION, "account")
    assert envelope["body"]["intents"] == []


def test_a_newer_version_is_named_beside_ours() -> None:
    data = CODEC.encode_summary(samples.summary_of(samples.state())).replace(b'"version":1', b'"version":7')
    with pytest.raises(StateTooNew, match=r"version 7; this program knows versions up to 1"):
        CODEC.decode_summary(data)


def changed(state: AccountState, **fields: object) -> bytes:
    envelope = json.loads(CODEC.encode_state(state))
    envelope["body"].update(fields)
    return json.dumps(envelope).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"format":"provisioner-state","version":1,"kind":"account"}',
        b'{"format":"provisioner-state","version":"1","kind":"account","body":{}}',
        b'{"format":"provisioner-state","version":1,"kind":"account","body":{}}',
        b'{"format":"provisioner-state","version":0,"kind":"account","body":{}}',
        b'{"format":"provisioner-plan","version":1,"kind":"account","body":{}}',
        CODEC.encode_summary(samples.summary_of(samples.state())),
        CODEC.encode_state(samples.state())[:-20],
        changed(samples.state(), account="nowhere"),
        changed(samples.state(), serial=-1),
        changed(samples.state(), lineage=""),
        changed(samples.state(), entries=[{"address": "client/x/user_key/y"}]),
    ],
)
def test_damage_is_named(data: bytes) -> None:
    with pytest.raises(StateCorrupt) as caught:
        CODEC.decode_state(data)
    assert caught.value.hint
    assert caught.value.exit_code == 6


def test_rules_hold_when_written() -> None:
    entry = samples.entry(samples.key_address())
    doubled = samples.state(entries=(entry, entry))
    with pytest.raises(StateCorrupt, match=r"S2.*not written") as caught:
        CODEC.encode_state(doubled)
    assert "S2" in caught.value.detail


def test_rules_hold_for_intents_too_although_they_are_kept_beside() -> None:
    stranger = Address(AccountRef.client("stranger"), "user_key", "x")
    state = samples.state(intents=(samples.intent("1", stranger),))
    with pytest.raises(StateCorrupt, match=r"S1 \(client/stranger/user_key/x\)"):
        CODEC.encode_state(state)


def test_rules_hold_when_read() -> None:
    state = samples.state(entries=(samples.entry(samples.key_address()),))
    body = json.loads(CODEC.encode_state(state))["body"]
    with pytest.raises(StateCorrupt, match=r"S2.*not read"):
        CODEC.decode_state(changed(state, entries=body["entries"] * 2))


def rename_serial(kind: Kind, body: Plain) -> Plain:
    """From a made-up version 1 in which the serial was called number."""
    return {("serial" if key == "number" else key): value for key, value in body.items()}


def bind(kind: Kind, body: Plain) -> Plain:
    return {**body, "bound_to": {"company_id": 5}}


NEWER = StateFormat(upgrades=(Upgrade(2, bind), Upgrade(1, rename_serial)), version=3)


def test_old_bodies_are_brought_up_one_version_at_a_time() -> None:
    envelope = json.loads(CODEC.encode_state(samples.state(serial=4)))
    envelope["body"]["number"] = envelope["body"].pop("serial")
    state = NEWER.decode_state(json.dumps(envelope).encode())
    assert (state.serial, state.bound_to) == (4, Identity(company_id=5))
    assert json.loads(NEWER.encode_state(state))["version"] == 3
    with pytest.raises(StateTooNew):
        CODEC.decode_state(NEWER.encode_state(state))


def test_a_missing_step_and_a_body_that_no_step_can_take() -> None:
    def stumbles(kind: Kind, body: Plain) -> Plain:
        return {"x": body["not there"]}

    with pytest.raises(StateCorrupt, match="from version 1 to version 2"):
        upgraded(Kind.ACCOUNT, {}, 1, 2, UPGRADES)
    with pytest.raises(StateCorrupt, match="rules of version 1"):
        upgraded(Kind.ACCOUNT, {}, 1, 2, (Upgrade(1, stumbles),))
    listed = b'{"format":"provisioner-state","version":1,"kind":"account","body":[]}'
    with pytest.raises(StateCorrupt, match="no object"):
        NEWER.decode_state(listed)


def test_there_is_a_step_from_every_earlier_version() -> None:
    assert [step.source for step in sorted(UPGRADES, key=lambda step: step.source)] == list(range(1, VERSION))
