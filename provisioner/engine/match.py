"""Which of the things that are there is which of ours.

Promises: by the vendor's id first, then by identity, and never by guessing: where several could be the one, none is
paired. A thing with another id than ours is another thing, however alike. Does not: decide anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from provisioner.engine.decide import Presence
from provisioner.engine.resolve import stamp
from provisioner.model.address import Address
from provisioner.model.resource import Live, Read, ResourceType, Role
from provisioner.model.state import Entry, Generation
from provisioner.model.values import Attributes, is_known

Which = tuple[Address, int]
"""One generation of one resource."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was seen of one generation."""

    presence: Presence
    """Whether it is there."""
    live: Live | None = None
    """The very one, where that is certain."""


@dataclass(frozen=True, slots=True)
class Sightings:
    """What one look at an account told about ours and about the rest."""

    found: Mapping[Which, Found]
    """By generation, for every generation of every entry."""
    rest: tuple[Live, ...]
    """What is there and not ours."""
    listed: frozenset[str]
    """The kinds of which "not seen" means absent."""

    def candidates(self, resource_type: ResourceType, wanted: Attributes) -> tuple[Live, ...]:
        """Those among the rest with the identity of `wanted`."""
        mark = identity_mark(resource_type, wanted) if self.rest else None
        if mark is None:
            return ()
        alike = (live for live in self.rest if live.kind == resource_type.kind)
        return tuple(live for live in alike if identity_mark(resource_type, live.attributes) == mark)


def identity_mark(resource_type: ResourceType, attributes: Attributes) -> str | None:
    """One text for one identity; None where a part of it is missing or not known yet."""
    names = resource_type.names(Role.IDENTITY)
    if any(name not in attributes or not is_known(attributes[name]) for name in names):
        return None
    return stamp(resource_type.identity(attributes))


def look(types: Mapping[str, ResourceType], entries: Iterable[Entry], read: Read | None) -> Sightings:
    """Match what was read to `entries`."""
    waiting = {which: generation for entry in entries for which, generation in _generations(entry)}
    if read is None or not read.visible:
        unknown = Found(Presence.NOT_KNOWN)
        return Sightings(dict.fromkeys(waiting, unknown), (), frozenset())
    pool = sorted((live for live in read.live if live.kind in types), key=_order)
    found: dict[Which, Found] = {}
    _by_native_id(waiting, pool, found)
    _by_identity(types, waiting, pool, found)
    listed = frozenset(kind for kind in read.complete if kind in types and not _has_nameless(types[kind], pool))
    for address, number in waiting:
        presence = Presence.ABSENT if address.kind in listed else Presence.NOT_KNOWN
        found[address, number] = Found(presence)
    strange = sorted((live for live in read.live if live.kind not in types), key=_order)
    return Sightings(found, (*pool, *strange), listed)


def _generations(entry: Entry) -> Iterator[tuple[Which, Generation]]:
    for generation in (*entry.deposed, entry.current):
        yield (entry.address, generation.number), generation


def _order(live: Live) -> tuple[str, str, str]:
    return live.kind, live.native_id or "", stamp(live.attributes)


def _has_nameless(resource_type: ResourceType, pool: Iterable[Live]) -> bool:
    """Whether something of that kind is there that could be anything, for its identity could not be read."""
    return any(
        live.kind == resource_type.kind and identity_mark(resource_type, live.attributes) is None for live in pool
    )


def _by_native_id(waiting: dict[Which, Generation], pool: list[Live], found: dict[Which, Found]) -> None:
    ids = {(live.kind, live.native_id): live for live in pool if live.native_id}
    for which, generation in list(waiting.items()):
        live = ids.get((which[0].kind, generation.native_id or ""))
        if live is not None and live in pool:
            found[which] = Found(Presence.PRESENT, live)
            pool.remove(live)
            del waiting[which]


def _by_identity(
    types: Mapping[str, ResourceType], waiting: dict[Which, Generation], pool: list[Live], found: dict[Which, Found]
) -> None:
    groups: dict[tuple[str, str], list[Which]] = defaultdict(list)
    for which, generation in waiting.items():
        resource_type = types.get(which[0].kind)
        mark = identity_mark(resource_type, generation.attributes) if resource_type is not None else None
        if mark is not None:
            groups[which[0].kind, mark].append(which)
    for (kind, mark), members in sorted(groups.items()):
        alike = [live for live in pool if live.kind == kind and identity_mark(types[kind], live.attributes) == mark]
        ours = [which for which in members if any(_can_be(waiting[which], live) for live in alike)]
        theirs = [live for live in alike if any(_can_be(waiting[which], live) for which in ours)]
        if len(ours) == len(theirs) == 1:
            found[ours[0]] = Found(Presence.PRESENT, theirs[0])
        else:  # enough for all of ours: all are there, but which is which is not known; too few: nothing is known
            presence = Presence.PRESENT if len(theirs) >= len(ours) else Presence.NOT_KNOWN
            found.update(dict.fromkeys(ours, Found(presence)))
        for live in theirs[: len(ours)]:
            pool.remove(live)
        for which in ours:
            del waiting[which]


def _can_be(generation: Generation, live: Live) -> bool:
    """Two ids that differ are two things, however alike."""
    return generation.native_id is None or live.native_id is None
