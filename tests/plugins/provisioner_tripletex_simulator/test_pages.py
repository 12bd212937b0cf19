"""The pages: who sees what, what the forms do and refuse, and that everything shown is escaped."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from provisioner.model.secrets import Sensitive
from provisioner_tripletex_simulator import person
from provisioner_tripletex_simulator.browse import Browser, ScreenFailed
from provisioner_tripletex_simulator.page_core import COOKIE
from provisioner_tripletex_simulator.person import WantedKey
from provisioner_tripletex_simulator.wire import Request, Response
from tests.plugins.provisioner_tripletex_simulator.desk import Desk

CLIENT = "elvebakken-sykkel"
AMIR = "amir@elvebakken.example"


def cookie(window: Browser) -> dict[str, str]:
    return window._headers()


def post(desk: Desk, window: Browser, path: str, *fields: tuple[str, str]) -> Response:
    return desk.send(Request.of("POST", path, cookie(window), urlencode(fields).encode()))


def get(desk: Desk, window: Browser, path: str) -> Response:
    return desk.send(Request.of("GET", path, cookie(window)))


def test_nobody_gets_in_without_logging_in(desk: Desk) -> None:
    window = Browser(desk.send)
    for path in ("/", "/ansatte", "/klient/tilganger"):
        window.open(path)
        assert window.title == "Logg inn"
    with pytest.raises(ScreenFailed, match="Siden finnes ikke"):
        window.open("/nowhere")
    assert window.status == 404
    broken = desk.send(Request.of("GET", "/", {"cookie": f"{COOKIE}=x; =;\x00"}))
    assert broken.headers["Location"] == "/login"


@pytest.mark.parametrize(
    ("user", "password"),
    [("kari@fjord.example", "wrong"), ("nobody@fjord.example", None), ("", None), ("mads@tundra.example", None)],
)
def test_a_wrong_log_in(desk: Desk, user: str, password: str | None) -> None:
    right = desk.world.secret(desk.world.secrets.password, "password")
    with pytest.raises(ScreenFailed, match="Feil brukernavn eller passord"):
        person.log_in(Browser(desk.send), user, Sensitive(password or right))
    assert desk.world.page_sessions == {}


def test_logging_out_ends_the_session(desk: Desk) -> None:
    window = desk.browser()
    window.press("Logg ut")
    assert desk.world.page_sessions == {}
    window.open("/ansatte")
    assert window.title == "Logg inn"


def test_a_session_ends_with_its_person(desk: Desk) -> None:
    window = desk.browser()
    desk.someone("fjord-regnskap", "kari@fjord.example").active = False
    window.open("/")
    assert window.title == "Logg inn"


def test_the_open_company_stands_on_every_page(desk: Desk) -> None:
    window = desk.browser(company=CLIENT)
    for path in ("/", "/ansatte", "/kontakter", "/selskap/mitt-abonnement", "/integrasjoner", "/selskaper"):
        window.open(path)
        assert window.labelled("Selskap") == "Elvebakken Sykkel AS, org.nr. 314518772"
    with pytest.raises(ScreenFailed):
        window.open("/nowhere")
    assert window.labelled("Selskap") == "Elvebakken Sykkel AS, org.nr. 314518772"


def test_companies_one_may_open(desk: Desk) -> None:
    window = desk.browser()
    window.open("/selskaper")
    assert len(list(window.page.all("tr"))) == 1 + 15
    assert not window.page_says("Stille Vann")
    window.fill("Søk", "sykkel")
    window.press("Søk")
    assert len(list(window.page.all("tr"))) == 2
    foreign = desk.company("stille-vann")
    assert post(desk, window, "/selskaper", ("company", str(foreign.id))).status == 403
    with pytest.raises(ScreenFailed, match="Åpne"):
        person.open_company(window, foreign.organization_number)
    own = desk.browser(AMIR)
    own.open("/selskaper")
    assert len(list(own.page.all("tr"))) == 2


def test_the_module_is_activated_with_its_terms(desk: Desk) -> None:
    window = desk.browser(company="nordlys-bakeri")
    assert not window.has("a", "Integrasjoner")
    refused = post(desk, window, "/selskap/mitt-abonnement")
    assert (refused.status, "Du må godta vilkårene." in refused.text()) == (422, True)
    person.activate_module(window)
    assert "API_V2" in desk.company("nordlys-bakeri").modules
    assert window.has("a", "Integrasjoner")
    with pytest.raises(ScreenFailed, match="cannot be activated here"):
        person.activate_module(window)
    again = post(desk, window, "/selskap/mitt-abonnement", ("terms", "ja"))
    assert "allerede aktivert" in again.text()


def test_a_package_can_be_too_small(desk: Desk) -> None:
    window = desk.browser(company="kiosken")
    window.open("/selskap/mitt-abonnement")
    assert window.page_says("Ikke tilgjengelig i pakken Basis")
    assert "ikke tilgjengelig i pakken" in post(desk, window, "/selskap/mitt-abonnement", ("terms", "ja")).text()


def test_activating_needs_a_right(desk: Desk) -> None:
    window = desk.browser("ida@nordlys.example")
    response = post(desk, window, "/selskap/mitt-abonnement", ("terms", "ja"))
    assert "Du har ikke tilgang" in response.text()
    assert "API_V2" not in desk.company("nordlys-bakeri").modules


def test_api_access_is_for_administrators_where_the_module_is_active(desk: Desk) -> None:
    amir, eva = desk.someone(CLIENT, AMIR), desk.someone(CLIENT, "eva@elvebakken.example")
    limited = desk.browser(eva.email)
    limited.open(f"/person/{amir.id}")
    assert not limited.has("a", "API-tilgang")
    paths = ("api-tilgang", "ny-nokkel")
    assert [get(desk, limited, f"/person/{amir.id}/{path}").status for path in paths] == [403, 403]
    assert post(desk, limited, f"/person/{amir.id}/ny-nokkel").status == 403
    admin = desk.browser(AMIR)
    admin.open(f"/person/{amir.id}")
    assert admin.has("a", "API-tilgang")
    per = desk.someone("nordlys-bakeri", "per@nordlys.example")
    without = desk.browser(per.email)
    without.open(f"/person/{per.id}")
    assert not without.has("a", "API-tilgang")
    assert get(desk, without, f"/person/{per.id}/api-tilgang").status == 403


def test_people_of_other_companies_are_not_found(desk: Desk) -> None:
    window, per = desk.browser(AMIR), desk.someone("nordlys-bakeri", "per@nordlys.example")
    for path in ("", "/api-tilgang", "/ny-nokkel"):
        assert get(desk, window, f"/person/{per.id}{path}").status == 404
    assert post(desk, window, f"/person/{per.id}/ny-nokkel").status == 404
    assert get(desk, window, "/nokkel/1").status == 404
    assert post(desk, window, "/nokkel/1/slett").status == 404


def test_the_form_for_a_key_refuses(desk: Desk) -> None:
    window = desk.browser(AMIR)
    path = f"/person/{desk.someone(CLIENT, AMIR).id}/ny-nokkel"
    before = desk.world.digest()
    for fields, problem in (
        ([], "Velg en integrasjon eller «Tilpasset oppsett»."),
        ([("application", "Huma")], "Feltet kan ikke være tomt."),
        ([("application", ""), ("application_name", "X"), ("name", "x")], "Velg tilganger."),
        ([("application", ""), ("permissions", "all"), ("name", "x")], "Feltet kan ikke være tomt."),
        ([("application", "Huma"), ("name", "x"), ("office", "ja")], "Du har ikke tilgang"),
    ):
        response = post(desk, window, path, *fields)
        assert response.status == 422
        assert problem in response.text()
    assert desk.world.digest() == before


def test_owner_without_the_rights_of_the_template(desk: Desk) -> None:
    with pytest.raises(ScreenFailed, match="Brukeren mangler tilganger"):
        person.create_key(desk.browser(AMIR), WantedKey("eva@elvebakken.example", "x", title="Huma"))


def test_a_wrong_application_name_is_accepted_on_the_screen(desk: Desk) -> None:
    wanted = WantedKey(AMIR, "Kasse", application_name="kassapluss_prod", permissions="same-as-owner")
    shown = person.create_key(desk.browser(AMIR), wanted)
    key = desk.world.keys[int(shown.key_id)]
    assert (key.application, key.permissions) == ("kassapluss_prod", "owner")
    assert key.application not in desk.world.consumers


def test_the_key_is_shown_once_with_its_id_beside_it(desk: Desk) -> None:
    window = desk.browser(AMIR)
    shown = person.create_key(window, WantedKey(AMIR, "Huma", title="Huma"))
    assert shown.token.reveal() != shown.key_id
    assert shown.token.reveal() not in repr(shown)
    window.follow("Lukk")
    assert window.row_says("Huma", shown.key_id)
    assert not window.page_says(shown.token.reveal())


def test_pages_are_never_kept(desk: Desk) -> None:
    response = get(desk, desk.browser(), "/ansatte")
    assert response.headers["Cache-Control"] == "no-store"


def test_rights_ticked_afterwards(desk: Desk) -> None:
    desk.world.switches.chosen_rights_afterwards = True
    window = desk.browser(AMIR)
    words = ("Selskap > Lesetilgang til ansattinformasjon", "AUTH_INVOICING")
    wanted = WantedKey(AMIR, "Kasse", application_name="KassaPluss_Prod", permissions="chosen", chosen=words)
    shown = person.create_key(window, wanted)
    key = desk.world.keys[int(shown.key_id)]
    assert desk.world.people[key.robot_id].entitlements == [14, 61]
    limited = desk.browser("eva@elvebakken.example")
    assert get(desk, limited, f"/nokkel/{key.id}").status == 403
    assert post(desk, limited, f"/nokkel/{key.id}/slett").status == 403


def test_a_key_is_ended_after_a_second_question(desk: Desk) -> None:
    window = desk.browser(AMIR)
    shown = person.create_key(window, WantedKey(AMIR, "Huma", title="Huma"))
    window.follow("Lukk")
    window.press("Slett", row="Huma")
    assert window.title == "Slett nøkkelen Huma?"
    assert int(shown.key_id) in desk.world.keys
    window.press("Slett")
    assert int(shown.key_id) not in desk.world.keys
    desk.world.switches.delete_asks = False
    second = person.create_key(window, WantedKey(AMIR, "Huma", title="Huma"))
    person.delete_key(window, AMIR, second.key_id)
    assert int(second.key_id) not in desk.world.keys


def test_ending_a_key_ends_its_sessions_and_accesses(desk: Desk) -> None:
    user = desk.client("nordlys-bakeri")
    office = next(key for key in desk.world.keys.values() if key.office)
    person.delete_key(desk.browser(), "kari@fjord.example", str(office.id))
    assert desk.call("GET", "/token/session/>whoAmI", user).status == 401
    assert office.robot_id not in desk.world.people
    assert all(grant.person_id != office.robot_id for grant in desk.world.grants.values())


def test_an_office_key_is_ended_by_those_who_administer_clients(desk: Desk) -> None:
    desk.someone("fjord-regnskap", "kari@fjord.example").entitlements.remove(71)
    window = desk.browser()
    office = next(key for key in desk.world.keys.values() if key.office)
    assert post(desk, window, f"/nokkel/{office.id}/slett", ("confirm", "ja")).status == 403
    pages = ("/klient/tilganger", "/klient/tilganger/legg-til")
    forms = ("/klient/tilganger/legg-til", "/klient/tilganger/fjern")
    assert [get(desk, window, path).status for path in pages] == [403, 403]
    assert [post(desk, window, path).status for path in forms] == [403, 403]


def test_an_integration_from_the_menu(desk: Desk) -> None:
    window, title = desk.browser(company=CLIENT), "Shopify av ConnectMyApps"
    assert not person.is_activated(window, title)
    refused = post(desk, window, "/integrasjoner/legg-til", ("title", title))
    assert (refused.status, "Du må godta avtalen." in refused.text()) == (422, True)
    person.activate_integration(window, title)
    window.open("/")
    (activation,) = [a for a in desk.world.activations.values() if a.company_id == desk.company(CLIENT).id]
    assert desk.world.keys[activation.key_id].made_by == "menu"
    assert person.is_activated(window, title)
    again = post(desk, window, "/integrasjoner/legg-til", ("title", title), ("accept", "ja"))
    assert "allerede aktivert" in again.text()
    kari = desk.someone("fjord-regnskap", "kari@fjord.example")
    assert get(desk, desk.browser(AMIR), f"/nokkel/{activation.key_id}").status == 404
    assert desk.world.keys[activation.key_id].owner_id == kari.id
    person.deactivate_integration(window, title)
    assert activation.key_id not in desk.world.keys
    assert post(desk, window, "/integrasjoner/deaktiver", ("title", title)).status == 404


def test_the_menu_is_not_there_without_the_module(desk: Desk) -> None:
    window = desk.browser(company="nordlys-bakeri")
    for path in ("/integrasjoner", "/integrasjoner/vis?tittel=Rackbeat"):
        assert get(desk, window, path).status == 404
    for path in ("/integrasjoner/legg-til", "/integrasjoner/deaktiver"):
        assert post(desk, window, path, ("title", "Rackbeat")).status == 404


def test_the_menu_needs_a_right(desk: Desk) -> None:
    limited = desk.browser("eva@elvebakken.example")
    for path in ("/integrasjoner/legg-til", "/integrasjoner/deaktiver"):
        assert post(desk, limited, path, ("title", "Rackbeat"), ("accept", "ja")).status == 403
    assert get(desk, limited, "/integrasjoner/vis?tittel=Nothing").status == 404


def test_many_clients_are_attached_at_once(desk: Desk) -> None:
    window = desk.browser()
    person.create_key(window, WantedKey("kari@fjord.example", "Finale", title="Visma Finale", office=True))
    numbers = [desk.company(label).organization_number for label in (CLIENT, "fjellsport", "havna-ror")]
    person.attach_clients(window, "Finale", "Standard regnskapsfører", numbers)
    assert all(person.is_attached(window, "Finale", number) for number in numbers)
    person.detach_clients(window, "Finale", numbers[:2])
    assert [person.is_attached(window, "Finale", number) for number in numbers] == [False, False, True]


def test_saving_accesses_is_all_or_nothing(desk: Desk) -> None:
    window, before = desk.browser(), desk.world.digest()
    office = next(key for key in desk.world.keys.values() if key.office)
    good = [("key", str(office.id)), ("template", "ALL_PRIVILEGES")]
    here, hidden = str(desk.company(CLIENT).id), str(desk.company("stille-vann").id)
    for fields in (
        [*good],
        [*good, ("client", here), ("client", hidden)],
        [("client", here)],
        [good[0], ("client", here)],
    ):
        assert post(desk, window, "/klient/tilganger/legg-til", *fields).status == 422
    assert post(desk, window, "/klient/tilganger/fjern", ("grant", "1")).status == 404
    assert desk.world.digest() == before


def test_everything_shown_is_escaped(desk: Desk) -> None:
    evil = "<script>alert('x')</script>"
    desk.company(CLIENT).name = evil
    desk.someone(CLIENT, AMIR).first_name = evil
    window = desk.browser(AMIR)
    shown = person.create_key(window, WantedKey(AMIR, evil, application_name=evil))
    texts = [get(desk, window, f"/person/{desk.someone(CLIENT, AMIR).id}/api-tilgang").text()]
    texts += [
        get(desk, window, path).text() for path in (f"/ansatte?sok={evil}", f"/integrasjoner?sok={evil}", "/selskaper")
    ]
    assert [text for text in texts if "<script" in text] == []
    assert "&lt;script&gt;" in texts[0]
    assert window.page_says("Lukk")
    person.delete_key(window, AMIR, shown.key_id)


def test_a_name_with_an_ampersand_can_be_opened(desk: Desk) -> None:
    window = desk.browser()
    person.open_company(window, "Saks & Kam Frisør AS")
    assert window.labelled("Selskap").startswith("Saks & Kam Frisør AS")


def test_a_contact_is_found_under_customers(desk: Desk) -> None:
    window = desk.browser(company="radhuset-radgivning")
    person.activate_module(window)
    shown = person.create_key(window, WantedKey("ola@kunde.example", "Huma", title="Huma"))
    assert desk.world.keys[int(shown.key_id)].owner_id == desk.someone("radhuset-radgivning", "ola@kunde.example").id
    with pytest.raises(ScreenFailed, match="no employee or contact has the address"):
        person.open_api_access(window, "nobody@kunde.example")


def test_whoever_attached_an_ordinary_person_stays(desk: Desk) -> None:
    """«Tilganger» is about keys: the office's people are not on it, and cannot be taken off by it."""
    window = desk.browser()
    window.follow("Tilganger")
    assert not window.page_says("Nordmann, Kari")
    mine = next(iter(desk.someone("fjord-regnskap", "kari@fjord.example").grants.values()))
    assert post(desk, window, "/klient/tilganger/fjern", ("grant", str(mine))).status == 404
