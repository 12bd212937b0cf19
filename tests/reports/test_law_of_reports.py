"""Law 8: no rendered report contains a secret or an unescaped `<script`, whatever people call their things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Severity, SourceRange, Text
from provisioner.model.plan import (
    AccountPlan,
    Action,
    AttributeChange,
    Change,
    ChangeKind,
    Check,
    CheckStatus,
    Plan,
    Reason,
)
from provisioner.model.plan_view import PlanView
from provisioner.model.resource import HandoffPlan, Live
from provisioner.model.values import SecretRef, attributes
from provisioner.reports import html, json_report, markdown, text
from provisioner.reports.diagnostics_text import render_diagnostics
from provisioner.reports.view import view
from tests.reports.plans import CANARY, NOW, TYPES

RENDERERS: dict[str, Callable[[PlanView], str]] = {
    "text": text.render,
    "markdown": markdown.render,
    "json": json_report.render,
    "html": html.render,
}
EVIL = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "<SCRIPT src=//x>",
        '"><script>',
        "'-alert(1)-'",
        "</style><script>",
        "{{ 7*7 }}{% raw %}",
        "`</code><script>`",
        "@kari|<script>",
        "\x1b]0;owned\x07",
        "\u202e<script>",
    ]
)
TEXTS = st.one_of(EVIL, st.text(alphabet=st.characters(codec="utf-8"), max_size=30), st.tuples(EVIL, EVIL).map("".join))
NAMES = TEXTS.map(lambda name: "".join(name.replace("/", "").split()) or "x")
PENDING = [(action, reason) for action in Action for reason in (Reason.CONFIGURATION, Reason.CONFLICT, Reason.DRIFT)]


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan in which every word that a person could have written is hostile, and every secret place holds a secret."""
    words = Text(draw(TEXTS), draw(TEXTS), draw(TEXTS))
    ref = AccountRef.client(draw(NAMES))
    account = Account(ref, draw(TEXTS), Identity(organization_number=draw(NAMES)))
    address = Address(ref, draw(st.sampled_from(["user_key", "odd"])), draw(NAMES))
    source = SourceRange(draw(TEXTS), 1, 1)
    found = Diagnostic("x", draw(st.sampled_from(Severity)), words, address=address, source=source, related=(source,))
    action, reason = draw(st.sampled_from(PENDING))
    name, value = draw(NAMES), draw(TEXTS)
    secret = {"token": CANARY} if address.kind == "user_key" else {"token": SecretRef(CANARY)}
    values = attributes(**{name: value, "listed": [value, {value: value}], **secret})
    changed = (
        AttributeChange.of(name, value, values["listed"], draw(st.sampled_from(ChangeKind))),
        AttributeChange.of("token", values["token"], values["token"], ChangeKind.REPLACE),
    )
    change = Change(
        address,
        action,
        reason,
        before=values,
        after=values,
        attribute_changes=changed,
        drift=changed,
        driver=draw(NAMES),
        driver_note=found,
        integration=draw(TEXTS),
        native_id=draw(TEXTS),
        intent_id=draw(NAMES),
        handoff=HandoffPlan(draw(TEXTS), draw(TEXTS)),
        source=source,
        origins=((name, source),),
        notes=(found,),
    )
    strangers = (Live(ref, draw(TEXTS), values, label=draw(TEXTS)),)
    return Plan(
        draw(TEXTS),
        NOW,
        draw(TEXTS),
        (AccountPlan(account, "", 0, (change,), unmanaged=strangers, moved_from=ref),),
        diagnostics=(found,),
        checks=(Check(draw(TEXTS), CheckStatus.FAILED, ref, address, found),),
        guards=(found,),
        language=draw(st.sampled_from(["en", "nb"])),
    )


@pytest.mark.parametrize("name", sorted(RENDERERS))
@given(plan=plans())
def test_no_report_contains_a_secret_or_a_script(name: str, plan: Plan) -> None:
    made = RENDERERS[name](view(plan, TYPES))
    assert CANARY not in made
    if name != "text":  # a terminal runs no markup
        assert "<script" not in made.lower()
    assert "\x1b" not in made
    assert "\u202e" not in made
    made.encode("utf-8")


@given(plan=plans())
def test_no_comment_is_too_long(plan: Plan) -> None:
    made = markdown.render(view(replace(plan, accounts=plan.accounts * 40), TYPES))
    assert len(made.encode("utf-8")) <= markdown.LIMIT


@given(plan=plans(), line=TEXTS)
def test_diagnostics_are_harmless_too(plan: Plan, line: str) -> None:
    made = render_diagnostics(plan.diagnostics, plan.language, read_line=lambda file, number: line)
    assert "\x1b" not in made
