"""Fields on their way out: `deprecated: true` in a schema, and `x-replaced-by: FIELD` beside it.

Promises: a warning at each such field that a document writes; a document whose schemas mark nothing costs nothing.
Follows `$ref`, `properties`, `patternProperties`, `additionalProperties`, `items` and the applicators that combine
schemas; a branch that does not apply can mark a field too, for its name is what a person should stop writing.
Does not: check anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from provisioner.formats.words.aging import AGING_WORDS
from provisioner.model.diagnostics import Diagnostic, Place, sort_unique
from provisioner.model.values import Node

Schema = Mapping[str, object]
_COMBINED = ("allOf", "anyOf", "oneOf")
_BRANCHES = ("then", "else")


class Aging:
    """What the schemas of one language mark as on its way out."""

    def __init__(self, resources: Mapping[str, Schema]) -> None:
        """`resources` are schemas by file name."""
        self._resources = resources

    def warnings(self, target: str, root: Node) -> tuple[Diagnostic, ...]:
        """A warning for each marked field below `root`; `target` is its schema, `FILE` or `FILE#/pointer`."""
        if not self._marks_anything:
            return ()
        file, _, pointer = target.partition("#")
        return sort_unique(self._walk(file, self._at(file, pointer), root))

    @cached_property
    def _marks_anything(self) -> bool:
        return any(_marks(schema) for schema in self._resources.values())

    def _at(self, file: str, pointer: str) -> object:
        found: object = self._resources.get(file, {})
        for part in pointer.strip("/").split("/") if pointer.strip("/") else ():
            key = part.replace("~1", "/").replace("~0", "~")
            found = found.get(key, {}) if isinstance(found, Mapping) else {}
        return found

    def _walk(self, file: str, schema: object, node: Node) -> Iterator[Diagnostic]:
        for place, part in self._parts(file, schema):
            for name, child in node.entries().items():
                for below in _below(part, name):
                    yield from self._field(place, below, name, child)
            items = part.get("items")
            for item in node.items():
                yield from self._walk(place, items, item)

    def _field(self, file: str, schema: object, name: str, child: Node) -> Iterator[Diagnostic]:
        for _, part in self._parts(file, schema):
            if part.get("deprecated") is True:
                instead = part.get("x-replaced-by")
                place = Place(child.key or child.origin)
                if isinstance(instead, str):
                    yield AGING_WORDS("deprecated-field", place, field=name, instead=instead)
                else:
                    yield AGING_WORDS("deprecated-field-ends", place, field=name)
        yield from self._walk(file, schema, child)

    def _parts(self, file: str, schema: object) -> Iterator[tuple[str, Schema]]:
        """The schema and all that it is combined with, each with the file it stands in."""
        if not isinstance(schema, Mapping):
            return
        yield file, schema
        reference = schema.get("$ref")
        if isinstance(reference, str):
            other, _, pointer = reference.partition("#")
            yield from self._parts(other or file, self._at(other or file, pointer))
        for word in _COMBINED:
            branches = schema.get(word)
            for branch in branches if isinstance(branches, list) else ():
                yield from self._parts(file, branch)
        for word in _BRANCHES:
            yield from self._parts(file, schema.get(word))


def _below(schema: Schema, name: str) -> Iterator[object]:
    """What a schema says of the field `name`."""
    properties, patterns = schema.get("properties"), schema.get("patternProperties")
    said = False
    if isinstance(properties, Mapping) and name in properties:
        said = True
        yield properties[name]
    for pattern, below in patterns.items() if isinstance(patterns, Mapping) else ():
        if re.search(str(pattern), name):
            said = True
            yield below
    if not said:
        yield schema.get("additionalProperties")


def _marks(schema: object) -> bool:
    if isinstance(schema, Mapping):
        return schema.get("deprecated") is True or any(_marks(item) for item in schema.values())
    return isinstance(schema, list) and any(_marks(item) for item in schema)
