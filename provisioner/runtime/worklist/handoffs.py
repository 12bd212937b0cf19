"""Handing on to vendors: what is theirs to be given, what that takes, and recording how far it has come.

Promises: what is recorded is one generation's, with who said it and when; a vendor's steps are those of the manifests
and the catalogue as they are now. Does not: send anything to anybody, open a key, or ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from provisioner.model.account import Account
from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import UsageError
from provisioner.model.manifest import DeclaredAccount
from provisioner.model.outcome import HandedOff
from provisioner.model.resource import Desired, HandoffPlan
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import AccountState, Entry, Generation
from provisioner.model.work import Handoff, HandoffStatus
from provisioner.runtime.planning.scope import refuse_unknown
from provisioner.runtime.reading.prepare import Prepared, prepare
from provisioner.runtime.state.accounts import account_of
from provisioner.runtime.state.books import open_books
from provisioner.runtime.state.states import find_entry, load_readable
from provisioner.runtime.worklist.refusals import REFUSALS
from provisioner.runtime.workspace import Workspace

OPEN = frozenset({HandoffStatus.AWAITING, HandoffStatus.DELIVERED})
"""What somebody still has to do something about."""


@dataclass(frozen=True, slots=True)
class HandoffWish:
    """Which hand-offs are asked for."""

    clients: tuple[str, ...] = ()
    """Only these clients'; empty: everybody's, the office's own among them."""
    statuses: frozenset[HandoffStatus] = OPEN
    """Only those that have come so far."""


@dataclass(frozen=True, slots=True)
class ListedHandoff:
    """One thing in force, and the vendor who must have it."""

    address: Address
    """Which."""
    account_name: str
    """The company it belongs to, as people know it."""
    generation: int
    """The generation in force."""
    handoff: Handoff
    """How far it has come."""
    since: datetime
    """Since when it stands so."""
    plan: HandoffPlan
    """What the vendor is given and asks for; no more than the name where the manifests no longer say."""
    secret: SecretStatus | None
    """What became of its secret: one that is lost cannot be handed on."""
    waiting: int
    """How many older generations are ended once the vendor has confirmed this one."""


@dataclass(frozen=True, slots=True)
class HandoffWord:
    """What somebody says of one hand-off."""

    address: Address
    """Which."""
    by: str
    """Who says it."""
    status: HandoffStatus = HandoffStatus.CONFIRMED
    """How far it has come."""
    note: str = ""
    """What they add."""
    generation: int | None = None
    """Which generation; the one in force where none is named."""


@dataclass(frozen=True, slots=True)
class RecordedHandoff:
    """What was recorded."""

    generation: int
    """Of which generation."""
    handoff: Handoff
    """How far it has come."""
    waiting: int
    """How many older generations the next plan ends because of it."""
    elsewhere: bool = False
    """Whether its key is stored, and not in the store that the project names today."""
    store: str = ""
    """Which store has it then; empty where that was not written down."""
    today: str = ""
    """Which store the project names today; empty: none."""


def list_handoffs(workspace: Workspace, wish: HandoffWish | None = None) -> tuple[ListedHandoff, ...]:
    """Every hand-off that is asked for, by vendor, then by address. ManifestInvalid for a client nobody knows."""
    wish = wish or HandoffWish()
    prepared = prepare(workspace)
    declared = {item.account.ref: item for item in prepared.accounts}
    backend = workspace.backend()
    summaries = backend.summaries()
    refuse_unknown(wish.clients, {*declared, *(item.account for item in summaries)} - {AccountRef.office()})
    asked = {AccountRef.client(name) for name in wish.clients}
    found: list[ListedHandoff] = []
    for summary in summaries:
        if summary.resources and (not asked or summary.account in asked):
            state = load_readable(workspace, summary.account)
            if state is not None:
                found.extend(_listed(state, declared.get(summary.account), prepared, wish))
    return tuple(sorted(found, key=lambda item: (item.handoff.vendor.casefold(), item.address)))


def confirm_handoff(workspace: Workspace, word: HandoffWord) -> RecordedHandoff:
    """Records it. UsageError for what is not there, or is nobody's to be given."""
    with open_books(workspace, word.address.account, f"handoff confirm {word.address}") as books:
        entry = find_entry(workspace, word.address)
        generation, handoff = _generation(entry, word.generation)
        now = workspace.clock.now()
        handoff = replace(handoff, status=word.status, by=word.by, at=now, note=word.note)
        outcome = HandedOff(word.address, generation.number, handoff, now)
        books.commit(outcome, commit_id=workspace.clock.new_id())
        is_here = books.is_in_store(word.address, generation.number)
    ends = word.status is HandoffStatus.CONFIRMED and generation.number == entry.current.number
    elsewhere = generation.secret is SecretStatus.STORED and not is_here
    return RecordedHandoff(
        generation.number,
        handoff,
        waiting=len(entry.deposed) if ends else 0,
        elsewhere=elsewhere,
        store=generation.stored_in,
        today=workspace.store_name,
    )


def _listed(
    state: AccountState, declared: DeclaredAccount | None, prepared: Prepared, wish: HandoffWish
) -> list[ListedHandoff]:
    """The hand-offs of one account. What an account wants is found out only where something in it is listed."""
    due = [
        (entry, entry.current.handoff)
        for entry in state.entries
        if entry.current.handoff is not None and entry.current.handoff.status in wish.statuses
    ]
    if not due:
        return []
    account: Account = declared.account if declared is not None else account_of(state)
    desired: Mapping[Address, Desired] = {}
    if declared is not None:
        expansion = prepared.expand(declared, prepared.workspace.clock.now())
        desired = {item.address: item for item in expansion.desired}
    return [
        ListedHandoff(
            address=entry.address,
            account_name=account.display_name,
            generation=entry.current.number,
            handoff=handoff,
            since=handoff.at or entry.current.made_at,
            plan=_plan(entry, handoff, desired.get(entry.address)),
            secret=entry.current.secret,
            waiting=len(entry.deposed),
        )
        for entry, handoff in due
    ]


def _plan(entry: Entry, handoff: Handoff, wanted: Desired | None) -> HandoffPlan:
    """What the vendor asks for, as far as what is wanted now still is what was made."""
    if wanted is None or wanted.handoff is None or wanted.integration != entry.integration:
        return HandoffPlan(handoff.vendor)
    return replace(wanted.handoff, vendor=handoff.vendor)


def _generation(entry: Entry, number: int | None) -> tuple[Generation, Handoff]:
    """The generation that is spoken of, and its hand-off."""
    there = (*entry.deposed, entry.current)
    wanted = entry.current.number if number is None else number
    found = next((generation for generation in there if generation.number == wanted), None)
    if found is None:
        numbers = ", ".join(str(generation.number) for generation in there)
        raise UsageError.of(REFUSALS("no-generation", address=entry.address, wanted=wanted, numbers=numbers))
    if found.handoff is None:
        raise UsageError.of(REFUSALS("generation-for-no-vendor", number=found.number, address=entry.address))
    return found, found.handoff
