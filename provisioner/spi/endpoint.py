"""Endpoints: how a provider reaches its world.

Promises: one request in, one response out, whether the world is over the network or embedded in the process.
Does not: retry, log or interpret. Addresses that are logged are `route`s, never paths with values in them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

from provisioner.model.secrets import Sensitive
from provisioner.spi.entries import EndpointEntry as EndpointEntry


@dataclass(frozen=True, slots=True)
class TransportRequest:
    """One HTTP-shaped request."""

    method: str
    """GET, POST…"""
    path: str
    """Below the base address, unescaped, such as `/v2/company/>withLoginAccess`."""
    query: tuple[tuple[str, str], ...] = ()
    """Unescaped pairs."""
    headers: tuple[tuple[str, str], ...] = ()
    """Header pairs; never logged."""
    body: bytes = b""
    """As sent."""
    timeout_seconds: float = 30.0
    """When to give up."""

    def __repr__(self) -> str:
        return f"TransportRequest({self.method} {len(self.query)} parameters, {len(self.body)} bytes)"


@dataclass(frozen=True, slots=True)
class TransportResponse:
    """One HTTP-shaped response."""

    status: int
    """The status code."""
    headers: tuple[tuple[str, str], ...] = ()
    """Header pairs."""
    body: bytes = b""
    """As received."""

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def __repr__(self) -> str:
        return f"TransportResponse({self.status}, {len(self.body)} bytes)"


class TransportFailed(Exception):
    """No response came. `sent` says whether the request may have been received."""

    def __init__(self, message: str, *, sent: bool) -> None:
        super().__init__(message)
        self.sent = sent


@runtime_checkable
class Transport(Protocol):
    """A way to send requests to one world. Safe to use from several threads."""

    def send(self, request: TransportRequest) -> TransportResponse:
        """The world's answer; TransportFailed where none came."""
        ...

    def close(self) -> None:
        """Let go of connections, and write down what must be kept."""
        ...


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One opened world."""

    name: str
    """As the project spells it."""
    transport: Transport
    """How to reach it."""
    credentials: Mapping[str, Sensitive] = field(default_factory=dict)
    """What the world itself offers where the project gives none: a simulator's demo credentials, by setting name."""
    environment: str = ""
    """`production`, `test` or `simulator`: tokens of one must never reach another."""


@dataclass(frozen=True, slots=True)
class EndpointRequest:
    """What an endpoint is opened with."""

    address: str
    """The whole setting, such as `simulator` or `simulator+http://127.0.0.1:8080`."""
    private_directory: Path
    """Where it may keep what must survive the command (`.provisioner/`)."""
    now: Callable[[], datetime]
    """The clock, in UTC."""
