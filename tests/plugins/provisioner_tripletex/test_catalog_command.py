"""`provisioner catalog`: finding what is known, and saying what is not."""

from __future__ import annotations

import json

import pytest

from provisioner_tripletex.catalog_command import catalog
from provisioner_tripletex.catalogue import bundled_catalogue

Captured = pytest.CaptureFixture[str]


def test_list_has_every_product(capsys: Captured) -> None:
    assert catalog(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["ID", "PRODUCT", "METHODS", "OFFICE", "KEY", "APPLICATION", "NAME"]
    assert [line.split()[0] for line in lines[1:]] == list(bundled_catalogue().entries)


def test_list_as_json_is_as_a_person_would_write_it(capsys: Captured) -> None:
    assert catalog(["list", "--format", "json"]) == 0
    documents = json.loads(capsys.readouterr().out)
    assert {document["kind"] for document in documents} == {"Integration"}
    assert len(documents) == len(bundled_catalogue().entries)


def test_search_takes_several_words_best_first(capsys: Captured) -> None:
    assert catalog(["search", "visma", "finale"]) == 0
    rows = capsys.readouterr().out.splitlines()[1:]
    assert rows[0].split()[0] == "visma-finale"


@pytest.mark.parametrize("words", [[], ["--format", "json"]])
def test_search_that_finds_nothing_says_so(capsys: Captured, words: list[str]) -> None:
    assert catalog(["search", "xyzzy", *words]) == 1
    shown = capsys.readouterr()
    assert shown.out == ("[]\n" if words else "")
    assert "Nothing fits «xyzzy»" in shown.err


def test_show_has_the_exact_name_and_where_it_is_known_from(capsys: Captured) -> None:
    assert catalog(["show", "visma-finale"]) == 0
    facts = dict(line.split(":", 1) for line in capsys.readouterr().out.splitlines())
    found = bundled_catalogue().entries["visma-finale"]
    assert facts["applicationName"].strip() == found.application_name
    assert facts["officeKey"].strip() == "allowed"
    assert found.sources[0] in facts["sources"]


def test_what_is_unknown_is_said_to_be(capsys: Captured) -> None:
    assert catalog(["show", "huma"]) == 0
    assert "ownerNeeds:            unknown" in capsys.readouterr().out


def test_where_nothing_is_set_up_nothing_is_unknown(capsys: Captured) -> None:
    assert catalog(["show", "planday"]) == 0
    shown = capsys.readouterr().out
    assert "methods:               none: file export" in shown
    assert "applicationName" not in shown


def test_show_finds_by_alias_too(capsys: Captured) -> None:
    entry = next(entry for entry in bundled_catalogue().entries.values() if entry.aliases)
    assert catalog(["show", entry.aliases[0], "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == entry.name


def test_a_misspelt_id_gets_a_suggestion(capsys: Captured) -> None:
    assert catalog(["show", "hma"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Did you mean `huma`?" in shown.err


@pytest.mark.parametrize("words", [[], ["dance"], ["search"], ["show"], ["show", "--x"], ["list", "--format", "xml"]])
def test_usage_errors_are_1(capsys: Captured, words: list[str]) -> None:
    assert catalog(words) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Error: " in shown.err


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["search", "-h"]])
def test_help(capsys: Captured, words: list[str]) -> None:
    assert catalog(words) == 0
    assert capsys.readouterr().out.startswith("Usage: provisioner catalog")


def test_every_product_can_be_shown(capsys: Captured) -> None:
    for name in bundled_catalogue().entries:
        assert catalog(["show", name]) == 0
        assert capsys.readouterr().out.startswith("name: ")
