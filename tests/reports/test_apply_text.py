"""What an apply did, as text."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from provisioner.model.outcome import (
    AccountReport,
    Applied,
    ApplyReport,
    Awaiting,
    Failed,
    Outcome,
    Settled,
    SettledAs,
    Skipped,
)
from provisioner.model.plan import Action, StepAction
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import IntentPhase
from provisioner.reports.apply_text import apply_summary, render_applied, render_apply, waiting
from provisioner.reports.diagnostics_text import Style
from tests.reports.applies import AT, everything, intent, refusal, report, step
from tests.reports.plans import NORDLYS, at, firm_plan, quiet_plan

WHY = refusal("x", "It failed.", "Det slo feil.")
DONE = Applied(step("huma"), AT)
WAITS = Skipped(step("etter"), WHY, (at(NORDLYS, "user_key", "huma"),))


@pytest.mark.parametrize(
    ("outcomes", "line"),
    [
        ((), "Apply complete! Resources: 0 added, 0 changed, 0 destroyed."),
        ((DONE,), "Apply complete! Resources: 1 added, 0 changed, 0 destroyed."),
        (
            (Applied(step("a", StepAction.ADOPT), AT), Applied(step("b", StepAction.FORGET), AT)),
            "Apply complete! Resources: 0 added, 0 changed, 0 destroyed, 1 adopted, 1 forgotten.",
        ),
        (
            (Awaiting(intent("huma"), AT), WAITS),
            "Apply complete! Resources: 0 added, 0 changed, 0 destroyed, 1 awaiting, 1 skipped.",
        ),
        ((Failed(step("a"), AT, WHY),), "Apply incomplete. Resources: 0 added, 0 changed, 0 destroyed, 1 failed."),
        ((Skipped(step("a"), WHY),), "Apply incomplete. Resources: 0 added, 0 changed, 0 destroyed, 1 skipped."),
        (
            (Settled(intent("a", IntentPhase.CALLING), SettledAs.UNKNOWN, AT, "api"),),
            "Apply incomplete. Resources: 0 added, 0 changed, 0 destroyed, 1 unknown.",
        ),
    ],
)
def test_the_summary(outcomes: tuple[Outcome, ...], line: str) -> None:
    assert apply_summary(report(*outcomes)) == line
    assert render_apply(report(*outcomes), "nb").rstrip("\n").rsplit("\n", 1)[-1] == line


def test_what_waited_before_the_apply_is_in_its_last_line() -> None:
    """A second run that meets what nobody has answered must not read as if everything were done."""
    held = waiting(firm_plan())
    assert held[Action.AWAIT] >= 1
    assert held[Action.ASK] >= 1
    assert Action.CREATE not in held
    still = {Action.AWAIT: 2, Action.HOLD: 1, Action.ASK: 8}
    assert apply_summary(report(Awaiting(intent("huma"), AT)), still) == (
        "Apply complete! Resources: 0 added, 0 changed, 0 destroyed, 3 awaiting, 1 held, 8 to answer."
    )


def test_a_rendered_apply_counts_what_its_plan_left() -> None:
    shown = render_applied(report(DONE), firm_plan(), Style("nb"))
    assert re.search(r"1 added, .*, \d+ awaiting, \d+ held, \d+ to answer\.$", shown.rstrip("\n"))
    assert render_applied(report(DONE), quiet_plan(), Style("nb")).endswith("1 added, 0 changed, 0 destroyed.\n")


def test_an_interrupted_apply_says_so() -> None:
    shown = render_apply(report(DONE, interrupted=True))
    assert "Apply interrupted. Resources: 1 added, 0 changed, 0 destroyed." in shown
    assert "The run was stopped before its end." in shown


def test_stopped_accounts_are_counted() -> None:
    stopped = ApplyReport((AccountReport(NORDLYS.ref, problem=WHY),) * 2)
    assert apply_summary(stopped).endswith(", 2 accounts stopped.")


def test_waiting_tells_how_to_go_on() -> None:
    shown = render_apply(report(Awaiting(intent("huma"), AT)))
    assert "⧗ awaiting since 2026-11-22T09:30:00Z: create client/nordlys-bakeri/user_key/huma [01JD-huma]" in shown
    assert "`provisioner work`" in shown


def test_a_quiet_apply_is_one_line() -> None:
    assert render_apply(report(DONE)).count("\n") == 1


def test_an_unknown_end_without_a_question_still_tells_what_to_do() -> None:
    shown = render_apply(report(Settled(intent("a", IntentPhase.CALLING), SettledAs.UNKNOWN, AT, "api")))
    assert "Look on the screen" in shown


def test_a_lost_secret_alone_is_told() -> None:
    lost = Applied(step("lost"), AT, secret=SecretStatus.LOST)
    shown = render_apply(report(lost))
    assert "client/nordlys-bakeri/user_key/lost: the secret was lost; the next plan replaces it" in shown
    assert "sealed" not in shown


def test_a_key_that_is_lost_is_to_be_given_to_nobody() -> None:
    lost = Applied(step("lost", handed_on=True), AT, secret=SecretStatus.LOST)
    held = Applied(step("held", handed_on=True), AT, secret=SecretStatus.STORED)
    assert "must get what it needs" not in render_apply(report(lost), "en", False)
    assert "must get what it needs" in render_apply(report(held), "en", False)


def test_colour_and_ascii() -> None:
    plain, coloured = render_apply(everything()), render_apply(everything(), colour=True)
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain
    assert render_apply(everything(), "nb", ascii_only=True).isascii()


def test_an_address_that_is_sealed_is_not_counted_as_a_key() -> None:
    key = Applied(replace(step("huma"), holds_secret=True), AT, secret=SecretStatus.SEALED)
    onward = Applied(replace(step("shopify"), holds_secret=False), AT, secret=SecretStatus.SEALED)
    text = render_apply(report(key, onward))
    assert "1 key is sealed to the project's recipients." in text
    assert "1 address where a vendor's set-up goes on is sealed." in text
    assert "New keys" not in render_apply(report(onward))
    assert "1 adresse der leverandørens oppsett fortsetter, er forseglet." in render_apply(report(onward), "nb")


def test_why_several_failed_is_told_once_where_it_is_the_same() -> None:
    other = refusal("y", "It was refused.", "Det ble avvist.")
    failed = (Failed(step("a"), AT, WHY), Failed(step("b"), AT, other), Failed(step("c"), AT, WHY))
    text = render_apply(report(*failed))
    assert (text.count("It failed."), text.count("It was refused.")) == (1, 1)
    assert "user_key/a\n  create" in text
    assert text.index("user_key/c\n") < text.index("It failed.") < text.index("user_key/b\n")
    assert text.endswith("3 failed.\n")
