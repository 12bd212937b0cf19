"""A file of an earlier version is brought to this one, and nothing in it is lost.

`version1.sql` is the dump of a file that the first version of the tables was written with, by the code of then.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from provisioner.model.secrets import SealedSecret
from provisioner.spi.backend import Archive, ArchivedVersion, Deposit, PruneRequest, Version
from provisioner.testing import samples
from provisioner.testing.backend_suite.ground import LATER, acquire, serials
from provisioner.testing.samples import BAKERY, FLORIST
from provisioner_state_sqlite import schema
from provisioner_state_sqlite.backend import SqliteBackend, open_backend
from tests.plugins.provisioner_state_sqlite.opening import context, state_file

KEY = samples.key_address()


def opened_first_version(root: Path) -> SqliteBackend:
    """The old file, opened by the code of now."""
    path = state_file(root)
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(Path(__file__).with_name("version1.sql").read_text(encoding="utf-8"))
        connection.execute("PRAGMA user_version = 1")
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    return open_backend(context(root, create=False))


def test_all_of_the_first_version_is_still_there(tmp_path: Path) -> None:
    backend = opened_first_version(tmp_path)
    first = samples.state(entries=(samples.entry(KEY),))
    second = replace(first, serial=2)
    opened = samples.intent("i3", samples.key_address(name="other"))
    assert backend.archive(BAKERY) == Archive(
        account=BAKERY,
        summary=samples.summary_of(replace(second, intents=(opened,))),
        versions=(ArchivedVersion(Version(1), first), ArchivedVersion(Version(2), second)),
        intents=(opened,),
        commits=(("i1", 1), ("c2", 2)),
        sealed=(SealedSecret(KEY, 1, samples.sealed()),),
        deposits=(Deposit("i9", samples.key_address(name="lost"), 1, samples.sealed("lost"), "n9"),),
        audit=tuple(samples.audit(f"audit-{BAKERY}-{serial}") for serial in (1, 2)),
    )
    assert serials(backend, FLORIST) == [1]
    backend.close()


def test_work_goes_on_and_new_serials_have_their_times(tmp_path: Path) -> None:
    backend = opened_first_version(tmp_path)
    writer = acquire(backend, holder="ola", now=LATER)
    assert writer.lease.fence == 2, "the old lease is still known"
    assert writer.commit(samples.state(serial=3)) == 3
    assert list(backend.history(BAKERY)) == [Version(1), Version(2), Version(3, LATER)]
    assert backend.prune(PruneRequest(writer.lease, 3, LATER)) == 2
    backend.close()
    with closing(sqlite3.connect(state_file(tmp_path))) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    again = open_backend(context(tmp_path, create=False))
    assert list(again.history(BAKERY)) == [Version(3, LATER)]
    again.close()
