"""The provider port: one world in which things are set up, such as Tripletex.

Promises of a provider: `manifest_language`, `resource_types`, `expand`, `normalise`, `route` and `declare` are pure and
need no credentials; `read`, `prepare`, `settle`, `preflight` and `accounts` only read; only `apply` changes anything,
and it sends each create once. Many accounts are worked on in threads. Trouble that the world causes is raised as
`ProviderFailed`; `OutcomeUnknown` means that a call was sent and its answer never came.

Derive from `BaseProvider`: it answers everything but `resource_types`, `expand` and `apply` in the way that knows
nothing and promises nothing. `provisioner.testing.provider_suite` holds the conformance tests.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from provisioner.model.account import Account, Identity
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.manifest import DeclaredAccount, Integration
from provisioner.model.outcome import SettledAs
from provisioner.model.plan import Change, Check
from provisioner.model.resource import Desired, Read, ResourceType
from provisioner.model.state import AccountState
from provisioner.model.values import FrozenMap
from provisioner.model.work import Evidence, WorkItem
from provisioner.spi.comparing import Comparison as Comparison
from provisioner.spi.comparing import Verdict as Verdict
from provisioner.spi.context import ProviderContext as ProviderContext
from provisioner.spi.declaring import Declarations as Declarations
from provisioner.spi.declaring import DeclareRequest as DeclareRequest
from provisioner.spi.declaring import can_be_written as can_be_written
from provisioner.spi.doctor import DoctorLine as DoctorLine
from provisioner.spi.doctor import DoctorReport as DoctorReport
from provisioner.spi.doctor import Health as Health
from provisioner.spi.entries import ProviderEntry as ProviderEntry
from provisioner.spi.language import ManifestLanguage as ManifestLanguage
from provisioner.spi.language import any_mapping as any_mapping
from provisioner.spi.likeness import Likeness as Likeness
from provisioner.spi.noting import Note as Note
from provisioner.spi.noting import NotesRequest as NotesRequest
from provisioner.spi.operator import Answer
from provisioner.spi.stepping import Settlement as Settlement
from provisioner.spi.stepping import SettleRequest as SettleRequest
from provisioner.spi.stepping import StepAwaiting as StepAwaiting
from provisioner.spi.stepping import StepDone as StepDone
from provisioner.spi.stepping import StepFailed as StepFailed
from provisioner.spi.stepping import StepRequest as StepRequest
from provisioner.spi.stepping import StepResult as StepResult


@dataclass(frozen=True, slots=True)
class ExpandRequest:
    """One account's declarations, merged and rendered."""

    declared: DeclaredAccount
    """The account and what is declared for it."""
    office: DeclaredAccount | None
    """The office's, which clients refer to."""
    integrations: tuple[Integration, ...]
    """The firm's own catalogue entries."""
    now: datetime
    """The plan's own fixed time."""
    example: bool = False
    """Whether one declaration stands for others like it: then `alike` and `takes` are wanted."""


@dataclass(frozen=True, slots=True)
class Expansion:
    """What is wanted of one account."""

    desired: tuple[Desired, ...] = ()
    """Resources, in any order."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What is wrong with the declarations; an error keeps the account from being applied."""
    alike: FrozenMap[str] | None = None
    """Of an example with nothing wrong: by field, its keys with dots, a pattern. Declarations that differ only in texts
    that match it whole, or stand in another account, have nothing wrong with them either. None: nothing of the kind can
    be said."""
    takes: tuple[str, ...] = ()
    """Of an example: what only one declaration of an account can have; says nothing of texts that are alike. Those
    that have nothing in common are right together where each is right, and ask for what each asks for."""
    likeness: Likeness | None = None
    """Of an example: what becomes of others like it. None: nothing of the kind can be said."""


@dataclass(frozen=True, slots=True)
class AccountListing:
    """The accounts that the world lets us into."""

    accounts: tuple[Account, ...] = ()
    """Clients, with as much identity as could be read; their `ref` is the provider's guess at a name."""
    complete: bool = False
    """Whether "not listed" means "not there"."""


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """One account to look at."""

    account: Account
    """Which."""
    prior: AccountState | None
    """What we know of it."""
    desired: tuple[Desired, ...] = ()
    """What is wanted, so that only what matters need be read."""
    office: AccountState | None = None
    """The office's committed state, for ids that clients' things refer to."""
    office_identity: Identity | None = None
    """Who the office's company is by the manifests, which its state says only once something of it was applied."""
    whole: bool = False
    """Whether all that can be read is asked for, as where an account is taken in: then what nobody wants is listed too,
    each thing with all that can be read of it. Such a look may take far longer."""


@dataclass(frozen=True, slots=True)
class PreflightRequest:
    """One account's changes, before the first of them."""

    account: Account
    """Which."""
    changes: tuple[Change, ...]
    """Those that would touch the world."""
    read: Read | None
    """What was just read."""
    now: datetime
    """The plan's own fixed time."""
    office: AccountState | None = None
    """The office's committed state, for what clients' things refer to."""
    office_changes: tuple[Change, ...] = ()
    """What the same plan does in the office first; empty where it does not look there."""


@dataclass(frozen=True, slots=True)
class Route:
    """Which driver does a change."""

    driver: str
    """Its name; empty where none can, and then `note` is an error."""
    note: Diagnostic | None = None
    """Why no better one could."""


class Concurrency(StrEnum):
    """How many accounts a driver works on at a time."""

    MANY = "many"
    """As many as the pool has threads."""
    ONE = "one"
    """One at a time: there is one person, or one browser."""


class Provider(ABC):
    """One world. `name` is the key under the project's `provider:`."""

    name: str

    @abstractmethod
    def manifest_language(self) -> ManifestLanguage:
        """Its part of the manifest language. Pure."""

    @abstractmethod
    def resource_types(self) -> Sequence[ResourceType]:
        """Every kind of thing it knows. Pure."""

    @abstractmethod
    def expand(self, request: ExpandRequest) -> Expansion:
        """What the declarations of one account ask for. Pure."""

    @abstractmethod
    def normalise(self, desired: Desired) -> Desired:
        """The one form in which wanted and live are compared. Pure, and the same when done twice."""

    @abstractmethod
    def declare(self, request: DeclareRequest) -> Declarations:
        """What somebody would declare who knows no more of an account than was read of it whole. Pure; raises nothing:
        what cannot be told is a diagnostic, and is never guessed."""

    @abstractmethod
    def accounts(self) -> AccountListing:
        """The accounts that can be entered. Reads."""

    @abstractmethod
    def doctor(self) -> DoctorReport:
        """How far it reaches, and what more would take. Reads."""

    @abstractmethod
    def preflight(self, request: PreflightRequest) -> tuple[Check, ...]:
        """Everything that can be checked before the first change; what cannot is said to be so. Reads."""

    @abstractmethod
    def route(self, change: Change) -> Route:
        """Which driver does `change`. Pure, so that a plan made offline says the same."""

    @abstractmethod
    def read(self, request: ReadRequest) -> Read:
        """The whole account in as few calls as the world allows. Reads."""

    def sees_alike(self) -> bool:
        """Whether `read` finds, and `preflight` says, the same of every account in which everything is new."""
        return False

    @abstractmethod
    def prepare(self, request: StepRequest) -> Evidence:
        """Everything about the step that can fail harmlessly, and what exists now. Reads."""

    @abstractmethod
    def apply(self, request: StepRequest) -> StepResult:
        """Do the step, once. OutcomeUnknown where the answer never came."""

    @abstractmethod
    def settle(self, request: SettleRequest) -> Settlement:
        """What became of an open intent. Reads."""

    def notes(self, request: NotesRequest) -> tuple[Note, ...]:
        """What it would remember of things of ours that it has no note of, as of those that were adopted. Reads."""
        return ()

    @abstractmethod
    def work_item(self, request: StepRequest) -> WorkItem:
        """The step as a person is asked to do it. Pure."""

    def look_item(self, account: Account, desired: Desired) -> WorkItem:
        """Where a person looks whether something is there already. Pure."""
        return WorkItem(f"{desired.address}", desired.address, "look", f"{desired.address}", account.display_name, ())

    def compare(self, item: WorkItem, text: str) -> Comparison:
        """What a text that was copied from the screen is beside those that were agreed to before; an empty one: whether
        there is something that it must be. Reads at most, and ends nothing."""
        return Comparison(Verdict.FIRST)

    @abstractmethod
    def check_answer(self, item: WorkItem, answer: Answer) -> tuple[Diagnostic, ...]:
        """What is wrong with an answer, such as a key's id instead of the key. Pure."""

    @abstractmethod
    def finish(self, request: StepRequest, answer: Answer) -> StepResult:
        """What an answer that was checked means for the step. Reads at most.

        LOST means as DONE does that the thing is there, and its result holds no secret.
        """

    @abstractmethod
    def concurrency(self, driver: str) -> Concurrency:
        """How many accounts `driver` works on at a time. Pure."""

    @abstractmethod
    def close(self) -> None:
        """Let go of sessions and connections."""


class BaseProvider(Provider):
    """A provider that knows nothing and promises nothing beyond what its child adds.

    The child must give `name`, `resource_types`, `expand` and `apply`.
    """

    name = "unnamed"

    def manifest_language(self) -> ManifestLanguage:
        """Any mapping is allowed everywhere."""
        return any_mapping()

    def normalise(self, desired: Desired) -> Desired:
        """As it is."""
        return desired

    def declare(self, request: DeclareRequest) -> Declarations:
        """Nothing can be told of it."""
        return Declarations()

    def accounts(self) -> AccountListing:
        """Nobody knows."""
        return AccountListing()

    def doctor(self) -> DoctorReport:
        """Nothing to say."""
        return DoctorReport()

    def preflight(self, request: PreflightRequest) -> tuple[Check, ...]:
        """Nothing is checked."""
        return ()

    def route(self, change: Change) -> Route:
        """The provider itself does everything."""
        return Route(driver=self.name)

    def read(self, request: ReadRequest) -> Read:
        """The account is there; nothing in it can be listed."""
        return Read(account=request.account.ref, visible=True)

    def prepare(self, request: StepRequest) -> Evidence:
        """Nothing to see."""
        return Evidence()

    def settle(self, request: SettleRequest) -> Settlement:
        """Nobody can tell."""
        return Settlement(as_=SettledAs.UNKNOWN)

    def work_item(self, request: StepRequest) -> WorkItem:
        """The step in its plainest words."""
        step = request.step
        title = f"{step.action.value} {step.address}"
        return WorkItem(request.intent_id, step.address, step.action.value, title, request.account.display_name, ())

    def check_answer(self, item: WorkItem, answer: Answer) -> tuple[Diagnostic, ...]:
        """Every answer is as good as another."""
        return ()

    def finish(self, request: StepRequest, answer: Answer) -> StepResult:
        """Done, with what the person saw."""
        return StepDone(computed=answer.facts, secret=answer.secret, by=answer.by)

    def concurrency(self, driver: str) -> Concurrency:
        """One account at a time."""
        return Concurrency.ONE

    def close(self) -> None:
        """Nothing to let go of."""
