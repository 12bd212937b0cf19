"""An entry as a user writes it: what the schema takes and refuses, and what the facts keep apart."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import jsonschema_rs
import pytest

import provisioner_schemas
from provisioner_tripletex import bundled
from provisioner_tripletex import catalogue as room
from provisioner_tripletex.catalogue import (
    Answer,
    CatalogueMalformed,
    Channel,
    HandoffFacts,
    KeyName,
    Method,
    OfficeKey,
    OwnerNeeds,
    PermissionMode,
    Permissions,
    ReachedBy,
    from_manifest,
)

SCHEMA = json.loads(
    Path(provisioner_schemas.__file__).with_name("integration.v1.json").read_text(encoding="utf-8"),
)
SLOW = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
FAST = jsonschema_rs.validator_for(SCHEMA, validate_formats=True)

KASSA_PLUSS: dict[str, object] = {
    "kind": "Integration",
    "name": "kassa-pluss",
    "vendor": "Kassa Pluss AS",
    "applicationName": "KassaPluss_Prod",
    "methods": ["custom-key"],
    "officeKey": "forbidden",
    "handoff": {
        "channel": "portal",
        "url": "https://kassapluss.example/koble/tripletex",
        "alsoNeeds": ["ownerEmail", "companyId"],
        "never": ["email"],
        "steps": ["Lim inn nøkkelen under Innstillinger > Regnskap"],
    },
}

REFUSED: dict[str, dict[str, object]] = {
    "no name": {"name": None},
    "capitals in the id": {"name": "Kassa"},
    "blank in the id": {"name": "kassa pluss"},
    "id ending in a hyphen": {"name": "kassa-"},
    "unknown field": {"aplicationName": "x"},
    "unknown method": {"methods": ["api"]},
    "method twice": {"methods": ["menu", "menu"]},
    "office key by a vendor that forbids it": {"methods": ["office-key"]},
    "office key where it is unknown": {"methods": ["office-key"], "officeKey": "unknown"},
    "no method and no word about it": {"methods": []},
    "no method, unexplained": {"methods": [], "reachedBy": "file-export"},
    "no method, but by a key": {"methods": [], "reachedBy": "key", "explanation": "x"},
    "methods, and reached otherwise": {"reachedBy": "built-in"},
    "unknown methods, but built in": {"methods": None, "reachedBy": "built-in"},
    "application name with a blank before": {"applicationName": " Kassa"},
    "application name over two lines": {"applicationName": "Kassa\nPluss"},
    "empty application name": {"applicationName": ""},
    "key name as both": {"keyName": {"exact": "a", "suggested": "b"}},
    "key name as neither": {"keyName": {}},
    "unknown category": {"categories": ["RECONCILIATION"]},
    "empty list of rights": {"permissions": []},
    "unknown permissions": {"permissions": "some"},
    "a boolean as a right": {"permissions": [True]},
    "unknown package": {"package": "BASIS"},
    "channel that is not safe": {"handoff": {"channel": "email"}},
    "address without a scheme": {"helpLink": "kassapluss.example"},
    "a date that is none": {"checked": "2026-13-01"},
    "unknown need": {"handoff": {"alsoNeeds": ["password"]}},
}


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["additionalProperties"] is False
    assert SCHEMA["examples"]


def _fields(schema: dict[str, object]) -> list[tuple[str, dict[str, object]]]:
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        return []
    return [pair for name, field in properties.items() for pair in [(name, field), *_fields(field)]]


def test_every_field_explains_itself() -> None:
    fields = [*_fields(SCHEMA), *_fields(SCHEMA["$defs"]["keyName"])]
    assert len(fields) > 30
    assert [name for name, field in fields if not (field.get("title") and field.get("description"))] == []


@pytest.mark.parametrize("example", SCHEMA["examples"], ids=lambda example: example["name"])
def test_the_examples_of_the_schema_are_entries(example: dict[str, object]) -> None:
    SLOW.validate(example)
    assert FAST.is_valid(example)
    assert from_manifest(example).name == example["name"]


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_what_the_schema_refuses(case: str) -> None:
    document = {name: value for name, value in (KASSA_PLUSS | REFUSED[case]).items() if name != "name" or value}
    assert not SLOW.is_valid(document)
    assert not FAST.is_valid(document)


def test_a_users_entry() -> None:
    SLOW.validate(KASSA_PLUSS)
    facts = from_manifest(KASSA_PLUSS)
    assert (facts.name, facts.title, facts.vendor) == ("kassa-pluss", "kassa-pluss", "Kassa Pluss AS")
    assert facts.methods == (Method.CUSTOM_KEY,)
    assert facts.only_method is Method.CUSTOM_KEY
    assert facts.office_key is OfficeKey.FORBIDDEN
    assert facts.reached_by is None
    assert facts.set_up is Answer.YES
    assert not facts.bundled
    assert facts.handoff == HandoffFacts(
        channel=Channel.PORTAL,
        url="https://kassapluss.example/koble/tripletex",
        also_needs=("ownerEmail", "companyId"),
        never=("email",),
        steps=("Lim inn nøkkelen under Innstillinger > Regnskap",),
    )
    answers = {method: facts.supports(method) for method in Method}
    assert answers == {
        Method.MENU: Answer.NO,
        Method.USER_KEY: Answer.NO,
        Method.CUSTOM_KEY: Answer.YES,
        Method.OFFICE_KEY: Answer.NO,
    }


def test_the_least_that_can_be_said_knows_nothing() -> None:
    facts = from_manifest({"kind": "Integration", "name": "ny"})
    assert facts.methods is None
    assert facts.reached_by is ReachedBy.UNKNOWN
    assert facts.set_up is Answer.UNKNOWN
    assert facts.office_key is OfficeKey.UNKNOWN
    assert (facts.permissions, facts.owner_needs, facts.handoff, facts.key_name) == (None, None, None, None)
    assert {facts.supports(method) for method in Method} == {Answer.UNKNOWN}
    assert facts == from_manifest({"kind": "Integration", "name": "ny", "methods": None, "permissions": None})


def test_unknown_methods_and_none_are_two_things() -> None:
    unknown = from_manifest({"name": "a", "methods": None, "reachedBy": "key"})
    none = from_manifest({"name": "a", "methods": [], "reachedBy": "built-in", "explanation": "x"})
    assert (unknown.methods, unknown.set_up) == (None, Answer.YES)
    assert (none.methods, none.set_up) == ((), Answer.NO)
    assert none.only_method is None


def test_an_office_key_may_be_allowed_though_the_methods_do_not_name_it() -> None:
    facts = from_manifest({"name": "a", "methods": ["user-key"], "officeKey": "allowed"})
    assert facts.supports(Method.OFFICE_KEY) is Answer.YES


def test_rights_names_and_owners() -> None:
    facts = from_manifest(
        {
            "name": "a",
            "permissions": ["Prosjekt > Prosjektinformasjon", 61],
            "ownerNeeds": [61],
            "keyName": {"exact": "Kassa"},
            "officeKeyName": {"suggested": "Kassa_klienter"},
        }
    )
    assert facts.permissions == Permissions(PermissionMode.LIST, ("Prosjekt > Prosjektinformasjon", 61))
    assert facts.owner_needs == OwnerNeeds(everything=False, rights=(61,))
    assert facts.key_name_for(Method.USER_KEY) == KeyName("Kassa", exact=True)
    assert facts.key_name_for(Method.OFFICE_KEY) == KeyName("Kassa_klienter", exact=False)


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({}, "name"),
        ({"name": 7}, "name"),
        ({"name": "a", "aliases": "b"}, "aliases"),
        ({"name": "a", "aliases": [7]}, "aliases"),
        ({"name": "a", "methods": ["api"]}, "methods"),
        ({"name": "a", "methods": ["office-key"]}, "officeKey"),
        ({"name": "a", "methods": []}, "reachedBy"),
        ({"name": "a", "methods": ["menu"], "reachedBy": "key"}, "reachedBy"),
        ({"name": "a", "reachedBy": "file-export"}, "reachedBy"),
        ({"name": "a", "keyName": "Kassa"}, "keyName"),
        ({"name": "a", "keyName": {}}, "keyName"),
        ({"name": "a", "keyName": {"exact": "a", "suggested": "b"}}, "keyName"),
        ({"name": "a", "permissions": "list"}, "permissions"),
        ({"name": "a", "permissions": "some"}, "permissions"),
        ({"name": "a", "permissions": [True]}, "permissions"),
        ({"name": "a", "ownerNeeds": "some"}, "ownerNeeds"),
        ({"name": "a", "ownerNeeds": [1.5]}, "ownerNeeds"),
        ({"name": "a", "handoff": {"channel": "email"}}, "channel"),
    ],
)
def test_what_cannot_be_an_entry_is_refused_by_its_field(document: dict[str, object], field: str) -> None:
    with pytest.raises(CatalogueMalformed) as caught:
        from_manifest(document)
    assert caught.value.field == field
    assert str(caught.value) == f"{field}: {caught.value.reason}"


def test_a_data_file_without_integrations_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "catalogue").mkdir()
    (tmp_path / "catalogue" / "data.json").write_text("[]", encoding="utf-8")
    monkeypatch.setattr(bundled, "__file__", str(tmp_path / "bundled.py"))
    with pytest.raises(CatalogueMalformed, match="integrations"):
        room.load_bundled()
