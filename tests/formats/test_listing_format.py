"""The copy of the office's list: the same bytes for the same list, and nothing else is taken for one."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.formats.listing_format import (
    COLUMNS,
    Company,
    Listing,
    NoListing,
    decode_listing,
    encode_listing,
    listing_rows,
)
from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef

AT = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)
NORDLYS = Account(AccountRef.client("nordlys"), "Nordlys «Bakeri» AS", Identity(7, "312345676"))
BRYGGA = Account(AccountRef.client("brygga"), "Brygga", Identity())

companies = st.builds(
    Company,
    st.text(max_size=8),
    st.text(max_size=8),
    st.builds(Identity, st.none() | st.integers(1, 10**9), st.none() | st.text(max_size=9)),
)


def test_a_row_stands_on_its_line() -> None:
    listing = Listing.of((NORDLYS, BRYGGA, NORDLYS), AT, complete=True)
    lines = encode_listing(listing).decode().splitlines()
    rows = listing_rows(listing, "copy.json")
    assert [json.loads(lines[row.place.line - 1].rstrip(","))["name"] for row in rows] == ["brygga", "nordlys"]
    assert [dict(row.cells) for row in rows] == [
        {"name": "brygga", "displayName": "Brygga", "organizationNumber": "", "companyId": ""},
        {
            "name": "nordlys",
            "displayName": "Nordlys «Bakeri» AS",
            "organizationNumber": "312345676",
            "companyId": "7",
        },
    ]


def test_the_order_of_the_list_changes_nothing() -> None:
    there = encode_listing(Listing.of((NORDLYS, BRYGGA), AT, complete=False))
    assert there == encode_listing(Listing.of((BRYGGA, NORDLYS), AT, complete=False))
    assert json.loads(there)["complete"] is False


@given(st.lists(companies, max_size=4).map(tuple), st.booleans())
def test_round_trip(found: tuple[Company, ...], complete: bool) -> None:
    listing = Listing(AT, complete, found)
    assert decode_listing(encode_listing(listing)) == listing


GOOD = json.loads(encode_listing(Listing.of((NORDLYS,), AT, complete=True)))
ROW = GOOD["accounts"][0]


@pytest.mark.parametrize(
    "wrong",
    [
        {**GOOD, "version": 2},
        {**GOOD, "format": "other"},
        {**GOOD, "at": "yesterday"},
        {**GOOD, "at": "2026-11-20T09:12:00"},
        {**GOOD, "complete": "yes"},
        {**GOOD, "accounts": [{name: ROW[name] for name in COLUMNS[:3]}]},
        {**GOOD, "accounts": [{**ROW, "companyId": True}]},
        {**GOOD, "accounts": [{**ROW, "organizationNumber": 312345676}]},
        {**GOOD, "accounts": None},
        [],
        None,
    ],
)
def test_what_is_no_list(wrong: object) -> None:
    with pytest.raises(NoListing):
        decode_listing(json.dumps(wrong).encode())


@given(st.binary(max_size=40))
def test_no_bytes_are_a_list_by_accident(data: bytes) -> None:
    with pytest.raises(NoListing):
        decode_listing(data)
