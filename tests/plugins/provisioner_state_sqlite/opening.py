"""What the tests open a state with."""

from __future__ import annotations

from pathlib import Path

from provisioner.spi.backend import BackendContext
from provisioner.testing import samples

URL = "sqlite:.provisioner/state.db"


def context(root: Path, *, create: bool = True, url: str = URL) -> BackendContext:
    """The context of a project at `root`."""
    return BackendContext(url=url, root=root, codec=samples.codec(), create=create)


def state_file(root: Path) -> Path:
    """The file behind `URL`."""
    return root / ".provisioner" / "state.db"
