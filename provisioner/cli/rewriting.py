"""Writing into manifests what a plan then builds on.

Promises: where the plan cannot be made, or finds errors, the files are as they were before, and that is said. Does not:
take anything back that was applied.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from provisioner.cli.invocation import Invocation
from provisioner.model.diagnostics import has_errors

if TYPE_CHECKING:
    from provisioner.runtime.reading.editing import FileEdit
    from provisioner.runtime.session import Planned
    from provisioner.runtime.workspace import Workspace


def rewritten(
    workspace: Workspace, edits: Sequence[FileEdit], make: Callable[[], Planned], invocation: Invocation, word: str
) -> Callable[[], Planned]:
    """`make` on the files as `edits` make them. They stay so only if the plan is sound; `word` says that they do."""
    from provisioner.runtime.reading.editing import put_back, write

    def made() -> Planned:
        write(workspace.root, edits)
        sound = False
        try:
            planned = make()
            sound = not has_errors(planned.plan.diagnostics)
        finally:
            if not sound:
                put_back(workspace.root, edits)
            for edit in edits:
                invocation.console.err(invocation.words(word if sound else "not-rewritten", file=edit.name))
        return planned

    return made
