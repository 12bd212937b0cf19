"""Making one plan: which accounts, what is there, what would change, who would do it, and what stands in the way.

Promises: writes nothing; an account about which nothing has changed since it converged is neither rendered nor looked
at. Does not: decide (engine) or apply.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from provisioner import __version__
from provisioner.engine.guard import check_expiry, check_guards
from provisioner.engine.planner import plan_account
from provisioner.engine.request import OfficeView, PlanOptions, PlanRequest
from provisioner.model.account import Account
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Severity, sort_unique
from provisioner.model.errors import ProviderFailed
from provisioner.model.manifest import DeclaredAccount
from provisioner.model.plan import AccountPlan, Action, Change, Check, CheckStatus, Plan
from provisioner.model.resource import Desired, Read
from provisioner.model.state import AccountState, Summary
from provisioner.runtime.digests import input_digest, written_digest
from provisioner.runtime.office_use import client_states, in_use
from provisioner.runtime.prepare import Prepared
from provisioner.runtime.refresh import as_diagnostic, in_threads, refresh
from provisioner.runtime.scope import Scope, find_scope
from provisioner.runtime.settle import account_of
from provisioner.runtime.wish import PlanWish, RefreshMode
from provisioner.runtime.workspace import Workspace
from provisioner.spi.provider import PreflightRequest, ReadRequest


@dataclass
class _Work:
    """One account on its way to a plan."""

    account: Account
    declared: DeclaredAccount | None
    summary: Summary | None
    desired: tuple[Desired, ...] = ()
    prior: AccountState | None = None
    read: Read | None = None
    written: str = ""
    skipped: bool = False
    targets: tuple[Address, ...] = ()
    plan: AccountPlan | None = None
    diagnostics: list[Diagnostic] = field(default_factory=list)


class Planning:
    """One plan in the making."""

    def __init__(self, workspace: Workspace, wish: PlanWish, prepared: Prepared) -> None:
        self._workspace = workspace
        self._wish = wish
        self._prepared = prepared
        self._backend = workspace.backend()
        self._summaries = {item.account: item for item in self._backend.summaries()}
        self._now: datetime = wish.now or workspace.clock.now()
        self._scope: Scope = find_scope(wish, prepared, self._summaries)

    def make(self) -> Plan:
        """The plan."""
        office, clients = self._gather()
        works = [office, *clients] if office is not None else clients
        self._look(works)
        self._decide(office, clients)
        checks = self._route_and_check(works)
        plans = tuple(work.plan for work in works if work.plan is not None)
        guards = () if self._wish.destroy else self._guards(plans)
        found = [
            *self._prepared.diagnostics,
            *self._scope.diagnostics,
            *(item for work in works for item in work.diagnostics),
            *(item.finding for item in checks if item.status is CheckStatus.FAILED and item.finding is not None),
        ]
        plan = Plan(
            project=self._workspace.project.name,
            made_at=self._now,
            engine_version=__version__,
            accounts=plans,
            checks=checks,
            guards=guards,
            destroy=self._wish.destroy,
            partial=self._scope.partial,
            language=self._workspace.language,
        )
        own = (item for entry in self._workspace.registry.checks.values() for item in entry.check(plan))
        return replace(plan, diagnostics=sort_unique([*found, *own]))

    # -- what is wanted ------------------------------------------------------------------------------------------

    def _gather(self) -> tuple[_Work | None, list[_Work]]:
        """Every account in scope with what is wanted of it; of the office no more than the clients need."""
        office_state = self._backend.load(AccountRef.office())
        clients = [self._expanded(item, office_state) for item in self._scope.clients]
        clients.extend(self._leftover(account) for account in self._scope.left_over)
        needed = {address for work in clients for item in work.desired for address in _office_needs(item)}
        office = None
        declared = self._prepared.office
        if declared is not None and (self._scope.whole_office or self._scope.office_targets or needed):
            office = self._expanded(declared, office_state)
            office.prior = office_state
            if not self._scope.whole_office:
                office.targets = tuple(sorted({*self._scope.office_targets, *needed}))
                office.skipped = False
                self._expand(office)
        elif declared is None and office_state is not None and self._wish.destroy and self._scope.whole_office:
            office = self._leftover(AccountRef.office())
        return office, clients

    def _expanded(self, declared: DeclaredAccount, office: AccountState | None) -> _Work:
        account = declared.account
        work = _Work(account, declared, self._summaries.get(account.ref))
        work.written = written_digest(declared, self._workspace.manifest_language)
        work.skipped = self._may_skip(work, office)
        if not work.skipped:
            self._expand(work)
        return work

    def _expand(self, work: _Work) -> None:
        """Fills in what is wanted; in a destroy nothing is, but what was written is still checked."""
        assert work.declared is not None
        expansion = self._prepared.expand(work.declared, self._now)
        work.desired = expansion.desired
        types = self._workspace.types
        guardrails = self._workspace.project.guardrails
        work.diagnostics = [*expansion.diagnostics, *check_expiry(expansion.desired, types, guardrails)]

    def _leftover(self, account: AccountRef) -> _Work:
        """An account that only the state still knows."""
        state = self._backend.load(account)
        assert state is not None
        return _Work(account_of(state), None, self._summaries.get(account))

    def _may_skip(self, work: _Work, office: AccountState | None) -> bool:
        """Whether nothing about the account has changed since it converged."""
        wish, summary = self._wish, work.summary
        if wish.destroy or wish.recreate or wish.targets or wish.refresh is RefreshMode.ALL or summary is None:
            return False
        return (
            summary.is_settled
            and summary.input_digest == input_digest(work.written, office, of_office=work.account.ref.is_office)
            and (summary.due_at is None or self._now < summary.due_at)
        )

    # -- what is there -------------------------------------------------------------------------------------------

    def _look(self, works: Iterable[_Work]) -> None:
        """Loads and, where wanted, reads every account that is not left unread."""
        active = [work for work in works if not work.skipped]
        for work in active:
            work.prior = self._backend.load(work.account.ref)
        if self._wish.refresh is RefreshMode.NONE:
            return
        office = self._backend.load(AccountRef.office())
        requests = [ReadRequest(work.account, work.prior, work.desired, office) for work in active]
        refreshed = refresh(self._workspace, requests)
        for work in active:
            work.read = refreshed.reads.get(work.account.ref)
            work.diagnostics.extend(item for item in refreshed.diagnostics if item.concerns == work.account.ref)

    # -- what would change ---------------------------------------------------------------------------------------

    def _decide(self, office: _Work | None, clients: list[_Work]) -> None:
        view = None
        if office is not None:
            used = (
                in_use(office.prior, client_states(self._workspace), self._is_going(clients))
                if (self._office_gives_up(office))
                else frozenset()
            )
            self._plan(office, None, used)
            view = OfficeView(office.prior, office.plan)
        else:
            view = OfficeView(self._backend.load(AccountRef.office()), None)
        for work in clients:
            self._plan(work, view, frozenset())

    def _plan(self, work: _Work, office: OfficeView | None, used: frozenset[str]) -> None:
        if work.skipped:
            assert work.summary is not None
            work.plan = AccountPlan(
                work.account,
                lineage=work.summary.lineage,
                serial=work.summary.serial,
                input_digest=work.written,
                desired_digest=work.summary.desired_digest,
                due_at=work.summary.due_at,
                skipped=True,
            )
            return
        targets = work.targets or tuple(item for item in self._wish.targets if item.account == work.account.ref)
        request = PlanRequest(
            account=work.account,
            types=self._workspace.types,
            desired=work.desired,
            prior=work.prior,
            read=work.read,
            now=self._now,
            office=office,
            options=PlanOptions(targets, self._wish.recreate, self._wish.destroy),
            in_use=used,
            input_digest="" if targets or self._wish.destroy else work.written,
        )
        planned = plan_account(request)
        work.plan = planned.plan
        work.diagnostics.extend(planned.diagnostics)

    def _office_gives_up(self, office: _Work) -> bool:
        """Whether anything of the office could be ended, so that its users must be known."""
        if office.prior is None:
            return False
        wanted = {item.address for item in office.desired}
        return self._wish.destroy or any(entry.deposed or entry.address not in wanted for entry in office.prior.entries)

    def _is_going(self, clients: list[_Work]) -> Callable[[Address], bool]:
        wanted = {
            work.account.ref: frozenset() if self._wish.destroy else frozenset(item.address for item in work.desired)
            for work in clients
            if not work.skipped
        }

        def going(address: Address) -> bool:
            return address.account in wanted and address not in wanted[address.account]

        return going

    # -- who does it, and what stands in the way -----------------------------------------------------------------

    def _route_and_check(self, works: Iterable[_Work]) -> tuple[Check, ...]:
        pending = []
        for work in works:
            if work.plan is None or work.skipped:
                continue
            routed = tuple(self._routed(change, work) for change in work.plan.changes)
            work.plan = replace(work.plan, changes=routed)
            touching = tuple(change for change in routed if change.driver)
            if touching:
                pending.append((work, touching))
        if self._wish.refresh is RefreshMode.NONE:
            return ()

        def check(item: tuple[_Work, tuple[Change, ...]]) -> tuple[Check, ...]:
            work, changes = item
            try:
                request = PreflightRequest(work.account, changes, work.read, self._now)
                return self._workspace.provider.preflight(request)
            except ProviderFailed as error:
                work.diagnostics.append(as_diagnostic(error, work.account.ref))
                return ()

        return tuple(found for checks in in_threads(check, pending) for found in checks)

    def _routed(self, change: Change, work: _Work) -> Change:
        """The change with the driver that does it."""
        if not change.action.is_pending or change.action in (Action.ADOPT, Action.FORGET):
            return change
        route = self._workspace.provider.route(change)
        if not route.driver and route.note is not None and route.note.severity is Severity.ERROR:
            work.diagnostics.append(replace(route.note, address=change.address))
        return replace(change, driver=route.driver, driver_note=route.note)

    def _guards(self, plans: tuple[AccountPlan, ...]) -> tuple[Diagnostic, ...]:
        managed = {ref: summary.resources for ref, summary in self._summaries.items()}
        guardrails = self._workspace.project.guardrails
        return check_guards(plans, guardrails, managed, self._wish.allow_deletes)


def _office_needs(desired: Desired) -> tuple[Address, ...]:
    if desired.address.account.is_office:
        return ()
    return tuple(address for address in desired.depends_on if address.account.is_office)
