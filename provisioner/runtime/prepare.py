"""From files to what is wanted: read, check, understand, merge; then of each account: render, expand, normalise.

Promises: only order; each step is a function of a lower room, and the second half (expanding.py) is imported for the
first account that is expanded. Does not: read any account.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from provisioner.engine.select import merge_accounts
from provisioner.formats.manifest_format import to_manifests
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange, has_errors, sort_unique
from provisioner.model.errors import ManifestInvalid
from provisioner.model.manifest import DeclaredAccount, Manifests
from provisioner.runtime.choices import unknown_choices
from provisioner.runtime.files import PROJECT_FILE, links_passed_by, manifest_files, read_files
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
    lists_whole: bool = True
    """Whether who stands in none of the client lists is gone from all of them."""

    @cached_property
    def office(self) -> DeclaredAccount | None:
        """The office's declarations."""
        return next((item for item in self.accounts if item.account.ref.is_office), None)

    @cached_property
    def _expander(self) -> Expander:
        from provisioner.runtime.expanding import Expander  # noqa: PLC0415  # what nothing is wanted of needs none of it

        return Expander(self.workspace, self.manifests, self.office)

    def expand(self, declared: DeclaredAccount, now: datetime, *, example: bool = False) -> Expansion:
        """The account's resources, rendered, expanded and normalised; `example` as in the provider's ExpandRequest."""
        expansion = self._expander.expand(declared, now, example=example)
        return replace(expansion, diagnostics=_with_row(expansion.diagnostics, declared))


def prepare(workspace: Workspace, *, strict: bool = False, fresh: bool = False) -> Prepared:
    """Everything that is wanted, and everything found wrong on the way. With `strict`, errors raise ManifestInvalid.

    With `fresh`, the office's own list of clients is fetched anew where the manifests use it; without, the copy that
    was kept is read.
    """
    reading = workspace.once("manifests", lambda: _read(workspace, fresh=fresh))
    no_language = workspace.project.provider.name not in workspace.registry.providers
    # Without its language no account can be looked at.
    if has_errors(reading.problems) and (strict or no_language):
        raise ManifestInvalid(sort_unique(reading.problems))
    return Prepared(workspace, reading.manifests, reading.accounts, sort_unique(reading.problems), reading.lists_whole)


def prepare_some(workspace: Workspace, names: Iterable[str]) -> Prepared:
    """The same of these files below the root only, of all that there are; read anew, and not remembered."""
    paths = tuple(workspace.root / name for name in sorted(names))
    reading = _read(workspace, fresh=False, some=paths)
    return Prepared(workspace, reading.manifests, reading.accounts, sort_unique(reading.problems), reading.lists_whole)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What stands in the files."""

    manifests: Manifests
    """What was written."""
    accounts: tuple[DeclaredAccount, ...]
    """Merged."""
    problems: tuple[Diagnostic, ...]
    """What is wrong with it."""
    lists_whole: bool
    """As in Prepared."""


def _read(workspace: Workspace, *, fresh: bool, some: tuple[Path, ...] | None = None) -> _Reading:
    project = workspace.project
    paths = manifest_files(workspace.root, project.manifests) if some is None else some
    sources = read_files(workspace.root, paths)
    problems: list[Diagnostic] = [
        *unknown_choices(workspace.project_root, workspace.registry),
        *links_passed_by(workspace.root, project.manifests),
        *sources.diagnostics,
    ]
    if not paths and some is None:
        problems.append(_nothing_found(workspace))
    sound = []
    documents = (*workspace.project_source.documents, *sources.documents)
    for document, found in workspace.checking.check_all(documents, are_all=some is None):
        problems.extend(found)
        if not has_errors(found):
            sound.append(document)
    manifests, found = to_manifests(project, tuple(sound))
    problems.extend(found)
    whole = True
    if manifests.client_sets:
        from provisioner.runtime.client_lists import filled  # noqa: PLC0415  # most firms write their clients

        lists = filled(workspace, manifests, fresh=fresh)
        manifests, whole = lists.manifests, lists.whole
        problems.extend(lists.diagnostics)
    selection = merge_accounts(manifests)
    problems.extend(_with_rows(selection.diagnostics, selection.accounts))
    return _Reading(manifests, selection.accounts, tuple(problems), whole)


def _nothing_found(workspace: Workspace) -> Diagnostic:
    """No file is where the project says that its manifests are."""
    node = workspace.project_root.get("manifests")
    place = node.origin if node is not None else SourceRange(PROJECT_FILE, 1, 1)
    return WORDS("no-manifests", Place(place), patterns=", ".join(f"`{one}`" for one in workspace.project.manifests))


def _with_rows(found: Iterable[Diagnostic], accounts: Iterable[DeclaredAccount]) -> Iterator[Diagnostic]:
    """What was found, with the rows of the accounts it is about."""
    made = {item.account.ref: item for item in accounts if item.generated is not None}
    for problem in found:
        about = made.get(problem.concerns) if problem.concerns is not None else None
        yield from (problem,) if about is None else _with_row((problem,), about)


def _with_row(found: tuple[Diagnostic, ...], declared: DeclaredAccount) -> tuple[Diagnostic, ...]:
    """What was found in an account; where it was made of a row, the row is named."""
    generated = declared.generated
    return found if generated is None else tuple(problem.beside(generated.place) for problem in found)
