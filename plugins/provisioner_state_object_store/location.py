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
from provisioner_state_object_store.words import WORDS

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
    example = EXAMPLES[scheme]
    read = _read(url)
    if read is None:  # raised here, where no other error is under way that would hold the text
        raise UsageError.of(WORDS("url-unreadable", scheme=scheme, example=example))
    found, options = read
    if "@" in found.netloc or ":" in found.netloc or found.fragment or set(options) - set(_OPTIONS[scheme]):
        # What stands there may be a credential: it is not repeated.
        allowed, allowed_nb = (word.join(f"`{name}`" for name in _OPTIONS[scheme]) for word in (" and ", " og "))
        values = {"scheme": scheme, "example": example, "allowed": allowed, "allowed_nb": allowed_nb}
        raise UsageError.of(WORDS("url-holds-more", **values))
    endpoint = options.get("endpoint", "")
    if endpoint and not _ENDPOINT.match(endpoint):
        raise UsageError.of(WORDS("no-endpoint", scheme=scheme))
    parts = [part for part in (found.netloc, *found.path.split("/")) if part]
    wanted = 2 if scheme == "azure" else 1
    if not found.netloc or len(parts) < wanted or not all(_PART.match(part) for part in parts):
        raise UsageError.of(WORDS("url-no-place", scheme=scheme, example=example))
    account = parts.pop(0) if scheme == "azure" else ""
    bucket, *prefix = parts
    return Location(scheme, bucket, "/".join(prefix), account, endpoint, options.get("region", ""))


def _read(url: str) -> tuple[SplitResult, dict[str, str]] | None:
    try:
        found = urlsplit(url)
        return found, dict(parse_qsl(found.query, keep_blank_values=True, strict_parsing=bool(found.query)))
    except ValueError:
        return None
