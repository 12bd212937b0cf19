"""Applying a plan: office first, then clients side by side, then what the office gives up.

Promises: each account is done under its own lease, from the very state the plan was made from, by the journal
protocol; trouble stops that account and no other. Does not: plan again, or ask.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass

from provisioner import __version__
from provisioner.engine.fold import Convergence, is_converged, resolve_step, summarise
from provisioner.engine.guard import refuse_stale
from provisioner.engine.schedule import office_phases, schedule
from provisioner.formats.plan_format import plan_digest
from provisioner.model.account import Identity
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Place, Severity
from provisioner.model.errors import GuardTripped, ProviderFailed, ProvisionerError
from provisioner.model.outcome import (
    AccountReport,
    Applied,
    ApplyReport,
    Awaiting,
    Bound,
    Learnt,
    Outcome,
    Settled,
    SettledAs,
    Skipped,
)
from provisioner.model.plan import AccountPlan, Plan, Step, StepAction
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import AccountState
from provisioner.runtime.applying.journal import CallGuard, Journal
from provisioner.runtime.planning.digests import input_digest
from provisioner.runtime.planning.moving import carry_over
from provisioner.runtime.planning.office_use import client_states, users_of
from provisioner.runtime.planning.refresh import as_diagnostic
from provisioner.runtime.state.books import Books, open_books, touch
from provisioner.runtime.state.retention import prune_after_commit
from provisioner.runtime.words import WORDS
from provisioner.runtime.workspace import Workspace
from provisioner.spi.events import Event, EventKind
from provisioner.spi.provider import Concurrency, NotesRequest


@dataclass(frozen=True, slots=True)
class _Share:
    """The part of one account's plan that is done in one go."""

    plan: AccountPlan
    """The account's plan."""
    steps: tuple[Step, ...]
    """In order."""
    last: bool
    """Whether nothing is left of the account's plan after this."""
    done: frozenset[str] = frozenset()
    """Keys of the steps that an earlier share of the same plan did."""
    moved: bool = False
    """Whether an earlier share has already moved the state on from where the plan was made."""


class Applier:
    """One apply of one plan."""

    def __init__(self, workspace: Workspace, plan: Plan, stop: threading.Event) -> None:
        self._workspace = workspace
        self._plan = plan
        self._digest = plan_digest(plan)
        self._stop = stop
        self._notices: list[Diagnostic] = []
        self._total = 0
        self._done = 0
        self._guard = self._call_guard()

    def _call_guard(self) -> CallGuard:
        drivers = {change.driver for change in self._plan.changes() if change.driver}
        provider = self._workspace.provider
        single = (name for name in drivers if provider.concurrency(name) is Concurrency.ONE)
        return CallGuard({name: threading.Lock() for name in single})

    def run(self) -> ApplyReport:
        """Does everything the plan says. GuardTripped where a rail stops it."""
        if self._plan.guards:
            raise GuardTripped.of(self._plan.guards[0])
        self._workspace.backend()  # opened here, by one thread, so that a state that is missing says so once
        broken = {item.concerns for item in self._plan.diagnostics if item.severity is Severity.ERROR}
        plans = [item for item in self._plan.accounts if not item.skipped]
        refused = [item for item in plans if item.account.ref in broken or None in broken]
        sound = [item for item in plans if item not in refused]
        office = next((item for item in sound if item.account.ref.is_office), None)
        first, last = office_phases(schedule(office) if office is not None else ())
        clients = [_Share(item, schedule(item), last=True) for item in sound if not item.account.ref.is_office]
        self._total = len(first) + len(last) + sum(len(share.steps) for share in clients)

        reports = [self._refusal(item) for item in refused]
        office_report = self._account(_Share(office, first, last=not last)) if office is not None else None
        reports.extend(self._workspace.crew.side_by_side(self._account, clients))
        if office is not None and office_report is not None:
            reports.append(office_report)
            if last and office_report.problem is None:
                done = frozenset(_key_done(outcome) for outcome in office_report.outcomes) - {""}
                reports.append(self._account(_Share(office, last, last=True, done=done, moved=True)))
        reports.sort(key=lambda report: report.account)
        return ApplyReport(tuple(reports), self._stop.is_set(), (*self._notices, *self._workspace.observers.left_out()))

    def _refusal(self, plan: AccountPlan) -> AccountReport:
        """An account that the plan found errors in: nothing is done, and the first error says why."""
        account = plan.account.ref
        problem = next(
            item
            for item in self._plan.diagnostics
            if item.severity is Severity.ERROR and item.concerns in (account, None)
        )
        return AccountReport(account, problem=problem, exit_code=1)

    def _account(self, share: _Share) -> AccountReport:
        account = share.plan.account.ref
        outcomes: list[Outcome] = []
        self._tell(EventKind.ACCOUNT_START, account)
        try:
            with open_books(self._workspace, account, f"apply {self._plan.project}", self._digest) as books:
                if share.plan.moved_from is not None:
                    self._carry_over(share.plan, share.plan.moved_from, books)
                elif not share.moved:
                    refuse_stale(share.plan, books.state if books.state.serial else None)
                _AccountRun(self._workspace, share, books, self._journal(share, books), outcomes, self._stop).run(
                    self._guard, self._step_done
                )
                with contextlib.suppress(ProvisionerError):  # what was done is recorded; the next apply forgets more
                    prune_after_commit(books)
        except ProvisionerError as error:
            return AccountReport(account, tuple(outcomes), as_diagnostic(error, account), error.exit_code)
        finally:
            self._tell(EventKind.ACCOUNT_COMPLETE, account)
        return AccountReport(account, tuple(outcomes))

    def _carry_over(self, plan: AccountPlan, before: AccountRef, books: Books) -> None:
        """Brings over what is recorded under the account's earlier name, under the leases of both."""
        reason = f"rename to {plan.account.ref.name}"
        with open_books(self._workspace, before, reason, self._digest) as earlier:
            carry_over(plan, earlier, books)
        place = Place(account=plan.account.ref)
        self._notices.append(WORDS("client-moved", place, name=plan.account.ref.name, before=before.name))

    def _journal(self, share: _Share, books: Books) -> Journal:
        return Journal(self._workspace, books, share.plan.account, self._digest, self._notices)

    def _step_done(self, outcome: Outcome, address: Address) -> None:
        self._done += 1
        kinds = {
            Applied: EventKind.APPLY_COMPLETE,
            Skipped: EventKind.APPLY_SKIPPED,
            Awaiting: EventKind.APPLY_PROGRESS,
        }
        kind = kinds.get(type(outcome), EventKind.APPLY_ERRORED)
        self._tell(kind, address.account, address)

    def _tell(self, kind: EventKind, account: AccountRef, address: Address | None = None) -> None:
        event = Event(kind, self._workspace.clock.now(), account, address, done=self._done, total=self._total)
        self._workspace.observers.tell(event)


@dataclass
class _AccountRun:
    """The steps of one share, one after the other."""

    workspace: Workspace
    share: _Share
    books: Books
    journal: Journal
    outcomes: list[Outcome]
    stop: threading.Event

    def run(self, guard: CallGuard, step_done: Callable[[Outcome, Address], None]) -> None:
        """Does every step that can be done."""
        self._bind()
        undone: set[Address] = set()
        done = set(self.share.done)
        for step in self.share.steps:
            outcome = self._step(step, undone, guard)
            self.outcomes.append(outcome)
            if _is_done(outcome):
                done.add(step.key)
            else:
                undone.add(step.address)
            step_done(outcome, step.address)
        self._learn()
        self._converge(frozenset(done))

    def _bind(self) -> None:
        """The company is recorded before the first thing is done in it."""
        known = self.books.state.bound_to or Identity()
        identity = self.share.plan.account.identity.merged_with(known)
        if self.share.steps and (identity != known or self.books.state.serial == 0):
            bound = Bound(self.books.state.account, identity, self.workspace.clock.now())
            self.books.commit(bound, commit_id=self.workspace.clock.new_id())

    def _step(self, step: Step, undone: set[Address], guard: CallGuard) -> Outcome:
        if self.stop.is_set():
            return Skipped(step, WORDS("stopped", Place(address=step.address)))
        waits = self._waits_for(step, undone)
        if waits:
            words = WORDS("waits-for", Place(address=step.address), needs=", ".join(map(str, waits)))
            return Skipped(step, words, waits)
        users = self._users_of(step)
        if users:
            names = ", ".join(user.account.name for user in users)
            return Skipped(
                step, WORDS("still-in-use", Place(address=step.address), count=len(users), clients=names), users
            )
        resolved = resolve_step(step, self._states())
        if not isinstance(resolved, Step):
            needs = ", ".join(map(str, resolved))
            return Skipped(step, WORDS("waits-for", Place(address=step.address), needs=needs), resolved)
        if not resolved.action.touches_world:
            applied = Applied(resolved, self.workspace.clock.now(), native_id=resolved.native_id)
            stays = self._stays_in_store(resolved)
            self.books.commit(applied, commit_id=self.workspace.clock.new_id())
            self.journal.notices.extend(stays)
            return applied
        self.books.tell(EventKind.APPLY_START, step.address)
        return self.journal.perform(resolved, guard)

    def _stays_in_store(self, step: Step) -> tuple[Diagnostic, ...]:
        """A key that is forgotten goes on opening something: nobody takes our copy away unasked."""
        if step.action is not StepAction.FORGET:
            return ()
        if self.books.secret_of(step.address, step.generation) is not SecretStatus.STORED:
            return ()
        where = self.books.stored_in(step.address, step.generation) or self.workspace.store_name
        return (WORDS("forgotten-key-stays", Place(address=step.address), address=step.address, store=where),)

    def _waits_for(self, step: Step, undone: set[Address]) -> tuple[Address, ...]:
        """What stands in the way: for a create what it needs, for a delete what needs it."""
        if step.address in undone:
            return (step.address,)
        if step.action is StepAction.DELETE:
            entries = self.books.state.entries
            users = (entry.address for entry in entries if step.address in entry.depends_on)
            return tuple(sorted({*undone.intersection(users), *self._needs_of_successor(step, undone)}))
        return self._missing(step, undone)

    def _needs_of_successor(self, step: Step, undone: set[Address]) -> tuple[Address, ...]:
        """What the other half of a replacement still lacks: without it, ending the old one would leave nothing."""
        successor = next(
            (each for each in self.share.steps if each.address == step.address and each.action is StepAction.CREATE),
            None,
        )
        return self._missing(successor, undone) if successor is not None else ()

    def _missing(self, step: Step, undone: set[Address]) -> tuple[Address, ...]:
        """What `step` needs of its own account and is not there."""
        mine = (address for address in step.depends_on if address.account == step.address.account)
        return tuple(
            sorted(address for address in mine if address in undone or self.books.state.entry(address) is None)
        )

    def _users_of(self, step: Step) -> tuple[Address, ...]:
        """Clients' things that still go through what `step` ends; only the office's are gone through by others."""
        entry = self.books.state.entry(step.address)
        if step.action is not StepAction.DELETE or not step.address.account.is_office or entry is None:
            return ()
        return users_of(entry, step.generation, client_states(self.workspace))

    def _learn(self) -> None:
        """What the provider has no note of, as of things that were there before us, is noted once it can be read."""
        if self.stop.is_set() or not self.share.last:
            return
        request = NotesRequest(self.share.plan.account, self.books.state, self._office)
        try:
            notes = self.workspace.provider.notes(request)
        except ProviderFailed:
            return  # nothing was to be done about it, and the next apply asks again
        for note in notes:
            learnt = Learnt(note.address, note.generation, note.notes, self.workspace.clock.now())
            self.books.commit(learnt, commit_id=self.workspace.clock.new_id())

    def _office(self) -> AccountState | None:
        return self._states().get(AccountRef.office())

    def _states(self) -> dict[AccountRef, AccountState]:
        own = self.books.state
        if own.account.is_office:
            return {own.account: own}
        office = self.workspace.backend().load(AccountRef.office())
        return {own.account: own} if office is None else {own.account: own, office.account: office}

    def _converge(self, done: frozenset[str]) -> None:
        """A last commit, where everything is as wanted, lets the next plan leave the account unread."""
        plan = self.share.plan
        waits = summarise(self.books.state, None, self.workspace.clock.now(), __version__)
        if not (self.share.last and plan.input_digest and waits.is_settled and is_converged(plan, done)):
            return
        account = plan.account.ref
        inputs = input_digest(plan.input_digest, self._states().get(AccountRef.office()), of_office=account.is_office)
        bound = Bound(account, self.books.state.bound_to or plan.account.identity, self.workspace.clock.now())
        touch(self.books, bound, Convergence(inputs, plan.desired_digest, plan.due_at))


def _is_done(outcome: Outcome) -> bool:
    if isinstance(outcome, Settled):
        return outcome.as_ is SettledAs.HAPPENED
    return isinstance(outcome, Applied) and not (outcome.incomplete or outcome.lost)


def _key_done(outcome: Outcome) -> str:
    return outcome.step.key if isinstance(outcome, Applied) and _is_done(outcome) else ""
