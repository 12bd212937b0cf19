"""The envelope around every stored body.

Promises: version and kind are known before a body is looked at; a version from the future and bytes that are none of
ours are told apart. Does not: know what a body holds.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

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
        raise damaged(kind, "its bytes are not what provisioner writes") from None
    if envelope.format != FORMAT:
        raise damaged(kind, f"it does not say that it is a `{FORMAT}`")
    if envelope.version > newest:
        raise StateTooNew(
            f"The state is of version {envelope.version}; this program knows versions up to {newest}.",
            hint="Use the version of provisioner that wrote it, or a newer one. Nothing was changed.",
        )
    if envelope.version < 1 or envelope.kind != kind.value:
        raise damaged(kind, f"it says it is a `{envelope.kind[:40]}` of version {envelope.version}")
    return envelope.version, envelope.body


def damaged(kind: Kind, why: str) -> StateCorrupt:
    """The error for a body that cannot be used."""
    return StateCorrupt(
        f"The stored {kind.value} cannot be read: {why}.",
        hint="`provisioner state history ACCOUNT` shows the serials before it, and `provisioner state restore ACCOUNT "
        "--serial N` goes back to one. Nothing was changed.",
    )
