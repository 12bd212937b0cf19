"""Fields of a plain tree, read as what they must be.

Promises: a value of the wrong type is a `CatalogueMalformed` that names its field; `None` and an absent field read
the same. Does not: know what the fields mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

Choice = TypeVar("Choice", bound=StrEnum)


class CatalogueMalformed(ValueError):
    """A document that cannot be a catalogue entry. The JSON Schema says the same with a line number."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        """The field that is wrong."""
        self.reason = reason
        """What is wrong with it."""


def text(document: Mapping[str, object], field: str) -> str | None:
    """A text, or `None`."""
    value = document.get(field)
    if value is None or isinstance(value, str):
        return value
    raise CatalogueMalformed(field, f"a text is needed, not {type(value).__name__}")


def texts(document: Mapping[str, object], field: str) -> tuple[str, ...]:
    """A list of texts; empty where there is none."""
    value = document.get(field)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise CatalogueMalformed(field, f"a list is needed, not {type(value).__name__}")
    for item in value:
        if not isinstance(item, str):
            raise CatalogueMalformed(field, f"a text is needed, not {type(item).__name__}")
    return tuple(value)


def mapping(document: Mapping[str, object], field: str) -> Mapping[str, object] | None:
    """A mapping, or `None`."""
    value = document.get(field)
    if value is None or isinstance(value, Mapping):
        return value
    raise CatalogueMalformed(field, f"a mapping is needed, not {type(value).__name__}")


def choice(document: Mapping[str, object], field: str, kind: type[Choice]) -> Choice | None:
    """One of the words of `kind`, or `None`."""
    value = text(document, field)
    return None if value is None else _one(field, value, kind)


def choices(document: Mapping[str, object], field: str, kind: type[Choice]) -> tuple[Choice, ...]:
    """Several words of `kind`; empty where there are none."""
    return tuple(_one(field, value, kind) for value in texts(document, field))


def _one(field: str, value: str, kind: type[Choice]) -> Choice:
    try:
        return kind(value)
    except ValueError:
        raise CatalogueMalformed(field, f"{value!r} is none of {', '.join(kind)}") from None
