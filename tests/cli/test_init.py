"""`provisioner init`, and the two checks on what it wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.driver import provisioner


@pytest.mark.parametrize("number", [(), ("--organization-number", "314 286 014")])
def test_what_it_writes_is_valid_and_in_style(tmp_path: Path, number: tuple[str, ...]) -> None:
    root = str(tmp_path / "fjord")
    assert provisioner("init", root, "--office-name", "Fjord Regnskap AS", *number).code == 0
    assert provisioner("-C", root, "validate").code == 0
    assert provisioner("-C", root, "fmt", "--check") == type(provisioner())(0, "", "")


def test_what_was_there_is_kept_and_said(tmp_path: Path) -> None:
    mine = tmp_path / ".gitignore"
    mine.write_text("mine\n", encoding="utf-8")
    result = provisioner("init", str(tmp_path), "--name", "fjord", "--lang", "nb")
    assert result.code == 0
    assert f"{mine.as_posix()} fikk stå som den var" in result.err
    assert mine.as_posix() not in result.out
    assert mine.read_text(encoding="utf-8") == "mine\n"
