"""From files to what is wanted: read, check, understand, merge; then of each account: render, expand, normalise.

Promises: only order; each step is a function of a lower room, and the second half (expanding.py) is imported for the
first account that is expanded. Does not: read any account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from provisioner.engine.select import merge_accounts
from provisioner.formats.manifest_format import to_manifests
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange, has_errors, sort_unique
from provisioner.model.errors import ManifestInvalid
from provisioner.model.manifest import DeclaredAccount, Manifests
from provisioner.runtime.files import PROJECT_FILE, manifest_files, read_files
from provisioner.runtime.words import WORDS
from provisioner.runtime.workspace import Workspace

if TYPE_CHECKING:
    from provisioner.runtime.expanding import Expander
    from provisioner.spi.provider import Expansion


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

    @cached_property
    def office(self) -> DeclaredAccount | None:
        """The office's declarations."""
        return next((item for item in self.accounts if item.account.ref.is_office), None)

    @cached_property
    def _expander(self) -> Expander:
        from provisioner.runtime.expanding import Expander  # noqa: PLC0415  # what nothing is wanted of needs none of it

        return Expander(self.workspace, self.manifests, self.office)

    def expand(self, declared: DeclaredAccount, now: datetime) -> Expansion:
        """The account's resources, rendered, expanded and normalised."""
        return self._expander.expand(declared, now)


def prepare(workspace: Workspace, *, strict: bool = False) -> Prepared:
    """Everything that is wanted, and everything found wrong on the way. With `strict`, errors raise ManifestInvalid."""
    project = workspace.project
    paths = manifest_files(workspace.root, project.manifests)
    sources = read_files(workspace.root, paths)
    problems: list[Diagnostic] = list(sources.diagnostics)
    if not paths:
        problems.append(WORDS("no-manifests", Place(SourceRange(PROJECT_FILE, 1, 1))))
    sound = []
    for document, found in workspace.checking.check_all((*workspace.project_source.documents, *sources.documents)):
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
