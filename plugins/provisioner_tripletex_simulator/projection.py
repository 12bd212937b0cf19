"""How Tripletex shows objects: the `fields` filter, sorting, paging and the two envelopes.

Promises: without `fields` an object shows its own values, and what it refers to as `{id, url}`; with it, what was asked
for, nested as deep as asked. Does not know any particular object.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from provisioner_tripletex_simulator.wire import JsonObject, JsonValue, Request, whole_number


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to another object; shown short unless its fields are asked for."""

    id: int
    """Id of the object."""
    url: str
    """Its address, without a scheme, as Tripletex writes it."""
    load: Callable[[], Resource]
    """The whole object."""


ResourceValue = JsonValue | Ref
Resource = Mapping[str, ResourceValue]
FieldTree = dict[str, "FieldTree | None"]


class BadFilter(Exception):
    """The `fields` filter cannot be read or names an unknown field."""


class BadSorting(Exception):
    """The `sorting` names an unknown field."""


class BadPaging(Exception):
    """`from` or `count` is not a number that can be used."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class TooLarge(Exception):
    """More objects than a list may have."""


def parse_fields(text: str) -> FieldTree:
    """`*,company(name),employee(*)` as a tree."""
    tree, rest = _parse(text.replace(" ", ""), 0, 0)
    if rest != len(text.replace(" ", "")):
        raise BadFilter("unbalanced parenthesis")
    return tree


def _parse(text: str, start: int, depth: int) -> tuple[FieldTree, int]:
    tree: FieldTree = {}
    at = start
    if depth > 8:
        raise BadFilter("nested too deep")
    while at < len(text) and text[at] != ")":
        end = at
        while end < len(text) and text[end] not in ",()":
            end += 1
        name = text[at:end]
        if not name:
            raise BadFilter("empty field name")
        tree[name] = None
        if end < len(text) and text[end] == "(":
            tree[name], end = _parse(text, end + 1, depth + 1)
            if end >= len(text):
                raise BadFilter("unbalanced parenthesis")
            end += 1
        at = end + 1 if end < len(text) and text[end] == "," else end
    return tree, at


def project(resource: Resource, fields: FieldTree | None) -> JsonObject:
    """An object as asked for; None is the default."""
    wanted: FieldTree = fields or {"*": None}
    unknown = [name for name in wanted if name not in ("*", "changes") and name not in resource]
    if unknown:
        raise BadFilter(f"Illegal field in fields filter: {unknown[0]}.")
    shown: JsonObject = {}
    for name, value in resource.items():
        if name not in wanted and "*" not in wanted:
            continue
        shown[name] = _show(value, wanted.get(name))
    return shown


def _show(value: ResourceValue, fields: FieldTree | None) -> JsonValue:
    if not isinstance(value, Ref):
        return value
    if fields is None:
        return {"id": value.id, "url": value.url}
    return project(value.load(), fields)


def single(resource: Resource, request: Request) -> JsonObject:
    """The envelope of one object."""
    text = request.parameter("fields")
    return {"value": project(resource, parse_fields(text) if text else None)}


def listing(resources: Sequence[Resource], request: Request, cap: int) -> JsonObject:
    """The envelope of a list: sorted, cut to the page asked for, and counted."""
    if len(resources) > cap:
        raise TooLarge
    start, count = _number(request, "from", 0), _number(request, "count", 1000)
    text = request.parameter("fields")
    fields = parse_fields(text) if text else None
    page = _sorted(resources, request.parameter("sorting") or "")[start : start + count]
    values: list[JsonValue] = [project(resource, fields) for resource in page]
    checksum = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:32]
    # A digest is made only for callers that sent If-None-Match.
    digest = checksum if request.headers.get("if-none-match") and values else None
    return {
        "fullResultSize": len(resources),
        "from": start,
        "count": len(values),
        "versionDigest": digest,
        "values": values,
    }


def _number(request: Request, name: str, default: int) -> int:
    text = request.parameter(name)
    if text is None or text == "":
        return default
    number = whole_number(text)
    if number is None:
        raise BadPaging(name)
    return number


def _sorted(resources: Sequence[Resource], sorting: str) -> list[Resource]:
    rows = list(resources)
    for part in reversed([part.strip() for part in sorting.split(",") if part.strip()]):
        path = part.removeprefix("-").split(".")
        rows.sort(key=partial(_sort_key, path), reverse=part.startswith("-"))
    return rows


def _sort_key(path: Sequence[str], resource: Resource) -> tuple[bool, int | float, str]:
    value: ResourceValue | None = resource.get(path[0])
    if path[0] not in resource:
        raise BadSorting(path[0])
    if isinstance(value, Ref):
        return _sort_key(path[1:] or ["id"], value.load())
    if isinstance(value, bool | int | float):
        return (True, value, "")
    return (value is not None, 0, value.lower() if isinstance(value, str) else "")
