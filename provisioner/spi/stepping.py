"""What a provider is handed for one step, what becomes of it, and how one that was cut off is settled.

Promises: values, of which only `StepDone` may hold a secret. Does not: do anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from provisioner.model.account import Account
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.outcome import SettledAs
from provisioner.model.plan import Step
from provisioner.model.secrets import Sensitive
from provisioner.model.state import AccountState, Intent
from provisioner.model.values import EMPTY, Attributes
from provisioner.model.work import Evidence


@dataclass(frozen=True, slots=True)
class StepRequest:
    """One step to prepare or do."""

    account: Account
    """Where."""
    step: Step
    """What; every reference to another resource has been resolved."""
    intent_id: str
    """The intent it is done under."""
    deadline: datetime | None = None
    """When the call is cut."""
    evidence: Evidence = field(default_factory=Evidence)
    """What `prepare` returned."""
    prior: AccountState | None = None
    """The account's state, to tell the thing from others of ours; None where it is not at hand."""
    office: AccountState | None = None
    """The office's committed state, where the step needs something of it."""


@dataclass(frozen=True, slots=True)
class StepDone:
    """The step was done."""

    native_id: str | None = None
    """The vendor's id, where it told one."""
    computed: Attributes = EMPTY
    """What is known now. A name that begins with `_` is a note of the provider's own: recorded, and in no plan."""
    secret: Sensitive | None = None
    """What was shown once; it is sealed before anything else happens."""
    incomplete: str = ""
    """What is still missing, where the thing exists but is not whole."""
    by: str = ""
    """Who did it, where a person did."""
    lost: str = ""
    """Why a secret that was shown never reached us, where the thing lacks nothing else: should it come to light after
    all, the thing is whole."""
    notes: tuple[Diagnostic, ...] = ()
    """What else is to be told of it, once it is recorded."""


@dataclass(frozen=True, slots=True)
class StepAwaiting:
    """A person must do it, and none is at hand."""

    note: Diagnostic | None = None
    """Why it came to that, where the plan said otherwise."""


@dataclass(frozen=True, slots=True)
class StepFailed:
    """The step was not done, and that is certain."""

    diagnostic: Diagnostic
    """Why."""


StepResult = StepDone | StepAwaiting | StepFailed


@dataclass(frozen=True, slots=True)
class SettleRequest:
    """An open intent to look into."""

    account: Account
    """Where."""
    intent: Intent
    """Which; its evidence says what existed before the call."""
    prior: AccountState
    """The account's state, so that what is claimed by other entries can be told apart."""
    now: datetime
    """The time now: before the deadline nothing is certain."""
    native_id: str | None = None
    """The vendor's id of what was made, where the answer was heard and only writing it down failed."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What looking told."""

    as_: SettledAs
    """It happened, it did not, or nobody can tell."""
    native_id: str | None = None
    """The vendor's id, where it happened and can be told."""
    computed: Attributes = EMPTY
    """What is known now."""
    question: Diagnostic | None = None
    """What a person must look for, where nobody can tell."""
