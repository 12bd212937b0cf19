"""A client under a new name: the plan shows a move, apply makes it, and dying in the middle loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner.engine.fold import open_intent
from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import LeaseHeld, StaleState
from provisioner.model.plan import Plan, Step, StepAction
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import AccountState, Intent, IntentPhase, violations
from provisioner.model.values import EMPTY
from provisioner.runtime.secrets.access import show_secret
from provisioner.runtime.session import PlanWish, apply_plan, make_plan
from provisioner.runtime.state.books import open_books
from provisioner.testing.fakes import Fault, FaultKind, Killed
from tests.runtime.applying.test_crashes import reaper
from tests.runtime.firm import CLIENT, Firm, actions, make_firm

OLD, NEW = AccountRef.client("brygga"), AccountRef.client("bryggen")
KEY = Address(NEW, "key", "huma")
RENAMED = CLIENT.replace("name: brygga", "name: bryggen")


def rename(firm: Firm, text: str = RENAMED) -> None:
    """In the manifests; the world does not care what the firm calls its clients, but the fake one does."""
    firm.write("clients.yaml", text)
    firm.world.rename(OLD, NEW)


@pytest.fixture
def made(firm: Firm) -> Firm:
    """A firm where everything is set up, and one client renamed since."""
    firm.attest()
    firm.apply()
    assert actions(firm.plan()) == {}
    rename(firm)
    return firm


def state(firm: Firm, account: AccountRef) -> AccountState | None:
    with firm.process() as workspace:
        return workspace.backend().load(account)


def secret(firm: Firm, address: Address) -> str:
    file = firm.root / "identity.txt"
    file.write_text(firm.identity, encoding="utf-8")
    with firm.process() as workspace:
        return show_secret(workspace, address, None, file).reveal()


def moves(plan: Plan) -> dict[str, str]:
    return {str(item.account.ref): str(item.moved_from) for item in plan.accounts if item.moved_from is not None}


def settled(firm: Firm, where: str = "") -> None:
    """Everything stands under the new name, nothing under the earlier one, and nothing was made or ended."""
    plan = firm.plan()
    assert (actions(plan), moves(plan), plan.diagnostics) == ({}, {}, ()), where
    old, new = state(firm, OLD), state(firm, NEW)
    assert old is not None, where
    assert new is not None, where
    assert (old.entries, violations(old), violations(new)) == ((), (), ()), where
    assert [entry.address for entry in new.entries] == [KEY], where
    (thing,) = firm.world.things(NEW)
    assert new.entries[0].current.native_id == thing.native_id, where
    assert secret(firm, KEY) == thing.secret, where
    assert firm.world.calls["delete"] == 0, where


def test_the_plan_shows_a_move_and_nothing_else(made: Firm) -> None:
    plan = made.plan()
    assert moves(plan) == {"client/bryggen": "client/brygga"}
    assert (actions(plan), plan.diagnostics, plan.guards) == ({}, (), ())
    (account,) = [item for item in plan.accounts if item.moved_from is not None]
    assert not account.skipped


def test_apply_moves_the_state_and_the_next_plan_has_nothing_to_do(made: Firm) -> None:
    before = state(made, OLD)
    assert before is not None
    report = made.apply()
    assert [account.problem for account in report.accounts] == [None] * len(report.accounts)
    assert [notice.summary for notice in report.notices] == [
        "brygga is called bryggen from now on; everything that was recorded has moved along."
    ]
    settled(made)
    assert all(item.skipped for item in made.plan().accounts)
    after = state(made, NEW)
    assert after is not None
    assert after.taken_over is not None
    assert (after.taken_over.account, after.taken_over.serial) == (OLD, before.serial)
    with made.process() as workspace:
        backend = workspace.backend()
        assert backend.sealed(Address(OLD, "key", "huma"), 1) is None
        assert backend.load(OLD, before.serial) is not None
        told = {str(record.account): record.detail for record in backend.audit() if record.event == "moved"}
    assert told["client/brygga"]["wentTo"] == "client/bryggen"
    assert str(told["client/bryggen"]["cameFrom"]).startswith("client/brygga ")


def test_a_move_and_changes_in_one_apply(made: Firm) -> None:
    made.write("clients.yaml", RENAMED.rstrip("\n") + "\n  lapp: {kind: note, text: ny}\n")
    plan = made.plan()
    assert (moves(plan), actions(plan)) == ({"client/bryggen": "client/brygga"}, {"client/bryggen/note/lapp": "create"})
    made.apply()
    assert actions(made.plan()) == {}
    assert len(made.world.things(NEW)) == 2


def test_a_narrowed_plan_moves_only_what_it_is_about(made: Firm) -> None:
    assert moves(made.plan(PlanWish(clients=("nordlys",)))) == {}
    assert moves(made.plan(PlanWish(clients=("bryggen",)))) == {"client/bryggen": "client/brygga"}


def test_the_company_id_tells_too(firm: Firm) -> None:
    with_id = CLIENT.replace("name: brygga\n", "name: brygga\ncompanyId: 20103\n")
    firm.write("clients.yaml", with_id)
    firm.attest()
    firm.apply()
    renamed = with_id.replace("name: brygga", "name: bryggen").replace("organizationNumber: 923 609 016\n", "")
    rename(firm, renamed)
    assert moves(firm.plan()) == {"client/bryggen": "client/brygga"}
    rename(firm, renamed.replace("20103", "20104"))
    assert [found.code for found in firm.plan().diagnostics if found.account == OLD] == ["client-gone"]


def test_dying_at_every_call_of_the_backend_loses_nothing(tmp_path: Path) -> None:
    def firm(name: str) -> Firm:
        path = tmp_path / name
        path.mkdir()
        made = make_firm(path)
        made.attest()
        made.apply()
        rename(made)
        return made

    counted, seen = reaper(0)
    first = firm("count")
    first.watch = counted
    first.apply()
    assert seen.count("after commit") >= 3
    for at in range(1, len(seen) + 1):
        made = firm(f"die{at}")
        made.watch, _ = reaper(at)
        with pytest.raises(Killed):
            made.apply()
        made.watch = None
        made.clock.advance(3600)
        assert all(account.problem is None for account in made.apply().accounts)
        settled(made, f"died {seen[at - 1]} ({at})")


def died_between(made: Firm) -> None:
    """The state stands under both names: the process died after the first commit of a move."""
    commits = 0

    def watch(method: str, after: bool) -> None:
        nonlocal commits
        commits += method == "commit" and after
        if commits:
            raise Killed(method)

    made.watch = watch
    with pytest.raises(Killed):
        made.apply()
    made.watch = None
    made.clock.advance(3600)
    assert [getattr(state(made, ref), "entries", ()) != () for ref in (OLD, NEW)] == [True, True]


def test_a_move_that_was_interrupted_is_shown_and_ended(made: Firm) -> None:
    died_between(made)
    plan = made.plan()
    assert (moves(plan), actions(plan), plan.diagnostics) == ({"client/bryggen": "client/brygga"}, {}, ())
    made.apply()
    settled(made)


def test_things_under_both_names_are_left_to_a_person(made: Firm) -> None:
    died_between(made)
    made.write("clients.yaml", CLIENT)
    made.world.rename(NEW, OLD)
    plan = made.plan()
    assert [(found.code, str(found.account)) for found in plan.diagnostics] == [("client-renamed", "client/brygga")]
    made.write("clients.yaml", RENAMED)
    made.world.rename(OLD, NEW)
    made.apply()
    settled(made)


def test_there_and_back_again(made: Firm) -> None:
    made.apply()
    made.write("clients.yaml", CLIENT)
    made.world.rename(NEW, OLD)
    assert moves(made.plan()) == {"client/brygga": "client/bryggen"}
    made.apply()
    assert actions(made.plan()) == {}
    back = state(made, OLD)
    assert back is not None
    assert back.entries[0].current.stored_as is None
    assert secret(made, Address(OLD, "key", "huma")) == made.world.things(OLD)[0].secret
    rename(made)
    made.apply()
    settled(made)


def test_a_secret_that_is_only_in_the_store_is_found_under_the_new_name(firm: Firm) -> None:
    text = (firm.root / "provisioner.yaml").read_text(encoding="utf-8")
    firm.write("provisioner.yaml", text.replace("store: kept:there", "store: kept:there\n  keepSealed: until-stored"))
    firm.attest()
    firm.apply()
    rename(firm)
    firm.apply()
    after = state(firm, NEW)
    assert after is not None
    current = after.entries[0].current
    assert (current.secret, current.stored_as) == (SecretStatus.STORED, Address(OLD, "key", "huma"))
    with firm.process() as workspace:
        assert workspace.backend().sealed(KEY, 1) is None
    settled(firm)
    assert firm.store.kept[Address(OLD, "key", "huma"), 1].reveal() == secret(firm, KEY)
    firm.apply(PlanWish(destroy=True, clients=("bryggen",)))
    assert (Address(OLD, "key", "huma"), 1) not in firm.store.kept


def test_the_earlier_name_is_no_other_company_s(made: Firm) -> None:
    made.apply()
    other = RENAMED + "---\nkind: Client\nname: brygga\norganizationNumber: 974 760 673\n"
    other += "integrations:\n  huma: {kind: key, application: Huma}\n"
    made.write("clients.yaml", other)
    plan = made.plan()
    assert [(found.code, str(found.account)) for found in plan.diagnostics] == [("company-changed", "client/brygga")]
    settled_secret = secret(made, KEY)
    made.apply()
    assert secret(made, KEY) == settled_secret


def test_a_company_whose_name_another_one_takes_is_moved_and_never_made_twice(firm: Firm) -> None:
    firm.attest()
    firm.apply()
    firm.write("clients.yaml", RENAMED + "---\nkind: Client\nname: brygga\norganizationNumber: 974 760 673\n")
    firm.world.rename(OLD, NEW)
    plan = firm.plan()
    assert [(found.code, str(found.account)) for found in plan.diagnostics] == [("company-changed", "client/brygga")]
    assert (moves(plan), actions(plan)) == (
        {"client/bryggen": "client/brygga"},
        {str(Address(OLD, "key", "huma")): "hold"},
    )
    firm.apply()
    assert len(firm.world.things(NEW)) == 1
    after = state(firm, NEW)
    assert after is not None
    assert [entry.address for entry in after.entries] == [KEY]


def test_two_that_swap_their_names_are_left_to_a_person(firm: Firm) -> None:
    firm.attest()
    firm.apply()
    swapped = CLIENT.replace("312 345 676", "x").replace("923 609 016", "312 345 676").replace("x", "923 609 016")
    firm.write("clients.yaml", swapped)
    plan = firm.plan()
    assert moves(plan) == {}
    assert {found.code for found in plan.diagnostics} == {"client-renamed", "company-changed"}
    assert set(actions(plan).values()) <= {"hold"}


def test_nothing_moves_while_a_call_is_open(firm: Firm) -> None:
    firm.attest()
    firm.world.plant(Fault(FaultKind.KILLED_AFTER, "apply", Address(OLD, "key", "huma")))
    with pytest.raises(Killed):
        firm.apply()
    rename(firm)
    plan = firm.plan()
    assert [(found.code, str(found.account)) for found in plan.diagnostics if found.account == NEW] == [
        ("client-renamed-open", "client/bryggen")
    ]
    assert moves(plan) == {}


def test_what_waits_for_a_person_goes_along(tmp_path: Path) -> None:
    firm = make_firm(tmp_path, "{guided: [key]}")
    firm.attest()
    firm.apply()
    before = state(firm, OLD)
    assert before is not None
    rename(firm)
    assert moves(firm.plan()) == {"client/bryggen": "client/brygga"}
    firm.apply()
    after = state(firm, NEW)
    assert after is not None
    assert [(found.id, found.address) for found in after.intents] == [(before.intents[0].id, KEY)]
    assert actions(firm.plan()) == {str(KEY): "await"} | {
        address: action for address, action in actions(firm.plan()).items() if address != str(KEY)
    }


def test_a_saved_plan_moves_only_what_it_was_made_from(made: Firm) -> None:
    with made.process() as workspace:
        data = make_plan(workspace).data
    with made.process() as workspace:
        report = apply_plan(workspace, data)
    assert all(account.problem is None for account in report.accounts)
    with made.process() as workspace:
        report = apply_plan(workspace, data)
    problems = {str(account.account): account.problem for account in report.accounts}
    assert problems["client/bryggen"] is not None
    assert problems["client/bryggen"].code == StaleState.code
    settled(made)


def test_a_name_under_which_something_was_begun_meanwhile_takes_nothing_over(made: Firm) -> None:
    with made.process() as workspace:
        data = make_plan(workspace).data
        with open_books(workspace, NEW, "somebody else") as books:
            step = Step(Address(NEW, "note", "lapp"), StepAction.CREATE, 1, EMPTY)
            intent = Intent("begun-meanwhile", step, IntentPhase.AWAITING, workspace.clock.now(), None, "")
            books.begin(open_intent(books.state, intent), intent)
        report = apply_plan(workspace, data)
    problems = {str(account.account): account.problem for account in report.accounts}
    assert problems["client/bryggen"] is not None
    assert problems["client/bryggen"].code == StaleState.code
    before = state(made, OLD)
    assert before is not None
    assert len(before.entries) == 1
    assert [found.code for found in made.plan().diagnostics if found.account == NEW] == ["client-renamed"]


def test_both_names_are_held_while_the_state_moves(made: Firm) -> None:
    with made.process() as workspace, open_books(workspace, OLD, "somebody else"):
        report = apply_plan(workspace, make_plan(workspace).data)
    problems = {str(account.account): account.problem for account in report.accounts}
    assert problems["client/bryggen"] is not None
    assert problems["client/bryggen"].code == LeaseHeld.code
    made.apply()
    settled(made)


def test_destroy_takes_what_stands_under_the_earlier_name(made: Firm) -> None:
    made.world.rename(NEW, OLD)
    plan = made.plan(PlanWish(destroy=True))
    assert actions(plan)["client/brygga/key/huma"] == "delete"
    assert moves(plan) == {}
