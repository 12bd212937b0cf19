"""The field that finds something on the work page, in a real browser: what is typed, hidden, ticked, told and sent."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

from provisioner.runtime.worklist.desk import WorkDesk
from provisioner.runtime.worklist.items import list_work, start_together
from provisioner.runtime.worklist.loopback import Loopback
from provisioner_tripletex.web.browser import Chromium, Opening
from tests.runtime.firm import OFFICE, Firm, make_firm

if TYPE_CHECKING:
    from playwright.sync_api import Page

T = TypeVar("T")
Look = Callable[[Callable[["Page"], T]], T]
N = 24
BIRCH, CLIFF = "bjork-3", "aas-7"
ALL = f"{2 * N} of {2 * N} shown"
WAIT = 60_000
"""Milliseconds, on a machine that does much else."""


def digits(eight: int) -> str:
    """The organisation number that begins so; empty where there is none."""
    rest = sum(int(one) * weight for one, weight in zip(f"{eight:08}", (3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
    return "" if rest == 1 else f"{eight:08}{(11 - rest) % 11}"


NUMBERS = [found for number in range(91_000_000, 91_000_100) if (found := digits(number))][:N]
NAMES = [("bjork", "aas", "fjell")[at % 3] + f"-{at}" for at in range(N)]


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """Clients to attach to a key of the office's, and a key to make for each, by a person who is not there."""
    clients = "---\n".join(
        f"kind: Client\nname: {name}\norganizationNumber: '{number}'\nintegrations:\n"
        "  finale: {kind: link, to: finale}\n  huma: {kind: key, application: Huma}\n"
        for name, number in zip(NAMES, NUMBERS, strict=True)
    )
    made = make_firm(tmp_path, "{guided: [link, key]}", {"office.yaml": OFFICE, "clients.yaml": clients})
    made.apply()
    return made


@pytest.fixture
def look(firm: Firm) -> Iterator[Look[object]]:
    """The page, open in a browser, with the tick list taken on."""
    server, ready, over = Loopback(), threading.Event(), threading.Event()
    desks: list[WorkDesk] = []

    def serve() -> None:
        with firm.process() as workspace:
            rows = tuple(one.item.id for one in list_work(workspace) if one.item.address.kind == "link")
            start_together(workspace, rows, "ola")
            desks.append(WorkDesk(workspace, "ola", server.address))
            ready.set()
            server.serve(desks[0].answer, over.is_set)

    thread = threading.Thread(target=serve)
    thread.start()
    assert ready.wait(60)
    chromium = Chromium(Opening(server.address, shutil.which("chromium") or ""))

    def opened(page: Page) -> list[str]:
        page.set_default_timeout(WAIT)
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.goto(desks[0].one_time_address)
        return wrong

    wrong = chromium.do(opened)
    try:
        yield chromium.do
        assert wrong == [], "nothing that the page's own rules forbid"
    finally:
        chromium.close()
        over.set()
        thread.join(30)
        server.close()


def shown(page: Page) -> list[str]:
    """The rows that may be ticked, as they are seen."""
    return [row.get_attribute("data-line") or "" for row in page.locator("fieldset li:visible").all()]


def type_in(page: Page, text: str) -> str:
    """What the page says of it at once."""
    page.locator("#find").fill(text)
    return page.locator("#found").inner_text()


def open_links(firm: Firm) -> set[str]:
    with firm.process() as workspace:
        return {one.item.address.account.name for one in list_work(workspace) if one.item.address.kind == "link"}


@pytest.mark.needs("chromium")
def test_a_client_a_number_and_what_is_done_are_found_at_once(look: Look[object]) -> None:
    def find(page: Page) -> None:
        address = page.url
        assert page.locator("#found").inner_text() == ALL
        assert page.locator("#found").get_attribute("aria-live") == "polite"
        assert page.get_by_label("Find a client, a number or what is done").count() == 1
        assert type_in(page, BIRCH) == f"2 of {2 * N} shown", "its row, and its card"
        assert shown(page) == [BIRCH]
        assert page.locator("article:visible").count() == 2
        assert type_in(page, "BJÖRK-3") == f"2 of {2 * N} shown"
        number = NUMBERS[7]
        assert type_in(page, f"{number[:3]} {number[3:6]} {number[6:]}") == f"2 of {2 * N} shown"
        assert shown(page) == [CLIFF]
        assert type_in(page, "key/huma bjork") == f"{N // 3} of {2 * N} shown"
        assert shown(page) == []
        assert type_in(page, "nobody") == f"0 of {2 * N} shown"
        assert page.locator("article:visible").count() == 0
        assert type_in(page, "") == ALL
        assert len(shown(page)) == N
        assert page.url == address

    look(find)


@pytest.mark.needs("chromium")
def test_by_keys_alone_it_is_found_ticked_and_come_back_from(look: Look[object]) -> None:
    def go(page: Page) -> None:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "find", "the first of the page"
        page.keyboard.type(BIRCH)
        page.keyboard.press("Enter")
        page.keyboard.press("Space")
        assert page.locator("input[name=row]:checked").count() == 1
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.id") == "find"
        page.keyboard.type(CLIFF)
        assert shown(page) == [CLIFF], "what stood there was chosen, and is typed over"
        assert page.locator("#found").inner_text() == f"2 of {2 * N} shown; ticked and hidden: 1"
        page.keyboard.press("Escape")
        assert page.locator("#found").inner_text() == ALL

    look(go)


@pytest.mark.needs("chromium")
def test_tick_all_ticks_what_is_shown_and_nothing_else_is_recorded(look: Look[object], firm: Firm) -> None:
    def tick(page: Page) -> None:
        type_in(page, "bjork")
        page.get_by_role("button", name="Tick all shown").click()
        assert page.locator("input[name=row]:checked").count() == N // 3
        page.get_by_role("button", name="Those ticked are done; the others stay open").click()
        page.get_by_text(f"Recorded as done: {N // 3} of your {N}.").wait_for()

    look(tick)
    assert open_links(firm) == {name for name in NAMES if not name.startswith("bjork")}


@pytest.mark.needs("chromium")
def test_what_is_ticked_and_hidden_is_told_before_it_is_sent(look: Look[object], firm: Firm) -> None:
    def send(page: Page) -> str:
        done = page.get_by_role("button", name="Those ticked are done; the others stay open")
        type_in(page, BIRCH)
        page.get_by_role("checkbox", name=BIRCH).check()
        type_in(page, CLIFF)
        page.get_by_role("checkbox", name=CLIFF).check()
        done.click()
        told = page.get_by_role("alert").inner_text()
        page.get_by_role("button", name="Show everything again").click()
        assert page.locator("#found").inner_text() == ALL
        assert page.get_by_role("alert").count() == 0
        type_in(page, CLIFF)
        done.click()
        page.get_by_role("button", name="Send, with these too").click()
        page.get_by_text(f"Recorded as done: 2 of your {N}.").wait_for()
        return told

    told = look(send)
    assert f"Not sent yet. These are ticked, and the filter hides them: {BIRCH}" in str(told)
    assert CLIFF not in str(told)
    assert open_links(firm) == set(NAMES) - {BIRCH, CLIFF}


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("button", ["Those ticked are done, the others refused", "Give it back"])
def test_what_is_for_the_whole_list_says_whom_the_filter_hides(look: Look[object], firm: Firm, button: str) -> None:
    def press(page: Page) -> str:
        type_in(page, "bjork-3")
        page.get_by_role("checkbox", name=BIRCH).check()
        page.locator("input[name=note]:visible").fill("not on the list")
        page.get_by_role("checkbox", name="I did not press the last button").check()
        page.get_by_role("button", name=button).click()
        return page.get_by_role("alert").inner_text()

    told = str(look(press))
    assert "This is for the whole list, also for these that the filter hides: " in told
    assert f"and {N - 6} more" in told
    assert open_links(firm) == set(NAMES), "nothing was sent"
