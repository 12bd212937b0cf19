"""Every secret there is: what became of it, where it is, and who could open it.

Promises: nothing is opened, and nothing written. Does not: ask the store, which may be far away or closed to us; what
is told of it is what was recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import UsageError
from provisioner.model.secrets import Sealed, SecretStatus
from provisioner.model.state import Entry, Generation
from provisioner.runtime.planning.scope import refuse_unknown
from provisioner.runtime.secrets.readers import Readers, readers_of
from provisioner.runtime.secrets.refusals import REFUSALS
from provisioner.runtime.state.states import load_readable
from provisioner.runtime.workspace import Workspace
from provisioner.spi.backend import Deposit


class Place(StrEnum):
    """Where a secret is, beside the store."""

    STATE = "state"
    """Sealed, in the state."""
    DEPOSIT = "deposit"
    """Sealed, set aside with the state: what it belongs to is not recorded yet."""
    RESCUE = "rescue"
    """Sealed, in a rescue file of this machine."""


@dataclass(frozen=True, slots=True)
class SecretsWish:
    """Which secrets are asked for."""

    clients: tuple[str, ...] = ()
    """Only these clients'; empty: everybody's, the office's own among them."""
    statuses: frozenset[SecretStatus] = frozenset(SecretStatus)
    """Only those of which this became; stored in another store than today's is not stored."""
    elsewhere: bool = True
    """And those that are stored elsewhere."""
    account: AccountRef | None = None
    """Only this account's."""


@dataclass(frozen=True, slots=True)
class ListedSecret:
    """One generation's secret."""

    address: Address
    """Whose."""
    generation: int
    """Which."""
    in_force: bool
    """Whether it is the newest; what it replaced is still there otherwise."""
    status: SecretStatus
    """What became of it."""
    store: str = ""
    """The store that has it; empty: none, or one that was not written down."""
    elsewhere: bool = False
    """Whether it is stored, and not in the store that the project names today."""
    stored_as: Address | None = None
    """Under which address, where that is another."""
    sealed_in: Place | None = None
    """Where a sealed copy is kept; None: nowhere."""
    readers: tuple[str, ...] = ()
    """Who can open the sealed copy, by name."""
    missing: tuple[str, ...] = ()
    """Which of today's recipients cannot."""


def list_secrets(workspace: Workspace, wish: SecretsWish | None = None) -> tuple[ListedSecret, ...]:
    """Every secret that is asked for, by address and generation. ManifestInvalid for a client nobody knows."""
    wish = wish or SecretsWish()
    backend = workspace.backend()
    accounts = [summary.account for summary in backend.summaries()]
    refuse_unknown(wish.clients, set(accounts) - {AccountRef.office()})
    asked = {AccountRef.client(name) for name in wish.clients} or set(accounts)
    if wish.account is not None:
        if wish.account not in accounts:
            raise UsageError.of(REFUSALS("no-state-of", account=wish.account))
        asked &= {wish.account}
    found = [item for account in sorted(asked) for item in _of_account(workspace, account)]
    found += _set_aside(workspace, workspace.rescue.kept(), Place.RESCUE, asked)
    wanted = (item for item in found if (wish.elsewhere if item.elsewhere else item.status in wish.statuses))
    return tuple(sorted(wanted, key=lambda item: (item.address, item.generation)))


def _of_account(workspace: Workspace, account: AccountRef) -> Iterator[ListedSecret]:
    state = load_readable(workspace, account)
    readers = readers_of(workspace)
    for entry in state.entries if state is not None else ():
        for generation in (*entry.deposed, entry.current):
            if generation.secret is not None:
                sealed = workspace.backend().sealed(entry.address, generation.number)
                yield _listed(workspace, entry, generation, sealed, readers)
    open_ids = {intent.id for intent in state.intents} if state is not None else set()
    waiting = [item for item in workspace.backend().deposits(account) if item.intent_id in open_ids]
    yield from _set_aside(workspace, waiting, Place.DEPOSIT, {account})


def _listed(
    workspace: Workspace, entry: Entry, generation: Generation, sealed: Sealed | None, readers: Readers
) -> ListedSecret:
    assert generation.secret is not None, "asked for by those that have one"
    stored = generation.secret is SecretStatus.STORED
    return ListedSecret(
        address=entry.address,
        generation=generation.number,
        in_force=generation is entry.current,
        status=generation.secret,
        store=generation.stored_in if stored else "",
        elsewhere=stored and not workspace.is_todays_store(generation.stored_in),
        stored_as=generation.stored_as,
        sealed_in=Place.STATE if sealed is not None else None,
        readers=readers.of(sealed.recipients) if sealed is not None else (),
        missing=readers.missing(sealed.recipients) if sealed is not None else (),
    )


def _set_aside(
    workspace: Workspace, deposits: Iterable[Deposit], place: Place, asked: set[AccountRef]
) -> list[ListedSecret]:
    """Those that no entry tells of yet."""
    readers = readers_of(workspace)
    return [
        ListedSecret(
            address=deposit.address,
            generation=deposit.generation,
            in_force=True,
            status=SecretStatus.SEALED,
            sealed_in=place,
            readers=readers.of(deposit.sealed.recipients),
            missing=readers.missing(deposit.sealed.recipients),
        )
        for deposit in deposits
        if deposit.address.account in asked
    ]
