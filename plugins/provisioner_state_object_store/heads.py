"""Reading and replacing heads: one transaction is one conditional write.

Promises: a step is taken on the head that was read or not at all, and once, whatever answers are lost: each write
leaves its id in the head, and who is refused or hears nothing looks for his own before he goes on. Does not: know what
a step means.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import Final, TypeVar

from provisioner.model.address import AccountRef
from provisioner.model.errors import BackendFailed
from provisioner_state_object_store import names
from provisioner_state_object_store.glances import Glances
from provisioner_state_object_store.head import Glance, Head, corrupt, decode_head, encode_head, glance, signed
from provisioner_state_object_store.objects import Conflict, Edition, Found, Objects
from provisioner_state_object_store.words import WORDS

WORKERS: Final = 32
"""How many requests are made at a time."""
_ASKED: Final = 3
"""How often one and the same write is sent before it is given up."""
_RACES: Final = 100
"""How often a step is taken anew because another writer was faster; each time somebody got on."""
T = TypeVar("T")
S = TypeVar("S")


def new_write() -> str:
    """An id that no other write has: what is stored does not depend on it, only whether we know our own again."""
    return uuid.uuid4().hex  # noqa: TID251  # nobody hands a backend chance, and two machines must never agree on it


class Many:
    """Requests side by side."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._pool: ThreadPoolExecutor | None = None

    def each(self, call: Callable[[S], T], items: Iterable[S]) -> list[T]:
        """What `call` returns for each of `items`, in their order; the first error is raised."""
        wanted = list(items)
        if len(wanted) < 2:
            return [call(item) for item in wanted]
        with self._guard:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="object store")
            pool = self._pool
        return list(pool.map(call, wanted))

    def close(self) -> None:
        """Ends the threads."""
        with self._guard:
            if self._pool is not None:
                self._pool.shutdown(cancel_futures=True)
                self._pool = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A head as it was read."""

    head: Head
    """What stood in it; an empty one where there was none."""
    edition: Edition | None
    """Of what was read; None where there was none."""


class Heads:
    """The heads of a store. Safe to use from several threads."""

    def __init__(self, objects: Objects, many: Many) -> None:
        self._objects = objects
        self._many = many
        self._glances = Glances(objects)

    def read(self, account: AccountRef) -> Stored:
        """The account's head as it is now."""
        key = names.head(account)
        found = self._objects.read(key)
        if found is None:
            return Stored(Head(account), None)
        return Stored(decode_head(found.data, account, key), found.edition)

    def steadily(self, account: AccountRef, look: Callable[[Head], T]) -> T:
        """What `look` sees by the account's head; again by a newer one where what the older named was taken away."""
        stored = self.read(account)
        while True:
            try:
                return look(stored.head)
            except Missing as error:
                missing = str(error)
            newer = self.read(account)
            if newer.edition == stored.edition:
                raise corrupt(missing, "object-gone")
            stored = newer

    def all(self) -> Sequence[Glance]:
        """A glance at every head, in order: one listing, and reading those that changed since they were last seen."""
        tags = {item.key: item.tag for item in self._objects.list(names.HEADS)}
        known = self._glances.of(tags)
        read = self._many.each(self._glance, [key for key in tags if key not in known])
        fresh = [found for found in read if found is not None]
        self._glances.learn(fresh)
        return sorted([*known.values(), *(found for _, _, found in fresh)], key=lambda one: one.account)

    def _glance(self, key: str) -> tuple[str, Edition, Glance] | None:
        found = self._objects.read(key)
        if found is None:
            return None
        return key, found.edition, glance(decode_head(found.data, account_of(key), key))

    def close(self) -> None:
        """Leaves to the next run what this one knows."""
        self._glances.save()

    def change(self, account: AccountRef, step: Callable[[Head], Head]) -> Head:
        """Takes `step` on the account's head as it is then; one that returns the head itself writes nothing.

        What `step` raises is raised. It may be called several times, each time with a newer head.
        """
        write = new_write()
        for _ in range(_RACES):
            stored = self.read(account)
            try:
                after = step(stored.head)
            except Missing as error:
                if self.read(account).edition == stored.edition:
                    raise corrupt(str(error), "object-gone") from None
                continue
            if after is stored.head:
                return after
            if self._write(after, write, stored):
                return after
        raise BackendFailed.of(WORDS("too-many-write", account=account))

    def _write(self, after: Head, write: str, before: Stored) -> bool:
        """Whether `after` has become the head; else another was faster. BackendFailed where nobody can tell."""
        key, data, seen = names.head(after.account), encode_head(signed(after, write)), glance(after)
        failure: BackendFailed | None = None
        for _ in range(_ASKED):
            try:
                if before.edition is None:
                    edition = self._objects.create(key, data)
                else:
                    edition = self._objects.replace(key, data, before.edition)
                self._glances.learn([(key, edition, seen)], written=True)
                return True
            except Conflict:
                failure = None
            except BackendFailed as error:
                failure = error
            # Refused, or no answer. Was it our own write that came first?
            now = self.read(before.head.account)
            if write in now.head.writes:
                return True
            if now.edition != before.edition:
                return False  # for good: what is still on its way would replace an edition that is no more
        raise failure or BackendFailed.of(WORDS("write-refused-alone", key=key))


def account_of(key: str) -> AccountRef:
    """Whose head is called `key`. StateCorrupt."""
    room = key.removeprefix(names.HEADS).removesuffix(".json")
    try:
        kind, _, name = room.partition("/")
        return AccountRef.parse(f"{kind}/{names.unescaped(name)}" if name else kind)
    except ValueError as error:
        raise corrupt(key, "object-of-no-account") from error


class Missing(Exception):
    """An object that a head names is not there. Its one argument is the name."""


class Bodies:
    """Objects that never change, called after what stands in them. Safe to use from several threads."""

    def __init__(self, objects: Objects, many: Many) -> None:
        self._objects = objects
        self._many = many

    def write(self, bodies: Sequence[tuple[str, bytes]]) -> None:
        """Each under its name, side by side; what is there already is left as it is."""
        self._many.each(lambda body: put(self._objects, *body), bodies)

    def read(self, key: str) -> bytes | None:
        """What stands in the object, checked against its name; None where it is not there. StateCorrupt."""
        found = self._objects.read(key)
        if found is None:
            return None
        if names.digest(found.data) not in key:
            raise corrupt(key, "object-changed")
        return found.data

    def demand(self, key: str) -> bytes:
        """What stands in the object. Missing, StateCorrupt."""
        data = self.read(key)
        if data is None:
            raise Missing(key)
        return data

    def lasting(self, key: str) -> bytes:
        """What stands in an object that is never taken away. StateCorrupt."""
        data = self.read(key)
        if data is None:
            raise corrupt(key, "object-gone")
        return data


def put(objects: Objects, key: str, data: bytes) -> Found | None:
    """Writes an object that nobody else writes differently; what is there instead, where it is not `data`."""
    failure: BackendFailed | None = None
    for _ in range(_ASKED):
        try:
            objects.create(key, data)
            return None
        except Conflict:
            found = objects.read(key)  # some stores also say so while another's write or deletion is under way
            if found is not None:
                return None if found.data == data else found
        except BackendFailed as error:
            failure = error
    raise failure or BackendFailed.of(WORDS("write-refused", key=key))
