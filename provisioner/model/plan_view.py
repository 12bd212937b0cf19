"""Plan views: a plan as it is told to people, in one language, worded, grouped and ordered.

Promises: this is all that a report receives, of the house's and of plugins alike; it holds no secret, and two plans
that say the same give equal views. Does not: know a format. Its texts are plain: a report escapes what it prints.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from provisioner.model.account import Account
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, SourceRange
from provisioner.model.plan import Action, Change, Check


class ValueKind(StrEnum):
    """What sort of value an attribute shows."""

    TEXT = "text"
    """A string; reports for terminals quote it."""
    PLAIN = "plain"
    """A number, a yes or no, a list or a mapping, already written out."""
    UNKNOWN = "unknown"
    """Known after apply."""
    SENSITIVE = "sensitive"
    """Never shown."""


@dataclass(frozen=True, slots=True)
class ValueView:
    """One value, fit to be shown."""

    kind: ValueKind
    """What sort."""
    text: str = ""
    """The value; empty for unknown and sensitive ones, which each report words itself."""
    words: str = ""
    """The same as people say it; empty where they say nothing else."""


class Mark(StrEnum):
    """What happens to one attribute; the value is the symbol."""

    ADDED = "+"
    CHANGED = "~"
    REMOVED = "-"
    KEPT = " "
    """Shown for what it is; nothing happens to it."""


@dataclass(frozen=True, slots=True)
class AttributeView:
    """One attribute of one change."""

    name: str
    """As it stands in the state."""
    mark: Mark
    """What happens to it."""
    before: ValueView | None = None
    """As it is; None where there is nothing."""
    after: ValueView | None = None
    """As it will be; None where there will be nothing."""
    forces_replacement: bool = False
    """Whether it is why the whole thing is replaced."""
    noted: bool = False
    """Whether it belongs to the moment of creation, so that the difference is told and nothing is done about it."""
    origin: SourceRange | None = None
    """Where it was written."""
    title: str = ""
    """What people call it."""


@dataclass(frozen=True, slots=True)
class RowView:
    """What the plan does with one resource, in words."""

    change: Change
    """The change itself, for what is not worded here. Values of secret attributes are replaced by a reference."""
    title: str
    """What people call a thing of this kind."""
    verdict: str
    """What happens, as the end of a sentence that began with the address: `will be created`."""
    sentence: str
    """What happens, as a whole sentence without technical words."""
    label: str = ""
    """What people call this one, such as the product it serves; the name in its address where that is all there is."""
    may_cost: bool = False
    """Whether doing it can cost money."""
    why: str = ""
    """The reason; empty where it says nothing that the verdict does not."""
    todo: str = ""
    """What a person has to do before it can go on; empty where nothing."""
    via: str = ""
    """Which driver does it, and why no better one; empty where there is nothing to say."""
    by_hand: bool = False
    """Whether a person does it on the screen."""
    attributes: tuple[AttributeView, ...] = ()
    """What is shown of it, in the order a person wants to read."""
    unchanged: int = 0
    """How many attributes stay as they are and are not in `attributes`."""
    drift: tuple[AttributeView, ...] = ()
    """What differs between the state and the world."""
    notes: tuple[str, ...] = ()
    """What the reader must know."""
    sensitive: tuple[str, ...] = ()
    """Attributes whose values are never shown."""

    @property
    def address(self) -> Address:
        """The resource."""
        return self.change.address

    @property
    def action(self) -> Action:
        """What is done."""
        return self.change.action


@dataclass(frozen=True, slots=True)
class Totals:
    """How many of what."""

    add: int = 0
    """Created; a replacement counts here and under destroy."""
    change: int = 0
    """Updated in place."""
    destroy: int = 0
    """Deleted."""
    adopt: int = 0
    """Taken over as they are."""
    forget: int = 0
    """Dropped from the state only."""
    held: int = 0
    """Waiting for something other than a person who was asked."""
    awaiting: int = 0
    """A person has been asked."""
    asked: int = 0
    """Questions that a person must answer first."""
    overlap: int = 0
    """Old generations still needed beside their successors."""
    unchanged: int = 0
    """As they should be."""
    errors: int = 0
    """Not resources: what is wrong. Nothing is done to the accounts that it concerns."""
    rename: int = 0
    """Not resources: accounts whose state moves to another name."""

    @property
    def pending(self) -> int:
        """What `apply` has to do; 0 without errors is `No changes.`"""
        return self.add + self.change + self.destroy + self.adopt + self.forget + self.rename

    @property
    def waiting(self) -> int:
        """What waits for a person or for something else."""
        return self.held + self.awaiting + self.asked

    def plus(self, other: Totals) -> Totals:
        """Both together."""
        return Totals(
            add=self.add + other.add,
            change=self.change + other.change,
            destroy=self.destroy + other.destroy,
            adopt=self.adopt + other.adopt,
            forget=self.forget + other.forget,
            held=self.held + other.held,
            awaiting=self.awaiting + other.awaiting,
            asked=self.asked + other.asked,
            overlap=self.overlap + other.overlap,
            unchanged=self.unchanged + other.unchanged,
            errors=self.errors + other.errors,
            rename=self.rename + other.rename,
        )


@dataclass(frozen=True, slots=True)
class UnmanagedView:
    """Something that is there and not ours; never touched."""

    account: AccountRef
    """Where."""
    kind: str
    """Its kind, as in addresses."""
    title: str
    """What people call a thing of this kind."""
    label: str
    """Its own name, as well as it is known."""


@dataclass(frozen=True, slots=True)
class AccountView:
    """What would change in one account."""

    account: Account
    """Which company."""
    title: str
    """Its name as people know it, with what it is known by in the world."""
    totals: Totals
    """How many of what."""
    rows: tuple[RowView, ...] = ()
    """Every resource, unchanged ones included; by address, a deposed generation after its resource. In a plan that is
    summed up, only those that no group tells and that have something to say."""
    unmanaged: tuple[UnmanagedView, ...] = ()
    """What is there and not ours."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Those of the plan's diagnostics that concern this account."""
    skipped: bool = False
    """Whether it was left unread, for nothing about it had changed since it converged."""
    moved_from: AccountRef | None = None
    """The earlier name of the same company."""

    @property
    def ref(self) -> AccountRef:
        """Its key."""
        return self.account.ref

    @property
    def name(self) -> str:
        """What people call the company."""
        return self.account.display_name or str(self.account.ref)

    @property
    def told(self) -> tuple[RowView, ...]:
        """The rows that say something: all but the unchanged."""
        return tuple(row for row in self.rows if is_told(row.change))


@dataclass(frozen=True, slots=True)
class SpreadView:
    """One attribute across a group: its values, and who has which."""

    name: str
    """The attribute."""
    values: tuple[tuple[AttributeView, tuple[AccountRef, ...]], ...]
    """Each distinct value with its accounts; the most common first. One entry: all are alike. Where there are a great
    many, the most common and the rarest of them."""
    distinct: int = 1
    """How many distinct values there are."""


@dataclass(frozen=True, slots=True)
class GroupView:
    """The same thing done in many accounts."""

    row: RowView
    """The first of them, to be told for all."""
    addresses: tuple[Address, ...]
    """All of them, in order."""
    attributes: tuple[SpreadView, ...] = ()
    """What they set, alike or not."""
    places: int = 1
    """At how many lines they were declared; the row names the first."""

    @property
    def accounts(self) -> tuple[AccountRef, ...]:
        """Where, in order."""
        return tuple([address.account for address in self.addresses])


@dataclass(frozen=True, slots=True)
class CheckGroupView:
    """Checks of one code that ended alike, with the same words."""

    check: Check
    """The first of them, to be told for all."""
    checks: tuple[Check, ...]
    """All of them, in the order of the view."""


class TaskKind(StrEnum):
    """Why a person is needed."""

    ANSWER = "answer"
    """Nobody knows what happened until somebody says it."""
    UNBLOCK = "unblock"
    """Something is held until somebody acts."""
    FINISH = "finish"
    """A person was asked and has not finished."""
    BY_HAND = "by-hand"
    """Applying the plan will ask a person to do it on the screen."""
    HAND_OVER = "hand-over"
    """A vendor must be given something once it exists."""


@dataclass(frozen=True, slots=True)
class TaskView:
    """Something that a person has to do, for one or many resources."""

    kind: TaskKind
    """Why a person is needed."""
    who: str
    """Who."""
    what: str
    """What."""
    addresses: tuple[Address, ...]
    """For which resources."""


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan as it is told to people."""

    project: str
    """The project's name."""
    made_at: datetime
    """The plan's own fixed time."""
    engine_version: str
    """Which version made it."""
    language: str
    """Of all texts in it."""
    title: str
    """Whose plan it is, as people know them: the office, or the one company that it is about."""
    totals: Totals
    """How many of what, over all accounts."""
    accounts: tuple[AccountView, ...] = ()
    """Office first, then clients by name; skipped ones included."""
    groups: tuple[GroupView, ...] = ()
    """Everything that says something, the same in many accounts told once. Dangerous things first."""
    summed_up: bool = False
    """Whether what is the same in many accounts stands in `groups` alone, for there are too many to read each."""
    tasks: tuple[TaskView, ...] = ()
    """Who has to do what."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What was found on the way, by place."""
    findings: tuple[Diagnostic, ...] = ()
    """The same for people: what holds for many accounts alike is told once, and names them."""
    checks: tuple[Check, ...] = ()
    """What was looked at beforehand: failed first, then those that could not be made, then passed."""
    check_groups: tuple[CheckGroupView, ...] = ()
    """Those that did not pass, for people: what is the same in many places is told once."""
    guards: tuple[Diagnostic, ...] = ()
    """Rails that the plan runs into."""
    skipped: int = 0
    """How many accounts were left unread."""
    show_unchanged: bool = False
    """Whether unchanged resources are to be listed too."""
    destroy: bool = False
    """Whether it takes everything away."""
    partial: bool = False
    """Whether it was narrowed."""
    note: str = ""
    """What whoever asked for it said about why; one line."""
    errored: bool = False
    """Whether an error stops all or part of it."""
    digest: str = ""
    """Of the plan's bytes, where it is known."""


def is_told(change: Change) -> bool:
    """Whether a change says something to a person who wants to know what is going on."""
    return change.action is not Action.NO_OP or change.deposed
