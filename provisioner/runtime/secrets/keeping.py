"""Keeping secrets where they should be: into the store, and sealed to those who may open them today.

Promises: a run that was interrupted leaves every secret whole, and a second one goes on from there; what was set aside
is taken in first. Who opened what stands in the audit before it goes into the store, and in the transaction that seals
it anew. Does not: look at the world, or make anybody forget what they could open before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from provisioner.engine.fold import Convergence
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import BOKMAL, Diagnostic
from provisioner.model.errors import ProvisionerError, SecretStoreFailed, UsageError
from provisioner.model.outcome import Noted, Stored
from provisioner.model.secrets import SealedSecret, SecretStatus, Sensitive
from provisioner.model.state import AccountState, Generation
from provisioner.model.values import attributes
from provisioner.runtime.applying.settle import take_in_deposits, take_in_rescued
from provisioner.runtime.planning.refresh import as_diagnostic
from provisioner.runtime.sealing import open_sealed
from provisioner.runtime.secrets.access import Opening, note_opening
from provisioner.runtime.secrets.readers import Opener, opener, readers_of, refuse_stranger
from provisioner.runtime.secrets.refusals import REFUSALS
from provisioner.runtime.state.books import Books, as_it_was, open_books
from provisioner.runtime.workspace import Workspace
from provisioner.spi.secrets import SecretStore

REWRAPPED = "secrets-rewrapped"
"""The audit's word for it."""


@dataclass(frozen=True, slots=True)
class KeepWish:
    """Which secrets, and who opens them."""

    identity: Path
    """The identity file of whoever opens them."""
    addresses: tuple[Address, ...] = ()
    """Only these; empty: all."""


class KeptAs(StrEnum):
    """What was done with one secret."""

    STORED = "stored"
    """It is in the store now."""
    REWRAPPED = "rewrapped"
    """Its sealed copy is sealed to today's recipients now."""
    STORED_ANEW = "stored-anew"
    """The store's own encrypted copy is encrypted to today's recipients now."""
    UP_TO_DATE = "up-to-date"
    """Nothing had to be done."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One secret, and what was done with it."""

    address: Address
    """Whose."""
    generation: int
    """Which."""
    done: KeptAs
    """What."""
    before: tuple[str, ...] = ()
    """Who could open it before, where that is known."""
    after: tuple[str, ...] = ()
    """Who can now."""
    left_in: str = ""
    """Which other store has it still; empty: none."""


@dataclass
class KeepReport:
    """What was done with all of them."""

    kept: list[Kept] = field(default_factory=list)
    """Secret by secret."""
    problems: list[Diagnostic] = field(default_factory=list)
    """What could not be done, and why."""
    exit_code: int = 0
    """What that asks the process to end with."""

    @property
    def shut_out(self) -> tuple[str, ...]:
        """Who can open fewer secrets from now on."""
        return tuple(sorted({name for item in self.kept for name in item.before if name not in item.after}))

    def failed(self, error: ProvisionerError, account: AccountRef, address: Address | None = None) -> None:
        """Takes note of a problem."""
        self.problems.append(replace(as_diagnostic(error, account), address=address))
        self.exit_code = max(self.exit_code, error.exit_code)


Visit = Callable[[Books, Convergence | None], None]
"""What is done with one account under its lease, and what it is remembered to have converged to."""


def store_secrets(workspace: Workspace, wish: KeepWish) -> KeepReport:
    """Puts what the project's store does not have into it: what is sealed only, and what lies in another store; what is
    named is put again. UsageError, SecretStoreFailed."""
    store = workspace.store
    if store is None:
        raise UsageError.of(REFUSALS("no-store"))
    person = opener(workspace, wish.identity)
    store.probe()
    report = KeepReport()

    def due(state: AccountState) -> list[tuple[Address, Generation]]:
        return [found for found in _wanted(state, wish) if _is_due(workspace, found[1], named=bool(wish.addresses))]

    def visit(books: Books, kept: Convergence | None) -> None:
        for address, generation in due(books.state):
            before = "" if workspace.is_todays_store(generation.stored_in) else generation.stored_in
            try:
                _store_one(books, store, (address, generation), person, kept)
            except UsageError as error:
                report.failed(error, books.state.account, address)
            else:
                report.kept.append(Kept(address, generation.number, KeptAs.STORED, left_in=before))

    _visit(workspace, wish, report, lambda state: bool(due(state)), visit)
    return report


def _is_due(workspace: Workspace, generation: Generation, *, named: bool) -> bool:
    """Whether a secret is to be put into today's store: another store that has it is not that one."""
    if generation.secret is SecretStatus.STORED:
        return named or not workspace.is_todays_store(generation.stored_in)
    return generation.secret is SecretStatus.SEALED


def rewrap_secrets(workspace: Workspace, wish: KeepWish) -> KeepReport:
    """Seals to today's recipients what is sealed to others, in the state and in a store that does so. UsageError."""
    workspace.sealer.probe()
    person = opener(workspace, wish.identity)
    entry = workspace.store_entry
    store = workspace.store if entry is not None and entry.to_recipients else None
    if store is not None:
        store.probe()
    report = KeepReport()
    rewrapping = _Rewrapping(workspace, wish, person, store, report)
    _visit(workspace, wish, report, rewrapping.is_due, rewrapping.visit)
    return report


def _visit(
    workspace: Workspace, wish: KeepWish, report: KeepReport, is_due: Callable[[AccountState], bool], visit: Visit
) -> None:
    """Goes through the accounts; one that cannot be written is told and left, a store that fails ends it."""
    take_in_rescued(workspace)
    backend = workspace.backend()
    asked = {address.account for address in wish.addresses}
    known: set[Address] = set()
    summaries = {summary.account: summary for summary in backend.summaries()}
    for account in sorted(asked or summaries):
        try:
            state = backend.load(account)
            if state is None:
                continue
            if backend.deposits(account) or is_due(state):
                with open_books(workspace, account, "secret store or rewrap") as books:
                    kept = as_it_was(summaries.get(account), books.state)
                    visit(books, None if take_in_deposits(workspace, books) else kept)
                    state = books.state
            known.update(address for address, _ in _wanted(state, wish))
        except SecretStoreFailed as error:
            report.failed(error, account)
            return  # what fails for one fails for all; a second run goes on from here
        except ProvisionerError as error:
            report.failed(error, account)
            known.update(address for address in wish.addresses if address.account == account)
    for address in sorted(set(wish.addresses) - known):
        nothing = UsageError.of(REFUSALS("no-secret", address=address))
        report.failed(nothing, address.account, address)


def _wanted(state: AccountState, wish: KeepWish) -> Iterator[tuple[Address, Generation]]:
    """Every generation with a secret that the wish is about."""
    for entry in state.entries:
        for generation in (*entry.deposed, entry.current):
            if generation.secret is not None and (not wish.addresses or entry.address in wish.addresses):
                yield entry.address, generation


def _store_one(
    books: Books, store: SecretStore, which: tuple[Address, Generation], person: Opener, kept: Convergence | None
) -> None:
    address, generation = which
    secret, place = _opened(books, address, generation, person)
    note_opening(books, Opening(address, generation.number, person, f"{place}, for the store"), kept)
    store.put(books.stored_as(address, generation.number), generation.number, secret)
    now, name = books.workspace.clock.now(), books.workspace.store_name
    stored = Stored(address, generation.number, SecretStatus.STORED, now, name)
    books.commit(stored, commit_id=books.workspace.clock.new_id(), converged=kept)


def _opened(books: Books, address: Address, generation: Generation, person: Opener) -> tuple[Sensitive, str]:
    """The secret and where it was: the sealed copy; where that is gone, the store that was named when it was put."""
    workspace, number = books.workspace, generation.number
    sealed = workspace.backend().sealed(address, number)
    if sealed is not None:
        return open_sealed(sealed, person.identity), "state"
    if generation.secret is not SecretStatus.STORED or workspace.is_todays_store(generation.stored_in):
        stored = generation.secret is SecretStatus.STORED
        raise UsageError.of(REFUSALS("copy-not-kept" if stored else "copy-gone", address=address))
    refuse_stranger(workspace, person)
    where = generation.stored_in or workspace.project.secrets.store
    try:
        secret = workspace.store_at(where).get(generation.stored_as or address, number, person.identity)
    except SecretStoreFailed as error:  # of the store that is left, not of the one that all go to
        (why, why_nb), hints = error.both, {"hint": error.hint, "hint_nb": error.told_in(BOKMAL).hint}
        told = REFUSALS("store-not-asked", where=where, address=address, why=why, why_nb=why_nb, **hints)
        raise UsageError.of(told) from None
    if secret is None:
        raise UsageError.of(REFUSALS("store-lacks-it", where=where, address=address))
    return secret, "store"


@dataclass(frozen=True, slots=True)
class _Rewrapping:
    """Sealing anew, account by account."""

    workspace: Workspace
    """The hands."""
    wish: KeepWish
    """Which secrets."""
    person: Opener
    """Who opens them."""
    store: SecretStore | None
    """The store, where it encrypts to recipients itself."""
    report: KeepReport
    """What has been done so far."""

    def is_due(self, state: AccountState) -> bool:
        """Whether something must be sealed anew; where nothing must, that is told, and no lease is needed."""
        fine: list[Kept] = []
        for address, generation in _wanted(state, self.wish):
            if self.store is not None and self._is_there(generation):
                return True
            copy = self.workspace.backend().sealed(address, generation.number)
            if copy is not None and not readers_of(self.workspace).is_up_to_date(copy.recipients):
                return True
            if copy is not None:
                fine.append(Kept(address, generation.number, KeptAs.UP_TO_DATE, self._after, self._after))
        self.report.kept += fine
        return False

    def visit(self, books: Books, convergence: Convergence | None) -> None:
        """One account: opened and sealed in memory, the store's copies put anew, then one transaction."""
        kept: list[Kept] = []
        sealed: list[SealedSecret] = []
        for address, generation in _wanted(books.state, self.wish):
            try:
                self._one(address, generation, kept, sealed)
            except UsageError as error:
                self.report.failed(error, books.state.account, address)
        changed = [item for item in kept if item.done is not KeptAs.UP_TO_DATE]
        if changed:
            detail = attributes(
                by=self.person.name,
                secrets=[f"{item.address} #{item.generation}" for item in changed],
                before=sorted({name for item in changed for name in item.before}),
                after=list(self._after),
            )
            noted = Noted(books.state.account, self.workspace.clock.now(), REWRAPPED, detail=detail)
            commit_id = self.workspace.clock.new_id()
            books.commit(noted, commit_id=commit_id, sealed=tuple(sealed), converged=convergence)
        self.report.kept.extend(kept)

    def _one(self, address: Address, generation: Generation, kept: list[Kept], sealed: list[SealedSecret]) -> None:
        number, readers = generation.number, readers_of(self.workspace)
        copy = self.workspace.backend().sealed(address, number)
        if copy is not None and readers.is_up_to_date(copy.recipients):
            kept.append(Kept(address, number, KeptAs.UP_TO_DATE, self._after, self._after))
        elif copy is not None:
            again = self.workspace.sealer.seal(open_sealed(copy, self.person.identity))
            sealed.append(SealedSecret(address, number, again))
            kept.append(Kept(address, number, KeptAs.REWRAPPED, readers.of(copy.recipients), self._after))
        if self.store is not None and self._is_there(generation):
            self._put_anew(self.store, generation.stored_as or address, number)
            kept.append(Kept(address, number, KeptAs.STORED_ANEW, after=self._after))

    def _is_there(self, generation: Generation) -> bool:
        """Whether today's store has it. What lies in another is sealed to those who were named when it was put there;
        `store_secrets` brings it over."""
        stored = generation.secret is SecretStatus.STORED
        return stored and (not generation.stored_in or self.workspace.is_todays_store(generation.stored_in))

    def _put_anew(self, store: SecretStore, address: Address, number: int) -> None:
        try:
            secret: Sensitive | None = store.get(address, number, self.person.identity)
        except SecretStoreFailed as error:  # this one cannot be opened by this person; another may well be
            raise UsageError.saying(error) from None
        if secret is None:
            raise UsageError.of(REFUSALS("not-in-store", address=address))
        store.put(address, number, secret)

    @property
    def _after(self) -> tuple[str, ...]:
        readers = readers_of(self.workspace)
        return readers.of(readers.names)
