"""Forgetting earlier states, as the project's `history:` says.

Promises: the latest state, what is open, sealed keys, and the audit are never forgotten; a state that was in force at
any moment of the time that is to be kept is kept. Does not: forget anything where the project does not say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from provisioner.model.address import AccountRef
from provisioner.model.manifest import HistoryPolicy
from provisioner.runtime.state.books import Books
from provisioner.runtime.state.leases import Keeper
from provisioner.runtime.workspace import Workspace
from provisioner.spi.backend import PruneRequest, Version


@dataclass(frozen=True, slots=True)
class Prunable:
    """What may be forgotten in one account."""

    account: AccountRef
    """Which."""
    serials: int
    """How many serials."""
    before: int
    """The oldest that stays."""


def oldest_kept(versions: Sequence[Version], policy: HistoryPolicy, now: datetime) -> int:
    """The oldest serial that stays; those before it are kept by neither part of the policy."""
    if not versions:
        return 0
    first = len(versions)
    if policy.keep_serials is not None:
        first = min(first, max(len(versions) - policy.keep_serials, 0))
    if policy.keep_days is not None:
        since = now - timedelta(days=policy.keep_days)
        # The last one written before the time began was in force when it did.
        old = [place for place, version in enumerate(versions) if version.at is not None and version.at <= since]
        first = min(first, old[-1] if old else 0)
    return versions[min(first, len(versions) - 1)].serial


def prunable(workspace: Workspace, policy: HistoryPolicy, account: AccountRef | None = None) -> tuple[Prunable, ...]:
    """What the policy lets go of, by account."""
    backend, now = workspace.backend(), workspace.clock.now()
    found = []
    for summary in backend.summaries():
        if account in (None, summary.account):
            versions = backend.history(summary.account)
            before = oldest_kept(versions, policy, now)
            count = sum(version.serial < before for version in versions)
            if count:
                found.append(Prunable(summary.account, count, before))
    return tuple(found)


def prune(workspace: Workspace, planned: Sequence[Prunable]) -> int:
    """Forgets it, account by account; how many serials."""
    done = 0
    for item in planned:
        keeper = Keeper(
            workspace.backend(), workspace.clock, workspace.surroundings.holder, "state prune", workspace.crew
        )
        with keeper.hold(item.account) as lease:
            done += workspace.backend().prune(PruneRequest(lease.lease, item.before, workspace.clock.now()))
    return done


def prune_after_commit(books: Books) -> None:
    """The same for an account that was just written, under the lease in hand. One read where nothing is to be done."""
    workspace = books.workspace
    policy = workspace.project.history
    if policy is None:
        return
    now, versions = workspace.clock.now(), workspace.backend().history(books.state.account)
    before = oldest_kept(versions, policy, now)
    if any(version.serial < before for version in versions):
        workspace.backend().prune(PruneRequest(books.lease.lease, before, now))
