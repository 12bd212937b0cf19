"""A state as a file: every account's archive in one JSON document, for `state pull` and `state push`.

    {"format": "provisioner-archive", "version": 1, "project": "fjord", "made_at": "2026-11-22T09:00:00Z",
     "accounts": [{"account": "client/nordlys-bakeri", "summary": …, "versions": [{"serial": 1, "at": …, "state": …}],
                   "intents": […], "commits": [["…", 1]], "sealed": […], "deposits": […], "audit": […]}]}

What a backend keeps as bytes (states, intents, summaries, audit records) stands in the same envelopes here, each with
its own version, so that a body of any earlier version is brought up as it is on loading. Sealed secrets are the
ciphertexts, in base64.

Promises: `decode_archives(encode_archives(f)) == f`; a file from a newer version is refused by name; older ones are
brought up one version at a time. Does not: hold a secret in the clear, or leases.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from provisioner.formats.state_format import StateFormat
from provisioner.formats.words.files import FILE_WORDS
from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import StateCorrupt, StateTooNew
from provisioner.model.secrets import Sealed, SealedSecret
from provisioner.spi.backend import Archive, ArchivedVersion, Deposit, StateCodec, Version

FORMAT = "provisioner-archive"
VERSION = 1


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """What stands in such a file."""

    project: str
    """Whose."""
    made_at: datetime
    """When it was written."""
    archives: tuple[Archive, ...]
    """By account."""


@dataclass(frozen=True, slots=True)
class FileUpgrade:
    """One step from an older version of the file."""

    source: int
    """The version it starts from; it leads to the next."""
    change: Callable[[dict[str, Any]], dict[str, Any]]
    """The document in the old form, and in the new."""


UPGRADES: tuple[FileUpgrade, ...] = ()
"""Every step there is; version 1 is the first, so there is none yet."""


class _Sealed(msgspec.Struct, frozen=True):
    address: str
    generation: int
    ciphertext: bytes
    recipients: tuple[str, ...]
    fingerprint: str


class _Deposit(msgspec.Struct, frozen=True):
    intent_id: str
    sealed: _Sealed
    native_id: str | None


class _Version(msgspec.Struct, frozen=True):
    serial: int
    at: datetime | None
    state: msgspec.Raw


class _Account(msgspec.Struct, frozen=True):
    account: str
    summary: msgspec.Raw
    versions: tuple[_Version, ...]
    intents: tuple[msgspec.Raw, ...]
    commits: tuple[tuple[str, int], ...]
    sealed: tuple[_Sealed, ...]
    deposits: tuple[_Deposit, ...]
    audit: tuple[msgspec.Raw, ...]


class _File(msgspec.Struct, frozen=True):
    format: str
    version: int
    project: str
    made_at: datetime
    accounts: tuple[_Account, ...]


class _Head(msgspec.Struct, frozen=True):
    format: str = ""
    version: int = 0


def encode_archives(file: ArchiveFile, codec: StateCodec | None = None) -> bytes:
    """The file's bytes: indented, for people who look into it or edit it."""
    codec = codec or StateFormat()
    accounts = tuple(_written(archive, codec) for archive in file.archives)
    document = _File(FORMAT, VERSION, file.project, file.made_at.astimezone(UTC), accounts)
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def decode_archives(
    data: bytes, codec: StateCodec | None = None, upgrades: Sequence[FileUpgrade] = UPGRADES, newest: int = VERSION
) -> ArchiveFile:
    """The file in `data`. StateCorrupt: none, or damaged; StateTooNew: from a newer version."""
    codec = codec or StateFormat()
    try:
        head = msgspec.json.decode(data, type=_Head)
    except (msgspec.DecodeError, ValueError, RecursionError):
        head = _Head()
    if head.format != FORMAT or head.version < 1:
        raise StateCorrupt.of(FILE_WORDS("no-archive"))
    if head.version > newest:
        raise StateTooNew.of(FILE_WORDS("archive-too-new", version=head.version, newest=newest))
    try:
        file = msgspec.json.decode(_upgraded(data, head.version, newest, upgrades), type=_File)
        archives = tuple(_read(account, codec) for account in file.accounts)
        for archive in archives:
            archive.demand_whole()
    except (msgspec.DecodeError, ValueError, LookupError, TypeError, RecursionError) as error:
        why = str(error) if isinstance(error, ValueError) else type(error).__name__
        raise StateCorrupt.of(FILE_WORDS("archive-damaged", why=why)) from None
    named = [archive.account for archive in archives]
    if len(set(named)) < len(named):
        raise StateCorrupt.of(FILE_WORDS("archive-account-twice"))
    return ArchiveFile(file.project, file.made_at.astimezone(UTC), tuple(sorted(archives, key=lambda one: one.account)))


def _upgraded(data: bytes, version: int, newest: int, upgrades: Sequence[FileUpgrade]) -> bytes:
    if version == newest:
        return data
    document: dict[str, Any] = msgspec.json.decode(data)
    by_source = {step.source: step for step in upgrades}
    for source in range(version, newest):
        document = by_source[source].change(document)
    return msgspec.json.encode(document)


def _written(archive: Archive, codec: StateCodec) -> _Account:
    return _Account(
        account=str(archive.account),
        summary=msgspec.Raw(codec.encode_summary(archive.summary)),
        versions=tuple(
            _Version(item.version.serial, _utc(item.version.at), msgspec.Raw(codec.encode_state(item.state)))
            for item in archive.versions
        ),
        intents=tuple(msgspec.Raw(codec.encode_intent(intent)) for intent in archive.intents),
        commits=archive.commits,
        sealed=tuple(_written_sealed(item.address, item.generation, item.sealed) for item in archive.sealed),
        deposits=tuple(
            _Deposit(item.intent_id, _written_sealed(item.address, item.generation, item.sealed), item.native_id)
            for item in archive.deposits
        ),
        audit=tuple(msgspec.Raw(codec.encode_audit(record)) for record in archive.audit),
    )


def _written_sealed(address: Address, generation: int, sealed: Sealed) -> _Sealed:
    return _Sealed(str(address), generation, sealed.ciphertext, sealed.recipients, sealed.fingerprint)


def _read(account: _Account, codec: StateCodec) -> Archive:
    return Archive(
        account=AccountRef.parse(account.account),
        summary=codec.decode_summary(bytes(account.summary)),
        versions=tuple(
            ArchivedVersion(Version(item.serial, _utc(item.at)), codec.decode_state(bytes(item.state)))
            for item in account.versions
        ),
        intents=tuple(codec.decode_intent(bytes(body)) for body in account.intents),
        commits=account.commits,
        sealed=tuple(SealedSecret(_address(item), item.generation, _sealed(item)) for item in account.sealed),
        deposits=tuple(
            Deposit(item.intent_id, _address(item.sealed), item.sealed.generation, _sealed(item.sealed), item.native_id)
            for item in account.deposits
        ),
        audit=tuple(codec.decode_audit(bytes(body)) for body in account.audit),
    )


def _address(item: _Sealed) -> Address:
    return Address.parse(item.address)


def _sealed(item: _Sealed) -> Sealed:
    return Sealed(item.ciphertext, item.recipients, item.fingerprint)


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment is not None else None
