"""The first plan of a large firm, told without making it of every client.

Promises: what is told of the plan and its crowd together, summed up, is word for word what would be told of the whole
plan; None wherever that is not certain, and then the whole plan is made. The plan holds whoever is not as others are,
and of each way in which clients are alike at least one who went the whole way; what was foretold of those is held
against what became of them. Does not: make a plan that could be saved or applied.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from provisioner.model.account import Identity
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import has_errors, sort_unique
from provisioner.model.errors import ProvisionerError
from provisioner.model.plan import Plan
from provisioner.model.state import InventoryStatus, Summary
from provisioner.reports.crowd import Crowd
from provisioner.runtime.alike import newness
from provisioner.runtime.alike.foretold import Alike, Foretold
from provisioner.runtime.alike.judging import Passed
from provisioner.runtime.alike.newness import is_new
from provisioner.runtime.alike.quick import Quick, look_quickly
from provisioner.runtime.planning.planning import Planning
from provisioner.runtime.planning.wish import PlanWish
from provisioner.runtime.reading.prepare import Prepared, prepare_some
from provisioner.runtime.state.books import refuse_another_world
from provisioner.runtime.workspace import Workspace

_ENDS: Final = 4
"""So many of the first and of the last that need something are likely to be told by name."""


@dataclass(frozen=True, slots=True)
class Overview:
    """A plan of some, and who is told with it."""

    plan: Plan
    """Of those who are not alike, and of examples."""
    crowd: Crowd
    """The others."""


def survey(workspace: Workspace, wish: PlanWish) -> Survey | None:
    """A look at all clients of a firm that is mostly new, where nearly all are written as others are; None where it
    does not pay."""
    if any(entry.among is None for entry in workspace.registry.checks.values()):
        return None
    try:
        if not workspace.provider.sees_alike():
            return None
        now = wish.now or workspace.clock.now()
        quick = look_quickly(workspace, now, telling=True)
        summaries = {item.account: item for item in workspace.backend().summaries()}
    except ProvisionerError:
        return None  # as in newness.py
    if quick is None:
        return None
    found = Survey(workspace, replace(wish, now=now), quick, summaries)
    return found if found.pays() else None


@dataclass
class Survey:
    """What was seen, and who is to be planned."""

    workspace: Workspace
    """Whose."""
    wish: PlanWish
    """What was asked, and when."""
    quick: Quick
    """Who passed."""
    summaries: Mapping[AccountRef, Summary]
    """What the state says of each account at a glance."""
    named: set[str] = field(default_factory=set)
    """Who must be planned for the rest to be told."""

    @cached_property
    def clients(self) -> dict[str, Passed]:
        """Those who passed and in whose accounts everything is new, by name, in order."""
        passed = self.quick.clients
        return {name: passed[name][1] for name in sorted(passed) if self._is_bare(passed[name][1])}

    def pays(self) -> bool:
        """Whether there are few enough to be planned."""
        return len(self._chosen) * newness.MOST < len(self.clients)

    def overview(self) -> Overview | None:
        """The plan and its crowd; None where anything is not as it was foretold."""
        prepared = self._prepared()
        if prepared is None:
            return None
        there = {item.account.ref for item in prepared.accounts}
        crowd = {AccountRef.client(name): client for name, client in self.clients.items()}
        for ref in there:
            crowd.pop(ref, None)
        left = {ref: summary for ref, summary in self.summaries.items() if ref not in crowd}
        if any(summary.holds_anything for ref, summary in left.items() if ref not in there and not ref.is_office):
            return None  # a client that vanished, or one that has another name now
        plan = Planning(self.workspace, self.wish, prepared, left).make()
        examples = {ref: self.clients[ref.name] for ref in there if ref.name in self.clients}
        files = {ref: self.quick.clients[ref.name][0] for ref in examples}
        foretold = Foretold.of(plan, examples, files, self._alike)
        return self._ruled(plan, foretold.crowd(plan, crowd), examples) if foretold is not None else None

    def _ruled(self, plan: Plan, crowd: Crowd, examples: Container[AccountRef | None]) -> Overview | None:
        """With what guests say of all of them; None where they say something of an example."""
        others = [(same.like, [crowd.accounts[number] for number in same.members]) for same in crowd.same]
        rules = self.workspace.registry.checks.values()
        found = [one for rule in rules if rule.among is not None for one in rule.among(plan, others)]
        if any(one.concerns in examples for one in found):
            return None
        return Overview(replace(plan, diagnostics=sort_unique([*plan.diagnostics, *found])), crowd)

    @cached_property
    def _alike(self) -> Alike:
        return Alike()

    @cached_property
    def _chosen(self) -> set[str]:
        """Who is not bare, and examples."""
        chosen = self.quick.clients.keys() - self.clients.keys()
        chosen |= self._examples(self.clients.items(), self._alike.is_first)
        counts: dict[str, int] = {}

        def is_at_an_end(client: Passed) -> bool:
            found = False
            for verdict, _ in client.parts:
                count = counts.get(verdict.of, 0)
                if count < _ENDS:
                    counts[verdict.of] = count + 1
                    found = True
            return found

        chosen |= self._examples(self.clients.items(), is_at_an_end)
        counts.clear()
        return chosen | self._examples(reversed(self.clients.items()), is_at_an_end)

    @staticmethod
    def _examples(clients: Iterable[tuple[str, Passed]], wanted: Callable[[Passed], bool]) -> set[str]:
        return {name for name, client in clients if wanted(client)}

    def _is_bare(self, client: Passed) -> bool:
        """Whether nothing is in its account, and somebody said so."""
        ref = AccountRef.client(client.name)
        summary = self.summaries.get(ref)
        if summary is None or not client.resources or not is_new(summary):
            return False
        try:
            state = self.workspace.backend().load(ref)
            if state is None:
                return False
            refuse_another_world(self.workspace, state)
        except ProvisionerError:
            return False  # told where it is planned
        identity = Identity(company_id=client.company_id, organization_number=client.organization_number or None)
        same = state.bound_to is None or state.bound_to.agrees_with(identity)
        inventory = state.inventory
        nothing = not (state.entries or state.intents or inventory.exists or inventory.unsure)
        return same and nothing and inventory.status is not InventoryStatus.UNKNOWN

    def _prepared(self) -> Prepared | None:
        """What is wanted of those that are planned; None where something is wrong with it."""
        files = {self.quick.clients[name][0] for name in self._chosen | self.named}
        try:
            prepared = prepare_some(self.workspace, {*self.quick.left, *files})
        except ProvisionerError:
            return None
        passed = self.quick.clients
        apart = {
            item.account.ref.name
            for item in prepared.accounts
            if item.source is not None and passed.get(item.account.ref.name, ("",))[0] == item.source.file
        }
        if has_errors(prepared.diagnostics) or prepared.manifests.client_sets or self.quick.meets(prepared, apart):
            return None
        told = tuple(one for one in prepared.diagnostics if not self.quick.knows_better(one, prepared))
        return replace(prepared, diagnostics=told)
