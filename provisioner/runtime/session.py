"""The verbs of a run, in order. Every rule stands elsewhere.

Promises: `make_plan` and `validate` never write; `apply_plan` executes a plan decoded from bytes and nothing else.
Does not: print, ask, or decide.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from provisioner import __version__
from provisioner.engine.labels import without_echoes
from provisioner.formats.plan_format import decode_plan, encode_plan
from provisioner.model.diagnostics import Diagnostic, sort_unique
from provisioner.model.errors import PlanRefused
from provisioner.model.plan import Plan
from provisioner.runtime.collector import paused
from provisioner.runtime.files import passed_over
from provisioner.runtime.planning.wish import PlanWish as PlanWish
from provisioner.runtime.planning.wish import RefreshMode as RefreshMode
from provisioner.runtime.reading.prepare import prepare, prepare_heads, prepare_some
from provisioner.runtime.refusals import REFUSALS
from provisioner.runtime.workspace import Workspace

if TYPE_CHECKING:
    from provisioner.model.outcome import ApplyReport
    from provisioner.runtime.alike.survey import Survey
    from provisioner.runtime.planning.rotation import RotateWish


@dataclass(frozen=True)
class Planned:
    """A plan, and the bytes that `apply` takes."""

    plan: Plan
    """To look at."""

    @cached_property
    def data(self) -> bytes:
        """To keep and to apply; made when somebody wants it, for a plan that is only looked at needs no bytes."""
        return encode_plan(self.plan)


@dataclass(frozen=True, slots=True)
class Validation:
    """What looking at the manifests alone told."""

    diagnostics: tuple[Diagnostic, ...]
    """Sorted by file and line."""
    accounts: int
    """How many there are."""
    resources: int
    """How many things they ask for."""


@paused()
def validate(workspace: Workspace, files: tuple[Path, ...] = (), *, quickly: bool = True) -> Validation:
    """Everything that can be found wrong offline; of `files` only, where any are named.

    What is written as many others are is not gone through again; without `quickly` it is, to the same end.
    """
    from provisioner.runtime.alike.quick import look_quickly  # noqa: PLC0415  # a plan needs none of it
    from provisioner.runtime.alike.sharing import Sharing  # noqa: PLC0415  # as above

    now = workspace.clock.now()
    quick = look_quickly(workspace, now) if quickly else None
    prepared = prepare(workspace) if quick is None else prepare_some(workspace, quick.left)
    if quick is not None and quick.meets(prepared):
        quick, prepared = None, prepare(workspace)
    found = [item for item in prepared.diagnostics if quick is None or not quick.knows_better(item, prepared)]
    resources = 0 if quick is None else quick.resources
    sharing = Sharing(prepared, now)
    for declared in prepared.accounts:  # one at a time: nothing but what was found and the count is kept
        asked = sharing.resources(declared) if quickly else None
        if asked is not None:
            resources += asked
            continue
        expansion = prepared.expand(declared, now)
        found.extend(expansion.diagnostics)
        resources += len(expansion.desired)
    accounts = len(prepared.accounts) + (0 if quick is None else quick.accounts)
    if accounts:  # where nobody was found at all, that is told, and why
        found.extend(passed_over(workspace.root, workspace.project.manifests))
    if files:
        names = {path.resolve().relative_to(workspace.root).as_posix() for path in files}
        found = [item for item in found if any(place.file in names for place in (item.source, *item.related) if place)]
    return Validation(sort_unique(without_echoes(found)), accounts, resources)


@paused()
def make_plan(workspace: Workspace, wish: PlanWish | None = None) -> Planned:
    """What would change. ManifestInvalid where the manifests do not even say what is wanted."""
    from provisioner.runtime.planning.planning import Planning  # noqa: PLC0415  # looking at the manifests needs no state

    wish = wish or PlanWish()
    prepared = (
        prepare_heads(workspace)
        if wish.may_skip
        else prepare(workspace, strict=True, fresh=wish.refresh is not RefreshMode.NONE)
    )
    return Planned(Planning(workspace, wish, prepared).make())


@paused()
def look_over(workspace: Workspace, wish: PlanWish) -> Survey | None:
    """A look at a large firm's clients, of which a first plan can be told without making it whole; None where there is
    no such thing. Whatever is more than telling it summed up takes `make_plan`."""
    from provisioner.runtime.alike.newness import are_mostly_new  # noqa: PLC0415  # as above

    if not are_mostly_new(workspace, wish):
        return None
    from provisioner.runtime.alike.survey import survey  # noqa: PLC0415  # for one plan of a firm's many

    return survey(workspace, wish)


@paused()
def make_rotation(workspace: Workspace, wish: RotateWish) -> Planned:
    """A plan that makes new generations of keys and of nothing else. UsageError for what is no key of ours."""
    from provisioner.runtime.planning.planning import Planning  # noqa: PLC0415  # as above
    from provisioner.runtime.planning.rotation import plan_wish  # noqa: PLC0415  # a plan as usual needs none of it

    prepared = prepare(workspace, strict=True, fresh=wish.refresh is not RefreshMode.NONE)
    chosen = plan_wish(workspace, wish, prepared)
    if chosen.rotate:
        return Planned(Planning(workspace, chosen, prepared).make())
    project, now = workspace.project.name, chosen.now or workspace.clock.now()
    return Planned(Plan(project, now, __version__, (), partial=True, language=workspace.language, note=wish.note))


def apply_plan(workspace: Workspace, data: bytes, *, stop: threading.Event | None = None) -> ApplyReport:
    """Does what the plan in `data` says. PlanRefused, GuardTripped; trouble in one account stops that account only.

    Once `stop` is set, the steps in hand are finished and no other is begun.
    """
    from provisioner.runtime.applying.apply import Applier  # noqa: PLC0415  # half the rooms, which planning alone never needs

    plan = decode_plan(data)
    if plan.project != workspace.project.name:
        raise PlanRefused.of(REFUSALS("another-project", theirs=plan.project, ours=workspace.project.name))
    workspace.stop = stop or workspace.stop
    report = Applier(workspace, plan, workspace.stop).run()
    workspace.checking.remember()
    workspace.index.remember()
    return report


def settle_open(workspace: Workspace) -> ApplyReport:
    """Looks into every call whose end is unknown, takes in what was set aside, and records what can be told."""
    from provisioner.runtime.applying.settle import settle_everything  # noqa: PLC0415  # as above

    return settle_everything(workspace)
