"""What holds for many accounts is told once, names them, and hides no difference."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic, Severity, SourceRange, Text
from provisioner.model.plan import AccountPlan, Action, Change, Check, CheckStatus, Plan, Reason
from provisioner.reports import html, json_report, markdown, text
from provisioner.reports.findings import places
from provisioner.reports.view import ViewOptions, view
from provisioner.reports.words import words
from tests.reports.plans import HAVN, NOW, TYPES, at, firm_plan

NAMES = [f"klient-{number}" for number in range(12)]


def firm(*diagnostics: Diagnostic, checks: tuple[Check, ...] = (), reason: Reason = Reason.NOT_INVENTORIED) -> Plan:
    """Twelve clients in which two things each wait."""
    accounts = []
    for number, name in enumerate(NAMES):
        account = Account(AccountRef.client(name), f"Klient {number} AS", Identity(company_id=number + 1))
        changes = tuple(Change(at(account, "user_key", key), Action.HOLD, reason) for key in ("huma", "kassa"))
        accounts.append(AccountPlan(account, "", 0, changes))
    return Plan("firm", NOW, "0", tuple(accounts), diagnostics, checks)


def about(name: str, code: str = "unreachable", summary: str = "{} cannot be read.", hint: str = "") -> Diagnostic:
    ref = AccountRef.client(name)
    texts = [Text(part + summary.format(ref), "It is down.", hint.format(name)) for part in ("", "Nei: ")]
    place = SourceRange(f"clients/{name}.yaml", 1, 1)
    return Diagnostic(code, Severity.ERROR, texts[0], None, ref, place, translations=(("nb", texts[1]),))


def uninventoried() -> Plan:
    found = [about(name, "not-inventoried", "{} is not inventoried.", "say --client {}") for name in NAMES]
    return firm(*(replace(each, severity=Severity.WARNING) for each in found))


@pytest.mark.parametrize(
    ("language", "summary", "more"),
    [
        ("en", "12 accounts are not inventoried, so 24 new resources wait.", "and 7 more"),
        ("nb", "12 selskaper er ikke kartlagt, derfor venter 24 nye ting.", "og 7 til"),
    ],
)
def test_many_accounts_without_an_inventory_are_one_warning(language: str, summary: str, more: str) -> None:
    seen = view(uninventoried(), TYPES, language)
    (told,) = seen.findings
    assert (told.severity, told.code, told.source, told.account) == (Severity.WARNING, "not-inventoried", None, None)
    assert told.told_in(language).summary == summary
    assert "client/klient-0, client/klient-1" in told.told_in(language).detail
    assert more in told.told_in(language).detail
    assert told.told_in(language).hint.count("--empty`") == 2
    for render in (text.render, markdown.render, html.render):
        shown = render(seen)
        assert shown.count(summary.partition(" ")[2]) == 1
        assert "is not inventoried." not in shown
    assert json_report.render(seen).count('"code": "not-inventoried"') == 12


@pytest.mark.parametrize(
    ("language", "summary"),
    [
        ("en", "12 accounts wait until somebody has looked: huma (12), kassa (12)."),
        ("nb", "12 selskaper venter til noen har sett etter: huma (12), kassa (12)."),
    ],
)
def test_what_nobody_knows_in_many_accounts_is_asked_once(
    monkeypatch: pytest.MonkeyPatch, language: str, summary: str
) -> None:
    monkeypatch.setattr("provisioner.reports.view.MANY", 11)
    plan = firm(*(about(name, "unsure", "{} waits: huma, kassa.") for name in NAMES), reason=Reason.UNSURE)
    seen = view(plan, TYPES, language, options=ViewOptions(sum_up=True))
    (told,) = seen.findings
    assert told.told_in(language).summary == summary
    assert "client/klient-0, client/klient-1" in told.told_in(language).detail
    assert [len(group.addresses) for group in seen.groups] == [12, 12]
    assert [account.rows for account in seen.accounts] == [()] * 12
    each = view(plan, TYPES, language, options=ViewOptions(sum_up=False))
    assert all(text.render(each).count(f"client/{name}/user_key/huma") >= 1 for name in NAMES)
    assert text.render(seen).count("user_key/huma") == 1
    alone = view(firm(about("klient-3", "unsure", "{} waits."), reason=Reason.UNSURE), TYPES, language)
    assert alone.findings[0].account == AccountRef.client("klient-3"), "of one account it is told by its name"


def test_the_same_trouble_in_many_accounts_is_told_once_and_names_the_others() -> None:
    seen = view(firm(*(about(name, hint="look at {}") for name in NAMES[:4])), TYPES)
    (told,) = seen.findings
    assert told.text.summary == "client/klient-0 cannot be read."
    assert told.text.detail == (
        "It is down.\nThe same holds for 3 more: client/klient-1, client/klient-2, client/klient-3."
    )
    assert (told.text.hint, told.source) == ("look at klient-0", SourceRange("clients/klient-0.yaml", 1, 1))
    assert (seen.totals.errors, seen.accounts[1].totals.errors, seen.accounts[5].totals.errors) == (4, 1, 0)
    assert "Nei: client/klient-0" in view(firm(about("klient-0"), about("klient-1")), TYPES, "nb").findings[0].summary


def test_errors_come_first() -> None:
    early = replace(about("klient-0", "odd"), severity=Severity.WARNING)
    seen = view(firm(early, about("klient-1"), about("klient-2")), TYPES)
    assert [found.code for found in seen.diagnostics] == ["odd", "unreachable", "unreachable"]
    assert [found.code for found in seen.findings] == ["unreachable", "odd"]


def test_what_differs_or_is_about_one_resource_stays_apart() -> None:
    other = about("klient-1", summary="{} is another company.")
    resource = [replace(about(name), account=None, address=at(HAVN, "user_key", name)) for name in NAMES[:2]]
    nowhere = [replace(about("klient-0", f"code-{number}"), account=None, source=None) for number in (1, 2)]
    longer = about("klient-10", summary="{} cannot be read by klient-1.")
    office = replace(about("klient-2"), account=AccountRef.office())
    seen = view(firm(about("klient-0"), other, *resource, *nowhere, longer, office), TYPES)
    assert seen.findings == seen.diagnostics
    assert len(seen.findings) == 8


def test_checks_that_end_alike_are_one_line() -> None:
    unread = Diagnostic("keys-unread", Severity.INFO, Text("Keys cannot be listed."))
    refs = [AccountRef.client(name) for name in NAMES]
    checks = tuple(Check("key-not-there", CheckStatus.NOT_CHECKABLE, ref, finding=unread) for ref in refs)
    failed = tuple(
        Check("owner", CheckStatus.FAILED, HAVN.ref, at(HAVN, "user_key", name), unread) for name in ("a", "b")
    )
    alone = Check("key-not-there", CheckStatus.NOT_CHECKABLE, HAVN.ref)
    seen = view(firm(checks=(*checks, *failed, alone, Check("x", CheckStatus.PASSED, HAVN.ref))), TYPES)
    assert [len(group.checks) for group in seen.check_groups] == [2, 1, 12]
    assert len(seen.checks) == 16
    shown = text.render(seen, width=500)
    assert (
        "  owner: failed: Keys cannot be listed. (2 things: client/havn-kafe/user_key/a, client/havn-kafe/user_key/b)\n"
    ) in shown
    assert "  client/havn-kafe: key-not-there: could not be made\n" in shown
    assert shown.count("Keys cannot be listed.") == 2
    assert "  key-not-there: could not be made: Keys cannot be listed. (12 accounts: client/klient-0, " in shown
    assert html.render(seen).count("Keys cannot be listed.") == 2
    assert markdown.render(seen).count("Keys cannot be listed.") == 2


def test_one_more_than_a_few_is_not_worth_a_count() -> None:
    refs = [AccountRef.client(name) for name in "abcdefg"]
    assert places(refs[:6], words("en")).endswith("client/f")
    assert places(refs, words("en")).endswith("client/e and 2 more")


def test_an_error_keeps_the_summary_from_saying_no_changes() -> None:
    seen = view(firm(about("klient-0")), TYPES)
    line = "Plan: 0 to add, 0 to change, 0 to destroy, 24 held. Errors: 1. What they concern is not applied."
    assert text.render(seen).endswith(f"{line}\n")
    page = html.render(seen)
    assert line in page
    assert "There are errors." in page
    assert "everything is as the manifests say" not in page
    assert view(firm_plan(), TYPES).errored
