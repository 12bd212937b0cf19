"""The schema for editors: alone in the world, of one mind with those that are enforced, and full of names to offer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

import provisioner_schemas
from provisioner.formats.schema_bundle import COMPLETES, EVERYTHING, Names, as_text, bundle, kinds
from provisioner.spi.language import KnownIntegration, any_mapping
from tests.formats.reading import schemas
from tests.formats.test_schema_check import mutated

RESOURCES = provisioner_schemas.documents()
NAMES = Names(
    (KnownIntegration("zettle", "Zettle", "Med nøkkel."), KnownIntegration("huma"), KnownIntegration("huma", "Huma")),
    ("butikk",),
    ("visma-finale",),
)
KINDS = (EVERYTHING, *kinds(RESOURCES))


@lru_cache
def made(kind: str, names: Names = NAMES) -> dict[str, Any]:
    schema = bundle(RESOURCES, kind, names)
    assert isinstance(schema, dict)
    return schema


@lru_cache
def gate(kind: str) -> Any:
    return jsonschema_rs.Draft202012Validator(made(kind), offline=True)


def everything_in(schema: object) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        schema = list(schema.values())
    for item in schema if isinstance(schema, list) else ():
        yield from everything_in(item)


def part(schema: dict[str, Any], *path: str) -> Any:
    for key in path:
        schema = schema[key]
    return schema


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_a_schema_that_stands_alone(kind: str) -> None:
    schema = made(kind)
    Draft202012Validator.check_schema(schema)
    assert json.loads(as_text(schema)) == schema
    for inner in everything_in(schema):
        assert COMPLETES not in inner
        assert "$id" not in inner
        assert inner is schema or "$schema" not in inner
        if isinstance(inner.get("$ref"), str):
            assert re.match(r"#/\$defs/\w+", inner["$ref"])
            assert part(schema, *inner["$ref"].removeprefix("#/").split("/")) is not None


@settings(max_examples=300)
@given(mutated())
def test_it_says_yes_and_no_as_what_is_enforced(case: tuple[str, dict[str, object]]) -> None:
    kind, document = case
    enforced = not schemas().check(kind, as_node(document))
    assert gate(kind).is_valid(document) == enforced
    if document.get("kind") == kind:
        assert gate(EVERYTHING).is_valid(document) == enforced


def as_node(document: dict[str, object]) -> Any:
    from tests.formats.test_schema_check import as_node as made_of

    return made_of(document)


def test_names_are_offered_and_others_are_not_refused() -> None:
    common = part(made("Client"), "$defs", "common", "$defs")
    offered = common["integrations"]["properties"]
    assert list(offered) == ["huma", "zettle"]
    assert offered["zettle"] == {
        "$ref": "#/$defs/provider-integration-wordless",
        "title": "Zettle",
        "description": "Med nøkkel.",
    }
    assert common["profiles"]["items"]["anyOf"][0]["enum"] == ["butikk"]
    assert common["without"]["items"]["anyOf"][0] == {
        "enum": ["huma", "zettle"],
        "enumDescriptions": ["Huma", "Med nøkkel."],
    }
    fields = part(made("Client"), "$defs", "provider", "$defs", "integrationFields", "properties")
    assert fields["officeKey"]["anyOf"][0]["enum"] == ["visma-finale"]
    assert fields["integration"]["anyOf"][1] == {"$ref": "#/$defs/common-name-wordless"}
    keys = part(made("Office"), "$defs", "office", "properties", "officeKeys", "properties")
    assert keys["huma"]["$ref"] == "#/$defs/provider-officeKey-wordless"
    stranger = {"kind": "Client", "name": "a", "companyId": 1, "integrations": {"kassa-pluss": {}}, "profiles": ["x"]}
    assert gate("Client").is_valid(stranger)
    assert not gate("Client").is_valid({**stranger, "integrations": {"zettle": {"methd": "menu"}}})


def test_beside_a_name_of_its_own_a_rule_says_nothing() -> None:
    """An editor would show the words of the rule instead of those of the product."""
    definitions = part(made("Client"), "$defs")
    rule = definitions["provider-integration-wordless"]
    assert {"title", "description", "examples", "$ref"}.isdisjoint(rule)
    assert rule["properties"] == definitions["provider"]["$defs"]["integrationFields"]["properties"]
    assert rule["allOf"] == definitions["provider"]["$defs"]["integration"]["allOf"]
    assert rule["additionalProperties"] is False


def test_rules_that_say_one_thing_twice_are_both_held() -> None:
    twice = {"$ref": "#/$defs/b", "properties": {"x": {"type": "string"}}}
    definitions = {"integration": twice, "b": {"title": "B", "properties": {"y": {"type": "string"}}}}
    provider = {"$defs": {**any_mapping().schema["$defs"], **definitions}}  # type: ignore[dict-item]
    schema = bundle({**RESOURCES, "provider.v1.json": provider}, "Client", NAMES)
    valid = jsonschema_rs.Draft202012Validator(schema).is_valid
    client = {"kind": "Client", "name": "a", "companyId": 1}
    assert valid({**client, "integrations": {"huma": {"x": "1", "y": "1"}}})
    assert not valid({**client, "integrations": {"huma": {"x": 1}}})
    assert not valid({**client, "integrations": {"huma": {"y": 1}}})


def test_a_form_is_told_in_words() -> None:
    name = part(made("Client"), "$defs", "common", "$defs", "name")
    assert name["patternErrorMessage"].startswith("Lower case letters, digits and hyphens.")
    assert name["patternErrorMessage"].endswith("For example: nordlys-bakeri")


def test_where_nothing_is_known_nothing_is_offered() -> None:
    schema = made("Profile", Names())
    assert "properties" not in part(schema, "$defs", "common", "$defs", "integrations")
    assert not [inner for inner in everything_in(schema) if "enumDescriptions" in inner]


def test_another_provider_s_part_is_taken_in() -> None:
    resources = {**RESOURCES, "provider.v1.json": any_mapping().schema}
    schema = bundle(resources, "Integration", Names())
    assert jsonschema_rs.Draft202012Validator(schema).is_valid({"anything": 1})


def test_what_leads_nowhere_is_no_schema() -> None:
    with pytest.raises(KeyError):
        bundle(RESOURCES, "Invoice", Names())
    with pytest.raises(KeyError, match="gone"):
        bundle({**RESOURCES, "profile.v1.json": {"$ref": "gone.v1.json"}}, "Profile", Names())
