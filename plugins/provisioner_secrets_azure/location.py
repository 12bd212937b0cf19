"""Where a vault is: `azkv://VAULT/PREFIX`.

Promises: what is no such address is told with what one looks like. Pure. Does not: look whether the vault is there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from provisioner.model.errors import UsageError
from provisioner_secrets_azure.words import WORDS

_VAULT = re.compile(r"[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]")
_HOST = re.compile(r"[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+(:\d{1,5})?")
_PREFIX = re.compile(r"[0-9a-z]+(-[0-9a-z]+)*")


@dataclass(frozen=True, slots=True)
class Location:
    """One vault, and how the names in it begin."""

    vault_url: str
    """`https://fjord-kv.vault.azure.net`."""
    prefix: str
    """Before every name; empty: nothing."""


def read_location(url: str) -> Location:
    """The location that `url` names. UsageError."""
    vault, slash, prefix = url.removeprefix("azkv:").removeprefix("//").partition("/")
    if "://" not in url or not (_VAULT.fullmatch(vault) or _HOST.fullmatch(vault)):
        raise UsageError.of(WORDS("no-vault", url=url))
    if slash and prefix and not (_PREFIX.fullmatch(prefix) and len(prefix) <= 40):
        raise UsageError.of(WORDS("no-prefix", prefix=prefix))
    host = vault if "." in vault else f"{vault}.vault.azure.net"
    return Location(f"https://{host}", prefix)
