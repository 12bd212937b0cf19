"""What the database refused, in the house's words.

Promises: says what happened and what to do, never a driver's trace, and nothing of what was sent: the server's own
first line stands in the detail, which names roles, databases and tables. Does not: hide a bug of ours; a statement
that is wrong shows its trace.
"""

from __future__ import annotations

import re
from typing import Final

import psycopg
from psycopg import errors

from provisioner.model.errors import BackendFailed, ProvisionerError, StateCorrupt
from provisioner_state_postgres.words import WORDS

_BY_STATE: Final = {
    "25006": "read-only",
    "28000": "role-refused",
    "28P01": "password-refused",
    "3D000": "no-database",
    "42501": "lacks-right",
    "53100": "disk-full",
    "53300": "no-connection",
    "55P03": "held-up",
    "57014": "too-slow",
    "58030": "disk-error",
}
_GONE: Final = frozenset({"42P01", "3F000"})
"""A table or schema that is not there any more."""
_DAMAGED: Final = frozenset({"XX001", "XX002"})
_PASSING: Final = frozenset({"57P01", "57P02", "57P03", "53300", "40001", "40P01", "25P03", "25P04"})
"""Shut down, starting up, too many, lost against another transaction, ended because we were silent for too long."""
_AT_THE_DOOR: Final = (
    (r"password authentication failed|no password supplied", "28P01"),
    (r"no pg_hba\.conf entry|role .* does not exist", "28000"),
    (r"database .* does not exist", "3D000"),
    (r"too many clients|remaining connection slots", "53300"),
    (r"the database system is", "57P03"),
)
"""While connecting the driver tells no code, only words. A server that speaks another language is told in general."""
_UNTRUSTED: Final = ("certificate", "does not support SSL")
"""An encrypted connection that merely broke off names SSL too, and is worth another attempt."""


def is_passing(error: psycopg.Error) -> bool:
    """Whether the same thing, asked again on a new connection, may go well."""
    if isinstance(error, errors.ConnectionTimeout):
        return False  # it was waited for long enough
    state = _state(error)
    if state is None:
        refused_for_good = any(words in str(error) for words in ("FATAL:", *_UNTRUSTED))
        return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) and not refused_for_good
    return state in _PASSING or state.startswith("08")


def told(error: psycopg.Error, label: str) -> ProvisionerError:
    """The error to raise instead. A bug of ours is raised as it is."""
    state = _state(error)
    detail = _first_line(error)
    values = {"label": label, "why": detail}
    if state in _GONE:
        return StateCorrupt.of(WORDS("lost-tables", **values))
    if state in _DAMAGED:
        return StateCorrupt.of(WORDS("damaged", **values))
    if state in _BY_STATE:
        return BackendFailed.of(WORDS(_BY_STATE[state], **values))
    if isinstance(error, psycopg.IntegrityError | psycopg.ProgrammingError | psycopg.DataError):
        raise error
    if state is None and any(words in detail for words in _UNTRUSTED):
        return BackendFailed.of(WORDS("untrusted", **values))
    if state is None or is_passing(error):
        return BackendFailed.of(WORDS("unreachable", **values))
    return BackendFailed.of(WORDS("fails", label=label, why=f"{state}: {detail}"))


def _state(error: psycopg.Error) -> str | None:
    if error.sqlstate is not None:
        return error.sqlstate
    text = str(error)
    return next((state for words, state in _AT_THE_DOOR if re.search(words, text)), None)


def _first_line(error: psycopg.Error) -> str:
    """The server's own first line, without the statement that it was about."""
    text = error.diag.message_primary or str(error)
    return text.strip().partition("\n")[0]
