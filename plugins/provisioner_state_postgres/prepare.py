"""Opening a state: whose tables they are, in which version, and making them.

Promises: a state that is missing is made only where that is allowed, whole or not at all, also by several at once;
tables of another program and of a newer version are left alone. A role that may only read can open what is there.
Does not: make databases or roles.
"""

from __future__ import annotations

from typing import Final, cast

from provisioner.model.errors import BackendFailed, StateCorrupt, StateMissing, StateTooNew
from provisioner_state_postgres.database import Database, Transaction
from provisioner_state_postgres.schema import APPLICATION, MAKE_VERSION_TABLE, MIGRATIONS, VERSION, VERSION_TABLE
from provisioner_state_postgres.words import WORDS

_INIT: Final = "provisioner state init"
# One number for all of us: whoever makes tables waits for whoever makes them now, until that transaction ends.
_MAKING: Final = 0x70726F76
_ENCODING: Final = "UTF8"


def prepare(database: Database, *, create: bool) -> None:
    """Checks that the state can be used, making it or bringing it to this version where `create` allows that."""
    version = database.read(lambda transaction: _version(transaction, database), opening=True)
    if version == VERSION:
        return
    if not create:
        if version == 0:
            raise StateMissing.of(WORDS("no-state", label=database.label, init=_INIT))
        raise BackendFailed.of(WORDS("state-older", label=database.label, version=version, newest=VERSION, init=_INIT))
    database.write(lambda transaction: _make(transaction, database), opening=True)


def _make(transaction: Transaction, database: Database) -> None:
    # Until the end of this transaction, so no pooler can leave it behind in a session.
    transaction.run("SELECT pg_advisory_xact_lock(%s)", (_MAKING,))
    found = _version(transaction, database)
    if found == 0:
        _demand_encoding(transaction, database)
        if not _has_schema(transaction, database.schema):
            transaction.run("CREATE SCHEMA {s}")
        transaction.run(MAKE_VERSION_TABLE)
        transaction.run(
            "INSERT INTO {s}.provisioner_version (application, version) VALUES (%s, %s)", (APPLICATION, VERSION)
        )
    for number in range(found, VERSION):
        for statement in MIGRATIONS[number]:
            transaction.run(statement)
    transaction.run("UPDATE {s}.provisioner_version SET version = %s", (VERSION,))


def _version(transaction: Transaction, database: Database) -> int:
    """The version of the tables that are there; 0 where there are none."""
    # The catalogue can be read by every role, whatever it may do in the schema.
    tables = transaction.all(
        "SELECT c.relname::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = %s AND c.relkind IN ('r', 'p', 'v', 'm', 'f')",
        (database.schema,),
    )
    names = {cast("str", row[0]) for row in tables}
    if not names:
        return 0
    row = None
    if VERSION_TABLE in names:
        row = transaction.one("SELECT application, version FROM {s}.provisioner_version")
    if row is None or row[0] != APPLICATION:
        raise StateCorrupt.of(WORDS("another-program", schema=database.schema, label=database.label))
    version = cast("int", row[1])
    if version > VERSION:
        raise StateTooNew.of(WORDS("state-too-new", label=database.label, version=version, newest=VERSION))
    return version


def _has_schema(transaction: Transaction, schema: str) -> bool:
    """Asked for rather than left to IF NOT EXISTS, which wants the right to make one even where one is there."""
    return transaction.one("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = %s", (schema,)) is not None


def _demand_encoding(transaction: Transaction, database: Database) -> None:
    row = transaction.one("SELECT current_setting('server_encoding')")
    if row is None or row[0] != _ENCODING:
        raise BackendFailed.of(WORDS("not-utf8", label=database.label))
