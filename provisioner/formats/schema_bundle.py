"""The manifest language as one schema that stands alone, for editors: no other file, no network.

Promises: says yes and no to the same documents as the schemas it is made of; offers the names that are known in this
firm, and refuses none for not being among them. Does not: know what the names mean, or read a file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from provisioner.spi.language import KnownIntegration

Schema: TypeAlias = Mapping[str, object]

EVERYTHING: Final = "manifest"
"""The schema that tells documents apart by their `kind`."""
SUFFIX: Final = ".v1.json"
COMPLETES: Final = "x-completes"
"""Where a schema says which names belong: for a text the names themselves, for a mapping its keys."""
_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_NOT_IN_PARTS: Final = frozenset({"$schema", "$id", COMPLETES})
_SAID: Final = frozenset({"title", "description", "examples", "default", "$comment"})
"""What a schema says to people alone."""


@dataclass(frozen=True, slots=True)
class Names:
    """What an editor may offer."""

    integrations: tuple[KnownIntegration, ...] = ()
    """Products, bundled and the firm's own."""
    profiles: tuple[str, ...] = ()
    """The firm's profiles."""
    office_keys: tuple[str, ...] = ()
    """The office's keys."""


def kinds(resources: Mapping[str, Schema]) -> dict[str, str]:
    """Kind of document -> reference to its schema, as the schema of all of them tells them apart."""
    found = {}
    branches = resources[EVERYTHING + SUFFIX].get("allOf")
    for branch in branches if isinstance(branches, list) else ():
        found[str(branch["if"]["properties"]["kind"]["const"])] = str(branch["then"]["$ref"])
    return found


def bundle(resources: Mapping[str, Schema], kind: str, names: Names) -> dict[str, object]:
    """The schema of one kind of document, or of EVERYTHING. KeyError for a kind there is not."""
    target = EVERYTHING + SUFFIX if kind == EVERYTHING else kinds(resources)[kind]
    bundler = _Bundler(resources, names)
    root = bundler.reference(target, "")
    bundler.finish()
    top = resources[target.partition("#")[0]] if "#" not in target else {}
    said = {key: top[key] for key in ("title", "description") if key in top}
    return {"$schema": _DRAFT, **said, "$ref": root, "$defs": dict(sorted(bundler.parts.items()))}


def as_text(schema: Schema) -> str:
    """The schema as a file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


class _Bundler:
    """Takes in what is referred to, file by file."""

    def __init__(self, resources: Mapping[str, Schema], names: Names) -> None:
        self.resources = resources
        self.parts: dict[str, object] = {}
        self.waiting: list[str] = []
        self.names = names
        self.silenced: dict[str, str] = {}
        """Reference to a rule -> name of the same rule without its words."""

    def finish(self) -> None:
        """Takes in files until nothing refers to one that is not there."""
        while self.waiting:
            file = self.waiting.pop()
            if _part(file) not in self.parts:
                self.parts[_part(file)] = self.copied(self.resources[file], file)
        self.parts.update({name: self.wordless(reference) for reference, name in self.silenced.items()})

    def silent(self, reference: str) -> str:
        """Reference to the same rule without its words: beside a name of its own, an editor would show those."""
        name = reference.removeprefix("#/").replace("$defs/", "").replace("/", "-") + "-wordless"
        self.silenced[reference] = name
        return f"#/$defs/{name}"

    def wordless(self, reference: str) -> dict[str, object]:
        """The rule behind a reference, and behind those that it is made of, in one."""
        rule: object = {"$defs": self.parts}
        for step in reference.removeprefix("#/").split("/"):
            rule = rule[step] if isinstance(rule, dict) else None
        assert isinstance(rule, dict), reference
        own = {key: value for key, value in rule.items() if key not in _SAID}
        behind = own.pop("$ref", None)
        if not isinstance(behind, str):
            return own
        further = self.wordless(behind)
        return {**own, **further} if own.keys().isdisjoint(further) else {**own, "allOf": [further, own]}

    def reference(self, written: str, file: str) -> str:
        """A reference as it reads from inside the bundle."""
        name, _, fragment = written.partition("#")
        target = name or file
        if target not in self.resources:
            raise KeyError(target)
        self.waiting.append(target)
        return f"#/$defs/{_part(target)}{fragment}"

    def copied(self, schema: object, file: str) -> object:
        """A part of a file, for the bundle. That something is not so unless it is said needs no typing out: an editor
        would write `default: false` into every mapping that it completes."""
        if isinstance(schema, list):
            return [self.copied(item, file) for item in schema]
        if not isinstance(schema, Mapping):
            return schema
        copy: dict[str, object] = {}
        for key, value in schema.items():
            if key == "$ref" and isinstance(value, str):
                copy[key] = self.reference(value, file)
            elif key not in _NOT_IN_PARTS and not (key == "default" and value is False):
                copy[key] = self.copied(value, file)
        if "pattern" in copy and "description" in copy:
            copy["patternErrorMessage"] = _form(copy)
        completes = schema.get(COMPLETES)
        return copy if completes is None else self.completed(copy, str(completes))

    def completed(self, schema: dict[str, object], which: str) -> dict[str, object]:
        """The same with the names that belong here; any other that was allowed still is."""
        offered = self.offered(which)
        if not offered:
            return schema
        if "additionalProperties" in schema:
            entry = self.without_words(schema["additionalProperties"])
            names = self.without_words(schema.get("propertyNames", True))
            keys = {item.id: {**entry, **_told(item)} for item in offered}
            return {**schema, "propertyNames": names, "properties": keys}
        rule = self.without_words({key: schema.pop(key) for key in tuple(schema) if key not in _SAID})
        listed = {
            "enum": [item.id for item in offered],
            "enumDescriptions": [item.about or item.title for item in offered],
        }
        return {**schema, "anyOf": [listed, rule]}

    def without_words(self, rule: object) -> dict[str, object]:
        """A rule that is a reference and nothing else, or a rule of its own."""
        if isinstance(rule, dict) and isinstance(rule.get("$ref"), str):
            return {**rule, "$ref": self.silent(rule["$ref"])}
        return dict(rule) if isinstance(rule, dict) else {}

    def offered(self, which: str) -> tuple[KnownIntegration, ...]:
        """The names of one sort, each once, in order."""
        names = self.names
        sorts = {
            "integrations": names.integrations,
            "profiles": tuple(KnownIntegration(name) for name in names.profiles),
            "officeKeys": tuple(KnownIntegration(name) for name in names.office_keys),
        }
        return tuple(sorted({item.id: item for item in sorts[which]}.values(), key=lambda item: item.id))


def _part(file: str) -> str:
    return file.removesuffix(SUFFIX)


def _form(schema: Mapping[str, object]) -> str:
    """What an editor says of a text that has not the form, instead of a regular expression."""
    examples = schema.get("examples")
    such = f" For example: {examples[0]}" if isinstance(examples, list) and examples else ""
    return f"{schema['description']}{such}"


def _told(item: KnownIntegration) -> dict[str, object]:
    """What an editor shows beside a key."""
    told = {"title": item.title, "description": item.about}
    return {key: text for key, text in told.items() if text}
