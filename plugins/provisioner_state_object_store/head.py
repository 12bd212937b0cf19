"""The head: the one object of an account that changes, and the only place where anything becomes true.

Promises: a head written and read again is the same; one of a newer version is named, one that makes no sense is told
as damaged. Does not: look inside summaries and intents, which are the codec's bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import StateCorrupt, StateTooNew
from provisioner.model.secrets import Sealed
from provisioner.model.state import Lease
from provisioner_state_object_store.words import WORDS

VERSION: Final = 1
"""What this program writes."""
WRITES: Final = 16
"""How many writes a head remembers, so that a writer who lost the answer finds its own even below later ones."""


@dataclass(frozen=True, slots=True)
class Row:
    """One commit of the account."""

    serial: int
    """What it made."""
    at: datetime | None
    """When; None where that was not written down by the backend it came from."""
    tick: int
    """Grows with every commit that knew of this one, in any account: what orders commits of one moment."""
    commit_id: str = ""
    """Its id."""
    state: str = ""
    """The token of its body; empty where there is none or it was pruned."""
    audit: str = ""
    """The token of its audit records; empty where there are none."""


@dataclass(frozen=True, slots=True)
class Begun:
    """An open intent."""

    address: str
    """The resource."""
    phase: str
    """How far it has come."""
    body: bytes
    """The intent."""


@dataclass(frozen=True, slots=True)
class Head:
    """All that is true of one account."""

    account: AccountRef
    """Which."""
    writes: tuple[str, ...] = ()
    """Ids of the latest writes of this object, the newest last."""
    lease: Lease | None = None
    """The latest, also after its end: the next one's fence is one more."""
    ended: str = ""
    """How it ended; empty while it stands."""
    lineage: str = ""
    """Of the state; empty before anything was begun."""
    serial: int = 0
    """Of the state."""
    tick: int = 0
    """The highest of all rows."""
    summary: bytes | None = None
    """The summary; None before anything was begun."""
    intents: Mapping[str, Begun] = field(default_factory=dict)
    """Open ones, by id."""
    sealed: Mapping[tuple[Address, int], tuple[int, str]] = field(default_factory=dict)
    """Sealed secrets that are kept, each with the serial and the token in its name."""
    rows: tuple[Row, ...] = ()
    """The latest commits, oldest first."""
    older: tuple[int, str] | None = None
    """Where earlier rows stand: the serial and the token of that object; None: there are none."""
    restored: str = ""
    """The write that restored the account here; deposits that came with it carry the same."""

    @property
    def body(self) -> Row | None:
        """The row of the latest state."""
        return next((row for row in reversed(self.rows) if row.serial == self.serial and row.state), None)


@dataclass(frozen=True, slots=True)
class Glance:
    """What is remembered of a head that was read among many."""

    account: AccountRef
    """Whose."""
    summary: bytes | None
    """Its summary."""
    lease: Lease | None
    """The latest lease, where it was not ended."""


def glance(head: Head) -> Glance:
    """The head's summary and lease."""
    return Glance(head.account, head.summary, None if head.ended else head.lease)


def signed(head: Head, write: str) -> Head:
    """`head` as this write leaves it."""
    return replace(head, writes=(*head.writes, write)[-WRITES:])


def encode_head(head: Head) -> bytes:
    """The head as JSON; what is bytes in it stands as text, for it nearly always is."""
    lease = head.lease
    return _dump(
        {
            "version": VERSION,
            "account": str(head.account),
            "writes": head.writes,
            "lease": lease
            and {
                "holder": lease.holder,
                "reason": lease.reason,
                "fence": lease.fence,
                "expiresAt": lease.expires_at.isoformat(),
                "ended": head.ended,
            },
            "lineage": head.lineage,
            "serial": head.serial,
            "tick": head.tick,
            "summary": None if head.summary is None else text_of(head.summary),
            "intents": {key: [item.address, item.phase, text_of(item.body)] for key, item in head.intents.items()},
            "sealed": [[str(key[0]), key[1], *made] for key, made in head.sealed.items()],
            "rows": list(_rows_out(head.rows)),
            "older": head.older,
            "restored": head.restored,
        }
    )


def decode_head(data: bytes, account: AccountRef, key: str) -> Head:
    """The head of `account` that stands in the object `key`. StateTooNew, StateCorrupt."""
    raw = load(data, key)
    try:
        if raw["account"] != str(account):
            raise corrupt(key, "object-of-another-account")
        lease, summary, older = raw["lease"], raw["summary"], raw["older"]
        return Head(
            account=account,
            writes=tuple(raw["writes"]),
            lease=lease
            and Lease(
                account, lease["holder"], lease["reason"], lease["fence"], datetime.fromisoformat(lease["expiresAt"])
            ),
            ended=lease["ended"] if lease else "",
            lineage=raw["lineage"],
            serial=raw["serial"],
            tick=raw["tick"],
            summary=None if summary is None else bytes_of(summary),
            intents={key: Begun(item[0], item[1], bytes_of(item[2])) for key, item in raw["intents"].items()},
            sealed={(Address.parse(where), number): (made, token) for where, number, made, token in raw["sealed"]},
            rows=tuple(_rows_in(raw["rows"])),
            older=None if older is None else (older[0], older[1]),
            restored=raw["restored"],
        )
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise corrupt(key, "object-incomplete") from error


def encode_rows(rows: tuple[Row, ...]) -> bytes:
    """Older rows."""
    return _dump({"version": VERSION, "rows": list(_rows_out(rows))})


def decode_rows(data: bytes, key: str) -> tuple[Row, ...]:
    """The rows in the object `key`."""
    return tuple(_rows_in(load(data, key)["rows"]))


def encode_texts(bodies: list[bytes]) -> bytes:
    """Several bodies in one object."""
    return _dump({"version": VERSION, "bodies": [text_of(body) for body in bodies]})


def decode_texts(data: bytes, key: str) -> list[bytes]:
    """The bodies in the object `key`."""
    return [bytes_of(text) for text in load(data, key)["bodies"]]


def encode_sealed(sealed: Sealed, **more: object) -> bytes:
    """A sealed secret and what belongs to it."""
    kept = {
        "ciphertext": text_of(sealed.ciphertext),
        "recipients": sealed.recipients,
        "fingerprint": sealed.fingerprint,
    }
    return _dump({"version": VERSION, **kept, **more})


def sealed_of(raw: Mapping[str, Any]) -> Sealed:
    """The sealed secret in what was loaded."""
    return Sealed(bytes_of(raw["ciphertext"]), tuple(raw["recipients"]), raw["fingerprint"])


def load(data: bytes, key: str) -> dict[str, Any]:
    """The JSON object in `data`, of a version that is understood. StateTooNew, StateCorrupt."""
    try:
        raw = json.loads(data)
    except ValueError as error:
        raise corrupt(key, "object-no-json") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("version"), int):
        raise corrupt(key, "object-not-ours")
    if raw["version"] > VERSION:
        raise StateTooNew.of(WORDS("object-too-new", key=key, version=raw["version"], newest=VERSION))
    return raw


def corrupt(key: str, code: str) -> StateCorrupt:
    """An object that cannot be used; the code of the words that say why."""
    return StateCorrupt.of(WORDS(code, key=key))


def utc(moment: datetime) -> str:
    """The moment as it is written down."""
    return moment.astimezone(UTC).isoformat()


def _rows_out(rows: tuple[Row, ...]) -> Iterator[list[object]]:
    for row in rows:
        yield [row.serial, None if row.at is None else utc(row.at), row.tick, row.commit_id, row.state, row.audit]


def _rows_in(rows: list[Any]) -> Iterator[Row]:
    for serial, at, tick, commit_id, state, audit in rows:
        yield Row(serial, None if at is None else datetime.fromisoformat(at), tick, commit_id, state, audit)


def _dump(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def text_of(data: bytes) -> str:
    """Bytes as a text that stands for just them; UTF-8 stays readable."""
    return data.decode("utf-8", "surrogateescape")


def bytes_of(text: str) -> bytes:
    """What a text in an object stands for."""
    return text.encode("utf-8", "surrogateescape")
