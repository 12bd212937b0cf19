"""A plan as one page: nothing to fetch, nothing to run, and it says what happens in plain words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from jinja2 import UndefinedError

from provisioner.model.diagnostics import Text
from provisioner.model.plan_view import AttributeView, Mark, PlanView, Totals, ValueKind, ValueView
from provisioner.reports import html, markdown
from provisioner.reports.environment import environment
from provisioner.reports.view import ViewOptions, view
from tests.reports.plans import TYPES, firm_plan, fleet_plan, quiet_plan

VOID = {"meta", "rect", "br", "wbr", "hr", "img", "input", "link"}


class Page(HTMLParser):
    """Reads a page strictly: what is opened is closed, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.words = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.labels += [value or "" for name, value in attrs if name == "aria-labelledby"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("language", ["en", "nb"])
def test_a_page_is_well_formed_and_needs_nothing(language: str) -> None:
    text = html.render(view(firm_plan(language), TYPES, options=ViewOptions(digest="abc")))
    page = Page(text)
    assert not page.tags & {"script", "img", "link", "iframe", "object", "embed", "form"}
    assert not page.attributes & {"src", "href", "style"}
    assert "url(" not in text
    assert "@import" not in text
    assert f'<html lang="{language}">' in text
    assert len(page.ids) == len(set(page.ids))
    assert set(page.labels) <= set(page.ids)


def test_it_says_what_happens_in_plain_words() -> None:
    words = " ".join(Page(html.render(view(firm_plan("nb"), TYPES))).words.split())
    for expected in (
        "Plan for Fjord Regnskap AS",
        "Prosjekt fjord-regnskap",
        "Laget 22. november 2026 kl. 09.00 (UTC)",
        "Nordlys Bakeri AS (org.nr. 312 345 676)",
        "Brukernøkkel «Huma» opprettes.",
        "«Integrasjoner» aktiveres hos Nordlys Bakeri AS; det kan koste penger.",
        "Gjøres av en person på skjermen.",
        "Planen fjerner 5 av 12.",
        "Hvem må gjøre hva",
        "het client/skjer-elektro før",
        "Finnes, men forvaltes ikke her",
        "1 kontroll i orden.",
    ):
        assert expected in words
    assert ".. " not in words
    assert "Made 22 November 2026, 09:00 UTC" in html.render(view(firm_plan(), TYPES))


def test_warnings_stand_above_the_clients() -> None:
    text = html.render(view(firm_plan(), TYPES))
    assert (
        text.index('id="totals"') < text.index('id="attention"') < text.index('id="tasks"') < text.index('id="clients"')
    )


def test_a_quiet_page_says_that_all_is_well() -> None:
    text = html.render(view(quiet_plan(), TYPES))
    assert "Nothing is to be done: everything is as the manifests say." in text
    assert 'id="attention"' not in text
    assert 'id="clients"' not in text


def test_many_clients_are_folded_and_told_together() -> None:
    text = html.render(view(fleet_plan(60), TYPES))
    assert '<details class="account">' in text
    assert 'id="same"' in text
    assert '<details class="account" open>' in html.render(view(fleet_plan(3), TYPES))


def part(text: str, name: str) -> str:
    """One section of the page."""
    return text.partition(f'<section aria-labelledby="{name}"')[2].partition("</section>")[0]


def test_a_check_that_could_not_be_made_is_a_note_at_the_end() -> None:
    text = html.render(view(firm_plan("nb"), TYPES))
    attention, checks = part(text, "attention"), part(text, "checks")
    assert "kunne ikke" not in attention
    assert "slo feil" in attention
    folded = checks.partition("<details>")[2]
    assert "ting kunne ikke sjekkes på forhånd</summary>" in folded
    assert folded.index("Gjelder ") < folded.index("<small><code>")


def test_a_command_is_broken_between_its_words_alone() -> None:
    text = html.render(view(firm_plan(), TYPES))
    assert "<code><span>provisioner</span> <span>work</span></code>" in text


def test_companies_and_things_stand_by_their_names() -> None:
    tasks = part(html.render(view(firm_plan(), TYPES)), "tasks")
    address = "client/<wbr>nordlys-bakeri/<wbr>user_key/<wbr>huma"
    assert f"<li>Nordlys Bakeri AS: Huma <small><code>{address}</code></small></li>" in tasks


def test_a_table_has_no_column_that_says_nothing() -> None:
    added = AttributeView("a", Mark.ADDED, None, ValueView(ValueKind.TEXT, "x"))
    kept = AttributeView("a", Mark.KEPT, added.after, added.after)
    removed = AttributeView("a", Mark.REMOVED, added.after, None)
    changed = AttributeView("a", Mark.CHANGED, added.after, added.after)
    assert html.columns([added]) == (False, True)
    assert html.columns([kept]) == (True, False)
    assert html.columns([removed]) == (True, False)
    assert html.columns([added, changed]) == (True, True)


def test_fields_and_values_are_told_in_words() -> None:
    text = part(html.render(view(firm_plan("nb"), TYPES)), "clients")
    assert '<th scope="row">Applikasjonsnavn</th>' in text
    assert "<td>de samme som eieren</td>" in text
    assert "same-as-owner" not in text


def test_a_page_of_taking_away_says_so() -> None:
    plan = replace(firm_plan(), destroy=True, partial=False)
    assert "This plan takes away everything" in html.render(view(plan, TYPES))


def test_the_bar_is_whole() -> None:
    parts = list(html.segments(Totals(add=1, held=1, unchanged=5)))
    assert [part.name for part in parts] == ["add", "held", "unchanged"]
    assert parts[0].start == 0
    assert all(left.start + left.width == right.start for left, right in pairwise(parts))
    assert parts[-1].start + parts[-1].width == 1000
    assert list(html.segments(Totals())) == []


def test_the_environment_escapes_by_name_and_by_default() -> None:
    env = environment()
    assert env.from_string("{{ x }}").render(x="<b>\u202e") == "&lt;b&gt;\\u202e"
    assert env.autoescape("plan.html.j2")  # type: ignore[operator]  # it is a function here
    with pytest.raises(UndefinedError):
        env.from_string("{{ missing }}").render()


@pytest.mark.parametrize("render", [html.render, markdown.render])
def test_what_has_lines_of_its_own_is_told_line_by_line(render: Callable[[PlanView], str]) -> None:
    plan = firm_plan()
    found = replace(plan.diagnostics[0], text=Text("One.", "Two.\nThree."), translations=())
    text = render(view(replace(plan, diagnostics=(found,)), TYPES))
    assert "Three." in text
    assert "\\nThree" not in text
    assert "&#92;nThree" not in text
