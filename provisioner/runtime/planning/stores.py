"""Keys that lie in another secret store than the one that the project names today.

Promises: told from the summaries alone, so that no account is loaded for it. Does not: ask a store, or open a key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.state import Summary
from provisioner.runtime.words import WORDS
from provisioner.runtime.workspace import Workspace


def stored_elsewhere(workspace: Workspace, summaries: Iterable[Summary]) -> tuple[Diagnostic, ...]:
    """A warning for each store that is not today's and has keys."""
    counted: Counter[str] = Counter()
    for summary in summaries:
        for use in summary.stored_in:
            if not workspace.is_todays_store(use.store):
                counted[use.store] += use.count
    today = workspace.store_name
    written = workspace.project_root.get("secrets", "store") or workspace.project_root.get("secrets")
    place = Place(written.key or written.origin) if written is not None else None
    code = "keys-in-another-store" if today else "keys-without-a-store"
    return tuple(WORDS(code, place, count=count, store=store, today=today) for store, count in sorted(counted.items()))
