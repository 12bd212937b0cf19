"""The journal protocol: how a step that cannot be taken back is done once, and never lost.

0. prepare: everything that can fail harmlessly fails here · 1. the intent is durable before the call · 2. one
call, under a lease that outlives its deadline · 3. the secret is sealed in memory at once · 4. the outcome is one
transaction;
if it is refused the sealed secret is deposited, and if that fails too it is put in a rescue file · 5. the secret store
is tried once.

Promises: a secret that was shown is kept, whatever else fails. A create is never tried twice. Does not: decide what to
do; the plan has.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from provisioner.engine.fold import advance_intent, open_intent
from provisioner.model.account import Account
from provisioner.model.address import Address
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.errors import (
    OutcomeUnknown,
    ProviderFailed,
    ProvisionerError,
    SecretStoreFailed,
    StaleState,
    Stopped,
    UsageError,
)
from provisioner.model.outcome import Applied, Awaiting, Failed, Outcome, Settled, SettledAs, Skipped, Stored
from provisioner.model.plan import Step, StepAction
from provisioner.model.secrets import SealedSecret, SecretStatus, Sensitive
from provisioner.model.state import Intent, IntentPhase
from provisioner.runtime.planning.refresh import as_diagnostic
from provisioner.runtime.refusals import REFUSALS
from provisioner.runtime.state.books import Books
from provisioner.runtime.state.states import office_for
from provisioner.runtime.words import WORDS
from provisioner.runtime.workspace import Workspace
from provisioner.spi.backend import Deposit
from provisioner.spi.events import EventKind
from provisioner.spi.provider import (
    Concurrency,
    SettleRequest,
    StepAwaiting,
    StepDone,
    StepFailed,
    StepRequest,
    StepResult,
)

CALL_SECONDS = 60
"""How long a program's call may take."""
PERSON_SECONDS = 30 * 60
"""How long a person at hand may take."""


@dataclass
class Journal:
    """One account's journal, under its lease."""

    workspace: Workspace
    """The hands."""
    books: Books
    """The account's state and the lease to write it under."""
    account: Account
    """Which company."""
    plan_digest: str
    """Of the plan that asks."""
    notices: list[Diagnostic]
    """What else happened, for the report."""

    def perform(self, step: Step, call: CallGuard) -> Outcome:
        """Does `step` and returns what became of it. LeaseLost, BackendFailed; what was shown is kept even then."""
        workspace = self.workspace
        if self.books.state.intent_at(step.address) is not None:
            # Beginning leaves the serial alone, so that the plan is not stale does not say that nothing was begun.
            raise StaleState.of(REFUSALS("begun-since", address=step.address))
        office = office_for(workspace.backend(), step, self.books.state)
        request = StepRequest(self.account, step, workspace.clock.new_id(), prior=self.books.state, office=office)
        try:
            if step.holds_secret and step.action is StepAction.CREATE:
                workspace.sealer.probe()
                if workspace.store is not None:
                    workspace.store.probe()
            request = replace(request, evidence=workspace.provider.prepare(request))
        except Stopped:
            return _not_begun(step)
        except (ProviderFailed, SecretStoreFailed) as error:
            return Failed(step, workspace.clock.now(), replace(as_diagnostic(error, None), address=step.address))
        intent = self._begin(request)
        with call.one_at_a_time(step.driver):
            return self._call(replace(request, deadline=intent.deadline), intent)

    def _begin(self, request: StepRequest) -> Intent:
        now = self.workspace.clock.now()
        person = self.workspace.provider.concurrency(request.step.driver) is Concurrency.ONE
        deadline = now + timedelta(seconds=PERSON_SECONDS if person else CALL_SECONDS)
        intent = Intent(
            id=request.intent_id,
            step=request.step,
            phase=IntentPhase.CALLING,
            opened_at=now,
            deadline=deadline,
            plan_digest=self.plan_digest,
            evidence=request.evidence,
        )
        self.books.begin(open_intent(self.books.state, intent), intent)
        self.books.lease.outlive(deadline)
        self.books.tell(EventKind.INTENT_RECORDED, intent.address)
        return intent

    def _call(self, request: StepRequest, intent: Intent) -> Outcome:
        try:
            result = self.workspace.provider.apply(request)
        except OutcomeUnknown as error:
            return self.settle(intent, error)
        except Stopped as error:
            # Nothing was sent, so the intent ends as one that failed; that nobody let it be done is no failure.
            stopped = StepFailed(replace(as_diagnostic(error, None), address=intent.address))
            self.record(intent, stopped)
            return _not_begun(intent.step)
        except ProviderFailed as error:
            result = StepFailed(replace(as_diagnostic(error, None), address=intent.address))
        return self.record(intent, result)

    def record(self, intent: Intent, result: StepResult) -> Outcome:
        """Writes down what became of the call of `intent`, sealing what was shown."""
        now = self.workspace.clock.now()
        if isinstance(result, StepAwaiting):
            waiting = replace(intent, phase=IntentPhase.AWAITING, deadline=None)
            next_state = advance_intent(self.books.state, intent.id, IntentPhase.AWAITING, intent.claimant, None)
            self.books.advance(next_state, waiting, expected=intent.phase)
            self.books.tell(EventKind.AWAITING, intent.address)
            self.notices.extend([result.note] if result.note is not None else [])
            return Awaiting(waiting, now)
        if isinstance(result, StepFailed):
            failed = Failed(intent.step, now, result.diagnostic, intent.id)
            self.books.commit(failed, commit_id=intent.id)
            return failed
        return self._record_done(intent, result)

    def _record_done(self, intent: Intent, done: StepDone) -> Outcome:
        sealed = self._seal(intent, done.secret)
        creates_secret = intent.step.holds_secret and intent.step.action is StepAction.CREATE
        status = SecretStatus.SEALED if sealed else SecretStatus.LOST if creates_secret else None
        applied = Applied(
            step=intent.step,
            at=self.workspace.clock.now(),
            intent_id=intent.id,
            native_id=done.native_id,
            computed=done.computed,
            secret=status,
            incomplete=done.incomplete,
            lost=done.lost,
        )
        was = self.books.secret_of(intent.address, intent.step.generation)
        stored = self.books.stored_as(intent.address, intent.step.generation)
        where = self.books.stored_in(intent.address, intent.step.generation)
        with self.rescuing(intent, sealed, done.native_id):
            self.books.commit(applied, commit_id=intent.id, sealed=sealed)
        if sealed and done.secret is not None:
            self._store(sealed[0], done.secret)
        # What is recorded as sealed may have reached the store all the same, if we were stopped right then.
        if intent.step.action is StepAction.DELETE and was in (SecretStatus.STORED, SecretStatus.SEALED):
            self._retire(intent.step, stored, where)
        self.notices.extend(done.notes)
        return applied

    def _seal(self, intent: Intent, secret: Sensitive | None) -> tuple[SealedSecret, ...]:
        if secret is None:
            return ()
        sealed = SealedSecret(intent.address, intent.step.generation, self.workspace.sealer.seal(secret))
        self.books.tell(EventKind.SECRET_SEALED, intent.address)
        return (sealed,)

    @contextlib.contextmanager
    def rescuing(self, intent: Intent, sealed: tuple[SealedSecret, ...], native_id: str | None) -> Iterator[None]:
        """Around a commit: what is sealed is set aside if the commit fails, and the failure goes on."""
        try:
            yield
        except ProvisionerError:
            for secret in sealed:
                deposit = Deposit(intent.id, secret.address, secret.generation, secret.sealed, native_id)
                self.notices.append(set_aside(self.workspace, deposit))
            raise

    def _store(self, sealed: SealedSecret, secret: Sensitive) -> None:
        store = self.workspace.store
        if store is None:
            return
        try:
            store.put(sealed.address, sealed.generation, secret)
        except SecretStoreFailed as error:
            self.notices.append(
                WORDS(
                    "not-stored", Place(address=sealed.address), address=sealed.address, **error.filled(error="summary")
                )
            )
            return
        now, name = self.workspace.clock.now(), self.workspace.store_name
        stored = Stored(sealed.address, sealed.generation, SecretStatus.STORED, now, name)
        self.books.commit(stored, commit_id=self.workspace.clock.new_id())
        self.books.tell(EventKind.SECRET_STORED, sealed.address)

    def _retire(self, step: Step, stored: Address, where: str) -> None:
        """What was ended opens nothing any more, so the store that has it need not keep it, whichever that is; and
        today's may have it, too, if we were stopped right after it was put there."""
        today = self.workspace.project.secrets.store
        before = where if where and not self.workspace.is_todays_store(where) else ""
        for url in (before, today):
            try:
                if url:
                    self.workspace.store_at(url).retire(stored, step.generation)
            except (SecretStoreFailed, UsageError) as error:
                place = Place(address=step.address)
                self.notices.append(WORDS("not-retired", place, address=step.address, **error.filled(error="summary")))

    def settle(self, intent: Intent, error: OutcomeUnknown | None = None) -> Outcome:
        """Looks into an open intent once; only reads, then records what can be told."""
        now = self.workspace.clock.now()
        request = SettleRequest(self.account, intent, self.books.state, now)
        settlement = self.workspace.provider.settle(request)
        question = settlement.question
        if settlement.as_ is SettledAs.UNKNOWN and question is None:
            done = f"{intent.step.action.value} {intent.address}"
            told = error.filled(summary="summary") if error is not None else {"summary": done, "summary_nb": done}
            question = WORDS("outcome-unknown", Place(address=intent.address), address=intent.address, **told)
        settled = Settled(
            intent=intent,
            as_=settlement.as_,
            at=now,
            by=intent.step.driver,
            native_id=settlement.native_id,
            computed=settlement.computed,
            question=question,
        )
        if settlement.as_ is not SettledAs.UNKNOWN:
            self.books.commit(settled, commit_id=intent.id)
        self.books.tell(EventKind.SETTLED, intent.address)
        return settled


def _not_begun(step: Step) -> Skipped:
    """The run was asked to stop while the step still waited for its turn."""
    return Skipped(step, WORDS("stopped", Place(address=step.address)))


@dataclass(frozen=True, slots=True)
class CallGuard:
    """Keeps drivers that do one thing at a time from doing two."""

    locks: dict[str, contextlib.AbstractContextManager[object]]
    """By driver; one that is missing does many at a time."""

    def one_at_a_time(self, driver: str) -> contextlib.AbstractContextManager[object]:
        """Waits until `driver` is free."""
        return self.locks.get(driver) or contextlib.nullcontext()


def set_aside(workspace: Workspace, deposit: Deposit) -> Diagnostic:
    """Keeps a sealed secret whose entry could not be written: with the backend, else in a file."""
    place = Place(address=deposit.address)
    try:
        workspace.backend().deposit(deposit)
    except ProvisionerError:
        try:
            path = workspace.rescue.keep(deposit)
        except OSError as error:
            return WORDS("not-rescued", place, address=deposit.address, error=error.strerror or type(error).__name__)
        return WORDS("rescued", place, address=deposit.address, path=path)
    return WORDS("deposited", place, address=deposit.address)
