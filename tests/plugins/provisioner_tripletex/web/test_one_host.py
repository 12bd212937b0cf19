"""The browser goes to one host: where it is sent to another, that address is kept, and nobody there is asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from provisioner.model.errors import OutcomeUnknown
from provisioner.model.plan import StepAction
from provisioner.spi.endpoint import TransportRequest, TransportResponse
from provisioner.spi.provider import StepDone
from provisioner_tripletex.web.driver import LeftToPerson
from provisioner_tripletex.web.window import Window
from provisioner_tripletex_simulator.rules import activate_module, rights_at
from tests.plugins.provisioner_tripletex.web.conftest import OFFICE, Booth, Carrier
from tests.plugins.provisioner_tripletex.web.test_driver import CLIENT, HUMA, MENU

CREATE = StepAction.CREATE
TOKEN = "canary-of-the-vendor"  # made up, to be looked for
HOP = "/integrasjoner/videre"


class Elsewhere:
    """Another host, that counts who comes."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"<h1>Vendor</h1><a href='https://elsewhere.example/'>On</a>")

            def do_POST(self) -> None:
                self.do_GET()

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://localhost:{self.server.server_port}/setup?token={TOKEN}"


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    made = Elsewhere()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def ready(booth: Booth) -> Booth:
    """A client whose service is active."""
    company, kari = booth.desk.company(CLIENT), booth.desk.someone(OFFICE, "kari@fjord.example")
    activate_module(booth.desk.world, rights_at(booth.desk.world, kari, company.id), company, None)
    return booth


def send_on(monkeypatch: pytest.MonkeyPatch, method: str, path: str, *hops: str) -> None:
    """What is asked so is done, and its answer leads on over these addresses."""
    send = Carrier.send
    ways = dict(zip((path, *hops), hops, strict=False))

    def sending(carrier: Carrier, asked: TransportRequest) -> TransportResponse:
        answered = send(carrier, asked)
        on = ways.get(asked.path) if asked.path != path or asked.method == method else None
        return TransportResponse(303, (("Location", on),), b"") if on is not None else answered

    monkeypatch.setattr(Carrier, "send", sending)


@pytest.mark.parametrize("hops", [(), (HOP,)], ids=["at once", "after a hop at Tripletex"])
def test_the_vendor_is_not_visited_and_its_address_is_kept(
    ready: Booth, elsewhere: Elsewhere, hops: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    request = ready.asked(CLIENT, "menu_activation", CREATE, title=MENU)
    send_on(monkeypatch, "POST", "/integrasjoner/legg-til", *hops, elsewhere.address)
    made = ready.driver.apply(request)
    assert isinstance(made, StepDone)
    assert elsewhere.asked == []
    assert made.secret is not None
    assert made.secret.reveal() == elsewhere.address
    assert made.computed["handoverHost"] == "localhost"
    assert TOKEN not in repr(made)
    assert ready.landscape(CLIENT)["activations"] == [MENU]


def test_the_picture_is_of_the_menu_not_of_the_vendor(
    ready: Booth, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(
        type(ready.driver.session), "keep_picture", lambda _, window, name: seen.append(f"{name} {window.heading}")
    )
    request = ready.asked(CLIENT, "menu_activation", CREATE, title=MENU)
    send_on(monkeypatch, "POST", "/integrasjoner/legg-til", elsewhere.address)
    ready.driver.apply(request)
    assert seen == [f"{request.intent_id} Integrasjoner"]


def test_who_was_sent_away_and_finds_nothing_active_does_not_say_it_is(
    ready: Booth, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log-in at another host looks like a hand-over until somebody looks."""
    ready.driver.session.do(_at_home)
    send = Carrier.send

    def turning_away(carrier: Carrier, asked: TransportRequest) -> TransportResponse:
        if asked.path == "/integrasjoner/legg-til":
            return TransportResponse(303, (("Location", elsewhere.address),), b"")
        return send(carrier, asked)

    monkeypatch.setattr(Carrier, "send", turning_away)
    with pytest.raises(OutcomeUnknown, match="Aktivert"):
        ready.driver.apply(ready.asked(CLIENT, "menu_activation", CREATE, title=MENU))
    assert elsewhere.asked == []


def test_a_button_that_should_not_lead_away_is_unknown(
    ready: Booth, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = ready.desk.someone(CLIENT, HUMA["owner"])
    send_on(monkeypatch, "POST", f"/person/{person.id}/ny-nokkel", elsewhere.address)
    with pytest.raises(OutcomeUnknown, match="Opprett nøkkel"):
        ready.driver.apply(ready.asked(CLIENT, "user_key", CREATE, **HUMA))
    assert elsewhere.asked == []


def test_a_page_that_leads_away_is_left(ready: Booth, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch) -> None:
    ready.driver.session.do(_at_home)
    send_on(monkeypatch, "GET", "/integrasjoner", elsewhere.address)
    with pytest.raises(LeftToPerson):
        ready.driver.apply(ready.asked(CLIENT, "menu_activation", CREATE, title=MENU))
    assert elsewhere.asked == []


@pytest.mark.parametrize("how", ["link", "script", "picture", "form"])
def test_no_way_of_asking_another_host_is_open(ready: Booth, elsewhere: Elsewhere, how: str) -> None:
    there = elsewhere.address
    shown = {
        "link": f"<a href='{there}' id=go>x</a>",
        "script": f"<button id=go onclick=\"location='{there}'\">x</button>",
        "picture": f"<button id=go onclick=\"new Image().src='{there}'\">x</button>",
        "form": f"<form method=post action='{there}'><button id=go>x</button></form>",
    }

    def tried(window: Window) -> str:
        _at_home(window)
        window.away.forget()
        window.page.set_content(shown[how])
        window.page.locator("#go").click()
        window.page.wait_for_timeout(300)
        return window.away.address.reveal() if window.away.address is not None else ""

    kept = ready.driver.session.do(tried)
    assert elsewhere.asked == []
    assert kept == ("" if how == "picture" else there)


def _at_home(window: Window) -> None:
    window.open()
