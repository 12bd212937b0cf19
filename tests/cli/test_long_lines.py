"""A long paragraph at a terminal: none of it is dropped, and what was edited while typing is as it was meant."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from provisioner.runtime.platform import IS_WINDOWS, typed_line

ASK = """
import sys
from provisioner.cli.console import Console
text = Console.of_process({}).ask_text("Paste it:", ".")
with open(sys.argv[1], "w", encoding="utf-8") as kept:
    kept.write(text)
"""
LONG = "Æ avtale " * 1000


@pytest.mark.skipif(IS_WINDOWS, reason="a terminal there has no such limit")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (f"{LONG}\nto\n.\n", f"{LONG.strip()}\nto"),
        ("æ" * 3000 + "\n.\n", "æ" * 3000),
        ("kortx\x7f\n.\n", "kort"),
        ("kort\n\x04\n", "kort"),
    ],
)
def test_a_line_is_whole_however_long_it_is(typed: str, meant: str, tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    kept = tmp_path / "text"
    with subprocess.Popen([sys.executable, "-c", ASK, str(kept)], stdin=theirs, stderr=subprocess.PIPE) as asking:
        assert asking.stderr is not None
        assert asking.stderr.readline() == b"Paste it:\n"
        rest = typed.encode()
        while rest:  # a terminal takes so much at a time, and shows it, which somebody has to read
            rest = rest[os.write(ours, rest[:500]) :]
            os.read(ours, 100_000)
        assert asking.wait(timeout=30) == 0
    os.close(theirs)
    os.close(ours)
    assert kept.read_text(encoding="utf-8") == meant


@pytest.mark.parametrize(
    ("line", "meant"), [("ab\x7fc", "ac"), ("\x7f\bæ", "æ"), ("a\udce6", "a\ufffd"), ("blank line", "blank line")]
)
def test_what_a_terminal_that_edits_nothing_leaves_in_a_line(line: str, meant: str) -> None:
    assert typed_line(line) == meant
