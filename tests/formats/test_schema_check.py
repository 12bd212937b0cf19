"""The schemas: sound in themselves, the same for gate and explainer, and the provider's part is the provider's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import provisioner_schemas
from provisioner.formats import schema_check
from provisioner.formats.schema_check import SchemaSet
from provisioner.formats.yaml_source import read_documents
from provisioner.model.diagnostics import SourceRange
from provisioner.model.errors import PluginBroken
from provisioner.model.manifest import Section
from provisioner.model.values import FrozenMap, Node, SecretRef
from provisioner.spi.provider import BaseProvider
from tests.formats.reading import schemas
from tests.formats.test_manifest_examples import ALSO_RIGHT, FULL_PROJECT, OFFICE_AND_CLIENT, PROFILE_AND_ENTRY

SCHEMAS = provisioner_schemas.documents()
OURS = sorted(set(SCHEMAS) - {"integration.v1.json"})


def parts(schema: object, path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every mapping inside a schema."""
    if isinstance(schema, dict):
        yield path, schema
        for key, inner in schema.items():
            yield from parts(inner, f"{path}/{key}")
    elif isinstance(schema, list):
        for number, inner in enumerate(schema):
            yield from parts(inner, f"{path}/{number}")


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", OURS)
def test_every_field_says_what_it_is(name: str) -> None:
    silent = []
    for path, part in parts(SCHEMAS[name]):
        if path.endswith("/properties") and "/allOf" not in path and "/integrationWhole/" not in path:
            for field, schema in part.items():
                described = schema
                while "$ref" in described and "description" not in described:
                    described = resolve(name, described["$ref"])
                if not described.get("description") or not described.get("title"):
                    silent.append(f"{path}/{field}")
    assert silent == []


def resolve(name: str, reference: str) -> Mapping[str, Any]:
    file, _, pointer = reference.partition("#")
    found: Any = SCHEMAS[file or name]
    for step in filter(None, pointer.split("/")):
        found = found[step]
    return cast("Mapping[str, Any]", found)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_references_lead_somewhere_and_only_dates_are_formats(name: str) -> None:
    for _, part in parts(SCHEMAS[name]):
        if isinstance(part.get("$ref"), str):
            assert resolve(name, part["$ref"]) is not None
        if isinstance(part.get("format"), str):
            assert part["format"] == "date"


def as_node(value: object) -> Node:
    """A tree, each value on a line of its own."""
    if isinstance(value, dict):
        children = {str(key): as_node(item) for key, item in value.items()}
        return Node(FrozenMap(children), SourceRange("f", 1, 1), SourceRange("f", 2, 1))
    if isinstance(value, list):
        return Node(tuple(map(as_node, value)), SourceRange("f", 1, 1))
    return Node(cast("str", value), SourceRange("f", 1, 1), SourceRange("f", 2, 1))


def examples() -> Iterator[tuple[str, dict[str, object]]]:
    """Every whole document that the schemas give as an example, and those of the tests."""
    for name in sorted(SCHEMAS):
        for example in cast("list[dict[str, object]]", SCHEMAS[name].get("examples", ())):
            yield cast("str", example["kind"]), example
    for text in (FULL_PROJECT, OFFICE_AND_CLIENT, PROFILE_AND_ENTRY, ALSO_RIGHT):
        for document in read_documents(text, "f")[0]:
            yield document.root.text("kind"), cast("dict[str, object]", schema_check._plain(document.root))


DOCUMENTS = list(examples())


def test_the_schemas_own_examples_are_right() -> None:
    assert len(DOCUMENTS) >= 12
    assert {kind for kind, _ in DOCUMENTS} == {"Project", "Office", "Client", "ClientSet", "Profile", "Integration"}
    for kind, document in DOCUMENTS:
        assert schemas().check(kind, as_node(document)) == ()
    for field, section in (("integration", Section.INTEGRATIONS), ("officeKey", Section.OFFICE_KEYS)):
        definitions = cast("dict[str, Any]", SCHEMAS["provider.v1.json"]["$defs"])
        for example in definitions[field]["examples"]:
            assert schemas().check_declared(section, as_node(example)) == ()


ODD: tuple[object, ...] = (
    *(None, True, 0, 1, 1.0, -1, 2.5, 10**12, "", " ", "a\n", "x", "{{ x }}", "2027-02-30", "20270101", "365d\n"),
    *("menu", "user-key", "office-key", "æøå", "A", "1" * 70, "https://x y", "env:A", "TOKEN", "314 286 014"),
    *([], ["a", "a"], [[]], [1, 1.0], [True, 1], ["all"]),
    *({}, {"exact": "x\n"}, {"x": 1}, {"employee": None}, {"menu": {}}),
)
NEW_KEYS = ["x", "kind", "apiVersion", "Huma", "owner", "expires", "agreement", "con\n"]


def copied(value: object) -> Any:
    return json.loads(json.dumps(value))


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, dict[str, object]]:
    """A right document with one to three changes anywhere in it."""
    kind, right = draw(st.sampled_from(DOCUMENTS))
    document = copied(right)
    for _ in range(draw(st.integers(1, 3))):
        where: Any = document
        while isinstance(where, (dict, list)) and where:
            keys = sorted(where) if isinstance(where, dict) else list(range(len(where)))
            key = draw(st.sampled_from(keys))
            if isinstance(where[key], (dict, list)) and where[key] and draw(st.integers(0, 3)):
                where = where[key]
                continue
            change = draw(st.integers(0, 3))
            if change == 0:
                del where[key]
                break
            if change == 1 and isinstance(where, dict):
                key = draw(st.sampled_from(NEW_KEYS))
            where[key] = copied(draw(st.sampled_from(ODD)))
            break
    return kind, document


@settings(max_examples=600)
@given(mutated())
def test_gate_and_explainer_agree(case: tuple[str, dict[str, object]]) -> None:
    kind, document = case
    target = schema_check._TARGETS[kind]
    says = schemas()._gate(target).is_valid(document)
    told = explained(target, document)
    assert bool(told) != says
    assert schemas().check(kind, as_node(document)) == told


def explained(target: str, document: dict[str, object]) -> tuple[object, ...]:
    from provisioner.formats.schema_explain import Explainer

    explainer = schemas()._explainer
    if not isinstance(explainer, Explainer):
        explainer = Explainer(schema_check.BASE, schemas()._resources)
    return explainer.explain(target, document, as_node(document))


@settings(max_examples=200)
@given(mutated())
def test_the_schema_for_editors_says_what_the_one_of_the_kind_says(case: tuple[str, dict[str, object]]) -> None:
    kind, document = case
    if document.get("kind") == kind:
        of_kind = schemas()._gate(schema_check._TARGETS[kind]).is_valid(document)
        assert schemas()._gate("manifest.v1.json").is_valid(document) == of_kind


@settings(max_examples=200)
@given(mutated())
def test_whatever_is_wrong_has_a_place_and_words(case: tuple[str, dict[str, object]]) -> None:
    for diagnostic in schemas().check(case[0], as_node(case[1])):
        assert diagnostic.source is not None
        assert diagnostic.summary
        assert diagnostic.hint
        assert diagnostic.told_in("nb").hint


@given(st.text(min_size=5, max_size=40), st.sampled_from(["consumerToken", "officeKey", "other"]))
def test_a_credential_is_never_repeated(secret: str, name: str) -> None:
    settings_ = {"tripletex": {"credentials": {name: "PLANTED" + secret, "list": ["PLANTED"]}}}
    project = {"apiVersion": "provisioner/v1", "kind": "Project", "name": "a", "state": "a:b", "provider": settings_}
    told = schemas().check("Project", as_node(project))
    assert told
    assert "PLANTED" not in repr(told)


def test_a_declaration_is_checked_again_once_it_is_put_together() -> None:
    def codes(section: Section, body: object) -> list[str]:
        return [diagnostic.code for diagnostic in schemas().check_declared(section, as_node(body))]

    left_over = {"method": "user-key", "access": "ALL_PRIVILEGES", "owner": {"employee": "a@b.example"}}
    assert codes(Section.INTEGRATIONS, left_over) == []
    assert codes(Section.INTEGRATIONS, {"expires": "i går"}) == ["wrong-form"]
    assert codes(Section.INTEGRATIONS, {"confirmedByVendor": {"by": "x"}}) == ["missing-field"]
    assert codes(Section.INTEGRATIONS, {"agreement": {"authority": "x"}}) == ["missing-field"]
    assert codes(Section.OFFICE_KEYS, {"validFor": "365"}) == ["wrong-form"]


def test_a_secret_reference_is_checked_as_it_was_written() -> None:
    project = read_documents(FULL_PROJECT, "f")[0][0].root
    provider = project.get("provider", "tripletex")
    assert provider is not None
    held = Node(FrozenMap({"consumerToken": Node(SecretRef("env:A"))}))
    with_reference = Node(FrozenMap({**provider.entries(), "credentials": held}))
    root = Node(FrozenMap({**project.entries(), "provider": Node(FrozenMap({"tripletex": with_reference}))}))
    assert schemas().check("Project", root) == ()


def test_another_provider_brings_its_own_part() -> None:
    schema = {
        "$defs": {
            "settings": {"type": "object"},
            "integration": {"type": "object", "required": ["color"], "title": "Thing"},
            "officeKey": {"type": "object"},
            "catalogueEntry": {"type": "object"},
        }
    }
    other = SchemaSet(SCHEMAS).with_provider(schema)
    client = {"kind": "Client", "name": "a", "companyId": 1, "integrations": {"x": {"anything": 1}}}
    assert [diagnostic.code for diagnostic in other.check("Client", as_node(client))] == ["missing-field"]
    assert other.check("Client", as_node({**client, "integrations": {"x": {"color": 1}}})) == ()
    assert [one.code for one in other.check_declared(Section.INTEGRATIONS, as_node({}))] == ["missing-field"]
    assert other.check("Integration", as_node({"whatever": 1})) == ()


def test_where_nothing_may_be_written_the_hint_says_so() -> None:
    parts_ = {name: {"type": "object"} for name in ("settings", "officeKey", "catalogueEntry")}
    schema = {"$defs": {**parts_, "integration": {"type": "object", "additionalProperties": False}}}
    client = {"kind": "Client", "name": "a", "companyId": 1, "integrations": {"x": {"anything": 1}}}
    (told,) = SchemaSet(SCHEMAS).with_provider(schema).check("Client", as_node(client))
    assert (told.code, told.hint) == ("unknown-field", "It has no fields: take this one out.")
    assert told.told_in("nb").hint == "Den har ingen felt: ta bort dette."


def test_a_provider_without_a_language_of_its_own_takes_anything() -> None:
    open_set = SchemaSet(SCHEMAS).with_provider(BaseProvider.manifest_language(cast("Any", None)).schema)
    client = {"kind": "Client", "name": "a", "companyId": 1, "integrations": {"x": {"anything": [1]}}}
    assert open_set.check("Client", as_node(client)) == ()


@pytest.mark.parametrize(
    "part",
    [
        {},
        {"$defs": {"integration": {"type": "nothing"}}},
        {"$defs": {"integration": {"$ref": "https://127.0.0.1:9/never-fetched.json"}}},
        {"$defs": {"integration": {"pattern": "("}}},
    ],
)
def test_a_provider_s_part_that_is_no_schema_is_the_provider_s_fault(part: dict[str, object]) -> None:
    with pytest.raises(PluginBroken) as caught:
        SchemaSet(SCHEMAS).with_provider(part).check("Client", as_node({"kind": "Client"}))
    assert "catalogueEntry" in caught.value.hint
    assert caught.value.detail


def test_what_has_no_schema_is_nobody_s_business_here() -> None:
    assert schemas().check("Klient", as_node({"kind": "Klient"})) == ()


def test_schemas_are_read_by_name() -> None:
    assert provisioner_schemas.document("client.v1.json")["title"] == "Client"
    assert set(SCHEMAS) == {
        *("client.v1.json", "clientset.v1.json", "common.v1.json", "integration.v1.json", "manifest.v1.json"),
        *("office.v1.json", "profile.v1.json", "project.v1.json", "provider.v1.json"),
    }
