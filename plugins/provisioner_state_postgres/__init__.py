"""State in a PostgreSQL database: for a team, and for pipelines on many machines.

Promises: importing it loads no driver and opens nothing. Does not: run the database, or make a database in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from provisioner.spi.entries import BackendEntry
from provisioner.spi.markers import hookimpl
from provisioner_state_postgres.words import WORDS

if TYPE_CHECKING:
    from provisioner.spi.backend import Backend, BackendContext

SCHEMES = ("postgresql", "postgres")
"""Both that libpq itself understands."""


def open_lazily(context: BackendContext) -> Backend:
    """Connects; the driver is loaded only now, and a missing one is an error that says how to install it."""
    try:
        import psycopg  # noqa: F401, PLC0415  # loaded when a state is opened, and seen to be there
    except ImportError as error:
        from provisioner.model.errors import BackendFailed  # noqa: PLC0415  # only where it is raised

        raise BackendFailed.of(WORDS("driver-missing", why=str(error))) from error
    from provisioner_state_postgres.backend import open_backend  # noqa: PLC0415  # loaded when a state is opened

    return open_backend(context)


@hookimpl
def provisioner_backends() -> Iterable[BackendEntry]:
    """The backend for `postgresql://…`."""
    return [BackendEntry(scheme, open_lazily, shared=True) for scheme in SCHEMES]
