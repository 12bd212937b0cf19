"""Values are frozen, compare type-strictly and never hold a secret."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.model.address import Address
from provisioner.model.diagnostics import SourceRange
from provisioner.model.secrets import Sensitive
from provisioner.model.values import (
    FrozenMap,
    Node,
    SecretRef,
    Unknown,
    Value,
    attributes,
    freeze,
    is_known,
    plain,
    same,
    thaw,
    unthaw,
)

KEY = Address.parse("office/office_key/finale")
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text())
leaves: st.SearchStrategy[Value] = st.one_of(
    scalars, st.just(Unknown(KEY, "id")), st.just(Unknown()), st.text().map(SecretRef)
)
values: st.SearchStrategy[Value] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple), st.dictionaries(st.text(min_size=1), inner, max_size=3).map(FrozenMap)
    ),
    max_leaves=8,
)


@given(values)
def test_thawing_and_back_loses_nothing(value: Value) -> None:
    back = unthaw(thaw(value))
    assert back == value
    assert same(back, value) or not is_known(value)


@given(values)
def test_a_known_value_is_the_same_as_itself(value: Value) -> None:
    assert same(value, value) is is_known(value)


@pytest.mark.parametrize(("left", "right"), [(1, True), (1, 1.0), (0, False), ("1", 1), (None, ""), ((), FrozenMap())])
def test_equal_is_not_the_same(left: Value, right: Value) -> None:
    assert not same(left, right)
    assert not same(attributes(a=left), attributes(a=right))
    assert not same((left,), (right,))


def test_a_frozen_map_cannot_be_changed_and_can_be_hashed() -> None:
    here = FrozenMap({"a": 1, "b": 2})
    assert here == FrozenMap({"b": 2, "a": 1})
    assert hash(here) == hash(FrozenMap({"b": 2, "a": 1}))
    assert here != {"a": 1, "b": 2}
    assert here.with_items({"b": 3}) == FrozenMap({"a": 1, "b": 3})
    assert here.without("a") == FrozenMap({"b": 2})
    assert len({here, here.with_items({})}) == 1
    with pytest.raises(TypeError):
        here["a"] = 2  # type: ignore[index]


def test_a_tree_refuses_a_secret() -> None:
    with pytest.raises(TypeError, match="never holds a secret"):
        Node(Sensitive("hush"))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="Sensitive"):
        freeze({"key": [Sensitive("hush")]})
    with pytest.raises(TypeError):
        attributes(key=Sensitive("hush"))


def test_dates_become_text() -> None:
    assert freeze(date(2027, 12, 31)) == "2027-12-31"
    assert freeze(datetime(2027, 1, 1, tzinfo=UTC)) == "2027-01-01T00:00:00+00:00"


def test_a_node_finds_its_children() -> None:
    place = SourceRange("a.yaml", 2, 3)
    tree = Node(
        FrozenMap({"owner": Node(FrozenMap({"employee": Node("kari", place)})), "list": Node((Node(1), Node(2)))})
    )
    found = tree.get("owner", "employee")
    assert found is not None
    assert (found.value, found.origin) == ("kari", place)
    assert tree.get("owner", "contact") is None
    assert tree.get("list", "x") is None
    assert [item.value for item in (tree.get("list") or Node(None)).items()] == [1, 2]
    assert tree.text("owner", "none") == "none"
    assert (tree.get("owner") or tree).text("employee") == "kari"
    assert plain(tree) == freeze({"owner": {"employee": "kari"}, "list": [1, 2]})
