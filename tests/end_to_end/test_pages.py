"""What the pages about rotation, people and clients that leave show is what the program says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.firm import ROOT
from tests.end_to_end.pages import PAGES, played


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_what_is_said(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    written = (ROOT / page).read_text(encoding="utf-8")
    assert written.count("$ provisioner") >= 3, "a page without commands is not run"
    assert played(page, tmp_path) == written, "python -m tests.end_to_end.pages writes it anew"
