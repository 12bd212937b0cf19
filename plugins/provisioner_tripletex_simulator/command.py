"""`provisioner simulator serve`: the demo firm over HTTP, on this machine.

Promises: prints where it stands and its demo credentials on standard output, then serves until it is interrupted; the
world stands in its file by then. Does not serve to other machines.
"""

from __future__ import annotations

import argparse
import socket
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TextIO

from provisioner.model.errors import UsageError
from provisioner.spi.command import CommandRequest
from provisioner_tripletex_simulator.control import demo_credentials
from provisioner_tripletex_simulator.endpoint import DEFAULT_FIRM, WORLD_FILE
from provisioner_tripletex_simulator.firms import firm
from provisioner_tripletex_simulator.server import make_server
from provisioner_tripletex_simulator.store import Simulator
from provisioner_tripletex_simulator.words import WORDS, spoken

_LAST_PORT: Final = 65_535


def simulator(request: CommandRequest) -> int:
    """The verb `simulator`."""
    try:
        wanted = _parser().parse_args(list(request.words))
    except SystemExit as stop:
        # argparse ends a usage error with 2, which here means something else.
        return 0 if stop.code in (0, None) else 1
    return serve(wanted, spoken(request.language), _clock)


def _clock() -> datetime:
    # A served simulator is a process of its own; callers that bring a clock are served by theirs.
    return datetime.now(UTC)  # noqa: TID251 - the outermost edge of a process that nobody hands a clock


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="provisioner simulator", description="A Tripletex that is not Tripletex.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    serve_verb = verbs.add_parser("serve", help="serve it over HTTP on 127.0.0.1 until interrupted")
    serve_verb.add_argument(
        "--seed", default=DEFAULT_FIRM, metavar="NAME|N", help="a named firm, or a number of clients"
    )
    serve_verb.add_argument("--port", default="0", help="port on 127.0.0.1; 0 (the default) is any free one")
    serve_verb.add_argument(
        "--world", type=Path, metavar="FILE", help=f"where the world is kept (default .provisioner/{WORLD_FILE})"
    )
    return parser


def _port(written: str) -> int:
    port = int(written) if written.isascii() and written.isdecimal() else -1
    if not 0 <= port <= _LAST_PORT:
        raise UsageError.of(WORDS("no-port", port=written, last=_LAST_PORT))
    return port


def serve(wanted: argparse.Namespace, say: Callable[..., str], now: Callable[[], datetime]) -> int:
    """Serve until interrupted. UsageError."""
    file, port = wanted.world or Path(".provisioner") / WORLD_FILE, _port(wanted.port)
    world_kept = Simulator(lambda: firm(wanted.seed), file)
    server = make_server(world_kept, port, now)
    try:
        listening = socket.create_server(("127.0.0.1", port))
        # Head and body of an answer leave apart; without this every answer waits 40 ms for the caller's receipt.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as error:
        raise UsageError.of(WORDS("port-taken", port=port, error=error.strerror)) from None
    with listening:
        _introduce(listening.getsockname()[1], file, world_kept, say)
        try:
            server.run(sockets=[listening])
        except KeyboardInterrupt:
            _say(say("interrupted"), sys.stderr)
    world_kept.save()
    _say(say("stopped"), sys.stderr)
    return 0


def _introduce(port: int, file: Path, world_kept: Simulator, say: Callable[..., str]) -> None:
    world, address = world_kept.world, f"http://127.0.0.1:{port}"
    _say(say("stands-at", address=address), sys.stdout)
    _say(say("endpoint", endpoint=f"simulator+{address}"), sys.stdout)
    _say(say("world", file=file), sys.stdout)
    _say(say("firm", name=world.office.name, count=len(world.companies) - 1), sys.stdout)
    for name, value in demo_credentials(world).items():
        _say(f"  {name:<20} {value}", sys.stdout)
    _say(say("stop-it"), sys.stdout)


def _say(text: str, stream: TextIO) -> None:
    print(text, file=stream, flush=True)
