"""`provisioner simulator serve`: the demo firm over HTTP, on this machine.

Promises: prints where it stands and its demo credentials on standard output, then serves until it is interrupted; the
world stands in its file by then. Does not serve to other machines.
"""

from __future__ import annotations

import argparse
import socket
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TextIO

from provisioner_tripletex_simulator.control import demo_credentials
from provisioner_tripletex_simulator.endpoint import DEFAULT_FIRM, WORLD_FILE
from provisioner_tripletex_simulator.firms import firm
from provisioner_tripletex_simulator.server import make_server
from provisioner_tripletex_simulator.store import Simulator

_LAST_PORT: Final = 65_535


def simulator(words: Sequence[str]) -> int:
    """The verb `simulator`."""
    try:
        wanted = _parser().parse_args(list(words))
    except SystemExit as stop:
        # argparse ends a usage error with 2, which here means something else.
        return 0 if stop.code in (0, None) else 1
    return serve(wanted, _clock)


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
    serve_verb.add_argument("--port", type=_port, default=0, help="port on 127.0.0.1; 0 (the default) is any free one")
    serve_verb.add_argument(
        "--world", type=Path, metavar="FILE", help=f"where the world is kept (default .provisioner/{WORLD_FILE})"
    )
    return parser


def _port(written: str) -> int:
    port = int(written) if written.isascii() and written.isdecimal() else -1
    if not 0 <= port <= _LAST_PORT:
        raise argparse.ArgumentTypeError(f"{written} is no port: write 0 to {_LAST_PORT}")
    return port


def serve(wanted: argparse.Namespace, now: Callable[[], datetime]) -> int:
    """Serve until interrupted."""
    file = wanted.world or Path(".provisioner") / WORLD_FILE
    try:
        world_kept = Simulator(lambda: firm(wanted.seed), file)
    except ValueError as error:
        _say(f"Error: {error}", sys.stderr)
        return 1
    server = make_server(world_kept, wanted.port, now)
    try:
        listening = socket.create_server(("127.0.0.1", wanted.port))
        # Head and body of an answer leave apart; without this every answer waits 40 ms for the caller's receipt.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as error:
        _say(f"Error: port {wanted.port} cannot be used: {error.strerror}", sys.stderr)
        return 1
    with listening:
        _introduce(listening.getsockname()[1], file, world_kept)
        try:
            server.run(sockets=[listening])
        except KeyboardInterrupt:
            _say("Interrupted.", sys.stderr)
    world_kept.save()
    _say("Stopped; the world is kept.", sys.stderr)
    return 0


def _introduce(port: int, file: Path, world_kept: Simulator) -> None:
    world = world_kept.world
    _say(f"Simulator of Tripletex: http://127.0.0.1:{port}", sys.stdout)
    _say(f"  endpoint     simulator+http://127.0.0.1:{port}", sys.stdout)
    _say(f"  world        {file}", sys.stdout)
    _say(f"  firm         {world.office.name}, {len(world.companies) - 1} clients; none of it exists", sys.stdout)
    for name, value in demo_credentials(world).items():
        _say(f"  {name:<20} {value}", sys.stdout)
    _say("Interrupt (Ctrl-C) to stop.", sys.stdout)


def _say(text: str, stream: TextIO) -> None:
    print(text, file=stream, flush=True)
