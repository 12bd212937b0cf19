"""The browser without a screen: it can only do what the words on the page allow."""

from __future__ import annotations

import pytest

from provisioner.spi.endpoint import TransportFailed
from provisioner_tripletex_simulator.browse import Browser, ScreenBroke, ScreenFailed, read_page
from provisioner_tripletex_simulator.wire import Request, Response, html_response

PAGE = """<h1>Skjema</h1>
<form method="post" action="/send"><label for="a">Navn</label><input id="a" name="a" value="x">
<label for="b">Valg</label><select id="b" name="b"><option value="1">En</option><option value="2">To</option></select>
<label for="e">Tom</label><select id="e" name="e"></select>
<input type="radio" id="r1" name="r" value="1" checked><label for="r1">Rød</label>
<input type="radio" id="r2" name="r" value="2"><label for="r2">Grønn</label>
<input type="checkbox" id="c" name="c"><label for="c">Ja takk</label><input value="nameless">
<label for="gone">Borte</label>
<table><tr><td>Rad</td><td><input type="checkbox" name="t" value="7"><a href="/rad">Vis</a></td></tr></table>
<button>Send</button></form></div>
"""


class Shop:
    """Shows one page, and keeps what was sent."""

    def __init__(self) -> None:
        self.sent: list[Request] = []

    def __call__(self, request: Request) -> Response:
        self.sent.append(request)
        if request.path == "/send":
            return Response(302, {"location": "/after", "set-cookie": "k=v; Path=/"})
        return html_response(200, PAGE)


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def window(shop: Shop) -> Browser:
    browser = Browser(shop)
    browser.open("/form")
    return browser


def test_a_form_is_sent_as_it_stands(shop: Shop, window: Browser) -> None:
    window.press("Send")
    assert shop.sent[1].form() == (("a", "x"), ("b", "1"), ("e", ""), ("r", "1"))
    assert [request.path for request in shop.sent] == ["/form", "/send", "/after"]
    assert shop.sent[2].headers == {"cookie": "k=v"}


def test_a_form_is_sent_as_it_was_filled(shop: Shop, window: Browser) -> None:
    window.fill("Navn", "Kari & Ola")
    window.choose("Valg", "To")
    window.tick("Grønn")
    window.tick("Ja takk")
    window.tick_row("Rad")
    window.press("Send")
    assert shop.sent[1].form() == (("a", "Kari & Ola"), ("b", "2"), ("e", ""), ("r", "2"), ("c", "on"), ("t", "7"))


def test_what_is_not_there_is_named(window: Browser) -> None:
    for act, words in (
        (lambda: window.press("Slett"), "no button «Slett» on «Skjema»"),
        (lambda: window.press("Send", row="Rad"), "for «Rad»"),
        (lambda: window.follow("Hjem"), "no link «Hjem»"),
        (lambda: window.follow_in_row("Vis", "Annen"), "no link «Vis» for «Annen»"),
        (lambda: window.fill("Alder", "1"), "no field «Alder»"),
        (lambda: window.fill("Borte", "1"), "no field «Borte»"),
        (lambda: window.choose("Valg", "Tre"), "does not offer «Tre»"),
        (lambda: window.tick_row("Ukjent"), "no row with Ukjent"),
        (lambda: window.label_of("123"), "no «123» on «Skjema»"),
    ):
        with pytest.raises(ScreenFailed) as caught:
            act()
        assert words in str(caught.value)


def test_rows_and_words(shop: Shop, window: Browser) -> None:
    assert window.row_says("Rad")
    assert not window.row_says("Rad", "Annen")
    assert window.page_says("Ja takk")
    assert window.labelled("Selskap") == window.problem == ""
    window.follow_in_row("Vis", "Rad")
    assert shop.sent[-1].path == "/rad"


def test_an_unclosed_page_is_read_all_the_same() -> None:
    page = read_page("<p>a<b>c</p></i>d")
    assert page.words() == "a c d"
    assert [element.tag for element in page.all("p", "b")] == ["p", "b"]


@pytest.mark.parametrize("status", [429, 500])
def test_a_page_that_did_not_come_says_nothing_of_what_is_there(status: int) -> None:
    window = Browser(lambda request: html_response(status, "<h1>Senere</h1>"))
    with pytest.raises(ScreenBroke) as caught:
        window.open("/")
    assert not caught.value.sent


@pytest.mark.parametrize(("page", "words"), [("<p role=alert>Ingen tilgang</p>", "Ingen tilgang"), ("", "404")])
def test_a_page_that_says_no_is_not_a_page_without_rows(page: str, words: str) -> None:
    window = Browser(lambda request: html_response(404, page))
    with pytest.raises(ScreenFailed, match=words):
        window.open("/")


@pytest.mark.parametrize(("status", "sent"), [(429, False), (500, True)])
def test_of_a_form_that_broke_nobody_knows(status: int, sent: bool) -> None:
    answers = [html_response(200, PAGE), html_response(status, "")]
    window = Browser(lambda request: answers.pop(0))
    window.open("/")
    with pytest.raises(ScreenBroke) as caught:
        window.press("Send")
    assert caught.value.sent is sent


def test_a_form_was_taken_though_the_next_page_did_not_come() -> None:
    def send(request: Request) -> Response:
        if request.path == "/after" and lost:
            raise TransportFailed("cut", sent=False)
        if request.path == "/after":
            return html_response(500, "")
        return Response(303, {"location": "/after"}) if request.path == "/send" else html_response(200, PAGE)

    lost = False
    window = Browser(send)
    window.open("/")
    with pytest.raises(ScreenBroke) as broke:
        window.press("Send")
    assert broke.value.sent
    lost = True
    with pytest.raises(TransportFailed) as failed:
        window.press("Send")
    assert failed.value.sent
