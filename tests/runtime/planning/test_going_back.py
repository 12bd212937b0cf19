"""Going back to what was wanted before, and plans in spite of one state that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Severity
from provisioner.model.errors import StateCorrupt
from provisioner.model.state import AccountState
from provisioner.runtime.planning.wish import PlanWish, RefreshMode
from provisioner.runtime.session import make_plan
from provisioner.testing.fakes import MemoryBackend
from tests.runtime.firm import CLIENT, OFFICE, Firm, actions, make_firm

NORDLYS = AccountRef.client("nordlys")
BRYGGA = AccountRef.client("brygga")
HUMA = Address(NORDLYS, "key", "huma")
WITHOUT = CLIENT.replace("  huma: {kind: key, application: Huma, needs: [module/modul]}\n", "")


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    made = make_firm(tmp_path)
    made.attest()
    made.apply()
    return made


def test_a_rollback_makes_a_new_key_and_says_so(firm: Firm) -> None:
    """The manifests are put back as they were, as `git revert` does; what was ended is another thing."""
    before = MemoryBackend(firm.disk).load(NORDLYS)
    assert before is not None
    firm.write("clients.yaml", WITHOUT)
    firm.clock.advance(3600)
    firm.apply()
    firm.write("clients.yaml", CLIENT)
    plan = firm.plan()
    assert actions(plan) == {str(HUMA): "create"}
    (told,) = (item for item in plan.diagnostics if item.code == "key-comes-anew")
    assert (told.severity, told.address) == (Severity.WARNING, HUMA)
    assert "was ended at 2026-11-22T10:" in told.summary
    firm.apply()
    after = MemoryBackend(firm.disk).load(NORDLYS)
    assert after is not None
    old, new = (state.entry(HUMA) for state in (before, after))
    assert old is not None
    assert new is not None
    assert new.current.native_id != old.current.native_id
    assert firm.plan().diagnostics == ()


def test_a_key_that_was_never_there_is_no_comeback(firm: Firm) -> None:
    firm.write("clients.yaml", CLIENT.replace("  lapp:", "  ny: {kind: key, application: Ny}\n  lapp:"))
    plan = firm.plan()
    assert "create" in actions(plan).values()
    assert [item.code for item in plan.diagnostics] == []


class OneIsBroken(MemoryBackend):
    """Of one account nothing can be read."""

    broken = NORDLYS

    def load(self, account: AccountRef, serial: int | None = None) -> AccountState | None:
        if account == self.broken:
            raise StateCorrupt("The stored account cannot be read.")
        return super().load(account, serial)


@pytest.mark.parametrize("gives_up", [False, True])
def test_one_state_that_cannot_be_read_stops_that_account_alone(firm: Firm, gives_up: bool) -> None:
    if gives_up:
        firm.write("office.yaml", OFFICE.partition("officeKeys")[0])
        firm.write("clients.yaml", CLIENT.replace("  finale: {kind: link, to: finale}\n", ""))
    with firm.process() as workspace:
        workspace._backend = OneIsBroken(firm.disk)
        plan = make_plan(workspace, PlanWish(refresh=RefreshMode.ALL)).plan
    stopped = {item.concerns for item in plan.diagnostics if item.severity is Severity.ERROR}
    assert stopped == {NORDLYS}
    assert BRYGGA in {account.account.ref for account in plan.accounts}
    assert not any(change.action.is_pending for change in plan.changes() if change.address.account == NORDLYS)
    if gives_up:
        assert "delete" not in actions(plan).values(), "nobody knows whether that client goes through it"


def test_an_office_that_cannot_be_read_is_named(firm: Firm) -> None:
    class OfficeIsBroken(OneIsBroken):
        broken = AccountRef.office()

    with firm.process() as workspace:
        workspace._backend = OfficeIsBroken(firm.disk)
        with pytest.raises(StateCorrupt, match="office: The stored account cannot be read"):
            make_plan(workspace)
