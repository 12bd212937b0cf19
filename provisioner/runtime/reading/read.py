"""What stands in the files: read, checked, understood, and merged with profiles.

Promises: only order; each step is a function of a lower room. Does not: render or expand anything (prepare.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from provisioner.engine.select import merge_accounts
from provisioner.formats.manifest_format import KINDS, kind_of, to_manifests
from provisioner.formats.yaml_source import Document
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange, has_errors
from provisioner.model.manifest import Broken, DeclaredAccount, Manifests
from provisioner.runtime.files import PROJECT_FILE, Sources, links_passed_by, manifest_files, read_files
from provisioner.runtime.guests.choices import unknown_choices
from provisioner.runtime.words import WORDS
from provisioner.runtime.workspace import Workspace

if TYPE_CHECKING:
    from provisioner.runtime.index import Head


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
    sound: list[Document] = []
    unsound: list[Document] = []
    documents = (*workspace.project_source.documents, *sources.documents)
    for document, found in workspace.checking.check_all(documents, are_all=not some):
        problems.extend(found)
        (unsound if has_errors(found) else sound).append(document)
    manifests, found = to_manifests(project, tuple(sound))
    manifests = replace(manifests, broken=_broken(unsound, sources.diagnostics))
    problems.extend(found)
    whole = True
    if manifests.client_sets:
        from provisioner.runtime.reading.client_lists import filled  # noqa: PLC0415  # most firms write their clients

        lists = filled(workspace, manifests, fresh=fresh)
        manifests, whole = lists.manifests, lists.whole
        problems.extend(lists.diagnostics)
    selection = merge_accounts(manifests)
    problems.extend(_with_rows(selection.diagnostics, selection.accounts))
    return Reading(manifests, selection.accounts, tuple(problems), whole, sources.stamps)


def _broken(unsound: Iterable[Document], of_files: Iterable[Diagnostic]) -> Broken:
    """What cannot be used; a file that is no YAML may hold anything."""
    kinds = [(kind_of(document), document.root.text("name")) for document in unsound]
    return Broken(
        profiles=frozenset(name for kind, name in kinds if kind == "Profile"),
        has_clients=any(kind in ("Client", "ClientSet") for kind, _ in kinds),
        has_unread=has_errors(of_files) or any(kind not in KINDS for kind, _ in kinds),
    )


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
        yield from (problem,) if about is None else with_row((problem,), about)


def with_row(found: tuple[Diagnostic, ...], declared: DeclaredAccount) -> tuple[Diagnostic, ...]:
    """What was found in an account; where it was made of a row, the row is named."""
    generated = declared.generated
    return found if generated is None else tuple(problem.beside(generated.place) for problem in found)
