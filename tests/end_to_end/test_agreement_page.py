"""The text of an agreement at the work page: compared on its card, for the whole list, and never ticked unseen."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import unescape

import pytest

from provisioner.runtime.workspace import OpenOptions, Workspace
from provisioner_tripletex.agreements import agreement_digest
from provisioner_tripletex.web.browser import Chromium, Opening
from tests.end_to_end.firm import Firm
from tests.end_to_end.test_agreement_work import ACTIVATION, CLIENTS, OTHER, SAME, TEXT, accept, waiting
from tests.end_to_end.test_agreement_work import firm as firm  # a fixture
from tests.end_to_end.test_agreement_work import ids as ids  # a fixture
from tests.end_to_end.test_agreements import attributes
from tests.runtime.worklist.test_desk import Tab, open_tab


@pytest.fixture
def tab(firm: Firm, ids: list[str]) -> Iterator[Tab]:
    """The page of somebody who has taken the list on."""
    with Workspace(OpenOptions(directory=firm.directory)) as workspace:
        opened = open_tab(workspace, "kari")
        opened.post("/start", id=ids[0])
        assert "It is yours now." in opened.text()
        yield opened


def compared(tab: Tab, work_id: str, text: str) -> str:
    """What the script is answered."""
    answered = tab.post("/compare", id=work_id, agreement=text, quiet="yes")
    assert answered.status == 200
    return " ".join(unescape(answered.body).split())


def test_it_is_compared_without_leaving_the_page_and_nothing_is_recorded(firm: Firm, ids: list[str], tab: Tab) -> None:
    told = compared(tab, ids[0], TEXT)
    assert 'class="verdict first"' in told
    assert agreement_digest(TEXT) in told
    assert "<html" not in told
    assert len(waiting(firm)) == 2
    policy = dict(tab.get().headers)["Content-Security-Policy"]
    assert "connect-src 'self'" in policy


def test_of_half_a_text_one_sees_that_it_is_half_and_pastes_it_again(firm: Firm, ids: list[str], tab: Tab) -> None:
    words = TEXT.split()
    half = " ".join(words[: len(words) // 2])
    assert f"{len(half.split())} words: it begins «{words[0]} " in compared(tab, ids[0], half)
    assert half in tab.text(), "the field has it still"
    assert f"{len(words)} words: it begins «{words[0]} " in compared(tab, ids[0], TEXT)
    said = [("id", ids[0]), ("kind", "done"), ("checked", "yes"), ("agreement", TEXT), ("row", ids[0])]
    tab.post_pairs("/complete", said)
    assert attributes(firm, CLIENTS[0])["agreementDigest"] == agreement_digest(TEXT)


def test_a_key_in_the_field_is_not_recorded_and_not_shown_again(firm: Firm, ids: list[str], tab: Tab) -> None:
    key = "test-eyJ0b2tlbklkIjo5OTksInRva2VuIjoiYWJjZGVmYWJjZGVmYWJjIn0"
    told = compared(tab, ids[0], key)
    assert "holds a key" in told
    said = [("id", ids[0]), ("kind", "done"), ("checked", "yes"), ("agreement", key), ("row", ids[0])]
    tab.post_pairs("/complete", said)
    page = tab.text()
    assert key not in told + page
    assert agreement_digest(key) not in told + page
    assert len(waiting(firm)) == 2


def test_one_text_for_the_list_and_each_row_its_own_address(firm: Firm, ids: list[str], tab: Tab) -> None:
    rows = [("row", one) for one in ids]
    keys = [(f"key:{ids[0]}", "https://vendor.example/set-up?t=s3cret")]
    said = [("id", ids[0]), ("kind", "done"), ("checked", "yes"), ("agreement", TEXT)]
    tab.post_pairs("/complete", [*said, *rows, *keys])
    told = tab.text()
    assert "Recorded as done: 2 of your 2." in told
    assert "s3cret" not in told
    first, second = (attributes(firm, name) for name in CLIENTS)
    assert first["agreementDigest"] == second["agreementDigest"] == agreement_digest(SAME)
    assert (first.get("handoverHost"), second.get("handoverHost")) == ("vendor.example", None)


def test_without_a_script_it_is_told_on_the_card_and_nothing_that_was_typed_is_lost(ids: list[str], tab: Tab) -> None:
    pairs = [("id", ids[0]), ("agreement", TEXT), ("checked", "yes"), ("row", ids[1])]
    sent = tab.post_pairs("/compare", pairs)
    assert (sent.status, dict(sent.headers)["Location"]) == (303, f"/#a-{ids[0]}")
    page = tab.text()
    assert 'class="verdict first"' in page
    assert f">\n{TEXT.strip()}</textarea>" in page, "to the letter, or it would be another text when it is sent again"
    assert re.search(rf'value="{ids[1]}" checked', page)
    assert not re.search(rf'value="{ids[0]}" checked', page)
    assert re.search(r'name="checked" value="yes" required checked', page)


def test_done_with_another_text_or_with_none_is_not_recorded_before_it_is_said(
    firm: Firm, ids: list[str], tab: Tab
) -> None:
    accept_at(tab, ids[0])
    for text, verdict, box in ((OTHER, "other", "nevertheless"), ("", "missing", "uncompared")):
        sent = tab.post("/complete", id=ids[1], kind="done", checked="yes", agreement=text)
        assert dict(sent.headers)["Location"] == f"/#a-{ids[1]}", "where it is put right"
        page = tab.text()
        assert "See what stands under the text" in page
        assert f'class="verdict {verdict}"' in page
        assert f'name="{box}"' in page
        assert list(waiting(firm)) == [CLIENTS[1]]
    tab.post("/complete", id=ids[1], kind="done", checked="yes", agreement="", uncompared="yes")
    assert "was not compared with the one that was accepted" in tab.text()
    assert "agreementDigest" not in attributes(firm, CLIENTS[1])


def accept_at(tab: Tab, work_id: str) -> None:
    tab.post_pairs(
        "/complete", [("id", work_id), ("kind", "done"), ("checked", "yes"), ("agreement", TEXT), ("row", work_id)]
    )
    assert "Recorded as done: 1" in tab.text()


def test_that_it_was_accepted_all_the_same_is_warned_of(firm: Firm, ids: list[str], tab: Tab) -> None:
    accept_at(tab, ids[0])
    tab.post("/complete", id=ids[1], kind="done", checked="yes", agreement=OTHER, nevertheless="yes")
    assert "was activated with another text of its agreement" in tab.text()
    assert waiting(firm) == {}
    assert "agreementDigest" not in attributes(firm, CLIENTS[1])


def test_another_text_stops_the_whole_list(firm: Firm, ids: list[str], tab: Tab) -> None:
    pinned = agreement_digest(OTHER)
    for name in ("client", "second"):
        firm.edit(f"clients/{name}.yaml", "2026-03}", f"2026-03, text: {pinned!r}}}")
    firm.run("work", "complete", *ids, "--not-done", "--by", "kari")
    firm.run("apply", "--auto-approve")
    work_id = next(iter(waiting(firm).values()))["id"]
    tab.post("/start", id=work_id)
    assert "Stop: another text." in compared(tab, work_id, TEXT)
    tab.post("/complete", id=work_id, kind="stop", agreement=TEXT)
    told = tab.text()
    assert "another text, so nothing was accepted, for 2 of your 2" in told
    assert f"<code><span>text:</span> <span>{agreement_digest(TEXT)}</span></code>" in told
    assert waiting(firm) == {}
    assert "2 to add" in firm.run("plan").out


def test_nobody_stops_over_a_text_that_is_not_another(firm: Firm, ids: list[str], tab: Tab) -> None:
    tab.post("/complete", id=ids[0], kind="stop", agreement=TEXT)
    assert "Nothing was recorded." in tab.text()
    assert len(waiting(firm)) == 2


def test_who_has_not_taken_it_on_compares_nothing_here(firm: Firm, ids: list[str], tab: Tab) -> None:
    with Workspace(OpenOptions(directory=firm.directory)) as workspace:
        stranger = open_tab(workspace, "ola")
        assert stranger.post("/compare", id=ids[0], agreement=TEXT, quiet="yes").status == 404
    assert tab.post("/compare", id="nobody", agreement=TEXT).status == 404


def test_a_text_accepted_elsewhere_while_the_page_is_open_counts(firm: Firm, ids: list[str], tab: Tab) -> None:
    assert 'class="verdict first"' in compared(tab, ids[1], OTHER)
    firm.run("work", "complete", ids[0], "--done", "--agreement", "-", "--by", "kari", stdin=TEXT)
    assert 'class="verdict same"' in compared(tab, ids[1], SAME)
    assert 'class="verdict other"' in compared(tab, ids[1], OTHER)


def test_a_text_is_shown_as_it_was_pasted_and_does_no_harm(ids: list[str], tab: Tab) -> None:
    nasty = "</textarea><script>alert(1)</script>"
    tab.post("/compare", id=ids[0], agreement=nasty)
    assert "<script>alert" not in tab.get().body
    assert nasty in tab.text()


@pytest.mark.needs("chromium")
def test_a_person_at_the_page_in_a_real_browser(firm: Firm, ids: list[str]) -> None:
    accept(firm, ids[0])
    command = (sys.executable, "-m", "provisioner", "-C", str(firm.directory), "work", "--open", "--by", "kari")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        chromium = Chromium(Opening(address.rpartition("/")[0], shutil.which("chromium") or ""))
        try:
            widths = chromium.do(lambda page: sit_down(page, address))
        finally:
            chromium.close()
            process.wait(timeout=30)
    assert widths == [0, 0], "nothing is wider than a telephone, or a desk"
    assert attributes(firm, CLIENTS[1])["agreementDigest"] == agreement_digest(TEXT)
    assert ACTIVATION.format(CLIENTS[1]) in firm.run("state", "list").out


def sit_down(page: object, address: str) -> list[int]:
    """Another text, which stops; then the right one, and done. How much wider the page is than its window."""
    from playwright.sync_api import Page

    assert isinstance(page, Page)
    page.goto(address)
    page.get_by_role("button", name="Take it on and show the steps").click()
    page.get_by_role("checkbox").first.check()
    field, compare = (
        page.get_by_role("textbox", name="The text under «Avtale»"),
        page.get_by_role("button", name="Compare"),
    )
    where = page.url
    field.fill(OTHER)
    compare.click()
    page.get_by_text("Stop: another text. Do not tick it.").wait_for()
    over = []
    for width, height in ((390, 844), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        over.append(page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"))
    field.fill(TEXT)
    page.get_by_text("Stop: another text.").wait_for(state="detached")
    compare.click()
    page.get_by_text("The same text. Go on.").wait_for()
    assert page.get_by_role("checkbox").first.is_checked(), "the page was not left"
    assert page.url == where
    page.locator("input.key").fill("https://vendor.example/x")
    page.locator("input.key").press("Enter")
    page.get_by_text("Recorded.").wait_for()
    page.get_by_role("button", name="Close this page").click()
    page.get_by_text("You can close this tab.").wait_for()
    return over
