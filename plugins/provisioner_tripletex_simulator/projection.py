"""How Tripletex shows objects: the `fields` filter, sorting, paging and the two envelopes.

Promises: without `fields` an object shows its own values, and what it refers to as `{id, url}`; with it, what was asked
for, nested as deep as asked. A field that the object has (`shapes`) can be asked for whether or not it holds anything,
and one it has not is refused whether or not there is an object to show. Does not know any particular object.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from provisioner_tripletex_simulator.shapes import Field, shape_of
from provisioner_tripletex_simulator.wire import JsonObject, JsonValue, Request, whole_number

DEEPEST = 8
"""How deep `fields` may nest."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to another object; shown short unless its fields are asked for."""

    id: int
    """Id of the object."""
    url: str
    """Its address, without a scheme, as Tripletex writes it."""
    load: Callable[[], Resource]
    """The whole object."""


@dataclass(frozen=True, slots=True)
class Resource:
    """An object to be shown."""

    shape: str
    """Which fields it has."""
    values: Mapping[str, ResourceValue]
    """The values it holds; every other field is null, or an empty list."""


ResourceValue = JsonValue | Ref | Resource | tuple[Resource, ...]
FieldTree = dict[str, "FieldTree | None"]


@dataclass(frozen=True, slots=True)
class View:
    """Which fields of an object are shown, and how those below them."""

    parts: tuple[tuple[Field, View | None], ...]
    """Each field; None below it is the default."""


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
    if depth > DEEPEST:
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


def view_of(shape: str, fields: FieldTree | None) -> View:
    """What is shown of such an object; None is the default. Raises BadFilter for a field that it does not have."""
    known = shape_of(shape)
    wanted: FieldTree = fields or {"*": None}
    for name, below in wanted.items():
        if name != "*" and (name not in known or (below is not None and not known[name].of)):
            raise BadFilter(f"Illegal field in fields filter: {name}.")
    parts: list[tuple[Field, View | None]] = []
    for name, field in known.items():
        # `*` is all fields but the changes, which have to be asked for by name.
        if name in wanted or ("*" in wanted and name != "changes"):
            under = wanted.get(name)
            parts.append((field, None if under is None else view_of(field.of, under)))
    return View(tuple(parts))


@cache
def _whole(shape: str) -> View:
    return view_of(shape, None)


def project(resource: Resource, view: View) -> JsonObject:
    """An object as asked for."""
    return {field.name: _show(resource.values.get(field.name), field, below) for field, below in view.parts}


def _show(value: ResourceValue, field: Field, view: View | None) -> JsonValue:
    if value is None:
        return [] if field.many else None
    if isinstance(value, Ref):
        return {"id": value.id, "url": value.url} if view is None else project(value.load(), view)
    if isinstance(value, Resource):
        return project(value, view or _whole(value.shape))
    if isinstance(value, tuple):
        return [project(row, view or _whole(row.shape)) for row in value]
    return value


def single(resource: Resource, request: Request) -> JsonObject:
    """The envelope of one object."""
    return {"value": project(resource, _asked(resource.shape, request))}


def _asked(shape: str, request: Request) -> View:
    text = request.parameter("fields")
    return view_of(shape, parse_fields(text)) if text else _whole(shape)


def listing(shape: str, resources: Sequence[Resource], request: Request, cap: int) -> JsonObject:
    """The envelope of a list: sorted, cut to the page asked for, and counted."""
    if len(resources) > cap:
        raise TooLarge
    start, count = _number(request, "from", 0), _number(request, "count", 1000)
    view = _asked(shape, request)
    rows = _sorted(shape, resources, request.parameter("sorting") or "")
    values: list[JsonValue] = [project(resource, view) for resource in rows[start : start + count]]
    return {
        "fullResultSize": len(resources),
        "from": start,
        "count": len(values),
        "versionDigest": _digest(rows, view) if request.headers.get("if-none-match") else None,
        "values": values,
    }


def _digest(rows: Sequence[Resource], view: View) -> str | None:
    """Of the full result, whichever page of it is shown. Made only for callers that sent If-None-Match."""
    if not rows:
        return None
    text = json.dumps([project(row, view) for row in rows], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _number(request: Request, name: str, default: int) -> int:
    text = request.parameter(name)
    if text is None or text == "":
        return default
    number = whole_number(text)
    if number is None:
        raise BadPaging(name)
    return number


def _sorted(shape: str, resources: Sequence[Resource], sorting: str) -> list[Resource]:
    rows = list(resources)
    for part in reversed([part.strip() for part in sorting.split(",") if part.strip()]):
        path = part.removeprefix("-").split(".")
        _check_sorting(shape, path)
        rows.sort(key=partial(_sort_key, path), reverse=part.startswith("-"))
    return rows


def _check_sorting(shape: str, path: Sequence[str]) -> None:
    field = shape_of(shape).get(path[0])
    if field is None or field.many or (path[1:] and not field.of):
        raise BadSorting(path[0])
    if path[1:]:
        _check_sorting(field.of, path[1:])


def _sort_key(path: Sequence[str], resource: Resource) -> tuple[bool, int | float, str]:
    value = resource.values.get(path[0])
    if isinstance(value, Ref):
        return _sort_key(path[1:] or ["id"], value.load())
    if isinstance(value, Resource):
        return _sort_key(path[1:] or ["id"], value)
    if isinstance(value, bool | int | float):
        return (True, value, "")
    return (value is not None, 0, value.lower() if isinstance(value, str) else "")
