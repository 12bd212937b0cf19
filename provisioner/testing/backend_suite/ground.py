"""What every part of the suite stands on: a writer with a lease, and an opened backend.

Promises: values are the same every time. Does not: test anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import pytest

from provisioner.model.address import AccountRef
from provisioner.model.state import AccountState, Intent, IntentPhase, Lease
from provisioner.spi.backend import AcquireRequest, AdvanceRequest, Backend, BeginRequest, CommitRequest
from provisioner.testing import samples
from provisioner.testing.samples import BAKERY, NOW

TTL: Final = 60.0
LATER: Final = NOW + timedelta(seconds=TTL)
Opener = Callable[[], Backend]


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody with a lease."""

    backend: Backend
    lease: Lease
    now: datetime = NOW

    def begin(self, state: AccountState, intent: Intent) -> None:
        """Writes `intent` down beside `state`."""
        summary = samples.summary_of(replace(state, intents=(*state.intents, intent)))
        self.backend.begin(BeginRequest(self.lease, intent, summary, self.now))

    def advance(self, state: AccountState, intent: Intent, expected: IntentPhase = IntentPhase.AWAITING) -> None:
        """Moves `intent` on."""
        self.backend.advance(AdvanceRequest(self.lease, intent, expected, samples.summary_of(state), self.now))

    def commit(self, state: AccountState, commit_id: str = "") -> int:
        """Commits `state`, which follows its predecessor."""
        return self.backend.commit(self.request(state, commit_id))

    def request(self, state: AccountState, commit_id: str = "") -> CommitRequest:
        """What `commit` asks for, to be varied."""
        return CommitRequest(
            lease=self.lease,
            commit_id=commit_id or f"commit-{state.account}-{state.serial}",
            expected_serial=state.serial - 1,
            next_state=state,
            summary=samples.summary_of(state),
            audit=(samples.audit(f"audit-{state.account}-{state.serial}", state.account),),
            now=self.now,
        )


def acquire(backend: Backend, account: AccountRef = BAKERY, holder: str = "kari", now: datetime = NOW) -> Writer:
    """A writer with a new lease."""
    return Writer(backend, backend.acquire(AcquireRequest(account, holder, "a test", TTL, now)), now)


def serials(backend: Backend, account: AccountRef = BAKERY) -> list[int]:
    """Those that can be loaded."""
    return [version.serial for version in backend.history(account)]


class Opened:
    """What every part of the suite stands on."""

    @pytest.fixture
    def open_backend(self) -> Opener:
        """To be given by the child: opens the test's one stored state, as often as it is called."""
        raise NotImplementedError("derive from BackendSuite and give the fixture `open_backend`")

    @pytest.fixture
    def backend(self, open_backend: Opener) -> Iterator[Backend]:
        """One opened backend."""
        backend = open_backend()
        yield backend
        backend.close()
