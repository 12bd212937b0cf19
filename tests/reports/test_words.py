"""Both languages say the same things."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from provisioner.model.diagnostics import Severity
from provisioner.model.outcome import SettledAs
from provisioner.model.plan import Action, CheckStatus, Reason
from provisioner.model.plan_view import TaskKind
from provisioner.reports import words as words_room
from provisioner.reports.words import en, nb, words


def placeholders(text: str) -> list[set[str | None]]:
    return [{name for _, name, _, _ in Formatter().parse(part) if name} for part in text.split("|")]


def test_the_languages_have_the_same_keys() -> None:
    assert en.TABLE.keys() == nb.TABLE.keys()


@pytest.mark.parametrize("key", sorted(en.TABLE))
def test_a_text_has_the_same_placeholders_in_both(key: str) -> None:
    assert placeholders(en.TABLE[key]) == placeholders(nb.TABLE[key])


@pytest.mark.parametrize("language", ["en", "nb"])
def test_everything_that_is_worded_by_its_value_has_words(language: str) -> None:
    table = words(language).table
    needed = [f"verdict-{action.value}" for action in Action]
    needed += [f"sentence-{action.value}" for action in Action]
    needed += [f"reason-{reason.value}" for reason in set(Reason) - {Reason.UNCHANGED, Reason.NOT_IN_STATE}]
    needed += [f"check-{status.value}" for status in CheckStatus]
    needed += [f"severity-{severity.value}" for severity in Severity]
    needed += [f"what-{kind.value}" for kind in TaskKind] + [f"who-{kind.value}" for kind in TaskKind]
    needed += [f"apply-{settled.value}" for settled in set(SettledAs) - {SettledAs.UNKNOWN}]
    assert [key for key in needed if key not in table] == []


def test_an_unknown_language_reads_as_english() -> None:
    assert words("sv").language == "en"
    assert words("nb").language == "nb"


def test_numbers_choose_their_form() -> None:
    assert words("en").count("page-accounts", 1) == "1 account"
    assert words("en").count("page-accounts", 12345) == "12 345 accounts"
    assert words("nb").count("page-accounts", 0) == "0 kontoer"


def test_no_words_are_left_over() -> None:
    folder = Path(words_room.__file__).parents[1]
    sources = "".join(path.read_text("utf-8") for path in (*folder.glob("*.py"), *folder.glob("templates/*.j2")))
    spelled = (
        *("verdict-", "sentence-", "reason-", "todo-", "check-", "severity-", "who-", "what-", "total-", "apply-"),
        *("channel-", "do-", "through-", "handover-", "work-page-compared-"),
    )
    left = [key for key in en.TABLE if not key.startswith(spelled) and not re.search(f"""["']{key}["']""", sources)]
    assert left == []
