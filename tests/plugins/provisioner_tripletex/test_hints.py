"""Advice about a whole plan: where one key of the office's would do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

import provisioner_tripletex
from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Severity
from provisioner.model.plan import AccountPlan, Action, Change, Plan
from tests.plugins.provisioner_tripletex.bench import NOW, OFFICE, PER, Bench, change_of, request_of

FINALE = Bench().wanted(request_of({"visma-finale": {"method": "user-key", **PER}}), "user_key")
HUMA = Bench().wanted(request_of({"huma": PER}), "user_key")


def plan_of(changes: Iterable[Change]) -> Plan:
    accounts: dict[AccountRef, list[Change]] = {}
    for change in changes:
        accounts.setdefault(change.address.account, []).append(change)
    plans = tuple(
        AccountPlan(Account(ref, ref.name or "office", Identity()), "", 0, tuple(held))
        for ref, held in accounts.items()
    )
    return Plan("p", NOW, "1", plans)


def hints(changes: Iterable[Change]) -> list[Diagnostic]:
    (entry,) = provisioner_tripletex.provisioner_checks()
    found = list(entry.check(plan_of(changes)))
    assert {each.code for each in found} <= {entry.code}
    return found


def at(change: Change, account: str, name: str = "key") -> Change:
    ref = OFFICE if account == "office" else AccountRef.client(account)
    return replace(change, address=Address(ref, change.address.kind, name))


MAKING = change_of(FINALE)
CLIENTS = ("berg", "arne", "cato")


def test_three_clients_with_a_key_each_are_told_of_the_offices() -> None:
    (hint,) = hints(at(MAKING, name) for name in CLIENTS)
    assert hint.severity is Severity.INFO
    assert (
        hint.summary == "3 clients are to get a key each for Visma Finale, and one office key would do for all of them."
    )
    assert "2 keys less" in hint.text.detail
    assert "arne, berg, cato." in hint.text.detail
    assert "`visma-finale`" in hint.hint
    told = hint.told_in("nb")
    assert told.summary.startswith("3 klienter skal få hver sin nøkkel for Visma Finale")
    assert "2 færre nøkler" in told.detail


def test_many_are_not_all_named() -> None:
    (hint,) = hints(at(MAKING, f"client-{number:03}") for number in range(400))
    assert "400 clients" in hint.summary
    assert "client-004 …." in hint.text.detail


SILENT: dict[str, list[Change]] = {
    "two": [at(MAKING, name) for name in CLIENTS[:2]],
    "two, one of them twice": [at(MAKING, "arne"), at(MAKING, "arne", "second"), at(MAKING, "berg")],
    "the office itself": [at(MAKING, name) for name in ("arne", "berg", "office")],
    "there already": [at(replace(MAKING, action=Action.NO_OP), name) for name in CLIENTS],
    "taken over": [at(replace(MAKING, action=Action.ADOPT), name) for name in CLIENTS],
    "nobody knows whether": [at(change_of(HUMA), name) for name in CLIENTS],
    "not in the catalogue": [at(replace(MAKING, integration="own-one"), name) for name in CLIENTS],
    "for no product": [at(replace(MAKING, integration=None), name) for name in CLIENTS],
    "different products": [*(at(MAKING, name) for name in CLIENTS[:2]), at(change_of(HUMA), "cato")],
}


@pytest.mark.parametrize("changes", SILENT.values(), ids=SILENT)
def test_nothing_is_said_of(changes: list[Change]) -> None:
    assert hints(changes) == []
