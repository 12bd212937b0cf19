"""One person in another's place: which lines say it, what they become, and the plan that follows.

Promises: only owners are rewritten, at the very places where the manifests name them; what stands elsewhere (a list, a
template, a variable) is told with its place and left to a person; who accepted an agreement stays who did. Does not:
write or plan by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from provisioner.engine.suggest import did_you_mean
from provisioner.formats.yaml_edit import ScalarEdit, edit_scalars
from provisioner.formats.yaml_source import read_documents
from provisioner.model.address import Address
from provisioner.model.diagnostics import SourceRange
from provisioner.model.errors import UsageError
from provisioner.model.values import Node
from provisioner.runtime.life.people import Standing, Tie, find_ties
from provisioner.runtime.planning.rotation import with_users
from provisioner.runtime.planning.wish import PlanWish
from provisioner.runtime.reading.editing import FileEdit, edited
from provisioner.runtime.reading.prepare import prepare
from provisioner.runtime.refusals import REFUSALS
from provisioner.runtime.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Replacement:
    """What putting one person in another's place takes."""

    edits: tuple[FileEdit, ...]
    """Files that are written otherwise, by name."""
    addresses: tuple[Address, ...]
    """Things that are replaced because of it, sorted."""
    by_hand: tuple[Tie, ...]
    """Things whose owner stands where it cannot be rewritten."""
    kept: tuple[Tie, ...]
    """Things that stay that person's: what was accepted, and what is there beside its successor."""


def replace_person(workspace: Workspace, before: str, after: str) -> Replacement:
    """What it takes. UsageError for somebody on whom nothing depends, or where both are one."""
    if "@" not in after.strip("@") or any(letter.isspace() for letter in after):
        raise UsageError.of(REFUSALS("no-address", person=after))
    if before.casefold() == after.casefold():
        raise UsageError.of(REFUSALS("same-person"))
    everything = find_ties(workspace, prepared=prepare(workspace, strict=True)).ties
    ties = [tie for tie in everything if tie.person.casefold() == before.casefold()]
    if not ties:
        near, near_nb = did_you_mean(before, {tie.person for tie in everything})
        raise UsageError.of(REFUSALS("nothing-depends", person=before, near=near, near_nb=near_nb))
    moving = [tie for tie in ties if tie.wanted and tie.movable]
    edits, reached = _edits(workspace, before, after, {tie.source for tie in moving if tie.source is not None})
    return Replacement(
        edits=edits,
        addresses=tuple(sorted({tie.address for tie in moving if tie.source in reached})),
        by_hand=tuple(tie for tie in moving if tie.source not in reached),
        kept=tuple(tie for tie in ties if tie.standing is Standing.OLD or (tie.wanted and not tie.movable)),
    )


def _edits(
    workspace: Workspace, before: str, after: str, places: set[SourceRange]
) -> tuple[tuple[FileEdit, ...], set[SourceRange]]:
    """The files as they would be, and the places that were reached."""
    edits: list[FileEdit] = []
    reached: set[SourceRange] = set()
    for name in sorted({place.file for place in places}):
        found: dict[SourceRange, list[ScalarEdit]] = {}

        def edit(text: str, name: str = name, found: dict[SourceRange, list[ScalarEdit]] = found) -> str | None:
            for document in read_documents(text, name)[0]:
                _look(document.root, places, (before, after), found)
            return edit_scalars(text, (one for several in found.values() for one in several))

        done = edited(workspace.root, name, edit)
        if done is not None and done.after != done.before:
            edits.append(done)
            reached.update(place for place, several in found.items() if several)
    return tuple(edits), reached


def _look(
    node: Node, places: set[SourceRange], names: tuple[str, str], found: dict[SourceRange, list[ScalarEdit]]
) -> None:
    """The edits below `node`, by the place that asks for them."""
    if node.origin in places and node.origin is not None:
        found[node.origin] = list(_named(node, names))
        return
    for child in (*node.entries().values(), *node.items()):
        _look(child, places, names, found)


def _named(node: Node, names: tuple[str, str]) -> Iterator[ScalarEdit]:
    before, after = names
    if isinstance(node.value, str) and node.value.casefold() == before.casefold() and node.origin is not None:
        yield ScalarEdit(node.origin.line, node.origin.column, node.value, after)
    for child in (*node.entries().values(), *node.items()):
        yield from _named(child, names)


def plan_wish(workspace: Workspace, replacement: Replacement, wish: PlanWish) -> PlanWish:
    """`wish`, of what was rewritten and what goes through it, and of nothing else."""
    return replace(wish, targets=with_users(workspace, replacement.addresses))
