"""Applies for the tests of the reports: one with every outcome, and small ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from provisioner.model.account import Identity
from provisioner.model.diagnostics import Diagnostic, Severity, Text
from provisioner.model.outcome import (
    AccountReport,
    Applied,
    ApplyReport,
    Attested,
    Awaiting,
    Bound,
    Failed,
    Outcome,
    Settled,
    SettledAs,
    Skipped,
    Stored,
)
from provisioner.model.plan import Step, StepAction
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import Intent, IntentPhase
from provisioner.model.values import EMPTY
from tests.reports.plans import HANDOFF, HAVN, NORDLYS, OFFICE, at

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def step(name: str, action: StepAction = StepAction.CREATE, *, handed_on: bool = False) -> Step:
    """A step on a user key of Nordlys."""
    handoff = HANDOFF if handed_on else None
    return Step(at(NORDLYS, "user_key", name), action, 1, EMPTY, holds_secret=True, handoff=handoff)


def intent(name: str, phase: IntentPhase = IntentPhase.AWAITING) -> Intent:
    """An open intent about it."""
    return Intent(f"01JD-{name}", step(name), phase, AT, None if phase is IntentPhase.AWAITING else AT, "digest")


def refusal(code: str, en: str, nb: str) -> Diagnostic:
    """Why something was not done."""
    hint = Text(nb, hint="Prøv igjen.")
    return Diagnostic(code, Severity.ERROR, Text(en, hint="Try again."), translations=(("nb", hint),))


def report(*outcomes: Outcome, interrupted: bool = False) -> ApplyReport:
    """An apply in one account."""
    return ApplyReport((AccountReport(NORDLYS.ref, outcomes),), interrupted=interrupted)


def everything() -> ApplyReport:
    """One of each."""
    failed = refusal("owner-lacks-right", "The owner lacks a right.", "Eieren mangler en rettighet.")
    left_out = refusal("stopped-before", "The account was stopped.", "Kontoen ble stanset.")
    held = refusal("lease-held", "Somebody works on this account.", "Noen arbeider på denne kontoen.")
    notice = Diagnostic("observer-left-out", Severity.WARNING, Text("An observer was left out."))
    question = Diagnostic("look", Severity.INFO, Text("Is there a key called “Huma 0e0e0e”?"))
    kept = intent("til-side", IntentPhase.CALLING)
    done = replace(intent("endring", IntentPhase.CALLING), step=step("endring", StepAction.UPDATE))
    outcomes: tuple[Outcome, ...] = (
        Applied(step("huma", handed_on=True), AT, "i1", "77", secret=SecretStatus.SEALED),
        Applied(step("stored"), AT, "i2", "78", secret=SecretStatus.STORED),
        Applied(step("lost"), AT, "i3", None, secret=SecretStatus.LOST),
        Applied(step("half"), AT, "i4", "79", incomplete="two rights could not be ticked"),
        Applied(step("endret", StepAction.UPDATE), AT),
        Applied(step("gammel", StepAction.DELETE), AT),
        Applied(step("overtatt", StepAction.ADOPT), AT),
        Applied(step("glemt", StepAction.FORGET), AT),
        Awaiting(intent("venter"), AT),
        Failed(step("feil"), AT, failed, "i5"),
        Skipped(step("etter"), left_out, (at(NORDLYS, "user_key", "venter"),)),
        Skipped(step("stanset"), left_out),
        Settled(intent("skjedd", IntentPhase.CALLING), SettledAs.HAPPENED, AT, "api"),
        Settled(intent("ikke", IntentPhase.CALLING), SettledAs.DID_NOT_HAPPEN, AT, "api"),
        Settled(intent("ukjent", IntentPhase.CALLING), SettledAs.UNKNOWN, AT, "api", question=question),
        Settled(kept, SettledAs.HAPPENED, AT, "deposit", has_secret=True),
        Settled(done, SettledAs.HAPPENED, AT, "api"),
        Stored(at(NORDLYS, "user_key", "igjen"), 1, SecretStatus.SEALED, AT),
        Attested(NORDLYS.ref, AT, "kari", empty=True),
        Bound(NORDLYS.ref, Identity(company_id=7), AT),
    )
    accounts = (
        AccountReport(OFFICE.ref),
        AccountReport(HAVN.ref, problem=held, exit_code=4),
        AccountReport(NORDLYS.ref, outcomes),
    )
    return ApplyReport(accounts, notices=(notice,))
