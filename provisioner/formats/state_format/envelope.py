"""The envelope around every stored body.

Promises: version and kind are known before a body is looked at; a version from the future and bytes that are none of
ours are told apart. Does not: know what a body holds.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from provisioner.formats.words.files import FILE_WORDS
from provisioner.model.errors import StateCorrupt, StateTooNew

FORMAT = "provisioner-state"


class Kind(StrEnum):
    """What a body is."""

    ACCOUNT = "account"
    INTENT = "intent"
    SUMMARY = "summary"
    AUDIT = "audit"


class Envelope(msgspec.Struct, frozen=True):
    """A body and what is said about it."""

    format: str
    version: int
    kind: str
    body: msgspec.Raw


def seal_envelope(kind: Kind, version: int, body: bytes) -> bytes:
    """`body`, canonical already, in its envelope."""
    return msgspec.json.encode(Envelope(FORMAT, version, kind.value, msgspec.Raw(body)))


def open_envelope(data: bytes, kind: Kind, newest: int) -> tuple[int, msgspec.Raw]:
    """The version and the body. StateCorrupt: none of ours; StateTooNew: from a version after `newest`."""
    try:
        envelope = msgspec.json.decode(data, type=Envelope)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise damaged(
            kind, ("its bytes are not what provisioner writes", "bytene er ikke slik provisioner skriver dem")
        ) from None
    if envelope.format != FORMAT:
        raise damaged(kind, (f"it does not say that it is a `{FORMAT}`", f"den sier ikke at den er en `{FORMAT}`"))
    if envelope.version > newest:
        raise StateTooNew.of(FILE_WORDS("state-too-new", version=envelope.version, newest=newest))
    if envelope.version < 1 or envelope.kind != kind.value:
        said, version = envelope.kind[:40], envelope.version
        why = (f"it says it is a `{said}` of version {version}", f"den sier at den er en `{said}` av versjon {version}")
        raise damaged(kind, why)
    return envelope.version, envelope.body


def damaged(kind: Kind, why: tuple[str, str]) -> StateCorrupt:
    """The error for a body that cannot be used; why, in English and in Norwegian bokmål."""
    return StateCorrupt.of(FILE_WORDS("stored-damaged", kind=kind.value, why=why[0], why_nb=why[1]))
