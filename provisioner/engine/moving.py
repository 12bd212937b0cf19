"""A client's state under another name: the same company, renamed in the manifests.

Promises: everything that is ours goes along (entries, what waits for a person, what was there before) and nothing is
changed but the name; where a secret is stored under the earlier address, that is remembered. Does not: decide that two
names are one company, or store.
"""

from __future__ import annotations

from dataclasses import replace

from provisioner.model.address import AccountRef, Address
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import AccountState, Entry, Generation, Intent, IntentPhase, TakenOver


def is_free(state: AccountState) -> bool:
    """Whether nothing of ours is recorded there, so that a state can move in."""
    return not state.entries and not state.intents


def can_move(state: AccountState) -> bool:
    """Whether no call is open: of one that is, only the earlier name's journal can tell how it ended."""
    return all(intent.phase is IntentPhase.AWAITING for intent in state.intents)


def as_of(state: AccountState) -> TakenOver:
    """What another state remembers when it takes this one over."""
    return TakenOver(state.account, state.lineage, state.serial)


def under(state: AccountState, name: AccountRef) -> AccountState:
    """The state as it is, of the account called `name`; lineage and serial stay."""
    return replace(
        state,
        account=name,
        inventory=replace(
            state.inventory,
            exists=_all_renamed(state.inventory.exists, state, name),
            absent=_all_renamed(state.inventory.absent, state, name),
            unsure=_all_renamed(state.inventory.unsure, state, name),
        ),
        entries=tuple(_entry(entry, state, name) for entry in state.entries),
        intents=tuple(_intent(intent, state, name) for intent in state.intents),
    )


def take_over(state: AccountState, earlier: AccountState) -> AccountState:
    """`state`, which is free, with all that `earlier` holds; its own lineage and serial stay."""
    moved = under(earlier, state.account)
    return replace(moved, lineage=state.lineage, serial=state.serial, taken_over=as_of(earlier))


def emptied(state: AccountState) -> AccountState:
    """What is left under the earlier name: its history, and the company, so that no other company can take the name
    and put its secrets in the place of those that are stored under it."""
    return AccountState(state.account, state.lineage, state.serial, bound_to=state.bound_to)


def _all_renamed(addresses: tuple[Address, ...], state: AccountState, name: AccountRef) -> tuple[Address, ...]:
    return tuple(sorted(_renamed(address, state, name) for address in addresses))


def _renamed(address: Address, state: AccountState, name: AccountRef) -> Address:
    return Address(name, address.kind, address.name) if address.account == state.account else address


def _entry(entry: Entry, state: AccountState, name: AccountRef) -> Entry:
    return replace(
        entry,
        address=_renamed(entry.address, state, name),
        current=_generation(entry.current, entry.address, name),
        deposed=tuple(_generation(generation, entry.address, name) for generation in entry.deposed),
        depends_on=tuple(_renamed(address, state, name) for address in entry.depends_on),
    )


def _generation(generation: Generation, address: Address, name: AccountRef) -> Generation:
    if generation.secret is not SecretStatus.STORED:
        return generation
    stored = generation.stored_as or address
    return replace(generation, stored_as=None if stored.account == name else stored)


def _intent(intent: Intent, state: AccountState, name: AccountRef) -> Intent:
    step = intent.step
    needs = tuple(_renamed(address, state, name) for address in step.depends_on)
    return replace(intent, step=replace(step, address=_renamed(step.address, state, name), depends_on=needs))
