"""What people call what a plan is about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provisioner.model.address import AccountRef, Address
from provisioner.model.plan import AccountPlan, Action, Change, Plan, Reason
from provisioner.model.plan_view import PlanView
from provisioner.model.values import attributes
from provisioner.reports.naming import Names
from provisioner.reports.people import costs
from provisioner.reports.view import view
from provisioner.reports.words import words
from tests.reports.plans import HAVN, NORDLYS, OFFICE, ROLIG, SKJAER, TYPES, at, firm_plan

MODULE, HUMA = at(NORDLYS, "module", "integrasjoner"), at(NORDLYS, "user_key", "huma")


def plan_of(*accounts: AccountPlan) -> Plan:
    return replace(firm_plan(), accounts=accounts, checks=(), guards=(), diagnostics=())


def key(name: str, application: str, action: Action = Action.CREATE) -> Change:
    made = attributes(applicationName=application)
    address = at(NORDLYS, "user_key", name)
    if action is Action.DELETE:
        return Change(address, action, Reason.NOT_IN_MANIFEST, before=made)
    return Change(address, action, Reason.NOT_IN_STATE, after=made)


def labels(*changes: Change) -> list[str]:
    seen = view(plan_of(AccountPlan(NORDLYS, "", 0, changes)), TYPES)
    return [row.label for account in seen.accounts for row in account.rows]


@pytest.mark.parametrize(
    ("accounts", "title"),
    [
        ((OFFICE, NORDLYS), "Fjord Regnskap AS"),
        ((NORDLYS,), "Nordlys Bakeri AS"),
        ((HAVN, NORDLYS), "Havn Kafé AS, Nordlys Bakeri AS"),
        ((HAVN, NORDLYS, ROLIG, SKJAER), "fjord-regnskap"),
        ((replace(OFFICE, display_name=""), NORDLYS), "fjord-regnskap"),
        ((), "fjord-regnskap"),
    ],
)
def test_a_plan_is_called_by_whose_it_is(accounts: tuple[object, ...], title: str) -> None:
    made = plan_of(*(AccountPlan(account, "", 0) for account in accounts))  # type: ignore[arg-type]
    assert view(made, TYPES).title == title


def test_a_thing_is_called_by_what_it_serves_also_where_it_ends() -> None:
    assert labels(key("x", "Huma")) == ["Huma"]
    assert labels(key("x", "Huma", Action.DELETE)) == ["Huma"]


def test_what_would_be_called_the_same_is_told_apart() -> None:
    assert labels(key("kasse", "Shopbox"), key("verksted", "Shopbox"), key("x", "Huma")) == [
        "Shopbox (kasse)",
        "Shopbox (verksted)",
        "Huma",
    ]
    assert labels(key("huma", "Huma"), key("huma-2", "Huma")) == ["Huma", "Huma (huma-2)"]


def test_what_has_no_name_is_called_by_its_address() -> None:
    change = Change(at(NORDLYS, "client_access", "visma"), Action.CREATE, Reason.NOT_IN_STATE)
    assert labels(change, replace(change, address=at(NORDLYS, "user_key", "y"))) == ["visma", "y"]


def test_a_name_cannot_hide_a_turn_of_the_reading_direction() -> None:
    assert labels(key("x", "Hu\u202ema")) == ["Hu\\u202ema"]


def names_of(seen: PlanView) -> Names:
    return Names.of(seen)


def test_places_are_companies_and_things_by_name() -> None:
    names = names_of(view(firm_plan(), TYPES))
    assert names.place(NORDLYS.ref) == "Nordlys Bakeri AS"
    assert names.place(HUMA) == "Nordlys Bakeri AS: Huma"
    stranger = AccountRef.client("ukjent")
    assert names.place(Address(stranger, "user_key", "z")) == "client/ukjent: z"


def test_what_is_waited_for_is_named() -> None:
    module = Change(MODULE, Action.HOLD, Reason.NOT_INVENTORIED, after=attributes(module="API_V2"))
    waits = replace(key("huma", "Huma", Action.HOLD), reason=Reason.WAITS_FOR, waits_for=(MODULE,))
    seen = view(plan_of(AccountPlan(NORDLYS, "", 0, (module, waits))), TYPES)
    row = next(row for row in seen.accounts[0].rows if row.address == HUMA)
    assert names_of(seen).why(row) == "it waits for «Integrations»"


def test_a_cost_is_told_with_how_many_get_it() -> None:
    def told(*accounts: AccountPlan) -> list[str]:
        seen = view(plan_of(*accounts), TYPES)
        return costs(seen, names_of(seen), words("en"))

    def module(account: object, action: Action) -> AccountPlan:
        address = Address(account.ref, "module", "integrasjoner")  # type: ignore[attr-defined]
        change = Change(address, action, Reason.NOT_IN_STATE, after=attributes(module="API_V2"))
        return AccountPlan(account, "", 0, (change,))  # type: ignore[arg-type]

    there = module(OFFICE, Action.ADOPT)
    assert told(there) == []
    assert told(there, module(HAVN, Action.CREATE)) == [
        "“Integrations” is activated for Havn Kafé AS; it can cost money."
    ]
    assert told(there, module(HAVN, Action.CREATE), module(NORDLYS, Action.CREATE)) == [
        "“Integrations” is activated for 2 companies; it can cost money."
    ]
    assert told(module(HAVN, Action.HOLD)) == []
