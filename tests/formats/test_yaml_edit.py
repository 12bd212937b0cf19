"""Edits of single values and lines: exactly those, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.formats.yaml_edit import ScalarEdit, edit_scalars, insert_lines, scalar
from provisioner.formats.yaml_source import read_documents


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: x@y.no\n", "a: b@c.no\n"),
        ("a: X@Y.no # x@y.no\r\nb: 1\r\n", "a: b@c.no # x@y.no\r\nb: 1\r\n"),
        ("a: 'x@y.no'", "a: 'b@c.no'"),
        ('a: "x@y.no" # c\n', 'a: "b@c.no" # c\n'),
        ("{a: x@y.no, b: x@y.no}\n", "{a: b@c.no, b: x@y.no}\n"),
        ("{a: x@y.no}\n", "{a: b@c.no}\n"),
    ],
)
def test_a_value_is_edited_in_its_own_quotes(before: str, after: str) -> None:
    column = before.lower().index(": ") + 3
    assert edit_scalars(before, [ScalarEdit(1, column, "x@y.no", "b@c.no")]) == after


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: x@y.no\n", 2, 4),
        ("a: x@y.no\n", 0, 4),
        ("a: x@y.no\n", 1, 3),
        ("a: x@y.nox\n", 1, 4),
        ("a: x@y.no#1\n", 1, 4),
    ],
)
def test_what_does_not_stand_there_is_left(text: str, line: int, column: int) -> None:
    assert edit_scalars(text, [ScalarEdit(line, column, "x@y.no", "b")]) is None


def test_several_values_of_one_line() -> None:
    text = "a: [x@y.no, x@y.no]\n"
    edits = [ScalarEdit(1, 5, "x@y.no", "longer@y.no"), ScalarEdit(1, 13, "x@y.no", "z@y.no")]
    assert edit_scalars(text, edits) == "a: [longer@y.no, z@y.no]\n"


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20),
    st.sampled_from("x'\""),
)
def test_whatever_is_written_is_read_back(value: str, like: str) -> None:
    ((document,), problems) = read_documents(f"a: {scalar(value, like)}\n", "f.yaml")
    assert problems == ()
    found = document.root.get("a")
    assert found is not None
    assert str(found.value) == value, "a plain number or word may be read as one, and says the same"


@pytest.mark.parametrize(
    ("text", "after", "made"),
    [
        ("a: 1\nb: 2\n", 1, "a: 1\nnew: x\nb: 2\n"),
        ("a: 1\r\nb: 2", 2, "a: 1\r\nb: 2\r\nnew: x\r\n"),
        ("a: 1\n", 0, "new: x\na: 1\n"),
    ],
)
def test_lines_are_put_in(text: str, after: int, made: str) -> None:
    assert insert_lines(text, after, ["new: x"]) == made
