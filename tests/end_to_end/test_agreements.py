"""A text that was accepted for one client is what the next is held to, in later runs too, until another is accepted."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner_tripletex_simulator.world import World
from tests.end_to_end.firm import WORLD, Firm, small_firm

CLIENT = """\
kind: Client
name: {name}
displayName: {company}
organizationNumber: {number}
integrations:
  shopify-connectmyapps:
    method: menu
    agreement: {{acceptedBy: kari@fjord.example, authority: oppdragsavtale 2026-03{text}}}
"""
NORDLYS = {"name": "nordlys-bakeri", "company": "Nordlys Bakeri AS", "number": "312 345 676"}
ELVEBAKKEN = {"name": "elvebakken-sykkel", "company": "Elvebakken Sykkel AS", "number": "314 518 772"}
TITLE = "Shopify av ConnectMyApps"
THING = "client/{}/menu_activation/shopify-connectmyapps"
PINNED = "sha256:" + "0" * 64


def firm_of(directory: Path, drivers: str, text: str = "") -> Firm:
    firm = small_firm(directory, CLIENT.format(**NORDLYS, text=text))
    firm.edit("provisioner.yaml", "drivers: [api, guided]", f"drivers: [{drivers}]")
    return firm


def switch(firm: Firm, **changed: object) -> None:
    world = World.from_json((firm.directory / WORLD).read_bytes())
    for name, value in changed.items():
        setattr(world.switches, name, value)
    (firm.directory / WORLD).write_bytes(world.to_json())


def attributes(firm: Firm, name: str) -> dict[str, object]:
    shown = firm.run("state", "show", THING.format(name), "--format", "json").json()
    found = next(each for each in _dicts(shown) if "acceptedBy" in each)
    return {str(key): value for key, value in found.items()}


def _dicts(value: object) -> list[dict[object, object]]:
    if isinstance(value, dict):
        return [value, *(each for inner in value.values() for each in _dicts(inner))]
    return [each for inner in value for each in _dicts(inner)] if isinstance(value, list) else []


@pytest.mark.needs("chromium")
def test_a_changed_text_stops_the_next_client_until_somebody_accepts_it(tmp_path: Path) -> None:
    firm = firm_of(tmp_path / "firm", "web")
    firm.run("state", "init")
    firm.run("apply", "--auto-approve")
    first = attributes(firm, "nordlys-bakeri")
    assert (first["acceptedBy"], first["authority"]) == ("kari@fjord.example", "oppdragsavtale 2026-03")

    switch(firm, agreement_version=2)
    firm.write("clients/second.yaml", CLIENT.format(**ELVEBAKKEN, text=""))
    stopped = firm.run("apply", "--auto-approve", code=None)
    assert stopped.code not in (0, 130)
    assert "The agreement of Shopify av ConnectMyApps is another text" in stopped.text
    assert str(first["agreementDigest"]) in stopped.text
    assert firm.world()["elvebakken-sykkel"]["activations"] == []

    _, _, said = stopped.text.partition("`text: ")
    second = said.partition("`")[0]
    firm.write("clients/second.yaml", CLIENT.format(**ELVEBAKKEN, text=f", text: {second!r}"))
    firm.run("apply", "--auto-approve")
    assert attributes(firm, "elvebakken-sykkel")["agreementDigest"] == second != first["agreementDigest"]
    assert firm.world()["elvebakken-sykkel"]["activations"] == [TITLE]
    assert "No changes." in firm.run("plan", "--refresh", "all").out


def test_what_a_person_accepted_was_compared_by_nobody_and_says_so(tmp_path: Path) -> None:
    firm = firm_of(tmp_path / "firm", "guided", f", text: {PINNED!r}")
    firm.attest_all()
    firm.apply()
    held = attributes(firm, "nordlys-bakeri")
    assert "agreement" not in held
    assert "agreementDigest" not in held
    assert PINNED not in str(held)
    assert "No changes." in firm.run("plan").out
