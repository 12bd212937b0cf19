"""From one account's declarations to its resources: render, check again, expand, normalise.

Promises: the same declarations at the same moment give the same resources; the office is rendered once for all its
clients. Does not: read any account.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from provisioner.engine.guard import check_expiry
from provisioner.engine.leaving import has_come
from provisioner.formats.rendered import together, traced
from provisioner.formats.templating import Renderer, Scope
from provisioner.model.diagnostics import Diagnostic, has_errors
from provisioner.model.manifest import Declared, DeclaredAccount, Manifests
from provisioner.model.resource import Desired
from provisioner.model.values import Node
from provisioner.runtime.workspace import Workspace
from provisioner.spi.provider import ExpandRequest, Expansion

_KEPT: Final = 4096


class Expander:
    """Expands the accounts of one project."""

    def __init__(self, workspace: Workspace, manifests: Manifests, office: DeclaredAccount | None) -> None:
        self._workspace = workspace
        self._manifests = manifests
        self._office = office
        self._rendered_office: tuple[datetime, DeclaredAccount] | None = None
        self._renderer = Renderer()
        self._known: dict[int, tuple[Node, tuple[Diagnostic, ...]]] = {}

    def expand(self, declared: DeclaredAccount, now: datetime, *, example: bool = False) -> Expansion:
        """The account's resources, rendered, expanded and normalised; `example` as in ExpandRequest."""
        rendered, problems = self._render(declared, now)
        if has_errors(problems):
            return Expansion(diagnostics=problems)
        provider = self._workspace.provider
        request = ExpandRequest(rendered, self._office_at(now), self._manifests.integrations, now, example)
        expansion = provider.expand(request)
        desired = tuple(sorted((provider.normalise(item) for item in expansion.desired), key=lambda it: it.address))
        found = (*problems, *expansion.diagnostics, *self._endless(declared, desired, now))
        return replace(expansion, desired=desired, diagnostics=found)

    def _endless(
        self, declared: DeclaredAccount, desired: tuple[Desired, ...], now: datetime
    ) -> tuple[Diagnostic, ...]:
        """Keys without a last day, where the project asks for one; of a client that has left nothing is wanted."""
        rails, leaves = self._workspace.project.guardrails, declared.offboarding
        if not rails.require_expiry or (leaves is not None and has_come(leaves, now)):
            return ()
        return check_expiry(desired, self._workspace.types, rails)

    def rendered(self, declared: DeclaredAccount, now: datetime) -> DeclaredAccount:
        """The account with every template rendered; what cannot be is told where it is expanded."""
        return self._render(declared, now)[0]

    def _office_at(self, now: datetime) -> DeclaredAccount | None:
        """The office as clients refer to it; rendered once for all of them."""
        if self._office is not None and (self._rendered_office is None or self._rendered_office[0] != now):
            self._rendered_office = now, self._render(self._office, now)[0]
        return self._rendered_office[1] if self._rendered_office is not None else None

    def _render(self, declared: DeclaredAccount, now: datetime) -> tuple[DeclaredAccount, tuple[Diagnostic, ...]]:
        """The account with every template rendered and the rendered fields checked again."""
        language = self._workspace.manifest_language
        office = self._office.account if self._office is not None else None
        scope = Scope.of(declared.account, office, self._manifests.project, declared.vars, now)
        if declared.generated is not None:
            scope = scope.with_row(declared.generated.row)
        problems: list[Diagnostic] = []
        rendered: list[Declared] = []
        for item in declared.declared:
            body, found = self._renderer.render(item.body, scope, language.moment_fields)
            found = found or self._checked(item, body)
            if found and body is not item.body:
                found = traced(found, item.body, body, declared.vars)
            problems.extend(replace(problem, account=declared.account.ref) for problem in found)
            rendered.append(
                item if body is item.body else Declared(item.name, item.section, body, item.source, item.through)
            )
        return replace(declared, declared=tuple(rendered)), together(problems)

    def _checked(self, item: Declared, body: Node) -> tuple[Diagnostic, ...]:
        """What is wrong with the shape of a declaration; what many accounts share as it is, is looked at once."""
        if body is not item.body:
            return self._workspace.schemas.check_declared(item.section, body)
        known = self._known.get(id(body))
        if known is not None and known[0] is body:
            return known[1]
        found = self._workspace.schemas.check_declared(item.section, body)
        if len(self._known) >= _KEPT:
            self._known.clear()  # what is shared comes back soon, and what is one client's own never does
        self._known[id(body)] = body, found
        return found
