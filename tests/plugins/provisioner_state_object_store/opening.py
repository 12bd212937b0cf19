"""What the tests open a state with, and the stores they open it on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Final

from provisioner.spi.backend import BackendContext
from provisioner.testing import samples
from provisioner_state_object_store.backend import ObjectStoreBackend, open_store
from provisioner_state_object_store.location import locate
from provisioner_state_object_store.objects import Objects, ObstoreObjects, Patience, open_objects


def context(url: str = "s3://firm-state/prod", *, create: bool = True) -> BackendContext:
    """The context of a project whose state is at `url`."""
    return BackendContext(url=url, root=Path(), codec=samples.codec(), create=create)


def in_memory() -> ObstoreObjects:
    """A store in this process, by way of obstore."""
    from obstore.store import MemoryStore

    return ObstoreObjects(MemoryStore(), "memory")


def opened(objects: Objects, *, create: bool = True) -> ObjectStoreBackend:
    """A backend on `objects`."""
    return open_store(objects, "memory", context(create=create))


SENT: Final = 2
"""How often an impatient backend sends a request before it is told that it failed."""


IMPATIENT: Final = Patience(retries=SENT - 1, first_wait=timedelta(milliseconds=1), timeout=timedelta(seconds=5))
"""Does not wait long for a store in trouble."""


def impatient(url: str) -> ObjectStoreBackend:
    """A backend that does not wait long."""
    location = locate(url)
    return open_store(open_objects(location, IMPATIENT), str(location), context(url))
