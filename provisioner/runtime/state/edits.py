"""Changing what is recorded, without touching what is made: forgetting a thing, and giving it another address.

Promises: what cannot be is refused before anything is written; every change has its record in the audit, with who and
why; no sealed secret is dropped by forgetting, and a secret in the store is found under the new address. Does not:
touch the world, or the manifests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from provisioner.model.address import Address
from provisioner.model.errors import StaleState, UsageError
from provisioner.model.outcome import Edited
from provisioner.model.secrets import SealedSecret, SecretStatus
from provisioner.model.state import AccountState, Entry, IntentPhase
from provisioner.runtime.state.books import Books, open_books
from provisioner.runtime.state.refusals import REFUSALS
from provisioner.runtime.state.states import find_entry
from provisioner.runtime.workspace import Workspace


@dataclass(frozen=True, slots=True)
class EditWish:
    """Who changes the state, and why."""

    by: str
    """Who."""
    reason: str = ""
    """Why, for the audit."""


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What it means to forget one thing."""

    address: Address
    """Which."""
    generations: int
    """How many of it there are, old ones included."""
    secrets: tuple[SecretStatus, ...]
    """What became of each one's secret, where the kind has one; oldest first."""
    needed_by: tuple[Address, ...]
    """What is recorded to go through it."""


def look_at_forgetting(workspace: Workspace, addresses: Iterable[Address]) -> tuple[Forgetting, ...]:
    """What forgetting them would mean. UsageError where one is not there, or where it is not known how it stands."""
    found = []
    for address in sorted(set(addresses)):
        entry = find_entry(workspace, address)
        state = workspace.backend().load(address.account)
        assert state is not None
        _refuse_begun(state, address)
        generations = (*entry.deposed, entry.current)
        secrets = tuple(generation.secret for generation in generations if generation.secret is not None)
        found.append(Forgetting(address, len(generations), secrets, tuple(_users(workspace, entry))))
    return tuple(found)


def forget(workspace: Workspace, addresses: Iterable[Address], wish: EditWish) -> tuple[Forgetting, ...]:
    """Takes them out of the state; what is made stays as it is."""
    found = look_at_forgetting(workspace, addresses)
    for account, group in groupby(found, key=lambda item: item.address.account):
        gone = tuple(item.address for item in group)
        with open_books(workspace, account, "state rm") as books:
            for address in gone:
                _refuse_begun(books.state, address)
                _demand_entry(books.state, address)
            _commit(books, Edited(account, workspace.clock.now(), wish.by, remove=gone, reason=wish.reason))
    return found


def rename(workspace: Workspace, before: Address, after: Address, wish: EditWish) -> None:
    """Gives what is recorded at `before` the address `after`. UsageError where that cannot be."""
    if before == after:
        raise UsageError.of(REFUSALS("same-address"))
    if before.account != after.account:
        raise UsageError.of(REFUSALS("stays-in-account", before=before))
    if before.kind != after.kind:
        raise UsageError.of(REFUSALS("another-kind", kind=before.kind, wanted=after.kind))
    entry = find_entry(workspace, before)
    elsewhere = [user for user in _users(workspace, entry) if user.account != before.account]
    if elsewhere:
        raise UsageError.of(REFUSALS("others-go-through", before=before, count=len(elsewhere), first=elsewhere[0]))
    with open_books(workspace, before.account, "state mv") as books:
        state = books.state
        _demand_entry(state, before)
        for address in (before, after):
            _refuse_begun(state, address)
        if state.entry(after) is not None:
            raise UsageError.of(REFUSALS("something-there", after=after))
        if after in state.inventory.exists:
            raise UsageError.of(REFUSALS("there-before-us", after=after))
        if any(deposit.address == before for deposit in workspace.backend().deposits(before.account)):
            raise UsageError.of(REFUSALS("key-set-aside", before=before))
        edited = Edited(before.account, workspace.clock.now(), wish.by, rename=(before, after), reason=wish.reason)
        _commit(books, edited, sealed=tuple(_sealed(workspace, entry, after)))


def _commit(books: Books, outcome: Edited, sealed: tuple[SealedSecret, ...] = ()) -> None:
    books.commit(outcome, commit_id=books.workspace.clock.new_id(), sealed=sealed)


def _sealed(workspace: Workspace, entry: Entry, after: Address) -> Iterator[SealedSecret]:
    """The sealed secrets of an entry, under its new address."""
    for generation in (*entry.deposed, entry.current):
        sealed = workspace.backend().sealed(entry.address, generation.number)
        if sealed is not None:
            yield SealedSecret(after, generation.number, sealed)


def _demand_entry(state: AccountState, address: Address) -> None:
    if state.entry(address) is None:
        raise StaleState.of(REFUSALS("gone-meanwhile", address=address))


def _refuse_begun(state: AccountState, address: Address) -> None:
    """UsageError where something is open: only its end tells what there is."""
    intent = state.intent_at(address)
    if intent is None:
        return
    awaits = intent.phase is IntentPhase.AWAITING or intent.claimant
    raise UsageError.of(REFUSALS("begun-and-awaiting" if awaits else "begun-and-open", address=address, id=intent.id))


def _users(workspace: Workspace, entry: Entry) -> Iterator[Address]:
    """What is recorded to go through the entry; only the office's things are gone through from elsewhere."""
    backend, address = workspace.backend(), entry.address
    accounts = [address.account]
    if address.account.is_office:
        accounts = [summary.account for summary in backend.summaries()]
    for account in accounts:
        state = backend.load(account)
        for other in state.entries if state is not None else ():
            if address in other.depends_on:
                yield other.address
