"""Plan -> PlanView: what is told, in which words and order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic, Severity, Text
from provisioner.model.plan import AccountPlan, Action, Change, CheckStatus, Plan, Reason
from provisioner.model.plan_view import AttributeView, Mark, PlanView, RowView, TaskKind, Totals, ValueKind
from provisioner.model.values import EMPTY, FrozenMap, SecretRef, Unknown, Value, attributes
from provisioner.reports.attributes import value_text, value_view
from provisioner.reports.view import ViewOptions, totals_of, view
from tests.reports.plans import (
    CANARY,
    HANDOFF,
    HAVN,
    NORDLYS,
    NOW,
    OFFICE,
    TYPES,
    at,
    firm_plan,
    fleet_plan,
    note,
    quiet_plan,
    update,
)

EN = view(firm_plan(), TYPES)


def row(seen: PlanView, address: str, *, generation: int | None = None) -> RowView:
    rows = [found for account in seen.accounts for found in account.rows if str(found.address) == address]
    return next(found for found in rows if generation in (None, found.change.generation))


def named(seen: RowView, name: str) -> AttributeView:
    return next(attribute for attribute in seen.attributes if attribute.name == name)


def test_the_same_plan_gives_the_same_view() -> None:
    assert view(firm_plan(), TYPES) == EN


def test_a_difference_that_is_not_secret_is_kept() -> None:
    told = update("owner", "a", "b")
    change = Change(
        at(HAVN, "user_key", "x"),
        Action.UPDATE,
        Reason.CONFIGURATION,
        before=attributes(owner="a", token=CANARY),
        attribute_changes=(told,),
    )
    seen = view(Plan("p", NOW, "0", (AccountPlan(HAVN, "", 0, (change,)),)), TYPES).accounts[0].rows[0]
    assert seen.change.attribute_changes == (told,)
    assert seen.change.before["owner"] == "a"


def test_totals_count_replacements_twice_and_overlap_apart() -> None:
    expected = Totals(
        add=10,
        change=2,
        destroy=9,
        adopt=3,
        forget=3,
        held=14,
        awaiting=1,
        asked=2,
        overlap=1,
        unchanged=2,
        errors=1,
        rename=1,
    )
    assert EN.totals == expected
    assert expected.pending == 28
    assert expected.waiting == 17


def test_overlap_is_counted_as_overlap_even_where_it_is_held() -> None:
    address = at(OFFICE, "office_key", "x")
    assert totals_of([Change(address, Action.HOLD, Reason.OVERLAP, deposed=True)]) == Totals(overlap=1)
    assert totals_of([Change(address, Action.HOLD, Reason.OVERLAP)]) == Totals(held=1)
    assert totals_of([Change(address, Action.DELETE, Reason.DEPOSED, deposed=True)]) == Totals(destroy=1)


def test_the_language_is_the_projects_unless_another_is_asked_for() -> None:
    assert view(firm_plan("nb"), TYPES).language == "nb"
    assert view(firm_plan("nb"), TYPES, "en").language == "en"
    norwegian = row(view(firm_plan("nb"), TYPES), "client/nordlys-bakeri/user_key/huma")
    assert norwegian.title == "Brukernøkkel"
    assert norwegian.verdict == "blir opprettet"
    assert norwegian.sentence == "Brukernøkkel «Huma» opprettes"


def test_a_kind_that_nobody_knows_is_called_by_its_kind() -> None:
    seen = row(view(firm_plan(), {}), "client/nordlys-bakeri/user_key/huma")
    assert seen.title == "user_key"
    assert [attribute.name for attribute in seen.attributes] == sorted(seen.change.after)


def test_attributes_stand_in_the_types_own_order_with_what_is_known_later() -> None:
    seen = row(EN, "client/nordlys-bakeri/user_key/huma")
    assert [(attribute.name, value_text(attribute.after)) for attribute in seen.attributes] == [
        ("applicationName", '"Huma"'),
        ("owner", '"per@nordlys.example"'),
        ("permissions", '"same-as-owner"'),
        ("expires", '"2027-12-31"'),
        ("keyName", '"Huma \\"Nordlys\\""'),
        ("tokenId", "(known after apply)"),
        ("token", "(sensitive value)"),
    ]
    assert all(attribute.mark is Mark.ADDED and attribute.before is None for attribute in seen.attributes)
    assert str(named(seen, "owner").origin) == "clients/nordlys.yaml:14:5"


def test_what_a_provider_noted_for_itself_is_not_what_ends() -> None:
    held = attributes(owner="a", _granted=[14, 35])
    ended = Change(at(HAVN, "user_key", "x"), Action.DELETE, Reason.NOT_IN_MANIFEST, before=held)
    moved = replace(
        ended, action=Action.UPDATE, after=attributes(keyName="b"), attribute_changes=(update("keyName", None, "b"),)
    )
    seen = [
        row(view(Plan("p", NOW, "0", (AccountPlan(HAVN, "", 0, (one,)),)), TYPES), str(one.address))
        for one in (ended, moved)
    ]
    assert [[attribute.name for attribute in one.attributes] for one in seen] == [["owner"], ["keyName"]]
    assert seen[1].unchanged == 1, "the owner"


def test_a_replacement_tells_what_forces_it_and_what_is_made_anew() -> None:
    seen = row(EN, "client/nordlys-bakeri/user_key/kassa")
    assert named(seen, "applicationName").forces_replacement
    assert named(seen, "keyName").noted
    assert not named(seen, "keyName").forces_replacement
    assert named(seen, "expires").mark is Mark.ADDED
    assert value_text(named(seen, "tokenId").after) == "(known after apply)"
    assert seen.unchanged == 3


def test_what_is_secret_is_never_in_a_value() -> None:
    seen = row(EN, "office/office_key/visma-finale", generation=3)
    assert seen.sensitive == ("token",)
    assert CANARY not in repr(EN)
    told = update("token", CANARY, CANARY)
    replaced = Change(at(HAVN, "user_key", "x"), Action.UPDATE, Reason.DRIFT, attribute_changes=(told,), drift=(told,))
    assert CANARY not in repr(view(Plan("p", NOW, "0", (AccountPlan(HAVN, "", 0, (replaced,)),)), TYPES))
    held = row(EN, "office/office_key/ekstra")
    assert [attribute.after.kind for attribute in held.attributes if attribute.after] == [ValueKind.SENSITIVE]
    hidden = Change(
        at(HAVN, "odd", "x"), Action.CREATE, Reason.NOT_IN_STATE, after=attributes(deep=[{"a": SecretRef("env:X")}])
    )
    plan = Plan("p", NOW, "0", (AccountPlan(HAVN, "", 0, (hidden,)),))
    only = view(plan, {}).accounts[0].rows[0]
    assert only.sensitive == ("deep",)
    assert "env:X" not in repr(only.attributes)


def test_deposed_generations_are_told_as_what_they_are() -> None:
    assert (
        row(EN, "office/office_key/visma-finale", generation=1).verdict == "(replaced, generation 1) will be destroyed"
    )
    kept = row(EN, "office/office_key/visma-finale", generation=2)
    assert kept.verdict == "(replaced, generation 2) stays beside its successor for now"
    assert kept.why == "its successor is not in use everywhere yet"


@pytest.mark.parametrize(
    ("name", "why", "todo"),
    [
        ("not-inventoried", "nobody has said yet", "provisioner inventory attest --client havn-kafe --empty"),
        ("needs-recreate", "held a secret", "--recreate client/havn-kafe/user_key/needs-recreate"),
        ("waits-for", "waits for client/havn-kafe/user_key/huma", "goes on by itself"),
        ("conflict", "nobody said that it may be taken over", "adopt: true"),
        ("protected", "it is protected", "protection"),
        ("in-use", "something still uses it", ""),
        ("permanent", "Such things are never ended by us.", "Change it on the screen."),
        ("preflight", "The owner is not there.", "mend what the check found"),
        ("changed", "wanted differently", "provisioner work"),
        ("open", "2026-11-20T08:30:00Z", "look on the screen"),
        ("huma", "", "provisioner work"),
    ],
)
def test_what_waits_says_why_and_what_to_do(name: str, why: str, todo: str) -> None:
    seen = row(EN, f"client/havn-kafe/user_key/{name}")
    assert why in seen.why
    assert todo in seen.todo


def test_the_office_is_attested_in_its_own_way() -> None:
    assert "--office --empty" in row(EN, "office/office_key/ekstra").todo


def test_a_failed_check_of_the_whole_account_is_why_too() -> None:
    plan = firm_plan()
    about_all = tuple(replace(check, address=None) for check in plan.checks)
    seen = row(view(replace(plan, checks=about_all), TYPES), "client/havn-kafe/user_key/preflight")
    assert seen.why == "The owner is not there."
    without = row(view(replace(plan, checks=()), TYPES), "client/havn-kafe/user_key/preflight")
    assert without.why == "a check made beforehand failed"


@pytest.mark.parametrize(
    ("code", "why", "todo"),
    [
        ("conflict-exists", "nobody said that it may be taken over", "Do this."),
        ("conflict-differs", "They differ.", "Do this."),
        ("company-changed", "They differ.", "Do this."),
        ("expires-soon", "nobody said that it may be taken over", "write `adopt: true` on it"),
    ],
)
def test_what_the_planner_found_is_why(code: str, why: str, todo: str) -> None:
    address = at(HAVN, "user_key", "conflict")
    where = {"account": HAVN.ref} if code == "company-changed" else {"address": address}
    found = Diagnostic(code, Severity.ERROR, Text("It is so.", "They differ.", "Do this."), **where)
    seen = row(view(replace(firm_plan(), diagnostics=(found,)), TYPES), str(address))
    assert why in seen.why
    assert todo in seen.todo


def test_an_open_call_of_unknown_age_is_told_all_the_same() -> None:
    change = Change(at(HAVN, "user_key", "x"), Action.ASK, Reason.OPEN_INTENT)
    seen = view(Plan("p", NOW, "0", (AccountPlan(HAVN, "", 0, (change,)),)), TYPES)
    assert "begun at ?" in seen.accounts[0].rows[0].why


def test_by_hand_is_what_goes_through_a_person() -> None:
    address = "client/nordlys-bakeri/user_key/huma"
    assert row(EN, address).by_hand
    assert row(EN, address).via == "by a person, via guided: the API needs an approved consumer"
    other = view(firm_plan(), TYPES, options=ViewOptions(by_hand=frozenset()))
    assert not row(other, address).by_hand
    assert not any(task.kind is TaskKind.BY_HAND for task in other.tasks)


def test_tasks_hold_everything_that_needs_a_person_once() -> None:
    kinds = [task.kind for task in EN.tasks]
    assert kinds == sorted(kinds, key=list(TaskKind).index)
    needing = [
        seen.address
        for account in EN.accounts
        for seen in account.rows
        if seen.by_hand
        or seen.action in (Action.ASK, Action.AWAIT)
        or (seen.action is Action.HOLD and seen.change.reason is not Reason.WAITS_FOR)
    ]
    told = [address for task in EN.tasks if task.kind is not TaskKind.HAND_OVER for address in task.addresses]
    assert sorted(told) == sorted(needing)
    vendors = [task.what for task in EN.tasks if task.kind is TaskKind.HAND_OVER]
    assert [task.who for task in EN.tasks][-1] == "Whoever deals with Visma"
    assert vendors == ["Give Huma AS what it needs, in the vendor's own product.", "Give Visma what it needs."]


def test_a_channel_is_told_in_words_and_a_new_one_as_it_is() -> None:
    told = []
    for channel in ("phone", "secure-message", "pigeon"):
        change = Change(at(HAVN, "user_key", "x"), Action.CREATE, Reason.NOT_IN_STATE)
        change = replace(change, handoff=replace(HANDOFF, channel=channel))
        plan = replace(firm_plan(), accounts=(AccountPlan(HAVN, "", 0, (change,)),))
        told += [task.what for task in view(plan, TYPES).tasks]
    assert [what.partition("needs, ")[2] for what in told] == ["by phone.", "in a secure message.", "(pigeon)."]


def test_a_sentence_begins_with_a_capital_whatever_the_title() -> None:
    small = replace(TYPES["user_key"], titles=FrozenMap({"en": "user key"}))
    made = view(firm_plan(), {**TYPES, "user_key": small})
    assert row(made, "client/nordlys-bakeri/user_key/huma").sentence.startswith("User key “Huma”")


def test_what_is_permanent_says_why_once() -> None:
    kept = Diagnostic("permanent-kept", Severity.INFO, Text("It stays.", "Others need it."))
    change = Change(at(HAVN, "module", "x"), Action.FORGET, Reason.PERMANENT)
    plans = [replace(change, notes=notes) for notes in ((), (kept,))]
    why = [
        view(replace(firm_plan(), accounts=(AccountPlan(HAVN, "", 0, (one,)),)), TYPES).accounts[0].rows[0].why
        for one in plans
    ]
    assert why == ["a thing of this kind is never switched off by us", ""]


def test_checks_that_failed_come_first() -> None:
    assert [check.status for check in EN.checks] == [CheckStatus.FAILED, CheckStatus.NOT_CHECKABLE, CheckStatus.PASSED]


def test_an_account_is_called_by_its_name_and_number() -> None:
    titles = {str(account.ref): account.title for account in EN.accounts}
    assert titles["office"] == "Fjord Regnskap AS (org. 314 286 014)"
    assert titles["client/havn-kafe"] == "Havn Kafé AS (company 7001)"
    nobody = replace(HAVN, display_name="", identity=type(HAVN.identity)())
    seen = view(Plan("p", NOW, "0", (AccountPlan(nobody, "", 0),)), TYPES)
    assert seen.accounts[0].title == "client/havn-kafe"


def test_diagnostics_reach_their_account_and_errors_the_plan() -> None:
    assert [found.code for found in EN.accounts[1].diagnostics] == ["expires-soon", "permanent-differs"]
    assert EN.errored
    assert not view(replace(firm_plan(), diagnostics=()), TYPES).errored
    broken = note("broken", Severity.ERROR, "Broken.", "Ødelagt.", account=AccountRef.office())
    assert view(replace(firm_plan(), diagnostics=(broken,)), TYPES).errored


def test_unchanged_resources_are_there_and_not_told() -> None:
    seen = view(quiet_plan(), TYPES)
    account = seen.accounts[0]
    assert len(account.rows) == 1
    assert account.told == ()
    assert seen.groups == ()
    assert seen.tasks == ()


def test_things_alike_are_one_group() -> None:
    seen = view(fleet_plan(50), TYPES)
    assert len(seen.groups) == 1
    group = seen.groups[0]
    assert len(group.accounts) == 50
    assert all(len(spread.values) == 1 for spread in group.attributes)


def noted_differently(code: str) -> Plan:
    """The same in many accounts, with a note that names what needs it in each."""
    accounts = []
    for number, needs in enumerate(("huma",) * 23 + ("kassa",)):
        account = replace(HAVN, ref=AccountRef.client(f"klient-{number}"))
        notes = (
            Diagnostic(code, Severity.INFO, Text(f"Needed by {needs}.")),
            note("module-added", Severity.INFO, "It may cost.", ""),
        )
        change = Change(at(account, "module", "integrasjoner"), Action.CREATE, Reason.NOT_IN_STATE, notes=notes)
        accounts.append(AccountPlan(account, "", 0, (change,)))
    return replace(firm_plan(), accounts=tuple(accounts), checks=(), guards=(), diagnostics=())


@pytest.mark.parametrize("summed_up", [False, True])
def test_what_is_noted_of_an_account_keeps_nothing_apart(summed_up: bool) -> None:
    (group,) = view(noted_differently("module-needed"), TYPES, options=ViewOptions(sum_up=summed_up)).groups
    assert len(group.accounts) == 24
    assert group.row.notes == ("It may cost.",)
    assert [note.code for note in group.row.change.notes] == ["module-added"]
    assert [len(found.accounts) for found in view(noted_differently("other"), TYPES).groups] == [23, 1]


def test_what_is_noted_of_every_account_alike_is_told() -> None:
    plan = noted_differently("module-needed")
    (group,) = view(replace(plan, accounts=plan.accounts[:23]), TYPES).groups
    assert group.row.notes == ("Needed by huma.", "It may cost.")


def test_an_outlier_in_a_group_keeps_its_name() -> None:
    plan = fleet_plan(9)
    odd = plan.accounts[4]
    change = odd.changes[0]
    other = replace(change, after=change.after.with_items({"permissions": "all"}))
    accounts = tuple(replace(odd, changes=(other,)) if account is odd else account for account in plan.accounts)
    group = view(replace(plan, accounts=accounts), TYPES).groups[0]
    spread = next(spread for spread in group.attributes if spread.name == "permissions")
    (_, many), (rare, few) = spread.values
    assert len(many) == 8
    assert [str(ref) for ref in few] == ["client/klient-00004"]
    assert value_text(rare.after) == '"all"'


def test_the_gravest_groups_come_first() -> None:
    first = [group.row.action for group in EN.groups]
    assert first[0] is Action.DELETE
    assert first.index(Action.DELETE_THEN_CREATE) < first.index(Action.UPDATE) < first.index(Action.CREATE)
    assert first.index(Action.CREATE) < first.index(Action.HOLD)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("x", '"x"'),
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (1.5, "1.5"),
        (None, "null"),
        (("a", None, Unknown()), '["a", null, (known after apply)]'),
        (FrozenMap[Value]({"k": SecretRef("env:X")}), '{"k": (sensitive value)}'),
        (EMPTY, "{}"),
        (Unknown(), "(known after apply)"),
        (SecretRef("env:X"), "(sensitive value)"),
    ],
)
def test_values_are_written_out(value: Value, text: str) -> None:
    assert value_text(value_view(value)) == text


def test_what_is_not_given_is_not_shown() -> None:
    change = Change(at(HAVN, "user_key", "x"), Action.DELETE, Reason.NOT_IN_MANIFEST, before=attributes(owner=None))
    assert view(Plan("p", NOW, "0", (AccountPlan(HAVN, "", 0, (change,)),)), TYPES).accounts[0].rows[0].attributes == ()


def test_no_value_is_null() -> None:
    assert value_text(None) == "null"


def test_unmanaged_things_have_some_name() -> None:
    things = [thing for account in EN.accounts for thing in account.unmanaged]
    assert [(thing.title, thing.label) for thing in things] == [("User key", "Ukjent nøkkel"), ("odd", "?")]


def test_a_client_that_was_renamed_says_so() -> None:
    moved = [account for account in EN.accounts if account.moved_from]
    assert [str(account.moved_from) for account in moved] == ["client/skjer-elektro"]
    assert EN.skipped == 1
    assert [account.ref for account in EN.accounts if account.skipped] == [AccountRef.client("rolig-regn")]
    assert NORDLYS.ref in {account.ref for account in EN.accounts}
