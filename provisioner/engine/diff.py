"""What differs between two normalised sets of attributes, and what each difference asks for.

Promises: compares type-strictly, in the type's own order; computed and secret attributes never differ.
Does not: decide what is done about it (decide.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from provisioner.model.plan import AttributeChange, ChangeKind
from provisioner.model.resource import ResourceType, Role
from provisioner.model.values import Attributes, FrozenMap, Unknown, Value, same

_KINDS: Final = {
    Role.IDENTITY: ChangeKind.REPLACE,
    Role.IMMUTABLE: ChangeKind.REPLACE,
    Role.MUTABLE: ChangeKind.UPDATE,
    Role.AT_CREATION: ChangeKind.NOTED,
}


def diff(resource_type: ResourceType, before: Attributes, after: Attributes) -> tuple[AttributeChange, ...]:
    """Every attribute that differs. An attribute that `after` does not speak of is left as it is.

    An Unknown in `after` always differs, but for an attribute of the moment of creation: whoever knows that the value
    will be the same as before puts that value in first.
    """
    changes = []
    for attribute in resource_type.attributes:
        kind = _KINDS.get(attribute.role)
        if kind is None or attribute.name not in after:
            continue
        old, new = before.get(attribute.name), after[attribute.name]
        if same(old, new) or (kind is ChangeKind.NOTED and (isinstance(new, Unknown) or old is None)):
            continue
        changes.append(AttributeChange.of(attribute.name, old, new, kind))
    return tuple(changes)


def acts(changes: Iterable[AttributeChange]) -> tuple[AttributeChange, ...]:
    """Those that ask for something."""
    return tuple(change for change in changes if change.kind is not ChangeKind.NOTED)


def agrees(asked: Value, wanted: Value) -> bool:
    """Whether the two can be the same once all is known: an Unknown on either side agrees with anything."""
    if isinstance(asked, Unknown) or isinstance(wanted, Unknown):
        return True
    if isinstance(asked, FrozenMap) and isinstance(wanted, FrozenMap):
        return asked.keys() == wanted.keys() and all(agrees(asked[key], wanted[key]) for key in asked)
    if isinstance(asked, tuple) and isinstance(wanted, tuple):
        return len(asked) == len(wanted) and all(agrees(a, b) for a, b in zip(asked, wanted, strict=True))
    return same(asked, wanted)


def still_wanted(resource_type: ResourceType, asked: Attributes, wanted: Attributes) -> bool:
    """Whether what a person was asked to do is what is wanted now, apart from the moment of creation."""
    names = (
        attribute.name
        for attribute in resource_type.attributes
        if _KINDS.get(attribute.role, ChangeKind.NOTED) is not ChangeKind.NOTED
    )
    return all(agrees(asked.get(name), wanted.get(name)) for name in names)
