"""HTTPS to Tripletex itself.

Promises: only the vendor's two hosts, always over TLS with certificates checked; no redirect is followed and nothing is
sent twice. Safe to use from several threads. Does not: log, retry or interpret.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

import urllib3

from provisioner.model.errors import ProviderFailed
from provisioner.spi.endpoint import (
    Endpoint,
    EndpointRequest,
    TransportFailed,
    TransportRequest,
    TransportResponse,
)
from provisioner_tripletex.words import WORDS

HOSTS: Final[Mapping[str, str]] = MappingProxyType({"tripletex.no": "production", "api-test.tripletex.tech": "test"})
"""Where credentials may go, and which tokens belong there."""
_CONNECTIONS: Final = 32
_CONNECT_SECONDS: Final = 5.0
"""An address that is not there should be told of soon."""


class HttpsTransport:
    """One host behind a pool of connections."""

    def __init__(self, base: str, pool: urllib3.PoolManager | None = None) -> None:
        self._base = base.rstrip("/")
        self._pool = pool or urllib3.PoolManager(num_pools=1, maxsize=_CONNECTIONS, block=True, cert_reqs="REQUIRED")

    def send(self, request: TransportRequest) -> TransportResponse:
        """The answer, once."""
        target = self._base + quote(request.path, safe="/:")
        if request.query:
            target += "?" + urlencode(request.query)
        try:
            answer = self._pool.request(
                request.method,
                target,
                body=request.body or None,
                headers=dict(request.headers),
                timeout=urllib3.Timeout(
                    connect=min(_CONNECT_SECONDS, request.timeout_seconds), read=request.timeout_seconds
                ),
                redirect=False,
                retries=False,
            )
        except (
            urllib3.exceptions.NewConnectionError,
            urllib3.exceptions.ConnectTimeoutError,
            urllib3.exceptions.SSLError,
        ):
            raise TransportFailed("no connection", sent=False) from None
        except urllib3.exceptions.HTTPError:
            # Without its cause: some messages of urllib3 hold the whole address.
            raise TransportFailed("the answer did not come", sent=True) from None
        return TransportResponse(answer.status, tuple(answer.headers.items()), answer.data)

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()


def open_https(request: EndpointRequest) -> Endpoint:
    """`https://tripletex.no` or `https://api-test.tripletex.tech`."""
    parts = urlsplit(request.address)
    host = (parts.hostname or "").lower()
    plain = parts.path in ("", "/") and not parts.query and not parts.fragment and parts.port in (None, 443)
    if host not in HOSTS or not plain or parts.username is not None:
        known, known_nb = (word.join(f"https://{name}" for name in HOSTS) for word in (" or ", " eller "))
        raise ProviderFailed.of(WORDS("not-tripletex", host=host or request.address, known=known, known_nb=known_nb))
    return Endpoint(request.address, HttpsTransport(f"https://{host}"), environment=HOSTS[host])
