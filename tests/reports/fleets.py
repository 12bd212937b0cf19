"""A firm with more clients than anybody reads one by one, for the tests of plans that are summed up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Severity, SourceRange
from provisioner.model.plan import AccountPlan, Action, AttributeChange, Change, ChangeKind, Plan, Reason
from provisioner.model.values import Unknown, attributes
from tests.reports.plans import CANARY, NOW, at, firm_plan, note

CLIENTS: Final = 24
REMINDER = note("reminder", Severity.INFO, "The day is our own reminder.", "Dagen er vår egen påminnelse.")


def client(number: int) -> Account:
    """One of them."""
    return Account(AccountRef.client(f"klient-{number:02}"), f"Klient {number} AS", Identity(company_id=number + 1))


def fleet(language: str = "en", clients: int = CLIENTS) -> Plan:
    """Most have the same done, a few have something else, one is like no other."""
    accounts = [AccountPlan(client(number), "", 0, tuple(_changes(number))) for number in range(clients)]
    accounts[3] = replace(accounts[3], moved_from=AccountRef.client("gammelt-navn"))
    return replace(firm_plan(language), accounts=tuple(accounts), checks=(), guards=(), diagnostics=(), partial=False)


def _changes(number: int) -> Iterator[Change]:
    account = client(number)
    module = at(account, "module", "integrasjoner")
    if number % 2:
        yield Change(
            at(account, "client_access", "visma"),
            Action.UPDATE,
            Reason.CONFIGURATION,
            before=attributes(officeKey="visma", access="READ"),
            after=attributes(officeKey="visma", access="ALL"),
            attribute_changes=(AttributeChange.of("access", "READ", "ALL", ChangeKind.UPDATE),),
            driver="api",
        )
    yield Change(
        module,
        Action.HOLD if number < 6 else Action.CREATE,
        Reason.NOT_INVENTORIED if number < 6 else Reason.NOT_IN_STATE,
        after=attributes(module="API_V2"),
    )
    key = Change(
        at(account, "user_key", "huma"),
        Action.CREATE,
        Reason.NOT_IN_STATE,
        after=attributes(
            applicationName="Huma",
            owner=f"leder@klient{number}.example",
            permissions="all" if number == 20 else "same-as-owner",
            expires=f"2027-0{1 + number % 5 if number > 16 else 1}-01",
            keyName="Huma",
            tokenId=Unknown(),
            token=CANARY,
        ),
        depends_on=(module,),
        driver="guided",
        source=SourceRange("clients.yaml", 3 * number + 1, 3),
        notes=(replace(REMINDER, address=at(account, "user_key", "huma")),),
    )
    yield (
        replace(key, action=Action.HOLD, reason=Reason.WAITS_FOR, waits_for=(module,), driver="") if number < 6 else key
    )
    yield from _of_few(account, number)


def _of_few(account: Account, number: int) -> Iterator[Change]:
    """What only a few have, or one."""
    if number in (7, 8, 9):
        gone = attributes(applicationName="Tamigo", owner="kari@fjord.example")
        yield Change(at(account, "user_key", "tamigo"), Action.DELETE, Reason.NOT_IN_MANIFEST, before=gone)
    if number in (10, 11):
        asked = attributes(applicationName="Busy", owner="kari@fjord.example")
        yield Change(
            at(account, "user_key", "busy"),
            Action.AWAIT,
            Reason.AWAITING_PERSON,
            after=asked,
            since=NOW,
            intent_id="i1",
        )
    if number == 12:
        yield Change(
            at(account, "user_key", "svenn"), Action.CREATE, Reason.NOT_IN_STATE, after=attributes(owner="x@y.z")
        )
    if number in (13, 14):
        drift = (AttributeChange.of("permissions", "all", "some", ChangeKind.UPDATE),)
        yield Change(
            at(account, "user_key", "zapier"), Action.UPDATE, Reason.DRIFT, attribute_changes=drift, drift=drift
        )
