"""An account as a whole: read, restored where nothing is, and its old bodies forgotten.

Promises: an archive is of one head; a restored account becomes true with one conditional write; what is taken away was
first let go of by the head. Does not: look inside bodies.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from provisioner.model.address import AccountRef
from provisioner.model.errors import BackendFailed, StaleState
from provisioner.model.secrets import SealedSecret
from provisioner.spi.backend import Archive, ArchivedVersion, PruneRequest, RestoreRequest, StateCodec, Version
from provisioner_state_object_store import leases, ledger, names
from provisioner_state_object_store.deposits import Deposits
from provisioner_state_object_store.head import Head, Row, decode_rows, decode_texts, encode_texts, load, sealed_of
from provisioner_state_object_store.heads import Bodies, Heads, Many, Missing, new_write
from provisioner_state_object_store.objects import Objects
from provisioner_state_object_store.words import WORDS

_SWEPT: Final = 16
"""Where states are forgotten one at a time, every so many serials what broken writes left is looked for."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a whole account is read from and written to."""

    objects: Objects
    """The store."""
    heads: Heads
    """Its heads."""
    bodies: Bodies
    """Its bodies."""
    many: Many
    """Requests side by side."""
    codec: StateCodec
    """Values to bytes and back."""


def all_rows(bodies: Bodies, head: Head) -> tuple[Row, ...]:
    """Every row of the account, oldest first. Missing where the head is not the latest any more."""
    if head.older is None:
        return head.rows
    key = names.rows(head.account, *head.older)
    return (*decode_rows(bodies.demand(key), key), *head.rows)


def in_order(rows: Mapping[AccountRef, Sequence[Row]]) -> list[tuple[AccountRef, Row]]:
    """The rows of many accounts, oldest first: an account's in their own order, whatever its clocks said."""
    keyed: list[tuple[tuple[float, int, AccountRef, int], AccountRef, Row]] = []
    for account, own in rows.items():
        latest = 0.0
        for place, row in enumerate(own):
            latest = max(latest, row.at.timestamp() if row.at is not None else 0.0)
            keyed.append(((latest, row.tick, account, place), account, row))
    return [(account, row) for _, account, row in sorted(keyed, key=lambda item: item[0])]


def forget(objects: Objects, before: Head, after: Head) -> None:
    """Takes away what `before` named and `after` does not, as far as that can be done now: nobody needs it any more."""
    gone = [names.sealed(*key, made) for key, made in before.sealed.items() if after.sealed.get(key) != made]
    if before.older is not None and before.older != after.older:
        gone.append(names.rows(before.account, *before.older))
    if gone:
        with contextlib.suppress(BackendFailed):
            objects.delete(gone)


@dataclass(frozen=True, slots=True)
class Archivist:
    """Works on whole accounts."""

    room: Room
    """Where."""
    deposits: Deposits
    """What was deposited."""
    next_tick: Callable[[Head], int]
    """The next of the ticks that order commits."""

    def archive(self, account: AccountRef) -> Archive | None:
        """All that is kept of the account."""
        return self.room.heads.steadily(account, self._archive)

    def _archive(self, head: Head) -> Archive | None:
        if head.summary is None:
            return None
        codec, demand, account = self.room.codec, self.room.bodies.demand, head.account
        rows = all_rows(self.room.bodies, head)
        kept = [row for row in rows if row.state]
        bodies = self.room.many.each(demand, [names.state(account, row.serial, row.state) for row in kept])
        audits = [names.audit(account, row.serial, row.audit) for row in rows if row.audit]
        records = zip(self.room.many.each(demand, audits), audits, strict=True)
        secrets = sorted(head.sealed.items(), key=lambda item: item[0])
        keys = [names.sealed(*key, made) for key, made in secrets]
        sealed = zip(secrets, self.room.many.each(demand, keys), keys, strict=True)
        intents = [codec.decode_intent(item.body) for item in head.intents.values()]
        return Archive(
            account=account,
            summary=codec.decode_summary(head.summary),
            versions=tuple(
                ArchivedVersion(Version(row.serial, row.at), codec.decode_state(body))
                for row, body in zip(kept, bodies, strict=True)
            ),
            intents=tuple(sorted(intents, key=lambda intent: intent.address)),
            commits=tuple(sorted(((row.commit_id, row.serial) for row in rows if row.commit_id), key=_by_serial)),
            sealed=tuple(SealedSecret(*secret, sealed_of(load(data, key))) for (secret, _), data, key in sealed),
            deposits=tuple(self.deposits.of(account, fresh=True)),
            audit=tuple(codec.decode_audit(body) for data, key in records for body in decode_texts(data, key)),
        )

    def restore(self, request: RestoreRequest) -> None:
        """Writes the archive where nothing is; the head comes last and makes all of it true."""
        archive, account = request.archive, request.archive.account
        if self.archive(account) == archive:
            return
        restored = new_write()

        def step(head: Head) -> Head:
            leases.demand(head, request.lease, request.now)
            if head.summary is not None or self.deposits.of(account, fresh=True):
                raise StaleState.of(WORDS("another-state-there", account=account))
            after, written = self._restored(head, request)
            self.room.bodies.write(written)
            self.deposits.add_moved(account, restored, archive.deposits)
            return replace(after, restored=restored)

        self.room.heads.change(account, step)

    def _restored(self, head: Head, request: RestoreRequest) -> tuple[Head, ledger.Written]:
        archive, codec, tick = request.archive, self.room.codec, self.next_tick(head)
        account, serial = archive.account, archive.summary.serial
        written: ledger.Written = []
        rows: list[Row] = []
        if archive.audit:
            records = encode_texts([codec.encode_audit(record) for record in archive.audit])
            token = names.digest(records)
            written.append((names.audit(account, serial, token), records))
            rows.append(Row(serial, request.now, tick, audit=token))
        rows += [Row(number, None, tick, commit_id) for commit_id, number in archive.commits]
        for item in archive.versions:
            body = codec.encode_state(item.state)
            token = names.digest(body)
            written.append((names.state(account, item.version.serial, token), body))
            rows.append(Row(item.version.serial, item.version.at, tick, state=token))
        after = replace(
            head,
            lineage=archive.summary.lineage,
            serial=serial,
            tick=tick,
            summary=codec.encode_summary(archive.summary),
            intents={intent.id: ledger.begun(intent, codec) for intent in archive.intents},
        )
        after, sealed = ledger.sealed_objects(after, archive.sealed)
        after, older = ledger.lightened(after, tuple(rows))
        return after, [*written, *sealed, *older]

    def prune(self, request: PruneRequest) -> int:
        """Forgets earlier bodies: the head lets go of them first. Sweeps up what a broken commit left, too."""
        seen: list[tuple[Head, list[Row]]] = []

        def step(head: Head) -> Head:
            leases.demand(head, request.lease, request.now)
            rows = all_rows(self.room.bodies, head)
            first = min(request.before_serial, head.serial)
            old = [row for row in rows if row.serial < first and row.state]
            seen.append((head, old))
            if not old:
                return head
            kept = tuple(replace(row, state="") if row.serial < first else row for row in rows)
            after, written = ledger.lightened(head, kept)
            self.room.bodies.write(written)
            return after

        after = self.room.heads.change(request.lease.account, step)
        before, old = seen[-1]
        forget(self.room.objects, before, after)
        with contextlib.suppress(BackendFailed, Missing):  # what stays lies there unnamed, until the next time
            self.room.objects.delete([names.state(before.account, row.serial, row.state) for row in old])
            if len(old) > 1 or (old and after.serial % _SWEPT == 0):
                self._sweep(after)
        return len(old)

    def _sweep(self, head: Head) -> None:
        """Takes away what no head names and no later head can: each name holds the serial that it was meant for."""
        rows = all_rows(self.room.bodies, head)
        named = {names.state(head.account, row.serial, row.state) for row in rows if row.state}
        named |= {names.audit(head.account, row.serial, row.audit) for row in rows if row.audit}
        named |= {names.sealed(*key, made) for key, made in head.sealed.items()}
        if head.older is not None:
            named.add(names.rows(head.account, *head.older))
        listed = [item.key for room in names.rooms(head.account) for item in self.room.objects.list(room)]
        gone = [key for key in listed if key not in named and names.made_by(key) <= head.serial]
        # No restoring can come true any more where there is a state: only the deposits of the one that did are true.
        moved, true = names.moved_deposits(head.account), names.moved_deposits(head.account, head.restored or "none")
        gone += [item.key for item in self.room.objects.list(moved) if not item.key.startswith(true)]
        self.room.objects.delete(gone)


def _by_serial(commit: tuple[str, int]) -> tuple[int, str]:
    return commit[1], commit[0]
