"""All that the tables hold of one account: read at one moment, written row by row, and old bodies forgotten.

Promises: `read` after `write` tells what was written. What is written goes to the server at the transaction's end.
Does not: open transactions, or look at leases.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import cast

from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import StaleState
from provisioner.model.secrets import Sealed, SealedSecret
from provisioner.model.state import AccountState, AuditRecord, Intent, Summary
from provisioner.spi.backend import Archive, ArchivedVersion, CommitRequest, Deposit, StateCodec, Version
from provisioner.spi.refusals import REFUSED
from provisioner_state_postgres.database import Row, Transaction

_SEALED = "ciphertext, recipients, fingerprint"


def sealed_of(row: Row) -> Sealed:
    """A ciphertext from its columns."""
    ciphertext, recipients, fingerprint = cast("tuple[bytes, list[str], str]", row)
    return Sealed(bytes(ciphertext), tuple(recipients), fingerprint)


def read_history(transaction: Transaction, account: AccountRef) -> tuple[Version, ...]:
    """The serials whose bodies are kept, oldest first."""
    rows = transaction.all(
        "SELECT serial, at AT TIME ZONE 'UTC' FROM {s}.states WHERE account = %s ORDER BY serial", (account.name,)
    )
    return tuple(_version(row) for row in rows)


def read_sealed(transaction: Transaction, address: Address, generation: int) -> Sealed | None:
    """The sealed secret, where it is kept."""
    row = transaction.one(
        f"SELECT {_SEALED} FROM {{s}}.sealed WHERE address = %s AND generation = %s",  # noqa: S608  # a constant
        (str(address), generation),
    )
    return sealed_of(row) if row is not None else None


def read_deposits(transaction: Transaction, account: AccountRef) -> tuple[Deposit, ...]:
    """Those of the account, oldest first."""
    rows = transaction.all(
        f"SELECT intent_id, address, generation, native_id, {_SEALED}"  # noqa: S608  # a constant
        " FROM {s}.deposits WHERE account = %s ORDER BY seq",
        (account.name,),
    )
    found = []
    for row in rows:
        intent_id, address, generation, native_id = cast("tuple[str, str, int, str | None]", row[:4])
        found.append(Deposit(intent_id, Address.parse(address), generation, sealed_of(row[4:]), native_id))
    return tuple(found)


def _version(row: Row) -> Version:
    # The column comes without its zone, so that no setting of the session decides what it reads like.
    serial, at = cast("tuple[int, datetime | None]", row[:2])
    return Version(serial, at.replace(tzinfo=UTC) if at is not None else None)


@dataclass(frozen=True, slots=True)
class Rows:
    """The tables, with the codec for what stands in them."""

    transaction: Transaction
    """What is done is done in it."""
    codec: StateCodec
    """Values to bytes and back."""

    def load(self, account: AccountRef, serial: int | None) -> AccountState | None:
        """The latest state with its open intents, or the one at `serial` without."""
        row = self.transaction.one(
            "SELECT a.lineage, s.body FROM {s}.accounts a"
            " LEFT JOIN {s}.states s ON s.account = a.account AND s.serial = coalesce(%s, a.serial)"
            " WHERE a.account = %s AND a.summary IS NOT NULL",
            (serial, account.name),
        )
        if row is None:
            return None
        lineage, body = cast("tuple[str, bytes | None]", row)
        if serial is not None:
            return self.codec.decode_state(bytes(body)) if body is not None else None
        latest = AccountState(account=account, lineage=lineage, serial=0)
        if body is not None:
            latest = self.codec.decode_state(bytes(body))
        return replace(latest, intents=self._intents(account))

    def read(self, account: AccountRef) -> Archive | None:
        """The account's archive; None where it has no state."""
        found = self._bodies("SELECT summary FROM {s}.accounts WHERE account = %s AND summary IS NOT NULL", account)
        if not found:
            return None
        versions = self.transaction.all(
            "SELECT serial, at AT TIME ZONE 'UTC', body FROM {s}.states WHERE account = %s ORDER BY serial",
            (account.name,),
        )
        commits = self.transaction.all(
            "SELECT id, serial FROM {s}.commits WHERE account = %s ORDER BY serial, id", (account.name,)
        )
        return Archive(
            account=account,
            summary=self.codec.decode_summary(found[0]),
            versions=tuple(
                ArchivedVersion(_version(row), self.codec.decode_state(bytes(cast("bytes", row[2]))))
                for row in versions
            ),
            intents=self._intents(account),
            commits=tuple(cast("tuple[str, int]", row) for row in commits),
            sealed=self._sealed(account),
            deposits=read_deposits(self.transaction, account),
            audit=self.audit(account),
        )

    def audit(self, account: AccountRef | None) -> tuple[AuditRecord, ...]:
        """Every record, oldest first, or those of one account."""
        if account is None:
            bodies = [cast("bytes", row[0]) for row in self.transaction.all("SELECT body FROM {s}.audit ORDER BY seq")]
        else:
            bodies = self._bodies("SELECT body FROM {s}.audit WHERE account = %s ORDER BY seq", account)
        return tuple(self.codec.decode_audit(bytes(body)) for body in bodies)

    def write(self, archive: Archive) -> None:
        """Every row of the archive. StaleState where the account has a state or a deposit."""
        account = archive.account
        taken = self.transaction.one(
            "SELECT 1 FROM {s}.accounts WHERE account = %s AND summary IS NOT NULL"
            " UNION ALL SELECT 1 FROM {s}.deposits WHERE account = %s",
            (account.name, account.name),
        )
        if taken is not None:
            raise StaleState.of(REFUSED("another-state-there", account=account))
        self.put_summary(archive.summary)
        for item in archive.versions:
            self.put_state(item.state, self.codec.encode_state(item.state), item.version.at)
        for intent in archive.intents:
            self.put_intent(intent)
        for commit_id, serial in archive.commits:
            self.put_commit(account, commit_id, serial)
        for secret in archive.sealed:
            self.put_sealed(secret)
        for deposit in archive.deposits:
            self.put_deposit(deposit)
        for record in archive.audit:
            self.put_audit(record)

    def commit(self, request: CommitRequest, body: bytes) -> None:
        """Everything of `request`."""
        account = request.next_state.account
        self.put_summary(request.summary)
        self.put_state(request.next_state, body, request.now)
        self.transaction.finally_run("DELETE FROM {s}.intents WHERE account = %s", (account.name,))
        for intent in request.next_state.intents:
            self.put_intent(intent)
        for secret in request.sealed:
            self.put_sealed(secret)
        for address, generation in request.drop_sealed:
            self.transaction.finally_run(
                "DELETE FROM {s}.sealed WHERE address = %s AND generation = %s", (str(address), generation)
            )
        for record in request.audit:
            self.put_audit(record)
        self.put_commit(account, request.commit_id, request.next_state.serial)

    def put_summary(self, summary: Summary) -> None:
        """What is known of the account at a glance, in its row; its lineage as it was first written."""
        self.transaction.finally_run(
            "UPDATE {s}.accounts SET lineage = coalesce(lineage, %s), serial = %s, summary = %s WHERE account = %s",
            (summary.lineage, summary.serial, self.codec.encode_summary(summary), summary.account.name),
        )

    def put_state(self, state: AccountState, body: bytes, at: datetime | None) -> None:
        """One serial's body."""
        self.transaction.finally_run(
            "INSERT INTO {s}.states (account, serial, at, body) VALUES (%s, %s, %s, %s)",
            (state.account.name, state.serial, at, body),
        )

    def put_intent(self, intent: Intent) -> None:
        """A new open intent."""
        self.transaction.finally_run(
            "INSERT INTO {s}.intents (account, id, address, phase, body) VALUES (%s, %s, %s, %s, %s)",
            (
                intent.address.account.name,
                intent.id,
                str(intent.address),
                intent.phase.value,
                self.codec.encode_intent(intent),
            ),
        )

    def put_commit(self, account: AccountRef, commit_id: str, serial: int) -> None:
        """That it was made."""
        self.transaction.finally_run(
            "INSERT INTO {s}.commits (account, id, serial) VALUES (%s, %s, %s)", (account.name, commit_id, serial)
        )

    def put_sealed(self, secret: SealedSecret) -> None:
        """A sealed secret, in place of the one before."""
        sealed = secret.sealed
        self.transaction.finally_run(
            f"INSERT INTO {{s}}.sealed (address, generation, account, {_SEALED})"  # noqa: S608  # a constant
            " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (address, generation) DO UPDATE SET"
            " ciphertext = excluded.ciphertext, recipients = excluded.recipients, fingerprint = excluded.fingerprint",
            (
                str(secret.address),
                secret.generation,
                secret.address.account.name,
                sealed.ciphertext,
                list(sealed.recipients),
                sealed.fingerprint,
            ),
        )

    def put_deposit(self, deposit: Deposit) -> None:
        """A deposit; the first of an intent stays."""
        sealed = deposit.sealed
        self.transaction.finally_run(
            f"INSERT INTO {{s}}.deposits (intent_id, account, address, generation, native_id, {_SEALED})"  # noqa: S608  # a constant
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (intent_id) DO NOTHING",
            (
                deposit.intent_id,
                deposit.address.account.name,
                str(deposit.address),
                deposit.generation,
                deposit.native_id,
                sealed.ciphertext,
                list(sealed.recipients),
                sealed.fingerprint,
            ),
        )

    def put_audit(self, record: AuditRecord) -> None:
        """One more record; none is ever changed."""
        self.transaction.finally_run(
            "INSERT INTO {s}.audit (account, body) VALUES (%s, %s)",
            (record.account.name, self.codec.encode_audit(record)),
        )

    def prune(self, account: AccountRef, before_serial: int) -> int:
        """Forgets the bodies of serials before that one, but never the latest; how many."""
        gone = self.transaction.all(
            "DELETE FROM {s}.states s USING {s}.accounts a WHERE s.account = %s AND a.account = s.account"
            " AND s.serial < %s AND s.serial < a.serial RETURNING s.serial",
            (account.name, before_serial),
        )
        return len(gone)

    def _intents(self, account: AccountRef) -> tuple[Intent, ...]:
        bodies = self._bodies("SELECT body FROM {s}.intents WHERE account = %s", account)
        opened = [self.codec.decode_intent(body) for body in bodies]
        return tuple(sorted(opened, key=lambda intent: intent.address))

    def _sealed(self, account: AccountRef) -> tuple[SealedSecret, ...]:
        rows = self.transaction.all(
            f"SELECT address, generation, {_SEALED} FROM {{s}}.sealed WHERE account = %s",  # noqa: S608  # a constant
            (account.name,),
        )
        kept = [
            SealedSecret(Address.parse(cast("str", row[0])), cast("int", row[1]), sealed_of(row[2:])) for row in rows
        ]
        return tuple(sorted(kept, key=lambda item: (item.address, item.generation)))

    def _bodies(self, statement: str, account: AccountRef) -> list[bytes]:
        return [bytes(cast("bytes", row[0])) for row in self.transaction.all(statement, (account.name,))]
