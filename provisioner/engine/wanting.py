"""What is wanted of an account, as one digest.

Promises: the same digest in whatever order resources, attributes and needs come; another one wherever planning could
tell a difference, but for what moves with the clock: the last day, which `due_at` stands for, and the attributes of the
moment of creation. Does not: say anything about what is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from provisioner.engine.graph import needed_by
from provisioner.engine.resolve import stamp
from provisioner.model.address import Address
from provisioner.model.resource import Desired, ResourceType, Role

NO_NEEDS: Final[Mapping[Address, tuple[Address, ...]]] = MappingProxyType({})
_PLAIN: Final = frozenset({str, bool, int, float, type(None)})


def desired_digest(
    desired: Iterable[Desired],
    types: Mapping[str, ResourceType],
    needs: Mapping[Address, tuple[Address, ...]] = NO_NEEDS,
) -> str:
    """Of all that planning looks at in `desired`; `needs` where they are known already."""
    parts: list[object] = []
    shapes: dict[tuple[str, ...], tuple[int, tuple[str, ...]]] = {}
    numbers: dict[tuple[str, ...], int] = {}
    for wanted in sorted(desired, key=lambda wanted: _spelled(wanted.address)):
        written = (wanted.address.kind, *wanted.attributes)
        shape = shapes.get(written)
        if shape is None:
            names = _lasting(wanted, types)
            if names not in numbers:  # the names once, and a number for them from then on
                numbers[names] = len(numbers)
                parts.append(names)
            shape = shapes[written] = numbers[names], names
        held: list[object] = [*wanted.attributes.pick(shape[1])]
        if not _PLAIN.issuperset(map(type, held)):
            picked = wanted.attributes.pick(shape[1])
            held = [value if type(value) in _PLAIN else [stamp(value)] for value in picked]
        own = (wanted.adopt, wanted.protect, wanted.rotate_before_days, wanted.integration)
        behind = [_spelled(need) for need in needs.get(wanted.address) or needed_by(wanted)]
        parts.append((_spelled(wanted.address), shape[0], held, own, behind))
    # What is plain is written out as it is: two texts, or 1 and True, never look the same.
    return sha256(ascii(parts).encode("ascii")).hexdigest()


def _lasting(wanted: Desired, types: Mapping[str, ResourceType]) -> tuple[str, ...]:
    """The names of its attributes but for those of the moment of creation, in order."""
    known = types.get(wanted.address.kind)
    fleeting = known.names(Role.AT_CREATION) if known is not None else ()
    return tuple(sorted(name for name in wanted.attributes if name not in fleeting))


def _spelled(address: Address) -> tuple[str, str, str]:
    return address.account.name, address.kind, address.name
