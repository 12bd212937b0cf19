"""The audit as it leaves the state: JSON, one record a line, and the chain that vouches for it.

    {"format":"provisioner-audit","version":1,"project":"fjord","made_at":"2026-11-22T09:00:00Z","accounts":[…]}
    {"id":"…","at":"2026-11-20T08:12:00Z","account":"client/nordlys-bakeri","event":"applied",…,"previous":"sha256:…"}

Each record holds the digest of the account's record before it, and the account's state, written in the same
transaction, the digest of its youngest. So a record cannot be changed, taken out or put in without every one after it
being made anew, and the heads of any earlier export show that.

Promises: `decode_export(encode_export(e)) == e`; `breaks` finds every place where a chain does not hold, from the
export alone. Does not: sign anything. Whoever can write the state can make a whole new chain; an export that was put
away where they cannot reach it is what tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec

from provisioner.formats import canonical
from provisioner.formats.words.files import FILE_WORDS
from provisioner.model.address import AccountRef
from provisioner.model.errors import StateCorrupt
from provisioner.model.state import AuditRecord

FORMAT = "provisioner-audit"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Head:
    """Where one account's chain ends."""

    account: AccountRef
    """Which."""
    records: int
    """How many there are."""
    head: str
    """Digest of the youngest, as the account's state has it."""


@dataclass(frozen=True, slots=True)
class Export:
    """An audit that was taken out of a state, and all that is needed to verify it."""

    project: str
    """Whose."""
    made_at: datetime
    """When it was taken out."""
    heads: tuple[Head, ...]
    """By account."""
    records: tuple[AuditRecord, ...]
    """By account, oldest first."""

    def of(self, account: AccountRef) -> tuple[AuditRecord, ...]:
        """One account's records."""
        return tuple(record for record in self.records if record.account == account)


class BreakKind(StrEnum):
    """How a chain does not hold."""

    CHANGED = "changed"
    """What stands before this record is not what it was written after: changed, taken out or put in."""
    CUT = "cut"
    """The youngest record is not the one that the state ends in."""
    UNKNOWN = "unknown"
    """There are records of an account that no head tells of."""
    REWRITTEN = "rewritten"
    """What an earlier export ended in is not there any more."""


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a chain does not hold."""

    account: AccountRef
    """Whose chain."""
    kind: BreakKind
    """How."""
    record: str = ""
    """The record at which it shows; empty where it shows at the end."""
    at: datetime | None = None
    """That record's time."""


def link(record: AuditRecord) -> str:
    """What the next record of the account, and its state, hold of this one."""
    return canonical.digest(record)


def heads_of(records: Iterable[AuditRecord], ends: Mapping[AccountRef, str]) -> tuple[Head, ...]:
    """The heads of an export: for each account what its state ends in, and how many records there are."""
    counts = dict.fromkeys(ends, 0)
    for record in records:
        counts[record.account] = counts.get(record.account, 0) + 1
    return tuple(Head(account, counts[account], ends.get(account, "")) for account in sorted(counts))


def breaks(export: Export) -> tuple[Break, ...]:
    """Every place where a chain does not hold, by account."""
    found: list[Break] = []
    chains: dict[AccountRef, list[AuditRecord]] = {head.account: [] for head in export.heads}
    for record in export.records:
        if record.account in chains:
            chains[record.account].append(record)
        else:
            found.append(Break(record.account, BreakKind.UNKNOWN, record.id, record.at))
    for head in export.heads:
        found.extend(_broken(head, chains[head.account]))
    return tuple(sorted(found, key=lambda one: one.account))


def _broken(head: Head, chain: Sequence[AuditRecord]) -> Iterator[Break]:
    expected = ""
    for record in chain:
        if record.previous != expected:
            yield Break(head.account, BreakKind.CHANGED, record.id, record.at)
        expected = link(record)
    if expected != head.head or len(chain) != head.records:
        yield Break(head.account, BreakKind.CUT)


def rewritten(earlier: Export, later: Export) -> tuple[Break, ...]:
    """Accounts whose chain in `later` does not go on from where it stood in `earlier`."""
    links: dict[AccountRef, list[str]] = {}
    for record in later.records:
        links.setdefault(record.account, []).append(link(record))
    return tuple(
        Break(head.account, BreakKind.REWRITTEN)
        for head in earlier.heads
        if head.records and links.get(head.account, [])[head.records - 1 : head.records] != [head.head]
    )


class _First(msgspec.Struct, frozen=True):
    """The first line of an export."""

    format: str = ""
    version: int = 0
    project: str = ""
    made_at: datetime | None = None
    accounts: msgspec.Raw = msgspec.Raw(b"[]")


def encode_export(export: Export) -> bytes:
    """The export, ending with a line feed."""
    first = {"format": FORMAT, "version": VERSION, "project": export.project, "made_at": export.made_at}
    opened = msgspec.json.encode(first)[:-1] + b',"accounts":' + canonical.encode(export.heads) + b"}"
    return b"\n".join((opened, *(canonical.encode(record) for record in export.records), b""))


def decode_export(data: bytes) -> Export:
    """The export in `data`. StateCorrupt: none, from a newer version, or not to be read; breaks are found later."""
    first, *lines = data.split(b"\n")
    try:
        head = msgspec.json.decode(first, type=_First)
    except (msgspec.DecodeError, ValueError, RecursionError):
        head = _First()
    if head.format != FORMAT or head.made_at is None:
        raise StateCorrupt.of(FILE_WORDS("no-export"))
    if head.version > VERSION:
        raise StateCorrupt.of(FILE_WORDS("export-too-new", version=head.version, newest=VERSION))
    try:
        heads = canonical.decode(bytes(head.accounts), tuple[Head, ...])
        records = tuple(canonical.decode(line, AuditRecord) for line in lines if line.strip())
    except canonical.NotCanonical as error:
        raise StateCorrupt.of(FILE_WORDS("export-damaged", why=str(error))) from None
    return Export(head.project, head.made_at, heads, records)
