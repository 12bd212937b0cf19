"""Small values that tests are made of: an account's state, an intent, a summary, sealed bytes.

Promises: valid by every integrity rule, and the same every time. Does not: stand for anything in the world.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from provisioner.formats.state_format import StateFormat
from provisioner.model.account import Identity
from provisioner.model.address import AccountRef, Address
from provisioner.model.plan import Step, StepAction
from provisioner.model.secrets import Sealed, SecretStatus
from provisioner.model.state import (
    AccountState,
    AuditRecord,
    Entry,
    Generation,
    Intent,
    IntentPhase,
    Inventory,
    InventoryStatus,
    Summary,
)
from provisioner.model.values import attributes
from provisioner.model.work import Evidence
from provisioner.spi.backend import StateCodec

NOW: Final = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OFFICE: Final = AccountRef.office()
BAKERY: Final = AccountRef.client("nordlys-bakeri")
FLORIST: Final = AccountRef.client("ås-blomster")


def codec() -> StateCodec:
    """The codec that real backends are opened with."""
    return StateFormat()


def client(name: str) -> AccountRef:
    """A client's account."""
    return AccountRef.client(name)


def key_address(account: AccountRef = BAKERY, name: str = "huma") -> Address:
    """The address of a user key."""
    return Address(account, "user_key", name)


def lineage_of(account: AccountRef) -> str:
    """The account's lineage in every sample."""
    return f"lineage-{account}"


def entry(address: Address, *, number: int = 1) -> Entry:
    """One made resource."""
    generation = Generation(
        number=number,
        attributes=attributes(application="Huma", owner=7, rights=("read", "write"), expires=None),
        made_at=NOW,
        native_id=f"native-{address.name}-{number}",
        driver="api",
        secret=SecretStatus.SEALED,
    )
    return Entry(address=address, current=generation, integration="huma")


def state(
    account: AccountRef = BAKERY, serial: int = 1, *, entries: tuple[Entry, ...] = (), intents: tuple[Intent, ...] = ()
) -> AccountState:
    """The account's state at `serial`."""
    return AccountState(
        account=account,
        lineage=lineage_of(account),
        serial=serial,
        bound_to=Identity(company_id=4711, organization_number="999888777"),
        inventory=Inventory(InventoryStatus.ATTESTED, NOW, "kari"),
        entries=entries,
        intents=intents,
    )


def summary_of(state: AccountState) -> Summary:
    """What a backend keeps of `state` beside it."""
    phases = [intent.phase for intent in state.intents]
    return Summary(
        account=state.account,
        lineage=state.lineage,
        serial=state.serial,
        due_at=NOW + timedelta(days=30),
        last_seen=NOW,
        generated_by="test",
        resources=len(state.entries),
        open_intents=phases.count(IntentPhase.CALLING),
        awaiting=phases.count(IntentPhase.AWAITING),
        bound_to=state.bound_to,
    )


def intent(intent_id: str, address: Address | None = None, phase: IntentPhase = IntentPhase.CALLING) -> Intent:
    """An open intent to create a key."""
    step = Step(
        address=address or key_address(),
        action=StepAction.CREATE,
        generation=1,
        attributes=attributes(application="Huma", owner=7),
        driver="api",
        holds_secret=True,
    )
    return Intent(
        id=intent_id,
        step=step,
        phase=phase,
        opened_at=NOW,
        deadline=NOW + timedelta(seconds=30) if phase is IntentPhase.CALLING else None,
        plan_digest="0" * 64,
        evidence=Evidence(attributes(hidden_users=(1, 2)), NOW),
    )


def claimed(intent: Intent, by: str) -> Intent:
    """A work item that somebody has begun."""
    deadline = intent.opened_at + timedelta(hours=1)
    return replace(intent, phase=IntentPhase.CALLING, claimant=by, deadline=deadline)


def audit(record_id: str, account: AccountRef = BAKERY) -> AuditRecord:
    """Something that was done."""
    return AuditRecord(
        id=record_id, at=NOW, account=account, actor="kari", event="applied", address=key_address(account)
    )


def sealed(text: str = "ciphertext") -> Sealed:
    """Bytes that look like a sealed secret and are none."""
    armoured = f"-----BEGIN AGE ENCRYPTED FILE-----\n{text}\n-----END AGE ENCRYPTED FILE-----\n"
    return Sealed(armoured.encode(), ("age1recipient", "age1another"), fingerprint=f"fingerprint of {text}")
