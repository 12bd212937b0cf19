"""What PostgreSQL says of a state that is missing, foreign, newer, or not ours to write; and who is let in how."""

from __future__ import annotations

import ssl
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import trustme

from provisioner.model.errors import BackendFailed, ProvisionerError, StateCorrupt, StateMissing, StateTooNew
from provisioner.model.state import Lease
from provisioner.testing import samples
from provisioner.testing.backend_suite.ground import LATER, acquire, serials
from provisioner.testing.samples import BAKERY
from provisioner.testing.threads import outcomes
from provisioner_state_postgres import open_lazily, prepare, provisioner_backends, schema
from tests.plugins.provisioner_state_postgres.opening import HURRIED, context, opened
from tests.plugins.provisioner_state_postgres.proxy import proxied
from tests.plugins.provisioner_state_postgres.test_lost_answers import everything
from tests.postgres import Server

PASSWORD = "hunter2-0a1b2c3d"
TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = %s"


@pytest.fixture
def name(server: Server) -> str:
    """A schema that is not there yet."""
    return server.schema()


def test_the_hook_introduces_both_schemes_and_opens(url: str) -> None:
    entries = list(provisioner_backends())
    assert [(entry.scheme, entry.shared, entry.open) for entry in entries] == [
        ("postgresql", True, open_lazily),
        ("postgres", True, open_lazily),
    ]
    for address in (url, url.replace("postgresql:", "postgres:")):
        backend = entries[0].open(context(address))
        assert list(backend.summaries()) == []
        backend.close()


def test_a_missing_driver_is_told_with_the_line_to_type(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(BackendFailed) as caught:
        open_lazily(context(url))
    assert caught.value.hint == "pip install 'tripletex-provisioner[postgres]'"


def test_a_missing_state_is_not_made_unasked(server: Server, name: str) -> None:
    with pytest.raises(StateMissing) as caught:
        opened(server.url(schema=name), create=False)
    assert "state init" in caught.value.hint
    with server.connected() as owner:
        assert owner.execute(TABLES, (name,)).fetchone() == (0,)
        owner.execute(f"CREATE SCHEMA {name}")
    with pytest.raises(StateMissing):
        opened(server.url(schema=name), create=False)


def test_a_state_that_is_there_is_opened_without_leave_to_make_one(url: str) -> None:
    first = opened(url)
    acquire(first).commit(samples.state())
    first.close()
    again = opened(url, create=False)
    assert again.load(BAKERY) == samples.state()
    again.close()


def test_many_may_make_it_at_once(url: str) -> None:
    backends = outcomes([lambda: opened(url)] * 6)
    assert [type(backend).__name__ for backend in backends] == ["PostgresBackend"] * 6
    for backend in backends:
        backend.close()  # type: ignore[attr-defined]  # each is one, as was just seen


def test_a_making_that_fails_leaves_nothing(server: Server, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "MIGRATIONS", ((*schema.MIGRATIONS[0], "CREATE TABLE {s}.audit (again text)"),))
    with pytest.raises(psycopg.errors.DuplicateTable):
        opened(server.url(schema=name))
    monkeypatch.undo()
    with pytest.raises(StateMissing):
        opened(server.url(schema=name), create=False)


def test_tables_of_another_program_are_left_alone(server: Server, name: str) -> None:
    with server.connected() as owner:
        owner.execute(f"CREATE SCHEMA {name}")
        owner.execute(f"CREATE TABLE {name}.invoices (number int)")
        with pytest.raises(StateCorrupt, match="another program") as caught:
            opened(server.url(schema=name))
        assert "?schema=" in caught.value.hint
        owner.execute(f"CREATE TABLE {name}.provisioner_version (application text, version int)")
        owner.execute(f"INSERT INTO {name}.provisioner_version VALUES ('another', 1)")
        with pytest.raises(StateCorrupt, match="another program"):
            opened(server.url(schema=name))
        assert owner.execute(TABLES, (name,)).fetchone() == (2,)


def test_a_newer_version_is_named(server: Server, name: str) -> None:
    opened(server.url(schema=name)).close()
    with server.connected() as owner:
        owner.execute(f"UPDATE {name}.provisioner_version SET version = version + 6")
    with pytest.raises(StateTooNew, match=f"version {schema.VERSION + 6};.*up to {schema.VERSION}"):
        opened(server.url(schema=name))


def test_an_older_version_is_brought_up_by_init_alone(
    server: Server, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = opened(server.url(schema=name))
    acquire(backend).commit(samples.state())
    backend.close()
    newer = schema.VERSION + 1
    monkeypatch.setattr(prepare, "MIGRATIONS", (*schema.MIGRATIONS, ("ALTER TABLE {s}.audit ADD COLUMN more text",)))
    monkeypatch.setattr(prepare, "VERSION", newer)
    with pytest.raises(BackendFailed, match=f"version {schema.VERSION}; this program writes {newer}") as caught:
        opened(server.url(schema=name), create=False)
    assert "state init" in caught.value.hint
    opened(server.url(schema=name)).close()
    again = opened(server.url(schema=name), create=False)
    assert serials(again) == [1]
    again.close()


def test_a_database_that_is_not_there_is_told(server: Server) -> None:
    with pytest.raises(BackendFailed, match=r"`nowhere` on .* is not there") as caught:
        opened(server.url(database="nowhere"), patience=HURRIED)
    assert "createdb" in caught.value.hint


def test_a_database_in_another_encoding_is_refused(server: Server, name: str) -> None:
    with server.connected() as owner:
        owner.execute(f"CREATE DATABASE {name} ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'")
    with pytest.raises(BackendFailed, match="UTF-8"):
        opened(server.url(database=name))


def test_an_old_server_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provisioner_state_postgres.database.OLDEST_SERVER", 99_00_00)
    with pytest.raises(BackendFailed, match=r"is PostgreSQL \d+\.") as caught:
        opened(url)
    assert "99" in caught.value.hint


def test_nobody_at_home_is_told(server: Server) -> None:
    with pytest.raises(BackendFailed, match="cannot be reached") as caught:
        opened("postgresql://kari@127.0.0.1:1/firm", patience=HURRIED)
    assert "Nothing was lost" in caught.value.hint


@pytest.fixture
def roles(server: Server, name: str) -> Iterator[str]:
    """An owner of nothing but an empty schema, and somebody who may read what is in it; the schema's name."""
    owner, reader = f"{name}_owner", f"{name}_reader"
    with server.connected() as superuser:
        superuser.execute(f"CREATE ROLE {owner} LOGIN PASSWORD '{PASSWORD}'")
        superuser.execute(f"CREATE ROLE {reader} LOGIN PASSWORD '{PASSWORD}'")
    yield name
    with server.connected() as superuser:
        superuser.execute(f"DROP OWNED BY {owner}, {reader} CASCADE")
        superuser.execute(f"DROP ROLE {owner}, {reader}")


def test_a_plain_role_makes_and_writes_what_is_its_own(server: Server, roles: str) -> None:
    url = server.url(schema=roles, user=f"{roles}_owner")
    with pytest.raises(BackendFailed, match="lacks a right"):
        opened(url)
    with server.connected() as superuser:
        superuser.execute(f"CREATE SCHEMA {roles} AUTHORIZATION {roles}_owner")
    backend = opened(url)
    assert acquire(backend).commit(samples.state()) == 1
    backend.close()


def test_a_role_that_may_only_read_reads_and_is_told_why_it_cannot_write(server: Server, roles: str) -> None:
    with server.connected() as superuser:
        superuser.execute(f"CREATE SCHEMA {roles} AUTHORIZATION {roles}_owner")
    owner = opened(server.url(schema=roles, user=f"{roles}_owner"))
    acquire(owner).commit(samples.state())
    url = server.url(schema=roles, user=f"{roles}_reader")
    with pytest.raises(BackendFailed, match="lacks a right"):
        opened(url)
    with server.connected() as superuser:
        superuser.execute(f"GRANT USAGE ON SCHEMA {roles} TO {roles}_reader")
        superuser.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {roles} TO {roles}_reader")
    for create in (False, True):
        reader = opened(url, create=create)
        assert reader.load(BAKERY) == samples.state()
        assert len(reader.summaries()) == len(reader.audit()) == len(reader.leases(samples.NOW)) == 1
        assert reader.archive(BAKERY) == owner.archive(BAKERY)
        with pytest.raises(BackendFailed, match="lacks a right") as caught:
            acquire(reader)
        assert caught.value.hint
        reader.close()
    owner.close()


def test_a_role_that_applies_needs_no_more_than_the_page_says(server: Server, roles: str) -> None:
    with server.connected() as superuser:
        superuser.execute(f"CREATE SCHEMA {roles} AUTHORIZATION {roles}_owner")
    opened(server.url(schema=roles, user=f"{roles}_owner")).close()
    with server.connected() as superuser:
        superuser.execute(f"GRANT USAGE ON SCHEMA {roles} TO {roles}_reader")
        rights = "SELECT, INSERT, UPDATE, DELETE"
        superuser.execute(f"GRANT {rights} ON ALL TABLES IN SCHEMA {roles} TO {roles}_reader")
    backend = opened(server.url(schema=roles, user=f"{roles}_reader"), create=False)
    assert everything(backend, BAKERY)[:1] == [Lease(BAKERY, "kari", "a test", 1, LATER)]
    assert serials(backend) == [1, 2]
    with pytest.raises(BackendFailed, match="lacks a right"):
        backend._database.write(lambda transaction: transaction.run("TRUNCATE {s}.audit"))
    backend.close()


def told(error: ProvisionerError) -> str:
    """All that could be printed of it."""
    return "".join(traceback.format_exception(error)) + repr(vars(error))


def test_a_password_comes_from_the_environment_and_is_in_no_error(
    server: Server, roles: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server.url(schema=roles, user=f"{roles}_owner", host="127.0.0.1")
    with pytest.raises(BackendFailed, match="does not let us in") as caught:
        opened(url, patience=HURRIED)
    assert "PGPASSFILE" in caught.value.hint
    monkeypatch.setenv("PGPASSWORD", f"{PASSWORD}-and-more")
    with pytest.raises(BackendFailed, match="does not let us in") as caught:
        opened(url, patience=HURRIED)
    assert PASSWORD not in told(caught.value)
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    with pytest.raises(BackendFailed, match="lacks a right") as caught:
        opened(url)
    assert PASSWORD not in told(caught.value)
    with pytest.raises(BackendFailed) as caught:
        opened(url.replace(f":{server.port}/", ":1/"), patience=HURRIED)
    assert PASSWORD not in told(caught.value)


def test_a_password_comes_from_a_file(
    server: Server, roles: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "pgpass"
    path.write_text(f"127.0.0.1:{server.port}:*:{roles}_owner:{PASSWORD}\n", encoding="utf-8")
    path.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(path))
    with server.connected() as superuser:
        superuser.execute(f"CREATE SCHEMA {roles} AUTHORIZATION {roles}_owner")
    opened(server.url(schema=roles, user=f"{roles}_owner", host="127.0.0.1")).close()


def test_encryption_is_real_and_the_servers_name_is_checked(server: Server, name: str, tmp_path: Path) -> None:
    """The server out of a wheel cannot encrypt; the proxy before it does, as the protocol says."""
    authority, stranger = trustme.CA(), trustme.CA()
    certificates = {}
    for who, by in (("ours", authority), ("strangers", stranger)):
        certificates[who] = tmp_path / f"{who}.pem"
        by.cert_pem.write_to_path(str(certificates[who]))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("db.firm.example").configure_cert(tls)
    with proxied(server.sockets, server.port, tls) as proxy:

        def address(host: str, certificate: Path) -> str:
            return (
                f"postgresql://postgres@{host}:{proxy.port}/postgres?hostaddr=127.0.0.1&sslmode=verify-full"
                f"&schema={name}&sslrootcert={certificate.as_posix()}"
            )

        backend = opened(address("db.firm.example", certificates["ours"]), patience=HURRIED)
        assert acquire(backend).commit(samples.state()) == 1
        backend.close()
        for wrong in (
            address("other.firm.example", certificates["ours"]),
            address("db.firm.example", certificates["strangers"]),
            address("db.firm.example", tmp_path / "none.pem"),
        ):
            with pytest.raises(BackendFailed, match="no trusted, encrypted way") as caught:
                opened(wrong, patience=HURRIED)
            assert "sslrootcert" in caught.value.hint


def test_a_server_that_cannot_encrypt_is_refused_where_that_is_asked_for(server: Server, name: str) -> None:
    url = server.url(schema=name, host="127.0.0.1") + "&sslmode=require"
    with pytest.raises(BackendFailed, match="no trusted, encrypted way"):
        opened(url, patience=HURRIED)
