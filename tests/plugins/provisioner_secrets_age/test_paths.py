"""Paths of secrets: readable, safe on every platform, and never shared."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.model.address import AccountRef, Address
from provisioner_secrets_age.paths import path_of

UNSAFE = re.compile(r'[<>:"|?*\\\x00-\x1f~]|[. ]\Z')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|\Z)", re.IGNORECASE)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(
    lambda text: not re.search(r"[\s/]", text)
)


def address(name: str, client: str = "nordlys-bakeri") -> Address:
    return Address(AccountRef.client(client), "user_key", name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("huma", "huma.1.age"),
        ("visma-finale_2", "visma-finale_2.1.age"),
        ("blåbær", "blåbær.1.age"),
        ("Huma", "%48uma.1.age"),
        ("con", "%63on.1.age"),
        ("com7", "%63om7.1.age"),
        ("..", "%2e%2e.1.age"),
        ("a:b", "a%3ab.1.age"),
        ("a%3ab", "a%253ab.1.age"),
    ],
)
def test_names_are_readable_where_they_can_be(name: str, expected: str) -> None:
    assert path_of(address(name), 1).name == expected


def test_the_office_has_a_directory_of_its_own() -> None:
    office = Address(AccountRef.office(), "office_key", "visma-finale")
    assert str(path_of(office, 2)) == "office/office_key/visma-finale.2.age"


def test_a_long_name_is_cut_and_told_apart() -> None:
    paths = [path_of(address("æ" * 200 + end), 1) for end in "xy"]
    assert paths[0] != paths[1]
    assert all(len(path.name.encode()) < 140 for path in paths)


@given(names, names)
def test_every_part_is_safe_everywhere(client: str, name: str) -> None:
    path = path_of(address(name, client), 1)
    assert len(path.parts) == 4
    for part in path.parts:
        assert not UNSAFE.search(part.split("~")[0])
        assert not RESERVED.match(part)
        assert part not in (".", "..")


@given(names, names)
def test_two_addresses_never_share_a_path(left: str, right: str) -> None:
    """Also where the file system tells neither case nor Unicode forms apart."""
    folded = [unicodedata.normalize("NFC", str(path_of(address(name), 1)).upper().casefold()) for name in (left, right)]
    assert (folded[0] == folded[1]) == (left == right)
