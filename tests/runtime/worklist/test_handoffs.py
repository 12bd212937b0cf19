"""Handing on: what a vendor must be given is listed until they confirm it, and only then is the old key ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner.model.address import Address
from provisioner.model.errors import LeaseHeld, ManifestInvalid, UsageError
from provisioner.model.plan import Reason
from provisioner.model.resource import HandoffPlan
from provisioner.model.secrets import SecretStatus
from provisioner.model.work import HandoffStatus
from provisioner.runtime.session import PlanWish
from provisioner.runtime.state.books import open_books
from provisioner.runtime.state.states import find_entry
from provisioner.runtime.worklist.handoffs import (
    HandoffWish,
    HandoffWord,
    ListedHandoff,
    RecordedHandoff,
    confirm_handoff,
    list_handoffs,
)
from provisioner.testing.fakes import FakeWorld
from tests.runtime.firm import CLIENT, OFFICE, Firm, actions, make_firm

HUMA = Address.parse("client/nordlys/key/huma")
BRYGGA = Address.parse("client/brygga/key/huma")
FINALE = Address.parse("office/office_key/finale")
VENDORS = {
    "office.yaml": OFFICE.replace("{application: Finale}", "{application: Finale, vendor: Visma}"),
    "clients.yaml": CLIENT.replace("application: Huma", "application: Huma, vendor: huma AS").replace(
        "name: nordlys\n", "name: nordlys\ndisplayName: Nordlys Bakeri AS\n"
    ),
}
EVERYTHING = frozenset(HandoffStatus)


@pytest.fixture
def given(tmp_path: Path) -> Firm:
    """A firm whose keys were just made and are still to be handed on."""
    root = tmp_path / "firm"
    root.mkdir()
    firm = make_firm(root, files=VENDORS)
    firm.apply()
    return firm


def listed(firm: Firm, wish: HandoffWish | None = None) -> dict[str, ListedHandoff]:
    with firm.process() as workspace:
        return {str(item.address): item for item in list_handoffs(workspace, wish)}


def confirm(firm: Firm, address: Address, **more: object) -> RecordedHandoff:
    with firm.process() as workspace:
        return confirm_handoff(workspace, HandoffWord(address, "kari", **more))  # type: ignore[arg-type]


def keys(world: FakeWorld, address: Address) -> list[str]:
    return [thing.native_id for thing in world.things(address.account, address.kind)]


def replace_huma(firm: Firm) -> None:
    """Another application name: the key is made anew, and the old one stays for as long as the vendor needs it."""
    text = VENDORS["clients.yaml"].replace("application: Huma,", "application: Huma2,", 1)
    firm.write("clients.yaml", text)
    firm.apply()


def test_what_vendors_must_be_given_stands_by_vendor(given: Firm) -> None:
    found = listed(given)
    assert list(found) == [str(BRYGGA), str(HUMA), str(FINALE)]
    item = found[str(HUMA)]
    assert item.plan == HandoffPlan("huma AS", "portal"), "what the manifests and the catalogue say"
    assert (item.account_name, item.generation, item.waiting) == ("Nordlys Bakeri AS", 1, 0)
    assert (item.handoff.status, item.secret) == (HandoffStatus.AWAITING, SecretStatus.STORED)
    with given.process() as workspace:
        assert item.since == find_entry(workspace, HUMA).current.made_at


def test_a_list_can_be_narrowed(given: Firm) -> None:
    assert list(listed(given, HandoffWish(clients=("brygga",)))) == [str(BRYGGA)]
    confirm(given, BRYGGA)
    confirm(given, HUMA, status=HandoffStatus.DELIVERED)
    assert list(listed(given)) == [str(HUMA), str(FINALE)], "what is confirmed is nobody's work any more"
    assert list(listed(given, HandoffWish(statuses=frozenset({HandoffStatus.CONFIRMED})))) == [str(BRYGGA)]
    with pytest.raises(ManifestInvalid) as refused:
        listed(given, HandoffWish(clients=("bryga",)))
    assert [(item.code, item.hint) for item in refused.value.diagnostics] == [
        ("unknown-client", "Did you mean brygga?")
    ]


def test_what_is_said_is_kept_with_who_said_it_and_when(given: Firm) -> None:
    given.clock.advance(3600)
    recorded = confirm(given, HUMA, status=HandoffStatus.DELIVERED, note="sak 1182")
    assert (recorded.generation, recorded.waiting) == (1, 0)
    item = listed(given)[str(HUMA)]
    assert (item.handoff.by, item.handoff.note, item.handoff.status) == ("kari", "sak 1182", HandoffStatus.DELIVERED)
    assert item.since == item.handoff.at == recorded.handoff.at
    with given.process() as workspace:
        entry = find_entry(workspace, HUMA)
        (record,) = [each for each in workspace.backend().audit(HUMA.account) if each.event == "handedoff"]
    assert entry.current.made_at < item.since
    assert (record.actor, record.address) == ("kari", HUMA)


def test_a_vendor_who_has_confirmed_lets_the_old_key_be_ended(given: Firm) -> None:
    (old,) = keys(given.world, HUMA)
    replace_huma(given)
    assert len(keys(given.world, HUMA)) == 2
    assert actions(given.plan()) == {}, "the old key is kept while the vendor may still use it"
    assert listed(given)[str(HUMA)].waiting == 1
    assert confirm(given, HUMA, status=HandoffStatus.DELIVERED).waiting == 0
    assert actions(given.plan()) == {}, "delivered is not confirmed"
    recorded = confirm(given, HUMA)
    assert (recorded.generation, recorded.waiting) == (2, 1)
    plan = given.plan()
    assert actions(plan) == {f"{HUMA} (deposed)": "delete"}
    (change,) = [each for each in plan.changes() if each.deposed]
    assert (change.reason, change.native_id) == (Reason.DEPOSED, old)
    given.apply()
    (left,) = keys(given.world, HUMA)
    assert left != old
    assert actions(given.plan()) == {}
    with given.process() as workspace:
        assert find_entry(workspace, HUMA).deposed == ()


def test_an_older_generation_is_spoken_of_by_its_number(given: Firm) -> None:
    replace_huma(given)
    recorded = confirm(given, HUMA, generation=1)
    assert (recorded.generation, recorded.waiting) == (1, 0)
    assert listed(given)[str(HUMA)].handoff.status is HandoffStatus.AWAITING, "the one in force is another"
    assert actions(given.plan()) == {}
    with pytest.raises(UsageError, match="no generation 7") as refused:
        confirm(given, HUMA, generation=7)
    assert refused.value.hint == "It has: 1, 2."


@pytest.mark.parametrize(
    ("address", "words"),
    [("client/nordlys/note/lapp", "for no vendor to be given"), ("client/nordlys/key/hume", "nothing at")],
)
def test_what_is_nobodys_to_be_given_is_refused(given: Firm, address: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        confirm(given, Address.parse(address))


def test_an_account_that_somebody_holds_says_so(given: Firm) -> None:
    with given.process() as workspace, open_books(workspace, HUMA.account, "a long job"), pytest.raises(LeaseHeld):
        confirm_handoff(workspace, HandoffWord(HUMA, "kari"))
    assert listed(given)[str(HUMA)].handoff.status is HandoffStatus.AWAITING


def test_what_the_manifests_no_longer_tell_is_not_made_up(given: Firm) -> None:
    given.write("clients.yaml", VENDORS["clients.yaml"].partition("---")[0].replace("Huma, vendor: huma AS", "Annet"))
    found = listed(given, HandoffWish(statuses=EVERYTHING))
    assert found[str(HUMA)].plan == HandoffPlan("huma AS"), "another integration's steps are not this one's"
    assert found[str(BRYGGA)].plan == HandoffPlan("huma AS")
    assert found[str(BRYGGA)].account_name == "brygga", "as far as the state alone knows it"


def test_an_account_that_has_converged_is_looked_at_again_once_something_was_said(given: Firm) -> None:
    given.apply()
    assert all(account.skipped for account in given.plan(PlanWish()).accounts)
    confirm(given, HUMA)
    assert [account.account.ref for account in given.plan().accounts if not account.skipped] == [HUMA.account]
