"""The marker that makes a place ours, and the trial of what everything here stands on.

Promises: a store that ignores `If-Match` or `If-None-Match` in silence is refused by name before anything is written
to it. A state that is missing is never made unasked. Does not: prove that a store keeps its word under load.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from typing import Final

from provisioner.model.errors import BackendFailed, StateMissing
from provisioner_state_object_store import names
from provisioner_state_object_store.head import VERSION, corrupt, load
from provisioner_state_object_store.heads import new_write, put
from provisioner_state_object_store.objects import Conflict, Edition, Objects
from provisioner_state_object_store.words import WORDS

FORMAT: Final = "provisioner state"
_MARK: Final = json.dumps({"format": FORMAT, "version": VERSION}).encode()
_NEVER: Final = Edition('"00000000000000000000000000000000"', "1")
"""A tag that no content has."""


def demand_marker(objects: Objects, name: str, *, create: bool) -> None:
    """The place is ours, or is made so. StateMissing, StateCorrupt, StateTooNew, BackendFailed."""
    found = objects.read(names.MARKER)
    if found is None:
        if not create:
            raise StateMissing.of(WORDS("no-state", name=name))
        _try_everything(objects, name)
        found = put(objects, names.MARKER, _MARK)
    if found is not None and load(found.data, names.MARKER).get("format") != FORMAT:
        raise corrupt(names.MARKER, "object-of-another-program")


def demand_conditions(objects: Objects, name: str) -> None:
    """Two writes that must be refused; they would write what is there already. BackendFailed."""
    found = objects.read(names.MARKER)
    if found is None:
        raise StateMissing.of(WORDS("no-state-any-more", name=name))
    _must_refuse(lambda: objects.create(names.MARKER, found.data), name, "If-None-Match")
    _must_refuse(lambda: objects.replace(names.MARKER, found.data, _NEVER), name, "If-Match")


def _try_everything(objects: Objects, name: str) -> None:
    """On an object of its own: what must be written is, and what must not is not."""
    key = f"{names.PROBES}{new_write()}"
    first, second, third = (f"{key} {number}".encode() for number in range(3))
    put(objects, key, first)
    try:
        _must_refuse(lambda: objects.create(key, third), name, "If-None-Match")
        found = objects.read(key)
        if found is None or found.data != first:
            raise _refused(name, "If-None-Match")
        with contextlib.suppress(Conflict):  # perhaps the answer to our own was lost; what stands there tells
            objects.replace(key, second, found.edition)
        _must_refuse(lambda: objects.replace(key, third, found.edition), name, "If-Match")
        now = objects.read(key)
        if now is None or now.data != second or now.edition == found.edition:
            raise _refused(name, "If-Match")
    finally:
        objects.delete([key])


def _must_refuse(write: Callable[[], object], name: str, header: str) -> None:
    try:
        write()
    except Conflict:
        return
    raise _refused(name, header)


def _refused(name: str, header: str) -> BackendFailed:
    return BackendFailed.of(WORDS("no-conditions", name=name, header=header))
