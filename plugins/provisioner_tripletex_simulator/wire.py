"""One request and one answer, as plain values, and the named ways in which an answer can fail to arrive.

Promises: the same values serve the embedded and the served simulator. Does not open a socket, and does not sleep:
a slow answer carries its delay, and whoever carries the answer spends it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import parse_qsl, unquote, urlsplit

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]
JsonObject = dict[str, JsonValue]


def whole_number(text: str) -> int | None:
    """The number a text is, if it is one that an id could be."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


@dataclass(frozen=True, slots=True)
class Request:
    """What a caller sent."""

    method: str
    """GET, POST, PUT or DELETE, in capitals."""
    path: str
    """The decoded path: `>` and `:` stand as themselves."""
    query: tuple[tuple[str, str], ...] = ()
    """Name and value of each query parameter, decoded, in order."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Header names in lower case."""
    body: bytes = field(default=b"", repr=False)
    """The body as sent; kept out of the repr, for it may hold tokens."""

    @classmethod
    def of(cls, method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Request:
        """A request from a target such as `/v2/company/%3EwithLoginAccess?from=0`."""
        parts = urlsplit(target)
        lowered = {name.lower(): value for name, value in (headers or {}).items()}
        query = tuple(parse_qsl(parts.query, keep_blank_values=True))
        return cls(method.upper(), unquote(parts.path) or "/", query, lowered, body)

    def parameter(self, name: str) -> str | None:
        """The last value of a query parameter, as servers take it."""
        found = [value for key, value in self.query if key == name]
        return found[-1] if found else None

    def parameters(self, name: str) -> tuple[str, ...]:
        """Every value of a query parameter."""
        return tuple(value for key, value in self.query if key == name)

    def form(self) -> tuple[tuple[str, str], ...]:
        """The fields of a posted form."""
        return tuple(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Response:
    """What the simulator answers."""

    status: int
    """HTTP status."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Header names as Tripletex spells them."""
    body: bytes = field(default=b"", repr=False)
    """The body; kept out of the repr, for it may show a new key."""
    delay_seconds: float = 0.0
    """How long whoever carries this answer should wait first."""

    def json(self) -> JsonObject:
        """The body of a JSON answer."""
        decoded: JsonObject = json.loads(self.body)
        return decoded

    def text(self) -> str:
        """The body of a page."""
        return self.body.decode("utf-8")


class ConnectionFailed(Exception):
    """No answer came. Base of the two ways a connection can fail here."""


class EndpointDown(ConnectionFailed):
    """The connection was refused: nothing was done."""


class AnswerLost(ConnectionFailed):
    """The call was carried out, and its answer was lost on the way."""


def json_response(status: int, value: JsonObject, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return Response(status, {"Content-Type": "application/json; charset=utf-8", **(headers or {})}, body)


def html_response(status: int, html: str, headers: Mapping[str, str] | None = None) -> Response:
    """A page. Nothing on it may be kept by a browser, for some pages show a key."""
    fixed = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", **(headers or {})}
    return Response(status, fixed, html.encode("utf-8"))


def redirect(path: str, headers: Mapping[str, str] | None = None) -> Response:
    """Go and look there, after a form was sent."""
    return Response(303, {"Location": path, **(headers or {})})


def dated(response: Response, now: datetime) -> Response:
    """The answer with what the clock says where it comes from, as every server sends it."""
    date = format_datetime(now.astimezone(UTC), usegmt=True)
    return replace(response, headers={**response.headers, "Date": date})
