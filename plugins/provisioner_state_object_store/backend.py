"""The backend port on an object store.

Promises: what `provisioner.spi.backend` says, law by law; a write is one conditional replacement of the account's head,
and what the head names has been written before. Does not: look inside bodies, or trust a store that it has not tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Lock

from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import BackendFailed, StaleState, StateCorrupt
from provisioner.model.secrets import Sealed
from provisioner.model.state import AccountState, AuditRecord, Lease, Summary, violations
from provisioner.spi.backend import (
    AcquireRequest,
    AdvanceRequest,
    Archive,
    BackendContext,
    BeginRequest,
    CommitRequest,
    Deposit,
    PruneRequest,
    RestoreRequest,
    StateCodec,
    Version,
)
from provisioner.spi.refusals import REFUSED, RELEASED
from provisioner_state_object_store import archives, leases, ledger, names
from provisioner_state_object_store.deposits import Deposits
from provisioner_state_object_store.head import Head, Row, decode_texts, load, sealed_of
from provisioner_state_object_store.heads import Bodies, Heads, Many
from provisioner_state_object_store.location import locate
from provisioner_state_object_store.marker import demand_conditions, demand_marker
from provisioner_state_object_store.objects import Objects, open_objects


def open_backend(context: BackendContext) -> ObjectStoreBackend:
    """Opens the store that `context.url` names, marking it as ours where that is allowed."""
    location = locate(context.url)
    return open_store(open_objects(location), str(location), context)


def open_store(objects: Objects, name: str, context: BackendContext) -> ObjectStoreBackend:
    """A backend on `objects`, which is checked first, and tried before it is marked."""
    demand_marker(objects, name, create=context.create)
    return ObjectStoreBackend(objects, name, context.codec)


class ObjectStoreBackend:
    """State in an object store. Safe to use from several threads, processes and machines."""

    def __init__(self, objects: Objects, name: str, codec: StateCodec) -> None:
        self._objects = objects
        self._name = name
        self._codec = codec
        self._many = Many()
        self._heads = Heads(objects, self._many)
        self._bodies = Bodies(objects, self._many)
        self._deposits = Deposits(objects, self._heads, self._many)
        self._guard = Lock()
        self._tick = 0
        self._tried = False
        self._closed = False

    def summaries(self) -> Sequence[Summary]:
        """Every account's, in order."""
        self._demand_open()
        decode = self._codec.decode_summary
        return tuple([decode(one.summary) for one in self._heads.all() if one.summary is not None])

    def load(self, account: AccountRef, serial: int | None = None) -> AccountState | None:
        """The latest state with its open intents, or the one at `serial` without; None where there is none."""
        self._demand_open()
        return self._heads.steadily(account, lambda head: self._load(head, serial))

    def _load(self, head: Head, serial: int | None) -> AccountState | None:
        if head.summary is None:
            return None
        if serial is not None and serial != head.serial:
            found = next((row for row in self._rows(head) if row.serial == serial and row.state), None)
            return None if found is None else self._state(head.account, found)
        row = head.body
        if row is not None:
            state = self._state(head.account, row)
        elif serial is not None:
            return None
        else:
            state = AccountState(account=head.account, lineage=head.lineage, serial=0)
        if serial is not None:
            return state
        opened = [self._codec.decode_intent(item.body) for item in head.intents.values()]
        return replace(state, intents=tuple(sorted(opened, key=lambda intent: intent.address)))

    def _state(self, account: AccountRef, row: Row) -> AccountState:
        return self._codec.decode_state(self._bodies.demand(names.state(account, row.serial, row.state)))

    def _rows(self, head: Head) -> tuple[Row, ...]:
        return archives.all_rows(self._bodies, head)

    def sealed(self, address: Address, generation: int) -> Sealed | None:
        """The sealed secret, where it is still kept."""
        self._demand_open()

        def look(head: Head) -> Sealed | None:
            made = head.sealed.get((address, generation))
            if made is None:
                return None
            key = names.sealed(address, generation, made)
            return sealed_of(load(self._bodies.demand(key), key))

        return self._heads.steadily(address.account, look)

    def acquire(self, request: AcquireRequest) -> Lease:
        """A lease with a fence higher than any before; LeaseHeld while one is alive."""
        self._demand_writable()
        return _lease(self._heads.change(request.account, lambda head: leases.acquired(head, request)))

    def renew(self, lease: Lease, ttl_seconds: float, now: datetime) -> Lease:
        """The same lease, lasting longer; LeaseLost where it has passed to another or was ended."""
        self._demand_writable()
        until = now + timedelta(seconds=ttl_seconds)
        return _lease(self._heads.change(lease.account, lambda head: leases.renewed(head, lease, until)))

    def release(self, lease: Lease) -> None:
        """Ends it; nothing happens where it has ended already."""
        self._demand_writable()
        self._heads.change(lease.account, lambda head: leases.ended(head, lease, RELEASED))

    def leases(self, now: datetime) -> Sequence[Lease]:
        """Those alive."""
        self._demand_open()
        return tuple(one.lease for one in self._heads.all() if one.lease is not None and now < one.lease.expires_at)

    def break_lease(self, account: AccountRef, reason: str, now: datetime) -> Lease | None:
        """Ends somebody else's lease and returns it; one that ran out is ended too, for it could be renewed."""
        self._demand_writable()
        broken: list[Lease | None] = []

        def step(head: Head) -> Head:
            standing = None if head.ended else head.lease
            broken.append(standing)
            return head if standing is None else leases.ended(head, standing, f"was broken ({reason})")

        self._heads.change(account, step)
        return broken[-1]

    def begin(self, request: BeginRequest) -> None:
        """Makes the intent durable; an id that was begun before changes nothing."""
        lease, intent = request.lease, request.intent
        _of_one_account(lease.account, intent.address.account, request.summary.account)
        self._demand_writable()

        def step(head: Head) -> Head:
            if intent.id in head.intents or self._serial_of(head, intent.id, request.summary.serial) is not None:
                return head
            leases.demand(head, lease, request.now)
            ledger.current(head, request.summary.lineage, request.summary.serial)
            if any(item.address == str(intent.address) for item in head.intents.values()):
                raise StaleState.of(REFUSED("begun-already", address=intent.address))
            return self._with_intent(head, request)

        self._heads.change(lease.account, step)

    def advance(self, request: AdvanceRequest) -> None:
        """Moves an open intent on, from the phase it was expected in."""
        lease, intent = request.lease, request.intent
        _of_one_account(lease.account, intent.address.account, request.summary.account)
        self._demand_writable()

        def step(head: Head) -> Head:
            leases.demand(head, lease, request.now)
            ledger.current(head, request.summary.lineage, request.summary.serial)
            stored = head.intents.get(intent.id)
            if stored is None or stored.phase != request.expected_phase.value:
                raise StaleState.of(REFUSED("gone-on-already", address=intent.address))
            return self._with_intent(head, request)

        self._heads.change(lease.account, step)

    def _with_intent(self, head: Head, request: BeginRequest | AdvanceRequest) -> Head:
        intent = request.intent
        return replace(
            head,
            lineage=request.summary.lineage,
            summary=self._codec.encode_summary(request.summary),
            intents={**head.intents, intent.id: ledger.begun(intent, self._codec)},
        )

    def commit(self, request: CommitRequest) -> int:
        """Everything of `request` or nothing; a commit id that was seen before returns what it did then."""
        lease, state = request.lease, request.next_state
        _of_one_account(lease.account, state.account, request.summary.account)
        if (state.serial, state.lineage) != (request.summary.serial, request.summary.lineage):
            raise ValueError("the summary is of another state than the one to be written")
        if state.serial != request.expected_serial + 1:
            raise ValueError(f"serial {state.serial} does not follow {request.expected_serial}")
        self._demand_writable()
        seen: list[int | None] = []
        before: list[Head] = []

        def step(head: Head) -> Head:
            seen.append(self._serial_of(head, request.commit_id, request.expected_serial))
            before.append(head)
            if seen[-1] is not None:
                return head
            leases.demand(head, lease, request.now)
            ledger.current(head, state.lineage, request.expected_serial)
            _demand_sound(state)
            after, written = ledger.committed(head, request, self._codec, self._next_tick(head))
            if len(after.rows) > ledger.FULL:
                after, rows = ledger.lightened(after, (*self._rows(head), after.rows[-1]))
                written += rows
            self._bodies.write(written)
            return after

        after = self._heads.change(state.account, step)
        if seen[-1] is not None:
            return seen[-1]
        archives.forget(self._objects, before[-1], after)
        return state.serial

    def _serial_of(self, head: Head, commit_id: str, expected_serial: int) -> int | None:
        """The serial that the commit made, where there was one of that id.

        Older rows are asked only where the state has moved on: a request that fits the state now is no repetition of
        one that was answered dozens of commits ago, for ids are drawn anew.
        """
        rows = head.rows if head.serial == expected_serial else self._rows(head)
        return next((row.serial for row in rows if row.commit_id == commit_id), None)

    def deposit(self, deposit: Deposit) -> None:
        """Keeps a sealed secret without lease or serial; the first of an intent stays."""
        self._demand_open()
        self._deposits.add(deposit)

    def deposits(self, account: AccountRef) -> Sequence[Deposit]:
        """What was deposited and not yet withdrawn, oldest first."""
        self._demand_open()
        return self._deposits.of(account)

    def withdraw(self, intent_id: str) -> None:
        """Forgets a deposit whose secret has been committed."""
        self._demand_open()
        self._deposits.withdraw(intent_id)

    def history(self, account: AccountRef) -> Sequence[Version]:
        """The serials that can be loaded, oldest first."""
        self._demand_open()
        rows = self._heads.steadily(account, self._rows)
        return tuple(Version(row.serial, row.at) for row in rows if row.state)

    def audit(self, account: AccountRef | None = None) -> Sequence[AuditRecord]:
        """What was done, oldest first; of every account where none is named."""
        self._demand_open()
        accounts = [account] if account is not None else [one.account for one in self._heads.all()]
        found = self._many.each(lambda one: self._heads.steadily(one, self._rows), accounts)
        return self._records(archives.in_order(dict(zip(accounts, found, strict=True))))

    def _records(self, rows: Sequence[tuple[AccountRef, Row]]) -> tuple[AuditRecord, ...]:
        keys = [names.audit(account, row.serial, row.audit) for account, row in rows if row.audit]
        bodies = zip(self._many.each(self._bodies.lasting, keys), keys, strict=True)
        decode = self._codec.decode_audit
        return tuple(decode(body) for data, key in bodies for body in decode_texts(data, key))

    def archive(self, account: AccountRef) -> Archive | None:
        """All that is kept of the account, read at one moment; None where it has no state."""
        self._demand_open()
        return self._archivist().archive(account)

    def restore(self, request: RestoreRequest) -> None:
        """Writes all of the archive or nothing, where nothing is."""
        archive = request.archive
        _of_one_account(request.lease.account, archive.account)
        archive.demand_whole()
        for state in (*(item.state for item in archive.versions), archive.state):
            _demand_sound(state)
        self._demand_writable()
        self._archivist().restore(request)

    def prune(self, request: PruneRequest) -> int:
        """Forgets the bodies of earlier serials, but never the latest."""
        self._demand_writable()
        return self._archivist().prune(request)

    def _archivist(self) -> archives.Archivist:
        return archives.Archivist(
            archives.Room(self._objects, self._heads, self._bodies, self._many, self._codec),
            self._deposits,
            self._next_tick,
        )

    def close(self) -> None:
        """Lets go of connections."""
        if not self._closed:
            self._heads.close()
        self._closed = True
        self._many.close()

    def _next_tick(self, head: Head) -> int:
        with self._guard:
            self._tick = max(self._tick, head.tick) + 1
            return self._tick

    def _demand_open(self) -> None:
        if self._closed:
            raise BackendFailed.of(REFUSED("state-closed"))

    def _demand_writable(self) -> None:
        """Tries the store once before the first write: one that was sound may have been replaced by another."""
        self._demand_open()
        with self._guard:
            if not self._tried:
                demand_conditions(self._objects, self._name)
                self._tried = True


def _lease(head: Head) -> Lease:
    assert head.lease is not None
    return head.lease


def _of_one_account(*accounts: AccountRef) -> None:
    if len(set(accounts)) > 1:
        raise ValueError(f"a write concerns one account, not {', '.join(map(str, accounts))}")


def _demand_sound(state: AccountState) -> None:
    if broken := violations(state):
        raise StateCorrupt.of(
            REFUSED(
                "rule-broken",
                account=state.account,
                rule=broken[0].rule,
                why=broken[0].summary,
                why_nb=broken[0].summary_nb,
            )
        )
