"""From `postgresql://…` to what the driver connects with.

Promises: a password in the address is refused and never repeated, nor is any part of an address that could not be
understood; a connection that leaves the machine is encrypted unless the address or the environment says otherwise.
Does not: connect, or read the environment itself (libpq does, and is asked what it found).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from psycopg import Error
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import Conninfo

from provisioner.model.errors import UsageError
from provisioner_state_postgres.words import WORDS

DEFAULT_SCHEMA: Final = "provisioner"
_SCHEMA: Final = re.compile(r"(?!pg_)[a-z_][a-z0-9_]{0,62}\Z")
_SECRET: Final = ("password", "sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key")
_LOCAL: Final = re.compile(r"(?:|/.*|@.*|localhost|127(?:\.\d{1,3}){3}|::1)\Z")
_EXAMPLE: Final = "postgresql://provisioner@db.firm.example/provisioner?sslmode=verify-full"
_UNSAID_SSLMODE: Final = "prefer"
_PARAMETERS: Final = MappingProxyType(
    {
        "application_name": "provisioner",
        "client_encoding": "UTF8",
        "connect_timeout": "10",
        # A peer that is gone is noticed within half a minute, also while an answer is waited for.
        "keepalives_idle": "10",
        "keepalives_interval": "5",
        "keepalives_count": "3",
        "tcp_user_timeout": "30000",
    }
)
"""What is sent where the address says nothing."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where a state is."""

    parameters: Mapping[str, str]
    """What the driver connects with; no password is among them."""
    schema: str
    """The PostgreSQL schema that holds the tables."""
    label: str
    """What to call it in an error: database, host and schema."""


def locate(url: str) -> Location:
    """What `url` names. UsageError."""
    address, schema = _without_schema(url)
    given = _understood(address)
    if given is None:
        raise UsageError.of(WORDS("not-understood", example=_EXAMPLE))
    parameters = {name: str(value) for name, value in given.items() if value is not None}
    if any(name in parameters for name in _SECRET):
        raise UsageError.of(WORDS("password-in-address"))
    if not all(port.isdigit() for port in parameters.get("port", "1").split(",") if port):
        raise UsageError.of(WORDS("no-port", example=_EXAMPLE))
    found = {**_found_by_libpq(), **parameters}
    if _needs_encryption(parameters, found):
        parameters["sslmode"] = "require"
    return Location(MappingProxyType({**_PARAMETERS, **parameters}), schema, _label(parameters, found, schema))


def _understood(address: str) -> dict[str, str | int | None] | None:
    """Its parts as libpq sees them; None where it sees none.

    What was wrong is not told, not even as a cause: it may be a password in the wrong place.
    """
    try:
        urlsplit(address)
        return dict(conninfo_to_dict(address))
    except (Error, ValueError):
        return None


def _without_schema(url: str) -> tuple[str, str]:
    """The address as libpq takes it, and our own `?schema=`."""
    head, mark, query = url.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    schemas = [value for name, value in pairs if name == "schema"]
    rest = urlencode([pair for pair in pairs if pair[0] != "schema"], quote_via=quote, safe="/")
    if len(schemas) > 1 or not all(_SCHEMA.match(schema) for schema in schemas):
        raise UsageError.of(WORDS("no-schema-name", default=DEFAULT_SCHEMA))
    return f"{head}{mark if rest else ''}{rest}", (schemas or [DEFAULT_SCHEMA])[0]


def _found_by_libpq() -> dict[str, str]:
    """What libpq takes from the environment and from its own defaults; never a password."""
    found = {option.keyword.decode(): option.val for option in Conninfo.get_defaults() if option.val}
    return {name: value.decode("utf-8", "replace") for name, value in found.items() if name not in _SECRET}


def _needs_encryption(parameters: Mapping[str, str], found: Mapping[str, str]) -> bool:
    """Whether libpq would fall back to plain text without a word: it prefers encryption, and goes on without."""
    if "sslmode" in parameters or "service" in parameters or found.get("sslmode") != _UNSAID_SSLMODE:
        return False
    hosts = (found.get("hostaddr") or found.get("host", "")).split(",")
    return not all(_LOCAL.match(host) for host in hosts)


def _label(parameters: Mapping[str, str], found: Mapping[str, str], schema: str) -> str:
    database = found.get("dbname") or found.get("user", "")
    if "service" in parameters:
        place = f"service {parameters['service']}"
    else:
        place = found.get("host") or found.get("hostaddr") or "this machine"
    named = f"`{database}` on {place}" if database else f"on {place}"
    return named if schema == DEFAULT_SCHEMA else f"{named} (schema {schema})"
