"""The state's numbered rules: each is broken once and found, and what can be mended is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from provisioner.engine.moving import as_of
from provisioner.model.account import Identity
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Severity
from provisioner.model.errors import StateCorrupt
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import AccountState, Entry, Generation
from provisioner.runtime.state.auditing import export_audit, verify
from provisioner.runtime.state.integrity import Finding, check_state
from provisioner.runtime.state.repairing import Repair, RepairKind, plan_repairs, repair
from provisioner.spi.backend import Archive, Deposit
from provisioner.testing import samples
from provisioner.testing.fakes import MemoryBackend
from tests.runtime.firm import Firm, make_firm

NORDLYS = AccountRef.client("nordlys")
BRYGGA = AccountRef.client("brygga")
OFFICE = AccountRef.office()
HUMA = Address(NORDLYS, "key", "huma")
Change = Callable[[AccountState], AccountState]


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    made = make_firm(tmp_path)
    made.attest()
    made.apply()
    return made


def found(firm: Firm, account: AccountRef | None = None) -> list[Finding]:
    with firm.process() as workspace:
        return list(check_state(workspace, account))


def rules(firm: Firm) -> list[tuple[str, AccountRef]]:
    return [(finding.rule, finding.account) for finding in found(firm)]


def latest(firm: Firm, account: AccountRef = NORDLYS) -> AccountState:
    row = firm.disk.accounts[account]
    return row.states[row.serial]


def change(firm: Firm, how: Change, account: AccountRef = NORDLYS) -> None:
    """Changes a state behind the backend's back, and its summary with it."""
    row = firm.disk.accounts[account]
    row.states[row.serial] = how(latest(firm, account))


def key_of(firm: Firm) -> Entry:
    entry = latest(firm).entry(HUMA)
    assert entry is not None
    return entry


def with_key(**facts: object) -> Change:
    def how(state: AccountState) -> AccountState:
        def one(entry: Entry) -> Entry:
            if entry.address != HUMA:
                return entry
            current: Generation = replace(entry.current, **facts)  # type: ignore[arg-type]  # a test's shorthand
            return replace(entry, current=current)

        return replace(state, entries=tuple(map(one, state.entries)))

    return how


def test_a_sound_state_breaks_no_rule(firm: Firm) -> None:
    assert found(firm) == []
    with firm.process() as workspace:
        assert plan_repairs(workspace) == ()
        assert repair(workspace, ()) == ()


def test_c1_and_c2_one_that_cannot_be_read_hides_nothing(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    change(firm, lambda state: replace(state, entries=()), BRYGGA)
    latest_serial = latest(firm).serial
    load, archive = MemoryBackend.load, MemoryBackend.archive
    broken: set[int | None] = {2}

    def cannot_load(self: MemoryBackend, account: AccountRef, serial: int | None = None) -> AccountState | None:
        if account == NORDLYS and serial in broken:
            raise StateCorrupt("The state of client/nordlys breaks rule S2")
        return load(self, account, serial)

    def cannot_archive(self: MemoryBackend, account: AccountRef) -> Archive | None:
        if account == NORDLYS:
            raise StateCorrupt("The state of client/nordlys breaks rule S2")
        return archive(self, account)

    monkeypatch.setattr(MemoryBackend, "load", cannot_load)
    monkeypatch.setattr(MemoryBackend, "archive", cannot_archive)
    assert ("C3", BRYGGA) in rules(firm)
    assert [(item.rule, item.diagnostic.severity) for item in found(firm, NORDLYS)] == [("C2", Severity.WARNING)]
    broken.update({None, latest_serial})
    assert [item.rule for item in found(firm, NORDLYS)] == ["C1", "C2"]
    assert "rule S2" in found(firm, NORDLYS)[0].diagnostic.text.detail
    broken.clear()
    assert [item.rule for item in found(firm, NORDLYS)] == ["C1"], "something beside the states"
    with firm.process() as workspace:
        assert {item.account for item in plan_repairs(workspace)} == {BRYGGA}


def test_c3_a_summary_is_written_anew(firm: Firm) -> None:
    row = firm.disk.accounts[NORDLYS]
    assert row.summary is not None
    row.summary = replace(row.summary, resources=99, tainted=1)
    (finding,) = found(firm)
    assert finding.rule == "C3"
    assert finding.diagnostic.summary.endswith("resources, tainted.")
    with firm.process() as workspace:
        planned = plan_repairs(workspace)
        assert planned == (Repair(RepairKind.SUMMARY, NORDLYS, fields=("resources", "tainted")),)
        assert plan_repairs(workspace, BRYGGA) == ()
        assert repair(workspace, planned) == planned
        assert repair(workspace, planned) == (), "it is found again before it is done"
        assert verify(export_audit(workspace)) == ()
    assert found(firm) == []
    assert firm.disk.audit[-1].event == "state-repaired"


def test_c4_an_access_through_an_office_key_that_does_not_exist(firm: Firm) -> None:
    change(firm, lambda state: replace(state, entries=()), OFFICE)
    told = {(item.rule, str(item.diagnostic.address)) for item in found(firm, NORDLYS)}
    assert told == {("C4", f"{NORDLYS}/link/finale")}


def test_c5_two_accounts_are_one_company(firm: Firm) -> None:
    same = latest(firm).bound_to
    change(firm, lambda state: replace(state, bound_to=same), BRYGGA)
    assert {item for item in rules(firm) if item[0] == "C5"} == {("C5", NORDLYS), ("C5", BRYGGA)}
    change(firm, lambda state: replace(state, entries=()), BRYGGA)
    assert "C5" not in {rule for rule, _ in rules(firm)}, "an emptied name keeps its company"
    change(firm, lambda state: replace(state, bound_to=Identity(company_id=1)), BRYGGA)
    assert "C5" not in {rule for rule, _ in rules(firm)}


def test_c6_a_sealed_copy_is_missing(firm: Firm) -> None:
    change(firm, with_key(secret=SecretStatus.SEALED))
    firm.disk.sealed.pop((HUMA, 1), None)
    assert ("C6", NORDLYS) in rules(firm)
    firm.disk.sealed[HUMA, 1] = samples.sealed()
    assert ("C6", NORDLYS) not in rules(firm)


def test_c7_a_lost_key_that_was_set_aside_is_taken_in(firm: Firm) -> None:
    change(firm, with_key(secret=SecretStatus.LOST))
    firm.disk.sealed.pop((HUMA, 1), None)
    intent_id = key_of(firm).current.intent_id
    assert intent_id
    late = Deposit(intent_id, HUMA, 1, samples.sealed("late"))
    firm.disk.deposits[intent_id] = late
    assert [item.rule for item in found(firm) if item.rule == "C7"] == ["C7"]
    with firm.process() as workspace:
        planned = plan_repairs(workspace)
        assert planned[0] == Repair(RepairKind.TAKE_IN, NORDLYS, HUMA, 1)
        repair(workspace, planned)
        assert verify(export_audit(workspace)) == ()
    assert key_of(firm).current.secret is SecretStatus.SEALED
    assert firm.disk.sealed[HUMA, 1] == late.sealed
    assert firm.disk.deposits == {}
    assert found(firm) == []


def test_c7_a_key_that_is_kept_already_is_let_go_of(firm: Firm) -> None:
    native_id = key_of(firm).current.native_id
    firm.disk.deposits["other"] = Deposit("other", HUMA, 1, samples.sealed(), native_id)
    with firm.process() as workspace:
        planned = plan_repairs(workspace)
        assert [item.kind for item in planned] == [RepairKind.LET_GO]
        repair(workspace, planned)
    assert firm.disk.deposits == {}
    assert key_of(firm).current.secret is SecretStatus.STORED


@pytest.mark.parametrize(
    ("address", "generation"),
    [(HUMA, 1), (HUMA, 7), (Address(NORDLYS, "note", "lapp"), 1)],
    ids=["other", "old", "note"],
)
def test_c7_a_key_that_nobody_knows_stays_set_aside(firm: Firm, address: Address, generation: int) -> None:
    firm.disk.deposits["x"] = Deposit("x", address, generation, samples.sealed(), "n-unknown")
    (finding,) = found(firm)
    assert finding.diagnostic.code == "state-deposit-stranger"
    assert "n-unknown" in finding.diagnostic.text.detail
    with firm.process() as workspace:
        assert plan_repairs(workspace) == ()
    assert "x" in firm.disk.deposits


def test_c7_a_key_whose_call_is_open_is_settled_and_not_repaired(firm: Firm) -> None:
    row = firm.disk.accounts[NORDLYS]
    intent = samples.intent("x", Address(NORDLYS, "key", "ny"))
    row.intents["x"] = intent
    assert row.summary is not None
    row.summary = replace(row.summary, open_intents=1)
    firm.disk.deposits["x"] = Deposit("x", intent.address, 1, samples.sealed())
    assert [item.diagnostic.code for item in found(firm)] == ["state-deposit-open"]
    with firm.process() as workspace:
        assert plan_repairs(workspace) == ()


def test_c8_a_sealed_copy_of_nothing(firm: Firm) -> None:
    firm.disk.sealed[HUMA, 9] = samples.sealed()
    (finding,) = found(firm)
    assert (finding.rule, finding.diagnostic.severity) == ("C8", Severity.INFO)


def test_c9_the_audit_was_touched(firm: Firm) -> None:
    place = next(place for place, record in enumerate(firm.disk.audit) if record.account == NORDLYS)
    firm.disk.audit[place] = replace(firm.disk.audit[place], actor="somebody else")
    assert ("C9", NORDLYS) in rules(firm)


def test_c10_a_rename_that_stands_half_made(firm: Firm) -> None:
    brygga = latest(firm, BRYGGA)
    change(firm, lambda state: replace(state, taken_over=as_of(brygga), bound_to=brygga.bound_to))
    told = rules(firm)
    assert ("C10", NORDLYS) in told
    assert "C5" not in {rule for rule, _ in told}, "that is what the move is"
