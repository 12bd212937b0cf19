"""Short ways to make what the engine is asked with, over three made-up kinds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from provisioner.engine.fold import empty_state
from provisioner.engine.planner import plan_account
from provisioner.engine.request import PlannedAccount, PlanRequest
from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import SourceRange
from provisioner.model.plan import Change, Step, StepAction
from provisioner.model.resource import Desired, Live, Read
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import (
    AccountState,
    Entry,
    Generation,
    Intent,
    IntentPhase,
    Inventory,
    InventoryStatus,
)
from provisioner.model.values import Attributes, attributes
from provisioner.testing.strategies import TYPES

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
CLIENT = AccountRef.client("nordlys")
OFFICE = AccountRef.office()
ACCOUNT = Account(CLIENT, "Nordlys Bakeri AS", Identity(company_id=7))
MODULE = Address(CLIENT, "module", "m1")
KEY = Address(CLIENT, "key", "k1")
ACCESS = Address(CLIENT, "access", "a1")
OFFICE_KEY = Address(OFFICE, "key", "shared")

KEY_ATTRIBUTES = attributes(application="Huma", rights="all", setup="catalogue", keyName="Huma Nordlys")
MODULE_ATTRIBUTES = attributes(name="API", level="full")
ACCESS_ATTRIBUTES = attributes(label="nordlys", key="none", template="STANDARD")
ATTRIBUTES = {"key": KEY_ATTRIBUTES, "module": MODULE_ATTRIBUTES, "access": ACCESS_ATTRIBUTES}
ATTESTED = Inventory(InventoryStatus.ATTESTED)


def place(line: int, file: str = "a.yaml") -> SourceRange:
    return SourceRange(file, line, 1)


def wanted(of: Address = KEY, found: Attributes | None = None, *needs: Address) -> Desired:
    return Desired(of, ATTRIBUTES[of.kind] if found is None else found, source=place(3), depends_on=needs)


def generation(of: Address = KEY, number: int = 1, found: Attributes | None = None) -> Generation:
    return Generation(
        number=number,
        attributes=ATTRIBUTES[of.kind] if found is None else found,
        made_at=NOW,
        native_id=f"{of.name}-{number}",
        secret=SecretStatus.STORED if of.kind == "key" else None,
    )


def entry(of: Address = KEY, *needs: Address) -> Entry:
    return Entry(of, generation(of), depends_on=needs)


def state(*entries: Entry, inventory: Inventory = ATTESTED) -> AccountState:
    account = entries[0].address.account if entries else CLIENT
    return replace(
        empty_state(account, "line"),
        serial=4,
        entries=tuple(sorted(entries, key=lambda one: one.address)),
        inventory=inventory,
    )


def live(of: Address = KEY, found: Attributes | None = None, native_id: str | None = "k1-1") -> Live:
    return Live(of.account, of.kind, ATTRIBUTES[of.kind] if found is None else found, native_id)


def read(*seen: Live, complete: tuple[str, ...] = ("key", "module", "access"), visible: bool = True) -> Read:
    return Read(CLIENT, visible=visible, complete=frozenset(complete), live=seen, at=NOW)


def request(*desired: Desired, prior: AccountState | None = None, seen: Read | None = None) -> PlanRequest:
    return PlanRequest(ACCOUNT, TYPES, desired, prior, seen, NOW)


def plan(asked: PlanRequest) -> PlannedAccount:
    return plan_account(asked)


def only(planned: PlannedAccount) -> Change:
    (change,) = planned.plan.changes
    return change


def codes(planned: PlannedAccount) -> list[str]:
    return [diagnostic.code for diagnostic in planned.diagnostics]


def intent(step: Step, phase: IntentPhase = IntentPhase.CALLING, id: str = "i1") -> Intent:  # noqa: A002
    return Intent(
        id=id,
        step=step,
        phase=phase,
        opened_at=NOW,
        deadline=NOW if phase is IntentPhase.CALLING else None,
        plan_digest="",
    )


def step(action: StepAction, of: Address = KEY, number: int = 1, **more: object) -> Step:
    return replace(Step(of, action, number, ATTRIBUTES[of.kind]), **more)  # type: ignore[arg-type]


def day(text: str) -> date:
    return date.fromisoformat(text)
