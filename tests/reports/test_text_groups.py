"""A plan of many clients tells what is the same once, and nothing is lost by it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from provisioner.model.address import AccountRef
from provisioner.model.plan import Action, Change, Reason
from provisioner.model.plan_view import GroupView, PlanView, is_told
from provisioner.model.values import attributes
from provisioner.reports import text
from provisioner.reports.attributes import value_text
from provisioner.reports.view import MANY, ViewOptions, view
from tests.reports.fleets import CLIENTS, client, fleet
from tests.reports.plans import CANARY, TYPES, fleet_plan

SUMMED = ViewOptions(sum_up=True)


def seen(language: str = "en") -> PlanView:
    return view(fleet(language), TYPES, options=SUMMED)


def group(name: str, action: Action, found: PlanView | None = None) -> GroupView:
    return next(
        each
        for each in (found or seen()).groups
        if each.row.address.name == name and each.row.action is action and each.row.address.kind != "client_access"
    )


def test_a_plan_of_few_is_told_as_ever() -> None:
    few = replace(fleet(), accounts=fleet().accounts[:MANY])
    assert text.render(view(few, TYPES, options=SUMMED)) == text.render(view(few, TYPES))
    assert not view(few, TYPES, options=SUMMED).summed_up


def test_a_plan_of_many_is_summed_up_only_where_that_is_asked_for() -> None:
    assert seen().summed_up
    assert not view(fleet(), TYPES).summed_up
    assert text.render(seen()) != text.render(view(fleet(), TYPES))


@pytest.mark.parametrize("language", ["en", "nb"])
def test_the_last_line_is_the_same(language: str) -> None:
    short, long = (text.render(view(fleet(language), TYPES, options=each)) for each in (SUMMED, ViewOptions()))
    assert short.splitlines()[-1] == long.splitlines()[-1]
    assert len(short) < len(long) / 2


def test_everything_stands_in_a_group_or_alone_and_never_in_both() -> None:
    told = [change.address for change in fleet().changes() if is_told(change)]
    alone = [row.address for account in seen().accounts for row in account.rows]
    together = [address for each in seen().groups for address in each.addresses]
    assert sorted(alone + together) == sorted(told)
    assert all(len(each.addresses) > 1 for each in seen().groups)


def test_totals_and_tasks_are_those_of_the_whole() -> None:
    whole = view(fleet(), TYPES)
    assert seen().totals == whole.totals
    assert [account.totals for account in seen().accounts] == [account.totals for account in whole.accounts]
    for one, other in zip(seen().tasks, whole.tasks, strict=True):
        assert (one.kind, one.who, sorted(one.addresses)) == (other.kind, other.who, sorted(other.addresses))


def test_what_has_drifted_is_told_by_itself() -> None:
    names = {row.address.name for account in seen().accounts for row in account.rows}
    assert names == {"svenn", "zapier"}
    assert text.render(seen()).count("user_key/zapier has changed") == 2


def test_a_value_of_its_own_is_never_hidden() -> None:
    shown = text.render(seen())
    assert 'permissions     = "all"  # client/klient-20' in shown
    assert "= (18 values; client/klient-06: " in shown
    spread = next(each for each in group("huma", Action.CREATE).attributes if each.name == "owner")
    assert spread.distinct == 18
    assert len(spread.values) == 8


def test_what_most_have_stands_beside_the_number_of_others() -> None:
    shown = text.render(seen())
    assert '+ expires         = "2027-01-01"  # 12 accounts' in shown
    assert re.search(r"\+ expires +=\s+\(4 other values; client/klient-21: \"2027-02-01\"\)", shown)


def test_a_group_says_how_many_and_where() -> None:
    shown = text.render(seen(), width=200)
    assert "# user_key/huma will be created · 18 accounts" in shown
    assert "client/klient-10 and 13 more" in shown
    assert "# clients.yaml:19:3 and 17 other places (by a person, via guided)" in shown


def test_what_to_do_names_no_single_client() -> None:
    shown = text.render(seen(), width=200)
    assert "--client NAME" in shown
    assert "client/NAME/module/integrasjoner" in shown
    assert "⧗ waiting for a person: user_key" in shown.lower() or 'user_key "busy"' in shown


def test_unchanged_things_are_noted_all_the_same() -> None:
    account = client(2)
    note = fleet_noted(account.ref)
    plan = fleet()
    accounts = [
        replace(each, changes=(*each.changes, note)) if each.account == account else each for each in plan.accounts
    ]
    told = view(replace(plan, accounts=tuple(accounts)), TYPES, options=SUMMED)
    assert [row.address.name for row in told.accounts[2].rows] == ["gripr"]


def fleet_noted(ref: AccountRef) -> Change:
    from provisioner.model.address import Address
    from provisioner.model.plan import AttributeChange, ChangeKind

    difference = AttributeChange.of("keyName", "a", "b", ChangeKind.NOTED)
    held = attributes(keyName="a")
    return Change(
        Address(ref, "user_key", "gripr"),
        Action.NO_OP,
        Reason.UNCHANGED,
        before=held,
        after=held,
        attribute_changes=(difference,),
    )


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("width", [80, 100])
def test_no_line_is_wider_than_asked_and_no_secret_is_shown(language: str, width: int) -> None:
    shown = text.render(seen(language), width=width, colour=False)
    assert CANARY not in shown
    assert all(len(line) <= width or "/" in line for line in shown.splitlines())


def test_colours_change_no_word() -> None:
    coloured = text.render(seen(), colour=True)
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == text.render(seen())


def test_whether_one_or_true_is_told_apart() -> None:
    plan = fleet_plan(MANY + 2)
    odd = plan.accounts[4]
    values = (1, True)
    accounts = [
        replace(each, changes=(replace(each.changes[0], after=attributes(owner="a", permissions=values[each is odd])),))
        for each in plan.accounts
    ]
    found = view(replace(plan, accounts=tuple(accounts)), TYPES, options=SUMMED).groups[0]
    spread = next(each for each in found.attributes if each.name == "permissions")
    assert [value_text(shown.after) for shown, _ in spread.values] == ["1", "true"]
    assert spread.values[1][1] == (odd.account.ref,)


def test_nothing_is_summed_up_where_nothing_is_the_same() -> None:
    plan = fleet_plan(CLIENTS)
    accounts = [
        replace(each, changes=(replace(each.changes[0], driver=f"driver-{number}"),))
        for number, each in enumerate(plan.accounts)
    ]
    told = view(replace(plan, accounts=tuple(accounts)), TYPES, options=SUMMED)
    assert told.groups == ()
    assert all(len(account.rows) == 1 for account in told.accounts)
    assert "--full" not in text.render(told)
