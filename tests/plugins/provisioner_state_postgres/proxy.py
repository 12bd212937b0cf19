"""Somebody between the backend and its database, who can lose a question or an answer, and speak TLS.

Promises: messages that are answered are counted, so that a test can cut at each. Does not: change what passes.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

ENCRYPTION_REQUESTS = {80877103: "tls", 80877104: "gss"}
READY = b"Z"
ASKING = (b"Q", b"S")
"""Messages that are answered; what comes before the second kind waits for it."""


class Lose(Enum):
    """What is lost when a connection is cut."""

    QUESTION = auto()
    """The message never arrives."""
    ANSWER = auto()
    """The message arrives and is carried out; nobody hears of it."""
    CLIENT = auto()
    """The message arrives and is answered; the next does not, and the server does not notice that nobody is there."""


@dataclass
class Proxy:
    """One address to connect to."""

    target: str
    """The server's socket."""
    tls: ssl.SSLContext | None = None
    """How to encrypt; None: not at all."""
    port: int = 0
    """Where it listens."""
    seen: list[bytes] = field(default_factory=list)
    """Every message of a client that asks for an answer, since the last `cut`."""
    _cut_at: int = 0
    _lose: Lose = Lose.QUESTION
    _abandoned: list[socket.socket] = field(default_factory=list)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def cut(self, at: int, lose: Lose) -> None:
        """Cut the connection at the message of that number from now, the first being 1; 0: never."""
        with self._guard:
            self.seen.clear()
            self._cut_at, self._lose = at, lose

    def serve(self, listening: socket.socket) -> None:
        """Take whoever comes, until the listening socket is closed."""
        while True:
            try:
                client, _ = listening.accept()
            except OSError:
                break
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._attend, args=(client,), daemon=True).start()
        for server in self._abandoned:
            server.close()

    def _attend(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError, ssl.SSLError), contextlib.ExitStack() as opened:
            opened.enter_context(client)
            server = opened.enter_context(socket.socket(socket.AF_UNIX))
            server.connect(self.target)
            client = self._introduce(client, server, opened)
            losing = threading.Event()
            back = threading.Thread(target=self._carry_back, args=(server, client, losing), daemon=True)
            back.start()
            kept = self._carry_over(client, server, losing)
            if kept:
                server.shutdown(socket.SHUT_RDWR)
                back.join()

    def _introduce(self, client: socket.socket, server: socket.socket, opened: contextlib.ExitStack) -> socket.socket:
        """The first message, which has no letter; before it a client may ask for encryption."""
        while True:
            head = exactly(client, 8)
            length, code = struct.unpack("!II", head)
            wanted = ENCRYPTION_REQUESTS.get(code)
            if wanted is None:
                server.sendall(head + exactly(client, length - 8))
                return client
            if wanted == "tls" and self.tls is not None:
                client.sendall(b"S")
                # The handshake is made with the first read, when somebody closes the socket if it fails.
                wrapped = self.tls.wrap_socket(client, server_side=True, do_handshake_on_connect=False)
                client = opened.enter_context(wrapped)
            else:
                client.sendall(b"N")

    def _carry_over(self, client: socket.socket, server: socket.socket, losing: threading.Event) -> bool:
        """From the client to the server; whether the server is to be told of the end."""
        while message := read_message(client):
            with self._guard:
                abandoned = self._lose is Lose.CLIENT and 0 < self._cut_at == len(self.seen)
                counts = message[:1] in ASKING
                if counts or abandoned:
                    self.seen.append(message)
                lose = self._lose if abandoned or (counts and len(self.seen) == self._cut_at) else None
            if lose is Lose.QUESTION:
                return True
            if abandoned:
                self._abandoned.append(server.dup())
                client.shutdown(socket.SHUT_RDWR)
                return False
            if lose is Lose.ANSWER:
                losing.set()
            server.sendall(message)
        return True

    def _carry_back(self, server: socket.socket, client: socket.socket, losing: threading.Event) -> None:
        with contextlib.suppress(OSError, ssl.SSLError, ValueError):
            while message := read_message(server):
                if not losing.is_set():
                    client.sendall(message)
                elif message[:1] == READY:
                    break
            client.shutdown(socket.SHUT_RDWR)


def exactly(connection: socket.socket, size: int) -> bytes:
    """So many bytes; OSError where there are no more."""
    data = b""
    while len(data) < size:
        more = connection.recv(size - len(data))
        if not more:
            raise ConnectionResetError
        data += more
    return data


def read_message(connection: socket.socket) -> bytes:
    """One message with its letter; empty at the end."""
    try:
        head = exactly(connection, 5)
        return head + exactly(connection, struct.unpack("!I", head[1:])[0] - 4)
    except OSError:
        return b""


@contextmanager
def proxied(sockets: Path, server_port: int, tls: ssl.SSLContext | None = None) -> Iterator[Proxy]:
    """A proxy on loopback."""
    proxy = Proxy(str(sockets / f".s.PGSQL.{server_port}"), tls)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        proxy.port = listening.getsockname()[1]
        thread = threading.Thread(target=proxy.serve, args=(listening,), daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()
