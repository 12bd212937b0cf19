"""A gallery of the mistakes that people make, each with the exact words it is answered with.

`python -m tests.cases.gallery` writes the expected texts anew; what it changes is read aloud before it is kept.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cases import gallery

GAP = re.compile(r"There are: ?[-.]|Det finnes: ?[-.]|(?<!\{)\{\w+\}(?!\})|: \.$", re.MULTILINE)
CASES = gallery.cases()


def expected(case: Path, name: str) -> str:
    return (case / name).read_text(encoding="utf-8")


def data(case: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(expected(case, "expected.json"))
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_answered(case: Path, tmp_path: Path) -> None:
    root = tmp_path / "firm"
    gallery.lay_out(case, root)
    for name, text in gallery.told(root).items():
        assert text == expected(case, name), f"{case.name}/{name}; python -m tests.cases.gallery writes it anew"


def test_there_are_enough() -> None:
    assert len([case for case in CASES if data(case)]) >= 80


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_answer_says_what_to_do(case: Path) -> None:
    english, norwegian = (expected(case, f"expected.{language}.txt") for language in ("en", "nb"))
    found = data(case)
    assert english.count("Hint:") == norwegian.count("Tips:") == len(found)
    assert all(one["file"] and one["line"] and one["column"] for one in found)
    is_wrong = any(one["severity"] == "error" for one in found)
    assert english.endswith(f"[exit code {1 if is_wrong else 0}]\n")
    for text in (english, norwegian):
        assert not GAP.search(text), "words without the values that belong in them"


def test_one_mistake_is_told_once() -> None:
    """But for the case that holds several."""
    assert [case.name for case in CASES if len(data(case)) > 1] == ["several-at-once"]
