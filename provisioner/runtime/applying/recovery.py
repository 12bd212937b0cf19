"""What a crash, a lost answer or a cut line left behind, and what a person says became of it.

Promises: looking only reads the world; what can be told without asking anybody is recorded, what cannot is never
tried again by itself. Does not: hold the answer's rules; `runtime.work` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from provisioner.model.address import Address, AddressError
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.errors import UsageError
from provisioner.model.outcome import ApplyReport, Settled, SettledAs
from provisioner.model.plan import StepAction
from provisioner.model.state import Intent, IntentPhase
from provisioner.runtime.applying.settle import settle_everything
from provisioner.runtime.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A call that was begun and of which nobody knows how it ended."""

    intent_id: str
    """Its id; the answer names it or the address."""
    address: Address
    """What it is about."""
    action: StepAction
    """What was tried."""
    driver: str
    """By which way."""
    since: datetime
    """When it was begun."""
    shows_key: bool
    """Whether it showed a key, if it happened."""
    question: Diagnostic | None
    """What to look for; None where somebody still has time to end it."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """What looking told."""

    report: ApplyReport
    """What was settled, and what was taken in."""
    unsettled: tuple[Unsettled, ...]
    """What a person must look at, by address."""


def recover(workspace: Workspace) -> Recovery:
    """Looks into everything that was begun and never ended."""
    report = settle_everything(workspace)
    questions = {
        outcome.intent.id: outcome.question
        for outcome in report.outcomes()
        if isinstance(outcome, Settled) and outcome.as_ is SettledAs.UNKNOWN
    }
    found = (_unsettled(intent, questions.get(intent.id)) for intent in _cut_off(workspace))
    return Recovery(report, tuple(sorted(found, key=lambda one: one.address)))


def find_cut_off(workspace: Workspace, named: str) -> Unsettled:
    """The one that `named`, an address or an id, means. UsageError where there is none."""
    found = next((item for item in _cut_off(workspace) if named in (item.id, str(item.address))), None)
    if found is not None:
        return _unsettled(found, None)
    try:
        Address.parse(named)
    except AddressError:
        hint = "`provisioner recover` lists what is."
    else:
        hint = "`provisioner recover` lists what is; what waits for a person stands under `provisioner work`."
    raise UsageError(f"Nothing was left open at {named}.", hint=hint)


def _cut_off(workspace: Workspace) -> tuple[Intent, ...]:
    """Calls that were begun by a run; what a person has taken on is theirs."""
    backend = workspace.backend()
    states = (backend.load(summary.account) for summary in backend.summaries() if summary.open_intents)
    return tuple(
        intent
        for state in states
        if state is not None
        for intent in state.intents
        if intent.phase is IntentPhase.CALLING and not intent.claimant
    )


def _unsettled(intent: Intent, question: Diagnostic | None) -> Unsettled:
    step = intent.step
    shows_key = step.holds_secret and step.action is StepAction.CREATE
    return Unsettled(intent.id, intent.address, step.action, step.driver, intent.opened_at, shows_key, question)
