"""Addresses print, parse and order the same everywhere."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.model.address import AccountRef, Address, AddressError

names = st.text(alphabet="abcæøå-_.0123", min_size=1, max_size=12)
accounts = st.one_of(st.just(AccountRef.office()), names.map(AccountRef.client))
addresses = st.builds(Address, accounts, names, names)


@given(addresses)
def test_an_address_survives_its_own_text(address: Address) -> None:
    assert Address.parse(str(address)) == address
    assert AccountRef.parse(str(address.account)) == address.account


@given(st.lists(addresses, max_size=8))
def test_the_office_sorts_before_its_clients(items: list[Address]) -> None:
    ordered = [address.account.is_office for address in sorted(items)]
    assert ordered == sorted(ordered, reverse=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "office",
        "office/user_key",
        "client/a/b",
        "client//user_key/huma",
        "firm/a/b/c",
        "office/a/b/c",
        "office/a b/c",
    ],
)
def test_what_is_no_address_says_what_one_looks_like(text: str) -> None:
    with pytest.raises(AddressError, match="office/KIND/NAME"):
        Address.parse(text)


@pytest.mark.parametrize("text", ["", "client", "client/", "kunde/a", "client/a b"])
def test_what_is_no_account_is_refused(text: str) -> None:
    with pytest.raises(AddressError):
        AccountRef.parse(text)


def test_a_client_has_a_name() -> None:
    with pytest.raises(AddressError):
        AccountRef.client("")


def test_an_address_cannot_be_changed() -> None:
    address = Address.parse("client/a/user_key/huma")
    with pytest.raises(AttributeError):
        address.name = "x"
    with pytest.raises(AttributeError):
        del address.account
    with pytest.raises(AttributeError):
        address.account.name = "x"


def test_copies_are_equal_and_hash_the_same() -> None:
    address = Address.parse("client/a/user_key/huma")
    for twin in (pickle.loads(pickle.dumps(address)), copy.deepcopy(address)):
        assert twin == address
        assert hash(twin) == hash(address)
    assert repr(address) == "Address('client/a/user_key/huma')"
    assert repr(address.account) == "AccountRef('client/a')"
    assert address != "client/a/user_key/huma"
    assert address.account != "client/a"
