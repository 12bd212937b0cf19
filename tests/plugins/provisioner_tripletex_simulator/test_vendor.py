"""After «Legg til» the browser is at the vendor's: sent there, or shown the way; and the vendor knows whose it is."""

from __future__ import annotations

import json
from urllib.parse import urlencode, urlsplit

import pytest

from provisioner_tripletex_simulator import person
from provisioner_tripletex_simulator.browse import Browser, ScreenFailed
from provisioner_tripletex_simulator.nouns import Activation
from provisioner_tripletex_simulator.wire import Request, Response
from provisioner_tripletex_simulator.world import World, hash_of
from tests.plugins.provisioner_tripletex_simulator.desk import Desk

CLIENT, TITLE = "elvebakken-sykkel", "Shopify av ConnectMyApps"


def added(desk: Desk, host: str = "") -> tuple[Response, Activation]:
    window = desk.browser(company=CLIENT)
    headers = {**window._headers(), **({"host": host} if host else {})}
    form = urlencode([("title", TITLE), ("accept", "ja")]).encode()
    answer = desk.send(Request.of("POST", "/integrasjoner/legg-til", headers, form))
    here = desk.company(CLIENT).id
    (made,) = [each for each in desk.world.activations.values() if each.company_id == here]
    return answer, made


@pytest.mark.parametrize(
    ("host", "there"),
    [
        ("127.0.0.1:8080", "http://localhost:8080/leverandor"),
        ("localhost:8080", "http://127.0.0.1:8080/leverandor"),
        ("", "https://connectmyapps.example/tripletex"),
        ("tripletex.example:80", "https://connectmyapps.example/tripletex"),
    ],
)
def test_the_browser_is_sent_on_to_another_host_with_a_token(desk: Desk, host: str, there: str) -> None:
    answer, made = added(desk, host)
    assert answer.status == 303
    address, _, query = answer.headers["Location"].partition("?oppsett=")
    assert address == there
    assert hash_of(query) == made.handover_hash
    assert query.encode() not in desk.world.to_json(), "the world keeps hashes"


def test_a_screen_that_links_there_instead(desk: Desk) -> None:
    desk.world.switches.hand_over = "link"
    answer, _ = added(desk, "127.0.0.1:8080")
    assert answer.status == 200
    assert 'href="http://localhost:8080/leverandor?oppsett=' in answer.text()


def test_the_vendor_knows_whose_set_up_it_is_by_the_token_alone(desk: Desk) -> None:
    answer, made = added(desk, "127.0.0.1:8080")
    target = urlsplit(answer.headers["Location"])
    shown = desk.send(Request.of("GET", f"{target.path}?{target.query}"))
    assert shown.status == 200
    assert "Elvebakken Sykkel" in shown.text()
    assert "Tripletex (simulert)" not in shown.text()
    assert made.handover_visits == 1
    for wrong in ("/leverandor", "/leverandor?oppsett=", "/leverandor?oppsett=guessed"):
        assert desk.send(Request.of("GET", wrong)).status == 403


def test_a_hand_over_that_was_never_made_is_nobodys(desk: Desk) -> None:
    """Activations of worlds that were kept before have no token; an empty one must not find them."""
    _, made = added(desk)
    made.handover_hash = ""
    assert desk.send(Request.of("GET", "/leverandor")).status == 403


@pytest.mark.parametrize("way", ["redirect", "link"])
def test_the_scripted_person_manages_both(desk: Desk, way: str) -> None:
    desk.world.switches.hand_over = "link" if way == "link" else "redirect"
    window = desk.browser(company=CLIENT)
    person.activate_integration(window, TITLE)
    assert bool(window.sent_on) is (way == "redirect")
    assert [each.handover_visits for each in desk.world.activations.values() if each.title == TITLE][-1] == 0
    window.open("/")
    assert person.is_activated(window, TITLE)


def test_who_must_log_in_first_has_added_nothing(desk: Desk) -> None:
    window = desk.browser(company=CLIENT)
    window.follow("Integrasjoner")
    window.follow(TITLE)
    window.tick("Jeg godtar avtalen")
    desk.world.page_sessions.clear()
    window.press("Legg til")
    with pytest.raises(ScreenFailed, match="log-in ended"):
        person._look(window)
    assert all(each.company_id != desk.company(CLIENT).id for each in desk.world.activations.values())


def test_a_world_that_was_kept_before_still_opens(desk: Desk) -> None:
    kept = json.loads(desk.world.to_json())
    for each in kept["activations"].values():
        each.pop("handover_hash")
        each.pop("handover_visits")
    kept["switches"].pop("hand_over")
    assert World.from_json(json.dumps(kept)).switches.hand_over == "redirect"


def test_a_browser_goes_to_no_other_host() -> None:
    asked: list[str] = []

    def send(request: Request) -> Response:
        asked.append(request.path)
        return Response(303, {"Location": "https://elsewhere.example/there"})

    window = Browser(send)
    window.open("/here")
    assert (asked, window.sent_on, window.title) == (["/here"], "https://elsewhere.example/there", "")
