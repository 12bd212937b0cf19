"""Applying: order, what waits, what is refused, and what is left for the next time."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from provisioner.formats.plan_format import decode_plan, encode_plan
from provisioner.model.account import Account
from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import GuardTripped, PlanRefused, ProvisionerError, UsageError
from provisioner.model.outcome import Applied, Failed, Settled, SettledAs, Skipped
from provisioner.model.secrets import SecretStatus
from provisioner.runtime.applying.journal import Journal
from provisioner.runtime.session import PlanWish, RefreshMode, apply_plan, make_plan, settle_open
from provisioner.runtime.state.books import open_books
from provisioner.runtime.state.states import account_states, find_entry
from provisioner.runtime.worklist.handoffs import HandoffWord, confirm_handoff
from provisioner.runtime.worklist.items import start_work
from provisioner.spi.backend import Deposit
from provisioner.spi.events import EventKind
from provisioner.testing.fakes import Fault, FaultKind, MemoryBackend
from tests.runtime.firm import CLIENT, OFFICE, Firm, actions

HUMA = Address.parse("client/brygga/key/huma")
LINK = Address.parse("client/nordlys/link/finale")
FINALE = Address.parse("office/office_key/finale")


def keys(firm: Firm) -> list[str]:
    """What was done, in order."""
    return [outcome.step.key for outcome in firm.apply().outcomes() if isinstance(outcome, Applied)]


def test_the_office_comes_first_and_needs_come_before_what_needs_them(firm: Firm) -> None:
    done = keys(firm)
    assert done[0] == "create office/office_key/finale #1"
    assert done.index("create client/nordlys/module/modul #1") < done.index("create client/nordlys/key/huma #1")
    assert len(done) == 6
    assert actions(firm.plan()) == {}


def test_a_converged_account_is_left_unread_until_something_about_it_changes(firm: Firm) -> None:
    firm.apply()
    reads = firm.world.calls["read"]
    plan = firm.plan()
    assert [account.skipped for account in plan.accounts] == [True, True, True]
    assert firm.world.calls["read"] == reads
    firm.write("clients.yaml", CLIENT.replace("text: hei", "text: hopp"))
    plan = firm.plan()
    assert [account.skipped for account in plan.accounts] == [True, False, True] or actions(plan)
    assert actions(plan) == {"client/nordlys/note/lapp": "update"}
    assert all(not account.skipped for account in firm.plan(PlanWish(refresh=RefreshMode.ALL)).accounts)
    firm.apply()
    assert all(account.skipped for account in firm.plan().accounts)


def test_what_somebody_changed_on_the_screen_is_drift_and_is_put_back(firm: Firm) -> None:
    firm.apply()
    note = firm.world.things(AccountRef.client("nordlys"), "note")[0]
    firm.world.change(note.native_id, note.attributes.with_items({"text": "endret"}))
    assert actions(firm.plan()) == {}
    plan = firm.plan(PlanWish(refresh=RefreshMode.ALL))
    change = next(change for change in plan.changes() if str(change.address) == "client/nordlys/note/lapp")
    assert (change.action.value, change.reason.value) == ("update", "drift")
    firm.apply(PlanWish(refresh=RefreshMode.ALL))
    after = firm.world.thing(note.native_id)
    assert after is not None
    assert after.attributes["text"] == "hei"


def test_without_a_look_the_state_stands_in(firm: Firm) -> None:
    firm.apply()
    firm.world.remove(firm.world.things(AccountRef.client("nordlys"), "note")[0].native_id)
    assert actions(firm.plan(PlanWish(refresh=RefreshMode.NONE))) == {}
    assert actions(firm.plan(PlanWish(refresh=RefreshMode.ALL))) == {"client/nordlys/note/lapp": "create"}


def test_a_key_that_vanished_is_made_again_only_when_asked(firm: Firm) -> None:
    firm.apply()
    firm.world.remove(firm.world.things(HUMA.account, "key")[0].native_id)
    assert actions(firm.plan(PlanWish(refresh=RefreshMode.ALL))) == {str(HUMA): "hold"}
    wish = PlanWish(refresh=RefreshMode.ALL, recreate=frozenset({HUMA}))
    assert actions(firm.plan(wish)) == {str(HUMA): "create"}


def test_trouble_in_one_account_stops_no_other(firm: Firm) -> None:
    firm.world.plant(Fault(FaultKind.REFUSED, "apply", HUMA))
    report = firm.apply()
    failed = [outcome for outcome in report.outcomes() if isinstance(outcome, Failed)]
    assert [outcome.step.address for outcome in failed] == [HUMA]
    assert actions(firm.plan()) == {str(HUMA): "create"}
    assert firm.apply().outcomes()
    assert actions(firm.plan()) == {}


def test_what_needs_a_failed_thing_is_not_begun(firm: Firm) -> None:
    module = Address.parse("client/nordlys/module/modul")
    firm.world.plant(Fault(FaultKind.REFUSED, "apply", module), Fault(FaultKind.REFUSED, "prepare", FINALE))
    skipped = {str(o.step.address): o.waits_for for o in firm.apply().outcomes() if isinstance(o, Skipped)}
    assert skipped == {"client/nordlys/key/huma": (module,), str(LINK): (FINALE,)}


def test_a_lost_answer_is_looked_into_at_once_and_never_sent_again(firm: Firm) -> None:
    firm.world.plant(Fault(FaultKind.LOST_ANSWER, "apply", HUMA))
    settled = [outcome for outcome in firm.apply().outcomes() if isinstance(outcome, Settled)]
    assert [(outcome.as_, outcome.question is not None) for outcome in settled] == [(SettledAs.UNKNOWN, True)]
    assert actions(firm.plan()) == {str(HUMA): "ask"}
    assert len(firm.world.things(HUMA.account, "key")) == 1
    firm.clock.advance(3600)
    with firm.process() as workspace, pytest.raises(UsageError, match="nobody knows how it ended"):
        start_work(workspace, settled[0].intent.id, "ola")
    with firm.process() as workspace:
        settled = [outcome for outcome in settle_open(workspace).outcomes() if isinstance(outcome, Settled)]
        assert [outcome.as_ for outcome in settled] == [SettledAs.HAPPENED]
        assert find_entry(workspace, HUMA).current.secret is SecretStatus.LOST


def test_a_question_about_an_open_call_names_the_company(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person looks for the company's name on the screen, not for the label it has here."""
    firm.world.plant(Fault(FaultKind.LOST_ANSWER, "apply", HUMA))
    firm.apply()
    for path in firm.root.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        firm.write(
            str(path.relative_to(firm.root)), text.replace("name: brygga\n", "name: brygga\ndisplayName: Brygga AS\n")
        )
    about: list[Account] = []

    def journal(*given: Any) -> Journal:
        about.append(given[2])
        return Journal(*given)

    monkeypatch.setattr("provisioner.runtime.applying.settle.Journal", journal)
    with firm.process() as workspace:
        settle_open(workspace)
    assert [account.display_name for account in about] == ["Brygga AS"]


def test_a_thing_that_is_not_whole_is_tainted_and_replaced(firm: Firm) -> None:
    firm.world.plant(Fault(FaultKind.INCOMPLETE, "apply", HUMA))
    firm.apply()
    assert actions(firm.plan()) == {str(HUMA): "create-delete"}


def test_destroy_takes_everything_away_but_what_is_permanent(firm: Firm) -> None:
    firm.apply()
    plan = firm.plan(PlanWish(destroy=True))
    assert actions(plan)["client/nordlys/module/modul"] == "forget"
    firm.apply(PlanWish(destroy=True))
    assert {thing.kind for thing in firm.world.things()} == {"module"}
    with firm.process() as workspace:
        assert [state.entries for state in account_states(workspace)] == [(), (), ()]


def test_an_office_key_is_not_ended_while_a_client_goes_through_it(firm: Firm) -> None:
    firm.apply()
    with firm.process() as workspace:
        data = make_plan(workspace, PlanWish(destroy=True)).data
        plan = decode_plan(data)
        office_only = replace(plan, accounts=plan.accounts[:1])
        report = apply_plan(workspace, encode_plan(office_only))
    skipped = [outcome for outcome in report.outcomes() if isinstance(outcome, Skipped)]
    assert [(outcome.diagnostic.code, outcome.waits_for) for outcome in skipped] == [("still-in-use", (LINK,))]
    assert firm.world.things(AccountRef.office(), "office_key")


def test_many_deletes_need_to_be_allowed(firm: Firm) -> None:
    many = "".join(f"  n{number}: {{kind: note}}\n" for number in range(8))
    firm.write("clients.yaml", CLIENT + many)
    firm.apply()
    firm.write("clients.yaml", CLIENT)
    plan = firm.plan()
    assert [guard.code for guard in plan.guards] == ["too-many-deletes"]
    with pytest.raises(GuardTripped):
        firm.apply()
    firm.apply(PlanWish(allow_deletes=True))
    assert actions(firm.plan()) == {}


def test_a_plan_from_another_state_is_refused(firm: Firm) -> None:
    with firm.process() as workspace:
        data = make_plan(workspace).data
    firm.apply()
    with firm.process() as workspace:
        problems = {
            report.problem.code: report.exit_code for report in apply_plan(workspace, data).accounts if report.problem
        }
    assert problems == {"stale-state": 5}


def test_a_plan_of_another_project_or_edited_by_hand_is_refused(firm: Firm) -> None:
    with firm.process() as workspace:
        data = make_plan(workspace).data
        with pytest.raises(PlanRefused):
            apply_plan(workspace, data.replace(b"finale", b"finalx"))
        with pytest.raises(PlanRefused, match="the project other"):
            apply_plan(workspace, encode_plan(replace(decode_plan(data), project="other")))


def test_an_account_with_errors_is_shown_and_not_applied(firm: Firm) -> None:
    firm.world.barred.add(HUMA)
    plan = firm.plan()
    assert [found.address for found in plan.diagnostics if found.severity.value == "error"] == [HUMA]
    report = firm.apply()
    assert {str(item.account): item.exit_code for item in report.accounts} == {
        "office": 0,
        "client/brygga": 1,
        "client/nordlys": 0,
    }
    assert not firm.world.things(HUMA.account)


def test_an_account_that_somebody_holds_is_left_to_them(firm: Firm) -> None:
    with firm.process() as other, open_books(other, AccountRef.client("brygga"), "a long job"):
        report = firm.apply()
    problems = {str(item.account): item.problem.code for item in report.accounts if item.problem}
    assert problems == {"client/brygga": "lease-held"}
    firm.apply()
    assert actions(firm.plan()) == {}


def test_a_run_that_is_asked_to_stop_begins_nothing_more(firm: Firm) -> None:
    stop = threading.Event()
    stop.set()
    with firm.process() as workspace:
        told = workspace._provider_context().stopping
        assert told is not None
        assert not told()
        report = apply_plan(workspace, make_plan(workspace).data, stop=stop)
        assert told(), "a provider that waits for its world is told too"
    assert report.interrupted
    assert {type(outcome) for outcome in report.outcomes()} == {Skipped}
    assert not firm.world.things()


def test_a_store_that_refuses_stops_keys_before_they_are_made(firm: Firm) -> None:
    firm.store.refuses = "The vault is sealed."
    failed = [outcome for outcome in firm.apply().outcomes() if isinstance(outcome, Failed)]
    assert {outcome.diagnostic.code for outcome in failed} == {"secret-store-failed"}
    assert not firm.world.things(kind="key")


def test_a_store_that_fails_afterwards_leaves_the_key_sealed(firm: Firm) -> None:
    probe = firm.store.probe
    calls = []

    def fails_later() -> None:
        calls.append(1)
        if len(calls) % 2 == 0:
            firm.store.refuses = "Gone."
        probe()
        firm.store.refuses = ""

    firm.store.probe = fails_later  # type: ignore[method-assign]
    report = firm.apply(PlanWish(clients=("brygga",)))
    assert [notice.code for notice in report.notices] == ["not-stored"]
    with firm.process() as workspace:
        assert find_entry(workspace, HUMA).current.secret is SecretStatus.SEALED


def test_a_secret_whose_entry_cannot_be_written_is_set_aside_and_taken_in(firm: Firm) -> None:
    firm.attest()
    count = 0

    def refuse_second_commit(method: str, after: bool) -> None:
        nonlocal count
        if method == "commit" and not after:
            count += 1
            if count == 2:
                raise ProvisionerError("The disk is full.")

    firm.watch = refuse_second_commit
    report = firm.apply(PlanWish(clients=("brygga",)))
    assert [notice.code for notice in report.notices] == ["deposited"]
    firm.watch = None
    with firm.process() as workspace:
        assert [outcome.as_ for outcome in settle_open(workspace).outcomes() if isinstance(outcome, Settled)] == [
            SettledAs.HAPPENED
        ]
        assert find_entry(workspace, HUMA).current.secret is SecretStatus.SEALED
        assert workspace.backend().deposits(HUMA.account) == ()
    assert actions(firm.plan(PlanWish(clients=("brygga",)))) == {}


def test_a_secret_that_cannot_be_deposited_either_goes_to_a_rescue_file(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm.attest()
    count = 0

    def refuse(method: str, after: bool) -> None:
        nonlocal count
        count += method == "commit" and not after
        if count >= 2 and method in ("commit", "deposit"):
            raise ProvisionerError("The disk is gone.")

    firm.watch = refuse
    report = firm.apply(PlanWish(clients=("brygga",)))
    assert [notice.code for notice in report.notices] == ["rescued"]
    files = list((firm.root / ".provisioner" / "rescue").glob("*.json"))
    secret = firm.world.things(HUMA.account, "key")[0].secret
    assert len(files) == 1
    assert secret.encode() not in files[0].read_bytes()
    firm.watch = None
    firm.apply()
    assert not list((firm.root / ".provisioner" / "rescue").glob("*.json"))
    assert actions(firm.plan()) == {}


def test_a_deposit_whose_commit_went_through_after_all_is_withdrawn(firm: Firm) -> None:
    firm.apply()
    with firm.process() as workspace:
        backend = workspace.backend()
        sealed = backend.sealed(HUMA, 1)
        assert sealed is not None
        made_by = find_entry(workspace, HUMA).current.intent_id
        assert made_by is not None
        backend.deposit(Deposit(made_by, HUMA, 1, sealed))
        settle_open(workspace)
        assert backend.deposits(HUMA.account) == ()


def test_a_client_whose_file_is_gone_is_never_read_as_delete_everything(firm: Firm) -> None:
    firm.apply()
    firm.write("clients.yaml", CLIENT.partition("---")[0])
    plan = firm.plan()
    assert [found.code for found in plan.diagnostics] == ["client-gone"]
    assert actions(plan) == {}
    assert actions(firm.plan(PlanWish(destroy=True, clients=("brygga",)))) == {str(HUMA): "delete"}


def test_a_client_under_another_name_is_the_same_company(firm: Firm) -> None:
    firm.apply()
    firm.write("clients.yaml", CLIENT.replace("name: brygga", "name: bryggen"))
    assert [str(item.moved_from) for item in firm.plan().accounts if item.moved_from] == ["client/brygga"]


def test_another_company_under_the_same_name_is_an_error(firm: Firm) -> None:
    firm.apply()
    firm.write("clients.yaml", CLIENT.replace("923 609 016", "974 760 673"))
    plan = firm.plan()
    assert [str(found.concerns) for found in plan.diagnostics if found.severity.value == "error"] == ["client/brygga"]


def test_events_tell_the_whole_story_and_no_secret(firm: Firm) -> None:
    firm.apply()
    kinds = {event.kind for event in firm.events}
    assert {EventKind.INTENT_RECORDED, EventKind.SECRET_SEALED, EventKind.SECRET_STORED} <= kinds
    assert {EventKind.REFRESH_COMPLETE, EventKind.APPLY_START, EventKind.APPLY_COMPLETE} <= kinds
    secrets = [thing.secret for thing in firm.world.things() if thing.secret]
    assert secrets
    assert not any(secret in repr(event) for secret in secrets for event in firm.events)


def test_the_audit_says_who_did_what(firm: Firm) -> None:
    firm.variables["GITHUB_RUN_ID"] = "77"
    firm.variables["GITHUB_SHA"] = "0123456789abcdef"
    firm.apply()
    with firm.process() as workspace:
        records = workspace.backend().audit(HUMA.account)
    assert [record.event for record in records] == ["bound", "applied", "stored", "bound"]
    assert {record.actor for record in records} == {"pipeline 77 at 0123456789ab"}
    applied = records[1]
    assert applied.address == HUMA
    assert applied.plan_digest
    assert applied.evidence_digest


def test_the_dead_holder_of_a_lease_on_this_machine_is_succeeded(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provisioner.runtime.state.leases.holder_is_gone", lambda holder: "process 1" in holder)
    backend = MemoryBackend(firm.disk)
    with firm.process() as workspace, open_books(workspace, HUMA.account, "killed"):
        assert firm.apply().accounts[1].problem is None
    firm.clock.advance(timedelta(hours=1).total_seconds())
    assert backend.leases(firm.clock.now()) == ()
    assert OFFICE


def test_when_an_office_key_is_due_its_clients_are_moved_in_the_same_plan(firm: Firm) -> None:
    expiring = "finale: {application: Finale, expires: %s, rotateBeforeDays: 30}"
    firm.write("office.yaml", OFFICE.replace("finale: {application: Finale}", expiring % "2027-01-31"))
    firm.apply()
    assert all(account.skipped for account in firm.plan().accounts)
    firm.write("office.yaml", OFFICE.replace("finale: {application: Finale}", expiring % "2028-01-31"))
    assert actions(firm.plan()) == {}
    firm.apply()
    firm.clock.advance(timedelta(days=45).total_seconds())
    plan = firm.plan()
    assert actions(plan)[str(FINALE)] == "create-delete"
    assert str(LINK) in actions(plan)
    firm.apply()
    firm.apply()
    firm.apply()
    assert actions(firm.plan()) == {}
    assert len(firm.world.things(AccountRef.office(), "office_key")) == 1
    assert len(firm.world.things(AccountRef.client("nordlys"), "link")) == 1


def test_destroying_one_client_leaves_the_office_alone(firm: Firm) -> None:
    firm.apply()
    plan = firm.plan(PlanWish(destroy=True, clients=("nordlys",)))
    assert {str(account.account.ref) for account in plan.accounts} == {"client/nordlys"}
    assert actions(plan)[str(LINK)] == "delete"


@pytest.mark.parametrize(
    ("keep", "after_apply", "after_confirm"), [("always", 1, 1), ("until-stored", 0, 0), ("until-confirmed", 1, 0)]
)
def test_the_sealed_copy_is_kept_as_long_as_the_project_says(
    firm: Firm, keep: str, after_apply: int, after_confirm: int
) -> None:
    project = (firm.root / "provisioner.yaml").read_text(encoding="utf-8")
    firm.write("provisioner.yaml", project.replace("  store: kept:there", f"  store: kept:there\n  keepSealed: {keep}"))
    firm.write("clients.yaml", CLIENT.replace("application: Huma}", "application: Huma, vendor: Huma AS}"))
    firm.apply()
    assert len([key for key in firm.disk.sealed if key[0] == HUMA]) == after_apply
    with firm.process() as workspace:
        confirm_handoff(workspace, HandoffWord(HUMA, by="kari"))
    assert len([key for key in firm.disk.sealed if key[0] == HUMA]) == after_confirm
    assert (HUMA, 1) in firm.store.kept


def test_a_copy_that_is_nowhere_else_is_never_let_go_of(firm: Firm) -> None:
    project = (firm.root / "provisioner.yaml").read_text(encoding="utf-8")
    firm.write("provisioner.yaml", project.replace("  store: kept:there\n", ""))
    firm.write("clients.yaml", CLIENT.replace("application: Huma}", "application: Huma, vendor: Huma AS}"))
    firm.apply()
    with firm.process() as workspace:
        confirm_handoff(workspace, HandoffWord(HUMA, by="kari"))
    assert (HUMA, 1) in firm.disk.sealed


def test_what_was_ended_leaves_the_store_and_the_state(firm: Firm) -> None:
    firm.apply()
    assert (HUMA, 1) in firm.store.kept
    firm.apply(PlanWish(destroy=True, clients=("brygga",)))
    assert (HUMA, 1) not in firm.store.kept
    assert (HUMA, 1) not in firm.disk.sealed


def test_a_store_that_will_not_let_go_is_told_of(firm: Firm) -> None:
    firm.apply()
    firm.store.refuses = "The vault is sealed."
    report = firm.apply(PlanWish(destroy=True, clients=("brygga",)))
    assert [notice.code for notice in report.notices] == ["not-retired"]
    assert not firm.world.things(HUMA.account, "key")


def test_what_a_broken_manifest_no_longer_says_is_not_said_to_be_unwanted(firm: Firm) -> None:
    firm.apply()
    firm.write("clients.yaml", CLIENT.replace("huma: {kind: key, application: Huma}", "huma: {kind: kay}"))
    plan = firm.plan()
    assert [(found.code, str(found.concerns)) for found in plan.diagnostics] == [("fake-unknown-kind", "client/brygga")]
    assert actions(plan) == {}
    assert {str(item.account): item.exit_code for item in firm.apply().accounts}["client/brygga"] == 1
    assert firm.world.things(HUMA.account, "key")
