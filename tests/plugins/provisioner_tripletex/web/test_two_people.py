"""Somebody else does the same on the screen, after it was looked and before the button: nothing is doubled."""

from __future__ import annotations

import pytest

from provisioner.model.plan import StepAction
from provisioner.spi.provider import StepDone
from provisioner_tripletex.web.driver import LeftToPerson
from provisioner_tripletex_simulator.rules import (
    KeyOrder,
    activate_integration,
    activate_module,
    delete_key,
    grant_at_client,
    make_key,
    rights_at,
)
from tests.plugins.provisioner_tripletex.web.conftest import OFFICE, Booth
from tests.plugins.provisioner_tripletex.web.test_driver import CLIENT, FINALE, HUMA, MENU, key_names
from tests.plugins.provisioner_tripletex_simulator.desk import NOW

CREATE, DELETE = StepAction.CREATE, StepAction.DELETE


@pytest.fixture
def ready(booth: Booth) -> Booth:
    """A client whose service is active."""
    switch_on(booth)
    return booth


def switch_on(booth: Booth) -> None:
    company, kari = booth.desk.company(CLIENT), booth.desk.someone(OFFICE, "kari@fjord.example")
    activate_module(booth.desk.world, rights_at(booth.desk.world, kari, company.id), company, None)


def make(booth: Booth, application: str, name: str) -> int:
    owner = booth.desk.someone(CLIENT, "per@nordlys.example")
    key, _ = make_key(booth.desk.world, KeyOrder(owner.company_id, owner.id, application, name, "template"), NOW)
    return key.id


def test_the_same_key_is_left_to_a_person_who_sees_both_names(ready: Booth) -> None:
    request = ready.request(CLIENT, "user_key", CREATE, **HUMA)
    number = make(ready, "Huma", "Huma, by Ola")
    with pytest.raises(LeftToPerson) as left:
        ready.driver.apply(request)
    assert key_names(ready) == ["Huma, by Ola"], "one key, not two"
    assert f"«Huma, by Ola» ({number}), made meanwhile" in str(left.value)


def test_a_key_for_something_else_is_in_nobodys_way(ready: Booth) -> None:
    request = ready.request(CLIENT, "user_key", CREATE, **HUMA)
    make(ready, "Shopbox", "Till")
    made = ready.driver.apply(request)
    assert isinstance(made, StepDone)
    assert sorted(map(str, key_names(ready))) == ["Huma Nordlys", "Till"]
    assert str(made.computed["keyId"]) == made.native_id


def test_a_key_that_was_there_when_it_was_looked_is_replaced_as_planned(ready: Booth) -> None:
    """A rotation: the old one stands beside the new one until the vendor has it."""
    make(ready, "Huma", "Huma, old")
    made = ready.driver.apply(ready.request(CLIENT, "user_key", CREATE, **HUMA))
    assert isinstance(made, StepDone)
    assert len(key_names(ready)) == 2


def test_a_service_that_somebody_else_switched_on_is_there(booth: Booth) -> None:
    request = booth.request(CLIENT, "module", CREATE, name="API_V2")
    switch_on(booth)
    assert isinstance(booth.driver.apply(request), StepDone)


def test_an_activation_that_somebody_else_made_is_not_accepted_twice(ready: Booth) -> None:
    request = ready.request(CLIENT, "menu_activation", CREATE, title=MENU)
    kari = ready.desk.someone(OFFICE, "kari@fjord.example")
    activate_integration(ready.desk.world, kari.id, ready.desk.company(CLIENT).id, MENU, NOW)
    with pytest.raises(LeftToPerson, match="active already"):
        ready.driver.apply(request)
    activations = ready.landscape(CLIENT)["activations"]
    assert isinstance(activations, list)
    assert len(activations) == 1


def test_a_client_that_somebody_else_attached_is_attached_once(booth: Booth) -> None:
    made = booth.driver.apply(booth.request(OFFICE, "office_key", CREATE, **FINALE))
    assert isinstance(made, StepDone)
    access = {"officeKey": "visma-finale", "key": made.computed["reference"], "access": "ALL_PRIVILEGES"}
    request = booth.request(CLIENT, "client_access", CREATE, **access)
    (key,) = [key for key in booth.desk.world.keys.values() if key.name == "Finale"]
    here = booth.desk.company(CLIENT).id
    grant_at_client(booth.desk.world, key.robot_id, here, "ALL_PRIVILEGES")
    assert isinstance(booth.driver.apply(request), StepDone)
    assert list(booth.desk.world.people[key.robot_id].grants) == [here]


def test_a_key_that_somebody_else_deleted_is_gone(ready: Booth) -> None:
    number = make(ready, "Huma", "Huma Nordlys")
    ending = ready.request(CLIENT, "user_key", DELETE, **HUMA, keyId=number)
    kari, key = ready.desk.someone(OFFICE, "kari@fjord.example"), ready.desk.world.keys[number]
    delete_key(ready.desk.world, rights_at(ready.desk.world, kari, key.company_id), key)
    assert isinstance(ready.driver.apply(ending), StepDone)
    assert key_names(ready) == []
