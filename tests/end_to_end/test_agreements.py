"""A text that was accepted for one client is what the next is held to, in later runs too, until another is accepted."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner_tripletex_simulator.faults import add_fault
from provisioner_tripletex_simulator.nouns import Fault
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


def shown_in(told: str) -> str:
    """The digest to write, as a stopped step says it."""
    _, _, said = " ".join(told.split()).partition("`text: ")
    return said.partition("`")[0]


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

    second = shown_in(stopped.text)
    firm.write("clients/second.yaml", CLIENT.format(**ELVEBAKKEN, text=f", text: {second!r}"))
    firm.run("apply", "--auto-approve")
    assert attributes(firm, "elvebakken-sykkel")["agreementDigest"] == second != first["agreementDigest"]
    assert firm.world()["elvebakken-sykkel"]["activations"] == [TITLE]
    assert "No changes." in firm.run("plan", "--refresh", "all").out


def test_another_text_than_the_manifest_names_stops_a_person_too(tmp_path: Path) -> None:
    firm = firm_of(tmp_path / "firm", "guided", f", text: {PINNED!r}")
    firm.attest_all()
    stopped = firm.apply(code=1)
    assert "[agreement-changed]" in stopped.text
    assert PINNED in stopped.text
    assert firm.world()["nordlys-bakeri"]["activations"] == []
    assert firm.world()["nordlys-bakeri"]["modules"], "the rest went on"

    digest = shown_in(stopped.text)
    firm.edit("clients/client.yaml", PINNED, digest)
    firm.apply()
    held = attributes(firm, "nordlys-bakeri")
    assert (held["agreementDigest"], held["agreement"]) == (digest, digest)
    assert "No changes." in firm.run("plan").out


def test_a_changed_text_stops_a_person_until_somebody_accepts_it(tmp_path: Path) -> None:
    firm = firm_of(tmp_path / "firm", "guided")
    firm.attest_all()
    firm.apply()
    first = attributes(firm, "nordlys-bakeri")["agreementDigest"]

    switch(firm, agreement_version=2)
    firm.write("clients/second.yaml", CLIENT.format(**ELVEBAKKEN, text=""))
    firm.attest_all()
    stopped = firm.apply(code=1)
    assert f"is another text than the one that was accepted ({first})" in " ".join(stopped.text.split())
    assert firm.world()["elvebakken-sykkel"]["activations"] == []
    assert firm.run("work", "list", "--format", "json").json()["items"] == []
    assert "1 to add" in firm.run("plan").out, "it is still wanted"
    assert "[agreement-changed]" in firm.apply(code=1).text, "a second run is stopped by the same"

    second = shown_in(stopped.text)
    firm.write("clients/second.yaml", CLIENT.format(**ELVEBAKKEN, text=f", text: {second!r}"))
    firm.apply()
    assert attributes(firm, "elvebakken-sykkel")["agreementDigest"] == second != first
    assert "No changes." in firm.run("plan", "--refresh", "all").out
    assert firm.world()["elvebakken-sykkel"]["activations"] == [TITLE]


def test_what_was_cut_off_is_told_as_it_is_and_was_compared_with_nothing(tmp_path: Path) -> None:
    firm = firm_of(tmp_path / "firm", "guided")
    firm.attest_all()
    firm.apply()
    firm.write("clients/second.yaml", CLIENT.format(**ELVEBAKKEN, text=""))
    firm.attest_all()
    world = World.from_json((firm.directory / WORLD).read_bytes())
    add_fault(world, Fault("answer-lost", "/integrasjoner/legg-til", "POST"))
    (firm.directory / WORLD).write_bytes(world.to_json())
    firm.apply(code=1)
    assert firm.world()["elvebakken-sykkel"]["activations"] == [TITLE], "it was activated, and nobody heard"
    said = firm.run("recover", THING.format("elvebakken-sykkel"), "--done")
    assert "[agreement-uncompared]" in said.text, "the screen shows no agreement any more"
    assert "agreementDigest" not in attributes(firm, "elvebakken-sykkel")
    assert "No changes." in firm.run("plan").out


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(("first", "then"), [("web", "guided"), ("guided", "web")])
def test_the_browser_and_a_person_know_each_others_texts(tmp_path: Path, first: str, then: str) -> None:
    firm = firm_of(tmp_path / "firm", first)
    firm.attest_all()
    firm.apply()
    accepted = attributes(firm, "nordlys-bakeri")["agreementDigest"]
    firm.edit("provisioner.yaml", f"drivers: [{first}]", f"drivers: [{then}]")
    firm.write("clients/second.yaml", CLIENT.format(**ELVEBAKKEN, text=""))
    firm.attest_all()
    switch(firm, agreement_version=2)
    assert "[agreement-changed]" in firm.apply(code=None).text
    assert firm.world()["elvebakken-sykkel"]["activations"] == []
    switch(firm, agreement_version=1)
    firm.apply()
    assert attributes(firm, "elvebakken-sykkel")["agreementDigest"] == accepted
