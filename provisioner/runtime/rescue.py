"""Rescue files: the last place for a sealed secret that neither the entry nor the backend would take.

Promises: what was kept is on disk, readable by its owner alone, until it is let go of. Does not: hold anything in
the clear.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from provisioner.formats.canonical import decode, encode
from provisioner.runtime.platform import write_durably
from provisioner.spi.backend import Deposit


class RescueFiles:
    """One project's, in its private directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def keep(self, deposit: Deposit) -> str:
        """Writes it down and says where. OSError."""
        path = self._path(deposit.intent_id)
        write_durably(path, encode(deposit), private=True)
        return str(path)

    def kept(self) -> Iterator[Deposit]:
        """Everything that is there."""
        for path in sorted(self._directory.glob("*.json")) if self._directory.is_dir() else ():
            yield decode(path.read_bytes(), Deposit)

    def let_go(self, intent_id: str) -> None:
        """Its secret is safe elsewhere."""
        self._path(intent_id).unlink(missing_ok=True)

    def _path(self, intent_id: str) -> Path:
        return self._directory / f"{intent_id}.json"
