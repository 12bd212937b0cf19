"""Servers that stop, connections that are ended, many threads, hostile names: nothing lost, and told clearly."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import psycopg
import pytest

from provisioner.model.address import AccountRef
from provisioner.model.errors import BackendFailed, LeaseHeld, ProvisionerError, StateCorrupt
from provisioner.testing import samples
from provisioner.testing.backend_suite.ground import TTL, acquire
from provisioner.testing.samples import BAKERY, FLORIST, NOW
from provisioner.testing.threads import outcomes
from provisioner_state_postgres.database import POOL, Database, Patience, Transaction
from provisioner_state_postgres.location import locate
from provisioner_state_postgres.trouble import is_passing, told
from tests.plugins.provisioner_state_postgres.opening import HURRIED, opened
from tests.postgres import Server, running

END_ALL = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'provisioner' AND query LIKE %s"
)


@pytest.fixture(scope="module")
def fragile() -> Iterator[Server]:
    """A server of our own, to be stopped and killed."""
    with running() as server:
        yield server


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_server_that_is_restarted_in_the_middle_of_a_run(fragile: Server, mode: str) -> None:
    """Stopped politely or killed, between the begin and the commit; back before patience ends, or after."""
    schema = fragile.schema()
    backend = opened(fragile.url(schema=schema))
    writer = acquire(backend)
    writer.begin(samples.state(serial=0), samples.intent("i1"))
    fragile.stop(mode)
    fragile.start()
    assert writer.commit(samples.state(), "i1") == 1
    writer.begin(samples.state(), samples.intent("i2"))
    backend._database._patience = HURRIED
    fragile.stop(mode)
    with pytest.raises(BackendFailed, match="cannot be reached, or broke off") as caught:
        writer.commit(samples.state(serial=2), "i2")
    assert "Run the command again" in caught.value.hint
    fragile.start()
    backend.close()
    again = opened(fragile.url(schema=schema), create=False)
    loaded = again.load(BAKERY)
    assert loaded == samples.state(intents=(samples.intent("i2"),)), "what was begun is there, and nothing else"
    assert replace(writer, backend=again).commit(samples.state(serial=2), "i2") == 2
    again.close()


def test_a_server_that_comes_back_while_it_is_waited_for(fragile: Server) -> None:
    backend = opened(fragile.url(schema=fragile.schema()), patience=Patience(pauses=(0.1,) * 200))
    writer = acquire(backend)
    fragile.stop("immediate")
    thread = threading.Thread(target=fragile.start)
    thread.start()
    assert writer.commit(samples.state()) == 1
    thread.join()
    backend.close()


def test_a_connection_that_is_ended_in_the_middle_of_a_transaction(server: Server, url: str) -> None:
    """By an administrator, say: the write is done again on another one, once."""
    backend = opened(url)
    writer = acquire(backend)
    attempts = []
    request = writer.request(samples.state())

    def work(transaction: Transaction) -> int:
        attempts.append(1)
        done = backend._commit(transaction, request)
        if len(attempts) == 1:
            with server.connected() as owner:
                owner.execute(END_ALL, (f"%{url.rpartition('=')[2]}%",))
        return done

    assert backend._database.write(work) == 1
    assert len(attempts) == 2
    assert len(backend.audit()) == 1
    backend.close()


def test_idle_connections_that_were_ended_are_replaced(server: Server, url: str) -> None:
    backend = opened(url, patience=HURRIED)
    outcomes([lambda: backend.load(BAKERY)] * 8)
    with server.connected() as owner:
        owner.execute(END_ALL, ("%",))
    assert acquire(backend).commit(samples.state()) == 1
    backend.close()


def test_accounts_do_not_wait_for_each_other(server: Server, url: str) -> None:
    backend = opened(url, patience=replace(HURRIED, lock_seconds=0.2))
    bakery, florist = acquire(backend), acquire(backend, FLORIST)
    schema = url.rpartition("=")[2]
    with server.connected() as other, other.transaction():
        other.execute(f"SELECT 1 FROM {schema}.accounts WHERE account = %s FOR UPDATE", (BAKERY.name,))
        assert florist.commit(samples.state(FLORIST)) == 1
        with pytest.raises(BackendFailed, match="held up by another write") as caught:
            bakery.commit(samples.state())
        assert "try again" in caught.value.hint
        assert backend.load(BAKERY) is None, "who reads does not wait"
    assert bakery.commit(samples.state()) == 1
    backend.close()


def test_twenty_threads_on_twenty_accounts(server: Server, url: str) -> None:
    backend = opened(url)
    accounts = [samples.client(f"client-{number}") for number in range(20)]

    def work(account: AccountRef) -> object:
        writer = acquire(backend, account)
        for serial in range(1, 11):
            writer.begin(
                samples.state(account, serial - 1), samples.intent(f"{account}-{serial}", samples.key_address(account))
            )
            writer.commit(samples.state(account, serial), f"{account}-{serial}")
        return backend.load(account)

    assert outcomes([partial(work, account) for account in accounts]) == [samples.state(each, 10) for each in accounts]
    assert 1 <= len(backend._database._idle) <= POOL
    backend.close()
    with server.connected() as owner:
        left = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
        assert owner.execute(left).fetchone() == (0,)


def test_twenty_threads_on_one_account(url: str) -> None:
    """Each does its own after the others', and none is lost."""
    backends = [opened(url) for _ in range(2)]

    def work(number: int) -> object:
        backend = backends[number % 2]
        while True:
            try:
                writer = acquire(backend, holder=f"thread {number}")
            except LeaseHeld:
                continue
            state = backend.load(BAKERY)
            serial = 1 + (state.serial if state is not None else 0)
            try:
                return writer.commit(samples.state(serial=serial), f"c{number}")
            finally:
                backend.release(writer.lease)

    assert sorted(map(str, outcomes([partial(work, number) for number in range(20)])), key=int) == [
        str(number) for number in range(1, 21)
    ]
    assert len(backends[0].audit(BAKERY)) == 20
    for backend in backends:
        backend.close()


HOSTILE = [
    "'; DROP TABLE accounts; --",
    "x' OR '1'='1",
    '"',
    "%s",
    "%(a)s",
    "{s}",
    "$1",
    "\\'",
    "ås-blomster",
    "名",
    "a\0b",
    "\x1b0\x1b",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_name_is_never_a_statement(url: str, text: str) -> None:
    name = text.replace(" ", "\u00b7").replace("/", "-")
    backend = opened(url)
    account, other = samples.client(name), acquire(backend)
    other.commit(samples.state())
    writer = acquire(backend, account, holder=text)
    assert writer.lease.holder == text
    key = samples.key_address(account, name)
    writer.begin(samples.state(account, 0), samples.intent(text, key))
    assert writer.commit(samples.state(account, entries=(samples.entry(key),)), text) == 1
    assert backend.load(account) == samples.state(account, entries=(samples.entry(key),))
    assert backend.break_lease(account, text, NOW) == writer.lease
    assert backend.load(BAKERY) == samples.state()
    assert len(backend.summaries()) == 2
    backend.close()


def test_nothing_rides_on_a_session(server: Server, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As behind a pooler: after each transaction the session forgets everything, and another one is next."""
    real = Database._give_back

    def forget(database: Database, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        if not connection.closed:
            prepared = connection.execute("SELECT count(*) FROM pg_prepared_statements").fetchone()
            advisory = connection.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").fetchone()
            limits = connection.execute("SELECT current_setting('statement_timeout')").fetchone()
            assert (prepared, advisory, limits) == ((0,), (0,), ("0",))
            connection.execute("DISCARD ALL")
        real(database, connection)
        database._idle.reverse()

    monkeypatch.setattr(Database, "_give_back", forget)
    backend = opened(url)
    outcomes([lambda: backend.load(BAKERY)] * 3)
    writer = acquire(backend)
    for serial in range(1, 10):
        writer.commit(samples.state(serial=serial))
        backend.renew(writer.lease, TTL, NOW)
    assert backend.load(BAKERY) == samples.state(serial=9)
    backend.close()


def test_a_write_waits_for_the_disk_whatever_the_role_is_set_to(server: Server, url: str) -> None:
    for given, used in (("off", "on"), ("remote_apply", "remote_apply"), ("local", "local")):
        with server.connected() as owner:
            owner.execute(f"ALTER ROLE postgres SET synchronous_commit = '{given}'")
        backend = opened(url)
        found = backend._database.write(lambda t: t.one("SELECT current_setting('synchronous_commit')"))
        backend.close()
        with server.connected() as owner:
            owner.execute("ALTER ROLE postgres RESET synchronous_commit")
        assert found == (used,)


def test_an_audit_record_can_neither_be_changed_nor_deleted(server: Server, url: str) -> None:
    backend = opened(url)
    acquire(backend).commit(samples.state())
    schema = url.rpartition("=")[2]
    with server.connected() as owner:
        for statement in ("UPDATE {}.audit SET body = ''", "DELETE FROM {}.audit", "TRUNCATE {}.audit"):
            with pytest.raises(psycopg.errors.RaiseException, match="never"):
                owner.execute(statement.format(schema))
    assert len(backend.audit()) == 1
    backend.close()


def test_a_table_that_has_gone_is_a_loss(server: Server, url: str) -> None:
    backend = opened(url)
    with server.connected() as owner:
        owner.execute(f"DROP TABLE {url.rpartition('=')[2]}.states")
    with pytest.raises(StateCorrupt, match="has lost tables") as caught:
        backend.load(BAKERY)
    assert "copy" in caught.value.hint
    backend.close()


def test_a_body_that_was_tampered_with_is_found_on_loading(server: Server, url: str) -> None:
    backend = opened(url)
    acquire(backend).commit(samples.state())
    with server.connected() as owner:
        owner.execute(f"UPDATE {url.rpartition('=')[2]}.states SET body = '{{}}'")
    with pytest.raises(StateCorrupt):
        backend.load(BAKERY)
    backend.close()


def test_a_standby_is_told(url: str) -> None:
    """It refuses to write as this transaction does, which was turned by hand."""
    backend = opened(url)

    def work(transaction: Transaction) -> None:
        transaction.run("SET TRANSACTION READ ONLY")
        transaction.run("DELETE FROM {s}.deposits")

    with pytest.raises(BackendFailed, match="may only be read") as caught:
        backend._database.write(work)
    assert "takes writes" in caught.value.hint
    backend.close()


def test_a_statement_that_takes_too_long_is_given_up(url: str) -> None:
    backend = opened(url)
    backend._database._patience = replace(HURRIED, statement_seconds=0.05)
    with pytest.raises(BackendFailed, match="took too long"):
        backend._database.read(lambda t: t.one("SELECT pg_sleep(5)"))
    backend._database._patience = HURRIED
    assert acquire(backend).commit(samples.state()) == 1
    backend.close()


def test_a_bug_of_ours_is_shown_as_one(url: str) -> None:
    backend = opened(url)
    with pytest.raises(psycopg.errors.UndefinedColumn):
        backend._database.read(lambda t: t.one("SELECT nothing FROM {s}.accounts"))
    with pytest.raises(psycopg.errors.NotNullViolation):
        backend._database.write(lambda t: t.finally_run("INSERT INTO {s}.audit (account) VALUES ('x')"))
    assert acquire(backend).commit(samples.state()) == 1
    backend.close()


def test_an_interrupted_write_is_undone(url: str) -> None:
    backend = opened(url)

    def stop(transaction: Transaction) -> None:
        transaction.run("INSERT INTO {s}.accounts (account) VALUES ('half')")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backend._database.write(stop)
    assert backend._database.read(lambda t: t.all("SELECT 1 FROM {s}.accounts")) == []
    backend.close()


def test_a_connection_that_comes_back_after_close_is_closed(url: str) -> None:
    database = Database(locate(url), HURRIED)
    with database._borrowed() as connection:
        database.close()
        assert not connection.closed
    assert connection.closed


@pytest.mark.parametrize(
    ("error", "passing", "words"),
    [
        (psycopg.errors.AdminShutdown("bye"), True, "broke off"),
        (psycopg.errors.TooManyConnections("full"), True, "no free connection"),
        (psycopg.errors.SerializationFailure("again"), True, "broke off"),
        (psycopg.errors.DeadlockDetected("again"), True, "broke off"),
        (psycopg.errors.ConnectionTimeout("slow"), False, "broke off"),
        (psycopg.errors.DiskFull("full"), False, "disk is full"),
        (psycopg.errors.DataCorrupted("torn page"), False, "damaged"),
        (psycopg.errors.OutOfMemory("no memory"), False, "fails"),
        (psycopg.OperationalError("connection failed: FATAL:  the database system is starting up"), True, "broke off"),
        (psycopg.OperationalError("connection failed: FATAL:  no pg_hba.conf entry for host"), False, "not let us in"),
        (psycopg.OperationalError('connection failed: FATAL:  role "kari" does not exist'), False, "not let us in"),
        (psycopg.OperationalError('root certificate file "/x" does not exist'), False, "no trusted"),
        (psycopg.OperationalError("SSL connection has been closed unexpectedly"), True, "broke off"),
        (psycopg.OperationalError("SSL error: certificate verify failed"), False, "no trusted"),
        (psycopg.InterfaceError("the connection is closed"), True, "broke off"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_what_passes_is_waited_for_and_everything_is_told(error: psycopg.Error, passing: bool, words: str) -> None:
    assert is_passing(error) is passing
    answer = told(error, "`firm` on db")
    assert isinstance(answer, ProvisionerError)
    assert words in answer.summary
    assert answer.hint
