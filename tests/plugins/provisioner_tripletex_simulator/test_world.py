"""The world: exact to JSON and back, the same for the same seed, and without a token in it."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from provisioner.model.errors import UsageError
from provisioner_tripletex_simulator.entitlements import (
    TEMPLATE_WORDS,
    client_template,
    employee_template,
    every_id,
    label,
    names,
)
from provisioner_tripletex_simulator.firms import credentials, firm, firm_names, organization_number
from provisioner_tripletex_simulator.nouns import Fault
from provisioner_tripletex_simulator.world import World, hash_of
from tests.plugins.provisioner_tripletex_simulator.desk import Desk

WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


def passes_modulus_11(number: str) -> bool:
    digits = [int(digit) for digit in number]
    check = (11 - sum(a * b for a, b in zip(digits, WEIGHTS, strict=False)) % 11) % 11
    return len(digits) == 9 and check == digits[8]


def test_a_world_survives_json_exactly(desk: Desk) -> None:
    desk.new_key(desk.client("nordlys-bakeri"))
    desk.browser()
    desk.world.faults.append(Fault("slow", seconds=1.5))
    text = desk.world.to_json()
    again = World.from_json(text)
    assert again == desk.world
    assert again.to_json() == text


def test_a_seed_gives_one_world() -> None:
    assert firm("fjord-regnskap") == firm("fjord-regnskap")
    assert firm(3) == firm("3")
    assert credentials(firm(3)) != credentials(firm(4))


@pytest.mark.parametrize("text", [b"", b"{}", b"[]", b'{"seed": "x"}'])
def test_what_is_no_world_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError, match="not a simulator world"):
        World.from_json(text)


def test_a_world_from_the_future_is_refused() -> None:
    text = firm(1).to_json().replace(b'"format":1', b'"format":2')
    with pytest.raises(ValueError, match="format 2; this version reads format 1"):
        World.from_json(text)


def test_no_token_is_kept(desk: Desk) -> None:
    held = credentials(desk.world)
    secrets = [held.password, held.consumer_token, held.office_employee_token, held.office_key, desk.office()[1]]
    kept = desk.world.to_json().decode()
    assert len(set(secrets)) == 5
    assert [secret for secret in secrets if secret in kept] == []
    assert hash_of(held.office_key) in kept
    assert [secret for secret in secrets if secret in repr(held)] == []


def test_tokens_begin_as_the_world_says(desk: Desk) -> None:
    assert credentials(desk.world).office_key.startswith("test-")
    desk.world.switches.token_prefix = ""
    assert not credentials(desk.world).office_key.startswith("test-")


def test_the_demo_firm_is_sound(desk: Desk) -> None:
    companies = list(desk.world.companies.values())
    assert [c.name for c in companies if not passes_modulus_11(c.organization_number)] == []
    assert len({c.organization_number for c in companies}) == len(companies) == 16
    assert desk.world.office.name == "Fjord Regnskap AS"
    assert desk.company("nordlys-bakeri").organization_number == "312345676"
    assert {c.id for c in companies}.isdisjoint(c.customer_id for c in companies)
    assert all(p.email.endswith(".example") for p in desk.world.people.values() if p.email)
    assert 71 in desk.someone("fjord-regnskap", "kari@fjord.example").entitlements
    assert all(71 not in p.entitlements for c in companies if not c.is_office for p in desk.world.people_of(c.id))


def test_a_company_is_found_by_any_of_its_names(desk: Desk) -> None:
    found = {
        company.id
        for text in ("nordlys-bakeri", "Nordlys Bakeri AS", "312345676", "312 345 676")
        if (company := desk.world.company_by(text)) is not None
    }
    assert found == {desk.company("nordlys-bakeri").id}
    assert desk.world.company_by("nobody") is None


def test_firms_are_named_and_generated() -> None:
    assert firm_names() == ("fjord-regnskap",)
    with pytest.raises(UsageError) as caught:
        firm("atlantis")
    assert "There are: fjord-regnskap;" in caught.value.hint
    world = firm(40)
    numbers = [company.organization_number for company in world.companies.values()]
    assert len(set(numbers)) == 41
    assert all(passes_modulus_11(number) for number in numbers)
    assert {len(world.people_of(company.id)) for company in world.companies.values() if not company.is_office} == {2}


def test_generated_numbers_differ() -> None:
    numbers = [organization_number(serial) for serial in range(2000)]
    assert len(set(numbers)) == 2000
    assert all(number.startswith("3") and passes_modulus_11(number) for number in numbers)


def test_a_landscape_has_neither_ids_nor_times(desk: Desk) -> None:
    before = desk.world.digest()
    desk.office()
    desk.browser()
    assert desk.world.digest() == before
    text = json.dumps(desk.world.landscape())
    assert str(desk.company("nordlys-bakeri").id) not in text
    assert "2026" not in text
    desk.new_key(desk.client("elvebakken-sykkel"), employeeId=str(_owner(desk)))
    assert desk.world.digest() != before


def _owner(desk: Desk) -> int:
    return desk.someone("elvebakken-sykkel", "amir@elvebakken.example").id


def test_templates_hold_known_rights_in_their_order() -> None:
    assert len(names()) == 98
    sets = {name: client_template(name) for name in TEMPLATE_WORDS}
    accountant, auditor, everything = (
        set(sets[name] or ())
        for name in ("STANDARD_PRIVILEGES_ACCOUNTANT", "STANDARD_PRIVILEGES_AUDITOR", "ALL_PRIVILEGES")
    )
    assert len(auditor) < len(accountant) < len(everything)
    assert everything == set(every_id())
    assert 1 not in accountant | auditor
    assert client_template("NONE_PRIVILEGES") == employee_template("NONE_PRIVILEGES") == ()
    assert client_template("NOBODY") is employee_template("NOBODY") is None
    assert (label(1), label(14)) == ("Brukeradministrator", "AUTH_INVOICING")


def test_switches_are_plain_data(desk: Desk) -> None:
    assert all(isinstance(value, str | int | bool) for value in asdict(desk.world.switches).values())
