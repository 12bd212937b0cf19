"""The two ways a provider reaches the simulator: embedded in the process, or served over HTTP on loopback.

Promises: both answer alike, faults included, and both go by the caller's clock. One thing a served one cannot tell: a
connection that is cut off without an answer is no proof that nothing was done, so `down` is known to have done nothing
only where it is embedded. Does not reach anything but this machine: a served simulator elsewhere is refused, for its
credentials are shown to whoever asks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import quote, urlencode, urlsplit

import urllib3

from provisioner.model.errors import ProviderFailed
from provisioner.model.secrets import Sensitive
from provisioner.spi.endpoint import (
    Endpoint,
    EndpointRequest,
    TransportFailed,
    TransportRequest,
    TransportResponse,
)
from provisioner_tripletex_simulator.control import PREFIX, control, demo_credentials
from provisioner_tripletex_simulator.firms import firm
from provisioner_tripletex_simulator.store import Simulator
from provisioner_tripletex_simulator.wire import AnswerLost, EndpointDown, Request, Response
from provisioner_tripletex_simulator.words import WORDS

WORLD_FILE = "simulator-world.json"
"""Name of an embedded world in the project's private directory."""
CLOCK_HEADER = "X-Simulator-Now"
"""By this header a caller hands its clock to a served simulator."""
DEFAULT_FIRM = "fjord-regnskap"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class EmbeddedTransport:
    """The simulator in this very process."""

    def __init__(self, simulator: Simulator, now: Callable[[], datetime]) -> None:
        self._simulator = simulator
        self._now = now

    def send(self, request: TransportRequest) -> TransportResponse:
        """The world's answer. A slow one is not waited for: it comes at once, or not in time."""
        headers = {name.lower(): value for name, value in request.headers}
        asked = Request(request.method.upper(), request.path, request.query, headers, request.body)
        if request.path.startswith(PREFIX + "/"):
            response = self._simulator.read(lambda world: control(world, asked))
        else:
            response = self._answer(asked)
        if response.delay_seconds > request.timeout_seconds:
            raise TransportFailed("the answer did not come in time", sent=True)
        return TransportResponse(response.status, tuple(response.headers.items()), response.body)

    def _answer(self, asked: Request) -> Response:
        try:
            return self._simulator.answer(asked, self._now())
        except EndpointDown as error:
            raise TransportFailed("the simulator is down", sent=False) from error
        except AnswerLost as error:
            raise TransportFailed("the answer was lost", sent=True) from error

    def close(self) -> None:
        """Write the world down."""
        self._simulator.save()


class ServedTransport:
    """A simulator over HTTP."""

    def __init__(self, base: str, now: Callable[[], datetime]) -> None:
        self._base = base.rstrip("/")
        self._now = now
        self._pool = urllib3.PoolManager(num_pools=2, maxsize=32, block=True, retries=False)

    def send(self, request: TransportRequest) -> TransportResponse:
        """The server's answer, once, redirects not followed."""
        # Read the delay in mind: `:` and `>` travel escaped, as they do from other clients.
        target = self._base + quote(request.path, safe="/:")
        if request.query:
            target += "?" + urlencode(request.query)
        headers = {**dict(request.headers), CLOCK_HEADER: self._now().isoformat()}
        try:
            answer = self._pool.request(
                request.method,
                target,
                body=request.body or None,
                headers=headers,
                timeout=urllib3.Timeout(request.timeout_seconds),
                redirect=False,
                retries=False,
            )
        except (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError):
            raise TransportFailed("the simulator cannot be reached", sent=False) from None
        except urllib3.exceptions.HTTPError:
            # Without its cause: some of urllib3's messages hold the address, and an address may hold a token.
            raise TransportFailed("the answer did not come", sent=True) from None
        return TransportResponse(answer.status, tuple(answer.headers.items()), answer.data)

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()


def open_embedded(request: EndpointRequest) -> Endpoint:
    """`simulator`, or `simulator:NAME` or `simulator:N` for another firm to begin with."""
    which = request.address.partition(":")[2] or DEFAULT_FIRM
    simulator = Simulator(lambda: firm(which), request.private_directory / WORLD_FILE)
    held = demo_credentials(simulator.world)
    return Endpoint(request.address, EmbeddedTransport(simulator, request.now), _sensitive(held), "simulator")


def open_served(request: EndpointRequest) -> Endpoint:
    """`simulator+http://127.0.0.1:PORT`."""
    base = request.address.removeprefix("simulator+")
    if urlsplit(base).hostname not in LOOPBACK:
        raise ProviderFailed.of(WORDS("served-elsewhere"))
    transport = ServedTransport(base, request.now)
    try:
        answer = transport.send(TransportRequest("GET", f"{PREFIX}/credentials", timeout_seconds=10))
    except TransportFailed as error:
        transport.close()
        raise ProviderFailed.of(WORDS("no-simulator", base=base), retryable=True) from error
    if answer.status != 200:
        transport.close()
        raise ProviderFailed.of(WORDS("not-a-simulator", base=base))
    return Endpoint(request.address, transport, _sensitive(json.loads(answer.body)), "simulator")


def _sensitive(held: Mapping[str, str]) -> dict[str, Sensitive]:
    return {name: Sensitive(value) for name, value in held.items()}
