"""What would change: looking at the accounts, asking the engine, then the provider for who does it and what stands in
the way.

Promises: only order; every rule is the engine's or the provider's. Writes nothing. Does not: choose accounts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from provisioner.engine.guard import check_guards
from provisioner.engine.leaving import is_over
from provisioner.engine.moving import under
from provisioner.engine.planner import plan_account
from provisioner.engine.request import OfficeView, PlanOptions, PlanRequest
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Severity
from provisioner.model.errors import AnotherWorld, ProviderFailed, StateCorrupt, StateTooNew
from provisioner.model.plan import Action, Change, Check
from provisioner.model.state import AccountState, Summary
from provisioner.runtime.planning.anew import keys_made_anew
from provisioner.runtime.planning.candidate import Candidate
from provisioner.runtime.planning.office_use import client_states, every_use, in_use
from provisioner.runtime.planning.refresh import as_diagnostic, refresh
from provisioner.runtime.planning.wish import PlanWish, RefreshMode
from provisioner.runtime.state.books import refuse_another_world
from provisioner.runtime.workspace import Workspace
from provisioner.spi.provider import PreflightRequest, ReadRequest


@dataclass
class Deciding:
    """The decisions of one plan."""

    workspace: Workspace
    """The hands."""
    wish: PlanWish
    """What the plan is wanted of."""
    now: datetime
    """The plan's own fixed time."""

    def decide(
        self, candidates: list[Candidate], summaries: Mapping[AccountRef, Summary]
    ) -> tuple[tuple[Check, ...], tuple[Diagnostic, ...]]:
        """Gives every candidate its plan; returns the checks that were made and the rails that were run into."""
        self._load(candidates)
        candidates = [item for item in candidates if item.plan is None]
        self._look(candidates)
        self._plan_all(candidates)
        self._route(candidates)
        checks = self._check(candidates)
        if self.wish.destroy:
            return checks, ()
        plans = [candidate.plan for candidate in candidates if candidate.plan is not None]
        managed = {ref: summary.resources for ref, summary in summaries.items()}
        rails = self.workspace.project.guardrails
        return checks, check_guards(plans, rails, managed, self.wish.allow_deletes)

    def _load(self, candidates: list[Candidate]) -> None:
        """Loads every account; one that cannot be read or is about another world is left alone, with an error."""
        backend = self.workspace.backend()
        for candidate in candidates:
            move, ref = candidate.move, candidate.account.ref
            try:
                candidate.prior = backend.load(ref) if move is None or move.begun else under(move.before, ref)
                if candidate.prior is not None:
                    refuse_another_world(self.workspace, candidate.prior)
            except (AnotherWorld, StateCorrupt, StateTooNew) as error:
                candidate.diagnostics.append(as_diagnostic(error, ref))
                candidate.plan = candidate.left_alone()

    def _look(self, candidates: list[Candidate]) -> None:
        """Reads every account, unless that is not wanted. Another company than the one we know is not looked into."""
        if self.wish.refresh is RefreshMode.NONE:
            return
        office = self.workspace.backend().load(AccountRef.office())
        known = [item for item in candidates if _is_same_company(item)]
        company = next((item.account.identity for item in candidates if item.account.ref.is_office), None)
        requests = [ReadRequest(item.account, item.prior, item.desired, office, company) for item in known]
        refreshed = refresh(self.workspace, requests)
        found: dict[AccountRef | None, list[Diagnostic]] = {}
        for item in refreshed.diagnostics:
            found.setdefault(item.concerns, []).append(item)
        for candidate in candidates:
            ref = candidate.account.ref
            candidate.read = refreshed.reads.get(ref)
            candidate.diagnostics.extend(found.get(ref, ()))
        for candidate in candidates[:1]:  # what is about no account: somebody has to carry it
            candidate.diagnostics.extend(found.get(None, ()))

    def _plan_all(self, candidates: list[Candidate]) -> None:
        """Office first, for the clients' plans depend on it."""
        office = next((item for item in candidates if item.account.ref.is_office), None)
        if office is not None:
            self._plan(office, None, self._still_used(office, candidates))
            view = OfficeView(office.prior, office.plan)
        else:
            view = OfficeView(self.workspace.backend().load(AccountRef.office()), None)
        for candidate in candidates:
            if candidate is not office:
                self._plan(candidate, view, frozenset())

    def _plan(self, candidate: Candidate, office: OfficeView | None, used: frozenset[str]) -> None:
        ref = candidate.account.ref
        targets = candidate.targets or tuple(item for item in self.wish.targets if item.account == ref)
        request = PlanRequest(
            account=candidate.account,
            types=self.workspace.types,
            desired=candidate.desired,
            prior=candidate.prior,
            read=candidate.read,
            now=self.now,
            office=office,
            options=PlanOptions(targets, self.wish.recreate, self.wish.rotate, self.wish.destroy),
            in_use=used,
            leaving=candidate.leaving,
            set_aside=self._strangers(candidate),
            input_digest="" if targets or self.wish.destroy else candidate.written,
        )
        planned = plan_account(request)
        candidate.plan = planned.plan
        if candidate.move is not None:
            candidate.plan = replace(planned.plan, moved_from=candidate.move.before.account)
        candidate.diagnostics.extend(planned.diagnostics)
        candidate.desired = ()  # what was wanted stands in the changes, and a large firm's is as large as its plan

    def _strangers(self, candidate: Candidate) -> frozenset[Address]:
        """What a key lies set aside for that opens nothing recorded; each is told with what helps."""
        backend, ref = self.workspace.backend(), candidate.account.ref
        deposits = backend.deposits(ref)
        archive = backend.archive(ref) if deposits else None
        if archive is None:
            return frozenset()
        from provisioner.runtime.state.integrity import Fate, deposit_finding, fate_of  # noqa: PLC0415  # hardly ever needed

        found = [deposit for deposit in deposits if fate_of(deposit, archive) is Fate.STRANGER]
        candidate.diagnostics.extend(deposit_finding(deposit, archive).diagnostic for deposit in found)
        return frozenset(deposit.address for deposit in found)

    def _still_used(self, office: Candidate, candidates: list[Candidate]) -> frozenset[str]:
        """What clients go through of what the office might give up; nobody is asked where it gives up nothing."""
        if office.prior is None:
            return frozenset()
        wanted = {item.address for item in office.desired}
        gives_up = any(entry.deposed or entry.address not in wanted for entry in office.prior.entries)
        if not (self.wish.destroy or gives_up):
            return frozenset()
        try:
            return in_use(office.prior, self._client_states(), self._is_going(candidates))
        except (StateCorrupt, StateTooNew):
            # Told where that client is planned; of what nobody can read, nobody knows what it goes through.
            return every_use(office.prior)

    def _client_states(self) -> list[AccountState]:
        return list(client_states(self.workspace))

    def _is_going(self, candidates: list[Candidate]) -> Callable[[Address], bool]:
        """Whether the plan takes a client's thing away."""
        destroy = self.wish.destroy
        wanted: dict[AccountRef, frozenset[Address]] = {
            item.account.ref: frozenset()
            if destroy or is_over(item.leaving, self.now)
            else frozenset(each.address for each in item.desired)
            for item in candidates
        }

        def going(address: Address) -> bool:
            return address.account in wanted and address not in wanted[address.account]

        return going

    def _route(self, candidates: list[Candidate]) -> None:
        """Says of every change that touches the world which driver does it."""
        for candidate in candidates:
            assert candidate.plan is not None
            changes = tuple([self._routed(change, candidate) for change in candidate.plan.changes])
            candidate.plan = replace(candidate.plan, changes=changes)
            candidate.diagnostics.extend(keys_made_anew(self.workspace, changes))

    def _routed(self, change: Change, candidate: Candidate) -> Change:
        if not change.action.is_pending or change.action in (Action.ADOPT, Action.FORGET):
            return change
        route = self.workspace.provider.route(change)
        if not route.driver and route.note is not None and route.note.severity is Severity.ERROR:
            candidate.diagnostics.append(replace(route.note, address=change.address))
        return change.by(route.driver, route.note)

    def _check(self, candidates: list[Candidate]) -> tuple[Check, ...]:
        """Everything that can be checked before the first change, many accounts at a time."""
        if self.wish.refresh is RefreshMode.NONE:
            return ()
        requests = []
        state = self.workspace.backend().load(AccountRef.office())
        there = next((item.plan for item in candidates if item.account.ref.is_office), None)
        planned = there.changes if there is not None else ()
        for candidate in candidates:
            assert candidate.plan is not None
            touching = tuple(change for change in candidate.plan.changes if change.driver)
            if touching:
                request = PreflightRequest(candidate.account, touching, candidate.read, self.now, state, planned)
                requests.append((candidate, request))

        def check(item: tuple[Candidate, PreflightRequest]) -> tuple[Check, ...]:
            candidate, request = item
            try:
                return self.workspace.provider.preflight(request)
            except ProviderFailed as error:
                candidate.diagnostics.append(as_diagnostic(error, candidate.account.ref))
                return ()

        return tuple(found for checks in self.workspace.crew.side_by_side(check, requests) for found in checks)


def _is_same_company(candidate: Candidate) -> bool:
    known = candidate.prior.bound_to if candidate.prior is not None else None
    return known is None or known.agrees_with(candidate.account.identity)
