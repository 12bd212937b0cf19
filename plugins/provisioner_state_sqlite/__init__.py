"""State in one SQLite file: the embedded default, for a firm that works from one machine.

Promises: importing it opens nothing. Does not: share its file between machines.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from provisioner.spi.entries import BackendEntry
from provisioner.spi.markers import hookimpl

if TYPE_CHECKING:
    from provisioner.spi.backend import Backend, BackendContext


def open_lazily(context: BackendContext) -> Backend:
    """Opens the file; `sqlite3` is loaded only now."""
    from provisioner_state_sqlite.backend import open_backend  # noqa: PLC0415  # loaded when a state is opened

    return open_backend(context)


@hookimpl
def provisioner_backends() -> Iterable[BackendEntry]:
    """The backend for `sqlite:PATH`."""
    return [BackendEntry("sqlite", open_lazily, shared=False)]
