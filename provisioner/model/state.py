"""State: what we made, what we began, and what we know of an account.

Promises: an `AccountState` that passes `violations` can be planned from. Does not: change itself; the one maker of
a next state is engine/fold.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from provisioner.model.account import Identity
from provisioner.model.address import AccountRef, Address
from provisioner.model.plan import Step
from provisioner.model.secrets import SecretStatus
from provisioner.model.values import EMPTY, Attributes
from provisioner.model.work import Evidence, Handoff


@dataclass(frozen=True, slots=True)
class Generation:
    """One making of a resource. Making it again gives the next number."""

    number: int
    """From 1."""
    attributes: Attributes
    """As applied, with the computed ones, without secrets."""
    made_at: datetime
    """When it was made or taken over."""
    native_id: str | None = None
    """The vendor's own id, where it is known."""
    driver: str = ""
    """Which driver made it; empty where it was taken over."""
    intent_id: str | None = None
    """The intent that made it."""
    expires_on: date | None = None
    """Its last day, where it has one."""
    secret: SecretStatus | None = None
    """What became of its secret; None where the kind has none."""
    handoff: Handoff | None = None
    """What became of handing it on; None where nothing is handed on."""
    stored_as: Address | None = None
    """Under which address the secret store has its secret; None: under the entry's own. Another only where the account
    had another name then."""
    stored_in: str = ""
    """Which secret store has its secret, as a URL without credentials; empty where that was never written down. It need
    not be the one that the project names today."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One resource that is ours."""

    address: Address
    """Its key."""
    current: Generation
    """The one in force."""
    deposed: tuple[Generation, ...] = ()
    """Replaced and not yet ended, oldest first."""
    tainted: bool = False
    """Whether it is known to be incomplete and must be replaced."""
    depends_on: tuple[Address, ...] = ()
    """What it needed when it was made, so that deleting goes against the grain without a manifest."""
    integration: str | None = None
    """The catalogue's id for what it serves."""
    adopted: bool = False
    """Whether it was there before us."""


class IntentPhase(StrEnum):
    """How far an intent has come."""

    CALLING = "calling"
    """The call is being made, or was when we died."""
    AWAITING = "awaiting"
    """A person has been asked and nobody has begun."""


@dataclass(frozen=True, slots=True)
class Intent:
    """Written before a call that cannot be taken back, and ended in the transaction that records its outcome."""

    id: str
    """Unique for ever."""
    step: Step
    """What is meant to be done."""
    phase: IntentPhase
    """How far it has come."""
    opened_at: datetime
    """When it was written."""
    deadline: datetime | None
    """When the call is cut; None while awaiting a person."""
    plan_digest: str
    """Of the plan that asked for it."""
    evidence: Evidence = field(default_factory=Evidence)
    """What existed right before the call."""
    claimant: str = ""
    """Who has taken the work on themselves."""

    @property
    def address(self) -> Address:
        """The resource it is about."""
        return self.step.address


class InventoryStatus(StrEnum):
    """What we know of what was there before us."""

    UNKNOWN = "unknown"
    READ = "read"
    """A driver read everything."""
    ATTESTED = "attested"
    """A person said that there is nothing, but for what they named."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """What is known of what was in the account before us."""

    status: InventoryStatus = InventoryStatus.UNKNOWN
    """How it is known."""
    at: datetime | None = None
    """Since when."""
    by: str = ""
    """Who said so."""
    exists: tuple[Address, ...] = ()
    """What a person said, or a look at the account showed, is there and may be taken over, sorted."""
    absent: tuple[Address, ...] = ()
    """What a person said is not there, sorted; that may be made even where nothing is known of the rest."""
    unsure: tuple[Address, ...] = ()
    """What a person was asked about and did not know, sorted: somebody must look before it is made. An address stands
    in at most one of the three."""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """A state that moved here when its account was renamed. Its history stays where it was."""

    account: AccountRef
    """The earlier name."""
    lineage: str
    """Of the state there."""
    serial: int
    """At which it moved."""


@dataclass(frozen=True, slots=True)
class AccountState:
    """All we know of one account, at one serial."""

    account: AccountRef
    """Which."""
    lineage: str
    """Drawn once when the account first got a state; two lineages never mix."""
    serial: int
    """Grows by one with each commit; 0 before the first."""
    bound_to: Identity | None = None
    """The company it was first applied to."""
    inventory: Inventory = field(default_factory=Inventory)
    """What was there before us."""
    world: str = ""
    """The world it was first worked on in, such as `https://tripletex.no` or `simulator`; empty: none yet."""
    entries: tuple[Entry, ...] = ()
    """Ours, sorted by address."""
    intents: tuple[Intent, ...] = ()
    """Open ones, sorted by address. A backend keeps them beside the body and joins them on load."""
    taken_over: TakenOver | None = None
    """What it took over last, where the account had another name before."""
    audit_head: str = ""
    """Digest of the account's youngest audit record, written in the same transaction: what the chain must end in."""

    def entry(self, address: Address) -> Entry | None:
        """The entry at `address`."""
        return next((entry for entry in self.entries if entry.address == address), None)

    def intent(self, intent_id: str) -> Intent | None:
        """The open intent with that id."""
        return next((intent for intent in self.intents if intent.id == intent_id), None)

    def intent_at(self, address: Address) -> Intent | None:
        """The open intent about `address`."""
        return next((intent for intent in self.intents if intent.address == address), None)


@dataclass(frozen=True, slots=True)
class StoreUse:
    """How many secrets one store is recorded to have."""

    store: str
    """Its URL without credentials."""
    count: int
    """How many."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a backend keeps of each account where it can be read without loading the account."""

    account: AccountRef
    """Which."""
    lineage: str
    """Of the state."""
    serial: int
    """Of the state."""
    input_digest: str = ""
    """Of everything that had a say, as of the commit that left the account converged; cleared by any other."""
    desired_digest: str = ""
    """Of what was desired then."""
    due_at: datetime | None = None
    """When the plan would change by the passing of time alone."""
    last_seen: datetime | None = None
    """When the account was last in the manifests at apply."""
    generated_by: str = ""
    """Which engine version wrote it."""
    resources: int = 0
    """How many entries there are."""
    open_intents: int = 0
    """Calls begun whose end is unknown."""
    awaiting: int = 0
    """Work items nobody has finished."""
    tainted: int = 0
    """Entries that must be replaced, lost secrets included."""
    deposed: int = 0
    """Old generations not yet ended."""
    unsure: int = 0
    """Things of which nobody knows whether they are there."""
    bound_to: Identity | None = None
    """The company; lets two names for one be found without loading."""
    stored_in: tuple[StoreUse, ...] = ()
    """Which secret stores have how many secrets, by store; lets those in another than today's be found without
    loading."""

    @property
    def is_settled(self) -> bool:
        """Whether nothing waits for anybody."""
        return not (self.open_intents or self.awaiting or self.tainted or self.deposed)

    @property
    def holds_anything(self) -> bool:
        """Whether something of ours is recorded there, or somebody is asked for it."""
        return bool(self.resources or self.open_intents or self.awaiting)


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write to one account for a while."""

    account: AccountRef
    """Which."""
    holder: str
    """Who has it: person or pipeline, host and process."""
    reason: str
    """What for."""
    fence: int
    """Grows with every lease of the account; a write under an older one is refused."""
    expires_at: datetime
    """When it ends by itself unless renewed."""


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One thing that was done, for ever."""

    id: str
    """Unique."""
    at: datetime
    """When."""
    account: AccountRef
    """Where."""
    actor: str
    """Who: person or pipeline run, with the commit where there is one."""
    event: str
    """What kind of thing: applied, awaiting, settled, attested, stored, forgotten…"""
    address: Address | None = None
    """The resource."""
    intent_id: str | None = None
    """The intent."""
    plan_digest: str = ""
    """Of the plan that asked for it."""
    evidence_digest: str = ""
    """Of what was seen."""
    detail: Attributes = EMPTY
    """What else; never a secret."""
    revision: str = ""
    """The git commit that the manifests stood at; empty where they are not under git."""
    previous: str = ""
    """Digest of the account's record before this one; empty for the first. Each so vouches for all before it."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One integrity rule that a state breaks."""

    rule: str
    """Its number, such as `S3`."""
    summary: str
    """What is wrong, in a sentence."""
    address: Address | None = None
    """Where."""
    summary_nb: str = ""
    """The sentence in Norwegian bokmål."""


def violations(state: AccountState) -> tuple[Violation, ...]:
    """Every integrity rule that `state` breaks; checked on every write and on every read.

    S1 entries and intents belong to the account · S2 one entry an address, sorted · S3 generation numbers grow from
    the oldest deposed to the current · S4 one open intent an address · S5 intent ids are unique · S6 a serial is not
    negative and a lineage is not empty · S7 an awaiting intent has no deadline, a calling one has.
    """
    return tuple(_violations(state))


def _violations(state: AccountState) -> Iterator[Violation]:
    if state.serial < 0 or not state.lineage:
        yield Violation(
            "S6",
            "The serial is negative or the lineage is empty.",
            None,
            "Versjonen er negativ, eller opphavet er tomt.",
        )
    addresses = [entry.address for entry in state.entries]
    for address in (*addresses, *(intent.address for intent in state.intents)):
        if address.account != state.account:
            yield Violation(
                "S1",
                f"It belongs to {address.account}, not to {state.account}.",
                address,
                f"Den hører til {address.account}, ikke til {state.account}.",
            )
    if addresses != sorted(set(addresses)):
        yield Violation(
            "S2", "Entries are doubled or out of order.", None, "Oppføringer er doble eller i feil rekkefølge."
        )
    for entry in state.entries:
        numbers = [generation.number for generation in (*entry.deposed, entry.current)]
        if numbers != sorted(set(numbers)) or numbers[0] < 1:
            yield Violation(
                "S3",
                f"Generation numbers do not grow: {numbers}.",
                entry.address,
                f"Generasjonsnumrene vokser ikke: {numbers}.",
            )
    intended = [intent.address for intent in state.intents]
    for address in sorted({address for address in intended if intended.count(address) > 1}):
        yield Violation(
            "S4", "Two intents are open for one resource.", address, "To påbegynte steg er åpne for én ressurs."
        )
    if len({intent.id for intent in state.intents}) != len(state.intents):
        yield Violation("S5", "Two open intents have one id.", None, "To åpne steg har samme id.")
    for intent in state.intents:
        if (intent.deadline is None) != (intent.phase is IntentPhase.AWAITING):
            yield Violation(
                "S7",
                "An intent that awaits a person has a deadline, or a call has none.",
                intent.address,
                "Et steg som venter på et menneske, har en frist, eller et kall har ingen.",
            )
