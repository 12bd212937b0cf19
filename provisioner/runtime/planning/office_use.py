"""Which of the office's things clients still go through.

Promises: a thing is in use as long as one committed entry of a client, that is not about to go, refers to it.
Does not: take a lease; what clients commit meanwhile is looked at again right before anything is ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from provisioner.engine.resolve import usage_key
from provisioner.model.address import Address
from provisioner.model.state import AccountState, Entry, Generation
from provisioner.model.values import Unknown, Value
from provisioner.runtime.workspace import Workspace


def client_states(workspace: Workspace) -> Iterable[AccountState]:
    """Every client's committed state, one after the other."""
    backend = workspace.backend()
    for summary in backend.summaries():
        if not summary.account.is_office and summary.resources:
            state = backend.load(summary.account)
            if state is not None:
                yield state


def in_use(
    office: AccountState | None, clients: Iterable[AccountState], going: Callable[[Address], bool]
) -> frozenset[str]:
    """The names (native id, else usage key) of the office's generations that are still gone through."""
    if office is None:
        return frozenset()
    by_address = {entry.address: entry for entry in office.entries}
    used: set[str] = set()
    for state in clients:
        for entry in state.entries:
            if not going(entry.address):
                for address in entry.depends_on:
                    if address in by_address:
                        generation = generation_used(by_address[address], entry)
                        used.add(generation.native_id or usage_key(address, generation.number))
    return frozenset(used)


def every_use(office: AccountState) -> frozenset[str]:
    """The names of all the office's generations: what to say where nobody knows which are gone through."""
    return frozenset(
        generation.native_id or usage_key(entry.address, generation.number)
        for entry in office.entries
        for generation in (*entry.deposed, entry.current)
    )


def generation_used(office_entry: Entry, user: Entry) -> Generation:
    """Which generation `user` refers to: an old one if it bears a mark that only that one has, else the current."""
    values = _marks(user.current)
    current = _marks(office_entry.current)
    return next(
        (old for old in office_entry.deposed if values & (_marks(old) - current)),
        office_entry.current,
    )


def users_of(office_entry: Entry, generation: int, clients: Iterable[AccountState]) -> tuple[Address, ...]:
    """The things of clients that refer to that generation of the office's thing."""
    return tuple(
        sorted(
            entry.address
            for state in clients
            for entry in state.entries
            if office_entry.address in entry.depends_on and generation_used(office_entry, entry).number == generation
        )
    )


def _marks(generation: Generation) -> frozenset[Value]:
    values = generation.attributes.values()
    marks: set[Value] = {value for value in values if not isinstance(value, Unknown) and isinstance(value, str | int)}
    return frozenset({*marks, generation.native_id} - {None, "", True, False})
