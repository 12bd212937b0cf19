"""`provisioner catalog`: finding what is known, and saying what is not."""

from __future__ import annotations

import json

import pytest

from provisioner.model.errors import UsageError
from provisioner_tripletex.catalog_command import catalog
from provisioner_tripletex.catalogue import bundled_catalogue
from tests.cli.driver import provisioner
from tests.plugins.asked import asked

Captured = pytest.CaptureFixture[str]


def test_list_has_every_product(capsys: Captured) -> None:
    assert catalog(asked("list")) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["ID", "PRODUCT", "METHODS", "OFFICE", "KEY", "APPLICATION", "NAME"]
    assert [line.split()[0] for line in lines[1:]] == list(bundled_catalogue().entries)


def test_list_as_json_is_as_a_person_would_write_it(capsys: Captured) -> None:
    assert catalog(asked("list", "--format", "json")) == 0
    documents = json.loads(capsys.readouterr().out)["integrations"]
    assert {document["kind"] for document in documents} == {"Integration"}
    assert len(documents) == len(bundled_catalogue().entries)


def test_search_takes_several_words_best_first(capsys: Captured) -> None:
    assert catalog(asked("search", "visma", "finale")) == 0
    rows = capsys.readouterr().out.splitlines()[1:]
    assert rows[0].split()[0] == "visma-finale"


@pytest.mark.parametrize("words", [[], ["--format", "json"]])
def test_search_that_finds_nothing_says_so(capsys: Captured, words: list[str]) -> None:
    with pytest.raises(UsageError, match="Nothing fits «xyzzy»") as caught:
        catalog(asked("search", "xyzzy", *words))
    out = capsys.readouterr().out
    assert (json.loads(out) if words else out) == ({"format_version": "1.0", "integrations": []} if words else "")
    assert caught.value.told_in("nb").summary == "Ingenting passer med «xyzzy»."


def test_show_has_the_exact_name_and_where_it_is_known_from(capsys: Captured) -> None:
    assert catalog(asked("show", "visma-finale")) == 0
    facts = dict(line.split(":", 1) for line in capsys.readouterr().out.splitlines())
    found = bundled_catalogue().entries["visma-finale"]
    assert facts["applicationName"].strip() == found.application_name
    assert facts["officeKey"].strip() == "allowed"
    assert found.sources[0] in facts["sources"]


def test_what_is_unknown_is_said_to_be(capsys: Captured) -> None:
    assert catalog(asked("show", "huma")) == 0
    assert "ownerNeeds:            unknown" in capsys.readouterr().out


def test_where_nothing_is_set_up_nothing_is_unknown(capsys: Captured) -> None:
    assert catalog(asked("show", "planday")) == 0
    shown = capsys.readouterr().out
    assert "methods:               none: file export" in shown
    assert "applicationName" not in shown


def test_show_finds_by_alias_too(capsys: Captured) -> None:
    entry = next(entry for entry in bundled_catalogue().entries.values() if entry.aliases)
    assert catalog(asked("show", entry.aliases[0], "--format", "json")) == 0
    assert json.loads(capsys.readouterr().out)["name"] == entry.name


def test_a_misspelt_id_gets_a_suggestion(capsys: Captured) -> None:
    with pytest.raises(UsageError) as caught:
        catalog(asked("show", "hma"))
    assert capsys.readouterr().out == ""
    assert caught.value.hint == "Did you mean `huma`?"
    assert caught.value.told_in("nb").hint == "Mente du `huma`?"


def test_the_list_speaks_the_language_it_is_asked_in(capsys: Captured) -> None:
    assert catalog(asked("list", language="nb")) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["ID", "PRODUKT", "METODER", "KONTORNØKKEL", "APPLIKASJONSNAVN"]
    assert any("ingen: filuttrekk" in line for line in lines)
    assert not any("unknown" in line for line in lines)


@pytest.mark.parametrize("words", [[], ["dance"], ["search"], ["show"], ["show", "--x"], ["list", "--format", "xml"]])
def test_usage_errors_are_1(capsys: Captured, words: list[str]) -> None:
    result = provisioner("catalog", *words)
    assert result.code == 1
    assert (capsys.readouterr().out, result.out) == ("", "")
    assert "Error: " in result.err or "Usage: provisioner catalog" in result.err


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["search", "-h"]])
def test_help(capsys: Captured, words: list[str]) -> None:
    assert catalog(asked(*words)) == 0
    assert capsys.readouterr().out.startswith("Usage: provisioner catalog")


def test_every_product_can_be_shown(capsys: Captured) -> None:
    for name in bundled_catalogue().entries:
        assert catalog(asked("show", name)) == 0
        assert capsys.readouterr().out.startswith("name: ")
