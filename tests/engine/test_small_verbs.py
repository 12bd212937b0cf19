"""Differences, orders, references and words."""

from __future__ import annotations

import string
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.engine.diff import acts, agrees, diff, still_wanted
from provisioner.engine.graph import check_cycles, closure, references, rings, topological
from provisioner.engine.resolve import digest, lookup, resolve, stamp
from provisioner.engine.words import WORDS
from provisioner.model.address import Address
from provisioner.model.diagnostics import Severity
from provisioner.model.plan import ChangeKind
from provisioner.model.values import FrozenMap, Unknown, Value, attributes, same
from provisioner.testing.strategies import KEY as KEY_TYPE
from provisioner.testing.strategies import values
from tests.engine.making import ACCESS, CLIENT, KEY, KEY_ATTRIBUTES, MODULE, OFFICE_KEY, entry, place, wanted


def names(before: Mapping[str, object], after: Mapping[str, object]) -> list[tuple[str, ChangeKind]]:
    return [(found.name, found.kind) for found in diff(KEY_TYPE, attributes(**before), attributes(**after))]


def test_a_difference_asks_for_what_its_role_says_in_the_types_order() -> None:
    everything = {"keyName": "b", "setup": "b", "rights": "b", "application": "b", "tokenId": 2, "token": "b", "x": 1}
    before = dict.fromkeys(everything, "a")
    assert names(before, everything) == [
        ("application", ChangeKind.REPLACE),
        ("rights", ChangeKind.UPDATE),
        ("setup", ChangeKind.REPLACE),
        ("keyName", ChangeKind.NOTED),
    ]
    assert [found.name for found in acts(diff(KEY_TYPE, attributes(**before), attributes(**everything)))] == [
        "application",
        "rights",
        "setup",
    ]


@pytest.mark.parametrize(
    ("before", "after", "differs"),
    [(1, True, True), (1, 1.0, True), ("a", "a", False), (None, None, False), (None, "a", True), ("a", None, True)],
)
def test_values_are_compared_with_their_type(before: object, after: object, differs: bool) -> None:
    assert bool(names({"rights": before}, {"rights": after})) is differs


def test_what_is_not_spoken_of_is_left_and_what_is_unknown_differs() -> None:
    assert names({"rights": "a"}, {}) == []
    assert names({"rights": "a"}, {"rights": Unknown()}) == [("rights", ChangeKind.UPDATE)]
    assert names({}, {"setup": Unknown()}) == [("setup", ChangeKind.REPLACE)]
    assert names({}, {"keyName": "a"}) == []
    assert names({"keyName": "a"}, {"keyName": Unknown()}) == []


def test_what_was_asked_is_still_wanted_apart_from_the_moment_of_creation() -> None:
    asked = KEY_ATTRIBUTES
    assert still_wanted(KEY_TYPE, asked, asked.with_items({"keyName": "new", "tokenId": 7}))
    assert still_wanted(KEY_TYPE, asked, asked.with_items({"rights": Unknown()}))
    assert not still_wanted(KEY_TYPE, asked, asked.with_items({"rights": "few"}))
    assert not still_wanted(KEY_TYPE, asked, asked.without("setup"))


@given(values(), values())
def test_agreeing_is_being_the_same_once_all_is_known(left: Value, right: Value) -> None:
    assert agrees(left, left)
    assert agrees(left, right) == agrees(right, left)
    assert agrees(left, right) or not same(left, right)
    assert agrees(left, Unknown())


@given(values(), values())
def test_a_stamp_tells_values_apart_as_same_does(left: Value, right: Value) -> None:
    known = resolve(left, lambda unknown: None), resolve(right, lambda unknown: None)
    assert (stamp(known[0]) == stamp(known[1])) == same(*known)


def test_a_digest_tells_its_parts_apart() -> None:
    assert digest(["a", "b"]) != digest(["ab"])
    assert len(digest([])) == 64


def test_a_reference_is_an_attribute_an_id_or_a_number() -> None:
    of = entry()
    assert lookup(of, "rights") == "all"
    assert lookup(of, "native_id") == "k1-1"
    assert lookup(of, "generation") == 1
    assert lookup(of, "keyId") is None


def test_references_are_found_at_any_depth() -> None:
    inner: Value = FrozenMap({"b": Unknown(OFFICE_KEY, "y")})
    value: Value = FrozenMap({"a": (Unknown(KEY, "x"), inner), "c": Unknown(), "d": 1})
    assert references(value) == {KEY, OFFICE_KEY}


def order(needs: dict[str, list[str]]) -> tuple[str, ...]:
    return topological(needs, lambda node: (0, node))


def test_needs_come_first_and_ties_fall_by_rank() -> None:
    assert order({"a": ["z"], "b": [], "z": [], "c": ["missing", "c"]}) == ("b", "c", "z", "a")
    assert topological({"a": [], "b": []}, lambda node: (-ord(node), node)) == ("b", "a")


def test_a_ring_comes_last_and_whole() -> None:
    assert order({"a": ["b"], "b": ["a"], "c": ["a"], "d": []}) == ("d", "a", "b", "c")


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3)))
def test_an_order_is_whole_and_keeps_every_need_outside_rings(needs: dict[str, list[str]]) -> None:
    found = order(needs)
    assert sorted(found) == sorted(needs)
    spelled = {
        Address(CLIENT, "x", node): [Address(CLIENT, "x", need) for need in wanted] for node, wanted in needs.items()
    }
    without_self = {node: [need for need in wanted if need != node] for node, wanted in spelled.items()}
    if not rings(without_self):
        for node, wanted in needs.items():
            for need in wanted:
                assert need == node or need not in needs or found.index(need) < found.index(node)


def test_a_ring_is_named_from_its_lowest_address() -> None:
    assert rings({KEY: [ACCESS], ACCESS: [MODULE], MODULE: [KEY]}) == ((ACCESS, MODULE, KEY),)
    assert rings({KEY: [KEY]}) == ((KEY,),)
    assert rings({KEY: [ACCESS, MODULE], ACCESS: [MODULE], MODULE: []}) == ()
    (told,) = check_cycles([wanted(KEY, None, ACCESS), wanted(ACCESS, None, KEY)])
    assert (told.address, told.source) == (ACCESS, place(3))
    assert told.text.detail == f"{ACCESS} -> {KEY} -> {ACCESS}"


def test_a_closure_is_all_that_can_be_reached() -> None:
    edges = {KEY: [MODULE], ACCESS: [KEY], MODULE: [KEY]}
    assert closure([KEY], edges) == {KEY, MODULE}
    assert closure([], edges) == frozenset()
    assert closure([OFFICE_KEY], edges) == {OFFICE_KEY}


@pytest.mark.parametrize("code", sorted(WORDS.phrases))
def test_every_code_has_words_in_both_languages_with_the_same_gaps(code: str) -> None:
    phrase = WORDS.phrases[code]
    assert code == code.lower()
    assert " " not in code
    gaps = []
    for text in (phrase.en, phrase.nb):
        assert text.summary
        assert phrase.severity is Severity.INFO or text.hint
        parts = (text.summary, text.detail, text.hint)
        found = {name for part in parts for _, name, _, _ in string.Formatter().parse(part) if name}
        gaps.append({name.removesuffix("_nb") for name in found})
    assert gaps[0] == gaps[1]
    filled = WORDS(code, None, **dict.fromkeys([*gaps[0], *(f"{name}_nb" for name in gaps[0])], "7"))
    assert "{" not in f"{filled.text}{filled.told_in('nb')}"
    assert filled.text != filled.told_in("nb")
