"""What is remembered of many heads: in this process by what was read and written, across processes in an index object.

Promises: whatever is remembered is of the very edition that the store lists now, else it is read again; so an index
that is missing, old, damaged or anybody's changes nothing but how long it takes. It is only ever written by a run that
wrote something else. Does not: list.
"""

from __future__ import annotations

import contextlib
import json
import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from threading import Lock
from typing import Any, Final

from provisioner.model.address import AccountRef
from provisioner.model.errors import BackendFailed
from provisioner.model.state import Lease
from provisioner_state_object_store import names
from provisioner_state_object_store.head import VERSION, Glance, bytes_of, text_of
from provisioner_state_object_store.objects import Conflict, Edition, Objects

WORTH: Final = 64
"""How many heads must be unknown for the index to be read, or new for it to be written."""


class Glances:
    """Glances by the names of heads, each with the tag of the edition it is of. Safe to use from several threads."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._guard = Lock()
        self._known: dict[str, tuple[str, Glance]] = {}
        self._news = 0
        self._listed = False
        self._written = False
        self._asked = False

    def of(self, tags: Mapping[str, str]) -> dict[str, Glance]:
        """Those of `tags` that are known in the edition with that tag."""
        with self._guard:
            self._listed = True
            found = _current(self._known, tags)
            ask = not self._asked and len(tags) - len(found) >= WORTH
            self._asked |= ask
        if ask:
            index = self._read_index()
            with self._guard:
                self._known = {**index, **self._known}
                found = _current(self._known, tags)
        return found

    def learn(self, found: Iterable[tuple[str, Edition, Glance]], *, written: bool = False) -> None:
        """Remembers heads that were read, or that this run has written."""
        with self._guard:
            self._written |= written
            for key, edition, glance in found:
                self._known[key] = (edition.e_tag.strip('"'), glance)
                self._news += 1

    def save(self) -> None:
        """Writes the index where this run wrote anything and knows enough that stands in no index; best effort."""
        with self._guard:
            if not (self._written and self._listed and self._news >= WORTH):
                return
            known, self._news = dict(self._known), 0
        data = zlib.compress(json.dumps({"version": VERSION, "heads": dict(map(_out, known.items()))}).encode(), 1)
        with contextlib.suppress(BackendFailed, Conflict):
            before = self._objects.read(names.INDEX)
            if before is None:
                self._objects.create(names.INDEX, data)
            else:
                self._objects.replace(names.INDEX, data, before.edition)

    def _read_index(self) -> dict[str, tuple[str, Glance]]:
        with contextlib.suppress(BackendFailed, zlib.error, ValueError, KeyError, TypeError, AttributeError):
            found = self._objects.read(names.INDEX)
            if found is not None:
                raw = json.loads(zlib.decompress(found.data))
                if raw["version"] == VERSION:
                    return dict(map(_in, raw["heads"].items()))
        return {}


def _current(known: Mapping[str, tuple[str, Glance]], tags: Mapping[str, str]) -> dict[str, Glance]:
    nothing = ("", None)
    return {
        key: found
        for key, tag in tags.items()
        for its, found in [known.get(key, nothing)]
        if found and tag and its == tag
    }


def _out(item: tuple[str, tuple[str, Glance]]) -> tuple[str, list[object]]:
    key, (tag, glance) = item
    lease, summary = glance.lease, None if glance.summary is None else text_of(glance.summary)
    held = lease and [lease.holder, lease.reason, lease.fence, lease.expires_at.isoformat()]
    return key, [tag, str(glance.account), summary, held]


def _in(item: tuple[str, Any]) -> tuple[str, tuple[str, Glance]]:
    key, (tag, name, summary, held) = item
    account = AccountRef.parse(name)
    lease = held and Lease(account, held[0], held[1], held[2], datetime.fromisoformat(held[3]))
    return key, (tag, Glance(account, None if summary is None else bytes_of(summary), lease))
