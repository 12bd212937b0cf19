"""Diagnostics as text: the place is marked, whatever the line holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Severity, SourceRange, Text
from provisioner.reports.diagnostics_text import render_diagnostics

FOUND = Diagnostic(
    "unknown-integration",
    Severity.ERROR,
    Text("There is no integration “humma”.", "The catalogue has none\nof that name.", "Did you mean `huma`?"),
    address=Address.parse("client/nordlys/user_key/humma"),
    source=SourceRange("clients/nordlys.yaml", 7, 3, 7, 8),
    related=(SourceRange("office.yaml", 1, 1),),
    translations=(("nb", Text("Det finnes ingen integrasjon «humma».")),),
)


def shown(line: str | None, source: SourceRange | None = FOUND.source) -> list[str]:
    return render_diagnostics([replace(FOUND, source=source)], read_line=lambda file, number: line).splitlines()


def test_a_whole_block() -> None:
    assert render_diagnostics([FOUND], read_line=lambda file, number: "  humma:\n") == (
        "Error: There is no integration “humma”. [unknown-integration]\n"
        "  on clients/nordlys.yaml line 7, column 3:\n"
        "    7:   humma:\n"
        "         ^^^^^\n"
        "  for client/nordlys/user_key/humma\n"
        "  see also office.yaml:1:1\n"
        "  The catalogue has none\n"
        "  of that name.\n"
        "  Hint: Did you mean `huma`?\n"
        "\n"
    )


def test_none_is_nothing() -> None:
    assert render_diagnostics([]) == ""


def test_the_readers_language_and_ascii() -> None:
    told = render_diagnostics([FOUND], "nb")
    assert told.startswith("Feil: Det finnes ingen integrasjon «humma».")
    assert "i clients/nordlys.yaml linje 7, kolonne 3:" in told
    assert render_diagnostics([FOUND], "nb", ascii_only=True).isascii()


def test_an_account_is_named_where_there_is_no_resource() -> None:
    about = replace(FOUND, address=None, account=AccountRef.client("nordlys"), source=None)
    assert "  for client/nordlys\n" in render_diagnostics([about])


@pytest.mark.parametrize("line", [None, "", "   \n"])
def test_a_line_that_cannot_be_read_is_left_out(line: str | None) -> None:
    assert not any("^" in text for text in shown(line))


def test_without_a_reader_only_the_place_is_told() -> None:
    assert "^" not in render_diagnostics([FOUND])


def marked(lines: list[str]) -> tuple[str, str]:
    """The text that stands above the carets, and the carets."""
    caret = next(number for number, line in enumerate(lines) if set(line.strip()) == {"^"})
    start = lines[caret].index("^")
    return lines[caret - 1][start : start + lines[caret].count("^")], lines[caret].strip()


@pytest.mark.parametrize(
    ("line", "source", "text"),
    [
        ("\t\thuma: 1", SourceRange("f", 1, 3, 1, 7), "huma"),
        ("a: huma # x", SourceRange("f", 1, 4), "huma # x"),
        ("a: huma # x", SourceRange("f.yaml", 1, 4), "huma"),
        ("huma:  # of Per", SourceRange("f.yml", 1, 1, 4, 3), "huma:"),
        ("a: hu#ma", SourceRange("f.yaml", 1, 4), "hu#ma"),
        (
            'a: {b: "x # \\" # y", c: [\'# z\']} # w',
            SourceRange("f.yaml", 1, 4, 2, 1),
            'a: {b: "x # \\" # y", c: [\'# z\']}'[3:],
        ),
        ("a: Per's # x", SourceRange("f.yaml", 1, 4), "Per's"),
        ("x # y", SourceRange("f.yaml", 1, 1, 1, 6), "x # y"),
        ("a: huma", SourceRange("f", 1, 4, 3, 2), "huma"),
        ("a: \x1b[31mx", SourceRange("f", 1, 4, 1, 9), "\\u001b[31m"),
        ("x" * 300 + "HERE" + "y" * 300, SourceRange("f", 1, 301, 1, 305), "HERE"),
    ],
)
def test_the_carets_stand_under_the_place(line: str, source: SourceRange, text: str) -> None:
    assert marked(shown(line, source))[0] == text
    assert max(len(shown_line) for shown_line in shown(line, source)) <= 110


def test_wide_characters_take_two_columns() -> None:
    lines = shown("日本: huma", SourceRange("f", 1, 5, 1, 9))
    caret = next(line for line in lines if set(line.strip()) == {"^"})
    assert caret.index("^") == len("    1: ") + 4 + 2


@pytest.mark.parametrize("column", [0, 99])
def test_a_place_outside_of_the_line_does_no_harm(column: int) -> None:
    lines = shown("short", SourceRange("f", 1, column))
    assert [line for line in lines if set(line.strip()) == {"^"}] == ([] if column == 0 else [" " * 12 + "^"])


def test_colour() -> None:
    assert "\x1b[1;31mError:" in render_diagnostics([FOUND], colour=True)
    warning = replace(FOUND, severity=Severity.WARNING)
    assert render_diagnostics([warning]).startswith("Warning:")
