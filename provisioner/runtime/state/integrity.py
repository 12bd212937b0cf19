"""Whether the state keeps its rules: those of each account, and those between accounts.

C1 every state can be read, which includes its own rules S1 to S7 · C2 so can every serial that is kept · C3 a summary
says what its state says · C4 what a thing goes through is recorded, also in another account · C5 no two accounts are
one company · C6 a key that is sealed and nowhere else has its sealed copy · C7 no key lies set aside · C8 no sealed
copy is kept of what is not recorded · C9 the audit's chain holds · C10 no rename stands half made.

Promises: offline and only reads; one account that cannot be read does not hide what is wrong with the others. Does
not: mend anything (repairing.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from provisioner import __version__
from provisioner.engine.fold import summarise
from provisioner.engine.moving import as_of
from provisioner.formats.audit_format import Export, breaks, heads_of
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.errors import StateCorrupt, StateTooNew
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import AccountState, Generation, Summary
from provisioner.runtime.state.words import WORDS
from provisioner.runtime.workspace import Workspace
from provisioner.spi.backend import Archive, Backend, Deposit

_TOLD = ("lineage", "serial", "resources", "open_intents", "awaiting", "tainted", "deposed", "bound_to", "stored_in")
"""What a summary says of its state, and nothing that only a commit knows."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that is broken."""

    rule: str
    """Its number."""
    account: AccountRef
    """Where."""
    diagnostic: Diagnostic
    """What is wrong, and what helps."""


def check_state(workspace: Workspace, account: AccountRef | None = None) -> tuple[Finding, ...]:
    """Every rule that is broken, by account; what lies between accounts counts for each that it concerns."""
    backend = workspace.backend()
    now = workspace.clock.now()
    states: dict[AccountRef, AccountState] = {}  # and not whole histories, of which there may be hundreds
    found: list[Finding] = []
    for summary in backend.summaries():
        try:
            archive = backend.archive(summary.account)
        except (StateCorrupt, StateTooNew) as error:
            found.extend(_unreadable(backend, summary.account, error))
            continue
        if archive is not None:
            states[summary.account] = archive.state
            found.extend(_alone(archive, now))
    broken = {finding.account for finding in found if finding.rule == "C1"}
    found.extend(_between(states, broken))
    chosen = [finding for finding in found if account in (None, finding.account)]
    return tuple(sorted(chosen, key=lambda item: (item.account, int(item.rule[1:]))))


def summary_differs(summary: Summary, state: AccountState, now: datetime) -> tuple[str, ...]:
    """The fields in which the summary is not its state's."""
    right = summarise(state, None, now, __version__)
    return tuple(name for name in _TOLD if getattr(summary, name) != getattr(right, name))


def _found(rule: str, code: str, place: AccountRef | Address, **values: object) -> Finding:
    is_account = isinstance(place, AccountRef)
    account = place if isinstance(place, AccountRef) else place.account
    at = Place(account=account) if is_account else Place(address=place if isinstance(place, Address) else None)
    return Finding(rule, account, WORDS(code, at, **values))


def _unreadable(backend: Backend, account: AccountRef, error: Exception) -> Iterator[Finding]:
    """Which serials of the account cannot be read; where all can, something else of it cannot."""
    latest_is_broken = True
    try:
        backend.load(account)
        latest_is_broken = False
    except (StateCorrupt, StateTooNew) as own:
        yield _found("C1", "state-unreadable", account, account=account, why=str(own))
    history = backend.history(account)
    bad = False
    for version in history[:-1] if latest_is_broken else history:
        try:
            backend.load(account, version.serial)
        except (StateCorrupt, StateTooNew) as own:
            bad = True
            yield _found("C2", "state-serial-unreadable", account, account=account, serial=version.serial, why=str(own))
    if not latest_is_broken and not bad:
        yield _found("C1", "state-unreadable", account, account=account, why=str(error))


def _alone(archive: Archive, now: datetime) -> Iterator[Finding]:
    account, state = archive.account, archive.state
    fields = summary_differs(archive.summary, state, now)
    if fields:
        yield _found("C3", "state-summary", account, account=account, fields=", ".join(fields))
    kept = {(item.address, item.generation) for item in archive.sealed}
    recorded = dict(generations(state))
    for (address, number), generation in recorded.items():
        if generation.secret is SecretStatus.SEALED and (address, number) not in kept:
            yield _found("C6", "state-sealed-missing", address, address=address, generation=number)
    for deposit in archive.deposits:
        yield deposit_finding(deposit, archive)
    for address, number in sorted(kept - recorded.keys()):
        yield _found("C8", "state-sealed-stranger", address, address=address, generation=number)
    heads = heads_of(archive.audit, {account: state.audit_head})
    if breaks(Export("", now, heads, archive.audit)):
        yield _found("C9", "state-audit", account, account=account)


def generations(state: AccountState) -> Iterator[tuple[tuple[Address, int], Generation]]:
    """Every generation of every thing, by address and number."""
    for entry in state.entries:
        for generation in (*entry.deposed, entry.current):
            yield (entry.address, generation.number), generation


class Fate(StrEnum):
    """What is to become of a key that was set aside."""

    OPEN = "open"
    """Its call is still open: settling takes it in."""
    TAKE_IN = "take-in"
    """It is the only copy of a key that is recorded."""
    NOT_NEEDED = "not-needed"
    """What it belongs to is recorded, and the key is kept."""
    STRANGER = "stranger"
    """Nothing recorded is opened by it."""


def fate_of(deposit: Deposit, archive: Archive) -> Fate:
    """What is to become of the deposit; a key that is in doubt stays."""
    if archive.state.intent(deposit.intent_id) is not None:
        return Fate.OPEN
    key = (deposit.address, deposit.generation)
    generation = dict(generations(archive.state)).get(key)
    if generation is None or generation.secret in (None, SecretStatus.NEVER_HELD):
        return Fate.STRANGER
    same = generation.intent_id == deposit.intent_id or (
        deposit.native_id is not None and deposit.native_id == generation.native_id
    )
    if not same:
        return Fate.STRANGER
    is_sealed = key in {(item.address, item.generation) for item in archive.sealed}
    kept = generation.secret is SecretStatus.STORED or (generation.secret is SecretStatus.SEALED and is_sealed)
    return Fate.NOT_NEEDED if kept else Fate.TAKE_IN


_DEPOSIT_CODES = {Fate.OPEN: "state-deposit-open", Fate.STRANGER: "state-deposit-stranger"}


def deposit_finding(deposit: Deposit, archive: Archive) -> Finding:
    """What is said of something that was set aside and is still there."""
    code, values = _DEPOSIT_CODES.get(fate_of(deposit, archive), "state-deposit"), {"address": deposit.address}
    if code == "state-deposit-stranger":
        return _found("C7", code, deposit.address, **values, native_id=deposit.native_id or "-")
    return _found("C7", code, deposit.address, **values)


def _between(states: dict[AccountRef, AccountState], broken: set[AccountRef]) -> Iterator[Finding]:
    for account, state in states.items():
        for entry in state.entries:
            for needs in entry.depends_on:
                other = states.get(needs.account)
                if needs.account in broken or (other is not None and other.entry(needs) is not None):
                    continue
                yield _found("C4", "state-dangling", entry.address, address=entry.address, needs=needs)
        earlier = states.get(state.taken_over.account) if state.taken_over is not None else None
        if earlier is not None and state.taken_over == as_of(earlier) and (earlier.entries or earlier.intents):
            yield _found("C10", "state-move-half", account, account=account, before=earlier.account)
    yield from _one_company(states)


def _one_company(states: dict[AccountRef, AccountState]) -> Iterator[Finding]:
    by_mark: dict[str, list[AccountRef]] = {}
    for account, state in states.items():
        identity = state.bound_to
        if identity is None or not (state.entries or state.intents):
            continue  # what is left under an earlier name keeps its company
        for mark in (identity.organization_number, identity.company_id):
            if mark:
                by_mark.setdefault(str(mark), []).append(account)
    told: set[tuple[AccountRef, ...]] = set()
    for mark, accounts in by_mark.items():
        together = tuple(sorted(accounts))
        moving = {taken.account for account in together if (taken := states[account].taken_over) is not None}
        if len(together) < 2 or together in told or moving.intersection(together):
            continue  # a rename that stands half made is told as that
        told.add(together)
        for account in together:
            yield _found("C5", "state-one-company", account, accounts=" and ".join(map(str, together)), company=mark)
