"""Servers that speak the real protocols, on loopback: moto's S3.

Promises: every fixture ends what it started. A write is atomic in moto as it is in S3, for requests take turns.
Does not: stand for Amazon.
"""

from __future__ import annotations

import io
import socket
import threading
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

BUCKET = "firm-state"
ACCESS_KEY = "AKIACANARYCANARY"
SECRET_KEY = "canary/secret+access/key"
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


@contextmanager
def served(app: Wsgi) -> Iterator[int]:
    """`app` on a port of its own."""
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        def log_request(self, *_: object) -> None:
            """Nothing."""

    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Fault(Enum):
    """What a request may meet on its way."""

    REFUSED = "500 before anything is done"
    FAILED = "500 though everything is done"
    LOST = "cut off after it was done"
    CUT = "cut off before it is done"
    LATE = "cut off at once, and done when `release` is called"


@dataclass
class Bumpy:
    """An S3 server on a bumpy road: requests take turns, and some meet a fault."""

    app: Wsgi
    """The server proper."""
    ask: Callable[[str, str], Fault | None] | None = None
    """What a request meets, by its method and path; None: nothing ever."""
    seen: list[tuple[str, str]] = field(default_factory=list)
    """Every request, by its method and path."""
    held: list[Callable[[], object]] = field(default_factory=list)
    """Requests that are late."""
    deaf: tuple[str, ...] = ()
    """Headers that are ignored in silence."""
    page: int = 1000
    """How many names are told at a time."""
    turn: threading.Lock = field(default_factory=threading.Lock)
    """Whose turn it is: a write is atomic here, as it is in S3."""

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        with self.turn:
            method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
            self.seen.append((method, path))
            fault = self.ask(method, path) if self.ask is not None else None
            if fault is Fault.LATE:
                self.held.append(lambda: self._done(environ, body, lambda *_: None))
            answer: Iterable[bytes] = []
            if fault in {None, Fault.FAILED, Fault.LOST}:
                answer = self._done(environ, body, start if fault is None else lambda *_: None)
        if fault in {Fault.REFUSED, Fault.FAILED}:
            start("500 Internal Server Error", [("Content-Length", "0")])
            return []
        if fault is not None:
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            start("500 Internal Server Error", [("Content-Length", "0")])
            return []
        return answer

    def _done(self, environ: dict[str, Any], body: bytes, start: Any) -> list[bytes]:
        if "list-type" in environ["QUERY_STRING"]:
            environ = {**environ, "QUERY_STRING": f"{environ['QUERY_STRING']}&max-keys={self.page}"}
        heard = {name: value for name, value in environ.items() if name not in self.deaf}
        return list(self.app({**heard, "wsgi.input": io.BytesIO(body)}, start))

    def release(self) -> None:
        """What was late arrives now."""
        with self.turn:
            held, self.held = self.held, []
            for request in held:
                request()


@dataclass(frozen=True, slots=True)
class Moto:
    """An S3 server with a bucket."""

    endpoint: str
    """Where it is."""
    road: Bumpy
    """The way there."""


@contextmanager
def moto() -> Iterator[Moto]:
    """An S3 server with an empty bucket."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    road = Bumpy(DomainDispatcherApplication(create_backend_app))
    with served(road) as port:
        endpoint = f"http://127.0.0.1:{port}"
        create = urllib.request.Request(f"{endpoint}/{BUCKET}", data=b"", method="PUT")
        with urllib.request.urlopen(create) as answer:
            assert answer.status == 200
        yield Moto(endpoint, road)


def s3_url(endpoint: str, prefix: str) -> str:
    """The URL of a state there."""
    return f"s3://{BUCKET}/{prefix}?region=us-east-1&endpoint={endpoint}"
