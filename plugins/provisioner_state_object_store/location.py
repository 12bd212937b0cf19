"""From `s3://BUCKET/PREFIX`, `azure://ACCOUNT/CONTAINER/PREFIX` or `gs://BUCKET/PREFIX` to a place.

Promises: a URL that carries a credential is refused without being repeated. What a place is called does not depend on
the environment, for another place would look like an empty state. Does not: reach it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlsplit

from provisioner.model.errors import UsageError

EXAMPLES: Final = {
    "s3": "s3://BUCKET/PREFIX?region=eu-north-1",
    "azure": "azure://ACCOUNT/CONTAINER/PREFIX",
    "gs": "gs://BUCKET/PREFIX",
}
_OPTIONS: Final = {"s3": ("endpoint", "region"), "azure": ("endpoint",), "gs": ("endpoint",)}
_ENDPOINT: Final = re.compile(r"(https://[^@?#\s]+|http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/[^@?#\s]*)?)\Z")
_PART: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")


@dataclass(frozen=True, slots=True)
class Location:
    """Where a state is."""

    scheme: str
    """Which kind of store."""
    bucket: str
    """The bucket or container."""
    prefix: str = ""
    """What all its names begin with."""
    account: str = ""
    """The storage account, for Azure."""
    endpoint: str = ""
    """The server, where it is not the cloud's own."""
    region: str = ""
    """The region, for S3."""

    def __str__(self) -> str:
        parts = (self.account, self.bucket, self.prefix)
        return f"{self.scheme}://{'/'.join(part for part in parts if part)}"


def locate(url: str) -> Location:
    """The place that `url` names. UsageError."""
    scheme = url.partition(":")[0]
    hint = f"Write `{EXAMPLES[scheme]}`."
    read = _read(url)
    if read is None:  # raised here, where no other error is under way that would hold the text
        raise UsageError(f"The `{scheme}:` URL under `state:` cannot be read.", hint=hint)
    found, options = read
    if "@" in found.netloc or ":" in found.netloc or found.fragment or set(options) - set(_OPTIONS[scheme]):
        # What stands there may be a credential: it is not repeated.
        allowed = " and ".join(f"`{name}`" for name in _OPTIONS[scheme])
        raise UsageError(
            f"The `{scheme}:` URL under `state:` holds more than a place.",
            detail=f"After `?` it may hold {allowed}; a user, a key or a token never stands in it.",
            hint=f"{hint} Credentials come from the environment, as each cloud's own tools find them.",
        )
    endpoint = options.get("endpoint", "")
    if endpoint and not _ENDPOINT.match(endpoint):
        raise UsageError(
            f"The `{scheme}:` URL under `state:` has an endpoint that cannot be used.",
            hint="Write it as `https://HOST`; without TLS only a server on this very machine is spoken to.",
        )
    parts = [part for part in (found.netloc, *found.path.split("/")) if part]
    wanted = 2 if scheme == "azure" else 1
    if not found.netloc or len(parts) < wanted or not all(_PART.match(part) for part in parts):
        raise UsageError(f"The `{scheme}:` URL under `state:` names no place.", hint=hint)
    account = parts.pop(0) if scheme == "azure" else ""
    bucket, *prefix = parts
    return Location(scheme, bucket, "/".join(prefix), account, endpoint, options.get("region", ""))


def _read(url: str) -> tuple[SplitResult, dict[str, str]] | None:
    try:
        found = urlsplit(url)
        return found, dict(parse_qsl(found.query, keep_blank_values=True, strict_parsing=bool(found.query)))
    except ValueError:
        return None
