"""A door on loopback to an embedded simulator, for the browser: it speaks HTTP, the simulator a transport.

Promises: bound to 127.0.0.1, on a port nobody knows beforehand; answers only requests that name that very address; an
answer that the simulator loses is a connection that closes. Does not: serve Tripletex itself, which a browser reaches
directly.
"""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qsl, unquote, urlsplit

from provisioner.spi.endpoint import Transport, TransportFailed, TransportRequest

_MOST_BYTES = 1_000_000
_ON_THE_WAY = frozenset({"host", "connection", "content-length", "accept-encoding"})
_NOT_OURS = frozenset({"content-length", "connection", "transfer-encoding"})


class Bridge:
    """The door, open until closed."""

    def __init__(self, transport: Transport) -> None:
        handler = type("Handler", (_Handler,), {"transport": transport})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._here = f"127.0.0.1:{self._server.server_port}"
        handler.here = self._here  # type: ignore[attr-defined]  # made two lines above
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, name="browser bridge", daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """What the browser opens."""
        return f"http://{self._here}"

    def close(self) -> None:
        """Closes the door."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    """One request of the browser."""

    transport: ClassVar[Transport]
    here: ClassVar[str]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """A page."""
        self._carry()

    def do_POST(self) -> None:
        """A form."""
        self._carry()

    def _carry(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if self.headers.get("Host") != self.here or not 0 <= length <= _MOST_BYTES:
            self.send_error(421)
            return
        parts = urlsplit(self.path)
        request = TransportRequest(
            self.command,
            unquote(parts.path) or "/",
            tuple(parse_qsl(parts.query, keep_blank_values=True)),
            tuple((name, value) for name, value in self.headers.items() if name.lower() not in _ON_THE_WAY),
            self.rfile.read(length) if length else b"",
        )
        try:
            answer = self.transport.send(request)
        except TransportFailed:
            self.close_connection = True  # no answer: the browser finds the line cut
            return
        self.send_response(answer.status)
        for name, value in answer.headers:
            if name.lower() not in _NOT_OURS:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        """Nothing is logged: an address may hold what somebody typed."""
