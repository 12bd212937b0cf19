"""What providers may know of what is on record, as last committed.

Promises: reads without a lease; an account that cannot be read is passed over. Does not: tell of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from provisioner.model.account import Identity
from provisioner.model.errors import StateCorrupt, StateTooNew
from provisioner.model.values import Attributes
from provisioner.spi.backend import Backend


def office_identity(backend: Backend) -> Identity | None:
    """Who the office's company is, once something of it was applied."""
    return next((summary.bound_to for summary in backend.summaries() if summary.account.is_office), None)


def recorded(backend: Backend, kind: str) -> Iterator[Attributes]:
    """Of everything of one kind, in every account that can be read."""
    for summary in backend.summaries():
        with suppress(StateCorrupt, StateTooNew):
            state = backend.load(summary.account) if summary.resources else None
            for entry in state.entries if state is not None else ():
                if entry.address.kind == kind:
                    yield entry.current.attributes
