"""Another `secrets.store:` where keys were stored before: none is lost, and nothing says that all is well."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provisioner.model.errors import SecretStoreFailed, UsageError
from provisioner.model.plan import Plan
from provisioner.model.secrets import SecretStatus, store_name
from provisioner.model.state import Entry, Generation, StoreUse
from provisioner.runtime.planning.wish import PlanWish
from provisioner.runtime.secrets.access import show_secret
from provisioner.runtime.secrets.listing import SecretsWish
from provisioner.runtime.state.integrity import check_state
from provisioner.runtime.worklist.handoffs import HandoffWord, RecordedHandoff, confirm_handoff
from tests.runtime.firm import CLIENT, Firm
from tests.runtime.secrets.test_secrets import ALL, BRYGGA, NORDLYS, audit, done, identity_file, keep, listed, store

OLD, NEW = "kept:there", "kept:elsewhere"
GIVEN = CLIENT.replace("application: Huma", "application: Huma, vendor: huma AS")
ENDED = GIVEN.replace("  huma: {kind: key, application: Huma, vendor: huma AS}\n", "  andre: {kind: note}\n")


def name_store(firm: Firm, url: str) -> None:
    """The project's store is another from now on; none at all where `url` is empty."""
    lines = (firm.root / "provisioner.yaml").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("  store:")]
    kept[kept.index("secrets:") + 1 : kept.index("secrets:") + 1] = [f"  store: {url}"] if url else []
    firm.write("provisioner.yaml", "\n".join(kept) + "\n")


def made(firm: Firm, policy: str = "until-confirmed") -> None:
    """Every key is made and stored in the old store."""
    keep(firm, policy)
    firm.write("clients.yaml", GIVEN)
    firm.attest()
    firm.apply()
    assert {item.store for item in listed(firm).values()} == {OLD}


def confirm(firm: Firm) -> RecordedHandoff:
    with firm.process() as workspace:
        return confirm_handoff(workspace, HandoffWord(NORDLYS, by="kari"))


def show(firm: Firm) -> str:
    with firm.process() as workspace:
        return show_secret(workspace, NORDLYS, None, identity_file(firm)).reveal()


def secret(firm: Firm) -> str:
    return str(firm.world.things(NORDLYS.account, "key")[0].secret)


def said(plan: Plan) -> dict[str, str]:
    return {item.code: item.text.summary for item in plan.diagnostics if item.code.startswith("keys-")}


def forget_where(firm: Firm) -> None:
    """The state is as it was written before anybody wrote down which store has a key."""

    def old(generation: Generation) -> Generation:
        return replace(generation, stored_in="")

    def entry(one: Entry) -> Entry:
        return replace(one, current=old(one.current), deposed=tuple(map(old, one.deposed)))

    for row in firm.disk.accounts.values():
        row.states[row.serial] = replace(
            row.states[row.serial], entries=tuple(map(entry, row.states[row.serial].entries))
        )
        row.summary = replace(row.summary, stored_in=()) if row.summary is not None else None


def test_what_lies_in_another_store_is_not_stored(firm: Firm) -> None:
    made(firm)
    name_store(firm, NEW)
    found = listed(firm)
    assert {(item.status, item.store, item.elsewhere) for item in found.values()} == {(SecretStatus.STORED, OLD, True)}
    assert listed(firm, SecretsWish(statuses=frozenset({SecretStatus.STORED}), elsewhere=False)) == {}
    assert done(store(firm)) == dict.fromkeys(sorted(ALL), "stored")
    assert set(firm.store_called(NEW).kept) == set(firm.store.kept)
    assert {(item.store, item.elsewhere) for item in listed(firm).values()} == {(NEW, False)}
    assert done(store(firm)) == {}, "a second run has nothing left to do"


def test_the_plan_counts_them_and_says_what_helps(firm: Firm) -> None:
    made(firm)
    firm.apply()
    assert said(firm.plan()) == {}
    name_store(firm, NEW)
    plan = firm.plan()
    assert said(plan) == {
        "keys-in-another-store": f"Keys that lie in {OLD}, and not in {NEW}, which the project names today: 3."
    }
    (warning,) = (item for item in plan.diagnostics if item.code == "keys-in-another-store")
    assert "provisioner secret store --all" in warning.hint
    assert warning.source is not None
    assert warning.source.file == "provisioner.yaml"
    name_store(firm, "")
    assert said(firm.plan()) == {
        "keys-without-a-store": f"Keys that lie in {OLD}, while the project names no secret store: 3."
    }
    name_store(firm, NEW)
    store(firm)
    assert said(firm.plan()) == {}
    with firm.process() as workspace:
        stored = {summary.stored_in for summary in workspace.backend().summaries()}
        assert stored == {(StoreUse(NEW, 1),)}
        assert check_state(workspace) == ()


@pytest.mark.parametrize("url", [NEW, ""])
def test_confirming_never_lets_go_of_the_only_copy_that_the_project_still_knows(firm: Firm, url: str) -> None:
    made(firm)
    name_store(firm, url)
    recorded = confirm(firm)
    assert (recorded.elsewhere, recorded.store) == (True, OLD)
    firm.store.kept.clear()  # the old store was given up
    assert show(firm) == secret(firm)
    if url:
        assert done(store(firm, NORDLYS)) == {str(NORDLYS): "stored"}
        assert listed(firm)[str(NORDLYS)].sealed_in is None, "stored and confirmed: now it may go"
        assert show(firm) == secret(firm)


def test_confirming_lets_go_of_what_todays_store_has(firm: Firm) -> None:
    made(firm)
    assert confirm(firm).elsewhere is False
    assert listed(firm)[str(NORDLYS)].sealed_in is None


def test_without_a_sealed_copy_the_old_store_is_read(firm: Firm) -> None:
    made(firm, "until-stored")
    name_store(firm, NEW)
    assert {item.sealed_in for item in listed(firm).values()} == {None}
    assert show(firm) == secret(firm), "it is opened where it lies"
    report = store(firm)
    assert done(report) == dict.fromkeys(sorted(ALL), "stored")
    assert {item.left_in for item in report.kept} == {OLD}
    assert {str(record.detail["from"]) for record in audit(firm, "secret-opened")} == {"store", "store, for the store"}
    firm.store.kept.clear()
    assert show(firm) == secret(firm)


def test_an_old_store_that_is_away_or_has_lost_one_stops_only_what_lies_in_it(firm: Firm) -> None:
    made(firm, "until-stored")
    name_store(firm, NEW)
    del firm.store.kept[NORDLYS, 1]
    report = store(firm)
    assert sorted(done(report)) == sorted({*ALL} - {str(NORDLYS)})
    (problem,) = report.problems
    assert problem.text.summary == f"{OLD} does not have the key of {NORDLYS}, and no sealed copy is kept."
    with pytest.raises(UsageError, match=f"{OLD} does not have it") as caught:
        show(firm)
    assert caught.value.hint

    def away(*arguments: object) -> None:
        raise SecretStoreFailed("Away.", hint="Wait.")

    firm.store.get = away  # type: ignore[method-assign, assignment]
    (problem,) = store(firm).problems
    assert problem.text.summary == f"{OLD} cannot be asked for the key of {NORDLYS}: Away."


def test_where_nobody_wrote_down_which_store_has_it_no_copy_goes_before_todays_has_it(firm: Firm) -> None:
    made(firm)
    forget_where(firm)
    name_store(firm, NEW)
    assert {(item.store, item.elsewhere) for item in listed(firm).values()} == {("", True)}
    assert said(firm.plan()) == {}, "nobody knows whether anything is wrong"
    assert confirm(firm).elsewhere
    assert show(firm) == secret(firm)
    assert done(store(firm)) == dict.fromkeys(sorted(ALL), "stored")
    assert (NORDLYS, 1) in firm.store_called(NEW).kept
    assert listed(firm)[str(NORDLYS)].sealed_in is None


def test_where_neither_the_store_nor_a_copy_is_known_todays_store_is_asked(firm: Firm) -> None:
    made(firm, "until-stored")
    forget_where(firm)
    assert show(firm) == secret(firm)
    assert done(store(firm)) == dict.fromkeys(sorted(ALL), "stored")
    assert {item.elsewhere for item in listed(firm).values()} == {False}
    forget_where(firm)
    name_store(firm, "")
    with pytest.raises(UsageError, match="a store that was not written down") as caught:
        show(firm)
    assert "Name the store" in caught.value.hint


def test_a_key_that_is_ended_leaves_the_store_in_which_it_lies(firm: Firm) -> None:
    made(firm)
    name_store(firm, NEW)
    firm.write("clients.yaml", ENDED)
    firm.apply(PlanWish(clients=("brygga",)))
    assert (BRYGGA, 1) not in firm.store.kept
    assert (NORDLYS, 1) in firm.store.kept


def test_a_store_that_nothing_opens_any_more_is_told_where_a_key_is_ended(firm: Firm) -> None:
    made(firm)
    for row in firm.disk.accounts.values():
        state = row.states[row.serial]
        entries = tuple(
            replace(entry, current=replace(entry.current, stored_in="gone:there")) for entry in state.entries
        )
        row.states[row.serial] = replace(state, entries=entries)
    firm.write("clients.yaml", ENDED)
    report = firm.apply(PlanWish(clients=("brygga",)))
    assert [notice.code for notice in report.notices] == ["not-retired"]


def test_a_name_holds_nobody_who_logs_in() -> None:
    assert store_name(" exec:put https://kari:hemmelig@keys.example/x ") == "exec:put https://keys.example/x"
    assert store_name("age:secrets") == "age:secrets"
