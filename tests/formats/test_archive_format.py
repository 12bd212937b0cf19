"""A state as a file: exact, versioned, and refused where it is none."""

from __future__ import annotations

import json
from typing import Any

import pytest

from provisioner.formats.archive_format import ArchiveFile, FileUpgrade, decode_archives, encode_archives
from provisioner.model.errors import StateCorrupt, StateTooNew
from provisioner.testing.backend_suite.archives import example
from provisioner.testing.samples import BAKERY, FLORIST, NOW

FILE = ArchiveFile("fjord", NOW, (example(BAKERY), example(FLORIST)))


def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(encode_archives(FILE))
    return found


def data(found: dict[str, Any]) -> bytes:
    return json.dumps(found).encode()


def test_it_comes_back_as_it_was() -> None:
    assert decode_archives(encode_archives(FILE)) == FILE
    assert decode_archives(encode_archives(ArchiveFile("fjord", NOW, ()))).archives == ()


def test_accounts_come_in_order_whatever_order_they_stand_in() -> None:
    found = document()
    found["accounts"].reverse()
    assert decode_archives(data(found)) == FILE


def test_ciphertexts_are_base64_and_nothing_else_is_said_of_a_secret() -> None:
    text = encode_archives(FILE).decode()
    assert "BEGIN AGE" not in text
    assert set(document()["accounts"][0]["sealed"][0]) == {
        "address",
        "generation",
        "ciphertext",
        "recipients",
        "fingerprint",
    }


@pytest.mark.parametrize("bytes_", [b"", b"kind: Client", b"{}", b"[]", b'{"format": "other", "version": 1}', b"\xff"])
def test_what_is_no_pulled_state(bytes_: bytes) -> None:
    with pytest.raises(StateCorrupt, match="no pulled state"):
        decode_archives(bytes_)


def test_a_file_from_the_future_is_named() -> None:
    with pytest.raises(StateTooNew, match="version 7; this program knows versions up to 1"):
        decode_archives(data({**document(), "version": 7}))
    with pytest.raises(StateCorrupt):
        decode_archives(data({**document(), "version": 0}))


def test_a_body_from_the_future_is_named_too() -> None:
    found = document()
    found["accounts"][0]["versions"][0]["state"]["version"] = 99
    with pytest.raises(StateTooNew, match="version 99"):
        decode_archives(data(found))


def test_an_older_file_is_brought_up_one_version_at_a_time() -> None:
    def second(found: dict[str, Any]) -> dict[str, Any]:
        return {**found, "project": found["firm"], "version": 2}

    old = document()
    old["firm"] = old.pop("project")
    assert decode_archives(data(old), upgrades=(FileUpgrade(1, second),), newest=2) == FILE
    with pytest.raises(StateCorrupt, match="cannot be read"):
        decode_archives(data(old), upgrades=(), newest=2)


def spoil(change: str) -> dict[str, Any]:
    found = document()
    account = found["accounts"][0]
    if change == "foreign":
        account["audit"] = found["accounts"][1]["audit"]
    elif change == "twice":
        found["accounts"][1] = account
    elif change == "order":
        account["versions"].reverse()
    elif change == "rule":
        body = account["versions"][0]["state"]["body"]
        body["entries"] = body["entries"] * 2
    elif change == "base64":
        account["sealed"][0]["ciphertext"] = "%%%"
    elif change == "address":
        account["sealed"][0]["address"] = "nowhere"
    else:
        del account["commits"]
    return found


@pytest.mark.parametrize("change", ["foreign", "twice", "order", "rule", "base64", "address", "missing"])
def test_a_damaged_file_is_refused(change: str) -> None:
    with pytest.raises(StateCorrupt):
        decode_archives(data(spoil(change)))
