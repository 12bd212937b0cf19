"""Mending what can be mended without deciding anything.

A summary is written anew from its state; a key that was set aside and is the only copy of one that is recorded is taken
in; one that is kept already is let go of. Everything else is for a person, and `integrity` says which verb helps.

Promises: what would be done is told first, and found again under the account's lease before it is done; nothing is
made, ended or forgotten. Does not: touch a state that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import StateCorrupt, StateTooNew
from provisioner.model.outcome import Edited, Noted
from provisioner.model.secrets import SealedSecret
from provisioner.model.values import attributes
from provisioner.runtime.state.books import Books, open_books
from provisioner.runtime.state.integrity import Fate, fate_of, summary_differs
from provisioner.runtime.workspace import Workspace
from provisioner.spi.backend import Archive, Deposit

REPAIRED = "state-repaired"
"""The audit's word for a summary that was written anew."""


class RepairKind(StrEnum):
    """What is done."""

    SUMMARY = "summary"
    """The summary is written anew."""
    TAKE_IN = "take-in"
    """A key that was set aside becomes the sealed copy of what it belongs to."""
    LET_GO = "let-go"
    """A key that was set aside is kept elsewhere already."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One thing to mend."""

    kind: RepairKind
    """How."""
    account: AccountRef
    """Where."""
    address: Address | None = None
    """Whose key, where it is about one."""
    generation: int = 0
    """Of which generation."""
    fields: tuple[str, ...] = ()
    """Of a summary: what is wrong in it."""


def plan_repairs(workspace: Workspace, account: AccountRef | None = None) -> tuple[Repair, ...]:
    """What would be done, by account; nothing for an account that cannot be read."""
    backend = workspace.backend()
    found: list[Repair] = []
    for summary in backend.summaries():
        if account not in (None, summary.account):
            continue
        try:
            archive = backend.archive(summary.account)
        except (StateCorrupt, StateTooNew):
            continue
        if archive is not None:
            found.extend(repair for repair, _ in _needed(workspace, archive))
    return tuple(found)


def repair(workspace: Workspace, planned: tuple[Repair, ...]) -> tuple[Repair, ...]:
    """Does what is still needed of what was planned, and returns that."""
    done: list[Repair] = []
    for account in sorted({item.account for item in planned}):
        with open_books(workspace, account, "state repair") as books:
            archive = workspace.backend().archive(account)
            for item, deposit in _needed(workspace, archive) if archive is not None else ():
                if item in planned:
                    _mend(books, item, deposit)
                    done.append(item)
    return tuple(done)


def _needed(workspace: Workspace, archive: Archive) -> Iterator[tuple[Repair, Deposit | None]]:
    """Keys first: taking one in writes the summary anew by itself."""
    kinds = {Fate.TAKE_IN: RepairKind.TAKE_IN, Fate.NOT_NEEDED: RepairKind.LET_GO}
    for deposit in archive.deposits:
        kind = kinds.get(fate_of(deposit, archive))
        if kind is not None:
            yield Repair(kind, archive.account, deposit.address, deposit.generation), deposit
    fields = summary_differs(archive.summary, archive.state, workspace.clock.now())
    if fields:
        yield Repair(RepairKind.SUMMARY, archive.account, fields=fields), None


def _mend(books: Books, item: Repair, deposit: Deposit | None) -> None:
    workspace = books.workspace
    now, commit_id, by = workspace.clock.now(), workspace.clock.new_id(), workspace.surroundings.actor
    if deposit is None:
        noted = Noted(item.account, now, REPAIRED, detail=attributes(summary=list(item.fields)))
        books.commit(noted, commit_id=commit_id)
        return
    key = (deposit.address, deposit.generation)
    if item.kind is RepairKind.TAKE_IN:
        edited = Edited(item.account, now, by, found=(key,), reason="a key that was set aside was taken in")
        books.commit(edited, commit_id=commit_id, sealed=(SealedSecret(*key, deposit.sealed),))
    workspace.backend().withdraw(deposit.intent_id)
