"""Version 1 of the state's bytes: the model's nouns in the canonical form.

Promises: `decode(encode(v)) == v`; a body that breaks an integrity rule is neither written nor read. Does not: hold a
secret; sealed ones are kept beside the bodies by the backend.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar, cast

import msgspec

from provisioner.formats import canonical
from provisioner.formats.state_format.envelope import Kind, damaged, open_envelope, seal_envelope
from provisioner.formats.state_format.upgrade import UPGRADES, Plain, Upgrade, upgraded
from provisioner.formats.words.files import FILE_WORDS
from provisioner.model.errors import StateCorrupt
from provisioner.model.state import AccountState, AuditRecord, Intent, Summary, violations

T = TypeVar("T")

VERSION = 1


@dataclass(frozen=True, slots=True)
class StateFormat:
    """The StateCodec of this version."""

    upgrades: Sequence[Upgrade] = UPGRADES
    """What brings older bodies up."""
    version: int = VERSION
    """What is written, and the newest that is read."""

    def encode_state(self, state: AccountState) -> bytes:
        """The state without its intents, which are kept beside it. StateCorrupt where it breaks its rules."""
        _held(state, "written")
        return self._encode(Kind.ACCOUNT, replace(state, intents=()))

    def decode_state(self, data: bytes) -> AccountState:
        """The state without its intents."""
        state = self._decode(Kind.ACCOUNT, data, AccountState)
        _held(state, "read")
        return state

    def encode_intent(self, intent: Intent) -> bytes:
        """One open intent."""
        return self._encode(Kind.INTENT, intent)

    def decode_intent(self, data: bytes) -> Intent:
        """One open intent."""
        return self._decode(Kind.INTENT, data, Intent)

    def encode_summary(self, summary: Summary) -> bytes:
        """One summary."""
        return self._encode(Kind.SUMMARY, summary)

    def decode_summary(self, data: bytes) -> Summary:
        """One summary."""
        return self._decode(Kind.SUMMARY, data, Summary)

    def encode_audit(self, record: AuditRecord) -> bytes:
        """One audit record."""
        return self._encode(Kind.AUDIT, record)

    def decode_audit(self, data: bytes) -> AuditRecord:
        """One audit record."""
        return self._decode(Kind.AUDIT, data, AuditRecord)

    def _encode(self, kind: Kind, value: object) -> bytes:
        return seal_envelope(kind, self.version, canonical.encode(value))

    def _decode(self, kind: Kind, data: bytes, noun: type[T]) -> T:
        version, body = open_envelope(data, kind, self.version)
        raw = bytes(body) if version == self.version else self._upgraded(kind, bytes(body), version)
        try:
            return canonical.decode(raw, noun)
        except canonical.NotCanonical as error:
            raise damaged(kind, (str(error), str(error))) from None

    def _upgraded(self, kind: Kind, body: bytes, version: int) -> bytes:
        plain = msgspec.json.decode(body)
        if not isinstance(plain, dict):
            raise damaged(kind, ("its body is no object", "innholdet er ikke et objekt"))
        return canonical.encode(upgraded(kind, cast("Plain", plain), version, self.version, self.upgrades))


def _held(state: AccountState, verb: str) -> None:
    """Raise where the state breaks one of its numbered rules: on every write and on every read."""
    broken = violations(state)
    if not broken:
        return
    first = broken[0]
    where = f" ({first.address})" if first.address is not None else ""
    all_, all_nb = (
        "\n".join(f"{one.rule} {one.address or ''} {told}" for one, told in zip(broken, texts, strict=True))
        for texts in ([one.summary for one in broken], [one.summary_nb for one in broken])
    )
    values = {"account": state.account, "rule": first.rule, "where": where, "all": all_, "all_nb": all_nb}
    code = f"rule-broken-{verb}"
    raise StateCorrupt.of(FILE_WORDS(code, why=first.summary, why_nb=first.summary_nb, **values))
