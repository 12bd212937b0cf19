"""The vendor's own OpenAPI document, as a judge of what is sent and what is answered.

Promises: strict where the document says something: a path, method, parameter, field, type, enum value or status that it
does not have is told. Lenient where real answers are known to differ from it: any field may be null, and errors, which
the document does not describe, are judged by the envelope that its description text and real answers share.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from jsonschema import Draft202012Validator

_TEXTS = st.text(st.characters(), max_size=6) | st.sampled_from(("2027-01-01", "API_V2", "", "\ud800", "2027-W01-1"))
_SCALARS: st.SearchStrategy[Any] = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _TEXTS
ERROR = {
    "type": "object",
    "properties": {
        "status": {"type": "integer"},
        "code": {"type": "integer"},
        "message": {"type": "string"},
        "link": {"type": ["string", "null"]},
        "developerMessage": {"type": ["string", "null"]},
        "validationMessages": {
            "type": ["array", "null"],
            "items": {
                "type": "object",
                "properties": {
                    "field": {"type": ["string", "null"]},
                    "message": {"type": "string"},
                    "path": {"type": ["string", "null"]},
                    "rootId": {"type": ["string", "null"]},
                },
                "required": ["field", "message"],
                "additionalProperties": False,
            },
        },
        "requestId": {"type": "string"},
    },
    "required": ["status", "code", "message", "link", "developerMessage", "validationMessages", "requestId"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call and its answer, as they went over the wire."""

    method: str
    """GET, POST, PUT or DELETE."""
    path: str
    """Decoded, without /v2."""
    query: tuple[tuple[str, str], ...]
    """Names and values."""
    body: bytes
    """As sent."""
    status: int
    """Of the answer."""
    answer: bytes
    """The answer's body."""


class Document:
    """The document, read once."""

    def __init__(self, path: Path) -> None:
        loaded = json.loads(path.read_text(encoding="utf-8"))
        self.paths: dict[str, dict[str, Any]] = loaded["paths"]
        schemas = {name: _strict(schema) for name, schema in loaded["components"]["schemas"].items()}
        self._definitions = schemas
        self._schemas: dict[str, dict[str, Any]] = loaded["components"]["schemas"]
        self._patterns = [(_pattern(template), template) for template in self.paths]

    def find(self, method: str, path: str) -> tuple[str, dict[str, Any]] | None:
        """The template and operation of a call; a path without variables comes before one with."""
        fitting = [template for pattern, template in self._patterns if pattern.fullmatch(path)]
        for template in sorted(fitting, key=lambda one: one.count("{")):
            operation = self.paths[template].get(method.lower())
            if operation is not None:
                return template, operation
        return None

    def properties(self, schema: str) -> dict[str, Any]:
        """The fields of an object, as the document has them."""
        found: dict[str, Any] = self._schemas[schema]["properties"]
        return found

    def object_of(self, item: dict[str, Any]) -> str | None:
        """Which object a field holds, one or a list of them."""
        reference = item.get("$ref") or item.get("items", {}).get("$ref")
        return str(reference).rpartition("/")[2] if reference else None

    def bodies(self, operation: dict[str, Any]) -> st.SearchStrategy[bytes | None]:
        """What may be sent as a body: what the schema allows, values of other types, any JSON, and any bytes."""
        wanted = operation.get("requestBody")
        raw = st.binary(max_size=20) | st.sampled_from((b"[" * 5_000, b'{"id":' * 5_000, b'{"\\ud800":"\\udfff"}'))
        if wanted is None:
            return st.none() | raw
        schema = next(iter(wanted["content"].values()))["schema"]
        told = self._values(schema, 2) | st.dictionaries(_TEXTS, _SCALARS, max_size=3)
        # json.dumps writes a half of a surrogate pair as an escape, as any sloppy client does.
        return told.map(lambda value: json.dumps(value).encode()) | raw

    def _values(self, item: dict[str, Any], depth: int) -> st.SearchStrategy[Any]:
        """Values of a schema, and now and then one that is not of it."""
        of = self.object_of(item)
        if item.get("type") == "array":
            below = self._values(item["items"], depth)
            return st.lists(below, max_size=2) | _SCALARS
        if of is not None:
            if depth == 0:
                return st.none() | st.fixed_dictionaries({"id": st.integers(0, 99)})
            fields = {name: self._values(each, depth - 1) for name, each in self.properties(of).items()}
            names = st.lists(st.sampled_from(sorted(fields)), max_size=4, unique=True)
            return names.flatmap(lambda chosen: st.fixed_dictionaries({name: fields[name] for name in chosen}))
        own: dict[str, st.SearchStrategy[Any]] = {
            "integer": st.integers(0, 3) | st.integers(),
            "boolean": st.booleans(),
            "number": st.floats(allow_nan=False),
        }
        if "enum" in item:
            return st.sampled_from(item["enum"]) | _TEXTS
        return own.get(item.get("type", ""), _TEXTS) | st.none() | _SCALARS

    def wrong_request(self, exchange: Exchange) -> list[str]:
        """What the document does not allow in what was sent."""
        found = self.find(exchange.method, exchange.path)
        if found is None:
            return [f"{exchange.method} {exchange.path}: not in the document"]
        template, operation = found
        where = f"{exchange.method} {template}"
        known = {item["name"]: item for item in operation.get("parameters", []) if item["in"] == "query"}
        wrong = [f"{where}: no parameter {name!r}" for name, _ in exchange.query if name not in known]
        given = {name for name, _ in exchange.query}
        wrong += [
            f"{where}: lacks {name!r}" for name, item in known.items() if item.get("required") and name not in given
        ]
        for name, text in exchange.query:
            schema = known.get(name, {}).get("schema", {})
            if not _fits(text, schema):
                wrong.append(f"{where}: {name}={text!r} is no {schema}")
        return wrong + list(self._wrong_body(where, operation, exchange))

    def _wrong_body(self, where: str, operation: dict[str, Any], exchange: Exchange) -> Iterator[str]:
        wanted = operation.get("requestBody")
        if wanted is None:
            if exchange.body:
                yield f"{where}: takes no body"
            return
        if not exchange.body:
            yield from [f"{where}: lacks its body"] if wanted.get("required") else []
            return
        schema = next(iter(wanted["content"].values()))["schema"]
        yield from self._judge(f"{where} body", schema, json.loads(exchange.body))

    def wrong_answer(self, exchange: Exchange) -> list[str]:
        """What the document does not allow in what was answered."""
        found = self.find(exchange.method, exchange.path)
        if exchange.status >= 400:
            judge = Draft202012Validator(ERROR)
            errors = judge.iter_errors(json.loads(exchange.answer))
            return [f"{exchange.method} {exchange.path} {exchange.status}: {error.message}" for error in errors]
        if found is None:
            return [f"{exchange.method} {exchange.path}: answered, and not in the document"]
        template, operation = found
        where = f"{exchange.method} {template} {exchange.status}"
        documented = operation["responses"].get(str(exchange.status))
        if documented is None:
            return [f"{where}: the document has {sorted(operation['responses'])}"]
        content = documented.get("content") or {}
        schema = next((item["schema"] for item in content.values() if "schema" in item), None)
        if schema is None:
            return [f"{where}: the document has no body"] if exchange.answer and exchange.status == 204 else []
        return list(self._judge(where, schema, json.loads(exchange.answer)))

    def _judge(self, where: str, schema: dict[str, Any], value: object) -> Iterator[str]:
        whole = {**_strict(schema), "components": {"schemas": self._definitions}}
        for error in Draft202012Validator(whole).iter_errors(value):
            place = "/".join(str(part) for part in error.absolute_path)
            yield f"{where}: {place}: {error.message[:200]}"


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{[^}]+\}", template)
    return re.compile("[^/]+".join(re.escape(part) for part in parts))


def _strict(schema: object) -> Any:
    """The schema with fields it does not have forbidden, and null allowed: OpenAPI 3.0 to JSON Schema 2020-12."""
    if isinstance(schema, list):
        return [_strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return {"anyOf": [{"$ref": schema["$ref"]}, {"type": "null"}]}
    known = ("type", "enum", "items", "required", "pattern", "minimum", "maximum", "allOf", "oneOf", "anyOf")
    made: dict[str, Any] = {name: _strict(schema[name]) for name in known if name in schema}
    if "properties" in schema:
        made["properties"] = {name: _strict(item) for name, item in schema["properties"].items()}
        made["additionalProperties"] = False
    if isinstance(made.get("type"), str):
        made["type"] = [made["type"], "null"]
    if "enum" in made:
        made["enum"] = [*made["enum"], None]
    return made


def _fits(text: str, schema: dict[str, Any]) -> bool:
    """Whether a query parameter's text is of the schema's type."""
    kind = schema.get("type")
    if kind == "integer":
        return re.fullmatch(r"-?\d+", text) is not None
    if kind == "boolean":
        return text in ("true", "false")
    return "enum" not in schema or text in schema["enum"]
