"""Servers that speak the real protocols, on loopback: moto's S3.

Promises: every fixture ends what it started. A write is atomic in moto as it is in S3, for requests take turns.
Does not: stand for Amazon.
"""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
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


@contextmanager
def moto() -> Iterator[str]:
    """An S3 server with an empty bucket; where it is."""
    from moto.server import DomainDispatcherApplication, create_backend_app

    app = DomainDispatcherApplication(create_backend_app)
    turn = threading.Lock()

    def one_by_one(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        with turn:
            return list(app(environ, start))

    with served(one_by_one) as port:
        endpoint = f"http://127.0.0.1:{port}"
        create = urllib.request.Request(f"{endpoint}/{BUCKET}", data=b"", method="PUT")
        with urllib.request.urlopen(create) as answer:
            assert answer.status == 200
        yield endpoint


def s3_url(endpoint: str, prefix: str) -> str:
    """The URL of a state there."""
    return f"s3://{BUCKET}/{prefix}?region=us-east-1&endpoint={endpoint}"
