"""The backend port: where state is kept.

Promises of a backend: every write is checked against the lease's fence in the same transaction; `begin` and `commit`
are idempotent by the intent's and the commit's id, so a lost answer is asked again; what `commit` writes is durable
when it returns, all of it or nothing. Accounts never wait for each other.

Laws that the conformance suite (`provisioner.testing.backend_suite`) holds:
`load` after `begin` shows the intent; after `commit` the account's open intents are exactly `next_state.intents`; a
commit with another serial than expected, or under a lease that is not the latest, writes nothing and raises.

`archive` after `restore` tells what was restored, and `prune` forgets bodies and nothing else.

A backend keeps bodies as the bytes that the `StateCodec` it was opened with makes of them, and never looks inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

from provisioner.model.address import AccountRef, Address
from provisioner.model.secrets import Sealed, SealedSecret
from provisioner.model.state import AccountState, AuditRecord, Intent, IntentPhase, Lease, Summary
from provisioner.spi.entries import BackendEntry as BackendEntry


class StateCodec(Protocol):
    """Values to bytes and back; handed to a backend, never written by one."""

    def encode_state(self, state: AccountState) -> bytes:
        """The state without its intents, which are kept beside it."""
        ...

    def decode_state(self, data: bytes) -> AccountState:
        """StateTooNew, StateCorrupt."""
        ...

    def encode_intent(self, intent: Intent) -> bytes:
        """One open intent."""
        ...

    def decode_intent(self, data: bytes) -> Intent:
        """StateTooNew, StateCorrupt."""
        ...

    def encode_summary(self, summary: Summary) -> bytes:
        """One summary."""
        ...

    def decode_summary(self, data: bytes) -> Summary:
        """StateTooNew, StateCorrupt."""
        ...

    def encode_audit(self, record: AuditRecord) -> bytes:
        """One audit record."""
        ...

    def decode_audit(self, data: bytes) -> AuditRecord:
        """StateTooNew, StateCorrupt."""
        ...


@dataclass(frozen=True, slots=True)
class AcquireRequest:
    """A wish for a lease."""

    account: AccountRef
    """Of which account."""
    holder: str
    """Who wishes."""
    reason: str
    """What for."""
    ttl_seconds: float
    """How long it lasts unless renewed."""
    now: datetime
    """The time now."""


@dataclass(frozen=True, slots=True)
class BeginRequest:
    """An intent to write down before its call."""

    lease: Lease
    """The right to."""
    intent: Intent
    """What is meant to be done. The same id again is no error and changes nothing."""
    summary: Summary
    """The account's, with this intent counted."""
    now: datetime
    """The time now: an expired lease is refused."""


@dataclass(frozen=True, slots=True)
class AdvanceRequest:
    """An open intent that moves on, such as a work item that somebody claims."""

    lease: Lease
    """The right to."""
    intent: Intent
    """As it is now: same id, other phase, deadline or claimant."""
    expected_phase: IntentPhase
    """What the stored one must be in; StaleState otherwise, so that two people cannot both claim it."""
    summary: Summary
    """The account's."""
    now: datetime
    """The time now."""


@dataclass(frozen=True, slots=True)
class CommitRequest:
    """The outcome of something, all in one transaction."""

    lease: Lease
    """The right to."""
    commit_id: str
    """The intent's id where there is one. The same id again returns what the first one did."""
    expected_serial: int
    """What the stored serial must be; 0 for an account without a state."""
    next_state: AccountState
    """Its serial is `expected_serial` + 1; its intents are those still open."""
    summary: Summary
    """Of `next_state`."""
    audit: tuple[AuditRecord, ...]
    """What happened."""
    now: datetime
    """The time now."""
    sealed: tuple[SealedSecret, ...] = ()
    """New sealed secrets, to be kept."""
    drop_sealed: tuple[tuple[Address, int], ...] = ()
    """Sealed secrets, by address and generation, that need not be kept any more."""


@dataclass(frozen=True, slots=True)
class Deposit:
    """A sealed secret that could not be committed, kept all the same."""

    intent_id: str
    """Whose outcome it belongs to."""
    address: Address
    """Of which resource."""
    generation: int
    """Of which generation."""
    sealed: Sealed
    """The ciphertext."""
    native_id: str | None = None
    """The vendor's id, where it was told."""


@dataclass(frozen=True, slots=True)
class Version:
    """One serial of an account that can be loaded."""

    serial: int
    """Which."""
    at: datetime | None = None
    """When it was committed: the request's `now`. None where an older version of the backend did not write it down."""


@dataclass(frozen=True, slots=True)
class ArchivedVersion:
    """One serial and what stood in it."""

    version: Version
    """Which, and since when."""
    state: AccountState
    """Its body, without intents."""


@dataclass(frozen=True, slots=True)
class Archive:
    """All that a backend keeps of one account, but for its leases."""

    account: AccountRef
    """Which."""
    summary: Summary
    """As it is now; its serial is the last version's, or 0 where nothing has been committed yet."""
    versions: tuple[ArchivedVersion, ...] = ()
    """Every serial that can be loaded, oldest first; the latest is always there."""
    intents: tuple[Intent, ...] = ()
    """The open ones, sorted by address."""
    commits: tuple[tuple[str, int], ...] = ()
    """Each commit's id and the serial it made, sorted by serial, then id; also those whose bodies were pruned."""
    sealed: tuple[SealedSecret, ...] = ()
    """Sealed secrets that are still kept, sorted by address and generation."""
    deposits: tuple[Deposit, ...] = ()
    """What was deposited and not withdrawn, oldest first."""
    audit: tuple[AuditRecord, ...] = ()
    """What was done, oldest first."""

    @property
    def state(self) -> AccountState:
        """The latest state with its open intents, as `load` tells it."""
        if self.versions:
            return replace(self.versions[-1].state, intents=self.intents)
        return AccountState(self.account, self.summary.lineage, 0, intents=self.intents)

    def demand_whole(self) -> None:
        """ValueError where its parts are not of one account and one state: a bug of whoever made it."""
        versions, summary = self.versions, self.summary
        owners = {summary.account, *(item.state.account for item in versions), *(item.account for item in self.audit)}
        for addresses in (self.intents, self.sealed, self.deposits):
            owners |= {item.address.account for item in addresses}
        if owners != {self.account}:
            raise ValueError(
                f"an archive is of one account, not {', '.join(map(str, sorted(owners | {self.account})))}"
            )
        if {item.state.lineage for item in versions} - {summary.lineage}:
            raise ValueError("an archive is of one lineage")
        serials = [item.version.serial for item in versions]
        if serials != sorted(set(serials)) or serials != [item.state.serial for item in versions]:
            raise ValueError("an archive's serials grow")
        if summary.serial != (serials[-1] if serials else 0) or any(item.state.intents for item in versions):
            raise ValueError("an archive's summary is of its latest state, and its intents stand beside the versions")


@dataclass(frozen=True, slots=True)
class RestoreRequest:
    """An archive to be written where nothing is."""

    lease: Lease
    """The right to."""
    archive: Archive
    """All of it."""
    now: datetime
    """The time now: an expired lease is refused."""


@dataclass(frozen=True, slots=True)
class PruneRequest:
    """A wish to forget old bodies."""

    lease: Lease
    """The right to; it names the account."""
    before_serial: int
    """The oldest serial that must stay."""
    now: datetime
    """The time now: an expired lease is refused."""


@runtime_checkable
class Backend(Protocol):
    """Where state is kept. Safe to use from several threads."""

    def summaries(self) -> Sequence[Summary]:
        """Every account's, in order."""
        ...

    def load(self, account: AccountRef, serial: int | None = None) -> AccountState | None:
        """The latest state with its open intents, or the one at `serial` without; None where there is none.

        An account of which something was begun and nothing committed has serial 0 and its summary's lineage.
        """
        ...

    def sealed(self, address: Address, generation: int) -> Sealed | None:
        """The sealed secret, where it is still kept."""
        ...

    def acquire(self, request: AcquireRequest) -> Lease:
        """A lease with a fence higher than any before; LeaseHeld while another's is alive."""
        ...

    def renew(self, lease: Lease, ttl_seconds: float, now: datetime) -> Lease:
        """The same lease, lasting longer; LeaseLost where it has passed to another, was released or broken.

        One that ran out and that nobody took is taken up again.
        """
        ...

    def release(self, lease: Lease) -> None:
        """Ends it; nothing happens where it has ended already."""
        ...

    def leases(self, now: datetime) -> Sequence[Lease]:
        """Those alive."""
        ...

    def break_lease(self, account: AccountRef, reason: str, now: datetime) -> Lease | None:
        """Ends somebody else's lease, also one that ran out, and returns it; its holder can write no more."""
        ...

    def begin(self, request: BeginRequest) -> None:
        """Makes the intent durable. LeaseLost, BackendFailed; StaleState where the state is not the summary's, or
        something is open for the same resource."""
        ...

    def advance(self, request: AdvanceRequest) -> None:
        """Moves an open intent on. LeaseLost, StaleState, BackendFailed."""
        ...

    def commit(self, request: CommitRequest) -> int:
        """Everything of `request` or nothing; returns the new serial. LeaseLost, StaleState, BackendFailed."""
        ...

    def deposit(self, deposit: Deposit) -> None:
        """Keeps a sealed secret without lease or serial; idempotent by intent id."""
        ...

    def deposits(self, account: AccountRef) -> Sequence[Deposit]:
        """What was deposited and not yet committed."""
        ...

    def withdraw(self, intent_id: str) -> None:
        """Forgets a deposit whose secret has been committed."""
        ...

    def history(self, account: AccountRef) -> Sequence[Version]:
        """The serials that can be loaded, oldest first."""
        ...

    def audit(self, account: AccountRef | None = None) -> Sequence[AuditRecord]:
        """What was done, oldest first; of every account where none is named."""
        ...

    def archive(self, account: AccountRef) -> Archive | None:
        """All that is kept of the account, read at one moment; None where it has no state."""
        ...

    def restore(self, request: RestoreRequest) -> None:
        """Writes all of the archive or nothing. Nothing happens where the very same is there already.

        LeaseLost, StateCorrupt, BackendFailed; StaleState where the account has another state there, or a deposit.
        """
        ...

    def prune(self, request: PruneRequest) -> int:
        """Forgets the bodies of earlier serials and returns how many; never the latest, never anything but bodies.

        LeaseLost, BackendFailed.
        """
        ...

    def close(self) -> None:
        """Lets go of connections."""
        ...


@dataclass(frozen=True, slots=True)
class BackendContext:
    """What a backend is opened with."""

    url: str
    """The project's `state:`."""
    root: Path
    """The project's directory; relative paths start here."""
    codec: StateCodec
    """Values to bytes and back."""
    create: bool
    """Whether a state that is missing may be made now; if not, StateMissing."""
