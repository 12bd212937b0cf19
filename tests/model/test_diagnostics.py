"""Diagnostics carry their words in both languages and sort by where they were written."""

from __future__ import annotations

from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import (
    Diagnostic,
    Phrase,
    Place,
    Severity,
    SourceRange,
    Text,
    Vocabulary,
    has_errors,
    sort_unique,
)

WORDS = Vocabulary(
    {
        "lost": Phrase(
            Severity.ERROR,
            en=Text("The key {name} is lost.", "A {{brace}}.", "Make {name} again."),
            nb=Text("Nøkkelen {name} er tapt.", hint="Lag {name} på nytt."),
        ),
        "counted": Phrase(
            Severity.INFO,
            en=Text("{count} {count:key|keys}, {count:04}."),
            nb=Text("{count} {count:nøkkel|nøkler}, {count:04}."),
        ),
        "fyi": Phrase(Severity.INFO, en=Text("Nothing."), nb=Text("Ingenting.")),
    }
)


def test_a_vocabulary_fills_both_languages() -> None:
    address = Address.parse("client/a/user_key/huma")
    found = WORDS("lost", Place(address=address), name="huma")
    assert (found.summary, found.hint) == ("The key huma is lost.", "Make huma again.")
    assert found.text.detail == "A {brace}."
    assert found.told_in("nb") == Text("Nøkkelen huma er tapt.", "", "Lag huma på nytt.")
    assert found.told_in("en") == found.told_in("de") == found.text
    assert found.concerns == AccountRef.client("a")
    assert WORDS("fyi", Place(account=AccountRef.office())).concerns == AccountRef.office()
    assert WORDS("fyi").concerns is None


def test_words_agree_with_the_numbers_that_they_hold() -> None:
    told = [WORDS("counted", count=count).told_in(language).summary for language in ("en", "nb") for count in (1, 0)]
    assert told == ["1 key, 0001.", "0 keys, 0000.", "1 nøkkel, 0001.", "0 nøkler, 0000."]


def test_a_place_is_given_once() -> None:
    here, there = SourceRange("a.yaml", 1, 2), SourceRange("b.yaml", 3, 4)
    assert WORDS("fyi").at(here).source == here
    assert WORDS("fyi", Place(source=there)).at(here).source == there
    assert str(there) == "b.yaml:3:4"


def test_sorting_goes_by_file_line_and_gravity_and_drops_twins() -> None:
    first = WORDS("fyi", Place(source=SourceRange("a.yaml", 1, 1)))
    grave = WORDS("lost", Place(source=SourceRange("a.yaml", 1, 1)), name="x")
    later = WORDS("lost", Place(source=SourceRange("a.yaml", 9, 1)), name="x")
    nowhere = WORDS("lost", name="y")
    assert sort_unique([nowhere, later, first, grave, later]) == (grave, first, later, nowhere)


def test_only_errors_are_errors() -> None:
    assert has_errors([WORDS("fyi"), WORDS("lost", name="x")])
    assert not has_errors([WORDS("fyi"), Diagnostic("w", Severity.WARNING, Text("w"))])
    assert [severity.rank for severity in Severity] == [0, 1, 2]
