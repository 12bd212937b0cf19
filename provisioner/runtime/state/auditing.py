"""Reading the audit: what was done, by whom, and whether the record of it was touched since.

Promises: verifying needs nothing but what is verified: the state, or an export alone. Does not: write anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from provisioner.formats.audit_format import Break, BreakKind, Export, breaks, heads_of, rewritten
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.errors import UsageError
from provisioner.model.state import AuditRecord
from provisioner.runtime.state.audit_words import WORDS
from provisioner.runtime.state.refusals import REFUSALS
from provisioner.runtime.state.states import load_readable
from provisioner.runtime.workspace import Workspace
from provisioner.spi.backend import Backend

ATTEMPTS = 5
"""How often a chain is read that somebody writes to meanwhile."""


@dataclass(frozen=True, slots=True)
class AuditWish:
    """Which records are asked for."""

    account: AccountRef | None = None
    """Only this account's."""
    address: Address | None = None
    """Only this resource's."""
    since: datetime | None = None
    """Only from then on."""
    until: datetime | None = None
    """Only before then."""

    def takes(self, record: AuditRecord) -> bool:
        """Whether it is one of them."""
        return (
            (self.account is None or record.account == self.account)
            and (self.address is None or record.address == self.address)
            and (self.since is None or record.at >= self.since)
            and (self.until is None or record.at < self.until)
        )


def read_audit(workspace: Workspace, wish: AuditWish) -> tuple[AuditRecord, ...]:
    """The records asked for, oldest first."""
    account = wish.address.account if wish.address is not None else wish.account
    found = workspace.backend().audit(account)
    return tuple(sorted((record for record in found if wish.takes(record)), key=lambda record: record.at))


def export_audit(workspace: Workspace) -> Export:
    """Everything of all accounts that can be read, with where each one's chain ends."""
    backend = workspace.backend()
    ends: dict[AccountRef, str] = {}
    records: list[AuditRecord] = []
    for summary in backend.summaries():
        if load_readable(workspace, summary.account) is None:
            continue
        ends[summary.account], found = _chain(backend, summary.account)
        records.extend(found)
    left_out = workspace.unreadable.keys()  # where its chain must end, nobody knows
    # Records of an account that has no state any more belong into the export all the more.
    records.extend(record for record in backend.audit() if record.account not in {*ends, *left_out})
    return Export(workspace.project.name, workspace.clock.now(), heads_of(records, ends), tuple(records))


def _chain(backend: Backend, account: AccountRef) -> tuple[str, tuple[AuditRecord, ...]]:
    """What the account's state ends in, and its records; read again where somebody wrote in between."""
    head = _head(backend, account)
    records: tuple[AuditRecord, ...] = ()
    for _ in range(ATTEMPTS):
        before, records = head, tuple(backend.audit(account))
        head = _head(backend, account)
        if head == before:
            break
    return head, records


def _head(backend: Backend, account: AccountRef) -> str:
    state = backend.load(account)
    return state.audit_head if state is not None else ""


def verify(export: Export, earlier: Export | None = None) -> tuple[Diagnostic, ...]:
    """What is wrong with the chains of `export`, and where they do not go on from an `earlier` one: the first place of
    each account, for what was touched there makes the rest doubtful. UsageError for two different projects."""
    if earlier is not None and earlier.project != export.project:
        raise UsageError.of(REFUSALS("two-projects", earlier=earlier.project, project=export.project))
    first: dict[AccountRef, Break] = {}
    for one in (*breaks(export), *(rewritten(earlier, export) if earlier is not None else ())):
        first.setdefault(one.account, one)
    return tuple(_told(first[account]) for account in sorted(first))


def _told(one: Break) -> Diagnostic:
    place = Place(account=one.account)
    if one.kind is BreakKind.CUT:
        return WORDS("audit-cut", place, account=one.account)
    if one.kind is BreakKind.REWRITTEN:
        return WORDS("audit-rewritten", place, account=one.account)
    if one.kind is BreakKind.UNKNOWN:
        return WORDS("audit-unknown", place, account=one.account, record=one.record)
    at = one.at.strftime("%Y-%m-%dT%H:%M:%SZ") if one.at is not None else "-"
    return WORDS("audit-changed", place, account=one.account, record=one.record, at=at)
