"""The tables, and how an older state becomes a newer one.

Promises: a migration, once released, is never changed; each runs whole or not at all. Every statement names its schema
itself (`{s}`), for a pooler between us and the database may change sessions under our hands. Does not: touch tables
that a newer version has written.

Text that is compared or sorted has the collation "C", which orders by code points as Python does, whatever language
the database was made for.
"""

from __future__ import annotations

from typing import Final

APPLICATION: Final = "tripletex-provisioner"
"""Marks the tables as ours."""

VERSION_TABLE: Final = "provisioner_version"
"""Its one row says whose tables these are, and in which version."""

MAKE_VERSION_TABLE: Final = """CREATE TABLE {s}.provisioner_version (
    one_row boolean PRIMARY KEY DEFAULT true CHECK (one_row), application text NOT NULL, version integer NOT NULL
)"""

_FIRST: Final = (
    # One row for each account that was ever worked on, its latest lease in it: every write locks this row first, so
    # that all writes to an account happen one after another, and none waits for another account's. The lease is kept
    # after its end: the next one's fence is one more. The summary is missing until something has been begun; serial 0
    # is intents without a commit. Room is left on each page, for this row is rewritten all the time.
    """CREATE TABLE {s}.accounts (
        account text COLLATE "C" PRIMARY KEY,
        lineage text, serial bigint NOT NULL DEFAULT 0 CHECK (serial >= 0), summary bytea,
        fence bigint NOT NULL DEFAULT 0, holder text NOT NULL DEFAULT '', reason text NOT NULL DEFAULT '',
        expires_at timestamptz, ended text NOT NULL DEFAULT '', granted uuid,
        CHECK ((lineage IS NULL) = (summary IS NULL)), CHECK ((expires_at IS NULL) = (fence = 0))
    ) WITH (fillfactor = 50)""",
    # Every serial's body, until it is pruned, and when it was committed, where that is known.
    """CREATE TABLE {s}.states (
        account text COLLATE "C" NOT NULL REFERENCES {s}.accounts, serial bigint NOT NULL CHECK (serial > 0),
        at timestamptz, body bytea NOT NULL, PRIMARY KEY (account, serial)
    )""",
    # Beside the bodies, so that writing one down does not rewrite the account. Rule S4 is the second unique key.
    """CREATE TABLE {s}.intents (
        account text COLLATE "C" NOT NULL REFERENCES {s}.accounts, id text COLLATE "C" NOT NULL,
        address text COLLATE "C" NOT NULL UNIQUE, phase text NOT NULL, body bytea NOT NULL, advanced uuid,
        PRIMARY KEY (account, id)
    )""",
    # What makes a repeated commit harmless.
    """CREATE TABLE {s}.commits (
        account text COLLATE "C" NOT NULL REFERENCES {s}.accounts, id text COLLATE "C" NOT NULL,
        serial bigint NOT NULL, PRIMARY KEY (account, id)
    )""",
    """CREATE TABLE {s}.sealed (
        address text COLLATE "C" NOT NULL, generation integer NOT NULL,
        account text COLLATE "C" NOT NULL REFERENCES {s}.accounts,
        ciphertext bytea NOT NULL, recipients text[] NOT NULL, fingerprint text NOT NULL,
        PRIMARY KEY (address, generation)
    )""",
    # Refers to nothing: a deposit must succeed whatever else is wrong.
    """CREATE TABLE {s}.deposits (
        intent_id text COLLATE "C" PRIMARY KEY, seq bigint GENERATED ALWAYS AS IDENTITY,
        account text COLLATE "C" NOT NULL, address text NOT NULL, generation integer NOT NULL, native_id text,
        ciphertext bytea NOT NULL, recipients text[] NOT NULL, fingerprint text NOT NULL
    )""",
    """CREATE TABLE {s}.audit (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account text COLLATE "C" NOT NULL, body bytea NOT NULL
    )""",
    "CREATE INDEX audit_of_account ON {s}.audit (account, seq)",
    """CREATE FUNCTION {s}.refuse_to_change_audit() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'audit records are never changed or deleted'; END $$""",
    """CREATE TRIGGER audit_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON {s}.audit
        FOR EACH STATEMENT EXECUTE FUNCTION {s}.refuse_to_change_audit()""",
)

MIGRATIONS: Final = (_FIRST,)
"""From version n to n + 1, the statements of each in order."""

VERSION: Final = len(MIGRATIONS)
"""What this program writes."""
