"""From files to what is wanted: read, check, understand, merge; then of each account: render, expand, normalise.

Promises: only order; each step is a function of a lower room, and the second half (expanding.py) is imported for the
first account that is expanded. Does not: read any account.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from provisioner.engine.select import merge_accounts
from provisioner.formats.manifest_format import to_manifests
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange, has_errors, sort_unique
from provisioner.model.errors import ManifestInvalid
from provisioner.model.manifest import DeclaredAccount, Manifests
from provisioner.runtime.choices import unknown_choices
from provisioner.runtime.files import PROJECT_FILE, Sources, links_passed_by, manifest_files, read_files
from provisioner.runtime.words import WORDS
from provisioner.runtime.workspace import Workspace

if TYPE_CHECKING:
    from provisioner.runtime.expanding import Expander
    from provisioner.runtime.index import Head
    from provisioner.spi.provider import Expansion


_FEW: Final = 50
"""So many accounts are read one by one; then all of them at once, which shares what they have in common."""


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
    reading: Reading | None = None
    """What it was made of."""
    _asked: int = 0
    """How many accounts were read one by one."""

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
        expansion = self._expander.expand(self.whole(declared), now, example=example)
        return replace(expansion, diagnostics=_with_row(expansion.diagnostics, declared))

    def whole(self, declared: DeclaredAccount) -> DeclaredAccount:
        """The account with what it declares, which is read now where that was not needed so far."""
        reading, ref = self.reading, declared.account.ref
        if reading is None or ref not in reading.unread:
            return declared
        if self._asked < _FEW:
            from provisioner.runtime.heads import read_head  # noqa: PLC0415  # as below

            self._asked += 1
            assert declared.source is not None
            return read_head(self.workspace, self.manifests, declared, reading.stamps[declared.source.file])
        return self._everything[ref]

    @cached_property
    def _everything(self) -> dict[AccountRef, DeclaredAccount]:
        everything = prepare(self.workspace, strict=True, fresh=True)
        return {item.account.ref: item for item in everything.accounts}


def prepare(workspace: Workspace, *, strict: bool = False, fresh: bool = False) -> Prepared:
    """Everything that is wanted, and everything found wrong on the way. With `strict`, errors raise ManifestInvalid.

    With `fresh`, the office's own list of clients is fetched anew where the manifests use it; without, the copy that
    was kept is read.
    """
    return _prepared(workspace, workspace.once("manifests", lambda: read_manifests(workspace, fresh=fresh)), strict)


def prepare_heads(workspace: Workspace) -> Prepared:
    """The same for a plan of what changed, strict and fresh; files that did not change are not parsed."""
    from provisioner.runtime.heads import read_by_index  # noqa: PLC0415  # it stands on this file

    return _prepared(workspace, workspace.once("heads", lambda: read_by_index(workspace)), strict=True)


def _prepared(workspace: Workspace, reading: Reading, strict: bool) -> Prepared:
    no_language = workspace.project.provider.name not in workspace.registry.providers
    # Without its language no account can be looked at.
    if has_errors(reading.problems) and (strict or no_language):
        raise ManifestInvalid(sort_unique(reading.problems))
    problems = sort_unique(reading.problems)
    return Prepared(workspace, reading.manifests, reading.accounts, problems, reading.lists_whole, reading)


def prepare_what_if(workspace: Workspace, sources: Sources) -> Prepared:
    """The same of `sources`, all that there would be; nothing of it need be written."""
    return _prepared(workspace, understood(workspace, sources, fresh=False, some=False), strict=False)


def prepare_some(workspace: Workspace, names: Iterable[str]) -> Prepared:
    """The same of these files below the root only, of all that there are; read anew, and not remembered."""
    paths = tuple(workspace.root / name for name in sorted(names))
    return _prepared(workspace, read_manifests(workspace, fresh=False, some=paths), strict=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands in the files."""

    manifests: Manifests
    """What was written."""
    accounts: tuple[DeclaredAccount, ...]
    """Merged."""
    problems: tuple[Diagnostic, ...]
    """What is wrong with it."""
    lists_whole: bool
    """As in Prepared."""
    stamps: Mapping[str, str]
    """The digest of each file's bytes."""
    unread: Mapping[AccountRef, Head] = field(default_factory=dict)
    """Accounts of which it is known who they are, and not yet what they declare."""


def read_manifests(workspace: Workspace, *, fresh: bool, some: tuple[Path, ...] | None = None) -> Reading:
    """Everything in the files, or in `some` of them."""
    project = workspace.project
    paths = manifest_files(workspace.root, project.manifests) if some is None else some
    return understood(workspace, read_files(workspace.root, paths), fresh=fresh, some=some is not None)


def understood(workspace: Workspace, sources: Sources, *, fresh: bool, some: bool) -> Reading:
    """The same of what was read, or is about to be written; `some`: whether it is not all that there is."""
    project = workspace.project
    problems: list[Diagnostic] = [
        *unknown_choices(workspace.project_root, workspace.registry),
        *links_passed_by(workspace.root, project.manifests),
        *sources.diagnostics,
    ]
    if not (sources.stamps or sources.diagnostics or some):
        problems.append(_nothing_found(workspace))
    sound = []
    documents = (*workspace.project_source.documents, *sources.documents)
    for document, found in workspace.checking.check_all(documents, are_all=not some):
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
    return Reading(manifests, selection.accounts, tuple(problems), whole, sources.stamps)


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
