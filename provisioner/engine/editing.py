"""A person's changes to the state itself: forgetting, renaming, putting another in its place.

Promises: what is made keeps the integrity rules whenever what was given did; a secret that lies in the secret store
stays where it was put, and is found under the new address. Does not: decide what may be done (runtime does), or
change what is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from provisioner.model.address import Address
from provisioner.model.outcome import Edited
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import AccountState, Entry, Generation


def edited(state: AccountState, outcome: Edited) -> AccountState:
    """`state` after the change; its lineage and serial stay."""
    if outcome.replacement is not None:
        state = _replaced(state, outcome.replacement)
    kept = tuple(entry for entry in state.entries if entry.address not in outcome.remove)
    state = replace(state, entries=kept)
    if outcome.rename is not None:
        state = _renamed(state, *outcome.rename)
    return _found(state, outcome.found) if outcome.found else state


def _replaced(state: AccountState, other: AccountState) -> AccountState:
    """`other` in the place of `state`, with the lineage, the serial and the end of the audit that are there."""
    return replace(other, lineage=state.lineage, serial=state.serial, audit_head=state.audit_head)


def _renamed(state: AccountState, before: Address, after: Address) -> AccountState:
    def name(address: Address) -> Address:
        return after if address == before else address

    entries = (_entry(entry, name) for entry in state.entries)
    return replace(
        state,
        entries=tuple(sorted(entries, key=lambda entry: entry.address)),
        intents=tuple(
            replace(intent, step=replace(intent.step, depends_on=tuple(map(name, intent.step.depends_on))))
            for intent in state.intents
        ),
    )


def _entry(entry: Entry, name: Callable[[Address], Address]) -> Entry:
    def generation(one: Generation) -> Generation:
        if one.secret is not SecretStatus.STORED or entry.address == name(entry.address):
            return one
        stored = one.stored_as or entry.address
        return replace(one, stored_as=None if stored == name(entry.address) else stored)

    return replace(
        entry,
        address=name(entry.address),
        current=generation(entry.current),
        deposed=tuple(map(generation, entry.deposed)),
        depends_on=tuple(map(name, entry.depends_on)),
    )


def _found(state: AccountState, found: tuple[tuple[Address, int], ...]) -> AccountState:
    """A secret that was thought lost and is sealed after all."""

    def generation(address: Address, one: Generation) -> Generation:
        is_found = (address, one.number) in found and one.secret is SecretStatus.LOST
        return replace(one, secret=SecretStatus.SEALED) if is_found else one

    return replace(
        state,
        entries=tuple(
            replace(
                entry,
                current=generation(entry.address, entry.current),
                deposed=tuple(generation(entry.address, one) for one in entry.deposed),
            )
            for entry in state.entries
        ),
    )
