"""Leases: taking them, keeping them alive in the background, and giving them back.

Promises: no call starts unless its lease outlives the call's deadline; a lease whose holder died on this very machine
is taken over, and only such a one. Does not: write anything under a lease.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from provisioner.model.address import AccountRef
from provisioner.model.errors import LeaseHeld, LeaseLost, ProvisionerError
from provisioner.model.state import Lease
from provisioner.runtime.clock import Clock
from provisioner.runtime.crew import Crew, Threads
from provisioner.runtime.platform import holder_is_gone
from provisioner.runtime.state.moved import MOVED, moved_word
from provisioner.runtime.state.refusals import REFUSALS
from provisioner.spi.backend import AcquireRequest, Backend

TTL_SECONDS = 90.0
RENEW_EVERY_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who takes leases, and what for."""

    backend: Backend
    """Where they are kept."""
    clock: Clock
    """The clock."""
    holder: str
    """Who we are."""
    reason: str
    """What for."""
    crew: Crew = field(default_factory=Threads)
    """Who keeps them alive meanwhile."""

    def take(self, account: AccountRef) -> HeldLease:
        """The account's lease, to be kept alive and given back by whoever takes it. LeaseHeld."""
        return HeldLease(self, self._acquire(account))

    @contextlib.contextmanager
    def hold(self, account: AccountRef) -> Iterator[HeldLease]:
        """The account's lease while inside. LeaseHeld."""
        held = self.take(account)
        try:
            with held.kept_alive():
                yield held
        finally:
            with contextlib.suppress(ProvisionerError):  # it ends by itself; what was done is already committed
                self.backend.release(held.lease)

    def _acquire(self, account: AccountRef) -> Lease:
        request = AcquireRequest(account, self.holder, self.reason, TTL_SECONDS, self.clock.now())
        try:
            return self.backend.acquire(request)
        except LeaseHeld as error:
            held = next((lease for lease in self.backend.leases(self.clock.now()) if lease.account == account), None)
            if held is not None and held.holder == MOVED:
                why, why_nb = error.both
                where = moved_word(held.reason)
                raise LeaseHeld.of(REFUSALS("held-elsewhere", why=why, why_nb=why_nb, where=where)) from error
            if held is None or not holder_is_gone(held.holder):
                raise
            self.backend.break_lease(account, f"its holder {held.holder} is gone", self.clock.now())
            return self.backend.acquire(request)


class HeldLease:
    """A lease in hand."""

    def __init__(self, keeper: Keeper, lease: Lease) -> None:
        self._keeper = keeper
        self._lease = lease
        self._lost: LeaseLost | None = None
        self._guard = threading.Lock()

    @property
    def lease(self) -> Lease:
        """As last renewed. LeaseLost where renewing failed."""
        with self._guard:
            if self._lost is not None:
                raise self._lost
            return self._lease

    def outlive(self, deadline: datetime) -> Lease:
        """The lease, renewed until after `deadline`. LeaseLost where that cannot be had."""
        margin = timedelta(seconds=TTL_SECONDS)
        self._renew((deadline + margin - self._keeper.clock.now()).total_seconds())
        return self.lease

    def _renew(self, ttl_seconds: float) -> None:
        with self._guard:
            self._lease = self._keeper.backend.renew(self._lease, ttl_seconds, self._keeper.clock.now())
            self._lost = None

    def kept_alive(self) -> contextlib.AbstractContextManager[None]:
        """Renews in the background while inside."""
        return self._keeper.crew.every(RENEW_EVERY_SECONDS, self._still_ours, f"lease of {self._lease.account}")

    def _still_ours(self) -> bool:
        """Renews where that is due; False once the lease has passed to another."""
        left = (self._lease.expires_at - self._keeper.clock.now()).total_seconds()
        if left > 2 * RENEW_EVERY_SECONDS:
            return True
        try:
            self._renew(TTL_SECONDS)
        except LeaseLost as error:
            self._lost = error
            return False
        except ProvisionerError:
            pass  # the storage may come back before the lease ends; a write until then fails by itself
        return True
