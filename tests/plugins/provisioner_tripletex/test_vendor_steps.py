"""A vendor's own steps, which people read in the language of their project."""

from __future__ import annotations

import re

import pytest

from provisioner_tripletex.catalogue import bundled_catalogue
from provisioner_tripletex.catalogue.facts import HandoffFacts, from_manifest
from provisioner_tripletex.catalogue.writing import as_manifest
from tests.plugins.provisioner_tripletex.bench import PER, Bench, request_of

WITH_STEPS = [
    entry for entry in bundled_catalogue().entries.values() if entry.handoff is not None and entry.handoff.steps
]


def test_every_step_of_the_catalogue_is_there_in_both_languages() -> None:
    assert len(WITH_STEPS) > 20
    for entry in WITH_STEPS:
        assert entry.handoff is not None
        ours, theirs = entry.handoff.steps_in("en"), entry.handoff.steps_in("nb")
        assert len(ours) == len(theirs) > 0, entry.name
        assert not set(ours) & set(theirs), entry.name
        # A label of the vendor's screen that were translated could not be found on it.
        assert re.findall("«[^»]+»", " ".join(ours)) == re.findall("«[^»]+»", " ".join(theirs)), entry.name


@pytest.mark.parametrize(("language", "begins"), [("en", "In Shopbox Backoffice"), ("nb", "I Shopbox Backoffice")])
def test_what_is_handed_over_is_told_in_the_language_of_the_project(language: str, begins: str) -> None:
    bench = Bench(language=language)
    desired = bench.wanted(request_of({"shopbox": {**PER, "permissions": "same-as-owner"}}), "user_key")
    assert desired.handoff is not None
    assert desired.handoff.steps[0].startswith(begins)


def test_steps_that_are_written_once_are_read_as_they_are_in_every_language() -> None:
    own = HandoffFacts(steps=("Lim inn.",))
    assert own.steps_in("en") == own.steps_in("nb") == ("Lim inn.",)


def test_both_languages_survive_being_written_and_read() -> None:
    for entry in WITH_STEPS:
        written = as_manifest(entry)
        assert isinstance(written["handoff"], dict)
        assert set(written["handoff"]["steps"]) == {"en", "nb"}
        assert from_manifest(written).handoff == entry.handoff
