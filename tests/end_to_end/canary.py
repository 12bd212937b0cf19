"""Birds in the mine: every secret that passes between the program and its world, and a search for them everywhere.

Promises: what was seen on the wire is found in whatever form it would be written: as it is, escaped for an address, in
a header for Basic, or as the part that makes it a secret. Does not: know which secrets the program should have.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest

from provisioner.spi.endpoint import TransportRequest, TransportResponse
from provisioner_tripletex_simulator.endpoint import EmbeddedTransport, ServedTransport
from tests.end_to_end.firm import Firm

TOKEN = re.compile(rb"test-[A-Za-z0-9_-]{20,}")
PASSWORD = re.compile(rb"demo-[0-9a-f]{10}")
BASIC = re.compile(r"Basic ([A-Za-z0-9+/=]+)")


@dataclass
class Birds:
    """What was seen."""

    tokens: set[str] = field(default_factory=set)
    """Keys, session tokens, passwords."""
    headers: set[str] = field(default_factory=set)
    """What was sent to log in."""

    def see(self, text: bytes) -> None:
        """Take note of every secret in `text`."""
        self.tokens |= {found.decode() for found in (*TOKEN.findall(text), *PASSWORD.findall(text))}

    def sent(self, request: TransportRequest) -> None:
        """Take note of a request."""
        self.see(request.body or b"")
        for name, value in request.headers:
            for found in BASIC.findall(value) if name.lower() == "authorization" else ():
                self.headers.add(found)
                self.see(base64.b64decode(found))

    def forms(self) -> Iterator[bytes]:
        """Every way in which one could be written."""
        for header in self.headers:
            yield header.encode()
        for token in self.tokens:
            yield token.encode()
            yield quote(token, safe="").encode()
            yield base64.b64encode(token.encode()).rstrip(b"=")
            yield from inner(token)

    def found_in(self, texts: Iterable[tuple[str, bytes]]) -> list[str]:
        """Where any of them stands."""
        forms = tuple(set(self.forms()))
        return [name for name, text in texts if any(form in text for form in forms)]


def inner(token: str) -> Iterator[bytes]:
    """The part of a token that makes it a secret."""
    padded = token.removeprefix("test-") + "=" * (-len(token.removeprefix("test-")) % 4)
    try:
        opened = base64.urlsafe_b64decode(padded)
    except (binascii.Error, ValueError):
        return
    yield from re.findall(rb'"token":"([0-9a-f]{20,})"', opened)


def watch(monkeypatch: pytest.MonkeyPatch) -> Birds:
    """Everything that passes through either transport of the simulator from now on."""
    birds = Birds()
    for transport in (EmbeddedTransport, ServedTransport):
        monkeypatch.setattr(transport, "send", watched(transport.send, birds))
    return birds


def watched(send: object, birds: Birds) -> object:
    """`send`, and somebody who looks on."""
    assert callable(send)

    def looked_on(self: object, request: TransportRequest) -> TransportResponse:
        birds.sent(request)
        response = send(self, request)
        assert isinstance(response, TransportResponse)
        birds.see(response.body)
        for _, value in response.headers:
            birds.see(value.encode())
        return response

    return looked_on


def files_under(directory: Path) -> Iterator[tuple[str, bytes]]:
    """Every file, and every file's name."""
    for path in sorted(directory.rglob("*")):
        yield f"the name {path.name}", path.name.encode()
        if path.is_file():
            yield path.relative_to(directory).as_posix(), path.read_bytes()


def everything(firm: Firm, place: Path, errors: list[str], caplog: pytest.LogCaptureFixture) -> list[tuple[str, bytes]]:
    """All that could hold a secret, by where it is."""
    said = [(f"output of command {number}", said.text.encode()) for number, said in enumerate(firm.said)]
    told = [("an error", error.encode()) for error in errors]
    return [*files_under(place), *said, *told, ("the log", caplog.text.encode())]
