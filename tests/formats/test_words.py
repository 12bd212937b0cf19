"""The words of the room: each code once, in both languages, with the same placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import provisioner.formats
from provisioner.engine.suggest import closest, did_you_mean
from provisioner.formats.words import LIST_WORDS, MANIFEST_WORDS, SCHEMA_WORDS, TEMPLATE_WORDS, YAML_WORDS
from provisioner.formats.words.described import IN_BOKMAL
from provisioner.formats.words.schema import FORMS, METHOD_REASONS, TYPE_HINTS, TYPES
from provisioner.model.diagnostics import Phrase, Text
from provisioner_schemas import documents

TABLES = (YAML_WORDS, SCHEMA_WORDS, TEMPLATE_WORDS, MANIFEST_WORDS, LIST_WORDS)
PHRASES = [(code, phrase) for table in TABLES for code, phrase in table.phrases.items()]
ROOM = Path(provisioner.formats.__file__).parent


def placeholders(text: Text) -> set[str]:
    return set(re.findall(r"(?<!\{)\{(\w+)\}", text.summary + text.detail + text.hint))


def test_codes_are_unique_and_written_alike() -> None:
    codes = [code for code, _ in PHRASES]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)


@pytest.mark.parametrize(("code", "phrase"), PHRASES, ids=[code for code, _ in PHRASES])
def test_both_languages_say_the_same(code: str, phrase: Phrase) -> None:
    for text in (phrase.en, phrase.nb):
        assert text.summary.endswith(".")
        assert text.hint, "every fault says what to do"
    assert phrase.en.summary != phrase.nb.summary
    norwegian = {name.removesuffix("_nb") for name in placeholders(phrase.nb)}
    assert norwegian - {"about"} <= placeholders(phrase.en) | {"about"}


def test_every_code_is_used() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py") if path.parent.name != "words")
    assert [code for code, _ in PHRASES if f'"{code}"' not in source] == []


def test_forms_and_types_have_two_languages() -> None:
    pairs = [*TYPES.values(), *FORMS.values(), *TYPE_HINTS.values(), *METHOD_REASONS.values()]
    assert all(english and norwegian and english != norwegian for english, norwegian in pairs)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("KassaPluss_Prod", "kassapluss-prod"),
        ("Client", "client"),
        ("clinet", "client"),
        ("office_key", "office-key"),
        ("noe helt annet", None),
        ("", None),
    ],
)
def test_did_you_mean(word: str, expected: str | None) -> None:
    assert closest(word, ["client", "office-key", "kassapluss-prod"]) == expected


def test_a_suggestion_is_a_sentence_or_nothing() -> None:
    assert did_you_mean("clent", ["client"]) == ("Did you mean `client`? ", "Mente du `client`? ")
    assert did_you_mean("x", ["client"]) == ("", "")


def described(schema: object) -> Iterator[str]:
    """What a schema says of fields that must be there, or that have limits: hints repeat it."""
    if isinstance(schema, list):
        for child in schema:
            yield from described(child)
    if not isinstance(schema, dict):
        return
    properties = schema.get("properties")
    for name in schema.get("required", ()):
        wanted = properties.get(name) if isinstance(properties, dict) else None
        if isinstance(wanted, dict) and "description" in wanted:
            yield wanted["description"]
    if "description" in schema and not LIMITS.isdisjoint(schema):
        yield schema["description"]
    for child in schema.values():
        yield from described(child)


LIMITS = {"minimum", "maximum", "minItems", "minProperties", "maxProperties"}


def test_what_a_hint_repeats_of_a_schema_is_there_in_bokmal() -> None:
    said = {text for schema in documents().values() for text in described(schema)}
    assert len(said) > 20
    assert sorted(said - IN_BOKMAL.keys()) == []
    assert all(text != IN_BOKMAL[text] for text in said)
