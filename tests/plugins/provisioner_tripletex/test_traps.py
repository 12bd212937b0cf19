"""The table of traps in docs/preflight.md: what it names is what is said, and no trap is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from provisioner.engine.words import WORDS as ENGINE
from provisioner_tripletex.words import WORDS
from tests.contract import tree

TABLE = (tree.ROOT / "docs" / "preflight.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.splitlines() if line.startswith("| ")]
CODES = sorted({code for row in ROWS[2:] for code in re.findall(r"`([a-z]+(?:-[a-z]+)+)`", row[3])})
SOURCES = Path(tree.ROOT / "plugins" / "provisioner_tripletex")
CHECKS = {
    code
    for name in ("actors.py", "preflight.py", "preflight_access.py", "preflight_keys.py")
    for code in re.findall(r'"([a-z]+(?:-[a-z]+)+)"', (SOURCES / name).read_text(encoding="utf-8"))
}


@pytest.mark.parametrize("code", CODES)
def test_what_the_table_names_is_said(code: str) -> None:
    assert code in WORDS.phrases or code in ENGINE.phrases or code in CHECKS


def test_every_row_says_how_and_where_it_is_found() -> None:
    assert len(ROWS) > 25
    assert all(len(row) == 4 and all(row) for row in ROWS)


def test_every_check_stands_in_the_table() -> None:
    checks = {code for code in CHECKS if code not in WORDS.phrases} - {"application-approved"}
    assert checks <= set(CODES), "a check that the page does not tell of"
