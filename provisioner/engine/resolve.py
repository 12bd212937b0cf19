"""References between resources: where a value that is another resource's computed attribute comes from.

Promises: a reference is followed only to a committed entry. Does not: know in which order things are made.

Besides the attributes of the entry itself, two can always be referred to: `native_id`, the vendor's own id, and
`generation`, the number of the making in force, which moves whenever the thing is replaced even where no id is known
(but is the same for two things, so an attribute that names the thing belongs beside it).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Final

from provisioner.model.address import Address
from provisioner.model.state import Entry
from provisioner.model.values import Attributes, FrozenMap, Unknown, Value, thaw

NATIVE_ID: Final = "native_id"
GENERATION: Final = "generation"
_ENCODER: Final = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def lookup(entry: Entry, attribute: str) -> Value:
    """What `attribute` of a committed `entry` is; None where the vendor never told it."""
    current = entry.current
    if attribute in current.attributes:
        return current.attributes[attribute]
    if attribute == NATIVE_ID:
        return current.native_id
    return current.number if attribute == GENERATION else None


def resolve(value: Value, find: Callable[[Unknown], Value]) -> Value:
    """`value` with every Unknown put through `find`, which gives an Unknown back where it does not know either."""
    if isinstance(value, Unknown):
        return find(value)
    if isinstance(value, FrozenMap):
        return resolve_attributes(value, find)
    if isinstance(value, tuple):
        return tuple(resolve(item, find) for item in value)
    return value


def resolve_attributes(attributes: Attributes, find: Callable[[Unknown], Value]) -> Attributes:
    """The same for a whole mapping."""
    return FrozenMap(
        {key: item if type(item) is str or item is None else resolve(item, find) for key, item in attributes.items()}
    )


def usage_key(address: Address, generation: int) -> str:
    """How a generation is named among what is in use, where the vendor gave it no id."""
    return f"{address} #{generation}"


def stamp(value: Value) -> str:
    """One text for one value, type-strict, whatever the order of keys; for grouping and digests."""
    return _ENCODER.encode(thaw(value))


def digest(parts: list[str]) -> str:
    """SHA-256 over `parts`, each told apart from the next."""
    return sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8")).hexdigest()
