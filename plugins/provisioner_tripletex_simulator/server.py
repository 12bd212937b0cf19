"""The simulator over HTTP: the pure parts behind starlette and uvicorn.

Promises: bound to loopback and answering only requests that name this machine; a call that it is down for is cut off
before a byte of an answer, a lost answer breaks off after its head; it stops cleanly when interrupted. Does not decide
anything: `service` and `control` do.
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from provisioner.model.errors import UsageError
from provisioner_tripletex_simulator.control import PREFIX, control
from provisioner_tripletex_simulator.endpoint import CLOCK_HEADER, LOOPBACK
from provisioner_tripletex_simulator.rest_errors import internal_error
from provisioner_tripletex_simulator.store import Simulator
from provisioner_tripletex_simulator.wire import AnswerLost, EndpointDown, Request, Response
from provisioner_tripletex_simulator.words import WORDS

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp, Receive, Scope, Send

LIMIT_BYTES = 1_000_000
"""A body larger than this is refused."""


def _stay(caller: tuple[str, int] | None) -> None:
    """Nobody can be cut off where no server is known; such a caller has no answer either."""


def make_app(
    simulator: Simulator,
    now: Callable[[], datetime],
    hang_up: Callable[[tuple[str, int] | None], None] = _stay,
) -> ASGIApp:
    """The application; `hang_up` closes the connection of a caller without a word."""
    try:
        from starlette.requests import Request as Received
        from starlette.responses import Response as Answer
    except ImportError:
        raise UsageError.of(WORDS("extra-missing")) from None

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        received = Received(scope, receive)
        if received.url.hostname not in LOOPBACK:
            # A page of another site may not reach us under a name of its own.
            await Answer("only for this machine", 421)(scope, receive, send)
            return
        body = await received.body()
        if len(body) > LIMIT_BYTES:
            await Answer("too large", 413)(scope, receive, send)
            return
        target = received.url.path + (f"?{received.url.query}" if received.url.query else "")
        asked = Request.of(received.method, target, dict(received.headers), body)
        try:
            response = _answer(simulator, asked, now)
        except EndpointDown:
            hang_up(scope["client"])
            # Whoever is cut off is gone once that has gone round; then nothing is sent, not even that something broke.
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        except AnswerLost:
            # Headers of a body that never comes: the server closes the connection, and the caller has no answer.
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})
            return
        except Exception:  # noqa: BLE001 - a bug of the simulator: the trace is for whoever serves it
            traceback.print_exc()
            response = simulator.read(internal_error)
        if response.delay_seconds:
            await asyncio.sleep(response.delay_seconds)
        headers = {name: value for name, value in response.headers.items() if value.isascii()}
        await Answer(response.body, response.status, headers)(scope, receive, send)

    return app


def _answer(simulator: Simulator, asked: Request, now: Callable[[], datetime]) -> Response:
    if asked.path.startswith(PREFIX + "/"):
        return simulator.read(lambda world: control(world, asked))
    return simulator.answer(asked, caller_time(asked, now()))


def caller_time(asked: Request, otherwise: datetime) -> datetime:
    """The caller's clock where it is handed over, so that a served world and an embedded one agree on the day."""
    text = asked.headers.get(CLOCK_HEADER.lower(), "")
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        return otherwise
    return told if told.tzinfo is not None else told.replace(tzinfo=UTC)


def make_server(simulator: Simulator, port: int, now: Callable[[], datetime]) -> uvicorn.Server:
    """A server on loopback, not started yet. Port 0 is any free one."""
    try:
        import uvicorn
    except ImportError:
        raise UsageError.of(WORDS("extra-missing")) from None

    def hang_up(caller: tuple[str, int] | None) -> None:
        for connection in list(server.server_state.connections):
            if getattr(connection, "client", None) == caller:
                connection.transport.abort()

    app = make_app(simulator, now, hang_up)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host="127.0.0.1",
            port=port,
            log_level="critical",
            access_log=False,
            lifespan="off",
            # The world's answers say themselves what time it is there: the caller's, where it hands its clock over.
            date_header=False,
        )
    )
    return server
