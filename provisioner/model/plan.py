"""Plans: what would change and why, as data closed over nothing.

Promises: a plan can be written to a file, read back, reviewed and applied by another machine. It never holds a
secret. Does not: decide (engine/decide.py) or act (runtime/applying/apply.py).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter
from typing import Final

from provisioner.model.account import Account
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, SourceRange
from provisioner.model.resource import HandoffPlan, Live
from provisioner.model.values import EMPTY, Attributes, FrozenMap, Value


class Action(StrEnum):
    """What the plan does with one resource. The symbol is the one that people see.

    | action             | before      | after       | the world is touched |
    | ------------------ | ----------- | ----------- | -------------------- |
    | NO_OP              | as it is    | the same    | no                   |
    | CREATE             | empty       | as wanted   | yes                  |
    | UPDATE             | as it is    | as wanted   | yes                  |
    | DELETE_THEN_CREATE | as it is    | as wanted   | yes, twice           |
    | CREATE_THEN_DELETE | as it is    | as wanted   | now once; a later plan deletes the deposed one |
    | DELETE             | as it is    | empty       | yes                  |
    | ADOPT              | as it is    | as wanted   | no, only the state; an update follows where they differ |
    | FORGET             | as it is    | empty       | no, only the state   |
    | HOLD               | as it is    | as wanted   | no: it waits, `reason` says for what |
    | AWAIT              | empty       | as wanted   | no: a person has been asked to do it |
    | ASK                | as it is    | as wanted   | no: a person must first say what happened |
    """

    NO_OP = "no-op"
    CREATE = "create"
    UPDATE = "update"
    DELETE_THEN_CREATE = "delete-create"
    CREATE_THEN_DELETE = "create-delete"
    DELETE = "delete"
    ADOPT = "adopt"
    FORGET = "forget"
    HOLD = "hold"
    AWAIT = "await"
    ASK = "ask"

    @property
    def symbol(self) -> str:
        """The mark in front of the resource in a text plan."""
        return _SYMBOLS[self]

    @property
    def replaces(self) -> bool:
        """Whether a new generation takes an old one's place."""
        return self in (Action.DELETE_THEN_CREATE, Action.CREATE_THEN_DELETE)

    @property
    def is_pending(self) -> bool:
        """Whether `apply` has something to do for it."""
        return self not in (Action.NO_OP, Action.HOLD, Action.AWAIT, Action.ASK)


_SYMBOLS = {
    Action.NO_OP: " ",
    Action.CREATE: "+",
    Action.UPDATE: "~",
    Action.DELETE_THEN_CREATE: "-/+",
    Action.CREATE_THEN_DELETE: "+/-",
    Action.DELETE: "-",
    Action.ADOPT: "=",
    Action.FORGET: ".",
    Action.HOLD: "!",
    Action.AWAIT: "⧗",
    Action.ASK: "?",
}


class Reason(StrEnum):
    """Why. It explains and never decides."""

    UNCHANGED = "unchanged"
    NOT_IN_STATE = "not-in-state"
    NOT_IN_MANIFEST = "not-in-manifest"
    DESTROY_ASKED = "destroy-asked"
    """It stands in the manifests, and the whole plan takes away what it reaches."""
    OFFBOARDED = "offboarded"
    """The client leaves, its last day has come, and the thing is ours."""
    HANDED_OVER = "handed-over"
    """The client leaves, its last day has come, and the thing is its own."""
    WHOSE = "whose"
    """The client leaves, and nobody can tell whether the thing is ours."""
    LAST_DAY = "last-day"
    """The client leaves, and its last day is still to come."""
    CONFIGURATION = "configuration"
    DRIFT = "drift"
    VANISHED = "vanished"
    EXPIRING = "expiring"
    ROTATION = "rotation"
    """A new one was asked for, though nothing is wrong with the one in force."""
    ROTATING = "rotating"
    """A new one was asked for while the last new one has not taken over yet."""
    SECRET_LOST = "secret-lost"  # noqa: S105  # a reason's name
    TAINTED = "tainted"
    RECREATE_ASKED = "recreate-asked"
    ADOPT_ASKED = "adopt-asked"
    ATTESTED = "attested"
    PERMANENT = "permanent"
    """Of a kind that is never ended: taken over where it is found, forgotten where it is no longer wanted."""
    CONFLICT = "conflict"
    """It is there, and nobody said that it may be taken over."""
    NOT_INVENTORIED = "not-inventoried"
    """Nobody knows whether it is there already."""
    UNSURE = "unsure"
    """A person was asked whether it is there already and did not know: somebody must look."""
    NEEDS_RECREATE = "needs-recreate"
    """It vanished and holds a secret: only `--recreate ADDRESS` makes it again."""
    WAITS_FOR = "waits-for"
    """Something it depends on waits."""
    AWAITING_PERSON = "awaiting-person"
    AWAITING_CHANGED = "awaiting-changed"
    """A person was asked for something that is no longer wanted so: was it done?"""
    OPEN_INTENT = "open-intent"
    """A call was begun and nobody knows how it ended."""
    DEPOSED = "deposed"
    """An old generation whose successor is in place."""
    OVERLAP = "overlap"
    """An old generation that is still needed."""
    PROTECTED = "protected"
    PREFLIGHT = "preflight"
    """A check made beforehand failed."""


class ChangeKind(StrEnum):
    """What one attribute's difference asks for."""

    UPDATE = "update"
    REPLACE = "replace"
    NOTED = "noted"
    """An attribute of the moment of creation: shown, never acted upon."""


@dataclass(frozen=True, slots=True)
class AttributeChange:
    """One attribute that differs."""

    name: str
    """The attribute."""
    kind: ChangeKind
    """What the difference asks for."""
    values: Attributes = EMPTY
    """`before` and `after`; a key is missing where there was or will be nothing."""

    @classmethod
    def of(cls, name: str, before: Value, after: Value, kind: ChangeKind) -> AttributeChange:
        """A change from `before` to `after`; None stands for nothing."""
        pairs = (("before", before), ("after", after))
        return cls(name, kind, FrozenMap({key: value for key, value in pairs if value is not None}))

    @property
    def before(self) -> Value:
        """As it is; None where there was none."""
        return self.values.get("before")

    @property
    def after(self) -> Value:
        """As it is wanted; Unknown where it is known after apply."""
        return self.values.get("after")


class StepAction(StrEnum):
    """One thing `apply` does."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    ADOPT = "adopt"
    FORGET = "forget"

    @property
    def touches_world(self) -> bool:
        """Whether it goes through the journal, for it cannot be taken back."""
        return self in (StepAction.CREATE, StepAction.UPDATE, StepAction.DELETE)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do to one generation of one resource. Everything its doer needs, and nothing secret."""

    address: Address
    """The resource."""
    action: StepAction
    """What to do."""
    generation: int
    """Which generation it makes or ends; the first is 1."""
    attributes: Attributes
    """After: as wanted, for create, update and adopt; for delete, as it was."""
    before: Attributes = EMPTY
    """As it is, for update and delete."""
    native_id: str | None = None
    """The vendor's id of what is updated, deleted or adopted."""
    depends_on: tuple[Address, ...] = ()
    """What must exist before a create or update."""
    driver: str = ""
    """Which of the provider's drivers does it."""
    expires_on: date | None = None
    """The last day it is wanted to last."""
    holds_secret: bool = False
    """Whether doing it shows a secret once."""
    replaces: bool = False
    """Whether a create takes the place of the current generation, which is then deposed."""
    integration: str | None = None
    """The catalogue's id for what it serves."""
    handoff: HandoffPlan | None = None
    """What the vendor gets."""
    source: SourceRange | None = None
    """Where it was declared."""

    @property
    def key(self) -> str:
        """The same step in every reading of the same plan."""
        return f"{self.action.value} {self.address} #{self.generation}"


@dataclass(frozen=True, slots=True)
class Change:
    """What the plan does with one resource, or with one deposed generation of it."""

    address: Address
    """The resource."""
    action: Action
    """What."""
    reason: Reason
    """Why."""
    before: Attributes = EMPTY
    """As it is: prior, corrected by what is live."""
    after: Attributes = EMPTY
    """As it is wanted, with Unknown for what is known after apply."""
    attribute_changes: tuple[AttributeChange, ...] = ()
    """What differs, in the type's own order."""
    drift: tuple[AttributeChange, ...] = ()
    """What differs between the state (before) and the world (after)."""
    live_known: bool = False
    """Whether the world was looked at for this one; if not, the state stood in."""
    gone: bool = False
    """Whether this is recorded and was seen not to be there, whatever the plan does about it."""
    generation: int = 1
    """Which generation the change makes, or ends."""
    deposed: bool = False
    """Whether this is about an old generation of the resource."""
    native_id: str | None = None
    """The vendor's id of what is there."""
    depends_on: tuple[Address, ...] = ()
    """What must exist before it."""
    waits_for: tuple[Address, ...] = ()
    """What a held change waits for."""
    since: datetime | None = None
    """Since when a person has been asked, or a call has been open."""
    intent_id: str | None = None
    """Of the open intent."""
    driver: str = ""
    """Which driver does it; empty where nothing is done."""
    driver_note: Diagnostic | None = None
    """Why no better driver could."""
    integration: str | None = None
    """The catalogue's id for what it serves."""
    expires_on: date | None = None
    """The last day it is wanted to last."""
    holds_secret: bool = False
    """Whether creating it shows a secret once."""
    handoff: HandoffPlan | None = None
    """What the vendor gets."""
    source: SourceRange | None = None
    """Where it was declared."""
    origins: tuple[tuple[str, SourceRange], ...] = ()
    """Where each attribute was written."""
    notes: tuple[Diagnostic, ...] = ()
    """What the reader must know."""

    def by(self, driver: str, note: Diagnostic | None) -> Change:
        """The same, done by `driver`. In a large plan every change goes through here, and `replace` is slow."""
        if driver == self.driver and note is self.driver_note:
            return self
        values = list(_values_of(self))
        values[_DRIVER : _DRIVER + 2] = driver, note
        return Change(*values)


_FIELDS: Final = tuple(field.name for field in fields(Change))
_DRIVER: Final = _FIELDS.index("driver")
_values_of: Final = attrgetter(*_FIELDS)


class CheckStatus(StrEnum):
    """How a check ended. One that was not made is never shown as passed."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKABLE = "not-checkable"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at before the first change."""

    code: str
    """Stable."""
    status: CheckStatus
    """How it ended."""
    account: AccountRef
    """Where."""
    address: Address | None = None
    """The resource it is about."""
    finding: Diagnostic | None = None
    """What was found, where it failed, or why it could not be made."""


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """What would change in one account."""

    account: Account
    """Which company; its identity is checked again before anything is done."""
    lineage: str
    """Of the state it was made from; empty where the account has none yet."""
    serial: int
    """Of the state it was made from; 0 where the account has none yet."""
    changes: tuple[Change, ...] = ()
    """Sorted by address, no-ops included; a deposed generation after its resource."""
    unmanaged: tuple[Live, ...] = ()
    """What is there and not ours; never touched."""
    input_digest: str = ""
    """Of everything that was written about what is desired; empty for a plan that looks at a part of it only."""
    desired_digest: str = ""
    """Of what is desired."""
    due_at: datetime | None = None
    """When the plan would change by the passing of time alone."""
    skipped: bool = False
    """Whether the account was left unread, for nothing about it had changed since it converged."""
    moved_from: AccountRef | None = None
    """The account's earlier name, where the same company was renamed in the manifests."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What would change in all accounts."""

    project: str
    """The project's name."""
    made_at: datetime
    """The plan's own fixed time, `now` in templates."""
    engine_version: str
    """Which version made it."""
    accounts: tuple[AccountPlan, ...]
    """Office first, then clients by name."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Everything found on the way, errors included; a plan with errors is shown and never applied to the account
    they concern."""
    checks: tuple[Check, ...] = ()
    """What preflight looked at."""
    guards: tuple[Diagnostic, ...] = ()
    """Rails that the plan runs into."""
    destroy: bool = False
    """Whether it takes everything away."""
    partial: bool = False
    """Whether it was narrowed by --target, --client or --selector."""
    language: str = "en"
    """Of the project: what people approve and do is shown in it."""
    note: str = ""
    """What whoever asked for it said about why."""

    def changes(self) -> tuple[Change, ...]:
        """Every change of every account, in order."""
        return tuple(change for account in self.accounts for change in account.changes)
