"""The one canonical form: deterministic JSON, for digests, saved plans, states and golden files.

Promises: equal values have equal bytes, whatever order their mappings were built in, and `decode(encode(v), type(v))`
is `v` again, type-strictly. A digest is written `sha256:` and 64 hexadecimal digits, everywhere in the house, so that
it says itself what it is.

The form: an object's keys are sorted where they are data and stand in the order of the fields where they are a
dataclass; no blanks; UTF-8; times in UTC end in `Z`; bytes are base64; an `Address` or `AccountRef` is its text; a
`FrozenMap` is an object; Unknown and SecretRef are tagged objects as `model.values.thaw` makes them.

Does not: sign anything. Whoever edits bytes can make a new digest for them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TypeVar, get_args, get_origin

import msgspec

from provisioner.model.address import AccountRef, Address
from provisioner.model.secrets import Sensitive
from provisioner.model.values import FrozenMap, thaw, unthaw

T = TypeVar("T")

DIGEST_PREFIX = "sha256:"


class NotCanonical(ValueError):
    """Bytes that are not the canonical form of the type asked for; the message says where."""


def encode(value: object) -> bytes:
    """The canonical bytes of `value`: dataclasses, plain data and frozen values. TypeError for a secret."""
    return msgspec.json.encode(value, enc_hook=_written, order="deterministic")


def decode(data: bytes, kind: type[T]) -> T:
    """The value of type `kind` that `data` is the canonical form of. NotCanonical where it is not."""
    try:
        return msgspec.json.decode(data, type=kind, dec_hook=_read)
    except (msgspec.DecodeError, ValueError, TypeError, RecursionError) as error:
        raise NotCanonical(_said(error)) from None


def digest(value: object) -> str:
    """The digest of `value`'s canonical bytes."""
    return digest_of_bytes(encode(value))


def digest_of_bytes(data: bytes) -> str:
    """The digest of bytes as they are."""
    return DIGEST_PREFIX + hashlib.sha256(data).hexdigest()


def digest_of_text(text: str) -> str:
    """The digest of a text, with its line ends as line feeds: the same on every platform."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return digest_of_bytes(text.encode("utf-8", "surrogatepass"))


def _written(value: object) -> object:
    """What msgspec does not know by itself, as plain data."""
    if isinstance(value, FrozenMap):
        return thaw(value)  # nouns inside it come back through here
    if isinstance(value, (Address, AccountRef)):
        return str(value)
    if isinstance(value, Sensitive):
        raise TypeError("a secret has no canonical form")
    raise TypeError(f"a {type(value).__name__} has no canonical form")


def _read(kind: type[object], value: object) -> object:
    """The inverse of `_written`, for the type that the field has."""
    if kind is Address:
        return Address.parse(_text(value))
    if kind is AccountRef:
        return AccountRef.parse(_text(value))
    if kind is FrozenMap or get_origin(kind) is FrozenMap:
        return _frozen(kind, value)
    raise TypeError(f"no way to read a {kind!r}")


def _frozen(kind: type[object], value: object) -> FrozenMap[object]:
    """A frozen mapping; a bare one holds values, `FrozenMap[X]` holds X."""
    if not isinstance(value, Mapping):
        raise TypeError("expected an object")
    held = get_args(kind)
    if not held:
        tree = unthaw(value)
        if not isinstance(tree, FrozenMap):
            raise TypeError("expected an object that is no tag")
        return FrozenMap[object](tree)
    return FrozenMap({str(key): msgspec.convert(item, held[0], dec_hook=_read) for key, item in value.items()})


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("expected text")
    return value


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, msgspec.DecodeError) else f"unreadable ({type(error).__name__})"
