"""Leases that are listed and broken: with a reason, in the audit, and its holder can write no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner.model.address import AccountRef
from provisioner.model.errors import LeaseLost, UsageError
from provisioner.model.outcome import Noted
from provisioner.runtime.state.auditing import AuditWish, export_audit, read_audit, verify
from provisioner.runtime.state.books import open_books
from provisioner.runtime.state.leasing import BROKEN, BreakWish, break_lease, list_leases
from tests.runtime.firm import Firm, make_firm

NORDLYS = AccountRef.client("nordlys")


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    made = make_firm(tmp_path)
    made.attest()
    return made


def test_nobody_holds_anything_after_a_run(firm: Firm) -> None:
    firm.apply()
    with firm.process() as workspace:
        assert list_leases(workspace) == ()


def test_a_lease_is_listed_with_who_and_what_for(firm: Firm) -> None:
    with firm.process() as other, open_books(other, NORDLYS, "apply fjord"), firm.process() as workspace:
        (lease,) = list_leases(workspace)
    assert (lease.account, lease.holder, lease.reason) == (NORDLYS, "kari@fjord (process 1)", "apply fjord")


def test_who_had_a_broken_lease_can_write_no_more(firm: Firm) -> None:
    with firm.process() as other, open_books(other, NORDLYS, "apply fjord") as books:
        with firm.process() as workspace:
            lease = break_lease(workspace, BreakWish(NORDLYS, "the machine was switched off", "ola"))
        assert lease.reason == "apply fjord"
        with pytest.raises(LeaseLost):
            books.commit(Noted(NORDLYS, other.clock.now(), "late"), commit_id="late")
    with firm.process() as workspace:
        record = next(one for one in read_audit(workspace, AuditWish(NORDLYS)) if one.event == BROKEN)
        assert verify(export_audit(workspace)) == ()
    assert dict(record.detail) == {
        "holder": "kari@fjord (process 1)",
        "heldFor": "apply fjord",
        "fence": lease.fence,
        "reason": "the machine was switched off",
        "by": "ola",
    }


def test_no_lease_is_broken_that_is_not_there(firm: Firm) -> None:
    with firm.process() as workspace, pytest.raises(UsageError, match="Nobody works on client/nordlys"):
        break_lease(workspace, BreakWish(NORDLYS, "why not", "ola"))


def test_no_lease_is_broken_without_a_reason(firm: Firm) -> None:
    with firm.process() as other, open_books(other, NORDLYS, "apply"), firm.process() as workspace:
        with pytest.raises(UsageError, match="Why"):
            break_lease(workspace, BreakWish(NORDLYS, "  ", "ola"))
        assert len(list_leases(workspace)) == 1
