"""Outcomes: what became of a step, as facts that a next state is folded from.

Promises: each holds all that `engine.fold` needs, times included, and nothing secret.
Does not: change a state.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from provisioner.model.account import Identity
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.plan import Step
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import AccountState, Intent
from provisioner.model.values import EMPTY, Attributes
from provisioner.model.work import Handoff


@dataclass(frozen=True, slots=True)
class Applied:
    """The step was done."""

    step: Step
    """What was done; its attributes hold no Unknown any more."""
    at: datetime
    """When."""
    intent_id: str | None = None
    """The intent it ends; None for adopt and forget."""
    native_id: str | None = None
    """The vendor's id, where it told one."""
    computed: Attributes = EMPTY
    """What is known now."""
    secret: SecretStatus | None = None
    """What became of its secret."""
    incomplete: str = ""
    """What is still missing, such as rights that could not be ticked; such an entry is tainted."""
    lost: str = ""
    """Why its secret never reached us, where nothing else is missing. Such an entry is not tainted: it is replaced
    because its secret is lost, and no longer once that is found."""


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A person has been asked."""

    intent: Intent
    """In phase awaiting."""
    at: datetime
    """When."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The step was not done, and that is certain."""

    step: Step
    """What was tried."""
    at: datetime
    """When."""
    diagnostic: Diagnostic
    """Why."""
    intent_id: str | None = None
    """The intent it ends."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """The step was not begun."""

    step: Step
    """What was left out."""
    diagnostic: Diagnostic
    """Why."""
    waits_for: tuple[Address, ...] = ()
    """What it waits for, where that is why."""


class SettledAs(StrEnum):
    """What looking again told about an open intent."""

    HAPPENED = "happened"
    DID_NOT_HAPPEN = "did-not-happen"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Settled:
    """An open intent was looked into; settling only reads."""

    intent: Intent
    """Which."""
    as_: SettledAs
    """What it was."""
    at: datetime
    """When."""
    by: str
    """The driver or the person who told."""
    native_id: str | None = None
    """The vendor's id, where it happened and is known."""
    computed: Attributes = EMPTY
    """What is known now."""
    has_secret: bool = False
    """Whether the secret reached us all the same (from a deposit)."""
    question: Diagnostic | None = None
    """What a person must look for, where it is unknown."""


@dataclass(frozen=True, slots=True)
class Attested:
    """A person said what is there, or had it read."""

    account: AccountRef
    """Where."""
    at: datetime
    """When."""
    by: str
    """Who."""
    empty: bool = False
    """Nothing is there, but for what was named."""
    exists: tuple[Address, ...] = ()
    """These are there and may be taken over."""
    absent: tuple[Address, ...] = ()
    """These are not there."""
    unsure: tuple[Address, ...] = ()
    """Of these the person does not know."""
    read: bool = False
    """Whether all of it was read, and nobody had to say it."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A secret reached the configured store, or was found lost."""

    address: Address
    """Whose."""
    generation: int
    """Which."""
    status: SecretStatus
    """What became of it."""
    at: datetime
    """When."""
    store: str = ""
    """Which store has it, as a URL without credentials; empty where none has."""


@dataclass(frozen=True, slots=True)
class HandedOff:
    """Somebody said how far a thing has come at its vendor's."""

    address: Address
    """Which."""
    generation: int
    """Which generation."""
    handoff: Handoff
    """How far."""
    at: datetime
    """When."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """The provider read what it had no note of, such as what a key that was adopted may do."""

    address: Address
    """Which."""
    generation: int
    """Which generation."""
    notes: Attributes
    """The provider's own, by names that begin with `_`."""
    at: datetime
    """When it was read."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The account's company was recorded, or learnt more exactly."""

    account: AccountRef
    """Which."""
    identity: Identity
    """Who it is."""
    at: datetime
    """When."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A person changed the state itself."""

    account: AccountRef
    """Where."""
    at: datetime
    """When."""
    by: str
    """Who."""
    remove: tuple[Address, ...] = ()
    """Entries to forget."""
    rename: tuple[Address, Address] | None = None
    """An entry's address, and the one it has from now on."""
    replacement: AccountState | None = None
    """What is to stand there instead, such as an earlier state that was put away; lineage and serial stay."""
    found: tuple[tuple[Address, int], ...] = ()
    """Generations, thought lost, whose sealed secret was found."""
    reason: str = ""
    """Why, for those who ask later."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The account was renamed: one side of bringing its state over."""

    account: AccountRef
    """Which of the two."""
    at: datetime
    """When."""
    came_from: AccountState | None = None
    """For the new name: the state under the earlier one."""
    went_to: AccountRef | None = None
    """For the earlier name: the new one."""


@dataclass(frozen=True, slots=True)
class Noted:
    """Something was done that changes nothing of what is recorded, and must be remembered all the same."""

    account: AccountRef
    """Where."""
    at: datetime
    """When."""
    event: str
    """What kind of thing, for the audit: `lease-broken`, `secret-opened`…"""
    address: Address | None = None
    """Which resource, where it is about one."""
    detail: Attributes = EMPTY
    """What else; never a secret."""


Outcome: TypeAlias = (
    Applied
    | Awaiting
    | Failed
    | Skipped
    | Settled
    | Attested
    | Stored
    | HandedOff
    | Learnt
    | Bound
    | Edited
    | Moved
    | Noted
)


@dataclass(frozen=True, slots=True)
class AccountReport:
    """What one apply did in one account."""

    account: AccountRef
    """Which."""
    outcomes: tuple[Outcome, ...] = ()
    """In order."""
    problem: Diagnostic | None = None
    """What stopped the account, where something did."""
    exit_code: int = 0
    """What that asks the process to end with."""


@dataclass(frozen=True, slots=True)
class ApplyReport:
    """What one apply did."""

    accounts: tuple[AccountReport, ...] = ()
    """Office first, then clients by name; the office twice where it also deleted."""
    interrupted: bool = False
    """Whether we were asked to stop."""
    notices: tuple[Diagnostic, ...] = field(default=())
    """What else happened, such as an observer left out or a rescue file written."""

    def outcomes(self) -> tuple[Outcome, ...]:
        """All outcomes of all accounts, in order."""
        return tuple(outcome for account in self.accounts for outcome in account.outcomes)
