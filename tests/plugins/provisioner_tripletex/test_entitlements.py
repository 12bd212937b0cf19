"""Entitlements by id and name; the words of the screen stay unknown where nothing ties them to an id."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provisioner_tripletex import entitlements as room
from provisioner_tripletex.catalogue import bundled_catalogue
from provisioner_tripletex.entitlements import (
    SCREEN_RIGHTS,
    Certainty,
    Entitlement,
    load_entitlements,
    screen_right,
)

KNOWN = load_entitlements()


def test_there_are_98_in_order_and_each_name_once() -> None:
    assert len(KNOWN.by_id) == len(KNOWN.by_name) == 98
    assert list(KNOWN.by_id) == sorted(KNOWN.by_id)
    rows = json.loads(Path(room.__file__).with_name("entitlements.json").read_text(encoding="utf-8"))["entitlements"]
    assert len(rows) == 98


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (1, "ROLE_ADMINISTRATOR"),
        (25, "AUTH_TRAVELREPORTS_COMPANY"),
        (71, "AUTH_CLIENT_ACCOUNT_ADMIN"),
        (126, "AUTH_ACCOUNT_ADMINISTRATOR"),
        (144, "AUTH_WAGE_INFORMATION"),
        (162, "AUTH_EXPENSE_ATTESTATION_OVERRIDER"),
    ],
)
def test_by_id_and_by_name(number: int, name: str) -> None:
    assert KNOWN.get(number) == KNOWN.get(name) == Entitlement(number, name)


def test_what_is_not_known_is_none() -> None:
    assert KNOWN.get(2) is None
    assert KNOWN.get("AUTH_TRAVEL_REPORTS_COMPANY") is None
    assert KNOWN.get("71") is None


def test_what_an_owner_lacks() -> None:
    missing = KNOWN.missing([61, 9999, 1], held=[1, 2])
    assert [right.name for right in missing] == ["AUTH_EMPLOYEE_INFO", "9999"]
    assert KNOWN.missing([1], held=[1]) == ()


def test_words_of_the_screen_are_known_but_mostly_not_their_ids() -> None:
    right = screen_right("brukeradministrator i  klientkontoer")
    assert right is not None
    assert (right.entitlement_id, right.certainty) == (71, Certainty.INFERRED)
    assert screen_right("Finnes ikke") is None
    for each in SCREEN_RIGHTS:
        assert (each.entitlement_id is None) == (each.certainty is Certainty.UNKNOWN)
        assert each.entitlement_id is None or each.entitlement_id in KNOWN.by_id


def test_every_right_the_catalogue_names_is_a_known_word_of_the_screen() -> None:
    for entry in bundled_catalogue().entries.values():
        for right in entry.permissions.rights if entry.permissions else ():
            assert isinstance(right, str)
            assert screen_right(right) is not None
