"""Making one plan: which accounts it is about, which of them are left unread, and what becomes of the rest.

Promises: writes nothing; an account about which nothing has changed since it converged is neither rendered, loaded nor
looked at, and where that is all of them, nothing that decides is even imported. Does not: decide (deciding.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from provisioner import __version__
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, has_errors, sort_unique
from provisioner.model.manifest import DeclaredAccount
from provisioner.model.plan import Check, CheckStatus, Plan
from provisioner.model.resource import Desired
from provisioner.model.state import AccountState, Summary
from provisioner.runtime.planning.candidate import Candidate, Move
from provisioner.runtime.planning.digests import input_digest, written_digest
from provisioner.runtime.planning.scope import Scope, find_scope
from provisioner.runtime.planning.wish import PlanWish, RefreshMode
from provisioner.runtime.reading.prepare import Prepared
from provisioner.runtime.state.accounts import account_of
from provisioner.runtime.state.states import load_named
from provisioner.runtime.workspace import Workspace


class Planning:
    """One plan in the making."""

    def __init__(
        self,
        workspace: Workspace,
        wish: PlanWish,
        prepared: Prepared,
        summaries: Mapping[AccountRef, Summary] | None = None,
    ) -> None:
        """Of all that the state knows; or of these `summaries` only, and then no guest's rule is asked."""
        self._is_whole = summaries is None
        self._workspace = workspace
        self._wish = wish
        self._prepared = prepared
        self._backend = workspace.backend()
        self._summaries = (
            summaries if summaries is not None else {item.account: item for item in self._backend.summaries()}
        )
        self._now: datetime = wish.now or workspace.clock.now()
        self._scope: Scope = find_scope(wish, prepared, self._summaries)
        self._moves, self._stuck = self._renamed()
        self._calm = True

    def _renamed(self) -> tuple[Mapping[AccountRef, Move], tuple[Diagnostic, ...]]:
        """States that move to another name, and what stands in the way of those that cannot."""
        if not self._scope.renamed:
            return {}, ()
        from provisioner.runtime.planning.moving import find_moves  # noqa: PLC0415  # half the start-up time of a no-op plan

        return find_moves(self._backend, self._scope.renamed)

    def make(self) -> Plan:
        """The plan."""
        candidates = self._gather()
        checks, guards = self._decide(candidates)
        found = [
            *self._prepared.diagnostics,
            *self._scope.diagnostics,
            *self._stuck,
            *self._stored_elsewhere(),
            *(item for candidate in candidates for item in candidate.diagnostics),
            *(item.finding for item in checks if item.status is CheckStatus.FAILED and item.finding is not None),
        ]
        plan = Plan(
            project=self._workspace.project.name,
            made_at=self._now,
            engine_version=__version__,
            accounts=tuple(candidate.plan for candidate in candidates if candidate.plan is not None),
            checks=checks,
            guards=(*guards, *self._scope.guards),
            destroy=self._wish.destroy,
            partial=self._scope.partial,
            language=self._workspace.language,
            note=self._wish.note,
        )
        rules = self._workspace.registry.checks.values() if self._is_whole else ()
        own = (item for entry in rules for item in entry.check(plan))
        return replace(plan, diagnostics=sort_unique([*found, *own]))

    def _stored_elsewhere(self) -> tuple[Diagnostic, ...]:
        """What is said of keys that lie in another store than the one that the project names today."""
        if not (self._is_whole and any(summary.stored_in for summary in self._summaries.values())):
            return ()
        from provisioner.runtime.planning.stores import stored_elsewhere  # noqa: PLC0415  # not where nothing is stored

        return stored_elsewhere(self._workspace, self._summaries.values())

    def _decide(self, candidates: list[Candidate]) -> tuple[tuple[Check, ...], tuple[Diagnostic, ...]]:
        active = [candidate for candidate in candidates if not (candidate.skipped or candidate.unclear)]
        for candidate in candidates:
            if candidate.skipped:
                candidate.plan = candidate.left_unread()
            elif candidate.unclear:
                candidate.plan = candidate.left_alone()
        if not active:
            return (), ()
        from provisioner.runtime.planning.deciding import Deciding  # noqa: PLC0415  # half the start-up time of a no-op plan

        return Deciding(self._workspace, self._wish, self._now).decide(active, self._summaries)

    def _gather(self) -> list[Candidate]:
        """Every account in scope with what is wanted of it, office first; of it no more than the clients need."""
        office_state = load_named(self._backend, AccountRef.office())
        if self._prepared.office is not None:
            # What the office replaces, clients must move to: while anything moves there, nobody is left unread.
            self._calm = self._considered(self._prepared.office, office_state, expand=False).skipped
        clients = [self._considered(item, office_state) for item in self._scope.clients]
        clients.extend(self._left_over(account) for account in self._scope.left_over)
        needed = (
            set()  # what a client gives up, the office need not give up with it
            if self._wish.destroy
            else {address for client in clients for item in self._asked(client) for address in _office_needs(item)}
        )
        declared = self._prepared.office
        if declared is not None and (self._scope.whole_office or self._scope.office_targets or needed):
            office = self._considered(declared, office_state)
            if not self._scope.whole_office:
                office.targets = tuple(sorted({*self._scope.office_targets, *needed}))
                if office.skipped:
                    office.skipped = False
                    self._expand(office)
            return [office, *clients]
        if declared is None and office_state is not None and self._wish.destroy and self._scope.whole_office:
            return [self._left_over(AccountRef.office()), *clients]
        return clients

    def _asked(self, client: Candidate) -> Iterable[Desired]:
        """What the plan is about of all that is wanted of a client: its targets and what they need."""
        targets = [target for target in self._wish.targets if target.account == client.account.ref]
        if not targets:
            return client.desired
        from provisioner.engine.graph import closure, needed_by  # noqa: PLC0415  # a whole plan has no use for it

        wanted = {item.address: item for item in client.desired}
        near = closure(targets, {address: set(needed_by(item)) & set(wanted) for address, item in wanted.items()})
        return [item for item in client.desired if item.address in near]

    def _considered(self, declared: DeclaredAccount, office: AccountState | None, *, expand: bool = True) -> Candidate:
        account = declared.account
        candidate = Candidate(account, declared, self._summaries.get(account.ref))
        candidate.move = self._moves.get(account.ref)
        candidate.written = written_digest(declared, self._workspace.manifest_language, self._workspace.world)
        candidate.skipped = self._may_skip(candidate, office)
        if expand and not candidate.skipped:
            self._expand(candidate)
        return candidate

    def _expand(self, candidate: Candidate) -> None:
        """Fills in what is wanted; a destroy wants nothing, but what was written is still checked."""
        assert candidate.declared is not None
        expansion = self._prepared.expand(candidate.declared, self._now)
        if candidate.declared.offboarding is not None:
            from provisioner.runtime.planning.leaving import parted  # noqa: PLC0415  # most plans are of clients that stay

            candidate.leaving, expansion = parted(self._prepared, candidate.declared, expansion, self._now)
        candidate.desired = expansion.desired
        candidate.unclear = has_errors(expansion.diagnostics)
        candidate.diagnostics.extend(expansion.diagnostics)

    def _left_over(self, account: AccountRef) -> Candidate:
        """An account that only the state still knows."""
        state = self._backend.load(account)
        assert state is not None
        return Candidate(account_of(state), None, self._summaries.get(account))

    def _may_skip(self, candidate: Candidate, office: AccountState | None) -> bool:
        """Whether nothing about the account has changed since it converged."""
        wish, summary = self._wish, candidate.summary
        if candidate.move is not None or not (self._calm or candidate.account.ref.is_office):
            return False
        asked = wish.destroy or wish.recreate or wish.rotate or wish.targets
        if asked or wish.refresh is RefreshMode.ALL or summary is None:
            return False
        declared = candidate.declared
        if declared is not None and declared.offboarding is not None and summary.resources:
            return False  # every plan until its last day says what waits for it
        inputs = input_digest(candidate.written, office, of_office=candidate.account.ref.is_office)
        in_time = summary.due_at is None or self._now < summary.due_at
        return summary.is_settled and summary.input_digest == inputs and in_time


def _office_needs(desired: Desired) -> tuple[Address, ...]:
    if desired.address.account.is_office:
        return ()
    return tuple(address for address in desired.depends_on if address.account.is_office)
