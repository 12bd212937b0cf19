"""State in an object store (S3, Azure Blob Storage, Google Cloud Storage): for a team that has no database.

Promises: importing it opens nothing. Does not: hold credentials; obstore finds them where each cloud's own tools do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from provisioner.spi.entries import BackendEntry
from provisioner.spi.markers import hookimpl

if TYPE_CHECKING:
    from provisioner.spi.backend import Backend, BackendContext

SCHEMES = ("s3", "azure", "gs")


def open_lazily(context: BackendContext) -> Backend:
    """Opens the store; the extra is loaded only now."""
    from provisioner_state_object_store.backend import open_backend  # noqa: PLC0415  # loaded when a state is opened

    return open_backend(context)


@hookimpl
def provisioner_backends() -> Iterable[BackendEntry]:
    """The backends for `s3:`, `azure:` and `gs:`."""
    return [BackendEntry(scheme, open_lazily, shared=True) for scheme in SCHEMES]
