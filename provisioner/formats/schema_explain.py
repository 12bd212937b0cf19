"""What is wrong with a document that its schema refuses, in words for people.

Promises: every fault it finds stands at the field or the value it is about; a union (`oneOf`, `anyOf`) is explained by
the branch that was meant. Does not: repeat what a credential holds, or run for documents that are right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from provisioner.formats.forms import is_possible
from provisioner.formats.schema_meant import slipped_out
from provisioner.formats.schema_rules import RULES, Fault, left_empty
from provisioner.formats.words.schema import SCHEMA_WORDS
from provisioner.model.diagnostics import Diagnostic, Place, sort_unique
from provisioner.model.values import Node

_DECLARED: Final = {"integrations": "integration", "officeKeys": "officeKey"}
"""Sections of declarations, and what the provider's part of the language calls one."""
_UNIONS: Final = ("oneOf", "anyOf")


class Explainer:
    """Explains against any schema of one set."""

    def __init__(self, base: str, resources: Mapping[str, Mapping[str, object]]) -> None:
        self._base = base
        # A schema that names its own draft would be checked by jsonschema's own keywords, not by those below.
        plain = {name: {k: v for k, v in schema.items() if k != "$schema"} for name, schema in resources.items()}
        registered = [
            (base + name, Resource.from_contents(schema, default_specification=DRAFT202012))
            for name, schema in plain.items()
        ]
        registry: Registry[Any] = Registry().with_resources(registered)
        self._registry = registry
        self._parts = {section: _fields_of(plain, part) for section, part in _DECLARED.items()}

    def explain(self, target: str, instance: object, root: Node) -> tuple[Diagnostic, ...]:
        """Everything wrong with `instance`, which is `root` without places."""
        validator = _Validator({"$ref": self._base + target}, registry=self._registry)
        found, slipped = self._slipped(root)
        faults = [Fault.of(error, root) for error in _meant(validator.iter_errors(instance))]
        faults = [fault for fault in faults if _place(fault) not in slipped]
        empty = {place for fault in faults for place in left_empty(fault)}
        for fault in faults:
            if fault.keyword != "null" or fault.key_place not in empty:
                found += RULES.get(fault.keyword, RULES["schema"])(fault)
        return sort_unique(found)

    def _slipped(self, root: Node) -> tuple[list[Diagnostic], frozenset[tuple[str | int, ...]]]:
        """Declarations whose fields stand beside them, not below: one mistake, whatever the schema makes of it."""
        found: list[Diagnostic] = []
        paths: set[tuple[str | int, ...]] = set()
        for section, part in self._parts.items():
            mapping = root.get(section)
            for above, fields in slipped_out(mapping, part).items() if mapping is not None else ():
                listed = "`, `".join(fields)
                place = Place(mapping.entries()[fields[0]].key if mapping is not None else None)
                found.append(SCHEMA_WORDS("not-indented", place, field=listed, above=above))
                paths.update((section, name) for name in (above, *fields))
        return found, frozenset(paths)


def _place(fault: Fault) -> tuple[str | int, ...]:
    """The declaration that it is in, or the name of one that it is about."""
    named = fault.error.instance if fault.keyword == "propertyNames" else None
    return (*fault.path, named) if isinstance(named, str) else fault.path[:2]


def _fields_of(resources: Mapping[str, Mapping[str, object]], part: str) -> frozenset[str]:
    """The fields of one such declaration."""
    for schema in resources.values():
        definitions = schema.get("$defs")
        found = definitions.get(part) if isinstance(definitions, Mapping) else None
        while isinstance(definitions, Mapping) and isinstance(found, Mapping):
            known = found.get("properties")
            if isinstance(known, Mapping):
                return frozenset(known)
            found = definitions.get(str(found.get("$ref")).rpartition("/")[2])
    return frozenset()


def _meant(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """The errors with every union replaced by those of the branch that was meant, where there is one."""
    for error in errors:
        branch = _branch(error) if error.validator in _UNIONS and error.instance is not None else ()
        if branch:
            yield from _meant(branch)
        else:
            yield error


def _branch(error: ValidationError) -> tuple[ValidationError, ...]:
    """The errors of the branch that the value has the type of; none where no branch, or not just one, has it."""
    branches: dict[object, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.schema_path[0], []).append(inner)
    fitting = [found for found in branches.values() if not any(_is_other_type(error, inner) for inner in found)]
    # A value that is not written as a template was not meant as one.
    fitting = [found for found in fitting if not any(_is_template(inner) for inner in found)] or fitting
    return tuple(fitting[0]) if len(fitting) == 1 else ()


def _is_other_type(union: ValidationError, inner: ValidationError) -> bool:
    """Whether the branch is for another type of value altogether."""
    if len(inner.absolute_path) != len(union.absolute_path):
        return False
    if inner.validator == "type":
        return True
    values = inner.schema.get("enum", ()) if inner.validator == "enum" and isinstance(inner.schema, Mapping) else None
    return values is not None and not any(type(value) is type(inner.instance) for value in values)


def _is_template(inner: ValidationError) -> bool:
    return isinstance(inner.schema, Mapping) and inner.schema.get("$comment") == "form:template"


def _pattern(validator: Any, pattern: str, instance: object, schema: object) -> Iterator[ValidationError]:
    """As everywhere but in Python, where `$` matches before a last line feed as well. A day that does not exist is told
    by its format alone."""
    if isinstance(schema, Mapping) and schema.get("format") == "date" and not is_possible(str(instance)):
        return
    if instance == "" and isinstance(schema, Mapping) and schema.get("minLength"):
        return  # told as empty
    if isinstance(instance, str) and not re.search(re.sub(r"(?<!\\)\$(?=$|\))", r"\\Z", pattern), instance):
        yield ValidationError("wrong form")


def _format(validator: Any, name: str, instance: object, schema: object) -> Iterator[ValidationError]:
    """Dates only; other formats are notes for editors."""
    if name == "date" and isinstance(instance, str) and not is_possible(instance):
        yield ValidationError("no such day")


def _properties(validator: Any, properties: Any, instance: Any, schema: object) -> Iterator[ValidationError]:
    """As in jsonschema, but for a field that is refused by `false`: there the error forgets which field it is."""
    for name, subschema in properties.items() if isinstance(instance, dict) else ():
        if name in instance and subschema is False:
            yield ValidationError("not here", validator="false", instance=instance[name], path=(name,))
        elif name in instance:
            yield from validator.descend(instance[name], subschema, path=name, schema_path=name)


_KEYWORDS: Final = {"pattern": _pattern, "format": _format, "properties": _properties}
_Validator: Final[Any] = extend(Draft202012Validator, _KEYWORDS)  # type: ignore[no-untyped-call]  # its stubs leave it so
