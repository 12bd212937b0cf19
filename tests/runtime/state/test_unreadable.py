"""One account that cannot be read hides nothing of the others, and goes back to a serial that can be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from provisioner.formats.archive_format import decode_archives
from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import StateCorrupt, UsageError
from provisioner.model.plan import Action, Reason
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import AccountState
from provisioner.model.work import HandoffStatus
from provisioner.runtime.applying.recovery import recover
from provisioner.runtime.first_day.standing import status_of
from provisioner.runtime.life.expiring import list_expiring
from provisioner.runtime.life.people import find_ties
from provisioner.runtime.planning.wish import PlanWish, RefreshMode
from provisioner.runtime.secrets.listing import list_secrets
from provisioner.runtime.state.archives import pull
from provisioner.runtime.state.auditing import export_audit, verify
from provisioner.runtime.state.edits import EditWish
from provisioner.runtime.state.migrating import migrate
from provisioner.runtime.state.restoring import go_back, look_back
from provisioner.runtime.state.states import account_states, find_entry
from provisioner.runtime.worklist.handoffs import HandoffWish, list_handoffs
from provisioner.runtime.worklist.items import list_work
from provisioner.runtime.workspace import Workspace
from provisioner.spi.backend import Archive
from provisioner.testing.memory import MemoryBackend
from tests.runtime.firm import CLIENT, Firm, actions, make_firm

BRYGGA = AccountRef.client("brygga")
HUMA = Address(BRYGGA, "key", "huma")
NORDLYS = AccountRef.client("nordlys")
Look = Callable[[Workspace], Iterable[AccountRef]]


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    made = make_firm(tmp_path)
    made.write("clients.yaml", CLIENT.replace("application: Huma", "application: Huma, vendor: huma AS"))
    made.attest()
    made.apply()
    return made


@pytest.fixture
def broken(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> int:
    """Which serial of one client cannot be read: its newest."""
    load, archive, bad = MemoryBackend.load, MemoryBackend.archive, firm.disk.accounts[BRYGGA].serial

    def refuse(account: AccountRef, serial: int | None) -> None:
        if account == BRYGGA and serial in (None, bad) and firm.disk.accounts[BRYGGA].serial == bad:
            raise StateCorrupt("The stored account cannot be read.", hint="Look.")

    def load_unless(self: MemoryBackend, account: AccountRef, serial: int | None = None) -> AccountState | None:
        refuse(account, serial)
        return load(self, account, serial)

    def archive_unless(self: MemoryBackend, account: AccountRef) -> Archive | None:
        refuse(account, None)
        return archive(self, account)

    monkeypatch.setattr(MemoryBackend, "load", load_unless)
    monkeypatch.setattr(MemoryBackend, "archive", archive_unless)
    return bad


LOOKS: dict[str, Look] = {
    "state list": lambda workspace: [state.account for state in account_states(workspace)],
    "secret list": lambda workspace: [item.address.account for item in list_secrets(workspace)],
    "handoff list": lambda workspace: [
        item.address.account for item in list_handoffs(workspace, HandoffWish(statuses=frozenset(HandoffStatus)))
    ],
    "status": lambda workspace: [AccountRef.client(line.client) for line in status_of(workspace)[1]],
    "audit export": lambda workspace: [record.account for record in export_audit(workspace).records],
    "state pull": lambda workspace: [item.account for item in decode_archives(pull(workspace)).archives],
}


@pytest.mark.parametrize("name", LOOKS)
def test_the_others_are_shown_and_it_is_named(firm: Firm, broken: int, name: str) -> None:
    with firm.process() as workspace:
        seen = set(LOOKS[name](workspace))
        assert NORDLYS in seen
        assert BRYGGA not in seen
        assert str(BRYGGA) in workspace.unreadable[BRYGGA].summary
        assert list(workspace.unreadable) == [BRYGGA]


@pytest.mark.parametrize(
    "look",
    [
        find_ties,
        lambda workspace: list_expiring(workspace, 4000, ("brygga",)),
        lambda workspace: verify(export_audit(workspace)) == () or pytest.fail("the others' chains hold"),
    ],
)
def test_looking_at_all_names_it(firm: Firm, broken: int, look: Callable[[Workspace], object]) -> None:
    with firm.process() as workspace:
        look(workspace)
        assert list(workspace.unreadable) == [BRYGGA]


def test_what_does_not_need_it_does_not_stumble_over_it(firm: Firm, broken: int) -> None:
    with firm.process() as workspace:
        assert list_work(workspace) == ()
        assert recover(workspace).unsettled == ()
        with pytest.raises(StateCorrupt, match=str(BRYGGA)):
            account_states(workspace, BRYGGA)
        with pytest.raises(StateCorrupt, match=str(BRYGGA)):
            pull(workspace, BRYGGA)


def test_half_a_state_is_not_migrated(firm: Firm, broken: int) -> None:
    with firm.process() as workspace, pytest.raises(StateCorrupt, match=f"{BRYGGA} cannot be read whole"):
        migrate(workspace, f"sqlite:{firm.root}/other.db")


def test_it_goes_back_to_a_serial_that_can_be_read(firm: Firm, broken: int) -> None:
    with firm.process() as workspace:
        planned = look_back(workspace, BRYGGA, broken - 1)
        assert (planned.is_readable, planned.newest, planned.resources, planned.changes) == (False, broken, 1, ())
        assert go_back(workspace, planned, EditWish("kari", "the disk")) == broken + 1
        assert find_entry(workspace, HUMA).current.secret in (SecretStatus.STORED, SecretStatus.SEALED)
        record = workspace.backend().audit(BRYGGA)[-1]
        assert record.detail["reason"] == f"back to serial {broken - 1}: the disk"
        assert verify(export_audit(workspace)) == ()
    assert actions(firm.plan()) == {}


def test_what_was_made_since_is_not_made_a_second_time(firm: Firm) -> None:
    """Where nobody can look, somebody must before anything is made."""
    serial = next(version for version in (1, 2) if not firm.disk.accounts[BRYGGA].states[version].entries)
    with firm.process() as workspace:
        planned = look_back(workspace, BRYGGA, serial)
        assert planned.is_readable
        assert [str(change.address) for change in planned.changes] == [str(HUMA)]
        assert {record.event for record in planned.since} >= {"applied", "stored"}
        go_back(workspace, planned, EditWish("kari"))
    plan = firm.plan(PlanWish(clients=("brygga",), refresh=RefreshMode.NONE))
    (change,) = plan.changes()
    assert (change.action, change.reason) == (Action.HOLD, Reason.NOT_INVENTORIED)


@pytest.mark.parametrize("serial", [0, 99])
def test_a_serial_that_is_not_kept_is_refused(firm: Firm, serial: int) -> None:
    with firm.process() as workspace:
        with pytest.raises(UsageError, match="no earlier serial") as caught:
            look_back(workspace, BRYGGA, serial)
        assert "These are kept: 1 to" in caught.value.hint
        with pytest.raises(UsageError, match="There is no state"):
            look_back(workspace, AccountRef.client("nobody"), 1)


def test_what_moved_on_meanwhile_is_looked_at_again(firm: Firm) -> None:
    with firm.process() as workspace:
        planned = look_back(workspace, BRYGGA, 1)
        go_back(workspace, planned, EditWish("ola"))
        with pytest.raises(UsageError, match="has moved on"):
            go_back(workspace, planned, EditWish("kari"))


def test_what_is_open_is_not_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    firm = make_firm(tmp_path, settings="{guided: [key]}")
    firm.attest()
    firm.apply()
    with firm.process() as workspace:
        newest = firm.disk.accounts[BRYGGA].serial
        kept = look_back(workspace, BRYGGA, newest - 1)
        go_back(workspace, kept, EditWish("kari"))
        assert len(list_work(workspace)) == 2, "what waits for a person waits on"

        def unreadable(self: MemoryBackend, account: AccountRef, serial: int | None = None) -> AccountState | None:
            if account == BRYGGA and serial is None:
                raise StateCorrupt("The stored account cannot be read.")
            return firm.disk.accounts[account].states[serial] if serial is not None else None

        monkeypatch.setattr(MemoryBackend, "load", unreadable)
        with pytest.raises(UsageError, match="Something is open"):
            look_back(workspace, BRYGGA, newest - 1)
