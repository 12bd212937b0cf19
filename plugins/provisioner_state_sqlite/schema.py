"""The tables, and how an older file becomes a newer one.

Promises: a migration, once released, is never changed; each runs whole or not at all. Does not: touch a file that a
newer version has written.
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x70726F76
"""`prov` in ASCII: marks the file as ours."""

_FIRST: Final = (
    # One row for each account that has a summary. Serial 0: intents, but no commit yet.
    """CREATE TABLE accounts (
        account TEXT PRIMARY KEY, lineage TEXT NOT NULL, serial INTEGER NOT NULL CHECK (serial >= 0),
        summary BLOB NOT NULL
    ) WITHOUT ROWID""",
    # Earlier serials' bodies are kept until they are pruned: a mistake can be looked at.
    """CREATE TABLE states (
        account TEXT NOT NULL REFERENCES accounts, serial INTEGER NOT NULL CHECK (serial > 0), body BLOB NOT NULL,
        PRIMARY KEY (account, serial)
    )""",
    # Beside the bodies, so that writing one down does not rewrite the account. Rule S4 is the second unique key.
    """CREATE TABLE intents (
        account TEXT NOT NULL REFERENCES accounts, id TEXT NOT NULL, address TEXT NOT NULL UNIQUE,
        phase TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (account, id)
    )""",
    # What makes a repeated commit harmless.
    """CREATE TABLE commits (
        account TEXT NOT NULL REFERENCES accounts, id TEXT NOT NULL, serial INTEGER NOT NULL, PRIMARY KEY (account, id)
    ) WITHOUT ROWID""",
    """CREATE TABLE sealed (
        address TEXT NOT NULL, generation INTEGER NOT NULL, account TEXT NOT NULL REFERENCES accounts,
        ciphertext BLOB NOT NULL, recipients TEXT NOT NULL, fingerprint TEXT NOT NULL, PRIMARY KEY (address, generation)
    )""",
    # Refers to nothing: a deposit must succeed whatever else is wrong.
    """CREATE TABLE deposits (
        intent_id TEXT PRIMARY KEY, account TEXT NOT NULL, address TEXT NOT NULL, generation INTEGER NOT NULL,
        native_id TEXT, ciphertext BLOB NOT NULL, recipients TEXT NOT NULL, fingerprint TEXT NOT NULL
    )""",
    # The latest lease of each account, kept after its end: the next one's fence is one more.
    """CREATE TABLE leases (
        account TEXT PRIMARY KEY, fence INTEGER NOT NULL, holder TEXT NOT NULL, reason TEXT NOT NULL,
        expires_at TEXT NOT NULL, ended TEXT NOT NULL DEFAULT ''
    ) WITHOUT ROWID""",
    "CREATE TABLE audit (seq INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, body BLOB NOT NULL)",
    "CREATE INDEX audit_of_account ON audit (account)",
    """CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'audit records are never changed'); END""",
    """CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'audit records are never deleted'); END""",
)

_SECOND: Final = (
    # When it was committed. NULL for what was committed before: a body is never looked into, so nobody can tell.
    "ALTER TABLE states ADD COLUMN at TEXT",
)

MIGRATIONS: Final = (_FIRST, _SECOND)
"""From version n to n + 1, the statements of each in order."""

VERSION: Final = len(MIGRATIONS)
"""What this program writes, kept in `user_version`."""
