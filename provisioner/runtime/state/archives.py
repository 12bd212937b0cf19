"""Taking the state out as a file, and putting one back.

Promises: what is pulled is whole, sealed secrets included and nothing in the clear. A push decides about every account
before it writes to one: what is not there is restored as it was, history and all; over what is there it lays one new
serial, so that nothing that was recorded is lost; and a call that is open there stays open. A push that was killed is
simply made again. Does not: read or write files.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from provisioner.formats.archive_format import ArchiveFile, decode_archives, encode_archives
from provisioner.formats.canonical import digest
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import BOKMAL
from provisioner.model.errors import StaleState, StateCorrupt, UsageError
from provisioner.model.outcome import Edited
from provisioner.model.secrets import SealedSecret
from provisioner.model.state import AccountState, Intent
from provisioner.runtime.state.books import Books, refuse_another_world
from provisioner.runtime.state.leases import Keeper
from provisioner.runtime.state.refusals import REFUSALS
from provisioner.runtime.workspace import Workspace
from provisioner.spi.backend import Archive, Backend, RestoreRequest


class PushKind(StrEnum):
    """What becomes of one account of a file."""

    SAME = "same"
    """It is there already, as in the file."""
    RESTORED = "restored"
    """Nothing was there; now the file's archive is."""
    PUSHED = "pushed"
    """The file's latest state became the next serial."""


@dataclass(frozen=True, slots=True)
class PushWish:
    """A file to put back."""

    data: bytes
    """What stands in it."""
    account: AccountRef | None = None
    """Only this one of it."""
    force: str = ""
    """Why it may go over a foreign or later state; empty: it may not."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of one account."""

    account: AccountRef
    """Which."""
    kind: PushKind
    """What."""
    serial: int
    """At which serial the state stands now."""


def pull(workspace: Workspace, account: AccountRef | None = None) -> bytes:
    """The file, without the accounts that cannot be read whole, which are noted. Of one `account`: StateCorrupt where
    it cannot be, UsageError where it has no state."""
    backend = workspace.backend()
    accounts = [summary.account for summary in backend.summaries()] if account is None else [account]
    if account is None:
        archives = [archive for each in accounts if (archive := _readable(workspace, each)) is not None]
    else:
        archives = [archive for each in accounts if (archive := _archive(backend, each)) is not None]
    if account is not None and not archives:
        raise UsageError.of(REFUSALS("no-state-of", account=account))
    return encode_archives(ArchiveFile(workspace.project.name, workspace.clock.now(), tuple(archives)))


def _readable(workspace: Workspace, account: AccountRef) -> Archive | None:
    try:
        return _archive(workspace.backend(), account)
    except StateCorrupt as error:
        workspace.unreadable[account] = error
        return None


def _archive(backend: Backend, account: AccountRef) -> Archive | None:
    """What half an account would hide is told instead, by name."""
    try:
        return backend.archive(account)
    except StateCorrupt as error:
        raise StateCorrupt.of(
            REFUSALS(
                "unreadable-whole",
                account=account,
                why=error.summary,
                detail=error.detail,
                detail_nb=error.told_in(BOKMAL).detail,
                why_nb=error.told_in(BOKMAL).summary,
            )
        ) from error


def push(workspace: Workspace, wish: PushWish) -> tuple[Pushed, ...]:
    """Puts the file back. StaleState names every account where it may not be; nothing is done then."""
    file = decode_archives(wish.data)
    archives = [item for item in file.archives if wish.account in (None, item.account)]
    if not archives:
        code = "file-empty" if wish.account is None else "file-without-account"
        raise UsageError.of(REFUSALS(code, account=wish.account))
    backend = workspace.backend()
    reasons = []
    if file.project != workspace.project.name:
        reasons.append((f"It is of the project {file.project}.", f"Den er fra prosjektet {file.project}."))
    for archive in archives:
        refuse_another_world(workspace, archive.state)
        reasons.extend(
            (f"{archive.account}: {why}", f"{archive.account}: {why_nb}") for why, why_nb in _why_not(backend, archive)
        )
    if reasons and not wish.force:
        why, why_nb = ("\n".join(told) for told in zip(*reasons, strict=True))
        raise StaleState.of(REFUSALS("file-does-not-follow", why=why, why_nb=why_nb))
    return tuple(_push(workspace, archive, wish) for archive in archives)


def _why_not(backend: Backend, archive: Archive) -> Iterator[tuple[str, str]]:
    """Why the archive may not be pushed unforced, in English and in Norwegian; nothing where it may."""
    try:
        there = backend.archive(archive.account)
    except StateCorrupt as error:
        why, why_nb = error.both
        yield f"what is there cannot be read: {why}", f"det som er der, kan ikke leses: {why_nb}"
        return
    if there is None or there == archive or _is_on_top(archive, there):
        return
    before, after = there.state, archive.state
    if before.lineage != after.lineage:
        yield (
            f"another lineage: {after.lineage} in the file, {before.lineage} there.",
            f"et annet opphav: {after.lineage} i filen, {before.lineage} der.",
        )
    elif after.serial < before.serial:
        yield (
            f"an earlier serial: {after.serial} in the file, {before.serial} there.",
            f"en tidligere versjon: {after.serial} i filen, {before.serial} der.",
        )
    elif after.serial == before.serial:
        yield (
            f"the same serial {after.serial}, and another content.",
            f"samme versjon {after.serial}, og et annet innhold.",
        )


def _push(workspace: Workspace, archive: Archive, wish: PushWish) -> Pushed:
    backend, account = workspace.backend(), archive.account
    keeper = Keeper(backend, workspace.clock, workspace.surroundings.holder, "state push", workspace.crew)
    with keeper.hold(account) as lease:
        there: Archive | None = None
        with contextlib.suppress(StateCorrupt):
            there = backend.archive(account)
            if there is not None and (there == archive or _is_on_top(archive, there)):
                _set_aside(backend, archive, there)
                return Pushed(account, PushKind.SAME, there.summary.serial)
            if there is None:
                backend.restore(RestoreRequest(lease.lease, archive, workspace.clock.now()))
                return Pushed(account, PushKind.RESTORED, archive.summary.serial)
        if not wish.force:  # it may have moved since it was looked at
            for why, why_nb in _why_not(backend, archive):
                raise StaleState.of(REFUSALS("file-does-not-follow-now", account=account, why=why, why_nb=why_nb))
        books = Books(workspace, lease, there.state if there is not None else stub(backend, account))
        _lay_over(books, archive, there, wish.force)
    return Pushed(account, PushKind.PUSHED, books.state.serial)


def stub(backend: Backend, account: AccountRef) -> AccountState:
    """What can be known of a state that cannot be read: enough to write the next serial."""
    summary = next(item for item in backend.summaries() if item.account == account)
    records = backend.audit(account)
    head = digest(records[-1]) if records else ""
    return AccountState(account, summary.lineage, summary.serial, audit_head=head)


def _lay_over(books: Books, archive: Archive, there: Archive | None, reason: str) -> None:
    """One commit that makes the file's latest state the next serial."""
    now = books.workspace.clock.now()
    replacement = replace(archive.state, intents=_intents(archive, there))
    outcome = Edited(
        books.state.account,
        now,
        by=books.workspace.surroundings.actor,
        replacement=replacement,
        reason=reason or "state push",
    )
    sealed = tuple(_sealed(archive, there)) if there is not None else archive.sealed
    books.commit(outcome, commit_id=f"{_mark(archive)} over {books.state.serial}", sealed=sealed)
    _set_aside(books.workspace.backend(), archive, there)


def _mark(archive: Archive) -> str:
    """What the commit that lays the archive over a state is known by."""
    return f"pushed {digest(archive)}"


def _is_on_top(archive: Archive, there: Archive) -> bool:
    """Whether the last commit there is this very push: then it was cut off right after, or is asked for twice."""
    latest = there.commits[-1:]
    return any(serial == there.summary.serial and name.startswith(_mark(archive)) for name, serial in latest)


def _set_aside(backend: Backend, archive: Archive, there: Archive | None) -> None:
    """Keys that the file has set aside and that are not there."""
    known = {item.intent_id for item in there.deposits} if there is not None else set()
    for deposit in archive.deposits:
        if deposit.intent_id not in known:
            backend.deposit(deposit)


def _sealed(archive: Archive, there: Archive) -> Iterator[SealedSecret]:
    """The file's sealed keys, but for those of which a copy is there: that one may have been sealed anew since."""
    kept = {(item.address, item.generation) for item in there.sealed}
    made_there = {making for version in there.versions for making in _makings(version.state)}
    made = {making[:2]: making for making in _makings(archive.state)}
    for item in archive.sealed:
        key = (item.address, item.generation)
        if key not in kept or (key in made and made[key] not in made_there):
            yield item


def _makings(state: AccountState) -> Iterator[tuple[Address, int, str | None]]:
    """Every generation, with what tells it from another of the same number."""
    for entry in state.entries:
        for generation in (*entry.deposed, entry.current):
            yield entry.address, generation.number, generation.intent_id or generation.native_id


def _intents(archive: Archive, there: Archive | None) -> tuple[Intent, ...]:
    """What is open after: what is open there and has not ended in the file, and the other way round."""
    ended = {commit_id for commit_id, _ in archive.commits}
    kept = [intent for intent in there.intents if intent.id not in ended] if there is not None else []
    ended_there = {commit_id for commit_id, _ in there.commits} if there is not None else set()
    busy = {intent.address for intent in kept}
    more = (item for item in archive.intents if item.id not in ended_there and item.address not in busy)
    return tuple(sorted((*kept, *more), key=lambda intent: intent.address))
