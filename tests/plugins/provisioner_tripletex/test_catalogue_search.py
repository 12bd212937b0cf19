"""Finding an entry: by id, by alias, by what a person remembers, and by a name written nearly right."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner_tripletex.catalogue import Catalogue, bundled_catalogue, from_manifest
from provisioner_tripletex.catalogue.search import plain, tight

BUNDLED = bundled_catalogue()


@pytest.mark.parametrize(
    ("written", "name"),
    [("zettle-visivo", "zettle-visivo"), ("zettle", "zettle-visivo"), ("finale", "visma-finale"), ("huma", "huma")],
)
def test_an_id_or_an_alias_finds_its_entry(written: str, name: str) -> None:
    found = BUNDLED.find(written)
    assert found is not None
    assert found.name == name


def test_a_near_miss_is_not_found() -> None:
    assert BUNDLED.find("Zettle") is None
    assert BUNDLED.find("zetle") is None
    assert BUNDLED.find("") is None


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("gronnjobb", "gronnjobb"),
        ("Grønn Jobb", "gronnjobb"),
        ("VISMA finale", "visma-finale"),
        ("connectmyapps", "shopify-connectmyapps"),
        ("zettle", "zettle-visivo"),
        ("GP Digital", "tipro"),
        ("påmelding", "pindena"),
        ("entman", "rentman-integrera"),
    ],
)
def test_search_finds_by_any_name(text: str, first: str) -> None:
    found = [entry.name for entry in BUNDLED.search(text)]
    assert found[0] == first


def test_search_by_category_in_either_language() -> None:
    norwegian = [entry.name for entry in BUNDLED.search("inkasso")]
    assert norwegian == [entry.name for entry in BUNDLED.search("debt collection")]
    assert norwegian == ["kravia", "kredin", "visma-amili"]


def test_search_is_best_first_then_by_id() -> None:
    assert [entry.name for entry in BUNDLED.search("shopify")] == ["shopify-connectmyapps", "shopify-integrera"]
    assert BUNDLED.search("busy")[0].name == "busy"
    assert BUNDLED.search("no such product") == ()


def test_an_empty_search_lists_all_by_id() -> None:
    assert [entry.name for entry in BUNDLED.search(" ")] == sorted(BUNDLED.entries)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("zetle", ["zettle-visivo"]),
        ("vismafinale", ["visma-finale"]),
        ("Visma Finale", ["visma-finale"]),
        ("tamigo_vaktplan", ["tamigo"]),
        ("GRONNJOBB", ["gronnjobb"]),
        ("hubspott", ["hubspot-cloudify"]),
        ("shopify", ["shopify-connectmyapps", "shopify-integrera"]),
        ("qqqqqq", []),
        ("", []),
        ("?!", []),
    ],
)
def test_suggestions(written: str, names: list[str]) -> None:
    assert [entry.name for entry in BUNDLED.suggest(written)] == names


def test_a_suggestion_is_never_more_than_three() -> None:
    assert all(len(BUNDLED.suggest(word)) <= 3 for word in ("a", "s", "e", "in", "plan", "flow"))


@pytest.mark.parametrize(
    ("written", "right", "exact"),
    [
        ("VismaFinale", "VismaFinale", True),
        ("vismafinale", "VismaFinale", False),
        ("Visma Finale", "VismaFinale", False),
        ("kredin", "KREDIN", False),
        ("sonya_as", "Sonya_AS", False),
        ("GrønnJobb", "GrønnJobb", True),
        ("gronnjobb", "GrønnJobb", False),
    ],
)
def test_an_application_name_written_nearly_right(written: str, right: str, exact: bool) -> None:
    match = BUNDLED.match_application_name(written)
    assert match is not None
    assert (match.right, match.exact) == (right, exact)


def test_another_application_name_is_no_match() -> None:
    assert BUNDLED.match_application_name("KassaPluss_Prod") is None
    assert BUNDLED.match_application_name("Huma2") is None


def test_the_other_form_of_a_letter_is_not_exact() -> None:
    own = Catalogue({}).with_own([from_manifest({"name": "a", "applicationName": "Kafé"})])
    match = own.match_application_name(unicodedata.normalize("NFD", "Kafé"))
    assert match is not None
    assert match.right == "Kafé"
    assert not match.exact


def test_an_exact_name_wins_over_one_that_is_nearly_so() -> None:
    own = Catalogue({}).with_own(
        from_manifest({"name": name, "applicationName": application})
        for name, application in (("a", "KASSA"), ("b", "Kassa"))
    )
    match = own.match_application_name("Kassa")
    assert match is not None
    assert (match.facts.name, match.exact) == ("b", True)


def test_the_firms_own_entry_replaces_a_bundled_one_as_a_whole() -> None:
    own = from_manifest({"name": "huma", "methods": ["menu"]})
    merged = BUNDLED.with_own([own])
    assert merged.entries["huma"] == own
    assert merged.entries["huma"].application_name is None
    assert not merged.entries["huma"].bundled
    assert BUNDLED.entries["huma"].bundled
    assert list(merged.entries) == sorted(merged.entries)


def test_an_alias_that_two_claim_is_told() -> None:
    own = from_manifest({"name": "zettle", "aliases": ["finale"]})
    merged = BUNDLED.with_own([own])
    assert merged.alias_clashes() == (
        ("finale", ("visma-finale", "zettle")),
        ("zettle", ("zettle", "zettle-visivo")),
    )
    assert merged.find("zettle") == own


def test_plain_and_tight() -> None:
    assert plain("  Grønn-JOBB\u00a0AS ") == "gronn jobb as"
    assert tight("Påmeldings_system") == "pameldingssystem"


@pytest.mark.parametrize("text", ["\U0001d5a0", "\ufb03", "\u0149", "\u0130", "\u2167", "\u338f Å", "\u1fb3\u0308"])
def test_plain_is_a_resting_point_for_signs_that_come_apart(text: str) -> None:
    assert plain(plain(text)) == plain(text) != ""
    assert plain(text) == plain(text.casefold())


@given(st.text(max_size=40))
def test_plain_is_a_resting_point_and_nothing_makes_the_search_fail(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert set(BUNDLED.suggest(text)) <= set(BUNDLED.entries.values())
    assert set(BUNDLED.search(text)) <= set(BUNDLED.entries.values())
