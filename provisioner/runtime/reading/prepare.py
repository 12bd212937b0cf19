"""From files to what is wanted: what stands in them (read.py); then of each account: render, expand, normalise.

Promises: only order; each step is a function of a lower room, and the second half (expanding.py) is imported for the
first account that is expanded. Does not: look at any account.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final

from provisioner.engine.labels import without_echoes
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic, has_errors, sort_unique
from provisioner.model.errors import ManifestInvalid
from provisioner.model.manifest import DeclaredAccount, Manifests
from provisioner.runtime.files import Sources
from provisioner.runtime.reading.read import Reading, read_manifests, understood, with_row
from provisioner.runtime.workspace import Workspace

if TYPE_CHECKING:
    from provisioner.runtime.reading.expanding import Expander
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
        from provisioner.runtime.reading.expanding import Expander  # noqa: PLC0415  # what nothing is wanted of needs none of it

        return Expander(self.workspace, self.manifests, self.office)

    def expand(self, declared: DeclaredAccount, now: datetime, *, example: bool = False) -> Expansion:
        """The account's resources, rendered, expanded and normalised; `example` as in the provider's ExpandRequest."""
        expansion = self._expander.expand(self.whole(declared), now, example=example)
        return replace(expansion, diagnostics=with_row(expansion.diagnostics, declared))

    def rendered(self, declared: DeclaredAccount, now: datetime) -> DeclaredAccount:
        """The account's declarations with every template rendered, as the provider is given them."""
        return self._expander.rendered(self.whole(declared), now)

    def whole(self, declared: DeclaredAccount) -> DeclaredAccount:
        """The account with what it declares, which is read now where that was not needed so far."""
        reading, ref = self.reading, declared.account.ref
        if reading is None or ref not in reading.unread:
            return declared
        if self._asked < _FEW:
            from provisioner.runtime.reading.heads import read_head  # noqa: PLC0415  # as below

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
    from provisioner.runtime.reading.heads import read_by_index  # noqa: PLC0415  # most verbs read everything

    return _prepared(workspace, workspace.once("heads", lambda: read_by_index(workspace)), strict=True)


def _prepared(workspace: Workspace, reading: Reading, strict: bool, *, some: bool = False) -> Prepared:
    no_language = workspace.project.provider.name not in workspace.registry.providers
    # Without its language no account can be looked at.
    if has_errors(reading.problems) and (strict or no_language):
        raise ManifestInvalid(sort_unique(reading.problems))
    # Of some files alone nobody can say that a selector chooses nobody.
    problems = sort_unique(reading.problems if some else without_echoes(reading.problems))
    return Prepared(workspace, reading.manifests, reading.accounts, problems, reading.lists_whole, reading)


def prepare_what_if(workspace: Workspace, sources: Sources) -> Prepared:
    """The same of `sources`, all that there would be; nothing of it need be written."""
    return _prepared(workspace, understood(workspace, sources, fresh=False, some=False), strict=False)


def prepare_some(workspace: Workspace, names: Iterable[str]) -> Prepared:
    """The same of these files below the root only, of all that there are; read anew, and not remembered."""
    paths = tuple(workspace.root / name for name in sorted(names))
    return _prepared(workspace, read_manifests(workspace, fresh=False, some=paths), strict=False, some=True)
