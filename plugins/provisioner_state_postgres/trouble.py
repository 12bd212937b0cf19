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

_ELSEWHERE: Final = "Look at its log; if it stays so, ask who runs it."
_AGAIN: Final = "Nothing was lost: what was being written is there whole or not at all. Run the command again."

_BY_STATE: Final = {
    "25006": ("may only be read", "Connect to the server that takes writes, with a role that may write."),
    "28000": ("does not let us in", "Check the role in `state:` and what the server allows it."),
    "28P01": ("does not let us in", "Check the role in `state:`, and PGPASSWORD or the file that PGPASSFILE names."),
    "3D000": ("is not there", "Have the database made (`createdb`), then run `provisioner state init`."),
    "42501": ("refuses: this role lacks a right", "See the page on PostgreSQL for the rights that a role needs."),
    "53100": ("cannot grow: its disk is full", "Make room there, then run the command again."),
    "53300": ("has no free connection", "Let other runs end, or allow more connections."),
    "55P03": ("is held up by another write to the same account", "Wait for the other run to end, then try again."),
    "57014": ("took too long to answer", "Try again; if it stays so, look at the load of the server."),
    "58030": ("reports an error of its disk", _ELSEWHERE),
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
    if state in _GONE:
        return StateCorrupt(
            f"The database of the state, {label}, has lost tables.",
            detail=detail,
            hint="Restore it from a copy. Nothing has been changed in it.",
        )
    if state in _DAMAGED:
        return StateCorrupt(f"The database of the state, {label}, is damaged.", detail=detail, hint=_ELSEWHERE)
    if state in _BY_STATE:
        words, hint = _BY_STATE[state]
        return BackendFailed(f"The database of the state, {label}, {words}.", detail=detail, hint=hint)
    if isinstance(error, psycopg.IntegrityError | psycopg.ProgrammingError | psycopg.DataError):
        raise error
    if state is None and any(words in detail for words in _UNTRUSTED):
        return BackendFailed(
            f"There is no trusted, encrypted way to the database of the state, {label}.",
            detail=detail,
            hint="Check `sslmode` and `sslrootcert` in `state:`, and the server's certificate.",
        )
    if state is None or is_passing(error):
        return BackendFailed(
            f"The database of the state, {label}, cannot be reached, or broke off.", detail=detail, hint=_AGAIN
        )
    return BackendFailed(f"The database of the state, {label}, fails.", detail=f"{state}: {detail}", hint=_ELSEWHERE)


def _state(error: psycopg.Error) -> str | None:
    if error.sqlstate is not None:
        return error.sqlstate
    text = str(error)
    return next((state for words, state in _AT_THE_DOOR if re.search(words, text)), None)


def _first_line(error: psycopg.Error) -> str:
    """The server's own first line, without the statement that it was about."""
    text = error.diag.message_primary or str(error)
    return text.strip().partition("\n")[0]
