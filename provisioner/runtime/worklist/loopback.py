"""A page on this machine alone, for one person's browser.

Promises: bound to 127.0.0.1 on a port nobody knows beforehand; requests that name another host are refused; one at a
time; nothing is logged or kept by the browser. Does not: know what is on the page.
"""

from __future__ import annotations

import select
import socket
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

from provisioner.runtime.worklist.desk import COOKIE, MOST_BYTES, Answered, Asked

SECONDS = 0.5
"""How often it is looked whether the page was closed."""
SILENT = 16
"""So many connections may be open and say nothing; then the oldest is closed."""
MOST_READ_AWAY = 64 * MOST_BYTES
"""Of a form that is too large."""
HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "same-origin"),  # without any, a browser hides where a form of our own comes from
    ("X-Content-Type-Options", "nosniff"),
)


class Loopback:
    """The server, from the moment it has a port."""

    def __init__(self, port: int = 0) -> None:
        self._handler = type("Handler", (_Handler,), {})
        self._server = _Server(("127.0.0.1", port), self._handler)
        self._server.timeout = SECONDS

    @property
    def address(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def serve(self, answer: Callable[[Asked], Answered], closed: Callable[[], bool]) -> None:
        """Answers until `closed` says so."""
        self._handler.answer = staticmethod(answer)  # type: ignore[attr-defined]  # the class was made for this
        self._handler.host = f"127.0.0.1:{self._server.server_port}"  # type: ignore[attr-defined]  # as above
        while not closed():
            self._server.handle_request()

    def close(self) -> None:
        """Gives the port back."""
        self._server.server_close()


class _Server(HTTPServer):
    """Answers whoever speaks first. A browser opens connections before it has anything to ask, and one that says
    nothing must not keep the one that does waiting."""

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self._silent: dict[socket.socket, tuple[str, int]] = {}

    def handle_request(self) -> None:
        """Waits for as long as `timeout` says, and answers all who have spoken."""
        ready, _, _ = select.select([self.socket, *self._silent], [], [], self.timeout)
        for connection in ready:
            if connection is self.socket:
                super().handle_request()  # it accepts, and comes to process_request
            else:
                self._hear(connection, self._silent.pop(connection))

    def process_request(
        self,
        request: socket.socket,  # type: ignore[override]  # the base class is for datagrams too
        client_address: tuple[str, int],
    ) -> None:
        """Keeps it until it speaks."""
        self._silent[request] = client_address
        if len(self._silent) > SILENT:
            self._silent.pop(oldest := next(iter(self._silent)))
            self.shutdown_request(oldest)

    def _hear(self, connection: socket.socket, client_address: tuple[str, int]) -> None:
        try:
            self.finish_request(connection, client_address)
        except ConnectionError:
            return  # the browser went away: there is nobody to tell, and what it had asked whole is recorded
        except Exception:  # noqa: BLE001  # as the library does it: one request that fails ends no page
            self.handle_error(connection, client_address)
        finally:
            self.shutdown_request(connection)

    def server_close(self) -> None:
        """Those that never spoke, too."""
        super().server_close()
        for connection in self._silent:
            self.shutdown_request(connection)
        self._silent.clear()


class _Handler(BaseHTTPRequestHandler):
    answer: ClassVar[Callable[[Asked], Answered]]
    host: ClassVar[str]
    timeout = 10

    def do_GET(self) -> None:
        """A page."""
        self._answer(b"")

    def do_POST(self) -> None:
        """A form."""
        length = self.headers.get("Content-Length") or "0"
        if not length.isdigit() or int(length) > MOST_BYTES:
            self._read_away(int(length) if length.isdigit() else 0)
            self._answer(b"", too_large=True)
            return
        body = self.rfile.read(int(length))
        if len(body) == int(length):
            self._answer(body)
        # Else the browser went away in the middle of it: half an answer is none.

    def _read_away(self, length: int) -> None:
        """A browser that is still sending does not hear an answer. Of what nobody pastes no more is read."""
        left = min(length, MOST_READ_AWAY)
        while left > 0 and (read := self.rfile.read(min(left, MOST_BYTES))):
            left -= len(read)

    def _answer(self, body: bytes, *, too_large: bool = False) -> None:
        if self.headers.get("Host") != self.host:
            # A page of another site may not reach us under a name of its own.
            self._send(Answered(421, "421"))
            return
        path = self.path.partition("?")[0]
        asked = Asked(self.command, path, self._cookie(), self.headers.get("Origin", ""), body, too_large)
        self._send(type(self).answer(asked))

    def _send(self, answered: Answered) -> None:
        data = answered.body.encode("utf-8")
        self.send_response(answered.status)
        for name, value in (*HEADERS, *answered.headers, ("Content-Length", str(len(data)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _cookie(self) -> str:
        try:
            jar = SimpleCookie(self.headers.get("Cookie", ""))
        except CookieError:
            return ""
        return jar[COOKIE].value if COOKIE in jar else ""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        """Nothing: the first address is a key to the page."""
