"""Names that every store allows, and texts without the secret."""

from __future__ import annotations

import base64
import json
import re
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.model.address import AccountRef, Address
from provisioner.model.secrets import Sensitive
from provisioner.spi.storing import LONGEST_NAME, masked, plain_name

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200).filter(
    lambda text: not re.search(r"[\s/]", text)
)


def address(name: str, client: str = "nordlys-bakeri") -> Address:
    return Address(AccountRef.client(client), "user_key", name)


def test_a_name_is_readable_and_says_its_generation_last() -> None:
    assert re.fullmatch(
        r"client-nordlys-bakeri-user-key-blabaerol-[0-9a-f]{16}-12", plain_name(address("BlåbærØl"), 12)
    )
    office = Address(AccountRef.office(), "office_key", "visma-finale")
    assert plain_name(office, 1, "Fjord Regnskap").startswith("fjord-regnskap-office-office-key-visma-finale-")


@given(names, names, st.integers(1, 10**9))
def test_every_name_is_allowed_and_none_is_shared(left: str, right: str, generation: int) -> None:
    one, other = plain_name(address(left), generation), plain_name(address(right), generation)
    assert re.fullmatch(r"[0-9a-z]+(-[0-9a-z]+)*", one)
    assert len(one) <= LONGEST_NAME
    assert (one == other) == (left == right)
    assert one != plain_name(address(left), generation + 1)


@given(st.text(min_size=4, max_size=60), st.integers(0, 4))
def test_a_masked_text_holds_the_secret_in_no_form(secret: str, shift: int) -> None:
    stripped = secret.strip()
    if len(stripped) < 4 or any(len(line.strip()) < 4 for line in secret.splitlines()):
        return
    if set(stripped) & set("* \\"):
        return  # what is masked is spelt with these itself
    try:
        forms = [secret, quote(secret), quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]]
        forms.append((b"p" * shift + secret.encode()).hex())
    except UnicodeEncodeError:
        return
    for form in forms:
        told = masked(f"before {form} after", [Sensitive(secret)])
        assert form not in told
        assert told.startswith("before ")
        assert told.endswith(" after")


@pytest.mark.parametrize("shift", [0, 1, 2])
def test_it_is_found_inside_of_base64(shift: int) -> None:
    secret = "canary-4711-in-the-clear"
    encoded = base64.b64encode(b"u" * shift + secret.encode() + b":more").decode()
    told = masked(encoded, [Sensitive(secret)])
    assert "***" in told
    assert len(told) < len(encoded) - len(secret)


def test_one_inside_of_another_leaves_no_rest() -> None:
    assert masked("abcdefgh abcd", [Sensitive("abcd"), Sensitive("abcdefgh")]) == "*** ***"
    assert masked("a b", [Sensitive("a")]) == "a b"
