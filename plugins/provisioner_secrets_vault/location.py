"""Where secrets are in Vault, and by which references we log in: `vault://HOST:PORT/MOUNT/PATH?token=env:NAME`.

Promises: two addresses never share a path; what is written in the place of a reference is refused without being
repeated; nothing is sent in the clear but to this very machine. Pure. Does not: log in.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from provisioner.model.address import Address
from provisioner.model.errors import UsageError
from provisioner.model.secrets import Sensitive
from provisioner_secrets_vault.words import WORDS

SETTINGS = frozenset({"token", "roleId", "secretId", "approle", "namespace", "ca"})
REFERENCES = frozenset({"token", "roleId", "secretId"})
LONGEST = 120
"""Bytes of one part of a path before it is cut and ended with a digest."""
_HERE = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Location:
    """One place in one Vault."""

    server: str
    """`https://vault.fjord.example:8200`."""
    mount: str
    """Where the KV engine is mounted."""
    path: str
    """Below that; empty: at its top."""
    namespace: str = ""
    """Of Vault Enterprise or OpenBao; empty: none."""
    ca: str = ""
    """A file of certificates to trust instead of the system's."""
    token: str = ""
    """Reference to a token; empty: VAULT_TOKEN, then what `vault login` has left in the home directory."""
    role_id: str = ""
    """Reference to an AppRole's role id; empty: no AppRole."""
    secret_id: str = ""
    """Reference to an AppRole's secret id."""
    approle: str = "approle"
    """Where the AppRole method is mounted."""


def read_location(url: str, resolve: Callable[[str], Sensitive | None]) -> Location:
    """The location that `url` names; VAULT_ADDR, VAULT_NAMESPACE and VAULT_CACERT say what it does not. UsageError."""
    parts = urlsplit(url)
    settings = dict(parse_qsl(parts.query, keep_blank_values=True))
    _demand_sound(settings)
    if "@" in parts.netloc:
        raise UsageError.of(WORDS("user-in-address"))
    mount, _, path = parts.path.strip("/").partition("/")
    if not url.startswith("vault://") or not mount:
        raise UsageError.of(WORDS("no-place", place=url.partition("?")[0]))

    def variable(name: str) -> str:
        found = resolve(f"env:{name}")
        return found.reveal() if found is not None else ""

    return Location(
        server=_server(f"https://{parts.netloc}" if parts.netloc else variable("VAULT_ADDR").rstrip("/")),
        mount=unquote(mount),
        path=unquote(path).strip("/"),
        namespace=settings.get("namespace") or variable("VAULT_NAMESPACE"),
        ca=settings.get("ca") or variable("VAULT_CACERT"),
        token=settings.get("token", ""),
        role_id=settings.get("roleId", ""),
        secret_id=settings.get("secretId", ""),
        approle=settings.get("approle") or "approle",
    )


def _demand_sound(settings: dict[str, str]) -> None:
    for name in sorted(settings.keys() - SETTINGS):
        raise UsageError.of(WORDS("no-setting", name=name, known=", ".join(sorted(SETTINGS))))
    for name in sorted(REFERENCES & settings.keys()):
        if not re.match(r"(env|file):.", settings[name]):
            raise UsageError.of(WORDS("no-reference", name=name))
    if ("roleId" in settings) != ("secretId" in settings):
        raise UsageError.of(WORDS("approle-half"))
    if "token" in settings and "roleId" in settings:
        raise UsageError.of(WORDS("token-and-approle"))


def _server(text: str) -> str:
    parts = urlsplit(text)
    if not text:
        raise UsageError.of(WORDS("no-server"))
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise UsageError.of(WORDS("no-https"))
    return text


def path_of(location: Location, address: Address, generation: int) -> str:
    """Where a secret stands below the mount: `PATH/client/nordlys-bakeri/user_key/huma/1`."""
    parts = [_part(part) for part in str(address).split("/")]
    return "/".join([*(part for part in location.path.split("/") if part), *parts, str(generation)])


def _part(text: str) -> str:
    """One part of a path: letters, digits, hyphens and underscores as they are, every other byte as `=XX`."""
    safe = "".join(
        letter
        if letter.isascii() and (letter.isalnum() or letter in "-_")
        else "".join(f"={byte:02x}" for byte in letter.encode())
        for letter in text
    )
    if len(safe) <= LONGEST:
        return safe
    # `~` is never safe, so no uncut part ends like this.
    return f"{safe[: LONGEST - 17]}~{hashlib.sha256(safe.encode()).hexdigest()[:16]}"
