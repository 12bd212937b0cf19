"""All that the tables hold of one account: read at one moment, written where nothing is, and old bodies forgotten.

Promises: `read` after `write` tells what was written. Does not: open transactions, or look at leases.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import StaleState, StateCorrupt
from provisioner.model.secrets import Sealed, SealedSecret
from provisioner.model.state import AuditRecord, Intent, Summary
from provisioner.spi.backend import Archive, ArchivedVersion, Deposit, StateCodec, Version
from provisioner.spi.refusals import REFUSED


def when(moment: datetime) -> str:
    """A time as it is written in a column."""
    return moment.astimezone(UTC).isoformat()


def history(connection: sqlite3.Connection, account: AccountRef) -> tuple[Version, ...]:
    """The serials whose bodies are kept, oldest first."""
    rows = connection.execute("SELECT serial, at FROM states WHERE account = ? ORDER BY serial", (account.name,))
    return tuple(_version(*row) for row in rows)


def read_deposits(connection: sqlite3.Connection, account: AccountRef) -> tuple[Deposit, ...]:
    """Those of the account, oldest first."""
    rows = connection.execute(
        "SELECT intent_id, address, generation, native_id, ciphertext, recipients, fingerprint"
        " FROM deposits WHERE account = ? ORDER BY rowid",
        (account.name,),
    )
    return tuple(
        Deposit(intent_id, Address.parse(address), generation, sealed_of(*sealed), native_id)
        for intent_id, address, generation, native_id, *sealed in rows
    )


def sealed_of(ciphertext: bytes, recipients: str, fingerprint: str) -> Sealed:
    """A ciphertext from its columns."""
    return Sealed(ciphertext, tuple(json.loads(recipients)), fingerprint)


def _version(serial: int, at: str | None) -> Version:
    return Version(serial, datetime.fromisoformat(at) if at is not None else None)


@dataclass(frozen=True, slots=True)
class Rows:
    """The tables, with the codec for what stands in them."""

    connection: sqlite3.Connection
    """In a transaction."""
    codec: StateCodec
    """Values to bytes and back."""

    def read(self, account: AccountRef) -> Archive | None:
        """The account's archive; None where it has no state."""
        found = self._select("SELECT lineage, serial, summary FROM accounts WHERE account = ?", account)
        if not found:
            return None
        decode = self.codec
        bodies = self._select("SELECT serial, at, body FROM states WHERE account = ? ORDER BY serial", account)
        intents = self._select("SELECT body FROM intents WHERE account = ?", account)
        commits = self._select("SELECT id, serial FROM commits WHERE account = ? ORDER BY serial, id", account)
        records = self._select("SELECT body FROM audit WHERE account = ? ORDER BY seq", account)
        opened = [decode.decode_intent(body) for (body,) in intents]
        return Archive(
            account=account,
            summary=self.summary(account, *found[0]),
            versions=tuple(
                ArchivedVersion(_version(serial, at), decode.decode_state(body)) for serial, at, body in bodies
            ),
            intents=tuple(sorted(opened, key=lambda intent: intent.address)),
            commits=tuple(commits),
            sealed=self._sealed(account),
            deposits=read_deposits(self.connection, account),
            audit=tuple(decode.decode_audit(body) for (body,) in records),
        )

    def summary(self, account: AccountRef, lineage: str, serial: int, body: bytes) -> Summary:
        """The account's summary. Where it cannot be read, no more than its columns say: nothing is skipped by that, the
        account is found all the same, and `state repair` writes it anew."""
        try:
            return self.codec.decode_summary(body)
        except StateCorrupt:
            return Summary(account, lineage, serial)

    def write(self, archive: Archive) -> None:
        """Every row of the archive. StaleState where the account has a state or a deposit."""
        account = archive.account.name
        for table in ("accounts", "deposits"):
            query = f"SELECT 1 FROM {table} WHERE account = ?"  # noqa: S608  # one of two constants
            if self.connection.execute(query, (account,)).fetchone():
                raise StaleState.of(REFUSED("another-state-there", account=archive.account))
        self.put_summary(archive.summary)
        for item in archive.versions:
            at = when(item.version.at) if item.version.at is not None else None
            self.connection.execute(
                "INSERT INTO states (account, serial, body, at) VALUES (?, ?, ?, ?)",
                (account, item.version.serial, self.codec.encode_state(item.state), at),
            )
        for intent in archive.intents:
            self.put_intent(intent)
        for commit_id, serial in archive.commits:
            self.connection.execute(
                "INSERT INTO commits (account, id, serial) VALUES (?, ?, ?)", (account, commit_id, serial)
            )
        for secret in archive.sealed:
            self.put_sealed(secret)
        for deposit in archive.deposits:
            self.put_deposit(deposit)
        for record in archive.audit:
            self.put_audit(record)

    def prune(self, account: AccountRef, before_serial: int) -> int:
        """Forgets the bodies of serials before that one, but never the latest; how many."""
        return self.connection.execute(
            "DELETE FROM states WHERE account = ?1 AND serial < ?2"
            " AND serial < (SELECT serial FROM accounts WHERE account = ?1)",
            (account.name, before_serial),
        ).rowcount

    def put_summary(self, summary: Summary) -> None:
        """The account's row, its lineage as it was first written."""
        self.connection.execute(
            "INSERT INTO accounts (account, lineage, serial, summary) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (account) DO UPDATE SET serial = excluded.serial, summary = excluded.summary",
            (summary.account.name, summary.lineage, summary.serial, self.codec.encode_summary(summary)),
        )

    def put_intent(self, intent: Intent) -> None:
        """An open intent, new or further on."""
        self.connection.execute(
            "INSERT INTO intents (id, account, address, phase, body) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (account, id) DO UPDATE SET phase = excluded.phase, body = excluded.body",
            (
                intent.id,
                intent.address.account.name,
                str(intent.address),
                intent.phase.value,
                self.codec.encode_intent(intent),
            ),
        )

    def put_sealed(self, secret: SealedSecret) -> None:
        """A sealed secret, in place of the one before."""
        sealed = secret.sealed
        self.connection.execute(
            "INSERT OR REPLACE INTO sealed (address, generation, account, ciphertext, recipients, fingerprint)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                str(secret.address),
                secret.generation,
                secret.address.account.name,
                sealed.ciphertext,
                json.dumps(sealed.recipients),
                sealed.fingerprint,
            ),
        )

    def put_deposit(self, deposit: Deposit) -> None:
        """A deposit; the first of an intent stays."""
        sealed = deposit.sealed
        self.connection.execute(
            "INSERT OR IGNORE INTO deposits"
            " (intent_id, account, address, generation, native_id, ciphertext, recipients, fingerprint)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                deposit.intent_id,
                deposit.address.account.name,
                str(deposit.address),
                deposit.generation,
                deposit.native_id,
                sealed.ciphertext,
                json.dumps(sealed.recipients),
                sealed.fingerprint,
            ),
        )

    def put_audit(self, record: AuditRecord) -> None:
        """One more record; none is ever changed."""
        self.connection.execute(
            "INSERT INTO audit (account, body) VALUES (?, ?)", (record.account.name, self.codec.encode_audit(record))
        )

    def _sealed(self, account: AccountRef) -> tuple[SealedSecret, ...]:
        query = "SELECT address, generation, ciphertext, recipients, fingerprint FROM sealed WHERE account = ?"
        rows = self._select(query, account)
        kept = [SealedSecret(Address.parse(where), number, sealed_of(*rest)) for where, number, *rest in rows]
        return tuple(sorted(kept, key=lambda item: (item.address, item.generation)))

    def _select(self, query: str, account: AccountRef) -> list[Any]:
        return self.connection.execute(query, (account.name,)).fetchall()
