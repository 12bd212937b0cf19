"""What the tests open a state with."""

from __future__ import annotations

from pathlib import Path

from provisioner.spi.backend import BackendContext
from provisioner.testing import samples
from provisioner_state_postgres.backend import PostgresBackend, open_backend
from provisioner_state_postgres.database import Patience

HURRIED = Patience(pauses=(0.0, 0.05), opening_pauses=(0.0,))
"""Nobody waits for what is not coming back."""


def context(url: str, *, create: bool = True) -> BackendContext:
    """The context of a project with that `state:`."""
    return BackendContext(url=url, root=Path(), codec=samples.codec(), create=create)


def opened(url: str, *, create: bool = True, patience: Patience | None = None) -> PostgresBackend:
    """The state at `url`."""
    return open_backend(context(url, create=create), patience)
