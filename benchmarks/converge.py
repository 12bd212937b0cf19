"""A firm in which nothing is left to do, without doing it.

    python benchmarks/converge.py PROJECT

Promises that a no-op plan of the project finds every account converged. Does not make up entries: such a plan looks at
the summaries and loads no state, and this is for measuring it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from provisioner.engine.fold import Convergence
from provisioner.model.address import AccountRef
from provisioner.model.outcome import Bound
from provisioner.runtime.planning.digests import input_digest
from provisioner.runtime.session import make_plan
from provisioner.runtime.state.books import open_books, touch
from provisioner.runtime.workspace import OpenOptions, Workspace


def converge(project: Path) -> None:
    """Records of every account that it has converged. A no-op plan looks at nothing else, so no entries are made up."""
    with Workspace(OpenOptions(directory=project)) as workspace:
        plan = make_plan(workspace).plan
        office = workspace.backend().load(AccountRef.office())
        for account in plan.accounts:
            ref = account.account.ref
            with open_books(workspace, ref, "benchmark") as books:
                inputs = input_digest(account.input_digest, office, of_office=ref.is_office)
                bound = Bound(ref, account.account.identity, workspace.clock.now())
                touch(books, bound, Convergence(inputs, account.desired_digest, account.due_at))
        workspace.checking.remember()  # as an apply does
        workspace.index.remember()


if __name__ == "__main__":
    converge(Path(sys.argv[1]))
