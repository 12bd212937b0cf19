"""Inventory: recording what a person says was there before us.

Promises: what is attested is recorded with who said it and when. Does not: believe anything about what was not named.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from provisioner.formats.survey.nouns import Answer
from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import UsageError
from provisioner.model.outcome import Attested, Settled, SettledAs
from provisioner.model.plan import StepAction
from provisioner.model.resource import Desired
from provisioner.model.state import AccountState, IntentPhase, InventoryStatus
from provisioner.model.work import WorkItem
from provisioner.runtime.reading.prepare import prepare
from provisioner.runtime.state.books import Books, open_books
from provisioner.runtime.state.states import load_readable
from provisioner.runtime.worklist.refusals import REFUSALS
from provisioner.runtime.workspace import Workspace


@dataclass(frozen=True, slots=True)
class AttestWish:
    """What a person says is there."""

    by: str
    """Who says it."""
    clients: tuple[str, ...] = ()
    """These clients…"""
    office: bool = False
    """…and the office…"""
    everyone: bool = False
    """…or every account of the manifests…"""
    empty: bool = False
    """…hold nothing, but for what was named."""
    addresses: tuple[Address, ...] = ()
    """These things are there."""
    absent: tuple[Address, ...] = ()
    """These are not."""
    unsure: tuple[Address, ...] = ()
    """And of these nobody knows."""
    read: bool = False
    """Whether all of it was read, and nobody had to say it."""

    @property
    def named(self) -> tuple[Address, ...]:
        """Everything that something is said of."""
        return (*self.addresses, *self.absent, *self.unsure)


@dataclass(frozen=True, slots=True)
class AttestedAccount:
    """What was recorded of one account."""

    account: AccountRef
    """Which."""
    empty: bool
    """Whether nothing more is there."""
    exists: tuple[Address, ...]
    """What is there."""
    absent: tuple[Address, ...] = ()
    """What is not."""
    unsure: tuple[Address, ...] = ()
    """What nobody knows."""
    closed: tuple[Address, ...] = ()
    """What waited to be made, and is not made, for it is there."""
    in_hand: tuple[tuple[Address, str], ...] = ()
    """What somebody has taken on to make and is said to be there, and who: they must say what they did."""


def attest(workspace: Workspace, wish: AttestWish) -> tuple[AttestedAccount, ...]:
    """Records it, account by account. UsageError for what the manifests do not know."""
    prepared = prepare(workspace, strict=True)
    known = {item.account.ref: item for item in prepared.accounts}
    emptied = set(known) if wish.everyone else {AccountRef.client(name) for name in wish.clients}
    if wish.office:
        emptied.add(AccountRef.office())
    for ref in sorted({*emptied, *(address.account for address in wish.named)} - set(known)):
        raise UsageError.of(REFUSALS("no-account", ref=ref))
    now = workspace.clock.now()
    desires: dict[Address, Desired] = {}
    for ref in {*(address.account for address in wish.named), *([AccountRef.office()] if prepared.office else [])}:
        wanted = {item.address: item for item in prepared.expand(known[ref], now).desired}
        desires.update(wanted)
        for address in wish.named:
            if address.account == ref and address not in wanted:
                raise UsageError.of(REFUSALS("not-asked-for", address=address))
    backend = workspace.backend()
    involved = {address.account for address in desires} if wish.named else set()
    states = {ref: state for ref in involved if (state := backend.load(ref)) is not None}
    there = with_needs(set(wish.addresses), desires, states, Answer.THERE)
    absent = with_needs(set(wish.absent), desires, states, Answer.NOT_THERE) - there
    said = replace(wish, addresses=tuple(sorted(there)), absent=tuple(sorted(absent)))
    return record(workspace, said if not wish.empty else wish, emptied)


def record(workspace: Workspace, wish: AttestWish, emptied: Collection[AccountRef] = ()) -> tuple[AttestedAccount, ...]:
    """Records it of accounts and things that are known to be the manifests' own."""
    workspace.backend()
    said: dict[AccountRef, tuple[list[Address], list[Address], list[Address]]] = {
        ref: ([], [], []) for ref in sorted({*emptied, *(address.account for address in wish.named)})
    }
    for place, addresses in enumerate((wish.addresses, wish.absent, wish.unsure)):
        for address in sorted(addresses):
            said[address.account][place].append(address)

    def one(ref: AccountRef) -> AttestedAccount:
        exists, absent, unsure = (tuple(each) for each in said[ref])
        empty = wish.empty and ref in emptied
        with open_books(workspace, ref, "import" if wish.read else "inventory attest") as books:
            closed, in_hand = _close_creates(books, {*exists, *books.state.inventory.exists}, wish.by)
            attested = Attested(ref, workspace.clock.now(), wish.by, empty, exists, absent, unsure, wish.read)
            books.commit(attested, commit_id=workspace.clock.new_id())
        return AttestedAccount(ref, empty, exists, absent, unsure, closed, in_hand)

    return tuple(workspace.crew.side_by_side(one, said))


def _close_creates(
    books: Books, there: set[Address], by: str
) -> tuple[tuple[Address, ...], tuple[tuple[Address, str], ...]]:
    """Ends what waits to be made and is there: whoever went on to make it would make it twice. What somebody else has
    in hand stays theirs."""
    closed: list[Address] = []
    in_hand: list[tuple[Address, str]] = []
    for intent in books.state.intents:
        if intent.address not in there or intent.step.action is not StepAction.CREATE:
            continue
        if intent.phase is IntentPhase.CALLING and intent.claimant != by:
            in_hand.append((intent.address, intent.claimant))
            continue
        settled = Settled(intent, SettledAs.DID_NOT_HAPPEN, books.workspace.clock.now(), by=by)
        books.commit(settled, commit_id=intent.id)
        closed.append(intent.address)
    return tuple(closed), tuple(in_hand)


def is_said(state: AccountState | None, address: Address) -> bool:
    """Whether something is recorded of it, and not only concluded from there being nothing."""
    if state is None:
        return False
    said = state.inventory
    named = {*said.exists, *said.absent, *said.unsure}
    known = said.status is not InventoryStatus.UNKNOWN
    return known or address in named or state.entry(address) is not None or state.intent_at(address) is not None


def with_needs(
    addresses: set[Address],
    desires: Mapping[Address, Desired],
    states: Mapping[AccountRef, AccountState],
    answer: Answer,
) -> set[Address]:
    """These and what they need: what is there has it, wherever that is; what is made needs it first, in its account;
    and nobody knows of the needs of what nobody knows. What is answered of a need stays, unless it cannot be."""
    found: set[Address] = set()
    waiting = list(addresses)
    while waiting:
        address = waiting.pop()
        if address in found or (address not in addresses and _stays(states.get(address.account), address, answer)):
            continue
        found.add(address)
        desired = desires.get(address)
        needs = desired.depends_on if desired is not None else ()
        waiting.extend(need for need in needs if answer is Answer.THERE or need.account == address.account)
    return found


def _stays(state: AccountState | None, address: Address, answer: Answer) -> bool:
    """Whether what is recorded of a need agrees with what is said of that which needs it."""
    if state is None:
        return False
    if answer is Answer.THERE:
        return state.entry(address) is not None or address in state.inventory.exists
    return is_said(state, address) and (answer is Answer.UNKNOWN or address not in state.inventory.unsure)


@dataclass(frozen=True, slots=True)
class ToLook:
    """Something of which nobody knows whether it is there."""

    address: Address
    """What."""
    account_name: str
    """The company in which to look."""
    since: datetime | None
    """Since when it is asked."""
    asked: str
    """Who did not know."""
    item: WorkItem | None = None
    """Where to look, as the provider tells it."""
    organization_number: str = ""
    """Of the company that it is for: nine digits; empty where it has none."""


def list_to_look(workspace: Workspace) -> tuple[ToLook, ...]:
    """What somebody must look at, of what the manifests still want; the same things of all accounts together."""
    asked = [summary.account for summary in workspace.backend().summaries() if summary.unsure]
    if not asked:
        return ()
    prepared = prepare(workspace)
    known = {item.account.ref: item for item in prepared.accounts}
    found: list[ToLook] = []
    for ref in asked:
        state, item = load_readable(workspace, ref), known.get(ref)
        if state is None or item is None:
            continue
        said = state.inventory
        wanted = {one.address: one for one in prepared.expand(item, workspace.clock.now()).desired}
        # What something else needs is answered with it.
        needed = {need for address in said.unsure if address in wanted for need in wanted[address].depends_on}
        found.extend(
            ToLook(
                address,
                item.account.display_name,
                said.at,
                said.by,
                workspace.provider.look_item(item.account, wanted[address]),
                item.account.identity.organization_number or "",
            )
            for address in said.unsure
            if address in wanted and address not in needed and state.entry(address) is None
        )
    return tuple(sorted(found, key=lambda one: (one.address.kind, one.address.name, one.address)))
