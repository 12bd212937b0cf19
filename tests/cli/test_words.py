"""Words: every key in both languages, with the same placeholders, and every one of them used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import provisioner.cli
from provisioner.cli.words import TABLE, Words
from provisioner.model.work import AnswerKind

PLACEHOLDER = re.compile(r"{(\w+)}")


@pytest.mark.parametrize("key", TABLE)
def test_both_languages_say_the_same(key: str) -> None:
    english, norwegian = TABLE[key]
    assert english
    assert norwegian
    assert set(PLACEHOLDER.findall(english)) == set(PLACEHOLDER.findall(norwegian))


def test_languages() -> None:
    assert Words("en")("no-work") != Words("nb")("no-work")
    assert Words("fi")("no-work") == Words("en")("no-work")
    assert Words("nb")("ask-one-of", choices="a") == "Svar ett av: a."


def test_every_word_is_used() -> None:
    folder = Path(provisioner.cli.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py") if path.name != "words.py")
    made_up = {f"{verb}-{part}" for verb in ("apply", "destroy") for part in ("question", "explained")}
    made_up |= {f"answer-{kind.value}" for kind in AnswerKind}
    assert [key for key in TABLE if not re.search(f"[\"']{key}[\"']", code) and key not in made_up] == []
    assert all(f"{{verb}}-{part}" in code for part in ("question", "explained"))
    assert "answer-{kind.value}" in code
