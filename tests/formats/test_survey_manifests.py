"""Manifests of what was said: what clients share becomes profiles, and each client says what is its own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.formats.survey.bundles import FEW, bundled
from provisioner.formats.survey.manifests import Request, Written, manifests_of
from provisioner.formats.survey.naming import client_names
from provisioner.formats.survey.nouns import Answer, Company, KeyLine, Survey
from provisioner.formats.yaml_style import restyle
from provisioner.model.values import FrozenMap
from tests.formats.survey_made import NOT_THERE, SURVEY, THERE, UNKNOWN, company, edited, read

NUMBERS = ("312345676", "310000019", "310000027", "310000035", "310000043", "310000051")


def written(*said: dict[str, Answer], keys: tuple[KeyLine, ...] = (), alone: bool = True, **labels: str) -> Written:
    """The manifests of companies with these answers, `client-1` and so on."""
    companies = [
        company(f"client-{place}", NUMBERS[place - 1], each, **(labels if place % 2 else {}))
        for place, each in enumerate(said, start=1)
    ]
    products = tuple(
        replace(one, said=FrozenMap({"agreement.acceptedBy": "kari@fjord.example"})) if one.id == "nettbutikk" else one
        for one in SURVEY.products
    )
    return manifests_of(Request(Survey(products, tuple(companies), keys), "status.xlsx", alone=alone))


HUMA = {"huma": THERE}
BOTH = {"huma": NOT_THERE, "nettbutikk": UNKNOWN}


def test_what_all_have_is_a_profile_for_all_and_a_label_chooses_another() -> None:
    found = written(BOTH, HUMA, BOTH, HUMA, BOTH, HUMA, bransje="handel")
    assert found.diagnostics == ()
    assert sorted(name for name in found.files if name.startswith("profiles/")) == [
        "profiles/handel.yaml",
        "profiles/huma.yaml",
    ]
    assert found.files["profiles/huma.yaml"] == (
        "kind: Profile\nname: huma\nselector: {}\nintegrations:\n"
        "  huma:\n    method: user-key\n    owner: {employee: kari@fjord.example}\n"
    )
    assert found.files["profiles/handel.yaml"] == (
        "kind: Profile\nname: handel\nselector: {bransje: handel}\nintegrations:\n"
        "  nettbutikk:\n    integration: shopify\n    method: menu\n    agreement: {acceptedBy: kari@fjord.example}\n"
    )
    assert found.files["clients/client-1.yaml"] == (
        "kind: Client\nname: client-1\ndisplayName: Client-1 AS\norganizationNumber: 312 345 676\n"
        "labels: {bransje: handel}\n"
    )


def test_where_there_are_other_clients_no_selector_reaches_them() -> None:
    found = written(HUMA, HUMA, HUMA, alone=False)
    assert "selector" not in found.files["profiles/huma.yaml"]
    assert "profiles: [huma]\n" in found.files["clients/client-2.yaml"]


def test_too_few_for_a_profile_say_it_themselves() -> None:
    found = written(HUMA, HUMA, {}, {})
    assert found.profiles == 0
    assert (
        "  huma:\n    method: user-key\n    owner: {employee: kari@fjord.example}\n"
        in (found.files["clients/client-1.yaml"])
    )
    assert "integrations" not in found.files["clients/client-3.yaml"]


def test_names_that_follow_a_pattern_become_a_template_and_others_stay_with_the_client() -> None:
    keys = tuple(
        KeyLine(f"client-{place}", "huma", FrozenMap({"keyName": name, "owner.employee": owner}), held)
        for place, name, owner, held in (
            (1, "Huma Client-1 AS", "kari@fjord.example", ""),
            (2, "Huma Client-2 AS", "per@client.example", "Per"),
            (3, "Noe annet", "kari@fjord.example", ""),
            (4, "Huma Client-4 AS", "kari@fjord.example", ""),
        )
    )
    found = written(HUMA, HUMA, HUMA, HUMA, keys=keys).files
    assert '    keyName: "Huma {{ client.displayName }}"\n' in found["profiles/huma.yaml"]
    assert "integrations" not in found["clients/client-1.yaml"]
    own = "integrations:\n  huma:\n    owner: {employee: per@client.example}\n    note: Per\n"
    assert found["clients/client-2.yaml"].endswith(own)
    assert found["clients/client-3.yaml"].endswith("integrations:\n  huma:\n    keyName: Noe annet\n")


def test_every_file_is_in_the_style_and_holds_what_it_says() -> None:
    odd = Company("=1", '=1+1 "AS" # nei: {ja}', "312345676", answers=FrozenMap(HUMA))
    found = manifests_of(Request(Survey(SURVEY.products, (odd,))))
    for name, text in found.files.items():
        assert restyle(text, name) == (text, ())
    assert "displayName: " in found.files["clients/=1.yaml"]


def test_what_a_declaration_needs_is_asked_for_once_with_its_cell() -> None:
    survey = read(edited(lambda workbook: workbook["Integrasjoner"].__setitem__("D2", None))).survey
    found = manifests_of(Request(survey, "status.xlsx", "nb")).diagnostics
    assert [(one.code, one.source.column if one.source else 0) for one in found] == [
        ("survey-missing-each", 4),
        ("survey-missing", 6),
    ]
    assert "Integrasjoner!D2: Huma trenger «Eier», og 1 av klientene" in found[0].told_in("nb").summary
    assert "Integrasjoner!F3" in found[1].summary
    assert "«Nøkler»" in found[0].told_in("nb").hint
    assert found[1].told_in("nb").hint == "Skriv det her.", "the sheet of single keys has no such column"


@pytest.mark.parametrize(
    ("companies", "names"),
    [
        (["Nordlys Bakeri AS"], ["nordlys-bakeri"]),
        (["Nordlys AS", "Nordlys ANS"], ["nordlys-as", "nordlys-ans"]),
        (["Nordlys AS", "Nordlys AS"], ["nordlys-as-312345676", "nordlys-as-310000019"]),
        (["CON AS"], ["con-as"]),
        (["株式会社"], ["312345676"]),
        (["AS"], ["as"]),
        ([f"Største {'Kjøleanlegg ' * 6}AS"], ["storste-kjoleanlegg-kjoleanlegg-kjoleanlegg-kjoleanlegg"]),
        (
            [f"Største {'Kjøleanlegg ' * 6}{place} AS" for place in "12"],
            [f"storste-kjoleanlegg-kjoleanlegg-kjoleanlegg-{number}" for number in NUMBERS[:2]],
        ),
        (["Å" * 90 + " AS"], ["a" * 63]),
    ],
)
def test_clients_are_called_what_people_call_them(companies: list[str], names: list[str]) -> None:
    made = client_names(Company("", name, number) for name, number in zip(companies, NUMBERS, strict=False))
    assert [one.name for one in made] == names


having = st.dictionaries(st.text("abcd", min_size=1, max_size=3), st.frozensets(st.sampled_from("uvwxyz")), max_size=14)


@given(having)
def test_bundles_and_the_rest_are_exactly_what_each_has(having: dict[str, frozenset[str]]) -> None:
    found = bundled(having)
    for name, things in having.items():
        parts = [found.bundles[place] for place in found.given[name]] + [found.rest[name]]
        assert frozenset().union(*parts) == things
        assert sum(map(len, parts)) == len(things), "nothing is said twice"
    for place in range(len(found.bundles)):
        assert sum(place in given for given in found.given.values()) >= FEW
    backwards = bundled(dict(reversed(having.items())))
    assert (backwards.bundles, backwards.rest) == (found.bundles, found.rest)
