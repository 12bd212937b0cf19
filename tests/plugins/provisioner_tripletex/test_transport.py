"""The way to Tripletex itself: only there, only over TLS, once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from provisioner.model.errors import ProviderFailed
from provisioner.spi.endpoint import EndpointRequest, TransportFailed, TransportRequest
from provisioner_tripletex.transport import HttpsTransport, open_https


def asked(address: str) -> EndpointRequest:
    return EndpointRequest(address, Path("unused"), lambda: datetime(2026, 11, 22, tzinfo=UTC))


@pytest.mark.parametrize(
    ("address", "environment"),
    [
        ("https://tripletex.no", "production"),
        ("https://tripletex.no/", "production"),
        ("https://API-TEST.tripletex.tech:443", "test"),
    ],
)
def test_the_vendors_own_addresses(address: str, environment: str) -> None:
    endpoint = open_https(asked(address))
    assert endpoint.environment == environment
    assert endpoint.credentials == {}
    endpoint.transport.close()


@pytest.mark.parametrize(
    "address",
    [
        "https://tripletex.no.evil.example",
        "https://evil.example/tripletex.no",
        "https://tripletex.no@evil.example",
        "https://user@tripletex.no",
        "https://tripletex.no:8443",
        "https://tripletex.no/v2",
        "https://api.tripletex.io",
        "https:",
    ],
)
def test_credentials_are_sent_nowhere_else(address: str) -> None:
    with pytest.raises(ProviderFailed) as caught:
        open_https(asked(address))
    assert "https://tripletex.no" in caught.value.hint


class Handler(BaseHTTPRequestHandler):
    """Says what it was asked."""

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.startswith("/hang-up"):
            self.close_connection = True
            return
        self.send_response(302 if self.path.startswith("/moved") else 200)
        self.send_header("Location", "/elsewhere")
        self.send_header("X-Seen", self.headers.get("X-Sent", "-"))
        self.end_headers()
        self.wfile.write(self.path.encode() + b" " + body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def base() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_request_arrives_as_it_was_meant(base: str) -> None:
    transport = HttpsTransport(base)
    sent = TransportRequest("PUT", "/v2/company/>x:y", (("name", "Grønn & Jobb"),), (("X-Sent", "1"),), b"{}")
    answer = transport.send(sent)
    assert answer.status == 200
    assert answer.body == b"/v2/company/%3Ex:y?name=Gr%C3%B8nn+%26+Jobb {}"
    assert answer.header("x-seen") == "1"
    transport.close()


def test_no_redirect_is_followed(base: str) -> None:
    transport = HttpsTransport(base)
    assert transport.send(TransportRequest("PUT", "/moved")).status == 302
    transport.close()


def test_an_answer_that_never_came_may_have_been_received(base: str) -> None:
    transport = HttpsTransport(base)
    with pytest.raises(TransportFailed) as caught:
        transport.send(TransportRequest("PUT", "/hang-up/secret"))
    assert caught.value.sent
    assert "secret" not in str(caught.value)
    transport.close()


def test_a_connection_that_was_never_made_was_not(base: str) -> None:
    transport = HttpsTransport("http://127.0.0.1:1")
    with pytest.raises(TransportFailed) as caught:
        transport.send(TransportRequest("PUT", "/x", timeout_seconds=2))
    assert not caught.value.sent
    transport.close()
