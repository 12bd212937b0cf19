"""Fields on their way out are warned of with what to write instead, wherever a schema marks them."""

from __future__ import annotations

from typing import Any

import pytest

import provisioner_schemas
from provisioner.formats.aging import Aging
from provisioner.formats.schema_check import SchemaSet
from provisioner.formats.yaml_source import read_documents
from provisioner.model.diagnostics import Severity
from provisioner.model.values import Node

OLD = {"type": "string", "deprecated": True, "x-replaced-by": "displayName"}


def tree(text: str) -> Node:
    documents, found = read_documents(text, "a.yaml")
    assert found == ()
    return documents[0].root


def told(schemas: dict[str, Any], text: str, target: str = "a.json") -> list[tuple[str, str, str]]:
    return [
        (item.code, f"{item.source.line}:{item.source.column}" if item.source else "", item.hint)
        for item in Aging(schemas).warnings(target, tree(text))
    ]


def test_a_marked_field_is_warned_of_where_it_stands() -> None:
    schemas = {"a.json": {"properties": {"title": OLD, "name": {"type": "string"}}}}
    assert told(schemas, "name: x\ntitle: y\n") == [("deprecated-field", "2:1", "Write `displayName` instead.")]
    assert told(schemas, "name: x\n") == []


def test_a_field_without_a_successor_is_taken_out() -> None:
    schemas = {"a.json": {"properties": {"title": {"deprecated": True}}}}
    assert told(schemas, "title: y\n") == [("deprecated-field-ends", "1:1", "Take it out.")]


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"deep": {"$ref": "b.json#/$defs/old"}}},
        {"properties": {"deep": {"$ref": "#/$defs/here"}}, "$defs": {"here": {"properties": {"title": OLD}}}},
        {"additionalProperties": {"properties": {"title": OLD}}},
        {"patternProperties": {"^d": {"properties": {"title": OLD}}}},
        {"allOf": [{"properties": {"deep": {"anyOf": [{"oneOf": [{"properties": {"title": OLD}}]}]}}}]},
        {"if": {}, "then": {"properties": {"deep": {"properties": {"title": OLD}}}}},
    ],
)
def test_marks_are_found_through_whatever_combines_schemas(schema: dict[str, Any]) -> None:
    schemas = {
        "a.json": schema,
        "b.json": {"$defs": {"old": {"properties": {"title": {"$ref": "#/$defs/text"}}}, "text": OLD}},
    }
    assert told(schemas, "deep:\n  title: y\n") == [("deprecated-field", "2:3", "Write `displayName` instead.")]


def test_items_of_lists_are_looked_into() -> None:
    listed = {"properties": {"list": {"items": {"properties": {"title": OLD}}}}}
    schemas = {"a.json": {"$defs": {"x/y": listed}}}
    assert len(told(schemas, "list:\n  - title: y\n  - name: z\n  - title: w\n", "a.json#/$defs/x~1y")) == 2


def test_the_shipped_language_warns_once_it_marks_something_and_goes_on_accepting_it() -> None:
    shipped = provisioner_schemas.documents()
    client: Any = shipped["client.v1.json"]
    client["properties"]["title"] = OLD
    text = "kind: Client\nname: a\norganizationNumber: 312 345 676\ntitle: A\n"
    found = SchemaSet(shipped).check("Client", tree(text))
    assert [(item.code, item.severity) for item in found] == [("deprecated-field", Severity.WARNING)]
    assert SchemaSet(provisioner_schemas.documents()).check("Client", tree(text.replace("title: A\n", ""))) == ()
