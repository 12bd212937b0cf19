"""Accounts are known by their company, whatever the firm calls them."""

from __future__ import annotations

import pytest

from provisioner.model.account import Identity, organization_number_is_valid
from provisioner.model.manifest import identity_of


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("923609016", True),
        ("974760673", True),
        ("312345676", True),
        ("314286014", True),
        ("923609017", False),
        ("92360901", False),
        ("9236090161", False),
        ("92360901x", False),
        ("", False),
        ("٩٢٣٦٠٩٠١٦", False),
        ("000000000", False),
    ],
)
def test_the_last_digit_checks_the_others(number: str, valid: bool) -> None:
    assert organization_number_is_valid(number) is valid


def test_every_single_wrong_digit_is_found() -> None:
    right = "923609016"
    for position in range(9):
        for digit in "0123456789":
            if digit != right[position]:
                assert not organization_number_is_valid(right[:position] + digit + right[position + 1 :])


def test_a_remainder_of_one_has_no_check_digit() -> None:
    heads = [f"{number:08d}" for number in range(31234500, 31234600)]
    endings = [sum(organization_number_is_valid(f"{head}{digit}") for digit in range(10)) for head in heads]
    assert set(endings) == {0, 1}


@pytest.mark.parametrize(
    ("left", "right", "agree"),
    [
        (Identity(1, "a"), Identity(1, "b"), True),
        (Identity(1, "a"), Identity(2, "a"), False),
        (Identity(None, "a"), Identity(2, "a"), True),
        (Identity(None, "a"), Identity(2, "b"), False),
        (Identity(1), Identity(None, "b"), True),
        (Identity(), Identity(1, "b"), True),
    ],
)
def test_the_strongest_mark_that_both_have_decides(left: Identity, right: Identity, agree: bool) -> None:
    assert left.agrees_with(right) is agree
    assert right.agrees_with(left) is agree


def test_identities_are_merged_and_named() -> None:
    assert Identity(1).merged_with(Identity(2, "923609016")) == Identity(1, "923609016")
    assert Identity(None, "a").merged_with(Identity(7, "b")) == Identity(7, "a")
    assert str(Identity(1, "923609016")) == "org. 923609016"
    assert str(Identity(7)) == "company 7"
    assert str(Identity()) == "no identity"
    assert identity_of("923 609 016", None) == Identity(None, "923609016")
    assert identity_of(None, 5) == Identity(5, None)
