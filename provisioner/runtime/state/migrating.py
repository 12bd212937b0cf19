"""Moving the whole state to another place.

Promises: every account's archive is there as it was here, read back and compared, before anybody is told so; nobody
writes in either place meanwhile. What a kill left behind is found as it is, and the rest is moved. Afterwards the old
place is closed: every account there has a lease that no run takes over, so that a colleague whose project still names
it is told instead of making everything twice. Does not: take the old place away, or edit the project.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import BOKMAL
from provisioner.model.errors import LeaseHeld, ProvisionerError, StaleState, StateCorrupt, UsageError
from provisioner.runtime.state.leases import RENEW_EVERY_SECONDS, HeldLease, Keeper
from provisioner.runtime.state.moved import MOVED, moved_reason
from provisioner.runtime.state.refusals import REFUSALS
from provisioner.runtime.workspace import Workspace
from provisioner.spi.backend import AcquireRequest, Archive, Backend, RestoreRequest

CLOSED_SECONDS: Final = 10 * 365 * 86400.0
"""How long it stays closed."""
_PASSWORD = re.compile(r"(//[^/@:]*:)[^/@]*(@)|((?:password|secret|key)=)[^&]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Migrated:
    """What was moved."""

    url: str
    """Where to, without a password."""
    moved: tuple[AccountRef, ...]
    """Accounts that were moved now."""
    there: tuple[AccountRef, ...]
    """Accounts that were there already, the same."""


def migrate(workspace: Workspace, url: str) -> Migrated:
    """Moves every account to `url`. LeaseHeld where somebody works; StaleState where something else is there."""
    if url == workspace.project.state:
        raise UsageError.of(REFUSALS("state-there"))
    source = workspace.backend()
    with contextlib.closing(workspace.open_backend(url, create=True)) as target:
        accounts = [summary.account for summary in source.summaries()]
        strangers = sorted({summary.account for summary in target.summaries()} - set(accounts))
        if strangers:
            raise StaleState.of(REFUSALS("strangers-there", strangers=", ".join(map(str, strangers[:5]))))
        return _Move(workspace, source, target, without_password(url)).run(accounts)


def without_password(url: str) -> str:
    """The place as it may be shown."""
    return _PASSWORD.sub(lambda found: f"{found[1]}***{found[2]}" if found[1] else f"{found[3]}***", url)


class _Move:
    """One migration."""

    def __init__(self, workspace: Workspace, source: Backend, target: Backend, url: str) -> None:
        self._workspace = workspace
        self._source = source
        self._target = target
        self._url = url
        self._reason = moved_reason(url)
        self._held: list[HeldLease] = []
        self._renewed = workspace.clock.now()

    def run(self, accounts: list[AccountRef]) -> Migrated:
        """Everything, under the leases of both places."""
        there = sorted(self._closed().intersection(accounts))  # by an earlier try that was killed at its very end
        left = [account for account in accounts if account not in there]
        moved: list[AccountRef] = []
        with self._holding(self._source, left) as here, self._holding(self._target, left) as beyond:
            for account in left:
                (moved if self._copy(account, beyond[account]) else there).append(account)
            for account in left:
                self._verify(account)
            for account, lease in here.items():
                self._close(account, lease)
        return Migrated(self._url, tuple(moved), tuple(sorted(there)))

    def _closed(self) -> set[AccountRef]:
        """Accounts of the old place that were moved to the very same new one and closed."""
        leases = self._source.leases(self._workspace.clock.now())
        return {lease.account for lease in leases if lease.holder == MOVED and lease.reason == self._reason}

    @contextlib.contextmanager
    def _holding(self, backend: Backend, accounts: list[AccountRef]) -> Iterator[dict[AccountRef, HeldLease]]:
        clock, holder = self._workspace.clock, self._workspace.surroundings.holder
        keeper = Keeper(backend, clock, holder, f"state migrate to {self._url}")
        taken: dict[AccountRef, HeldLease] = {}
        try:
            for account in accounts:
                taken[account] = keeper.take(account)
                self._held.append(taken[account])
                self._keep_alive()
            yield taken
        finally:
            for lease in taken.values():
                with contextlib.suppress(ProvisionerError):  # it ends by itself
                    backend.release(lease.lease)

    def _keep_alive(self) -> None:
        """Renews every lease in hand once that is due; there may be hundreds, too many for a thread each."""
        now = self._workspace.clock.now()
        if now - self._renewed >= timedelta(seconds=RENEW_EVERY_SECONDS):
            for lease in self._held:
                lease.outlive(now)
            self._renewed = now

    def _copy(self, account: AccountRef, lease: HeldLease) -> bool:
        """Whether it had to be moved."""
        self._keep_alive()
        archive = self._read(self._source, account)
        there = self._target.archive(account)
        if there is not None and _same_state(archive, there):
            return False
        if there is not None:
            raise StaleState.of(REFUSALS("another-state-there", account=account))
        self._target.restore(RestoreRequest(lease.lease, archive, self._workspace.clock.now()))
        return True

    def _verify(self, account: AccountRef) -> None:
        """Reads both and compares; a key that was set aside without a lease meanwhile goes along."""
        self._keep_alive()
        archive, there = self._read(self._source, account), self._read(self._target, account)
        known = {deposit.intent_id for deposit in there.deposits}
        for deposit in archive.deposits:
            if deposit.intent_id not in known:
                self._target.deposit(deposit)
                there = self._read(self._target, account)
        if archive != there:
            raise StateCorrupt.of(REFUSALS("not-the-same-there", account=account))

    def _read(self, backend: Backend, account: AccountRef) -> Archive:
        try:
            archive = backend.archive(account)
        except StateCorrupt as error:
            raise StateCorrupt.of(
                REFUSALS(
                    "unreadable-so-not-closed",
                    account=account,
                    why=error.summary,
                    detail=error.detail,
                    detail_nb=error.told_in(BOKMAL).detail,
                    why_nb=error.told_in(BOKMAL).summary,
                )
            ) from error
        if archive is None:
            raise StateCorrupt.of(REFUSALS("state-gone", account=account))
        return archive

    def _close(self, account: AccountRef, lease: HeldLease) -> None:
        """Nobody goes on in the old place."""
        self._keep_alive()
        self._source.release(lease.lease)
        request = AcquireRequest(account, MOVED, self._reason, CLOSED_SECONDS, self._workspace.clock.now())
        _or_raise(lambda: self._source.acquire(request), account)


def _same_state(archive: Archive, there: Archive) -> bool:
    """Whether the two differ in nothing but keys that were set aside since, which verifying takes along."""
    missing = set(there.deposits) - set(archive.deposits)
    return not missing and replace(archive, deposits=()) == replace(there, deposits=())


def _or_raise(acquire: Callable[[], object], account: AccountRef) -> None:
    try:
        acquire()
    except LeaseHeld as error:
        raise LeaseHeld.of(
            REFUSALS("worked-on-meanwhile", account=account, why=error.summary, why_nb=error.told_in(BOKMAL).summary)
        ) from error
