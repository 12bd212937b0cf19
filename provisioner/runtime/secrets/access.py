"""Opening a sealed secret for a person who holds an identity.

Promises: the secret is opened in memory only, by somebody whom the project or the seal names, and never handed out
unless the account's audit says by whom. Does not: print it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from provisioner.engine.fold import Convergence
from provisioner.model.address import Address
from provisioner.model.errors import UsageError
from provisioner.model.outcome import Noted
from provisioner.model.secrets import SecretStatus, Sensitive
from provisioner.model.state import Generation
from provisioner.model.values import attributes
from provisioner.runtime.sealing import open_sealed
from provisioner.runtime.secrets.readers import Opener, opener, refuse_stranger
from provisioner.runtime.secrets.refusals import REFUSALS
from provisioner.runtime.state.books import Books, as_it_was, open_books
from provisioner.runtime.state.states import find_entry
from provisioner.runtime.workspace import Workspace

OPENED = "secret-opened"
"""The audit's word for it."""


def show_secret(workspace: Workspace, address: Address, generation: int | None, identity: Path) -> Sensitive:
    """The secret of one generation; of the current where none is named. UsageError where it cannot be had."""
    entry = find_entry(workspace, address)
    generations = (*entry.deposed, entry.current)
    number = generation if generation is not None else entry.current.number
    wanted = next((item for item in generations if item.number == number), None)
    if wanted is None:
        numbers = ", ".join(str(item.number) for item in generations)
        raise UsageError.of(REFUSALS("no-generation", address=address, number=number, numbers=numbers))
    person = opener(workspace, identity)
    secret, place = _opened(workspace, address, wanted, person)
    summaries = {summary.account: summary for summary in workspace.backend().summaries()}
    with open_books(workspace, address.account, f"secret show {address}") as books:
        kept = as_it_was(summaries.get(address.account), books.state)
        note_opening(books, Opening(address, number, person, place), kept)
    return secret


@dataclass(frozen=True, slots=True)
class Opening:
    """One secret that somebody opened."""

    address: Address
    """Whose."""
    generation: int
    """Which."""
    person: Opener
    """Who."""
    place: str
    """From where, and what for."""


def note_opening(books: Books, opening: Opening, kept: Convergence | None) -> None:
    """Writes down who opened what, before anybody gets to see it. An account that had converged still has: `kept`."""
    detail = attributes(generation=opening.generation, by=opening.person.name, **{"from": opening.place})
    noted = Noted(opening.address.account, books.workspace.clock.now(), OPENED, opening.address, detail)
    books.commit(noted, commit_id=books.workspace.clock.new_id(), converged=kept)


def _opened(workspace: Workspace, address: Address, wanted: Generation, person: Opener) -> tuple[Sensitive, str]:
    """The secret, and where it was: the sealed copy first, for that needs nothing but the person."""
    sealed = workspace.backend().sealed(address, wanted.number)
    refuse_stranger(workspace, person, sealed.recipients if sealed is not None else ())
    if sealed is not None:
        return open_sealed(sealed, person.identity), "state"
    # The store that has it need not be today's: it lies where it was put.
    where = wanted.stored_in or workspace.project.secrets.store
    if where and wanted.secret is SecretStatus.STORED:
        secret = workspace.store_at(where).get(wanted.stored_as or address, wanted.number, person.identity)
        if secret is not None:
            return secret, "store"
    raise UsageError.of(REFUSALS(_why(wanted.secret, where), address=address, where=where))


def _why(status: SecretStatus | None, where: str) -> str:
    """The code of why there is none, and what helps."""
    if status is SecretStatus.STORED and where:
        return "unheld-taken-out"
    return {
        None: "unheld-kind",
        SecretStatus.NEVER_HELD: "unheld-never",
        SecretStatus.LOST: "unheld-lost",
        SecretStatus.SEALED: "unheld-copy-gone",
        SecretStatus.STORED: "unheld-store-unknown",
    }[status]
