"""A service of our own behind real TLS, reached by the name that the real one has.

Promises: nothing leaves this machine: the names that are asked for are answered here, with this service's port.
Does not: know any protocol above HTTP.
"""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import trustme


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    host: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body) if self.body else {}


@dataclass(frozen=True)
class Answer:
    """What is said to it; a status of 0 hangs up without a word."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes = b""
    """Instead of JSON."""


class Handler(BaseHTTPRequestHandler):
    """Hands requests to the service, one at a time."""

    protocol_version = "HTTP/1.1"
    wbufsize = 65536  # one packet an answer: two would wait for each other
    answer: Callable[[Asked], Answer]
    lock: threading.Lock

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, headers.get("host", ""), parts.path, query, headers, self.rfile.read(length))
        with self.lock:
            answer = type(self).answer(asked)
        if answer.status == 0:
            self.close_connection = True
            return
        data = answer.raw if answer.body is None else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        for name, value in {"Content-Type": "application/json", **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_PUT = do_POST = do_DELETE = do_PATCH = do_LIST = _serve  # noqa: N815  # named by http.server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # named by http.server
        """Nothing is said."""


class Server(ThreadingHTTPServer):
    """Quiet about clients that go away."""

    daemon_threads = True
    request_queue_size = 64  # as many as a test has threads; one that is turned away waits a second

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no news."""


@contextmanager
def behind_tls(answer: Callable[[Asked], Answer], *hosts: str) -> Iterator[tuple[int, str]]:
    """The service's port, and the text of the certificate that vouches for it."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*hosts).configure_cert(context)
    handler = type("ServiceHandler", (Handler,), {"answer": staticmethod(answer), "lock": threading.Lock()})
    server = Server(("127.0.0.1", 0), handler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1], authority.cert_pem.bytes().decode()
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def served(answer: Callable[[Asked], Answer], *hosts: str, bundle: Path) -> Iterator[pytest.MonkeyPatch]:
    """The service under the names `hosts`, trusted by whoever reads the usual variables."""
    find = socket.getaddrinfo
    with behind_tls(answer, *hosts) as (port, certificate), pytest.MonkeyPatch.context() as patch:

        def found(host: Any, wanted: Any, *more: Any, **named: Any) -> Any:
            if host in hosts:
                return find("127.0.0.1", port, *more, **named)
            return find(host, wanted, *more, **named)

        bundle.write_text(certificate, encoding="utf-8")
        patch.setattr(socket, "getaddrinfo", found)
        patch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
        yield patch
