"""A world in a file: read when somebody else wrote it, written whole after every change.

Promises: the file is replaced in one step, so it is never half a world; a change is in it before its answer
leaves. Two processes may share one file as long as they take turns. Does not promise to survive a power cut.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from provisioner.model.errors import ProviderFailed
from provisioner_tripletex_simulator.service import handle
from provisioner_tripletex_simulator.wire import Request, Response, dated
from provisioner_tripletex_simulator.words import WORDS
from provisioner_tripletex_simulator.world import World


class Simulator:
    """A world, the file it is kept in (if any), and one lock."""

    def __init__(self, fresh: Callable[[], World], file: Path | None = None) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        loaded = self._load()
        self._world = loaded if loaded is not None else fresh()
        self._written = self._world.revision if loaded is not None else -1
        self._save()

    def answer(self, request: Request, now: datetime) -> Response:
        """Answer one request, and keep what it changed even when its answer is lost."""
        with self._lock:
            self._refresh()
            try:
                return dated(handle(self._world, request, now), now)
            finally:
                self._save()

    def read(self, look: Callable[[World], Response]) -> Response:
        """Look at the world, or change it, outside Tripletex: for tests and demonstrations."""
        with self._lock:
            self._refresh()
            try:
                return look(self._world)
            finally:
                self._save()

    @property
    def world(self) -> World:
        """The world as it is now."""
        with self._lock:
            self._refresh()
            return self._world

    def save(self) -> None:
        """Write down what is not written yet."""
        with self._lock:
            self._save()

    def _stat(self) -> tuple[int, int] | None:
        if self._file is None or not self._file.exists():
            return None
        found = self._file.stat()
        return found.st_mtime_ns, found.st_size

    def _load(self) -> World | None:
        self._seen = self._stat()
        if self._file is None or self._seen is None:
            return None
        try:
            world = World.from_json(self._file.read_bytes())
        except ValueError as error:
            raise ProviderFailed.of(WORDS("world-unreadable", file=self._file, why=error)) from error
        # What a former process spent of its budget is of the past, also where every command stands still at one time.
        world.rates.clear()
        return world

    def _refresh(self) -> None:
        if self._file is not None and self._stat() != self._seen:
            loaded = self._load()
            if loaded is not None:
                self._world, self._written = loaded, loaded.revision

    def _save(self) -> None:
        if self._file is None or self._world.revision == self._written:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        beside = self._file.with_name(self._file.name + ".new")
        beside.write_bytes(self._world.to_json())
        beside.replace(self._file)
        self._seen, self._written = self._stat(), self._world.revision
