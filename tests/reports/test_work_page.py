"""The work page as it is drawn: the question first, then the steps, then what is ticked; in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from provisioner.model.address import Address
from provisioner.model.work import WorkItem, WorkStep
from provisioner.reports.work_page import FILTER_FROM, Card, LookCard, Row, WorkPage, notice, render

ITEM = WorkItem(
    id="w1",
    address=Address.parse("client/nordlys/user_key/huma"),
    action="create",
    title="Make the user key «Huma»",
    account_name="Nordlys Bakeri AS",
    steps=(WorkStep("Choose «Ny nøkkel»."), WorkStep("Choose «Opprett nøkkel».")),
    asks_secret=True,
    check="Does the top of the screen show Nordlys Bakeri AS?",
)
SHEET = replace(
    ITEM,
    asks_secret=False,
    group="g",
    group_title="Attach clients",
    group_check="Only those below?",
    steps=(WorkStep("Tick Nordlys", "Nordlys", "Tick each on the list below."),),
)
ALONE = Card(ITEM, (Row("w1", "Nordlys", "ola"),), mine=True, free=False, reader="ola")
LIST = Card(
    SHEET,
    (Row("w1", "Nordlys", "ola"), Row("w2", "Brygga", "ola"), Row("w3", "Fjell", "kari"), Row("w4", "Havna", "")),
    mine=True,
    free=True,
    reader="ola",
)
LOOK = LookCard(
    "look-1",
    "Is «Shopify» activated?",
    "the clients on the list below",
    ("Choose «Integrasjoner» in the menu.",),
    (Row("client/nordlys/menu_activation/shopify", "Nordlys", ""),),
)


def drawn(*cards: Card, looks: tuple[LookCard, ...] = (), language: str = "en") -> str:
    return unescape(render(WorkPage("fjord", "ola", cards, "token", "nonce", looks=looks), language))


def test_what_is_to_be_typed_as_it_stands_is_set_apart() -> None:
    step = WorkStep("Stop, and write `adopt: <true>` in the manifest.")
    page = render(
        WorkPage("fjord", "ola", (replace(ALONE, item=replace(ITEM, steps=(step,))),), "token", "nonce"), "en"
    )
    assert "<code><span>adopt:</span> <span>&lt;true&gt;</span></code> in the manifest." in page
    assert "`" not in page.partition("<script")[0].partition("</style>")[2]


def test_the_company_is_asked_for_before_the_first_step_which_waits_for_it() -> None:
    page = drawn(ALONE)
    assert page.index(ITEM.check) < page.index("Choose «Ny nøkkel».") < page.index('name="key"')
    question, _, rest = page[page.index('class="ask"') :].partition('class="behind"')
    assert "required" in question
    assert "Choose «Opprett nøkkel»." in rest
    assert ".ask:not(:checked) ~ .behind" in page, "it needs no script"


def test_the_list_stands_below_its_steps_and_holds_only_what_is_mine_to_tick() -> None:
    page = drawn(LIST)
    assert page.index("Only those below?") < page.index("Tick each on the list below.") < page.index('name="row"')
    assert re.findall(r'name="row" value="(\w+)"', page) == ["w1", "w2"]
    assert "Not yours (2)" in page
    assert page.index("Fjell") > page.index('value="done"')
    assert 'name="key"' not in page


def test_before_it_is_taken_on_there_is_what_it_is_and_for_whom() -> None:
    page = drawn(
        replace(LIST, mine=False, reader="per"), replace(ALONE, mine=False, free=True, rows=(Row("w1", "", ""),))
    )
    for shown in ("Attach clients", "Nordlys", "Havna", "Make the user key «Huma»"):
        assert shown in page
    for hidden in ("Tick each", "Only those below?", "Ny nøkkel", ITEM.check, 'name="kind"'):
        assert hidden not in page


def test_what_somebody_must_look_at_is_work_too() -> None:
    page = drawn(looks=(LOOK,))
    assert "1 thing waits." in page
    assert "Nothing waits" not in page
    assert page.index("Choose «Integrasjoner» in the menu.") < page.index("see:client/nordlys/menu_activation/shopify")
    assert re.findall(r'value="(there|absent)"', page) == ["there", "absent"]


@pytest.mark.parametrize(("language", "label"), [("en", "Find a client"), ("nb", "Finn klient, orgnummer")])
def test_a_long_list_has_a_field_to_find_in_and_shows_all_where_no_script_runs(language: str, label: str) -> None:
    rows = tuple(Row(f"w{at}", f"Nordlys {at}", "ola", f"client/n{at} 923609016") for at in range(FILTER_FROM))
    page = drawn(replace(LIST, rows=rows), language=language)
    assert label in page
    assert f"{FILTER_FROM} {'of' if language == 'en' else 'av'} {FILTER_FROM} " in page
    assert page.count('data-find="client/n3 923609016"') == 1
    body, _, script = page.partition("<script")
    assert 'class="find script"' in body
    assert "html:not(.scripted) .script { display: none }" in body
    assert re.findall(r"<[a-z][^>]* hidden[ >]", body) == []
    assert 'getElementById("find")' in script


def test_a_short_list_has_none() -> None:
    rows = tuple(Row(f"w{at}", f"Nordlys {at}", "ola") for at in range(FILTER_FROM - 1))
    page = drawn(replace(LIST, rows=rows))
    assert 'id="find"' not in page
    assert 'getElementById("find")' not in page


def test_an_empty_page_says_so() -> None:
    assert "Nothing waits for a person." in drawn()
    assert "Ingenting venter på et menneske." in drawn(language="nb")


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("Kryss av for dem som er gjort (2)", "nb"),
        ("De avkryssede er gjort; resten står åpne", "nb"),
        ("Tick those that are done (2)", "en"),
    ],
)
def test_a_tick_list_is_told_in_the_language_of_the_project(said: str, language: str) -> None:
    assert said in drawn(LIST, language=language)


def test_long_words_stay_on_the_card() -> None:
    assert "overflow-wrap: anywhere" in drawn()


def test_a_notice_is_a_page_of_its_own_and_escaped() -> None:
    page = notice("<b>Adressen er brukt</b>", "nb")
    assert '<html lang="nb">' in page
    assert "<b>" not in page
