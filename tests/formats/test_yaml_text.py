"""Bytes to text: UTF-8 or a name for what it is instead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.formats.yaml_source import decode_text, read_documents
from provisioner.formats.yaml_text import MAX_BYTES


def told(data: bytes) -> tuple[str, int, int, str]:
    text, (diagnostic,) = decode_text(data, "klienter/å.yaml")
    assert text is None
    assert diagnostic.source is not None
    assert diagnostic.told_in("nb").summary != diagnostic.summary
    return (
        diagnostic.code,
        diagnostic.source.line,
        diagnostic.source.column,
        diagnostic.summary + diagnostic.text.detail,
    )


def test_utf8_with_and_without_a_mark() -> None:
    assert decode_text("navn: Bjørnø\n".encode(), "f") == ("navn: Bjørnø\n", ())
    assert decode_text("navn: Bjørnø\n".encode("utf-8-sig"), "f") == ("navn: Bjørnø\n", ())
    assert decode_text(b"a: 1\r\nb: 2\rc: 3", "f") == ("a: 1\nb: 2\nc: 3", ())
    assert decode_text(b"", "f") == ("", ())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_unicode_is_named(encoding: str) -> None:
    code, line, column, words = told("kind: Client\n".encode(encoding))
    assert (code, line, column) == ("wrong-encoding", 1, 1)
    assert encoding[:6].upper() in words


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_windows_1252_is_named_with_its_place_and_its_character(start: bytes, newline: bytes) -> None:
    data = start + newline.join([b"kind: Client", "navn: æ å ".encode(), "navn: Bjørn".encode("cp1252")])
    assert told(data) == (
        "wrong-encoding",
        3,
        9,
        "The file is written in Windows-1252 (Latin-1), not in UTF-8.The character here was meant to be `ø`.",
    )


def test_what_is_no_text_and_what_is_too_much() -> None:
    assert told(b"\x89PNG\r\n\x1a\nabc\x00\x00\x00")[:3] == ("not-text", 1, 1)
    assert told(b"a" * (MAX_BYTES + 1))[:3] == ("file-too-large", 1, 1)
    assert decode_text(b"a" * MAX_BYTES, "f")[1] == ()


@given(st.binary(max_size=60))
def test_no_bytes_raise(data: bytes) -> None:
    text, diagnostics = decode_text(data, "f")
    assert (text is None) == bool(diagnostics)
    if text is not None:
        assert "\r" not in text
        read_documents(text, "f")
