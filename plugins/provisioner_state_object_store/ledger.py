"""What a commit adds to the head, and what is written before the head can name it.

Promises: pure; the head stays small however long the history is, for older rows move to an object of their own.
Does not: write.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from provisioner.model.errors import StaleState
from provisioner.model.secrets import SealedSecret
from provisioner.model.state import Intent
from provisioner.spi.backend import CommitRequest, StateCodec
from provisioner.spi.refusals import REFUSED
from provisioner_state_object_store import names
from provisioner_state_object_store.head import Begun, Head, Row, encode_rows, encode_sealed, encode_texts

RECENT: Final = 32
"""How many rows a head keeps when it gives older ones away."""
FULL: Final = 64
"""With how many it does so."""
Written = list[tuple[str, bytes]]
"""Names and contents of what never changes."""


def current(head: Head, lineage: str, serial: int) -> None:
    """StaleState unless the state that the head tells of has `lineage` and `serial`."""
    if head.lineage and head.lineage != lineage:
        raise StaleState.of(REFUSED("another-lineage", account=head.account))
    if head.serial != serial:
        raise StaleState.of(REFUSED("state-moved", account=head.account, serial=head.serial, expected=serial))


def begun(intent: Intent, codec: StateCodec) -> Begun:
    """The intent as it stands in a head."""
    return Begun(str(intent.address), intent.phase.value, codec.encode_intent(intent))


def committed(head: Head, request: CommitRequest, codec: StateCodec, tick: int) -> tuple[Head, Written]:
    """The head after the commit, but for rows to be given away, and what must be written before it."""
    state, account = request.next_state, head.account
    body = codec.encode_state(state)
    token = names.digest(body)
    written: Written = [(names.state(account, state.serial, token), body)]
    audit = ""
    if request.audit:
        records = encode_texts([codec.encode_audit(record) for record in request.audit])
        audit = names.digest(records)
        written.append((names.audit(account, state.serial, audit), records))
    sealed = dict(head.sealed)
    for secret in request.sealed:
        key, data = _sealed(secret, state.serial)
        sealed[secret.address, secret.generation] = (state.serial, names.digest(data))
        written.append((key, data))
    for dropped in request.drop_sealed:
        sealed.pop(dropped, None)
    row = Row(state.serial, request.now, tick, request.commit_id, token, audit)
    after = replace(
        head,
        lineage=state.lineage,
        serial=state.serial,
        tick=tick,
        summary=codec.encode_summary(request.summary),
        intents={intent.id: begun(intent, codec) for intent in state.intents},
        sealed=sealed,
        rows=(*head.rows, row),
    )
    return after, written


def _sealed(secret: SealedSecret, serial: int) -> tuple[str, bytes]:
    data = encode_sealed(secret.sealed)
    return names.sealed(secret.address, secret.generation, (serial, names.digest(data))), data


def sealed_objects(head: Head, secrets: Sequence[SealedSecret]) -> tuple[Head, Written]:
    """The head with `secrets` kept, and what must be written before it."""
    sealed, written = dict(head.sealed), list[tuple[str, bytes]]()
    for secret in secrets:
        key, data = _sealed(secret, head.serial)
        sealed[secret.address, secret.generation] = (head.serial, names.digest(data))
        written.append((key, data))
    return replace(head, sealed=sealed), written


def lightened(head: Head, rows: tuple[Row, ...]) -> tuple[Head, Written]:
    """The head with `rows` as its history: the latest in it, the others in an object of their own."""
    old, recent = rows[:-RECENT], rows[-RECENT:]
    if not old:
        return replace(head, rows=recent, older=None), []
    data = encode_rows(old)
    older = (head.serial, names.digest(data))
    return replace(head, rows=recent, older=older), [(names.rows(head.account, *older), data)]
