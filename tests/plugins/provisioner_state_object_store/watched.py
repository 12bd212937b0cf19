"""A store whose every request a test can see, break, or use to let something else happen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from provisioner_state_object_store.objects import Conflict, Edition, Found, Listed, Objects

Watch = Callable[[str, str, bool], None]
"""Called with a request's kind and key, and False before it takes effect, True after."""


def nobody(kind: str, key: str, done: bool) -> None:
    """Nobody watches."""


@dataclass
class Watched:
    """`objects`, watched."""

    objects: Objects
    watch: Watch = nobody
    seen: list[tuple[str, str]] = field(default_factory=list)

    @contextmanager
    def _asked(self, kind: str, key: str) -> Iterator[None]:
        self.seen.append((kind, key))
        self.watch(kind, key, False)
        yield
        self.watch(kind, key, True)

    def read(self, key: str) -> Found | None:
        with self._asked("read", key):
            return self.objects.read(key)

    def create(self, key: str, data: bytes) -> Edition:
        with self._asked("create", key):
            return self.objects.create(key, data)

    def replace(self, key: str, data: bytes, edition: Edition) -> Edition:
        with self._asked("replace", key):
            return self.objects.replace(key, data, edition)

    def list(self, prefix: str) -> Sequence[Listed]:
        with self._asked("list", prefix):
            return self.objects.list(prefix)

    def delete(self, keys: Sequence[str]) -> None:
        for key in keys:
            with self._asked("delete", key):
                self.objects.delete([key])


@dataclass
class Careless(Watched):
    """A clone that ignores conditions in silence."""

    ignores: tuple[str, ...] = ("create", "replace")
    """Which of them."""

    def create(self, key: str, data: bytes) -> Edition:
        if "create" not in self.ignores:
            return super().create(key, data)
        return self._write(key, data)

    def replace(self, key: str, data: bytes, edition: Edition) -> Edition:
        if "replace" not in self.ignores:
            return super().replace(key, data, edition)
        return self._write(key, data)

    def _write(self, key: str, data: bytes) -> Edition:
        found = self.objects.read(key)
        try:
            if found is None:
                return self.objects.create(key, data)
            return self.objects.replace(key, data, found.edition)
        except Conflict as error:
            raise AssertionError("nobody else is here") from error
