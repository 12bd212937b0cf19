"""As much of Google Cloud Storage's XML protocol as a state needs: a stub, for no server of it can be had here.

Promises: conditions go by generation (`x-goog-if-generation-match`) as Google documents them, and each write has a new
one; a request without the token is refused. Does not: stand for Google.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote
from xml.sax.saxutils import escape

TOKEN = "canary-google-token"
MODIFIED = "2026-11-22T09:00:00.000Z"


@dataclass
class Google:
    """One bucket."""

    objects: dict[str, tuple[bytes, int]] = field(default_factory=dict)
    generation: int = 100
    page: int = 7
    turn: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        headers: dict[str, str] = {}
        key = unquote(environ["PATH_INFO"]).partition("/firm-state")[2].removeprefix("/")
        with self.turn:
            if environ.get("HTTP_AUTHORIZATION") != f"Bearer {TOKEN}":
                status, answer = "403 Forbidden", b"<Error><Code>AccessDenied</Code></Error>"
            elif environ["REQUEST_METHOD"] == "PUT":
                status, headers, answer = self.put(key, body, environ.get("HTTP_X_GOOG_IF_GENERATION_MATCH"))
            elif environ["REQUEST_METHOD"] == "DELETE":
                status, answer = ("204 No Content" if self.objects.pop(key, None) else "404 Not Found"), b""
            elif key:
                status, headers, answer = self.get(key)
            else:
                status, headers, answer = self.list(parse_qs(environ["QUERY_STRING"]))
        start(status, [*headers.items(), ("Content-Length", str(len(answer)))])
        return [answer]

    def put(self, key: str, body: bytes, condition: str | None) -> tuple[str, dict[str, str], bytes]:
        there = self.objects[key][1] if key in self.objects else 0
        if condition is not None and int(condition) != there:
            return "412 Precondition Failed", {}, b"<Error><Code>PreconditionFailed</Code></Error>"
        self.generation += 1
        self.objects[key] = (body, self.generation)
        return "200 OK", self.headers(key), b""

    def get(self, key: str) -> tuple[str, dict[str, str], bytes]:
        if key not in self.objects:
            return "404 Not Found", {}, b"<Error><Code>NoSuchKey</Code></Error>"
        return "200 OK", self.headers(key), self.objects[key][0]

    def headers(self, key: str) -> dict[str, str]:
        data, generation = self.objects[key]
        return {
            "ETag": f'"{hashlib.md5(data).hexdigest()}"',
            "x-goog-generation": str(generation),
            "Last-Modified": "Sun, 22 Nov 2026 09:00:00 GMT",
        }

    def list(self, query: dict[str, list[str]]) -> tuple[str, dict[str, str], bytes]:
        prefix, after = query.get("prefix", [""])[0], query.get("continuation-token", [""])[0]
        found = sorted(key for key in self.objects if key.startswith(prefix) and key > after)
        items = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(self.objects[key][0])}</Size>"
            f"<LastModified>{MODIFIED}</LastModified><ETag>{escape(self.headers(key)['ETag'])}</ETag></Contents>"
            for key in found[: self.page]
        )
        more = len(found) > self.page
        token = f"<NextContinuationToken>{escape(found[self.page - 1])}</NextContinuationToken>" if more else ""
        text = f"<ListBucketResult><Name>firm-state</Name><IsTruncated>{str(more).lower()}</IsTruncated>{token}{items}"
        return "200 OK", {"Content-Type": "application/xml"}, f"{text}</ListBucketResult>".encode()
