"""Clients made of a list's rows: whether anything is wrong with what they declare, by what is known of the other rows.

Promises: as judging.py, for accounts that share their declarations' very trees; what was found while the rows were read
is not looked at again. Does not: say what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from provisioner.formats.template_pieces import Pieces
from provisioner.formats.templating import Scope
from provisioner.model.manifest import Declared, DeclaredAccount
from provisioner.model.values import Node
from provisioner.runtime.alike.recipes import (
    KEPT,
    Names,
    Recipe,
    SimpleTemplates,
    Verdict,
    counted,
    rendered_key,
    verdict_of,
)
from provisioner.runtime.reading.prepare import Prepared


class Sharing:
    """Judges the accounts of one project that share trees."""

    def __init__(self, prepared: Prepared, now: datetime) -> None:
        self._prepared = prepared
        self._now = now
        self._office = prepared.office.account if prepared.office is not None else None
        self._templates = SimpleTemplates()
        self._recipes: dict[int, tuple[Node, Recipe]] = {}

    def resources(self, declared: DeclaredAccount) -> int | None:
        """How many things the account asks for, where nothing is wrong with it; None where that is not certain."""
        if declared.generated is None or declared.offboarding is not None:
            return None
        return counted(self._verdicts(declared))

    def _verdicts(self, declared: DeclaredAccount) -> Iterator[Verdict | None]:
        assert declared.generated is not None
        project = self._prepared.manifests.project
        scope = Scope.of(declared.account, self._office, project, declared.vars, self._now)
        names = scope.with_row(declared.generated.row).names
        rendered: dict[Pieces, str | None] = {}
        for item in declared.declared:
            known = self._recipes.get(id(item.body))
            if known is None or known[0] is not item.body:
                if len(self._recipes) >= KEPT:
                    self._recipes.clear()
                known = self._recipes[id(item.body)] = item.body, Recipe(self._templates.left_in(item.body))
            yield self._verdict(declared, item, known[1], (names, rendered))

    def _verdict(
        self, declared: DeclaredAccount, item: Declared, recipe: Recipe, seen: tuple[Names, dict[Pieces, str | None]]
    ) -> Verdict | None:
        key = rendered_key(recipe, *seen) if recipe.templates is not None else None
        if key is None:
            return None
        try:
            return recipe.verdicts[key]
        except KeyError:
            pass
        expansion = self._prepared.expand(replace(declared, declared=(item,)), self._now, example=True)
        if expansion.diagnostics or expansion.alike is None:
            return None
        recipe.narrowed(expansion.alike)
        verdict = verdict_of(expansion)
        key = rendered_key(recipe, *seen)
        if key is not None:
            recipe.keep(key, verdict)
        return verdict
