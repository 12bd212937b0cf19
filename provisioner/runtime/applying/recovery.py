"""What a crash, a lost answer or a cut line left behind, and what a person says became of it.

Promises: looking only reads the world; what can be told without asking anybody is recorded, what cannot is never
tried again by itself. Does not: hold the answer's rules; `runtime.worklist` does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from provisioner.model.address import Address, AddressError
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.errors import UsageError
from provisioner.model.outcome import ApplyReport, Noted, Settled, SettledAs
from provisioner.model.plan import StepAction
from provisioner.model.state import Intent, IntentPhase
from provisioner.model.values import attributes
from provisioner.runtime.applying.settle import settle_everything
from provisioner.runtime.refusals import REFUSALS
from provisioner.runtime.state.books import open_books
from provisioner.runtime.state.integrity import Fate, fate_of
from provisioner.runtime.state.states import load_readable
from provisioner.runtime.workspace import Workspace
from provisioner.spi.backend import Backend, Deposit

LET_GO = "key-let-go"
"""The audit's word for a key that was set aside, belonged to nothing, and is kept no longer."""


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
    is_set_aside: bool = False
    """Whether its key lies set aside, so that nobody is asked: it is recorded once that can be written."""


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
    aside = _set_aside(workspace)
    found = (_unsettled(intent, questions.get(intent.id), aside) for intent in _cut_off(workspace))
    return Recovery(report, tuple(sorted(found, key=lambda one: one.address)))


def _set_aside(workspace: Workspace) -> frozenset[str]:
    """Intents whose key lies with the state or in a rescue file, and could not be taken in."""
    backend = workspace.backend()
    with_state = (item for one in backend.summaries() if one.open_intents for item in backend.deposits(one.account))
    return frozenset(item.intent_id for item in (*with_state, *workspace.rescue.kept()))


def find_cut_off(workspace: Workspace, named: str) -> Unsettled:
    """The one that `named`, an address or an id, means. UsageError where there is none."""
    found = next((item for item in _cut_off(workspace) if named in (item.id, str(item.address))), None)
    if found is not None:
        return _unsettled(found, None, _set_aside(workspace))
    try:
        Address.parse(named)
    except AddressError:
        raise UsageError.of(REFUSALS("nothing-open", named=named)) from None
    raise UsageError.of(REFUSALS("nothing-open-at", named=named))


def find_stranger(workspace: Workspace, named: str) -> Deposit | None:
    """A key that lies set aside and opens nothing that is recorded, by its address or its call's id."""
    return next((item for item in strangers(workspace) if named in (item.intent_id, str(item.address))), None)


def strangers(workspace: Workspace) -> Iterator[Deposit]:
    """Every key that lies set aside and opens nothing that is recorded."""
    backend = workspace.backend()
    for summary in backend.summaries():
        deposits = backend.deposits(summary.account)
        if deposits and load_readable(workspace, summary.account) is not None:
            yield from (deposit for deposit in deposits if _is_stranger(backend, deposit))


def let_go(workspace: Workspace, deposit: Deposit, by: str) -> None:
    """Lets go of a stranger, because somebody says that what it opens is not there (any more). UsageError where it
    belongs to something that is recorded after all."""
    backend = workspace.backend()
    with open_books(workspace, deposit.address.account, f"recover {deposit.address}") as books:
        if not _is_stranger(backend, deposit):
            raise UsageError.of(REFUSALS("key-belongs", address=deposit.address))
        detail = attributes(generation=deposit.generation, nativeId=deposit.native_id, by=by)
        noted = Noted(deposit.address.account, workspace.clock.now(), LET_GO, deposit.address, detail)
        books.commit(noted, commit_id=workspace.clock.new_id())
        backend.withdraw(deposit.intent_id)


def _is_stranger(backend: Backend, deposit: Deposit) -> bool:
    archive = backend.archive(deposit.address.account)
    return archive is not None and fate_of(deposit, archive) is Fate.STRANGER


def _cut_off(workspace: Workspace) -> tuple[Intent, ...]:
    """Calls that were begun by a run; what a person has taken on is theirs."""
    backend = workspace.backend()
    states = (load_readable(workspace, summary.account) for summary in backend.summaries() if summary.open_intents)
    return tuple(
        intent
        for state in states
        if state is not None
        for intent in state.intents
        if intent.phase is IntentPhase.CALLING and not intent.claimant
    )


def _unsettled(intent: Intent, question: Diagnostic | None, aside: frozenset[str]) -> Unsettled:
    step = intent.step
    shows_key = step.holds_secret and step.action is StepAction.CREATE
    is_aside = intent.id in aside
    return Unsettled(
        intent.id, intent.address, step.action, step.driver, intent.opened_at, shows_key, question, is_aside
    )
