"""A manifest file's bytes as text.

Promises: what comes out is Unicode with line feeds only and no byte order mark; another encoding is named, with the
place where it shows. Does not: guess and convert, for a wrong guess turns å into something else in a customer's name.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from provisioner.formats.words.yaml import YAML_WORDS
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange

MAX_BYTES: Final = 4 * 1024 * 1024

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
INVISIBLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""What YAML forbids, and what it would take for the end of a line."""


def decode_text(data: bytes, file: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The file's text, or None and why not."""
    start = SourceRange(file, 1, 1)
    if len(data) > MAX_BYTES:
        return None, (YAML_WORDS("file-too-large", Place(start), limit=MAX_BYTES // 1024**2),)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return None, (_wrong(name, start, "Its first bytes say so.", "Det sier de første bytene."),)
    if b"\x00" in data:
        if data[1:2] == b"\x00" or data[:1] == b"\x00":
            return None, (_wrong("UTF-16", start, "Every other byte is zero.", "Annenhver byte er null."),)
        return None, (YAML_WORDS("not-text", Place(start)),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, (_not_utf8(data, error.start, file),)
    return line_fed(text), ()


def line_fed(text: str) -> str:
    """The same with every line ended by a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def invisible(text: str, file: str) -> Diagnostic | None:
    """The first character that YAML forbids, if there is one."""
    found = INVISIBLE.search(text)
    if found is None:
        return None
    place = place_of(text, found.start(), file)
    return YAML_WORDS("control-character", Place(place), character=f"U+{ord(found.group()):04X}")


def place_of(text: str, index: int, file: str) -> SourceRange:
    """Where the character at `index` stands."""
    return SourceRange(file, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


def _not_utf8(data: bytes, index: int, file: str) -> Diagnostic:
    """Most likely Windows' own Western encoding: say which character was meant, so that it can be recognised."""
    # error.start counts in the bytes after a byte order mark, which is three bytes long.
    body = data.removeprefix(codecs.BOM_UTF8)
    before = line_fed(body[:index].decode("utf-8", "replace"))
    place = place_of(before + "?", len(before), file)
    meant = body[index : index + 1].decode("cp1252", "replace")
    found = f"The character here was meant to be `{meant}`.", f"Tegnet her skulle være `{meant}`."
    return _wrong("Windows-1252 (Latin-1)", place, *found)


def _wrong(encoding: str, place: SourceRange, found: str, found_nb: str) -> Diagnostic:
    return YAML_WORDS("wrong-encoding", Place(place), encoding=encoding, found=found, found_nb=found_nb)
