"""Deep merge: precedence, origins, conflicts."""

from __future__ import annotations

from itertools import permutations

import pytest

from provisioner.engine.merge import Conflict, Layer, merge
from provisioner.model.values import FrozenMap, Node, Value, plain
from tests.engine.making import place

Tree = dict[str, "Tree"] | list[object] | str | int | bool | None


def node(tree: object, line: int) -> Node:
    """`tree` with every part written on `line`."""
    if isinstance(tree, dict):
        return Node(FrozenMap({key: node(child, line) for key, child in tree.items()}), place(line))
    if isinstance(tree, list):
        return Node(tuple(node(child, line) for child in tree), place(line))
    assert tree is None or isinstance(tree, (str, int, bool))
    return Node(tree, place(line))


def layers(*said: tuple[int, object]) -> list[Layer]:
    return [Layer(rank, f"layer {line}", node(tree, line)) for line, (rank, tree) in enumerate(said, start=1)]


def merged(*said: tuple[int, object]) -> tuple[Value, tuple[Conflict, ...]]:
    """The tree and the conflicts, the same in whatever order the layers come."""
    results = {merge(order) for order in permutations(layers(*said))}
    assert len(results) == 1
    tree, conflicts = results.pop()
    return plain(tree), conflicts


def test_the_higher_wins_field_by_field() -> None:
    said = ((1, {"a": 1, "b": {"c": 1, "d": 1}}), (2, {"b": {"d": 2, "e": 2}}), (3, {"b": {"e": 3}}))
    tree, conflicts = merged(*said)
    assert tree == FrozenMap({"a": 1, "b": FrozenMap({"c": 1, "d": 2, "e": 3})})
    assert conflicts == ()
    found, _ = merge(layers(*said))
    lines = {path: found.get(*path.split(".")) for path in ("a", "b.c", "b.d", "b.e", "b")}
    assert {path: one.origin.line for path, one in lines.items() if one is not None and one.origin is not None} == {
        "a": 1,
        "b.c": 1,
        "b.d": 2,
        "b.e": 3,
        "b": 3,
    }


def test_lists_and_scalars_replace() -> None:
    assert merged((1, {"a": [1, 2]}), (2, {"a": [3]}))[0] == FrozenMap({"a": (3,)})
    assert merged((1, {"a": {"b": 1}}), (2, {"a": "x"}))[0] == FrozenMap({"a": "x"})
    assert merged((1, {"a": "x"}), (2, {"a": {"b": 1}}))[0] == FrozenMap({"a": FrozenMap({"b": 1})})
    below = merged((1, {"a": {"z": 1}}), (2, {"a": "x"}), (3, {"a": {"b": 1}}))[0]
    assert below == FrozenMap({"a": FrozenMap({"b": 1})})


def test_an_empty_mapping_says_nothing_more() -> None:
    assert merged((1, {"a": 1}), (2, {}))[0] == FrozenMap({"a": 1})


@pytest.mark.parametrize(
    ("one", "other"),
    [("x", "y"), (1, True), (1, "1"), ([1], [1, 2]), ("x", {"b": 1}), (None, "x")],
)
def test_two_of_one_rank_that_disagree_are_a_conflict(one: object, other: object) -> None:
    _, conflicts = merged((1, {"a": {"f": one}}), (1, {"a": {"f": other}}))
    (found,) = conflicts
    assert (found.path, {found.first, found.second}) == (("a", "f"), {"layer 1", "layer 2"})
    assert {where.line for where in found.places} == {1, 2}


def test_two_of_one_rank_that_agree_are_none() -> None:
    tree, conflicts = merged((1, {"a": {"b": 1}}), (1, {"a": {"b": 1, "c": 2}}))
    assert (tree, conflicts) == (FrozenMap({"a": FrozenMap({"b": 1, "c": 2})}), ())


def test_something_above_settles_it() -> None:
    tree, conflicts = merged((1, {"a": 1}), (1, {"a": 2}), (2, {"a": 3}))
    assert (tree, conflicts) == (FrozenMap({"a": 3}), ())
    _, half = merged((1, {"a": {"b": 1}}), (1, {"a": "x"}), (2, {"a": {"c": 3}}))
    assert [found.path for found in half] == [("a",)]


def test_three_that_disagree_are_each_named() -> None:
    _, conflicts = merged((1, {"a": 1}), (1, {"a": 2}), (1, {"a": 3}))
    assert {found.second for found in conflicts} == {"layer 2", "layer 3"}
