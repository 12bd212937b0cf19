"""A plan as a comment: it fits, it is whole in groups, and it is text."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from provisioner.model.diagnostics import Text
from provisioner.model.plan import Plan
from provisioner.reports import markdown
from provisioner.reports.view import ViewOptions, view
from provisioner.reports.words import words
from tests.reports.plans import TYPES, firm_plan, fleet_plan, quiet_plan

ALLOWED = {
    "h2",
    "h3",
    "p",
    "strong",
    "ul",
    "li",
    "details",
    "summary",
    "code",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
HOSTILE = "@kari #12 [x](http://x) ![i](y) <img src=x> `a` *b* __c__ ~~d~~ | $e$ \\ www.x.no http://x.no :tada: GH-7"


def page(comment: str) -> str:
    """What a reader's program makes of it."""
    made: str = MarkdownIt("commonmark").enable("table").render(comment)
    return made


def comment(plan: Plan, **options: object) -> str:
    return markdown.render(view(plan, TYPES, **options))  # type: ignore[arg-type]


def test_the_summary_comes_first() -> None:
    lines = [line for line in comment(firm_plan()).splitlines() if line]
    assert lines[0] == "## Plan for Fjord Regnskap AS"
    assert lines[1].startswith("**Plan: 10 to add, 2 to change, 9 to destroy")


def test_only_the_markup_that_is_meant() -> None:
    assert set(re.findall(r"<([a-z0-9]+)", page(comment(firm_plan())))) <= ALLOWED


def test_a_quiet_plan_is_short() -> None:
    made = comment(quiet_plan())
    assert "No changes." in made
    assert "###" not in made


def test_everything_that_happens_is_in_it() -> None:
    made = unescape(page(comment(firm_plan("nb"), options=ViewOptions(digest="0123456789abcdef0"))))
    for group in view(firm_plan("nb"), TYPES).groups:
        assert group.row.sentence in made
    assert "<code>0123456789abcdef</code>" in made
    assert "Klient for klient" in made


def test_things_alike_are_told_once() -> None:
    made = comment(fleet_plan(300))
    assert made.count("<summary>") == 1 + 300
    assert "300 companies" in made
    assert "and 280 more" in made


@pytest.mark.parametrize("clients", [2000, 10_000])
@pytest.mark.parametrize("same", [True, False])
def test_it_always_fits_and_says_what_was_left_out(clients: int, same: bool) -> None:
    made = comment(fleet_plan(clients, same=same))
    assert len(made.encode("utf-8")) <= markdown.LIMIT
    cut = re.search(r"the details of ([\d ]+) accounts are not shown", made)
    assert cut is not None
    assert int(cut[1].replace(" ", "")) + made.count("<details><summary><code>client/") == clients
    assert ("differs: " in made) is not same


@pytest.mark.parametrize("limit", [2000, 4000, 8000, 12_000, 20_000])
def test_whole_groups_are_left_out_and_counted(limit: int) -> None:
    plan = firm_plan()
    made = markdown.render(view(plan, TYPES), limit=limit)
    assert len(made.encode("utf-8")) <= limit
    assert made.count("<details>") == made.count("</details>")
    cut = re.search(r"Cut short: (\d+) kinds of change", made)
    told = made.count("<details><summary><code>")
    if cut is not None:
        assert int(cut[1]) + told == len(view(plan, TYPES).groups)
    else:
        assert limit == 20_000


def test_long_lists_are_cut_with_a_count() -> None:
    plan = firm_plan()
    found = tuple(replace(plan.diagnostics[0], code=f"c{number}") for number in range(50))
    made = comment(replace(plan, diagnostics=found, destroy=True, partial=False))
    assert "more are not shown here" in made
    assert "takes away everything" in made


def test_hostile_text_stays_text() -> None:
    made = page(f"x {markdown.prose(HOSTILE)} y")
    assert "<" not in made.removeprefix("<p>").removesuffix("</p>\n")
    assert "@\u200bkari" in made
    assert "#\u200b12" in made
    assert "GH-\u200b7" in made


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_prose_is_one_paragraph_of_text(text: str) -> None:
    made = page(f"- {markdown.prose('x' + text)}\n")
    assert set(re.findall(r"</?([a-z0-9]+)", made)) == {"ul", "li"}


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_a_cell_holds_exactly_its_code(text: str) -> None:
    made = page(f"| a | b |\n| --- | --- |\n| {markdown.code(text)} | c |\n")
    assert made.count("<td>") == 2
    assert set(re.findall(r"</?([a-z0-9]+)", made)) == {"table", "thead", "tbody", "tr", "th", "td", "code"}


def test_long_values_tell_how_much_is_missing() -> None:
    assert markdown.shortened("x" * 300, words("en")) == "x" * 240 + "… (and 60 characters more)"
    assert markdown.shortened("kort", words("en")) == "kort"


@given(st.integers(0, 400))
def test_a_value_is_cut_only_where_that_saves(length: int) -> None:
    text = "x" * length
    made = markdown.shortened(text, words("nb"))
    assert made == text or len(made) < length


def test_a_sentence_is_never_cut() -> None:
    plan, long = firm_plan(), "Det tar sin tid. " * 40
    found = replace(plan.diagnostics[0], text=Text(long.strip(), long.strip(), long.strip()), translations=())
    check = replace(plan.checks[1], finding=found)
    made = page(comment(replace(plan, diagnostics=(found,), checks=(check,))))
    assert made.count("Det tar sin tid.") == 6 * 40
    assert "tegn til" not in made


@pytest.mark.parametrize(
    "text",
    [
        "file.yaml:6:3",
        "menu_activation/shopify-connectmyapps",
        "kl. 20:25:58",
        "13 kontoer",
        "«Huma» (ny); a: b",
        "a > b & c",
    ],
)
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    assert markdown.prose(text) == text
    assert markdown.code(text) == f"<code>{text}</code>"


@pytest.mark.parametrize(
    "text", [":tada: x", "see http://x", "a_b_ _c_", "1. x", "1) x", "- x", "+ x", "www.x.no", "==", "&amp;", "> x"]
)
def test_what_is_not_is_escaped(text: str) -> None:
    assert "&#" in markdown.prose(text)
    assert unescape(markdown.prose(text)) == text


def test_checks_that_could_not_be_made_are_folded_away() -> None:
    made = comment(firm_plan())
    attention = made.partition("### Needs attention")[2].partition("###")[0]
    assert "could not be made" not in attention
    folded = made.partition("could not be checked beforehand</summary>")[2].partition("</details>")[0]
    assert "Concerns Havn Kafé AS." in folded


def test_a_long_list_that_does_not_fit_is_counted() -> None:
    plan = firm_plan()
    found = tuple(replace(plan.diagnostics[0], code=f"c{number}", text=Text("x" * 1000)) for number in range(15))
    made = markdown.render(view(replace(plan, diagnostics=found), TYPES), limit=8000)
    assert len(made.encode()) <= 8000
    assert re.search(r"^- \d+ more are not shown here$", made, re.MULTILINE)


def test_commands_can_be_copied() -> None:
    assert markdown.spoken("say `provisioner work`") == "say <code>provisioner work</code>"
