"""The simulator's screens on a phone: nothing to press, tick or copy is cut off or torn from its words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from provisioner_tripletex.web.screens import open_company
from provisioner_tripletex.web.window import Window
from provisioner_tripletex_simulator.rules import (
    KeyOrder,
    activate_integration,
    activate_module,
    grant_at_client,
    make_key,
    rights_at,
)
from tests.plugins.provisioner_tripletex.web.conftest import OFFICE, Booth
from tests.plugins.provisioner_tripletex.web.test_driver import CLIENT, MENU
from tests.plugins.provisioner_tripletex_simulator.desk import NOW

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 720}
OUT = """() => [...document.querySelectorAll('button, a, input, select, td, label')].filter(each => {
    const box = each.getBoundingClientRect();
    return box.width && (box.left < 0 || box.right > innerWidth);
}).map(each => each.outerHTML)"""
TORN = """() => [...document.querySelectorAll('input[type=checkbox], input[type=radio]')].filter(each => {
    const label = document.querySelector(`label[for='${each.id}']`), box = each.getBoundingClientRect();
    return box.width && (!label || label.getBoundingClientRect().top > box.bottom);
}).map(each => each.outerHTML)"""


@pytest.fixture
def phone(booth: Booth) -> Iterator[Booth]:
    """Long names, keys, accesses and an activation, in the client and in the office."""
    world, company = booth.desk.world, booth.desk.company(CLIENT)
    kari, per = booth.desk.someone(OFFICE, "kari@fjord.example"), booth.desk.someone(CLIENT, "per@nordlys.example")
    activate_module(world, rights_at(world, kari, company.id), company, None)
    activate_integration(world, kari.id, company.id, MENU, NOW)
    name = "Kassa Pluss til butikken i Storgata, den nye"
    make_key(world, KeyOrder(company.id, per.id, "KassaPlussMedEtLangtNavn_Produksjon", name, "chosen"), NOW)
    order = KeyOrder(kari.company_id, kari.id, "VismaFinale", "Visma Finale for alle", "template", office=True)
    key, _ = make_key(world, order, NOW)
    grant_at_client(world, key.robot_id, company.id, "ALL_PRIVILEGES")

    def on_a_phone(window: Window) -> None:
        window.page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # two numbers
        window.open()
        open_company(window, booth.desk.company(OFFICE).organization_number)

    booth.driver.session.do(on_a_phone)
    yield booth
    booth.driver.session.do(lambda window: window.page.set_viewport_size(DESK))  # type: ignore[arg-type]  # the same


def test_nothing_is_cut_off_or_torn_apart(phone: Booth) -> None:
    per = phone.desk.someone(CLIENT, "per@nordlys.example")
    key = max(number for number, each in phone.desk.world.keys.items() if each.owner_id == per.id)
    kari = phone.desk.someone(OFFICE, "kari@fjord.example")
    at_client = ("/integrasjoner", "/selskap/mitt-abonnement", f"/person/{per.id}/api-tilgang", f"/nokkel/{key}")
    at_office = ("/selskaper", "/ansatte", "/klient/tilganger", "/klient/tilganger/legg-til")
    number = phone.desk.company(CLIENT).organization_number

    def looked(window: Window) -> dict[str, object]:
        window.open()
        found: dict[str, object] = {}
        for path in (*at_office, f"/person/{kari.id}/ny-nokkel"):
            found[path] = _wrong(window, path)
        window.open("/selskaper")
        window.page.locator("tr").filter(has_text=number).get_by_role("button").click()
        for path in (*at_client, f"/person/{per.id}/ny-nokkel"):
            found[path] = _wrong(window, path)
        return found

    found = phone.driver.session.do(looked)
    assert len(found) == 10
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def _wrong(window: Window, path: str) -> list[str]:
    window.open(path)
    assert window.heading != "Tripletex", f"{path} is not there"
    return [*window.page.evaluate(OUT), *window.page.evaluate(TORN)]


def test_a_column_says_its_name_where_the_headings_are_out_of_sight(phone: Booth) -> None:
    per = phone.desk.someone(CLIENT, "per@nordlys.example")

    def looked(window: Window) -> str:
        window.open("/selskaper")
        row = window.page.locator("tr").filter(has_text=phone.desk.company(CLIENT).organization_number)
        row.get_by_role("button").click()
        window.open(f"/person/{per.id}/api-tilgang")
        cell = "document.querySelectorAll('td')[3]"
        return str(window.page.evaluate(f"getComputedStyle({cell}, '::before').content + {cell}.innerText"))

    assert phone.driver.session.do(looked).startswith('"Brukernøkkel-ID: "')
