"""Clients under a new name: which state moves where, and moving it.

Promises: a state moves whole or not at all, under the leases of both names: first everything stands under the new name
in one commit, sealed secrets included, then the earlier one is emptied in another; killed between the two, the next
plan shows the move again and the next apply ends it. Nothing moves while a call is open, or onto something that is ours
already. Does not: decide that two names are one company (scope.py).
"""

from __future__ import annotations

from collections.abc import Iterable

from provisioner.engine.guard import refuse_stale
from provisioner.engine.moving import as_of, can_move, is_free, under
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.errors import StaleState, StateCorrupt, StateTooNew
from provisioner.model.outcome import Moved
from provisioner.model.plan import AccountPlan
from provisioner.model.secrets import SealedSecret
from provisioner.model.state import AccountState
from provisioner.runtime.planning.candidate import Move
from provisioner.runtime.planning.refresh import as_diagnostic
from provisioner.runtime.planning.scope import Renamed
from provisioner.runtime.refusals import REFUSALS
from provisioner.runtime.state.books import Books
from provisioner.runtime.words import WORDS
from provisioner.spi.backend import Backend


def find_moves(backend: Backend, renamed: Iterable[Renamed]) -> tuple[dict[AccountRef, Move], tuple[Diagnostic, ...]]:
    """The moves by new name, and an error for each client that cannot move."""
    moves: dict[AccountRef, Move] = {}
    found: list[Diagnostic] = []
    for item in renamed:
        ref, place = item.account.ref, Place(item.account.source, account=item.account.ref)
        try:
            before, there = backend.load(item.before), backend.load(ref)
        except (StateCorrupt, StateTooNew) as error:
            found.append(as_diagnostic(error, ref))
            continue
        if before is None:
            continue  # it went while we looked
        begun = there is not None and there.taken_over == as_of(before)
        if ref in moves or not (there is None or is_free(there) or begun):
            found.append(WORDS("client-renamed", place, name=ref.name, before=item.before.name))
        elif not can_move(before):
            found.append(WORDS("client-renamed-open", place, name=ref.name, before=item.before.name))
        else:
            moves[ref] = Move(before, begun)
    return moves, tuple(found)


def carry_over(plan: AccountPlan, earlier: Books, books: Books) -> None:
    """Moves the state that `earlier` holds into `books`. StaleState where it is not the one the plan was made from."""
    before, there = earlier.state, books.state
    now = books.workspace.clock.now()
    mark = as_of(before)
    if there.taken_over == mark:
        refuse_stale(plan, there)
    else:
        refuse_stale(plan, under(before, there.account) if before.serial else None)
        if not is_free(there) or not can_move(before):
            raise StaleState.of(REFUSALS("begun-on-account", account=there.account))
        commit_id = f"taken over from {mark.account} {mark.lineage} {mark.serial}"
        books.commit(Moved(there.account, now, came_from=before), commit_id=commit_id, sealed=_sealed(earlier, there))
    commit_id = f"moved to {there.account} {mark.lineage} {mark.serial}"
    earlier.commit(Moved(before.account, now, went_to=there.account), commit_id=commit_id)


def _generations(state: AccountState) -> Iterable[tuple[Address, int]]:
    for entry in state.entries:
        for generation in (*entry.deposed, entry.current):
            yield entry.address, generation.number


def _sealed(earlier: Books, there: AccountState) -> tuple[SealedSecret, ...]:
    """Every sealed secret that is still kept, under its new address."""
    backend = earlier.workspace.backend()
    found = ((address, number, backend.sealed(address, number)) for address, number in _generations(earlier.state))
    return tuple(
        SealedSecret(Address(there.account, address.kind, address.name), number, sealed)
        for address, number, sealed in found
        if sealed is not None
    )
