"""What the reports for terminals share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.model.plan_view import Totals
from provisioner.reports.plain import (
    Paint,
    clean,
    fold,
    fold_ending,
    paragraphs,
    plan_summary,
    quoted,
    to_ascii,
    utc,
    wrap,
)

HOSTILE = "\x1b[31mred\x07\u202eevil\n\u2028<SCRIPT>\x9b0m\ufeff\u200b"


def test_nothing_harmful_is_left() -> None:
    for text in (clean(HOSTILE), quoted(HOSTILE)):
        assert text.isprintable()
        assert "<SCRIPT>" in text, "what is seen is not spelled out; markup is for the reports that have any"
    assert clean("\x1b[31m") == "\\u001b[31m"
    assert clean("a\tb") == "a\\tb"
    assert clean("<script>\n") == "<script>\\n"


@pytest.mark.parametrize("colour", [False, True])
def test_the_last_line_is_folded_for_a_narrow_screen_and_for_nothing_else(colour: bool) -> None:
    last = "Plan: 10 to add, 0 to change, 0 to destroy, 3 to adopt."
    text = f"{'x' * 60}\n{Paint(colour)(last, 'bold')}\n"
    assert fold_ending(text, 100) == text
    made = fold_ending(text, 40)
    assert made.startswith("x" * 60 + "\n")
    plain = made.replace("\x1b[1m", "").replace("\x1b[0m", "").splitlines()[1:]
    assert plain == ["Plan: 10 to add, 0 to change, 0 to", "  destroy, 3 to adopt."]
    assert made.count("\x1b[0m\n") == colour


def test_harmless_text_stays_as_it_is() -> None:
    assert clean("Blåbær & Søn «AS» 1 < 2") == "Blåbær & Søn «AS» 1 < 2"
    assert quoted('say "hi" \\ bye') == '"say \\"hi\\" \\\\ bye"'


@given(st.text())
def test_a_cleaned_text_is_one_line_that_can_be_written(text: str) -> None:
    made = clean(text)
    assert len(made.splitlines()) <= 1
    made.encode("utf-8")
    assert to_ascii(made).isascii()


@given(st.text(st.sampled_from('abcæ  \n"'), min_size=1), st.integers(40, 120))
def test_a_folded_line_keeps_every_character_and_its_width(text: str, width: int) -> None:
    tail = quoted(text * 7)
    lines = fold("  + name = ", tail, width, " " * 8)
    assert all(len(line) <= width for line in lines)
    kept = lines[0].ljust(11) if lines[0] == "  + name =" else lines[0]
    for line in lines[1:]:
        assert line.startswith(" " * 8)
        kept += (" " if ("  + name = " + tail)[len(kept)] == " " else "") + line[8:]
    assert kept == "  + name = " + tail


def test_a_line_is_folded_at_blanks() -> None:
    tail = "“Skattemelding, årsregnskap og a-melding” -> “Skattemelding og ansattinformasjon”"
    assert fold("      ~ permissions = ", tail, 60, " " * 10) == [
        "      ~ permissions = “Skattemelding, årsregnskap og",
        "          a-melding” -> “Skattemelding og ansattinformasjon”",
    ]
    assert fold("+ url = ", "https://" + "x" * 30, 40, "  ") == ["+ url =", "  https://" + "x" * 30]


def test_only_a_word_longer_than_a_line_is_broken() -> None:
    assert fold("+ id = ", "x" * 70 + " and on", 40, "  ") == [
        "+ id = " + "x" * 33,
        "  " + "x" * 37,
        "  and on",
    ]
    assert fold("  " + "n" * 60 + " = ", "1", 40, "    ") == ["  " + "n" * 38, "    " + "n" * 22 + " = 1"]


def test_commands_are_never_broken() -> None:
    command = "`provisioner inventory attest client/nordlys-bakeri/user_key/huma --exists`"
    lines = wrap(f"do this or that and then {command} and go on", 60, "  ")
    assert f"  {command} and go on" in lines or f"  {command}" in lines


def test_lines_begin_as_asked() -> None:
    assert wrap("one two " * 8, 40, "- ", "  ") == [
        "- one two one two one two one two one",
        "  two one two one two one two",
    ]
    assert wrap("", 40) == []
    assert paragraphs("one\n\ntwo", 40, "  ") == ["  one", "", "  two"]


def test_times_are_utc() -> None:
    oslo = timezone(timedelta(hours=1))
    assert utc(datetime(2026, 11, 22, 10, 0, tzinfo=oslo)) == "2026-11-22T09:00:00Z"
    assert utc(datetime(2026, 11, 22, 9, 0)) == "2026-11-22T09:00:00Z"  # noqa: DTZ001  # a time without a zone is UTC
    assert utc(datetime(2026, 11, 22, 9, 0, tzinfo=UTC)) == "2026-11-22T09:00:00Z"


def test_colour_is_off_unless_asked() -> None:
    assert Paint(False)("x", "red") == "x"
    assert Paint(True)("x", "red") == "\x1b[31mx\x1b[0m"
    assert Paint(True)("", "red") == ""


@pytest.mark.parametrize(
    ("totals", "line"),
    [
        (Totals(), "No changes. The accounts are as the manifests say."),
        (Totals(unchanged=9, overlap=1), "No changes. The accounts are as the manifests say."),
        (Totals(awaiting=3), "No changes. Nothing can be done now, 3 awaiting."),
        (
            Totals(held=2, errors=3),
            "Plan: 0 to add, 0 to change, 0 to destroy, 2 held. Errors: 3. What they concern is not applied.",
        ),
        (
            Totals(add=4, errors=1, unchanged=9),
            "Plan: 4 to add, 0 to change, 0 to destroy. Errors: 1. What they concern is not applied.",
        ),
        (Totals(held=1, awaiting=2, asked=3), "No changes. Nothing can be done now, 1 held, 2 awaiting, 3 to answer."),
        (Totals(add=1), "Plan: 1 to add, 0 to change, 0 to destroy."),
        (Totals(forget=1), "Plan: 0 to add, 0 to change, 0 to destroy, 1 to forget."),
        (
            Totals(add=1, change=2, destroy=3, adopt=4, forget=5, held=6, awaiting=7),
            "Plan: 1 to add, 2 to change, 3 to destroy, 4 to adopt, 5 to forget, 6 held, 7 awaiting.",
        ),
    ],
)
def test_the_summary_is_the_one_that_programs_parse(totals: Totals, line: str) -> None:
    assert plan_summary(totals) == line
