"""A backend and a secret store in memory, held to the same laws as the real ones.

Promises: passes `backend_suite` and `secret_store_suite`; what outlives a process stands in a `Disk`, so that a test
kills a run by dropping its backend and opens another on the same disk. Does not: write anything anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import RLock

from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import BackendFailed, LeaseHeld, LeaseLost, SecretStoreFailed, StaleState, StateCorrupt
from provisioner.model.secrets import Sealed, SealedSecret, Sensitive
from provisioner.model.state import AccountState, AuditRecord, Intent, Lease, Summary, violations
from provisioner.spi.backend import (
    AcquireRequest,
    AdvanceRequest,
    Archive,
    ArchivedVersion,
    BeginRequest,
    CommitRequest,
    Deposit,
    PruneRequest,
    RestoreRequest,
    Version,
)
from provisioner.spi.refusals import REFUSED, RELEASED, lease_over

Watch = Callable[[str, bool], None]
"""Called with a method's name and False before it takes effect, True after; what it raises is what the caller sees.
Raised before: nothing happened. Raised after: it happened and the answer was lost."""


def nobody_watches(method: str, done: bool) -> None:
    """Nobody watches."""


@dataclass(slots=True)
class AccountOnDisk:
    """One account's row of everything."""

    lineage: str = ""
    summary: Summary | None = None
    states: dict[int, AccountState] = field(default_factory=dict)
    times: dict[int, datetime | None] = field(default_factory=dict)
    intents: dict[str, Intent] = field(default_factory=dict)
    commits: dict[str, int] = field(default_factory=dict)
    lease: Lease | None = None
    ended: str = ""

    @property
    def serial(self) -> int:
        """The latest; 0 before the first commit."""
        return max(self.states, default=0)

    @property
    def versions(self) -> tuple[Version, ...]:
        """Those whose bodies are kept, oldest first."""
        return tuple(Version(serial, self.times.get(serial)) for serial in sorted(self.states))


@dataclass(slots=True)
class Disk:
    """What outlives a process."""

    accounts: dict[AccountRef, AccountOnDisk] = field(default_factory=dict)
    sealed: dict[tuple[Address, int], Sealed] = field(default_factory=dict)
    deposits: dict[str, Deposit] = field(default_factory=dict)
    audit: list[AuditRecord] = field(default_factory=list)
    made: bool = False
    lock: RLock = field(default_factory=RLock)

    def account(self, account: AccountRef) -> AccountOnDisk:
        """The account's row, made where there is none."""
        return self.accounts.setdefault(account, AccountOnDisk())


class MemoryBackend:
    """State in memory. Safe to use from several threads."""

    def __init__(self, disk: Disk | None = None, watch: Watch = nobody_watches) -> None:
        self.disk = disk if disk is not None else Disk()
        self.watch = watch
        self._closed = False

    @contextmanager
    def _doing(self, method: str) -> Iterator[Disk]:
        self.watch(method, False)
        with self.disk.lock:
            if self._closed:
                raise BackendFailed.of(REFUSED("state-closed"))
            yield self.disk
        self.watch(method, True)

    def summaries(self) -> Sequence[Summary]:
        """Every account's, in order."""
        with self._doing("summaries") as disk:
            found = [row.summary for row in disk.accounts.values() if row.summary is not None]
        return tuple(sorted(found, key=lambda summary: summary.account))

    def load(self, account: AccountRef, serial: int | None = None) -> AccountState | None:
        """The latest state with its open intents, or the one at `serial` without; None where there is none."""
        with self._doing("load") as disk:
            row = disk.accounts.get(account)
            if row is None or row.summary is None:
                return None
            if serial is not None:
                return row.states.get(serial)
            state = row.states.get(row.serial) or AccountState(account=account, lineage=row.lineage, serial=0)
            return replace(state, intents=tuple(sorted(row.intents.values(), key=lambda intent: intent.address)))

    def sealed(self, address: Address, generation: int) -> Sealed | None:
        """The sealed secret, where it is still kept."""
        with self._doing("sealed") as disk:
            return disk.sealed.get((address, generation))

    def acquire(self, request: AcquireRequest) -> Lease:
        """A lease with a fence higher than any before; LeaseHeld while one is alive."""
        with self._doing("acquire") as disk:
            row = disk.account(request.account)
            latest = row.lease
            if latest is not None and not row.ended and request.now < latest.expires_at:
                held = {"holder": latest.holder, "reason": latest.reason, "until": latest.expires_at.isoformat()}
                raise LeaseHeld.of(REFUSED("lease-held", account=request.account, **held))
            until = request.now + timedelta(seconds=request.ttl_seconds)
            fence = latest.fence + 1 if latest is not None else 1
            lease = Lease(request.account, request.holder, request.reason, fence, until)
            row.lease, row.ended = lease, ""
            return lease

    def renew(self, lease: Lease, ttl_seconds: float, now: datetime) -> Lease:
        """The same lease, lasting longer; LeaseLost where it has passed to another or was ended."""
        with self._doing("renew") as disk:
            latest = _ours(disk, lease)
            until = max(latest.expires_at, now + timedelta(seconds=ttl_seconds))
            renewed = replace(latest, expires_at=until)
            disk.account(lease.account).lease = renewed
            return renewed

    def release(self, lease: Lease) -> None:
        """Ends it; nothing happens where it has ended already."""
        with self._doing("release") as disk:
            row = disk.account(lease.account)
            if row.lease is not None and row.lease.fence == lease.fence and not row.ended:
                row.ended = RELEASED

    def leases(self, now: datetime) -> Sequence[Lease]:
        """Those alive."""
        with self._doing("leases") as disk:
            standing = [row.lease for row in disk.accounts.values() if row.lease is not None and not row.ended]
        return tuple(sorted((lease for lease in standing if now < lease.expires_at), key=lambda lease: lease.account))

    def break_lease(self, account: AccountRef, reason: str, now: datetime) -> Lease | None:
        """Ends somebody else's lease and returns it; one that ran out is ended too, for it could be renewed."""
        with self._doing("break_lease") as disk:
            row = disk.account(account)
            if row.lease is None or row.ended:
                return None
            row.ended = f"was broken ({reason})"
            return row.lease

    def begin(self, request: BeginRequest) -> None:
        """Makes the intent durable; an id that was begun before changes nothing."""
        intent, account = request.intent, request.lease.account
        _of_one_account(account, intent.address.account, request.summary.account)
        with self._doing("begin") as disk:
            row = disk.account(account)
            if intent.id in row.intents or intent.id in row.commits:
                return
            _demand_lease(disk, request.lease, request.now)
            _demand_serial(account, row, request.summary.lineage, request.summary.serial)
            if any(other.address == intent.address for other in row.intents.values()):
                raise StaleState.of(REFUSED("begun-already", address=intent.address))
            row.intents[intent.id] = intent
            row.summary, row.lineage = request.summary, request.summary.lineage

    def advance(self, request: AdvanceRequest) -> None:
        """Moves an open intent on, from the phase it was expected in."""
        intent, account = request.intent, request.lease.account
        _of_one_account(account, intent.address.account, request.summary.account)
        with self._doing("advance") as disk:
            row = disk.account(account)
            _demand_lease(disk, request.lease, request.now)
            _demand_serial(account, row, request.summary.lineage, request.summary.serial)
            stored = row.intents.get(intent.id)
            if stored is None or stored.phase is not request.expected_phase:
                raise StaleState.of(REFUSED("gone-on-already", address=intent.address))
            row.intents[intent.id] = intent
            row.summary = request.summary

    def commit(self, request: CommitRequest) -> int:
        """Everything of `request` or nothing; a commit id that was seen before returns what it did then."""
        state, summary = request.next_state, request.summary
        _of_one_account(request.lease.account, state.account, summary.account)
        if (state.serial, state.lineage) != (summary.serial, summary.lineage):
            raise ValueError("the summary is of another state than the one to be written")
        if state.serial != request.expected_serial + 1:
            raise ValueError(f"serial {state.serial} does not follow {request.expected_serial}")
        with self._doing("commit") as disk:
            row = disk.account(state.account)
            if request.commit_id in row.commits:
                return row.commits[request.commit_id]
            _demand_lease(disk, request.lease, request.now)
            _demand_serial(state.account, row, state.lineage, request.expected_serial)
            _demand_sound(state)
            row.states[state.serial] = replace(state, intents=())
            row.times[state.serial] = request.now
            row.intents = {intent.id: intent for intent in state.intents}
            row.summary, row.lineage = summary, state.lineage
            row.commits[request.commit_id] = state.serial
            for secret in request.sealed:
                disk.sealed[secret.address, secret.generation] = secret.sealed
            for key in request.drop_sealed:
                disk.sealed.pop(key, None)
            disk.audit.extend(request.audit)
            return state.serial

    def deposit(self, deposit: Deposit) -> None:
        """Keeps a sealed secret without lease or serial; the first of an intent stays."""
        with self._doing("deposit") as disk:
            disk.deposits.setdefault(deposit.intent_id, deposit)

    def deposits(self, account: AccountRef) -> Sequence[Deposit]:
        """What was deposited and not yet withdrawn, oldest first."""
        with self._doing("deposits") as disk:
            return tuple(deposit for deposit in disk.deposits.values() if deposit.address.account == account)

    def withdraw(self, intent_id: str) -> None:
        """Forgets a deposit whose secret has been committed."""
        with self._doing("withdraw") as disk:
            disk.deposits.pop(intent_id, None)

    def history(self, account: AccountRef) -> Sequence[Version]:
        """The serials that can be loaded, oldest first."""
        with self._doing("history") as disk:
            row = disk.accounts.get(account)
            return row.versions if row is not None else ()

    def audit(self, account: AccountRef | None = None) -> Sequence[AuditRecord]:
        """What was done, oldest first; of every account where none is named."""
        with self._doing("audit") as disk:
            return tuple(record for record in disk.audit if account is None or record.account == account)

    def archive(self, account: AccountRef) -> Archive | None:
        """All that is kept of the account, read at one moment; None where it has no state."""
        with self._doing("archive") as disk:
            return _archive(disk, account)

    def restore(self, request: RestoreRequest) -> None:
        """Writes all of the archive or nothing, where nothing is."""
        archive, account = request.archive, request.archive.account
        _of_one_account(request.lease.account, account)
        archive.demand_whole()
        for state in (*(item.state for item in archive.versions), archive.state):
            _demand_sound(state)
        with self._doing("restore") as disk:
            if _archive(disk, account) == archive:
                return
            _demand_lease(disk, request.lease, request.now)
            row = disk.account(account)
            if row.summary is not None or any(item.address.account == account for item in disk.deposits.values()):
                raise StaleState.of(REFUSED("another-state-there", account=account))
            row.summary, row.lineage = archive.summary, archive.summary.lineage
            row.states = {item.version.serial: item.state for item in archive.versions}
            row.times = {item.version.serial: item.version.at for item in archive.versions}
            row.intents = {intent.id: intent for intent in archive.intents}
            row.commits = dict(archive.commits)
            disk.sealed.update({(item.address, item.generation): item.sealed for item in archive.sealed})
            disk.deposits.update({item.intent_id: item for item in archive.deposits})
            disk.audit.extend(archive.audit)

    def prune(self, request: PruneRequest) -> int:
        """Forgets the bodies of earlier serials, but never the latest."""
        with self._doing("prune") as disk:
            _demand_lease(disk, request.lease, request.now)
            row = disk.account(request.lease.account)
            old = [serial for serial in row.states if serial < min(request.before_serial, row.serial)]
            for serial in old:
                del row.states[serial], row.times[serial]
            return len(old)

    def close(self) -> None:
        """Lets go; the disk stays."""
        self._closed = True


class MemorySecretStore:
    """Secrets in memory, opened without an identity. Safe to use from several threads."""

    def __init__(self) -> None:
        self.kept: dict[tuple[Address, int], Sensitive] = {}
        self.refuses = ""
        """Why the store refuses everything; empty: it works."""
        self._lock = RLock()

    def probe(self) -> None:
        """Raises where a `put` now would fail."""
        if self.refuses:
            raise SecretStoreFailed(self.refuses, hint="Empty `refuses`, and it works again.")

    def put(self, address: Address, generation: int, secret: Sensitive) -> None:
        """Keeps the secret."""
        self.probe()
        with self._lock:
            self.kept[address, generation] = secret

    def get(self, address: Address, generation: int, identity: Sensitive | None) -> Sensitive | None:
        """The secret, or None where it is not there."""
        self.probe()
        with self._lock:
            return self.kept.get((address, generation))

    def retire(self, address: Address, generation: int) -> None:
        """Takes a generation away."""
        self.probe()
        with self._lock:
            self.kept.pop((address, generation), None)


def _of_one_account(*accounts: AccountRef) -> None:
    if len(set(accounts)) > 1:
        raise ValueError(f"a write concerns one account, not {', '.join(map(str, accounts))}")


def _demand_sound(state: AccountState) -> None:
    if broken := violations(state):
        first = broken[0]
        values = {"rule": first.rule, "why": first.summary, "why_nb": first.summary_nb}
        raise StateCorrupt.of(REFUSED("rule-broken", account=state.account, **values))


def _archive(disk: Disk, account: AccountRef) -> Archive | None:
    row = disk.accounts.get(account)
    if row is None or row.summary is None:
        return None
    sealed = [SealedSecret(*key, kept) for key, kept in disk.sealed.items() if key[0].account == account]
    return Archive(
        account=account,
        summary=row.summary,
        versions=tuple(ArchivedVersion(version, row.states[version.serial]) for version in row.versions),
        intents=tuple(sorted(row.intents.values(), key=lambda intent: intent.address)),
        commits=tuple(sorted(row.commits.items(), key=lambda item: (item[1], item[0]))),
        sealed=tuple(sorted(sealed, key=lambda item: (item.address, item.generation))),
        deposits=tuple(item for item in disk.deposits.values() if item.address.account == account),
        audit=tuple(record for record in disk.audit if record.account == account),
    )


def _ours(disk: Disk, lease: Lease) -> Lease:
    row = disk.account(lease.account)
    if row.lease is None or row.lease.fence != lease.fence:
        raise LeaseLost.of(REFUSED("lease-passed", account=lease.account, holder="another", holder_nb="en annen"))
    if row.ended:
        raise LeaseLost.of(lease_over(lease.account, row.ended))
    return row.lease


def _demand_lease(disk: Disk, lease: Lease, now: datetime) -> None:
    latest = _ours(disk, lease)
    if now >= latest.expires_at:
        until = latest.expires_at.isoformat()
        raise LeaseLost.of(REFUSED("lease-ran-out", account=lease.account, until=until))


def _demand_serial(account: AccountRef, row: AccountOnDisk, lineage: str, serial: int) -> None:
    if row.lineage and row.lineage != lineage:
        raise StaleState.of(REFUSED("another-lineage", account=account))
    if row.serial != serial:
        raise StaleState.of(REFUSED("state-moved", account=account, serial=row.serial, expected=serial))
