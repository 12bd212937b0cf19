"""From files to what is wanted: read, check, understand, merge, render, expand, normalise.

Promises: only order; each step is a function of a lower room. Does not: read any account.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from provisioner.engine.select import merge_accounts
from provisioner.formats.manifest_format import to_manifests
from provisioner.formats.templating import Renderer, Scope
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange, has_errors, sort_unique
from provisioner.model.errors import ManifestInvalid
from provisioner.model.manifest import Declared, DeclaredAccount, Manifests
from provisioner.runtime.files import PROJECT_FILE, manifest_files, read_files
from provisioner.runtime.words import WORDS
from provisioner.runtime.workspace import Workspace
from provisioner.spi.provider import ExpandRequest, Expansion


@dataclass
class Prepared:
    """What is wanted of every account, before anybody looked at one."""

    workspace: Workspace
    """Whose."""
    manifests: Manifests
    """What was written."""
    accounts: tuple[DeclaredAccount, ...]
    """Merged, not yet rendered; office first."""
    diagnostics: tuple[Diagnostic, ...]
    """What was found so far."""
    _office: tuple[datetime, DeclaredAccount] | None = None
    """The office as rendered for one moment."""

    @cached_property
    def _renderer(self) -> Renderer:
        return Renderer()

    @cached_property
    def office(self) -> DeclaredAccount | None:
        """The office's declarations."""
        return next((item for item in self.accounts if item.account.ref.is_office), None)

    def expand(self, declared: DeclaredAccount, now: datetime) -> Expansion:
        """The account's resources, rendered, expanded and normalised."""
        rendered, problems = self._render(declared, now)
        if has_errors(problems):
            return Expansion(diagnostics=problems)
        provider = self.workspace.provider
        request = ExpandRequest(rendered, self._rendered_office(now), self.manifests.integrations, now)
        expansion = provider.expand(request)
        desired = tuple(sorted((provider.normalise(item) for item in expansion.desired), key=lambda it: it.address))
        return Expansion(desired, (*problems, *expansion.diagnostics))

    def _rendered_office(self, now: datetime) -> DeclaredAccount | None:
        """The office as clients refer to it; rendered once for all of them."""
        if self.office is not None and (self._office is None or self._office[0] != now):
            self._office = now, self._render(self.office, now)[0]
        return self._office[1] if self._office is not None else None

    def _render(self, declared: DeclaredAccount, now: datetime) -> tuple[DeclaredAccount, tuple[Diagnostic, ...]]:
        """The account with every template rendered and the rendered fields checked again."""
        language = self.workspace.manifest_language
        office = self.office.account if self.office is not None else None
        scope = Scope.of(declared.account, office, self.manifests.project, declared.vars, now)
        problems: list[Diagnostic] = []
        rendered: list[Declared] = []
        for item in declared.declared:
            body, found = self._renderer.render(item.body, scope, language.moment_fields)
            found = found or self.workspace.schemas.check_declared(item.section, body)
            problems.extend(replace(problem, account=declared.account.ref) for problem in found)
            rendered.append(replace(item, body=body))
        return replace(declared, declared=tuple(rendered)), tuple(problems)


def prepare(workspace: Workspace, *, strict: bool = False) -> Prepared:
    """Everything that is wanted, and everything found wrong on the way. With `strict`, errors raise ManifestInvalid."""
    project = workspace.project
    paths = manifest_files(workspace.root, project.manifests)
    sources = read_files(workspace.root, paths)
    problems: list[Diagnostic] = list(sources.diagnostics)
    if not paths:
        problems.append(WORDS("no-manifests", Place(SourceRange(PROJECT_FILE, 1, 1))))
    own = [item for item in workspace.project_source.documents if item.root.text("kind") != "Project"]
    sound = []
    for document in (*own, *sources.documents):
        found = workspace.schemas.check_document(document)
        problems.extend(found)
        if not has_errors(found):
            sound.append(document)
    manifests, found = to_manifests(project, tuple(sound))
    problems.extend(found)
    selection = merge_accounts(manifests)
    problems.extend(selection.diagnostics)
    if strict and has_errors(problems):
        raise ManifestInvalid(sort_unique(problems))
    return Prepared(workspace, manifests, selection.accounts, sort_unique(problems))
