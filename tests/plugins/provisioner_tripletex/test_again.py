"""What is taken from a declaration that was expanded before is what expanding this one would have given."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provisioner.model.diagnostics import has_errors
from provisioner.spi.provider import ExpandRequest, Expansion
from provisioner_tripletex.again import Again
from provisioner_tripletex.catalogue import bundled_catalogue
from provisioner_tripletex.entitlements import load_entitlements
from provisioner_tripletex.expand import expand
from provisioner_tripletex.scene import Kept, Knowledge
from tests.plugins.provisioner_tripletex.bench import ATTACHED, FINALE, KARI, PER, Body, request_of

CATALOGUE = bundled_catalogue()
ENTITLEMENTS = load_entitlements()
OTHER = {"owner": {"employee": "Leder@Havn.example"}}
HUMA = {**PER, "validFor": "365d"}


def knowledge(*, by_hand: bool = True) -> Knowledge:
    return Knowledge(CATALOGUE, ENTITLEMENTS, lambda kind, held: by_hand, Kept())


def anew(request: ExpandRequest) -> Expansion:
    """Without any memory."""
    return expand(request, knowledge())


class Counting(Again):
    """Counts what was known."""

    hits = 0

    def expanded(self, *asked):  # type: ignore[no-untyped-def]  # as it is
        found = super().expanded(*asked)
        self.hits += found is not None
        return found


def remembering() -> tuple[Knowledge, Counting]:
    counting = Counting()
    known = knowledge()
    return replace(known, kept=replace(known.kept, again=counting)), counting


def one(body: Body, name: str = "huma", label: str = "nordlys-bakeri") -> ExpandRequest:
    return request_of({name: body}, label=label, keys=FINALE)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (HUMA, {**OTHER, "validFor": "365d"}),
        ({**HUMA, "keyName": "Huma Nordlys"}, {**OTHER, "validFor": "365d", "keyName": "  Huma Havn "}),
        (
            {**HUMA, "rotateBefore": "30d", "adopt": True},
            {**OTHER, "validFor": "365d", "rotateBefore": "30d", "adopt": True},
        ),
        ({**HUMA, "handoff": {"channel": "phone"}}, {**OTHER, "validFor": "365d", "handoff": {"channel": "phone"}}),
        ({**HUMA, "integration": "svenn", "method": "custom-key", "permissions": "all"},) * 2,
    ],
    ids=["owner", "key-name", "flags", "handoff", "rights"],
)
def test_one_like_it_is_taken_from_memory(first: Body, then: Body) -> None:
    known, counting = remembering()
    if has_errors(expand(one(first), known).diagnostics):
        pytest.fail("the first is to be right")
    other = one(then, label="fjellsport")
    found = expand(other, known)
    assert found == anew(other)
    assert counting.hits == 1


@pytest.mark.parametrize(
    ("name", "body"),
    [("shopify-connectmyapps", None), ("visma-finale", ATTACHED["visma-finale"])],
    ids=["menu", "access"],
)
def test_what_has_no_owner_is_remembered_too(name: str, body: Body) -> None:
    known, counting = remembering()
    body = body or {"agreement": {"acceptedBy": "kari@fjord.example", "authority": "avtale 2026-03"}}
    first, other = one(body, name), one(body, name, "fjellsport")
    other = replace(other, office=first.office)
    expand(first, known)
    assert expand(other, known) == anew(other)
    assert counting.hits == 1


def test_what_is_written_elsewhere_has_its_own_places() -> None:
    known, _ = remembering()
    expand(one(HUMA), known)
    moved = request_of({"busy": HUMA, "huma": {"note": "n", **HUMA}, "gripr": HUMA})
    assert expand(moved, known) == anew(moved)


@pytest.mark.parametrize(
    "then",
    [
        {"owner": {"employee": "nobody"}, "validFor": "365d"},
        {"owner": {"employee": ""}, "validFor": "365d"},
        {"owner": {"contact": "per@nordlys.example"}, "validFor": "365d"},
        {**HUMA, "validFor": "366d"},
        {**HUMA, "adopt": True},
        {**HUMA, "adopt": 1},
        {**HUMA, "keyName": " "},
        {**HUMA, "keyName": {"exact": "X"}},
        {**HUMA, "integration": "nothing"},
    ],
)
def test_whatever_differs_is_looked_at(then: Body) -> None:
    known, counting = remembering()
    expand(one(HUMA), known)
    expand(one({**HUMA, "keyName": "A"}), known)
    other = one(then, label="fjellsport")
    assert expand(other, known) == anew(other)
    assert counting.hits == 0


def test_a_mistake_is_never_remembered() -> None:
    known, counting = remembering()
    wrong = one({"owner": {"employee": "nobody"}, "validFor": "365d"})
    assert expand(wrong, known) == expand(wrong, known) == anew(wrong)
    assert counting.hits == 0


def test_another_day_and_another_catalogue_are_another_matter() -> None:
    known, counting = remembering()
    request = one(HUMA)
    expand(request, known)
    later = replace(request, now=request.now + timedelta(days=1))
    assert expand(later, known) == anew(later)
    expand(request, replace(known, catalogue=CATALOGUE.with_own(())))
    assert counting.hits == 0


def test_a_name_of_the_companys_own_is_the_companys_own() -> None:
    """`kassa` has no name in the catalogue: such a key is named after the product and the company."""
    known, _ = remembering()
    for label in ("nordlys-bakeri", "fjellsport"):
        for name in ("svenn", "plecto", "huma", "tamigo"):
            body = {**PER, "validFor": "365d", "method": "custom-key" if name in ("svenn", "plecto") else "user-key"}
            request = one({**body, "permissions": "all"} if name in ("svenn", "plecto") else body, name, label)
            assert expand(request, known) == anew(request)


NAMES = st.sampled_from(["huma", "tamigo", "svenn", "shopbox", "visma-finale", "zapier", "nobody", "zettle"])
OWNERS = st.sampled_from(
    [PER["owner"], KARI["owner"], OTHER["owner"], {"employee": "x"}, {"contact": "a@b.c", "of": "d"}, {}]
)
BODIES = st.fixed_dictionaries(
    {},
    optional={
        "owner": OWNERS,
        "method": st.sampled_from(["user-key", "custom-key", "menu", "office-key"]),
        "keyName": st.sampled_from(["A", "B ", "", "Visma Finale", {"exact": "C"}, {"suggested": ""}, None]),
        "validFor": st.sampled_from(["365d", "52w", "1d", "soon"]),
        "expires": st.sampled_from(["2027-12-31", "2026-11-22"]),
        "rotateBefore": st.sampled_from(["30d", "400d"]),
        "permissions": st.sampled_from(["all", "same-as-owner", "template", ["Faktura"], [1, 2]]),
        "access": st.just("STANDARD_PRIVILEGES_ACCOUNTANT"),
        "adopt": st.sampled_from([True, False, 1]),
        "integration": st.sampled_from(["huma", "tamigo"]),
        "applicationName": st.sampled_from(["Huma", "huma", "Mine"]),
        "confirmedByVendor": st.just({"by": "a@b.c", "on": "2026-11-20"}),
    },
)
LABELS = st.sampled_from(["nordlys-bakeri", "fjellsport"])


@settings(max_examples=120, deadline=None)
@given(drawn=st.lists(st.tuples(NAMES, BODIES, LABELS), min_size=2, max_size=5))
def test_memory_makes_no_difference(drawn: list[tuple[str, Body, str]]) -> None:
    known, _ = remembering()
    office = request_of(keys=FINALE).office
    for name, body, label in (*drawn, *((name, body, "fjellsport") for name, body, _ in drawn)):
        request = replace(one(body, name, label), office=office)
        assert expand(request, known) == anew(request)
